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
    """Counts of matches; `close` are claims whose pair carries some other told relation (P_ann leaves the rest out).

    `near` are near misses, `taken` those of them that were claimed as plain facts.
    """

    hits: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    close: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)  # of the matched: polarity, modality, claimant, time
    asked: Counter[str] = field(default_factory=Counter)
    near: int = 0
    taken: int = 0

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
    marked = _marked_at(example, mention)
    return marked.actor if marked else ""


def _marked_at(example: Example, mention: Mention) -> Marked | None:
    best: tuple[float, Marked] | None = None
    for marked in example.mentions:
        shared = min(marked.end, mention.end) - max(marked.start, mention.start)
        if shared > 0:
            share = shared / (max(marked.end, mention.end) - min(marked.start, mention.start))
            ends_alike = abs(marked.end - mention.end) <= 1
            if best is None or share + ends_alike > best[0]:
                best = (share + ends_alike, marked)
    return best[1] if best else None


def matching(
    example: Example, subject: Mention, relation: str, object_: Mention, ontology: Ontology
) -> tuple[Told | None, bool]:
    """Return the told claim that a pair and relation match, and whether anything at all is told of the pair.

    Where the same is told of several mentions of the two actors, it is the one of these mentions.
    """
    marks = [_marked_at(example, one) for one in (subject, object_)]
    ends = tuple(one.actor if one else "" for one in marks)
    ids = {one.id for one in marks if one}
    close = [claim for claim in example.claims if {claim.subject[0], claim.object[0]} == set(ends)]
    told = [
        claim
        for claim in close
        if claim.relation == relation
        and ((claim.subject[0], claim.object[0]) == ends or ontology.relations[relation].symmetric)
    ]
    return max(told, key=lambda claim: len(ids & {claim.subject, claim.object}), default=None), bool(close)


def tally(pairs: Iterable[tuple[Example, Sequence[Claim]]], ontology: Ontology) -> Tally:
    """Count matches of the claims read from each example; what is told twice of two actors counts once."""
    counts = Tally()
    for example, claims in pairs:
        met: dict[tuple[str, ...], tuple[Told, Claim]] = {}
        plain = set()
        for claim in claims:
            told, close = matching(example, claim.subject, claim.relation, claim.object, ontology)
            if told is not None:
                met.setdefault(essence(told), (told, claim))
                continue
            counts.wrong[claim.relation] += 1
            counts.close[claim.relation] += close
            if (claim.polarity, claim.modality) == ("affirmed", "asserted"):
                plain.add((actor_at(example, claim.subject), claim.relation, actor_at(example, claim.object)))
        for miss in example.near_misses:
            counts.near += 1
            counts.taken += (miss.subject[0], miss.relation, miss.object[0]) in plain
        for key, relation in {essence(told): told.relation for told in example.claims}.items():
            if key in met:
                counts.hits[relation] += 1
                _details(counts, example, *met[key])
            else:
                counts.missed[relation] += 1
    return counts


def essence(told: Told) -> tuple[str, ...]:
    """Return what a claim tells of two actors, whichever of their mentions it stands between."""
    return told.subject[0], told.relation, told.object[0], told.polarity


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
