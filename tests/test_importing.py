"""Lists of actors made elsewhere become the table that --actors reads; what cannot be read is listed."""

from __future__ import annotations

import bz2
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.knowledge_graph import known_beforehand
from kg.ontology import load_ontology
from kg.ontology.importing import import_actors
from kg.ontology.stanzas import Problem

FTM = [
    {
        "id": "ftm-1",
        "schema": "Person",
        "properties": {
            "name": ["Javad Karimi", "Karimi, Javad"],
            "alias": ["جواد کریمی", "a; b"],
            "nationality": ["ir"],
        },
    },
    {"id": "ftm-2", "schema": "Organization", "properties": {"name": ["Hizballah"], "wikidataId": ["Q41053"]}},
    {"id": "ftm-3", "schema": "Passport", "properties": {"number": ["1"]}},
]


def item(key: str, name: str, **claims: Any) -> dict[str, Any]:
    """Make an item as Wikidata's dump has it."""

    def statement(value: Any, rank: str = "normal") -> dict[str, Any]:
        return {"mainsnak": {"datavalue": {"value": value}}, "rank": rank}

    return {
        "id": key,
        "labels": {"en": {"value": name}, "fr": {"value": f"{name} (fr)"}},
        "aliases": {"en": [{"value": "VF"}]},
        "claims": {prop: [statement(*value)] for prop, value in claims.items()},
    }


WIKIDATA = [
    item(
        "Q1",
        "Volta Front",
        P31=({"id": "Q17149090"},),
        P17=({"id": "Q858"},),
        P571=({"time": "+2011-05-00T00:00:00Z"},),
    ),
    item("Q2", "a song", P31=({"id": "Q7366"},)),
    item("Q3", "Old Front", P31=({"id": "Q17149090"}, "deprecated")),
    {"id": "Q4", "labels": {"de": {"value": "ohne"}}, "claims": {"P31": []}},
    {"id": "Q5", "labels": {"en": {"value": "odd"}}, "claims": []},
]


def rows(path: Path) -> list[dict[str, str]]:
    return [one for one in import_actors(path, load_ontology()) if not isinstance(one, Problem)]


def problems(path: Path) -> list[Problem]:
    return [one for one in import_actors(path, load_ontology()) if isinstance(one, Problem)]


def write(path: Path, *lines: object) -> Path:
    path.write_text(
        "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines), encoding="utf-8"
    )
    return path


def test_entities_of_followthemoney(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *FTM)
    person, group = rows(path)
    assert (person["name"], person["type"], person["country"]) == ("Javad Karimi", "person", "iran")
    assert person["aliases"] == "Karimi, Javad; جواد کریمی"
    assert (group["id"], group["type"]) == ("hezbollah", "armed_group")  # as the catalogue has it
    assert problems(path) == []


@pytest.mark.parametrize("suffix", ["", ".gz", ".bz2"])
def test_the_dump_of_wikidata_packed_or_not(tmp_path: Path, suffix: str) -> None:
    text = "[\n" + ",\n".join(json.dumps(one) for one in WIKIDATA) + "\n]\n"
    pack = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress}[suffix]
    path = tmp_path / f"dump.json{suffix}"
    path.write_bytes(pack(text.encode()))
    (row,) = rows(path)
    assert (row["name"], row["type"], row["country"], row["start"]) == (
        "Volta Front",
        "armed_group",
        "syria",
        "2011-05",
    )
    assert row["aliases"] == "VF; Volta Front (fr)"


def test_a_table_with_other_headings(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv",
        "Actor;Kind;AKA;Acronym;ISO;colour",
        "Union for Rebirth;rebel group;UR;URN;cf;red",
        ";army;;;;",
        ";;;;;",
    )
    (row,) = rows(path)
    assert (row["type"], row["country"], row["aliases"]) == ("armed_group", "central-african-republic", "UR; URN")
    assert [one.line for one in problems(path)] == [3]


def test_what_is_imported_can_be_used(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from kg.cli.actors_ import command

    source = write(tmp_path / "a.jsonl", *FTM, "{broken", "7", '{"id": "x"}')
    done = CliRunner().invoke(command, ["import", str(source), "-o", str(tmp_path / "own.csv")], standalone_mode=False)
    assert done.return_value == 1
    assert done.stderr.count(", line ") == 3
    known = known_beforehand(None, [tmp_path / "own.csv"])
    assert known.actors["ftm-1"].aliases == ("Karimi, Javad", "جواد کریمی")
    assert known.actors["hezbollah"].type == "armed_group"
    shown = CliRunner().invoke(command, ["import", str(source), "--limit", "1"], standalone_mode=False)
    assert shown.stdout.count("\n") == 2


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("a.xml", b"<a/>", "not imported from"),
        ("a.csv", b"colour,size\nred,1\n", "no column of names"),
        ("a.json.gz", b"not gzip", "cannot be read"),
        ("a.csv", b"name,type\nX,spaceship\n,\nY,\n", ""),
        ("a.jsonl", b"\xff\xfe\x00", ""),
        ("a.jsonl", b"[" * 100_000, ""),
        ("a.csv", b"", "no column of names"),
    ],
)
def test_bad_files_are_told(tmp_path: Path, name: str, content: bytes, cause: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    if cause:
        with pytest.raises(InputError) as caught:
            list(import_actors(path, load_ontology()))
        assert cause in caught.value.cause
    else:
        assert rows(path) == []
        assert problems(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        list(import_actors(tmp_path / "none.csv", load_ontology()))
