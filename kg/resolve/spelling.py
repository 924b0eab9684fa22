"""Writes names of any script in Latin letters, word by word, so that the rest of the room knows one alphabet.

In: a name. Out: its tokens, with what their script tells: whether vowels are missing, whether a word is inflected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii

LONGEST = 400  # characters of a name that are read: longer ones are no names
_INDIC = r"\u0900-\u0963\u0970-\u0dff"
_MARKED = _INDIC + r"\u0e00-\u109f\u1780-\u17d3"  # scripts whose vowel signs are no letters to Python
_LETTER = rf"(?:[^\W_]|[\u0300-\u036f{_MARKED}])"
_TOKEN = re.compile(rf"{_LETTER}+(?:['’ʼ`´ʿʾ‘״׳\"](?=[^\W\d_]){_LETTER}+)*")
_EAST = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f"
EASTERN = re.compile(f"[{_EAST}]+")  # scripts that write without spaces
_POINTS = re.compile(r"[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_BARE = re.compile(rf"[\u0590-\u06ff\u0750-\u077f\ufb1d-\ufefc{_INDIC}]")  # scripts that leave vowels out
_INFLECTED = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u10a0-\u10ff]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word in Latin letters."""

    text: str
    bare: bool = False  # from a script without vowels
    inflected: bool = False  # from a script whose words are known by their stems here
    upper: bool = False

    @property
    def key(self) -> str:
        """How it is looked up: without vowels it must not meet a Latin word of the same letters."""
        return f"~{self.text}" if self.bare else self.text


class Speller:
    """Writes names in Latin letters, by the lists `particles` and `script` of names.toml."""

    def __init__(self, articles: Sequence[str], native: Sequence[str], letters: Mapping[int, str]) -> None:
        self._articles = frozenset(articles)
        self._native = tuple(sorted(native, key=len, reverse=True))
        self._letters = letters

    def tokens(self, text: str, cut: re.Pattern[str] | None = None) -> Iterator[Token]:
        """Split a name into words; `cut` finds known words in scripts that write without spaces."""
        text = _clean(text)
        shouted = not any(c.islower() for c in text) and len(text) > 12
        if cut is not None:
            text = EASTERN.sub(lambda found: cut.sub(r" \1 ", found[0]), text)
        for found in _TOKEN.finditer(text):
            word = found[0]
            if text[found.end() : found.end() + 1] in ("-", "‐", "‑", "–") and word.casefold() in self._articles:
                continue
            bare = bool(_BARE.search(word))
            latin = re.sub(r"[^a-z0-9]", "", anyascii(self._lettered(word) if bare else word).lower())
            if latin:
                initial = text[found.end() : found.end() + 1] == "."
                upper = word.isupper() and (initial if len(latin) == 1 else not shouted)
                yield Token(latin, bare, bool(_INFLECTED.search(word)), upper)

    def _lettered(self, word: str) -> str:
        for article in self._native:
            if word.startswith(article) and len(word) - len(article) >= 2:
                word = word[len(article) :]
                break
        return word.translate(self._letters)


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text if unicodedata.category(c) != "Cf")
    text = _POINTS.sub("", text)
    text = re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda found: found[0].replace(".", "") + " ", text)
    text = re.sub(r"(?<=\w)['’]s\b", "", text)
    return re.sub(r"(?<=[A-Za-z])(?=\d{1,3}\b)", " ", text)
