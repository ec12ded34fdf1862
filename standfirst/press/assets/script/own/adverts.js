// What adverts say to the page that shows them. Nothing of it is sent anywhere.
function slots() { return [].slice.call(document.querySelectorAll(".ad-slot iframe")); }

// What a slot says in this form: before this script came (script/early.js), and from now on. then: returns nothing.
function hear(form, then) {
  function from(told) {
    var said = form.exec(told.data);
    // No further than needed: asking a frame that is still empty for its window makes it one.
    if (said) slots().some(function (frame) {
      return frame.contentWindow === told.source && !then(said, frame);
    });
  }
  if (window.said) window.said.forEach(from);
  addEventListener("message", from);
}

// Adverts with a cap on how often a device shows them: the device itself counts, where the paper lets it, and says only
// which it has had enough of (script/early.js).
part(function () {
  var KEY = "adverts", all = before();

  // shown: by flight, how many in how many hours, and when each was.
  function before() {
    var all = known(KEY);
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
  function isRefused() { return consent() && consent() !== "given"; }

  if (kept(KEY)) keep(KEY, isRefused() || !Object.keys(all).length ? null : JSON.stringify(all));

  hear(/^shown (\d{1,18}) (\d{1,4}) (\d{1,3})( given)?$/, function (said, frame) {
    if (frame.counted || isRefused() || said[4] && !consent()) return;
    frame.counted = 1;
    var shown = before(), one = shown[said[1]], hours = +said[3];
    shown[said[1]] = { views: +said[2], hours: hours, at: (one ? lately({ at: one.at, hours: hours }) : []).concat(Date.now()) };
    keep(KEY, JSON.stringify(shown));
  });
});

// Adverts of other people's servers: whom this reader said yes to is kept on the device until they take it back, in the
// advert or in the page's foot. The frame asks.
part(function () {
  var KEY = "adverts-from", offered = {};

  function agreed() { return (kept(KEY) || "").match(/\S+/g) || []; }
  function others(host) { return agreed().filter(function (one) { return one !== host; }); }

  function refuse(host) {
    keep(KEY, others(host).join(" ") || null);
    if (offered[host]) list.removeChild(offered[host]);
    offered[host] = null;
    slots().forEach(function (frame) { frame.contentWindow.postMessage("no " + host, "*"); });
  }

  function offer(host) {
    if (offered[host]) return;
    var button = tool(list, "li");
    offered[host] = list.lastChild;
    // In the language of the foot, which is the paper's own and not always the story's.
    name(button, (told[(list.parentNode.lang || root.lang).split("-")[0]] || told.en).replace("{host}", host));
    button.onclick = function () { refuse(host); };
  }

  agreed().forEach(offer);
  hear(/^(may|yes|no) ([a-z0-9.:-]{1,253})$/, function (said, frame) {
    var host = said[2];
    if (said[1] === "no") refuse(host);
    else if (said[1] === "yes") {
      keep(KEY, others(host).concat(host).join(" "));
      offer(host);
    } else if (agreed().indexOf(host) >= 0) frame.contentWindow.postMessage("yes " + host, "*");
  });
});
