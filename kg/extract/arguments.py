"""Reads who does what to whom off a dependency tree, in deep roles that do not depend on how it is put.

In: a trigger word in a parsed sentence. Out: its `Roles`: agent, patient, recipient, bearer, poss, mod, base, and one
role a preposition. Voice, relative clauses, participles, control, coordination, light verbs, nominalisation and
compounds are undone here, so that a frame never names syntax. Dependencies are Universal Dependencies 2
(https://universaldependencies.org/u/dep/).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.extract.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Token

Roles = dict[str, list["Token"]]

_SUBJECTS = ("nsubj", "nsubj:outer", "csubj")
_RELATIVES = frozenset(("who", "whom", "which", "that", "where"))
_CLAUSAL = ("xcomp", "advcl", "ccomp", "acl", "acl:relcl", "conj", "parataxis", "advcl:relcl")
_OF_THE_OBJECT = frozenset(("against", "from", "into"))  # "warned X against arming", "kept X from attacking"
_NO_OBJECT_CONTROL = frozenset(("promise", "threaten", "vow", "pledge", "use", "have"))


class ArgumentReader:
    """Reads roles with one language's lists of light, undergoing and linking words."""

    def __init__(self, language: Language) -> None:
        self._light = language.words("light", "verbs")
        self._undergoing = language.words("light", "undergoing")
        self._linking = language.words("light", "linking_prepositions")
        self._accusing = language.words("saying", "accusing")
        self._prefixes = language.words("prefixes", "words")
        self._copular = language.words("copular", "verbs")

    def verb(self, verb: Token) -> Roles:
        """Read the roles of a verb or a participle."""
        roles: Roles = {}
        self._own_arguments(verb, roles)
        if "agent" not in roles:
            for clause in verb.children:  # "…, said the monitor", where the tree hangs the monitor on the clause
                if clause.dep_ == "ccomp" and clause.i < verb.i:
                    for child in clause.children:
                        if _beyond(clause, child) and child.pos_ in ("NOUN", "PROPN") and not case_of(child):
                            _add(roles, "agent", child)
        if "patient" not in roles and "recipient" in roles:
            roles["patient"] = list(roles["recipient"])  # "accused X of", where the tree takes X for an indirect object
        self._hyphenated(verb, roles)
        self._from_above(verb, roles)
        self._shared(verb, roles)
        self._shared_agent(verb, roles)
        return roles

    def _own_arguments(self, verb: Token, roles: Roles) -> None:
        passive = is_passive(verb)
        for child in verb.children:
            dep = child.dep_
            if _beyond(verb, child):
                continue
            if dep in _SUBJECTS:
                _add(
                    roles,
                    "patient"
                    if passive and verb.tag_ == "VBN" and dep != "nsubj:outer" and _has_aux_pass(verb)
                    else "agent",
                    child,
                )
            elif dep == "nsubj:pass":
                _add(roles, "patient", child)
            elif dep == "obj":
                _add(roles, "patient", child)
                hanging = self.prepositions(child)
                for holder in [*(c for c in child.children if c.dep_ == "nmod:poss"), *hanging.get("of", ())]:
                    _add(roles, "holder", holder)
                _add_all(roles, hanging, skip=("of",))
            elif dep == "iobj":
                _add(roles, "recipient", child)
            elif dep == "xcomp" and child.pos_ in ("NOUN", "PROPN"):
                _add(roles, case_of(child) or "as", child)  # "renamed itself X"
            elif dep == "xcomp" and child.pos_ == "VERB":
                self._deed(child, roles)
            elif dep == "ccomp":  # "demanded that X resign"
                for subject in child.children:
                    if subject.dep_ in (*_SUBJECTS, "nsubj:pass"):
                        _add(roles, "addressee", subject)
            elif dep == "obl:agent":
                _add(roles, "agent", child)
            elif dep in ("obl", "nmod") and (case := case_of(child)):
                _add(roles, "agent" if case == "by" and passive else case, child)
                for inner in child.children:
                    if inner.dep_ == "nmod" and (second := case_of(inner)):
                        _add(roles, f"{case} {child.lemma_.lower()} {second}", inner)
            elif (
                dep in ("compound", "obl", "obl:unmarked", "nmod", "nsubj")
                and verb.dep_ in ("amod", "compound")
                and child.i < verb.i
            ):
                _add(roles, "agent", child)
            elif dep in ("xcomp", "advcl", "advmod") and child.pos_ in ("NOUN", "PROPN") and (case := case_of(child)):
                _add(roles, case, child)

    def _hyphenated(self, verb: Token, roles: Roles) -> None:
        """Let "al-Qaeda-linked group" link the group to al-Qaeda, however the tree hangs the name."""
        doc, i = verb.doc, verb.i
        if verb.dep_ not in ("amod", "compound") or "agent" in roles or i < 2 or doc[i - 1].tag_ != "HYPH":
            return
        name = doc[i - 2]
        while name.dep_ in ("flat", "compound") and name.head.i < i:
            name = name.head
        if name.pos_ in ("PROPN", "NOUN", "ADJ"):
            _add(roles, "agent", name)
            _add(roles, "mod", name)

    def _deed(self, verb: Token, roles: Roles) -> None:
        """Give "threatened to attack X" the role of whom the deed is to meet."""
        for child in verb.children:
            if child.dep_ == "obj" or (
                child.dep_ == "obl" and case_of(child) in ("with", "to", "against", "on", "from", "in")
            ):
                _add(roles, "deed", child)

    def _from_above(self, verb: Token, roles: Roles) -> None:
        """Fill the roles that a relative clause, a participle, control or coordination leave to words higher up."""
        above, dep = verb.head, verb.dep_
        if dep in ("acl:relcl", "acl", "amod"):
            self._from_noun(verb, above, roles)
        elif dep == "compound" and verb.tag_ in ("VBN", "VBD") and "patient" not in roles:
            _add(roles, "patient", above)
        elif dep in ("xcomp", "ccomp", "advcl") and not _has_subject(verb):
            self._from_controller(verb, above, roles)
        elif dep in ("conj", "parataxis") and not _has_subject(verb) and above.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
            upper = self.verb(above) if above.pos_ in ("VERB", "AUX") else self._copula_subject(above)
            if is_passive(verb) and not any(c.dep_.startswith("aux") for c in verb.children) and not is_passive(above):
                return
            source = "patient" if is_passive(above) else "agent"
            for token in upper.get(source, []):
                _add(roles, "patient" if is_passive(verb) else "agent", token)

    def _copula_subject(self, noun: Token) -> Roles:
        return {"agent": [c for c in noun.children if c.dep_ in _SUBJECTS]}

    def _from_noun(self, verb: Token, noun: Token, roles: Roles) -> None:
        replaced = False
        for name, tokens in roles.items():
            for place, token in enumerate(tokens):
                if token.lower_ in _RELATIVES and token.tag_ in ("WDT", "WP", "IN", "WRB", "DT"):
                    roles[name][place] = noun
                    replaced = True
        if any(c.lower_ in ("where", "when", "why") for c in verb.children):
            return
        if replaced or noun.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
            return
        infinitive = any(c.dep_ == "mark" and c.lower_ == "to" for c in verb.children)
        if infinitive and verb.dep_ == "acl":
            self._from_planner(noun, roles)
        elif verb.dep_ == "acl:relcl":
            _add(roles, "patient" if "agent" in roles and not is_passive(verb) else "agent", noun)
        elif is_passive(verb):
            _add(roles, "patient", noun)
        elif "agent" not in roles:
            marked = any(c.dep_ == "mark" for c in verb.children)  # "the aim of expanding": not the aim expands
            if marked and noun.head.lemma_.lower() not in self._accusing:
                self._from_planner(noun, roles)
            else:
                _add(roles, "agent", noun)

    def _from_planner(self, noun: Token, roles: Roles) -> None:
        """Let "Iran's plan to attack" and "they announced a plan to attack" give the attack its agent."""
        if "agent" in roles:
            return
        own = [
            c
            for c in noun.children
            if c.dep_ == "nmod:poss" or (c.dep_ in ("amod", "compound") and c.pos_ in ("PROPN", "ADJ"))
        ]
        if own:
            _add(roles, "agent", own[0])
        elif noun.head.pos_ == "VERB":
            for token in self.verb(noun.head).get("agent", []):
                _add(roles, "agent", token)

    def _from_controller(self, verb: Token, above: Token, roles: Roles) -> None:
        if above.pos_ not in ("VERB", "AUX", "ADJ", "NOUN") or (verb.dep_ == "ccomp" and is_finite(verb)):
            return
        if above.pos_ in ("ADJ", "NOUN"):
            subjects = [c for c in above.children if c.dep_ in (*_SUBJECTS, "nsubj:pass")] or (
                [above.head] if above.dep_ == "amod" else []
            )
        else:
            upper = self.verb(above)
            objects = upper.get("patient", [])
            if verb.dep_ == "ccomp" and any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children):
                return
            if verb.dep_ == "xcomp" and objects and above.lemma_ not in _NO_OBJECT_CONTROL:
                subjects = objects
            elif verb.dep_ == "xcomp" and upper.get("recipient"):
                subjects = upper["recipient"]
            elif verb.dep_ == "xcomp" and upper.get("on") and above.lemma_ in ("call", "press", "prevail"):
                subjects = upper["on"]
            else:
                subjects = upper.get("patient", []) if is_passive(above) else upper.get("agent", [])
                marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "case")}
                if verb.dep_ == "advcl" and (above.lemma_.lower() in self._accusing or marks & _OF_THE_OBJECT):
                    subjects = objects or subjects
        role = "patient" if is_passive(verb) else "agent"
        if role not in roles:
            for token in subjects:
                _add(roles, role, token)

    def _shared(self, verb: Token, roles: Roles) -> None:
        """Share an object that two coordinated verbs have between them: "shelled and captured the town"."""
        if "patient" in roles or is_passive(verb):
            return
        neighbours = [c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB" and c.i - verb.i <= 4]
        if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
            neighbours += [verb.head]
        for other in neighbours:
            for child in other.children:
                if child.dep_ == "obj" and child.i > max(verb.i, other.i):
                    _add(roles, "patient", child)

    def _shared_agent(self, verb: Token, roles: Roles) -> None:
        """Share the agent of two coordinated passives: "backed and armed by Iran"."""
        if "agent" in roles or verb.tag_ != "VBN":
            return
        neighbours = [c for c in verb.children if c.dep_ == "conj" and c.tag_ == "VBN"]
        if verb.dep_ == "conj" and verb.head.tag_ == "VBN":
            neighbours.append(verb.head)
        for other in neighbours:
            for child in other.children:
                if child.dep_ in ("obl:agent", "obl") and case_of(child) == "by":
                    _add(roles, "agent", child)
        if "agent" in roles and "patient" not in roles and verb.dep_ == "conj":
            roles["patient"] = list(self.verb(verb.head).get("patient", []))

    def noun(self, noun: Token) -> Roles:
        """Read the roles of a noun that names an event ("the shelling of X by Y", "Russian strikes on X")."""
        roles: Roles = {}
        carrier = noun.head if noun.dep_ == "compound" and noun.head.pos_ == "NOUN" else noun
        for part in dict.fromkeys((noun, carrier, *_first_conjunct(noun))):
            for child in part.children:
                if child.dep_ == "nmod:poss" or self._names_before(child, part):
                    _add(roles, "agent", child)
                    _add(roles, "poss" if child.dep_ == "nmod:poss" else "mod", child)
                elif (
                    child.dep_ in ("acl", "acl:relcl")
                    and child.tag_ in ("VBN", "VBD")
                    and child.lemma_.lower() in self._light
                ):
                    _add_all(roles, self.verb(child), skip=("patient",))
            _add_all(roles, self.prepositions(part))
        for token in roles.get("of", []):
            _add(roles, "patient", token)
            for child in token.children:  # "the bombing of X by Y", where the tree hangs Y on X
                if child.dep_ == "nmod" and case_of(child) == "by":
                    _add(roles, "by", child)
        if any(c.dep_ == "cop" for c in noun.children):
            for child in noun.children:
                if child.dep_ in _SUBJECTS:
                    _add(roles, "bearer", child)
        for token in roles.get("by", []):
            roles.setdefault("agent", []).insert(0, token)
        self._from_light_verb(carrier, roles)
        return roles

    def _names_before(self, child: Token, noun: Token) -> bool:
        """Tell whether a word stands before a noun as its modifier, without a prefix ("pro-regime forces")."""
        modifies = child.dep_ in ("amod", "compound", "nmod:desc", "nmod") and child.i < noun.i and not case_of(child)
        return modifies and not any(c.lower_ in self._prefixes for c in child.children)

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
                _add(roles, "patient", token)
            _add_all(roles, upper, skip=("agent", "patient", case or ""))
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
                _add(roles, "agent", token)
            _add_all(roles, upper, skip=("agent", *skip))

    def role(self, noun: Token) -> Roles:
        """Read the roles of a noun that says what somebody is ("spokesman", "branch", "ally")."""
        roles: Roles = {}
        bearers = list(self._bearers(noun))
        for bearer in bearers:
            _add(roles, "bearer", bearer)
        parts = [noun, *_first_conjunct(noun)]
        for part in parts:
            for child in part.children:
                if part == noun and child.dep_ == "nmod:poss":
                    _add(roles, "poss", child)
                elif part == noun and self._names_before(child, part):
                    _add(roles, "mod", child)
            _add_all(roles, self.prepositions(part))
        if is_title(noun):  # "Hezbollah spokesman NAME", read as "Hezbollah, a spokesman"
            _add(roles, "mod", noun.head)
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
                        _add(roles, "poss" if child.dep_ == "nmod:poss" else "mod", child)
        return roles

    def _bearers(self, noun: Token) -> Iterator[Token]:
        top = noun
        while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
            top = top.head
        if any(c.dep_ == "cop" for c in top.children):
            yield from (c for c in top.children if c.dep_ in _SUBJECTS)
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
        subjects = [c for c in top.children if c.dep_ in (*_SUBJECTS, "nsubj:pass")]
        if top.dep_ in ("amod", "acl", "acl:relcl", "appos"):
            for subject in [s for s in subjects if s.lower_ not in _RELATIVES] or [top.head]:
                _add(roles, "bearer", subject)
        elif subjects:
            for subject in subjects:
                _add(roles, "bearer", subject)
        elif top.dep_ in ("xcomp", "advcl", "ccomp", "conj", "parataxis"):
            upper = self.verb(top.head)
            for token in (
                (upper.get("patient") if top.dep_ == "xcomp" else None)
                or upper.get("agent", [])
                or upper.get("patient", [])
            ):
                _add(roles, "bearer", token)
        for child in adjective.children:
            if (
                child.dep_ in ("compound", "obl", "nmod", "obl:unmarked", "nsubj")
                and child.i < adjective.i
                and not case_of(child)
            ):
                _add(roles, "mod", child)
        _add_all(roles, self.prepositions(adjective))
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

    def prepositions(self, token: Token) -> Roles:
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
                    _add(roles, case, child)
                    for inner in child.children:  # "into the hands of X" is the role "into hand of"
                        if inner.dep_ == "nmod" and (second := case_of(inner)):
                            _add(roles, f"{case} {child.lemma_.lower()} {second}", inner)
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


def _beyond(verb: Token, child: Token) -> bool:
    """Tell whether a dependent lies behind the verb that governs its clause: it belongs to that verb."""
    above = verb.head
    return verb.dep_ == "ccomp" and verb.i < above.i < child.i and child.dep_ not in ("punct", "conj")


def is_title(noun: Token) -> bool:
    """Tell whether a noun in apposition follows without a comma and is itself followed by a name: a title before it."""
    if noun.dep_ not in ("appos", "nmod:desc", "flat", "compound", "nmod") or noun.head.i > noun.i or not noun.i:
        return False
    named = any(c.dep_ in ("appos", "flat") and c.pos_ == "PROPN" for c in noun.rights)
    return named and not noun.doc[noun.left_edge.i - 1].is_punct


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
    if verb.dep_ in ("acl", "amod", "compound", "advcl", "appos") and verb.tag_ in ("VBN", "VBD"):
        return not any(c.dep_ in ("nsubj", "aux", "obj") for c in verb.children) or verb.dep_ in ("amod", "compound")
    return False


def _has_aux_pass(verb: Token) -> bool:
    return any(c.dep_ == "aux:pass" for c in verb.children)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in (*_SUBJECTS, "nsubj:pass", "csubj:pass", "expl") for c in verb.children)


def _first_conjunct(noun: Token) -> Iterator[Token]:
    """Let coordinated nouns share what hangs on the last of them ("shelling and bombing of X")."""
    for child in noun.children:
        if child.dep_ == "conj" and child.pos_ == "NOUN" and child.i - noun.i <= 3 and not case_of(child):
            yield child


def _add(roles: Roles, name: str, token: Token) -> None:
    tokens = roles.setdefault(name, [])
    if token not in tokens:
        tokens.append(token)


def _add_all(roles: Roles, more: Roles, skip: Iterable[str] = ()) -> None:
    for name, tokens in more.items():
        if name not in skip:
            for token in tokens:
                _add(roles, name, token)
