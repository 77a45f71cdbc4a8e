"""Which numbers a processor learns faster with: float32, or bfloat16 for the products of matrices.

Recent processors multiply bfloat16 matrices several times as fast as float32 ones (AMX, AVX-512 BF16), others slower.
So a few steps of the network itself are timed. Weights, their gradients' sums, the optimiser and what is held out stay
float32 (mixed precision: Micikevicius et al. 2018; bfloat16: Kalamkar et al. 2019).
"""

from __future__ import annotations

import time
import warnings

import torch
from torch import nn

from seqgen.config import ModelConfig, TrainConfig

WORTH = 1.3
"""bfloat16 is chosen where it is so many times as fast: less is no reason to round."""

TIMED_ROWS = 32
REPEATS = 3


def faster_precision(model: ModelConfig, config: TrainConfig) -> str:
    """`float32` or `bfloat16`, for training on this machine's CPU. Takes well under a second."""
    if model.width < 128:
        return "float32"
    kinds = {"rnn-tanh": nn.RNN, "rnn-relu": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
    network = kinds[model.cell](model.embedding, model.width, 1, batch_first=True)
    inputs = torch.randn(min(config.lanes, 64), TIMED_ROWS, model.embedding, requires_grad=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            whole, half = _seconds(network, inputs, half=False), _seconds(network, inputs, half=True)
        except RuntimeError:
            return "float32"  # this cell has no such kernel here
    return "bfloat16" if whole > WORTH * half else "float32"


def _seconds(network: nn.Module, inputs: torch.Tensor, *, half: bool) -> float:
    """The fastest of some steps forth and back, after one that is not counted."""
    best = float("inf")
    for repeat in range(REPEATS + 1):
        began = time.perf_counter()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            outputs, _ = network(inputs)
        outputs.float().sum().backward()
        if repeat:
            best = min(best, time.perf_counter() - began)
    return best
