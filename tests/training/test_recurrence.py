"""Our recurrent layers give what torch's give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from seqgen.training.recurrence import run_layer

LAYERS = {
    "gru": lambda: nn.GRU(5, 7, batch_first=True),
    "rnn-tanh": lambda: nn.RNN(5, 7, batch_first=True),
    "rnn-relu": lambda: nn.RNN(5, 7, batch_first=True, nonlinearity="relu"),
}


@pytest.mark.parametrize("time", [1, 2, 40])
@pytest.mark.parametrize("begins", [True, False])
@pytest.mark.parametrize("cell", LAYERS)
def test_outputs_states_and_gradients_are_those_of_torch(cell: str, begins: bool, time: int) -> None:
    torch.manual_seed(3)
    layer = LAYERS[cell]()
    inputs, state = torch.randn(3, time, 5), torch.randn(1, 3, 7)
    weights = torch.randn(3, time, 7), torch.randn(1, 3, 7)

    def all_of(run: Callable[..., Any]) -> list[Tensor]:
        x, first = inputs.clone().requires_grad_(), state.clone().requires_grad_()
        output, last = run(x, None if begins else first)
        layer.zero_grad(set_to_none=True)
        ((output * weights[0]).sum() + (last * weights[1]).sum()).backward()
        gradients = [weight.grad for weight in layer.parameters()]
        return [output, last, x.grad, *([] if begins else [first.grad]), *gradients]

    ours = all_of(lambda x, first: run_layer(layer, x, first))
    torchs = all_of(layer)

    assert len(ours) == len(torchs) == (7 if begins else 8)
    for mine, other in zip(ours, torchs, strict=True):
        assert torch.allclose(mine, other, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("cell", LAYERS)
def test_gradients_are_those_of_small_differences(cell: str) -> None:
    torch.manual_seed(4)
    layer = LAYERS[cell]().double()
    x = torch.randn(2, 3, 5, dtype=torch.float64, requires_grad=True)
    first = torch.randn(1, 2, 7, dtype=torch.float64, requires_grad=True)

    assert torch.autograd.gradcheck(lambda *given: run_layer(layer, *given[:2]), (x, first, *layer.parameters()))


@pytest.mark.parametrize("cell", LAYERS)
def test_states_stay_exact_where_products_are_in_bfloat16(cell: str) -> None:
    layer = LAYERS[cell]()
    x = torch.randn(2, 9, 5)

    with torch.autocast("cpu", dtype=torch.bfloat16):
        output, last = run_layer(layer, x, None)

    assert output.dtype == last.dtype == torch.float32
    assert torch.allclose(output, layer(x)[0], atol=1e-5)
