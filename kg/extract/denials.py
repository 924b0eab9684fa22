"""Reads denials of what was said just before: "Riga said Y had paid the rebels. Y denied it."

In: a sentence and the claims told up to it. Out: the same claims once more, denied by whoever denies them, each with
all the words from the statement to its denial as its quote. Only who is charged can deny, or who answers the one
charge that somebody else has made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.language import Language
from kg.extract.mentions import Found
from kg.extract.participants import Participants
from kg.extract.tree import SUBJECTS
from kg.model import Claim, Evidence, Mention
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_SHARE = 0.8  # of the confidence of what is denied: that it is this which is denied is one more step
_OBJECTS = ("obj", "nsubj:pass", "ccomp", "xcomp")


class Denials:
    """Finds denials in one text; asked sentence by sentence in order."""

    def __init__(
        self,
        doc: Doc,
        participants: Participants,
        speaker: Callable[[Found], Mention],
        *,
        language: Language,
        ontology: Ontology,
    ) -> None:
        self._doc = doc
        self._participants = participants
        self._speaker = speaker
        self._language = language
        self._ontology = ontology
        self._before: list[Claim] = []  # of the sentence before

    def __call__(self, sentence: Span, claims: Sequence[Claim]) -> Iterator[Claim]:
        """Yield what a sentence denies of the sentence before it, or of its own words up to there."""
        told = [one for one in (*self._before, *claims) if self._is_deniable(one)]
        self._before = list(claims)
        for denial in sentence:
            deniers = self._deniers(denial) if told else []
            for denier in deniers:
                for claim in self._charged(denier, [one for one in told if one.object.end <= denial.idx]):
                    if not any(one.polarity == "denied" and _is_near(one, claim) for one in claims):
                        yield self._denied(claim, denier, sentence)

    def _is_deniable(self, claim: Claim) -> bool:
        """Tell whether a claim is a charge or a deed: who holds what office by a title is nobody's to deny."""
        stated = (claim.polarity, claim.modality) == ("affirmed", "asserted")
        return stated and bool(claim.attributed_to or self._ontology.relations[claim.relation].plover)

    def _words(self, name: str) -> frozenset[str]:
        return self._language.words("rebutting", name)

    def _deniers(self, word: Token) -> list[Mention]:
        """Return who denies, if a word denies what was said before: "X denied it", "X called the claim a lie"."""
        if word.pos_ != "VERB" or any(c.dep_ == "neg" or c.lower_ in ("not", "n't", "never") for c in word.children):
            return []
        lemma = word.lemma_.lower()
        if lemma in self._words("verbs"):
            denies = any(self._is_charge(c) for c in word.children if c.dep_ in _OBJECTS) or self._is_aside(word)
        elif lemma in self._words("calling"):
            denies = any(self._is_charge(c) for c in word.children if c.dep_ in (*_OBJECTS, "nsubj")) and any(
                c.lemma_.lower() in self._words("untruths") for c in word.subtree if c.i > word.i
            )
        elif lemma in self._language.words("saying", "verbs"):
            denies = any(self._is_untrue(c) for c in word.children if c.dep_ in ("ccomp", "parataxis"))
        else:
            return []
        return [self._speaker(found) for found in self._subjects(word)] if denies else []

    def _is_charge(self, word: Token) -> bool:
        """Tell whether a word stands for what was said before: "it", "this", "the charge"; not "the charge that …"."""
        if word.pos_ in ("PRON", "DET"):
            return word.lower_ in self._words("pronouns")
        if word.lemma_.lower() not in self._words("nouns"):
            return False
        definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in word.lefts)
        told = any(c.dep_ in ("acl", "acl:relcl", "nmod") for c in word.children)  # it says itself what is denied
        return not told and (definite or not any(c.dep_ == "det" for c in word.lefts))

    def _is_aside(self, verb: Token) -> bool:
        """Tell whether a clause denies the noun it hangs on: "a charge X denies"."""
        return verb.dep_ == "acl:relcl" and verb.head.lemma_.lower() in self._words("nouns")

    def _is_untrue(self, word: Token) -> bool:
        """Tell whether something said is called untrue: "said this was not true"."""
        charged = any(c.dep_ in SUBJECTS and self._is_charge(c) for c in word.children)
        negated = any(c.lower_ in ("not", "n't") for c in word.children)
        lemma = word.lemma_.lower()
        return charged and (lemma in self._words("untruths") or (negated and lemma in self._words("truths")))

    def _subjects(self, verb: Token) -> Iterator[Found]:
        while not any(c.dep_ in SUBJECTS for c in verb.children) and verb.dep_ == "conj" and verb.head.pos_ == "VERB":
            verb = verb.head
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                yield from self._participants.who(child, "agent", verb)

    def _charged(self, denier: Mention, told: Sequence[Claim]) -> list[Claim]:
        """Return the claims that are one's own to deny; or else those of the only charge that others have made."""
        told = [one for one in told if one.subject.start != denier.start]  # that he rejects it, he does not deny
        charges = [one for one in told if one.attributed_to and denier.name not in (s.name for s in one.attributed_to)]
        own = [one for one in told if self._is_of(denier, one.subject) or self._is_of(denier, self._other(one))]
        own = own or [one for one in charges if self._is_of(denier, one.object)]
        if own:
            return own
        return charges if len({(one.subject.name, one.relation) for one in charges}) == 1 else []

    def _other(self, claim: Claim) -> Mention | None:
        return claim.object if self._ontology.relations[claim.relation].symmetric else None

    def _is_of(self, denier: Mention, charged: Mention | None) -> bool:
        """Tell whether a denier is the one charged, or of his country."""
        if charged is None:
            return False
        if denier.name == charged.name:
            return True
        countries = self._countries(denier) & self._countries(charged)
        return bool(countries) and "place" not in (denier.type, charged.type)

    def _countries(self, mention: Mention) -> set[str]:
        known = self._ontology.by_alias.get(fold(mention.name), ())
        return {one.country or one.id for one in known} | ({mention.side} if mention.side else set())

    def _denied(self, claim: Claim, denier: Mention, sentence: Span) -> Claim:
        start = claim.evidence.start
        end = sentence.start_char + len(sentence.text.rstrip())
        quote = self._doc.text[start:end]
        return replace(
            claim,
            polarity="denied",
            attributed_to=(denier,),
            evidence=Evidence(claim.evidence.document, start, end, quote),
            confidence=round(claim.confidence * _SHARE, 3),
        )


def _is_near(one: Claim, other: Claim) -> bool:
    """Tell whether two claims are one, or one told of a government and the other of its state."""
    same = (one.subject.name == other.subject.name, one.object.name == other.object.name)
    return one.relation == other.relation and any(same)
