"""What comes in by standard input, where a path is "-"."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def stdin_bytes(paths: Sequence[str]) -> bytes | None:
    """Read standard input whole if one of the paths is "-"."""
    return sys.stdin.buffer.read() if "-" in paths else None
