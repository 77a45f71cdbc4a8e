"""Takes without their primer."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.theory.notes import Metre, Tempo
from tests.support.small_models import make_model, make_notes


@pytest.fixture(scope="module")
def model() -> Model:
    rng = np.random.default_rng(5)
    rows = [(t, t + 12, int(rng.integers(55, 80)), 80, 0) for t in range(0, 40 * 96, 12)]
    pieces = [Piece(make_notes(rows))]
    return make_model(pieces, fit_music(pieces, MusicOptions("metric")))


def primer(end: int) -> Piece:
    return Piece(make_notes([(t, t + 12, 60, 80, 0) for t in range(0, end, 12)]))


@pytest.mark.parametrize(("end", "line"), [(192, 192), (144, 96)])
def test_new_material_begins_with_its_bar(model: Model, end: int, line: int) -> None:
    (whole,) = model.sample(1, seed=2, bars=2, primer=primer(end))
    (alone,) = model.sample(1, seed=2, bars=2, primer=primer(end), new_only=True)

    def notes(content: object, begin: int) -> list[tuple[int, int, int]]:
        found = [(n.time // 20, n.end // 20, n.pitch) for track in content.tracks for n in track.notes]  # type: ignore[attr-defined]
        return sorted((on - begin, off - begin, pitch) for on, off, pitch in found if on >= begin and on >= end - line)

    assert notes(alone.content, 0) == [each for each in notes(whole.content, line) if each[0] >= end - line]
    assert alone.seed == whole.seed
    assert alone.primed == whole.primed == end // 12


def test_metre_and_tempo_of_new_material_are_those_that_hold_there(model: Model) -> None:
    (take,) = model.sample(1, seed=2, bars=2, metre="3/4", primer=primer(144), new_only=True)

    assert [(t.time, t.qpm) for t in take.content.tempos] == [(0, 100.0)]
    assert [(m.time, m.numerator) for m in take.content.time_signatures] == [(0, 4), (1920, 3)]
    assert take.facts.metres == (Metre(0, 4, 4), Metre(192, 3, 4))
    assert take.facts.tempos == (Tempo(0, 100.0),)


def test_without_a_primer_all_is_new(model: Model) -> None:
    (take,) = model.sample(1, seed=2, bars=2, new_only=True)
    assert not take.new_only
