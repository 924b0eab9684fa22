"""The wheel holds all it needs: tests see the installed distribution only, from a folder with nothing in it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, entry_points
from pathlib import Path

import pytest

import kg
from kg.ontology import load_ontology
from kg.queries import all_queries
from kg.resources import data_folder

DISTRIBUTION = distribution("actorgraph")
GROUPS = ("kg.readers", "kg.pipelines", "kg.extractors", "kg.resolvers", "kg.stores", "kg.exporters")
PACKAGE = Path(next(iter(kg.__path__)))
OURS = sorted(
    (point for group in GROUPS for point in entry_points(group=group) if point.value.startswith("kg.")),
    key=lambda point: (point.group, point.name),
)


def run_kg(*args: str, folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the installed program in a folder."""
    program = Path(sys.executable).parent / "kg"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "PYTHONPATH"))}
    return subprocess.run(
        [program, *args], cwd=folder, env=env, input=stdin, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    "name",
    [
        "py.typed",
        "text/reader/weights/reader.int8.onnx",
        "text/reader/weights/tokenizer.json",
        "text/reader/weights/labels.json",
        "text/reader/weights/label_tensor.npy",
        "text/reader/LICENSE",
        "text/reader/MODEL_CARD.md",
        "view/page.html.j2",
        "view/page.css",
    ],
)
def test_the_package_holds_its_files(name: str) -> None:
    assert (PACKAGE / name).is_file()


def test_the_page_has_its_scripts() -> None:
    assert list((PACKAGE / "view" / "js").glob("*.js"))


def test_the_ontology_and_the_queries_came_along() -> None:
    ontology = data_folder("ontology")
    for name in ("actor-types.ttl", "relations.ttl", "language.toml"):
        assert (ontology / name).is_file()
    frames = {file.stem for file in (ontology / "frames").glob("*.toml")}
    known = load_ontology()
    assert frames <= set(known.relations)
    assert len(known.relations) >= 30
    assert len(known.actors) > 500
    assert all_queries().keys() == {file.stem for file in data_folder("queries").glob("*.cypher")}


def test_nothing_but_the_package_is_installed() -> None:
    tops = {file.parts[0] for file in DISTRIBUTION.files or () if not file.parts[0].startswith((".", "_"))}
    assert {top for top in tops if not top.endswith(".dist-info")} <= {"kg"}
    names = {Path(file).name for file in DISTRIBUTION.files or ()}
    assert "conftest.py" not in names
    assert not [name for name in names if name.endswith((".psv", ".orig", ".tmp"))]


def test_the_metadata_says_what_it_is() -> None:
    said = DISTRIBUTION.metadata
    assert said["Name"] == "actorgraph"
    assert said["License-Expression"] == "Apache-2.0"
    assert said["Requires-Python"] == ">=3.11"
    assert (said.get_payload() or said["Description"]).startswith("# actorgraph")
    assert kg.__version__ == DISTRIBUTION.version
    licences = said.get_all("License-File") or []
    assert {"LICENSE", "kg/text/reader/LICENSE"} <= set(licences)


@pytest.mark.parametrize("point", OURS, ids=lambda point: f"{point.group}:{point.name}")
def test_every_entry_point_leads_somewhere(point: object) -> None:
    assert callable(point.load())  # type: ignore[attr-defined]


def test_every_group_has_an_entry_point() -> None:
    assert {point.group for point in OURS} == set(GROUPS)
    (script,) = [point for point in entry_points(group="console_scripts") if point.name == "kg"]
    assert script.value == "kg.cli:main"


def test_the_ontology_is_sound_where_it_is_installed(tmp_path: Path) -> None:
    done = run_kg("check", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_reads_and_writes_in_an_empty_folder(tmp_path: Path) -> None:
    done = run_kg("build", "-", folder=tmp_path, stdin="Hezbollah fought alongside the Syrian Army in Qusayr.\n")
    assert done.returncode == 0, done.stderr
    assert run_kg("query", "allies", "--actor", "Hezbollah", folder=tmp_path).stdout.count("Syrian Army") == 1
    for name in ("graph.html", "graph.ttl"):
        done = run_kg("view" if name.endswith("html") else "export", "-o", name, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "Hezbollah" in (tmp_path / name).read_text(encoding="utf-8")


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy = ("rdflib", "neo4j", "arcadedb", "pyvis", "networkx", "spacy", "onnxruntime", "trafilatura", "numpy", "rich")
    code = (
        "import sys\nfrom kg.cli.app import run\n"
        "code = run(['--help'])\n"
        f"print([name for name in {heavy!r} if name in sys.modules], code, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr == "[] 0\n"


def test_the_dependencies_are_the_ones_that_are_declared() -> None:
    pyproject = Path(__file__).resolve().parent.parent / "pyproject.toml"
    declared = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["dependencies"]
    installed = [one for one in DISTRIBUTION.requires or () if "extra ==" not in one]
    assert sorted(installed) == sorted(declared)
