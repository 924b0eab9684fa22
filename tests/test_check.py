"""`check` finds what is wrong in a user's folder, and nothing in what is shipped."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.check import Finding, check
from kg.cli.app import run
from kg.errors import InputError, KgError
from kg.graph import CLAIM_EDGES
from kg.ontology import load_ontology
from kg.ontology.shapes import RESERVED
from kg.resources import data_folder

HEAD = """@prefix kg: <https://w3id.org/actorgraph/ns#> .
@prefix actor: <https://w3id.org/actorgraph/actor/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
LINE = HEAD.count("\n") + 1
RELATION = """kg:sheltersHere a owl:ObjectProperty ; kg:inverseLabel "is sheltered by"@en ;
  rdfs:domain kg:Actor ; rdfs:range kg:Actor ; skos:definition "One gives the other a roof."@en ;
  skos:example "The mission sheltered the families."@en ; kg:nearMiss "A sheltered bay."@en ; kg:sign "+" .
"""
FRAMES = """relation = "shelters_here"

[[frame]]
verb = ["shelter"]
subject = ["agent"]
object = ["patient"]

[[example]]
text = "The mission sheltered the rebels."
claims = ["mission -> rebels"]

[[near_miss]]
text = "The bay is sheltered."
"""
QUERY = """// All that is known of an actor.
//
// $actor: actor — the actor's name
// example: kg query mine --actor Hezbollah
MATCH (a:Actor {id: $actor}) RETURN a.name AS name
"""


def write(folder: Path, **files: str) -> Path:
    """Write files: `frames__x_toml` becomes frames/x.toml; Turtle gets its prefixes."""
    for name, text in files.items():
        stem, _, suffix = name.replace("__", "/").rpartition("_")
        path = folder / f"{stem}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((HEAD if suffix == "ttl" else "") + text, encoding="utf-8")
    return folder


def found(folder: Path, **files: str) -> list[tuple[str, int, str, str]]:
    """The findings, short: file, line, level and cause."""
    findings = check(write(folder, **files))
    assert all(one.way_out for one in findings)
    return [(Path(one.file).relative_to(folder).as_posix(), one.line, one.level, one.cause) for one in findings]


def test_what_is_shipped_is_sound() -> None:
    assert [str(one) for one in check() if one.level == "error"] == []
    assert check(data_folder("ontology")) == [one for one in check() if not one.file.endswith(".cypher")]


def test_two_files_add_a_relation(tmp_path: Path) -> None:
    assert found(tmp_path, mine_ttl=RELATION, frames__shelters_here_toml=FRAMES) == []
    assert load_ontology(extra=[tmp_path]).relation("shelters-here").sign == "+"


def test_a_project_folder_holds_ontology_and_queries(tmp_path: Path) -> None:
    files = {
        "ontology__mine_ttl": RELATION,
        "ontology__frames__shelters_here_toml": FRAMES,
        "queries__mine_cypher": QUERY,
    }
    assert found(tmp_path, **files) == []
    broken = found(tmp_path, queries__mine_cypher=QUERY.replace("// $actor: actor — the actor's name\n", ""))
    assert [(file, level) for file, _, level, _ in broken] == [("queries/mine.cypher", "error")]
    assert "actor" in broken[0][3]


def test_a_project_folder_is_loaded_as_it_is_checked(tmp_path: Path) -> None:
    write(tmp_path, ontology__mine_ttl=RELATION)
    ontology = load_ontology(extra=[tmp_path])
    assert ontology.relation("shelters-here").sign == "+"
    assert ontology.folders[1:] == (str(tmp_path / "ontology"),)


def test_the_examples_of_the_readme_work(tmp_path: Path) -> None:
    readme = (data_folder("ontology") / "README.md").read_text(encoding="utf-8")
    relation, actor = re.findall(r"```turtle\n(.*?)```", readme, re.DOTALL)
    (frames,) = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    (table,) = re.findall(r"```csv\n(.*?)```", readme, re.DOTALL)
    write(tmp_path, frames__shelters_toml=frames, actors__own_csv=table)
    (tmp_path / "shelters.ttl").write_text(relation, encoding="utf-8")
    (tmp_path / "hezbollah.ttl").write_text(actor, encoding="utf-8")
    assert check(tmp_path) == []
    ontology = load_ontology(extra=[tmp_path])
    assert ontology.is_under("shelters", "supports")
    assert ontology.actors["valley-guard"].country == "lebanon"


def test_a_folder_of_queries_alone(tmp_path: Path) -> None:
    assert found(tmp_path, mine_cypher=QUERY) == []
    assert {one[:3] for one in found(tmp_path, other_cypher="")} == {("other.cypher", 1, "error")}


def test_nothing_to_check_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to check"):
        check(tmp_path)
    with pytest.raises(InputError, match="no folder"):
        check(tmp_path / "none")


def test_faults_of_stanzas_are_listed_all_at_once(tmp_path: Path) -> None:
    text = 'actor:a-b a kg:Gang ; skos:prefLabel "A" .\nactor:c-d a kg:ArmedGroup .\nkg:foo a owl:ObjectProperty .\n'
    findings = found(tmp_path, mine_ttl=text, broken_ttl="actor:x a .\n")
    assert ("broken.ttl", LINE, "error") in [one[:3] for one in findings]
    assert {one[1] for one in findings if one[0] == "mine.ttl" and one[2] == "error"} == {LINE, LINE + 1, LINE + 2}
    assert len([one for one in findings if one[3].startswith("foo: the relation has no")]) == 7


HOSTILE = (
    *("a`b", "sheltersHere`", "a'b", "a%27b", "a%60%5D-%3E()%20DELETE%20r", "a;b", "a.b", "a$b", "a__b", "9a", "ключ"),
    *("a\\u0060b", "a(b)", "x" * 61, "-", "_", "a%00b"),
)
OUR_OWN = ("subject", "statedIn", "ATTRIBUTED-TO")


@pytest.mark.parametrize(
    ("what", "name"),
    [(what, name) for what in ("relation", "kind") for name in HOSTILE] + [("relation", name) for name in OUR_OWN],
)
def test_a_hostile_name_is_refused(tmp_path: Path, what: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    iri = f"<https://w3id.org/actorgraph/ns#{name}>"
    kind = f'{iri} a owl:Class ; rdfs:subClassOf kg:Actor ; rdfs:label "x"@en ; skos:definition "One of x."@en .\n'
    own = RELATION.replace("kg:sheltersHere", iri) if what == "relation" else kind
    assert run(["check", str(write(tmp_path, relations_ttl=own)), "--json"]) == 1
    causes = [row["cause"] for row in json.loads(capsys.readouterr().out) if row["level"] == "error"]
    assert any("cannot be a" in cause or "used by the graph" in cause or "not Turtle" in cause for cause in causes)
    with pytest.raises(KgError):
        load_ontology(extra=[tmp_path])


def test_names_that_the_graph_itself_uses_are_all_known() -> None:
    assert {name.upper() for name in RESERVED} == set(CLAIM_EDGES)


def test_a_relation_that_no_frame_says_is_a_warning(tmp_path: Path) -> None:
    assert found(tmp_path, mine_ttl=RELATION) == [
        (
            "mine.ttl",
            LINE,
            "warning",
            "shelters_here: no frame and no sentence says the relation, so that it is never read from a text",
        )
    ]


def test_a_shipped_relation_may_be_said_in_further_words(tmp_path: Path) -> None:
    assert found(tmp_path, frames__more_toml=FRAMES.replace("shelters_here", "aids")) == []


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ('relation = "shelters_here"', 'relation = "shelter_here"', "no relation called 'shelter_here'"),
        ('verb = ["shelter"]', "verb = []", "'verb' must list words"),
        ('verb = ["shelter"]', 'verbs = ["shelter"]', "a frame needs one of"),
        ('subject = ["agent"]', 'subject = ["agnet"]', "unknown role 'agnet'"),
        ('subject = ["agent"]', 'subject = ["agent"]\nsubjct = 1', "unknown key 'subjct'"),
        ("mission -> rebels", "mission helps rebels", "is not a claim"),
        ("[[example]]", "[[exampel]]", "unknown table 'exampel'"),
        ("[[near_miss]]", "[[near_miss", "not TOML"),
    ],
)
def test_faults_of_frames_are_found(tmp_path: Path, before: str, after: str, cause: str) -> None:
    assert before in FRAMES
    findings = found(tmp_path, mine_ttl=RELATION, frames__shelters_here_toml=FRAMES.replace(before, after))
    assert any(cause in one[3] and one[0] == "frames/shelters_here.toml" for one in findings), findings


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ('[saying]\nverbs = ["opine"]\n[failing]\nonly_with = { rule = "out" }\n', 0, ""),
        ("[saying]\nverbs = [\n[denying]\n", 3, "not TOML"),
        ('[saying]\n\nverbs = "opine"\n', 3, "saying.verbs is no list of words"),
        ("[saying]\nverbs = [1]\n", 2, "saying.verbs is no list of words"),
        ("[saying]\nverbs = 1\n", 2, "saying.verbs is no list of words"),
        ('saying = ["opine"]\n', 1, "saying is no list of words"),
        ("saying = 3\n", 1, "saying is no list of words"),
    ],
)
def test_word_lists_are_read(tmp_path: Path, text: str, line: int, cause: str) -> None:
    findings = found(tmp_path, language_toml=text)
    assert [(one[0], one[1]) for one in findings] == ([("language.toml", line)] if line else [])
    assert not line or cause in findings[0][3]


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ("kg:country actor:atlantys", "its country is the unknown actor 'atlantys'"),
        ("kg:partOf actor:atlantys", "its whole is the unknown actor 'atlantys'"),
        ('kg:startDate "1985-13"', "its start '1985-13' is no date"),
        ('kg:startDate "0000"', "its start '0000' is no date"),
        ('kg:endDate "1985-02-30"', "its end '1985-02-30' is no date"),
        ('kg:endDate "spring 1985"', "is no date"),
        ('kg:startDate "1985-03" ; kg:endDate "1985-02-28"', "it ends (1985-02-28) before it begins (1985-03)"),
        ("kg:partOf actor:sea-league", "a cycle of parents: sea-league → sea-league"),
    ],
)
def test_actors_must_fit_together(tmp_path: Path, fields: str, cause: str) -> None:
    text = f'actor:sea-league a kg:Coalition ; skos:prefLabel "League of the Deep Sea" ; {fields} .\n'
    findings = found(tmp_path, actors__sea_ttl=text)
    assert [one[:3] for one in findings] == [("actors/sea.ttl", LINE, "error")]
    assert cause in findings[0][3]


@pytest.mark.parametrize(
    "fields", ['kg:startDate "1985" ; kg:endDate "1985-02-28"', 'kg:startDate "1985-02-28" ; kg:endDate "1985"', ""]
)
def test_dates_of_different_grain_agree(tmp_path: Path, fields: str) -> None:
    text = f'actor:sea-league a kg:Coalition ; skos:prefLabel "League of the Deep Sea" ; {fields} .\n'
    assert found(tmp_path, actors__sea_ttl=text) == []


def test_one_name_for_two_of_a_kind(tmp_path: Path) -> None:
    text = """actor:sea-a a kg:Coalition ; skos:prefLabel "Deep Sea League" .
actor:sea-b a kg:Coalition ; skos:prefLabel "The Deep-Sea League" .
actor:sea-c a kg:Coalition ; skos:prefLabel "Sea Pact" ; skos:altLabel "deep sea league" .
actor:sea-d a kg:Party ; skos:prefLabel "Deep Sea League" .
"""
    assert found(tmp_path, actors__sea_ttl=text) == [
        ("actors/sea.ttl", LINE + 1, "error", "sea-b: shares 'deep sea league' with sea-a"),
        ("actors/sea.ttl", LINE + 2, "warning", "sea-c: shares 'deep sea league' with sea-a"),
        ("actors/sea.ttl", LINE + 2, "warning", "sea-c: shares 'deep sea league' with sea-b"),
    ]


def test_a_name_shared_with_a_shipped_actor_is_told_of_the_users(tmp_path: Path) -> None:
    shipped = next(actor for actor in load_ontology().actors.values() if actor.type == "armed_group" and actor.country)
    text = (
        f'actor:0-mine a kg:ArmedGroup ; skos:prefLabel "Deep Sea League" ; skos:altLabel "{shipped.name}" ; '
        f"kg:country actor:{shipped.country} .\n"
    )
    findings = found(tmp_path, actors__sea_ttl=text)
    assert [one[:3] for one in findings] == [("actors/sea.ttl", LINE, "warning")]
    assert shipped.id in findings[0][3]


def test_own_actor_files_are_checked_too(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("name,type,start\nDeep Sea League,coalition,soon\n", encoding="utf-8")
    folder = write(tmp_path / "folder", mine_ttl=RELATION, frames__shelters_here_toml=FRAMES)
    assert [(Path(one.file).name, one.line) for one in check(folder, actors=[table])] == [("own.csv", 2)]


def test_files_that_nobody_reads_are_named(tmp_path: Path) -> None:
    findings = found(
        tmp_path,
        mine_ttl=RELATION,
        frames__shelters_here_toml=FRAMES,
        shelters_toml=FRAMES,
        own_csv="name,type\n",
        frames__mine_ttl="",
    )
    assert [one[0] for one in findings] == ["frames/mine.ttl", "own.csv", "shelters.toml"]
    assert {one[2] for one in findings} == {"warning"}


def test_a_finding_reads_as_two_lines() -> None:
    finding = Finding("a.ttl", 3, "the cause", "the way out")
    assert str(finding) == "error: a.ttl, line 3: the cause\n  try: the way out"


SENTENCES = """% What teaches shelters-here.

# 2016 | wire | x
[a The mission] sheltered [b the families] in its cellar.
> a shelters-here b | cue "sheltered"
"""


def test_sentences_say_a_relation_as_frames_do(tmp_path: Path) -> None:
    assert found(tmp_path, mine_ttl=RELATION, one_claims=SENTENCES) == []
    near = SENTENCES.replace('> a shelters-here b | cue "sheltered"', "! a shelters-here b | a near miss says nothing")
    assert [one[:3] for one in found(tmp_path, one_claims=near)] == [("mine.ttl", LINE, "warning")]


def test_a_folder_of_sentences_alone(tmp_path: Path) -> None:
    assert found(tmp_path, one_claims=SENTENCES.replace("shelters-here", "aids")) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "cause"),
    [
        ("shelters-here b", "shelter-here b", 3, "there is no relation 'shelter-here' (did you mean shelters-here?)"),
        ("[b the families]", "[b the families", 3, "the mention 'b' is never closed"),
        ('cue "sheltered"', 'cue "housed"', 3, "'housed' does not stand in the text"),
        ("# 2016 | wire | x", "# 2016 | wire", 3, "the first line must read '# date | genre | region'"),
        ("% What", "\n\n% What", 0, ""),
        ("% What teaches shelters-here.\n", "[a Nobody] left.\n", 1, "a block begins with '# date"),
    ],
)
def test_faults_of_sentences_are_found(tmp_path: Path, before: str, after: str, line: int, cause: str) -> None:
    assert before in SENTENCES
    findings = found(tmp_path, mine_ttl=RELATION, one_claims=SENTENCES.replace(before, after), two_claims=SENTENCES)
    assert [one[:3] for one in findings] == ([("one.claims", line, "error")] if line else [])
    assert not line or cause in findings[0][3]


def test_every_fault_of_sentences_is_listed_with_its_line(tmp_path: Path) -> None:
    broken = "\n# 2016 | wire | x\n[a The mission] left [b town].\n> a leaves b\n"
    findings = found(tmp_path, mine_ttl=RELATION, one_claims=SENTENCES + broken + broken, two_claims=broken)
    assert [one[:2] for one in findings] == [("one.claims", 7), ("one.claims", 11), ("two.claims", 2)]


def test_sentences_of_another_encoding_or_system(tmp_path: Path) -> None:
    write(tmp_path, mine_ttl=RELATION)
    (tmp_path / "one.claims").write_bytes(SENTENCES.replace("cellar", "café").encode("latin-1"))
    (finding,) = (one for one in check(tmp_path) if one.level == "error")
    assert (Path(finding.file).name, finding.line) == ("one.claims", 1)
    assert "not UTF-8" in finding.cause
    (tmp_path / "one.claims").write_bytes(SENTENCES.partition("\n\n")[2].replace("\n", "\r\n").encode("utf-8-sig"))
    assert check(tmp_path) == []


def test_check_prints_faults_of_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, mine_ttl=RELATION, one_claims=SENTENCES.replace("[b the", "[b the ["))
    assert run(["check", str(tmp_path)]) == 1
    printed = "".join(capsys.readouterr())
    assert f"error: {tmp_path / 'one.claims'}, line 3: " in printed
    assert "training/relations/README.md" in printed
