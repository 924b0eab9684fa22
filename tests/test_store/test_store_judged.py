"""A ledger over a store: what is joined, that it stays joined, and that undoing gives the very same graph back."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations

import pytest

from kg.export.jsonl import export
from kg.graph import Graph
from kg.judging import difference, joined, lay, meant, staying_joined
from kg.ontology import load_ontology
from kg.resolve.applying import rejoined
from kg.resolve.ledger import Ledger, judgement
from kg.store import Store

Make = Callable[..., Graph]
ACTORS = ("a-coast", "a-river", "a-north", "a-high", "a-plain", "a-rebels", "a-watch", "p-ford", "p-vale")


def same(store: Store, graph: Graph) -> bool:
    held = store.graph()
    return (held.nodes, held.edges) == (graph.nodes, graph.edges)


def dump(store: Store) -> bytes:
    return b"".join(export(store.graph(), load_ontology()))


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
    assert dump(store) != dumped
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
