"""Opens networks and word pieces; the only module that knows onnxruntime and the tokenizer of the pieces.

In: files of weights. Out: a session that maps arrays to arrays, and an encoder of words or text to pieces.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kg.errors import InputError

_MOST_THREADS = 4  # one window is small work, and more threads would wait for each other
PIECES = Path(__file__).parent / "reader" / "weights" / "tokenizer.json"


def require(folder: Path, names: Sequence[str], what: str, way_out: str) -> None:
    """Raise InputError where files of weights are missing."""
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise InputError(f"{what} weights are missing: {', '.join(missing)}", way_out)


class Session:
    """A network, run on one input at a time: quantised networks read differently in a batch."""

    def __init__(self, path: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # leave the cores to others meanwhile
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(self, feed: Mapping[str, Sequence[int] | Sequence[list[int]]]) -> list[NDArray[np.float32]]:
        """Run on integers, given without the batch's dimension; return the outputs without it."""
        arrays = {name: np.array([values], dtype=np.int64) for name, values in feed.items()}
        return [output[0] for output in self._session.run(None, arrays)]


@cache
def pieces() -> Tokenizer:
    """Load the word pieces that both networks share."""
    require(PIECES.parent, [PIECES.name], "the reader's", "install the package anew, or use --pipeline NAME")
    found = Tokenizer.from_file(str(PIECES))
    found.no_padding()
    found.no_truncation()
    return found


def usual_threads() -> int:
    """Return one thread a core that this process may use, which in a container are fewer than the machine has."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST_THREADS, cores)
