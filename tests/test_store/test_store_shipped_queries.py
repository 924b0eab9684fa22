"""What the shipped queries show of a small war: only what is stated as a fact, with its sentences and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.graph import Graph
from kg.queries import bind, find_query
from kg.store import Store, find_actor, open_store

Make = Callable[..., Graph]
Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, make: Make) -> Iterator[Store]:
    """One folder for all questions: asking changes nothing."""
    path: Path = tmp_path_factory.mktemp("asked") / "graph.kg"
    with open_store(str(path), create=True) as store:
        store.load(make())
        yield store


@pytest.fixture(scope="module")
def ask(folder: Store) -> Ask:
    def ask(name: str, **given: str | int) -> list[dict[str, Any]]:
        query = find_query(name)
        return list(folder.query(query.text, bind(query, given, lambda actor: find_actor(folder, actor))).rows)

    return ask


def test_allies_are_stated_friends_only(ask: Ask) -> None:
    assert [(row["relation"], row["claims"], row["contested"]) for row in ask("allies", actor="River")] == [
        ("fights-alongside", 2, True)
    ]
    assert [row["ally"] for row in ask("allies", actor="Highlands")] == ["Plains Federation"]
    assert ask("allies", actor="CM") == []


def test_enemies_are_named_with_who_began(ask: Ask) -> None:
    found = [(row["enemy"], row["relation"], row["direction"], row["claims"]) for row in ask("enemies", actor="River")]
    assert found == [("Coastal Militia", "attacks", "in", 2), ("Coastal Militia", "attacks", "out", 1)]
    highlands = ask("enemies", actor="Highlands")
    assert [row["enemy"] for row in highlands] == ["opposition fighters"], "what is denied makes no enemy"


def test_supporters_say_with_what(ask: Ask) -> None:
    assert [
        (row["supporter"], row["relation"], row["with_what"]) for row in ask("supporters", actor="Northern Brigade")
    ] == [("Republic of the Highlands", "aids", ["arms"])]
    only = ask("supporters", actor="CM")
    assert [row["relation"] for row in only] == ["supports"], "what is planned is no support"


def test_between_sums_both_directions(ask: Ask) -> None:
    rows = ask("between", a="CM", b="River")
    assert [(row["subject"][:3], row["relation"], row["stated"], row["documents"]) for row in rows] == [
        ("Coa", "attacks", 2, 2),
        ("Bri", "attacks", 1, 1),
    ]
    (together,) = ask("between", a="Northern Brigade", b="River")
    assert (together["stated"], together["denied"], together["documents"]) == (2, 1, 3)
    assert ask("between", a="River", b="Northern Brigade") == [together]


def test_evidence_is_the_sentence_and_its_source(ask: Ask) -> None:
    first, second, third = ask("evidence", a="CM", b="River")
    assert first["quote"] == "The militia shelled the river front at Stone Ford."
    assert (first["date"], first["publisher"], first["url"]) == ("2031-05-12", "Agency", "https://example.org/wire")
    assert second["subject"].startswith("Brigade") is False
    assert second["quote"] == "The river front hit back."
    assert third["claimants"] == ["Lowland Monitor"]
    assert first["published"] == "2031-05-13"


def test_a_timeline_keeps_to_its_days(ask: Ask) -> None:
    rows = ask("timeline", actor="CM", since="2031-05-12", until="2031-05-13")
    assert [row["date"] for row in rows] == ["2031-05-12", "2031-05-13", "2031-05-13"]
    assert {row["relation"] for row in ask("timeline", actor="CM", relation="controls")} == {"controls"}
    assert ["Lowland Monitor"] in [row["claimants"] for row in ask("timeline", actor="CM")]


def test_contested_brings_the_denial(ask: Ask) -> None:
    (row,) = ask("contested")
    assert (row["relations"], row["stated"]) == (["fights-alongside"], 2)
    assert row["denials"] == ["The brigade denied fighting beside them."]
    assert row["against_by"] == ["لواء الشمال"]


def test_a_path_has_a_sentence_for_each_step(ask: Ask) -> None:
    rows = ask("path", a="CM", b="Highlands")
    assert rows[0]["actors"] == ["Coastal Militia", "Plains Federation", "Republic of the Highlands"]
    assert [row["relations"] for row in rows] == [
        ["<- supports --", "-- allied-with --"],
        ["<- supports --", "-- meets --"],
    ]
    assert rows[1]["sentences"] == ["The Federation backs the militia.", "Envoys of the two states met."]
    assert rows[1]["sources"][0] == "Daily Plain 2031-05-01"
    assert all(len(row["sources"]) == len(row["sentences"]) == row["steps"] for row in rows)
    assert ask("path", a="CM", b="CM") == []


def test_denied_and_planned_are_told_apart(ask: Ask) -> None:
    assert {row["relation"] for row in ask("denied")} == {"attacks", "fights-alongside"}
    assert [(row["modality"], row["starts"]) for row in ask("planned")] == [("planned", "2031-07-01"), ("possible", "")]


def test_documents_count_claims_and_copies(ask: Ask) -> None:
    assert [(row["publisher"], row["claims"], row["copies"]) for row in ask("documents")] == [
        ("Coast News", 4, 1),
        ("Daily Plain", 3, 1),
        ("Agency", 4, 2),
        ("Highland Post", 6, 1),
    ]
