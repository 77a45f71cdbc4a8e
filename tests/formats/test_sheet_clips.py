"""Copying and pasting notes, moving them within a key, and the chords of a sheet."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.formats import sheet_clips, sheet_edits
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.formats.sheet_chords import Chord, chords

BAR = 1920
CHOIR = (TrackInfo("Soprano", 52), TrackInfo("Bass", 52), TrackInfo("Kit", drums=True))


def sheet_of(*notes: tuple[int, int, int, int, int], **facts: object) -> Sheet:
    return Sheet(np.zeros(0, NOTE), CHOIR, **facts).with_notes(np.array(list(notes), NOTE))


@pytest.fixture
def tune() -> Sheet:
    return sheet_of((0, 480, 60, 80, 0), (480, 960, 62, 80, 0), (480, 720, 48, 60, 1), end_tick=BAR, key="C major")


def test_a_copied_bar_is_pasted_at_a_tick_with_its_parts(tune: Sheet) -> None:
    clip = sheet_clips.copy(tune, np.arange(3), begin=0, end=BAR)
    edit = sheet_clips.paste(tune, clip, at=BAR)
    assert edit.sheet.notes[edit.which].tolist() == [
        (BAR, BAR + 480, 60, 80, 0), (BAR + 480, BAR + 960, 62, 80, 0), (BAR + 480, BAR + 720, 48, 60, 1)
    ]  # fmt: skip
    assert len(edit.sheet.notes) == 6
    assert clip.ticks == BAR


def test_pasting_at_the_same_place_doubles_nothing(tune: Sheet) -> None:
    clip = sheet_clips.copy(tune, np.arange(3), begin=0, end=BAR)
    edit = sheet_clips.paste(tune, clip, at=0)
    assert edit.sheet.notes.tolist() == tune.notes.tolist()
    assert edit.which.tolist() == [0, 1, 2]


def test_one_part_may_be_pasted_to_another_track_and_into_another_resolution(tune: Sheet) -> None:
    clip = sheet_clips.copy(tune, np.array([2]), begin=480, end=960)
    other = Sheet(np.zeros(0, NOTE), (TrackInfo("Kit", drums=True), TrackInfo("Bass", 52)), ticks_per_quarter=24)
    assert sheet_clips.paste(other, clip, at=24).sheet.notes.tolist() == [(24, 36, 48, 60, 1)]
    assert sheet_clips.paste(tune, clip, at=0, track=0).sheet.notes[:2]["track"].tolist() == [0, 0]


def test_notes_are_duplicated_right_behind_themselves(tune: Sheet) -> None:
    begin, end = sheet_clips.span_of(tune, np.array([1, 2]), grid=240)
    edit = sheet_clips.duplicate(tune, np.array([1, 2]), begin=begin, end=end)
    assert (begin, end) == (480, 960)
    assert edit.sheet.notes[edit.which]["onset"].tolist() == [960, 960]


def test_notes_move_by_steps_of_the_key_and_drums_stay() -> None:
    sheet = sheet_of((0, 9, 64, 80, 0), (0, 9, 66, 80, 0), (0, 9, 71, 80, 0), (0, 9, 38, 80, 2), key="G major")
    up = sheet_edits.move_in_key(sheet, np.arange(4), steps=1).sheet
    assert up.notes["pitch"].tolist() == [66, 67, 72, 38]
    down = sheet_edits.move_in_key(up, np.arange(4), steps=-1).sheet
    assert down.notes["pitch"].tolist() == [64, 66, 71, 38]
    high = sheet_of((0, 9, 127, 80, 0), key="C major")
    assert sheet_edits.move_in_key(high, np.arange(1), steps=1).sheet is high


def test_a_note_outside_of_the_key_keeps_its_distance_to_the_degree_below() -> None:
    sheet = sheet_of((0, 9, 61, 80, 0), key="C major")
    assert sheet_edits.move_in_key(sheet, np.arange(1), steps=1).sheet.notes["pitch"].tolist() == [63]


def test_notes_are_found_by_part_and_by_pitch(tune: Sheet) -> None:
    assert sheet_edits.of_tracks(tune, [1]).tolist() == [1 + int(tune.notes["track"][1] == 0)]
    assert tune.notes["pitch"][sheet_edits.of_pitches(tune, [60, 48])].tolist() == [60, 48]


def test_velocities_are_set_one_by_one_and_notes_change_parts(tune: Sheet) -> None:
    edit = sheet_edits.set_velocities(tune, np.arange(3), np.array([0, 64.4, 300]))
    assert edit.sheet.notes["velocity"].tolist() == [1, 64, 127]
    moved = sheet_edits.on_track(tune, np.array([0]), 1)
    assert moved.sheet.notes[moved.which].tolist() == [(0, 480, 60, 80, 1)]


def test_chords_are_read_by_half_bars_and_joined() -> None:
    c, g = (60, 64, 67), (55, 59, 62)
    notes = [
        (tick, tick + 960, pitch, 80, 0) for tick, chord in ((0, c), (960, c), (1920, c), (2880, g)) for pitch in chord
    ]
    sheet = sheet_of(*notes, (0, 480, 36, 99, 2), key="C major")
    assert chords(sheet) == [Chord(0, 2880, "C"), Chord(2880, 3840, "G")]
    assert chords(sheet_of((0, 480, 36, 99, 2))) == []
