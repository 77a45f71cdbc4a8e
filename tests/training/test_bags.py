"""Sums over sets, forth and back."""

from __future__ import annotations

import pytest
import torch

from seqgen.training.bags import COLUMNS, WIDE, bag_sums, rectified


@pytest.mark.parametrize("width", [COLUMNS, WIDE + 3])
@pytest.mark.parametrize("members", [0.0, 0.3])
@pytest.mark.parametrize("weighted", [False, True])
def test_sums_and_gradients_are_those_of_the_product(members: float, weighted: bool, width: int) -> None:
    torch.manual_seed(5)
    inside = torch.rand(9, 20) < members
    inside[4] = False
    row, element = inside.nonzero(as_tuple=True)
    kept = torch.rand(len(row)) if weighted else None
    table, wanted = torch.randn(20, width), torch.randn(9, width)
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


def test_rectified_sums_have_the_gradients_of_small_differences() -> None:
    torch.manual_seed(6)
    sums, of_row, of_value = (torch.randn(shape, dtype=torch.float64) for shape in [(4, 15), (4, 5), (3, 5)])
    wanted = torch.relu(sums.view(4, 3, 5) + of_row[:, None] + of_value)
    given = [each.requires_grad_() for each in (sums, of_row, of_value)]

    assert torch.equal(rectified(given[0].clone(), *given[1:]), wanted)
    assert torch.autograd.gradcheck(lambda a, b, c: rectified(a.clone(), b, c), given)
