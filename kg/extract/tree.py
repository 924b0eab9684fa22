"""Answers questions about a dependency tree: prepositions, voice, tense, titles, what hangs on a word.

In: words of a parsed sentence. Out: plain answers, and `Roles` filled word by word. Dependencies are Universal
Dependencies 2 (https://universaldependencies.org/u/dep/).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

Roles = dict[str, list["Token"]]

SUBJECTS = ("nsubj", "nsubj:outer", "csubj")


def prepositions(token: Token) -> Roles:
    """Collect what hangs on a word by a preposition."""
    roles: Roles = {}
    for child in token.children:
        if child.dep_ in ("nmod", "obl", "obl:agent", "acl", "advcl") and child.pos_ in (
            "NOUN",
            "PROPN",
            "PRON",
            "NUM",
            "ADJ",
            "SYM",
            "X",
            "DET",
        ):
            case = case_of(child)
            if case:
                add(roles, case, child)
                for inner in child.children:  # "into the hands of X" is the role "into hand of"
                    if inner.dep_ == "nmod" and (second := case_of(inner)):
                        add(roles, f"{case} {child.lemma_.lower()} {second}", inner)
    return roles


def case_of(token: Token) -> str:
    """Return the preposition before a noun phrase, fixed expressions whole ("together with"), or ""."""
    for child in token.lefts:
        if child.dep_ in ("case", "mark") and child.tag_ not in ("POS", "HYPH"):
            rest = [c.lower_ for c in child.children if c.dep_ == "fixed"]
            words = " ".join([child.lower_, *rest])
            if words == "out" and token.doc[child.i + 1].lower_ == "of":
                return "out of"
            before = token.doc[child.i - 1] if child.i else None
            if (
                before is not None
                and before.dep_ in ("case", "advmod", "cc")
                and before.head == token
                and words in ("with", "from", "of", "to")
            ):
                return f"{before.lower_} {words}"
            return words
    return ""


def is_beyond(verb: Token, child: Token) -> bool:
    """Tell whether a dependent lies behind the verb that governs its clause: it belongs to that verb."""
    above = verb.head
    return verb.dep_ == "ccomp" and verb.i < above.i < child.i and child.dep_ not in ("punct", "conj")


def is_title(noun: Token) -> bool:
    """Tell whether a noun in apposition follows without a comma and is itself followed by a name: a title before it."""
    if noun.dep_ not in ("appos", "nmod:desc", "flat", "compound", "nmod") or noun.head.i > noun.i or not noun.i:
        return False
    named = any(c.dep_ in ("appos", "flat") and c.pos_ == "PROPN" for c in noun.rights)
    edge = noun.left_edge
    return named and not edge.is_punct and not noun.doc[edge.i - 1].is_punct


def is_finite(verb: Token) -> bool:
    """Tell whether a verb has tense, its own or its auxiliary's."""
    tensed = ("VBD", "VBZ", "VBP", "MD")
    return verb.tag_ in tensed or any(
        (c.dep_.startswith("aux") or c.dep_ == "cop") and c.tag_ in tensed for c in verb.children
    )


def is_passive(verb: Token) -> bool:
    """Tell whether a verb form is passive: by its auxiliary or subject, or as a bare past participle under a noun."""
    if any(c.dep_ in ("aux:pass", "nsubj:pass", "obl:agent", "csubj:pass") for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "nsubj", "obj") for c in verb.children):
        return is_passive(verb.head)  # "is backed and armed by"
    if verb.dep_ in ("acl", "amod", "compound", "advcl", "appos") and verb.tag_ in ("VBN", "VBD"):
        return not any(c.dep_ in ("nsubj", "aux", "obj") for c in verb.children) or verb.dep_ in ("amod", "compound")
    return False


def has_passive_auxiliary(verb: Token) -> bool:
    """Tell whether a verb has the auxiliary of the passive."""
    return any(c.dep_ == "aux:pass" for c in verb.children)


def has_subject(verb: Token) -> bool:
    """Tell whether a verb has a subject of its own, be it only "it" or "there"."""
    return any(c.dep_ in (*SUBJECTS, "nsubj:pass", "csubj:pass", "expl") for c in verb.children)


def close_conjuncts(noun: Token) -> Iterator[Token]:
    """Let coordinated nouns share what hangs on the last of them ("shelling and bombing of X")."""
    for child in noun.children:
        if child.dep_ == "conj" and child.pos_ == "NOUN" and child.i - noun.i <= 3 and not case_of(child):
            yield child


def add(roles: Roles, name: str, token: Token) -> None:
    """Add a word to a role, once."""
    tokens = roles.setdefault(name, [])
    if token not in tokens:
        tokens.append(token)


def add_all(roles: Roles, more: Roles, skip: Iterable[str] = ()) -> None:
    """Add all words of other roles, but for some roles."""
    for name, tokens in more.items():
        if name not in skip:
            for token in tokens:
                add(roles, name, token)


def distance(one: Token, other: Token) -> int | None:
    """Count the arcs between two words of a sentence; nothing where they are not in one tree."""
    up = {one.i: 0}
    token, steps = one, 0
    while token.head != token:
        token, steps = token.head, steps + 1
        up[token.i] = steps
    token, steps = other, 0
    while token.i not in up:
        if token.head == token:
            return None
        token, steps = token.head, steps + 1
    return up[token.i] + steps


def are_joined_objects(verb: Token, one: int, other: int) -> bool:
    """Tell whether two words are members of one list that a verb has as its object: "fights X, Y and a Z"."""
    firsts = {_first_of_list(verb.doc[at]) for at in (one, other)}
    first = firsts.pop()
    return not firsts and verb.pos_ == "VERB" and first.dep_ in ("obj", "iobj") and first.head == verb


def _first_of_list(word: Token) -> Token:
    while word.dep_ in ("conj", "appos"):
        word = word.head
    return word
