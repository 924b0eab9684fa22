"""Tells how alike two words are to the ear, whatever the spelling, and lays the words of two names one to one.

In: words of two names. Out: a likeness from 0 to 1, and the pairs with what is left over on either side. Consonants
carry a name from language to language, vowels hardly: a weighted edit distance over sounds (`[sounds]` in names.toml).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kg.resolve.lore import Lore
from kg.resolve.names import Word

VOWELS = frozenset("aeiou")
SEMIVOWELS = frozenset("yvw")
NEAR = 0.8  # of two meanings that are neither one nor clearly two
TRANSLATED = 0.85  # of two words that mean the same in two other languages
INITIAL = 0.9
ENDING = 0.4  # what a grammatical ending costs
MISREAD = 0.92  # of two words that a scanner takes for one another
LIKE = 0.88  # from here on two spellings are taken for one word


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of words with their likeness, and the words of each side that found no partner."""

    pairs: tuple[tuple[Word, Word, float], ...]
    left: tuple[Word, ...]
    right: tuple[Word, ...]


class Ear:
    """Compares words by their sounds."""

    def __init__(self, lore: Lore) -> None:
        self._lore = lore
        spelled = {one: symbol for symbol, ones in lore.sections.get("sounds", {}).items() for one in ones}
        self._symbols = spelled
        self._pattern = re.compile("|".join(sorted(spelled, key=lambda one: (-len(one), one))) or r"(?!)")
        groups = lore.words("near_sounds", "consonants")
        self._near = frozenset(frozenset((a, b)) for group in groups for a in group for b in group if a != b)
        vowels = lore.words("near_sounds", "vowels")
        self._endings = frozenset(lore.words("near_sounds", "endings"))
        self._near_vowels = frozenset(frozenset((a, b)) for group in vowels for a in group for b in group if a != b)
        self.likeness = lru_cache(maxsize=1 << 16)(self._likeness)

    @lru_cache(maxsize=1 << 16)  # noqa: B019 - one ear for each ontology, as long as the process
    def sounds(self, word: str) -> str:
        """Write a word as a string of sounds, doubled ones once."""
        text = self._pattern.sub(lambda found: self._symbols[found[0]], word)
        return re.sub(r"(.)\1+", r"\1", text)

    def skeleton(self, word: str) -> str:
        """Return the consonants of a word."""
        return "".join(c for c in self.sounds(word) if c not in VOWELS and c not in SEMIVOWELS)

    def _likeness(self, one: Word, other: Word) -> float:
        if one.meaning == other.meaning:
            alike = not (one.foreign and other.foreign) or one.bare or other.bare
            return 1.0 if alike or self.words(one.text, other.text) >= NEAR else TRANSLATED
        if one.sort != "name" and other.sort != "name":
            return NEAR if frozenset((one.meaning, other.meaning)) in self._lore.near else 0.0
        if one.upper and other.upper:
            return 0.0  # two acronyms are one or two, never nearly one
        heard = self.words(one.text, other.text, bare=one.bare or other.bare)
        if {one.sort, other.sort} & {"numbers", "qualifiers"}:
            return min(NEAR, heard)
        if "land" in (one.sort, other.sort):
            return heard if heard >= LIKE and min(len(one.text), len(other.text)) > 5 else min(NEAR, heard)
        if 1 in (len(one.text), len(other.text)):
            return INITIAL if one.text[0] == other.text[0] else 0.0
        misread = len(one.text) > 3 and self._lore.strokes(one.text) == self._lore.strokes(other.text)
        return max(heard, MISREAD) if misread else heard

    def words(self, one: str, other: str, *, bare: bool = False) -> float:
        """Return the likeness of two words, 0 to 1; `bare` where one comes from a script without vowels."""
        if one == other:
            return 1.0
        a, b = self.sounds(one), self.sounds(other)
        if min(len(a), len(b)) < (2 if bare else 3):
            return 0.95 if a == b else 0.0
        size = max(len(a), len(b)) if not bare else max(len(self.skeleton(one)), len(self.skeleton(other)), 2)
        return max(0.0, 1.0 - self._distance(a, b, bare) / size)

    def _distance(self, a: str, b: str, bare: bool) -> float:
        row = [0.0]
        for n, symbol in enumerate(b):
            row.append(row[-1] + self._gap(b, n, symbol, bare))
        for i, symbol in enumerate(a):
            new = [row[0] + self._gap(a, i, symbol, bare)]
            for j, other in enumerate(b):
                first = 1.5 if i == j == 0 else 1.0
                new.append(
                    min(
                        row[j] + first * self._change(symbol, other, bare),
                        row[j + 1] + self._gap(a, i, symbol, bare),
                        new[j] + self._gap(b, j, other, bare),
                    )
                )
            row = new
        return row[-1]

    def _change(self, one: str, other: str, bare: bool) -> float:
        if one == other:
            return 0.0
        pair = frozenset((one, other))
        if pair in self._near_vowels:
            return 0.1
        if one in VOWELS and other in VOWELS:
            return 0.05 if bare else 0.6
        if pair in self._near:
            return 0.25
        return 1.0

    def _gap(self, word: str, at: int, symbol: str, bare: bool) -> float:
        last = at == len(word) - 1
        if symbol in VOWELS:
            if bare:
                return 0.4 if last and symbol == "i" else 0.03
            return 0.6 if at == 0 or (last and symbol in "io") else 0.25
        if symbol in SEMIVOWELS:
            return 0.35 if not bare else 0.2
        if symbol == "h":
            return 0.25
        return ENDING if last and len(word) > 5 and symbol in self._endings else 1.0

    def align(self, one: Sequence[Word], other: Sequence[Word]) -> Alignment:
        """Lay words one to one, the likest first; two words that the other side writes as one count as one."""
        one, other = self._merged(one, other), self._merged(other, one)
        found = [(self.likeness(a, b), i, j) for i, a in enumerate(one) for j, b in enumerate(other)]
        found.sort(key=lambda row: (-row[0], abs(row[1] - row[2]), row[1], row[2]))
        left, right, pairs = set(range(len(one))), set(range(len(other))), []
        for like, i, j in found:
            if like >= 0.6 and i in left and j in right:
                left.remove(i)
                right.remove(j)
                pairs.append((one[i], other[j], like))
        return Alignment(tuple(pairs), tuple(one[i] for i in sorted(left)), tuple(other[j] for j in sorted(right)))

    def _merged(self, words: Sequence[Word], others: Sequence[Word]) -> Sequence[Word]:
        singles = {word.text for word in words}
        for n, (a, b) in enumerate(pairwise(words)):
            whole = a.text + b.text
            for other in others:
                free = (
                    other.text not in singles and " " not in other.text and other.sort in ("name", "meanings", "given")
                )
                if free and len(other.text) > 4 and self.words(whole, other.text, bare=a.bare or other.bare) >= 0.93:
                    joined = Word(other.text, other.sort, other.meaning, a.bare)
                    return self._merged([*words[:n], joined, *words[n + 2 :]], others)
        return words
