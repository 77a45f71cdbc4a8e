"""Recurrent layers of simple cells and GRUs on a CPU, where torch has a fast kernel for the LSTM alone.

torch computes these cells operation by operation, and adds up the gradient of the recurrent weights at every time step.
Here the input's products of all steps are one product, and so are the weights' gradients; going back, all that does not
wait for the later step is computed at once, so that a step is two or three operations beside its product:

    h_t = f(W x_t + b + U h_(t-1) + d)                                              Elman 1990

    r, z = sigmoid(W x_t + b + U h_(t-1) + d)                                       Cho et al. 2014, as in cuDNN:
    m = U h_(t-1) + d,    n = tanh(W x_t + b + r m),    h_t = n + z (h_(t-1) - n)   r is behind the product

Outputs, states and gradients are those of `torch.nn.RNN` and `torch.nn.GRU` up to rounding.
"""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable

Gradients = tuple[Tensor | None, ...]


def run_layer(layer: nn.RNNBase, x: Tensor, state: Any) -> tuple[Tensor, Any]:
    """Return the output of one recurrent layer for x (batch, time, inputs), and its last state, as `layer` does."""
    if isinstance(layer, nn.LSTM) or x.device.type != "cpu" or not x.numel():
        answer: tuple[Tensor, Any] = layer(x, state)
        return answer
    weights = [
        cast("Tensor", getattr(layer, f"{name}_l0")) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    ]
    # the products of one step are too small to gain from bfloat16
    with torch.autocast("cpu", enabled=False):
        x = x.to(weights[0].dtype)
        first = x.new_zeros(len(x), layer.hidden_size) if state is None else state[0].to(x.dtype)
        if isinstance(layer, nn.GRU):
            states = cast("Any", _GRU).apply(x.transpose(0, 1), first, *weights)
        else:
            states = cast("Any", _Simple).apply(x.transpose(0, 1), first, *weights, cast("str", layer.nonlinearity))
    return states.transpose(0, 1), states[-1:]


class _Simple(torch.autograd.Function):
    """The states of a layer of simple cells, (time, batch, hidden), for x (time, batch, inputs)."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, first: Tensor, inner: Tensor, recurrent: Tensor, bias: Tensor, other: Tensor, cell: str
    ) -> Tensor:
        time, batch, _ = x.shape
        activate = torch.tanh_ if cell == "tanh" else torch.relu_
        rows = x.reshape(time * batch, -1)
        states = torch.addmm(bias + other, rows, inner.t()).view(time, batch, -1)
        before, turned = first, recurrent.t()
        for after in states.unbind():
            before = activate(after.addmm_(before, turned))
        ctx.save_for_backward(rows, first, inner, recurrent, states)
        ctx.cell = cell
        return states

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> Gradients:
        rows, first, inner, recurrent, states = ctx.saved_tensors
        slopes = torch.addcmul(states.new_ones(()), states, states, value=-1) if ctx.cell == "tanh" else states > 0
        wanted = gradient.contiguous().clone()
        sums = slopes.to(states.dtype)
        each_wanted, each_sum = wanted.unbind(), sums.unbind()
        for step in range(len(states) - 1, 0, -1):
            each_sum[step].mul_(each_wanted[step])
            each_wanted[step - 1].addmm_(each_sum[step], recurrent)
        each_sum[0].mul_(each_wanted[0])
        flat = sums.flatten(0, 1)
        bias = flat.sum(0)
        return (
            (flat @ inner).view(len(states), len(first), -1) if ctx.needs_input_grad[0] else None,
            each_sum[0] @ recurrent if ctx.needs_input_grad[1] else None,
            flat.t() @ rows,
            flat.t() @ _before(first, states),
            bias,
            bias,
            None,
        )


class _GRU(torch.autograd.Function):
    """The states of a layer of GRUs, (time, batch, hidden), for x (time, batch, inputs)."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, first: Tensor, inner: Tensor, recurrent: Tensor, bias: Tensor, other: Tensor
    ) -> Tensor:
        time, batch, _ = x.shape
        width = first.shape[1]
        both = 2 * width
        rows = x.reshape(time * batch, -1)
        gates = torch.addmm(bias[:both] + other[:both], rows, inner[:both].t()).view(time, batch, both)
        new = torch.addmm(bias[both:], rows, inner[both:].t()).view(time, batch, width)
        memory, states = torch.empty_like(new), torch.empty_like(new)
        to_gates, to_memory, offset = recurrent[:both].t(), recurrent[both:].t(), other[both:]
        resets, updates = torch.split(gates, width, dim=2)
        before = first
        for each in zip(*(a.unbind() for a in (gates, resets, updates, new, memory, states)), strict=True):
            gate, reset, update, candidate, remembered, after = each
            gate.addmm_(before, to_gates).sigmoid_()
            torch.addmm(offset, before, to_memory, out=remembered)
            candidate.addcmul_(reset, remembered).tanh_()
            before = torch.lerp(candidate, before, update, out=after)
        ctx.save_for_backward(rows, first, inner, recurrent, gates, new, memory, states)
        return states

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> Gradients:
        rows, first, inner, recurrent, gates, new, memory, states = ctx.saved_tensors
        time, batch, width = states.shape
        both = 2 * width
        reset, update = torch.split(gates, width, dim=2)
        before = _before(first, states).view_as(states)
        # derivatives of the sums in the gates and of m by h_t; times the gradient of h_t, they are its sums' gradients
        slopes = torch.addcmul(new.new_ones(()), new, new, value=-1).mul_(1 - update)
        sums = states.new_empty(time, batch, 3, width)
        torch.mul(slopes, reset, out=sums[:, :, 2])
        torch.mul(sums[:, :, 2], memory, out=sums[:, :, 0]).mul_(1 - reset)
        torch.mul(before - new, update, out=sums[:, :, 1]).mul_(1 - update)
        wanted = gradient.contiguous().clone()
        flat = sums.view(time * batch, 3 * width)
        each_wanted, each_sum = wanted.unbind(), sums.unbind()
        each_flat, each_update = flat.view(time, batch, -1).unbind(), update.unbind()
        for step in range(time - 1, 0, -1):
            here = each_wanted[step]
            each_sum[step].mul_(here[:, None])
            each_wanted[step - 1].addcmul_(here, each_update[step]).addmm_(each_flat[step], recurrent)
        each_sum[0].mul_(each_wanted[0][:, None])
        to_new = slopes.mul_(wanted).flatten(0, 1)
        to_gates = flat[:, :both]
        other = flat.sum(0)
        return (
            torch.addmm(to_gates @ inner[:both], to_new, inner[both:]).view(time, batch, -1)
            if ctx.needs_input_grad[0]
            else None,
            torch.addmm(each_wanted[0] * each_update[0], each_flat[0], recurrent) if ctx.needs_input_grad[1] else None,
            torch.cat([to_gates.t() @ rows, to_new.t() @ rows]),
            flat.t() @ before.flatten(0, 1),
            torch.cat([other[:both], to_new.sum(0)]),
            other,
        )


def _before(first: Tensor, states: Tensor) -> Tensor:
    """Return the state before each step, (time * batch, hidden)."""
    return torch.cat([first[None], states[:-1]]).flatten(0, 1)
