"""The bridge between the halves, the only room that knows texts and graphs: resolved claims become nodes and edges.

In: documents, their claims with every mention resolved, and the actors. Out: one `Graph`, whose ids are hashes of
what they stand for. Properties (dates ISO 8601, "" where unknown):

* Actor, Place: name, type ("armed-group"), aliases, country, generic, known (from the catalogue), identifiers ("wikidata:Q…")
* Document: title, publisher, url, published, publications (see `graph.publication`), text
* Claim: relation ("fights-alongside"), sign, plover, polarity, modality, quote, start, end, subject_text, object_text,
  claimants (names), time_start, time_end, time_from, confidence, extractor, kind
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.graph import Edge, Graph, Node, Summed, direct_edges, publication, publication_fields
from kg.model import Actor, Claim, Document
from kg.ontology import Ontology

PLACE = "place"


def project(
    documents: Iterable[Document], claims: Iterable[Claim], actors: Iterable[Actor], ontology: Ontology
) -> Graph:
    """Build the graph of some documents; a claim whose mention has no actor is a programming error (KeyError)."""
    graph = Graph()
    known = {actor.id: actor for actor in actors}
    for document in documents:
        graph.add(document_node(document))
    for claim in claims:
        for mention in (claim.subject, claim.object, *claim.attributed_to, *([claim.place] if claim.place else [])):
            graph.add(actor_node(known[mention.actor], ontology))
        graph.add(claim_node(claim, ontology))
        for edge in claim_edges(claim):
            graph.connect(edge)
    for edge in direct_edges(summed(graph, ontology)):
        graph.connect(edge)
    return graph


def document_node(document: Document) -> Node:
    """Make a document's node; its copies elsewhere join it as further publications."""
    publications = [publication(document.published, document.publisher, document.title or document.name, document.url)]
    return Node(
        document.id,
        "Document",
        {"text": document.text, "publications": publications, **publication_fields(publications)},
    )


def actor_node(actor: Actor, ontology: Ontology) -> Node:
    """Make the node of an actor or a place."""
    return Node(
        actor.id,
        "Place" if ontology.is_a(actor.type, PLACE) else "Actor",
        {
            "name": actor.name,
            "type": actor.type.replace("_", "-"),
            "aliases": sorted(set(actor.aliases) - {actor.name}),
            "country": actor.country,
            "generic": actor.generic,
            "known": actor.id in ontology.actors,
            "identifiers": [f"{scheme}:{value}" for scheme, value in sorted(actor.identifiers.items())],
        },
    )


def claim_node(claim: Claim, ontology: Ontology) -> Node:
    """Make the node that holds a claim's proof."""
    relation = ontology.relations[claim.relation]
    return Node(
        claim.id,
        "Claim",
        {
            "relation": relation.label,
            "sign": relation.sign,
            "plover": relation.plover,
            "polarity": claim.polarity,
            "modality": claim.modality,
            "quote": claim.evidence.quote,
            "start": claim.evidence.start,
            "end": claim.evidence.end,
            "subject_text": claim.subject.text,
            "object_text": claim.object.text,
            "claimants": [mention.name or mention.text for mention in claim.attributed_to],
            "time_start": claim.time.start if claim.time else "",
            "time_end": claim.time.end if claim.time else "",
            "time_from": claim.time.source if claim.time else "",
            "confidence": claim.confidence,
            "extractor": claim.extractor,
            "kind": claim.kind,
        },
    )


def claim_edges(claim: Claim) -> Iterator[Edge]:
    """Make the edges from a claim to its ends, its claimants, its place and its document."""
    yield Edge(claim.id, "SUBJECT", claim.subject.actor)
    yield Edge(claim.id, "OBJECT", claim.object.actor)
    for mention in claim.attributed_to:
        yield Edge(claim.id, "ATTRIBUTED_TO", mention.actor)
    if claim.place:
        yield Edge(claim.id, "LOCATED_IN", claim.place.actor)
    yield Edge(claim.id, "STATED_IN", claim.evidence.document)


def summed(graph: Graph, ontology: Ontology) -> Iterator[Summed]:
    """Read off each claim of a graph what its direct edge is summed from."""
    ends = graph.targets()
    for claim in graph.labelled("Claim"):
        relation = ontology.relation(str(claim.properties["relation"]))
        document = graph.node(ends[claim.id]["STATED_IN"][0])
        source = document.properties if document else {}
        yield Summed(
            subject=ends[claim.id]["SUBJECT"][0],
            relation=relation.cypher,
            object=ends[claim.id]["OBJECT"][0],
            symmetric=relation.symmetric,
            counts=claim.properties["polarity"] == "affirmed" and claim.properties["modality"] == "asserted",
            denied=claim.properties["polarity"] == "denied",
            document=document.id if document else "",
            publisher=str(source.get("publisher", "")),
            seen=str(claim.properties["time_start"] or source.get("published", ""))[:10],
        )
