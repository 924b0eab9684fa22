"""Reads how a statement is put: affirmed or denied, asserted, planned, possible or conditional, and who says so.

In: the trigger of a relation in a parsed sentence. Out: its `Context`. The way from the trigger up to the root is
walked once; each governor, auxiliary and modifier on it may turn the statement (FactBank, Saurí & Pustejovsky 2009).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.arguments import ArgumentReader
from kg.extract.language import Language
from kg.extract.tree import SUBJECTS, case_of, is_finite, is_passive
from kg.model import Modality, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NEAR = 12  # words before a verb of speech in which its lost subject is looked for
_RANK: dict[Modality, int] = {"asserted": 0, "possible": 1, "planned": 2, "conditional": 3}
_COMPLEMENT = (
    "ccomp",
    "xcomp",
    "csubj",
    "csubj:pass",
    "obj",
    "acl",
    "advcl",
    "obl",
    "nmod",
    "nsubj:pass",
    "nsubj",
    "parataxis",
    "acl:relcl",
)


@dataclass
class Context:
    """How a statement is put; `claimants` are the head words of who says so, from the innermost outwards."""

    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    claimants: list[Token] = field(default_factory=list)
    presupposed: bool = False  # said in passing, in a modifier: time, place and modality of the clause are not its own
    sealed: bool = False  # taken for granted below an ending that is only asked for: "urged X to stop arming Y"
    only_willing: bool = False  # somebody is ready or willing to do it: no deed, however sure the words sound
    unsaid: bool = False  # asked or called for without being claimed: "whether X attacked Y"

    def weaken(self, modality: Modality) -> None:
        """Keep the weaker of two modalities."""
        if _RANK[modality] > _RANK[self.modality] and not self.sealed:
            self.modality = modality

    def deny(self) -> None:
        """Turn to denied; a denied denial stays denied, since an assertion is not made by refusing its opposite."""
        if not self.sealed:
            self.polarity = "denied"


class ContextReader:
    """Reads contexts with one language."""

    def __init__(self, language: Language, arguments: ArgumentReader) -> None:
        self._language = language
        self._arguments = arguments

    def __call__(
        self, trigger: Token, ends: tuple[Token, ...], quotes: Sequence[tuple[int, int]], *, title: bool = False
    ) -> Context:
        """Read the context of a trigger whose arguments' head words are `ends`, among the quotations of its text.

        A `title` ("its ally X", "chairman X") is taken for granted unless it is the predicate of its clause.
        """
        context = Context()
        outer = (
            Context()
        )  # above a modifier only who says so counts: "X said forces backed by Y may attack" says Y backs them
        below: Token | None = None
        inside = True
        for token in _upwards(trigger):
            inside = inside and (below is None or not (self._assumed(below) or (title and not _predicative(below))))
            self._at(token, below, trigger, context if inside else outer)
            below = token
        context.presupposed = not inside
        context.claimants.extend(token for token in outer.claimants if token not in context.claimants)
        for end in ends:
            if any(self._negates(c) for c in end.children if c.dep_ in ("det", "advmod", "cc")):
                context.deny()
        self._sentence(trigger, context, quotes)
        return context

    def _w(self, section: str, name: str) -> frozenset[str]:
        return self._language.words(section, name)

    def _at(self, token: Token, below: Token | None, trigger: Token, context: Context) -> None:
        if below is not None and not self._governs(token, below):
            return
        self._own_words(token, below, trigger, context)
        if below is not None:
            self._governor(token, below, trigger, context)
        self._marks(token, below, context)
        for child in token.children:
            if child.dep_ in ("obl", "advmod", "advcl", "nmod", "parataxis", "obl:unmarked") and child != below:
                self._according(child, context)
            elif child.dep_ in ("parataxis", "ccomp") and child != below and below is not None:
                self._aside(child, context)
            elif child.dep_ == "conj" and child.pos_ == "VERB":  # "X did this and did that, according to Y"
                for late in child.children:
                    if late.dep_ in ("obl", "advmod", "advcl"):
                        self._according(late, context)
            if child.dep_ == "parataxis" and child != below:
                self._aside(child, context)

    def _governs(self, token: Token, below: Token) -> bool:
        """Tell whether what stands above says anything about what stands below: coordination and asides do not."""
        return (
            below.dep_ not in ("conj", "parataxis", "appos", "list", "acl:relcl", "nmod:poss", "advcl:relcl")
            or self._is_told(below)
            or (below.dep_ == "parataxis" and token.lemma_.lower() in self._w("saying", "verbs"))
            or (below.dep_ == "conj" and below.pos_ in ("VERB", "NOUN") and token.pos_ == below.pos_)
        )

    def _assumed(self, clause: Token) -> bool:
        return _presupposed(clause) and not self._is_told(clause)

    def _is_told(self, clause: Token) -> bool:
        """Tell whether a clause is what a noun says ("the report that X armed Y"), even if read as a relative one."""
        noun = clause.head.lemma_.lower()
        if noun not in self._w("saying", "nouns") | self._w("saying", "unsure_nouns") or clause.dep_ not in (
            "acl",
            "acl:relcl",
        ):
            return False
        that = next((c for c in clause.lefts if c.lower_ == "that"), None)
        filled = any(c.dep_ in ("obj", "nsubj:pass") and c != that for c in clause.children)
        return that is not None and (that.dep_ == "mark" or (that.dep_ == "obj" and filled))

    def _own_words(self, token: Token, below: Token | None, trigger: Token, context: Context) -> None:
        """Read negation, auxiliaries, adverbs and adjectives that stand with a word on the way."""
        coordinated = below is not None and below.dep_ == "conj"
        if (
            token.pos_ in ("NOUN", "PROPN")
            and below is not None
            and below.dep_ not in ("acl", "nmod", "compound", "amod", "conj", "ccomp")
        ):
            return
        for child in token.children:
            lower = child.lower_
            if child == below:
                continue
            if self._negates(child) and not (below is not None and (below.dep_ == "advcl" or _set_against(below))):
                if coordinated and child.i < token.i and token.pos_ == "VERB" and _has_own_auxiliary(below):
                    continue
                context.deny()
            elif child.dep_ in ("aux", "aux:pass"):
                if not (coordinated and _has_own_auxiliary(below)):
                    self._auxiliary(token, child, context)
            elif child.dep_ == "advmod" and lower in self._w("possible", "adverbs"):
                context.weaken("possible")
            elif child.dep_ in ("amod", "compound") and token.pos_ == "NOUN":
                if lower in self._w("possible", "adjectives"):
                    context.weaken("possible")
                elif lower in self._w("planning", "modifiers"):
                    context.weaken("planned")
                elif token == trigger and lower in self._w("negation", "ended"):
                    context.deny()  # "its former ally"
        if token == trigger and trigger.dep_ in ("amod", "compound"):
            return
        if case_of(token) in self._w("negation", "prepositions") or any(
            c.dep_ == "mark" and c.lower_ in self._w("negation", "prepositions") for c in token.children
        ):
            context.deny()

    def _negates(self, child: Token) -> bool:
        lower = child.lower_
        if lower == "only" or (
            lower in ("not", "n't", "n’t")
            and child.i + 1 < len(child.doc)
            and child.doc[child.i + 1].lower_ in ("only", "just")
        ):
            return False
        if child.dep_ == "advmod" and lower.replace("’", "'") in self._w("negation", "adverbs"):
            return True
        if child.dep_ == "advmod" and lower == "longer" and any(c.lower_ == "no" for c in child.children):
            return True
        return child.dep_ in ("det", "cc:preconj", "cc") and lower in self._w("negation", "determiners")

    def _auxiliary(self, token: Token, child: Token, context: Context) -> None:
        lower = child.lower_.replace("’", "'")
        if lower in self._w("planning", "auxiliaries"):
            context.weaken("planned")
        elif lower in self._w("possible", "auxiliaries"):
            context.weaken("possible")
        elif lower in self._w("conditional", "auxiliaries"):
            reported = token.dep_ in ("ccomp", "acl:relcl", "advcl", "parataxis") or _reported_above(
                token, self._w("saying", "verbs")
            )
            conditional = any(self._is_condition(c) for c in token.children if c.dep_ == "advcl")
            context.weaken("conditional" if conditional or not reported else "planned")

    def _governor(self, token: Token, below: Token, trigger: Token, context: Context) -> None:
        """Read what a verb, noun or adjective says of the clause or noun it governs."""
        lemma, dep = token.lemma_.lower(), below.dep_
        if dep not in _COMPLEMENT and not (dep == "compound" and token.pos_ == "NOUN"):
            return
        infinitive = any(c.dep_ == "mark" and c.lower_ == "to" for c in below.children)
        clausal = dep in ("ccomp", "xcomp", "acl", "csubj", "advcl", "csubj:pass")
        if dep in SUBJECTS and self._is_untrue(token, below):
            context.deny()
            context.claimants.clear()  # whose report it was does not say that it is false
            return
        if token.pos_ in ("VERB", "AUX"):
            self._verb_over(token, lemma, below, infinitive, clausal, context)
            self._accusation(token, lemma, below, trigger, context)
        elif token.pos_ in ("NOUN", "PROPN") and dep in ("acl", "nmod", "compound", "ccomp", "xcomp"):
            self._noun_over(token, lemma, below, infinitive, context)
        elif token.pos_ == "ADJ" and clausal:
            if lemma in self._w("planning", "adjectives") and infinitive:
                context.weaken("planned")
                context.only_willing = True
            elif lemma in self._w("possible", "adjectives"):
                context.weaken("possible")
        if dep == "advcl" and infinitive and not _is_perfect(below) and token.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
            context.weaken("planned")  # a purpose is not yet a deed

    def _is_untrue(self, predicate: Token, subject: Token) -> bool:
        """Tell whether what was said is called untrue: "the report that … turned out to be false"."""
        if subject.lemma_.lower() not in self._w("saying", "nouns") | self._w("saying", "unsure_nouns"):
            return False
        words = (predicate, *(c for c in predicate.children if c.dep_ in ("xcomp", "ccomp", "obl")))
        return any(word.lemma_.lower() in self._w("rebutting", "untruths") for word in words)

    def _verb_over(
        self, token: Token, lemma: str, below: Token, infinitive: bool, clausal: bool, context: Context
    ) -> None:
        dep = below.dep_
        is_object = dep in ("obj", "nsubj:pass") or (
            dep == "obl" and case_of(below) in ("of", "from", "for", "in", "to", "at", "with")
        )
        if lemma in self._w("denying", "verbs") and (clausal or is_object):
            context.deny()
            self._claimants(token, context)
            return
        if (
            lemma in self._w("denying", "claim_verbs")
            and below.lemma_.lower() in self._w("saying", "nouns")
            and is_object
        ):
            context.deny()
            context.claimants.clear()
            self._claimants(token, context)
            return
        if lemma in self._w("failing", "verbs") and (
            dep in ("xcomp", "advcl", "obj", "nsubj:pass", "ccomp") or is_object
        ):
            particle = self._language.only_with.get(lemma)
            meant = particle is None or any(c.lower_ == particle for c in token.children)
            if meant and self._is_unreal(token):
                context.modality, context.sealed = "asserted", True
                return
            if meant and (dep != "advcl" or any(c.dep_ == "mark" and c.lower_ == "from" for c in below.children)):
                context.deny()
                return
        if lemma in self._w("planning", "verbs") and (
            (dep == "xcomp" and infinitive)
            or (dep in ("advcl", "xcomp", "ccomp") and not is_finite(below))
            or (
                dep in ("ccomp", "obj", "nsubj:pass")
                and lemma not in self._w("planning", "only_infinitive")
                and lemma not in self._w("saying", "verbs")
            )
            or (
                dep == "obl"
                and case_of(below) == "for"
                and lemma in ("call", "prepare", "plan", "appeal", "press", "hope", "ask", "push")
            )
        ):
            context.weaken("planned")
            if context.sealed:
                self._claimants(token, context)
        if lemma in self._w("possible", "verbs") and (
            clausal or dep == "obj" or (dep == "obl" and case_of(below) == "of")
        ):
            context.weaken("possible")
        if lemma in self._w("saying", "regarding") and case_of(below) == "as":
            self._claimants(token, context)
        told = dep == "xcomp" or (dep == "advcl" and infinitive and _is_perfect(below))
        if lemma in self._w("saying", "verbs") and (told or dep in ("ccomp", "parataxis")):
            self._claimants(token, context)
            if told and is_passive(token):
                context.weaken("possible")  # "is said to have attacked"

    def _is_unreal(self, token: Token) -> bool:
        """Tell whether an ending is only asked for or to come: "must stop", "urged to stop"."""
        ending = token.lemma_.lower() in self._w("failing", "ending")
        modal = any(
            c.dep_ == "aux" and (c.tag_ == "MD" or c.lower_ in self._w("planning", "auxiliaries"))
            for c in token.children
        )
        return ending and (modal or any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children))

    def _accusation(self, token: Token, lemma: str, below: Token, trigger: Token, context: Context) -> None:
        """Read "accused X of attacking": so says the accuser; where none is named, it may be so."""
        if lemma not in self._w("saying", "accusing") or (below == trigger and below.dep_ not in ("advcl", "obl")):
            return
        if below.dep_ not in ("advcl", "obl", "obj", "iobj", "nsubj:pass") or (
            below.dep_ == "advcl" and is_finite(below)
        ):
            return
        before = len(context.claimants)
        self._claimants(token, context)
        if len(context.claimants) == before and is_passive(token):
            context.weaken("possible")

    def _noun_over(self, token: Token, lemma: str, below: Token, infinitive: bool, context: Context) -> None:
        if lemma in self._w("possible", "evidence") and any(self._negates(c) for c in token.children):
            context.unsaid = True  # "no evidence that X attacked" says neither that X did nor that X did not
        if below.dep_ == "acl" and infinitive and not _is_perfect(below) and lemma not in self._w("failing", "nouns"):
            context.weaken("planned")  # "an offensive to retake X"
        elif lemma in self._w("planning", "nouns") and (
            infinitive or case_of(below) in ("for", "of") or below.dep_ == "compound"
        ):
            context.weaken("planned")
        elif lemma in self._w("possible", "nouns") or lemma in self._w("saying", "unsure_nouns"):
            context.weaken("possible")
        elif lemma in self._w("denying", "nouns") or lemma in self._w("failing", "nouns"):
            context.deny()
        if lemma in self._w("saying", "nouns"):
            for child in token.children:
                if child.dep_ == "nmod:poss" or (child.dep_ == "nmod" and case_of(child) in ("by", "from")):
                    context.claimants.append(child)

    def _marks(self, token: Token, below: Token | None, context: Context) -> None:
        if self._is_condition(token) or any(
            c.dep_ == "advcl" and c != below and self._is_condition(c) for c in token.children
        ):
            context.weaken("conditional")
        elif any(c.dep_ == "mark" and c.lower_ in self._w("possible", "questions") for c in token.children):
            context.weaken("possible")
            context.unsaid = True

    def _is_condition(self, token: Token) -> bool:
        return any(
            c.dep_ in ("mark", "advmod") and c.lower_ in self._w("conditional", "marks") and c.dep_ == "mark"
            for c in token.children
        )

    def _claimants(self, verb: Token, context: Context) -> None:
        roles = self._arguments.verb(verb)
        agents = roles.get("agent", [])
        if not agents and verb.tag_ in ("VBD", "VBZ") and not is_passive(verb):
            agents = _just_before(verb)
        for token in agents[:1]:
            if token not in context.claimants:
                context.claimants.append(token)

    def _according(self, child: Token, context: Context) -> None:
        case = case_of(child)
        if case in self._w("saying", "according") and child not in context.claimants:
            context.claimants.append(child)
        elif child.lower_ == "according":
            context.claimants.extend(
                c for c in child.children if c.dep_ in ("obl", "nmod") and c not in context.claimants
            )

    def _aside(self, child: Token, context: Context) -> None:
        """Read a speaker set beside the statement: "…, the army said"."""
        if (
            child.lemma_.lower() in self._w("saying", "verbs")
            and child.pos_ == "VERB"
            and not any(c.dep_ == "ccomp" for c in child.children)
        ):
            self._claimants(child, context)

    def _sentence(self, trigger: Token, context: Context, quotes: Sequence[tuple[int, int]]) -> None:
        sentence = trigger.sent
        last = next((t for t in reversed(list(sentence)) if t.text.strip() and t.text not in "\"'”’)"), None)
        if last is not None and last.text == "?":
            context.weaken("possible")
            context.unsaid = True
        if not context.claimants:
            speaker = quote_speaker(trigger, quotes, self._w("saying", "verbs"))
            if speaker is not None:
                self._claimants(speaker, context)


def _upwards(token: Token) -> Iterator[Token]:
    yield token
    while token.head != token:
        token = token.head
        yield token


def _presupposed(token: Token) -> bool:
    """Tell whether what a word says is taken for granted in the clause above: in a modifier of a noun."""
    if token.dep_ in ("acl:relcl", "amod", "compound", "appos", "nmod:poss", "nmod:desc", "flat"):
        return token.head.pos_ in ("NOUN", "PROPN", "PRON") and token.pos_ not in ("NOUN", "PROPN")
    return (
        token.dep_ == "acl"
        and token.tag_ in ("VBN", "VBG", "VBD", "JJ")
        and not any(c.dep_ == "mark" for c in token.children)
    )


def _predicative(noun: Token) -> bool:
    """Tell whether a noun is what its clause says of somebody ("X is the leader", "was named leader", "as leader")."""
    if noun.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return True
    return (
        any(c.dep_ == "cop" for c in noun.children) or noun.dep_ in ("xcomp", "conj", "ROOT") or case_of(noun) == "as"
    )


def _is_perfect(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)


def _just_before(verb: Token) -> list[Token]:
    """Find who stands right before a verb of speech that the tree has left without a subject: "…, X, said"."""
    before = [t for t in verb.doc[max(verb.sent.start + 1, verb.i - _NEAR) : verb.i] if t.pos_ in ("PROPN", "NOUN")]
    persons = [t for t in before if t.ent_type_ == "PER"]
    return persons[-1:] or before[-1:]


def _set_against(token: Token) -> bool:
    """Tell whether a clause is set against the one before it: "did not enter but bombed"."""
    return token.dep_ == "conj" and any(c.dep_ == "cc" and c.lower_ in ("but", "yet") for c in token.children)


def _has_own_auxiliary(token: Token | None) -> bool:
    return token is not None and any(
        c.dep_.startswith("aux") or c.dep_ in (*_SUBJECTS_OWN, "cop") for c in token.children
    )


_SUBJECTS_OWN = ("nsubj", "nsubj:pass")


def _reported_above(token: Token, saying: frozenset[str]) -> bool:
    while token.head != token:
        token = token.head
        if token.lemma_.lower() in saying:
            return True
    return False


_OPEN, _CLOSE = '“"«', '”"»'


def quote_spans(doc: Doc) -> list[tuple[int, int]]:
    """Find what stands between double quotation marks, as token spans within paragraphs."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for token in doc:
        if token.is_space and "\n" in token.text:
            if start is not None:
                spans.append((start, token.i))
            start = None
        elif start is not None and token.text in _CLOSE and token.i > start:
            spans.append((start, token.i + 1))
            start = None
        elif start is None and token.text in _OPEN and token.text:
            start = token.i
    return spans


def quote_speaker(trigger: Token, quotes: Sequence[tuple[int, int]], saying: frozenset[str]) -> Token | None:
    """Return the verb of speech that gives the speaker of the quotation a word stands in, if one stands beside it."""
    doc = trigger.doc
    for start, end in quotes:
        if not start < trigger.i < end:
            continue
        if end - start < 5:
            return None
        whole = doc[doc[start].sent.start : doc[end - 1].sent.end]
        after = doc[end].sent if end < len(doc) and doc[end - 1].sent != doc[end].sent else None
        around = [t for t in whole if not start <= t.i < end]
        around += [t for t in after if t.i - end < 25] if after is not None and not after.text[:1].isspace() else []
        before = doc[start - 1].sent if start and doc[start].is_sent_start and "\n" not in doc[start - 1].text else ()
        around += [t for t in before if (t == t.sent.root or t.dep_ == "parataxis") and not _within(t, quotes)]
        for token in around:
            if token.pos_ == "VERB" and token.lemma_.lower() in saying and not is_passive(token):
                return token
    return None


def _within(token: Token, quotes: Sequence[tuple[int, int]]) -> bool:
    return any(start < token.i < end for start, end in quotes)
