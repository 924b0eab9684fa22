"""Asks the network about the pairs of a sentence: whom they stand for, and what it thinks is said of them.

In: a sentence with its participants, and what the frames propose. Out: scores by pair of head words, and candidates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.language import Language
from kg.extract.mentions import HYPHENS, Found, Mentions
from kg.extract.participants import Participants
from kg.extract.proposals import Proposal
from kg.extract.relation_network import PairScores, RelationNetwork

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_MOST = 14  # mentions of one sentence that are paired with each other; a list of forty names states no ties
_WORDLESS = frozenset(("PUNCT", "SPACE", "SYM"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention as it stands in the sentence, and whom it denotes."""

    surface: Found
    denoted: Found


class PairReader:
    """Reads the pairs of sentences with one network."""

    def __init__(self, network: RelationNetwork, language: Language) -> None:
        self.network = network
        self._prefixes = language.words("prefixes", "words")

    def candidates(self, sentence: Span, found: Mentions, participants: Participants) -> list[Candidate]:
        """Collect the mentions of a sentence, pronouns with a safe antecedent among them."""
        chosen = []
        for token in sentence:
            surface = found.at(token)
            if surface is not None and self._only_modifies(surface, token):
                continue
            if surface is not None or token.pos_ == "PRON":
                chosen += [Candidate(surface or one, one) for one in participants.denoted(token)]
        return chosen[:_MOST]

    def _only_modifies(self, found: Found, token: Token) -> bool:
        """Tell whether a mention acts only through the noun behind it: "pro-regime forces", "an opposition group"."""
        if found.mention.generic and token.dep_ in ("compound", "amod", "nmod:desc"):
            return True
        doc, start = token.doc, found.start
        return start > 1 and doc[start - 1].text in HYPHENS and doc[start - 2].lower_ in self._prefixes

    def scores(
        self,
        sentence: Span,
        candidates: Sequence[Candidate],
        asked: Iterable[tuple[int, int]],
        proposals: Iterable[Proposal],
    ) -> Mapping[tuple[int, int], PairScores]:
        """Score the pairs asked for and all that are proposed, by the head words of subject and object."""
        spans = {one.surface.head: one.surface for one in candidates}
        wanted = set(asked)
        for proposal in proposals:
            ends = [end for end in (proposal.subject, proposal.object) if sentence.start <= end.head < sentence.end]
            spans = {**{end.head: end for end in ends}, **spans}
            if len({end.head for end in ends}) == 2:
                wanted |= {proposal.heads, proposal.heads[::-1]}
        pairs = sorted(wanted)
        if not pairs:
            return {}
        heads = sorted(spans)
        start = sentence.start_char
        index = {head: k for k, head in enumerate(heads)}
        within = [(spans[h].mention.start - start, spans[h].mention.end - start) for h in heads]
        read = self.network.read(sentence.text, within, [(index[one], index[other]) for one, other in pairs])
        return {pair: scores for pair, scores in zip(pairs, read, strict=True) if scores is not None}

    def cue(self, sentence: Span, scores: PairScores) -> Token:
        """Return the word that says it: the one the network points at most."""
        for piece in scores.cues.argsort()[::-1].tolist():
            start, end = scores.offsets[piece]
            if end > start:
                span = sentence.doc.char_span(
                    sentence.start_char + start, sentence.start_char + end, alignment_mode="expand"
                )
                if span is not None and span[0].pos_ not in _WORDLESS:
                    return _whole(span[0])
        return sentence.root


def _whole(word: Token) -> Token:
    """Climb from a part of a noun phrase to its noun: how "the ground offensive" is put tells how "ground" is."""
    while word.dep_ == "compound" and word.pos_ == "NOUN" and word.head.pos_ == "NOUN":
        word = word.head
    return word
