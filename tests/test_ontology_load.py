"""Loading: layers of files, a user's own actors, and faults named with file, line and way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import OntologyError, UsageError
from kg.ontology import load_ontology
from kg.ontology.load import cycles, read_ontology

HEAD = """@prefix kg: <https://w3id.org/actorgraph/ns#> .
@prefix actor: <https://w3id.org/actorgraph/actor/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""
LINE = HEAD.count("\n") + 1  # where the first stanza begins
KINDS = """kg:Actor a owl:Class ; rdfs:label "actor"@en ; skos:definition "Someone who acts."@en .
kg:Guild a owl:Class ; rdfs:subClassOf kg:Actor ; rdfs:label "guild"@en ; skos:definition "A guild."@en .
"""
RELATION = """kg:tradesWith a owl:ObjectProperty, owl:SymmetricProperty ;
  rdfs:domain kg:Actor ; rdfs:range kg:Actor ; skos:definition "They trade."@en ;
  skos:example "Lydd trades with Rye."@en ; kg:nearMiss "A trade in furs."@en ; kg:sign "+" .
"""


def folder_of(path: Path, **files: str) -> Path:
    """Write an ontology of its own: `things` becomes things.ttl; `actors__x` becomes actors/x.ttl."""
    for name, text in files.items():
        file = path / (name.replace("__", "/") + ".ttl")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HEAD + text, encoding="utf-8")
    return path


def fault(path: Path, **files: str) -> OntologyError:
    with pytest.raises(OntologyError) as caught:
        load_ontology(folder_of(path, **files))
    return caught.value


def test_a_folder_of_its_own_is_read_whole(tmp_path: Path) -> None:
    ontology = load_ontology(
        folder_of(
            tmp_path,
            things=KINDS + RELATION,
            actors__guilds="""actor:tanners a kg:Guild ; skos:prefLabel "Tanners"@en, "الدباغون"@ar ;
  skos:altLabel "The Tanners' Guild"@en ; kg:demonym "Tannish" ; kg:metonym "Hide Street" ; kg:partOf actor:guilds ;
  kg:country actor:guilds ; kg:startDate "1385" ; kg:endDate "1790-05-02" ;
  skos:exactMatch wd:Q42, <https://sws.geonames.org/123/>, <http://example.org/tanners> .
actor:guilds a kg:Guild ; skos:prefLabel "All Guilds" .
""",
        )
    )
    assert list(ontology.actor_types) == ["actor", "guild"]
    relation = ontology.relation("trades-with")
    assert (relation.symmetric, relation.sign, relation.inverse) == (True, "+", "trades with")
    assert relation.colour == "#0a7a55"
    tanners = ontology.actors["tanners"]
    assert (tanners.name, tanners.type) == ("Tanners", "guild")
    assert tanners.aliases == ("The Tanners' Guild", "الدباغون")
    assert (tanners.demonyms, tanners.metonyms) == (("Tannish",), ("Hide Street",))
    assert (tanners.part_of, tanners.country) == (("guilds",), "guilds")
    assert (tanners.start, tanners.end) == ("1385", "1790-05-02")
    assert tanners.identifiers == {"geonames": "123", "iri": "http://example.org/tanners", "wikidata": "Q42"}
    assert ontology.by_alias["الدباغون"] == (tanners,)
    assert ontology.by_demonym["tannish"] == ontology.by_metonym["hide street"] == (tanners,)
    assert ontology.folders == (str(tmp_path),)


def test_every_optional_field_of_a_relation_is_read(tmp_path: Path) -> None:
    text = """@prefix wdt: <http://www.wikidata.org/prop/direct/> .
kg:taxes a owl:ObjectProperty ; rdfs:subPropertyOf kg:tradesWith ; kg:inverseLabel "is taxed by"@en ;
  rdfs:domain kg:Guild ; rdfs:range kg:Actor, kg:Guild ; skos:definition "Takes a toll."@en ;
  skos:example "A taxes B."@en ; kg:nearMiss "Taxing work."@en ;
  kg:sign "-" ; kg:plover "COERCE" ; kg:quad 4 ; kg:cameo "17", "171" ; kg:re3d "Dislikes" ;
  skos:closeMatch wdt:P1, <http://example.org/taxes> ; kg:dated true ; kg:colour "#ABCDEF" .
"""
    taxes = load_ontology(folder_of(tmp_path, things=KINDS + RELATION + text)).relation("taxes")
    assert (taxes.parent, taxes.inverse, taxes.domain, taxes.range) == (
        "trades_with",
        "is taxed by",
        ("guild",),
        ("actor", "guild"),
    )
    assert (taxes.plover, taxes.quad, taxes.cameo, taxes.re3d, taxes.wikidata) == (
        "COERCE",
        4,
        "17, 171",
        "Dislikes",
        "P1",
    )
    assert (taxes.dated, taxes.symmetric, taxes.colour) == (True, False, "#abcdef")


def test_a_folder_is_joined_to_the_shipped_one(tmp_path: Path) -> None:
    ontology = load_ontology(extra=[folder_of(tmp_path, mine=RELATION)])
    assert ontology.relation("tradesWith").definition == "They trade."
    assert len(ontology.relations) == len(load_ontology().relations) + 1
    assert ontology.folders == (*load_ontology().folders, str(tmp_path))
    with pytest.raises(UsageError, match="trades-with"):
        ontology.relation("trade-with")


def test_the_user_may_say_anew_what_a_shipped_relation_means(tmp_path: Path) -> None:
    shipped = load_ontology().relations
    mine = RELATION.replace("kg:tradesWith", "kg:meets")
    ontology = load_ontology(extra=[folder_of(tmp_path, mine=mine)])
    assert ontology.relation("meets").definition == "They trade."
    assert list(ontology.relations) == list(shipped)


def test_changed_files_are_read_again(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, things=KINDS, mine=RELATION)
    first = load_ontology(folder)
    assert load_ontology(folder) is first
    folder_of(tmp_path, mine=RELATION.replace("They trade.", "They barter."))
    assert load_ontology(folder).relation("trades_with").definition == "They barter."


def test_own_actors_go_first_and_keep_their_words_to_themselves(tmp_path: Path) -> None:
    base = folder_of(
        tmp_path / "base",
        things=KINDS,
        actors__a="""actor:tanners a kg:Guild ; skos:prefLabel "Tanners" ; skos:altLabel "Hiders" .
actor:hiders a kg:Guild ; skos:prefLabel "The Hiders" .
actor:bakers a kg:Guild ; skos:prefLabel "Bakers" .
""",
    )
    own = folder_of(
        tmp_path, own='actor:bakers a kg:Guild ; skos:prefLabel "Master Bakers" ; skos:altLabel "hiders" .\n'
    )
    plain = load_ontology(base)
    assert [actor.id for actor in plain.by_alias["hiders"]] == ["hiders", "tanners"]
    ontology = load_ontology(base, actors=[own / "own.ttl"])
    assert list(ontology.actors) == ["bakers", "tanners", "hiders"]
    assert ontology.actors["bakers"].name == "Master Bakers"
    assert [actor.id for actor in ontology.by_alias["hiders"]] == ["bakers"]


def test_a_table_of_actors(tmp_path: Path) -> None:
    base = folder_of(
        tmp_path / "base",
        things=KINDS,
        actors__a="""actor:rye a kg:Actor ; skos:prefLabel "Rye" ; skos:altLabel "Town of Rye" .
actor:tanners a kg:Guild ; skos:prefLabel "Tanners" ; skos:altLabel "Hiders" ;
  kg:demonym "Tannish" ; kg:country actor:rye .
""",
    )
    table = tmp_path / "own.csv"
    table.write_text(
        "\ufeffName,type,aliases,country,part_of,start,wikidata\n"
        'Smiths,guild,"Smiths; Forge, The;Forge, The",Town of Rye,Tanners;Nobody Else,1400,http://www.wikidata.org/entity/Q7\n'
        "\n"
        "Tanners,Guild,Skinners,,,,\n"
        "الخبازون,guild,,Atlantis,,,\n",
        encoding="utf-8",
    )
    ontology = load_ontology(base, actors=[table])
    smiths = ontology.actors["smiths"]
    assert (smiths.type, smiths.aliases, smiths.country) == ("guild", ("Forge, The",), "rye")
    assert (smiths.part_of, smiths.start, smiths.identifiers) == (
        ("tanners", "nobody-else"),
        "1400",
        {"wikidata": "Q7"},
    )
    tanners = ontology.actors["tanners"]  # what the row leaves empty stays as it is known
    assert (tanners.aliases, tanners.demonyms, tanners.country) == (("Hiders", "Skinners"), ("Tannish",), "rye")
    assert ontology.actors["الخبازون"].country == "atlantis"
    assert list(ontology.actors) == ["smiths", "tanners", "الخبازون", "rye"]


def test_a_table_parted_by_tabs(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("name\ttype\tid\nSmiths\tguild\tsmiths-of-rye\n", encoding="utf-8")
    assert list(load_ontology(folder_of(tmp_path / "base", things=KINDS), actors=[table]).actors) == ["smiths-of-rye"]


BROKEN_TABLES = {
    "": ("no column 'name'", 1),
    "name,kind\nSmiths,guild\n": ("no column 'type'", 1),
    "name,type,aliasses\nSmiths,guild,\n": ("unknown column 'aliasses'", 1),
    "name,type\nSmiths,gild\n": ("unknown kind 'gild'", 2),
    "name,type\nSmiths,\n": ("no kind", 2),
    "name,type\n,guild\n": ("without a name", 2),
    "name,type\nSmiths, The,guild\n": ("more cells", 2),
    "name,type\nSmiths,guild\nsmiths,guild\n": ("already given in own.csv, line 2", 3),
    "name,type\n" + "S" * 140_000 + ",guild\n": ("not a table", 2),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN_TABLES.items())
def test_a_broken_table_is_named_by_line(tmp_path: Path, text: str, expected: tuple[str, int]) -> None:
    table = tmp_path / "own.csv"
    table.write_text(text, encoding="utf-8", newline="")
    cause, line = expected
    problems = read_ontology([folder_of(tmp_path / "base", things=KINDS)], [table]).problems
    assert any(cause in one.cause and one.line == line and one.way_out for one in problems), problems


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    base = folder_of(tmp_path / "base", things=KINDS)
    latin = tmp_path / "latin.csv"
    latin.write_bytes(b"name,type\nBj\xf6rn,guild\n")
    turtle = tmp_path / "latin.ttl"
    turtle.write_bytes(b'actor:x a kg:Guild ; skos:prefLabel "Bj\xf6rn" .\n')
    paths = [latin, turtle, tmp_path / "none.csv", tmp_path / "none.ttl", tmp_path / "actors.xlsx"]
    problems = {one.path.name: one for one in read_ontology([base], paths).problems}
    assert "not UTF-8" in problems["latin.csv"].cause
    assert "not UTF-8" in problems["latin.ttl"].cause
    assert "cannot be read" in problems["none.csv"].cause
    assert "cannot be read" in problems["none.ttl"].cause
    assert ".xlsx" in problems["actors.xlsx"].cause
    with pytest.raises(OntologyError, match="no such folder"):
        load_ontology(tmp_path / "nowhere")


BROKEN = {
    "syntax": ('actor:x a kg:Guild ;\n  skos:prefLabel "X\n .\n', "not Turtle", LINE + 1, "' ;'"),
    "prefix": ("foo:x a kg:Guild .\n", "not Turtle", LINE, "@prefix kg:"),
    "kind": ('actor:x a kg:Gild ; skos:prefLabel "X" .\n', "unknown kind 'gild'", LINE, "guild"),
    "no kind": ('actor:x skos:prefLabel "X" .\n', "no kind", LINE, "a kg:"),
    "two kinds": ('actor:x a kg:Guild, kg:Actor ; skos:prefLabel "X" .\n', "two kinds", LINE, "narrowest"),
    "name": ("\nactor:x a kg:Guild .\n", "no skos:prefLabel", LINE + 1, "skos:prefLabel"),
    "names": ('actor:x a kg:Guild ; skos:prefLabel "X"@en, "Y"@en .\n', "two names", LINE, "skos:altLabel"),
    "field": ('actor:x a kg:Guild ; skos:prefLabel "X" ; kg:contry actor:x .\n', "kg:contry", LINE, "country"),
    "label": ('kg:Foo a owl:Class ; skos:definition "F" .\n', "no rdfs:label", LINE, "rdfs:label"),
    "definition": ('kg:Foo a owl:Class ; rdfs:label "foo" .\n', "no skos:definition", LINE, "sentence"),
    "two parents": (
        'kg:Foo a owl:Class ; rdfs:label "foo" ; skos:definition "F" ; rdfs:subClassOf kg:Actor, kg:Guild .\n',
        "two parents",
        LINE,
        "one",
    ),
    "parent": (
        'kg:Foo a owl:Class ; rdfs:label "foo" ; skos:definition "F" ; rdfs:subClassOf kg:Guilt .\n',
        "unknown kind 'guilt'",
        LINE,
        "guild",
    ),
    "colour": (
        'kg:Foo a owl:Class ; rdfs:label "foo" ; skos:definition "F" ; kg:colour "red" .\n',
        "no colour",
        LINE,
        "hexadecimal",
    ),
    "shape": (
        'kg:Foo a owl:Class ; rdfs:label "foo" ; skos:definition "F" ; kg:shape "round" .\n',
        "no shape",
        LINE,
        "triangle-down",
    ),
    "cycle of parts": (
        'actor:x a kg:Guild ; skos:prefLabel "X" ; kg:partOf actor:y .\n'
        'actor:y a kg:Guild ; skos:prefLabel "Y" ; kg:partOf actor:x .\n',
        "x → y → x",
        LINE,
        "link",
    ),
    "cycle of kinds": (
        'kg:Foo a owl:Class ; rdfs:label "foo" ; skos:definition "F" ; rdfs:subClassOf kg:Foo .\n',
        "foo → foo",
        LINE,
        "link",
    ),
    "neither": ('kg:foo skos:definition "F" .\n', "neither a kind", LINE, "owl:Class"),
    "not an actor": ("<http://example.org/x> a kg:Guild .\n", "neither a kind", LINE, "actor:"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_named_with_file_line_and_way_out(tmp_path: Path, name: str) -> None:
    text, cause, line, way_out = BROKEN[name]
    error = fault(tmp_path, things=KINDS, zz=text)
    assert f"zz.ttl, line {line}: " in error.cause
    assert cause in error.cause
    assert way_out in error.way_out


@pytest.mark.parametrize(
    ("field", "instead", "cause"),
    [
        (' ; kg:sign "+"', "", "no kg:sign"),
        ('kg:sign "+"', 'kg:sign "x"', "the sign 'x'"),
        ('kg:sign "+"', 'kg:sign "+" ; kg:quad 9', "quad class '9'"),
        ('kg:sign "+"', 'kg:sign "+" ; kg:dated "often"', "kg:dated is 'often'"),
        ("rdfs:domain kg:Actor ;", "", "no rdfs:domain"),
        ("rdfs:range kg:Actor ;", "rdfs:range kg:Gild ;", "rdfs:range names the unknown kind 'gild'"),
        ('skos:definition "They trade."@en ;', "", "no skos:definition"),
        ('skos:example "Lydd trades with Rye."@en ;', "", "no skos:example"),
        ('kg:nearMiss "A trade in furs."@en ;', "", "no kg:nearMiss"),
        (", owl:SymmetricProperty", "", "no kg:inverseLabel"),
        ("rdfs:domain", "rdfs:subPropertyOf kg:tradeWith ; rdfs:domain", "unknown relation 'trade_with'"),
        ("rdfs:domain", "rdfs:subPropertyOf kg:tradesWith ; rdfs:domain", "trades_with → trades_with"),
    ],
)
def test_a_relation_needs_its_fields(tmp_path: Path, field: str, instead: str, cause: str) -> None:
    assert field in RELATION
    error = fault(tmp_path, things=KINDS, zz=RELATION.replace(field, instead))
    assert f"zz.ttl, line {LINE}: tradesWith: " in error.cause
    assert cause in error.cause


def test_one_id_in_two_files_is_a_fault(tmp_path: Path) -> None:
    actor = 'actor:x a kg:Guild ; skos:prefLabel "X" .\n'
    error = fault(tmp_path / "a", things=KINDS, actors__one=actor, actors__two=actor)
    assert "two.ttl" in error.cause
    assert f"already given in one.ttl, line {LINE}" in error.cause
    error = fault(tmp_path / "b", one=KINDS, two=KINDS)
    assert "already given in one.ttl" in error.cause
    folder = folder_of(tmp_path / "c", things=KINDS, actors__x=actor)
    (folder / "actors" / "y.csv").write_text("name,type\nX,guild\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"y\.csv, line 2: x: already given in x\.ttl"):
        load_ontology(folder)


def test_what_nobody_asks_for_is_passed_over(tmp_path: Path) -> None:
    text = """<http://example.org/> a owl:Ontology ; rdfs:label "mine" .
kg:myNote a owl:AnnotationProperty .
wd:Q1 rdfs:label "universe" .
actor:x a kg:Guild ; skos:prefLabel "X" ; skos:note [ rdfs:label "a thing without a name" ] .
"""
    assert list(load_ontology(folder_of(tmp_path, things=KINDS, zz=text)).actors) == ["x"]


def test_cycles_are_found_once_each() -> None:
    parents = {"a": ("b",), "b": ("c", "d"), "c": ("a",), "d": ("d", "nobody"), "e": ("a",), "f": ()}
    assert list(cycles(parents)) == [("a", "b", "c"), ("d",)]
    assert list(cycles({})) == []
