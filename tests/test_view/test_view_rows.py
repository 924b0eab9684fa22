"""What the page holds, without a browser: facts apart from denials, one order, nothing that breaks out of its block."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from page_data import data_of

from kg.graph import Edge, Graph, Node
from kg.model import Actor
from kg.ontology import Ontology
from kg.view import write_page
from kg.view.page import json_block
from kg.view.rows import page_rows

HERE = Path(__file__).parent


def test_a_tie_is_one_pair_and_one_relation(graph: Graph, ontology: Ontology) -> None:
    rows = page_rows(graph, ontology)
    keys = [(tie["start"], tie["relation"], tie["end"]) for tie in rows.ties]
    assert len(keys) == len(set(keys))
    drawn = {(rows.actors[a]["id"], label, rows.actors[b]["id"]) for a, label, b in keys}
    assert ("a-coast", "attacks", "a-river") in drawn
    # Said once from either side, but symmetric.
    assert ("a-north", "fights-alongside", "a-river") in drawn
    assert ("a-river", "fights-alongside", "a-north") not in drawn


def test_only_direct_edges_of_the_graph_are_facts(graph: Graph, ontology: Ontology) -> None:
    rows = page_rows(graph, ontology)
    types = {relation.cypher: relation.label for relation in ontology.relations.values()}
    direct = {(edge.start, types[edge.type], edge.end) for edge in graph.edges if edge.type in types}
    facts = {
        (rows.actors[tie["start"]]["id"], tie["relation"], rows.actors[tie["end"]]["id"])
        for tie in rows.ties
        if tie["stated"]
    }
    assert facts == direct
    unsaid = [tie for tie in rows.ties if not tie["stated"]]
    assert {rows.claims[claim]["modality"] for tie in unsaid for claim in tie["claims"]} == {
        "planned",
        "possible",
        "conditional",
    }


def test_a_denied_fact_is_contested_and_counts_the_denial_apart(graph: Graph, ontology: Ontology) -> None:
    rows = page_rows(graph, ontology)
    contested = [tie for tie in rows.ties if tie["contested"]]
    assert [(tie["stated"], len(tie["claims"])) for tie in contested] == [(2, 3)]


def test_every_claim_is_kept(graph: Graph, ontology: Ontology) -> None:
    rows = page_rows(graph, ontology)
    assert len(rows.claims) == len(graph.labelled("Claim"))
    assert sorted(one for tie in rows.ties for one in tie["claims"]) == list(range(len(rows.claims)))
    assert rows.left_out == 0


def test_names_and_publishers_cannot_break_out(graph: Graph, ontology: Ontology) -> None:
    html = write_page(graph, ontology, title="<b>\u2028 \ud800 & more")
    block = re.search(r'id="data">(.*?)</script>', html, re.S)
    assert block
    assert not re.search("[<>&\u2028\u2029]", block.group(1))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]", block.group(1))
    assert "<title>&lt;b&gt;" in html
    html.encode("utf-8")
    assert any("window.__pwn=1" in actor["name"] for actor in data_of(html)["actors"])


def test_json_block_round_trips() -> None:
    value = ["</script>", "<!--", "]]>", "&amp;", "\u2028\u2029", "\ud800", "لواء", "\x00"]
    written = json_block(value)
    assert json.loads(written) == value
    assert not re.search("[<>&]", written)


def test_no_address_is_loaded_and_scripts_are_the_allowed_ones(graph: Graph, ontology: Ontology) -> None:
    html = write_page(graph, ontology)
    assert not re.search(r"<(?:script|img|iframe|link)[^>]*(?:src|href)=\"(?!data:)", html)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert "default-src &#39;none&#39;" in policy.group(1) or "default-src 'none'" in policy.group(1)
    scripts = re.findall(r"<script>(.*?)</script>", html, re.S)
    assert len(scripts) == 2
    for script in scripts:
        digest = hashlib.sha256(script.encode("utf-8")).digest()
        assert __import__("base64").b64encode(digest).decode("ascii") in policy.group(1)


@pytest.mark.parametrize("seeds", [("0", "1")])
def test_two_hash_seeds_give_the_same_bytes(seeds: tuple[str, str], tmp_path: Path) -> None:
    script = tmp_path / "write.py"
    script.write_text(
        "import importlib.util, sys\n"
        "spec = importlib.util.spec_from_file_location('world', sys.argv[1])\n"
        "world = importlib.util.module_from_spec(spec)\n"
        "sys.modules['world'] = world\n"
        "spec.loader.exec_module(world)\n"
        "from kg.view import write_page\n"
        "html = write_page(world.small_graph(), world.small_ontology())\n"
        "sys.stdout.buffer.write(html.encode('utf-8'))\n",
        encoding="utf-8",
    )
    pages = [
        subprocess.run(
            [sys.executable, str(script), str(HERE / "conftest.py")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in seeds
    ]
    assert pages[0] == pages[1]
    assert len(pages[0]) > 400_000


def test_what_the_ontology_does_not_know_is_kept(ontology: Ontology) -> None:
    graph = Graph(
        [
            Node("a", "Actor", {"name": "Alpha", "type": "guild", "country": "nowhere"}),
            Node("b", "Actor", {"name": "Beta", "type": "", "country": "a"}),
            Node("c", "Claim", {"relation": "sings-of", "sign": "+", "polarity": "affirmed", "modality": "asserted"}),
            Node("d", "Claim", {"relation": "sings-of", "sign": "+", "confidence": "high"}),
        ],
        [Edge("c", "SUBJECT", "a"), Edge("c", "OBJECT", "b"), Edge("d", "SUBJECT", "a")],
    )
    rows = page_rows(graph, ontology)
    assert rows.kinds["guild"]["label"] == "guild"
    assert rows.kinds[""]["label"] == "kind unknown"
    assert [actor["country"] for actor in rows.actors] == ["nowhere", "Alpha"]
    known = replace(ontology, actors={"nowhere": Actor("nowhere", "Republic of Nowhere", "state")})
    assert [actor["country"] for actor in page_rows(graph, known).actors] == ["Republic of Nowhere", "Alpha"]
    assert rows.relations["sings-of"]["label"] == "sings of"
    assert len(rows.ties) == 1
    assert rows.left_out == 1
    assert data_of(write_page(graph, ontology))["leftOut"] == 1


def test_a_graph_of_direct_edges_alone_shows_them(ontology: Ontology) -> None:
    graph = Graph(
        [Node("a", "Actor", {"name": "Alpha", "type": "state"}), Node("b", "Actor", {"name": "Beta", "type": "state"})],
        [
            Edge(
                "a",
                "AIDS",
                "b",
                {"claims": 4, "contested": True, "first_seen": "2031-01-01", "last_seen": "2031-02-01"},
            )
        ],
    )
    (tie,) = page_rows(graph, ontology).ties
    assert (tie["stated"], tie["contested"], tie["first"], tie["last"]) == (4, True, "2031-01-01", "2031-02-01")


def test_copies_of_a_document_lend_their_publishers(ontology: Ontology) -> None:
    copies = ["2031-01-02\tGazette\tOne\t", "2031-01-01\tCourier\tOne\thttps://courier.example"]
    graph = Graph([Node("d", "Document", {"title": "One", "publisher": "Courier", "publications": copies})])
    assert page_rows(graph, ontology).documents[0]["publishers"] == ["Courier", "Gazette"]


def test_the_edges_of_one_pair_bend_apart(make_graph: Callable[..., Graph], ontology: Ontology) -> None:
    actors = [Actor("a", "Alpha", "state"), Actor("b", "Beta", "state")]
    said = [
        ("a", "attacks", "b", "Alpha attacks Beta.", 0, {}),
        ("b", "attacks", "a", "Beta attacks Alpha.", 0, {}),
        ("a", "opposes", "b", "Alpha opposes Beta.", 0, {}),
    ]
    edges = data_of(write_page(make_graph(actors, said), ontology))["network"]["edges"]
    bends = [
        (edge["from"], edge["smooth"]["type"], edge["smooth"].get("roundness")) if edge["smooth"]["enabled"] else None
        for edge in edges
    ]
    assert len(set(bends)) == 3
