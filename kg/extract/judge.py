"""Tells which relation a sentence states between two given mentions, for coding events and for measuring.

In: a parsed text and two mentions of one sentence. Out: the relations that may hold, best first; claims that the frames
make of the pair come before what mere nearness to a trigger word suggests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.frames import FrameExtractor
from kg.extract.mentions import Found
from kg.extract.tree import distance
from kg.model import Claim, Mention, Modality, Polarity
from kg.text.base import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FAR = 12  # arcs; what is farther or in another tree counts as this


@dataclass(frozen=True, slots=True)
class Judgement:
    """A relation that may hold from source to target, with a score to rank by; `stated` if a frame claims it."""

    relation: str
    score: float
    stated: bool
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"


def judge(extractor: FrameExtractor, parsed: Parsed, source: Mention, target: Mention) -> list[Judgement]:
    """Rank the relations a text may state from one given mention to another."""
    best: dict[str, Judgement] = {}
    for judgement in (*_stated(extractor, parsed, source, target), *_suggested(extractor, parsed, source, target)):
        old = best.get(judgement.relation)
        if old is None or judgement.score > old.score:
            best[judgement.relation] = judgement
    return sorted(best.values(), key=lambda one: (-one.score, one.relation))


def _stated(extractor: FrameExtractor, parsed: Parsed, source: Mention, target: Mention) -> Iterator[Judgement]:
    for result in extractor(parsed, mentions=(source, target)):
        if isinstance(result, Claim):
            forward = result.subject.start == source.start
            symmetric = extractor.ontology.relations[result.relation].symmetric
            score = result.confidence + (2.0 if forward or symmetric else 1.0)
            yield Judgement(result.relation, score, True, result.polarity, result.modality)


def _suggested(extractor: FrameExtractor, parsed: Parsed, source: Mention, target: Mention) -> Iterator[Judgement]:
    found = list(extractor.finder.given(parsed.doc, (source, target)))
    if len(found) < 2:
        return
    ends = {one.mention.start: one for one in found}
    one, other = ends.get(source.start, found[0]), ends.get(target.start, found[-1])
    for sentence in {parsed.doc[end.head].sent.start: parsed.doc[end.head].sent for end in (one, other)}.values():
        for token in sentence:
            penalty = 0.3 if _inside(token, one) or _inside(token, other) else 0.0
            for frame, phrase in extractor.matcher.evoked(token):
                score = frame.confidence + 0.1 * phrase - penalty - _cost(parsed.doc, token, one, other)
                yield Judgement(frame.relation, score, False)


def _inside(token: Token, found: Found) -> bool:
    return found.start <= token.i < found.end


def _cost(doc: Doc, token: Token, source: Found, target: Found) -> float:
    """Price a trigger by its arcs to both mentions, the subject's weighing less than the object's."""
    near, far = (distance(token, doc[end.head]) for end in (source, target))
    return 0.05 * (near if near is not None else _FAR) + 0.07 * (far if far is not None else _FAR)
