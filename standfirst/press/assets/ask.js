// Asks a reader who blocks this paper's ads to allow them: once, kindly, in the ad's own place. docs/decisions has why.
// Only a certain "blocked" speaks. Nothing about the reader leaves the browser, and nothing is kept in it before a
// letter was shown. The rules are those of standfirst/ads/adblock_ask.py; tests give both the same table.
(function () {
  "use strict";
  var d = document, root = d.documentElement, nav = navigator, own = d.querySelector("[data-letter]").dataset;
  if (!d.adoptedStyleSheets) return;
  var preview = "preview" in own, KEY = "ask", hour = Math.floor(Date.now() / 36e5), memory, said = {};

  // rules
  function verdict(e) {
    function all(list, how) { return list.length && list.every(function (one) { return one === how; }); }
    if (e.away) return "unknown";
    if (!e.hidden && (e.frame || e.ads.indexOf(1) >= 0)) return "seen";
    return (e.hidden || all(e.ads, -1)) && e.file && all(e.others, 1) ? "blocked" : "unknown";
  }
  function due(page, m, hour) {
    return !(page.first || page.consent || m.x || m.n >= 3 || hour - m.q < 720 || hour - m.s < 12);
  }
  // end of rules

  function keep(changes) {
    for (var name in changes) memory[name] = changes[name];
    if (!preview) localStorage.setItem(KEY, JSON.stringify(memory));
  }
  function each(selector, act) { d.querySelectorAll(selector).forEach(act); }
  function styled(place, css) {
    // The page's policy takes no style element but its own.
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    place.adoptedStyleSheets = [sheet];
  }
  function make(tag, parent, words, act) {
    var made = d.createElement(tag);
    if (words) made.textContent = words;
    if (act) made.onclick = act;
    return parent.appendChild(made);
  }

  // --- Looking

  function away() {
    return !nav.onLine || d.hidden || matchMedia("print").matches || nav.webdriver
      || /bot\b|bot[/_;-]|crawl|spider|slurp|archiv|headless|lighthouse|preview/i.test(nav.userAgent);
  }
  // An ad's document holds one empty frame: that is all one can know of it from outside.
  function evidence(again) {
    var e = { away: away(), ads: [], others: [] }, room = 0, there = 0;
    each(".sf-well", function (well) {
      var slot = well.firstElementChild, frame = slot && slot.firstElementChild;
      if (!frame || !well.offsetHeight) return;
      room++;
      if (!slot.offsetHeight) return;
      there++;
      if (frame.contentWindow.length) e.frame = true;
    });
    e.hidden = !again && room > 0 && !there;
    return e;
  }
  function picture(address, list, at, done) {
    var image = new Image();
    list[at] = 0;
    image.onload = function () { list[at] = 1; done(); };
    image.onerror = function () { list[at] = -1; done(); };
    image.src = address + "?" + Math.random();
  }
  // Says "seen" as soon as that is sure, "blocked" after three rounds and a last look, "unknown" when time is up.
  function look(again, say) {
    var AD = "/adverts/picture/look.png", e = evidence(again), rounds = 0, over, open;
    function end(what) { if (!over) { over = 1; say(what); } }
    function settled() {
      if (--open || over) return;
      if (!e.hidden && e.ads.indexOf(1) >= 0 || e.others.indexOf(-1) >= 0) return end(verdict(e));
      if (++rounds < 3) return setTimeout(round, 150);
      fetch(AD, { cache: "no-store", credentials: "omit" }).then(function (answer) {
        return answer.ok && /^image/.test(answer.headers.get("content-type")) ? answer.arrayBuffer() : "";
      }).then(function (file) {
        e.file = file.byteLength === LENGTH;
        var last = evidence(again);
        e.away = e.away || last.away;
        e.frame = last.frame;
        e.hidden = e.hidden && last.hidden;
        end(verdict(e));
      }).catch(function () { end("unknown"); });
    }
    function round() {
      open = 4;
      picture(AD, e.ads, 0, settled);
      picture(AD, e.ads, 1, settled);
      picture("/ask/dot.png", e.others, 0, settled);
      picture("/ask/dot.png", e.others, 1, settled);
    }
    if (e.frame || e.away) return end(verdict(e));
    setTimeout(end, 2e3, "unknown");
    round();
  }

  // --- Asking

  function ask() {
    fetch(own.letter).then(function (answer) { return answer.ok && answer.json(); }).then(function (paper) {
      var place, most = 5e4;
      each(".sf-well", function (well) {
        var area = Math.min(well.offsetWidth, 640) * well.offsetHeight;
        if (area > most) { most = area; place = well; }
      });
      if (paper && place) show(paper, paper.letters[Math.floor(Math.random() * paper.letters.length)], place);
    }).catch(function () {});
  }
  function show(paper, letter, well) {
    var words = paper.words, slot = well.firstElementChild, host = d.createElement("div"), shadow, timer, seen;
    function count(word) {
      if (preview || said[word] || !(paper.counting === "on" || paper.counting === root.dataset.consent)) return;
      said[word] = fetch("/asked/" + word + "?letter=" + letter.id, { method: "POST", keepalive: true, credentials: "omit" }).catch(function () {});
    }
    function close() {
      d.removeEventListener("keydown", key);
      if (seen) seen.disconnect();
      clearTimeout(timer);
      // Whoever closes it by keyboard goes on from here.
      var within = d.activeElement === host;
      host.textContent = "";
      host.style.visibility = "hidden";
      if (within) { well.tabIndex = -1; well.focus({ preventScroll: true }); }
    }
    function no(never) {
      // Until a letter may be due again there is no room for ads: script/early/adverts.js sees to that.
      keep({ q: hour, g: never || memory.x || memory.n >= 3 ? 1e9 : hour + 720, x: never ? 1 : memory.x });
      count("dismissed");
      shadow.textContent = "";
      close();
    }
    function key(event) {
      var box = host.getBoundingClientRect();
      if (event.key === "Escape" && !event.defaultPrevented && box.bottom > 0 && box.top < innerHeight) no();
    }
    function again() {
      status.textContent = words.looking;
      if (preview) return thank();
      look(true, function (what) { what === "seen" ? thank() : status.textContent = words.not_yet; });
    }
    function thank() {
      count("allowed");
      keep({ g: 0 });
      d.removeEventListener("keydown", key);
      shut.hidden = true;
      text.textContent = acts.textContent = "";
      more.hidden = true;
      status.textContent = words.thanks;
      box.className = "thanks";
      each(".ad-slot iframe", function (frame) { frame.src = frame.src; });
      timer = setTimeout(function () {
        shadow.textContent = "";
        close();
        slot.style.display = "";
        well.removeChild(host);
      }, 6e3);
    }
    function open() {
      host.style.height = "auto";
      box.className = "open";
    }
    function way(address, said) {
      if (!address) return;
      make("a", make("p", more), said, function () { count("supported"); }).href = address;
    }

    host.className = "sf-ask";
    host.style.height = well.clientHeight - 16 + "px";
    host.lang = paper.language;
    host.dir = paper.direction;
    shadow = host.attachShadow({ mode: "closed" });
    styled(shadow, paper.style);
    var box = make("section", shadow), shut = make("button", box, "×", function () { no(); }), text = make("div", box),
      status = make("p", box), acts = make("nav", box), more = make("div", box);
    box.setAttribute("aria-label", words.title);
    shut.setAttribute("aria-label", words.close);
    shut.className = "x";
    text.className = "t";
    status.setAttribute("role", "status");
    make("p", text, letter.salutation);
    letter.body.forEach(function (paragraph) { make("p", text, paragraph); });
    make("p", text, letter.sign_off + " ").className = "s";
    make("b", text.lastChild, letter.signature);
    make("button", acts, words.allowed, again).className = "a";
    make("button", acts, words.how, function () { open(); more.hidden = !more.hidden; });
    make("button", acts, words.not_now, function () { no(); });
    make("button", acts, words.never, function () { no(1); });
    more.className = "m";
    more.hidden = true;
    paper.steps.forEach(function (step) {
      var part = make("details", more);
      make("summary", part, step.name);
      make("p", part, step.how.replace("{site}", location.hostname));
    });
    way(paper.support, words.support);
    way(paper.newsletter, words.newsletter);

    slot.style.display = "none";
    well.appendChild(host);
    if (text.scrollHeight > text.clientHeight + 2) {
      box.className = "cut";
      acts.insertBefore(make("button", acts, words.read_on, function () { open(); this.hidden = true; }), acts.firstChild);
    }
    d.addEventListener("keydown", key);
    count("offered");
    function shown() {
      keep({ n: (memory.n || 0) + 1, s: hour });
      count("shown");
    }
    seen = new IntersectionObserver(function (now) {
      clearTimeout(timer);
      if (now[now.length - 1].isIntersecting) timer = setTimeout(function () { seen.disconnect(); shown(); }, 1e3);
    }, { threshold: .5 });
    seen.observe(host);
  }

  // --- Beginning

  function begin() {
    if (preview) return ask();
    var page = {
      first: d.referrer.indexOf(location.origin + "/"),
      consent: d.querySelector("dialog[open],[role=dialog],[role=alertdialog]")
    }, may = due(page, memory, hour);
    // Whoever said no has no space for ads on their pages; once a visit it is seen whether they allow them since.
    if (may || page.first && memory.g) look(!may, function (what) {
      if (what === "blocked" && may) ask();
      if (what === "seen" && memory.g) keep({ g: 0 });
    });
  }
  try {
    memory = JSON.parse(!preview && localStorage.getItem(KEY) || "{}");
    if (Object(memory) !== memory) return;
    // Where ads are, script/asking.js fetches this when the page has long been there.
    if (d.readyState === "complete") begin();
    else addEventListener("load", begin);
  } catch (refused) {
    // Without a memory no answer can be kept, so nothing is asked.
  }
})();
