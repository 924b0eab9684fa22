"""Writes a claim from a proposal: how it is put, who says so, when it held and where.

In: a proposal in its sentence. Out: the `Claim` with its quote, or the `Refusal` with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.extract.context import Context, ContextReader, quote_spans
from kg.extract.language import Language
from kg.extract.matching import FrameMatcher
from kg.extract.mentions import Found, Mentions
from kg.extract.participants import Participants
from kg.extract.proposals import Proposal
from kg.extract.relation_network import MODALITIES, PairScores
from kg.extract.speakers import WE
from kg.extract.times import TimeFound, find_times
from kg.extract.tree import case_of, distance
from kg.model import Claim, Document, Evidence, Mention, Modality, Polarity, Refusal, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_PLACE_CASES = frozenset(("in", "at", "near", "outside", "around", "inside", "across", "over", "on", "throughout"))
_SURE_DENIED = 0.9  # how sure the network must be of a denial that the tree does not see
_UNSURE_NOBODY = 3.0  # by how much nobody must lead for the tree's claimant to be dropped, in logits
_SURE_ASSERTED = 0.9  # how sure it must be of a fact where the tree sees a plan or a doubt
_TREE_SHARE = 0.6  # what the tree's modality weighs beside the network's shares, which sum to 1
_FARTHEST_TIME, _FARTHEST_PLACE = 4, 3  # arcs of the tree from the trigger


class ClaimWriter:
    """Writes the claims of one text."""

    def __init__(
        self,
        document: Document,
        doc: Doc,
        found: Mentions,
        participants: Participants,
        *,
        contexts: ContextReader,
        matcher: FrameMatcher,
        language: Language,
    ) -> None:
        self._document = document
        self._found = found
        self._participants = participants
        self._contexts = contexts
        self._matcher = matcher
        self._language = language
        self._doc = doc
        self._quotes = quote_spans(doc)

    def times(self, sentence: Span) -> list[TimeFound]:
        """Find the words of time of a sentence, read against the date of publication."""
        return list(find_times(sentence.text, self._document.published))

    def __call__(
        self, proposal: Proposal, sentence: Span, times: Sequence[TimeFound], extractor: str
    ) -> Claim | Refusal:
        """Write the claim, or refuse it where the words only ask for it."""
        trigger = proposal.trigger
        doc = sentence.doc
        context = self._contexts(
            trigger, (doc[proposal.subject.head], doc[proposal.object.head]), self._quotes, title=proposal.titled
        )
        if context.unsaid:
            return self.refusal(sentence, f"asked, not said ('{trigger.text}')")
        polarity: Polarity = "affirmed" if context.polarity == proposal.polarity else "denied"  # "has not lost": holds
        modality: Modality = context.modality if context.modality != "asserted" else proposal.modality
        if proposal.scores is not None and not (context.presupposed and proposal.frame):
            polarity, weighed = _weighed(polarity, modality, proposal.scores)
            # To offer an agreement is an act of its own; to be ready to arm somebody arms nobody yet.
            firm = context.only_willing and proposal.relation not in self._language.words("planning", "offers")
            modality = modality if firm else weighed
        return Claim(
            subject=proposal.subject.mention,
            relation=proposal.relation,
            object=proposal.object.mention,
            evidence=Evidence(self._document.id, *_quoted(sentence)),
            polarity=polarity,
            modality=modality,
            attributed_to=tuple(self._attributed(proposal, context, sentence)),
            time=None if context.presupposed else self._nearest_time(trigger, sentence, times),
            place=None if context.presupposed else self._place(trigger, sentence, (proposal.subject, proposal.object)),
            confidence=round(proposal.confidence, 3),
            extractor=extractor,
            kind=proposal.kind,
        )

    def refusal(self, sentence: Span, reason: str) -> Refusal:
        """Refuse a claim of a sentence, with the reason."""
        start, end, quote = _quoted(sentence)
        return Refusal(self._document.id, start, end, quote, reason)

    def _attributed(self, proposal: Proposal, context: Context, sentence: Span) -> list[Mention]:
        """Name who says so, the nearest first: whom the network points at, then whom the tree has further out."""
        by_tree = list(self._claimants(context))
        if proposal.scores is None:
            return by_tree
        scores = proposal.scores.claimants
        piece = int(scores.argmax())
        if piece == 0:  # the network sees nobody beyond the sentence
            unsure = scores[0] - scores[1:].max() < _UNSURE_NOBODY
            return [one for one in by_tree if unsure or not sentence.start_char <= one.start < sentence.end_char]
        start, end = (sentence.start_char + at for at in proposal.scores.offsets[piece])
        for nearest, one in enumerate(by_tree):
            if one.start < end and start < one.end:
                return by_tree[nearest:]
        span = sentence.doc.char_span(start, end, alignment_mode="expand")
        if span is None or span.root.lower_ in WE or case_of(span.root) in _PLACE_CASES:
            return by_tree  # who says "we" stands outside the quotation; "a source in X" is not X
        pointed = Context(claimants=[span.root])
        ends = {proposal.subject.mention.start, proposal.object.mention.start}
        named = [one for one in self._claimants(pointed) if one.start in ends or one.start <= start < one.end]
        if by_tree and named and named[0].start in ends:
            return by_tree  # who acts is not who tells of it, where the words name another
        names = {one.name for one in named}
        return [*named, *(one for one in by_tree if one.name not in names)] if named else by_tree

    def _claimants(self, context: Context) -> Iterator[Mention]:
        seen: set[int] = set()
        for token in context.claimants:
            who = list(self._participants.who(token, "agent"))
            around = self._found.around(token)
            if not who and around is not None:
                who = [around]
            if not who and token.pos_ == "NOUN":
                yield _unnamed(token)  # "a panel of experts": no claim loses who says it
            for found in who:
                if found.head in seen:
                    continue
                seen.add(found.head)
                yield self.speaker(found)

    def speaker(self, found: Found) -> Mention:
        """Return what a mention is where it speaks: a capital is its government."""
        readings = self._matcher.readings(found, self._doc)
        speaking = [one.mention for one in readings if one.mention.type != "place"]
        return speaking[0] if speaking else found.mention

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
        saying = self._language.words("saying", "verbs")
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
            found = self._found.at(token)
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


def _weighed(polarity: Polarity, modality: Modality, scores: PairScores) -> tuple[Polarity, Modality]:
    """Weigh what the tree tells of polarity and modality against what the network thinks; shares fitted on the part
    of the corpus kept back."""
    denied = polarity == "denied" or scores.denied > _SURE_DENIED  # a denial taken for a fact is the worst of errors
    shares = {name: float(scores.modality[k]) + _TREE_SHARE * (name == modality) for k, name in enumerate(MODALITIES)}
    if modality != "asserted" and shares["asserted"] < _SURE_ASSERTED:
        del shares["asserted"]  # a plan taken for a fact is no better
    return "denied" if denied else "affirmed", max(shares, key=lambda name: shares[name])
