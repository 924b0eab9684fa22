"""The network that scores pairs: distributions, the edges of what it reads, and texts that mean it ill."""

from __future__ import annotations

import json
import shutil
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from kg.errors import InputError
from kg.extract.relation_network import MODALITIES, WEIGHTS, PairScores, RelationNetwork, relation_network
from kg.extract.relations import RelationExtractor
from kg.model import Claim, Document
from kg.ontology import load_ontology
from kg.text.pipelines import load_pipeline

ONTOLOGY = load_ontology()
BOMBED = "The Sudanese army bombed the rebels on Monday, a church group said."
ARMY, REBELS, CHURCH = "The Sudanese army", "the rebels", "a church group"


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def read(text: str, *ends: str, network: RelationNetwork | None = None) -> list[PairScores | None]:
    """Score every ordered pair of the words."""
    pairs = list(permutations(range(len(ends)), 2))
    return (network or relation_network()).read(text, [span(text, words) for words in ends], pairs)


def read_pair(text: str, one: str, other: str, network: RelationNetwork | None = None) -> PairScores:
    scores = read(text, one, other, network=network)[0]
    assert scores is not None
    return scores


def likeliest(scores: PairScores) -> str:
    return relation_network().relations[int(scores.labels.argmax())]


def sound(scores: PairScores) -> bool:
    """Tell whether all numbers are what they are said to be."""
    network = relation_network()
    assert scores.labels.shape == (len(network.labels),)
    assert scores.modality.shape == (len(MODALITIES),)
    assert scores.cues.shape == scores.claimants.shape == (len(scores.offsets),)
    assert scores.labels.sum() == pytest.approx(1, abs=1e-4)
    assert scores.modality.sum() == pytest.approx(1, abs=1e-4)
    assert 0 <= scores.denied <= 1
    assert scores.labels.min() >= 0
    return all(bool(np.isfinite(one).all()) for one in (scores.labels, scores.cues, scores.claimants, scores.vector))


def test_every_ordered_pair_is_a_distribution() -> None:
    found = read(BOMBED, ARMY, REBELS, CHURCH)
    assert len(found) == 6
    assert all(one is not None and sound(one) for one in found)


def test_a_clear_case_is_read() -> None:
    assert likeliest(read_pair(BOMBED, ARMY, REBELS)) == "attacks"
    assert likeliest(read_pair(BOMBED, ARMY, CHURCH)) == ""
    cues = read_pair(BOMBED, ARMY, REBELS)
    start, end = cues.offsets[int(cues.cues.argmax())]
    assert "bombed".startswith(BOMBED[start:end])


def test_denial_is_read() -> None:
    said = read_pair("The army attacked the rebels.", "The army", "the rebels")
    denied = read_pair("The army did not attack the rebels.", "The army", "the rebels")
    assert said.denied < 0.5 < denied.denied


def test_labels_are_of_the_ontology() -> None:
    network = relation_network()
    assert network.labels[0] == ""
    assert set(network.relations[1:]) <= set(ONTOLOGY.relations)
    assert set(network.plover) <= {one.plover for one in ONTOLOGY.relations.values()} | {""}
    assert network.mark
    thresholds = network.settings["thresholds"]
    assert set(thresholds) <= {"", "framed", *ONTOLOGY.relations}
    assert all(0 < value < 1 for value in thresholds.values())


def test_an_empty_span_is_somebody_whom_the_text_does_not_name() -> None:
    there, back = relation_network().read(BOMBED, [span(BOMBED, ARMY), (0, 0)], [(0, 1), (1, 0)])
    assert there is not None
    assert back is not None
    assert sound(there)
    assert sound(back)


def test_only_the_pairs_asked_for_are_scored_in_their_order() -> None:
    network = relation_network()
    spans = [span(BOMBED, one) for one in (ARMY, REBELS, CHURCH)]
    assert network.read(BOMBED, spans, []) == []
    first, again = network.read(BOMBED, spans, [(0, 1), (0, 1)])
    assert first is again
    alone = network.read(BOMBED, spans[:2], [(0, 1)])[0]
    assert alone is not None
    assert first is not None
    assert likeliest(alone) == likeliest(first)


@pytest.mark.parametrize("outside", [(500, 510), (len(BOMBED), len(BOMBED) + 1), (-9, -2), (17, 18)])
def test_a_span_without_words_gives_no_scores(outside: tuple[int, int]) -> None:
    network = relation_network()
    found = network.read(BOMBED, [span(BOMBED, ARMY), outside, span(BOMBED, REBELS)], [(0, 1), (1, 0), (0, 2)])
    assert found[:2] == [None, None]
    assert found[2] is not None
    assert network.read(BOMBED, [outside, outside], [(0, 1)]) == [None]


def test_pairs_beyond_what_is_read_give_none() -> None:
    text = f"Oz attacked Ix. {'The rain fell on. ' * 900}Ur backed Ba."
    assert len(text.split()) > 3000
    near, far, across = relation_network().read(
        text, [span(text, one) for one in ("Oz", "Ix", "Ur", "Ba")], [(0, 1), (2, 3), (0, 3)]
    )
    assert near is not None
    assert sound(near)
    assert (far, across) == (None, None)


def test_five_thousand_words() -> None:
    text = "army " * 5000
    found = relation_network().read(text, [(0, 4), (5, 9), (24000, 24004)], [(0, 1), (0, 2)])
    assert found[0] is not None
    assert sound(found[0])
    assert found[1] is None


def test_the_same_input_gives_the_same_numbers() -> None:
    fresh = RelationNetwork(1)
    first, second, third = (read_pair(BOMBED, ARMY, REBELS, one) for one in (fresh, fresh, RelationNetwork(1)))
    for other in (second, third):
        for name in ("labels", "modality", "cues", "claimants", "vector"):
            assert np.array_equal(getattr(first, name), getattr(other, name)), name
        assert first.denied == other.denied


def test_the_number_of_threads_changes_no_relation() -> None:
    one, two = relation_network(1), relation_network(2)
    assert one is relation_network(1)
    assert one is not two
    for ends in permutations((ARMY, REBELS, CHURCH), 2):
        assert likeliest(read_pair(BOMBED, *ends, one)) == likeliest(read_pair(BOMBED, *ends, two))


def test_missing_weights_are_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"relations\.int8\.onnx, relations\.json") as caught:
        RelationNetwork(weights=tmp_path)
    assert caught.value.way_out
    shutil.copy(WEIGHTS / "relations.json", tmp_path)
    with pytest.raises(InputError, match=r"missing: relations\.int8\.onnx"):
        RelationNetwork(weights=tmp_path)


def test_settings_are_complete() -> None:
    settings = json.loads((WEIGHTS / "relations.json").read_text(encoding="utf-8"))
    assert {"labels", "mark", "thresholds", "weights"} <= set(settings)
    assert len(set(settings["labels"])) == len(settings["labels"])


HOSTILE = {
    "emoji": "🔥🔥 Hamas 🇵🇸 attacked 👨‍👩‍👧‍👦 Israel 💥!!!",
    "right to left": "حماس هاجمت: Hamas \u202eattacked\u202c Israel، אמר דובר.",
    "control characters": "\x00\x01Hamas\x07 attacked\x1b[31m Israel\x7f\ufeff\u200b.",
    "combining": "Hamas a\u0301\u0301\u0301\u0301ttacked Israel" + "\u0336" * 50,
    "brackets": "[CLS] Hamas [SEP] attacked [MASK] Israel [PAD] </s> {{x}} %s $(rm) '; DROP",
    "a long word": "Hamas attacked Israel" + "a" * 20000,
    "lines": "Hamas\r\n\r\n\tattacked\u2028\u2029\x0b\x0cIsrael",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text(text: str) -> None:
    scores = read_pair(text, "Hamas", "Israel")
    assert sound(scores)
    assert all(0 <= start <= end <= len(text) for start, end in scores.offsets)


@pytest.mark.parametrize("words", ["\x00\x01", "\u200b", "  "])
def test_a_mention_of_what_cannot_be_seen(words: str) -> None:
    text = f"Hamas attacked {words} Israel"
    found = read(text, "Hamas", words)
    assert all(one is None or sound(one) for one in found)
    assert relation_network().read("", [(0, 1), (1, 2)], [(0, 1)]) == [None]


def test_hostile_text_is_read_by_the_extractor() -> None:
    documents = [Document(text) for text in HOSTILE.values()]
    extractor = RelationExtractor(ONTOLOGY)
    for document, parsed in zip(documents, load_pipeline("reader")(documents), strict=True):
        for claim in (one for one in extractor(parsed) if isinstance(one, Claim)):
            evidence = claim.evidence
            assert document.text[evidence.start : evidence.end] == evidence.quote
            for mention in (claim.subject, claim.object, *claim.attributed_to):
                assert document.text[mention.start : mention.end] == mention.text


def test_a_sentence_of_five_thousand_words_is_read_by_the_extractor() -> None:
    text = "Hamas attacked Israel " + "and the rain and the wind " * 830
    assert len(text.split()) > 4900
    (parsed,) = load_pipeline("reader")([Document(text)])
    found = [one for one in RelationExtractor(ONTOLOGY)(parsed) if isinstance(one, Claim)]
    assert all(0 <= one.confidence <= 1 for one in found)
