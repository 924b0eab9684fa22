"""Writes a trained network as ONNX, quantised to int8 (dynamic), and the settings beside it.

In: a checkpoint of training/train_relations.py. Out: relations.int8.onnx and relations.json, which kg/extract reads.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.relation_network import RelationNetwork

_OPSET = 17


class _Single(nn.Module):
    """The network as it is run: one sentence, no padding."""

    def __init__(self, network: RelationNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, starts: Tensor, ends: Tensor, pairs: Tensor) -> tuple[Tensor, ...]:
        read = self.network(ids, torch.ones_like(ids), starts, ends, torch.ones_like(starts), pairs)
        return tuple(read)


def main() -> None:
    """Read the arguments and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minilm", type=Path, required=True)
    options = parser.parse_args()
    checkpoint = torch.load(options.checkpoint)
    network = RelationNetwork(options.minilm, len(checkpoint["labels"]))
    network.load_state_dict(checkpoint["weights"])
    options.folder.mkdir(parents=True, exist_ok=True)
    export(network.eval(), options.folder)
    path = options.folder / "relations.json"
    old = json.loads(path.read_text("utf-8")) if path.exists() else {}
    mark = hashlib.sha256((options.folder / "relations.int8.onnx").read_bytes()).hexdigest()[:12]
    settings = {"weights": {}, "thresholds": {"": 0.5, "framed": 0.5}} | old
    settings |= {"labels": checkpoint["labels"], "mark": mark}
    path.write_text(json.dumps(settings, indent=1) + "\n", "utf-8")


def export(network: RelationNetwork, folder: Path) -> None:
    """Write the quantised graph into a folder."""
    full, small = folder / "relations.onnx", folder / "relations.int8.onnx"
    given = (
        torch.tensor([[101, 2023, 2003, 102]]),
        torch.tensor([[1, 2]]),
        torch.tensor([[2, 3]]),
        torch.tensor([[[0, 1]]]),
    )
    names = ["labels", "polarity", "modality", "cues", "claimants", "vectors"]
    torch.onnx.export(
        _Single(network),
        given,
        str(full),
        input_names=["ids", "starts", "ends", "pairs"],
        output_names=names,
        dynamic_axes={
            "ids": {1: "pieces"},
            "starts": {1: "mentions"},
            "ends": {1: "mentions"},
            "pairs": {1: "asked"},
            **{name: {1: "asked"} for name in names},
            "cues": {1: "asked", 2: "pieces"},
            "claimants": {1: "asked", 2: "pieces"},
        },
        opset_version=_OPSET,
        dynamo=False,
    )
    onnx.checker.check_model(str(full))
    quantize_dynamic(str(full), str(small), weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()


if __name__ == "__main__":
    main()
