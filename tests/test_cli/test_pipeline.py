"""The whole flow: the same texts give the same bytes, however they come."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import kg
from kg import pipeline
from kg.model import Document
from kg.ontology import load_ontology
from kg.store import open_store
from kg.text.base import Unread

SCRIPT = """
import sys, kg
first, second, out = sys.argv[1:]
with kg.build(first.split(':'), out + '/g.kg') as graph:
    if second:
        graph.build(second.split(':'))
    for suffix in ('ttl', 'jsonl', 'csv', 'graphml', 'html'):
        (graph.view if suffix == 'html' else graph.export)(f'{out}/g.{suffix}')
"""


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("g.*")) if path.is_file()}


def test_same_texts_same_bytes(texts: Path, tmp_path: Path) -> None:
    names = [str(path) for path in sorted(texts.iterdir())]
    ways = [(":".join(names), ""), (":".join(reversed(names)), ""), (names[2] + ":" + names[1], ":".join(names))]
    found = []
    for number, (first, second) in enumerate(ways):
        out = tmp_path / str(number)
        out.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": str(number)}
        subprocess.run([sys.executable, "-c", SCRIPT, first, second, str(out)], check=True, env=environment)
        found.append(files(out))
    assert len(found[0]) == 5
    assert found[1] == found[0]
    assert found[2] == found[0]


def test_copies_are_grouped_the_earliest_first() -> None:
    late = Document("Same.", published="2015-10-16", name="a")
    early = Document("Same.", published="2015-10-14", name="b")
    undated = Document("Same.", name="c")
    other = Document("Other.")
    gone = Unread("x", "gone")
    sources = pipeline.gather([undated, late, gone, other, early])
    assert list(sources.copies.values()) == [[early, late, undated], [other]]
    assert sources.documents == [early, other]
    assert sources.unread == (gone,)


def test_the_report_reads_like_a_sentence() -> None:
    report = pipeline.Report(
        documents=1,
        known=2,
        sentences=1096,
        claims=Counter({("affirmed", "asserted"): 3, ("denied", "planned"): 2, ("affirmed", "possible"): 1}),
        actors={"a"},
    )
    assert str(report) == (
        "1 document (2 more known already) · 1,096 sentences · 6 claims (2 denied, 2 planned, 1 possible) · 1 actor"
    )
    assert report.as_json()["conditional"] == 0


@pytest.fixture(scope="module")
def parts() -> pipeline.Parts:
    return pipeline.load_parts(load_ontology())


def test_batches_give_what_one_load_gives(parts: pipeline.Parts, tmp_path: Path) -> None:
    texts = [Document(f"Hamas attacked Israel. Iran backs group {n}.", published="2015") for n in range(45)]
    sources = pipeline.gather(texts)
    with open_store(str(tmp_path / "a.kg"), create=True) as store:
        report = pipeline.build(sources, store, parts)
        in_batches = store.graph()
    assert report.documents == 45
    whole = pipeline.graph_of(pipeline.read_claims(texts, parts), sources, parts.ontology)
    assert [edge.key for edge in in_batches.edges] == [edge.key for edge in whole.edges]
    assert {node.id for node in in_batches.nodes} == {node.id for node in whole.nodes}
    marks = {node.properties["read_with"] for node in in_batches.labelled("Document")}
    assert marks == {parts.mark}


def test_loaded_claims_outlive_a_build_of_their_text(parts: pipeline.Parts, tmp_path: Path) -> None:
    text = "Hamas attacked Israel."
    by_hand = replace(next(iter(kg.extract(text))), extractor="hand")
    file = tmp_path / "c.jsonl"
    from json import dumps

    from kg.model import claim_to_json

    file.write_text(dumps(claim_to_json(by_hand)))
    with kg.open(tmp_path / "g.kg", create=True) as graph:
        graph.load(file)
        pipeline.build(pipeline.gather([Document(text)]), graph.store, parts)
        rows = graph.cypher("MATCH (c:Claim) RETURN c.extractor AS by ORDER BY by")
        assert [row["by"] for row in rows] == ["hand", "relations"]


def test_an_empty_text_says_nothing(parts: pipeline.Parts) -> None:
    (reading,) = pipeline.read_claims([Document(" \n ")], parts)
    assert (reading.resolved.claims, reading.refusals) == ((), ())


def test_a_stopped_build_keeps_the_batch_it_was_in(parts: pipeline.Parts, tmp_path: Path) -> None:
    texts = [Document(f"Hamas attacked Israel in week {n}.") for n in range(30)]

    def stop(done: int, total: int, name: str) -> None:
        if done == 23:
            raise KeyboardInterrupt

    def seen() -> Iterator[tuple[int, int]]:
        with open_store(str(tmp_path / "a.kg"), create=True) as store:
            try:
                pipeline.build(pipeline.gather(texts), store, parts, on_document=stop)
            except KeyboardInterrupt:
                yield 0, len(pipeline.read_before(store))
            report = pipeline.build(pipeline.gather(texts), store, parts)
            yield report.known, report.documents

    assert list(seen()) == [(0, 23), (23, 7)]
