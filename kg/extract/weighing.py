"""Weighs what frames and network think of a proposal into one confidence, calibrated on sentences kept back.

In: a proposal with its scores. Out: the probability that a careful reader would claim it. The coefficients are of a
logistic regression (Platt 1999), one threshold a relation, both fitted by training/fit_weights.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from kg.extract.learning import load_heads
from kg.extract.proposals import Proposal
from kg.extract.relation_network import PairScores, RelationNetwork
from kg.ontology import Ontology

_FLOOR = 1e-4
_SURE_FRAME = 0.7
_FAR = 30  # words between two ends, from which they are as far apart as can be
_LIKELY = 0.2  # what the network thinks less likely is not looked at


class Weights:
    """Weighs with one network's coefficients."""

    def __init__(self, network: RelationNetwork, ontology: Ontology) -> None:
        self._ontology = ontology
        self._labels: dict[str, list[int]] = {}
        self._wide: dict[str, list[int]] = {}  # with the labels of narrower relations: who aids supports
        for index, relation in enumerate(network.relations):
            if relation in ontology.relations:
                self._labels.setdefault(relation, []).append(index)
                for wider in ontology.relations:
                    if wider == relation or ontology.is_under(relation, wider):
                        self._wide.setdefault(wider, []).append(index)
        settings = network.settings
        self.heads = load_heads(ontology, network.mark)
        self._learnt = [relation for relation in self._labels if relation not in self.heads]
        self._sums = np.zeros((len(network.relations), len(self._learnt)), dtype=np.float32)
        for column, relation in enumerate(self._learnt):
            self._sums[self._labels[relation], column] = 1.0
        self._coefficients: dict[str, float] = settings["weights"]
        self._thresholds: dict[str, float] = settings["thresholds"]

    def threshold(self, proposal: Proposal) -> float:
        """Return the confidence from which a proposal is claimed; one that a frame makes needs less of the network."""
        if proposal.relation in self.heads:
            return min(self.heads[proposal.relation].threshold, proposal.frame or 1.0)
        usual = self._thresholds.get(proposal.relation, self._thresholds[""])
        if proposal.frame >= _SURE_FRAME:
            return min(usual, self._thresholds["framed"])
        return usual

    def probability(self, relation: str, scores: PairScores, *, wide: bool = False) -> float:
        """Return what the network alone thinks of a relation, `wide` with its narrower ones; 0 for one not learnt."""
        if relation in self.heads:
            return self.heads[relation](scores.vector)
        labels = self._wide if wide else self._labels
        return float(sum(scores.labels[index] for index in labels.get(relation, ())))

    def likely(self, scores: PairScores) -> Iterator[str]:
        """Yield the relations that the network thinks likely."""
        if float(scores.labels[0]) <= 1 - _LIKELY:
            yield from (self._learnt[k] for k in np.flatnonzero(scores.labels @ self._sums >= _LIKELY).tolist())
        yield from (relation for relation, head in self.heads.items() if head(scores.vector) >= _LIKELY)

    def __call__(self, proposal: Proposal, back: PairScores | None) -> Proposal:
        """Return a proposal with its confidence; `back` are the scores of its pair the other way round.

        It is as sure as it is that this is said, and of these two.
        """
        weighed = self._weighed(proposal, back)
        return replace(weighed, confidence=weighed.confidence * proposal.subject.sure * proposal.object.sure)

    def _weighed(self, proposal: Proposal, back: PairScores | None) -> Proposal:
        if proposal.scores is not None and proposal.relation in self.heads:
            learnt = self.probability(proposal.relation, proposal.scores)
            return replace(proposal, confidence=max(learnt, proposal.frame), features={"learnt": learnt})
        if proposal.scores is None or proposal.relation not in self._labels:
            return replace(proposal, confidence=proposal.frame)
        features = self.features(proposal, back)
        total = sum(self._coefficients[name] * value for name, value in features.items())
        return replace(proposal, confidence=1 / (1 + math.exp(-total)), features=features)

    def features(self, proposal: Proposal, back: PairScores | None) -> dict[str, float]:
        """Return what the confidence is made of."""
        scores = proposal.scores
        if scores is None:
            return {}
        wide = proposal.frame > 0
        said = self.probability(proposal.relation, scores, wide=wide)
        turned = self.probability(proposal.relation, back, wide=wide) if back is not None else 0.0
        symmetric = self._ontology.relations[proposal.relation].symmetric
        if symmetric and back is not None:
            said = (said + turned) / 2
        own = (self._wide if wide else self._labels)[proposal.relation]
        return {
            "base": 1.0,
            "network": _logit(said),
            "something": _logit(1 - float(scores.labels[0])),
            "framed": float(proposal.frame > 0),
            "frame": proposal.frame,
            "turned": 0.0 if symmetric else turned,
            "rival": max((value for k, value in enumerate(scores.labels.tolist()) if k and k not in own), default=0.0),
            "far": min(1.0, abs(proposal.subject.head - proposal.object.head) / _FAR),
        }


def _logit(probability: float) -> float:
    held = min(max(probability, _FLOOR), 1 - _FLOOR)
    return math.log(held / (1 - held))
