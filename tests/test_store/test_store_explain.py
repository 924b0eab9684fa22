"""What stands between two actors, and what speaks against it, alike on both stores."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.errors import UsageError
from kg.explain import explain, is_sentence
from kg.graph import Graph
from kg.ontology import load_ontology
from kg.store import Store

Make = Callable[..., Graph]
ONTOLOGY = load_ontology()


def test_a_denial_and_what_it_denies_stand_against_each_other(store: Store, make: Make) -> None:
    store.load(make())
    rows = explain(store, ("River", "Northern Brigade"), ONTOLOGY)
    assert {row["quote"]: row["contested"] for row in rows} == {
        "The river front fought beside the northern brigade.": "denied by لواء الشمال",
        "The northern brigade fought beside them.": "denied by لواء الشمال",
        "The brigade denied fighting beside them.": "affirmed by Agency; affirmed by Highland Post",
    }
    assert explain(store, ("Northern Brigade", "River", "fights_alongside"), ONTOLOGY) == rows
    assert explain(store, ("Northern Brigade", "River", "attacks"), ONTOLOGY) == []


def test_friends_who_fight_are_contested_and_plans_are_not(store: Store, make: Make) -> None:
    graph = make()
    store.load(graph)
    text = (
        "MATCH (c:Claim {quote: 'The Federation backs the militia.'}) MATCH (c)-[r:SUBJECT]->() DELETE r "
        "WITH c MATCH (a:Actor {id: 'a-river'}) MERGE (c)-[:SUBJECT]->(a)"
    )
    store.query(text, write=True)
    rows = {row["quote"]: row["contested"] for row in explain(store, ("CM", "River"), ONTOLOGY)}
    against = rows["The Federation backs the militia."].split("; ")
    assert sorted(against) == ["attacks by Agency", "attacks by Lowland Monitor"]
    assert rows["The river front hit back."] == "supports by Daily Plain"
    planned = explain(store, ("Plains Federation", "CM", "aids"), ONTOLOGY)
    assert [row["contested"] for row in planned] == [""]


def test_wrong_names(store: Store, make: Make) -> None:
    store.load(make())
    for names in (("CM", "Nobody"), ("CM", "River", "no-relation"), ("CM", "River", "aids", "x"), ()):
        with pytest.raises(UsageError):
            explain(store, names, ONTOLOGY)


def test_what_is_a_sentence() -> None:
    assert is_sentence("Russia armed the Houthis.")
    assert is_sentence("“Has Iran sent men there?”")
    for name in ("Hezbollah", "St. Kitts and Nevis", "Al-Rashid Trust Co.", "6f994468b7acdf87", ""):
        assert not is_sentence(name)
