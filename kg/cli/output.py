"""How results leave the program: rows as a table, JSON or CSV on stdout, the rest on stderr.

In: rows, lists, counts. Out: text; on a terminal a drawn table and a bar, in a pipe plain lines.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from rich.console import Console

    from kg.knowledge_graph import Table
    from kg.pipeline import OnDocument
    from kg.text.base import Unread


_WORD = 16  # up to this width, a column is kept whole
_LINES = 3  # more lines than this in a cell, and a table is no longer read across


def note(text: str) -> None:
    """Say something that is no result."""
    click.echo(text, err=True)


def print_error(cause: str, way_out: str) -> None:
    """Say an error in two lines."""
    cause, way_out = (" ".join(text.split()) for text in (cause, way_out))
    note(f"error: {cause}" + (f"\n  try: {way_out}" if way_out else ""))


def print_json(value: object) -> None:
    """Print one JSON value on a line of its own."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


def print_rows(table: Table, format_: str) -> None:
    """Print rows in one of the formats; a table cut short by a limit says so."""
    if format_ == "json":
        click.echo(json.dumps(list(table), ensure_ascii=False, indent=2, default=str))
    elif format_ == "csv":
        click.echo(csv_text(table.columns, table), nl=False)
    else:
        print_table(table.columns, table)
    if table.truncated:
        note(f"only the first {len(table):,} rows are shown")


def csv_text(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Write rows as CSV; lists are joined by "; "."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_flat(row.get(column)) for column in columns])
    return out.getvalue()


def _flat(value: object) -> object:
    if isinstance(value, list):
        return "; ".join(str(_flat(one)) for one in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def print_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Draw a table as wide as the terminal, or one record after another; in a pipe, columns kept apart by tabs."""
    from kg.knowledge_graph import cell

    texts = [[cell(row.get(column)) for column in columns] for row in rows]
    if not rows:
        note("no rows")
    elif not sys.stdout.isatty():
        for line in ([*columns], *texts):
            click.echo("\t".join(" ".join(text.split()) for text in line))
    else:
        from rich.console import Console

        numbers = [all(isinstance(row.get(column), int | float) for row in rows) for column in columns]
        _draw(Console(highlight=False), columns, texts, numbers)


def _draw(console: Console, columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> None:
    """Draw rows side by side where names stay whole and sentences keep to a few lines, else as records."""
    from rich import box
    from rich.table import Table as Drawn
    from rich.text import Text

    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    wide = [width for width in widths if width > _WORD]
    room = console.width - 2 * len(widths) - sum(width for width in widths if width <= _WORD)
    if room >= max(sum(wide) / _LINES, _WORD * len(wide)) or room >= sum(wide):
        table = Drawn(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
        for name, number, width in zip(columns, numbers, widths, strict=True):
            justify: Literal["left", "right"] = "right" if number else "left"
            table.add_column(Text(name), justify=justify, overflow="fold", no_wrap=width <= _WORD)
        for row in rows:
            table.add_row(*map(Text, row))
        console.print(table)
        return
    for row in rows:
        record = Drawn.grid(padding=(0, 2, 0, 0))
        record.add_column(min_width=max(map(len, columns)))
        record.add_column(overflow="fold")
        for name, text in zip(columns, row, strict=True):
            if text:
                record.add_row(Text(name, style="bold"), Text(text))
        console.print(record)
        console.print()


def list_unread(unread: Sequence[Unread]) -> int:
    """List what could not be read; return the exit code."""
    if not unread:
        return 0
    note(f"error: {len(unread)} could not be read, the rest was kept")
    for one in unread:
        note(f"  {one.where}: {one.cause}")
    return 1


@contextmanager
def progress(doing: str) -> Iterator[OnDocument | None]:
    """Show how far a long run is, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None, name="")

        def on_document(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=name)

        yield on_document
