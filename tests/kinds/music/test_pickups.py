"""Pick-ups: what stands before the first bar line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgen.errors import UsageError
from seqgen.formats.midi_writer import write_score
from seqgen.formats.score_notes import read_pieces
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.rules import MusicRules
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.theory.bars import Bars, bar_ends, bar_lines
from seqgen.theory.grid import METRIC
from seqgen.theory.notes import Metre
from tests.support.small_models import make_model, make_notes, random_piece, write_pieces

KNOWN = ((4, 4), (3, 4), (6, 8))


def tune(pickup: int, metre: tuple[int, int] = (4, 4), *, bars: int = 6) -> Piece:
    """Eighths behind a pick-up of so many steps."""
    bar = METRIC.bar_steps(metre)
    rows = [(t, t + 12, 60 + t // 12 % 12, 80, 0) for t in range(0, pickup + bars * bar, 12)]
    return Piece(replace(make_notes(rows), metres=np.array([[pickup, *metre]])), title="tune")


@pytest.fixture(scope="module")
def model() -> Model:
    pieces = [tune(24), tune(36, (3, 4)), random_piece(1)]
    return make_model(pieces, fit_music(pieces, MusicOptions("metric")))


def test_a_pickup_has_the_last_places_of_a_bar_and_a_bar_line_of_its_own() -> None:
    metres = (Metre(24, 4, 4), Metre(216, 3, 4))
    bars = Bars(METRIC, KNOWN, metres, 96)

    known, place = bars.at(np.array([0, 23, 24, 119, 120, 216, 288]))

    assert place.tolist() == [72, 95, 0, 95, 0, 0, 0]
    assert known.tolist() == [0, 0, 0, 0, 0, 1, 1]
    assert bar_lines(METRIC, KNOWN, metres, 300).tolist() == [0, 24, 120, 216, 288]
    ends = bar_ends(METRIC, metres)
    assert [next(ends) for _ in range(4)] == [24, 120, 216, 288]
    assert bars.first_full(0) == 0


@given(pickup=st.integers(1, 95), metre=st.sampled_from(KNOWN))
@settings(max_examples=30, deadline=None)
def test_a_pickup_comes_back_from_a_file(
    tmp_path_factory: pytest.TempPathFactory, pickup: int, metre: tuple[int, int]
) -> None:
    pickup %= METRIC.bar_steps(metre)
    piece = tune(pickup, metre)
    tokenizer = fit_music([piece], MusicOptions("metric"))
    encoded = tokenizer.encode(piece)
    path = tmp_path_factory.mktemp("takes") / "take.mid"

    write_score(tokenizer.decode(encoded.table, encoded.facts), path)

    (back,) = read_pieces(path)
    assert encoded.facts.metres == (Metre(pickup, *metre),)
    assert tokenizer.encode(back).facts.metres == encoded.facts.metres


def test_primer_bars_are_counted_from_the_first_full_bar(model: Model) -> None:
    start = model.start(tune(24), MusicRules(primer_bars=2))

    assert start.facts.end_step == 24 + 2 * 96
    assert start.facts.metres == (Metre(24, 4, 4),)
    with pytest.raises(UsageError, match="the primer has 6 bars"):
        model.start(tune(24), MusicRules(primer_bars=7))


def test_the_pickup_of_a_primer_adds_no_bar_to_takes_of_a_form(model: Model) -> None:
    pieces = [tune(24), tune(36, (3, 4)), random_piece(1)]
    formed = make_model(pieces, fit_music(pieces, MusicOptions("metric", context=("bar", "form"))))

    (take,) = formed.sample(1, seed=3, bars=2, primer=tune(24), primer_bars=2)

    assert take.facts.form.startswith("^")
    assert take.facts.end_step == 24 + 4 * 96


def test_takes_behind_a_primer_with_a_pickup_end_on_its_bar_lines(model: Model) -> None:
    (take,) = model.sample(1, seed=3, bars=2, primer=tune(24), primer_bars=2)

    assert take.facts.end_step == 24 + 4 * 96
    assert min(int(note.time) for track in take.score.tracks for note in track.notes) == 0


def test_the_metre_of_a_primer_that_its_notes_contradict_is_told(model: Model, tmp_path: Path) -> None:
    rows = [(t, t + 24 * (1 + (t % 96 == 24)), 60 + t // 96 * 5 % 12 + t // 24 % 4, 80, 0) for t in range(0, 3000, 12)]
    write_pieces([Piece(make_notes(rows, metre=(1, 4)))], tmp_path / "song.mid")

    start = model.start(tmp_path / "song.mid")

    assert start.remarks[0] == "metre 1/4: counted in 4/4 as the notes tell"
    assert [metre.signature for metre in start.facts.metres] == [(4, 4)]


def test_a_primer_that_ends_within_its_pickup_keeps_its_metre(model: Model) -> None:
    piece = tune(72)
    columns = ("onset", "end", "pitch", "velocity", "part")
    first = replace(piece.content, **{name: getattr(piece.content, name)[:2] for name in columns})

    assert model.start(Piece(first)).facts.metres == (Metre(72, 4, 4),)
