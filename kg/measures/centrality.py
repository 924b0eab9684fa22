"""Who stands in the middle: degree by sign, and betweenness and PageRank among friends.

Sources: L. C. Freeman, "A set of measures of centrality based on betweenness", Sociometry 40 (1977); L. Page, S. Brin
et al., "The PageRank citation ranking" (1999).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.measures.network import FRIENDLY, HOSTILE, MIXED, NEITHER, Network, drawn

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Centrality:
    """How an actor stands: with how many others by sign, and how much it is in the middle of the friendly graph."""

    actor: str
    friends: int
    foes: int
    mixed: int
    neither: int
    betweenness: float
    pagerank: float


def centrality(network: Network) -> tuple[Centrality, ...]:
    """Measure each actor, those with most friends and foes first.

    Degree is how many others an actor has a tie of a sign with. Betweenness (Freeman 1977, normalised to 0..1) and
    PageRank (damping .85) are taken on the friendly graph, every pair counting once, however often it was reported;
    both are 0 where an actor has no friend.
    """
    import networkx as nx

    friendly = drawn(network, FRIENDLY)
    between, rank = nx.betweenness_centrality(friendly), page_rank(friendly)
    degree = Counter((end, tie.sign) for tie in network.ties for end in (tie.one, tie.other))
    found = [
        Centrality(
            actor,
            friends=degree[actor, FRIENDLY],
            foes=degree[actor, HOSTILE],
            mixed=degree[actor, MIXED],
            neither=degree[actor, NEITHER],
            betweenness=between.get(number, 0.0),
            pagerank=rank.get(number, 0.0),
        )
        for number, actor in enumerate(network.names)
    ]
    return tuple(sorted(found, key=lambda one: -(one.friends + one.foes + one.mixed)))


def page_rank(graph: nx.Graph[int], damping: float = 0.85) -> dict[int, float]:
    """Rank the nodes of an undirected graph in which every node has a neighbour; NetworkX would need SciPy for it."""
    rank = dict.fromkeys(graph, 1 / max(1, len(graph)))
    for _ in range(1000):
        last = rank
        rank = {
            node: (1 - damping) / len(graph) + damping * sum(last[near] / graph.degree(near) for near in graph[node])
            for node in graph
        }
        if sum(abs(rank[node] - last[node]) for node in graph) < 1e-12:
            break
    return rank
