"""Tells which relation a text states between two given mentions, for coding events and for measuring.

In: a parsed text and two mentions. Out: the relations that may hold, best first, given that one holds at all; what the
frames claim of the pair counts beside what the network thinks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.extract.relation_network import MODALITIES, PairScores
from kg.extract.relations import Reading, RelationExtractor
from kg.model import Mention, Modality, Polarity
from kg.text.base import Parsed

_FRAMED = 0.5  # what a frame's claim adds to a probability
_BACK = 0.15  # what counts of a relation the other way round: passives and nouns turn pairs round
# Event types that turn into another where they are only announced, or refused (PLOVER manual 0.7, chapter 2).
_FRIENDLY = frozenset(("CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD"))
_FORCE = frozenset(("ASSAULT", "COERCE", "SANCTION", "PROTEST"))
_PROMISE, _REFUSAL, _THREAT = "AGREE", "REJECT", "THREATEN"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A relation that may hold from source to target, with a score to rank by; `stated` if a frame claims it.

    `plover` is the event type it is counted as, "" for a standing tie.
    """

    relation: str
    plover: str
    score: float
    stated: bool
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"


def judge(extractor: RelationExtractor, parsed: Parsed, source: Mention, target: Mention | None) -> list[Judgement]:
    """Rank the relations a text may state from one given mention to another, or to somebody it does not name."""
    if target is None:
        target = Mention("", source.start, source.start)
    elif source.start == target.start:
        return []
    network = extractor.network
    start, end = _window(parsed, source, target)
    spans = [(source.start - start, source.end - start), (target.start - start, target.end - start)]
    there, back = network.read(parsed.document.text[start:end], spans, [(0, 1), (1, 0)])
    if there is None or back is None:
        return []
    stated = dict(_stated(extractor, parsed, source, target)) if target.text else {}
    polarity: Polarity = "denied" if there.denied > 0.5 else "affirmed"
    modality = MODALITIES[int(there.modality.argmax())]
    scores: dict[tuple[str, str], float] = defaultdict(float)
    something, other = 1 - float(there.labels[0]), 1 - float(back.labels[0])
    for index, relation in enumerate(network.relations[1:], start=1):
        known = extractor.ontology.relations.get(relation)
        if known is None:
            continue
        plover = network.plover[index] or known.plover
        scores[relation, plover] += float(there.labels[index]) / max(something, 1e-6)
        scores[relation, plover] += _BACK * float(back.labels[index]) / max(other, 1e-6)
    for relation, confidence in stated.items():
        scores[relation, extractor.ontology.relations[relation].plover] += _FRAMED * confidence
    scores = _coded(scores, there)
    ranked = [
        Judgement(relation, plover, score, relation in stated, polarity, modality)
        for (relation, plover), score in scores.items()
    ]
    return sorted(ranked, key=lambda one: (-one.score, one.relation, one.plover))


def _coded(scores: Mapping[tuple[str, str], float], read: PairScores) -> dict[tuple[str, str], float]:
    """Count an event as the PLOVER manual does: a promise of what is friendly is AGREE, its refusal REJECT, force
    announced THREATEN."""
    planned = float(read.modality[MODALITIES.index("planned")])
    coded: dict[tuple[str, str], float] = defaultdict(float)
    for (relation, plover), score in scores.items():
        moves = {}
        if plover in _FRIENDLY:
            moves = {_PROMISE: planned * (1 - read.denied), _REFUSAL: read.denied}
        elif plover in _FORCE:
            moves = {_THREAT: planned * (1 - read.denied)}
        coded[relation, plover] += score * (1 - sum(moves.values()))
        for type_, share in moves.items():
            coded[relation, type_] += score * share
    return coded


def _window(parsed: Parsed, source: Mention, target: Mention) -> tuple[int, int]:
    """Return the stretch of the text from the sentence of the first mention to that of the last."""
    first, last = min(source.start, target.start), max(source.end, target.end)
    inside = [s for s in parsed.doc.sents if s.end_char > first and s.start_char < last]
    return (inside[0].start_char, inside[-1].end_char) if inside else (0, len(parsed.document.text))


def _stated(
    extractor: RelationExtractor, parsed: Parsed, source: Mention, target: Mention
) -> Iterator[tuple[str, float]]:
    reading = Reading(extractor, parsed, (source, target))
    for sentence in parsed.doc.sents:
        for one in reading.proposals(sentence):
            if isinstance(one, str) or not one.frame:
                continue
            if one.subject.mention.start == source.start or extractor.ontology.relations[one.relation].symmetric:
                yield one.relation, one.frame
