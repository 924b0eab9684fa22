"""Keeps apart what likeness would join: guards that are asked before any two names are found alike.

In: two names as read, with what is known of who bears them. Out: the reasons why they cannot be one actor, in plain
words; empty where nothing speaks against it. A missed alias is forgiven, a false merge is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.ontology import Ontology
from kg.resolve.lore import Lore
from kg.resolve.names import Name, Reading

_ARMED = frozenset(("army", "armed_forces"))


@dataclass(frozen=True, slots=True)
class Side:
    """One of two names: what was given, and how it was read."""

    name: Name
    reading: Reading


def guards(one: Side, other: Side, lore: Lore, ontology: Ontology) -> Iterator[str]:
    """Yield each reason that keeps two names apart, the facts about their bearers first, then their words."""
    yield from _facts(one.name, other.name, lore, ontology)
    a, b = one.reading, other.reading
    if a.acronym or b.acronym:
        return  # the words of a short form are not seen
    yield from _numbers(a, b)
    yield from _qualifiers(a, b)
    yield from _lands(a, b)
    yield from _bodies(a, b, lore)


def facts(one: Name, other: Name, lore: Lore, ontology: Ontology) -> str:
    """Return the first reason in kind, country or years that keeps two bearers apart; empty where there is none."""
    return next(_facts(one, other, lore, ontology), "")


def _facts(one: Name, other: Name, lore: Lore, ontology: Ontology) -> Iterator[str]:
    if one.type and other.type and not _mix(one.type, other.type, lore):
        kinds = [known.label if (known := ontology.actor_types.get(kind)) else kind for kind in (one.type, other.type)]
        yield f"kept apart: one is of the kind {kinds[0]}, the other {kinds[1]}"
    if one.country and other.country and one.country != other.country and "person" not in (one.type, other.type):
        lands = [owner.name if (owner := ontology.actors.get(key)) else key for key in (one.country, other.country)]
        yield f"kept apart: one belongs to {lands[0]}, the other to {lands[1]}"
    if is_before(one.end, other.start) or is_before(other.end, one.start):
        yield "kept apart: the one ended before the other began"


def is_before(end: str, start: str) -> bool:
    """Tell whether one date lies before another, as far as both are told: years, months or days."""
    return bool(end and start) and end[: min(len(end), len(start))] < start[: min(len(end), len(start))]


def _mix(one: str, other: str, lore: Lore) -> bool:
    return one == other or any(one in mix and other in mix for mix in lore.mixes)


def _numbers(a: Reading, b: Reading) -> Iterator[str]:
    if a.of("numbers") != b.of("numbers"):
        told = sorted(a.of("numbers") ^ b.of("numbers"))
        yield f"kept apart: the numbers differ ({', '.join(told)})"


def _qualifiers(a: Reading, b: Reading) -> Iterator[str]:
    for meaning in sorted(a.of("qualifiers") ^ b.of("qualifiers")):
        words = (word for reading in (a, b) for word in reading.words)
        said = next(word.text for word in words if word.meaning == meaning)
        yield f"kept apart: '{said.title()}' changes who is meant"


def _lands(a: Reading, b: Reading) -> Iterator[str]:
    one, other = a.of("land"), b.of("land")
    if one and other and not (one & other):
        yield f"kept apart: different countries ({', '.join(sorted(one))} and {', '.join(sorted(other))})"
    for lands, whole, reading in ((one, a, b), (other, b, a)):
        alone = lands and all(word.sort == "land" for word in whole.words)
        if alone and any(word.sort != "land" for word in reading.words):
            yield "kept apart: a country, and somebody of that country"


def _bodies(a: Reading, b: Reading, lore: Lore) -> Iterator[str]:
    parts = a.of("parts") ^ b.of("parts")
    if parts:
        yield f"kept apart: a part is not the whole ({', '.join(sorted(parts))})"
    one, other = a.of("organs"), b.of("organs")
    one_all, other_all = a.of("organs", "heads"), b.of("organs", "heads")
    if one != other and not _nearly(one_all - other_all, other_all - one_all, lore):
        told = sorted((one ^ other) | ((one_all ^ other_all) & _ARMED))
        yield f"kept apart: bodies of their own ({', '.join(told)})"
    if one == other and a.of("heads") and b.of("heads"):
        mine, yours = a.of("heads") - b.of("heads"), b.of("heads") - a.of("heads")
        if mine and yours and not _nearly(mine, yours, lore):
            yield f"kept apart: '{min(mine)}' and '{min(yours)}' are different bodies"
    if a.of("places") != b.of("places"):
        told = sorted(a.of("places") ^ b.of("places"))
        yield f"kept apart: a place of its own ({', '.join(told)})"


def _nearly(mine: frozenset[str], yours: frozenset[str], lore: Lore) -> bool:
    return any(frozenset((a, b)) in lore.near for a in mine for b in yours)


def descriptive(a: Reading, b: Reading, lore: Lore) -> bool:
    """Tell whether two proper names differ in how they name their land: "X Party of the Land", "Land's X Party"."""
    if not a.of("heads") & b.of("heads") & lore.proper or a.of("name") or b.of("name"):
        return False
    return {word.text for word in a.words if word.sort == "land"} != {w.text for w in b.words if w.sort == "land"}
