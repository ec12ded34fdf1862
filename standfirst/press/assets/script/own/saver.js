// Pictures that the worker holds back (assets/worker.js) get a button in their place, which loads that one. They keep the
// room that the page reserves for them, and caption and description stay.
part(function () {
  function look(picture) {
    if (picture.sfHeld || !isHeld(picture)) return;
    picture.sfHeld = true;
    var frame = picture.parentNode, host = made("div", frame), button;
    frame.style.display = "block";
    frame.style.position = "relative";
    host.className = "sf-note";
    button = made("button", shadowOf(host, ":host{position:absolute;inset:0;display:grid;place-items:center;z-index:1}button{font:600 .8125rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);border:1px solid;border-radius:2px;padding:.3rem .75rem;min-height:2rem;max-width:100%;cursor:pointer}button:hover{text-decoration:underline}button:focus-visible{outline:3px solid var(--tone);outline-offset:2px}"), told);
    button.type = "button";
    button.onclick = function () {
      [].forEach.call(frame.querySelectorAll("source"), function (source) { source.remove(); });
      var address = picture.currentSrc;
      picture.removeAttribute("srcset");
      // The worker lets an address with this sign through.
      picture.src = address + "?";
      picture.addEventListener("load", function () {
        if (isHeld(picture)) return;
        var had = document.activeElement === host;
        host.remove();
        if (!had) return;
        picture.tabIndex = -1;
        picture.focus({ preventScroll: true });
      });
    };
  }

  // The worker's stand-in is one pixel wide, or less of one on a dense screen.
  function isHeld(picture) { return picture.complete && picture.naturalWidth < 2; }

  [].forEach.call(document.querySelectorAll("picture>img"), look);
  document.addEventListener("load", function (event) { if (event.target.tagName === "IMG" && event.target.parentNode.tagName === "PICTURE") look(event.target); }, true);
});
