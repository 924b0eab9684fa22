"""What an extractor promises: a parsed text becomes claims, and what it refused to claim.

Registered by name in the group `kg.extractors`; the entry point is a factory that takes the ontology.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from kg.model import Claim, Mention, Refusal
from kg.ontology import Ontology
from kg.text.base import Parsed


class Extractor(Protocol):
    """Reads one parsed text at a time and remembers nothing between two."""

    name: str

    def __call__(self, parsed: Parsed, *, mentions: Sequence[Mention] | None = None) -> Iterator[Claim | Refusal]:
        """Yield claims in the order of their quotes; given mentions, relate those and look for no others."""
        ...


class ExtractorFactory(Protocol):
    """Makes an extractor for an ontology."""

    def __call__(self, ontology: Ontology) -> Extractor:
        """Load what the extractor needs; slow once, then shared."""
        ...
