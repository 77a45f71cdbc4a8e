"""Remarks on takes beside pieces, and on copies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqgen.copying.copy_index import Copy
from seqgen.evaluation.comparison import Copies, compare, remark, summary
from seqgen.evaluation.reference import reference_of_pieces, takes_like
from seqgen.kinds.distributions import Axis
from seqgen.model import Model
from seqgen.sampling.config import SamplingConfig
from tests.support.small_models import random_piece

LENGTHS = Axis("length", "quarters", np.arange(4.0), sides=("notes are longer", "notes are shorter"), at="{} quarters")


@pytest.mark.parametrize(
    ("takes", "said"),
    [
        ([0.7, 0.2, 0.1, 0.0], "notes are shorter"),
        ([0.0, 0.2, 0.3, 0.5], "notes are longer"),
        ([0.3, 0.2, 0.2, 0.3], "1 quarters less often (20% in takes, 40% in pieces)"),
        ([0.0, 0.0, 0.0, 0.0], "takes have none"),
    ],
)
def test_a_remark_says_to_which_side_takes_are_off_or_where(takes: list[float], said: str) -> None:
    assert remark(LENGTHS, np.array(takes), np.array([0.1, 0.4, 0.4, 0.1])) == said


def test_what_has_no_order_is_told_by_its_name() -> None:
    axis = Axis("pitch class", "", np.arange(3.0), ("C", "D", "E"), ordered=False)
    said = remark(axis, np.array([0.8, 0.1, 0.1]), np.array([0.5, 0.25, 0.25]))
    assert said == "C more often (80% in takes, 50% in pieces)"


def test_takes_of_an_untrained_model_are_off_where_its_pieces_are_not(music_model: Model) -> None:
    held_out = [random_piece(seed) for seed in range(50, 74)]
    reference = reference_of_pieces(music_model, held_out)
    takes = [take for _, take in takes_like(music_model, reference, 8, seed=1, config=SamplingConfig(top_p=1.0))]
    rows = {row.axis.name: row for row in compare(music_model, takes, reference).rows}
    assert rows["onset in the bar"].remark
    assert rows["notes struck together"].overlap < rows["notes struck together"].yardstick.least  # type: ignore[union-attr]
    alike = compare(music_model, [replace(takes[0], table=p.table, facts=p.facts) for p in reference.pieces], reference)
    assert not [row.remark for row in alike.rows if row.remark]
    assert all(row.overlap == pytest.approx(1.0) for row in alike.rows)


def copy(longest: int, share: float = 0.0) -> Copy:
    return Copy(longest, 0, "tune", 0, share, 8)


@pytest.mark.parametrize(
    ("takes", "said"),
    [
        ([5, 5, 6], "takes copy no more than real pieces share"),
        ([30, 31, 90], "takes copy longer runs of notes"),
        ([5, 5, 90], "1 of 3 takes copied a run half as long again"),
    ],
)
def test_copies_are_measured_by_what_real_pieces_share(takes: list[int], said: str) -> None:
    found = Copies(tuple(copy(run) for run in takes), tuple(copy(run) for run in (4, 5, 6, 7, 8)))
    assert found.remark("note").startswith(said)


def test_copies_are_summed_up_by_median_and_most() -> None:
    found = summary([copy(3, 0.1), copy(9, 0.5), copy(4, 0.3)])
    assert found == {"longest_median": 4.0, "longest_most": 9, "share_median": 0.3, "share_most": 0.5}
