"""The extractor that travels with the program: frames over a dependency tree, no learned relation model, no network.

In: a parsed text. Out: claims, each with the sentence that says it, and refusals with their reason. The words and roles
come from `ontology/frames/`, the tree from the reading model, and how it is put from `context.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.extract.anaphora import Antecedents
from kg.extract.arguments import ArgumentReader
from kg.extract.context import Context, ContextReader, quote_spans
from kg.extract.frame_file import load_frames
from kg.extract.language import load_language
from kg.extract.matching import FrameMatcher, Match
from kg.extract.mentions import Found, MentionFinder
from kg.extract.participants import Participants
from kg.extract.times import TimeFound, find_times
from kg.extract.tree import case_of, distance
from kg.model import Claim, Document, Evidence, Mention, Modality, Polarity, Refusal, Time
from kg.ontology import Ontology
from kg.text.base import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_PLACE_CASES = frozenset(("in", "at", "near", "outside", "around", "inside", "across", "over", "on", "throughout"))
_FARTHEST_TIME, _FARTHEST_PLACE = 4, 3  # arcs of the tree from the trigger


class FrameExtractor:
    """Extracts claims by frames; `name` is written into every claim."""

    name = "frames"

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.language = load_language(ontology)
        arguments = ArgumentReader(self.language)
        self.finder = MentionFinder(ontology, self.language)
        self.contexts = ContextReader(self.language, arguments)
        self.matcher = FrameMatcher(ontology, load_frames(ontology), arguments, self.language)

    def __call__(self, parsed: Parsed, *, mentions: Sequence[Mention] | None = None) -> Iterator[Claim | Refusal]:
        """Yield the claims of a text, sentence by sentence; given mentions, relate only those."""
        reading = Reading(self, parsed.document, parsed.doc, mentions)
        for sentence in parsed.doc.sents:
            yield from reading.sentence(sentence)


class Reading:
    """One text being read: what was found in it, so that its sentences can be read one after another."""

    def __init__(
        self, extractor: FrameExtractor, document: Document, doc: Doc, mentions: Sequence[Mention] | None
    ) -> None:
        self._extractor = extractor
        self._document = document
        self._quotes = quote_spans(doc)
        finder = extractor.finder
        self.found = finder(doc, document.publisher) if mentions is None else finder.given(doc, mentions)
        antecedents = Antecedents(doc, self.found, extractor.language, extractor.ontology)
        self.participants = Participants(self.found, antecedents, extractor.language)

    def sentence(self, sentence: Span) -> Iterator[Claim | Refusal]:
        """Yield a sentence's claims, of those that say the same the surest and narrowest."""
        times = list(find_times(sentence.text, self._document.published))
        claims: dict[tuple[int, int, str, str], tuple[Claim, Token]] = {}
        matches = [
            (m, self._extractor.matcher.allowed(m)) for m in self._extractor.matcher(sentence, self.participants)
        ]
        fitted = {(m.trigger.i, m.subject.head, m.object.head) for m, ends in matches if ends is not None}
        for match, plain in matches:
            unread = plain is None and (match.trigger.i, match.subject.head, match.object.head) not in fitted
            ends = self._extractor.matcher.reread(match) if unread else plain
            result = self._claim(match, ends, sentence, times)
            if isinstance(result, Refusal):
                yield result
                continue
            key = (result.subject.start, result.object.start, result.relation, result.polarity)
            if key not in claims or result.confidence > claims[key][0].confidence:
                claims[key] = (result, match.trigger)
        kept = list(claims.values())
        for claim, trigger in kept:
            if not any(self._says_more(other, claim) for other, word in kept if word == trigger):
                yield claim

    def _says_more(self, other: Claim, claim: Claim) -> bool:
        """Tell whether one of two claims from the same word is a narrower claim of the same pair."""
        ends = {claim.subject.start, claim.object.start}
        narrower = other.relation != claim.relation and self._extractor.ontology.is_under(
            other.relation, claim.relation
        )
        return narrower and ends == {other.subject.start, other.object.start}

    def _claim(
        self, match: Match, fitting: tuple[Found, Found] | None, sentence: Span, times: Sequence[TimeFound]
    ) -> Claim | Refusal:
        frame, trigger = match.frame, match.trigger
        if fitting is None:
            kinds = f"{match.subject.mention.type or '?'} {frame.relation} {match.object.mention.type or '?'}"
            return self._refusal(sentence, f"the ontology does not allow {kinds} ('{trigger.text}')")
        subject, object_ = fitting
        doc = sentence.doc
        if any(self._extractor.matcher.nameless(one, doc) for one in fitting):
            return self._refusal(sentence, f"an end without a name ('{trigger.text}')")
        ends = (doc[subject.head], doc[object_.head])
        naming = frame.kind == "noun" and trigger.lemma_.lower() in self._extractor.language.nominal_kinds
        context = self._extractor.contexts(trigger, ends, self._quotes, title=frame.kind == "role" or naming)
        if context.unsaid:
            return self._refusal(sentence, f"asked, not said ('{trigger.text}')")
        polarity: Polarity = "affirmed" if context.polarity == frame.polarity else "denied"  # "has not lost": holds
        modality: Modality = context.modality if context.modality != "asserted" else frame.modality
        return Claim(
            subject=subject.mention,
            relation=frame.relation,
            object=object_.mention,
            evidence=Evidence(self._document.id, *_quoted(sentence)),
            polarity=polarity,
            modality=modality,
            attributed_to=tuple(self._claimants(context)),
            time=None if context.presupposed else self._nearest_time(trigger, sentence, times),
            place=None if context.presupposed else self._place(trigger, sentence, fitting),
            confidence=frame.confidence,
            extractor=self._extractor.name,
            kind=frame.detail,
        )

    def _refusal(self, sentence: Span, reason: str) -> Refusal:
        start, end, quote = _quoted(sentence)
        return Refusal(self._document.id, start, end, quote, reason)

    def _claimants(self, context: Context) -> Iterator[Mention]:
        seen: set[int] = set()
        for token in context.claimants:
            who = list(self.participants.who(token, "agent"))
            around = self.found.around(token)
            if not who and around is not None:
                who = [around]
            if not who and token.pos_ == "NOUN":
                yield _unnamed(token)  # "a panel of experts": no claim loses who says it
            for found in who:
                if found.head in seen:
                    continue
                seen.add(found.head)
                readings = self._extractor.matcher.readings(found, token.doc)
                speaking = [one.mention for one in readings if one.mention.type != "place"]
                yield speaking[0] if speaking else found.mention

    def _nearest_time(self, trigger: Token, sentence: Span, times: Sequence[TimeFound]) -> Time | None:
        best: tuple[int, Time] | None = None
        for one in times:
            start = sentence.start_char
            span = trigger.doc.char_span(start + one.start, start + one.end, alignment_mode="expand")
            if span is None or self._of_saying(trigger, span.root):
                continue
            arcs = distance(trigger, span.root)
            if arcs is not None and arcs <= _FARTHEST_TIME and (best is None or arcs < best[0]):
                best = (arcs, one.time)
        return best[1] if best else None

    def _of_saying(self, trigger: Token, token: Token) -> bool:
        """Tell whether a time or place is that of the verb of speech above a statement: "…, X said in Y on Monday"."""
        saying = self._extractor.language.words("saying", "verbs")
        above = trigger
        while above.head != above:
            above = above.head
            if above.pos_ == "VERB" and above.lemma_.lower() in saying:
                return trigger.i < above.i < token.i or token.head == above
        return False

    def _place(self, trigger: Token, sentence: Span, ends: tuple[Found, Found]) -> Mention | None:
        """Return the named place nearest to the trigger in the tree that stands in a phrase of place."""
        best: tuple[int, Mention] | None = None
        heads = {one.head for one in ends}
        for token in sentence:
            found = self.found.at(token)
            if found is None or found.head in heads or found.mention.generic or case_of(token) not in _PLACE_CASES:
                continue
            if found.mention.type not in ("place", "state") or self._of_saying(trigger, token):
                continue
            arcs = distance(trigger, token)
            if arcs is not None and arcs <= _FARTHEST_PLACE and (best is None or arcs < best[0]):
                best = (arcs, found.mention)
        return best[1] if best else None


def _unnamed(token: Token) -> Mention:
    words = [t for t in token.lefts if t.dep_ in ("amod", "compound", "nmod:desc")]
    start = words[0].left_edge.idx if words else token.idx
    end = token.idx + len(token.text)
    return Mention(token.doc.text[start:end], start, end, "organisation", generic=True, name=token.doc.text[start:end])


def _quoted(sentence: Span) -> tuple[int, int, str]:
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    return start, sentence.start_char + len(text.rstrip()), text.strip()
