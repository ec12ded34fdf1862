// The script that asks a reader who blocks the paper's ads (assets/ask.js) comes only where no ad is on the page, or where
// this device remembers a letter: most readers never fetch it.
part(function () {
  var ask = document.querySelector("[data-ask]");
  function look() {
    if (document.hidden) return document.addEventListener("visibilitychange", wait, { once: true });
    // An ad's document holds one empty frame: that is all one can know of it from outside.
    if (kept("ask") || !slots().some(function (frame) { return frame.offsetHeight && frame.contentWindow.length; })) fetched("ask", ask.dataset.ask);
  }
  function wait() { setTimeout(look, 800); }
  if (ask) wait();
});
