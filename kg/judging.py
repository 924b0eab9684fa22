"""Judging who is who in a graph that lasts: suggestions with their sentences, and the ledger laid over the store.

In: a store and a ledger. Out: rows to judge by, and a store whose claims lead to whoever stands for their actors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from kg.errors import InputError, UsageError
from kg.graph import CLAIM_EDGES, JOINED, Edge, Graph, Node, taken_apart
from kg.ontology import Ontology
from kg.resolve.applying import rejoined
from kg.resolve.comparing import Comparer
from kg.resolve.ledger import Ledger, judgement
from kg.resolve.suggesting import OnCompared, Suggestion, suggestions
from kg.store import find_actor
from kg.store.base import Store

_ACTORS = ("Actor", "Place")
_JOINED = "MATCH (a:{label}) WHERE a.joined IS NOT NULL RETURN a.id AS id, a.joined AS joined ORDER BY id"
_MANY = 10_000_000
_SPOKEN = ("SUBJECT", "OBJECT", "ATTRIBUTED_TO")


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A suggestion with a sentence or some in which each of the two is spoken of."""

    suggestion: Suggestion
    contexts: tuple[Sequence[str], Sequence[str]]


def to_judge(
    graph: Graph,
    ledger: Ledger,
    ontology: Ontology,
    *,
    sentences: int = 2,
    on_compared: OnCompared | None = None,
) -> Iterator[ToJudge]:
    """Yield what nobody has judged yet, best first."""
    quotes = _quotes(graph, sentences)
    actors = [node for node in graph.nodes if node.label in _ACTORS]
    for one in suggestions(actors, ledger, Comparer(ontology), on_compared=on_compared):
        yield ToJudge(one, (quotes.get(one.one.id, ()), quotes.get(one.other.id, ())))


def _quotes(graph: Graph, most: int) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    document_of = {edge.start: edge.end for edge in graph.edges if edge.type == "STATED_IN"}
    for edge in graph.edges:
        claim, document = graph.node(edge.start), graph.node(document_of.get(edge.start, ""))
        if edge.type not in _SPOKEN or claim is None or len(found[edge.end]) >= most:
            continue
        told = document.properties if document else {}
        source = ", ".join(str(told[key]) for key in ("publisher", "published") if told.get(key))
        line = f"“{claim.properties['quote']}”" + (f" ({source})" if source else "")
        if line not in found[edge.end]:
            found[edge.end].append(line)
    return found


def lay(store: Store, ledger: Ledger) -> int:
    """Lay a ledger over the graph of a store, whatever lay over it before; return how many claims it led elsewhere.

    Cut short, it leaves a store that the same call repairs.
    """
    graph = store.graph()
    change = difference(graph, rejoined(graph, ledger))
    back = [node for node in change.nodes if graph.node(node.id) is None]
    if back:  # who comes back first: as long as the node that held them is as it was, they are kept twice
        store.load(Graph(back), as_is=True)
    if len(change):
        store.load(change, as_is=True)
    return len(change.labelled("Claim"))


def check_laid(store: Store, ledger: Ledger) -> None:
    """Raise InputError where a store holds somebody joined whom the ledger does not join: it is not its ledger."""
    for parts in joined(store):
        for one, other in pairwise(parts):
            if other.id not in ledger.group(one.id):
                a, b = (part.properties["name"] for part in (one, other))
                raise InputError(
                    f"in the graph '{a}' and '{b}' are one, but {ledger.path or 'the ledger'} does not say so",
                    "name the ledger of this graph with --ledger, or lay this one over it (kg resolve apply)",
                )


def not_laid(graph: Graph, ledger: Ledger) -> int:
    """Count the judgements that make one of two who are still two in a graph, as after both were read anew."""
    standing = graph.standing()
    there = [one for one in ledger.judgements if one.verdict == "same"]
    ends = ([graph.node(standing.get(key, key)) for key in one.pair] for one in there)
    return sum(a is not None and b is not None and a.id != b.id for a, b in ends)


@contextmanager
def staying_joined(store: Store) -> Iterator[None]:
    """Lead what is loaded meanwhile to whoever stands for it: what is joined in a store stays joined."""
    groups = [[part.id for part in parts] for parts in joined(store)]
    try:
        yield
    finally:
        if groups:
            lay(store, Ledger(tuple(judgement(ids[0], one, "same") for ids in groups for one in ids[1:])))


def joined(store: Store) -> list[list[Node]]:
    """List who is joined in one node of a store, each group as its members were."""
    return [
        taken_apart(Node(row["id"], label, {JOINED: list(row[JOINED])}))
        for label in _ACTORS
        for row in store.query(_JOINED.replace("{label}", label), limit=_MANY).rows
    ]


def meant(store: Store, words: str) -> tuple[str, str]:
    """Return id and name of the actor whom a person means, as it was before anything was joined to it.

    Raises UsageError where nobody or more than one is called so.
    """
    parts = {part.id: str(part.properties["name"]) for parts in joined(store) for part in parts}
    if words in parts:
        return words, parts[words]
    texts = [f"MATCH (a:{label}) WHERE a.name = $name RETURN a.id AS id" for label in _ACTORS]
    others = [str(row["id"]) for text in texts for row in store.query(text, {"name": words}, limit=_MANY).rows]
    called = {key for key, name in parts.items() if name == words} | {key for key in others if key not in parts}
    if len(called) > 1:
        raise UsageError(
            f"'{words}' names more than one actor: {' or '.join(sorted(called))}", "give the id of the one you mean"
        )
    if called:
        return next(iter(called)), words
    actor = find_actor(store, words)
    texts = [f"MATCH (a:{label} {{id: $id}}) RETURN a.name AS name" for label in _ACTORS]
    names = [str(row["name"]) for text in texts for row in store.query(text, {"id": actor}).rows]
    return actor, next(iter(names), words)


def difference(before: Graph, after: Graph) -> Graph:
    """Return what makes one graph of another when loaded as it is: actors that changed, claims led elsewhere."""
    changed = Graph(
        node for node in after.nodes if node.label in _ACTORS and _properties(before, node) != dict(node.properties)
    )
    old, new = _ends(before), _ends(after)
    for claim in after.labelled("Claim"):
        if old.get(claim.id) != new.get(claim.id):
            changed.add(claim)
            for edge in new.get(claim.id, []):
                changed.connect(edge)
    return changed


def _properties(graph: Graph, node: Node) -> dict[str, object] | None:
    old = graph.node(node.id)
    return dict(old.properties) if old else None


def _ends(graph: Graph) -> dict[str, list[Edge]]:
    ends: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        if edge.type in CLAIM_EDGES:
            ends[edge.start].append(edge)
    return ends
