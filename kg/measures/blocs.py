"""Who stands together: communities of friends, with the hostile ties inside and between them.

Source: V. D. Blondel et al., "Fast unfolding of communities in large networks", J. Stat. Mech. (2008), as in NetworkX.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kg.measures.network import FRIENDLY, HOSTILE, MIXED, NEITHER, Network, Tie, drawn

SEED = 2008


@dataclass(frozen=True, slots=True)
class Bloc:
    """Actors that have more friends among each other than elsewhere, with the hostile and mixed ties inside."""

    number: int
    actors: tuple[str, ...]
    friendly: tuple[Tie, ...]
    hostile: tuple[Tie, ...]
    mixed: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Ties between two blocs, by number; 0 stands for all actors that are in none."""

    one: int
    other: int
    friendly: tuple[Tie, ...]
    hostile: tuple[Tie, ...]
    mixed: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Blocs:
    """The blocs, largest first, what is between them, and how far the friendly ties keep within them."""

    blocs: tuple[Bloc, ...]
    between: tuple[Between, ...]
    modularity: float


def blocs(network: Network) -> Blocs:
    """Find communities of the friendly graph (Louvain, seeded); who has no friend is in none."""
    import networkx as nx

    friendly = drawn(network, FRIENDLY)
    if not friendly:
        return Blocs((), _between(network.signed(HOSTILE, MIXED), {}), 0.0)
    found = nx.community.louvain_communities(friendly, weight=None, seed=SEED)
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    actors = list(network.names)
    home = {actors[place]: number for number, group in enumerate(groups, 1) for place in group}
    inside = [tie for tie in network.ties if home.get(tie.one, 0) == home.get(tie.other, -1)]
    made = []
    for number, group in enumerate(groups, 1):
        own = [tie for tie in inside if home[tie.one] == number]
        made.append(Bloc(number, tuple(actors[place] for place in group), *_by_sign(own)))
    between = [tie for tie in network.ties if home.get(tie.one, 0) != home.get(tie.other, -1)]
    modularity = nx.community.modularity(friendly, [set(group) for group in groups], weight=None)
    return Blocs(tuple(made), _between(between, home), float(modularity))


def _between(ties: Iterable[Tie], home: Mapping[str, int]) -> tuple[Between, ...]:
    pairs: dict[tuple[int, int], list[Tie]] = defaultdict(list)
    for tie in ties:
        one, other = sorted((home.get(tie.one, 0), home.get(tie.other, 0)))
        if tie.sign != NEITHER:
            pairs[one, other].append(tie)
    return tuple(Between(one, other, *_by_sign(group)) for (one, other), group in sorted(pairs.items()))


def _by_sign(ties: Collection[Tie]) -> tuple[tuple[Tie, ...], tuple[Tie, ...], tuple[Tie, ...]]:
    friendly, hostile, mixed = (tuple(tie for tie in ties if tie.sign == sign) for sign in (FRIENDLY, HOSTILE, MIXED))
    return friendly, hostile, mixed
