// "Read the full story": on a small screen, for a reader who comes from elsewhere. The story's own elements are not
// touched: a closed shadow root of the article shows the rest of them through a slot that is hidden until found, so
// that whoever copies, saves, reads aloud or extracts the page has all of it, folded or not.
part(function () {
  var tap = page.taps[location.pathname.split("/")[1]] || page.tap, from = document.referrer;
  if (!article || !tap.words || !("onbeforematch" in root) || !window.HTMLSlotElement || !HTMLSlotElement.prototype.assign) return;
  // A live story grows: what comes later has no slot.
  if (live) return;
  if (!from || from.indexOf(location.origin + "/") === 0 || !matchMedia("(max-width: 48em)").matches) return;
  // A reader who has opened it, or who was sent to a place in it, is not asked again.
  var came = performance.getEntriesByType("navigation")[0];
  if (location.hash || (history.state || {}).open || (came && came.name.indexOf("#") > 0)) return;

  var lines = article.children, at = 1, shown = 0;
  function wordsOf(line) { return line.textContent.split(/\s+/).length - 1; }
  // Below the screen only: what nobody sees yet can go without anything moving.
  while (at < lines.length && (shown < tap.words || lines[at].getBoundingClientRect().top < innerHeight || !/^(P|UL|OL)$/.test(lines[at].tagName) || lines[at].className)) shown += wordsOf(lines[at++]);
  var first = lines[at], left = 0;
  if (!first) return;
  if (/^H\d/.test(lines[at - 1].tagName)) first = lines[--at];
  if (first.getBoundingClientRect().top < innerHeight) return;
  for (; at < lines.length; at++) left += wordsOf(lines[at]);
  if (left < 60) return;

  var shadow = article.attachShadow({ mode: "closed", slotAssignment: "manual" });
  dress(shadow, BUTTON + "div{display:contents}div[hidden]{display:block;content-visibility:hidden}p{margin:1.5rem 0 0}button{display:block;width:100%;min-height:3rem;font:700 1rem/1.3 system-ui,sans-serif;border-width:2px;padding:.7rem 1rem}@media print{div,slot{display:contents!important}}");
  var above = made("slot", shadow), ask = made("p", shadow), fold = made("div", shadow), below = made("slot", fold), nodes = [].slice.call(article.childNodes), cut = nodes.indexOf(first);
  above.assign.apply(above, nodes.slice(0, cut));
  below.assign.apply(below, nodes.slice(cut));
  fold.setAttribute("hidden", "until-found");
  var button = made("button", ask, tap.label || words.tap);

  function open() {
    fold.removeAttribute("hidden");
    ask.remove();
    history.replaceState(Object.assign({}, history.state, { open: true }), "");
  }

  button.onclick = function () {
    open();
    count("tapped");
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    first.addEventListener("blur", function () { first.removeAttribute("tabindex"); }, { once: true });
  };
  fold.addEventListener("beforematch", open);
  addEventListener("hashchange", open);
  new IntersectionObserver(function (seen, observer) {
    if (!seen[0].isIntersecting) return;
    observer.disconnect();
    count("tap-offered");
  }).observe(button);
});
