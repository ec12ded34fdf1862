// What a reader has read: a few digits of each line of the last fifty stories, on this device alone. Who comes back to
// one that differs fetches what says so (own/changed.js).
part(function () {
  // A live story says itself what is new.
  if (!article || live) return;
  var all = known("read"), path = location.pathname, before = all[path];
  var lines = [].slice.call(article.querySelectorAll("h1,.dateline,article>p,h2,li,td,th")), now = lines.map(function (line) {
    var sum = 0, said = line.textContent, at = said.length;
    while (at--) sum = sum * 31 + said.charCodeAt(at) | 0;
    return sum.toString(36);
  });
  function note() {
    delete all[path];
    all[path] = [Date.now()].concat(now);
    var paths = Object.keys(all);
    if (paths.length > 50) delete all[paths[0]];
    keep("read", JSON.stringify(all));
  }
  if (!before || before.slice(1).join() === now.join()) return note();
  page.read = [before, now, lines, note];
  fetched("changed");
});
