"""Pipelines: ours by its name, other people's by package or path, all read alike."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example

from kg.errors import UsageError
from kg.model import Document
from kg.text.labels import to_universal
from kg.text.pipelines import load_pipeline
from kg.text.reader import reader


def clear_doc(rows: str, ents: list[str] | None = None) -> Doc:
    """Make a `Doc` of rows "word tag pos head dep"; heads count from 0."""
    cells = [row.split() for row in rows.strip().splitlines()]
    words, tags, pos, heads, deps = zip(*cells, strict=True)
    return Doc(
        spacy.blank("en").vocab,
        words=list(words),
        tags=list(tags),
        pos=list(pos),
        heads=[int(head) for head in heads],
        deps=list(deps),
        ents=ents,
    )


def arcs(doc: Doc) -> list[tuple[str, str, str]]:
    return [(t.text, t.dep_, t.head.text) for t in doc]


def test_prepositions_become_cases() -> None:
    doc = clear_doc(
        """Villages NNS NOUN 5 nsubjpass
        in IN ADP 0 prep
        Syria NNP PROPN 1 pobj
        were VBD AUX 5 auxpass
        not RB PART 5 neg
        bombed VBN VERB 5 ROOT
        by IN ADP 5 agent
        Russia NNP PROPN 6 pobj
        after IN ADP 5 prep
        denying VBG VERB 8 pcomp
        it PRP PRON 9 dobj""",
        ["O", "O", "B-GPE", "O", "O", "O", "O", "B-GPE", "O", "O", "O"],
    )
    assert arcs(to_universal(doc)) == [
        ("Villages", "nsubj:pass", "bombed"),
        ("in", "case", "Syria"),
        ("Syria", "nmod", "Villages"),
        ("were", "aux:pass", "bombed"),
        ("not", "advmod", "bombed"),
        ("bombed", "ROOT", "bombed"),
        ("by", "case", "Russia"),
        ("Russia", "obl:agent", "bombed"),
        ("after", "mark", "denying"),
        ("denying", "advcl", "bombed"),
        ("it", "obj", "denying"),
    ]
    assert [token.lemma_ for token in doc][5] == "bomb"
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Syria", "LOC"), ("Russia", "LOC")]


def test_copulas_and_coordinations() -> None:
    doc = clear_doc(
        """Assad NNP PROPN 1 nsubj
        is VBZ AUX 1 ROOT
        head NN NOUN 1 attr
        of IN ADP 2 prep
        army NN NOUN 3 pobj
        , , PUNCT 4 punct
        state NN NOUN 4 conj
        and CC CCONJ 6 cc
        party NN NOUN 6 conj
        today NN NOUN 1 npadvmod""",
        ["B-PERSON", "O", "O", "O", "O", "O", "O", "O", "O", "B-DATE"],
    )
    assert arcs(to_universal(doc)) == [
        ("Assad", "nsubj", "head"),
        ("is", "cop", "head"),
        ("head", "ROOT", "head"),
        ("of", "case", "army"),
        ("army", "nmod", "head"),
        (",", "punct", "army"),
        ("state", "conj", "army"),
        ("and", "cc", "party"),
        ("party", "conj", "army"),
        ("today", "nmod:unmarked", "head"),
    ]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Assad", "PER")]


def test_universal_dependencies_stay() -> None:
    doc = reader().parse("Russia bombed villages in Syria.")
    before = arcs(doc)
    assert arcs(to_universal(doc)) == before


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small pipeline with the ClearNLP labels, trained here for a second and saved."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tagger")
    nlp.add_pipe("morphologizer")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    words = ["Russia", "bombed", "villages", "in", "Syria", "."]
    gold = {
        "words": words,
        "tags": ["NNP", "VBD", "NNS", "IN", "NNP", "."],
        "pos": ["PROPN", "VERB", "NOUN", "ADP", "PROPN", "PUNCT"],
        "heads": [1, 1, 1, 1, 3, 1],
        "deps": ["nsubj", "ROOT", "dobj", "prep", "pobj", "punct"],
    }
    examples = [Example.from_dict(nlp.make_doc("Russia bombed villages in Syria."), gold) for _ in range(8)]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    folder = tmp_path_factory.mktemp("pipelines") / "clear"
    nlp.to_disk(folder)
    return folder


def test_any_spacy_pipeline_reads(trained: Path) -> None:
    document = Document("Russia bombed villages in Syria.")
    parsed = list(load_pipeline(str(trained))([document, Document("  ")]))
    assert parsed[0].document == document
    assert arcs(parsed[0].doc)[2:5] == [
        ("villages", "obj", "bombed"),
        ("in", "case", "Syria"),
        ("Syria", "obl", "bombed"),
    ]
    assert parsed[0].doc[1].lemma_ == "bomb"
    assert parsed[1].doc.text == "  "


def test_ours_is_found_by_its_name() -> None:
    assert load_pipeline("reader") is reader()


def test_unknown_pipelines_say_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean reader"):
        load_pipeline("raeder")
    with pytest.raises(UsageError, match="spacy download xx_none"):
        load_pipeline("xx_none")
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = 'en'\npipeline = ['nothing']\n")
    (tmp_path / "meta.json").write_text("{}")
    with pytest.raises(UsageError, match="cannot be loaded"):
        load_pipeline(str(tmp_path))


def test_a_pipeline_that_does_not_parse_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(UsageError, match="gives no TAG, POS, DEP"):
        list(load_pipeline(str(tmp_path / "blank"))([Document("Russia bombed villages.")]))
