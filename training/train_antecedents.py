"""Learns whom nouns and pronouns take up, from passages of the corpus in which every mention bears its actor's letter.

In: the corpus folder. Out: antecedents.json with the weights of features and the share above which a choice is
believed, and a table of both parts on stdout. Takes a few minutes on one core; the same corpus gives the same file.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from kg.extract.anaphora import MARGIN, WEIGHTS, Antecedents, AntecedentWeights
from kg.extract.corpus import Example, read_corpus
from kg.extract.entities import Entity
from kg.extract.language import Language, load_language
from kg.extract.mentions import MentionFinder
from kg.extract.participants import Participants
from kg.extract.reference import Anaphor
from kg.ontology import Ontology, load_ontology
from kg.text.reader import reader
from training.train_relations import HELD_BACK

if TYPE_CHECKING:
    from spacy.tokens import Doc

_WHOLE = "articles-"  # files in which every pronoun that stands for an actor is marked
_FEWEST = 3  # times a feature is seen, to be learnt
_DECAY = 2e-3
_STEPS = 300
_PRECISION = 0.75
_NEVER = 0.98  # where no share is high enough
_FORMS = ("it", "they", "he", "the", "own", "bare")
_ALIKE = {"she": "he", "this": "the"}  # forms that share a threshold
_SMALLEST = 0.02  # weights below are left out


@dataclass(frozen=True, slots=True)
class Case:
    """A noun or pronoun with the features of nobody (first) and of each candidate, and which of them are right."""

    form: str
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...]
    held_back: bool


class Told(Antecedents):
    """Takes up what the corpus tells, and keeps what there was to choose from."""

    def __init__(self, example: Example, doc: Doc, language: Language, ontology: Ontology) -> None:
        super().__init__(doc, language, ontology)
        self.cases: list[Case] = []
        self._example = example
        self._by_head = _heads(example, doc)

    def decide(self, anaphor: Anaphor) -> tuple[Entity | None, float]:
        """Return the entity that bears the letter of the word."""
        letter = self._letter(anaphor)
        if not letter and not Path(self._example.file).name.startswith(_WHOLE):
            return None, 0.0  # not marked, but perhaps only because no claim needs it
        nobody, rows = self.described(anaphor)
        right = [k for k, (entity, _) in enumerate(rows, 1) if letter and letter in self._letters(entity)]
        self.cases.append(
            Case(
                anaphor.form,
                (tuple(nobody), *(tuple(features) for _, features in rows)),
                tuple(right) or (0,),
                self._example.file.endswith(HELD_BACK),
            )
        )
        return (rows[right[0] - 1][0], 1.0) if right else (None, 0.0)

    def _letter(self, anaphor: Anaphor) -> str:
        return self._by_head.get(anaphor.token.i, "")

    def _letters(self, entity: Entity) -> set[str]:
        return {self._by_head[head] for head in entity.heads if head in self._by_head}


def _heads(example: Example, doc: Doc) -> dict[int, str]:
    """Return the letter of each marked mention by its head word; the narrower of two with one head."""
    found = {}
    for one in sorted(example.mentions, key=lambda one: one.start - one.end):
        span = doc.char_span(one.start, one.end, alignment_mode="expand")
        if span is not None:
            found[span.root.i] = one.actor
    return found


def main() -> None:
    """Read the arguments, learn, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    cases = list(collect(options.corpus))
    learnt = learn([case for case in cases if not case.held_back])
    kept = {name: round(value, 3) for name, value in sorted(learnt.items()) if abs(value) >= _SMALLEST}
    thresholds = settle([case for case in cases if case.held_back], kept)
    data = {"thresholds": thresholds, "weights": kept}
    options.out.write_text(json.dumps(data, indent=0, ensure_ascii=False) + "\n", "utf-8")


def collect(corpus: Path) -> Iterator[Case]:
    """Yield a case for each noun and pronoun that may take up somebody, between the mentions our own reader finds."""
    ontology = load_ontology()
    language = load_language(ontology)
    finder, pipeline = MentionFinder(ontology, language), reader(2)
    for example in read_corpus(corpus, ontology):
        doc = pipeline.parse(example.text)
        told = Told(example, doc, language, ontology)
        Participants(finder(doc), told, language)
        yield from told.cases


def learn(cases: Sequence[Case]) -> dict[str, float]:
    """Fit the weights: the share of all that are right together is made large (marginal likelihood)."""
    seen = Counter(name for case in cases for row in case.rows for name in set(row))
    index = {name: k for k, name in enumerate(sorted(name for name, n in seen.items() if n >= _FEWEST))}
    flat, rows, groups, good = [], [], [], []
    number = 0
    for group, case in enumerate(cases):
        for k, row in enumerate(case.rows):
            known = [index[name] for name in row if name in index]
            flat += known
            rows += [number] * len(known)
            groups.append(group)
            good.append(k in case.right)
            number += 1
    features, row_of = torch.tensor(flat), torch.tensor(rows)
    group_of, right = torch.tensor(groups), torch.tensor(good)
    weights = torch.zeros(len(index), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        scores = torch.zeros(number).index_add(0, row_of, weights[features]).clamp(-30, 30).exp()
        totals = torch.zeros(len(cases)).index_add(0, group_of, scores)
        rights = torch.zeros(len(cases)).index_add(0, group_of[right], scores[right])
        loss = (totals.log() - rights.log()).sum() + _DECAY * len(cases) ** 0.5 * 10 * (weights**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return dict(zip(index, weights.detach().tolist(), strict=True))


def settle(cases: Sequence[Case], weights: dict[str, float]) -> dict[str, float]:
    """Choose for each form the share above which a choice is believed, and print how good the choices are."""
    model = AntecedentWeights(weights, {})
    found: dict[str, list[tuple[float, bool]]] = {}
    asked: Counter[str] = Counter()
    for case in cases:
        scores = [exp(model.sum(list(row))) for row in case.rows]
        ranked = sorted(range(1, len(scores)), key=lambda k: -scores[k])
        form = _ALIKE.get(case.form, case.form)
        asked[form] += case.right != (0,)
        rival = MARGIN * scores[ranked[1]] if len(ranked) > 1 else 0.0
        if ranked and scores[ranked[0]] >= max(scores[0], rival):
            found.setdefault(form, []).append((scores[ranked[0]] / sum(scores), ranked[0] in case.right))
    thresholds = {}
    print("form    cases  taken up  threshold  believed  right  of those taken up")
    for form, rows in sorted(found.items()):
        thresholds[form] = threshold = _lowest(rows)
        kept = [good for share, good in rows if share >= threshold]
        right, of_all = sum(kept) / max(1, len(kept)), sum(kept) / max(1, asked[form])
        print(f"{form:6} {len(rows):5d} {asked[form]:9d} {threshold:10.2f} {len(kept):9d} {right:6.2f} {of_all:6.2f}")
    least = dict.fromkeys((*_FORMS, *_ALIKE), _NEVER) | thresholds
    return least | {form: least[other] for form, other in _ALIKE.items()}


def _lowest(rows: Sequence[tuple[float, bool]]) -> float:
    for step in range(40, 100, 2):
        kept = [good for share, good in rows if share >= step / 100]
        if kept and sum(kept) >= _PRECISION * len(kept):
            return step / 100
    return _NEVER


if __name__ == "__main__":
    main()
