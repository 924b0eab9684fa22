"""Tells who else bears a name that is usually somebody's: Georgia in a text of Atlanta, Congo in one of Brazzaville.

In: the ontology and the list `elsewhere` of names.toml. Out: the namesake that a text means, if it tells of that one's
land or of its places, and of nothing that is the usual bearer's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.model import Actor
from kg.ontology import Ontology, fold
from kg.resolve.lore import Lore


@dataclass(frozen=True, slots=True)
class _Namesake:
    actor: Actor
    told_by: re.Pattern[str]  # words of a text that tell of it


class Namesakes:
    """Names that several bear, one of them so often that the others are meant only where the text says so."""

    def __init__(self, ontology: Ontology, lore: Lore) -> None:
        self._ontology = ontology
        self._shared: dict[str, list[_Namesake]] = {}
        for key, words in lore.sections.get("elsewhere", {}).items():
            actor = ontology.actors.get(key)
            cut = words.index("|") if "|" in words else len(words)
            if actor is not None:  # a folder of one's own may do without it
                pattern = "|".join(map(re.escape, words[cut + 1 :])) or r"(?!)"
                one = _Namesake(actor, re.compile(rf"\b(?:{pattern})\b"))
                for name in words[:cut]:
                    self._shared.setdefault(fold(name), []).append(one)

    def is_shared(self, key: str, actor: Actor) -> bool:
        """Tell whether a folded name begins with a shared word, so that it does not tell which bearer is meant."""
        found = self._shared.get(key.partition(" ")[0], ())
        return bool(found) and all(one.actor.id not in (actor.id, actor.country) for one in found)

    def meant(self, name: str, known: Sequence[Actor], text: str, lands: Collection[str]) -> Actor | None:
        """Return the namesake that is meant, None where it is the usual bearer; `lands` are told without the name."""
        key = fold(name)
        if len(known) > 1 or any({actor.id, actor.country} & set(lands) for actor in known):
            return None
        found = self._shared.get(key.partition(" ")[0], ())
        told = [one.actor for one in found if one.actor.id in lands or one.told_by.search(text)]
        if len(told) != 1 or told[0] in known:
            return None
        return told[0] if key in self._shared else self._like(known, told[0])

    def _like(self, known: Sequence[Actor], land: Actor) -> Actor | None:
        """Find what a body of the usual bearer is for the other: its army for an army."""
        if not known or land.type != "state" or known[0].country in ("", land.id):
            return None
        bodies = [one for one in self._ontology.actors.values() if one.country == land.id and not one.part_of]
        same = [one for one in bodies if one.type == known[0].type]
        return same[0] if len(same) == 1 else None
