"""Makes the readings of other people's pipelines look like ours.

In: a spaCy `Doc` with the ClearNLP labels of the English pipelines, or Universal Dependencies. Out: the same `Doc` in
Universal Dependencies ("bombed → in → Syria" becomes "bombed → Syria → in"), with lemmas and our five kinds of name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kg.text.reader.lemmas import lemma

if TYPE_CHECKING:
    from spacy.tokens import Doc

_CLEARNLP = frozenset({"dobj", "pobj", "nsubjpass", "auxpass", "prep"})
_SAME = {
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "dobj": "obj",
    "dative": "iobj",
    "poss": "nmod:poss",
    "relcl": "acl:relcl",
    "neg": "advmod",
    "prt": "compound:prt",
    "attr": "xcomp",
    "acomp": "xcomp",
    "oprd": "xcomp",
    "quantmod": "advmod",
    "predet": "det:predet",
    "preconj": "cc:preconj",
    "intj": "discourse",
    "meta": "dep",
    "pcomp": "advcl",
    "pobj": "obl",
    "prep": "advmod",
    "agent": "obl:agent",
}
_NAMES = {
    "PERSON": "PER",
    "GPE": "LOC",
    "FAC": "LOC",
    **{label: label for label in ("PER", "ORG", "LOC", "NORP", "MISC")},
}
_NO_NAMES = frozenset({"DATE", "TIME", "MONEY", "CARDINAL", "ORDINAL", "QUANTITY", "PERCENT"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "SYM", "X"})
_PREPOSITIONS = frozenset({"prep", "agent", "dative"})
_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "am", "'s", "'re", "'m", "’s", "’re", "’m"})


def to_universal(doc: Doc) -> Doc:
    """Rewrite heads, labels, lemmas and names in place and return the `Doc`."""
    tree = _Tree(doc)
    if _CLEARNLP & set(tree.deps):
        tree.prepositions()
        tree.copulas()
        tree.coordinations()
        tree.rename()
    tree.write()
    _lemmas(doc)
    _names(doc)
    return doc


def _lemmas(doc: Doc) -> None:
    for token in doc:
        if not token.lemma_:
            token.lemma_ = lemma(token.text, token.tag_) if not token.is_space else token.text


def _names(doc: Doc) -> None:
    """Keep what names someone or something, under our labels; amounts and dates go."""
    from spacy.tokens import Span

    doc.ents = tuple(
        Span(doc, ent.start, ent.end, label=_NAMES.get(ent.label_, "MISC"))
        for ent in doc.ents
        if ent.label_ not in _NO_NAMES
    )


class _Tree:
    """Heads and labels of a `Doc`, taken out to be changed and written back at once."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.heads = [token.head.i for token in doc]
        self.deps = [token.dep_ for token in doc]
        self.universal = [token.pos_ for token in doc]

    def children(self, head: int) -> list[int]:
        """Return the places of a word's dependents within its sentence, from left to right."""
        sentence = self.doc[head].sent
        return [i for i in range(sentence.start, sentence.end) if self.heads[i] == head and i != head]

    def prepositions(self) -> None:
        """Hang the noun on the word the preposition hung on, and the preposition on the noun."""
        for place, dep in enumerate(list(self.deps)):
            if dep not in _PREPOSITIONS:
                continue
            below = self.children(place)
            noun = next((i for i in below if self.deps[i] in ("pobj", "pcomp")), None)
            if noun is None:
                continue
            clause = self.deps[noun] == "pcomp"
            head = self.heads[place]
            nominal = self.universal[head] in _NOMINAL
            self.heads[noun] = head
            if dep == "agent":
                self.deps[noun] = "obl:agent"
            elif clause:
                self.deps[noun] = "acl" if nominal else "advcl"
            else:
                self.deps[noun] = "nmod" if nominal else "obl"
            for child in below:
                self.heads[child] = head if child == noun else noun
            self.heads[place], self.deps[place] = noun, "mark" if clause else "case"

    def copulas(self) -> None:
        """Make what someone is the head of "is"."""
        for place, dep in enumerate(list(self.deps)):
            verb = self.heads[place]
            if dep not in ("attr", "acomp") or self.doc[verb].lower_ not in _BE or self.deps[verb] == "cop":
                continue
            for child in self.children(verb):
                if child != place:
                    self.heads[child] = place
            self.heads[place] = place if self.heads[verb] == verb else self.heads[verb]
            self.deps[place] = self.deps[verb]
            self.heads[verb], self.deps[verb] = place, "cop"

    def coordinations(self) -> None:
        """Hang all conjuncts on the first one, and "and" on the conjunct after it."""
        for place, dep in enumerate(self.deps):
            while dep == "conj" and self.deps[self.heads[place]] == "conj" and self.heads[place] != place:
                self.heads[place] = self.heads[self.heads[place]]
        for place, dep in enumerate(self.deps):
            if dep == "cc":
                first = self.heads[place]
                top = self.heads[first] if self.deps[first] == "conj" else first
                after = [i for i in self.children(top) if i > place and self.deps[i] == "conj"]
                if after:
                    self.heads[place] = after[0]

    def rename(self) -> None:
        """Give the labels that only have another name in Universal Dependencies that name."""
        for place, dep in enumerate(self.deps):
            if dep in ("npadvmod", "nmod"):
                nominal = self.universal[self.heads[place]] in _NOMINAL
                unmarked = "nmod:unmarked" if nominal else "obl:unmarked"
                self.deps[place] = unmarked if dep == "npadvmod" else dep
            else:
                self.deps[place] = _SAME.get(dep, dep)

    def write(self) -> None:
        """Write the tree back; "root", as some have it, becomes "ROOT"."""
        from spacy.attrs import DEP, HEAD

        strings = self.doc.vocab.strings
        names = ["ROOT" if head == i else dep for i, (head, dep) in enumerate(zip(self.heads, self.deps, strict=True))]
        deps = np.array([strings.add(name) for name in names], dtype=np.uint64)
        heads = (np.array(self.heads, dtype=np.int64) - np.arange(len(self.heads))).astype(np.uint64)
        table: Any = np.stack([heads, deps], axis=1)
        self.doc.from_array([HEAD, DEP], table)
