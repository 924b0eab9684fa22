"""A whole graph from one store into another, as it is: texts, claims, judgements and what was read with which parts.

In: a store to read and one to fill. Out: the other store, which exports the same bytes. Direct edges are not carried:
the other store sums them from the claims, as after every load.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.errors import StoreError
from kg.graph import CLAIM_EDGES, Edge, Graph, Node, direct_edges, summed
from kg.store.base import Store
from kg.store.writing import LABELS, batches

OnStep = Callable[[int, int, str], None]  # nodes done, of how many, what they are
STEP = 5_000
_MANY = 10_000_000


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of a copy: how many nodes of each label there are, and how many edges no claim supports."""

    documents: int
    claims: int
    actors: int
    places: int
    left: int


def copy(source: Store, target: Store, *, on_step: OnStep | None = None) -> Copied:
    """Fill a store with the graph of another; cut short, the same call goes on, and done twice it changes nothing.

    Raises StoreError where the other store holds something that this graph does not: copying is no joining.
    """
    graph = source.graph()
    _see_that_it_is_a_part(target, graph)
    done, total = 0, len(graph)
    for part in _parts(graph):
        target.load(part, as_is=True)
        done += len(part)
        if on_step:
            on_step(done, total, part.nodes[0].label.lower() + "s")
    supported = {edge.key for edge in direct_edges(summed(graph))}
    left = sum(edge.type not in CLAIM_EDGES and edge.key not in supported for edge in graph.edges)
    documents, claims, actors, places = (len(graph.labelled(one)) for one in ("Document", "Claim", "Actor", "Place"))
    return Copied(documents, claims, actors, places, left)


def _see_that_it_is_a_part(target: Store, graph: Graph) -> None:
    for label in LABELS:
        for row in target.query(f"MATCH (n:{label}) RETURN n.id AS id ORDER BY id", limit=_MANY).rows:
            held = graph.node(row["id"])
            if held is None or held.label != label:
                raise StoreError(
                    f"the store to copy to holds another graph, with the {label.lower()} '{row['id']}'",
                    "name an empty one; to join two graphs: kg export -o claims.jsonl, then kg load claims.jsonl",
                )


def _parts(graph: Graph) -> Iterator[Graph]:
    """Cut a graph into pieces that can be loaded one after another: whoever is spoken of comes before the claims."""
    edges: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        if edge.type in CLAIM_EDGES:
            edges[edge.start].append(edge)
    for label in LABELS:
        nodes: list[Node] = graph.labelled(label)
        for some in batches(nodes, STEP):
            yield Graph(some, [edge for node in some for edge in edges[node.id]])
