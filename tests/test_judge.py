"""Judging a given pair of mentions, and the script that measures with it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from kg.extract.judge import Judgement, judge
from kg.extract.relations import RelationExtractor
from kg.model import Document, Mention
from kg.ontology import load_ontology
from kg.text.pipelines import load_pipeline

EVALUATE = Path(__file__).resolve().parent.parent / "scripts" / "evaluate"


@cache
def extractor() -> RelationExtractor:
    return RelationExtractor(load_ontology())


def best(text: str, source: str, target: str) -> list[tuple[str, bool, str]]:
    parsed = next(iter(load_pipeline("reader")([Document(text)])))
    first, second = (Mention(name, text.index(name), text.index(name) + len(name)) for name in (source, target))
    return [(one.relation, one.stated, one.polarity) for one in judge(extractor(), parsed, first, second)]


def test_what_a_frame_claims_comes_first() -> None:
    assert best("The Blue Party condemned the Red Party.", "The Blue Party", "the Red Party")[0][:2] == (
        "accuses",
        True,
    )


def test_a_denial_is_told() -> None:
    assert best("Oz did not attack Ix.", "Oz", "Ix")[0] == ("attacks", True, "denied")


def test_without_a_claim_the_nearest_word_suggests() -> None:
    relation, stated, _ = best("Oz, amid sanctions, spoke about the case of Ix.", "Oz", "Ix")[0]
    assert not stated
    assert relation


def test_a_pair_that_is_not_two_mentions_has_no_relation() -> None:
    assert best("Oz spoke.", "Oz", "Oz") == []


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(EVALUATE), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_evaluate_events_writes_one_event_an_entry_in_order(tmp_path: Path) -> None:
    text = "Oz ambushed Ix. Ix condemned Oz."
    event = {"source_spans": [[0, 2]], "target_spans": [[12, 14]], "plover": "ASSAULT", "quad_class": 4, "polarity": -1}
    other = {
        "source_spans": [[16, 18]],
        "target_spans": [[29, 31]],
        "plover": "ACCUSE",
        "quad_class": 3,
        "polarity": -1,
    }
    blank = {"source_spans": [], "target_spans": [], "plover": None, "quad_class": None, "polarity": 0}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"id": "one", "text": text, "events": [event, other, blank]}) + "\n", encoding="utf-8")
    result = run("events", str(gold), "-o", str(tmp_path / "pred.jsonl"))
    assert result.returncode == 0, result.stderr
    found = json.loads((tmp_path / "pred.jsonl").read_text(encoding="utf-8"))
    assert [one["plover"] for one in found["events"]] == ["ASSAULT", "ACCUSE", None]
    assert "macro-F1 1.000" in result.stdout
    own = run("events", str(gold), "--pairs", "own", "-o", str(tmp_path / "own.jsonl"))
    assert own.returncode == 0, own.stderr


@pytest.mark.parametrize("mentions", ["gold", "own"])
def test_evaluate_re3d_writes_one_relation_a_line(tmp_path: Path, mentions: str) -> None:
    folder = tmp_path / "set" / "part"
    folder.mkdir(parents=True)
    text = "Hamas attacked Israel in Gaza."
    entity = {"documentId": "d", "confidence": 1, "type": "Organisation"}
    entities = [{**entity, "begin": 0, "end": 5}, {**entity, "begin": 15, "end": 21, "type": "Location"}]
    relation = {
        "documentId": "d", "confidence": 1, "type": "FightingAgainst",
        "sourceBegin": 0, "sourceEnd": 5, "targetBegin": 15, "targetEnd": 21,
    }  # fmt: skip
    rows = {"documents": [{"_id": "d", "text": text}], "entities": entities, "relations": [relation]}
    for name, lines in rows.items():
        (folder / f"{name}.json").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    output = tmp_path / "pred.jsonl"
    result = run("re3d", str(tmp_path / "set"), "--mentions", mentions, "--split", "all", "-o", str(output))
    assert result.returncode == 0, result.stderr
    assert "F1 1.000" in result.stdout
    found = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert {"doc_id": "d", "source_begin": 0, "target_begin": 15, "type": "FightingAgainst"}.items() <= found[0].items()


def test_evaluate_says_when_there_is_no_such_set(tmp_path: Path) -> None:
    result = run("re3d", str(tmp_path / "nowhere"), "-o", str(tmp_path / "pred.jsonl"))
    assert result.returncode == 1
    assert result.stderr.startswith("error: ")


def judged(text: str, source: str, target: str | None) -> list[Judgement]:
    parsed = next(iter(load_pipeline("reader")([Document(text)])))
    ends = [Mention(name, text.index(name), text.index(name) + len(name)) for name in (source, target) if name]
    return judge(extractor(), parsed, ends[0], ends[1] if target else None)


@pytest.mark.parametrize("text", ["Sudan attacked.", "It rained. Sudan condemned the raid on Monday."])
def test_a_target_that_is_not_named(text: str) -> None:
    ranked = judged(text, "Sudan", None)
    assert ranked
    assert not any(one.stated for one in ranked)  # a frame claims nothing of nobody
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)
    assert len({(one.relation, one.plover) for one in ranked}) == len(ranked)
    assert {one.relation for one in ranked} <= set(load_ontology().relations)
    assert ranked == judged(text, "Sudan", None)


def test_what_is_promised_or_refused_is_counted_as_the_codebook_does() -> None:
    assert {"AGREE", "REJECT", "THREATEN"} <= {one.plover for one in judged("Oz will aid Ix.", "Oz", "Ix")}


def test_a_pair_in_two_sentences_is_judged_and_one_too_far_apart_is_not() -> None:
    assert judged("Oz met envoys. It then bombed Ix.", "Oz", "Ix")
    assert judged(f"Oz met envoys. {'It rained on them all day. ' * 120} It then bombed Ix.", "Oz", "Ix") == []


OWN = """# 1998-06-04 | wire | Sudan
[a Hamas] attacked [b Israel] on Monday.
> a attacks b | cue "attacked" | time "on Monday"

# 2011 | wire | x
[a Hezbollah] attacked [b Turkey].
> b succeeds a | cue "attacked"
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "x-test.claims").write_text(OWN, encoding="utf-8")
    (tmp_path / "x.claims").write_text("# - | wire | x\n[a Oz] left.\n-\n", encoding="utf-8")  # not held back
    return tmp_path


def test_evaluate_own_prints_scores_and_lists_errors(corpus: Path) -> None:
    result = run("own", str(corpus), "--errors")
    assert (result.returncode, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "2 sentences and passages, 2 claims told"
    scores = r"P [01]\.\d{3}  R [01]\.\d{3}  F1 [01]\.\d{3}  P_ann [01]\.\d{3}"
    assert re.fullmatch(rf"all +{scores}  \(F1 95 % [01]\.\d{{3}}-[01]\.\d{{3}}\)", lines[1])
    assert re.fullmatch(rf"attacks +{scores}", lines[2])
    assert "R 1.000" in lines[2]
    assert re.fullmatch(rf"succeeds +{scores}", lines[3])
    assert "R 0.000" in lines[3]
    assert "time                 right in 1.000 of 1 matched claims" in lines
    assert "missed: Turkey succeeds Hezbollah (attacked)" in lines
    assert "    Hezbollah attacked Turkey." in lines
    assert any(line.startswith("wrong relation: Hezbollah -attacks-> Turkey [0.") for line in lines)
    assert "    1 missed: succeeds" in lines
    plain = run("own", str(corpus))
    assert "Turkey" not in plain.stdout
    assert "    1 missed: succeeds" in plain.stdout
    assert plain.stdout.splitlines()[:4] == lines[:4]


def test_evaluate_own_holds_to_a_floor(corpus: Path) -> None:
    result = run("own", str(corpus), "--mentions", "own", "--floor", "1.0")
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith("2 sentences and passages, 2 claims told")


def test_evaluate_own_says_what_is_not_sound(corpus: Path, tmp_path: Path) -> None:
    (corpus / "x-test.claims").rename(corpus / "y.claims")
    result = run("own", str(corpus))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error: {tmp_path} holds no *-test.claims\n  try: ")
    (corpus / "x.claims").write_text("# - | wire | x\n[a Oz left.\n-\n", encoding="utf-8")
    result = run("own", str(corpus))
    assert result.returncode == 1
    assert "x.claims:1: the mention 'a' is never closed" in result.stderr
    assert "Traceback" not in result.stderr
