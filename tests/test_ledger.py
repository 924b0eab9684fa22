"""The ledger of judgements: what it joins, what it keeps apart, and what it says of a broken line."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.resolve.ledger import Judgement, Ledger, judgement, ledger_lines, read_ledger

ACTORS = "abcdefgh"
PAIRS = st.tuples(st.sampled_from(ACTORS), st.sampled_from(ACTORS)).filter(lambda pair: pair[0] != pair[1])


def ledger(*rows: str) -> Ledger:
    """Make a ledger of rows such as "a same b"."""
    found = Ledger()
    for row in rows:
        one, verdict, other = row.split()
        found = found.with_one(judgement(one, other, verdict))  # type: ignore[arg-type]
    return found


def test_same_is_transitive() -> None:
    judged = ledger("a same b", "c same b", "e same d")
    assert judged.group("a") == judged.group("c") == ("a", "b", "c")
    assert judged.group("d") == ("d", "e")
    assert judged.group("f") == ("f",)


def test_the_catalogues_actor_stands_for_its_group() -> None:
    judged = ledger("a same b", "b same c")
    assert judged.standing_for("c") == "a"
    assert judged.standing_for("a", known={"c"}) == "c"
    assert judged.standing_for("z", known={"c"}) == "z"


def test_unsure_joins_nothing_and_keeps_nothing_apart() -> None:
    judged = ledger("a unsure b")
    assert judged.group("a") == ("a",)
    assert not judged.apart("a", "b")


def test_different_holds_for_all_that_are_the_same() -> None:
    judged = ledger("a same b", "c same d", "b different c")
    assert judged.apart("a", "d")
    assert not judged.apart("a", "e")


def test_a_later_judgement_on_a_pair_takes_the_place_of_the_earlier() -> None:
    judged = ledger("a same b", "b different a")
    assert [one.verdict for one in judged.judgements] == ["different"]
    assert judged.on("b", "a") == judgement("a", "b", "different")


def test_a_contradiction_names_every_judgement_of_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    path.write_text(
        '{"a": "1", "a_name": "Free Army", "b": "2", "judgement": "same"}\n\n'
        '{"a": "2", "b": "3", "judgement": "same"}\n'
        '{"a": "1", "b": "3", "b_name": "Army", "judgement": "different"}\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_ledger(path)
    assert caught.value.cause == (
        f"{path}, line 4 keeps 'Free Army' and 'Army' apart, but {path}, line 1 and {path}, line 3 make them one"
    )


def test_a_contradiction_made_by_hand_names_the_actors() -> None:
    with pytest.raises(InputError, match=r"the judgement on 'a' and 'b' keeps .* but the judgement on 'a' and 'c' and"):
        ledger("a different b", "a same c", "c same b")


def test_undo_of_what_was_never_judged() -> None:
    with pytest.raises(InputError, match="no judgement on these two"):
        ledger("a same b").without("a", "c")


def test_nobody_is_judged_against_itself() -> None:
    with pytest.raises(InputError, match="against itself"):
        judgement("a", "a", "same")


BROKEN = [
    ("{", "is not JSON"),
    ("[1]", "is no object of strings"),
    ('{"a": 1, "b": "2", "judgement": "same"}', "is no object of strings"),
    ('{"a": "1", "b": "2", "judgement": "maybe"}', "does not say which two"),
    ('{"a": "1", "judgement": "same"}', "does not say which two"),
    ('{"a": "1", "b": "", "judgement": "same"}', "does not say which two"),
    ('{"a": "1", "b": "1", "judgement": "same"}', "against itself"),
    ('{"a": "1", "b": "2", "judgement": "same", "when": "now"}', "unknown field 'when'"),
    ('{"b": "y", "a": "x", "judgement": "unsure"}', "judges the same two actors as line 1"),
    ('{"a": "1", "b": "2", "judgem', "is not JSON"),
]


@pytest.mark.parametrize(("line", "said"), BROKEN, ids=[said for _, said in BROKEN])
def test_a_broken_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "judgements.jsonl"
    path.write_text('{"a": "x", "b": "y", "judgement": "same"}\n' + line, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        read_ledger(path)
    assert f"{path}, line 2" in caught.value.cause


def test_what_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        read_ledger(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_ledger(tmp_path)


def test_no_file_is_an_empty_ledger(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "none.jsonl") == Ledger(path=str(tmp_path / "none.jsonl"))


TEXT = st.text(max_size=20).filter(lambda words: not any(0xD800 <= ord(c) < 0xE000 for c in words))


@given(st.lists(st.tuples(PAIRS, st.sampled_from(("same", "unsure")), TEXT, TEXT), max_size=12))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple]) -> None:  # type: ignore[type-arg]
    judged = Ledger()
    for pair, verdict, name, why in rows:
        judged = judged.with_one(judgement(*pair, verdict, (name, name), why=why, by="me", given="2026-01-31"))
    path = tmp_path_factory.mktemp("ledger") / "judgements.jsonl"
    path.write_text("".join(ledger_lines(judged)), encoding="utf-8", newline="\n")
    assert read_ledger(path).judgements == judged.judgements
    assert path.read_bytes().count(b"\n") == len(judged.judgements)


@given(st.lists(st.tuples(PAIRS, st.sampled_from(("same", "different", "unsure"))), max_size=30), st.randoms())
def test_undo_in_any_order_leads_back(rows: list[tuple[tuple[str, str], str]], order: random.Random) -> None:
    judged, taken = ledger("a same b", "c different d"), []
    before = judged
    for pair, verdict in rows:
        if judged.on(*pair):
            continue
        try:
            judged = judged.with_one(judgement(*pair, verdict))  # type: ignore[arg-type]
        except InputError:
            continue
        taken.append(pair)
    assert all(not judged.apart(one, other) for one in ACTORS for other in judged.group(one))
    order.shuffle(taken)
    for one, other in taken:
        judged = judged.without(other, one)
    assert judged == before


def test_a_judgement_is_kept_sorted() -> None:
    assert judgement("b", "a", "same", ("B", "A")) == Judgement("a", "b", "same", ("A", "B"))
