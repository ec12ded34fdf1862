// The first thing in every head, in the page itself. What a device remembers of how its reader has pages is known before the
// first frame is drawn (early/dark.js, early/size.js); all other script, and adverts (early/adverts.js), wait until what is on
// the first screen is there.
var root = document.documentElement, store = {}, begin;
try { store = localStorage || store; } catch (refused) {}

// The page's policy knows this one maker of addresses of scripts, for engines with trusted types. What it makes lies on this
// site, whatever it is told. The page's script takes it (script/start.js) and puts what it lends in its place.
var maker = { createScriptURL: function (address) { return address.replace(/^\W*/, "/"); } };
window.sf = window.trustedTypes ? trustedTypes.createPolicy("standfirst", maker) : maker;

addEventListener("load", function () {
  // What came last is drawn before anything else is begun.
  setTimeout(function () {
    var script = document.createElement("script");
    script.src = sf.createScriptURL(root.querySelector("[data-then]").getAttribute("data-then"));
    document.head.appendChild(script);
    if (begin) begin();
  }, 99);
});
