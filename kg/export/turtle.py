"""The graph as RDF: actors, what is plainly said of them as triples, and every claim as a resource with its proof.

In: a graph. Out: Turtle, sorted, subject by subject; or the same triples in an rdflib graph. A denied or planned claim
is never a triple of its own. A claim is a reified statement (rdf:subject, rdf:predicate, rdf:object), whom it is
attributed to apart from who published it (PROV, Dublin Core). Symmetric relations are written from both ends. Texts
stay behind. rdflib's terms write themselves; its serialiser is left out, for it is slow and does not sort objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.export.claims import Stated, publications, stated
from kg.graph import CLAIM_EDGES, Graph, Node, Value
from kg.ontology import Ontology

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Literal, URIRef
    from rdflib.term import Node as Term

    Triple = tuple[URIRef, URIRef, URIRef | Literal]

BASE = "https://w3id.org/actorgraph/"
PREFIXES = {
    "actor": f"{BASE}actor/",
    "claim": f"{BASE}claim/",
    "dct": "http://purl.org/dc/terms/",
    "document": f"{BASE}document/",
    "kg": f"{BASE}ns#",
    "prov": "http://www.w3.org/ns/prov#",
    "publisher": f"{BASE}publisher/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
_DATES = {
    re.compile(r"\d{4}"): "gYear",
    re.compile(r"\d{4}-\d\d"): "gYearMonth",
    re.compile(r"\d{4}-\d\d-\d\d"): "date",
    re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"): "dateTime",
}


def export(graph: Graph, ontology: Ontology) -> Iterator[bytes]:
    """Yield Turtle: the prefixes, then one paragraph a subject."""
    for prefix, space in PREFIXES.items():
        yield f"@prefix {prefix}: <{space}> .\n".encode()
    rows = sorted({(_write(s), _write(p), _write(o)) for s, p, o in triples(graph, ontology)}, key=_order)
    for subject, about in groupby(rows, key=lambda row: row[0]):
        lines = []
        for predicate, same in groupby(about, key=lambda row: row[1]):
            lines.append(f"{'a' if predicate == 'rdf:type' else predicate} {', '.join(row[2] for row in same)}")
        body = " ;\n    ".join(lines)
        yield f"\n{subject} {body} .\n".encode("utf-8", "replace")


def to_rdf(graph: Graph, ontology: Ontology) -> rdflib.Graph:
    """Make an rdflib graph of the same triples."""
    import rdflib

    found = rdflib.Graph(bind_namespaces="none")
    for prefix, space in PREFIXES.items():
        found.bind(prefix, space)
    for triple in triples(graph, ontology):
        found.add(triple)
    return found


def triples(graph: Graph, ontology: Ontology) -> Iterator[Triple]:
    """Yield the triples of a graph, in no special order, some of them more than once."""
    for node in graph.nodes:
        if node.label in ("Actor", "Place"):
            yield from _actor(node, graph)
        elif node.label == "Document":
            yield from _document(node)
    for edge in graph.edges:
        if edge.type not in CLAIM_EDGES:
            relation = ontology.relation(edge.type)
            ends = [(edge.start, edge.end), *([(edge.end, edge.start)] if relation.symmetric else [])]
            for start, end in ends:
                yield _iri("actor", start), _iri("kg", relation.rdf), _iri("actor", end)
    for row in stated(graph):
        yield from _claim(row, ontology)


def _actor(node: Node, graph: Graph) -> Iterator[Triple]:
    actor, had = _iri("actor", node.id), node.properties
    yield actor, _iri("rdf", "type"), _iri("kg", _camel(str(had["type"])))
    yield actor, _iri("skos", "prefLabel"), _text(had["name"])
    for alias in _list(had["aliases"]):
        yield actor, _iri("skos", "altLabel"), _text(alias)
    if had["country"]:
        yield actor, _iri("kg", "country"), _iri("actor", str(had["country"]))
    if had["generic"]:
        yield actor, _iri("kg", "generic"), _text(True)
    for identifier in _list(had["identifiers"]):
        scheme, _, value = identifier.partition(":")
        if scheme == "wikidata" and _LOCAL.fullmatch(value):
            yield actor, _iri("skos", "exactMatch"), _iri("wd", value)
        else:
            yield actor, _iri("dct", "identifier"), _text(identifier)


def _document(node: Node) -> Iterator[Triple]:
    document = _iri("document", node.id)
    yield document, _iri("rdf", "type"), _iri("kg", "Document")
    yield document, _iri("rdf", "type"), _iri("prov", "Entity")
    if node.properties.get("title"):
        yield document, _iri("dct", "title"), _text(node.properties["title"])
    if node.properties.get("published"):
        yield document, _iri("dct", "date"), _date(str(node.properties["published"]))
    for publication in publications(node):
        if name := publication["publisher"]:
            publisher = _iri("publisher", name)
            yield document, _iri("dct", "publisher"), publisher
            yield publisher, _iri("rdf", "type"), _iri("prov", "Agent")
            yield publisher, _iri("rdfs", "label"), _text(name)
        if publication["url"]:
            yield document, _iri("dct", "source"), _url(publication["url"])


def _claim(row: Stated, ontology: Ontology) -> Iterator[Triple]:
    claim, had = _iri("claim", row.claim.id), row.claim.properties
    yield claim, _iri("rdf", "type"), _iri("kg", "Claim")
    yield claim, _iri("rdf", "type"), _iri("rdf", "Statement")
    yield claim, _iri("rdf", "subject"), _iri("actor", row.subject.id)
    yield claim, _iri("rdf", "predicate"), _iri("kg", ontology.relation(str(had["relation"])).rdf)
    yield claim, _iri("rdf", "object"), _iri("actor", row.object.id)
    for name in ("polarity", "modality", "quote", "start", "end", "confidence", "extractor", "kind"):
        if had.get(name, "") != "":
            yield claim, _iri("kg", name), _text(had[name])
    for name in ("time_start", "time_end"):
        if had[name]:
            yield claim, _iri("kg", name.replace("_s", "S").replace("_e", "E")), _date(str(had[name]))
    for node in row.claimants:
        yield claim, _iri("kg", "attributedTo"), _iri("actor", node.id)
        yield claim, _iri("prov", "wasAttributedTo"), _iri("actor", node.id)
    if row.place:
        yield claim, _iri("kg", "place"), _iri("actor", row.place.id)
    yield claim, _iri("prov", "wasDerivedFrom"), _iri("document", row.document.id)


def _camel(label: str) -> str:
    return "".join(word.capitalize() for word in re.split(r"[-_ ]+", label))


def _list(value: Value) -> list[str]:
    return value if isinstance(value, list) else []


def _iri(prefix: str, local: str) -> URIRef:
    from rdflib.term import URIRef

    return URIRef(PREFIXES[prefix] + (local if _LOCAL.fullmatch(local) else quote(local, safe="", errors="replace")))


def _text(value: Value) -> Literal:
    from rdflib.term import Literal

    return Literal(value)


def _date(value: str) -> Literal:
    from rdflib.term import Literal, URIRef

    kinds = [kind for shape, kind in _DATES.items() if shape.fullmatch(value)]
    try:
        datetime.fromisoformat(value + "-01-01"[: max(0, 10 - len(value))])
    except ValueError:  # 31 February
        kinds = []
    return Literal(value, datatype=URIRef(PREFIXES["xsd"] + kinds[0]), normalize=False) if kinds else Literal(value)


def _url(value: str) -> URIRef | Literal:
    """Name an address as a resource where it is one that an IRI can hold."""
    from rdflib.term import Literal, URIRef

    return URIRef(value) if re.fullmatch(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", value) else Literal(value)


def _write(term: Term) -> str:
    from rdflib.term import Literal, URIRef

    if isinstance(term, URIRef):
        cut = max(term.rfind("/"), term.rfind("#")) + 1
        prefix = _BY_SPACE.get(term[:cut])
        if prefix and _LOCAL.fullmatch(term[cut:]):
            return f"{prefix}:{term[cut:]}"
    if isinstance(term, Literal) and term.datatype is not None:
        quoted = term.n3().removesuffix(f"^^<{term.datatype}>")
        return f"{quoted}^^{_write(term.datatype)}"
    return term.n3()


_BY_SPACE = {space: prefix for prefix, space in PREFIXES.items()}


def _order(row: tuple[str, str, str]) -> tuple[str, bool, str, str]:
    return row[0], row[1] != "rdf:type", row[1], row[2]
