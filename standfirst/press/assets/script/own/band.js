// A band at the foot of the screen: over the page, never in it, and above the buttons of own/listen.js where they are.
// said: what it says. acts: words and what is done, of each button. Returns what takes it away.
function band(said, acts) {
  var host = made("div", document.body), shadow = shadowOf(host, ":host{position:fixed;inset:auto 0 var(--sf-bar,0);z-index:7;background:var(--paper);color:var(--ink);border-top:3px double var(--ink)}div{display:flex;flex-wrap:wrap;align-items:center;justify-content:center;gap:.5rem 1.25rem;padding:.6rem 1rem;font:.9375rem/1.4 system-ui,sans-serif;text-align:center}p{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);margin:0}button{font:600 .875rem/1.5 system-ui,sans-serif;color:inherit;background:none;border:1px solid;border-radius:2px;padding:.3rem .75rem;min-height:2.25rem;cursor:pointer}button:hover{text-decoration:underline}button:focus-visible{outline:3px solid var(--tone);outline-offset:2px}@media print{:host{display:none}}"), inside = made("div", shadow, said);
  host.className = "sf-note";
  inside.setAttribute("role", "region");
  acts.forEach(function (act) {
    var button = made("button", inside, act[0]);
    button.type = "button";
    button.onclick = act[1];
  });
  // Words for those who hear the page, and gone once said: no part of a copy.
  var heard = made("p", inside);
  heard.setAttribute("role", "status");
  setTimeout(function () { heard.textContent = said; }, 100);
  setTimeout(function () { heard.textContent = ""; }, 1600);
  return function () { host.remove(); };
}

// A moment as the paper writes it (press/wording/), in its reader's own time.
function written(pattern, moment) {
  var at = new Date(moment), values = { day: at.getDate(), month: told.months[at.getMonth()], year: at.getFullYear(), hour: at.getHours(), minute: at.getMinutes() };
  return pattern.replace(/\{(\w+)(:02)?\}/g, function (whole, part, two) { return two && values[part] < 10 ? "0" + values[part] : values[part]; });
}
