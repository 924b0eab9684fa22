"""Claims as a table, one a row, for spreadsheets and statistics.

In: a graph. Out: UTF-8 with a heading. Values stand as they were read, quoted by the csv module; a spreadsheet may take
a value that begins with = or + for a formula, so import the columns as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kg.export.claims import Stated, stated
from kg.graph import Graph
from kg.ontology import Ontology

_OF_CLAIM = ("relation", "kind", "sign", "plover", "polarity", "modality")
_LATER = ("time_start", "time_end", "confidence", "extractor", "quote", "start", "end")
_OF_DOCUMENT = ("title", "publisher", "url", "published")
COLUMNS = (
    "id",
    "subject",
    "subject_type",
    *_OF_CLAIM,
    "object",
    "object_type",
    "according_to",
    "place",
    *_LATER,
    *_OF_DOCUMENT,
    "document",
)


def export(graph: Graph, ontology: Ontology) -> Iterator[bytes]:
    """Yield the heading, then one line a claim; several claimants are joined by "; "."""
    yield _line(dict(zip(COLUMNS, COLUMNS, strict=True)))
    for row in stated(graph):
        yield _line(_cells(row))


def _cells(row: Stated) -> dict[str, object]:
    claim, document = row.claim.properties, row.document.properties
    return {
        "id": row.claim.id,
        "subject": row.subject.properties["name"],
        "subject_type": row.subject.properties["type"],
        "object": row.object.properties["name"],
        "object_type": row.object.properties["type"],
        "according_to": "; ".join(str(node.properties["name"]) for node in row.claimants),
        "place": row.place.properties["name"] if row.place else "",
        "document": row.document.id,
        **{name: claim.get(name, "") for name in (*_OF_CLAIM, *_LATER)},
        **{name: document.get(name, "") for name in _OF_DOCUMENT},
    }


def _line(cells: dict[str, object]) -> bytes:
    out = io.StringIO()
    csv.DictWriter(out, COLUMNS, lineterminator="\n").writerow(cells)
    return out.getvalue().encode("utf-8", "backslashreplace")
