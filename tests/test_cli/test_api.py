"""What a program in Python sees: `import kg` and the graph it holds."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx
import pytest
import rdflib

import kg
from kg.knowledge_graph import Table, cell, write_file

NAMES = [
    *("Actor", "Claim", "Document", "Evidence", "InputError", "KgError", "KnowledgeGraph", "Mention", "Ontology"),
    *("OntologyError", "QueryError", "StoreError", "Table", "Time", "UsageError", "build", "extract", "load_ontology"),
    "open",
]


def test_public_names() -> None:
    assert kg.__all__ == NAMES
    for name in NAMES:
        assert getattr(kg, name) is not None
    assert set(NAMES) <= set(dir(kg))
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        kg.nothing  # noqa: B018
    assert kg.__version__[0].isdigit()


def test_import_is_light() -> None:
    heavy = "spacy rdflib neo4j pyvis networkx onnxruntime arcadedb numpy click rich"
    code = f"import sys, kg; print(*sorted(set('{heavy}'.split()) & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


def test_extract_gives_claims_that_read_like_a_sentence(tmp_path: Path) -> None:
    text = "Hezbollah fought alongside the Syrian Army in Qusayr."
    first, *_ = kg.extract(text)
    assert str(first) == "Hezbollah -fights-alongside-> Syrian Army"
    assert first.evidence.quote == text
    file = tmp_path / "a.txt"
    file.write_text(text)
    assert next(iter(kg.extract(file))) == next(iter(kg.extract(str(file)))) == first
    assert list(kg.extract("")) == []
    with pytest.raises(kg.InputError, match=r"there is no file 'news\.txt'"):
        list(kg.extract("news.txt"))
    (tmp_path / "binary.txt").write_bytes(b"a\0b")
    with pytest.raises(kg.InputError, match=r"binary\.txt: it is binary"):
        list(kg.extract(tmp_path / "binary.txt"))


def test_extract_reads_words_of_time_against_the_date() -> None:
    claims = list(kg.extract("Hamas attacked Israel on Wednesday.", published="2015-10-16"))
    assert claims[0].time is not None
    assert claims[0].time.start == "2015-10-14"


def test_a_claim_says_how_it_is_said() -> None:
    one, other = kg.Mention("A", 0, 1), kg.Mention("b", 2, 3, name="B")
    claim = kg.Claim(
        one, "fights_against", other, kg.Evidence("d", 0, 3, "A b"), "denied", "planned", attributed_to=(other, one)
    )
    assert str(claim) == "A -fights-against-> B (denied) (planned) according to B, A"


def test_a_graph_answers_and_is_written(built: Path, tmp_path: Path) -> None:
    with kg.open(built, read_only=True) as graph:
        rows = graph.query("evidence", a="Hezbollah", b="Syrian Army")
        assert rows[0]["quote"].startswith("Hezbollah fought alongside")
        assert graph.cypher("RETURN $a + 1 AS b", a=1) == [{"b": 2}]
        assert graph.cypher("RETURN $write AS b", {"write": "x"}) == [{"b": "x"}]
        assert "allies" in graph.queries()
        assert graph.explain("Hamas")[0]["words"] == "Hamas"
        assert graph.info()["documents"] == 3
        assert graph.view(tmp_path / "g.html").path.read_text(encoding="utf-8").startswith("<!")
        assert graph.export(tmp_path / "g.ttl").stat().st_size
        network = graph.to_networkx()
        assert isinstance(network, networkx.MultiDiGraph)
        assert network.get_edge_data(
            "hezbollah", "armed-forces-of-syria", default=network.get_edge_data("armed-forces-of-syria", "hezbollah")
        )["fights-alongside"]["publishers"] == ["The Herald"]
        assert "<td>Hezbollah</td>" in rows._repr_html_()
        assert "<th>quote</th>" in rows._repr_html_()
        assert isinstance(graph.to_rdf(), rdflib.Graph)
        with pytest.raises(kg.UsageError, match=r"did you mean \.graphml"):
            graph.export(tmp_path / "g.graphm")


def test_a_graph_grows_and_shrinks(texts: Path, built: Path, tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    with kg.open(built, read_only=True) as graph:
        graph.export(file)
    with kg.build(texts / "strike.txt", tmp_path / "g.kg") as graph:
        assert graph.report is not None
        assert graph.report.documents == 1
        assert graph.load(file).documents == 2
        assert graph.load(file.read_text().splitlines()).unread == []
        assert graph.build([texts / "bridge.md"]).documents == 1
        assert graph.retract("Battle at the bridge") > 0
        assert graph.info()["documents"] == 1


def test_a_store_is_named_by_the_environment(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(built))
    with kg.open(read_only=True) as graph:
        assert graph.address == str(built)


def test_a_build_that_fails_lets_go_of_its_store(texts: Path, tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop(done: int, total: int, name: str) -> None:
        raise StopError

    with pytest.raises(StopError):
        kg.build(texts, tmp_path / "g.kg", on_document=stop)
    with kg.open(tmp_path / "g.kg") as graph:
        assert graph.info()["documents"] == 1  # what was read before stays
        graph.build(texts)
        assert graph.info()["documents"] == 3


def test_a_table_draws_itself() -> None:
    table = Table([{"a": "<b>", "n": [1, "x"]}, {"a": None, "n": True}])
    assert table.columns == ("a", "n")
    html = table._repr_html_()
    assert "<td>&lt;b&gt;</td><td>1, x</td>" in html
    assert "<td></td><td>yes</td>" in html
    assert cell(False) == "no"


def test_pandas_takes_a_table_or_is_asked_for() -> None:
    table = Table([{"a": 1}], ("a", "b"))
    if find_spec("pandas") is None:
        with pytest.raises(kg.UsageError, match="pip install pandas"):
            table.to_pandas()
    else:
        frame = table.to_pandas()
        assert list(frame.columns) == ["a", "b"]
        assert frame["a"].tolist() == [1]
        assert list(Table([], ("a",)).to_pandas().columns) == ["a"], "no rows have columns, too"


def test_the_rows_of_a_query_become_a_frame(built: Path) -> None:
    pandas = pytest.importorskip("pandas")
    with kg.open(built, read_only=True) as graph:
        rows = graph.query("evidence", a="Hezbollah", b="Syrian Army")
        none = graph.query("allies", actor="Turkey")
        frame, empty = rows.to_pandas(), none.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == list(rows.columns)
    assert frame["quote"].tolist() == [row["quote"] for row in rows]
    assert len(empty) == 0
    assert "ally" in empty.columns


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")

    def pieces() -> Any:
        yield b"new"
        raise kg.StoreError("gone", "come back")

    with pytest.raises(kg.StoreError):
        write_file(file, pieces())
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
