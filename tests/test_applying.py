"""A ledger over a graph: what judging joins, and that taking judgements back leaves the graph as it was."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.graph import Edge, Graph, Node, direct_edges, summed, taken_apart
from kg.resolve.applying import claim_edges, rejoined
from kg.resolve.ledger import Ledger, judgement

ACTORS = [f"a{k}" for k in range(7)]
PLAIN = Ledger()


def actor(id: str, known: bool = False) -> Node:  # noqa: A002
    properties = {"name": f"Name {id}", "aliases": [f"alias {id}"], "identifiers": [], "known": known}
    return Node(id, "Place" if id == "a6" else "Actor", properties)


def graph_of(claims: list[tuple[str, str, str, str]], known: str = "") -> Graph:
    """Make a graph of claims: subject, object, claimant or "", place or ""."""
    graph = Graph([Node("d", "Document", {"publisher": "P", "published": "2026-01-02"})])
    for number, (subject, object_, claimant, place) in enumerate(claims):
        roles = {"claimant 0": claimant, "object": object_, "place": place, "subject": subject}
        lines = [f"{role}\t0\t1\t{who}\twords\twhy" for role, who in sorted(roles.items()) if who]
        said = {"relation": "attacks", "sign": "-", "symmetric": False, "polarity": "affirmed", "modality": "asserted"}
        claim = Node(f"c{number}", "Claim", {**said, "mentions": lines})
        graph.add(claim)
        graph.connect(Edge(claim.id, "STATED_IN", "d"))
        for edge in claim_edges(claim, {}):
            graph.add(actor(edge.end, edge.end == known))
            graph.connect(edge)
    for edge in direct_edges(summed(graph)):
        graph.connect(edge)
    return graph


def same(graph: Graph, other: Graph) -> bool:
    return (graph.nodes, graph.edges) == (other.nodes, other.edges)


def test_two_judged_the_same_are_one_node_with_both_names() -> None:
    graph = graph_of([("a0", "a1", "a2", ""), ("a3", "a1", "", "a6")])
    result = rejoined(graph, PLAIN.with_one(judgement("a0", "a3", "same")))
    node = result.node("a0")
    assert node is not None
    assert node.properties["aliases"] == ["Name a3", "alias a0", "alias a3"]
    assert result.node("a3") is None
    assert [one.id for one in taken_apart(node)] == ["a0", "a3"]
    (edge,) = [edge for edge in result.edges if edge.type == "ATTACKS"]
    assert (edge.start, edge.end, edge.properties["claims"]) == ("a0", "a1", 2)


def test_the_catalogues_actor_stands_for_the_others() -> None:
    graph = graph_of([("a0", "a1", "", ""), ("a3", "a1", "", "")], known="a3")
    result = rejoined(graph, PLAIN.with_one(judgement("a0", "a3", "same")))
    assert result.node("a0") is None
    assert result.node("a3") is not None


def test_a_claim_of_one_actor_and_itself_makes_no_edge_and_is_kept() -> None:
    graph = graph_of([("a0", "a1", "", "")])
    result = rejoined(graph, PLAIN.with_one(judgement("a0", "a1", "same")))
    assert [edge.type for edge in result.edges] == ["OBJECT", "STATED_IN", "SUBJECT"]
    assert same(rejoined(result, PLAIN), graph)


def test_who_is_judged_but_not_in_the_graph_changes_nothing() -> None:
    graph = graph_of([("a0", "a1", "", "")])
    assert same(rejoined(graph, PLAIN.with_one(judgement("x", "y", "same"))), graph)
    joined = rejoined(graph, PLAIN.with_one(judgement("0x", "a1", "same")))
    assert same(joined, graph)


WHO = st.sampled_from(ACTORS)
CLAIMS = st.lists(
    st.tuples(WHO, WHO, st.sampled_from(["", *ACTORS]), st.sampled_from(["", "a6"])), min_size=1, max_size=8
)
PAIRS = st.lists(st.tuples(WHO, WHO, st.sampled_from(["same", "same", "different", "unsure"])), max_size=14)


@given(CLAIMS, PAIRS, st.randoms())
def test_taking_judgements_back_in_any_order_restores_the_graph(
    claims: list[tuple[str, str, str, str]], pairs: list[tuple[str, str, str]], order: random.Random
) -> None:
    graph = graph_of([row for row in claims if row[0] != row[1]])
    ledger, now, given_ones = PLAIN, graph, []
    for one, other, verdict in pairs:
        try:
            if ledger.on(one, other) is None:
                ledger = ledger.with_one(judgement(one, other, verdict))  # type: ignore[arg-type]
                given_ones.append((one, other))
        except InputError:
            continue
        now = rejoined(now, ledger)
        assert same(now, rejoined(graph, ledger))
    order.shuffle(given_ones)
    for one, other in given_ones:
        ledger = ledger.without(one, other)
        now = rejoined(now, ledger)
    assert same(now, graph)
