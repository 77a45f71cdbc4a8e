"""Primers: their beginning and end, and what is changed in them and told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqgen.errors import UsageError
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.rules import MusicRules
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.sampling.takes import Take
from seqgen.theory.notes import DRUMS, Metre, Notes, Tempo
from tests.support.small_models import make_model, make_notes

QUARTER = 480
BAR = 4 * QUARTER


def eighths(first: int, last: int, **changed: Any) -> Piece:
    """Eighths of a scale, from the first to before the last tick."""
    rows = [(t, t + 240, 60 + (t // 240) % 12, 80, 0) for t in range(first, last, 240)]
    notes = replace(make_notes(rows, quarter=QUARTER), names=(), **changed)
    return Piece(notes, title="primer")


def onsets(take: Take) -> list[int]:
    return sorted(int(note.time) for track in take.score.tracks for note in track.notes)


def new_onsets(take: Take) -> list[int]:
    return onsets(take)[take.primed :]


@pytest.fixture(scope="module")
def model() -> Model:
    """A model of melodies on 8ths with rests of a bar at most."""
    rng = np.random.default_rng(5)
    pieces = []
    for _ in range(4):
        starts = np.cumsum(rng.choice([240, 480, 960], 60))
        starts -= starts[0]
        rows = [(int(t), int(t) + 240, int(rng.integers(55, 80)), 80, 0) for t in starts]
        pieces.append(Piece(make_notes(rows, quarter=QUARTER)))
    return make_model(pieces, fit_music(pieces, MusicOptions("metric")))


# -- beginning and end -------------------------------------------------------------------------------------------------


def test_tempos_and_metres_behind_the_last_note_are_dropped(model: Model) -> None:
    tempos = np.array([[0, 96.0], [960, 90.0], [3 * BAR, 150.0], [200 * BAR, 60.0]])
    metres = np.array([[0, 4, 4], [4 * BAR, 3, 4]])
    (take,) = model.sample(1, seed=1, bars=4, primer=eighths(0, 2 * BAR, tempos=tempos, metres=metres))

    assert take.facts.tempos == (Tempo(0, 96.0), Tempo(48, 90.0))
    assert take.facts.metres == (Metre(0, 4, 4),)
    assert take.facts.end_step == 6 * 96


@pytest.mark.parametrize("bars", [1, 2, 7, 40])
@pytest.mark.parametrize("grid", ["metric", "performance"])
def test_rests_before_the_first_note_stay_however_long_they_are(bars: int, grid: str) -> None:
    tempos = np.array([[0.0, 120.0]])
    pieces = [eighths(0, 8 * BAR, tempos=tempos)]
    model = make_model(pieces, fit_music(pieces, MusicOptions(grid)))
    notes = eighths(bars * BAR, (bars + 2) * BAR, tempos=tempos).content

    take = model.sample(1, seed=1, seconds=8, primer=Piece(notes))[0]

    assert onsets(take)[: take.primed] == (notes.onset * take.score.ticks_per_quarter // QUARTER).tolist()
    assert take.facts.end_step == ((bars + 2) * 4 + 16) * model.tokenizer.grid.steps_per_quarter  # type: ignore[attr-defined]
    assert [metre.step for metre in take.facts.metres] in ([0], [])


def test_rests_within_a_primer_stay_too_and_are_made_again_from_the_file(model: Model, tmp_path: Path) -> None:
    early, late = eighths(0, BAR).content, eighths(9 * BAR, 10 * BAR).content
    columns = {name: np.concatenate([getattr(early, name), getattr(late, name)]) for name in
               ("onset", "end", "pitch", "velocity", "part")}  # fmt: skip
    notes = replace(early, **columns, metres=np.array([[0, 3, 4], [2880, 4, 4]]), end_tick=10 * BAR)

    take = model.sample(1, seed=1, bars=2, primer=Piece(notes))[0]

    assert onsets(take)[: take.primed] == notes.onset.tolist()
    assert take.facts.metres == (Metre(0, 3, 4), Metre(144, 4, 4))
    assert take.facts.end_step == 144 + 9 * 96 + 2 * 96
    assert min(new_onsets(take)) >= 10 * BAR
    again = model.again(take.save(tmp_path / "take.mid"))
    assert onsets(again) == onsets(take)


def test_a_primer_begins_at_once_where_the_corpus_never_does() -> None:
    pieces = [
        Piece(
            make_notes([(t, t + 240, 60 + t // 240 % 12, 80, 0) for t in (240, 480, 960, 1920, 3840)], quarter=QUARTER)
        )
    ]
    model = make_model(pieces, fit_music(pieces, MusicOptions("metric")))
    assert 0 not in model.tokenizer.shifts  # type: ignore[attr-defined]

    take = model.sample(1, seed=1, bars=1, primer=eighths(0, BAR))[0]

    assert onsets(take)[: take.primed] == list(range(0, BAR, 240))
    assert (take.facts.metres, take.facts.end_step) == ((Metre(0, 4, 4),), 192)


def test_a_long_last_note_is_waited_for(model: Model) -> None:
    notes = make_notes([(0, 12 * BAR, 60, 80, 0)], quarter=QUARTER)

    take = model.sample(1, seed=1, bars=2, primer=Piece(notes))[0]

    assert min(new_onsets(take)) >= 12 * BAR
    assert take.facts.end_step == 14 * 96


def test_takes_go_on_within_a_bar_and_end_on_a_bar_line(model: Model) -> None:
    start = model.start(eighths(0, BAR + 960))
    (take,) = model.sample(1, seed=1, bars=4, primer=eighths(0, BAR + 960))

    assert start.facts.end_step == 96 + 48
    assert start.remarks == ("ends within bar 2; takes go on there, from the next beat",)
    assert min(new_onsets(take)) < 2 * BAR
    assert take.facts.end_step == 6 * 96


def test_a_beat_is_three_eighths_in_compound_metres(model: Model) -> None:
    metres = np.array([[0, 6, 8]])
    assert model.start(eighths(0, 4 * 240, metres=metres)).facts.end_step == 72
    assert model.start(eighths(0, 3 * 240, metres=metres)).facts.end_step == 36


@pytest.mark.parametrize("bars", [1, 2])
def test_only_the_first_bars_can_be_kept(model: Model, bars: int) -> None:
    start = model.start(eighths(0, 2 * BAR + 240), MusicRules(primer_bars=bars))

    assert (len(start.rows), start.facts.end_step, start.remarks) == (8 * bars, 96 * bars, ())


def test_more_bars_than_a_primer_has_are_refused(model: Model) -> None:
    with pytest.raises(UsageError, match="the primer has 3 bars, fewer than the 4 to keep"):
        model.start(eighths(0, 2 * BAR + 240), MusicRules(primer_bars=4))


@pytest.mark.parametrize(("end", "line"), [(2 * BAR, 192), (BAR + 960, 192)])
def test_another_metre_begins_on_a_bar_line_of_the_primer(model: Model, end: int, line: int) -> None:
    (take,) = model.sample(1, seed=1, bars=2, metre="3/4", primer=eighths(0, end))

    assert take.facts.metres == (Metre(0, 4, 4), Metre(line, 3, 4))
    assert take.facts.end_step == line + 2 * 72


@pytest.mark.parametrize("metre", [(64, 4), (16, 2), (33, 8)])
def test_takes_go_on_behind_bars_that_are_longer_than_every_shift(model: Model, metre: tuple[int, int]) -> None:
    bar = QUARTER * 4 * metre[0] // metre[1]
    notes: Notes = eighths(0, 960).content
    again = np.array([5 * bar // 2, 4 * bar - 3 * QUARTER])
    primer = replace(
        notes,
        onset=np.concatenate([notes.onset, again]),
        end=np.concatenate([notes.end, again + 240]),
        **{name: np.resize(getattr(notes, name), 6) for name in ("pitch", "velocity", "part")},
        metres=np.array([[0, *metre]]),
    )
    for bars in (1, 3, 4):
        (take,) = model.sample(1, seed=2, bars=1, primer=Piece(primer), primer_bars=bars)

        assert [onset for onset in onsets(take) if onset < bars * bar] == primer.onset[
            primer.onset < bars * bar
        ].tolist()
        assert min(new_onsets(take)) >= bars * bar
        assert take.facts.end_step == (bars + 1) * bar // 20


# -- playing by hand ---------------------------------------------------------------------------------------------------


def by_hand(piece: Piece, late: int, spread: int) -> Piece:
    notes: Notes = piece.content
    onset = notes.onset + late + np.random.default_rng(2).integers(-spread, spread + 1, len(notes))
    return Piece(replace(notes, onset=onset, end=onset + 200, tempos=np.array([[0.0, 120.0]])), title="played")


def test_a_primer_played_by_hand_is_put_on_the_beat_and_its_lateness_told(model: Model) -> None:
    (take,) = model.sample(1, seed=1, bars=4, primer=by_hand(eighths(0, 2 * BAR), 30, 12))

    assert onsets(take)[: take.primed] == list(range(0, 2 * BAR, 240))
    assert all(onset % 120 == 0 for onset in new_onsets(take))
    assert take.facts.end_step == 6 * 96
    (remark,) = take.primer.remarks
    assert remark.startswith("was played by hand, ")
    assert 25 <= int(remark.split(", ")[1].removesuffix(" ms late on average; that was taken out")) <= 36


def test_a_shift_of_the_whole_primer_is_taken_out(model: Model) -> None:
    start = model.start(by_hand(eighths(240, 2 * BAR), -15, 0))

    assert start.remarks == ("is 16 ms early throughout; that was taken out",)
    assert np.cumsum(np.array(model.tokenizer.shifts)[start.rows[:, 0]]).tolist() == list(range(12, 192, 12))  # type: ignore[attr-defined]


def test_a_model_of_playing_by_hand_keeps_the_playing() -> None:
    pieces = [by_hand(eighths(0, 40 * BAR), 40, 110)]
    model = make_model(pieces, fit_music(pieces, MusicOptions("metric")))
    rows = model.start(by_hand(eighths(0, 4 * BAR), 30, 40)).rows

    steps = np.cumsum(np.array(model.tokenizer.shifts)[rows[:, 0]])  # type: ignore[attr-defined]
    assert (steps % 12 != 0).any()


# -- what the model cannot play ----------------------------------------------------------------------------------------


def test_all_that_a_model_cannot_play_is_told() -> None:
    pieces = [eighths(0, 8 * BAR)]
    model = make_model(pieces, fit_music(pieces, MusicOptions("metric")))
    rows = [(0, 240, 62, 80, 60 * 8), (240, 480, 110, 80, 60 * 8), (480, BAR, 36, 80, DRUMS)]
    primer = Piece(replace(make_notes(rows, quarter=QUARTER), names=((60 * 8, "Hunting horn"),)))

    assert model.start(primer).remarks == (
        "1 note was left out, since this model plays no drums",
        "Hunting horn plays as Acoustic Grand Piano",
        "1 note was moved into the range of this model, C4 to B4",
    )


def test_a_primer_of_which_nothing_can_be_played_is_refused(model: Model) -> None:
    with pytest.raises(UsageError, match="none of the primer's notes"):
        model.start(Piece(make_notes([(0, 6, 36, 80, DRUMS)])))


def test_takes_play_the_primers_parts_alone_whatever_their_names_hold() -> None:
    rows = [(t, t + 240, 40 + part, 80, part) for t in range(0, 8 * BAR, 240) for part in (32 * 8, 43 * 8)]
    names = ((32 * 8, "Bass"), (43 * 8, "Bass, bowed"))
    pieces = [Piece(replace(make_notes([(a, b, p % 60 + 20, v, part) for a, b, p, v, part in rows], quarter=QUARTER),
                            names=names))]  # fmt: skip
    model = make_model(pieces, fit_music(pieces, MusicOptions("metric")))
    for part in (32 * 8, 43 * 8):
        primer = Piece(make_notes([(0, 240, 60, 80, part)], quarter=QUARTER))
        takes = model.sample(4, seed=1, bars=4, primer=primer)
        assert {track.name for take in takes for track in take.score.tracks} == {dict(names)[part]}


# -- the end of takes --------------------------------------------------------------------------------------------------


def test_no_track_goes_on_behind_the_end_asked_for() -> None:
    chords = [(t, t + 4 * BAR, 60 + t // BAR % 3, 80, 0) for t in range(0, 40 * BAR, BAR)]
    pieces = [Piece(make_notes(chords, quarter=QUARTER))]
    model = make_model(pieces, fit_music(pieces, MusicOptions("metric")))
    for take in model.sample(8, seed=1, bars=3):
        assert len(take.table)
        last = max(int(note.end) for track in take.score.tracks for note in track.notes)
        assert last <= take.facts.end_step * take.tokenizer.grid.file_ticks  # type: ignore[attr-defined]
