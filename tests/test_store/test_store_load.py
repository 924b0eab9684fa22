"""Loading and taking back: what goes in comes out, however often, in whatever order, from however many sides."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.errors import StoreError
from kg.graph import Edge, Graph, Node, direct_edges, publication_fields
from kg.project import summed
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


def test_an_empty_graph_may_be_loaded(store: Store) -> None:
    store.load(Graph())
    same(store.graph(), Graph())


@pytest.mark.parametrize("parts", [([2, 3, 4], [1, 2], [0], [1]), ([0, 1], [4, 2], [3])])
def test_overlapping_graphs_join_in_any_order(store: Store, make: Make, parts: tuple[list[int], ...]) -> None:
    for part in parts:
        store.load(make(part))
    same(store.graph(), make())


def test_an_older_copy_of_a_text_changes_what_was_summed_from_it(store: Store, make: Make) -> None:
    store.load(make([0]))
    store.load(Graph([node for node in make([4]).nodes if node.label == "Document"]))
    edge = next(edge for edge in store.graph().edges if edge.type == "CONTROLS")
    assert edge.properties["publishers"] == ["Agency"]
    assert edge.properties["first_seen"] == "2031-05-13"


RELATIONS = (("fights-alongside", "+", True), ("attacks", "-", False), ("meets", "0", True), ("in-2-words", "0", False))


def random_graph(seed: int) -> Graph:
    """Some of forty claims; whoever names a claim says the same of it, but each graph knows other aliases."""
    chance = random.Random(seed)
    graph = Graph()
    for number in sorted(chance.sample(range(40), 25)):
        fixed = random.Random(number)
        name, sign, symmetric = RELATIONS[number % 4]
        said = {"relation": name, "sign": sign, "symmetric": symmetric, "quote": f"sentence {number}"}
        said |= {"polarity": fixed.choice(["affirmed", "affirmed", "denied"]), "confidence": number / 64}
        said |= {"modality": fixed.choice(["asserted", "asserted", "planned"])}
        said |= {"time_start": fixed.choice(["", f"2031-01-{number % 28 + 1:02}"])}
        claim = Node(f"c{number}", "Claim", said)
        graph.add(claim)
        for kind in ("SUBJECT", "OBJECT", "ATTRIBUTED_TO", "LOCATED_IN"):
            end = fixed.randrange(8)
            aliases = sorted({f"alias {chance.randrange(5)}", f"alias {end}"})
            properties = {"name": f"N{chance.randrange(3)}", "aliases": aliases, "country": chance.choice(["", "X"])}
            graph.add(Node(f"n{end}", "Place" if end > 5 else "Actor", properties))
            graph.connect(Edge(claim.id, kind, f"n{end}"))
        paper = number % 6
        published = [f"2031-03-{chance.randrange(1, 9):02}\tP{chance.randrange(3)}\tT\tu"]
        graph.add(
            Node(f"d{paper}", "Document", {"text": "…", "publications": published, **publication_fields(published)})
        )
        graph.connect(Edge(claim.id, "STATED_IN", f"d{paper}"))
    return graph


def joined(*graphs: Graph) -> Graph:
    """What a store holds after graphs were loaded, worked out in memory."""
    nodes = itertools.chain.from_iterable(graph.nodes for graph in graphs)
    together = Graph(nodes, itertools.chain.from_iterable(graph.edges for graph in graphs))
    return Graph(together.nodes, [*together.edges, *direct_edges(summed(together))])


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1, 2)])
def test_random_graphs_join_in_any_order(store: Store, order: tuple[int, ...]) -> None:
    for seed in order:
        store.load(random_graph(seed))
    same(store.graph(), joined(*(random_graph(seed) for seed in (1, 2, 3))))


def test_more_than_a_batch_is_loaded(store: Store) -> None:
    actors = [Node(f"a{number:05}", "Actor", {"name": "x" * (number % 7)}) for number in range(2_345)]
    store.load(Graph(actors))
    same(store.graph(), Graph(actors))


def test_a_claim_resolved_anew_speaks_of_its_new_actor_only(store: Store, make: Make) -> None:
    graph = make([0])
    store.load(graph)
    claim = next(edge.start for edge in graph.edges if edge.type == "OBJECT" and edge.end == "a-north")
    other = Node("a-south", "Actor", {"name": "Southern Brigade"})
    edges = [edge for edge in graph.edges if edge.start == claim and edge.type != "OBJECT"]
    store.load(Graph([*graph.nodes, other], [*edges, Edge(claim, "OBJECT", other.id)]))
    after = store.graph()
    assert {edge.end for edge in after.edges if edge.start == claim and edge.type == "OBJECT"} == {"a-south"}
    assert [edge.key for edge in after.edges if edge.type == "FIGHTS_ALONGSIDE"] == [
        ("a-river", "FIGHTS_ALONGSIDE", "a-south")
    ]
    assert after.node("a-north") is None, "nothing speaks of it any more"


def test_a_claim_may_speak_of_an_actor_that_is_only_in_the_store(store: Store) -> None:
    whole = random_graph(1)
    store.load(whole)
    claim = whole.labelled("Claim")[0]
    store.load(Graph([claim], [edge for edge in whole.edges if edge.start == claim.id]))
    same(store.graph(), joined(whole))


@pytest.mark.parametrize(
    ("graph", "cause"),
    [
        (Graph([Node("x", "Meta")]), "a node has the label 'Meta'"),
        (Graph([Node("c", "Claim")], [Edge("c", "SUBJECT", "nobody")]), "leads to 'nobody', which is nowhere"),
        (Graph([Node("c", "Claim"), Node("d", "Document")], [Edge("c", "SUBJECT", "d")]), "which is a Document"),
        (Graph([Node("a", "Actor"), Node("b", "Actor")], [Edge("a", "SUBJECT", "b")]), "which is a Actor"),
    ],
)
def test_a_graph_that_does_not_hold_together_is_refused_whole(store: Store, graph: Graph, cause: str) -> None:
    with pytest.raises(StoreError, match=cause):
        store.load(Graph([*graph.nodes, Node("z", "Actor")], graph.edges))
    assert len(store.graph()) == 0


def test_a_relation_whose_name_is_not_one_is_refused(store: Store) -> None:
    graph = random_graph(1)
    claim = next(node for node in graph.labelled("Claim") if node.properties["modality"] == "asserted")
    graph.add(
        replace(claim, properties={**claim.properties, "relation": "a`]-() DETACH DELETE", "polarity": "affirmed"})
    )
    with pytest.raises(StoreError, match="cannot be a relation's name"):
        store.load(graph)


def test_taking_a_document_back_leaves_what_the_others_say(store: Store, make: Make) -> None:
    store.load(make())
    documents = {node.properties["title"]: node.id for node in make().labelled("Document")}
    gone = [id_ for title, id_ in documents.items() if "Paper 1" in str(title)]
    assert store.retract(gone) == 6
    same(store.graph(), make([0, 2, 3, 4]))
    rest = [node.id for node in store.graph().labelled("Document")]
    assert store.retract(rest) == 11
    same(store.graph(), Graph())


def test_a_claim_stated_in_two_documents_stays_while_one_does(store: Store) -> None:
    graph = random_graph(1)
    claim = graph.labelled("Claim")[0]
    graph.connect(Edge(claim.id, "STATED_IN", "d5"))
    graph.connect(Edge(claim.id, "STATED_IN", "d4"))
    store.load(graph)
    before = [node.id for node in store.graph().labelled("Claim")]
    stated = [e.start for e in graph.edges if e.type == "STATED_IN" and e.end == "d4" and e.start != claim.id]
    assert store.retract(["d4"]) == len(stated)
    after = store.graph()
    assert [node.id for node in after.labelled("Claim")] == [one for one in before if one not in stated]
    assert after.node("d4") is None


def test_a_document_that_is_not_there_cannot_be_taken_back(store: Store, make: Make) -> None:
    store.load(make([0]))
    document = make([0]).labelled("Document")[0].id
    with pytest.raises(StoreError, match="no document 'nope'") as caught:
        store.retract([document, "nope"])
    assert caught.value.way_out == "kg query documents"
    same(store.graph(), make([0]))


def test_two_threads_may_load_at_once(store: Store, make: Make) -> None:
    parts = [make([0, 1]), make([1, 2]), make([3, 4])]
    threads = [threading.Thread(target=store.load, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    same(store.graph(), make())


def test_a_claim_of_two_subjects_makes_an_edge_of_each(store: Store, make: Make) -> None:
    def two(subjects: tuple[str, ...]) -> Graph:
        graph = make()
        told = graph.labelled("Claim")
        claim = next(node.id for node in told if node.properties["quote"] == "The river front hit back.")
        return Graph(graph.nodes, [*graph.edges, *(Edge(claim, "SUBJECT", one) for one in subjects)])

    wanted = two(("a-north", "a-high"))
    for edge in direct_edges(summed(wanted)):
        wanted.connect(edge)
    store.load(two(("a-north",)))
    store.load(two(("a-north", "a-high")))
    held = store.graph()
    assert (held.nodes, held.edges) == (wanted.nodes, wanted.edges)
    assert len(held.edges) == len(make().edges) + 4, "two subjects more, and a direct edge of each"
