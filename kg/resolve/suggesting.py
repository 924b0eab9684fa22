"""Suggests which actors of a graph may be one, best first, and tells why two are kept apart.

In: the actors of a graph and a ledger. Out: `Suggestion`s, never a merge: that is for a person to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.graph import Node
from kg.ontology import spelling
from kg.resolve.blocking import candidates
from kg.resolve.comparing import Comparer, Verdict
from kg.resolve.ledger import Ledger
from kg.resolve.names import Name

OnCompared = Callable[[int, int, str], None]  # pairs compared, of how many, name of the one just compared
_LEAST = 0.5  # score below which nothing is suggested
_TOLD = 64  # pairs after which it is told how far it is
_NAMES = 8  # of one actor that are compared


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two actors that may be one, with what speaks for it."""

    one: Node
    other: Node
    verdict: Verdict


def suggestions(
    actors: Iterable[Node], ledger: Ledger, comparer: Comparer, *, on_compared: OnCompared | None = None
) -> list[Suggestion]:
    """List the pairs of named actors that may be one and that nobody has judged, best first."""
    named = [node for node in actors if not node.properties.get("generic")]
    names = [(place, text) for place, node in enumerate(named) for text in names_of(node)]
    pairs = {
        tuple(sorted((names[a][0], names[b][0])))
        for a, b in candidates([text for _, text in names], comparer)
        if names[a][0] != names[b][0]
    }
    found = []
    for number, (a, b) in enumerate(sorted(pairs), 1):
        one, other = named[a], named[b]
        if on_compared and number % _TOLD == 1:
            on_compared(number, len(pairs), _named(one))
        if ledger.on(one.id, other.id) or ledger.apart(one.id, other.id):
            continue
        verdict = compared(one, other, comparer)
        if verdict.verdict != "different" and verdict.score >= _LEAST:
            found.append(Suggestion(one, other, verdict))
    return sorted(found, key=lambda row: (-row.verdict.score, _named(row.one), _named(row.other), row.one.id))


def compared(one: Node, other: Node, comparer: Comparer) -> Verdict:
    """Compare two actors by all their names; what keeps their own names apart is not outdone by an alias."""
    plain = comparer.compare(_name(one, _named(one)), _name(other, _named(other)))
    if plain.verdict == "different" and any(reason.startswith("kept apart") for reason in plain.reasons):
        return plain
    rest = (
        comparer.compare(_name(one, a), _name(other, b))
        for a in names_of(one)
        for b in names_of(other)
        if (a, b) != (_named(one), _named(other))
    )
    return max((plain, *rest), key=lambda verdict: (verdict.verdict != "different", verdict.score))


def kept_apart(node: Node, actors: Sequence[Node], comparer: Comparer) -> Iterator[tuple[Node, Verdict]]:
    """Yield the actors whose names are near enough to be taken for one, with what keeps them apart."""
    others = [one for one in actors if one.id != node.id and not one.properties.get("generic")]
    texts = [_named(node), *(_named(one) for one in others)]
    for one, other in candidates(texts, comparer):
        if one == 0:
            yield others[other - 1], compared(node, others[other - 1], comparer)


def names_of(node: Node) -> list[str]:
    """List the names to compare an actor by: one that the catalogue knows is known there by all the others."""
    aliases = node.properties.get("aliases")
    more = aliases if isinstance(aliases, list) and not node.properties.get("known") else []
    return list(dict.fromkeys((_named(node), *more)))[:_NAMES]


def _named(node: Node) -> str:
    return str(node.properties.get("name", ""))


def _name(node: Node, text: str) -> Name:
    kind, country = (str(node.properties.get(key) or "") for key in ("type", "country"))
    return Name(text, spelling(kind), country)
