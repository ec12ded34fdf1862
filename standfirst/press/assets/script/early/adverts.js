// What a device remembers of ads must be known before the first frame is drawn and before the first slot is asked for.
var now = Date.now(), left = {}, said = window.said = [], asked = 0, flight;

function known(key) {
  try { return JSON.parse(store[key]) || {}; } catch (none) { return {}; }
}

// A reader who closed the letter has no room for ads on their pages, until one may be due again (assets/ask.js).
if (known("ask").g > now / 36e5) root.className += " sf-quiet";
// What slots say before the script that hears them is there waits for it (own/adverts.js).
addEventListener("message", said.push.bind(said));

// Each flight this device counts, and how often it may still be shown here (assets/script/adverts.js).
var seen = known("adverts");
for (flight in seen) {
  if ((seen[flight] || {}).at) left[flight] = seen[flight].views - seen[flight].at.filter(lately).length;
}

function lately(shown) { return shown > now - seen[flight].hours * 36e5; }

// A slot is asked for shortly before it comes on the screen: browsers by themselves ask several screens ahead, for ads
// that few readers get to. It is the well that is looked at, for lists hide the slot in it. What is below the line
// (browsers/support.toml) cannot look, and asks for all of them.
var near = window.IntersectionObserver && new IntersectionObserver(function (wells) {
  wells.forEach(function (seen) {
    if (!seen.isIntersecting) return;
    near.unobserve(seen.target);
    fill(seen.target);
  });
}, { rootMargin: "300px" });

// No ad takes the line from the story's own first picture. A copy has nothing of what was not asked for.
begin = function () {
  [].forEach.call(root.querySelectorAll(".ad-slot"), function (slot) {
    var well = slot.parentNode;
    well.told = slot.textContent;
    slot.textContent = "";
    if (well.told) near ? near.observe(well) : fill(well);
  });
};

// A slot holds its frame for those without script alone: a frame in the page is work for the browser, even one that is empty.
// Here it is made of the same words. The second slot of a page leaves out what the first may use up.
function fill(well) {
  var frame = document.createElement("iframe"), had = "";
  for (flight in left) if (left[flight] <= asked) had += (had ? "," : "&had=") + flight;
  asked++;
  well.told.replace(/(\w+)="([^"]*)/g, function (all, name, said) { frame.setAttribute(name, said.replace(/&amp;/g, "&")); });
  frame.src += had;
  well.firstChild.appendChild(frame);
}
