"""What a user holds: a store, the ontology and the queries together, with everything that can be asked of them.

In: an address, paths, names, Cypher. Out: tables, pages and files. The command line is a thin coat over this.
"""

from __future__ import annotations

import codecs
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack, cast

from kg import plugins
from kg.errors import InputError, KgError, UsageError, did_you_mean
from kg.model import Claim, Document
from kg.ontology import Ontology, load_ontology
from kg.store import find_actor, open_store

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.export.base import Exporter
    from kg.graph import Graph
    from kg.judging import ToJudge
    from kg.loading import Loading
    from kg.pipeline import OnDocument, Options, Parts, Report, Sources
    from kg.queries import Query
    from kg.resolve.ledger import Ledger
    from kg.resolve.suggesting import OnCompared
    from kg.store.base import Rows, Store
    from kg.store.copying import Copied, OnStep
    from kg.viewing import Page, Wanted

DEFAULT_STORE = "graph.kg"
TITLE = "Who stands with whom"  # of a page
AS_SAID = ("jsonl",)  # formats that can be loaded again: claims as they were read, without judgements on who is who


class Table(list[dict[str, Any]]):
    """The answer to a query: a list of dicts that knows its columns, and whether a limit cut it short."""

    def __init__(self, rows: Iterable[dict[str, Any]] = (), columns: Sequence[str] = (), *, truncated: bool = False):
        super().__init__(rows)
        self.columns = tuple(columns) or tuple(dict.fromkeys(key for row in self for key in row))
        self.truncated = truncated

    def _repr_html_(self) -> str:
        """Draw it in a notebook."""
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell(row.get(column)))}</td>" for column in self.columns) + "</tr>"
            for row in self
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def to_pandas(self) -> Any:
        """Make a data frame; raise UsageError where pandas is not installed."""
        try:
            pandas: Any = import_module("pandas")
        except ImportError as error:
            raise UsageError("pandas is not installed", "pip install pandas") from error
        return pandas.DataFrame(list(self), columns=list(self.columns))


def cell(value: object) -> str:
    """Write a value as people read it: lists joined, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(cell(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def default_store() -> str:
    """Tell where the graph lies when nobody says: KG_STORE, else graph.kg."""
    return os.environ.get("KG_STORE") or DEFAULT_STORE


class KnowledgeGraph:
    """A graph that lasts; close it, or use it in a `with`."""

    def __init__(self, store: Store, ontology: Ontology, *, address: str, queries: Sequence[Path] = ()) -> None:
        self.store = store
        self.ontology = ontology
        self.address = address
        self.report: Report | None = None  # of the last build
        self._queries = tuple(queries)

    def build(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        options: Options | None = None,
        again: bool = False,
        on_document: OnDocument | None = None,
    ) -> Report:
        """Read files, folders and patterns into the graph; `again` reads also what it holds already."""
        from kg import pipeline

        options = options or pipeline.Options()
        sources = pipeline.read(_names(paths), largest=options.largest)
        parts = pipeline.load_parts(self.ontology, options)
        self.report = read_into(self.store, sources, parts, again=again, on_document=on_document)
        return self.report

    def load(
        self, source: str | Path | Iterable[str | bytes], *, name: str = "claims", options: Options | None = None
    ) -> Loading:
        """Load claims from a file of JSON lines, or from lines; what is no claim is listed in the answer's `unread`."""
        from kg import judging, loading, pipeline

        lines: Iterable[str | bytes]
        if isinstance(source, str | Path):
            lines, name = lines_of(read_bytes(Path(source))), str(source)
        else:
            lines = source
        found = loading.read_claims(lines, self.ontology, name=name)
        if found.claims:
            with judging.staying_joined(self.store):
                self.store.load(loading.graph_of(found, self.ontology, options=options or pipeline.Options()))
        return found

    def queries(self) -> dict[str, Query]:
        """All queries by name, the user's own before those that come with the program."""
        from kg.queries import all_queries

        return all_queries(self._queries)

    def query(self, name: str, /, **parameters: str | int) -> Table:
        """Run a query by name; raise UsageError where it, or a parameter of it, is unknown or missing."""
        from kg.queries import bind, find_query

        query = find_query(name, self._queries)
        bound = bind(query, parameters, lambda actor: find_actor(self.store, actor), self.ontology)
        return _table(self.store.query(query.text, bound))

    def _asked(self, name: str, parameters: Mapping[str, str | int]) -> tuple[list[dict[str, Any]], set[str]]:
        """Run a query for a page: its rows, and the ids of the actors that its parameters name."""
        from kg.queries import find_query

        kinds = {one.name: one.type for one in find_query(name, self._queries).parameters}
        meant = {find_actor(self.store, str(value)) for key, value in parameters.items() if kinds.get(key) == "actor"}
        return self.query(name, **parameters), meant

    def cypher(
        self,
        text: str,
        /,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        limit: int = 10_000,
        timeout: float = 30.0,
        **named: Any,
    ) -> Table:
        """Run Cypher, which may read only unless told otherwise; `limit` counts rows, `timeout` seconds.

        Raises QueryError where it is wrong, writes, or takes too long.
        """
        given = {**(parameters or {}), **named}
        return _table(self.store.query(text, given, write=write, limit=limit, timeout=timeout))

    def explain(self, *names: str) -> Table:
        """Tell why an actor, a claim (by its id), a sentence, or what stands between two actors, is as it is.

        Two actors may be followed by a relation.
        """
        from kg.explain import explain

        return Table(explain(self.store, names, self.ontology))

    def measures(
        self, topic: str = "summary", *, by: str = "", generic: bool = False, limit: int | None = None
    ) -> Table:
        """Measure the network of actors: "actors", "blocs" or "balance", by "year" or "month" if you like."""
        from kg import measures

        rows = measures.rows(self.graph(), topic, by=by, generic=generic)
        return Table(rows[:limit], truncated=limit is not None and len(rows) > limit)

    def to_judge(self, ledger: Ledger | None = None, *, on_compared: OnCompared | None = None) -> Iterator[ToJudge]:
        """Yield pairs of actors that may be one and that the ledger does not judge, best first."""
        from kg import judging
        from kg.resolve.ledger import Ledger

        yield from judging.to_judge(self.graph(), ledger or Ledger(), self.ontology, on_compared=on_compared)

    def not_laid(self, ledger: Ledger) -> int:
        """Count the judgements of "same" that do not lie over the graph."""
        from kg import judging

        return judging.not_laid(self.graph(), ledger)

    def lay(self, ledger: Ledger) -> int:
        """Make one of those whom a ledger judges the same, and two of all others, whatever it was before.

        No text is read again. Returns how many claims lead elsewhere now.
        """
        from kg import judging

        return judging.lay(self.store, ledger)

    def info(self) -> dict[str, int]:
        """Count what is in the graph: documents, claims, actors, places, and claims by relation."""
        counts: dict[str, int] = {}
        for label in ("Document", "Claim", "Actor", "Place"):
            rows = self.store.query(f"MATCH (n:{label}) RETURN count(n) AS number").rows
            counts[label.lower() + "s"] = int(rows[0]["number"])
        text = "MATCH (c:Claim) RETURN c.relation AS relation, count(c) AS number ORDER BY number DESC, relation"
        return counts | {row["relation"]: int(row["number"]) for row in self.store.query(text).rows}

    def graph(self) -> Graph:
        """Read the whole graph into memory."""
        return self.store.graph()

    def view(self, path: str | Path = "graph.html", *, title: str = TITLE, **wanted: Unpack[Wanted]) -> Page:
        """Write the graph, or the part of it that is wanted, as one HTML page that needs no network.

        More than 3,000 actors are drawn only if `top` says so; the page says what it leaves out. What is returned
        knows its `path`, and shows in a notebook.
        """
        from kg.viewing import Page

        html = self.page(title=title, **wanted)
        return Page(write_file(path, [html.encode("utf-8", "replace")]), html)

    def page(self, *, title: str = TITLE, **wanted: Unpack[Wanted]) -> str:
        """Give that page as text."""
        from kg import viewing

        return viewing.page(self.store, self.ontology, self._asked, wanted, title)

    def export(self, path: str | Path) -> Path:
        """Write the graph to a file in the format of its suffix; raise UsageError where that is not known."""
        return write_file(path, self.exported(Path(path).suffix.removeprefix(".").lower()))

    def exported(self, suffix: str) -> Iterator[bytes]:
        """Give the graph in a format, in pieces; raise UsageError where the suffix is not known."""
        exporter, graph = exporter_of(suffix), self.graph()
        if suffix in AS_SAID:
            from kg.resolve.applying import rejoined
            from kg.resolve.ledger import Ledger

            graph = rejoined(graph, Ledger())
        pieces: Iterator[bytes] = exporter(graph, self.ontology)
        return pieces

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Make a NetworkX graph of the actors and the direct edges between them."""
        from kg.export.graphml import to_networkx

        return to_networkx(self.graph(), self.ontology)

    def to_rdf(self) -> rdflib.Graph:
        """Make an rdflib graph of what `export` writes as Turtle."""
        from kg.export.turtle import to_rdf

        return to_rdf(self.graph(), self.ontology)

    def retract(self, document: str) -> int:
        """Take back a document, by id, title or address, and what it alone supported; return how many claims went."""
        text = "MATCH (d:Document) RETURN d.id AS id, d.title AS title, d.url AS url ORDER BY id"
        rows = self.store.query(text, limit=10_000_000).rows
        hits = [str(row["id"]) for row in rows if document and document in (row["id"], row["title"], row["url"])]
        if not hits:
            words = [str(value) for row in rows for value in row.values() if value]
            raise UsageError(
                f"there is no document '{document}' in {self.address}",
                did_you_mean(document, words, "kg query documents"),
            )
        return self.store.retract(hits)

    def copy(self, address: str | Path, *, on_step: OnStep | None = None) -> Copied:
        """Copy the whole graph to another store, made where it is missing; done twice, it changes nothing.

        Raises StoreError where that store holds another graph, UsageError where it is this one.
        """
        from kg.store.copying import copy

        if str(address) == self.address or _same_folder(str(address), self.address):
            raise UsageError(f"{address} is the graph itself", "name another folder or URL to copy to")
        with open_store(str(address), create=True) as target:
            return copy(self.store, target, on_step=on_step)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open(  # noqa: A001 - read as kg.open
    address: str | Path | None = None,
    *,
    ontology: str | Path | None = None,
    actors: Iterable[str | Path] = (),
    queries: Iterable[str | Path] = (),
    create: bool = False,
    read_only: bool = False,
    older: bool = False,
) -> KnowledgeGraph:
    """Open the graph in a folder or at a server's URL; without an address KG_STORE, else graph.kg.

    `ontology`, `actors` and `queries` are a user's own folder, files and folders. Raises StoreError where there is no
    graph, unless told to create it; opened `read_only`, others may read it at the same time. `older` opens also
    what an older version made, for `copy`, which brings it up to date.
    """
    place = str(address or default_store())
    known = known_beforehand(ontology, actors)
    store = open_store(place, create=create, read_only=read_only, older=older)
    return KnowledgeGraph(store, known, address=place, queries=[Path(folder) for folder in queries])


def _same_folder(one: str, other: str) -> bool:
    folders = [Path(address.removeprefix("arcadedb://")).expanduser() for address in (one, other)]
    return all(folder.is_dir() for folder in folders) and folders[0].samefile(folders[1])


def known_beforehand(ontology: str | Path | None = None, actors: Iterable[str | Path] = ()) -> Ontology:
    """Load the ontology with a user's own folder and actors."""
    extra = [Path(ontology)] if ontology else []
    return load_ontology(extra=extra, actors=[Path(file) for file in actors])


def build(
    paths: str | Path | Iterable[str | Path],
    store: str | Path | None = None,
    *,
    ontology: str | Path | None = None,
    actors: Iterable[str | Path] = (),
    options: Options | None = None,
    again: bool = False,
    stdin: bytes | None = None,
    on_document: OnDocument | None = None,
) -> KnowledgeGraph:
    """Read files and folders into the graph at `store` (see `open`), made where it is missing; see its `report`.

    Nothing is made where a path leads nowhere, or a part is not there. `stdin` is what the path "-" stands for.
    """
    from kg import pipeline

    options = options or pipeline.Options()
    sources = pipeline.read(_names(paths), stdin=stdin, largest=options.largest)
    parts = pipeline.load_parts(known_beforehand(ontology, actors), options)
    graph = open(store, ontology=ontology, actors=actors, create=True)
    try:
        graph.report = read_into(graph.store, sources, parts, again=again, on_document=on_document)
    except BaseException:
        graph.close()
        raise
    return graph


def read_into(store: Store, sources: Sources, parts: Parts, *, again: bool, on_document: OnDocument | None) -> Report:
    """Read sources into a store; who was judged the same in it stays so, even if the reading is cut short."""
    from kg import judging, pipeline

    with judging.staying_joined(store):
        return pipeline.build(sources, store, parts, again=again, on_document=on_document)


def extract(
    source: str | Path,
    *,
    published: str = "",
    ontology: str | Path | None = None,
    actors: Iterable[str | Path] = (),
    options: Options | None = None,
) -> Iterator[Claim]:
    """Yield the claims of a text, a file or a folder.

    A string is a path if a file is there, or if it ends like one; else it is the text itself, and `published` is the
    ISO date that its "on Wednesday" is read against. Raises InputError where nothing could be read at the path.
    """
    from kg import pipeline

    options = options or pipeline.Options()
    if isinstance(source, Path) or _is_path(source):
        sources = pipeline.read([str(source)], largest=options.largest)
        if sources.unread and not sources.copies:
            raise InputError(f"{sources.unread[0].where}: {sources.unread[0].cause}")
        documents = sources.documents
    else:
        documents = [Document(source, published=published)]
    parts = pipeline.load_parts(known_beforehand(ontology, actors), options)
    for reading in pipeline.read_claims(documents, parts):
        yield from reading.resolved.claims


def _is_path(words: str) -> bool:
    if "\n" in words or not words or len(words) > 1000:
        return False
    suffixes = tuple(f".{name}" for name in plugins.names("kg.readers"))
    return Path(words).exists() or words.lower().endswith(suffixes)


def exporter_of(suffix: str) -> Exporter:
    """Find what writes files of a suffix; raise UsageError naming the known ones where nothing does."""
    known = [f".{name}" for name in plugins.names("kg.exporters")]
    check_suffix(f".{suffix}" if suffix else "", known)
    return cast("Exporter", plugins.load("kg.exporters", suffix))


def check_suffix(path: str | Path, known: Sequence[str]) -> None:
    """Raise UsageError where a file's name does not end as it should."""
    suffix = (Path(f"file{path}") if str(path).startswith(".") else Path(path)).suffix.lower()
    if suffix not in known:
        what = f"files ending in '{suffix}' cannot be written" if suffix else "the file's name has no suffix"
        raise UsageError(what, did_you_mean(suffix, known, f"one of {', '.join(known)}"))


def _table(rows: Rows) -> Table:
    return Table(rows.rows, rows.columns, truncated=rows.truncated)


def _names(paths: str | Path | Iterable[str | Path]) -> list[str]:
    return [str(paths)] if isinstance(paths, str | Path) else [str(path) for path in paths]


def read_bytes(path: Path) -> bytes:
    """Read a file; raise InputError where it cannot be."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        folder = path.parent
        near = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        raise InputError(f"there is no file '{path}'", did_you_mean(path.name, near, "look at the path")) from error
    except OSError as error:
        raise InputError(f"'{path}' cannot be read ({error.strerror})", "name a file you may read") from error


def lines_of(content: bytes) -> list[bytes]:
    """Cut bytes into lines; each is decoded by itself, so that a broken one does not take the others with it."""
    return content.removeprefix(codecs.BOM_UTF8).split(b"\n")


def write_file(path: str | Path, pieces: Iterable[bytes]) -> Path:
    """Write a file whole or not at all: beside it first, then in its place. Raises KgError where that fails."""
    place = Path(path)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)  # mkstemp's own are for its owner alone
        Path(temporary).replace(place)
    except OSError as error:
        cause = f"'{place}' cannot be written ({error.strerror or error})"
        raise KgError(cause, "name a file in a folder that is there and yours to write") from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
    return place
