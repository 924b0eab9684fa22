"""What does not fit: triads that are not balanced, and the least set of ties that stands against two camps.

Sources: D. Cartwright, F. Harary, "Structural balance: a generalization of Heider's theory", Psychological Review 63
(1956); S. Aref, M. C. Wilson, "Balance and frustration in signed networks", Journal of Complex Networks 7 (2019).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, cast

from kg.measures.network import FRIENDLY, HOSTILE, MIXED, Network, Tie, drawn
from kg.measures.sides import apart, exact_sides, searched_sides

if TYPE_CHECKING:
    import networkx as nx

LARGEST_EXACT = 20  # actors of a block of which all sides are tried


@dataclass(frozen=True, slots=True)
class Triad:
    """Three actors each of whom is friend or foe of both others."""

    ties: tuple[Tie, Tie, Tie]

    @property
    def kind(self) -> str:
        """Its signs, friends first: "+++" and "+--" are balanced, "++-" and "---" are not."""
        return "".join(sorted(tie.sign for tie in self.ties))

    @property
    def balanced(self) -> bool:
        """Whether the product of its signs is positive."""
        return self.kind.count(HOSTILE) % 2 == 0


@dataclass(frozen=True, slots=True)
class Frustration:
    """A least set of ties without which all actors fall into two camps, friends within and foes between.

    Where `exact`, no smaller set will do (another of the same size may); else at least `at_least` ties are needed.
    """

    ties: tuple[Tie, ...]
    at_least: int

    @property
    def index(self) -> int:
        """How many ties they are: the frustration index, or an upper bound of it."""
        return len(self.ties)

    @property
    def exact(self) -> bool:
        """Whether the index is proven to be the least."""
        return self.index == self.at_least


@dataclass(frozen=True, slots=True)
class Balance:
    """The triads of a network, its frustration, and the mixed ties that count in neither."""

    triads: tuple[Triad, ...]
    frustration: Frustration
    mixed: tuple[Tie, ...]

    @property
    def unbalanced(self) -> tuple[Triad, ...]:
        """The triads that do not hold together."""
        return tuple(triad for triad in self.triads if not triad.balanced)


def balance(network: Network) -> Balance:
    """Find the triads, balanced or not (Cartwright and Harary 1956), and the frustration (Aref and Wilson 2019)."""
    signed = drawn(network, FRIENDLY, HOSTILE)
    return Balance(tuple(_triads(signed)), _frustration(signed), network.signed(MIXED))


def _triads(signed: nx.Graph[int]) -> Iterator[Triad]:
    for one in signed:
        later = sorted(near for near in signed[one] if near > one)
        for two, three in combinations(later, 2):
            if signed.has_edge(two, three):
                first, second, third = (signed.edges[pair]["tie"] for pair in ((one, two), (two, three), (one, three)))
                yield Triad((first, second, third))


def _frustration(signed: nx.Graph[int]) -> Frustration:
    """Add up the blocks of the graph: where two meet in one actor, either can change sides without the other."""
    import networkx as nx

    found = cast("Iterable[set[int]]", nx.biconnected_components(signed))  # which the stubs take for lists of sets
    parts = [_of_block(signed, block) for block in sorted(sorted(block) for block in found)]
    ties = sorted((tie for part in parts for tie in part.ties), key=lambda tie: (tie.one, tie.other))
    return Frustration(tuple(ties), sum(part.at_least for part in parts))


def _of_block(signed: nx.Graph[int], block: list[int]) -> Frustration:
    edges: list[tuple[int, int, Tie]] = []
    near: list[dict[int, int]] = [{} for _ in block]
    for one, two in combinations(range(len(block)), 2):
        if signed.has_edge(block[one], block[two]):
            tie: Tie = signed.edges[block[one], block[two]]["tie"]
            edges.append((one, two, tie))
            near[one][two] = near[two][one] = 1 if tie.sign == FRIENDLY else -1
    sides = searched_sides(near)
    small = len(block) <= LARGEST_EXACT
    if small:
        sides = exact_sides(near, sides)
    bad = tuple(tie for one, two, tie in edges if sides[one] * sides[two] * near[one][two] < 0)
    return Frustration(bad, len(bad) if small else max(apart(near), min(1, len(bad))))
