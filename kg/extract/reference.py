"""Describes how well somebody named before fits a noun or pronoun: what the choice of antecedents is learnt from.

In: an anaphor (a pronoun, or a noun phrase without a name) and an entity of the text before it. Out: features by
name, plain words that stand in the weights file. The features are those of mention ranking (Durrett and Klein 2013,
"Easy Victories and Uphill Battles in Coreference Resolution"), with the types of the ontology.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.context import quote_spans
from kg.extract.entities import Entity
from kg.extract.language import Language
from kg.extract.mentions import Found
from kg.extract.tree import case_of
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PERSONAL = {
    **dict.fromkeys(("it", "its"), "it"),
    **dict.fromkeys(("they", "their", "them"), "they"),
    **dict.fromkeys(("he", "his", "him"), "he"),
    **dict.fromkeys(("she", "her"), "she"),
}
_DEFINITE = ("the", "this", "that", "these", "those", "both", "each")
_NEW = ("a", "an", "some", "several", "any", "another", "other", "many", "no", "every", "few", "more")
_TELLING = ("amod", "compound", "nmod", "acl", "acl:relcl", "appos", "nmod:desc", "nummod")
_ROLES = {
    "nsubj": "subject",
    "nsubj:pass": "subject",
    "obj": "object",
    "iobj": "object",
    "nmod:poss": "owner",
    "obl": "beside",
    "obl:agent": "beside",
    "nmod": "below",
    "compound": "below",
    "amod": "below",
    "appos": "below",
}
MANY = ("NNS", "NNPS")
_WIDE_KINDS = ("armed_group", "military_force", "population", "party", "coalition", "state", "government")


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A noun or pronoun without a name, and what its own words tell."""

    token: Token
    found: Found | None
    form: str  # "it", "they", "he", "she", or how the noun is determined: "the", "own", "bare", "this"
    word: str
    role: str
    sentence: int
    lands: frozenset[str]
    telling: int
    quoted: bool

    @property
    def is_pronoun(self) -> bool:
        """Tell whether it is a pronoun."""
        return self.found is None


class Reference:
    """Reads anaphors and what speaks for each entity, in one text."""

    def __init__(self, doc: Doc, ontology: Ontology, language: Language) -> None:
        self._doc = doc
        self._ontology = ontology
        self._language = language
        self._sentences = [sentence.start for sentence in doc.sents]
        self._saying = language.words("saying", "verbs")
        self._quotes = quote_spans(doc)
        self._opened = [start for start, _ in self._quotes]

    def anaphor(self, token: Token, found: Found | None) -> Anaphor | None:
        """Read a pronoun or a noun without a name; nothing for one that brings up somebody new by its article."""
        if found is None:
            form = PERSONAL.get(token.lower_, "") if token.pos_ == "PRON" else ""
            if not form:
                return None
            at, quoted = self.sentence(token.i), self._quoted(token.i)
            return Anaphor(token, None, form, token.lower_, role(token), at, frozenset(), 0, quoted)
        words = [c for c in token.children if c.dep_ in ("det", "nmod:poss", "nummod", "det:predet") and c.i < token.i]
        lower = {c.lower_ for c in words}
        if lower & set(_NEW) or any(c.dep_ == "cop" for c in token.children):
            return None
        form = "bare"
        if lower & set(_DEFINITE):
            form = "the" if "the" in lower else "this"
        elif any(c.dep_ == "nmod:poss" for c in words):
            form = "own"
        elif any(c.dep_ == "nummod" for c in words):
            return None
        telling = [c for c in token.children if c.dep_ in _TELLING and not c.is_punct and not _is_aside(c, token)]
        by_demonym = self._ontology.by_demonym
        lands = frozenset(actor.id for c in telling for actor in by_demonym.get(fold(c.text), ()))
        word = token.lemma_.lower()
        at, quoted = self.sentence(token.i), self._quoted(token.i)
        return Anaphor(token, found, form, word, role(token), at, lands, len(telling), quoted)

    def sentence(self, index: int) -> int:
        """Return which sentence of the text a word is in."""
        return max(bisect_right(self._sentences, index) - 1, 0)

    def _quoted(self, index: int) -> bool:
        at = bisect_right(self._opened, index) - 1
        return at >= 0 and self._quotes[at][0] < index < self._quotes[at][1]

    def nobody(self, one: Anaphor, fitting: Sequence[Entity]) -> Iterator[str]:
        """Yield what speaks for a noun or pronoun that takes up nobody named before."""
        yield f"new {one.form}"
        yield f"new {one.word}"
        yield f"new {one.form} {one.role}"
        yield f"new {one.form} words {min(one.telling, 3)}"
        yield f"new {one.form} of {min(len(fitting), 3)}"
        if one.sentence == 0:
            yield f"new {one.form} at once"
        if one.lands:
            yield f"new {one.form} of a land"
        if one.found is not None:
            many = one.token.tag_ in MANY
            yield f"new {one.form} {'many' if many else 'one'}"
            yield f"new {one.form} {one.found.mention.type}"
            for child in one.token.children:
                if child.dep_ in ("amod", "compound"):
                    yield f"new by {child.lower_}"
        elif one.form == "it" and one.role == "subject":
            verb = one.token.head
            yield f"new it {verb.lemma_.lower()}"
            yield f"new it {verb.pos_}"
            if any(c.dep_ in ("ccomp", "csubj", "xcomp") for c in verb.children):
                yield "new it with clause"

    def fits(self, one: Anaphor, entity: Entity) -> bool:
        """Tell whether somebody may be meant at all, by kind: what counts as a rival."""
        kind = entity.kind
        if one.is_pronoun:
            if one.form in ("he", "she"):
                return kind == "person" and entity.gender in ("", one.form)
            if one.form == "it":
                return kind != "person" and not self._is_many(entity)
            return kind in _WIDE_KINDS or self._is_many(entity)
        wanted = self._language.nominal_kinds.get(one.word, one.found.mention.type if one.found else "")
        taken = self._language.words("anaphora", one.word) | self._language.words("anaphora_plural", one.word)
        armed = wanted == "armed_group" and self._is_armed(entity)
        return kind == wanted or kind in taken or one.word in entity.nouns or armed

    def _is_armed(self, entity: Entity) -> bool:
        """Tell whether the text calls somebody rebels: "FARP guerrillas", "X, a militia"."""
        kinds = self._language.nominal_kinds
        return entity.kind not in ("person", "place", "state") and any(
            kinds.get(noun) == "armed_group" for noun in entity.nouns
        )

    def agrees(self, one: Anaphor, entity: Entity) -> bool:
        """Tell whether number and gender agree: "the country" is not "three countries", nor is "she" King Carl."""
        if one.form in ("he", "she") and entity.gender not in ("", one.form):
            return False
        single = one.form == "it" or (one.found is not None and one.token.tag_ not in MANY)
        return not (single and entity.named is None and self._is_many(entity))

    def opposes(self, plural: Token) -> bool:
        """Tell whether a plural stands for those who face each other: "both sides"."""
        return plural.lemma_.lower() in self._language.words("members", "sides")

    def only_speaks(self, entity: Entity) -> bool:
        """Tell whether somebody only tells what happened: "…, Reuters reported"."""
        words = [self._doc[i] for i in entity.heads]
        return all(role(word) == "subject" and word.head.lemma_.lower() in self._saying for word in words)

    def counts_as(self, plural: Token, entity: Entity) -> bool:
        """Tell whether somebody may be one of those a plural stands for."""
        word = plural.lemma_.lower()
        kinds = self._language.words("both", word) or {self._language.nominal_kinds.get(word, "")}
        return any(self._ontology.is_a(entity.kind, kind) for kind in kinds)

    def features(self, one: Anaphor, entity: Entity, fitting: Sequence[Entity], about: Entity | None) -> Iterator[str]:
        """Yield what speaks for or against an entity; `about` is whom the text speaks of most by then."""
        head = entity.head_before(one.token.i)
        if head < 0:
            return
        last, form = self._doc[head], one.form
        back = min(one.sentence - self.sentence(head), 4)
        shape = "name" if entity.named else "noun"
        yield f"{one.word} {entity.kind}"
        yield f"{form} {entity.kind} {shape}"
        yield f"{form} {back} back"
        yield f"{form} {one.role} {back} back {role(last)}"
        yield f"{form} told {min(len(entity.heads), 4)}"
        yield from self._rivals(one, entity, fitting)
        if entity is about:
            yield f"{form} is the theme"
        if entity.place == 0:
            yield f"{form} first of all"
        if last.pos_ == "PRON":
            yield f"{form} {back} after {PERSONAL.get(last.lower_, '')}"
        yield f"{form} many {self._is_many(entity)}"
        if form == "they" and (last.dep_ == "conj" or any(c.dep_ == "conj" for c in last.children)):
            yield f"they one of several {back}"
        if one.form in ("he", "she") and entity.gender:
            yield "gender agrees" if entity.gender == one.form else "gender clashes"
        if back == 0:
            yield from self._within(one, last)
        elif back == 1 and role(last) == "subject":
            yield f"{form} {one.role} subject {'told' if last.head.lemma_.lower() in self._saying else 'did'}"
            if last.head.dep_ == "ROOT":
                yield f"{form} {one.role} main subject"
        if one.token.head.lemma_.lower() in self._saying and one.role == "subject":
            yield f"{form} speaks {entity.kind}"
        if one.token.head.lemma_.lower() in self._saying and last.head.lemma_.lower() in self._saying:
            yield f"{form} both speak {back}"
        if one.quoted and back <= 1 and last.head.lemma_.lower() in self._saying and not self._quoted(last.i):
            yield f"{form} quoted from {back}"
        if one.found is not None:
            yield from self._by_noun(one, entity)

    def _rivals(self, one: Anaphor, entity: Entity, fitting: Sequence[Entity]) -> Iterator[str]:
        if entity not in fitting:
            yield f"{one.form} does not fit"
            return
        yield f"{one.form} fits"
        if entity.named and [other for other in fitting if other.named] == [entity]:
            yield f"{one.form} only one named"
            yield f"{one.word} only one named"
        near = [other for other in fitting if one.sentence - self.sentence(other.heads[-1]) <= 1]
        if len(fitting) == 1:
            yield f"{one.form} only one"
        elif near == [entity]:
            yield f"{one.form} only one near"
        ranked = sorted(fitting, key=lambda other: -other.head_before(one.token.i))
        yield f"{one.form} fits {min(ranked.index(entity), 3)} th"

    def _within(self, one: Anaphor, last: Token) -> Iterator[str]:
        """Yield how an antecedent in the same sentence stands to the anaphor (binding; c-command)."""
        governor, form = one.token.head, one.form
        if one.role == "owner":
            if governor == last:
                yield "owns itself"
            if governor.dep_ == "conj" and governor.head == last:
                yield "beside its owner"
            governor = governor.head
        if last.head == governor and one.role != "owner":
            yield f"{form} of the same word"
        if last.head == governor and one.role == "owner":
            yield f"owner of the same word {role(last)} {role(one.token.head)}"
        if last.is_ancestor(one.token):
            yield f"{form} {one.role} inside the phrase"
        if role(last) == "subject" and last.head.is_ancestor(one.token) and last.head != governor:
            yield f"{form} {one.role} subject above"
        if (one.token.dep_ == "conj" and one.token.head == last) or last.dep_ == "appos":
            yield f"{form} {'joined' if last.dep_ != 'appos' else 'after apposition'}"

    def _by_noun(self, one: Anaphor, entity: Entity) -> Iterator[str]:
        if entity.nouns[one.word]:
            yield f"{one.form} called so"
            if one.form != "own" and not one.telling:
                yield "bare called so"
        if entity.named and one.word in fold(entity.named.mention.name).split():
            yield f"{one.form} named so"
        kind = self._language.nominal_kinds.get(one.word, "none")
        yield f"{one.form} {kind} for {entity.kind}"
        if self._is_armed(entity):
            yield f"{kind} for the armed"
        yield f"{one.form} words {min(one.telling, 2)}"
        if one.lands:
            yield "of its land" if entity.country in one.lands else f"of another land {bool(entity.country)}"
        if one.form == "own":
            owner = next((c for c in one.token.children if c.dep_ == "nmod:poss"), None)
            if owner is not None and owner.i in entity.heads:
                yield f"its own {kind}"
                yield f"its own {one.word}"

    def _is_many(self, entity: Entity) -> bool:
        head = self._doc[entity.latest.head]
        return entity.latest.mention.generic and head.tag_ in MANY


def role(token: Token) -> str:
    """Return what a word is to its clause, coordinated words as the first of them."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    if token.dep_ in ("compound", "flat", "nmod:desc", "appos") and token.head.pos_ == "PROPN":
        return role(token.head) if token.head != token else "other"
    return _ROLES.get(token.dep_, "other")


def _is_aside(word: Token, noun: Token) -> bool:
    """Tell whether a clause behind a noun only adds to it ("the group, led by …"), and tells no other one apart."""
    if word.dep_ == "acl:relcl":
        return True
    if word.dep_ == "nmod" and case_of(word) not in ("of", "in", "from", "with"):
        return True
    return word.dep_ in ("acl", "appos") and word.i > noun.i and noun.i + 1 < len(noun.doc) and noun.nbor().text == ","
