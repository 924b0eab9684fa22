"""docs/ tells the truth: what the pages show is done and prints what they show, and what they name is there."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import kg
from kg import graph, plugins
from kg.export.turtle import PREFIXES
from kg.model import claim_to_json
from kg.queries import all_queries

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def load_blocks() -> ModuleType:
    """Load scripts/_blocks.py, which is no part of the wheel."""
    spec = importlib.util.spec_from_file_location("_blocks_docs", ROOT / "scripts" / "_blocks.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


blocks = load_blocks()


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def wrong_outputs(name: str, folder: Path) -> list[str]:
    """Do what a page shows; tell what printed something else."""
    wrong = []
    for step, printed in blocks.run(blocks.steps(text(name)), folder):
        if step.kind != "file" and not blocks.matches(step.shown or ("",), printed or ("",)):
            wrong.append("\n".join([f"{name}, line {step.line}: {step.text}", *printed]))
    return wrong


@pytest.mark.parametrize(
    "name", ["input.md", "formats.md", "plugins.md", "learning.md", "who-is-who.md", "measures.md", "stores.md"]
)
def test_what_is_shown_is_what_is_printed(name: str, tmp_path: Path) -> None:
    assert wrong_outputs(name, tmp_path) == [], "scripts/make_docs renews it"


@pytest.mark.neo4j
def test_what_is_shown_of_neo4j_is_what_is_printed(neo4j_uri: str, tmp_path: Path) -> None:
    with kg.open(neo4j_uri, create=True) as held:
        held.cypher("MATCH (n) DETACH DELETE n", write=True)
    assert wrong_outputs("neo4j.md", tmp_path) == [], "scripts/make_docs renews it"


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target


def test_relations_and_queries_are_all_listed() -> None:
    relations = {relation.label for relation in kg.load_ontology().relations.values()}
    assert set(re.findall(r"^### (\S+)$", text("relations.md"), re.MULTILINE)) == relations
    assert set(re.findall(r"^## (\S+)$", text("queries.md"), re.MULTILINE)) == set(all_queries())


@pytest.fixture(scope="module")
def jobar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.KnowledgeGraph]:
    """The graph of the example texts."""
    with kg.build(ROOT / "examples" / "jobar", tmp_path_factory.mktemp("docs") / "graph.kg") as held:
        yield held


def test_the_schema_is_all_there(jobar: kg.KnowledgeGraph) -> None:
    page = text("formats.md")
    nodes, edges = jobar.graph().nodes, jobar.graph().edges
    for label in sorted({node.label for node in nodes}):
        row = next(line for line in page.splitlines() if f"`:{label}`" in line)
        known = {name for node in nodes if node.label == label for name in node.properties} - {"text"}
        assert [name for name in sorted(known) if f"`{name}`" not in row] == []
    for name in {*graph.CLAIM_EDGES} & {edge.type for edge in edges}:
        assert f"`{name}`" in page
    direct = next(edge for edge in edges if edge.type not in graph.CLAIM_EDGES)
    assert [name for name in direct.properties if f"`{name}`" not in page] == []


def test_every_field_of_a_claim_is_told() -> None:
    page = text("formats.md")
    (claim,) = [one for one in kg.extract("Russia armed the Houthis.") if one.relation == "aids"]
    assert [name for name in claim_to_json(claim) if f"`{name}`" not in page] == []


def test_every_rdf_term_is_told(jobar: kg.KnowledgeGraph) -> None:
    page = text("formats.md")
    used = {str(predicate) for predicate in jobar.to_rdf().predicates()}
    relations = {relation.rdf for relation in kg.load_ontology().relations.values()}
    terms = {
        f"{prefix}:{term.removeprefix(space)}" for term in used for prefix, space in PREFIXES.items() if space in term
    }
    ours = {term for term in terms if term.startswith("kg:") and term.removeprefix("kg:") not in relations}
    assert [term for term in sorted(ours) if f"`{term}`" not in page] == []
    assert f"`kg: <{PREFIXES['kg']}>`" in page


def test_every_group_of_parts_is_told() -> None:
    page = text("plugins.md")
    groups = re.findall(r"^\| `(kg\.\w+)` \|", page, re.MULTILINE)
    assert groups == [
        f"kg.{name}" for name in ("readers", "pipelines", "extractors", "resolvers", "stores", "exporters")
    ]
    assert all(plugins.names(group) for group in groups)
    for contract in re.findall(r"`(kg/\w+/base\.py)`", page):
        assert importlib.util.find_spec(contract.removesuffix(".py").replace("/", "."))


def test_schemes_and_suffixes_are_told() -> None:
    for scheme in plugins.names("kg.stores"):
        assert scheme == "arcadedb" or f"`{scheme}://`" in text("neo4j.md")
    for suffix in plugins.names("kg.readers"):
        assert f"`.{suffix}`" in text("input.md")
    for suffix in plugins.names("kg.exporters"):
        assert f"`.{suffix}`" in text("formats.md")


def test_the_rooms_of_the_house_are_there() -> None:
    page = text("architecture.md")
    rooms = set(re.findall(r"^\| \d \| (.*?) \|", page, re.MULTILINE))
    told = {name.removesuffix(".py").strip("/") for row in rooms for name in re.findall(r"`(kg/[\w/.]+)`", row)}
    package = Path(next(iter(kg.__path__)))
    here = {f"kg/{one.stem}" for one in package.iterdir() if not one.name.startswith(("_", "py"))}
    assert told == here
    for stage, name in re.findall(r"`kg\.(\w+)\.(\w+)` (?:finds|joins)", page):
        assert (package / stage / f"{name}.py").is_file()


@pytest.mark.parametrize("name", ["make_docs", "neo4j", "demo", "test", "check", "evaluate", "picture"])
def test_scripts_that_are_named_can_be_run(name: str) -> None:
    script = ROOT / "scripts" / name
    assert script.stat().st_mode & 0o111
    if script.read_text(encoding="utf-8").startswith("#!/usr/bin/env python3"):
        help_ = subprocess.run([sys.executable, script, "--help"], check=True, capture_output=True, text=True).stdout
        assert help_.startswith("usage: ")
