// A light or dark page, remembered on this device.
part(function () {
  var system = matchMedia("(prefers-color-scheme: dark)");

  function wear(choice) {
    if (choice === "dark" || choice === "light") root.setAttribute("data-theme", choice);
    else root.removeAttribute("data-theme");
  }

  function dark() {
    var worn = root.getAttribute("data-theme");
    return worn ? worn === "dark" : system.matches;
  }

  wear(kept("page"));
  var lamp = tool(list, "li");
  function label() { name(lamp, dark() ? words.light : words.dark); }
  lamp.onclick = function () {
    var choice = dark() ? "light" : "dark";
    // The system's own choice needs no remembering.
    choice = choice === (system.matches ? "dark" : "light") ? null : choice;
    keep("page", choice);
    wear(choice);
    label();
  };
  system.onchange = label;
  label();
});
