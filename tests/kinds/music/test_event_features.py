"""Features of the notes of a piece."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.kinds.music.event_features import event_features
from seqgen.kinds.music.fit import fit_music
from seqgen.piece import Piece
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_notes


def of_music(rows: list[tuple[int, int, int, int, int]], **options: object) -> dict[str, list[float]]:
    piece = Piece(make_notes(rows, **options))  # type: ignore[arg-type]
    tokenizer = fit_music([piece])
    encoded = tokenizer.encode(piece)
    found = event_features(tokenizer, np.asarray(encoded.table), encoded.facts)
    return {name: values.tolist() for name, values in found.items()}


def test_features_of_music_follow_bars_beats_and_rests() -> None:
    found = of_music([(0, 24, 60, 90, 0), (36, 48, 62, 90, 0), (72, 84, 64, 90, 0)], metre=(3, 4))
    assert found["place in the bar"] == pytest.approx([0, 0.5, 0])
    assert found["on the beat"] == [1, 0, 1]
    assert found["first of the bar"] == [1, 0, 1]
    assert found["place in four bars"] == pytest.approx([0, 0.125, 0.25])
    assert found["before a rest"] == [1, 1, 0]
    assert found["pitch"] == [60, 62, 64]


def test_drums_have_no_pitch() -> None:
    found = of_music([(0, 24, 60, 90, 0), (0, 24, 36, 90, DRUMS), (24, 48, 62, 90, 0)])
    np.testing.assert_array_equal(found["pitch"], [60, np.nan, 62])
    assert found["drums"] == [0, 1, 0]
