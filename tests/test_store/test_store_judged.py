"""A ledger over a store: what is joined, that it stays joined, and that undoing gives the very same graph back."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations

import pytest

from kg.errors import InputError, UsageError
from kg.export.jsonl import export
from kg.graph import Graph, Node
from kg.judging import check_laid, difference, joined, lay, meant, not_laid, staying_joined
from kg.ontology import load_ontology
from kg.resolve.applying import rejoined
from kg.resolve.ledger import Ledger, judgement
from kg.store import Store

Make = Callable[..., Graph]
ONTOLOGY = load_ontology()
ACTORS = ("a-coast", "a-river", "a-north", "a-high", "a-plain", "a-rebels", "a-watch", "p-ford", "p-vale")


def same(store: Store, graph: Graph) -> bool:
    held = store.graph()
    return (held.nodes, held.edges) == (graph.nodes, graph.edges)


def dump(store: Store) -> bytes:
    return b"".join(export(store.graph(), ONTOLOGY))


@pytest.mark.parametrize("seed", [1, 2])
def test_twenty_merges_undone_in_any_order_leave_the_same_bytes(store: Store, make: Make, seed: int) -> None:
    store.load(make())
    before = store.graph()
    dumped = dump(store)
    dice = random.Random(seed)
    ledger = Ledger()
    pairs = dice.sample(list(combinations(ACTORS, 2)), 20)
    for number, pair in enumerate(pairs):
        ledger = ledger.with_one(judgement(*pair, "same"))
        if number % 4 == 3:
            lay(store, ledger)
            assert same(store, rejoined(before, ledger))
    assert not same(store, before)
    for number, pair in enumerate(dice.sample(pairs, len(pairs))):
        ledger = ledger.without(*pair)
        if number % 4 == 3 or not ledger.judgements:
            lay(store, ledger)
            assert same(store, rejoined(before, ledger))
    assert same(store, before)
    assert dump(store) == dumped


def test_what_is_loaded_later_joins_those_it_belongs_to(store: Store, make: Make) -> None:
    store.load(make([0, 1]))
    ledger = Ledger().with_one(judgement("a-coast", "a-north", "same"))
    lay(store, ledger)
    with staying_joined(store):
        store.load(make([2, 3]))
    assert same(store, rejoined(make([0, 1, 2, 3]), ledger))
    lay(store, Ledger())
    assert same(store, make([0, 1, 2, 3]))


def test_a_document_read_again_stays_joined(store: Store, make: Make) -> None:
    store.load(make())
    ledger = Ledger().with_one(judgement("a-coast", "a-north", "same"))
    lay(store, ledger)
    with staying_joined(store):
        store.retract([node.id for node in make().labelled("Document")])
        store.load(make())
    assert same(store, rejoined(make(), ledger))


def test_a_joined_actor_is_still_meant_by_its_own_name(store: Store, make: Make) -> None:
    store.load(make())
    lay(store, Ledger().with_one(judgement("a-coast", "a-watch", "same")))
    assert [[part.id for part in parts] for parts in joined(store)] == [["a-coast", "a-watch"]]
    assert meant(store, "Lowland Monitor") == ("a-watch", "Lowland Monitor")
    assert meant(store, "a-coast") == ("a-coast", "Coastal Militia")
    assert meant(store, "Plains Federation") == ("a-plain", "Plains Federation")


def test_nothing_is_written_where_nothing_changes(store: Store, make: Make) -> None:
    store.load(make())
    assert lay(store, Ledger()) == 0
    assert len(difference(store.graph(), store.graph())) == 0


def test_undoing_that_was_cut_short_is_repaired_by_the_same_again(store: Store, make: Make) -> None:
    store.load(make())
    before = store.graph()
    lay(store, Ledger().with_one(judgement("a-coast", "p-vale", "same")))
    joined_graph = store.graph()
    change = difference(joined_graph, rejoined(joined_graph, Ledger()))
    store.load(Graph(node for node in change.nodes if joined_graph.node(node.id) is None), as_is=True)  # and no more
    lay(store, Ledger())
    assert same(store, before)


def test_who_is_spoken_of_no_more_does_not_come_back(store: Store, make: Make) -> None:
    store.load(make())
    lay(store, Ledger().with_one(judgement("a-coast", "a-watch", "same")))
    spoken = [claim for claim in make().labelled("Claim") if "a-watch" in str(claim.properties["mentions"])]
    of = {edge.start: edge.end for edge in make().edges if edge.type == "STATED_IN"}
    store.retract(sorted({of[claim.id] for claim in spoken}))
    lay(store, Ledger())
    assert store.graph().node("a-watch") is None


def test_a_ledger_of_another_graph_is_refused(store: Store, make: Make) -> None:
    store.load(make())
    ledger = Ledger().with_one(judgement("a-coast", "a-watch", "same"))
    lay(store, ledger)
    check_laid(store, ledger)
    with pytest.raises(InputError, match="are one, but the ledger does not say so"):
        check_laid(store, Ledger())


def test_judgements_that_were_lost_are_counted(store: Store, make: Make) -> None:
    store.load(make())
    ledger = Ledger().with_one(judgement("a-coast", "a-watch", "same")).with_one(judgement("x", "y", "same"))
    assert not_laid(store.graph(), ledger) == 1
    lay(store, ledger)
    assert not_laid(store.graph(), ledger) == 0


def test_a_name_that_two_bear_is_asked_for(store: Store, make: Make) -> None:
    graph = make()
    river = graph.node("a-river")
    assert river is not None
    twin = Graph(
        Node(one.id, one.label, {**one.properties, "name": "Coastal Militia"}) if one.id == "a-river" else one
        for one in graph.nodes
    )
    for edge in graph.edges:
        twin.connect(edge)
    store.load(twin)
    lay(store, Ledger().with_one(judgement("a-coast", "a-watch", "same")))
    with pytest.raises(UsageError, match="a-coast or a-river"):
        meant(store, "Coastal Militia")
