// A light or dark page, remembered on this device; script/early/dark.js puts it on.
part(function () {
  var system = matchMedia("(prefers-color-scheme: dark)");

  function dark() {
    var worn = root.getAttribute("data-theme");
    return worn ? worn === "dark" : system.matches;
  }

  var lamp = tool(list, "li");
  function label() { name(lamp, dark() ? words.light : words.dark); }
  lamp.onclick = function () {
    var choice = dark() ? "light" : "dark";
    // The system's own choice needs no remembering.
    choice = choice === (system.matches ? "dark" : "light") ? null : choice;
    keep("page", choice);
    if (choice) root.setAttribute("data-theme", choice);
    else root.removeAttribute("data-theme");
    label();
  };
  system.onchange = label;
  label();
});
