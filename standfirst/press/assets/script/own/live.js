// A live story's page keeps up: a small head says which entries are the newest, each is fetched once and for good, and
// what is new goes in when its reader asks for it. Nothing on the screen moves by itself. Without script: by refreshing.
part(function () {
  var EVERY_MS = 20000, DAY_MS = 864e5, ready = {}, known, newest, updated, timer;
  if (!entries().length) return;

  function entries() { return [].slice.call(article.querySelectorAll("[data-entry]")); }

  // An entry's heading and the lines that follow it.
  function linesOf(heading) {
    var lines = [heading], left = +heading.getAttribute("data-lines");
    while (left--) lines.push(lines[lines.length - 1].nextElementSibling);
    return lines;
  }

  function ask(address, kind, then) {
    var request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = kind;
    // The page itself lies in the browser's own cache, as it was.
    if (address === location.pathname) request.setRequestHeader("Cache-Control", "no-cache");
    request.onload = function () {
      if (request.status === 200 && request.response) then(request.response);
      // Taken down: there is nothing to keep up with.
      else if (request.status === 410 || request.status === 404) clearInterval(timer);
    };
    request.send();
  }

  function base() { return location.pathname.replace(/[^/]*$/, ""); }

  function fetchEntry(digest, then) {
    ask(base() + "live/" + digest, "document", function (told) {
      var lines = [].slice.call(told.documentElement.children).map(function (line) { return document.importNode(line, true); });
      lines[0].setAttribute("data-entry", digest);
      lines[0].setAttribute("data-lines", lines.length - 1);
      then(lines);
    });
  }

  // What is older than a line is below it.
  function put(lines) {
    var all = entries(), place = all.filter(function (each) { return each.id < lines[0].id; })[0];
    if (!place && all.length) place = linesOf(all.pop()).pop().nextSibling;
    lines.forEach(function (line) { article.insertBefore(line, place || null); });
  }

  function isSeen(heading) {
    var lines = linesOf(heading);
    return lines[0].getBoundingClientRect().top < innerHeight && lines.pop().getBoundingClientRect().bottom > 0;
  }

  function take(heading) { linesOf(heading).forEach(function (line) { line.remove(); }); }

  function look() {
    if (!document.hidden) ask(base() + "live.json", "json", compare);
  }

  function compare(head) {
    var named = {}, rest = head.count - head.entries.length, last = head.entries[head.entries.length - 1][0];
    updated = head.updated;
    newest = head.entries[0][0];
    head.entries.forEach(function (entry) { named[entry[0]] = entry[1]; });
    entries().forEach(function (heading) {
      var digest = named[heading.id];
      if (digest === heading.getAttribute("data-entry") || (!digest && rest && heading.id < last) || isSeen(heading)) return;
      if (!digest) return take(heading);
      fetchEntry(digest, function (lines) {
        if (!heading.parentNode || isSeen(heading)) return;
        take(heading);
        put(lines);
      });
    });
    for (var id in ready) if (!named[id] && id >= last) delete ready[id];
    head.entries.forEach(function (entry) {
      if (!document.getElementById(entry[0]) && (ready[entry[0]] || [0])[0] !== entry[1]) fetchEntry(entry[1], function (lines) {
        ready[entry[0]] = [entry[1], lines];
        say();
      });
    });
    if (rest && entries().length + head.entries.filter(function (entry) { return !document.getElementById(entry[0]); }).length < head.count) missed();
    say();
  }

  // Whoever was away for long takes what the head does not name any more from the page.
  function missed() {
    ask(location.pathname, "document", function (page) {
      [].forEach.call(page.querySelectorAll("[data-entry]"), function (heading) {
        if (!document.getElementById(heading.id)) ready[heading.id] = [heading.getAttribute("data-entry"), linesOf(heading)];
      });
      say();
    });
  }

  var host = made("div", document.body), shadow = shadowOf(host, ":host{position:fixed;left:0;right:0;top:.75rem;z-index:8;text-align:center;pointer-events:none}p{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);margin:0}button{pointer-events:auto;font:700 .9375rem/1.3 system-ui,sans-serif;color:var(--paper);background:var(--ink);border:2px solid var(--paper);border-radius:2rem;padding:.6rem 1.25rem;min-height:2.75rem;cursor:pointer}button:focus-visible{outline:3px solid var(--ink);outline-offset:1px}[hidden]{display:none!important}"), status = made("p", shadow), button = made("button", shadow);
  host.className = "sf-note";
  status.setAttribute("aria-live", "polite");
  button.type = "button";
  button.hidden = true;

  function say() {
    var count = Object.keys(ready).length;
    button.hidden = !count;
    if (!count || count === known) return;
    known = count;
    name(button, told.replace("{number}", count));
    // Words for those who hear the page, and gone once said: no part of a copy.
    status.textContent = told.replace("{number}", count);
    setTimeout(function () { status.textContent = ""; }, 1500);
  }

  button.onclick = function () {
    var time = article.querySelectorAll("header time")[1], first = Object.keys(ready).sort().pop();
    for (var id in ready) put(ready[id][1]);
    ready = {};
    known = 0;
    button.hidden = true;
    if (time && updated) {
      time.setAttribute("datetime", updated[0]);
      time.textContent = updated[1];
    }
    first = document.getElementById(first);
    first.tabIndex = -1;
    first.focus();
    first.addEventListener("blur", function () { first.removeAttribute("tabindex"); }, { once: true });
  };

  // A story without news for a day is live no more.
  function isOver() {
    var at = (newest || entries()[0].id).replace(/^at-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d).*/, "$1-$2-$3T$4:$5:$6Z");
    return Date.now() - Date.parse(at) > DAY_MS;
  }

  timer = setInterval(function () { if (!isOver()) look(); }, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  look();
});
