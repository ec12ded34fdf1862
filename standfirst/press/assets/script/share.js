// Passing a story on, with the system's own means and an address that follows nobody.
part(function () {
  var clipboard = navigator.clipboard, here = { title: document.title, url: location.origin + location.pathname };
  if (!article || !navigator.share && !clipboard) return;
  var button = tool(article.parentNode, "div");
  name(button, navigator.share ? words.share : words.copy);
  button.onclick = function () {
    (navigator.share ? navigator.share(here) : clipboard.writeText(here.url).then(function () { name(button, words.copied); })).catch(function () {});
  };
});
