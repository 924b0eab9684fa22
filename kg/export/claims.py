"""Reads claims back out of a graph, with everything they hang on, for the formats that write one claim after another.

In: a `Graph`. Out: one `Stated` a claim, sorted by document, place in the text and id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.graph import Graph, Node, publication_fields


@dataclass(frozen=True, slots=True)
class Spoken:
    """A mention as a claim keeps it: where it stands, whom it means, its words, and why."""

    start: int
    end: int
    actor: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim with the nodes at its ends."""

    claim: Node
    subject: Node
    object: Node
    claimants: tuple[Node, ...]  # in the order of saying
    place: Node | None
    document: Node
    mentions: Mapping[str, Spoken]  # by role, see `kg.project.mention_lines`

    @property
    def stands(self) -> bool:
        """Tell whether it is affirmed and asserted: only then may it be said without a claim around it."""
        return self.claim.properties["polarity"] == "affirmed" and self.claim.properties["modality"] == "asserted"


def stated(graph: Graph) -> Iterator[Stated]:
    """Yield the claims of a graph; one that lost an end (which no store leaves behind) is left out."""
    ends, standing = graph.targets(), graph.standing()
    rows = (_stated(graph, claim, ends[claim.id], standing) for claim in graph.labelled("Claim") if claim.id in ends)
    whole = [row for row in rows if row is not None]
    whole.sort(key=lambda row: (row.document.id, int(str(row.claim.properties["start"])), row.claim.id))
    yield from whole


def _stated(graph: Graph, claim: Node, ends: Mapping[str, Sequence[str]], standing: Mapping[str, str]) -> Stated | None:
    def only(edge: str) -> Node | None:
        return graph.node(ends[edge][0]) if ends.get(edge) else None

    subject, object_, document = only("SUBJECT"), only("OBJECT"), only("STATED_IN")
    if subject is None or object_ is None or document is None:
        return None
    mentions = read_mentions(claim, standing)
    order = [mentions[role].actor for role in sorted(mentions, key=_number) if role.startswith("claimant")]
    ids = [
        *dict.fromkeys(
            [one for one in order if one in ends.get("ATTRIBUTED_TO", ())] + [*ends.get("ATTRIBUTED_TO", ())]
        )
    ]
    claimants = tuple(node for one in ids if (node := graph.node(one)) is not None)
    return Stated(claim, subject, object_, claimants, only("LOCATED_IN"), document, mentions)


def _number(role: str) -> tuple[str, int]:
    word, _, number = role.partition(" ")
    return word, int(number or 0)


def read_mentions(claim: Node, standing: Mapping[str, str]) -> dict[str, Spoken]:
    """Read the mentions that a claim's node keeps, by role, each with whoever stands for its actor."""
    lines = claim.properties.get("mentions", [])
    found = {}
    for line in lines if isinstance(lines, list) else []:
        role, start, end, actor, text, reason = line.split("\t")
        found[role] = Spoken(int(start), int(end), standing.get(actor, actor), text, reason)
    return found


def publications(document: Node) -> list[dict[str, str]]:
    """Read where a document was published, the earliest first."""
    lines = document.properties.get("publications", [])
    return [
        {key: str(value) for key, value in publication_fields([line]).items()}
        for line in sorted(lines if isinstance(lines, list) else [])
    ]
