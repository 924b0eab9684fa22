"""The measures as rows of a table, for the whole graph or for each period of it.

In: a graph and a topic. Out: dicts, all of one shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kg.errors import UsageError, did_you_mean
from kg.graph import Graph
from kg.measures.balance import balance
from kg.measures.blocs import Bloc, Blocs, blocs
from kg.measures.centrality import centrality
from kg.measures.network import FRIENDLY, HOSTILE, MIXED, NEITHER, Network, network_of, sliced

Row = dict[str, Any]
WORDS = {FRIENDLY: "friend", HOSTILE: "foe"}


def rows(graph: Graph, topic: str = "summary", *, by: str = "", generic: bool = False) -> list[Row]:
    """Measure a graph; `by` "year" or "month" does so for each period by itself, which is then the first column.

    Raises UsageError where the topic or the period is unknown.
    """
    if topic not in TOPICS:
        raise UsageError(f"there is no measure '{topic}'", did_you_mean(topic, TOPICS, ", ".join(TOPICS)))
    if not by:
        return list(TOPICS[topic](network_of(graph, generic=generic)))
    slices = sliced(graph, by, generic=generic)
    return [{"period": one.period, **row} for one in slices for row in TOPICS[topic](one.network)]


def _summary(network: Network) -> Iterator[Row]:
    """Count everything once. `at_least` equals `frustration` where that is exact; else the truth is between the two."""
    grouped, whole = blocs(network), balance(network)
    counts = {sign: len(network.signed(sign)) for sign in (FRIENDLY, HOSTILE, MIXED, NEITHER)}
    yield {
        "actors": len(network.names),
        "friendly": counts[FRIENDLY],
        "hostile": counts[HOSTILE],
        "mixed": counts[MIXED],
        "neither": counts[NEITHER],
        "blocs": len(grouped.blocs),
        "modularity": round(grouped.modularity, 3),
        "triads": len(whole.triads),
        "balanced": len(whole.triads) - len(whole.unbalanced),
        "unbalanced": len(whole.unbalanced),
        "frustration": whole.frustration.index,
        "at_least": whole.frustration.at_least,
        "exact": whole.frustration.exact,
    }


def _actors(network: Network) -> Iterator[Row]:
    for one in centrality(network):
        yield {
            "actor": network.names[one.actor],
            "friends": one.friends,
            "foes": one.foes,
            "mixed": one.mixed,
            "neither": one.neither,
            "betweenness": round(one.betweenness, 3),
            "pagerank": round(one.pagerank, 3),
            "id": one.actor,
        }


def _blocs(network: Network) -> Iterator[Row]:
    grouped = blocs(network)
    for bloc in grouped.blocs:
        yield {
            "bloc": bloc.number,
            "actors": [network.names[actor] for actor in bloc.actors],
            "friendly": len(bloc.friendly),
            "hostile": len(bloc.hostile),
            "mixed": len(bloc.mixed),
            "against": list(_against(bloc, grouped)),
        }


def _against(bloc: Bloc, grouped: Blocs) -> Iterator[str]:
    """Write with whom a bloc has hostile ties, and how many: "bloc 2: 5", "others: 1"."""
    for pair in grouped.between:
        if pair.hostile and bloc.number in (pair.one, pair.other):
            other = pair.one if pair.other == bloc.number else pair.other
            yield f"{f'bloc {other}' if other else 'others'}: {len(pair.hostile)}"


def _balance(network: Network) -> Iterator[Row]:
    """Write each side of each unbalanced triad with its latest quote."""
    unbalanced = balance(network).unbalanced
    for number, triad in enumerate(unbalanced, 1):
        for tie in triad.ties:
            proof = tie.proof()
            yield {
                "triad": number,
                "kind": triad.kind,
                "one": network.names[tie.one],
                "tie": WORDS[tie.sign],
                "other": network.names[tie.other],
                "quote": proof.quote,
                "date": proof.date,
                "document": proof.title,
                "claims": sum(one.summed.sign == tie.sign for one in tie.said),
                "claim": proof.claim,
            }


TOPICS: Mapping[str, Callable[[Network], Iterator[Row]]] = {
    "summary": _summary,
    "actors": _actors,
    "blocs": _blocs,
    "balance": _balance,
}
