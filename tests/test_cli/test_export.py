"""The four formats, over a graph made by hand, with names that would break a careless writer."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from xml.etree import ElementTree

import networkx
import pytest
import rdflib
from rdflib import DCTERMS, PROV, RDF, SKOS, XSD, Literal, URIRef
from rdflib.compare import to_isomorphic

from kg import plugins
from kg.export.claims import stated
from kg.export.graphml import to_networkx
from kg.export.jsonl import to_claim
from kg.export.turtle import to_rdf
from kg.graph import CLAIM_EDGES, Graph, Node
from kg.loading import graph_of, read_claims
from kg.model import Actor, Claim, Document, Evidence, Mention, Time
from kg.ontology import Ontology, load_ontology
from kg.project import project

KG = rdflib.Namespace("https://w3id.org/actorgraph/ns#")
ACTOR = rdflib.Namespace("https://w3id.org/actorgraph/actor/")
NASTY = "A \"quoted\" <b>\\name</b> 'with' \u0001 & 名前 #;\r\n."
QUOTE = 'He said: "=1+1" \\ done.\n\tThen """ and \u2028 ^^<x>.'
TEXT = f"Left. {QUOTE} Right."


def mention(actor: Actor, start: int, text: str = "words") -> Mention:
    return Mention(text, start, start + len(text), actor.type, actor.generic, actor.name, actor.id, actor.country)


ONE = Actor("one", "One", "armed_group", aliases=("Uno",), identifiers={"wikidata": "Q1", "other": "x y"})
ODD = Actor("odd id/<>", NASTY, "person", aliases=("=cmd",))
HIDDEN = Actor("e1", "opposition forces", "armed_group", country="one", generic=True)
TOWN = Actor("town", "Town", "place")
DOCUMENT = Document(TEXT, 'The "title"', 'Herald & "Sons"', "https://example.org/a", "2015-10-14")
COPY = replace(DOCUMENT, publisher="Courier", published="2016", url="not an <address>")


def claim(**changes: object) -> Claim:
    evidence = Evidence(DOCUMENT.id, 6, 6 + len(QUOTE), QUOTE)
    plain = Claim(mention(ONE, 6), "attacks", mention(ODD, 20), evidence, extractor="hand")
    return replace(plain, **changes)  # type: ignore[arg-type]


CLAIMS = [
    claim(
        attributed_to=(mention(TOWN, 90), mention(HIDDEN, 40), mention(ODD, 50)),
        time=Time("2015-10-14", "2015-10", "on Wednesday"),
        place=mention(TOWN, 60),
        confidence=0.83,
        kind="air strike",
    ),
    claim(relation="fights_alongside"),
    claim(relation="supports", polarity="denied", time=Time("", "", "since then")),
    claim(relation="aids", modality="planned", object=mention(HIDDEN, 33)),
]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def graph(ontology: Ontology) -> Graph:
    reasons = [(DOCUMENT.id, CLAIMS[0].subject, "a known name\tof One")]
    return project([DOCUMENT, COPY], CLAIMS, [ONE, ODD, HIDDEN, TOWN], ontology, reasons=reasons)


def written(suffix: str, graph: Graph, ontology: Ontology) -> bytes:
    return b"".join(plugins.load("kg.exporters", suffix)(graph, ontology))


@pytest.mark.parametrize("suffix", plugins.names("kg.exporters"))
def test_an_empty_graph_is_a_sound_file(suffix: str, ontology: Ontology) -> None:
    text = written(suffix, Graph(), ontology).decode()
    if suffix == "ttl":
        assert len(rdflib.Graph().parse(data=text)) == 0
    elif suffix == "graphml":
        assert ElementTree.fromstring(text) is not None
    else:
        assert len(text.splitlines()) == (1 if suffix == "csv" else 0)


@pytest.mark.parametrize("suffix", plugins.names("kg.exporters"))
def test_the_order_of_adding_does_not_show(suffix: str, graph: Graph, ontology: Ontology) -> None:
    other = Graph(reversed(graph.nodes), reversed(graph.edges))
    assert written(suffix, other, ontology) == written(suffix, graph, ontology)


def test_turtle_says_what_the_rdf_graph_says(graph: Graph, ontology: Ontology) -> None:
    parsed = rdflib.Graph().parse(data=written("ttl", graph, ontology).decode())
    assert to_isomorphic(parsed) == to_isomorphic(to_rdf(graph, ontology))


def test_what_is_plainly_said_is_a_triple(graph: Graph, ontology: Ontology) -> None:
    found = rdflib.Graph().parse(data=written("ttl", graph, ontology).decode())
    odd = URIRef("https://w3id.org/actorgraph/actor/odd%20id%2F%3C%3E")
    assert (ACTOR.one, KG.attacks, odd) in found
    assert (odd, KG.attacks, ACTOR.one) not in found
    assert (ACTOR.one, KG.fightsAlongside, odd) in found
    assert (odd, KG.fightsAlongside, ACTOR.one) in found
    assert (None, KG.supports, None) not in found
    assert (None, KG.aids, None) not in found
    assert (odd, SKOS.prefLabel, Literal(NASTY)) in found
    assert (ACTOR.one, RDF.type, KG.ArmedGroup) in found
    assert (ACTOR.one, SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q1")) in found
    assert (ACTOR.one, DCTERMS.identifier, Literal("other:x y")) in found
    assert (ACTOR.e1, KG.generic, Literal(True)) in found
    assert (ACTOR.e1, KG.country, ACTOR.one) in found


def test_a_claim_is_a_resource_with_its_proof(graph: Graph, ontology: Ontology) -> None:
    found = rdflib.Graph().parse(data=written("ttl", graph, ontology).decode())
    rows = found.query(
        """PREFIX kg: <https://w3id.org/actorgraph/ns#> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX dct: <http://purl.org/dc/terms/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?quote ?start ?end ?from ?who ?date ?publisher WHERE {
          ?claim a kg:Claim ; rdf:subject ?s ; rdf:predicate kg:attacks ; rdf:object ?o ; kg:quote ?quote ;
            kg:start ?start ; kg:end ?end ; kg:timeStart ?from ; kg:attributedTo ?who ; kg:place ?place ;
            prov:wasDerivedFrom ?document . ?document dct:date ?date ; dct:publisher/rdfs:label ?publisher }"""
    )
    said = {tuple(map(str, row)) for row in rows}  # type: ignore[arg-type]
    assert len(said) == 3 * 2
    assert {row[0] for row in said} == {QUOTE}
    assert {(int(row[1]), int(row[2])) for row in said} == {(6, 6 + len(QUOTE))}
    assert {row[5:] for row in said} == {("2015-10-14", 'Herald & "Sons"'), ("2015-10-14", "Courier")}
    assert (None, KG.polarity, Literal("denied")) in found
    assert (None, KG.modality, Literal("planned")) in found
    assert (None, KG.timeEnd, Literal("2015-10", datatype=XSD.gYearMonth, normalize=False)) in found
    assert (None, PROV.wasAttributedTo, ACTOR.town) in found
    assert (None, DCTERMS.source, Literal("not an <address>")) in found


@pytest.mark.parametrize(
    ("published", "kind"),
    [
        ("2015", XSD.gYear),
        ("2015-10", XSD.gYearMonth),
        ("2015-10-14", XSD.date),
        ("2015-10-14T06:00:00+02:00", XSD.dateTime),
        ("2015-02-31", None),
        ("2015-13", None),
        ("last week", None),
    ],
)
def test_dates_have_the_type_that_fits(published: str, kind: URIRef | None, ontology: Ontology) -> None:
    found = to_rdf(project([replace(DOCUMENT, published=published)], [], [], ontology), ontology)
    (date,) = found.objects(None, DCTERMS.date)
    assert isinstance(date, Literal)
    assert (str(date), date.datatype) == (published, kind)


def test_claims_come_back_as_they_were(graph: Graph, ontology: Ontology) -> None:
    again = {row.claim.id: to_claim(row) for row in stated(graph)}
    assert again == {one.id: one for one in CLAIMS}


def test_json_lines_load_back(graph: Graph, ontology: Ontology) -> None:
    lines = written("jsonl", graph, ontology)
    loaded = read_claims(lines.split(b"\n"), ontology)
    assert loaded.unread == []
    assert loaded.documents == 1
    again = graph_of(loaded, ontology)
    assert written("jsonl", again, ontology) == lines
    assert {edge.key: edge.properties for edge in again.edges} == {edge.key: edge.properties for edge in graph.edges}
    source = json.loads(lines.splitlines()[0])["source"]
    assert [source["publisher"], source["also"][0]["publisher"]] == ['Herald & "Sons"', "Courier"]


def test_csv_is_one_claim_a_row(graph: Graph, ontology: Ontology) -> None:
    text = written("csv", graph, ontology).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(CLAIMS)
    row = next(row for row in rows if row["relation"] == "attacks")
    assert row["quote"] == QUOTE
    assert row["object"] == NASTY
    assert row["according_to"] == f"Town; opposition forces; {NASTY}"
    assert (row["place"], row["time_start"], row["confidence"]) == ("Town", "2015-10-14", "0.83")


def test_graphml_is_read_by_networkx(graph: Graph, ontology: Ontology) -> None:
    text = written("graphml", graph, ontology).decode()
    network = networkx.parse_graphml(text, force_multigraph=True)
    assert sorted(data["relation"] for *_, data in network.edges(data=True)) == ["attacks", "fights-alongside"]
    assert network.nodes["odd id/<>"]["name"] == NASTY.replace("\u0001", "\ufffd").replace("\r\n", "\n")


def test_networkx_has_actors_and_direct_edges(graph: Graph, ontology: Ontology) -> None:
    network = to_networkx(graph, ontology)
    assert set(network) == {"one", "odd id/<>", "e1", "town"}
    data = network.get_edge_data("one", "odd id/<>")["attacks"]
    assert (data["sign"], data["claims"], data["publishers"]) == ("-", 1, ['Herald & "Sons"'])
    for edge in graph.edges:
        if edge.type not in CLAIM_EDGES:
            data = network.get_edge_data(edge.start, edge.end)[edge.type.lower().replace("_", "-")]
            assert {**data, **edge.properties} == data, "all that the store knows of an edge"
    for name, had in network.nodes(data=True):
        node = graph.node(name)
        assert node is not None
        assert {**had, **node.properties} == had
    both = network.get_edge_data("odd id/<>", "one") or network.get_edge_data("one", "odd id/<>")
    assert both["fights-alongside"]["symmetric"] is True


def test_a_claim_that_lost_its_document_is_left_out(graph: Graph, ontology: Ontology) -> None:
    torn = Graph([node for node in graph.nodes if node.label != "Document"], graph.edges)
    assert list(stated(torn)) == []
    torn = Graph([*graph.nodes, Node("stray", "Claim", {})], graph.edges)
    assert len(list(stated(torn))) == len(CLAIMS)
