"""The written half of the extractor: frames over a dependency tree propose relations.

In: a sentence of a parsed text. Out: proposals, and refusals of what the ontology forbids. The words and roles come
from `ontology/frames/`, the tree from the reading model.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.language import Language
from kg.extract.matching import FrameMatcher, Match
from kg.extract.participants import Participants
from kg.extract.proposals import Proposal

if TYPE_CHECKING:
    from spacy.tokens import Span


def propose(
    sentence: Span, participants: Participants, matcher: FrameMatcher, language: Language
) -> Iterator[Proposal | str]:
    """Yield what the frames make of a sentence; a string is the reason why a match was refused."""
    matches = [(match, matcher.allowed(match)) for match in matcher(sentence, participants)]
    fitted = {_key(match) for match, ends in matches if ends is not None}
    for match, plain in matches:
        unread = plain is None and _key(match) not in fitted
        ends = matcher.reread(match) if unread else plain
        frame, trigger = match.frame, match.trigger
        if ends is None:
            kinds = f"{match.subject.mention.type or '?'} {frame.relation} {match.object.mention.type or '?'}"
            yield f"the ontology does not allow {kinds} ('{trigger.text}')"
        elif any(matcher.nameless(one, sentence.doc) for one in ends):
            yield f"an end without a name ('{trigger.text}')"
        else:
            naming = frame.kind == "noun" and trigger.lemma_.lower() in language.nominal_kinds
            yield Proposal(
                ends[0],
                frame.relation,
                ends[1],
                trigger,
                frame=frame.confidence,
                polarity=frame.polarity,
                modality=frame.modality,
                titled=frame.kind == "role" or naming,
                kind=frame.detail,
                confidence=frame.confidence,
            )


def _key(match: Match) -> tuple[int, int, int]:
    return match.trigger.i, match.subject.head, match.object.head
