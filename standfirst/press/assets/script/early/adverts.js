// What a device remembers of ads must be known before the first frame is drawn and before the first slot is asked for.
var now = Date.now(), left = {}, said = window.said = [], asked = 0, waiting = [], flight;

function known(key) {
  try { return JSON.parse(store[key]) || {}; } catch (none) { return {}; }
}

// A reader who closed the letter has no room for ads on their pages, until one may be due again (assets/ask.js).
if (known("ask").g > now / 36e5) root.className += " sf-quiet";
// What slots say before the script that hears them is there waits for it (own/adverts.js).
addEventListener("message", said.push.bind(said));

// What is below the line (browsers/support.toml) asks for its slots by itself.
if (!window.IntersectionObserver) return;

// Each flight this device counts, and how often it may still be shown here (assets/script/adverts.js).
var seen = known("adverts");
for (flight in seen) {
  if ((seen[flight] || {}).at) left[flight] = seen[flight].views - seen[flight].at.filter(lately).length;
}

function lately(shown) { return shown > now - seen[flight].hours * 36e5; }

// A slot is asked for shortly before it comes on the screen: browsers by themselves ask several screens ahead, for ads
// that few readers get to. The second slot of a page leaves out what the first may use up.
var near = new IntersectionObserver(function (wells) {
  wells.forEach(function (seen) {
    var well = seen.target, had = "";
    if (!seen.isIntersecting) return;
    near.unobserve(well);
    for (flight in left) if (left[flight] <= asked) had += (had ? "," : "&had=") + flight;
    asked++;
    well.ad.src += had;
    // WebKit asks twice for a lazy frame whose address was changed.
    well.ad.loading = "eager";
    well.firstChild.appendChild(well.ad);
  });
}, { rootMargin: "300px" });

// No ad takes the line from the story's own first picture.
begin = function () { waiting.forEach(near.observe, near); };

// Lazy frames wait for the page's layout before they are asked for, and by then each is out of the page: an empty one
// would cost as much as one with an ad. It is the well that is looked at, for lists hide the slot in it.
new MutationObserver(function (seen, observer) {
  [].forEach.call(root.querySelectorAll(".ad-slot iframe"), function (frame) {
    var well = frame.parentNode.parentNode;
    if (well.ad) return;
    well.ad = frame;
    frame.remove();
    waiting.push(well);
  });
  if (document.readyState !== "loading") observer.disconnect();
}).observe(root, { childList: true, subtree: true });
