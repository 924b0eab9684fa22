"""The reader: what every reading holds to, how well it reads, and that nothing makes it stumble."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from spacy.tokens import Doc

from kg.errors import InputError
from kg.model import Document
from kg.text.reader import reader
from kg.text.reader.lemmas import lemma
from kg.text.reader.network import WINDOW, Network
from kg.text.reader.read import ReaderPipeline
from kg.text.reader.trees import best_tree
from kg.text.reader.words import paragraph_breaks, split_words

NEWS = (
    "Syrian army retakes Qusayr\n"
    "The U.S.-led coalition bombed pro-regime forces near al-Tanf on Oct. 14, Gen. Joseph Votel said. "
    "“We will not stop,” he added. Iran-backed Hezbollah fought alongside the Syrian Arab Army.\n\n"
    "- Russia backs Damascus\n"
    "- The rebels didn’t deny it\n"
)
HOSTILE = {
    "empty": "",
    "spaces": "   ",
    "lines": "\n" * 10_000,
    "nulls": "a\x00b \x00 c",
    "zero width": "Hez\u200bbollah \u200b\u200b attacked \u200b",
    "one long word": "a" * 300_000,
    "one long line": "Syria," * 500,
    "brackets": "(" * 50_000,
    "right to left": "قال الجيش السوري إنه هاجم حلب. \u202eabc\u202c",
    "emoji": "👨‍👩‍👧‍👦 🇸🇾 fought 😀😀 in Aleppo.",
    "chinese": "叙利亚军队袭击了阿勒颇" * 40,
    "combining": "e" + "\u0301" * 5_000,
    "odd spaces": " \t a\tb\u00a0\u2003c\x0b\x0cd\u2028e\x85f \n ",
    "hyphens": "x-" * 95 + "x " + "--- -- - ‐",
    "quotes": '" ' * 300,
}


@pytest.fixture(scope="module")
def pipeline() -> ReaderPipeline:
    return reader()


def hold_to_the_contract(doc: Doc, text: str) -> None:
    assert doc.text == text
    for sentence in doc.sents:
        roots = [token for token in sentence if token.head.i == token.i]
        assert len(roots) == 1
        assert roots[0].dep_ == "ROOT"
        for token in sentence:
            assert sentence.start <= token.head.i < sentence.end
            assert token.tag_ and token.pos_ and token.lemma_ and token.dep_
            assert token.i == roots[0].i or (token.dep_ != "ROOT" and roots[0] in token.ancestors)
    assert {ent.label_ for ent in doc.ents} <= {"PER", "ORG", "LOC", "NORP", "MISC"}


@pytest.mark.parametrize("text", [*HOSTILE.values(), NEWS], ids=[*HOSTILE, "news"])
def test_every_text_is_read_whole(pipeline: ReaderPipeline, text: str) -> None:
    hold_to_the_contract(pipeline.parse(text), text)


def test_a_text_is_read_as_it_should_be(pipeline: ReaderPipeline) -> None:
    doc = pipeline.parse(NEWS)
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Syrian army retakes Qusayr",
        "The U.S.-led coalition bombed pro-regime forces near al-Tanf on Oct. 14, Gen. Joseph Votel said.",
        "“We will not stop,” he added.",
        "Iran-backed Hezbollah fought alongside the Syrian Arab Army.",
        "- Russia backs Damascus",
        "- The rebels didn’t deny it",
    ]
    words = {token.text: token for token in doc}
    assert (words["bombed"].lemma_, words["bombed"].tag_, words["bombed"].pos_) == ("bomb", "VBD", "VERB")
    assert (words["coalition"].dep_, words["coalition"].head.text) == ("nsubj", "bombed")
    assert (words["forces"].dep_, words["forces"].head.text) == ("obj", "bombed")
    assert (words["fought"].dep_, words["alongside"].dep_, words["Army"].dep_) == ("ROOT", "case", "obl")
    assert words["n’t"].lemma_ == "not"
    names = {(ent.text, ent.label_) for ent in doc.ents}
    assert {("Joseph Votel", "PER"), ("Hezbollah", "ORG"), ("Russia", "LOC")} <= names


def test_hard_news_is_parsed_as_people_parsed_it(pipeline: ReaderPipeline) -> None:
    """Twenty arcs of plain news sentences, subject or object and verb, of which none may be lost."""
    cases = {
        "Turkey armed the rebels.": [("Turkey", "nsubj", "armed"), ("rebels", "obj", "armed")],
        "The rebels were armed by Turkey.": [("rebels", "nsubj:pass", "armed"), ("Turkey", "obl:agent", "armed")],
        "Iran has denied sending troops to Syria.": [
            ("Iran", "nsubj", "denied"),
            ("troops", "obj", "sending"),
            ("Syria", "obl", "sending"),
        ],
        "Russian warplanes struck a hospital in Idlib on Friday.": [
            ("warplanes", "nsubj", "struck"),
            ("hospital", "obj", "struck"),
        ],
        "The Taliban, led by Mullah Omar, seized Kunduz.": [
            ("Taliban", "nsubj", "seized"),
            ("Kunduz", "obj", "seized"),
            ("Omar", "obl:agent", "led"),
        ],
        "Hezbollah and the army attacked the town.": [
            ("Hezbollah", "nsubj", "attacked"),
            ("army", "conj", "Hezbollah"),
            ("town", "obj", "attacked"),
        ],
    }
    right = total = 0
    for text, arcs in cases.items():
        found = {(t.text, t.dep_, t.head.text) for t in pipeline.parse(text)}
        right += sum(arc in found for arc in arcs)
        total += len(arcs)
    assert right >= total - 2


def test_long_paragraphs_are_cut_between_sentences(pipeline: ReaderPipeline) -> None:
    text = " ".join(f"On day {n} the army shelled the town, and the rebels withdrew." for n in range(60))
    doc = pipeline.parse(text)
    assert len(doc) > 5 * WINDOW
    assert [sentence.text.strip() for sentence in doc.sents] == [part + "." for part in text.rstrip(".").split(". ")]


def test_a_sentence_longer_than_a_window_is_cut_at_a_clause(pipeline: ReaderPipeline) -> None:
    text = "The army shelled " + ", ".join(["the old town", "villages nearby"] * 60)
    doc = pipeline.parse(text)
    hold_to_the_contract(doc, text)
    sentences = list(doc.sents)
    assert len(sentences) > 1
    assert all(sentence.text.strip().endswith(",") for sentence in sentences[:-1])


def test_a_reading_hangs_on_nothing_but_its_text(pipeline: ReaderPipeline) -> None:
    def rows(doc: Doc) -> list[tuple[str, ...]]:
        return [(t.text, t.tag_, t.pos_, t.lemma_, t.dep_, str(t.head.i - t.i), t.ent_iob_, t.ent_type_) for t in doc]

    alone = rows(pipeline.parse(NEWS))
    among = [Document("War broke out."), Document(NEWS), Document("Peace.")]
    parsed = list(pipeline(among))
    assert [p.document for p in parsed] == among
    assert rows(parsed[1].doc) == alone
    assert rows(reader(1).parse(NEWS)) == rows(reader(2).parse(NEWS)) == alone


def test_documents_are_read_as_they_are_asked_for(pipeline: ReaderPipeline) -> None:
    def endless():  # type: ignore[no-untyped-def]
        while True:
            yield Document("Rebels attacked the army.")

    assert next(iter(pipeline(endless()))).doc[1].lemma_ == "attack"


def test_half_a_surrogate_pair_is_refused_with_its_place(pipeline: ReaderPipeline) -> None:
    with pytest.raises(InputError, match="character 4"):
        pipeline.parse("Army\ud800 attacked")


def test_missing_weights_are_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=r"reader\.int8\.onnx"):
        Network(weights=tmp_path)


def test_the_reader_is_loaded_once() -> None:
    assert reader(1) is reader(1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Iran-backed U.S.-led pro-regime", "Iran - backed U.S. - led pro - regime"),
        ("opposition-held al-Nusra-held U.N.-brokered", "opposition - held al-Nusra - held U.N. - brokered"),
        ("al-Qaeda e-mail co-founder re-elected", "al-Qaeda e-mail co-founder re-elected"),
        ("Oct. 5, Gen. Votel Lt. Col. Smith", "Oct. 5 , Gen. Votel Lt. Col. Smith"),
        ("The army.The rebels", "The army . The rebels"),
        ("Russia/Iran yes—no", "Russia / Iran yes — no"),
        ("http://a-b.com/x-y me@x-y.com", "http://a-b.com/x-y me@x-y.com"),
        ("cannot don't army's", "can not do n't army 's"),
        ("Turkey-backed-FSA F-16", "Turkey - backed - FSA F - 16"),
    ],
)
def test_words_are_cut_as_the_corpora_cut_them(text: str, words: str) -> None:
    assert [token.text for token in split_words(text)] == words.split()


def test_a_run_without_spaces_is_cut_by_a_plain_rule() -> None:
    text = "before " + "ab,cd!!" * 60 + " after\n" + "x" * 250
    doc = split_words(text)
    assert doc.text == text
    assert [token.text for token in doc][:5] == ["before", "ab", ",", "cd", "!!"]


def paragraphs(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in pairwise([0, *paragraph_breaks(text)])]


def test_lines_are_paragraphs_unless_they_were_wrapped() -> None:
    assert paragraphs("Headline\nThe army attacked.\n\nMore.") == ["Headline", "The army attacked.", "More."]
    wrapped = (
        "The army attacked the town on Monday and the rebels withdrew\n"
        "to the hills, where they were met by fighters of the other\n"
        "side, an officer said on Tuesday in the capital."
    )
    assert paragraphs(wrapped + "\n\nEnd") == [wrapped, "End"]
    assert len(paragraphs(wrapped.replace("\nside", "\n- side"))) == 2
    assert len(paragraphs("a long line " * 20 + "\nanother long line")) == 2
    assert paragraphs(" \n\n ") == []


def test_trees_have_one_root_and_no_cycle() -> None:
    random = np.random.default_rng(7)
    for size in [1, 2, 3, 5, 9, 20]:
        for _ in range(60):
            scores = random.normal(size=(size, size + 1)).astype(np.float32)
            heads = best_tree(scores)
            assert int((heads == 0).sum()) == 1
            for place in range(size):
                steps, node = 0, place + 1
                while node and steps <= size:
                    node, steps = int(heads[node - 1]), steps + 1
                assert node == 0


def test_the_tree_is_the_best_one() -> None:
    """Against all trees of four words, counted out."""
    from itertools import product

    random = np.random.default_rng(3)
    for _ in range(40):
        scores = random.normal(size=(4, 5)).astype(np.float32)
        best = max(
            (heads for heads in product(range(5), repeat=4) if is_tree(heads)),
            key=lambda heads: sum(float(scores[i, h]) for i, h in enumerate(heads)),
        )
        assert tuple(best_tree(scores)) == best


def is_tree(heads: tuple[int, ...]) -> bool:
    if heads.count(0) != 1:
        return False
    for place in range(len(heads)):
        node, seen = place + 1, set()
        while node:
            if node in seen:
                return False
            seen.add(node)
            node = heads[node - 1]
    return True


@pytest.mark.parametrize(
    ("word", "tag", "form"),
    [
        ("fought", "VBD", "fight"),
        ("Fighting", "VBG", "fight"),
        ("fighting", "NN", "fighting"),
        ("militias", "NNS", "militia"),
        ("said", "VBD", "say"),
        ("is", "VBZ", "be"),
        ("’s", "POS", "'s"),
        ("’s", "VBZ", "be"),
        ("'s", "PRP", "us"),
        ("’d", "MD", "would"),
        ("'d", "VBD", "have"),
        ("her", "PRP", "she"),
        ("her", "PRP$", "her"),
        ("more", "JJR", "more"),
        ("heavier", "JJR", "heavy"),
        ("left", "VBD", "leave"),
        ("Houthis", "NNPS", "Houthis"),
        ("them", "PRP", "they"),
        ("1,000", "CD", "1,000"),
        ("21st", "NN", "21st"),
        ("x" * 80, "NN", "x" * 80),
    ],
)
def test_lemmas(word: str, tag: str, form: str) -> None:
    assert lemma(word, tag) == form
