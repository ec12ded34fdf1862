// Larger type, remembered on this device (script/early/size.js puts it on); what the browser itself is set to counts first.
part(function () {
  var sizes = ["", "112.5%", "125%", "150%"], at = +kept("size") || 0;
  var button = tool(list, "li");
  function label() { name(button, at < 3 ? words.larger : words.normal); }
  button.onclick = function () {
    at = (at + 1) % 4;
    keep("size", at || null);
    root.style.fontSize = sizes[at];
    label();
  };
  label();
});
