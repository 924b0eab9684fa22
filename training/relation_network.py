"""The relation reader: one pass over a sentence tells the relation of every pair of its mentions.

Each mention gets two levitated markers behind the text (Zhong and Chen 2021, PURE; Ye et al. 2022, PL-Marker): they
stand at the positions where it begins and ends, see the text and each other, and are not seen by the text. A pair is
read off the markers of its two mentions, which then look once more at the text together, so that a sentence costs one
pass however many pairs it has.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as f
from torch import Tensor, nn

from training.encoder import WIDTH, Encoder

_POINTER = 96
_LOOKS = 6  # heads with which a pair looks at the text


class Read(NamedTuple):
    """Scores of pairs, each an ordered one: batch × pairs × labels, 2, 4, pieces, pieces, width.

    Piece 0 as claimant stands for nobody but the writer.
    """

    relations: Tensor
    polarity: Tensor
    modality: Tensor
    cues: Tensor
    claimants: Tensor
    vectors: Tensor


class RelationNetwork(nn.Module):
    """An encoder and small heads."""

    def __init__(self, minilm: Path, labels: int) -> None:
        super().__init__()
        self.encoder = Encoder(minilm)
        self.marks = nn.Parameter(torch.randn(2, WIDTH) * 0.02)
        self.pair = nn.Linear(3 * WIDTH, WIDTH)
        self.look_for, self.look_at, self.look_up = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.looked = nn.Linear(2 * WIDTH, WIDTH)
        self.relations = nn.Linear(WIDTH, labels)
        self.polarity, self.modality = nn.Linear(WIDTH, 2), nn.Linear(WIDTH, 4)
        self.cue_of, self.cue_in, self.claimant_of, self.claimant_in = (nn.Linear(WIDTH, _POINTER) for _ in range(4))
        self.dropout = nn.Dropout(0.2)

    def forward(self, ids: Tensor, mask: Tensor, starts: Tensor, ends: Tensor, marked: Tensor, pairs: Tensor) -> Read:
        """Read pieces (batch × pieces; `mask` 1 where there is text) with mentions and pairs.

        `starts` and `ends` (batch × mentions) are pieces, `marked` is 1 where there is a mention, `pairs`
        (batch × pairs × 2) are mentions by index, subject and object.
        """
        size, mentions = ids.shape[1], starts.shape[1]
        states = self.encoder(*self._with_markers(ids, mask, starts, ends, marked))
        text = states[:, :size]
        markers = states[:, size:].reshape(-1, mentions, 2, WIDTH).sum(2)
        chosen = markers.gather(1, pairs.flatten(1)[:, :, None].expand(-1, -1, WIDTH)).reshape(*pairs.shape, WIDTH)
        subject, object_ = chosen[:, :, 0], chosen[:, :, 1]
        joined = torch.cat([subject, object_, subject * object_], -1)
        both = f.gelu(self.pair(self.dropout(joined)))
        context = self._look(both, text, mask)
        vectors = self.dropout(f.gelu(self.looked(self.dropout(torch.cat([both, context], -1)))))
        return Read(
            self.relations(vectors),
            self.polarity(vectors),
            self.modality(vectors),
            self._point(self.cue_of(vectors), self.cue_in(text)),
            self._point(self.claimant_of(vectors), self.claimant_in(text)),
            torch.cat([vectors, subject, object_], -1),
        )

    def _look(self, pairs: Tensor, text: Tensor, mask: Tensor) -> Tensor:
        """Let each pair attend to the text, to find the words that join its two ends."""

        def split(x: Tensor) -> Tensor:
            return x.view(x.shape[0], -1, _LOOKS, WIDTH // _LOOKS).transpose(1, 2)

        seen = f.scaled_dot_product_attention(
            split(self.look_for(pairs)),
            split(self.look_at(text)),
            split(self.look_up(text)),
            attn_mask=mask.bool()[:, None, None, :],
        )
        return seen.transpose(1, 2).reshape(pairs.shape[0], -1, WIDTH)

    def _point(self, of: Tensor, into: Tensor) -> Tensor:
        return torch.matmul(of, into.transpose(1, 2)) / _POINTER**0.5

    def _with_markers(
        self, ids: Tensor, mask: Tensor, starts: Tensor, ends: Tensor, marked: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Lay the markers behind the text: embeddings, positions, and who sees whom."""
        batch, size = ids.shape
        width = 2 * starts.shape[1]
        embedded = self.encoder.pieces(ids)
        places = torch.arange(size, device=ids.device)
        inside = ((places >= starts[..., None]) & (places < ends[..., None])).to(embedded.dtype)
        words = torch.matmul(inside, embedded) / inside.sum(-1, keepdim=True).clamp(min=1.0)
        markers = (words[:, :, None] + self.marks).reshape(batch, width, WIDTH)
        at = torch.stack([starts, (ends - 1).clamp(min=0)], -1).reshape(batch, width)
        real = marked.bool()[:, :, None].expand(-1, -1, 2).reshape(batch, 1, width)
        of_text = mask.bool()[:, None, :].expand(batch, size + width, size)
        unseen = torch.zeros_like(real).expand(batch, size, width)
        sees = torch.cat([of_text, torch.cat([unseen, real.expand(batch, width, width)], 1)], 2)
        positions = torch.cat([places[None].expand(batch, size), at], 1)
        return torch.cat([embedded, markers], 1), positions, sees
