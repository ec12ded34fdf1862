// An engine below the line fetches what there is to say about that; what follows needs shadow roots.
if (!(PASSES)) part(function () {
  fetched("older");
});
