"""Reads a user's own actors from a plain table, for those who would rather not write Turtle.

In: a `.csv` file with the columns name and type, and any of id, aliases, demonyms, metonyms, country, part_of, start,
end, wikidata; several values in one cell are parted by semicolons. Out: its rows, checked for form alone.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import did_you_mean
from kg.ontology.stanzas import Problem

COLUMNS = ("name", "type", "id", "aliases", "demonyms", "metonyms", "country", "part_of", "start", "end", "wikidata")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table of actors."""

    id: str
    path: Path
    line: int
    cells: Mapping[str, str]

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell, in order, each once."""
        parts = (part.strip() for part in self.cells.get(column, "").split(";"))
        return tuple(dict.fromkeys(part for part in parts if part))

    def problem(self, cause: str, way_out: str) -> Problem:
        """Say what is wrong with it."""
        return Problem(self.path, self.line, f"{self.id}: {cause}", way_out)


def slug(name: str) -> str:
    """Make an id of a name: small letters, figures and hyphens; a name in another script keeps its letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = plain if re.search(r"[A-Za-z0-9]", plain) else name
    return re.sub(r"[\W_]+", "-", re.sub(r"['’]", "", plain.casefold())).strip("-")


def read_table(path: Path) -> tuple[list[TableRow], list[Problem]]:
    """Read a table; rows without a name are left out and listed."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [Problem(path, 1, f"not UTF-8 text: {error.reason}", "save the table as UTF-8")]
    except OSError as error:
        return [], [Problem(path, 1, f"cannot be read: {error.strerror}", "check the path and its permissions")]
    head = text.split("\n", 1)[0]
    delimiter = max(",\t|", key=head.count)  # a semicolon parts the values of one cell
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
    problems = _head_problems(path, columns)
    if "name" not in columns or "type" not in columns:
        return [], problems
    reader.fieldnames = columns
    rows = []
    for number, cells in _numbered(reader, problems, path):
        name = cells.get("name", "")
        if slug(name):
            rows.append(TableRow(cells.get("id", "") or slug(name), path, number, cells))
        else:
            problems.append(Problem(path, number, "an actor without a name", "fill in the column 'name'"))
    return rows, problems


def _numbered(reader: csv.DictReader[str], problems: list[Problem], path: Path) -> list[tuple[int, dict[str, str]]]:
    rows = []
    try:
        for row in reader:
            cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
            if None in row:  # more cells than columns: a comma inside a name that is not quoted
                problems.append(
                    Problem(path, reader.line_num, "more cells than columns", 'put a value with a comma in "quotes"')
                )
            elif any(cells.values()):
                rows.append((reader.line_num, cells))
    except csv.Error as error:
        problems.append(Problem(path, reader.line_num + 1, f"not a table: {error}", "save it as CSV with commas"))
    return rows


def _head_problems(path: Path, columns: list[str]) -> list[Problem]:
    problems = [
        Problem(path, 1, f"the table has no column '{name}'", f"begin with the line {','.join(COLUMNS)}")
        for name in ("name", "type")
        if name not in columns
    ]
    problems += [
        Problem(path, 1, f"unknown column '{name}'", did_you_mean(name, COLUMNS, f"one of {', '.join(COLUMNS)}"))
        for name in columns
        if name not in COLUMNS
    ]
    return problems
