"""Which part of a graph a page shows: what is drawn can be read, and what is left out is said.

In: a `Graph` and a `Choice`. Out: a smaller `Graph`, and a note in words that stands in the page's header. The same
graph and choice give the same part. A tie is all that is said of one pair and one relation, as in the direct edges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from kg.graph import CLAIM_EDGES, Edge, Graph, Node, Summed, direct_edges, summed_of

MOST = 3_000  # actors that a page shows unless told otherwise: more can hardly be read, and are slow to draw
STANDS_IN = "published"  # how a claim says that its date is that of its text (kg/model.py, Time.source)
Undated = Literal["published", "keep", "drop"]
UNDATED = {
    "published": "claims without a date counted by the day of their text",
    "keep": "claims without a date kept",
    "drop": "claims without a date left out",
}
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show; everything left as it is shows the whole graph, up to `MOST` actors.

    `only` are ids that a query found, None where nothing was asked, and `asked` says in words what was. `since` and
    `until` are ISO dates, or years or months. `hops` None is 2 from an actor, 0 from what a query found.
    `min_publishers` counts publishers that a fact rests on. `top` is the most actors, 0 for all.
    """

    only: frozenset[str] | None = None
    asked: str = ""
    actor: str = ""
    hops: int | None = None
    since: str = ""
    until: str = ""
    undated: Undated = "published"
    min_publishers: int = 1
    top: int = MOST


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a graph that was chosen; `note` says how, and is empty where it is all of it."""

    graph: Graph
    note: str


@dataclass(frozen=True, slots=True)
class _Told:
    """One claim with both its ends: what it sums to, when it held, and whether its date is its own."""

    claim: str
    summed: Summed
    start: str
    end: str
    dated: bool

    @property
    def key(self) -> Key:
        one = self.summed
        ends = sorted((one.subject, one.object)) if one.symmetric else [one.subject, one.object]
        return (ends[0], one.relation, ends[1])


@dataclass(slots=True)
class _Tie:
    """All that is said of one pair and one relation."""

    told: list[_Told] = field(default_factory=list)

    def proof(self) -> list[_Told]:
        """The claims that state it, or where none does, those that deny or plan it."""
        return [one for one in self.told if one.summed.counts] or self.told

    def publishers(self) -> int:
        """How many papers it rests on; the copies of one text count as one."""
        return len({one.summed.publisher for one in self.proof()} - {""})

    def rank(self) -> tuple[bool, int, int]:
        """Facts before what is only denied or planned, then by publishers, then by claims; the best is least."""
        proof = self.proof()
        return (not proof[0].summed.counts, -self.publishers(), -len(proof))


def choose(graph: Graph, choice: Choice) -> Part:
    """Take from a graph what a choice asks for, and say in words what that was."""
    everybody = {node.id for label in ("Actor", "Place") for node in graph.labelled(label)}
    filtered = bool(choice.since or choice.until or choice.min_publishers > 1)
    if not filtered and choice.only is None and not choice.actor and (not choice.top or len(everybody) <= choice.top):
        return Part(graph, "")
    told, dateless = _held(_told(graph, everybody), choice)
    ties: dict[Key, _Tie] = defaultdict(_Tie)
    for one in told:
        ties[one.key].told.append(one)
    if choice.min_publishers > 1:
        ties = {key: tie for key, tie in ties.items() if tie.publishers() >= choice.min_publishers}
    alone = [] if filtered else _alone(graph, ties, everybody)
    kept = {end for key in (*ties, *alone) for end in (key[0], key[2])} if filtered else everybody
    kept = _near(kept, [*ties, *alone], choice) & everybody
    all_of_it = len(kept)
    if choice.top and len(kept) > choice.top:
        kept = _best(kept, ties, _seeds(choice) & everybody, graph, choice.top)
    part = _part(graph, kept, {key: tie for key, tie in ties.items() if {key[0], key[2]} <= kept}, alone)
    return Part(part, _note(graph, choice, dateless, len(kept), all_of_it))


def actors_in(rows: Sequence[Mapping[str, Any]], graph: Graph) -> frozenset[str]:
    """Find whom the rows of a query speak of.

    A row with the id of a claim or a document stands for the ends of it, or of its claims. Any other row stands for
    the actors and places whose ids or names are its values, or else for those of its first list that has any.
    """
    ends = _ends(graph)
    names: dict[str, set[str]] = defaultdict(set)
    for label in ("Actor", "Place"):
        for node in graph.labelled(label):
            names[node.id].add(node.id)
            names[str(node.properties.get("name") or node.id)].add(node.id)
    found: set[str] = set()
    for row in rows:
        words = [value for value in row.values() if isinstance(value, str)]
        proof = [ends[word] for word in words if word in ends]
        lists = [value for value in row.values() if isinstance(value, list)]
        found |= _first([*proof, _called(words, names), *(_called(one, names) for one in lists)])
    return frozenset(found)


def _first(sets: Iterable[set[str]]) -> set[str]:
    return next((one for one in sets if one), set())


def _called(words: Iterable[object], names: Mapping[str, set[str]]) -> set[str]:
    return {actor for word in words if isinstance(word, str) for actor in names.get(word, ())}


def _ends(graph: Graph) -> dict[str, set[str]]:
    """For each claim its two ends; for each document those of its claims."""
    ends: dict[str, set[str]] = defaultdict(set)
    for claim, far in graph.targets().items():
        both = {one for end in ("SUBJECT", "OBJECT") for one in far.get(end, ())}
        for id_ in (claim, *far.get("STATED_IN", ())):
            ends[id_] |= both
    return ends


def _told(graph: Graph, everybody: Collection[str]) -> list[_Told]:
    """List the claims that have both ends in the graph."""
    ends = graph.targets()
    told = []
    for node in graph.labelled("Claim"):
        far = ends.get(node.id, {})
        subject, thing, source = (far.get(end, [""])[0] for end in ("SUBJECT", "OBJECT", "STATED_IN"))
        if subject not in everybody or thing not in everybody:
            continue
        document = graph.node(source)
        summed = summed_of(node.properties, subject, thing, source, document.properties if document else {})
        start, end = (str(node.properties.get(key) or "")[:10] for key in ("time_start", "time_end"))
        dated = bool(start or end) and node.properties.get("time_from") != STANDS_IN
        day = summed.seen if not dated else ""
        told.append(_Told(node.id, summed, start or end or day, end or start or day, dated))
    return told


def _held(told: list[_Told], choice: Choice) -> tuple[list[_Told], int]:
    """Keep what held at any time between the two dates; count what is left out because it has no date."""
    if not (choice.since or choice.until):
        return told, 0
    kept, dateless = [], 0
    for one in told:
        if not one.dated and choice.undated == "keep":
            kept.append(one)
        elif (not one.dated and choice.undated == "drop") or not one.start:
            dateless += 1
        # A year or a month is all of its days: the longer of two dates is cut to the other's length.
        elif one.end >= choice.since[: len(one.end)] and one.start[: len(choice.until)] <= (choice.until or one.start):
            kept.append(one)
    return kept, dateless


def _alone(graph: Graph, ties: Mapping[Key, _Tie], everybody: Collection[str]) -> list[Key]:
    """List the direct edges that no claim in the graph tells: a graph may come without its claims."""
    return [
        edge.key
        for edge in graph.edges
        if edge.type not in CLAIM_EDGES and edge.key not in ties and {edge.start, edge.end} <= set(everybody)
    ]


def _seeds(choice: Choice) -> set[str]:
    return {choice.actor} if choice.actor else set(choice.only or ())


def _near(kept: set[str], ties: Iterable[Key], choice: Choice) -> set[str]:
    """Keep whom the query found, and who is near the actor."""
    if choice.only is None and not choice.actor:
        return kept
    hops = choice.hops if choice.hops is not None else 2 if choice.actor else 0
    neighbours: dict[str, set[str]] = defaultdict(set)
    for start, _, end in ties:
        neighbours[start].add(end)
        neighbours[end].add(start)
    near = edge = _seeds(choice)
    for _ in range(hops):
        edge = {other for one in edge for other in neighbours.get(one, ())} - near
        near = near | edge
    return near & choice.only if choice.actor and choice.only is not None else near


def _best(kept: set[str], ties: Mapping[Key, _Tie], seeds: set[str], graph: Graph, top: int) -> set[str]:
    """Take relations, the best evidenced first, with both their ends, until there are as many actors as may be."""
    order = sorted((tie.rank(), key) for key, tie in ties.items() if {key[0], key[2]} <= kept)
    best = set(sorted(seeds & kept)[:top])
    for _, (start, _, end) in order:
        if len(best | {start, end}) <= top:
            best |= {start, end}
    for one in sorted(kept - best, key=lambda one: (_name(graph, one).casefold(), one)):
        if len(best) >= top:
            break
        best.add(one)
    return best


def _part(graph: Graph, kept: set[str], ties: Mapping[Key, _Tie], alone: Iterable[Key]) -> Graph:
    told = [one for tie in ties.values() for one in tie.told]
    claims = {one.claim for one in told}
    standing = {edge.key: edge for edge in graph.edges}
    inside = [edge for edge in standing.values() if edge.type in CLAIM_EDGES and edge.start in claims]
    wanted = kept | claims | {edge.end for edge in inside if edge.type == "STATED_IN"}
    nodes: list[Node] = [node for node in graph.nodes if node.id in wanted]
    edges: list[Edge] = [edge for edge in inside if edge.end in wanted]
    edges += [standing[key] for key in alone if {key[0], key[2]} <= kept]
    return Graph(nodes, [*edges, *direct_edges(one.summed for one in told)])


def _note(graph: Graph, choice: Choice, dateless: int, shown: int, all_of_it: int) -> str:
    said = []
    if choice.asked:
        said.append(choice.asked)
    if choice.actor or choice.hops:
        hops = choice.hops if choice.hops is not None else 2
        middle = _name(graph, choice.actor) if choice.actor else "them"
        said.append(f"within {hops:,} step{'' if hops == 1 else 's'} of {middle}")
    if choice.since or choice.until:
        span = " ".join(
            word for word in (choice.since and f"from {choice.since}", choice.until and f"to {choice.until}") if word
        )
        left = f" ({dateless:,} left out without a date)" if dateless else ""
        said.append(f"held {span}, {UNDATED[choice.undated]}{left}")
    if choice.min_publishers > 1:
        said.append(f"told by at least {choice.min_publishers:,} publishers")
    if shown < all_of_it:
        said.append(f"the {shown:,} best-evidenced of {all_of_it:,} actors; top 0 shows all")
    return " · ".join(said)


def _name(graph: Graph, actor: str) -> str:
    node = graph.node(actor)
    return str(node.properties.get("name") or actor) if node else actor
