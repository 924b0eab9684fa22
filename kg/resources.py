"""The one place that knows where the data that travels with the program lies.

In: nothing. Out: the folders `ontology/` and `queries/`, in the wheel under `kg/_data`, in a checkout beside `kg/`.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Return the folder of shipped data called `name` ("ontology" or "queries")."""
    shipped = _PACKAGE / "_data" / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name
