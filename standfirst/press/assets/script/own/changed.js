// This story was changed since it was read on this device (script/changed.js): says so, and marks what is new. Nothing
// moves by itself, and the device notes the story as read once its reader knows, or has come to the first change.
part(function () {
  if (!page.read) return;
  var before = page.read[0], now = page.read[1], lines = page.read[2], note = page.read[3], old = before.slice(1), gone;
  var news = lines.filter(function (line, at) { return old.indexOf(now[at]) < 0; });
  function is(line) { return this.test(line.className); }
  // What its editors call a minor change has no new time and no correction, and is no news.
  if (!news.some(is, /^(dateline|correction)$/)) return note();
  news = news.filter(function (line) { return line.className !== "dateline"; });
  // Where something was only taken out, what follows it now stands for it: of headline, dateline and the lines after them.
  if (!news.length) {
    gone = 2;
    while (gone < now.length && now[gone] === old[gone]) gone++;
    news = [lines[Math.min(gone, lines.length - 1)]];
  }
  var close = band(told.changed.replace("{when}", written(told.day, before[0])), [[told.show, show], [told.close, done]]);
  function done() {
    seen.disconnect();
    note();
    close();
  }

  function show() {
    var sheet, first = news[0];
    done();
    // A folded story is opened (script/tap.js).
    dispatchEvent(new Event("hashchange"));
    try {
      sheet = new CSSStyleSheet();
      sheet.replaceSync("::highlight(sf-changed){background-color:#ffd75a66;background-color:light-dark(#ffd75a66,#ffd75a33)}");
      document.adoptedStyleSheets = [].slice.call(document.adoptedStyleSheets).concat(sheet);
      CSS.highlights.set("sf-changed", new Highlight());
      news.forEach(function (line) {
        var range = document.createRange();
        range.selectNodeContents(line);
        CSS.highlights.get("sf-changed").add(range);
      });
    } catch (old) {
      // An engine that cannot mark text goes to it all the same.
    }
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion:reduce)").matches ? "auto" : "smooth" });
    first.addEventListener("blur", function () { first.removeAttribute("tabindex"); }, { once: true });
  }

  var seen = new IntersectionObserver(function (looked) {
    if (!looked[0].isIntersecting) return;
    seen.disconnect();
    note();
  }, { threshold: .5 });
  seen.observe(news[0]);
});
