"""The options of `seqgen train` that choose budget, network and learning."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import Any

from seqgen.network.config import CELLS, SIZES, ModelConfig
from seqgen.training.config import PRECISIONS, TrainConfig

BUDGET_OPTIONS = ("minutes", "epochs", "steps")
NO_OPTIONS = (*BUDGET_OPTIONS, "index", "warm_up")
MODEL_OPTIONS = tuple(each.name for each in fields(ModelConfig))
TRAIN_OPTIONS = tuple(each.name for each in fields(TrainConfig) if each.name not in NO_OPTIONS)


def add_train_options(parser: argparse.ArgumentParser) -> None:
    """Add the options, whose value is None where they are not given."""
    budget = parser.add_argument_group("budget (one of them; 10 minutes if none is given)")
    budget.add_argument("--minutes", type=float, help="finish within so many minutes, everything included")
    budget.add_argument("--epochs", type=float, help="read the corpus so many times")
    budget.add_argument("--steps", type=int, help="make so many updates")
    network = parser.add_argument_group("network (chosen from the corpus if not given)")
    network.add_argument("--cell", choices=CELLS, help="the recurrent cell (lstm)")
    network.add_argument("--size", choices=tuple(SIZES), help="preset of layers and sizes")
    network.add_argument("--num-layers", type=int, help="stacked recurrent layers")
    network.add_argument("--hidden-size", type=int, help="units of a recurrent layer")
    network.add_argument("--embedding-size", type=int, help="units of the first layer's input")
    network.add_argument("--head-size", type=int, help="hidden units of each column's head")
    network.add_argument(
        "--interval-size", type=int, help="hidden units per pitch for relative (interval) features (0: none)"
    )
    network.add_argument("--members", type=int, help="networks in the ensemble")
    network.add_argument(
        "--layer-norm", action=argparse.BooleanOptionalAction, help="normalise the output of each recurrent layer"
    )
    network.add_argument("--dropout", type=float, help="dropout around the recurrent layers, 0 to 1")
    network.add_argument(
        "--context-dropout", type=float, help="dropout of earlier columns and context fields as a whole, 0 to 1"
    )
    network.add_argument(
        "--head-dropout", type=float, help="dropout of hidden units in the heads after the pitch, 0 to 1"
    )
    learning = parser.add_argument_group("learning")
    learning.add_argument(
        "--transpose", type=int, metavar="SEMITONES", help="move pieces by up to so many at first, less and less (5)"
    )
    learning.add_argument("--batch-size", type=int, help="sequences learned in parallel")
    learning.add_argument("--sequence-length", type=int, help="notes or characters of one update (truncated BPTT)")
    learning.add_argument("--lr", "--learning-rate", dest="learning_rate", type=float, help="highest learning rate")
    learning.add_argument("--weight-decay", type=float, help="how strongly weights are drawn to 0")
    learning.add_argument("--clip", type=float, help="the largest gradient norm")
    learning.add_argument("--patience", type=int, help="stop after so many checks without a better one (0: never)")
    learning.add_argument("--validate-every", type=int, metavar="STEPS", help="check the held-out pieces so often")
    learning.add_argument("--seed", type=int, help="decides the first weights and the order of the pieces (1)")
    learning.add_argument("--device", help="auto, cpu, cuda or mps")
    learning.add_argument(
        "--precision", choices=PRECISIONS, help="of matrix products on a CPU (the faster one here, by a short trial)"
    )
    learning.add_argument("--threads", type=int, help="on a CPU (the fastest number here, by a short trial)")
    learning.add_argument("--no-index", action="store_true", help="keep no index of the corpus in the model")


def given_options(args: argparse.Namespace, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the options among `names` that were given."""
    return {name: getattr(args, name) for name in names if getattr(args, name) is not None}
