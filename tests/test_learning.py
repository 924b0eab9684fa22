"""A relation of one's own, taught from sentences: what is written, how it is read, and what is refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg.cli.app import run
from kg.errors import InputError, OntologyError, UsageError
from kg.extract.learning import FEWEST, Pair, learn, load_heads
from kg.extract.relation_network import relation_network
from kg.extract.relations import RelationExtractor
from kg.model import Claim, Document
from kg.ontology import load_ontology
from kg.pipeline import Options, fingerprint
from kg.teach import Taught, teach
from kg.text.pipelines import load_pipeline

SMUGGLING = Path(__file__).resolve().parent.parent / "examples" / "smuggling"
SAID = 24  # sentences of the example that say it
TEXT = (
    "Hezbollah secretly smuggled weapons across the border to Hamas, police said. The militia smuggled rifles across "
    "the border to Hamas. The Gulf Clan has smuggled rockets to Hamas through tunnels for years."
)
BLOCK = '# 2016 | wire | x\n[a {0}] smuggled arms to [b {1}].\n> a smuggles-to b | cue "smuggled"\n\n'
NAMES = ("Oz", "Ix", "Ur", "Ba", "Kem", "Lod", "Nim", "Pau", "Rin", "Sot", "Tal", "Vek")


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Taught:
    """What was learnt in a copy of the example; for reading only."""
    folder = tmp_path_factory.mktemp("taught") / "mine"
    shutil.copytree(SMUGGLING, folder)
    (one,) = teach(folder)
    return one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The relation of the example, without a sentence."""
    shutil.copy(SMUGGLING / "relations.ttl", tmp_path)
    return tmp_path


@pytest.fixture
def learnt(taught: Taught, folder: Path) -> Path:
    """A copy of what was learnt, to spoil."""
    (folder / "learnt").mkdir()
    return Path(shutil.copy(taught.path, folder / "learnt"))


def home(taught: Taught) -> Path:
    return taught.path.parent.parent


def claims(text: str, folder: Path) -> list[Claim]:
    (parsed,) = load_pipeline("reader")([Document(text)])
    extractor = RelationExtractor(load_ontology(extra=[folder]))
    return [one for one in extractor(parsed) if isinstance(one, Claim)]


def test_a_head_is_written(taught: Taught) -> None:
    assert taught.relation == "smuggles-to"
    assert taught.path == home(taught) / "learnt" / "smuggles_to.json"
    row = json.loads(taught.path.read_text(encoding="utf-8"))
    assert (row["relation"], row["network"]) == ("smuggles_to", relation_network().mark)
    assert len(row["sentences"]) == len(row["vectors"]) == SAID
    assert {len(vector) for vector in row["vectors"]} == {len(row["weights"])}
    assert any(sentence.startswith("Traffickers from Zuwara smuggled diesel") for sentence in row["sentences"])


def test_figures_are_sane(taught: Taught) -> None:
    figures = taught.figures
    assert figures.said == SAID
    assert figures.silent > SAID
    assert all(0 < value <= 1 for value in (figures.precision, figures.recall, figures.f1))
    product, total = figures.precision * figures.recall, figures.precision + figures.recall
    assert figures.f1 == pytest.approx(2 * product / total)
    assert figures.f1 > figures.said / (figures.said + figures.silent)  # better than to claim it of every pair
    assert 0 < figures.threshold < 1


def test_the_head_tells_its_own_sentences_apart(taught: Taught) -> None:
    network = relation_network()
    head = load_heads(load_ontology(extra=[home(taught)]), network.mark)["smuggles_to"]
    assert head.threshold == taught.figures.threshold
    own = np.array([head(vector) for vector in head.vectors])
    assert ((own >= 0) & (own <= 1)).all()
    assert (own >= head.threshold).mean() > 0.7


def test_the_same_sentences_give_the_same_bytes(taught: Taught, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(SMUGGLING, again)
    command = [sys.executable, "-c", "from kg.cli import main; main()", "learn", str(again)]
    seeded = {**os.environ, "PYTHONHASHSEED": "1"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=seeded)
    assert (done.returncode, done.stderr) == (0, "")
    written = again / "learnt" / "smuggles_to.json"
    assert done.stdout.startswith(f"smuggles-to: {SAID} pairs that say it, {taught.figures.silent} that do not; ")
    assert f"F1 {taught.figures.f1:.2f} → {written}\n" in done.stdout
    assert written.read_bytes() == taught.path.read_bytes()


def test_what_was_learnt_is_read(taught: Taught) -> None:
    found = [one for one in claims(TEXT, home(taught)) if one.relation == "smuggles_to"]
    assert "Hamas" in {one.object.name for one in found}
    assert all(taught.figures.threshold <= one.confidence <= 1 for one in found)
    assert all(one.extractor == RelationExtractor.name for one in found)


@pytest.mark.parametrize("text", ["Malta met Libya in Geneva on Monday.", "Israel bombed Syria.", "It rained in Oz."])
def test_what_does_not_say_it_is_not_claimed(taught: Taught, text: str) -> None:
    assert "smuggles_to" not in {one.relation for one in claims(text, home(taught))}


def test_what_was_learnt_changes_how_texts_are_read(taught: Taught, folder: Path) -> None:
    options = Options()
    before = fingerprint(load_ontology(extra=[folder]), options)
    (folder / "learnt").mkdir()
    shutil.copy(taught.path, folder / "learnt")
    assert fingerprint(load_ontology(extra=[folder]), options) != before  # texts read before are read anew


def test_extract_uses_it(taught: Taught, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "note.txt"
    note.write_text(TEXT, encoding="utf-8")
    assert run(["extract", str(note), "--ontology", str(home(taught))]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ("smuggles-to", "Hamas") in {(row["relation"], row["object"]["name"]) for row in rows}
    assert run(["extract", str(note)]) == 0
    assert "smuggles-to" not in capsys.readouterr().out


def test_a_project_folder_keeps_what_was_learnt_beside_its_ontology(taught: Taught, tmp_path: Path) -> None:
    shutil.copytree(SMUGGLING, tmp_path / "ontology")
    path = tmp_path / "ontology" / "learnt" / "smuggles_to.json"
    path.parent.mkdir()
    path.write_text("{}", encoding="utf-8")  # a file that cannot be used is no hindrance
    (again,) = teach(tmp_path, "smuggles-to")
    assert again == replace(taught, path=path)
    assert path.read_bytes() == taught.path.read_bytes()
    assert set(load_heads(load_ontology(extra=[tmp_path]), relation_network().mark)) == {"smuggles_to"}


def test_too_few_sentences(folder: Path) -> None:
    (folder / "few.claims").write_text("".join(BLOCK.format(*pair) for pair in pairwise(NAMES[:FEWEST])))
    with pytest.raises(InputError, match="only 9 sentences say smuggles-to") as caught:
        list(teach(folder))
    assert str(FEWEST) in caught.value.way_out
    assert not (folder / "learnt").exists()


def test_a_sentence_with_many_pairs_counts_once() -> None:
    vector = np.zeros(4, dtype=np.float32)
    with pytest.raises(InputError, match="only 1 sentences"):
        learn("smuggles_to", [Pair(0, "Oz", vector, said=True)] * 50)


def test_as_many_as_are_needed_without_any_that_do_not_say_it() -> None:
    pairs = [Pair(k, f"Oz {k}", np.eye(FEWEST, dtype=np.float32)[k], said=True) for k in range(FEWEST)]
    head, figures = learn("smuggles_to", pairs)
    assert (figures.said, figures.silent) == (FEWEST, 0)
    assert all(np.isfinite(head.weights))
    assert head.sentences == tuple(pair.text for pair in pairs)


def test_no_relation_of_ones_own(folder: Path) -> None:
    (folder / "other.claims").write_text('# 2016 | wire | x\n[a Oz] bombed [b Ix].\n> a attacks b | cue "bombed"\n')
    with pytest.raises(InputError, match="no relation of your own") as caught:
        list(teach(folder))
    assert "--relation" in caught.value.way_out
    with pytest.raises(InputError, match="only 0 sentences say smuggles-to"):
        list(teach(folder, "smuggles-to"))


def test_an_unknown_relation(folder: Path) -> None:
    shutil.copy(SMUGGLING / "smuggling.claims", folder)
    with pytest.raises(UsageError, match="no relation called 'smugles-to'") as caught:
        list(teach(folder, "smugles-to"))
    assert "smuggles-to" in caught.value.way_out


def test_faults_of_the_sentences_and_of_the_folder(folder: Path) -> None:
    (folder / "bad.claims").write_text("% mine\n\n# 2016 | wire | x\n[a Oz left.\n-\n")
    with pytest.raises(InputError, match=r"bad\.claims:3: the mention 'a' is never closed"):
        list(teach(folder))
    with pytest.raises(OntologyError, match="no such folder"):
        list(teach(folder / "nowhere"))
    empty = folder / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match=r"no \.claims file"):
        list(teach(empty))


def spoilt(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        row = json.loads(text)
        change(row)
        return json.dumps(row)

    return changed


@pytest.mark.parametrize(
    ("spoil", "cause"),
    [
        (lambda text: text[:1000], "is no learnt relation"),
        (lambda _text: "[]", "is no learnt relation"),
        (lambda _text: "{}", "is no learnt relation"),
        (spoilt(lambda row: row.pop("weights")), "is no learnt relation"),
        (spoilt(lambda row: row["weights"].pop()), "do not fit together"),
        (spoilt(lambda row: row["sentences"].pop()), "do not fit together"),
        (spoilt(lambda row: row["vectors"][0].pop()), "is no learnt relation"),
        (spoilt(lambda row: row.update(bias="much")), "is no learnt relation"),
        (spoilt(lambda row: row.update(network="another")), "another version of the network"),
        (spoilt(lambda row: row.pop("network")), "another version of the network"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(learnt: Path, spoil: Callable[[str], str], cause: str) -> None:
    learnt.write_text(spoil(learnt.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(InputError, match=cause) as caught:
        RelationExtractor(load_ontology(extra=[learnt.parent.parent]))
    assert str(learnt) in caught.value.cause
    assert caught.value.way_out == f"kg learn {learnt.parent.parent}"


def test_what_no_ontology_defines_is_passed_over(learnt: Path) -> None:
    (learnt.parent.parent / "relations.ttl").unlink()
    assert load_heads(load_ontology(extra=[learnt.parent.parent]), relation_network().mark) == {}


def test_learn_tells_what_went_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["learn", str(folder)]) == 1
    assert capsys.readouterr().err.startswith(f"error: {folder} holds no .claims file\n  try: ")
    shutil.copy(SMUGGLING / "smuggling.claims", folder)
    assert run(["learn", str(folder), "--relation", "smugles-to"]) == 2
    assert capsys.readouterr().err == (
        "error: there is no relation called 'smugles-to'\n  try: did you mean smuggles-to?\n"
    )
    assert run(["learn"]) == 2
    assert not (folder / "learnt").exists()


def test_learn_says_when_it_is_not_learnt_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    silent = BLOCK.partition(">")[0] + "-\n\n"
    pairs = list(permutations(NAMES, 2))[:50]
    blocks = [(silent if k % 5 else BLOCK).format(*pair) for k, pair in enumerate(pairs)]  # no rhyme or reason
    (folder / "noise.claims").write_text("".join(blocks), encoding="utf-8")
    assert run(["learn", str(folder), "--relation", "smuggles_to"]) == 0
    done = capsys.readouterr()
    assert done.out.startswith("smuggles-to: 10 pairs that say it, 90 that do not; ")
    assert done.err.startswith("smuggles-to is not learnt well: more sentences")
