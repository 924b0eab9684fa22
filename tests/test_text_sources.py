"""Sources: files of every kind, folders, patterns and standard input become documents, and what is broken is listed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Document
from kg.text.base import Unread
from kg.text.decoding import clean, decode, decode_page
from kg.text.header import iso_date
from kg.text.markdown import plain_text
from kg.text.readers import read_html, read_jsonl, read_markdown, read_text
from kg.text.sources import read_sources

DATA = Path(__file__).parent / "data" / "text"
SIZE = "and up to 100 characters are read; try: split it into the texts it is made of, or read it whole with --largest "
HEADED = """---
title: 'War: day one'
publisher: The Example
published: {}
url: https://example.org/1
note: [x]
---

The army attacked.
"""


def documents(items: object) -> list[Document]:
    return [item for item in items if isinstance(item, Document)]  # type: ignore[attr-defined]


def complaints(items: object) -> list[tuple[str, str]]:
    return [(item.where, item.cause) for item in items if isinstance(item, Unread)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("The army’s".encode(), "The army’s"),
        (b"\xef\xbb\xbfThe army", "The army"),
        ("The army’s".encode("utf-16"), "The army’s"),
        ("The army’s".encode("utf-32"), "The army’s"),
        ("The army attacked the town.".encode("utf-16-le"), "The army attacked the town."),
        ("The army attacked the town.".encode("utf-16-be"), "The army attacked the town."),
        (
            "The army’s “offensive” began, José Müller said.".encode("cp1252"),
            "The army’s “offensive” began, José Müller said.",
        ),
        (
            ("Сирийская армия начала наступление на город. " * 4).encode("cp1251"),
            "Сирийская армия начала наступление на город. " * 4,
        ),
        (b"a\r\nb\rc\x0bd\x0ce\x85".replace(b"\x85", "\x85".encode()), "a\nb\nc\nd\ne\n"),
        (b"bell\x07 and\x1b escape", "bell  and  escape"),
    ],
)
def test_bytes_become_text(content: bytes, text: str) -> None:
    assert decode(content) == text


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b" \n\t \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04rest", "zip file"),
        (b"text\x00with nulls", "binary.*byte 4"),
        (bytes(range(1, 256)) * 3, "binary"),
        (b"\xff\xfea", "utf-16-le"),
        (b"a\x00b\xd8c\x00\x00", "binary"),
        (b"t\x00\x00\xd8" * 1 + b"h\x00" * 9, "binary"),
    ],
)
def test_what_is_no_text_says_why(content: bytes, cause: str) -> None:
    with pytest.raises(InputError, match=cause) as caught:
        decode(content)
    assert caught.value.way_out


def test_undecodable_bytes_say_where() -> None:
    with pytest.raises(InputError, match="byte 8"):
        decode("The army’s “offensive” in Aleppo – said José Müller – began.".encode("mac_roman"))


def test_halves_of_surrogates_are_mended() -> None:
    assert clean("a\ud83d\ude00b\ud800c") == "a😀b\ufffdc"


def test_pages_name_their_encoding_rightly_or_not() -> None:
    assert decode_page(b'<meta charset="koi8-r">' + "мир".encode("koi8-r")).endswith("мир")
    assert decode_page('<meta charset="nonsense">мир'.encode()).endswith("мир")
    assert decode_page('<meta charset="ascii">мир'.encode()).endswith("мир")


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2015-10-14", "2015-10-14"),
        ("2015-10", "2015-10"),
        ("2015", "2015"),
        ("2015/10/4", "2015-10-04"),
        ("2015-10-14T08:30:00Z", "2015-10-14T08:30:00+00:00"),
        ("2015-10-14 08:30 UTC", "2015-10-14T08:30:00+00:00"),
        ("14 October 2015", "2015-10-14"),
        ("Wednesday, 14th Oct. 2015", "2015-10-14"),
        ("October 14, 2015", "2015-10-14"),
        ("Wednesday, October 14, 2015 at 10:30", "2015-10-14"),
        ("Sept. 3, 2014", "2014-09-03"),
        ("October 2015", "2015-10"),
        ("Wed, 14 Oct 2015 08:30:00 +0200", "2015-10-14T08:30:00+02:00"),
        ("31 February 2015", ""),
        ("2015-13-45", ""),
        ("2015-10-14T99", ""),
        ("14 Oct 2015 99:99", "2015-10-14"),
        ("10/11/2015", ""),
        ("12 Smarch 2015", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates_become_iso(words: str, iso: str) -> None:
    assert iso_date(words) == iso


@pytest.mark.parametrize("published", ["2015-10-14", "14 October 2015", "'2015-10-14'", "Oct 14, 2015"])
def test_a_header_is_read(published: str) -> None:
    (document,) = read_markdown(HEADED.format(published).replace("\n", "\r\n").encode(), Path("one.md"))
    assert document == Document(
        "The army attacked.", "War: day one", "The Example", "https://example.org/1", "2015-10-14", "one.md"
    )


@pytest.mark.parametrize(
    ("head", "where", "cause"),
    [
        ("title: a: b: c\n---", "one.md, line 2", "no YAML"),
        ("title: x\npublisher: [a\n---", "one.md, line 3", "no YAML"),
        ("title: x\nurl: " + "[" * 5000 + "\n---", "one.md, line 2", "no YAML"),
        ("title: x\npublished: 2015-13-45\n---", "one.md, line 2", "no YAML"),
        ("title: \x01\x02\n---", "one.md, line 2", ""),
        ("title: x\npublisher: [a, b]\n---", "one.md, line 3", "'publisher' is no text"),
        ("title: x\npublished: 10/11/2015\n---", "one.md, line 3", "'10/11/2015' is not understood"),
        ("title: x\npublished: true\n---", "one.md, line 3", "'published' is no text"),
        ("title: x", "one.md, line 1", "no closing line"),
    ],
)
def test_a_broken_header_loses_no_text(head: str, where: str, cause: str) -> None:
    items = list(read_markdown(f"---\n{head}\n\nThe army attacked.\n".encode(), Path("one.md")))
    assert [document.text for document in documents(items)] == ["The army attacked."]
    if cause:
        ((found, why),) = complaints(items)
        assert found == where
        assert cause in why
        assert "; try: " in why


def test_the_plain_lines_of_a_broken_header_are_kept() -> None:
    head = b"---\ntitle: Sarajevo: convoy turned back\npublished: 2015-10-14\npublisher: [x\nurl: 'https://a.example'\n---\nText."
    (document,) = documents(read_markdown(head, Path("one.md")))
    assert (document.title, document.published) == ("Sarajevo: convoy turned back", "2015-10-14")
    assert (document.publisher, document.url) == ("", "https://a.example")


def test_headers_that_are_none() -> None:
    assert documents(read_markdown(b"---\n\nThe army attacked.", Path("a.md")))[0].text == "The army attacked."
    assert documents(read_markdown(b"---\n---\nThe army attacked.", Path("a.md")))[0].text == "The army attacked."
    assert complaints(read_markdown(b"---\ntitle: x\n---\n\n", Path("a.md")))[0][1].startswith("there is no text")
    assert complaints(read_markdown(b"", Path("a.md")))[0][1].startswith("it is empty")
    kept = list(read_markdown(b"---\na:\n  - b\n---\nText.", Path("a.md")))
    assert len(kept) == 1


def test_markdown_marks_go_and_words_stay() -> None:
    text, heading = plain_text(
        "# War *day* one\n\n"
        "The **army** [attacked](http://x) `Jobar`\nand ![a picture](p.png) left.\\\nEnd <b>now</b>.\n\n"
        "- one\n- two\n\n3. three\n\n> quoted\n\n    indented\n\n"
        "```\ncode\n```\n\n<div>\nblock\n</div>\n\n---\n\nA &amp; B"
    )
    assert heading == "War day one"
    assert text.split("\n\n") == [
        "War day one",
        "The army attacked Jobar\nand a picture left.\nEnd now.",
        "one",
        "two",
        "3. three",
        "quoted",
        "indented",
        "code",
        "block",
        "A & B",
    ]


def test_markdown_too_deep_to_parse_stays() -> None:
    deep = ">" * 500 + " deep"
    assert "deep" in plain_text(deep)[0]
    assert plain_text("") == ("", "")


def test_the_first_heading_is_the_title_where_no_header_gives_one() -> None:
    assert documents(read_markdown(b"# War\n\nText.", Path("a.md")))[0].title == "War"
    assert documents(read_markdown(b"---\ntitle: X\n---\n# War\n\nText.", Path("a.md")))[0].title == "X"


def test_a_page_is_its_article() -> None:
    (document,) = documents(read_html((DATA / "article.html").read_bytes(), Path("article.html")))
    assert "army’s northern command" in document.text
    assert "“We are where we were,”" in document.text
    assert "newsletter" not in document.text
    assert (document.title, document.publisher) == ("Army takes hill town", "The Daily Example")
    assert (document.published, document.url) == ("2015-10-14", "https://news.example.org/2015/10/14/hill-town")


@pytest.mark.parametrize("page", [b"", b"<html><body></body></html>", b"\x00\x01"])
def test_a_page_without_an_article_is_listed(page: bytes) -> None:
    ((where, cause),) = complaints(read_html(page, Path("a.html")))
    assert where == "a.html"
    assert "try: " in cause


def test_rows_are_documents_and_broken_rows_are_listed() -> None:
    rows = [
        json.dumps({"text": "One.\r\nTwo \ud800", "title": "T", "published": "14 Oct 2015", "more": 1}),
        "",
        "{broken",
        json.dumps(["no object"]),
        json.dumps({"text": " "}),
        json.dumps({"text": 3}),
        "[" * 100_000,
        json.dumps({"text": "Three.", "published": "some day"}),
    ]
    items = list(read_jsonl("\n".join(rows).encode(), Path("a.jsonl")))
    assert documents(items) == [
        Document("One.\nTwo \ufffd", title="T", published="2015-10-14", name="a.jsonl, line 1"),
        Document("Three.", name="a.jsonl, line 8"),
    ]
    assert [where for where, _ in complaints(items)] == [f"a.jsonl, line {n}" for n in (3, 4, 5, 6, 7, 8)]
    assert complaints(read_jsonl(b"", Path("a.jsonl")))[0][0] == "a.jsonl"


def test_plain_text_is_taken_as_it_is() -> None:
    assert list(read_text(b"---\r\n# War", Path("sub/a.txt"))) == [Document("---\n# War", name="sub/a.txt")]
    assert complaints(read_text(b"\x00", Path("a.txt"))) == [
        ("a.txt", "it is binary, not text (a null at byte 0); try: save its text as .txt")
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "b.txt": "B.",
        "a.md": "# A\n\nText.",
        "sub/c.TXT": "C.",
        ".hidden.txt": "H.",
        ".git/d.txt": "D.",
        "e.pdf": "%PDF-",
        "none": "N.",
    }.items():
        file = tmp_path / "news" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "news"


def names(items: object) -> list[str]:
    return [item.name if isinstance(item, Document) else item.where for item in items]  # type: ignore[attr-defined]


def test_a_folder_is_read_whole_and_sorted(folder: Path) -> None:
    assert names(read_sources([str(folder)])) == ["a.md", "b.txt", "sub/c.TXT"]


def test_order_and_repetition_of_names_change_nothing(folder: Path) -> None:
    one = list(read_sources([str(folder), str(folder / "b.txt"), f"{folder}/sub/../a.md"]))
    two = list(read_sources([str(folder / "a.md"), str(folder / "b.txt"), str(folder)]))
    assert one == two
    assert len(one) == 3


def test_patterns(folder: Path) -> None:
    assert names(read_sources([f"{folder}/*.t*"])) == ["b.txt"]
    assert names(read_sources([f"{folder}/s*"])) == ["c.TXT"]
    with pytest.raises(InputError, match="no file is like"):
        read_sources([f"{folder}/*.html"])


def test_standard_input() -> None:
    assert documents(read_sources(["-"], stdin=b"The army attacked.")) == [Document("The army attacked.", name="stdin")]
    (document,) = read_sources(["-", "-"], stdin=HEADED.format("2015").encode())
    assert isinstance(document, Document)
    assert (document.title, document.published, document.text) == ("War: day one", "2015", "The army attacked.")
    with pytest.raises(InputError, match="standard input"):
        read_sources(["-"])


def test_a_missing_file_is_named_with_its_neighbours(folder: Path) -> None:
    with pytest.raises(InputError, match=r"did you mean b\.txt"):
        read_sources([str(folder / "b.tx")])
    with pytest.raises(InputError, match="no folder"):
        read_sources([str(folder / "nowhere" / "b.txt")])
    with pytest.raises(InputError, match="look at the path"):
        read_sources([str(folder / "zzzzzzzz")])


def test_a_folder_without_texts(folder: Path) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(InputError, match="holds no texts"):
        read_sources([str(folder / "empty")])


def test_files_of_no_known_kind_are_listed_and_the_others_read(folder: Path) -> None:
    items = list(read_sources([str(folder / "e.pdf"), str(folder / "none"), str(folder / "b.txt")]))
    assert names(items) == ["b.txt", "e.pdf", "none"]
    assert "ending in .pdf" in complaints(items)[0][1]
    assert ".jsonl" in complaints(items)[1][1]


def test_a_file_that_cannot_be_opened_is_listed(folder: Path) -> None:
    (folder / "loop.txt").symlink_to(folder / "gone.txt")
    items = list(read_sources([str(folder)]))
    assert complaints(items) == [
        ("loop.txt", "it cannot be opened (No such file or directory); try: look at its permissions")
    ]
    assert len(documents(items)) == 3


def test_home_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", os.fspath(folder))
    assert names(read_sources(["~/b.txt"])) == ["b.txt"]


def test_a_text_that_is_too_large_is_listed_and_many_texts_are_not(folder: Path) -> None:
    (folder / "big.txt").write_text("word " * 30)
    (folder / "big.html").write_text("<p>word</p>" * 50)
    row = json.dumps({"text": "The army attacked."})
    (folder / "many.jsonl").write_text(f"{row}\n" * 20 + json.dumps({"text": "word " * 30}))
    items = list(read_sources([str(folder), "-"], stdin=b"x" * 401, largest=100))
    assert complaints(items) == [
        ("stdin", f"it is one text of 401 bytes, {SIZE}401"),
        ("big.html", f"it is one text of 550 bytes, {SIZE}550"),
        ("big.txt", f"it is one text of 150 characters, {SIZE}150"),
        ("many.jsonl, line 21", f"it is one text of 150 characters, {SIZE}150"),
    ]
    assert len(documents(items)) == 23
    (whole,) = read_sources([str(folder / "big.txt")], largest=150)
    assert isinstance(whole, Document)
