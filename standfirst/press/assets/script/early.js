// The first thing in the head of a page with ads, in the page itself: what a device remembers of them must be known before
// the first frame is drawn and before the first slot is asked for. Without a memory it does nothing.
(function () {
  var root = document.documentElement, now = Date.now(), capped = [], at = 0;

  function kept(key) {
    try { return JSON.parse(localStorage.getItem(key)) || {}; } catch (refused) { return {}; }
  }

  // A reader who closed the letter has no room for ads on their pages, until one may be due again (assets/ask.js).
  if (kept("ask").g > now / 36e5) root.className += " sf-quiet";

  // Each flight this device counts, and how often it may still be shown here (assets/script/adverts.js).
  var seen = kept("adverts");
  for (var flight in seen) {
    if (seen[flight] && seen[flight].at) capped.push([flight, seen[flight].views - seen[flight].at.filter(lately, seen[flight]).length]);
  }
  if (!capped.length || !window.MutationObserver) return;

  function lately(shown) { return shown > now - this.hours * 36e5; }

  // Slots wait for the page's layout before they are asked for, so that none was asked for twice. The second slot of a page
  // leaves out what the first may use up.
  function tell() {
    var frames = document.querySelectorAll(".ad-slot iframe");
    for (; at < frames.length; at++) {
      var had = capped.filter(function (one) { return one[1] <= at; }).map(function (one) { return one[0]; });
      if (had.length) frames[at].src += "&had=" + had.join(",");
    }
  }
  var observer = new MutationObserver(tell);
  observer.observe(root, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", function () {
    tell();
    observer.disconnect();
  });
})();
