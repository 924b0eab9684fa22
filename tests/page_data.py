"""What a page of `kg view` holds, read back as its own script reads it."""

from __future__ import annotations

import json
import re
from typing import Any


def data_of(html: str) -> dict[str, Any]:
    """Read the data block of a page; actors, ties, claims, documents and edges come as rows."""
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    assert block
    data: dict[str, Any] = json.loads(block.group(1))
    for holder, key in [(data, "actors"), (data, "ties"), (data, "claims"), (data, "documents")]:
        holder[key] = _unpacked(holder[key])
    data["network"]["edges"] = _unpacked(data["network"]["edges"])
    return data


def _unpacked(packed: dict[str, Any]) -> list[dict[str, Any]]:
    columns = {
        key: column if isinstance(column, list) else [column["of"][at] for at in column["at"]]
        for key, column in packed["columns"].items()
    }
    return [{key: values[row] for key, values in columns.items()} for row in range(packed["count"])]
