// What every part of the script uses. `page` comes from the press (press/scripting.py): words, settings, browsers.
// Nothing of a page is missing without script, and everything it builds stands in closed shadow roots: no part of
// anybody's copy. Written so that the oldest engine can read it.
var root = document.documentElement, words = page.words, article = document.querySelector("main > article"), live = article && article.querySelector("[data-entry]"), list = document.querySelector(".foot ul"), keeper = window.caches && navigator.serviceWorker;

function kept(key) {
  try { return localStorage.getItem(key); } catch (refused) { return null; }
}

// Returns what keep() put there, written as JSON; nothing where it was spoiled.
function known(key) {
  try { return JSON.parse(kept(key)) || {}; } catch (spoiled) { return {}; }
}

// Returns whether the device remembers it.
function keep(key, value) {
  try {
    value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value);
    return true;
  } catch (refused) { return false; }
}

// One part that breaks takes no other with it; the console says which.
function part(run) {
  try { run(); } catch (error) { setTimeout(function () { throw error; }); }
}

function made(tag, parent, label) {
  var element = document.createElement(tag);
  if (label) name(element, label);
  parent.appendChild(element);
  return element;
}

// What the script says is drawn from a name, not written as text: not even a copy that keeps shadow roots has it.
function name(element, label) {
  element.setAttribute("aria-label", label);
}

// An address of a script of ours, as engines with trusted types want it (script/early/first.js).
var maker = window.sf;
function ours(address) { return maker.createScriptURL(address); }

// What is rarely needed is a file of its own, fetched once.
function fetched(name, address) {
  if (!fetched[name]) made("script", document.head).src = ours(address || page.own + name + ".js");
  fetched[name] = 1;
}

function shadowOf(host, css) {
  var shadow = host.attachShadow({ mode: "closed" });
  dress(shadow, css);
  return shadow;
}

// A style element would need the page's policy to allow it; a sheet of the script's own does not.
function dress(shadow, css) {
  try {
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(css + "[aria-label]::before{content:attr(aria-label)}@media print{*{display:none!important}}");
    shadow.adoptedStyleSheets = [sheet];
  } catch (old) {}
}

var BUTTON = "button{font:600 .8125rem/1.5 system-ui,sans-serif;color:inherit;background:none;border:1px solid;border-radius:2px;padding:.3rem .75rem;cursor:pointer;min-height:2rem}button:focus-visible{outline:3px solid;outline-offset:2px}";

// A button among the page's tools: in the foot's list, or under the story.
function tool(parent, tag) {
  var host = made(tag, parent);
  host.className = "sf-tool";
  return made("button", shadowOf(made("span", host), BUTTON));
}

// A counter at the site goes up by one; who the reader is goes nowhere.
function count(word) {
  fetch("/seen/" + word + "?page=" + encodeURIComponent(location.pathname), { method: "POST", keepalive: true, credentials: "omit" }).catch(function () {});
}
