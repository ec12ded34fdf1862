"""Words for made-up stories: drawn as often as words of a language are, and the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import TypeVar

Item = TypeVar("Item")

_ONSETS = ("b", "br", "c", "d", "f", "g", "gr", "h", "j", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS = ("", "", "l", "m", "n", "nd", "r", "s", "st", "t")
#: How many words the language has, and how many sentences are kept to choose from.
_WORDS = 12_000
_SENTENCES = 30_000


@dataclass(frozen=True, slots=True)
class Skewed:
    """Things of which the first are used most, as Zipf found: the k-th one 1/k as often."""

    weights: tuple[float, ...]

    def pick(self, things: list[Item], dice: Random, number: int = 1) -> list[Item]:
        """Return ``number`` of ``things``, repeats possible."""
        return dice.choices(things, cum_weights=self.weights, k=number)


def skewed(size: int) -> Skewed:
    """Return the weights of ``size`` things."""
    return Skewed(tuple(accumulate(1 / rank for rank in range(1, size + 1))))


class Language:
    """A language nobody speaks, with the statistics of one that somebody does."""

    def __init__(self, dice: Random) -> None:
        found: dict[str, None] = {}
        while len(found) < _WORDS:
            found[self._word(dice, dice.choice((1, 1, 2, 2, 3)))] = None
        # Short words are the frequent ones.
        self.words = sorted(found, key=lambda word: (len(word) > 4, len(word) > 8))
        usage = skewed(_WORDS)
        drawn = usage.pick(self.words, dice, _SENTENCES * 17)
        self.sentences: list[tuple[str, int]] = []
        for start in range(0, len(drawn), 17):
            words = drawn[start : start + dice.randint(8, 17)]
            self.sentences.append((" ".join(words).capitalize() + ".", len(words)))

    def name(self, dice: Random) -> str:
        """Return the name of somebody or something: two words."""
        return f"{self._word(dice, 2).capitalize()} {self._word(dice, 2).capitalize()}"

    def headline(self, dice: Random) -> str:
        """Return about nine words."""
        sentence, _ = dice.choice(self.sentences)
        return " ".join(sentence.rstrip(".").split()[:9])

    def paragraphs(self, dice: Random, words: int) -> list[str]:
        """Return paragraphs of two or three sentences, together about ``words`` words."""
        paragraphs: list[str] = []
        while words > 0:
            chosen = dice.choices(self.sentences, k=dice.choice((2, 2, 3)))
            paragraphs.append(" ".join(sentence for sentence, _ in chosen))
            words -= sum(length for _, length in chosen)
        return paragraphs

    @staticmethod
    def _word(dice: Random, syllables: int) -> str:
        return "".join(
            dice.choice(_ONSETS) + dice.choice(_VOWELS) + (dice.choice(_CODAS) if last else "")
            for last in (*[False] * (syllables - 1), True)
        )
