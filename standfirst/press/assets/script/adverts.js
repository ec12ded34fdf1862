// What adverts say to the page that shows them. Nothing of it is sent anywhere.
function slots() { return [].slice.call(document.querySelectorAll(".ad-slot iframe")); }

// What a slot says in this form: before this script came (script/early/adverts.js), and from now on. then: returns nothing.
function hear(form, then) {
  function from(told) {
    var said = form.exec(told.data);
    // No further than needed: asking a frame that is still empty for its window makes it one.
    if (said) slots().some(function (frame) { return frame.contentWindow === told.source && !then(said, frame); });
  }
  (window.said || []).forEach(from);
  addEventListener("message", from);
}

// Adverts with a cap on how often a device shows them: the device itself counts, where the paper lets it, and says only
// which it has had enough of (script/early/adverts.js).
part(function () {
  var all = before();

  // Returns by flight how many in how many hours, and when each was shown: those that still count.
  function before() {
    var all = known("adverts"), flight;
    for (flight in all) if (!(all[flight] || {}).at || !lately(all[flight]).length) delete all[flight];
    return all;
  }

  function lately(one) { return one.at.filter(function (at) { return at > Date.now() - one.hours * 36e5; }); }

  // What the paper's consent tool says on the page (docs/howto/sell-an-ad.md); undefined where there is none.
  function consent() { return root.dataset.consent; }
  function isRefused() { return (consent() || "given") !== "given"; }

  if (kept("adverts")) keep("adverts", isRefused() || !Object.keys(all).length ? null : JSON.stringify(all));

  hear(/^shown (\d{1,18}) (\d{1,4}) (\d{1,3})( given)?$/, function (said, frame) {
    if (frame.counted || isRefused() || said[4] && !consent()) return;
    frame.counted = 1;
    var shown = before(), one = shown[said[1]] = shown[said[1]] || { at: [] };
    one.views = +said[2];
    one.hours = +said[3];
    one.at = lately(one).concat(Date.now());
    keep("adverts", JSON.stringify(shown));
  });

  // Those of other people's servers are heard by own/adverts.js, fetched when the first of them speaks.
  hear(/^may /, function () { fetched("adverts"); });
  if (kept("adverts-from")) fetched("adverts");
});
