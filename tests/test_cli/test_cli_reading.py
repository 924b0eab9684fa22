"""build, extract, load, retract: what comes in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.model import claim_from_json

Call = Callable[..., Any]


def claims(out: str) -> list[str]:
    return [str(claim_from_json(json.loads(line))) for line in out.splitlines()]


SAID = [
    "Hezbollah -fights-alongside-> Syrian Army",
    "Free Syrian Army -attacks-> Hezbollah (denied)",
    "Turkey -aids-> Free Syrian Army according to Orbital Watch",
]


def test_build_tells_what_came(call: Call, texts: Path, tmp_path: Path) -> None:
    done = call("build", texts, "-s", tmp_path / "g.kg")
    assert done.code == 0
    assert done.out == ""
    assert done.err.startswith("3 documents · ")
    assert "(1 denied, " in done.err
    assert done.err.endswith(f"actors → {tmp_path / 'g.kg'}\n")


def test_build_goes_on_where_it_was(call: Call, texts: Path, own: Path, tmp_path: Path) -> None:
    assert "0 documents (3 more known already)" in call("build", texts, "-s", own).err
    more = tmp_path / "more.txt"
    more.write_text("Iran backs Hezbollah.\n")
    report = json.loads(call("build", texts, more, "-s", own, "--json").out)
    assert (report["documents"], report["known"]) == (1, 3)
    assert json.loads(call("build", texts, "-s", own, "--again", "--json").out)["documents"] == 3


def test_building_again_changes_nothing(call: Call, texts: Path, built: Path, own: Path) -> None:
    before = call("export", "-s", built, "-o", "-", "-t", "jsonl").out
    call("build", texts, "-s", own, "--again")
    assert call("export", "-s", own, "-o", "-", "-t", "jsonl").out == before


def test_another_ontology_reads_anew(call: Call, texts: Path, own: Path, tmp_path: Path) -> None:
    actors = tmp_path / "mine.ttl"
    actors.write_text(
        "@prefix kg: <https://w3id.org/actorgraph/ns#> . @prefix actor: <https://w3id.org/actorgraph/actor/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'actor:orbital-watch a kg:Organisation ; skos:prefLabel "Orbital Watch"@en .\n'
    )
    report = json.loads(call("build", texts, "-s", own, "--actors", actors, "--json").out)
    assert report["documents"] == 3
    rows = json.loads(
        call("cypher", "MATCH (a:Actor {id: 'orbital-watch'}) RETURN a.name", "-s", own, "-f", "json").out
    )
    assert rows == [{"a.name": "Orbital Watch"}]


def test_a_copy_is_a_further_publication(call: Call, built: Path) -> None:
    text = "MATCH (d:Document) WHERE size(d.publications) > 1 RETURN d.publisher AS first, size(d.publications) AS n"
    assert json.loads(call("cypher", text, "-s", built, "-f", "json").out) == [{"first": "The Herald", "n": 2}]


def test_extract_prints_claims(call: Call, texts: Path) -> None:
    done = call("extract", texts / "bridge.md")
    assert done.code == 0
    said = claims(done.out)
    assert [one for one in SAID if one in said] == SAID
    row = json.loads(done.out.splitlines()[0])
    assert row["source"]["publisher"] == "The Herald"
    assert row["relation"] == "fights-alongside"


def test_extract_reads_standard_input(shell: Call) -> None:
    done = shell("extract", "-", stdin=b"Hamas attacked Israel.")
    assert claims(done.out) == ["Hamas -attacks-> Israel"]


def test_extract_lists_what_it_refused(call: Call, tmp_path: Path) -> None:
    text, refused = tmp_path / "a.txt", tmp_path / "refused.jsonl"
    text.write_text("Hezbollah attacked it. The army attacked.\n")
    assert call("extract", text, "--refused", refused).code == 0
    for line in refused.read_text().splitlines():
        assert {"reason", "text", "document", "start", "end", "name"} == set(json.loads(line))


def test_extracted_claims_load(call: Call, shell: Call, texts: Path, built: Path, tmp_path: Path) -> None:
    lines = call("extract", texts).out
    done = shell("load", "-", "-s", tmp_path / "l.kg", stdin=lines.encode())
    assert done.code == 0
    assert "claims from 2 documents" in done.err
    text = "MATCH (c:Claim) RETURN c.id AS id ORDER BY id"
    assert call("cypher", text, "-s", tmp_path / "l.kg").out == call("cypher", text, "-s", built).out


def test_loading_twice_changes_nothing(call: Call, built: Path, tmp_path: Path) -> None:
    file, store = tmp_path / "c.jsonl", tmp_path / "l.kg"
    call("export", "-s", built, "-o", file)
    call("load", file, "-s", store)
    once = call("export", "-s", store, "-o", "-", "-t", "ttl").out
    report = json.loads(call("load", file, "-s", store, "--json").out)
    assert report["unread"] == []
    assert call("export", "-s", store, "-o", "-", "-t", "ttl").out == once


def test_other_names_of_unknown_actors_travel(call: Call, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Ziad Karamani leads the Free Syrian Army. Karamani met Hezbollah.\n")
    assert call("build", text, "-s", tmp_path / "one.kg").code == 0
    assert call("export", "-s", tmp_path / "one.kg", "-o", tmp_path / "one.jsonl").code == 0
    assert '"also": ["Karamani"]' in (tmp_path / "one.jsonl").read_text()
    assert call("load", tmp_path / "one.jsonl", "-s", tmp_path / "two.kg").code == 0
    for to in ("ttl", "jsonl", "csv", "graphml"):
        one, two = (call("export", "-s", tmp_path / store, "-o", "-", "-t", to).out for store in ("one.kg", "two.kg"))
        assert one == two
    broken = (tmp_path / "one.jsonl").read_text().replace('["Karamani"]', '"Karamani"')
    (tmp_path / "broken.jsonl").write_text(broken)
    assert "no list" in call("load", tmp_path / "broken.jsonl", "-s", tmp_path / "two.kg").err


def test_a_text_too_large_is_listed_and_the_others_read(call: Call, texts: Path, tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_text("Hamas attacked Israel. " * 20)
    done = call("build", texts, big, "--largest", "400", "-s", tmp_path / "g.kg")
    assert done.code == 1
    assert done.err.startswith("3 documents")
    assert "big.txt: it is one text of 460 characters" in done.err
    assert call("build", texts, big, "--largest", "460", "-s", tmp_path / "g.kg").code == 0


def test_parameters_may_bear_any_name(call: Call, built: Path) -> None:
    done = call("cypher", "RETURN $limit AS a, $write AS b, $text AS c", "-s", built, "-f", "csv",
                "-p", "limit=1", "-p", "$write=x", "-p", "text=[2]")  # fmt: skip
    assert done.out == "a,b,c\n1,x,2\n"


def test_load_keeps_what_is_sound(call: Call, built: Path, tmp_path: Path) -> None:
    good = call("export", "-s", built, "-o", "-", "-t", "jsonl").out.splitlines()
    row = json.loads(good[0])
    bad = [
        "{",
        "[1, 2]",
        json.dumps(row | {"relation": "fights-alongsid"}),
        json.dumps(row | {"polarity": "perhaps"}),
        json.dumps(row | {"modality": "perhaps"}),
        json.dumps(row | {"quote": "  "}),
        json.dumps(row | {"end": row["end"] + 1}),
        json.dumps(row | {"subject": None}),
        json.dumps(row | {"subject": row["subject"] | {"type": "armed-grup"}}),
        json.dumps(row | {"source": "The Herald"}),
        "[" * 100_000,
        json.dumps(row | {"kind": "\ud800"}),
    ]
    file = tmp_path / "c.jsonl"
    file.write_bytes("\n".join([*bad, "", *good]).encode() + b"\n\xff\xfe\n")
    done = call("load", file, "-s", tmp_path / "l.kg")
    assert done.code == 1
    assert f"{len(good)} claims from 2 documents" in done.err
    assert "13 could not be read, the rest was kept" in done.err
    for number in range(1, 13):
        assert f"  {file}, line {number}: " in done.err
    assert "did you mean fights-alongside" in done.err
    assert "did you mean armed-group?" in done.err


def test_load_resolves_claims_without_actors(call: Call, tmp_path: Path) -> None:
    quote = "Hizbullah attacked Israel."
    row = {
        "subject": {"text": "Hizbullah", "start": 0, "end": 9},
        "relation": "attacks",
        "object": {"text": "Israel", "start": 19, "end": 25},
        "polarity": "affirmed",
        "modality": "asserted",
        "document": "0123456789abcdef",
        "quote": quote,
        "start": 0,
        "end": len(quote),
        "source": {"title": "By hand", "also": [{"publisher": "The Courier", "published": "2001"}]},
    }
    file = tmp_path / "c.jsonl"
    file.write_text("\ufeff" + json.dumps(row) + "\n", encoding="utf-8")
    assert call("load", file, "-s", tmp_path / "l.kg").code == 0
    found = call("query", "evidence", "--a", "hezbollah", "--b", "Israel", "-s", tmp_path / "l.kg", "-f", "json")
    assert json.loads(found.out)[0]["quote"] == quote


def test_retract_takes_back_what_a_document_supports(call: Call, own: Path) -> None:
    done = call("retract", "https://example.org/bridge", "-s", own)
    assert done.code == 0
    assert "claims taken back" in done.err
    assert json.loads(call("retract", "strike.txt", "-s", own, "--json").out)["documents"] == ["strike.txt"]
    assert json.loads(call("info", "store", "-s", own, "-f", "json").out)[1] == {"what": "claims", "number": 0}


def test_an_unread_file_does_not_take_the_others(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("Hamas attacked Israel.")
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "latin.txt").write_bytes("Hezbollah attacked Israel near the château.".encode("latin-1"))
    (folder / "header.md").write_text("---\ntitle: [\n---\nIran backs Hezbollah.\n")
    (folder / "rows.jsonl").write_text('{"text": "Hamas attacked Egypt."}\n{broken\n')
    done = call("build", folder, "-s", tmp_path / "g.kg")
    assert done.code == 1
    for name in ("empty.txt", "binary.txt", "rows.jsonl, line 2", "header.md"):
        assert f"  {name}" in done.err
    text = "MATCH (a)-[:ATTACKS]->(b) RETURN a.name + '>' + b.name AS p ORDER BY p"
    pairs = json.loads(call("cypher", text, "-s", tmp_path / "g.kg", "-f", "json").out)
    assert [row["p"] for row in pairs] == ["Hamas>Egypt", "Hamas>Israel", "Hezbollah>Israel"]
    report = json.loads(call("build", folder, "-s", tmp_path / "g.kg", "--json").out)
    assert len(report["unread"]) >= 4


def test_names_of_files_may_be_any_bytes(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / os.fsdecode(b"\xff.txt")).write_text("Hamas attacked Israel.")
    (folder / "a\n<b>\t\u202e.txt").write_text("Iran backs Hamas.")
    assert call("build", folder, "-s", tmp_path / "g.kg").code == 0
    for suffix in ("ttl", "jsonl", "csv", "graphml"):
        assert call("export", "-o", tmp_path / f"g.{suffix}", "-s", tmp_path / "g.kg").code == 0
    assert "\ufffd.txt" in call("extract", folder).out


@pytest.mark.skipif(os.name == "nt", reason="signals are not the same there")
def test_an_interrupted_build_keeps_what_it_read_and_goes_on(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(160):
        text = "".join(f"Hamas attacked Israel in week {number} of year {year}. " for year in range(15))
        (folder / f"{number:03}.txt").write_text(text)
    store = tmp_path / "g.kg"
    started = subprocess.Popen(
        [sys.executable, "-c", "from kg.cli import main; main()", "build", folder, "-s", store], stderr=subprocess.PIPE
    )
    while not store.exists() and started.poll() is None:
        time.sleep(0.05)
    time.sleep(0.5)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate()
    lines = err.decode().splitlines()
    assert started.returncode == 130
    assert len(lines) == 2
    assert lines[0].startswith("error: interrupted ")
    assert lines[1].startswith("  try: the same command again")
    held = json.loads(call("info", "store", "-s", store, "-f", "json").out)[0]["number"]
    report = json.loads(call("build", folder, "-s", store, "--json").out)
    assert (report["known"], report["documents"]) == (held, 160 - held)
    with kg.open(store) as graph:
        assert graph.info()["documents"] == 160
