// A page from the device's own store: says of when it is, until there is a network again (assets/worker.js).
part(function () {
  var LOOK_MS = 20000, at = +root.getAttribute("data-kept"), close, timer;
  // The list of what is kept says it itself.
  if (at) close = band(told.kept.replace("{when}", written(told.moment, at)), [[told.close, function () { close(); }]]);

  // Any answer is a network. What was taken down meanwhile goes at once.
  function look() {
    fetch(location.href, { method: "HEAD", cache: "no-store" }).then(function (answer) {
      clearInterval(timer);
      removeEventListener("online", look);
      if (!at || answer.status === 404 || answer.status === 410) location.reload();
      else close();
    }).catch(function () {});
  }
  addEventListener("online", look);
  timer = setInterval(look, LOOK_MS);
});
