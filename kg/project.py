"""The bridge between the halves, the only room that knows texts and graphs: resolved claims become nodes and edges.

In: documents, their claims with every mention resolved, and the actors. Out: one `Graph`, whose ids are hashes of
what they stand for. Properties (dates ISO 8601, "" where unknown):

* Actor, Place: name, type ("armed-group"), aliases, country, generic, known (from the catalogue), identifiers
  ("wikidata:Q…")
* Document: title, publisher, url, published, publications (see `graph.publication`), text
* Claim: relation ("fights-alongside"), sign, symmetric, plover, polarity, modality, quote, start, end, subject_text,
  object_text, claimants (names), time_start, time_end, time_from, confidence, extractor, kind, mentions (see
  `mention_lines`)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from kg.graph import Edge, Graph, Node, direct_edges, publication, publication_fields, summed
from kg.model import Actor, Claim, Document, Mention
from kg.ontology import Ontology

PLACE = "place"
Why = Mapping[tuple[str, Mention], str]  # by document's id and mention: the rule that joined it to its actor


def project(
    documents: Iterable[Document],
    claims: Iterable[Claim],
    actors: Iterable[Actor],
    ontology: Ontology,
    *,
    reasons: Iterable[tuple[str, Mention, str]] = (),
) -> Graph:
    """Build the graph of some documents; a claim whose mention has no actor is a programming error (KeyError).

    `reasons` say why a mention of a document (by its id) is the actor it is; claims keep them.
    """
    graph = Graph()
    why = {(document, mention): reason for document, mention, reason in reasons}
    # One actor of several texts: aliases are united.
    known = {node.id: node for node in Graph(actor_node(actor, ontology) for actor in actors).nodes}
    for document in documents:
        graph.add(document_node(document))
    for claim in claims:
        for mention in (claim.subject, claim.object, *claim.attributed_to, *([claim.place] if claim.place else [])):
            graph.add(known[mention.actor])
        graph.add(claim_node(claim, ontology, why))
        for edge in claim_edges(claim):
            graph.connect(edge)
    for edge in direct_edges(summed(graph)):
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


def claim_node(claim: Claim, ontology: Ontology, why: Why = MappingProxyType({})) -> Node:
    """Make the node that holds a claim's proof."""
    relation = ontology.relations[claim.relation]
    return Node(
        claim.id,
        "Claim",
        {
            "relation": relation.label,
            "sign": relation.sign,
            "symmetric": relation.symmetric,
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
            "mentions": list(mention_lines(claim, why)),
        },
    )


def mention_lines(claim: Claim, why: Why) -> Iterator[str]:
    """Write each mention as role, start, end, actor's id, words and reason, joined by tabs.

    Roles sort as they stand: "claimant 0", "claimant 1", …, "object", "place", "subject".
    """
    roles = {"subject": claim.subject, "object": claim.object}
    roles |= {f"claimant {number}": mention for number, mention in enumerate(claim.attributed_to)}
    if claim.place:
        roles["place"] = claim.place
    for role, mention in sorted(roles.items()):
        reason = why.get((claim.evidence.document, mention), "")
        parts = (role, str(mention.start), str(mention.end), mention.actor, mention.text, reason)
        yield "\t".join(part.replace("\t", " ") for part in parts)


def claim_edges(claim: Claim) -> Iterator[Edge]:
    """Make the edges from a claim to its ends, its claimants, its place and its document."""
    yield Edge(claim.id, "SUBJECT", claim.subject.actor)
    yield Edge(claim.id, "OBJECT", claim.object.actor)
    for mention in claim.attributed_to:
        yield Edge(claim.id, "ATTRIBUTED_TO", mention.actor)
    if claim.place:
        yield Edge(claim.id, "LOCATED_IN", claim.place.actor)
    yield Edge(claim.id, "STATED_IN", claim.evidence.document)
