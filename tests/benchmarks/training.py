"""Events a second of our training against a bare torch.nn loop of the same shape, in one run.

    python tests/benchmarks/training.py [--cell lstm] [--hidden-size 512] [--num-layers 2]
    python tests/benchmarks/training.py --share [verse]

The bare loop has the same network (embeddings, recurrent stack, heads with their context), batch and optimiser, on
random numbers that lie ready: no lanes, no masks, no metrics, no clock, no files.

`--share` says for every cell and size what share our training reaches of the rate at which this machine multiplies
matrices, measured in the same run and in the same precision. Only the products of dense matrices count as work (two
operations a weight and event, forth and twice back); what is looked up, added or dropped counts as none.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from seqgen.corpus.load import load_corpus
from seqgen.network.config import CELLS, SIZES, ModelConfig
from seqgen.network.weights import weight_shapes
from seqgen.runs.events import Progress
from seqgen.runs.run import Run
from seqgen.schema import Schema
from seqgen.training.autotune import faster_training
from seqgen.training.config import TrainConfig
from seqgen.training.ensemble import SequenceModel
from seqgen.training.network import Batch, detached
from seqgen.training.presets import preset
from seqgen.training.trainer import train


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
    # the recurrent layers read some fields of the context, the heads see all
    read = index[..., : len(schema.read_index)], sets[..., : schema.read_width]
    batch = Batch(*map(torch.from_numpy, (rows, rows, *read, index, sets, mask)))
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
    """Events a second of `seqgen.training.trainer.train`, from its own progress events."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = load_corpus(paths)
        run = Run.create(Path(folder) / "run", {})
        events = [e for e in train(corpus, model_config, config, run) if isinstance(e, Progress)]
    spans = np.diff([e.seconds for e in events])
    return float(sum(e.rate * s for e, s in zip(events[1:], spans, strict=True)) / spans.sum())


def product_rate(precision: str, seconds: float = 1.0) -> float:
    """Operations a second of large square matrix products, the best of several sizes."""
    dtype = torch.bfloat16 if precision == "bfloat16" else torch.float32
    best = 0.0
    for size in (512, 1024, 2048):
        a, b = torch.randn(size, size).to(dtype), torch.randn(size, size).to(dtype)
        torch.mm(a, b)
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds / 3:
            before = time.perf_counter()
            torch.mm(a, b)
            best = max(best, 2 * size**3 / (time.perf_counter() - before))
    return best


def operations(config: ModelConfig, schema: Schema) -> int:
    """Operations an event in the products of dense matrices, forth and back."""
    looked_up = {field.name for field in schema.fields} | {column.name for column in schema.columns}
    weights = 0
    for name, shape in weight_shapes(config, schema).items():
        if len(shape) < 2 or name.startswith("embed.") or name.partition(".")[2] in looked_up:
            continue
        if name != "interval.of.value":
            weights += int(np.prod(shape))
    return 2 * 3 * weights


def print_shares(paths: list[str], steps: int) -> None:
    """A line for every cell and size."""
    corpus = load_corpus(paths)
    schema = corpus.tokenizer.schema
    print(f"{torch.get_num_threads()} threads, {corpus.name}; share of the rate of matrix products in one run")
    for size, shape in SIZES.items():
        for cell in CELLS:
            config = ModelConfig(cell=cell, **shape)
            _, training = preset(corpus.kind, corpus.train.rows, 20)
            training = replace(training, minutes=0.0, steps=steps, validate_every=10**9)
            training = faster_training(config, training, corpus)
            events = our_loop(paths, config, training)
            rate = product_rate(training.precision)
            share = events * operations(config, schema) / rate
            print(
                f"{size:<7} {cell:<9} {training.precision:<9} {events:9,.0f} events/s  "
                f"{rate / 1e9:6.0f} G operations/s  {share:5.0%}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=["chorales"])
    parser.add_argument("--cell", default="lstm")
    parser.add_argument("--hidden-size", type=int, default=512)
    parser.add_argument("--num-layers", type=int, default=2)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--sequence-length", type=int, default=128)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--share", action="store_true", help="every cell and size against matrix products")
    args = parser.parse_args()
    if args.share:
        print_shares(args.paths, 5 * args.steps)
        return
    config = ModelConfig(args.cell, args.num_layers, args.hidden_size, args.hidden_size // 2, args.hidden_size // 2)
    training = TrainConfig(
        steps=args.steps, batch_size=args.batch_size, sequence_length=args.sequence_length, validate_every=10**9
    )
    schema = load_corpus(args.paths).tokenizer.schema
    ratios = []
    for _ in range(3):
        bare = bare_loop(SequenceModel(config, schema), args.batch_size, args.sequence_length, args.steps // 2)
        ours = our_loop(args.paths, config, training)
        ratios.append(ours / bare)
        print(f"bare {bare:9,.0f} events/s   seqgen {ours:9,.0f} events/s   ratio {ours / bare:.2f}")
    print(f"median ratio {np.median(ratios):.2f}")


if __name__ == "__main__":
    main()
