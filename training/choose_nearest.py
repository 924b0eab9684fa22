"""Chooses the sentences that `kg explain` compares with: some of each label, as the exported network sees them.

In: the corpus and the folder of the exported network. Out: nearest.json and nearest.npy (int8) beside it.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from kg.extract.relation_network import WIDTH, RelationNetwork
from training.train_relations import load

_EACH = 30


def main() -> None:
    """Read the arguments, choose and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minilm", type=Path, required=True)
    options = parser.parse_args()
    _, _, train, _ = load(options.corpus, options.minilm)
    network = RelationNetwork(weights=options.folder)
    by_label: dict[str, list] = defaultdict(list)
    for sentence in (one for one in train if not one.file.startswith("real")):  # those are not ours to copy further
        for pair, said in sorted(sentence.said.items()):
            if len(said) == 1 and not said[0].denied:
                by_label[said[0].label].append((sentence, pair))
    rows, vectors = [], []
    for label in sorted(by_label):
        found = by_label[label]
        for sentence, (one, other) in found[:: max(1, len(found) // _EACH)][:_EACH]:
            (scores,) = network.read(sentence.text, [sentence.spans[one], sentence.spans[other]], [(0, 1)])
            if scores is not None:
                rows.append([label, sentence.text.strip()])
                own = scores.vector[:WIDTH]
                vectors.append(np.round(own / np.abs(own).max() * 127).astype(np.int8))
    (options.folder / "nearest.json").write_text(json.dumps(rows, ensure_ascii=False, indent=0) + "\n", "utf-8")
    np.save(options.folder / "nearest.npy", np.stack(vectors))


if __name__ == "__main__":
    main()
