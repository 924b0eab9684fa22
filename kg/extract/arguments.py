"""Reads who does what to whom off a dependency tree, in deep roles that do not depend on how it is put.

In: a trigger word in a parsed sentence. Out: its `Roles`: agent, patient, recipient, bearer, poss, mod, base, deed,
addressee, holder, and one role a preposition. Light verbs, nominalisation, titles and compounds are undone here, what
verbs do in `verbs.py`, so that a frame never names syntax.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.tree import SUBJECTS, Roles, add, add_all, case_of, close_conjuncts, is_passive, is_title, prepositions
from kg.extract.verbs import RELATIVES, VerbReader

if TYPE_CHECKING:
    from spacy.tokens import Token


class ArgumentReader(VerbReader):
    """Reads the roles of verbs, nouns, adjectives and prefixes with one language's word lists."""

    def noun(self, noun: Token) -> Roles:
        """Read the roles of a noun that names an event ("the shelling of X by Y", "Russian strikes on X")."""
        roles: Roles = {}
        carrier = noun.head if noun.dep_ == "compound" and noun.head.pos_ == "NOUN" else noun
        for part in dict.fromkeys((noun, carrier, *close_conjuncts(noun))):
            for child in part.children:
                if child.dep_ == "nmod:poss" or self._names_before(child, part):
                    add(roles, "agent", child)
                    add(roles, "poss" if child.dep_ == "nmod:poss" else "mod", child)
                elif (
                    child.dep_ in ("acl", "acl:relcl")
                    and child.tag_ in ("VBN", "VBD")
                    and child.lemma_.lower() in self._light
                ):
                    add_all(roles, self.verb(child), skip=("patient",))
            add_all(roles, prepositions(part))
        for token in roles.get("of", []):
            add(roles, "patient", token)
            for child in token.children:  # "the bombing of X by Y", where the tree hangs Y on X
                if child.dep_ == "nmod" and case_of(child) == "by":
                    add(roles, "by", child)
        if any(c.dep_ == "cop" for c in noun.children):
            for child in noun.children:
                if child.dep_ in SUBJECTS:
                    add(roles, "bearer", child)
        for token in roles.get("by", []):
            roles.setdefault("agent", []).insert(0, token)
        self._from_light_verb(carrier, roles)
        return roles

    def _names_before(self, child: Token, noun: Token) -> bool:
        """Tell whether a word stands before a noun as its modifier, without a prefix ("pro-regime forces")."""
        modifies = child.dep_ in ("amod", "compound", "nmod:desc", "nmod") and child.i < noun.i and not case_of(child)
        apart = any(c.lower_ in self._apart and c != child for c in noun.children)  # "ethnic Albanian leader"
        return (
            modifies
            and not (apart and child.dep_ == "amod")
            and not any(c.lower_ in self._prefixes for c in child.children)
        )

    def _from_light_verb(self, noun: Token, roles: Roles) -> None:
        top = noun
        while top.dep_ == "conj" and top.head.pos_ == "NOUN":
            top = top.head
        verb, lemma = top.head, top.head.lemma_.lower()
        if verb.pos_ != "VERB" or verb == top:
            return
        case = case_of(top)
        as_object = top.dep_ in ("obj", "nsubj:pass") or (top.dep_ in ("acl", "acl:relcl"))
        if lemma in self._undergoing and (top.dep_ == "obj" or case == "under"):
            upper = self.verb(verb)
            for token in upper.get("agent", []):
                add(roles, "patient", token)
            add_all(roles, upper, skip=("agent", "patient", case or ""))
        if any(token.dep_ == "nmod:poss" for token in roles.get("agent", ())):
            return  # "in its fight against X": whose it is has been said
        if (
            (as_object and lemma in self._light)
            or (top.dep_ in ("obl", "advcl", "xcomp") and case in self._linking)
            or (lemma in self._light and top.dep_ == "obl" and case in ("out", "in", "into", "on"))
        ):
            upper = self.verb(verb)
            skip = ("patient", case or "") if not (is_passive(verb) and not as_object) else ("agent", case or "")
            agents = upper.get("agent", []) if not (is_passive(verb) and not as_object) else upper.get("patient", [])
            for token in agents:
                add(roles, "agent", token)
            add_all(roles, upper, skip=("agent", *skip))

    def role(self, noun: Token) -> Roles:
        """Read the roles of a noun that says what somebody is ("spokesman", "branch", "ally")."""
        roles: Roles = {}
        bearers = list(self._bearers(noun))
        for bearer in bearers:
            add(roles, "bearer", bearer)
        parts = [noun, *close_conjuncts(noun)]
        for part in parts:
            for child in part.children:
                if part == noun and child.dep_ == "nmod:poss":
                    add(roles, "poss", child)
                elif part == noun and self._names_before(child, part):
                    add(roles, "mod", child)
            add_all(roles, prepositions(part))
        if is_title(noun):  # "Hezbollah spokesman NAME", read as "Hezbollah, a spokesman"
            add(roles, "mod", noun.head)
        for bearer in bearers:
            if (
                noun.head == bearer
                and noun.dep_ in ("compound", "nmod:desc", "flat", "amod", "appos", "nmod")
                and noun.i < bearer.i
            ):
                for child in bearer.lefts:
                    if child.i < noun.i and child.dep_ in (
                        "compound",
                        "amod",
                        "nmod:desc",
                        "nmod:poss",
                        "nmod",
                        "flat",
                    ):
                        add(roles, "poss" if child.dep_ == "nmod:poss" else "mod", child)
        return roles

    def _bearers(self, noun: Token) -> Iterator[Token]:
        top = noun
        while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
            top = top.head
        if any(c.dep_ == "cop" for c in top.children):
            yield from (c for c in top.children if c.dep_ in SUBJECTS)
        names = [c for c in noun.children if c.dep_ in ("appos", "flat") and c.pos_ == "PROPN" and c.i > noun.i]
        yield from names
        if top.dep_ == "appos" and not (names and is_title(noun)):
            yield top.head
        titled = top.dep_ in ("compound", "nmod:desc", "flat", "nmod") and top.head.pos_ == "PROPN"
        if titled and not case_of(top) and not is_title(top):
            yield top.head
        if (top.dep_ == "xcomp" and top.head.lemma_.lower() in self._copular) or (
            top.dep_ in ("obl", "advcl", "xcomp", "nmod") and case_of(top) == "as"
        ):
            upper = self.verb(top.head)
            yield from upper.get("patient", []) or upper.get("agent", [])
        elif top.dep_ == "obj" and top.head.lemma_.lower() in self._copular:
            yield from self.verb(top.head).get("agent", [])

    def adjective(self, adjective: Token) -> Roles:
        """Read the roles of an adjective or participle that says how somebody stands to another ("loyal to")."""
        roles: Roles = {}
        top = adjective
        while top.dep_ == "conj" and top.head.pos_ in ("ADJ", "VERB"):
            top = top.head
        subjects = [c for c in top.children if c.dep_ in (*SUBJECTS, "nsubj:pass")]
        if top.dep_ in ("amod", "acl", "acl:relcl", "appos"):
            for subject in [s for s in subjects if s.lower_ not in RELATIVES] or [top.head]:
                add(roles, "bearer", subject)
        elif subjects:
            for subject in subjects:
                add(roles, "bearer", subject)
        elif top.dep_ in ("xcomp", "advcl", "ccomp", "conj", "parataxis"):
            upper = self.verb(top.head)
            for token in (
                (upper.get("patient") if top.dep_ == "xcomp" else None)
                or upper.get("agent", [])
                or upper.get("patient", [])
            ):
                add(roles, "bearer", token)
        for child in adjective.children:
            if (
                child.dep_ in ("compound", "obl", "nmod", "obl:unmarked", "nsubj")
                and child.i < adjective.i
                and not case_of(child)
            ):
                add(roles, "mod", child)
        add_all(roles, prepositions(adjective))
        self._hyphenated(adjective, roles)
        return roles

    def prefix(self, prefix: Token) -> Roles:
        """Read the roles of a prefix set off by a hyphen ("pro-regime forces"): its base and the bearer."""
        doc, i = prefix.doc, prefix.i
        if i + 2 >= len(doc) or doc[i + 1].text not in ("-", "‑", "–"):
            return {}
        base = doc[i + 2]
        bearer = base
        while (
            bearer.dep_ in ("compound", "amod", "nmod", "obj", "nmod:desc", "obl", "flat") and bearer.head.i > bearer.i
        ):
            bearer = bearer.head
        return {"base": [base], "bearer": [bearer]} if bearer != base else {"base": [base]}
