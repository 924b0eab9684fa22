"""Reads conflict and diplomatic reporting and draws who fights, backs, arms, leads and opposes whom.

In: texts. Out: `KnowledgeGraph` by `open` and `build`, or single claims by `extract`. Importing this loads nothing
heavy: a name is looked up when it is first used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

import kg.extract as _room

if TYPE_CHECKING:
    from kg.errors import InputError, KgError, OntologyError, QueryError, StoreError, UsageError
    from kg.knowledge_graph import KnowledgeGraph, Table, build, extract, open  # noqa: A004 - read as kg.open
    from kg.model import Actor, Claim, Document, Evidence, Mention, Time
    from kg.ontology import Ontology, load_ontology

_HOMES = {
    "Actor": "kg.model",
    "Claim": "kg.model",
    "Document": "kg.model",
    "Evidence": "kg.model",
    "InputError": "kg.errors",
    "KgError": "kg.errors",
    "KnowledgeGraph": "kg.knowledge_graph",
    "Mention": "kg.model",
    "Ontology": "kg.ontology",
    "OntologyError": "kg.errors",
    "QueryError": "kg.errors",
    "StoreError": "kg.errors",
    "Table": "kg.knowledge_graph",
    "Time": "kg.model",
    "UsageError": "kg.errors",
    "build": "kg.knowledge_graph",
    "load_ontology": "kg.ontology",
    "open": "kg.knowledge_graph",
}

__all__ = [
    "Actor",
    "Claim",
    "Document",
    "Evidence",
    "InputError",
    "KgError",
    "KnowledgeGraph",
    "Mention",
    "Ontology",
    "OntologyError",
    "QueryError",
    "StoreError",
    "Table",
    "Time",
    "UsageError",
    "build",
    "extract",
    "load_ontology",
    "open",
]


class _Extract(ModuleType):
    """Lets the name `kg.extract` be both: the room where extractors live, and the function people call."""

    def __call__(self, *args: Any, **named: Any) -> Any:
        return import_module("kg.knowledge_graph").extract(*args, **named)


sys.modules[_room.__name__].__class__ = _Extract


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("actorgraph")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kg' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
