"""Meets the frames in a sentence: finds trigger words, reads their roles, and pairs the mentions that fill them.

In: a sentence, the frames and the participants of the text. Out: `Match`es; what the ontology forbids is left to the
caller to refuse, so that it can be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from kg.extract.arguments import ArgumentReader
from kg.extract.frame_file import Frame, FrameSet, Trigger
from kg.extract.language import Language
from kg.extract.mentions import Found
from kg.extract.participants import Participants
from kg.extract.tree import Roles, case_of, prepositions
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_PARTICIPLES = ("VBN", "VBD")
_WHERE = frozenset(
    ("in", "at", "near", "from", "into", "inside", "outside", "around", "across", "through", "toward", "towards")
)
_TOGETHER = ("for", "alongside", "together with")
_NAMELESS = ("place", "state")  # a town or country without a name is no end of an edge


@dataclass(frozen=True, slots=True)
class Match:
    """A frame met at a trigger word, with the mentions that are its subject and object."""

    trigger: Token
    frame: Frame
    subject: Found
    object: Found


class _Near:
    """The words around a token that may complete a phrase, collected when first asked for."""

    def __init__(self, token: Token) -> None:
        self._token = token

    @cached_property
    def _below(self) -> set[str]:
        return _forms(self._token.children)

    @cached_property
    def _deeper(self) -> set[str]:
        return _forms(t for child in self._token.children for t in child.children)

    def completes(self, trigger: Trigger) -> bool:
        """Tell whether the further words of a phrase stand below its head, or right after it."""
        missing = [word for word in trigger.rest if word not in self._below]
        if missing:
            missing = [word for word in missing if word not in self._deeper]
        if not missing:
            return True
        following = self._token.i + 1
        return following < len(self._token.doc) and missing == [self._token.doc[following].lower_]


class FrameMatcher:
    """Matches one set of frames under one ontology."""

    def __init__(self, ontology: Ontology, frames: FrameSet, arguments: ArgumentReader, language: Language) -> None:
        self._ontology = ontology
        self._language = language
        self._frames = frames
        self._arguments = arguments
        self._readers: dict[str, Callable[[Token], Roles]] = {
            "verb": arguments.verb,
            "noun": arguments.noun,
            "role": arguments.role,
            "adjective": arguments.adjective,
            "prefix": arguments.prefix,
        }

    def __call__(self, sentence: Span, participants: Participants) -> Iterator[Match]:
        """Yield every frame that a sentence evokes with every pair of mentions that fills it."""
        for token in sentence:
            near = _Near(token)
            for kind in _kinds(token):
                roles: Roles | None = None
                for trigger in self._frames.find(kind, token.lemma_.lower(), token.lower_):
                    if not near.completes(trigger) or _switched_off(token, trigger.frame):
                        continue
                    roles = self._roles(kind, token, participants) if roles is None else roles
                    for subject, object_ in self._pairs(trigger, token, roles, participants):
                        yield Match(token, trigger.frame, subject, object_)

    def _roles(self, kind: str, token: Token, participants: Participants) -> Roles:
        roles = self._readers[kind](token)
        nobody = "bearer" not in roles and self._language.nominal_kinds.get(token.lemma_.lower(), "mixed") != "mixed"
        if kind == "role" and (nobody or participants.is_own_name(token)):
            roles.setdefault("bearer", []).append(token)  # "its Delta Force": the force bears the word "force"
        return roles

    def _pairs(
        self, trigger: Trigger, token: Token, roles: Roles, participants: Participants
    ) -> Iterator[tuple[Found, Found]]:
        frame = trigger.frame
        named = any(bearer != token for bearer in roles.get("bearer", ()))
        if frame.kind == "role" and named and "bearer" not in (*frame.subject, *frame.object):
            return  # "its Lebanese ally X": X is the ally, not Lebanon
        roles = self._with_phrase(trigger, token, roles) if trigger.rest else roles
        subjects = participants.first(frame.subject, roles, token)
        itself = frame.kind == "role" and [one.head for one in subjects] == [token.i] and subjects[0].mention.generic
        names = [name for name in frame.object if name not in ("mod", "poss")] if itself else frame.object
        objects = participants.first(names, roles, token, but=subjects, place=self._wants_place(frame))
        together = participants.first(_TOGETHER, roles, token)  # "A and B fought for C": not one against the other
        if frame.reciprocal and not objects and len(subjects) > 1 and not together:
            yield from combinations(subjects, 2)
            return
        for subject in subjects:
            for object_ in objects:
                if _same_words(subject, object_) or (frame.kind == "prefix" and object_.mention.generic):
                    continue
                if frame.kind not in ("noun", "role") or not _nested(subject, object_):
                    yield subject, object_

    def _wants_place(self, frame: Frame) -> bool:
        wanted = frame.object_type or self._ontology.relations[frame.relation].range
        return bool(wanted) and all(kind in _NAMELESS for kind in wanted)

    def _with_phrase(self, trigger: Trigger, token: Token, roles: Roles) -> Roles:
        """Let the further words of a phrase bring what hangs on them ("take part in", "pose a threat to")."""
        merged = {name: list(tokens) for name, tokens in roles.items()}
        for below in token.children:
            if below.lemma_.lower() not in trigger.rest and below.lower_ not in trigger.rest:
                continue
            brought = self._arguments.verb(below) if below.pos_ == "VERB" else prepositions(below)
            if below.pos_ == "NOUN":  # "turned down Iran's offer"
                brought = {**self._arguments.role(below), **brought}
                brought.pop("bearer", None)
            for name, tokens in brought.items():
                merged.setdefault(name, []).extend(t for t in tokens if t not in merged.get(name, []))
            if trigger.frame.kind == "verb" and below in merged.get("patient", []):
                merged["patient"].remove(below)
        return merged

    def allowed(self, match: Match) -> tuple[Found, Found] | None:
        """Return the pair if ontology and frame let it stand as it is."""
        fits = self._fits(match.frame, match.subject.mention.type, match.object.mention.type)
        return (match.subject, match.object) if fits else None

    def reread(self, match: Match) -> tuple[Found, Found] | None:
        """Return the pair with a capital read as its government, or an unknown name as the kind the frame asks for."""
        doc = match.trigger.doc
        for subject in self.readings(match.subject, doc):
            for object_ in self.readings(match.object, doc):
                if self._fits(match.frame, subject.mention.type, object_.mention.type):
                    return subject, object_
        return self._retyped(match)

    def _retyped(self, match: Match) -> tuple[Found, Found] | None:
        """Read an unknown name as the frame asks for: a model may take a town for a person, a group for a place."""
        subject = match.subject.mention
        if subject.type == "place" and " " in subject.text and fold(subject.name) not in self._ontology.by_alias:
            match = replace(match, subject=replace(match.subject, mention=replace(subject, type="organisation")))
            if not self._wants_place(match.frame):
                return self.allowed(match)
        found = match.object
        name = found.mention.name
        if not self._wants_place(match.frame) or found.mention.generic or " " in name or found.end - found.start > 3:
            return None
        if found.mention.type not in ("person", "organisation") or fold(name) in self._ontology.by_alias:
            return None
        place = replace(found, mention=replace(found.mention, type="place"))
        return self.allowed(replace(match, object=place))

    def nameless(self, found: Found, doc: Doc) -> bool:
        """Tell whether a mention is a place or country without a name, or a word that tells no one ("its ally")."""
        vague = doc[found.head].lemma_.lower() in self._language.words("members", "vague")
        return found.mention.generic and (vague or found.mention.type in _NAMELESS)

    def _fits(self, frame: Frame, subject: str, object_: str) -> bool:
        for kind, wanted in ((subject, frame.subject_type), (object_, frame.object_type)):
            if wanted and kind and not any(self._ontology.is_a(kind, one) for one in wanted):
                return False
        return self._ontology.allows(frame.relation, subject, object_)

    def readings(self, found: Found, doc: Doc) -> Iterator[Found]:
        """Yield a mention as it is, then a capital as the government that sits there, unless somebody is in it."""
        yield found
        if found.mention.type == "place" and case_of(doc[found.head]) not in _WHERE:
            for actor in self._ontology.by_metonym.get(fold(found.mention.text), ()):
                yield replace(found, mention=replace(found.mention, type=actor.type, name=actor.name))


def _kinds(token: Token) -> tuple[str, ...]:
    """Say which kinds of frame a word may evoke, by its part of speech."""
    if token.pos_ in ("VERB", "AUX"):
        if token.tag_ in _PARTICIPLES and not any(child.dep_ == "obj" for child in token.children):
            return ("verb", "adjective")  # "closed its border" is a deed, "closed to" a state
        return ("verb", "noun") if token.tag_ == "VBG" else ("verb",)
    if token.pos_ in ("NOUN", "PROPN"):
        return ("noun", "role")
    if token.pos_ == "ADJ":
        return ("prefix", "adjective", "verb", "role")
    return ("prefix", "adjective") if token.pos_ in ("ADV", "ADP", "X") else ()


def _switched_off(token: Token, frame: Frame) -> bool:
    if not frame.unless:
        return False
    near = [*token.children, *([token.head] if token.head != token else [])]
    return any(t.lemma_.lower() in frame.unless or t.lower_ in frame.unless for t in near)


def _forms(tokens: Iterable[Token]) -> set[str]:
    return {form for token in tokens for form in (token.lemma_.lower(), token.lower_)}


def _nested(one: Found, other: Found) -> bool:
    """Tell whether one mention is part of the other's words: "Iraqi" in "Iraqi forces" states nothing of the two."""
    return one.start < other.end and other.start < one.end


def _same_words(one: Found, other: Found) -> bool:
    if one.mention.name == other.mention.name and not one.mention.generic:
        return True
    return (one.mention.start, one.mention.end) == (other.mention.start, other.mention.end) or one.head == other.head
