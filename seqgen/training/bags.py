"""Sums of those rows of a table that are in sets, forth and back, on a CPU.

`torch.nn.functional.embedding_bag` computes the same. Here it goes over blocks of columns, of which the whole table
stays in a core's cache, and the way back is such a sum, too: the gradient of a row of the table is the sum of the
gradients of all sets that it is in. torch adds those up one by one instead, in three times the time.
"""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.nn import functional

COLUMNS = 256
"""Columns of a block: 750 rows of them, as many as music has, are 0.8 MB."""
WIDE = 1024
"""Columns from which on blocks save time; a table with fewer is one."""


def bag_sums(table: Tensor, element: Tensor, row: Tensor, rows: int, kept: Tensor | None) -> Tensor:
    """Return (rows, columns of `table`) with `table[element[i]]` times `kept[i]` added to `row[i]`, which ascends."""
    answer: Tensor = cast("Any", _Bags).apply(table, element, row, rows, kept)
    return answer


def rectified(sums: Tensor, of_row: Tensor, of_value: Tensor) -> Tensor:
    """Return relu(`sums` + `of_row` + `of_value`), (rows, values, units), computed in the memory of `sums`.

    Most of the time of a new tensor of this size goes into getting its memory.
    """
    answer: Tensor = cast("Any", _Rectified).apply(sums, of_row, of_value)
    return answer.view(len(of_row), *of_value.shape)


class _Rectified(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, sums: Tensor, of_row: Tensor, of_value: Tensor) -> Tensor:
        ctx.mark_dirty(sums)
        ctx.shape = len(of_row), *of_value.shape
        sums.view(ctx.shape).add_(of_row[:, None]).add_(of_value).relu_()
        ctx.save_for_backward(sums)
        return sums

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, ...]:
        (sums,) = ctx.saved_tensors
        onward = torch.ops.aten.threshold_backward(gradient, sums, 0)
        each = onward.view(ctx.shape)
        return onward, each.sum(1), each.sum(0)


class _Bags(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, table: Tensor, element: Tensor, row: Tensor, rows: int, kept: Tensor | None) -> Tensor:
        ctx.save_for_backward(element, row, kept)
        ctx.size = len(table)
        return _by_columns(table, element, row, rows, kept)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        element, row, kept = ctx.saved_tensors
        element, order = element.sort(stable=True)
        kept = None if kept is None else kept[order]
        return _by_columns(gradient, row[order], element, ctx.size, kept), None, None, None, None


def _by_columns(table: Tensor, element: Tensor, row: Tensor, rows: int, kept: Tensor | None) -> Tensor:
    if not len(element):
        return table.new_zeros(rows, table.shape[1])
    counts = torch.bincount(row, minlength=rows)
    first = counts.cumsum(0) - counts
    if table.shape[1] < WIDE:
        return functional.embedding_bag(element, table.contiguous(), first, mode="sum", per_sample_weights=kept)
    answer = table.new_empty(rows, table.shape[1])
    for part, sums in zip(torch.split(table, COLUMNS, dim=1), torch.split(answer, COLUMNS, dim=1), strict=True):
        sums.copy_(functional.embedding_bag(element, part.contiguous(), first, mode="sum", per_sample_weights=kept))
    return answer
