"""Claims as JSON lines, as `kg extract` prints them: what one store holds can be loaded into another.

In: a graph. Out: one claim a line with its source; an actor that no catalogue knows brings its other names. Texts, and
documents without claims, stay behind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.export.claims import Spoken, Stated, publications, stated
from kg.graph import Graph, Node
from kg.model import Claim, Evidence, Mention, Time, claim_to_json, mentions_of
from kg.ontology import Ontology, spelling


def export(graph: Graph, ontology: Ontology) -> Iterator[bytes]:
    """Yield one line a claim."""
    for row in stated(graph):
        line = json.dumps(claim_row(row), ensure_ascii=False)
        yield line.encode("utf-8", "backslashreplace") + b"\n"


def claim_row(row: Stated) -> dict[str, Any]:
    """Turn a claim of the graph into the JSON object of `kg extract`, its source with all its publications."""
    published = publications(row.document)
    found = claim_to_json(to_claim(row))
    nodes = {node.id: node for node in (row.subject, row.object, *row.claimants, *([row.place] if row.place else []))}
    for mention in mentions_of(found):
        actor = nodes[mention["actor"]].properties
        if actor["aliases"] and not actor["known"]:
            mention["also"] = actor["aliases"]
    found["source"] = {**(published[0] if published else {}), "name": ""}
    if len(published) > 1:
        found["source"]["also"] = published[1:]
    return found


def to_claim(row: Stated) -> Claim:
    """Make the claim again that its node was made of."""
    had = row.claim.properties
    time = Time(str(had["time_start"]), str(had["time_end"]), str(had["time_from"])) if had["time_from"] else None
    nodes = {node.id: node for node in row.claimants}
    claimants = [row.mentions[f"claimant {n}"] for n in range(len(row.mentions)) if f"claimant {n}" in row.mentions]
    return Claim(
        subject=_mention(row.mentions["subject"], row.subject),
        relation=spelling(str(had["relation"])),
        object=_mention(row.mentions["object"], row.object),
        evidence=Evidence(row.document.id, int(str(had["start"])), int(str(had["end"])), str(had["quote"])),
        polarity="denied" if had["polarity"] == "denied" else "affirmed",
        modality=had["modality"],  # type: ignore[arg-type]  # written by `project`, from a Claim
        attributed_to=tuple(_mention(one, nodes[one.actor]) for one in claimants),
        time=time,
        place=_mention(row.mentions["place"], row.place) if row.place else None,
        confidence=float(str(had["confidence"])),
        extractor=str(had["extractor"]),
        kind=str(had["kind"]),
    )


def _mention(spoken: Spoken, node: Node) -> Mention:
    actor = node.properties
    generic = bool(actor["generic"])
    return Mention(
        text=spoken.text,
        start=spoken.start,
        end=spoken.end,
        type=spelling(str(actor["type"])),
        generic=generic,
        name=str(actor["name"]),
        actor=node.id,
        side=str(actor["country"]) if generic else "",
    )
