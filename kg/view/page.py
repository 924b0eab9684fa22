"""The page itself: pyvis makes the network, a template of our own holds it, all scripts and styles lie inside the file.

In: a `Graph` and the `Ontology`. Out: HTML that asks nothing of any network. pyvis' own template links to other
hosts and writes names into a script, so only its network and its copy of vis-network are taken.
Names and quotes travel in one JSON block in which no character can end the block; the scripts write them as text only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from kg.graph import Graph
from kg.ontology import Ontology
from kg.view.layout import place
from kg.view.rows import Row, Rows, page_rows

if TYPE_CHECKING:
    from pyvis.network import Network

_HERE = Path(__file__).resolve().parent
# One after the other, in one scope: each file begins by saying what it needs and gives.
SCRIPTS = (
    "data.js",
    "state.js",
    "dom.js",
    "network.js",
    "labels.js",
    "fit.js",
    "options.js",
    "legend.js",
    "timeline.js",
    "search.js",
    "claim.js",
    "actor.js",
    "relation.js",
    "path.js",
    "table.js",
    "documents.js",
    "save.js",
    "drawing.js",
    "link.js",
    "app.js",
)
# What vis-network calls the shapes of the ontology.
SHAPES = {"circle": "dot", "triangle-down": "triangleDown"}
PULL = {"+": 1.0, "-": -1.0}  # by a relation's sign: what the layout draws near, and what it keeps apart
OPTIONS: Mapping[str, Any] = {
    "layout": {"randomSeed": 7, "improvedLayout": False},
    "physics": {"enabled": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 100000,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
    "nodes": {"chosen": False},
    "edges": {"chosen": False, "selectionWidth": 0, "hoverWidth": 0},
}


def write_page(graph: Graph, ontology: Ontology, *, title: str = "Who stands with whom", note: str = "") -> str:
    """Write a graph as one HTML page (text) that works without a network; an empty graph gives a page that says so.

    `note` stands under the title and says what the graph is a part of, such as the query it answers.
    """
    rows = page_rows(graph, ontology)
    network = _network(rows)
    library = _library(network)
    style = "\n" + _read("page.css")
    program = "(function () {\n" + "\n".join(_read(f"js/{name}") for name in SCRIPTS) + "\n})();\n"
    nodes, edges, _, _, _, options = network.get_network_data()
    data = {
        "title": _writable(title),
        "note": _writable(note),
        "actors": columns(rows.actors),
        "kinds": rows.kinds,
        "relations": rows.relations,
        "ties": columns(rows.ties),
        "claims": columns(rows.claims),
        "documents": columns(rows.documents),
        "leftOut": rows.left_out,
        "network": {"nodes": columns(nodes), "edges": columns(edges), "options": json.loads(options)},
    }
    page = Environment(loader=FileSystemLoader(_HERE), autoescape=True, keep_trailing_newline=True)
    return page.get_template("page.html.j2").render(
        title=_writable(title),
        note=_writable(note),
        empty=not rows.actors,
        style=_verbatim(style),
        scripts=[_verbatim(library), _verbatim(program)],
        allowed=Markup(" ").join(Markup("'sha256-{}'").format(_digest(script)) for script in (library, program)),
        styled=Markup("'sha256-{}'").format(_digest(style)),
        licences=_read("licences.txt"),
        data=_verbatim(json_block(data)),
    )


# Characters that could end or open an element, that some readers take for the end of a line, that no file can hold, and
# that would turn the text around them for whoever reads the page's source.
_ESCAPED = re.compile("[<>&\u007f-\u009f\u2028\u2029\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def json_block(data: object) -> str:
    """Write JSON that cannot end, nor open anything inside, the script element it lies in."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def columns(rows: Sequence[Row]) -> Row:
    """Turn rows of the same keys into columns; one of few values lists them once, which halves a big page."""
    packed: Row = {"count": len(rows), "columns": {}}
    for key in rows[0] if rows else ():
        values = [row.get(key) for row in rows]
        if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
            packed["columns"][key] = values
            continue
        place: dict[str, int] = {}
        at = [place.setdefault(json.dumps(value, sort_keys=True), len(place)) for value in values]
        few = len(place) * 2 < len(values)
        packed["columns"][key] = {"of": [json.loads(one) for one in place], "at": at} if few else values
    return packed


def _network(rows: Rows) -> Network:
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(OPTIONS))
    weights: dict[tuple[int, int], float] = defaultdict(float)
    degree = [0] * len(rows.actors)
    for tie in rows.ties:
        ends = (min(tie["start"], tie["end"]), max(tie["start"], tie["end"]))
        # What is only denied or planned hardly pulls: it is hidden at first, and no fact. Hostile ties push.
        pull = PULL.get(rows.relations[tie["relation"]]["sign"], 0.4) * (0.6 if tie["stated"] else 0.1)
        weights[ends] = max(-2.0, min(2.0, weights[ends] + pull))
        for end in {*ends}:
            degree[end] += 1 if tie["stated"] else 0
    # pyvis' own `add_edge` looks each end up in a list of all nodes, which takes minutes for a big graph.
    spots = place(len(rows.actors), weights)
    network.nodes = [
        Node(number, **_node(rows, number, degree[number]), x=x, y=y).options for number, (x, y) in enumerate(spots)
    ]
    network.edges = [
        Edge(tie["start"], tie["end"], id=number, **_edge(rows, tie, bend)).options
        for number, (tie, bend) in enumerate(zip(rows.ties, _bends(rows.ties), strict=True))
    ]
    return network


def _node(rows: Rows, number: int, degree: int) -> Row:
    actor = rows.actors[number]
    shape = rows.kinds[actor["kind"]]["shape"]
    # The label is drawn by the page's own script, from the actor's name.
    return {
        "label": None,
        "shape": SHAPES.get(shape, shape),
        "size": round(min(26.0, 9.0 + 3.0 * math.sqrt(degree)), 1),
        "borderWidth": 2 if actor["generic"] else 1,
        "shapeProperties": {"borderDashes": [5, 4] if actor["generic"] else False},
    }


def _edge(rows: Rows, tie: Row, bend: float) -> Row:
    relation = rows.relations[tie["relation"]]
    return {
        "arrows": "" if relation["symmetric"] else "to",
        "dashes": {"+": False, "-": [9, 5]}.get(relation["sign"], [2, 4]),
        "smooth": {"enabled": True, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)}
        if bend
        else {"enabled": False, "type": "continuous"},
    }


def _bends(ties: list[Row]) -> list[float]:
    """How far each edge bends, so that the edges of one pair lie side by side: facts first, then ever wider."""
    seen: dict[tuple[int, int], int] = defaultdict(int)
    bends = [0.0] * len(ties)
    for number in sorted(range(len(ties)), key=lambda one: (not ties[one]["stated"], one)):
        start, end = ties[number]["start"], ties[number]["end"]
        pair = (min(start, end), max(start, end))
        turn, seen[pair] = seen[pair], seen[pair] + 1
        side = (1 if turn % 2 else -1) * (1 if start == pair[0] else -1)
        bends[number] = round(side * 0.16 * ((turn + 1) // 2), 2) if turn else 0.0
    return bends


def _library(network: Network) -> str:
    """Return pyvis' newest copy of vis-network; its style sheet serves buttons that the page does not have."""
    environment = network.templateEnv
    names = [name for name in environment.list_templates() if name.endswith("/vis-network.min.js")]
    newest = max(names, key=lambda name: [int(part) for part in name.split("/")[-2].removeprefix("vis-").split(".")])
    source: str = environment.loader.get_source(environment, newest)[0]
    return source


def _writable(words: str) -> str:
    """Replace a lone surrogate, which no file can hold."""
    return words.encode("utf-8", "replace").decode("utf-8")


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _verbatim(source: str) -> Markup:
    """Let our own script, style or escaped JSON through the template unescaped; a name never comes this way."""
    return Markup(source)  # noqa: S704 - only packaged files and `json_block` are given


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
