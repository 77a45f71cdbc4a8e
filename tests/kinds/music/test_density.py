"""Most notes at once in a corpus."""

from __future__ import annotations

from typing import Any

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


def test_a_chord_that_occurs_once_in_a_thousand_does_not_count() -> None:
    melody = [(i * 24, i * 24 + 24, 60, 80, 0) for i in range(1, 1000)]

    density = of([*TRIAD, *melody], (0,))

    assert density.struck == (1, 1)


def test_a_tokenizer_knows_the_density_of_its_corpus() -> None:
    tokenizer = fit_music([Piece(make_notes(TRIAD))], MusicOptions("metric"))

    assert tokenizer.density == Density((3, 3), (3, 3))
