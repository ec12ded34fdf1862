// A live story keeps itself up (own/live.js).
part(function () {
  if (live) fetched("live");
});
