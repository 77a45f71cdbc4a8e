"""Fitting a tokenizer of music: what occurs is counted for several pieces at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqgen.kinds.music import fit
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.piece import Piece
from tests.support.small_models import random_piece


def played(piece: Piece, seed: int) -> Piece:
    """Return a piece a little off the grid, with rests that no value of the grid has."""
    notes = piece.content
    late = np.sort(np.random.default_rng(seed).integers(0, 9 * notes.ticks_per_quarter, len(notes)))
    return replace(piece, content=replace(notes, onset=notes.onset + late, end=notes.end + late))


@pytest.mark.parametrize("grid", ["metric", "performance"])
def test_pieces_counted_together_are_counted_as_one_by_one(grid: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [random_piece(seed, bars=4) for seed in range(4)]
    pieces += [played(piece, seed) for seed, piece in enumerate(pieces)]
    together = fit_music(pieces, MusicOptions(grid))

    monkeypatch.setattr(fit, "_COUNTED_TOGETHER", 1)

    assert fit_music(pieces, MusicOptions(grid)) == together
