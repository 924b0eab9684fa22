"""Tells who "we" are: those for whom the speaker of a quotation speaks.

In: "we", "us" or "our" between quotation marks. Out: the side of whoever is quoted. An organisation speaks for itself;
a person for those whom the text says, in any of its sentences, that he leads, is of, or speaks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.context import quote_spans, quote_speaker
from kg.extract.language import Language
from kg.extract.mentions import Found
from kg.extract.proposals import Proposal
from kg.extract.tree import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

WE = frozenset(("we", "us", "our", "ours", "ourselves"))
_SURE = 0.9  # who speaks as "we" may mean his allies too, or all of mankind
_STANDING = ("military_force", "government")  # sides even where the text does not name them
_NOBODY = ("person", "place", "population", "")  # these do not speak as one

Who = Callable[["Token"], Iterable[Found]]
Propose = Callable[["Span"], Iterator[Proposal | str]]


class Speakers:
    """Who speaks in the quotations of one text, and for whom."""

    def __init__(self, doc: Doc, language: Language, who: Who, propose: Propose) -> None:
        """`who` tells whom a noun phrase stands for, `propose` what the frames make of a sentence."""
        self._doc = doc
        self._quotes = quote_spans(doc)
        self._saying = language.words("saying", "verbs")
        self._for = language.words("saying", "speaks_for")
        self._who = who
        self._propose = propose
        self._meant: dict[int, Found | None] = {}  # by the verb of speech

    def we(self, token: Token) -> Found | None:
        """Return the side that "we" stands for, at the place of the word; nothing where it is not plain."""
        if token.lower_ not in WE:
            return None
        verb = quote_speaker(token, self._quotes, self._saying)
        if verb is None:
            return None
        if verb.i not in self._meant:
            self._meant[verb.i] = None  # who asks for himself on the way is not answered
            self._meant[verb.i] = self._side(verb)
        side = self._meant[verb.i]
        if side is None:
            return None
        mention = replace(side.mention, text=token.text, start=token.idx, end=token.idx + len(token.text))
        return Found(mention, token.i, token.i + 1, token.i, sure=_SURE)

    def _side(self, verb: Token) -> Found | None:
        """Return whom the subject of a verb of speech stands for; where the tree has none, the name behind the verb."""
        subjects = [child for child in verb.children if child.dep_ in SUBJECTS] or [*self._doc[verb.i + 1 : verb.i + 2]]
        speakers = {one.mention.name: one for child in subjects for one in self._who(child)}
        persons = [one for one in speakers.values() if one.mention.type == "person"]
        if len(persons) != 1 and len(speakers) != 1:
            return None
        speaker = next(iter(persons or speakers.values()))
        return self._spoken_for(speaker) if not _may_speak(speaker) else speaker

    def _spoken_for(self, speaker: Found) -> Found | None:
        """Return whom the text says that a person leads, is of or speaks for, the nearest before first."""
        for sentence in self._told_in(speaker):
            for one in self._propose(sentence):
                if isinstance(one, str) or one.relation not in self._for or not _is(one.subject, speaker):
                    continue
                if _may_speak(one.object):
                    return one.object
        return None

    def _told_in(self, speaker: Found) -> Iterator[Span]:
        """Yield the sentence of the speaker's name, then those before and after that have the name or its last word."""
        here = self._doc[speaker.head].sent
        yield here
        if speaker.mention.generic:
            return
        surname = speaker.mention.name.rpartition(" ")[2]
        others = [one for one in self._doc.sents if one.start != here.start and surname in one.text]
        yield from sorted(others, key=lambda one: (one.start > here.start, abs(one.start - here.start)))


def _may_speak(found: Found) -> bool:
    """Tell whether somebody is a side that speaks as one; "the army" is, "the group" must be somebody first."""
    kind = found.mention.type
    return kind not in _NOBODY and (not found.mention.generic or kind in _STANDING)


def _is(one: Found, speaker: Found) -> bool:
    """Tell whether two mentions are one person: by name, or where one is only the last word of the other."""
    if one.head == speaker.head:
        return True
    if speaker.mention.generic or one.mention.generic:
        return False
    name, other = one.mention.name, speaker.mention.name
    return name == other or name.split()[-1:] == [other] or other.split()[-1:] == [name]
