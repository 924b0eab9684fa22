"""The reading of sentences, specified by the table tests/data/reading.toml."""

from __future__ import annotations

import pytest
from reading_table import READING, Case, check, parameters


@pytest.mark.parametrize("case", parameters([READING]))
def test_reading(case: Case) -> None:
    check(case)
