"""Loading: the graph that goes in comes out, however often, in whatever order and from however many sides."""

from __future__ import annotations

from collections.abc import Callable

from kg.graph import Graph
from kg.store import Store

Make = Callable[..., Graph]


def same(one: Graph, other: Graph) -> None:
    assert one.nodes == other.nodes
    assert one.edges == other.edges


def test_what_was_loaded_is_read_back(store: Store, make: Make) -> None:
    store.load(make())
    same(store.graph(), make())


def test_loading_twice_changes_nothing(store: Store, make: Make) -> None:
    store.load(make())
    store.load(make())
    same(store.graph(), make())


def test_overlapping_graphs_join_in_any_order(store: Store, make: Make) -> None:
    for part in ([2, 3], [1, 2], [0], [1]):
        store.load(make(part))
    same(store.graph(), make())
