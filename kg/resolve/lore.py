"""Holds what the words of names mean, as `ontology/names.toml` and the names of countries tell it.

In: the ontology. Out: a `Lore` that finds the sort and the meaning of a phrase, also of a misspelt or inflected word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology import Ontology
from kg.resolve.spelling import EASTERN, Speller, Token

Sections = Mapping[str, Mapping[str, Sequence[str]]]
SORTS = ("harmless", "heads", "organs", "parts", "places", "qualifiers", "meanings", "numbers", "months", "given")
_MISSPELT = ("harmless", "heads", "organs", "parts", "qualifiers")  # sorts in which slips are mended
_STEM = 5  # letters of an inflected word that must stand
_SLIP = 8  # letters of a word in which one may be missing or too many
_STROKES = 7  # strokes by which a word that was scanned wrongly is known


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase is and means; `foreign` where the lists have it behind the words that translate it."""

    sort: str
    meaning: str
    foreign: bool = False


class Lore:
    """What is known of the words of names."""

    def __init__(self, sections: Sections, lands: Iterable[tuple[str, str]]) -> None:
        self.sections = sections
        letters = {ord(pair[0]): pair[2:] for pair in self.words("script", "letters")}
        self.speller = Speller(self.words("particles", "articles"), self.words("particles", "native"), letters)
        self.particles = frozenset(key for one in self.words("particles", "words") for key in self._keys(one))
        self.joined = tuple(sorted(self.words("particles", "joined"), key=len, reverse=True))
        self.near = frozenset(frozenset(pair.split()) for pair in self.words("near", "pairs"))
        self.mixes = tuple(frozenset(one.split()) for one in self.words("types", "mix"))
        self.proper = frozenset(self.words("proper", "words"))
        self.loose = frozenset(self.words("loose", "words"))
        self._strokes = {ord(pair[0]): pair[2:] for pair in self.words("strokes", "letters")}
        self.phrases: dict[tuple[str, ...], Sense] = {}
        self._segments: set[str] = set()
        self._stems: dict[str, Sense] = {}
        self._learn_all(lands)
        self._slips = self._near_misses()

    def words(self, section: str, name: str) -> list[str]:
        """Return one list of the file; empty where it has none."""
        return list(self.sections.get(section, {}).get(name, ()))

    def _learn_all(self, lands: Iterable[tuple[str, str]]) -> None:
        for land, phrase in lands:
            self._learn(phrase, Sense("land", land))
        for land, ones in self.sections.get("lands", {}).items():
            for one in ones:
                self._learn(one, Sense("land", land))
        for sort in SORTS:
            for meaning, ones in self.sections.get(sort, {}).items():
                foreign = False
                for one in ones:
                    foreign = foreign or one == "|"
                    self._learn(one, Sense(sort, meaning, foreign))
        for one in self.words("titles", "words"):
            self._learn(one, Sense("titles", "title"))
        for one in self.words("tails", "words"):
            self._learn(one, Sense("tail", "tail"))

    def _learn(self, phrase: str, sense: Sense) -> None:
        tokens = list(self.speller.tokens(phrase))
        if not tokens:
            return
        self.phrases.setdefault(tuple(token.key for token in tokens), sense)
        if EASTERN.fullmatch(phrase):
            self._segments.add(phrase)
        if len(tokens) == 1 and tokens[0].inflected:
            text = tokens[0].text
            for size in range(max(_STEM, len(text) - 2), len(text) + 1):
                self._stems.setdefault(text[:size], sense)

    def _keys(self, phrase: str) -> list[str]:
        return [token.key for token in self.speller.tokens(phrase)]

    @cached_property
    def segment(self) -> re.Pattern[str]:
        """The words that are cut out where a script writes without spaces, the longest first."""
        known = "|".join(map(re.escape, sorted(self._segments, key=lambda one: (-len(one), one))))
        return re.compile(f"({known})" if known else r"(?!)()")

    def sense(self, tokens: Sequence[Token]) -> Sense | None:
        """Return what a phrase means, None where it is not known; a single word may be inflected or misspelt."""
        found = self.phrases.get(tuple(token.key for token in tokens))
        if found is not None or len(tokens) > 1:
            return found
        token = tokens[0]
        if token.inflected:
            ends = range(len(token.text), max(_STEM, len(token.text) - 3) - 1, -1)
            return next((self._stems[token.text[:end]] for end in ends if token.text[:end] in self._stems), None)
        if token.bare or token.upper:
            return None
        return next((self._slips[form] for form in self._forms(token.text) if form in self._slips), None)

    # --- slips of the pen and of the scanner --------------------------------------------------------------------------

    def _near_misses(self) -> dict[str, Sense]:
        """Index the English words by the strokes of their letters, and by their forms with a letter left out."""
        found: dict[str, Sense] = {}
        for phrase, sense in self.phrases.items():
            if len(phrase) == 1 and sense.sort in _MISSPELT and not sense.foreign and phrase[0].isalpha():
                word = phrase[0]
                missing = [f"missing {word[:n]}{word[n + 1 :]}" for n in range(1, len(word)) if len(word) >= _SLIP]
                for form in (*self._scanned(word), f"whole {word}", *missing):
                    found.setdefault(form, sense)
        return found

    def _scanned(self, word: str) -> list[str]:
        strokes = self.strokes(word)
        return [f"strokes {strokes}"] if len(strokes) >= _STROKES or len(word) >= _SLIP else []

    def _forms(self, word: str) -> list[str]:
        """List what a word may be a slip for: scanned wrongly, with a letter missing, with a letter too many."""
        forms = [*self._scanned(word), f"missing {word}"]
        if len(word) > _SLIP:
            forms += (f"whole {word[:n]}{word[n + 1 :]}" for n in range(1, len(word)))
        return forms

    def strokes(self, word: str) -> str:
        """Write a word as the strokes of its letters: a scanner reads "rn" for "m"."""
        return word.translate(self._strokes)


def load_lore(ontology: Ontology) -> Lore:
    """Read the words of names from every folder of the ontology; raise OntologyError if a file is not sound."""
    sections: dict[str, dict[str, list[str]]] = {}
    for folder in ontology.folders:
        path = Path(folder) / "names.toml"
        if not path.is_file():
            continue
        try:
            _read_into(sections, path)
        except (ValueError, AttributeError) as error:
            raise OntologyError(f"{path}: {error}", "see the shipped ontology/names.toml for the format") from error
    states = (actor for actor in ontology.actors.values() if actor.type == "state")
    lands = [(actor.id, word) for actor in states for word in (actor.name, *actor.aliases, *actor.demonyms)]
    return Lore(sections, lands)


def _read_into(sections: dict[str, dict[str, list[str]]], path: Path) -> None:
    for section, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for key, ones in table.items():
            if not isinstance(ones, list) or not all(isinstance(one, str) for one in ones):
                raise ValueError(f"{section}.{key} is no list of words")
            sections.setdefault(section, {}).setdefault(key, []).extend(ones)
