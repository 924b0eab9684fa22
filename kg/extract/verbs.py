"""Reads who does what to whom off a verb, in deep roles that do not depend on how it is put.

In: a verb or participle in a parsed sentence. Out: its `Roles`. Voice, relative clauses, participles, control and
coordination are undone here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.language import Language
from kg.extract.tree import (
    SUBJECTS,
    Roles,
    add,
    add_all,
    case_of,
    has_passive_auxiliary,
    has_subject,
    is_beyond,
    is_finite,
    is_passive,
    prepositions,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

RELATIVES = frozenset(("who", "whom", "which", "that", "where"))
_OF_THE_OBJECT = frozenset(("against", "from", "into", "for"))  # "warned X against arming", "kept X from attacking"
_NO_OBJECT_CONTROL = frozenset(("promise", "threaten", "vow", "pledge", "use", "have"))


class VerbReader:
    """Reads the roles of verbs with one language's lists of accusing and light words."""

    def __init__(self, language: Language) -> None:
        self._light = language.words("light", "verbs")
        self._undergoing = language.words("light", "undergoing")
        self._linking = language.words("light", "linking_prepositions")
        self._accusing = language.words("saying", "accusing")
        self._apart = language.words("members", "apart")
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
                        if is_beyond(clause, child) and child.pos_ in ("NOUN", "PROPN") and not case_of(child):
                            add(roles, "agent", child)
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
            if is_beyond(verb, child):
                continue
            if dep in SUBJECTS:
                add(
                    roles,
                    "patient"
                    if passive and verb.tag_ == "VBN" and dep != "nsubj:outer" and has_passive_auxiliary(verb)
                    else "agent",
                    child,
                )
            elif dep == "nsubj:pass":
                add(roles, "patient", child)
            elif dep == "obj":
                add(roles, "patient", child)
                hanging = prepositions(child)
                for holder in [*(c for c in child.children if c.dep_ == "nmod:poss"), *hanging.get("of", ())]:
                    add(roles, "holder", holder)
                add_all(roles, hanging, skip=("of",))
            elif dep == "iobj":
                add(roles, "recipient", child)
            elif dep == "xcomp" and child.pos_ in ("NOUN", "PROPN"):
                add(roles, case_of(child) or "as", child)  # "renamed itself X"
            elif dep == "xcomp" and child.pos_ == "VERB":
                self._deed(child, roles)
            elif dep == "ccomp":  # "demanded that X resign"
                for subject in child.children:
                    if subject.dep_ in (*SUBJECTS, "nsubj:pass"):
                        add(roles, "addressee", subject)
            elif dep == "obl:agent":
                add(roles, "agent", child)
            elif dep in ("obl", "nmod") and (case := case_of(child)):
                add(roles, "agent" if case == "by" and passive else case, child)
                for inner in child.children:
                    if inner.dep_ == "nmod" and (second := case_of(inner)):
                        add(roles, f"{case} {child.lemma_.lower()} {second}", inner)
            elif (
                dep in ("compound", "obl", "obl:unmarked", "nmod", "nsubj")
                and verb.dep_ in ("amod", "compound")
                and child.i < verb.i
            ):
                add(roles, "agent", child)
            elif dep in ("xcomp", "advcl", "advmod") and child.pos_ in ("NOUN", "PROPN") and (case := case_of(child)):
                add(roles, case, child)

    def _hyphenated(self, verb: Token, roles: Roles) -> None:
        """Let "al-Qaeda-linked group" link the group to al-Qaeda, however the tree hangs the name."""
        doc, i = verb.doc, verb.i
        if verb.dep_ not in ("amod", "compound") or "agent" in roles or i < 2 or doc[i - 1].tag_ != "HYPH":
            return
        name = doc[i - 2]
        while name.dep_ in ("flat", "compound") and name.head.i < i:
            name = name.head
        if name.pos_ in ("PROPN", "NOUN", "ADJ"):
            add(roles, "agent", name)
            add(roles, "mod", name)

    def _deed(self, verb: Token, roles: Roles) -> None:
        """Give "threatened to attack X" the role of whom the deed is to meet."""
        for child in verb.children:
            if child.dep_ == "obj" or (
                child.dep_ == "obl" and case_of(child) in ("with", "to", "against", "on", "from", "in")
            ):
                add(roles, "deed", child)

    def _from_above(self, verb: Token, roles: Roles) -> None:
        """Fill the roles that a relative clause, a participle, control or coordination leave to words higher up."""
        above, dep = verb.head, verb.dep_
        if dep in ("acl:relcl", "acl", "amod"):
            self._from_noun(verb, above, roles)
        elif dep == "compound" and verb.tag_ in ("VBN", "VBD") and "patient" not in roles:
            add(roles, "patient", above)
        elif dep in ("xcomp", "ccomp", "advcl") and not has_subject(verb):
            self._from_controller(verb, above, roles)
        elif dep in ("conj", "parataxis") and not has_subject(verb) and above.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
            upper = self.verb(above) if above.pos_ in ("VERB", "AUX") else self._copula_subject(above)
            if is_passive(verb) and not any(c.dep_.startswith("aux") for c in verb.children) and not is_passive(above):
                return
            source = "patient" if is_passive(above) else "agent"
            for token in upper.get(source, []):
                add(roles, "patient" if is_passive(verb) else "agent", token)

    def _copula_subject(self, noun: Token) -> Roles:
        return {"agent": [c for c in noun.children if c.dep_ in SUBJECTS]}

    def _from_noun(self, verb: Token, noun: Token, roles: Roles) -> None:
        replaced = False
        for name, tokens in roles.items():
            for place, token in enumerate(tokens):
                if token.lower_ in RELATIVES and token.tag_ in ("WDT", "WP", "IN", "WRB", "DT"):
                    roles[name][place] = noun
                    replaced = True
        if any(c.lower_ in ("where", "when", "why") for c in verb.children):
            return
        if any(c.lower_ == "whose" for child in verb.children for c in child.children):
            return  # "X, whose soldiers fought Y": the soldiers did
        if replaced or noun.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
            return
        infinitive = any(c.dep_ == "mark" and c.lower_ == "to" for c in verb.children)
        if infinitive and verb.dep_ == "acl":
            self._from_planner(noun, roles)
        elif verb.dep_ == "acl:relcl":
            add(roles, "patient" if "agent" in roles and not is_passive(verb) else "agent", noun)
        elif is_passive(verb):
            add(roles, "patient", noun)
        elif "agent" not in roles:
            marked = any(c.dep_ == "mark" for c in verb.children)  # "the aim of expanding": not the aim expands
            if marked and noun.head.lemma_.lower() not in self._accusing:
                self._from_planner(noun, roles)
            else:
                add(roles, "agent", noun)

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
            add(roles, "agent", own[0])
        elif noun.head.pos_ == "VERB":
            for token in self.verb(noun.head).get("agent", []):
                add(roles, "agent", token)

    def _from_controller(self, verb: Token, above: Token, roles: Roles) -> None:
        if above.pos_ not in ("VERB", "AUX", "ADJ", "NOUN") or (verb.dep_ == "ccomp" and is_finite(verb)):
            return
        if above.pos_ in ("ADJ", "NOUN"):
            subjects = [c for c in above.children if c.dep_ in (*SUBJECTS, "nsubj:pass")] or (
                [above.head] if above.dep_ == "amod" else []
            )
        else:
            said = above.head
            if verb.dep_ == "advcl" and above.dep_ == "ccomp" and above.i < said.i < verb.i:
                above = said  # "…, X said before leaving": X left
            upper = self.verb(above)
            objects = upper.get("patient", [])
            if verb.dep_ == "ccomp" and any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children):
                return
            if verb.dep_ == "xcomp" and objects and above.lemma_ not in _NO_OBJECT_CONTROL:
                subjects = objects
            elif verb.dep_ == "xcomp" and upper.get("recipient"):
                subjects = upper["recipient"]
            elif above.lemma_ in ("call", "press", "prevail", "appeal") and (upper.get("on") or upper.get("to")):
                subjects = upper.get("on") or upper["to"]
            else:
                subjects = upper.get("patient", []) if is_passive(above) else upper.get("agent", [])
                marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "case")}
                if verb.dep_ == "advcl" and (above.lemma_.lower() in self._accusing or marks & _OF_THE_OBJECT):
                    subjects = objects or subjects
        role = "patient" if is_passive(verb) else "agent"
        if role not in roles:
            for token in subjects:
                add(roles, role, token)

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
                    add(roles, "patient", child)

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
                    add(roles, "agent", child)
        if "agent" in roles and "patient" not in roles and verb.dep_ == "conj":
            roles["patient"] = list(self.verb(verb.head).get("patient", []))
