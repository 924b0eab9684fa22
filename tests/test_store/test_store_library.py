"""The query library on a small war of its own: what each query answers, and that both stores answer alike."""

from __future__ import annotations

import itertools
import random
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from valley import ACTORS, valley

from kg.knowledge_graph import KnowledgeGraph, cell, known_beforehand
from kg.queries import Given, Parameter, Query, all_queries
from kg.store import Store, open_store

SEED = 20301
CALLS_EACH = 40
VALUES: Mapping[str, tuple[Given, ...]] = {
    "actor": tuple(ACTORS),
    "date": ("2029", "2030-02", "2030-03", "2030-03-04", "2030-06-01", "2030-06-20", "2031"),
    "relation": ("attacks", "controls", "leads"),
    "kind": ("armed-group", "place"),
    "sign": ("+", "-", "0"),
    "integer": (1, 3),
    "text": (
        "Echo",
        "Post",
        "Old Paper",
        "BRIGADE",
        "o",
        "大道军",
        "БРАТСТВО",
        "السرو",
        "एकता",
        "Δήμου",
        "a OR (b",
        "'\"\\%_*",
    ),
}

Call = tuple[str, dict[str, Given]]


def answers() -> list[tuple[str, list[list[str]]]]:
    """Read the calls and their tables."""
    text = (Path(__file__).parent / "valley_answers.txt").read_text(encoding="utf-8")
    blocks = [block.rstrip().split("\n") for block in text.split("\n$ ")[1:]]
    return [(call, [[value.strip() for value in line.split("|")] for line in table]) for call, *table in blocks]


def call_of(line: str) -> Call:
    """Read a call as people write it behind `kg query`."""
    name, *words = shlex.split(line)
    return name, {words[n].removeprefix("--"): words[n + 1] for n in range(0, len(words), 2)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """The valley in a folder, for all questions: asking changes nothing."""
    path = tmp_path_factory.mktemp("valley") / "graph.kg"
    with open_store(str(path), create=True) as store:
        store.load(valley())
        yield held(store)


def held(store: Store) -> KnowledgeGraph:
    return KnowledgeGraph(store, known_beforehand(), address="")


@pytest.mark.parametrize(("call", "table"), answers(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_query_answers_what_was_told(folder: KnowledgeGraph, call: str, table: list[list[str]]) -> None:
    name, given = call_of(call)
    found = folder.query(name, **given)
    columns, *rows = table
    assert [[cell(row[column]) for column in columns] for row in found] == rows
    assert all(tuple(row) == found.columns and plain(list(row.values())) for row in found)


def plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(plain(one) for one in value)
    return isinstance(value, str | int | float | bool)


def test_every_query_has_an_answer_here() -> None:
    assert {call_of(call)[0] for call, _ in answers()} == set(all_queries())
    assert len(all_queries()) >= 30


def test_every_query_is_bounded() -> None:
    for query in all_queries().values():
        limits = [one for one in query.parameters if one.name == "limit"]
        assert query.text.rstrip().endswith("LIMIT 1") or [type(one.default) for one in limits] == [int], query.name


def calls(query: Query) -> list[dict[str, Given]]:
    """Choose calls of a query: each value of each parameter at least may come up, the same in every run."""

    def values(one: Parameter) -> tuple[Given, ...]:
        free = () if one.default is None else (one.default,) * 3
        return (*free, *VALUES[one.type])

    names = [one.name for one in query.parameters]
    every = itertools.product(*(values(one) for one in query.parameters))
    found = [dict(zip(names, chosen, strict=True)) for chosen in dict.fromkeys(every)]
    return random.Random(SEED).sample(found, min(CALLS_EACH, len(found)))


@pytest.mark.neo4j
def test_both_stores_answer_alike(folder: KnowledgeGraph, server: Store) -> None:
    server.load(valley())
    there = held(server)
    full = dict.fromkeys(all_queries(), 0)
    for name, query in all_queries().items():
        shown = [given for called, given in (call_of(call) for call, _ in answers()) if called == name]
        for given in [*shown, *calls(query)]:
            mine, theirs = folder.query(name, **given), there.query(name, **given)
            assert (list(theirs), theirs.columns) == (list(mine), mine.columns), (name, given)
            full[name] += bool(mine)
    assert min(full.values()) > 0, "each query was compared on rows, not only on none"
