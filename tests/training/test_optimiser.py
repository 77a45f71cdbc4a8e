"""The optimiser moves weights by the equations of AdamW."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from seqgen.training.optimiser import BETAS, EPSILON, AdamW


def moved(weight: Tensor, gradients: list[Tensor], rates: list[float], decay: float) -> Tensor:
    """Return a weight after steps with these gradients, by algorithm 2 of the paper, in double precision."""
    weight, first, second = weight.double(), torch.zeros(()), torch.zeros(())
    for t, (gradient, rate) in enumerate(zip(gradients, rates, strict=True), 1):
        first = BETAS[0] * first + (1 - BETAS[0]) * gradient.double()
        second = BETAS[1] * second + (1 - BETAS[1]) * gradient.double() ** 2
        step = first / (1 - BETAS[0] ** t) / ((second / (1 - BETAS[1] ** t)).sqrt() + EPSILON)
        weight = weight - rate * (step + decay * weight)
    return weight


@pytest.mark.parametrize(("shape", "decay"), [((5, 3), 0.1), ((7,), 0.0)])
def test_matrices_decay_and_vectors_do_not(shape: tuple[int, ...], decay: float) -> None:
    torch.manual_seed(1)
    start, gradients, rates = torch.randn(shape), [torch.randn(shape) for _ in range(3)], [0.1, 0.01, 0.02]
    weight = nn.Parameter(start.clone())
    optimiser = AdamW([weight], weight_decay=0.1)

    for gradient, rate in zip(gradients, rates, strict=True):
        weight.grad = gradient
        optimiser.step(rate)

    expected = moved(start, gradients, rates, decay)
    np.testing.assert_allclose(weight.detach().numpy(), expected.numpy(), atol=1e-6, rtol=1e-5)


def test_a_weight_without_a_gradient_stays_and_gradients_are_dropped() -> None:
    still, weight = nn.Parameter(torch.ones(2, 2)), nn.Parameter(torch.ones(2, 2))
    weight.grad = torch.ones(2, 2)
    optimiser = AdamW([still, weight], weight_decay=0.1)

    optimiser.step(0.1)
    optimiser.zero_grad()

    assert (still == 1.0).all()
    assert (weight < 1.0).all()
    assert still.grad is None
    assert weight.grad is None
