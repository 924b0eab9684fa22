"""Finds and reads what the user named: files, folders, patterns, standard input.

In: paths as typed. Out: documents and what could not be read, in an order, and under names, that do not hang on the
machine, on the order of naming, or on a file being named twice.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import plugins
from kg.errors import InputError, did_you_mean
from kg.model import Document
from kg.text.base import LARGEST, Reader, Unread
from kg.text.readers import read_headed

STDIN = "-"
_GROUP = "kg.readers"
_ONE_TEXT = ("txt", "md", "html", "htm")  # kinds of file that hold one text each
_CHARACTER = 4  # bytes at most


def read_sources(
    paths: Iterable[str], *, stdin: bytes | None = None, largest: int = LARGEST
) -> Iterator[Document | Unread]:
    """Read files, folders (with all below them), patterns and "-" for `stdin`, each file once, sorted by name.

    A text of more than `largest` characters is not read, a file of many texts may have any size.
    Raises InputError, before anything is read, for a path or a pattern that leads to no file.
    """
    known = plugins.names(_GROUP)
    found: dict[Path, str] = {}
    piped = False
    for path in paths:
        if path == STDIN:
            if stdin is None:
                raise InputError("nothing comes from standard input", "cat news.txt | kg extract -")
            piped = True
            continue
        for file, name in _find(path, known):
            real = file.resolve()
            found[real] = min(found.get(real, name), name)
    return _within(_read(found, stdin if piped else None, known, largest), largest)


def _within(items: Iterable[Document | Unread], largest: int) -> Iterator[Document | Unread]:
    for one in items:
        too_large = _too_large(one.name, len(one.text), "characters", largest) if isinstance(one, Document) else None
        yield too_large or one


def _too_large(name: str, size: int, unit: str, largest: int) -> Unread | None:
    if size <= largest:
        return None
    cause = f"it is one text of {size:,} {unit}, and up to {largest:,} characters are read"
    return Unread(name, f"{cause}; try: split it into the texts it is made of, or read it whole with --largest {size}")


def _read(
    found: dict[Path, str], stdin: bytes | None, known: tuple[str, ...], largest: int
) -> Iterator[Document | Unread]:
    if stdin is not None:
        # Bytes are counted before characters: to decode and to take apart what is far too large takes minutes itself.
        yield from _whole("stdin", stdin, largest) or read_headed(stdin, Path("stdin"))
    readers: dict[str, Reader] = {}
    for file, name in sorted(found.items(), key=lambda item: (item[1], item[0])):
        suffix = _suffix(file)
        if suffix not in known:
            yield Unread(name, _unknown(suffix, known))
            continue
        if suffix not in readers:
            readers[suffix] = plugins.load(_GROUP, suffix)
        try:
            content = file.read_bytes()
        except OSError as error:
            yield Unread(name, f"it cannot be opened ({error.strerror or error}); try: look at its permissions")
            continue
        too_large = _whole(name, content, largest) if suffix in _ONE_TEXT else []
        yield from too_large or readers[suffix](content, Path(name))


def _whole(name: str, content: bytes, largest: int) -> list[Unread]:
    """List a text whose bytes alone say that it has too many characters."""
    one = _too_large(name, len(content), "bytes", largest) if len(content) > largest * _CHARACTER else None
    return [one] if one else []


def _suffix(file: Path) -> str:
    return file.suffix.removeprefix(".").lower()


def _unknown(suffix: str, known: tuple[str, ...]) -> str:
    what = f"files ending in .{suffix} are not known" if suffix else "it has no suffix to know its kind by"
    return f"{what}; try: one of {', '.join(f'.{name}' for name in known)}"


def _find(path: str, known: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Yield the files that a path or a pattern leads to, each with the name it will be called by."""
    place = Path(path).expanduser() if path.startswith("~") else Path(path)
    if place.is_dir():
        yield from _walk(place, known)
    elif place.exists():
        yield place, place.name
    elif glob.has_magic(path):
        hits = sorted(glob.glob(os.fspath(place), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not hits:
            raise InputError(f"no file is like '{path}'", "look at the pattern, and put it in quotes")
        for hit in hits:
            if Path(hit).is_dir():
                yield from _texts(Path(hit), known)
            else:
                yield Path(hit), Path(hit).name
    else:
        raise InputError(f"there is no file '{path}'", _nearest(place))


def _walk(folder: Path, known: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Yield a folder's texts; raise InputError if it holds none."""
    texts = list(_texts(folder, known))
    if not texts:
        suffixes = ", ".join(f".{name}" for name in known)
        raise InputError(f"the folder '{folder}' holds no texts", f"put files into it that end in {suffixes}")
    yield from texts


def _texts(folder: Path, known: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Yield a folder's files of known kinds and those below it, hidden files and folders left out."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = Path(here, name)
            if not name.startswith(".") and _suffix(file) in known:
                yield file, file.relative_to(folder).as_posix()


def _nearest(place: Path) -> str:
    """Name the files beside a missing one that are spelt nearly like it."""
    folder = place.parent
    otherwise = "look at the path"
    if not folder.is_dir():
        return f"there is no folder '{folder}' either"
    try:
        names = [entry.name for entry in folder.iterdir()]
    except OSError:
        return otherwise
    return did_you_mean(place.name, names, otherwise)
