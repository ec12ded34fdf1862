// Adverts with a cap on how often a device shows them: the device itself counts, where the paper lets it, and says only
// which it has had enough of.
part(function () {
  var KEY = "adverts", frames = document.querySelectorAll(".ad-slot iframe"), enough = [], counted = [], i;
  if (!frames.length || !window.JSON || !window.addEventListener) return;

  function before() {
    try { return JSON.parse(kept(KEY)) || {}; } catch (spoiled) { return {}; }
  }

  // shown: by flight, how many in how many hours, and when each was.
  function lately(one) {
    return one.at.filter(function (at) { return at > Date.now() - one.hours * 36e5; });
  }

  var all = before();
  for (var flight in all) {
    if (all[flight] && all[flight].at && lately(all[flight]).length >= all[flight].views) enough.push(flight);
  }
  if (enough.length) for (i = 0; i < frames.length; i++) frames[i].src += "&had=" + enough.join(",");

  addEventListener("message", function (told) {
    var said = /^shown (\d{1,18}) (\d{1,4}) (\d{1,3})$/.exec(told.data), at = -1;
    for (i = 0; i < frames.length; i++) if (frames[i].contentWindow === told.source) at = i;
    if (!said || at < 0 || counted[at]) return;
    counted[at] = 1;
    var shown = before(), one = shown[said[1]];
    shown[said[1]] = { views: +said[2], hours: +said[3], at: (one && one.at ? lately({ at: one.at, hours: +said[3] }) : []).concat(Date.now()) };
    keep(KEY, JSON.stringify(shown));
  });
  // What was shown before this script came said so to nobody.
  for (i = 0; i < frames.length; i++) frames[i].contentWindow && frames[i].contentWindow.postMessage("shown?", "*");
});
