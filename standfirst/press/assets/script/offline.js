// Stories that were read, and the front, stay readable without a network (assets/worker.js keeps them on this device).
// A paper that switches this off, and the saving of data, takes the worker from every device at the next page.
part(function () {
  if (!keeper) return;
  if (!page.worker) {
    keeper.getRegistration("/").then(function (found) { if (found) found.unregister(); });
    return;
  }
  keeper.register(ours("/worker.js"), { updateViaCache: "none" }).then(function () { return keeper.ready; }).then(function (ready) {
    if (!article || !ready.active) return;
    var pictures = [].map.call(article.querySelectorAll("img"), function (picture) { return picture.currentSrc; });
    ready.active.postMessage([location.pathname, "/", page.own + "kept.js", page.own + "listen.js"].concat(document.querySelector("script[src]").src, pictures.filter(Boolean)));
  }).catch(function () {});
});
