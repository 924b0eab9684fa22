"""Trains the reader from treebanks and named-entity corpora, seeded; `scripts/train reader` calls it.

In: a folder of spaCy DocBin files, `parse_train*.spacy` with trees and `ner_train*.spacy` with names (an empty IOB
marks a word nobody annotated). Out: what kg/text/reader/weights holds. training/README.md lists the corpora and their
licences.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import spacy
import torch
import torch.nn.functional as f
from onnxruntime.quantization import QuantType, quantize_dynamic
from spacy.tokens import Doc, DocBin
from tokenizers import Tokenizer
from torch import Tensor, nn

from kg.text.reader.network import WINDOW, word_case
from training.reader_network import ReaderNetwork

KINDS = ("PER", "ORG", "LOC", "NORP", "MISC")
NAMES = ["O", *(f"{place}-{kind}" for kind in KINDS for place in "BI")]
_LONGEST, _PIECES_A_BATCH = 400, 800
Item = dict[str, list[int]]


def main() -> None:
    """Read the arguments, train for a time, and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=9000, help="batches in all, about 70 minutes on two cores")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    pieces = Tokenizer.from_file(str(options.minilm / "tokenizer.json"))
    pieces.no_padding()
    pieces.no_truncation()
    labels: dict[str, dict[str, int]] = {"deps": {}, "xpos": {}, "upos": {}}
    trees = list(parse_items(read_docs(options.corpus, "parse_train"), pieces, labels))
    named = list(name_items(read_docs(options.corpus, "ner_train"), pieces))
    print(f"{len(trees)} windows with trees, {len(named)} with names", flush=True)
    network = ReaderNetwork(options.minilm, *(len(labels[name]) for name in ("deps", "xpos", "upos")), len(NAMES))
    fit(network, trees, named, options.steps)
    export(network.eval(), labels, options.output, options.minilm)


def read_docs(folder: Path, stem: str) -> Iterator[Doc]:
    """Read the documents of all files of a stem."""
    vocab = spacy.blank("en").vocab
    for path in sorted(folder.glob(f"{stem}*.spacy")):
        yield from DocBin().from_disk(path).get_docs(vocab)


def encode(words: Sequence[str], pieces: Tokenizer) -> Item:
    """Encode words: pieces, their case classes, each word's first piece."""
    encoded = pieces.encode(list(words), is_pretokenized=True)
    first: dict[int, int] = {}
    case = []
    for place, word in enumerate(encoded.word_ids):
        case.append(0 if word is None else word_case(words[word]))
        if word is not None:
            first.setdefault(word, place)
    return {"ids": list(encoded.ids), "case": case, "first": [first.get(k, 0) for k in range(len(words))]}


def parse_items(docs: Iterator[Doc], pieces: Tokenizer, labels: dict[str, dict[str, int]]) -> Iterator[Item]:
    """Cut documents into windows of whole sentences; label lists grow as they are met."""
    for doc in docs:
        window: list[spacy.tokens.Span] = []
        for sentence in [*doc.sents, None]:
            full = window and (sentence is None or sentence.end - window[0].start > WINDOW)
            if full:
                item = _tree_item(doc[window[0].start : window[-1].end], window, pieces, labels)
                if len(item["ids"]) < _LONGEST:
                    yield item
                window = []
            if sentence is not None:
                window.append(sentence)


def _tree_item(span: object, window: Sequence, pieces: Tokenizer, labels: dict[str, dict[str, int]]) -> Item:
    start = window[0].start
    item = encode([token.text for token in span], pieces)  # type: ignore[attr-defined]
    rows: Item = {name: [] for name in ("heads", "deps", "xpos", "upos", "starts", "sentence")}
    for number, sentence in enumerate(window):
        for token in sentence:
            dep = "root" if token.dep_ == "ROOT" else token.dep_.lower()
            rows["heads"].append(0 if token.head.i == token.i else token.head.i - start + 1)
            for name, value in (("deps", dep), ("xpos", token.tag_), ("upos", token.pos_)):
                rows[name].append(labels[name].setdefault(value, len(labels[name])))
            rows["starts"].append(int(token.i == sentence.start))
            rows["sentence"].append(number)
    return item | rows


def name_items(docs: Iterator[Doc], pieces: Tokenizer) -> Iterator[Item]:
    """Cut documents into windows that end at no name."""
    for doc in docs:
        at = 0
        while at < len(doc):
            end = min(len(doc), at + WINDOW)
            while end < len(doc) and doc[end].ent_iob_ == "I":
                end += 1
            item = encode([token.text for token in doc[at:end]], pieces)
            tags = [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_iob_ in "BI" else t.ent_iob_ for t in doc[at:end]]
            item["names"] = [NAMES.index(tag) if tag in NAMES else -1 for tag in tags]
            if len(item["ids"]) < _LONGEST:
                yield item
            at = end


def batches(items: Sequence[Item], seed: int) -> Iterator[dict[str, Tensor]]:
    """Yield padded batches of windows of like length, for ever."""
    shuffle = random.Random(seed)
    while True:
        order = list(range(len(items)))
        shuffle.shuffle(order)
        made: list[list[Item]] = []
        for at in range(0, len(order), 1000):
            batch: list[Item] = []
            for k in sorted(order[at : at + 1000], key=lambda k: len(items[k]["ids"])):
                batch.append(items[k])
                if sum(len(one["ids"]) for one in batch) >= _PIECES_A_BATCH:
                    made.append(batch)
                    batch = []
            if batch:
                made.append(batch)
        shuffle.shuffle(made)
        yield from map(_padded, made)


def _padded(items: Sequence[Item]) -> dict[str, Tensor]:
    def column(name: str, fill: int) -> Tensor:
        longest = max(len(one[name]) for one in items)
        return torch.tensor([one[name] + [fill] * (longest - len(one[name])) for one in items])

    made = {name: column(name, 0 if name in ("ids", "case", "first") else -1) for name in items[0]}
    longest = made["ids"].shape[1]
    made["mask"] = torch.tensor([[int(k < len(one["ids"])) for k in range(longest)] for one in items])
    return made


def tree_loss(network: ReaderNetwork, batch: dict[str, Tensor]) -> Tensor:
    """Sum the losses of arcs (inside the sentence), labels, tags and sentence starts."""
    read = network(batch["ids"], batch["mask"], batch["case"], batch["first"])
    sentence = batch["sentence"]
    same = (sentence[:, :, None] == sentence[:, None, :]) & (sentence[:, None, :] >= 0)
    allowed = torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
    labels = network.label_scores(read, batch["heads"].clamp(min=0))
    return (
        _cross(read.arcs.masked_fill(~allowed, -1e9), batch["heads"])
        + _cross(labels, batch["deps"])
        + 0.3 * _cross(read.xpos, batch["xpos"])
        + 0.3 * _cross(read.upos, batch["upos"])
        + 0.5 * _cross(read.sentence_start, batch["starts"])
    )


def _cross(scores: Tensor, target: Tensor) -> Tensor:
    return f.cross_entropy(scores.reshape(-1, scores.shape[-1]), target.reshape(-1), ignore_index=-1)


def fit(network: ReaderNetwork, trees: Sequence[Item], named: Sequence[Item], steps: int) -> None:
    """Train on trees and names in turn, with AdamW, a warm-up and a linear decay."""
    body = [p for name, p in network.named_parameters() if name.startswith("encoder.") and p.requires_grad]
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=0.01)
    streams = (batches(trees, 1), batches(named, 2))
    began = time.time()
    for step in range(steps):
        share = min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
        for group, rate in zip(optimizer.param_groups, (2.5e-4, 2e-3), strict=True):
            group["lr"] = rate * share
        batch = next(streams[step % 2])
        if step % 2 == 0:
            loss = tree_loss(network, batch)
        else:
            names = network(batch["ids"], batch["mask"], batch["case"], batch["first"]).names
            loss = _cross(names, batch["names"])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        if step % 200 < 2:
            print(f"step {step}/{steps} {time.time() - began:.0f} s, loss {loss.item():.3f}", flush=True)


def export(network: ReaderNetwork, labels: dict[str, dict[str, int]], folder: Path, minilm: Path) -> None:
    """Write the quantised graph, the label tensor, the label lists and the word pieces."""
    folder.mkdir(parents=True, exist_ok=True)
    given = tuple(torch.tensor([row]) for row in ([101, 2023, 2003, 102], [1] * 4, [0, 1, 1, 0], [1, 2]))
    names = ["words", "arcs", "label_heads", "label_deps", "xpos", "upos", "sentence_start", "names"]
    axes = {name: {0: "batch", 1: "pieces"} for name in ("ids", "mask", "case")} | {"first": {0: "batch", 1: "count"}}
    axes |= {name: {0: "batch", 1: "count"} for name in names}
    axes["arcs"] = {0: "batch", 1: "count", 2: "heads"}
    axes["label_heads"] = {0: "batch", 1: "heads"}
    torch.onnx.export(
        network,
        given,
        str(folder / "reader.onnx"),
        input_names=["ids", "mask", "case", "first"],
        output_names=names,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        str(folder / "reader.onnx"), str(folder / "reader.int8.onnx"), weight_type=QuantType.QInt8, per_channel=True
    )
    (folder / "reader.onnx").unlink()
    np.save(folder / "label_tensor.npy", network.labels.detach().numpy().astype(np.float16))
    lists = {name: list(found) for name, found in labels.items()} | {"names": NAMES}
    (folder / "labels.json").write_text(json.dumps(lists) + "\n", "utf-8")
    (folder / "tokenizer.json").write_bytes((minilm / "tokenizer.json").read_bytes())


if __name__ == "__main__":
    main()
