"""Takes up who was named before: "the group", "the army", "the town", "it", "they", "its", where it is safe.

In: the mentions of a text. Out: for a noun or pronoun without a name, the mention it takes up, or nothing in doubt.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.language import Language
from kg.extract.mentions import Found, Mentions
from kg.extract.tree import case_of, has_subject
from kg.model import Mention
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_THING, _MANY, _PERSON = "thing", "many", "person"
_PRONOUNS = {
    **dict.fromkeys(("it", "its"), _THING),
    **dict.fromkeys(("they", "their", "them"), _MANY),
    **dict.fromkeys(("he", "his", "him", "she", "her"), _PERSON),
}
_PEOPLE = ("armed_group", "military_force", "population", "party", "coalition", "state", "government", "organisation")
_TELLING = ("amod", "compound", "nmod", "nmod:poss", "acl", "acl:relcl", "appos", "nmod:desc")
_SENTENCES_BACK = 3


class Antecedents:
    """Finds antecedents among the mentions of one text."""

    def __init__(self, doc: Doc, mentions: Mentions, language: Language, ontology: Ontology) -> None:
        self._mentions = list(mentions)
        self._by_head = {one.head: one for one in self._mentions}
        self._starts = [one.start for one in self._mentions]
        self._sentences = [sentence.start for sentence in doc.sents]
        self._language = language
        self._ontology = ontology
        self._described = sorted(self._descriptions(doc))
        self._armed = {one.mention.name for one in self._mentions if self._said_to_be_armed(one, doc)}

    def _descriptions(self, doc: Doc) -> Iterator[tuple[int, str, str]]:
        """Collect which noun the text itself describes a name by: "X, a suburb", "the city of X", "X is a party"."""
        for one in self._mentions:
            if one.mention.generic:
                continue
            token = doc[one.head]
            nouns = [c for c in token.children if c.dep_ == "appos"]
            if token.dep_ == "appos" or (token.dep_ == "nmod" and case_of(token) == "of" and _is_plain(token.head)):
                nouns.append(token.head)
            if token.dep_ in ("nsubj", "nsubj:pass"):
                nouns.append(token.head)
            for noun in nouns:
                if noun.pos_ == "NOUN":
                    yield one.head, noun.lemma_.lower(), one.mention.name

    def _said_to_be_armed(self, one: Found, doc: Doc) -> bool:
        """Tell whether the text calls a name's bearer rebels: "FARP guerrillas", "rebels of X", "X, a militia"."""
        if one.mention.generic or one.mention.type in ("person", "place", "state"):
            return False
        head = doc[one.head]
        around = [c for c in head.children if c.dep_ in ("appos", "compound", "amod", "nmod:desc")]
        if head.dep_ in ("compound", "appos", "nmod:desc", "flat") or (head.dep_ == "nmod" and case_of(head) == "of"):
            around.append(head.head)
        kinds = self._language.nominal_kinds
        words = [w for noun in around for w in (noun, *(c for c in noun.lefts if c.dep_ in ("amod", "compound")))]
        return any(kinds.get(word.lemma_.lower()) == "armed_group" for word in words)

    def of(self, found: Found, token: Token) -> Found | None:
        """Return whom a definite noun without a name takes up ("the group"), keeping its own place in the text."""
        lemma = token.lemma_.lower()
        kinds = self._language.words("anaphora", lemma)
        definite = any(c.lower_ in ("the", "this", "that") for c in token.children if c.dep_ == "det")
        telling = [c for c in token.children if c.dep_ in _TELLING and not c.is_punct and not _is_aside(c, token)]
        lands = [actor.id for c in telling for actor in self._ontology.by_demonym.get(fold(c.text), ())]
        if not definite or len(telling) > bool(lands):
            return None
        if token.tag_ in ("NNS", "NNPS"):
            several = self._language.words("anaphora_plural", lemma)
            named = self._among_all(token, several) if several and not lands else None
            return _taken_up(found.mention, found, named) if named else None
        if not kinds:
            named = self._by_own_noun(lemma, token) if not lands else None
            return _taken_up(found.mention, found, named) if named else None
        told = self._by_description(lemma, self._before(token), token)  # whatever kind the catalogue has it under
        near = [one for one in self._before(token) if self._is_one_of(one.mention, kinds)]
        if told is not None and not lands:
            return _taken_up(found.mention, found, told)
        if lands:  # "the Lebanese group"
            near = [one for one in near if self._country(one.mention) in lands]
        named = self._by_description(lemma, near, token) or self._only(near, self._sentence_start(token))
        if named is None and not lands:
            named = self._by_own_noun(lemma, token, kinds) or self._subject_too(near, token)
        return _taken_up(found.mention, found, named) if named else None

    def _among_all(self, token: Token, kinds: frozenset[str]) -> Found | None:
        """Read "the rebels" as the one armed group that the text has named by then, or has in its last sentences."""
        groups = [one for one in self._named_by(token) if self._is_one_of(one.mention, kinds)]
        near = set(self._before(token))
        return self._only(groups) or self._only([one for one in groups if one in near])

    def _named_by(self, token: Token) -> list[Found]:
        """List the named mentions of the whole text up to a word."""
        return [one for one in self._mentions if one.end <= token.i and not one.mention.generic]

    def _by_own_noun(self, lemma: str, token: Token, kinds: frozenset[str] = frozenset()) -> Found | None:
        """Read "the council" as the one name by then that has the word in it: "Council of National Correction"."""
        found = [
            one
            for one in self._named_by(token)
            if one.mention.type not in ("person", "place", "state")
            and lemma in fold(one.mention.name).split()
            and (not kinds or self._is_one_of(one.mention, kinds))
        ]
        return self._only(found)

    def _subject_too(self, near: list[Found], token: Token) -> Found | None:
        """Else let a subject take up the subject of the sentence before, where only one of them fits."""
        place = bisect_right(self._sentences, token.i) - 1
        if token.dep_ not in ("nsubj", "nsubj:pass") or place < 1:
            return None
        start, end = self._sentences[place - 1], self._sentences[place]
        subjects = [
            one for one in near if start <= one.head < end and token.doc[one.head].dep_ in ("nsubj", "nsubj:pass")
        ]
        return self._only(subjects)

    def _only(self, near: list[Found], sentence: int = 0) -> Found | None:
        """Return the one actor named, preferably in this sentence; nothing where there are several."""
        group = [one for one in near if one.start >= sentence] or near
        return group[-1] if len({self._key(one.mention) for one in group}) == 1 else None

    def _key(self, mention: Mention) -> str:
        """Tell names of one actor by one word: a known actor's id, a person's surname, or the name itself."""
        known = self._ontology.by_alias.get(fold(mention.name), ())
        if len(known) == 1:
            return known[0].id
        return fold(mention.name).split()[-1] if mention.type == "person" and fold(mention.name) else fold(mention.name)

    def of_pronoun(self, token: Token) -> Found | None:
        """Return whom a pronoun takes up, if only one may be meant."""
        number = _PRONOUNS.get(token.lower_)
        if number is None:
            return None
        mention = Mention(token.text, token.idx, token.idx + len(token.text), generic=True, name=token.text)
        place = Found(mention, token.i, token.i + 1, token.i)
        if number == _PERSON and len({one.mention.name for one in self._persons(token)}) > 1:
            return None
        named = (
            self._beside(token, number)
            or self._subject_above(token, number)
            or self._subject_before(token, number)
            or self._only_owner(token, number)
        )
        return _taken_up(mention, place, named) if named else None

    def place_of(self, token: Token) -> Found | None:
        """Return the place that "it" takes up: the one spoken of last before it in the same sentence."""
        if _PRONOUNS.get(token.lower_) != _THING:
            return None
        start = self._sentence_start(token)
        for one in reversed([one for one in self._mentions if start <= one.start and one.end <= token.i]):
            if one.mention.type == "place":
                named = self.of(one, token.doc[one.head]) if one.mention.generic else one
                mention = Mention(token.text, token.idx, token.idx + len(token.text), generic=True, name=token.text)
                return _taken_up(mention, Found(mention, token.i, token.i + 1, token.i), named) if named else None
        return None

    def _country(self, mention: Mention) -> str:
        known = self._ontology.by_alias.get(fold(mention.name), ())
        return known[0].country if len(known) == 1 else ""

    def _is_one_of(self, mention: Mention, kinds: frozenset[str]) -> bool:
        if "armed_group" in kinds and mention.name in self._armed:
            return True
        return any(self._ontology.is_a(mention.type, kind) for kind in kinds)

    def _by_description(self, noun: str, near: list[Found], token: Token) -> Found | None:
        """Prefer the name that the text has described by the same noun, if one stands out."""
        counts = Counter(name for head, lemma, name in self._described if lemma == noun and head < token.i)
        ranked = counts.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return None
        return next((one for one in reversed(near) if one.mention.name == ranked[0][0]), None)

    def _fits(self, mention: Mention, number: str) -> bool:
        plural = mention.generic and mention.text.endswith("s")
        if mention.type == "person":
            return (number == _PERSON and not plural) or (number == _MANY and plural)
        if mention.type == "place":
            return number == _THING
        return (number == _THING and not plural) or (number == _MANY and mention.type in _PEOPLE)

    def _persons(self, token: Token) -> list[Found]:
        start = self._sentence_start(token)
        return [one for one in self._before(token) if one.start >= start and one.mention.type == "person"]

    def _beside(self, token: Token, number: str) -> Found | None:
        """Prefer what a possessive is coordinated with: "X and its ally"."""
        if token.dep_ == "nmod:poss" and token.head.dep_ == "conj":
            one = self._by_head.get(token.head.head.i)
            return one if one is not None and self._fits(one.mention, number) else None
        return None

    def _only_owner(self, token: Token, number: str) -> Found | None:
        """Last, let a possessive take up the one fitting name before it in the sentence: "helped X in its fight"."""
        start = self._sentence_start(token)
        near = [one for one in self._before(token) if one.start >= start and self._fits(one.mention, number)]
        return near[-1] if token.dep_ == "nmod:poss" and len({one.mention.name for one in near}) == 1 else None

    def _subject_above(self, token: Token, number: str) -> Found | None:
        """Prefer the subject of a clause above, in the same sentence: "Iran sent its forces"."""
        above, own = token, token.dep_ not in ("nmod:poss", "nsubj", "nsubj:pass")
        while above.head != above:
            above = above.head
            if own and above.pos_ in ("VERB", "AUX"):
                own = not has_subject(above)
                continue  # "X bombed them", "X left, accusing them": X is not them
            for child in above.children:
                one = self._by_head.get(child.i)
                if one is None or child.dep_ not in ("nsubj", "nsubj:pass") or child.i >= token.i:
                    continue
                if child == token.head or child.is_ancestor(token):
                    continue  # "a faction of them": the faction is not them
                if self._fits(one.mention, number) and not one.start <= token.i < one.end:
                    return one
        return None

    def _subject_before(self, token: Token, number: str) -> Found | None:
        """Else the one fitting subject of the sentence before, if the pronoun is itself a subject, or its owner's."""
        place = bisect_right(self._sentences, token.i) - 1
        subject = token.head if token.dep_ == "nmod:poss" else token
        if subject.dep_ not in ("nsubj", "nsubj:pass") or place < 1:
            return None
        start, end = self._sentences[place - 1], self._sentences[place]
        doc = token.doc
        subjects = [
            one
            for one in self._before(token)
            if start <= one.head < end
            and doc[one.head].dep_ in ("nsubj", "nsubj:pass")
            and self._fits(one.mention, number)
        ]
        return subjects[0] if len({one.mention.name for one in subjects}) == 1 else None

    def _sentence_start(self, token: Token) -> int:
        return self._sentences[max(bisect_right(self._sentences, token.i) - 1, 0)]

    def _before(self, token: Token) -> list[Found]:
        """List the named mentions of this sentence and a few before it, up to the word."""
        place = max(bisect_right(self._sentences, token.i) - 1 - _SENTENCES_BACK, 0)
        first = bisect_right(self._starts, self._sentences[place] - 1)
        last = bisect_right(self._starts, token.i - 1)
        return [one for one in self._mentions[first:last] if not one.mention.generic and one.end <= token.i]


def _is_plain(noun: Token) -> bool:
    """Tell whether a noun is definite and bare, so that "the town of X" is X and "a northern town of X" is not."""
    words = [c for c in noun.lefts if not c.is_punct]
    return len(words) == 1 and words[0].lower_ == "the"


def _is_aside(word: Token, noun: Token) -> bool:
    """Tell whether a clause behind a noun only adds to it ("the group, led by …"), and tells no other one apart."""
    if word.dep_ == "acl:relcl":
        return True
    return word.dep_ in ("acl", "appos") and word.i > noun.i and noun.i + 1 < len(noun.doc) and noun.nbor().text == ","


def _taken_up(mention: Mention, place: Found, named: Found) -> Found:
    taken = named.mention
    return replace(place, mention=replace(mention, type=taken.type, name=taken.name, generic=taken.generic))
