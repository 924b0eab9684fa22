"""Texts that are no plain English prose (tests/data/odd_texts.toml): nothing breaks, nothing is invented."""

from __future__ import annotations

import pytest
from reading_table import DATA, Case, failures, is_same, load, parameters, parts, read, shown, written

from kg.errors import InputError
from kg.model import Claim, Document, Refusal
from kg.text.pipelines import load_pipeline

TABLE = DATA / "odd_texts.toml"


def extracted(text: str) -> list[Claim | Refusal]:
    """Read a text without resolving its actors."""
    parsed = next(iter(load_pipeline("reader")([Document(text)])))
    assert parsed.doc.text == text
    return list(parts()[0](parsed))


def misquoted(text: str, found: list[Claim | Refusal]) -> list[str]:
    """List what is not found in the text where a claim or a refusal says it stands."""
    wrong = failures({"text": text}, [one for one in found if isinstance(one, Claim)])
    for one in found:
        if isinstance(one, Claim) and one.place:
            wrong += [] if text[one.place.start : one.place.end] == one.place.text else [one.place.text]
        elif isinstance(one, Refusal):
            wrong += [] if text[one.start : one.end] == one.text else [one.text]
    return wrong


@pytest.mark.parametrize("case", parameters([TABLE]))
def test_odd_text(case: Case) -> None:
    claims = read(case["text"])
    wanted = [written(line) for line in case["claims"]]
    allowed = [*wanted, *(written(line) for line in case.get("may", ()))]
    assert [claim for claim in claims if not any(is_same(claim, line) for line in allowed)] == [], "invented"
    assert [line for line in wanted if not any(is_same(claim, line) for claim in claims)] == [], shown(claims)
    assert misquoted(case["text"], list(claims)) == []


def test_all_of_them_in_one_text_are_quoted_rightly() -> None:
    text = "\n\n".join(case["text"] for case in load(TABLE))
    found = extracted(text)
    assert any(isinstance(one, Claim) for one in found)
    assert misquoted(text, found) == []


def test_all_of_them_in_one_paragraph_are_quoted_rightly() -> None:
    text = " ".join(" ".join(case["text"].split()) for case in load(TABLE))
    assert misquoted(text, extracted(text)) == []


def test_prose_without_a_full_stop_is_quoted_rightly() -> None:
    """Of 30 kB: time grows with length, and a megabyte would be minutes."""
    middle = "and the harvest in the valley was late this year as it had been the year before "
    text = "Ethiopia attacked Eritrea " + middle * (30_000 // len(middle)) + "and Uganda armed the Congolese rebels"
    found = extracted(text)
    assert misquoted(text, found) == []
    names = {"Ethiopia", "Eritrea", "Uganda", "Congolese rebels"}
    assert {end.text for one in found if isinstance(one, Claim) for end in (one.subject, one.object)} <= names


@pytest.mark.parametrize("unit", ["a", "(", "-", "Russia", "🔥", "\u200b", "\n", " ", "\u0301"], ids=ascii)
def test_a_megabyte_without_blanks_gives_nothing(unit: str) -> None:
    assert extracted(unit * (1_000_000 // len(unit.encode()))) == []


def test_half_a_character_is_named_with_a_way_out() -> None:
    with pytest.raises(InputError, match="half a surrogate pair at character 9"):
        extracted("Ethiopia \ud83d attacked Eritrea.")
