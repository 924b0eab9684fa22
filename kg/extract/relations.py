"""The extractor that travels with the program: frames and a small network propose, their agreement decides.

In: a parsed text. Out: claims, each with the sentence that says it, and refusals with their reason. Nothing is asked
of a network beyond this machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations, product
from typing import TYPE_CHECKING

from kg.extract.anaphora import Antecedents
from kg.extract.arguments import ArgumentReader
from kg.extract.claims import ClaimWriter
from kg.extract.context import ContextReader
from kg.extract.denials import Denials
from kg.extract.frame_file import load_frames
from kg.extract.frames import propose
from kg.extract.language import Language, load_language
from kg.extract.matching import FrameMatcher
from kg.extract.mentions import Found, MentionFinder
from kg.extract.pairs import PairReader
from kg.extract.participants import Participants
from kg.extract.proposals import Proposal
from kg.extract.relation_network import PairScores, RelationNetwork, relation_network
from kg.extract.speakers import Speakers
from kg.extract.tree import are_joined_objects, is_finite
from kg.extract.weighing import Weights
from kg.model import Claim, Mention, Refusal
from kg.ontology import Ontology
from kg.text.base import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


class RelationExtractor:
    """Extracts claims; `name` is written into every claim."""

    name = "relations"

    def __init__(self, ontology: Ontology, *, network: RelationNetwork | None = None) -> None:
        self.ontology = ontology
        self.language = load_language(ontology)
        arguments = ArgumentReader(self.language)
        self.finder = MentionFinder(ontology, self.language)
        self.contexts = ContextReader(self.language, arguments)
        self.matcher = FrameMatcher(ontology, load_frames(ontology), arguments, self.language)
        self.network = network or relation_network()
        self.pairs = PairReader(self.network, self.language)
        self.weights = Weights(self.network, ontology)

    def __call__(self, parsed: Parsed, *, mentions: Sequence[Mention] | None = None) -> Iterator[Claim | Refusal]:
        """Yield the claims of a text, sentence by sentence; given mentions, relate only those."""
        reading = Reading(self, parsed, mentions)
        denials = reading.denials()
        for sentence in parsed.doc.sents:
            read = list(reading.sentence(sentence))
            yield from read
            yield from denials(sentence, [one for one in read if isinstance(one, Claim)])


class Reading:
    """One text being read: what was found in it, so that its sentences can be read one after another."""

    def __init__(self, extractor: RelationExtractor, parsed: Parsed, mentions: Sequence[Mention] | None) -> None:
        self._extractor = extractor
        self._doc = doc = parsed.doc
        finder = extractor.finder
        self.found = finder(doc, parsed.document.publisher) if mentions is None else finder.given(doc, mentions)
        antecedents = Antecedents(doc, extractor.language, extractor.ontology)
        self.participants = Participants(self.found, antecedents, extractor.language)
        self.participants.we = Speakers(doc, extractor.language, self._speakers, self._framed).we
        self._write = ClaimWriter(
            parsed.document,
            doc,
            self.found,
            self.participants,
            contexts=extractor.contexts,
            matcher=extractor.matcher,
            language=extractor.language,
        )

    def denials(self) -> Denials:
        """Return a reader of what one sentence denies of another."""
        speaker, language, ontology = self._write.speaker, self._extractor.language, self._extractor.ontology
        return Denials(self._doc, self.participants, speaker, language=language, ontology=ontology)

    def sentence(self, sentence: Span) -> Iterator[Claim | Refusal]:
        """Yield a sentence's claims, of those that say the same the surest and narrowest."""
        weights = self._extractor.weights
        kept = []
        for one in self.proposals(sentence):
            if isinstance(one, str):
                yield self._write.refusal(sentence, one)
            elif one.confidence >= weights.threshold(one):
                kept.append(one)
            elif one.frame:
                yield self._write.refusal(sentence, f"not sure enough that it is said ('{one.trigger.text}')")
        times = self._write.times(sentence)
        claims: list[tuple[Claim, Token]] = []
        for proposal in sorted(kept, key=lambda one: -one.confidence):
            result = self._write(proposal, sentence, times, self._extractor.name)
            if isinstance(result, Refusal):
                yield result
            elif not any(_says_the_same(claim, result) for claim, _ in claims):
                claims.append((result, proposal.trigger))
        claims.sort(key=lambda row: (row[0].subject.start, row[0].object.start))
        for claim, trigger in claims:
            if not any(self._says_more(other, claim) for other, word in claims if word == trigger):
                yield claim

    def proposals(self, sentence: Span) -> Iterator[Proposal | str]:
        """Yield all that may be claimed of a sentence, weighed; a string is the reason of a refusal."""
        extractor = self._extractor
        framed = []
        for one in self._framed(sentence):
            if isinstance(one, str):
                yield one
            else:
                framed.append(one)
        candidates = extractor.pairs.candidates(sentence, self.found, self.participants)
        ends: dict[int, list[list[Found]]] = {}
        for candidate in candidates:
            ends.setdefault(candidate.surface.head, []).append(self._readings(candidate.denoted, sentence))
        asked = [
            (pair, both)
            for pair in permutations(ends, 2)
            for both in product(*(ends[head] for head in pair))
            if self._may(*both)
        ]
        scores = extractor.pairs.scores(sentence, candidates, (pair for pair, _ in asked), framed)
        for proposal in framed:
            weighed = replace(proposal, scores=scores.get(proposal.heads))
            yield extractor.weights(weighed, scores.get(proposal.heads[::-1]))
        if not _is_prose(sentence, extractor.language):
            return
        taken = {(*proposal.heads, proposal.relation) for proposal in framed}
        yield from self._learnt(sentence, asked, scores, taken)

    def _framed(self, sentence: Span) -> Iterator[Proposal | str]:
        return propose(sentence, self.participants, self._extractor.matcher, self._extractor.language)

    def _speakers(self, token: Token) -> Iterator[Found]:
        return self.participants.who(token, "agent")

    def _readings(self, found: Found, sentence: Span) -> list[Found]:
        """List what a mention may be; nothing for one that no edge may end at."""
        matcher = self._extractor.matcher
        readings = matcher.readings(found, sentence.doc)
        return [one for one in readings if not matcher.nameless(one, sentence.doc)]

    def _may(self, subjects: Sequence[Found], objects: Sequence[Found]) -> bool:
        """Tell whether anything can be claimed between two mentions, by what they may be."""
        relates = self._extractor.ontology.relates
        pairs = [(one, other) for one in subjects for other in objects]
        return bool(pairs) and not _same(*pairs[0]) and any(relates(a.mention.type, b.mention.type) for a, b in pairs)

    def _learnt(
        self,
        sentence: Span,
        asked: Sequence[tuple[tuple[int, int], Sequence[Sequence[Found]]]],
        scores: Mapping[tuple[int, int], PairScores],
        taken: set[tuple[int, int, str]],
    ) -> Iterator[Proposal]:
        extractor = self._extractor
        for (subject, object_), ends in asked:
            read = scores.get((subject, object_))
            if read is None:
                continue
            for relation in extractor.weights.likely(read):
                symmetric = extractor.ontology.relations[relation].symmetric
                back = (object_, subject, relation) in taken
                if (subject, object_, relation) in taken or (symmetric and (back or subject > object_)):
                    continue
                pair = self._fitting(relation, *ends)
                if pair is None:
                    continue
                trigger = extractor.pairs.cue(sentence, read)
                if extractor.ontology.relations[relation].sign == "-" and are_joined_objects(trigger, subject, object_):
                    continue  # "fights the army, Hezbollah and a militia": these do not fight each other
                titled = not extractor.ontology.relations[relation].plover and trigger.pos_ in ("NOUN", "PROPN")
                proposal = Proposal(pair[0], relation, pair[1], trigger, scores=read, titled=titled)
                yield extractor.weights(proposal, scores.get((object_, subject)))

    def _fitting(
        self, relation: str, subjects: Sequence[Found], objects: Sequence[Found]
    ) -> tuple[Found, Found] | None:
        for one in subjects:
            for other in objects:
                if self._extractor.ontology.allows(relation, one.mention.type, other.mention.type):
                    return one, other
        return None

    def _says_more(self, other: Claim, claim: Claim) -> bool:
        """Tell whether one of two claims from the same word is a narrower claim of the same pair."""
        ends = {claim.subject.start, claim.object.start}
        narrower = other.relation != claim.relation and self._extractor.ontology.is_under(
            other.relation, claim.relation
        )
        return narrower and ends == {other.subject.start, other.object.start}


def _is_prose(sentence: Span, language: Language) -> bool:
    """Tell whether words form a sentence of English, for in lists, code and other languages the network sees ties."""
    words = [token for token in sentence if token.is_alpha]
    small = sum(token.lower_ in language.words("prose", "small") for token in words)
    return (
        any(token.pos_ in ("VERB", "AUX") and is_finite(token) for token in sentence) and small * 15 >= len(words) - 8
    )


def _says_the_same(one: Claim, other: Claim) -> bool:
    """Tell whether two claims of a sentence are one, told of the same words or of words inside each other."""
    if (one.relation, one.polarity) != (other.relation, other.polarity):
        return False
    return all(
        (a.name == b.name and not a.generic) or (a.start < b.end and b.start < a.end and not _two_of_several(a, b))
        for a, b in ((one.subject, other.subject), (one.object, other.object))
    )


def _two_of_several(one: Mention, other: Mention) -> bool:
    """Tell whether the same words, no name themselves, stand for two actors: "both sides"."""
    return (one.start, one.end) == (other.start, other.end) and one.text.islower() and one.name != other.name


def _same(one: Found, other: Found) -> bool:
    if one.mention.name == other.mention.name and not one.mention.generic:
        return True
    return one.start < other.end and other.start < one.end
