"""Turns the corpus into what the relation network learns from: sentences with pairs, and what is said of each pair.

In: `Example`s of `kg.extract.corpus`. Out: `Sentence`s in word pieces, and batches of them. Every pair of mentions of a
sentence is an item, those that nothing is said of included.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

import torch
from tokenizers import Tokenizer
from torch import Tensor

from kg.extract.corpus import Example, Marked, Told
from kg.ontology import Ontology

MODALITIES = ("asserted", "planned", "possible", "conditional")
NONE = ""
_RAREST = 12  # a PLOVER type beside a relation's own needs as many claims to be told apart
_LONGEST = 200  # pieces
_ALONE = 0.25  # of the sentences
_HIDE = 0.08  # of the mentions, so that a name is learnt to be no reason
_NAME = re.compile(
    r"(?:[A-Z][\w’'.-]*|al-[\w-]+|[a-z]{1,3})(?: (?:[A-Z0-9][\w’'.-]*|al-[\w-]+|of|the|de|bin|ibn|al))*$"
)
_ARTICLE = re.compile(r"(?:the|a|an|The|A|An|some|Some) ")


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of one mention's tie to another; `cues` and `claimant` are spans of characters."""

    label: str
    denied: bool
    modality: str
    cues: tuple[tuple[int, int], ...]
    claimant: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: spans of its mentions, and what is said of ordered pairs of them, by index.

    `beside` are pairs of which nothing is told but the same two actors are related by other mentions in the sentence
    ("X, the group's leader"): nothing is learnt from them.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    said: dict[tuple[int, int], tuple[Said, ...]]
    file: str
    beside: frozenset[tuple[int, int]] = frozenset()


def labels_of(examples: Iterable[Example]) -> list[str]:
    """List the labels: none, the relations, and relations counted as another PLOVER type ("agrees_with/SUPPORT")."""
    counts = Counter(_full(claim) for example in examples for claim in example.claims)
    return [NONE, *sorted(label for label, n in counts.items() if "/" not in label or n >= _RAREST)]


def _full(claim: Told) -> str:
    return f"{claim.relation}/{claim.plover}" if claim.plover else claim.relation


def sentences(
    example: Example, bounds: Sequence[tuple[int, int]], ontology: Ontology, labels: Sequence[str]
) -> Iterator[Sentence]:
    """Cut an example at sentence bounds (characters); a claim over two sentences is in neither."""
    for start, end in bounds:
        inside = [m for m in example.mentions if start <= m.start and m.end <= end]
        index = {m.id: k for k, m in enumerate(inside)}
        said: dict[tuple[int, int], tuple[Said, ...]] = {}
        for claim in example.claims:
            if claim.subject in index and claim.object in index and claim.relation in labels:
                one = _said(claim, example, start, end, labels)
                key = (index[claim.subject], index[claim.object])
                for pair in (key, key[::-1]) if ontology.relations[claim.relation].symmetric else (key,):
                    said[pair] = (*said.get(pair, ()), one)
        tied = {(inside[one].actor, inside[other].actor) for one, other in said}
        beside = {
            (one, other)
            for one, other in permutations(range(len(inside)), 2)
            if (one, other) not in said and (inside[one].actor, inside[other].actor) in tied
        }
        spans = tuple((m.start - start, m.end - start) for m in inside)
        if len(spans) > 1:
            yield Sentence(example.text[start:end], spans, said, example.file, frozenset(beside))


def _said(claim: Told, example: Example, start: int, end: int, labels: Sequence[str]) -> Said:
    label = _full(claim)
    cues = []
    for words in claim.cues:
        at = example.text.find(words, start, end)
        if at >= 0:
            cues.append((at - start, at - start + len(words)))
    claimant: Marked | None = example.mention(claim.says[0]) if claim.says else None
    inside = claimant is not None and start <= claimant.start and claimant.end <= end
    return Said(
        label if label in labels else claim.relation,
        claim.polarity == "denied",
        claim.modality,
        tuple(cues),
        (claimant.start - start, claimant.end - start) if claimant is not None and inside else None,
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of some sentences: what `RelationNetwork.forward` takes, and targets, batch × pairs further in."""

    ids: Tensor
    mask: Tensor
    starts: Tensor
    ends: Tensor
    marked: Tensor
    pairs: Tensor
    relations: Tensor  # × labels, shares of 1; all 0 where there is no pair
    polarity: Tensor  # -1 where nothing is said
    modality: Tensor
    cues: Tensor  # × pieces, -1 where nothing is said
    claimants: Tensor

    @property
    def given(self) -> tuple[Tensor, ...]:
        """What the network reads."""
        return self.ids, self.mask, self.starts, self.ends, self.marked, self.pairs


@dataclass(frozen=True, slots=True)
class _Row:
    ids: list[int]
    spans: list[tuple[int, int]]
    pairs: list[tuple[int, int]]
    pointed: list[tuple[list[int], list[int]]]  # a pair's cue pieces and claimant's pieces


class Batcher:
    """Makes batches; with a random generator it changes mentions, as training wants it."""

    def __init__(self, pieces: Tokenizer, labels: Sequence[str], shuffle: random.Random | None = None) -> None:
        self._pieces = pieces
        self.labels = tuple(labels)
        self._index = {label: k for k, label in enumerate(labels)}
        self._random = shuffle
        self._hidden: int = pieces.token_to_id("[MASK]")

    def __call__(self, sentences: Sequence[Sentence]) -> Batch:
        """Encode sentences with all ordered pairs of their mentions."""
        sentences = [self._alone(one) for one in sentences]
        rows = [self._row(one) for one in sentences]
        batch = _empty(rows, len(self.labels))
        for k, (sentence, row) in enumerate(zip(sentences, rows, strict=True)):
            batch.ids[k, : len(row.ids)] = torch.tensor(row.ids)
            batch.mask[k, : len(row.ids)] = 1
            batch.starts[k, : len(row.spans)] = torch.tensor([start for start, _ in row.spans])
            batch.ends[k, : len(row.spans)] = torch.tensor([end for _, end in row.spans])
            batch.marked[k, : len(row.spans)] = 1
            batch.pairs[k, : len(row.pairs)] = torch.tensor(row.pairs)
            for p, pair in enumerate(row.pairs):
                if pair in sentence.beside:
                    continue
                self._target(batch, (k, p), sentence.said.get(pair, ()), *row.pointed[p])
        return batch

    def _target(
        self, batch: Batch, at: tuple[int, int], said: tuple[Said, ...], cues: list[int], claimant: list[int]
    ) -> None:
        if not said:
            batch.relations[at][0] = 1.0
            return
        for one in said:
            batch.relations[at][self._index[one.label]] += 1 / len(said)
        batch.polarity[at] = int(said[0].denied)
        batch.modality[at] = MODALITIES.index(said[0].modality)
        if cues:
            batch.cues[at] = 0.0
            batch.cues[at][cues] = 1.0
        if claimant or said[0].claimant is None:
            batch.claimants[at] = claimant[-1] if claimant else 0

    def _alone(self, sentence: Sentence) -> Sentence:
        """Mark now and then one pair alone, as in event coding, where two actors are given."""
        if self._random is None or not sentence.said or self._random.random() > _ALONE:
            return sentence
        pair = self._random.choice(sorted(sentence.said))
        said = {new: sentence.said[old] for new, old in (((0, 1), pair), ((1, 0), pair[::-1])) if old in sentence.said}
        spans = (sentence.spans[pair[0]], sentence.spans[pair[1]])
        return replace(sentence, spans=spans, said=said, beside=frozenset())

    def _row(self, sentence: Sentence) -> _Row:
        encoded = self._pieces.encode(sentence.text)
        ids = list(encoded.ids[:_LONGEST])
        offsets = encoded.offsets[: len(ids)]

        def covered(span: tuple[int, int]) -> list[int]:
            return [k for k, (a, b) in enumerate(offsets) if b > a and a < span[1] and b > span[0]]

        spans = [covered(self._changed(sentence.text, span)) or [0] for span in sentence.spans]
        if self._random:
            for span in spans:
                if self._random.random() < _HIDE:
                    for k in span:
                        ids[k] = self._hidden
        pairs = list(permutations(range(len(spans)), 2))
        pointed = []
        for pair in pairs:
            said = sentence.said.get(pair, ())
            cues = sorted({k for cue in said[0].cues for k in covered(cue)}) if said else []
            claimant = said[0].claimant if said else None
            pointed.append((cues, covered(claimant) if claimant else []))
        return _Row(ids, [(span[0], span[-1] + 1) for span in spans], pairs, pointed)

    def _changed(self, text: str, span: tuple[int, int]) -> tuple[int, int]:
        """Narrow a mention now and then to the name in it, or by its article: other finders mark other spans."""
        if self._random is None:
            return span
        words = text[span[0] : span[1]]
        article = _ARTICLE.match(words)
        if self._random.random() < 0.4:
            name = _NAME.search(words)
            if name and words[name.start()].isupper() and name.start() > 0:
                return span[0] + name.start(), span[1]
        if article and self._random.random() < 0.5:
            return span[0] + article.end(), span[1]
        return span


def _empty(rows: Sequence[_Row], labels: int) -> Batch:
    size, mentions, pairs = (
        max(len(part) for part in parts) for parts in zip(*((r.ids, r.spans, r.pairs) for r in rows), strict=True)
    )
    count = len(rows)
    return Batch(
        ids=torch.zeros(count, size, dtype=torch.long),
        mask=torch.zeros(count, size, dtype=torch.long),
        starts=torch.zeros(count, mentions, dtype=torch.long),
        ends=torch.ones(count, mentions, dtype=torch.long),
        marked=torch.zeros(count, mentions, dtype=torch.long),
        pairs=torch.zeros(count, pairs, 2, dtype=torch.long),
        relations=torch.zeros(count, pairs, labels),
        polarity=torch.full((count, pairs), -1),
        modality=torch.full((count, pairs), -1),
        cues=torch.full((count, pairs, size), -1.0),
        claimants=torch.full((count, pairs), -1),
    )
