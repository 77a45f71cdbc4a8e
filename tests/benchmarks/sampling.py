"""Events a second of the NumPy engine against the usual loop over a network of that shape in torch.nn, in one run.

    python tests/benchmarks/sampling.py [--hidden-size 512] [--num-layers 2] [--cell lstm]

The usual loop is what most tools do: `nn.LSTM` called for one step at a time, a softmax and `torch.multinomial` for
each column. Also times a cold `seqgen sample` against `python -c "import torch"` when --model is given.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from typing import Any

import numpy as np
import torch

from seqgen.kinds.base import Constraints, Plan, Start
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.network.config import ModelConfig
from seqgen.network.engine import Engine
from seqgen.piece import Facts
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.sampler import Sampler
from seqgen.training.ensemble import SequenceModel


@torch.no_grad()
def usual_loop(model: SequenceModel, batch: int, steps: int) -> float:
    """Events a second of the loop over `nn.LSTM` (or the like), float32, all threads."""
    network: Any = model.members[0]
    embed, out = network.table("embed.char"), network.table("out.char.weight")
    bias = network.table("out.char.bias")
    symbol = torch.zeros((batch, 1), dtype=torch.long)
    kinds = {"rnn-tanh": torch.nn.RNN, "rnn-relu": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}
    rnn = kinds[model.config.cell](embed.shape[1], model.config.hidden_size, model.config.num_layers, batch_first=True)
    state = None
    begun = time.perf_counter()
    for _ in range(steps):
        x = torch.nn.functional.embedding(symbol, embed)
        y, state = rnn(x, state)
        p = torch.softmax(y[:, 0] @ out.T + bias, dim=-1)
        symbol = torch.multinomial(p, 1)
    return batch * steps / (time.perf_counter() - begun)


def our_engine(engine: Engine, tokenizer: TextTokenizer, batch: int, steps: int) -> float:
    """Events a second of the sampler, drawing and bookkeeping included."""
    start = Start(np.zeros((0, 1), np.int64), Facts())
    plan = Plan(start, lambda facts: Constraints(), lambda table, ended, facts: (table, facts), False, steps)
    sampler = Sampler(engine, tokenizer, plan, SamplingConfig(), range(batch))
    begun = time.perf_counter()
    rows = sum(len(drawn.table) for drawn in sampler.takes())
    return rows / (time.perf_counter() - begun)


def cold_start(model: str) -> None:
    """Seconds of a cold `seqgen sample` of 16 bars, start to file, against `import torch`; medians of five."""
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "seqgen sample, 16 bars": [
                sys.executable,
                "-m",
                "seqgen",
                "sample",
                model,
                "--bars",
                "16",
                "--out",
                folder,
            ],
            "import torch": [sys.executable, "-c", "import torch"],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(5):
            for name, command in commands.items():
                begun = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                seconds[name].append(time.perf_counter() - begun)
    medians = {name: float(np.median(s)) for name, s in seconds.items()}
    for name, median in medians.items():
        print(f"{name:24} {median:6.2f} s")
    print(f"ratio {medians['seqgen sample, 16 bars'] / medians['import torch']:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cell", default="lstm")
    parser.add_argument("--hidden-size", type=int, default=512)
    parser.add_argument("--num-layers", type=int, default=2)
    parser.add_argument("--vocabulary", type=int, default=389)
    parser.add_argument("--model", help="a trained music model, for the cold start")
    args = parser.parse_args()
    tokenizer = TextTokenizer("".join(chr(0x4E00 + i) for i in range(args.vocabulary)))
    config = ModelConfig(cell=args.cell, num_layers=args.num_layers, hidden_size=args.hidden_size, embedding_size=256)
    model = SequenceModel(config, tokenizer.schema).eval()
    engine = Engine(config, tokenizer.schema, model.weights())
    print(f"{config.title}, vocabulary {args.vocabulary}, {torch.get_num_threads()} threads")
    for batch, steps, loop_steps in ((1, 2000, 200), (64, 150, 100)):
        usual, ours = [], []
        for _ in range(3):
            usual.append(usual_loop(model, batch, loop_steps))
            ours.append(our_engine(engine, tokenizer, batch, steps))
        a, b = float(np.median(usual)), float(np.median(ours))
        print(f"batch {batch:2}: usual loop {a:8,.0f} events/s   seqgen {b:8,.0f} events/s   ratio {b / a:.1f}")
    if args.model:
        cold_start(args.model)


if __name__ == "__main__":
    main()
