"""Finds the known actors that bear a name: as it stands, or by what its words mean and how they sound.

In: a name as read. Out: actors of the catalogue, sorted by id; none where the catalogue does not know the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from kg.model import Actor
from kg.ontology import Ontology, fold
from kg.resolve.guards import Side, descriptive, facts
from kg.resolve.likeness import LIKE, Ear
from kg.resolve.lore import Lore
from kg.resolve.names import Name, Reading, Word

_WHOLE = ("state", "place", "population", "person")  # "X's fighters" are not X where X is one of these
_Key = tuple[str, ...]


class Bearers:
    """Looks names up in the catalogue."""

    def __init__(self, ontology: Ontology, lore: Lore, ear: Ear, read: Callable[[str], Reading]) -> None:
        self._ontology = ontology
        self._lore = lore
        self._ear = ear
        self._read = read

    def of(self, side: Side) -> tuple[Actor, ...]:
        """Return the known actors that may bear a name, whose kind, country and years fit what is given."""
        key = fold(side.name.text)
        found = self._ontology.by_alias.get(key) or self._ontology.by_demonym.get(key) or self._by_words(side.reading)
        return tuple(one for one in found if not facts(side.name, facts_of(one), self._lore, self._ontology))

    def stands_for(self, name: Name, actor: Actor) -> bool:
        """Tell whether a name may stand for an actor in some positions, as a capital for its government."""
        return actor in self._ontology.by_metonym.get(fold(name.text), ())

    def _by_words(self, reading: Reading) -> tuple[Actor, ...]:
        found = self._nearest(reading, reading.words) or self._typed.get(_letters(reading), ())
        if found:
            return found
        words = [word for word in reading.words if word.sort != "harmless"]
        if words and len(words) < len(reading.words):
            found = tuple(actor for actor in self._nearest(reading, words) if actor.type not in _WHOLE)
        short = [word for word in words if word.meaning not in self._lore.loose]
        if not found and short and len(short) < len(words):
            dropped = {word.meaning for word in words} - {word.meaning for word in short}
            found = tuple(actor for actor in self._nearest(reading, short) if dropped == {actor.type})
        return found

    def _nearest(self, reading: Reading, words: Sequence[Word]) -> tuple[Actor, ...]:
        """Keep of actors whose names mean the same those who bear the same words, best those that sound alike."""
        key = _key(words)
        actors = self._keys.get(key, ())
        heard: dict[str, float] = {}
        for actor in actors:
            for alias in (actor.name, *actor.aliases):
                theirs = self._read(alias)
                if _key(theirs.words) != key or descriptive(reading, theirs, self._lore):
                    continue
                pairs = self._ear.align(words, theirs.words).pairs
                if min((like for _, _, like in pairs), default=0.0) >= LIKE:
                    sound = min(self._ear.words(a.text, b.text, bare=a.bare or b.bare) for a, b, _ in pairs)
                    heard[actor.id] = max(sound, heard.get(actor.id, 0.0))
        best = LIKE if max(heard.values(), default=0.0) >= LIKE else 0.0
        return tuple(actor for actor in actors if heard.get(actor.id, -1.0) >= best)

    @cached_property
    def _keys(self) -> dict[_Key, tuple[Actor, ...]]:
        """Known actors by the meanings of the words of their names; short single words are too common for it."""
        return self._index(lambda reading: _key(reading.words), lambda key: len(key) > 1 or len(key[0]) > 3)

    @cached_property
    def _typed(self) -> dict[_Key, tuple[Actor, ...]]:
        """Known actors by the letters of their longer names, whatever marks and plural endings are written."""
        return self._index(_letters, lambda key: len(key) > 1)

    def _index(self, key_of: Callable[[Reading], _Key], fits: Callable[[_Key], bool]) -> dict[_Key, tuple[Actor, ...]]:
        found: dict[_Key, dict[str, Actor]] = {}
        for actor in self._ontology.actors.values():
            for alias in (actor.name, *actor.aliases):
                key = key_of(self._read(alias))
                if key and fits(key):
                    found.setdefault(key, {})[actor.id] = actor
        return {key: tuple(ones[one] for one in sorted(ones)) for key, ones in found.items()}


def facts_of(actor: Actor) -> Name:
    """Return what is known of an actor, for the guards; a person acts before and after an office."""
    dated = actor.type != "person"
    return Name(actor.name, actor.type, actor.country, actor.start if dated else "", actor.end if dated else "")


def _key(words: Iterable[Word]) -> _Key:
    return tuple(sorted(re.sub(r"(.)\1+", r"\1", word.meaning) for word in words))


def _letters(reading: Reading) -> _Key:
    return tuple(word if len(word) < 6 else word.rstrip("s") for word in reading.spelled)
