"""Keeps who has come up in a text so far: the mentions of one actor or place, joined as the text goes on.

In: mentions in the order of the text. Out: `Entity` by mention. Names are joined by their words; whom a noun or
pronoun takes up is told from outside (kg/extract/anaphora.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.language import Language
from kg.extract.mentions import Found
from kg.extract.tree import case_of
from kg.model import Mention
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FEWEST_INITIALS = 3
_MOST_INITIALS = 8
_FARTHEST_INITIALS = 9  # words behind a name
_LINKING = frozenset(("of", "the", "for", "and", "de", "la", "du", "des", "del", "in", "to"))


@dataclass(eq=False)
class Entity:
    """An actor or place as far as a text has told of it by then."""

    place: int  # in the order in which the text brings them up
    mentions: list[Found] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)  # head words of the mentions, pronouns among them
    named: Found | None = None
    nouns: Counter[str] = field(default_factory=Counter)  # what the text calls it beside its name
    gender: str = ""
    country: str = ""

    def head_before(self, index: int) -> int:
        """Return the head word of its last mention before a word, -1 where there is none."""
        return next((head for head in reversed(self.heads) if head < index), -1)

    @property
    def latest(self) -> Found:
        """Return the mention that stands last by now."""
        return self.mentions[-1]

    @property
    def meant(self) -> Found:
        """Return the mention that says best who it is."""
        return self.named or self.mentions[0]

    @property
    def kind(self) -> str:
        """Return the type of actor."""
        return self.meant.mention.type


class Entities:
    """The entities of one text, in the order in which they come up."""

    def __init__(self, ontology: Ontology, language: Language) -> None:
        self.of_head: dict[int, Entity] = {}
        self._number = 0
        self._recent: dict[int, Entity] = {}  # by place, whoever was spoken of last at the end
        self._by_name: dict[str, Entity] = {}
        self._by_short: dict[str, Entity | None] = {}  # surnames and initials; None where several bear them
        self._by_edge: dict[str, list[Entity]] = {}  # by first and last word of a name
        self._ontology = ontology
        self._language = language
        self._kinds = language.nominal_kinds

    def latest_first(self) -> Iterator[Entity]:
        """Yield all entities, whoever was spoken of last first."""
        return reversed(self._recent.values())

    def named(self, found: Found, doc: Doc) -> Entity:
        """Return the entity that a name stands for, new if the name is."""
        mention = found.mention
        names = list(self._names(mention))
        entity = (
            next((self._by_name[name] for name in names if name in self._by_name), None)
            or self._by_short.get(fold(mention.name))
            or self._shortened(found, doc)
            or self._initials(found, doc)
        )
        if entity is not None and (entity.kind == "person") != (mention.type == "person"):
            entity = None
        entity = entity or self.new()
        for name in names:
            self._by_name.setdefault(name, entity)
        for short in self._shorts(mention):
            self._by_short[short] = entity if self._by_short.get(short, entity) is entity else None
        if entity.named is None or self._says_more(mention, entity.named.mention):
            entity.named = found
            words = fold(mention.name).split()
            for word in {words[0], words[-1]} if words else ():
                self._by_edge.setdefault(word, []).append(entity)
        entity.country = entity.country or self.country(mention)
        self.add(entity, found, doc)
        return entity

    def _says_more(self, mention: Mention, other: Mention) -> bool:
        """Tell whether one name of an entity is its own and fuller than another."""
        own, others = mention.text.endswith(mention.name), other.text.endswith(other.name)
        return own and (not others or len(mention.name) > len(other.name))

    def _shortened(self, found: Found, doc: Doc) -> Entity | None:
        """Return the only one whose name in full begins or ends with the words of a name: "the Council"."""
        mention = found.mention
        words = fold(mention.name).split()
        definite = found.start > 0 and doc[found.start - 1].lower_ == "the"
        if not words or mention.type in ("person", "place", "state") or not (definite or len(words) > 1):
            return None
        if fold(mention.name) in self._ontology.by_alias or mention.text.isupper():
            return None
        near = {one.place: one for word in (words[0], words[-1]) for one in self._by_edge.get(word, ())}
        called = [one for one in near.values() if self._is_short(words, one)]
        return called[0] if len(called) == 1 else None

    def _is_short(self, words: list[str], entity: Entity) -> bool:
        if entity.named is None or entity.kind in ("person", "place", "state"):
            return False
        full = fold(entity.named.mention.name).split()
        return len(words) < len(full) and words in (full[: len(words)], full[-len(words) :])

    def new(self) -> Entity:
        """Bring up somebody new."""
        self._number += 1
        return Entity(self._number - 1)

    def add(self, entity: Entity, found: Found, doc: Doc) -> None:
        """Note a further mention, and what it tells of its entity."""
        if found.head in self.of_head:
            return  # a noun had brought up the name beside it
        entity.mentions.append(found)
        self.of_head[found.head] = entity
        self.speak_of(entity, found.head)
        head = doc[found.head]
        if found.mention.generic:
            entity.nouns[head.lemma_.lower()] += 1
        entity.nouns.update(set(self._described(head, found)))
        entity.gender = entity.gender or self._gender(doc, found)

    def speak_of(self, entity: Entity, head: int) -> None:
        """Note that a word speaks of an entity."""
        entity.heads.append(head)
        self._recent.pop(entity.place, None)
        self._recent[entity.place] = entity

    def _initials(self, found: Found, doc: Doc) -> Entity | None:
        """Return whose initials a new name is by the words before it: "X (FARP)", "X, known as MINUSCA"."""
        text = found.mention.text
        short = text.isupper() and _FEWEST_INITIALS <= len(text) <= _MOST_INITIALS
        if not short or fold(text) in self._ontology.by_alias:
            return None
        for entity in self.latest_first():
            if entity.latest.end < found.start - _FARTHEST_INITIALS:
                return None
            before = next((one for one in reversed(entity.mentions) if not one.mention.generic), None)
            if before is None or not 0 < found.start - before.end <= _FARTHEST_INITIALS:
                continue
            if entity.kind not in ("person", "place", "state") and self._introduced(doc, before.end, found.start):
                return entity
        return None

    def _introduced(self, doc: Doc, start: int, end: int) -> bool:
        between = [doc[i].lower_ for i in range(start, end)]
        said = between[-2:] == ["known", "as"] or bool({"initials", "acronym"} & set(between))
        return said or between in (["("], [",", "or"], ["or"])

    def _names(self, mention: Mention) -> Iterator[str]:
        """Yield the name, and the id of the known actor that alone bears it."""
        known = self._ontology.by_alias.get(fold(mention.name), ())
        if len(known) == 1:
            yield known[0].id
        yield fold(mention.name)

    def _shorts(self, mention: Mention) -> Iterator[str]:
        """Yield what a name may be called by later: a surname, the initials of a body."""
        words = fold(mention.name).split()
        if mention.type == "person" and len(words) > 1:
            yield from words[1:]  # Spanish names end in two surnames, of which the first is used
        elif mention.type not in ("person", "place", "state"):
            capitals = [word for word in mention.name.split() if fold(word) not in _LINKING]
            if len(capitals) >= _FEWEST_INITIALS:
                yield "".join(word[0] for word in capitals).lower()

    def country(self, mention: Mention) -> str:
        """Return the id of the country of a known actor, or ""."""
        known = self._ontology.by_alias.get(fold(mention.name), ())
        return known[0].country or known[0].id if len(known) == 1 else ""

    def _described(self, head: Token, found: Found) -> Iterator[str]:
        """Yield the nouns a text calls a name by: "X, a suburb", "the city of X", "X is a party", "rebel group X"."""
        nouns = [c for c in head.children if c.dep_ in ("appos", "nmod:desc", "compound")]
        if head.dep_ in ("appos", "flat", "nmod:desc") or (head.dep_ == "nmod" and _is_all_of(head.head, head)):
            nouns.append(head.head)
        if head.dep_ in ("nsubj", "nsubj:pass"):
            nouns.append(head.head)
        start = found.start
        while start > head.sent.start and self._is_title(head.doc[start - 1]):
            start -= 1
        yield from (word.lemma_.lower() for word in head.doc[start : found.start])
        for noun in nouns:
            if noun.pos_ == "NOUN" and not found.start <= noun.i < found.end:
                yield noun.lemma_.lower()
                yield from (c.lemma_.lower() for c in noun.lefts if c.dep_ in ("amod", "compound"))

    def _is_title(self, word: Token) -> bool:
        return word.lower_ in self._language.words("titles", "words") or word.lemma_.lower() in self._kinds

    def _gender(self, doc: Doc, found: Found) -> str:
        """Tell "he" or "she" by a person's noun or the title before a name, the nearest first."""
        if found.mention.type != "person":
            return ""
        for i in range(found.end - 1, max(found.start - 3, -1), -1):
            for gender in ("he", "she"):
                if doc[i].lower_ in self._language.words("gendered", gender):
                    return gender
        return ""


def _is_all_of(noun: Token, name: Token) -> bool:
    """Tell whether a noun stands for the whole of a name ("the city of X"), not for a part ("a suburb of X")."""
    definite = any(c.dep_ == "det" and c.lower_ == "the" for c in noun.lefts)
    return case_of(name) == "of" and definite and not any(c.dep_ == "amod" for c in noun.lefts)
