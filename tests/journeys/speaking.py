"""A device with voices: headless browsers have none. What is spoken is noted, and ends when the test says so."""

from __future__ import annotations

import json
from typing import Any

ENGLISH = {"lang": "en-GB", "name": "Here", "localService": True, "default": True}
ELSEWHERE = {"lang": "en-US", "name": "From afar", "localService": False, "default": False}

_SPEECH = """
    window.spoken = [];
    window.speech = {
        voices: VOICES, speaking: false, pending: false, now: null,
        getVoices() { return this.voices; },
        speak(said) { this.now = said; this.speaking = true; spoken.push({text: said.text, voice: said.voice && said.voice.name, lang: said.lang}); },
        cancel() {
            const was = this.now;
            this.now = null; this.speaking = false;
            if (was) setTimeout(() => was.onerror({error: "canceled"}));
        },
        finish() { const was = this.now; this.now = null; this.speaking = false; if (was) was.onend({}); },
        fallSilent() { this.now = null; this.speaking = false; },
    };
    Object.defineProperty(window, "speechSynthesis", {value: window.speech});
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def give_voices(page: Any, *voices: dict[str, object]) -> None:
    """Have the device of this page's reader have these voices, from the next page on."""
    page.add_init_script(_SPEECH.replace("VOICES", json.dumps(voices)))


def spoken(page: Any) -> list[str]:
    """What has been begun so far, piece by piece."""
    return [each["text"] for each in page.evaluate("window.spoken")]


def hear_out(page: Any, times: int = 1) -> None:
    """Have what is being said come to its end, so often."""
    page.evaluate("times => { while (times--) speech.finish(); }", times)
