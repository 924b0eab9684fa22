"""The reader: MiniLM with heads for tags, dependencies, sentence starts and names, one pass a window of words.

In: word pieces, their case classes, and each word's first piece. Out: one vector a word, and the heads' scores. The
parser is deep biaffine attention (Dozat and Manning 2017).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as f
from torch import Tensor, nn

from training.encoder import WIDTH, Encoder

CASES = 7
_ARC, _LABEL = 192, 96


class Read(NamedTuple):
    """Scores a word: words × width, arcs (dependent × head, head 0 the root), and a row of each head."""

    words: Tensor
    arcs: Tensor
    label_heads: Tensor
    label_deps: Tensor
    xpos: Tensor
    upos: Tensor
    sentence_start: Tensor
    names: Tensor


class ReaderNetwork(nn.Module):
    """An encoder with a case embedding at its input, and heads."""

    def __init__(self, minilm: Path, deps: int, xpos: int, upos: int, names: int) -> None:
        super().__init__()
        self.encoder = Encoder(minilm)
        self.case = nn.Embedding(CASES, WIDTH)
        nn.init.normal_(self.case.weight, std=0.005)  # the pieces are lower case: case comes in beside them
        self.arc_head, self.arc_dep = nn.Linear(WIDTH, _ARC), nn.Linear(WIDTH, _ARC)
        self.label_head, self.label_dep = nn.Linear(WIDTH, _LABEL), nn.Linear(WIDTH, _LABEL)
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.arcs = nn.Parameter(torch.randn(_ARC + 1, _ARC) * 0.02)
        self.labels = nn.Parameter(torch.randn(_LABEL + 1, deps, _LABEL + 1) * 0.02)
        self.xpos, self.upos = nn.Linear(WIDTH, xpos), nn.Linear(WIDTH, upos)
        self.starts, self.names = nn.Linear(WIDTH, 2), nn.Linear(WIDTH, names)
        self.dropout = nn.Dropout(0.2)

    def forward(self, ids: Tensor, mask: Tensor, case: Tensor, first: Tensor) -> Read:
        """Read windows: pieces, which of them are text, case classes (batch × pieces), first pieces (batch × words)."""
        batch, size = ids.shape
        embedded = self.encoder.pieces(ids) + self.case(case)
        places = torch.arange(size, device=ids.device)[None].expand(batch, size)
        states = self.encoder(embedded, places, mask.bool()[:, None, :].expand(batch, size, size))
        words = states.gather(1, first[:, :, None].expand(-1, -1, WIDTH))
        dropped = self.dropout(words)
        rooted = torch.cat([self.root.expand(batch, 1, -1), dropped], 1)

        def through(layer: nn.Linear, x: Tensor) -> Tensor:
            return self.dropout(f.gelu(layer(x)))

        deps = through(self.arc_dep, dropped)
        arcs = (torch.cat([deps, torch.ones_like(deps[..., :1])], -1) @ self.arcs) @ through(
            self.arc_head, rooted
        ).transpose(1, 2)
        return Read(
            words,
            arcs,
            through(self.label_head, rooted),
            through(self.label_dep, dropped),
            self.xpos(dropped),
            self.upos(dropped),
            self.starts(dropped),
            self.names(dropped),
        )

    def label_scores(self, read: Read, heads: Tensor) -> Tensor:
        """Score the labels of each word's arc to its head (0 the root): batch × words × labels."""
        governors = read.label_heads.gather(1, heads[:, :, None].expand(-1, -1, _LABEL))
        one = torch.ones_like(governors[..., :1])
        return torch.einsum(
            "bdi,ikj,bdj->bdk",
            torch.cat([read.label_deps, one], -1),
            self.labels,
            torch.cat([governors, one], -1),
        )
