"""Train step by step and print the held-out likelihood as it falls, in bits an event.

python examples/watch_training.py my-tunes runs/watched 200
"""

import math
import sys
from dataclasses import replace

import seqgen
from seqgen.runs.events import Finished, Validated


def main(folder: str, run: str, steps: str = "200") -> None:
    corpus = seqgen.load_corpus([folder])
    network, training = seqgen.preset(corpus.kind, corpus.train.rows, minutes=1)
    training = replace(training.with_budget({"steps": int(steps)}), validate_every=max(int(steps) // 10, 1))
    for event in seqgen.train(corpus, network, training, seqgen.Run.create(run, {})):
        if isinstance(event, Validated):
            print(f"step {event.step:5}: {event.nats / math.log(2):.3f} bits{' (best)' if event.best else ''}")
        elif isinstance(event, Finished):
            print("finished:", event.reason)


if __name__ == "__main__":
    main(*sys.argv[1:])
