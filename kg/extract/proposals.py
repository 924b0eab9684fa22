"""What may be claimed: a relation between two found mentions, on the strength of a word of the sentence.

In and out: values. Frames and the network propose, `relations.py` decides, `claims.py` writes the claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.mentions import Found
from kg.extract.relation_network import PairScores
from kg.model import Modality, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation that may hold between two mentions; `trigger` is the word that says it.

    `polarity` and `modality` are what the trigger itself brings ("lost" denies that one controls). `titled` marks a
    relation told in passing by a title. `frame` is the confidence of the frame that proposes, 0 for none; `scores`
    are the network's for the pair.
    """

    subject: Found
    relation: str
    object: Found
    trigger: Token
    frame: float = 0.0
    scores: PairScores | None = None
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    titled: bool = False
    kind: str = ""
    confidence: float = 0.0
    features: Mapping[str, float] = field(default_factory=dict)  # what the confidence was weighed from

    @property
    def heads(self) -> tuple[int, int]:
        """The head words of both ends, by index."""
        return self.subject.head, self.object.head
