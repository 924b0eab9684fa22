"""Reads the ontology's Turtle files (placeholder signature; see types.py)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.ontology.types import Ontology


def load_ontology(folder: Path | None = None, *, actors: Iterable[Path] = ()) -> Ontology:
    """Load kinds, relations and known actors; a user's own actor files go first."""
    raise NotImplementedError
