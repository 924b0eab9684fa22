"""Which part of a graph a page shows: by query, actor, dates and evidence, with words for it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from kg.graph import CLAIM_EDGES, Edge, Graph, Node
from kg.model import Actor, Document, Time
from kg.view import Choice, actors_in, choose

NAMES = ("a", "b", "c", "d", "e", "f")
ACTORS = [Actor(name, name.upper(), "state") for name in NAMES]
PAPERS = [
    Document("", title="one", publisher="One", published="2031-05-13"),
    Document("", title="two", publisher="Two", published="2031-06-01"),
    Document("", title="bare"),
]
MAY, JUNE = Time("2031-05-12", "2031-05-12", "on Monday"), Time("2031-06", "2031-06", "in June")
SINCE = Time("2029-01-01", "2031-05-12", "since 2029")
TEXT_DAY = Time("2031-06-01", "2031-06-01", "published")
SAID: list[tuple[str, str, str, str, int, dict[str, Any]]] = [
    ("a", "attacks", "b", "A attacked B.", 0, {"time": MAY}),
    ("a", "attacks", "b", "B was hit by A.", 1, {"time": JUNE}),
    ("b", "aids", "c", "B aids C.", 0, {"time": SINCE}),
    ("b", "aids", "c", "B paid C.", 0, {}),
    ("c", "meets", "d", "C met D.", 1, {"time": TEXT_DAY}),
    ("d", "opposes", "e", "D opposes E.", 2, {}),
    ("a", "aids", "e", "A denied that it aided E.", 0, {"polarity": "denied"}),
]  # fmt: skip

# What is chosen; the actors that are shown, the claims that are, and the note.
TABLE: list[tuple[dict[str, Any], str, int, str]] = [
    ({}, "abcdef", 7, ""),
    ({"top": 6}, "abcdef", 7, ""),
    ({"top": 2}, "ab", 2, "the 2 best-evidenced of 6 actors; top 0 shows all"),
    ({"top": 3}, "abc", 4, "the 3 best-evidenced of 6 actors; top 0 shows all"),
    ({"top": 5}, "abcde", 7, "the 5 best-evidenced of 6 actors; top 0 shows all"),
    ({"top": 0}, "abcdef", 7, ""),
    ({"actor": "a", "hops": 0}, "a", 0, "within 0 steps of A"),
    ({"actor": "a", "hops": 1}, "abe", 3, "within 1 step of A"),
    ({"actor": "a"}, "abcde", 7, "within 2 steps of A"),
    ({"actor": "f"}, "f", 0, "within 2 steps of F"),
    ({"only": frozenset("bc"), "asked": "query allies"}, "bc", 2, "query allies"),
    ({"only": frozenset("d"), "asked": "q", "hops": 1}, "cde", 2, "q · within 1 step of them"),
    ({"only": frozenset("acd"), "asked": "q", "actor": "b", "hops": 1}, "ac", 0, "q · within 1 step of B"),
    ({"only": frozenset(), "asked": "q"}, "", 0, "q"),
    ({"actor": "c", "hops": 1, "top": 2}, "bc", 2,
     "within 1 step of C · the 2 best-evidenced of 3 actors; top 0 shows all"),
    ({"min_publishers": 2}, "ab", 2, "told by at least 2 publishers"),
    ({"min_publishers": 3}, "", 0, "told by at least 3 publishers"),
    ({"min_publishers": 2, "actor": "f"}, "f", 0, "within 2 steps of F · told by at least 2 publishers"),
    ({"until": "2030"}, "bc", 1,
     "held to 2030, claims without a date counted by the day of their text (1 left out without a date)"),
    ({"since": "2031-06", "undated": "drop"}, "ab", 1,
     "held from 2031-06, claims without a date left out (4 left out without a date)"),
    ({"since": "2031-06-01", "until": "2031-06-30"}, "abcd", 2,
     "held from 2031-06-01 to 2031-06-30, claims without a date counted by the day of their text "
     "(1 left out without a date)"),
    ({"since": "2031-06-30", "undated": "keep"}, "abcde", 5, "held from 2031-06-30, claims without a date kept"),
    ({"since": "2031-05-12", "until": "2031-05-12"}, "abc", 2,
     "held from 2031-05-12 to 2031-05-12, claims without a date counted by the day of their text "
     "(1 left out without a date)"),
]  # fmt: skip


@pytest.fixture
def war(make_graph: Callable[..., Graph]) -> Graph:
    made = make_graph(ACTORS, SAID, PAPERS)
    alone = Node("f", "Actor", {"name": "F", "type": "state"})
    return Graph([*made.nodes, alone], made.edges)


def shown(part: Graph) -> str:
    return "".join(sorted(node.id for label in ("Actor", "Place") for node in part.labelled(label)))


@pytest.mark.parametrize(
    ("choice", "actors", "claims", "note"), TABLE, ids=[str(row[-1]) or "all of it" for row in TABLE]
)
def test_what_is_chosen(war: Graph, choice: dict[str, Any], actors: str, claims: int, note: str) -> None:
    part = choose(war, Choice(**choice))
    assert (shown(part.graph), len(part.graph.labelled("Claim")), part.note) == (actors, claims, note)


@pytest.mark.parametrize("choice", [row[0] for row in TABLE], ids=[str(row[-1]) or "all of it" for row in TABLE])
def test_a_part_is_a_sound_graph(war: Graph, choice: dict[str, Any]) -> None:
    part = choose(war, Choice(**choice)).graph
    ends = {node.id for node in part.nodes}
    assert all(edge.start in ends and edge.end in ends for edge in part.edges)
    stated = {edge.start for edge in part.edges if edge.type == "STATED_IN"}
    assert stated == {claim.id for claim in part.labelled("Claim")}
    assert {node.id for node in part.labelled("Document")} <= {e.end for e in part.edges} or part.edges == war.edges


def test_facts_are_summed_anew_from_what_is_left(war: Graph) -> None:
    part = choose(war, Choice(since="2031-06", undated="drop")).graph
    (edge,) = [edge for edge in part.edges if edge.type not in CLAIM_EDGES]
    assert (edge.type, edge.properties["claims"], edge.properties["publishers"]) == ("ATTACKS", 1, ["Two"])
    whole = choose(war, Choice(actor="a", hops=9)).graph
    assert [edge for edge in whole.edges if edge.type not in CLAIM_EDGES] == [
        edge for edge in war.edges if edge.type not in CLAIM_EDGES
    ]


def test_the_same_part_whatever_the_order(war: Graph) -> None:
    nodes, edges = war.nodes, war.edges
    random.Random(5).shuffle(nodes)
    random.Random(6).shuffle(edges)
    for choice in (Choice(top=3), Choice(actor="c", hops=1, top=2)):
        one, other = choose(war, choice), choose(Graph(nodes, edges), choice)
        assert (one.graph.nodes, one.graph.edges, one.note) == (other.graph.nodes, other.graph.edges, other.note)


def test_direct_edges_without_claims_are_ties_too() -> None:
    nodes = [Node(name, "Actor", {"name": name}) for name in "abc"]
    graph = Graph(nodes, [Edge("a", "ATTACKS", "b"), Edge("b", "ATTACKS", "c")])
    part = choose(graph, Choice(actor="a", hops=1)).graph
    assert shown(part) == "ab"
    assert [edge.key for edge in part.edges] == [("a", "ATTACKS", "b")]


def test_a_big_graph_shows_its_best_evidenced_part() -> None:
    nodes = [Node(f"{number:05}", "Actor", {"name": f"actor {number:05}"}) for number in range(3_001)]
    part = choose(Graph(nodes), Choice())
    assert part.note == "the 3,000 best-evidenced of 3,001 actors; top 0 shows all"
    assert shown(part.graph).endswith("02999")
    assert choose(Graph(nodes), Choice(top=0)).note == ""


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], ""),
        ([{"ally": "B", "id": "b"}], "b"),
        ([{"place": "A", "actor": "whoever", "id": "b"}], "ab"),
        ([{"subject": "A", "object": "B", "stated_by": ["C"]}], "ab"),
        ([{"steps": 2, "actors": ["A", "B", "C"], "sources": ["D"]}], "abc"),
        ([{"relation": "attacks", "claims": 3}], ""),
        ([{"publisher": "F", "claim": "CLAIM"}], "ab"),
        ([{"publisher": "F", "id": "DOCUMENT"}], "abcd"),
    ],
)  # fmt: skip
def test_whom_rows_name(war: Graph, rows: list[dict[str, Any]], found: str) -> None:
    claim = next(node.id for node in war.labelled("Claim") if node.properties["quote"] == "A attacked B.")
    document = next(node.id for node in war.labelled("Document") if node.properties["title"] == "two")
    stands = {"CLAIM": claim, "DOCUMENT": document}
    told = [{key: stands.get(str(value), value) for key, value in row.items()} for row in rows]
    assert actors_in(told, war) == set(found)
