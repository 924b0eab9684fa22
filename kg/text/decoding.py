"""Turns the bytes of a file into text, or says why they are none.

In: bytes. Out: text whose only line ends are "\\n", without control characters and without halves of surrogate pairs,
so that every offset taken later is into this one text.
"""

from __future__ import annotations

import codecs
import re

from kg.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF-", "a PDF", "save its text as .txt, for example with pdftotext"),
    (b"PK\x03\x04", "a zip file or an office document", "unpack it, or save its text as .txt"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save its text as .txt"),
    (b"\x1f\x8b", "gzip compressed", "unpack it with gunzip"),
    (b"\x89PNG", "a picture", "save the text in it as .txt"),
    (b"\xff\xd8\xff", "a picture", "save the text in it as .txt"),
)
_SAVE = "save it as UTF-8 text"
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_SINGLE_BYTE = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "koi8_r",
    "iso8859_5",
    "iso8859_6",
]
_DOUBLE_BYTE = ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]


def decode(content: bytes) -> str:
    """Decode bytes by their byte order mark, as UTF-8, or by what charset-normalizer makes of them.

    Raises InputError where they are binary, empty, or in no encoding that can be told.
    """
    for kind, name, way_out in _KINDS:
        if content.startswith(kind):
            raise InputError(f"it is {name}, not text", way_out)
    text = clean(_decode(content))
    if not text.strip():
        raise InputError("it is empty", "leave it out, or write a text into it")
    return text


def decode_page(content: bytes) -> str:
    """Decode a web page, which may name its own encoding; otherwise as `decode` does."""
    declared = _META.search(content[:4096])
    if declared and not any(content.startswith(bom) for bom, _ in _BOMS):
        try:
            return clean(content.decode(declared.group(1).decode("ascii")))
        except (LookupError, ValueError):  # it names none that is known, or the wrong one
            return decode(content)
    return decode(content)


def clean(text: str) -> str:
    """Make every line end "\\n", control characters spaces, and halves of surrogate pairs U+FFFD."""
    if _SURROGATES.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", text))


def _decode(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content[len(bom) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError(
                    f"its byte order mark says {encoding}, which it is not (at byte {error.start + len(bom)})", _SAVE
                ) from error
    if b"\x00" in content:
        return _wide(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess(content, error.start)


def _wide(content: bytes) -> str:
    """Decode UTF-16 without a mark: of English text every second byte is null; raise InputError for all else."""
    half = len(content) // 2
    for encoding, nulls, letters in (
        ("utf-16-le", content[1::2], content[::2]),
        ("utf-16-be", content[::2], content[1::2]),
    ):
        if nulls.count(0) > half * 0.7 and letters.count(0) == 0:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                break
    raise InputError(f"it is binary, not text (a null at byte {content.index(0)})", "save its text as .txt")


def _guess(content: bytes, bad: int) -> str:
    """Ask charset-normalizer, which is slow, about text that is not UTF-8."""
    if sum(content.count(byte) for byte in range(32) if byte not in b"\t\n\v\f\r\x1b") * 50 > len(content):
        raise InputError("it is binary, not text", "save its text as .txt")
    from charset_normalizer import from_bytes

    for encodings in (_SINGLE_BYTE, _DOUBLE_BYTE):
        best = from_bytes(content, cp_isolation=encodings).best()
        if best is not None:
            return str(best)
    raise InputError(f"its encoding cannot be told (it is no UTF-8 at byte {bad})", _SAVE)
