"""The queries that come with the program and a user's own: files of Cypher whose leading comment is their help.

In: folders of `.cypher` files and, for a call, what the user gave for each parameter. Out: `Query` values, and typed
parameters for a store. A file looks like this; every `$name` of its text has a line in the header:

    // Who fights on the same side as an actor.
    //
    // $actor: actor — the actor's name or any alias
    // $limit: integer = 50 — at most so many rows
    // example: kg query allies --actor Hezbollah
    MATCH …

Types: actor (becomes an id), relation, kind (of actor), date, integer, sign (+, -, 0), text. One with a default may be
left out.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, UsageError, did_you_mean
from kg.ontology import Ontology, spelling
from kg.resources import data_folder

Given = str | int
TYPES = ("actor", "relation", "kind", "date", "integer", "sign", "text")
SIGNS = {"+": "+", "-": "-", "0": "0", "friendly": "+", "hostile": "-", "neutral": "0"}

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n\r]*|/\*.*?(?:\*/|\Z))
    |(?P<string>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    |(?P<quoted>`(?:``|[^`])*`)
    |(?P<word>[^\W\d]\w*)
    |(?P<space>\s+)
    |(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
_PARAMETER = re.compile(r"\$(\w+)\s*:\s*(\w+)\s*(?:=\s*(\"[^\"]*\"|\S+)\s*)?(?:(?:—|--)\s*(.*))?")
_EXAMPLE = re.compile(r"example:\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query; `default` is None where a value must be given."""

    name: str
    type: str
    default: Given | None = None
    help: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query with its name (the file's), its help, its parameters in the header's order, and its Cypher."""

    name: str
    text: str
    help: str
    parameters: tuple[Parameter, ...]
    examples: tuple[str, ...]
    path: Path

    @property
    def summary(self) -> str:
        """The first sentence of the help."""
        return re.split(r"(?<=[.?!])\s", self.help, maxsplit=1)[0]

    @property
    def example(self) -> str:
        """A call that shows how it is used."""
        needed = "".join(f" --{one.name} {one.name.upper()}" for one in self.parameters if one.default is None)
        return self.examples[0] if self.examples else f"kg query {self.name}{needed}"


@dataclass(frozen=True, slots=True)
class _Header:
    help: str
    parameters: tuple[Parameter, ...]
    examples: tuple[str, ...]
    problems: tuple[tuple[int, str, str], ...]


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Cut Cypher into tokens: comment, string, quoted (in backticks), word, space, other (one sign)."""
    for found in _TOKEN.finditer(text):
        yield str(found.lastgroup), found.group()


def parameters_of(text: str) -> tuple[str, ...]:
    """List the names of the $parameters in Cypher, in the order in which they first come."""
    pairs = itertools.pairwise(tokens(text))
    found = [name.strip("`") for (_, sign), (kind, name) in pairs if sign == "$" and kind in ("word", "quoted")]
    return tuple(dict.fromkeys(found))


def all_queries(folders: Iterable[Path] = ()) -> dict[str, Query]:
    """Read all queries by name, sorted; a user's folders go before the shipped one, the first of a name stays.

    Raises InputError for a folder that is not there or a file that is not sound.
    """
    return {name: read_query(path) for name, path in sorted(_files(folders).items())}


def find_query(name: str, folders: Iterable[Path] = ()) -> Query:
    """Return the query of that name, spelled with _ or -; raise UsageError naming the nearest if there is none."""
    files = _files(folders)
    found = files.get(name) or files.get(spelling(name))
    if found is None:
        known = sorted(files)
        raise UsageError(f"there is no query called '{name}'", did_you_mean(name, known, f"one of {', '.join(known)}"))
    return read_query(found)


def _files(folders: Iterable[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in (*folders, data_folder("queries")):
        if not folder.is_dir():
            raise InputError(f"there is no folder of queries at {folder}", "name a folder with .cypher files in it")
        for path in sorted(folder.glob("*.cypher")):
            found.setdefault(path.stem, path)
    return found


def read_query(path: Path) -> Query:
    """Read one file; raise InputError with the first thing that is wrong with it."""
    text = _text(path)
    header = _header(text)
    for line, cause, way_out in _problems(text, header):
        raise InputError(f"{path}:{line}: {cause}", way_out)
    return Query(path.stem, text, header.help, header.parameters, header.examples, path)


def query_problems(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield what is wrong with a file of Cypher: its line, the cause, the way out."""
    try:
        text = _text(path)
    except InputError as error:
        yield 1, error.cause, error.way_out
        return
    yield from _problems(text, _header(text))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}", "save it as UTF-8 text") from error


def _header(text: str) -> _Header:
    prose: list[str] = []
    found: list[Parameter] = []
    examples: list[str] = []
    problems: list[tuple[int, str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("//"):
            break
        words = line.removeprefix("//").strip()
        if example := _EXAMPLE.fullmatch(words):
            examples.append(example[1])
        elif words.startswith("$"):
            try:
                found.append(_parameter(words))
            except ValueError as error:
                problems.append((number, str(error), "write `// $name: type = default — what it is`"))
        else:
            prose.append(words)
    return _Header("\n".join(prose).strip(), tuple(found), tuple(examples), tuple(problems))


def _parameter(words: str) -> Parameter:
    found = _PARAMETER.fullmatch(words)
    if found is None:
        raise ValueError(f"'{words}' does not declare a parameter")
    name, kind, default, meaning = found.groups()
    if kind not in TYPES:
        raise ValueError(f"the parameter '{name}' has no type '{kind}': the types are {', '.join(TYPES)}")
    value = None if default is None else _typed(kind, default.strip('"'), optional=True)
    return Parameter(name, kind, value, (meaning or "").strip())


def _problems(text: str, header: _Header) -> Iterator[tuple[int, str, str]]:
    yield from header.problems
    if not header.help:
        yield 1, "the file has no help", "begin it with `// What it answers, in one sentence.`"
    lines = text.splitlines()
    if not any(line.strip() and not line.startswith("//") for line in lines):
        yield len(lines) or 1, "the file has no query", "write Cypher below the comment"
    declared = [parameter.name for parameter in header.parameters]
    broken = {words.group(1) for line in lines if (words := re.match(r"//\s*\$(\w+)", line))} - set(declared)
    used = parameters_of(text)
    for name in used:
        if name not in declared and name not in broken:
            yield _line(lines, name, code=True), f"${name} is not in the header", f"add `// ${name}: text — …`"
    for name in declared:
        if name not in used:
            yield _line(lines, name, code=False), f"the query does not use ${name}", "take it out of the header"
    for name in sorted({name for name in declared if declared.count(name) > 1}):
        yield _line(lines, name, code=False), f"${name} is declared twice", "leave one of the two lines"


def _line(lines: list[str], name: str, *, code: bool) -> int:
    """The number of the first line that names a parameter, in the query or in its header."""
    wanted = re.compile(rf"\$`?{re.escape(name)}\b")
    hits = (i for i, line in enumerate(lines, 1) if line.startswith("//") is not code and wanted.search(line))
    return next(hits, 1)


def bind(
    query: Query,
    given: Mapping[str, Given],
    find_actor: Callable[[str], str],
    ontology: Ontology | None = None,
) -> dict[str, Given]:
    """Give every parameter of a query its typed value.

    `find_actor` turns a name into an id. With an ontology, the name of a relation or a kind is checked against it.
    Raises UsageError for a parameter that is missing, unknown or of the wrong kind.
    """
    known = [parameter.name for parameter in query.parameters]
    for name in given:
        if name not in known:
            otherwise = f"it takes {', '.join(known)}" if known else "it takes none"
            raise UsageError(
                f"the query '{query.name}' has no parameter '{name}'", did_you_mean(name, known, otherwise)
            )
    bound: dict[str, Given] = {}
    for parameter in query.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is None:
            raise UsageError(f"the query '{query.name}' needs the parameter '{parameter.name}'", query.example)
        try:
            typed = _typed(parameter.type, str(value), optional=parameter.default == "")
        except ValueError as error:
            raise UsageError(f"the parameter '{parameter.name}': {error}", query.example) from error
        if parameter.type == "actor" and typed != "":
            typed = find_actor(str(typed))
        if parameter.type == "relation" and typed != "" and ontology is not None:
            typed = ontology.relation(str(typed)).label
        if parameter.type == "kind" and typed != "" and ontology is not None:
            typed = ontology.actor_type(str(typed)).id.replace("_", "-")
        bound[parameter.name] = typed
    return bound


def _typed(kind: str, value: str, *, optional: bool) -> Given:
    """Read a value as what it should be; a ValueError says why it is not."""
    if value == "" and optional:
        return ""
    if kind == "integer":
        if not re.fullmatch(r"\d{1,9}", value):
            raise ValueError(f"'{value}' is not a whole number")
        return int(value)
    if kind == "sign":
        if value not in SIGNS:
            raise ValueError(f"'{value}' is not one of {', '.join(SIGNS)}")
        return SIGNS[value]
    if kind == "date":
        return as_date(value)
    if kind in ("relation", "kind"):
        return spelling(value).replace("_", "-")
    if not value.strip():
        raise ValueError("it is empty")
    return value


def as_date(value: str) -> str:
    """Check an ISO date; raise ValueError saying what is wrong with it.

    A year or a month alone will do ("2015", "2015-10"), for dates are compared as text.
    """
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        try:
            datetime.date.fromisoformat(value + "-01" * (2 - value.count("-")))
        except ValueError as error:
            raise ValueError(f"'{value}' is not in the calendar") from error
        return value
    raise ValueError(f"'{value}' is not a date like 2015-10-14, 2015-10 or 2015")
