// The worker says so on a page that it kept, and of when.
part(function () {
  if (root.hasAttribute("data-kept")) fetched("kept");
});
