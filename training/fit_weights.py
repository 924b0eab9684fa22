"""Fits how frames and network are weighed, and one threshold a relation, on the part of the corpus kept back.

In: the corpus folder and the exported network. Out: logistic coefficients and thresholds in
relations.json, and a reliability table on stdout. The proposals are those of the extractor itself between the
mentions of the corpus.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as f

from kg.extract.corpus import Example, read_corpus
from kg.extract.measure import matching
from kg.extract.relation_network import RelationNetwork
from kg.extract.relations import Reading, RelationExtractor
from kg.model import Document, Mention
from kg.ontology import load_ontology
from kg.text.base import Parsed
from kg.text.reader import reader
from training.train_relations import HELD_BACK

NAMES = ("base", "network", "something", "framed", "frame", "turned", "rival", "far")
# A sure frame is dropped only where the network all but excludes what it says.
_FRAMED = 0.17
_NEWS = "news-"  # weights and thresholds are for what users read; the other files are made to be hard
_RECALL_COUNTS = 0.5  # as much as precision would be 1: beta squared of the F measure (van Rijsbergen 1979)
_FEWEST = 12  # proposals of a relation, below which it keeps the common threshold
Row = tuple[str, dict[str, float], bool, str]


def main() -> None:
    """Read the arguments, fit, and write the settings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path, help="of the exported network")
    options = parser.parse_args()
    ontology = load_ontology()
    path = options.folder / "relations.json"
    settings = json.loads(path.read_text("utf-8"))
    settings["weights"] = dict.fromkeys(NAMES, 0.0)
    settings["thresholds"] = {"": 0.0, "framed": 0.0}
    path.write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    extractor = RelationExtractor(ontology, network=RelationNetwork(weights=options.folder))
    examples = [one for one in read_corpus(options.corpus, ontology) if one.file.endswith(HELD_BACK)]
    rows = list(collect(extractor, examples))
    settle(settings, rows)
    path.write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    reliability(rows)
    print(json.dumps({name: settings[name] for name in ("weights", "thresholds")}, indent=1))


def settle(settings: dict[str, Any], rows: Sequence[Row]) -> None:
    """Write weights and thresholds into the settings, from the plain news among the proposals if there is any."""
    news = [row for row in rows if row[3].startswith(_NEWS)] or list(rows)
    weights = fit(news)
    settings["weights"] = {name: round(value, 4) for name, value in zip(NAMES, weights, strict=True)}
    settings["thresholds"] = thresholds(news, weights)


def collect(extractor: RelationExtractor, examples: Sequence[Example]) -> Iterator[Row]:
    """Yield every proposal of every example: relation, features, whether it is told, and the file it is from."""
    pipeline = reader(2)
    for example in examples:
        document = Document(example.text, published=example.published)
        doc = pipeline.parse(example.text)
        given = [
            Mention(example.text[m.start : m.end], m.start, m.end, "place" if m.place else "") for m in example.mentions
        ]
        reading = Reading(extractor, Parsed(document, doc), given)
        for sentence in doc.sents:
            for one in reading.proposals(sentence):
                if not isinstance(one, str) and one.scores is not None:
                    ends = (one.subject.mention, one.object.mention)
                    told, _ = matching(example, ends[0], one.relation, ends[1], extractor.ontology)
                    yield one.relation, dict(one.features), told is not None, example.file


def fit(rows: Sequence[Row]) -> list[float]:
    """Fit a logistic regression with a little weight decay."""
    x = torch.tensor([[row[1].get(name, 0.0) for name in NAMES] for row in rows])
    y = torch.tensor([float(row[2]) for row in rows])
    weights = torch.zeros(len(NAMES), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = f.binary_cross_entropy_with_logits(x @ weights, y) + 1e-3 * (weights[1:] ** 2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return [float(value) for value in weights.detach()]


def confidence(features: dict[str, float], weights: Sequence[float]) -> float:
    """Weigh features."""
    return 1 / (1 + math.exp(-sum(w * features.get(name, 0.0) for name, w in zip(NAMES, weights, strict=True))))


def thresholds(rows: Sequence[Row], weights: Sequence[float]) -> dict[str, float]:
    """Choose the best threshold for each relation, near the common one where there is little to go by.

    They hold for what no sure frame says, and are chosen on that.
    """
    by_relation: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for relation, features, good, _ in rows:
        if not features.get("framed"):
            by_relation[relation].append((confidence(features, weights), good))
    everything = [pair for pairs in by_relation.values() for pair in pairs]
    common = _best(everything, 0.5, 0)
    found = {"": common, "framed": _FRAMED}
    for relation, pairs in sorted(by_relation.items()):
        if len(pairs) >= _FEWEST:
            found[relation] = _best(pairs, common, 8)
    return found


def _best(pairs: Sequence[tuple[float, bool]], prior: float, pull: int) -> float:
    total = sum(good for _, good in pairs)
    scores = []
    for step in range(40, 66, 5):
        threshold = step / 100
        kept = [good for value, good in pairs if value >= threshold]
        hits = sum(kept)
        precision, recall = hits / max(1, len(kept)), hits / max(1, total)
        beta = _RECALL_COUNTS
        score = (1 + beta) * precision * recall / max(1e-9, beta * precision + recall)
        scores.append((score - pull * 0.01 * abs(threshold - prior), threshold))
    return max(scores)[1]


def reliability(rows: Sequence[Row]) -> None:
    """Print how often proposals of each confidence are right, each half weighed by coefficients of the other."""
    files = sorted({row[3] for row in rows if row[3].startswith(_NEWS)}) or sorted({row[3] for row in rows})
    bins: dict[tuple[bool, int], list[bool]] = defaultdict(list)
    for half in (0, 1):
        inside = {name for k, name in enumerate(files) if k % 2 == half}
        weights = fit([row for row in rows if row[3] in files and row[3] not in inside] or rows)
        for _, features, good, file in rows:
            if file in inside or (file not in files and half):
                bins[file in inside, min(9, int(confidence(features, weights) * 10))].append(good)
    print("confidence   plain news: proposals   right   made to be hard: proposals   right")
    for step in range(10):
        line = f"{step / 10:.1f} - {(step + 1) / 10:.1f}"
        for found in (bins[True, step], bins[False, step]):
            line += f"   {len(found):9d}   {sum(found) / max(1, len(found)):.2f}"
        print(line)


if __name__ == "__main__":
    main()
