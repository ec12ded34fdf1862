// No pictures until they are tapped: the worker holds them back (assets/worker.js), own/saver.js shows them. The store's
// name is all the worker knows of it.
part(function () {
  var chosen = kept("saver"), on = chosen ? chosen > 0 : (navigator.connection || {}).saveData || matchMedia("(prefers-reduced-data:reduce)").matches;
  if (!list || !keeper) return;
  function set() { return caches[on ? "open" : "delete"]("saver"); }
  var button = tool(list, "li");
  name(button, on ? words.pictures : words.saver);
  button.onclick = function () {
    on = !on;
    keep("saver", on ? "1" : "0");
    set().then(function () { location.reload(); });
  };
  set();
  if (on) fetched("saver");
});
