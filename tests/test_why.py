"""Why the network reads a relation: cue words, scores, the sentences most alike, and `kg explain` of a claim."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from kg.cli.app import run
from kg.errors import InputError
from kg.extract.learning import Head, load_heads
from kg.extract.relation_network import WIDTH, PairScores, relation_network
from kg.extract.why import cue_words, nearest, shipped, why
from kg.ontology import load_ontology
from kg.teach import teach

SMUGGLING = Path(__file__).resolve().parent.parent / "examples" / "smuggling"
BOMBED = "The Sudanese army bombed the rebels on Monday."
ARMY, REBELS = "The Sudanese army", "the rebels"
SMUGGLED = (
    "Hezbollah secretly smuggled weapons across the border to Hamas, police said. The militia smuggled rifles across "
    "the border to Hamas. The Gulf Clan has smuggled rockets to Hamas through tunnels for years."
)
Lines = list[tuple[str, str]]


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a learnt relation; for reading only."""
    folder = tmp_path_factory.mktemp("taught") / "mine"
    shutil.copytree(SMUGGLING, folder)
    assert [one.relation for one in teach(folder)] == ["smuggles-to"]
    return folder


@pytest.fixture(scope="module")
def heads(taught: Path) -> dict[str, Head]:
    return load_heads(load_ontology(extra=[taught]), relation_network().mark)


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def read(text: str, one: str, other: str) -> PairScores:
    (scores,) = relation_network().read(text, [span(text, one), span(text, other)], [(0, 1)])
    assert scores is not None
    return scores


def told(text: str, one: str, other: str, relation: str, heads: dict[str, Head]) -> Lines:
    return why(relation_network(), heads, text, span(text, one), span(text, other), relation)


def pointed(text: str, points: dict[str, float]) -> PairScores:
    """Real scores of a text, with the pieces that some words begin with made the cue."""
    scores = read(text, ARMY, REBELS)
    cues = np.full(len(scores.offsets), -9, dtype=np.float32)
    for words, value in points.items():
        cues[[k for k, (a, b) in enumerate(scores.offsets) if text.index(words) == a < b]] = value
    return PairScores(
        scores.labels, scores.denied, scores.modality, cues, scores.claimants, scores.offsets, scores.vector
    )


def test_cue_words_of_a_clear_case() -> None:
    assert "bombed" in cue_words(BOMBED, read(BOMBED, ARMY, REBELS))


@pytest.mark.parametrize("text", [BOMBED, f"{BOMBED[:-1]}, as 🔥 the \u202erest\u202c of it fled."])
def test_cue_words_stand_in_the_text(text: str) -> None:
    found = cue_words(text, read(text, ARMY, REBELS))
    assert found
    assert all(word in text for word in found)


def test_cue_words_are_whole_and_joined_where_they_stand_together() -> None:
    text = "The Sudanese army opened fire on the rebels, who kowtowed."
    assert cue_words(text, pointed(text, {"opened": 3, "fire": 3, "kow": 3})) == ["opened fire", "kowtowed"]


def test_without_a_sure_cue_the_likeliest_word_is_told() -> None:
    assert cue_words(BOMBED, pointed(BOMBED, {"bombed": -2})) == ["bombed"]


def test_the_marks_around_a_text_are_no_cue() -> None:
    scores = pointed(BOMBED, {"bombed": -2})
    edges = [k for k, (start, end) in enumerate(scores.offsets) if start == end]
    assert edges
    scores.cues[edges] = -1
    assert cue_words(BOMBED, scores) == ["bombed"]


def test_a_learnt_relation_is_explained(heads: dict[str, Head]) -> None:
    lines = told(SMUGGLED, "Hezbollah", "Hamas", "smuggles_to", heads)
    assert [what for what, _ in lines] == ["cue words", "scores", *["like what it learnt from"] * 3]
    assert re.fullmatch(r"([a-z/A-Z-]+ [01]\.\d\d, ){3}smuggles-to [01]\.\d\d", lines[1][1])
    sentences = heads["smuggles_to"].sentences
    for _, value in lines[2:]:
        sentence, likeness = re.fullmatch(r"(.*) \((-?[01]\.\d\d)\)", value).groups()  # type: ignore[union-attr]
        assert sentence in sentences
        assert -1 <= float(likeness) <= 1


def test_the_nearest_of_a_learnt_relation_is_the_sentence_itself(heads: dict[str, Head]) -> None:
    head = heads["smuggles_to"]
    text = next(one for one in head.sentences if one.startswith("Traffickers from Zuwara smuggled diesel"))
    found = list(nearest(read(text, "Traffickers from Zuwara", "Malta"), "smuggles_to", heads))
    assert found[0][1] == text
    assert found[0][0] == pytest.approx(1, abs=0.01)
    assert [likeness for likeness, _ in found] == sorted((likeness for likeness, _ in found), reverse=True)


def test_a_shipped_relation_is_explained() -> None:
    lines = told(BOMBED, ARMY, REBELS, "attacks", {})
    assert [what for what, _ in lines] == ["cue words", "scores", *["like what it learnt from"] * 3]
    assert "bombed" in lines[0][1]
    assert re.fullmatch(r"attacks [01]\.\d\d(, [a-z/A-Z-]+ [01]\.\d\d){2}", lines[1][1])
    assert lines == told(BOMBED, ARMY, REBELS, "attacks", {})


def test_the_nearest_of_a_shipped_relation_are_its_own() -> None:
    texts, labels, vectors = shipped()
    assert len(texts) == len(labels) == len(vectors)
    assert vectors.shape[1] == WIDTH
    assert set(labels) <= set(relation_network().labels) - {""}
    scores = read(BOMBED, ARMY, REBELS)
    for relation in ("attacks", "meets"):
        found = list(nearest(scores, relation, {}))
        own = {text for text, label in zip(texts, labels, strict=True) if label.partition("/")[0] == relation}
        assert len(found) == 3
        assert {sentence for _, sentence in found} <= own
        assert all(-1.01 <= likeness <= 1.01 for likeness, _ in found)
    assert next(nearest(scores, "attacks", {}))[0] > next(nearest(scores, "meets", {}))[0]


def test_a_relation_that_was_not_learnt_has_no_sentences() -> None:
    assert list(nearest(read(BOMBED, ARMY, REBELS), "smuggles_to", {})) == []


def test_missing_sentences_are_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing: nearest\.json, nearest\.npy"):
        shipped(tmp_path)


def test_a_text_beyond_what_is_read_is_not_explained() -> None:
    text = f"Oz fled. {'The rain fell on. ' * 900}Ix attacked Ur."
    assert told(text, "Oz", "Ur", "attacks", {}) == []
    assert told(text, "Ix", "Ur", "attacks", {}) == []


def explained(
    capsys: pytest.CaptureFixture[str], text: str, relation: str, tmp_path: Path, *options: str
) -> dict[str, list[str]]:
    """Build a graph of a text and explain a claim of that relation, by the program."""
    note, store = tmp_path / "note.txt", str(tmp_path / "note.kg")
    note.write_text(text, encoding="utf-8")
    assert run(["build", str(note), "-s", store, *options]) == 0
    ask = "MATCH (c:Claim {relation: $relation}) RETURN c.id AS id, c.quote AS quote ORDER BY id"
    capsys.readouterr()
    assert run(["cypher", ask, "-p", f"relation={relation}", "-s", store, "-f", "json"]) == 0
    claim = json.loads(capsys.readouterr().out)[0]
    assert run(["explain", claim["id"], "-s", store, "-f", "json", *options]) == 0
    rows: dict[str, list[str]] = {}
    for row in json.loads(capsys.readouterr().out):
        rows.setdefault(row["what"], []).append(row["is"])
    assert rows["quote"] == [claim["quote"]]
    return rows


def test_explain_shows_why_a_learnt_relation_was_read(
    taught: Path, heads: dict[str, Head], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = explained(capsys, SMUGGLED, "smuggles-to", tmp_path, "--ontology", str(taught))
    assert all(word in SMUGGLED for word in rows["cue words"][0].split(", "))
    assert "smuggles-to" in rows["scores"][0]
    assert len(rows["like what it learnt from"]) == 3
    assert all(line.rpartition(" (")[0] in heads["smuggles_to"].sentences for line in rows["like what it learnt from"])


def test_explain_shows_the_cue_words_of_a_claim(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "It rained all day. The Free Syrian Army attacked Hezbollah in Qusayr, officials said."
    rows = explained(capsys, text, "attacks", tmp_path)
    assert "attacked" in rows["cue words"][0]
    assert "attacks" in rows["scores"][0]
    assert rows["like what it learnt from"]
