// That a newer browser would be safer: once, to a reader whom it helps (standfirst/browsers/support.toml says whom),
// and never instead of the page. Old engines have no shadow roots: what the script says is in no copy there either,
// for it is drawn from names. A script of its own, fetched only where the page's test fails (older.js).
part(function () {
  var advice = adviceFor(navigator.userAgent);
  // What cannot be remembered would come back on every page.
  if (!advice || kept("newer") || !keep("newer", "1")) return;
  var host = made("div", document.body), inside = host, css = ["{position:fixed;bottom:0;left:0;right:0;padding:12px 16px;background:#17150f;color:#fffdf9;font:16px/1.4 sans-serif;z-index:9}", " p{display:inline;margin:0}", " a{color:#fffdf9;margin:0 16px}", " button{background:none;border:1px solid;color:#fffdf9;font:16px/1.4 sans-serif;padding:6px 12px}"];
  host.className = "sf-note";
  if (host.attachShadow) {
    inside = shadowOf(host, css.map(function (rule, at) { return at ? rule : ":host" + rule; }).join("") + "@media print{:host{display:none}}");
  } else {
    var sheet = document.styleSheets[0];
    css.concat(" [aria-label]:before{content:attr(aria-label)}").forEach(function (rule) { sheet.insertRule(".sf-note" + rule, sheet.cssRules.length); });
    sheet.insertRule("@media print{.sf-note{display:none}}", sheet.cssRules.length);
  }
  made("p", inside, words.newer).setAttribute("role", "note");
  if (advice[1]) made("a", inside, words.newer_where).href = advice[1];
  made("button", inside, words.close).onclick = function () { document.body.removeChild(host); };

  function parts(version) { return version.split(/[._]/).map(Number); }

  function older(version, than) {
    var a = parts(version), b = parts(than);
    for (var at = 0; at < b.length; at++) if ((a[at] || 0) !== b[at]) return (a[at] || 0) < b[at];
    return false;
  }

  function first(list, agent) {
    for (var at = 0; at < list.length; at++) {
      var found = new RegExp(list[at][1]).exec(agent);
      if (found) return { entry: list[at], version: found[1] || "0" };
    }
    return null;
  }

  // As standfirst/browsers/support.py has it in `seen_in` and `what_to_tell`.
  function adviceFor(agent) {
    var system = first(page.systems, agent), browser = first(page.browsers, agent), name = system && system.entry[0];
    if (!browser || !browser.entry[3]) return system && system.entry[2] && older(system.version, system.entry[2]) ? null : ["", ""];
    var entry = browser.entry, oldest = entry[4][name];
    if ((entry[2] && !older(browser.version, entry[2])) || !oldest || older(system.version, oldest)) return null;
    return [entry[0], entry[3]];
  }
});
