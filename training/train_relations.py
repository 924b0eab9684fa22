"""Trains the relation reader from the corpus, seeded; `scripts/train relations` calls it.

In: MiniLM's folder and a corpus folder. Out: a checkpoint with the labels, and figures on the part kept back by file
(`*-test.claims`). Files kept back are never trained on.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
import torch.nn.functional as f
from tokenizers import Tokenizer
from torch import Tensor, nn

from kg.extract.corpus import Example, read_corpus
from kg.ontology import load_ontology
from kg.text.reader import reader
from training.relation_data import Batch, Batcher, Sentence, labels_of, sentences
from training.relation_network import Read, RelationNetwork

HELD_BACK = "-test.claims"
_BUDGET = 900  # pieces with markers in a batch
_SMOOTH = 0.05


def main() -> None:
    """Read the arguments, train, and write checkpoint and figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--all", action="store_true", help="train on the files kept back too")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)  # numbers next to zero would slow every step
    pieces, labels, train, held = load(options.corpus, options.minilm)
    if options.all:
        train = [*train, *held]
    print(f"{len(train)} sentences to learn from, {len(held)} kept back, {len(labels)} labels", flush=True)
    network = RelationNetwork(options.minilm, len(labels))
    fit(network, train, held, Batcher(pieces, labels, random.Random(options.seed)), Batcher(pieces, labels), options)
    torch.save({"weights": network.state_dict(), "labels": labels}, options.output)


def load(corpus: Path, minilm: Path) -> tuple[Tokenizer, list[str], list[Sentence], list[Sentence]]:
    """Read the corpus; return the tokenizer, the labels, and the sentences to learn from and kept back."""
    ontology = load_ontology()
    pieces = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    pieces.no_padding()
    pieces.no_truncation()
    examples = read_corpus(corpus, ontology)
    labels = labels_of(one for one in examples if not one.file.endswith(HELD_BACK))
    found = [
        (example.file, sentence)
        for example, bounds in zip(examples, _bounds(examples), strict=True)
        for sentence in sentences(example, bounds, ontology, labels)
    ]
    train = [sentence for file, sentence in found if not file.endswith(HELD_BACK)]
    return pieces, labels, train, [sentence for file, sentence in found if file.endswith(HELD_BACK)]


def _bounds(examples: Sequence[Example]) -> Iterator[list[tuple[int, int]]]:
    pipeline = reader(2)
    for example in examples:
        yield [(s.start_char, s.end_char) for s in pipeline.parse(example.text).sents]


def loss_of(read: Read, batch: Batch) -> Tensor:
    """Sum the losses: whether anything is said, and if so which relation, polarity, modality, cue and claimant."""
    there = batch.relations.sum(-1) > 0
    silent = batch.relations[..., 0]
    weight = 1.0 + 2.0 * (1 - silent[there])  # most pairs are silent; those that speak count more
    total = f.binary_cross_entropy_with_logits(read.relations[..., 0][there], silent[there], weight=weight)
    speaking = there & (silent == 0)
    if speaking.any():
        shares = batch.relations[speaking][:, 1:]
        target = shares * (1 - _SMOOTH) + _SMOOTH / shares.shape[-1]
        total = total + f.cross_entropy(read.relations[speaking][:, 1:], target)
    said = batch.polarity >= 0
    if said.any():
        total = total + 0.3 * f.cross_entropy(read.polarity[said], batch.polarity[said])
        total = total + 0.3 * f.cross_entropy(read.modality[said], batch.modality[said])
    cued = batch.cues >= 0
    if cued.any():
        weight = torch.full_like(batch.cues[cued], 1.0) + 4.0 * batch.cues[cued]
        total = total + 0.5 * f.binary_cross_entropy_with_logits(read.cues[cued], batch.cues[cued], weight=weight)
    told = batch.claimants >= 0
    if told.any():
        hidden = ~batch.mask.bool()[:, None, :].expand_as(read.claimants)
        scores = read.claimants.masked_fill(hidden, -1e4)
        total = total + 0.3 * f.cross_entropy(scores[told], batch.claimants[told])
    return total


def batches(train: Sequence[Sentence], shuffle: random.Random) -> Iterator[list[Sentence]]:
    """Yield batches of sentences of like length, in random order."""
    order = list(range(len(train)))
    shuffle.shuffle(order)
    found: list[list[Sentence]] = []
    for at in range(0, len(order), 400):
        chunk = sorted(order[at : at + 400], key=lambda k: len(train[k].text))
        batch: list[Sentence] = []
        for k in chunk:
            batch.append(train[k])
            if len(batch) * (len(train[k].text) / 4 + 12) > _BUDGET:
                found.append(batch)
                batch = []
        if batch:
            found.append(batch)
    shuffle.shuffle(found)
    yield from found


def fit(
    network: RelationNetwork,
    train: Sequence[Sentence],
    held: Sequence[Sentence],
    batcher: Batcher,
    plain: Batcher,
    options: argparse.Namespace,
) -> None:
    """Train with AdamW, a warm-up and a linear decay."""
    body = [p for name, p in network.named_parameters() if name.startswith("encoder.") and p.requires_grad]
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    rates = (options.rate, 1e-3)
    optimizer = torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=0.01, fused=True)
    shuffle = random.Random(options.seed)
    steps = options.epochs * len(list(batches(train, random.Random(0))))
    step, began = 0, time.time()
    for epoch in range(options.epochs):
        network.train()
        total = 0.0
        for batch in batches(train, shuffle):
            share = min(1.0, (step + 1) / (0.08 * steps)) * max(0.01, 1 - step / steps)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * share
            made = batcher(batch)
            loss = loss_of(network(*made.given), made)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            total += loss.item()
            step += 1
            if step % 50 == 0:
                print(f"  step {step}/{steps} {time.time() - began:.0f} s", flush=True)
        figures = judge(network, held, plain) if held and (epoch % 2 == 1 or epoch + 1 == options.epochs) else {}
        print(
            f"epoch {epoch + 1}: {time.time() - began:.0f} s, loss {total * options.epochs / steps:.3f} "
            + json.dumps(figures),
            flush=True,
        )
        torch.save({"weights": network.state_dict(), "labels": list(batcher.labels)}, options.output)


@torch.no_grad()
def judge(network: RelationNetwork, held: Sequence[Sentence], batcher: Batcher) -> dict[str, float]:
    """Measure on sentences kept back: pairs and relations (micro F1), polarity, modality, claimant (accuracy)."""
    network.eval()
    hit = wrong = missed = 0
    right = {"polarity": [0, 0], "modality": [0, 0], "claimant": [0, 0]}
    for at in range(0, len(held), 8):
        batch = batcher(held[at : at + 8])
        read = network(*batch.given)
        there = batch.relations.sum(-1) > 0
        scores = read.relations[there]
        chosen = (scores[:, 1:].argmax(-1) + 1) * (scores[:, 0] < 0)
        gold = batch.relations[there]
        given = gold.gather(-1, chosen[:, None])[:, 0] > 0
        hit += int((given & (chosen > 0)).sum())
        wrong += int((~given & (chosen > 0)).sum())
        missed += int((~given & (gold[:, 0] == 0)).sum())
        hidden = ~batch.mask.bool()[:, None, :].expand_as(read.claimants)
        for name, scores, target in (
            ("polarity", read.polarity, batch.polarity),
            ("modality", read.modality, batch.modality),
            ("claimant", read.claimants.masked_fill(hidden, -1e4), batch.claimants),
        ):
            told = target >= 0
            right[name][0] += int((scores.argmax(-1)[told] == target[told]).sum())
            right[name][1] += int(told.sum())
    figures = {"P": hit / max(1, hit + wrong), "R": hit / max(1, hit + missed)}
    figures["F1"] = 2 * hit / max(1, 2 * hit + wrong + missed)
    figures |= {name: a / max(1, b) for name, (a, b) in right.items()}
    return {name: round(value, 3) for name, value in figures.items()}


if __name__ == "__main__":
    main()
