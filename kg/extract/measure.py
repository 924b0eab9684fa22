"""Holds what was read against what a careful reader took from the same sentences.

In: examples of the corpus format and claims or proposals. Out: which of them match, and counts by relation. A claim
matches when both ends lie on mentions of the two actors told, the relation is the one told, and the direction too
unless the relation has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.extract.corpus import Example, Marked, Told
from kg.model import Claim, Mention
from kg.ontology import Ontology


@dataclass
class Tally:
    """Counts of matches; `close` are claims whose pair carries some other told relation (P_ann leaves the rest out)."""

    hits: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    close: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)  # of the matched: polarity, modality, claimant, time
    asked: Counter[str] = field(default_factory=Counter)

    def scores(self, relation: str = "") -> dict[str, float]:
        """Return P, R, F1 and P_ann of one relation, or of all."""

        def total(counts: Counter[str]) -> int:
            return counts[relation] if relation else counts.total()

        hits, wrong, missed, close = map(total, (self.hits, self.wrong, self.missed, self.close))
        return {
            "P": hits / max(1, hits + wrong),
            "R": hits / max(1, hits + missed),
            "F1": 2 * hits / max(1, 2 * hits + wrong + missed),
            "P_ann": hits / max(1, hits + close),
        }


def actor_at(example: Example, mention: Mention) -> str:
    """Return the letter of the actor whose mention covers the same words best; "" where none does."""
    best: tuple[float, Marked] | None = None
    for marked in example.mentions:
        shared = min(marked.end, mention.end) - max(marked.start, mention.start)
        if shared > 0:
            share = shared / (max(marked.end, mention.end) - min(marked.start, mention.start))
            ends_alike = abs(marked.end - mention.end) <= 1
            if best is None or share + ends_alike > best[0]:
                best = (share + ends_alike, marked)
    return best[1].actor if best else ""


def matching(
    example: Example, subject: Mention, relation: str, object_: Mention, ontology: Ontology
) -> tuple[Told | None, bool]:
    """Return the told claim that a pair and relation match, and whether anything at all is told of the pair."""
    ends = (actor_at(example, subject), actor_at(example, object_))
    told = [claim for claim in example.claims if {claim.subject[0], claim.object[0]} == set(ends)]
    for claim in told:
        direct = (claim.subject[0], claim.object[0]) == ends
        if claim.relation == relation and (direct or ontology.relations[relation].symmetric):
            return claim, True
    return None, bool(told)


def tally(pairs: Iterable[tuple[Example, Sequence[Claim]]], ontology: Ontology) -> Tally:
    """Count matches of the claims read from each example."""
    counts = Tally()
    for example, claims in pairs:
        met: dict[int, Claim] = {}
        for claim in claims:
            told, close = matching(example, claim.subject, claim.relation, claim.object, ontology)
            if told is not None:
                met.setdefault(id(told), claim)
            else:
                counts.wrong[claim.relation] += 1
                counts.close[claim.relation] += close
        for told in example.claims:
            if id(told) in met:
                counts.hits[told.relation] += 1
                _details(counts, example, told, met[id(told)])
            else:
                counts.missed[told.relation] += 1
    return counts


def _details(counts: Tally, example: Example, told: Told, claim: Claim) -> None:
    claimants = {actor_at(example, one) for one in claim.attributed_to[:1]}
    wanted = {one[0] for one in told.says[:1]}
    for name, good in (
        ("polarity", claim.polarity == told.polarity),
        ("modality", claim.modality == told.modality),
        ("claimant", claimants == wanted),
        ("time", (claim.time is not None and claim.time.source != "published") == bool(told.time)),
    ):
        counts.asked[name] += 1
        counts.right[name] += good
