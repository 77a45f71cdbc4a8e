"""Sums over sets, forth and back."""

from __future__ import annotations

import pytest
import torch

from seqgen.training.bags import COLUMNS, bag_sums


@pytest.mark.parametrize("members", [0.0, 0.3])
@pytest.mark.parametrize("weighted", [False, True])
def test_sums_and_gradients_are_those_of_the_product(members: float, weighted: bool) -> None:
    torch.manual_seed(5)
    inside = torch.rand(9, 20) < members
    inside[4] = False
    row, element = inside.nonzero(as_tuple=True)
    kept = torch.rand(len(row)) if weighted else None
    table, wanted = torch.randn(20, 2 * COLUMNS + 3), torch.randn(9, 2 * COLUMNS + 3)
    ours, theirs = table.clone().requires_grad_(), table.clone().requires_grad_()
    dense = torch.zeros(9, 20).index_put((row, element), torch.ones(len(row)) if kept is None else kept)

    sums = bag_sums(ours, element, row, 9, kept)
    (sums * wanted).sum().backward()
    product = dense @ theirs
    (product * wanted).sum().backward()

    assert torch.allclose(sums, product, atol=1e-5)
    assert ours.grad is not None
    assert theirs.grad is not None
    assert torch.allclose(ours.grad, theirs.grad, atol=1e-5)
