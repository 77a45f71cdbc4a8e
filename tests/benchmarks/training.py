"""Events a second of our training against a bare torch.nn loop of the same shape, in one run.

    python tests/benchmarks/training.py [--cell lstm] [--width 512] [--layers 2]

The bare loop has the same network (embeddings, recurrent stack, heads with their context), batch and optimiser, on
random numbers that lie ready: no lanes, no masks, no metrics, no clock, no files.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from seqgen.config import ModelConfig, TrainConfig
from seqgen.corpus import load_corpus
from seqgen.events import Progress
from seqgen.model import Batch, SequenceModel, detached
from seqgen.run import Run
from seqgen.training import train


def bare_loop(model: SequenceModel, lanes: int, chunk: int, steps: int) -> float:
    """Events a second of a loop with nothing around it."""
    schema, rng = model.schema, np.random.default_rng(0)
    rows = np.stack([rng.integers(0, column.size, (lanes, chunk)) for column in schema.columns], axis=2)
    index = np.stack(
        [rng.integers(0, f.size, (lanes, chunk)) for f in schema.index_fields] or [np.zeros((lanes, chunk), int)],
        axis=2,
    )[..., : len(schema.index_fields)]
    sets = rng.random((lanes, chunk, schema.set_width)) < 0.05
    mask = np.ones((lanes, chunk), bool)
    batch = Batch(*map(torch.from_numpy, (rows, rows, index, sets, index, sets, mask)))
    optimiser = torch.optim.AdamW(model.parameters(), fused=True)
    state = None
    begun = 0.0
    for step in range(steps + 3):
        if step == 3:
            begun = time.perf_counter()
        optimiser.zero_grad(set_to_none=True)
        nats, state = model(batch, state)
        (nats.sum() / (lanes * chunk)).backward()
        optimiser.step()
        state = detached(state)
    return steps * lanes * chunk / (time.perf_counter() - begun)


def our_loop(paths: list[str], model_config: ModelConfig, config: TrainConfig) -> float:
    """Events a second of `seqgen.training.train`, from its own progress events."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = load_corpus(paths)
        run = Run.create(Path(folder) / "run", {})
        events = [e for e in train(corpus, model_config, config, run) if isinstance(e, Progress)]
    spans = np.diff([e.seconds for e in events])
    return float(sum(e.rate * s for e, s in zip(events[1:], spans, strict=True)) / spans.sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=["chorales"])
    parser.add_argument("--cell", default="lstm")
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--lanes", type=int, default=32)
    parser.add_argument("--chunk", type=int, default=128)
    parser.add_argument("--steps", type=int, default=40)
    args = parser.parse_args()
    config = ModelConfig(args.cell, args.layers, args.width, args.width // 2, args.width // 2)
    training = TrainConfig(steps=args.steps, lanes=args.lanes, chunk=args.chunk, validate_every=10**9)
    schema = load_corpus(args.paths).tokenizer.schema
    ratios = []
    for _ in range(3):
        bare = bare_loop(SequenceModel(config, schema), args.lanes, args.chunk, args.steps // 2)
        ours = our_loop(args.paths, config, training)
        ratios.append(ours / bare)
        print(f"bare {bare:9,.0f} events/s   seqgen {ours:9,.0f} events/s   ratio {ours / bare:.2f}")
    print(f"median ratio {np.median(ratios):.2f}")


if __name__ == "__main__":
    main()
