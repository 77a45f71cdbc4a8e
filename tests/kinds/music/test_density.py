"""Most notes at once in a corpus."""

from __future__ import annotations

from typing import Any

import pytest

from seqgen.kinds.music.density import Density, DensityCount
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.rows import Rows
from seqgen.piece import Piece
from seqgen.theory.grid import METRIC
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_notes

TRIAD = [(0, 48, 60, 80, 0), (0, 24, 64, 80, 0), (0, 24, 67, 80, 0)]
OTHERS = [(24, 48, 72, 80, 0), (24, 48, 40, 80, 8), (24, 30, 36, 80, DRUMS), (24, 30, 42, 80, DRUMS)]


def of(notes: Any, parts: tuple[int, ...]) -> Density:
    count = DensityCount()
    count.add(Rows.of_notes(make_notes(notes), METRIC))
    return count.density(parts)


def test_notes_are_counted_for_each_part_and_together() -> None:
    density = of([*TRIAD, *OTHERS], (0, 8, DRUMS))

    assert density.struck == (3, 1, 2, 4)
    assert density.sounding == (3, 1, 2, 3)


def test_a_chord_that_occurs_once_in_two_thousand_onsets_does_not_count() -> None:
    melody = [(i * 24, i * 24 + 24, 60, 80, 0) for i in range(2, 2000)]

    density = of([*TRIAD, *melody], (0,))

    assert density.struck == (1, 1)


@pytest.mark.parametrize(("chords", "most"), [(1, 1), (4, 3)])
def test_a_part_that_divides_in_less_than_a_hundredth_of_its_onsets_has_one_voice(chords: int, most: int) -> None:
    melody = [(i * 24, i * 24 + 24, 60, 80, 0) for i in range(2 * chords, 300)]
    divided = [(onset + 48 * i, end + 48 * i, *rest) for i in range(chords) for onset, end, *rest in TRIAD]

    density = of([*divided, *melody], (0,))

    assert (density.struck[0], density.sounding[0]) == (most, most)


def test_a_tokenizer_knows_the_density_of_its_corpus() -> None:
    tokenizer = fit_music([Piece(make_notes(TRIAD))], MusicOptions("metric"))

    assert tokenizer.density == Density((3, 3), (3, 3))
