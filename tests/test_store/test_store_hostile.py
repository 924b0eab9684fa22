"""Two hundred hostile names go through resolver, store, ledger, page and Turtle, and come out as they went in."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import rdflib
from rdflib.namespace import SKOS

from kg.export.turtle import export
from kg.graph import Graph
from kg.judging import lay
from kg.loading import graph_of, read_claims
from kg.ontology import fold, load_ontology
from kg.resolve.comparing import Comparer
from kg.resolve.ledger import Ledger, judgement
from kg.resolve.suggesting import suggestions
from kg.store import Store
from kg.view import write_page

SEEDS = (
    "'; DROP TABLE actors; --",
    '" OR 1=1',
    "`x`) DETACH DELETE (n",
    "$id {id: $id}",
    "<script>alert(1)</script>",
    "</script><!-- ]]>",
    "&amp; &lt;b&gt;",
    "\u202eesrever ni",
    "\u2066isolate\u2069",
    "a\u0301\u0301\u0301\u0301",
    "لواء 'الشمال'",
    "北方旅 🏳️\u200d🌈",
    "ꙮ ᚠᛇᚻ ሰላም",
    "back\\slash\\",
    "{0} %s %(x)s ${x}",
    "tab\there",
    "line\nbreak",
    "zero\u200bwidth\ufeff",
    "long " + "x" * 10_000,
    "()[]{}*+?^|.",
    "-- // /* */ #",
    "\u0085\u2028\u2029",
    "http://x.example/?a=1&b=<2>",
    "null",
    "NaN",
    "'''\"\"\"",
    "@en ^^xsd:string",
    "<urn:x> .",
    "=cmd|' /C calc'!A0",
    "Ⅻ ﬁ ㎏",
    "\x00",
    "nul\x00inside",
    "bell\x07 escape\x1b[31m",
    "\x7f",
    "",
    "   ",
    "\u3000",
    "🏴" * 40,
    "O'Brien’s",
    "a" * 300,
)
NAMES = tuple(f"{word}{seed}" for word in ("", "Front ", "Q", "«", "É ") for seed in SEEDS)


def rows() -> list[str]:
    """One claim a name, as `kg load` takes it, the quote being the name."""
    found = []
    for number, name in enumerate(NAMES):
        quote = f"{name} attacked Mosul"
        subject = {"text": name, "name": name, "type": "armed-group", "start": 0, "end": len(name)}
        object_ = {"text": "Mosul", "name": "Mosul", "type": "place", "start": len(quote) - 5, "end": len(quote)}
        ends = {"subject": subject, "relation": "attacks", "object": object_, "polarity": "affirmed"}
        evidence = {"modality": "asserted", "document": f"d{number}", "quote": quote, "start": 0, "end": len(quote)}
        found.append(json.dumps(ends | evidence))
    return found


def names_of(graph: Graph) -> set[str]:
    return {str(node.properties["name"]) for node in graph.labelled("Actor")}


def plain(name: str) -> str:
    """Write a name as the resolver does: runs of white space are one space."""
    return " ".join(name.split())


def texts_of(data: Any) -> Iterator[str]:
    """Yield every text of what a page holds, however deep."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list | dict):
        for one in data.values() if isinstance(data, dict) else data:
            yield from texts_of(one)


def test_two_hundred_hostile_names(store: Store) -> None:
    assert len(NAMES) == 200
    ontology = load_ontology()
    found = read_claims(rows(), ontology)
    made = graph_of(found, ontology)
    store.load(made)
    held = store.graph()
    assert (held.nodes, held.edges) == (made.nodes, made.edges)

    told = {unread.where for unread in found.unread}
    kept = names_of(held)
    folded = {fold(one) for one in kept} - {""}
    assert len(kept) > 150, [unread.cause for unread in found.unread][:3]
    for number, name in enumerate(NAMES, 1):
        written = plain(name) in kept or name in kept or plain(name).removesuffix("’s") in kept
        alike = fold(name) in folded  # quotes and marks around a name make no other name of it
        assert written or alike or f"stdin, line {number}" in told, repr(name[:40])
    assert all(unread.cause for unread in found.unread)

    ids = sorted(node.id for node in held.labelled("Actor"))
    ledger = Ledger()
    for one, other in zip(ids[::2], ids[1::2], strict=False):
        ledger = ledger.with_one(judgement(one, other, "same"))
    lay(store, ledger)
    lay(store, Ledger())
    again = store.graph()
    assert (again.nodes, again.edges) == (held.nodes, held.edges)

    judged = suggestions([*held.labelled("Actor")], Ledger(), Comparer(ontology))
    assert all({row.one.properties["name"], row.other.properties["name"]} <= kept for row in judged)

    page = write_page(held, ontology, title="<hostile>")
    assert "<script>alert(1)" not in page
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert block
    shown = set(texts_of(json.loads(block[1])))
    assert not [name[:40] for name in kept if name not in shown]
    turtle = b"".join(export(held, ontology)).decode("utf-8")
    labels = {str(label) for label in rdflib.Graph().parse(data=turtle, format="turtle").objects(None, SKOS.prefLabel)}
    written = {unicodedata.normalize("NFC", label) for label in labels}
    for name in kept:
        assert name in labels or unicodedata.normalize("NFC", name) in written, repr(name[:40])
