// Adverts with a cap on how often a device shows them: the device itself counts, where the paper lets it, and says only
// which it has had enough of (script/early.js).
part(function () {
  var KEY = "adverts", frames = document.querySelectorAll(".ad-slot iframe"), counted = [], i;
  if (!window.JSON || !window.addEventListener) return;

  // shown: by flight, how many in how many hours, and when each was.
  function before() {
    var all;
    try { all = JSON.parse(kept(KEY)) || {}; } catch (spoiled) { all = {}; }
    for (var flight in all) {
      if (!all[flight] || !all[flight].at || !lately(all[flight]).length) delete all[flight];
    }
    return all;
  }

  function lately(one) {
    return one.at.filter(function (at) { return at > Date.now() - one.hours * 36e5; });
  }

  // What the paper's consent tool says on the page (docs/howto/sell-an-ad.md); null where there is none.
  function consent() { return root.getAttribute("data-consent"); }

  var all = kept(KEY) ? before() : {}, left = consent() && consent() !== "given" ? "{}" : JSON.stringify(all);
  if (kept(KEY)) keep(KEY, left === "{}" ? null : left);

  addEventListener("message", function (told) {
    var said = /^shown (\d{1,18}) (\d{1,4}) (\d{1,3})( given)?$/.exec(told.data), at = -1;
    for (i = 0; i < frames.length; i++) if (frames[i].contentWindow === told.source) at = i;
    if (!said || at < 0 || counted[at] || (said[4] || consent()) && consent() !== "given") return;
    counted[at] = 1;
    var shown = before(), one = shown[said[1]], hours = +said[3];
    shown[said[1]] = { views: +said[2], hours: hours, at: (one ? lately({ at: one.at, hours: hours }) : []).concat(Date.now()) };
    keep(KEY, JSON.stringify(shown));
  });
  // What was shown before this script came said so to nobody.
  for (i = 0; i < frames.length; i++) frames[i].contentWindow && frames[i].contentWindow.postMessage("shown?", "*");
});
