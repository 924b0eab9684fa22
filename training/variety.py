"""Measures how varied the corpus is: distinct cue lemmas a relation, shared n-grams, spread of sentence embeddings.

In: the corpus folder and MiniLM's. Out: a table on stdout. Repeated wording teaches wording, not relations.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from kg.extract.corpus import read_corpus
from kg.ontology import load_ontology
from kg.text.reader import reader
from training.encoder import Encoder

_GRAM = 5


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--minilm", type=Path, required=True)
    options = parser.parse_args()
    ontology = load_ontology()
    examples = read_corpus(options.corpus, ontology)
    pipeline = reader(2)
    lemmas: dict[str, Counter[str]] = defaultdict(Counter)
    said, near = Counter(), Counter()
    for example in examples:
        for claim in example.claims:
            said[claim.relation] += 1
            words = pipeline.parse(" ".join(claim.cues))
            lemmas[claim.relation].update(
                {w.lemma_.lower() for w in words if w.pos_ in ("VERB", "NOUN", "ADJ", "PROPN")}
            )
        near.update({claim.relation for claim in example.near_misses})
    vectors = embed([example.text for example in examples], options.minilm)
    print(f"{len(examples)} blocks, {sum(said.values())} claims, {sum(near.values())} near misses")
    print(f"{len({e.region for e in examples})} regions, {len({e.genre for e in examples})} genres")
    print("relation             claims  near misses  cue lemmas  commonest cue")
    for relation in sorted(ontology.relations):
        top = lemmas[relation].most_common(1)[0] if lemmas[relation] else ("", 0)
        share = top[1] / max(1, said[relation])
        print(f"{relation:20} {said[relation]:6} {near[relation]:12} {len(lemmas[relation]):11}  {top[0]} {share:.0%}")
    print(f"{_GRAM}-grams that stand in more than one block: {shared([e.text for e in examples]):.1%}")
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, 0)
    print(
        f"mean cosine between blocks {likeness.mean():.3f}; nearest neighbour: median {np.median(likeness.max(1)):.3f}"
    )
    print(f"blocks with a neighbour above 0.9: {(likeness.max(1) > 0.9).sum()}")


def shared(texts: list[str]) -> float:
    """Return the share of word n-grams that more than one text has."""
    seen: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        words = text.lower().split()
        seen.update({tuple(words[k : k + _GRAM]) for k in range(len(words) - _GRAM + 1)})
    return sum(n for n in seen.values() if n > 1) / max(1, sum(seen.values()))


@torch.no_grad()
def embed(texts: list[str], minilm: Path) -> np.ndarray:
    """Embed texts as MiniLM was trained to: the mean of its states, of length 1."""
    encoder = Encoder(minilm).eval()
    pieces = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    pieces.no_padding()
    found = []
    for text in texts:
        ids = torch.tensor([pieces.encode(text).ids[:128]])
        size = ids.shape[1]
        states = encoder(encoder.pieces(ids), torch.arange(size)[None], torch.ones(1, size, size, dtype=torch.bool))
        found.append(torch.nn.functional.normalize(states.mean(1), dim=-1)[0].numpy())
    return np.stack(found)


if __name__ == "__main__":
    main()
