"""What the page says: the graph's claims gathered by pair and relation, as plain JSON rows.

In: a `Graph` and the `Ontology`. Out: `Rows`, in which rows point at each other by their place in a list.
A tie is all that is said of one pair and one relation. Only its affirmed, asserted claims state it as a fact; a tie
without any is kept, told apart by `stated == 0`. Offsets count UTF-16 units, as the scripts of the page do.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from kg.graph import Edge, Graph, Node
from kg.ontology import Ontology, spelling

Row = dict[str, Any]
UNKNOWN_COLOUR = "#888888"
WHOLE_TEXTS = 8_000_000  # characters of texts that a page holds at most; beyond, documents come as their quotes only


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a page; `left_out` counts the claims of which an end is missing."""

    actors: list[Row] = field(default_factory=list)
    kinds: dict[str, Row] = field(default_factory=dict)
    relations: dict[str, Row] = field(default_factory=dict)
    ties: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    left_out: int = 0


def page_rows(graph: Graph, ontology: Ontology) -> Rows:
    """Read off a graph all its page shows; a relation or kind the ontology does not know is kept by its name."""
    actors = sorted(
        [*graph.labelled("Actor"), *graph.labelled("Place")],
        key=lambda node: (text(node, "name").casefold(), node.id),
    )
    place_of = {node.id: place for place, node in enumerate(actors)}
    documents = graph.labelled("Document")
    document_of = {node.id: place for place, node in enumerate(documents)}
    relations = {
        relation.label: {
            "label": relation.label.replace("-", " "),
            "inverse": relation.inverse or relation.label.replace("-", " "),
            "sign": relation.sign,
            "symmetric": relation.symmetric,
            "definition": relation.definition,
        }
        for relation in ontology.relations.values()
    }
    claims, groups, left_out = _claims(graph, actors, document_of, relations)
    ties = _ties(groups, _direct(graph, ontology, place_of), claims)
    used = sorted({str(tie["relation"]) for tie in ties})
    return Rows(
        actors=[_actor(node, graph, ontology) for node in actors],
        kinds=_kinds(actors, ontology),
        relations={label: relations[label] for label in used},
        ties=ties,
        claims=claims,
        documents=_documents(documents, claims),
        left_out=left_out,
    )


def text(node: Node, key: str) -> str:
    """A property as text, "" where it is missing."""
    value = node.properties.get(key, "")
    return "" if isinstance(value, list) else str(value)


def texts(node: Node, key: str) -> list[str]:
    """A property as a list of texts, empty where it is missing."""
    return texts_of(node.properties.get(key))


def texts_of(value: object) -> list[str]:
    """A value as a list of texts, empty where it is none."""
    return [str(one) for one in value] if isinstance(value, list) else []


def _actor(node: Node, graph: Graph, ontology: Ontology) -> Row:
    country = text(node, "country")
    home = graph.node(country) if country else None
    known = ontology.actors.get(country)
    return {
        "id": node.id,
        "name": text(node, "name") or node.id,
        "kind": text(node, "type"),
        "place": node.label == "Place",
        "aliases": texts(node, "aliases"),
        "country": text(home, "name") if home else known.name if known else country,
        "generic": bool(node.properties.get("generic", False)),
        "identifiers": texts(node, "identifiers"),
    }


def _kinds(actors: list[Node], ontology: Ontology) -> dict[str, Row]:
    kinds: dict[str, Row] = {}
    for name in sorted({text(node, "type") for node in actors}):
        known = ontology.actor_types.get(spelling(name))
        kinds[name] = {
            "label": known.label if known else name.replace("-", " ") or "kind unknown",
            "colour": known.colour if known else UNKNOWN_COLOUR,
            "shape": known.shape if known else "circle",
        }
    return kinds


def _document(node: Node) -> Row:
    copies = [line.split("\t") for line in texts(node, "publications")]
    publishers = {text(node, "publisher"), *(copy[1] for copy in copies if len(copy) == 4)}
    return {
        "id": node.id,
        "title": text(node, "title"),
        "publisher": text(node, "publisher"),
        "published": text(node, "published"),
        "url": text(node, "url"),
        "publishers": sorted(publishers - {""}) or [""],
        "text": "",
    }


def _documents(nodes: list[Node], claims: list[Row]) -> list[Row]:
    """Make the documents' rows; those with most claims bring their texts, as many as the page has room for.

    A claim whose quote stands in such a text loses it: the page reads it there.
    """
    rows = [_document(node) for node in nodes]
    members: dict[int, list[Row]] = defaultdict(list)
    for claim in claims:
        if claim["document"] is not None:
            members[claim["document"]].append(claim)
    room = WHOLE_TEXTS
    for number in sorted(members, key=lambda one: (-len(members[one]), one)):
        whole = text(nodes[number], "text")
        if not whole or len(whole) > room:
            continue
        room -= len(whole)
        rows[number]["text"] = whole
        for claim in members[number]:
            start, end = claim["span"]
            if whole[start:end] == claim["quote"]:
                claim["span"] = [units(whole, start), units(whole, end)]
                claim["quote"] = ""
    return rows


def units(words: str, at: int) -> int:
    """Turn a place in a text into one that counts UTF-16 units."""
    return at if words.isascii() else len(words[:at].encode("utf-16-le", "surrogatepass")) // 2


def _claims(
    graph: Graph, actors: list[Node], document_of: dict[str, int], relations: dict[str, Row]
) -> tuple[list[Row], dict[tuple[int, str, int], list[int]], int]:
    ends = graph.targets()
    place_of = {node.id: place for place, node in enumerate(actors)}
    claims: list[Row] = []
    groups: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    left_out = 0
    for node in graph.labelled("Claim"):
        links = ends.get(node.id, {})
        subject, thing = (_first(links.get(end, []), place_of) for end in ("SUBJECT", "OBJECT"))
        if subject is None or thing is None:
            left_out += 1
            continue
        label = text(node, "relation")
        name = label.replace("-", " ")
        known = relations.setdefault(
            label, {"label": name, "inverse": name, "sign": text(node, "sign"), "symmetric": False, "definition": ""}
        )
        # The same rule as `graph.direct_edges`: a symmetric pair has one direction only.
        swap = known["symmetric"] and actors[subject].id > actors[thing].id
        groups[(thing, label, subject) if swap else (subject, label, thing)].append(len(claims))
        claims.append(_claim(node, subject, thing, links, place_of, document_of))
    return claims, groups, left_out


def _first(ids: list[str], place_of: dict[str, int]) -> int | None:
    return next((place_of[one] for one in ids if one in place_of), None)


def _claim(
    node: Node,
    subject: int,
    thing: int,
    links: dict[str, list[str]],
    place_of: dict[str, int],
    document_of: dict[str, int],
) -> Row:
    confidence = node.properties.get("confidence", 1.0)
    start, end = node.properties.get("start"), node.properties.get("end")
    return {
        "id": node.id,
        "subject": subject,
        "object": thing,
        "polarity": "denied" if text(node, "polarity") == "denied" else "affirmed",
        "modality": text(node, "modality") or "asserted",
        "quote": text(node, "quote"),
        "span": [start, end] if isinstance(start, int) and isinstance(end, int) else [0, 0],
        "marks": _marks(node),
        "claimants": texts(node, "claimants"),
        "sayers": [place_of[one] for one in links.get("ATTRIBUTED_TO", []) if one in place_of],
        "places": [place_of[one] for one in links.get("LOCATED_IN", []) if one in place_of],
        "time": [text(node, "time_start"), text(node, "time_end"), text(node, "time_from")],
        "confidence": round(float(confidence), 3) if isinstance(confidence, int | float) else 1.0,
        "extractor": text(node, "extractor"),
        "kind": text(node, "kind"),
        "document": _first(links.get("STATED_IN", []), document_of),
    }


def _marks(node: Node) -> list[list[int]]:
    """Where in its quote the words of a claim's subject and object stand; those not found are left out."""
    quote, start = text(node, "quote"), node.properties.get("start")
    found: dict[str, int] = {}
    for line in texts(node, "mentions"):
        role, begin, *_ = [*line.split("\t"), ""]
        if isinstance(start, int) and begin.isdigit():
            found[role] = int(begin) - start
    spans: list[list[int]] = []
    for role in ("subject", "object"):
        words = text(node, f"{role}_text")
        at = found.get(role, -1)
        if at < 0 or not words or quote[at : at + len(words)] != words:
            at = _free(quote, words, spans)
        if at >= 0:
            spans.append([at, at + len(words)])
    return [[units(quote, low), units(quote, high)] for low, high in sorted(spans)]


def _free(quote: str, words: str, spans: list[list[int]]) -> int:
    """Find words in a quote where nothing is marked yet; -1 where they are not."""
    at = quote.find(words) if words else -1
    while at >= 0 and any(at < high and low < at + len(words) for low, high in spans):
        at = quote.find(words, at + 1)
    return at


def asserted(claim: Row) -> bool:
    """Tell whether a claim states a fact: affirmed, and neither planned nor only possible."""
    return bool(claim["polarity"] == "affirmed" and claim["modality"] == "asserted")


def _direct(graph: Graph, ontology: Ontology, place_of: dict[str, int]) -> dict[tuple[int, str, int], Edge]:
    labels = {relation.cypher: relation.label for relation in ontology.relations.values()}
    return {
        (place_of[edge.start], labels[edge.type], place_of[edge.end]): edge
        for edge in graph.edges
        if edge.type in labels and edge.start in place_of and edge.end in place_of
    }


def _ties(
    groups: dict[tuple[int, str, int], list[int]], direct: dict[tuple[int, str, int], Edge], claims: list[Row]
) -> list[Row]:
    ties = []
    for key in sorted({*groups, *direct}):
        members = groups.get(key, [])
        edge = direct.get(key)
        stated = sum(asserted(claims[one]) for one in members)
        summed = edge.properties if edge else {}
        ties.append(
            {
                "start": key[0],
                "relation": key[1],
                "end": key[2],
                "claims": members,
                # A graph may come with its direct edges alone; then they say how many claims they were summed from.
                "stated": stated or (int(str(summed.get("claims", 1))) if edge else 0),
                "contested": bool(summed.get("contested", False))
                or (stated > 0 and any(claims[one]["polarity"] == "denied" for one in members)),
                "first": str(summed.get("first_seen", "")),
                "last": str(summed.get("last_seen", "")),
                "publishers": texts_of(summed.get("publishers")),
            }
        )
    return ties
