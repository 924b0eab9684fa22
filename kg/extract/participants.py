"""Tells whom the arguments of a word stand for: from the head word of a noun phrase to the mentions it means.

In: the roles of a trigger. Out: mentions; coordinations spread out, appositions and "members of" looked through, nouns
and pronouns without a name traced to the one they take up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.anaphora import Antecedents
from kg.extract.language import Language
from kg.extract.mentions import Found, Mentions
from kg.extract.tree import Roles, case_of, is_title
from kg.model import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_TITLES = ("appos", "compound", "nmod:desc", "flat", "nmod", "obl")
_STANDING = ("military_force", "government")  # "an army spokesman" speaks for the army
_TAKEN_FOR_PLACES = ("place", "person", "organisation")  # what stands after "the town of" is a place, says who may
_DEEPEST = 4
_EXAMPLES = ("such as", "including", "like")
_ANCHORS = ("of", "in", "around", "near", "outside", "along")


class Participants:
    """The mentions of one text, asked for by the words that govern them."""

    def __init__(self, found: Mentions, antecedents: Antecedents, language: Language) -> None:
        self._found = found
        self._language = language
        self._parts = language.words("members", "parts_of") | language.words("members", "things")
        self._antecedents = antecedents
        self.we: Callable[[Token], Found | None] = lambda token: None  # who "we" are in a quotation
        antecedents.read(found, self._plainly)

    def first(
        self, names: Sequence[str], roles: Roles, trigger: Token, *, but: Sequence[Found] = (), place: bool = False
    ) -> list[Found]:
        """Return the mentions of the first role that has any, coordinated ones along with it.

        Where only a `place` will do, a pronoun is read as the place named last before it.
        """
        taken = {one.head for one in but}
        for name in names:
            tokens = roles.get(name, ())
            found = [f for token in tokens for f in self.who(token, name, trigger) if f.head not in taken]
            if place:
                standing = [self._antecedents.place_of(token) for token in tokens if token.pos_ == "PRON"]
                found = [one for one in standing if one is not None] or found
            if name == "mod":  # "a rebel officer" is no officer of somebody called rebel
                found = [one for one in found if not one.mention.generic or one.mention.type in _STANDING]
            if found:
                return list({(f.head, f.mention.name): f for f in found}.values())
        return []

    def denoted(self, token: Token) -> Sequence[Found]:
        """List the mentions that a noun phrase or pronoun stands for by itself, by its head word."""
        one = self._one(token, "", 0)
        return self._antecedents.several(token) or ([one] if one is not None else [])

    def is_own_name(self, token: Token) -> bool:
        """Tell whether a word heads a name of its own, not one that denotes another ("Hezbollah fighters")."""
        found = self._found.at(token)
        return found is not None and not found.mention.generic and found.mention.text.endswith(found.mention.name)

    def who(self, token: Token, role: str, trigger: Token | None = None) -> Iterator[Found]:
        """Yield the mentions a noun phrase stands for, by its head word: all members of a coordination."""
        several = self._antecedents.several(token)
        one = self._one(token, role, 0) if not several else None
        yield from several or ([one] if one is not None else [])
        modified = (
            trigger is not None and trigger.i < token.i and trigger.dep_ in ("amod", "compound", "nmod:desc", "acl")
        )
        if role == "bearer" and trigger is not None and trigger.dep_ in _TITLES:
            modified = True  # "Kerry, the secretary of state, and Lavrov": only Kerry is
        for child in token.children:
            if trigger == token:
                break  # what a noun says of itself it does not say of its neighbours
            if (child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "X") and not modified) or (
                child.dep_ == "nmod" and case_of(child) in _EXAMPLES
            ):
                yield from self.who(child, role)

    def _one(self, token: Token, role: str, depth: int) -> Found | None:
        if depth > _DEEPEST:
            return None
        found = self._found.at(token)
        if found is None and role in ("mod", "agent", "poss", "base"):
            found = self._found.demonyms.get(token.i)
        beside = self._beside(token, found) if role != "mod" else None
        if beside is not None:
            return beside
        if found is not None and not found.mention.generic:
            return self._antecedents.in_full(found)
        whole = self._whole_of(token, found, role, depth)
        if whole is not None:
            return whole
        if found is not None:
            return self._named(found, token)
        if token.pos_ == "PRON":
            return self._antecedents.of_pronoun(token) or self.we(token)
        return None

    def _whole_of(self, token: Token, found: Found | None, role: str, depth: int) -> Found | None:
        """Look through parts at their whole: "fighters of X", "a number of X", "many of X's men"."""
        if token.lemma_.lower() not in self._parts and token.pos_ != "NUM":
            return None
        cases = ("of",) if found is not None else ("of", "from")
        for child in token.children:
            if child.dep_ == "nmod:poss" or (child.dep_ == "nmod" and case_of(child) in cases):
                inner = self._one(child, role, depth + 1)
                person = inner is not None and inner.mention.type == "person"  # a colonel's men are not he
                if inner is not None and not (found is not None and (inner.mention.generic or person)):
                    return inner
        return None

    def _beside(self, token: Token, found: Found | None) -> Found | None:
        """Return the name in apposition to a noun without one, or the person behind "Hezbollah spokesman NAME"."""
        for child in token.children:
            if child.dep_ not in ("appos", "flat", "nmod:desc"):
                continue
            if found is not None and is_title(child):
                for name in child.children:
                    person = self._found.at(name)
                    if person is not None and person.mention.type == "person" and not person.mention.generic:
                        return person
            named = self._found.at(child)
            if (found is None or found.mention.generic) and named is not None and not named.mention.generic:
                return named
        return None

    def _named(self, found: Found, token: Token) -> Found:
        """Find the name behind a noun without one, as far as the text gives it."""
        return self._described(found, token) or self._antecedents.of(found, token) or found

    def _plainly(self, token: Token) -> Found | None:
        """Find the name behind a noun without one by the words beside it, for the search for antecedents."""
        found = self._found.at(token)
        if found is None:
            return None
        named = (
            self._beside(token, found)
            or self._whole_of(token, found, "", 0)
            or self._described(found, token)
            or self._side_of(token)
        )
        return named if named is not None and not named.mention.generic else None

    def _side_of(self, token: Token) -> Found | None:
        """Return whose "gunmen of X" or "forces from X" they are."""
        if token.lemma_.lower() not in self._language.words("members", "people"):
            return None
        sides = [self._found.at(c) for c in token.children if c.dep_ == "nmod" and case_of(c) in ("of", "from")]
        return next((one for one in sides if one and one.mention.type not in ("place", "state", "person")), None)

    def _described(self, found: Found, token: Token) -> Found | None:
        """Return the name that a noun in apposition describes, or the place that it is anchored at."""
        if token.dep_ == "appos":
            named = self._found.at(token.head)
            if named is not None and not named.mention.generic:
                return named
        return self._anchored(found, token) if found.mention.type == "place" else None

    def _is_whole(self, noun: Token) -> bool:
        """Tell whether "the … NOUN of X" is X itself: a town always is, a district unless it is one of several."""
        settlement = noun.lemma_.lower() in self._language.words("places", "settlements")
        parting = self._language.words("places", "parting")
        return settlement or not any(c.lower_ in parting or c.dep_ in ("nummod", "nmod:poss") for c in noun.lefts)

    def _anchored(self, found: Found, token: Token) -> Found | None:
        """Read "the city of Aleppo" as Aleppo, and name "the area around Aleppo" by its words."""
        for child in token.rights:
            case = case_of(child)
            inner = self._one(child, "", 1) if child.dep_ == "nmod" and case in _ANCHORS else None
            if inner is None or inner.mention.generic:
                continue
            definite = any(c.dep_ == "det" and c.lower_ == "the" for c in token.children)
            if case == "of" and definite and inner.mention.type in _TAKEN_FOR_PLACES and self._is_whole(token):
                return replace(found, mention=replace(found.mention, name=inner.mention.name, generic=False))
            if inner.mention.type in ("place", "state"):
                start, end = found.mention.start, inner.mention.end
                text = token.doc.text[start:end]
                return Found(Mention(text, start, end, "place", name=text), found.start, inner.end, found.head)
        return None
