// Passing a story on, with the system's own means and an address that follows nobody.
part(function () {
  if (!article) return;
  var here = { title: document.title, url: location.origin + location.pathname };
  if (navigator.share) {
    var share = tool(article.parentNode, "div");
    name(share, words.share);
    share.onclick = function () { navigator.share(here).catch(function () {}); };
  } else if (navigator.clipboard) {
    var copy = tool(article.parentNode, "div");
    name(copy, words.copy);
    copy.onclick = function () {
      navigator.clipboard.writeText(here.url).then(function () { name(copy, words.copied); }, function () {});
    };
  }
});
