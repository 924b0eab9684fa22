"""Which names meet: all that are one actor, and never all with all."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.graph import Node
from kg.ontology import load_ontology
from kg.resolve.blocking import candidates, keys_of
from kg.resolve.comparing import Comparer
from kg.resolve.ledger import Ledger, judgement
from kg.resolve.suggesting import compared, kept_apart, suggestions

PAIRS = Path(__file__).parent / "data" / "name_pairs.tsv"
HOSTILE = (
    "",
    " ",
    "\x00",
    "'; DROP",
    "<b>x</b>",
    "\u202eevil",
    "x" * 10_000,
    "北方旅",
    "🏳️",
    "a\tb\nc",
    "((((",
    "\\",
    "%s{0}",
)


@pytest.fixture(scope="module")
def comparer() -> Comparer:
    return Comparer(load_ontology())


def node(name: str, *aliases: str, kind: str = "armed-group", **more: object) -> Node:
    had = {"name": name, "aliases": list(aliases), "type": kind, "country": "", "generic": False, "known": False}
    return Node(name or "empty", "Actor", {**had, **more})  # type: ignore[arg-type]


def test_names_of_one_actor_that_the_matcher_joins_meet(comparer: Comparer) -> None:
    with PAIRS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["same"] == "1"]
    joined = [
        row for row in rows if compared(node(row["a"], kind=""), node(row["b"], kind=""), comparer).verdict == "same"
    ]
    names = [name for row in joined for name in (row["a"], row["b"])]
    met = set(candidates(names, comparer))
    known = {name for name in names if comparer.known_by(name)}  # the catalogue joins these without meeting
    missed = [
        (names[n], names[n + 1])
        for n in range(0, len(names), 2)
        if (n, n + 1) not in met and not {names[n], names[n + 1]} <= known
    ]
    assert len(missed) <= len(joined) // 20, missed


def test_names_do_not_all_meet(comparer: Comparer) -> None:
    names = [f"{first} {last}" for first in ("Ali", "Omar", "Jose", "Ivan") for last in ("Haddad", "Petrov", "Lopez")]
    names += [f"Brigade {number} of the North" for number in range(200)]
    pairs = list(candidates(names, comparer))
    assert len(pairs) == len(set(pairs))
    assert len(pairs) < 20 * len(names)


@pytest.mark.parametrize(
    ("name", "slip"), [("Brigade of Keltanor", "Brigade of Keltamor"), ("Omar Zevoruk", "Omar Mevoruk")]
)
def test_a_slip_is_met_in_a_crowd(comparer: Comparer, name: str, slip: str) -> None:
    crowd = [
        f"{first} {a}{b}{c}"
        for first in ("Brigade of", "Omar")
        for a in "BDFGKLMNRSTZ"
        for b in ("af", "el")
        for c in ("irek", "tanor")
    ]
    names = [one for one in crowd if one not in (name, slip)] + [name, slip]
    assert (len(names) - 2, len(names) - 1) in set(candidates(names, comparer))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_have_keys_and_meet_without_harm(comparer: Comparer, name: str) -> None:
    assert all(isinstance(key, str) for key in keys_of(name, comparer))
    assert list(candidates([name, name], comparer)) in ([], [(0, 1)])


def test_suggestions_leave_out_what_is_judged_and_whoever_has_no_name(comparer: Comparer) -> None:
    actors = [node("Liwa al-Fateh"), node("Liwa al-Fatih"), node("Liwa el-Fatih", generic=True)]
    (found,) = suggestions(actors, Ledger(), comparer)
    assert {found.one.id, found.other.id} == {"Liwa al-Fateh", "Liwa al-Fatih"}
    assert found.verdict.verdict == "same"
    judged = Ledger().with_one(judgement("Liwa al-Fateh", "Liwa al-Fatih", "unsure"))
    assert suggestions(actors, judged, comparer) == []


def test_what_keeps_names_apart_is_not_outdone_by_an_alias(comparer: Comparer) -> None:
    army, rebels = node("Ruritanian Army", "RA"), node("Free Ruritanian Army", "RA")
    assert compared(army, rebels, comparer).verdict == "different"
    ((other, verdict),) = kept_apart(army, [army, rebels], comparer)
    assert other.id == rebels.id
    assert any("Free" in reason for reason in verdict.reasons)
