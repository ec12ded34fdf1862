// A button for having the story read aloud, where the device has a voice of its own for its language (own/listen.js): a
// voice that speaks from afar would be sent every word. Firefox does not call those of Linux's own speech local.
part(function () {
  var speech = window.speechSynthesis, header = article && article.querySelector("header"), button;
  if (!header || !speech) return;
  page.voices = function () {
    return speech.getVoices().filter(function (voice) {
      return (voice.localService || /speechd/.test(voice.voiceURI)) && voice.lang.split(/[-_]/)[0] === root.lang.split(/[-_]/)[0];
    });
  };
  function look() {
    if (button || !page.voices().length) return;
    page.listens = button = tool(header, "div");
    name(button, words.listen);
    button.onclick = function () { fetched("listen"); };
  }
  speech.onvoiceschanged = look;
  look();
});
