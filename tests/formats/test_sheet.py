"""Sheets: their times, their scores, their edits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import symusic
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgen.formats import sheet_edits
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo


def sheet_of(*notes: tuple[int, int, int, int, int], tracks: int = 2, **facts: object) -> Sheet:
    """A sheet of (onset, end, pitch, velocity, track)."""
    infos = tuple(TrackInfo(f"Voice {number + 1}") for number in range(tracks))
    return Sheet(np.zeros(0, NOTE), infos, **facts).with_notes(np.array(list(notes), NOTE))


def rows(sheet: Sheet) -> list[tuple[int, ...]]:
    return sheet.notes.tolist()


@pytest.fixture
def tune() -> Sheet:
    return sheet_of((0, 480, 60, 80, 0), (480, 960, 62, 80, 0), (480, 720, 48, 60, 1), end_tick=1920)


notes_of_sheets = st.lists(
    st.tuples(st.integers(0, 9000), st.integers(1, 2000), st.integers(0, 127), st.integers(1, 127), st.integers(0, 1)),
    min_size=1,
    max_size=30,
).map(lambda found: [(onset, onset + length, *rest) for onset, length, *rest in found])


def test_notes_of_a_score_are_as_long_as_the_pedal_holds_them() -> None:
    score = symusic.Score(480)
    for drums in (False, True):
        track = symusic.Track("", 0, drums)
        track.notes.extend(
            [symusic.Note(0, 100, 60, 80), symusic.Note(240, 100, 60, 80), symusic.Note(240, 100, 64, 80)]
        )
        track.pedals.append(symusic.Pedal(50, 910))
        score.tracks.append(track)

    sheet = Sheet.from_score(score)

    assert sheet.notes["end"][sheet.notes["track"] == 0].tolist() == [240, 960, 960]
    assert sheet.notes["end"][sheet.notes["track"] == 1].tolist() == [100, 340, 340]


# -- time --------------------------------------------------------------------------------------------------------------


def test_seconds_follow_changes_of_tempo() -> None:
    sheet = sheet_of((0, 960, 60, 80, 0), tempos=np.array([[0.0, 120.0], [480.0, 60.0]]))
    assert sheet.seconds([0, 480, 960]).tolist() == [0.0, 0.5, 1.5]


@given(st.lists(st.floats(20, 300), min_size=1, max_size=5), st.floats(0, 5000))
@settings(max_examples=50, deadline=None)
def test_ticks_are_the_inverse_of_seconds(tempos: list[float], tick: float) -> None:
    sheet = replace(Sheet.empty(), tempos=np.array([[700.0 * i, tempo] for i, tempo in enumerate(tempos)]))
    assert float(sheet.ticks(sheet.seconds(tick))) == pytest.approx(tick, abs=1e-6)


def test_bar_lines_follow_changes_of_metre_and_reach_past_the_end() -> None:
    sheet = sheet_of((0, 4000, 60, 80, 0), metres=np.array([[0, 3, 4], [1440, 4, 4]]))
    assert sheet.bar_lines().tolist() == [0, 1440, 3360, 5280]


@pytest.mark.parametrize(("numerator", "denominator", "beat"), [(4, 4, 480), (3, 8, 240), (6, 8, 720), (2, 2, 960)])
def test_a_beat_is_what_a_musician_counts(numerator: int, denominator: int, beat: int) -> None:
    assert replace(Sheet.empty(), metres=np.array([[0, numerator, denominator]])).beat_ticks(0) == beat


def test_a_beat_finer_than_the_ticks_still_has_a_length() -> None:
    assert replace(Sheet.empty(), ticks_per_quarter=8, metres=np.array([[0, 4, 64]])).beat_ticks(0) == 1


def test_a_piece_ends_no_earlier_than_its_last_note(tune: Sheet) -> None:
    longer = tune.with_notes(np.array([(0, 5000, 60, 80, 0)], NOTE))
    assert (tune.end_tick, longer.end_tick) == (1920, 5000)


def test_solo_silences_all_other_tracks(tune: Sheet) -> None:
    muted = tune.with_track(0, replace(tune.tracks[0], muted=True))
    alone = muted.with_track(0, replace(muted.tracks[0], solo=True))
    assert muted.audible.tolist() == [False, True]
    assert alone.audible.tolist() == [True, False]


# -- scores ------------------------------------------------------------------------------------------------------------


def test_a_score_gives_back_the_sheet_it_was_made_of() -> None:
    sheet = sheet_of(
        (0, 480, 60, 80, 0),
        (480, 720, 48, 60, 1),
        tempos=np.array([[0.0, 120.0], [480.0, 60.0]]),
        metres=np.array([[0, 3, 4], [1440, 6, 8]]),
        key="G major",
    )
    again = Sheet.from_score(sheet.to_score(), end_tick=sheet.end_tick)
    assert rows(again) == rows(sheet)
    assert [track.name for track in again.tracks] == ["Voice 1", "Voice 2"]
    assert again.tempos == pytest.approx(sheet.tempos)
    assert again.metres.tolist() == sheet.metres.tolist()
    assert again.key == "G major"


def test_a_score_without_anything_gives_an_empty_sheet() -> None:
    sheet = Sheet.from_score(Sheet.empty().to_score())
    assert not len(sheet.notes)
    assert sheet.bar_lines()[0] == 0


# -- edits -------------------------------------------------------------------------------------------------------------


def test_moved_notes_are_found_where_they_come_to_stand(tune: Sheet) -> None:
    edit = sheet_edits.move(tune, np.array([0]), ticks=960, semitones=3)
    assert rows(edit.sheet)[int(edit.which[0])] == (960, 1440, 63, 80, 0)
    assert len(edit.sheet.notes) == 3


def test_notes_move_together_only_as_far_as_the_first_and_the_highest_may(tune: Sheet) -> None:
    edit = sheet_edits.move(tune, np.arange(3), ticks=-999, semitones=99)
    assert edit.sheet.notes["onset"].tolist() == tune.notes["onset"].tolist()
    assert edit.sheet.notes["pitch"].max() == 127
    assert np.ptp(edit.sheet.notes["pitch"]) == np.ptp(tune.notes["pitch"])


def test_the_sheet_before_an_edit_stays_as_it_was(tune: Sheet) -> None:
    before = rows(tune)
    sheet_edits.move(tune, np.arange(3), ticks=60, semitones=1)
    sheet_edits.set_velocity(tune, np.arange(3), by=9)
    sheet_edits.resize(tune, np.arange(3), ticks=60)
    sheet_edits.quantise(tune, np.arange(3), grid=100, ends=True)
    sheet_edits.transpose(tune, 5)
    assert rows(tune) == before


def test_a_resized_note_keeps_a_length(tune: Sheet) -> None:
    edit = sheet_edits.resize(tune, np.array([0]), ticks=-9999, shortest=120)
    assert rows(edit.sheet)[0] == (0, 120, 60, 80, 0)


def test_velocities_stay_within_midi(tune: Sheet) -> None:
    assert set(sheet_edits.set_velocity(tune, np.arange(3), by=500).sheet.notes["velocity"].tolist()) == {127}
    assert set(sheet_edits.set_velocity(tune, np.arange(3), by=-500).sheet.notes["velocity"].tolist()) == {1}


def test_a_note_is_added_in_its_place(tune: Sheet) -> None:
    edit = sheet_edits.add(tune, onset=240, end=360, pitch=70, track=1)
    assert rows(edit.sheet)[int(edit.which[0])] == (240, 360, 70, 90, 1)
    assert edit.sheet.notes["onset"].tolist() == sorted(edit.sheet.notes["onset"].tolist())


def test_deleting_takes_only_the_chosen_notes_and_keeps_the_length(tune: Sheet) -> None:
    edit = sheet_edits.delete(tune, np.array([0, 2]))
    assert [row[0] for row in rows(edit.sheet)] == [480]
    assert edit.sheet.end_tick == tune.end_tick


@given(notes_of_sheets, st.sampled_from([60, 120, 480]))
@settings(max_examples=50, deadline=None)
def test_quantised_notes_begin_on_the_grid_and_move_by_half_a_step_at_most(notes: list, grid: int) -> None:
    sheet = sheet_of(*notes)
    after = sheet_edits.quantise(sheet, np.arange(len(sheet.notes)), grid=grid).sheet
    assert not (after.notes["onset"] % grid).any()
    assert np.abs(np.sort(after.notes["onset"]) - np.sort(sheet.notes["onset"])).max() <= grid / 2
    lengths = [np.sort(s.notes["end"] - s.notes["onset"]).tolist() for s in (sheet, after)]
    assert lengths[0] == lengths[1]


@given(notes_of_sheets)
@settings(max_examples=50, deadline=None)
def test_quantised_ends_leave_no_note_without_length(notes: list) -> None:
    sheet = sheet_of(*notes)
    after = sheet_edits.quantise(sheet, np.arange(len(sheet.notes)), grid=240, ends=True).sheet
    assert ((after.notes["end"] - after.notes["onset"]) >= 240).all()


def test_transposing_takes_the_key_along_and_leaves_drums_alone() -> None:
    sheet = sheet_of((0, 480, 60, 80, 0), (0, 480, 36, 80, 1), key="G major")
    sheet = sheet.with_track(1, TrackInfo("Drums", drums=True))
    after = sheet_edits.transpose(sheet, 2)
    assert [(row[2], row[4]) for row in rows(after)] == [(62, 0), (36, 1)]
    assert after.key == "A major"


@given(notes_of_sheets, st.integers(-40, 40))
@settings(max_examples=50, deadline=None)
def test_transposed_notes_stay_on_the_keyboard_with_the_right_names(notes: list, semitones: int) -> None:
    sheet = sheet_of(*notes)
    after = sheet_edits.transpose(sheet, semitones)
    assert after.notes["pitch"].min() >= 0
    assert after.notes["pitch"].max() <= 127
    names = [np.sort((s.notes["pitch"] + shift) % 12).tolist() for s, shift in ((sheet, semitones), (after, 0))]
    assert names[0] == names[1]


def test_the_notes_that_differ_are_those_that_an_edit_touched(tune: Sheet) -> None:
    edit = sheet_edits.move(tune, np.array([0]), ticks=960)
    assert sheet_edits.differing(tune, edit.sheet).tolist() == edit.which.tolist()
    assert sheet_edits.differing(tune, tune).tolist() == []
