"""What a resolver promises: the mentions of claims become actors; the claims themselves stay as they were said.

Registered by name in the group `kg.resolvers`; the entry point is a factory that takes the ontology.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.model import Actor, Claim, Mention, Refusal
from kg.ontology import Ontology
from kg.text.base import Parsed


@dataclass(frozen=True, slots=True)
class Resolved:
    """One document's claims with `name` and `actor` filled in every mention, the actors they speak of, and why."""

    claims: tuple[Claim, ...]
    actors: tuple[Actor, ...]
    reasons: tuple[tuple[Mention, str], ...]  # each mention resolved, and the rule that joined it
    refused: tuple[Refusal, ...] = ()  # claims whose two ends turned out to be one actor


class Resolver(Protocol):
    """Resolves the claims of one document."""

    def __call__(self, parsed: Parsed, claims: Sequence[Claim]) -> Resolved:
        """Map each mention to a known actor, to one introduced in the text, or to a new one when in doubt."""
        ...


class ResolverFactory(Protocol):
    """Makes a resolver for an ontology."""

    def __call__(self, ontology: Ontology) -> Resolver:
        """Prepare the look-ups."""
        ...
