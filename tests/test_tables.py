"""Every relation in its own table of sentences, and one table each for polarity, modality, claimants and times."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from reading_table import ONTOLOGY, READING, TABLES, Case, check, load, parameters, written

QUALITIES = {"polarity", "modality", "attribution", "time", "taken_up", "taken_back", "we"}


@pytest.mark.parametrize("case", parameters(TABLES))
def test_reading(case: Case) -> None:
    check(case)


def test_every_relation_and_quality_has_its_table() -> None:
    assert {path.stem for path in TABLES} == {*ONTOLOGY.relations, *QUALITIES}


@pytest.mark.parametrize("path", [READING, *TABLES], ids=lambda path: path.stem)
def test_a_table_is_sound(path: Path) -> None:
    cases = load(path)
    assert [about for about, times in Counter(case["about"] for case in cases).items() if times > 1] == []
    for case in cases:
        assert case.keys() <= {"about", "text", "says", "never", "time", "xfail"}
        assert any(case.get(key) for key in ("says", "never")), case["about"]
        for line in (*case.get("says", ()), *case.get("never", ()), *case.get("time", ())):
            written(line)  # raises where no relation is named


@pytest.mark.parametrize("path", [path for path in TABLES if path.stem not in QUALITIES], ids=lambda path: path.stem)
def test_a_table_says_its_relation_and_keeps_it_in_bounds(path: Path) -> None:
    relation = ONTOLOGY.relations[path.stem]
    for key in ("says", "never"):
        lines = [line for case in load(path) for line in case.get(key, ())]
        assert sum(written(line)[1] == relation.label for line in lines) >= 3, key
