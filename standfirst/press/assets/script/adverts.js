// Adverts that count on the device, or come from other people's servers, are heard by own/adverts.js, fetched when the first of
// them speaks; what slots said before it came waits in early.js.
part(function () {
  function look(told) { if (/^(shown|may) /.test(told.data)) fetched("adverts"); }
  (window.said || []).forEach(look);
  addEventListener("message", look);
  if (kept("adverts") || kept("adverts-from")) fetched("adverts");
});
