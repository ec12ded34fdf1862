// Reads the story aloud with the device's own voice, sentence by sentence: engines cut what is long, and stop where a
// sentence is, so that going on after a pause begins it again. Nothing of it is sent anywhere.
part(function () {
  var speech = window.speechSynthesis, session = navigator.mediaSession, button = page.listens, marks = window.CSS && CSS.highlights && window.Highlight;
  // The longest piece, in signs.
  var MOST = 280, lines = inOrder(), at = 0, piece = 0, pieces = [], plays = false, turn = 0, idle = 0, said, timer, bar, pause;

  // Headline, standfirst, byline, and the rest as it stands. What a picture shows is for those who look at it, and a
  // table read in one breath helps nobody.
  function inOrder() {
    var first = [].slice.call(article.querySelectorAll("h1")).concat([].slice.call(article.querySelectorAll(".standfirst,.byline")).reverse());
    return first.concat([].filter.call(article.querySelectorAll("article>p,article>h2,article>ul>li,article>ol>li"), function (line) {
      return !/^(standfirst|shown|photographer|elsewhere)$/.test(line.className) && line.textContent.trim();
    }));
  }

  function piecesOf(text) {
    var sentences, found = [];
    try {
      sentences = Array.from(new Intl.Segmenter(root.lang, { granularity: "sentence" }).segment(text), function (each) { return each.segment; });
    } catch (old) {
      sentences = text.match(/[^.!?…。؟]+[.!?…。؟]*["'”»’)]*\s*/g) || [text];
    }
    sentences.forEach(function (sentence) {
      var cut;
      while (sentence.length > MOST) {
        cut = Math.max(sentence.lastIndexOf(", ", MOST), sentence.lastIndexOf("; ", MOST), sentence.lastIndexOf(": ", MOST), sentence.lastIndexOf("، ", MOST)) + 2;
        if (cut < MOST / 3) cut = sentence.lastIndexOf(" ", MOST) + 1 || MOST;
        found.push(sentence.slice(0, cut).trim());
        sentence = sentence.slice(cut);
      }
      if (sentence.trim()) found.push(sentence.trim());
    });
    return found;
  }

  // The region's own before another's, the device's favourite before the rest, and plain ones before their many variants.
  function voice() {
    return page.voices().sort(function (a, b) { return worth(b) - worth(a); })[0];
  }
  function worth(one) {
    return (one.lang.replace("_", "-").toLowerCase() === root.lang.toLowerCase() ? 2 : 0) + (one["default"] ? 1 : 0) - (/\+/.test(one.name) ? 1 : 0);
  }

  function isSeen(line) {
    var box = line.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  }

  // Whoever reads along is taken along; whoever looks elsewhere is left alone.
  function mark(line, follow) {
    if (marks) {
      var range = document.createRange();
      range.selectNodeContents(line);
      CSS.highlights.set("sf-said", new Highlight(range));
    }
    if (follow && (line.getBoundingClientRect().top < 0 || line.getBoundingClientRect().bottom > innerHeight - 64)) {
      line.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion:reduce)").matches ? "auto" : "smooth" });
    }
  }

  function goTo(line) {
    var from = lines[at];
    if (line >= lines.length) return end();
    at = Math.max(0, line);
    piece = 0;
    pieces = piecesOf(lines[at].textContent);
    mark(lines[at], from === lines[at] || isSeen(from));
    if (plays) say();
  }

  function say() {
    var mine = ++turn;
    speech.cancel();
    said = new SpeechSynthesisUtterance(pieces[piece]);
    said.voice = voice() || null;
    said.lang = said.voice ? said.voice.lang : root.lang;
    said.onend = function () { if (mine === turn) next(); };
    said.onerror = function (event) {
      if (mine !== turn) return;
      if (/^(canceled|interrupted)$/.test(event.error)) hold();
      else end();
    };
    idle = 0;
    speech.speak(said);
  }

  function next() {
    if (++piece < pieces.length) say();
    else goTo(at + 1);
  }

  // An engine that falls silent without a word is helped on.
  function watch() {
    if (!plays || speech.speaking || speech.pending) idle = 0;
    else if (++idle > 2) next();
  }

  function play() {
    plays = true;
    show();
    if (pieces.length) say();
    else goTo(0);
  }
  function hold() {
    plays = false;
    turn++;
    speech.cancel();
    show();
  }
  function end() {
    var focused = bar && document.activeElement === button.getRootNode().host && button.getRootNode().activeElement !== button;
    plays = false;
    turn++;
    speech.cancel();
    clearInterval(timer);
    timer = at = piece = 0;
    pieces = [];
    if (marks) CSS.highlights["delete"]("sf-said");
    if (bar) bar.remove();
    bar = null;
    root.style.scrollPaddingBottom = "";
    root.style.removeProperty("--sf-bar");
    announce("none");
    name(button, told.listen);
    if (focused) button.focus();
  }
  function toggle() { plays ? hold() : play(); }
  function back() { goTo(at - 1); }
  function on() { goTo(at + 1); }

  // The bar stands with the button, so that the keyboard goes from one to the other.
  function show() {
    if (!bar) {
      bar = made("div", button.getRootNode());
      bar.setAttribute("role", "group");
      name(bar, told.listen);
      [["back", told.back, back], ["hold", told.pause, toggle], ["on", told.on, on], ["stop", told.stop, end]].forEach(function (each) {
        var one = made("button", bar, each[1]);
        one.type = "button";
        one.className = each[0];
        one.onclick = each[2];
        if (each[0] === "hold") pause = one;
      });
      root.style.scrollPaddingBottom = "4rem";
      root.style.setProperty("--sf-bar", "3.75rem");
      timer = setInterval(watch, 1000);
    }
    name(button, plays ? told.pause : told.go);
    name(pause, plays ? told.pause : told.go);
    pause.className = plays ? "hold" : "go";
    announce(plays ? "playing" : "paused");
  }

  function announce(state) {
    if (!session) return;
    session.playbackState = state;
    if (window.MediaMetadata) session.metadata = state === "none" ? null : new MediaMetadata({ title: article.querySelector("h1").textContent, artist: (article.querySelector(".byline") || article).textContent.slice(0, 200), album: location.hostname, artwork: artwork() });
    [["play", play], ["pause", hold], ["previoustrack", back], ["nexttrack", on], ["stop", end]].forEach(function (each) {
      try { session.setActionHandler(each[0], state === "none" ? null : each[1]); } catch (unknown) { return; }
    });
  }
  function artwork() {
    var picture = article.querySelector("img");
    return picture && picture.currentSrc ? [{ src: picture.currentSrc }] : [];
  }

  function style(place, css) {
    try {
      var sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      place.adoptedStyleSheets = [].slice.call(place.adoptedStyleSheets).concat(sheet);
    } catch (old) { return; }
  }
  style(document, "::highlight(sf-said){background-color:#ffd75a66;background-color:light-dark(#ffd75a66,#ffd75a33)}");
  style(button.getRootNode(), "div{position:fixed;inset:auto 0 0;z-index:8;display:flex;direction:ltr;justify-content:center;gap:.5rem;padding:.5rem;background:var(--paper);border-top:3px double var(--ink)}div[aria-label]::before{content:none}div button{width:3.25rem;min-height:2.75rem;padding:0;border-color:transparent;display:grid;place-items:center}div button:hover{border-color:currentColor}div button[aria-label]::before{content:'';width:1.125rem;height:1.125rem;background:currentColor;forced-color-adjust:none}@media(forced-colors:active){div button[aria-label]::before{background:ButtonText}}.back::before{clip-path:polygon(0 0,20% 0,20% 50%,100% 0,100% 100%,20% 50%,20% 100%,0 100%)}.on::before{clip-path:polygon(100% 0,80% 0,80% 50%,0 0,0 100%,80% 50%,80% 100%,100% 100%)}.go::before{clip-path:polygon(12% 0,100% 50%,12% 100%)}.hold::before{clip-path:polygon(10% 0,38% 0,38% 100%,62% 100%,62% 0,90% 0,90% 100%,10% 100%)}.stop::before{clip-path:polygon(0 12%,12% 0,50% 38%,88% 0,100% 12%,62% 50%,100% 88%,88% 100%,50% 62%,12% 100%,0 88%,38% 50%)}");

  addEventListener("pagehide", end);
  // A folded story is opened (script/tap.js): what is heard is there to be read.
  dispatchEvent(new Event("hashchange"));
  button.onclick = toggle;
  play();
});
