"""Sheets under a tokenizer of music: as pieces, as tables, spliced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqgen.errors import SeqgenError, UsageError
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.kinds.music import editing
from seqgen.kinds.music.editing import MusicEditing
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.rules import MusicRules
from seqgen.piece import Piece
from tests.support.small_models import random_piece

TOKENIZER = fit_music([random_piece(0)])
PLAYED = replace(TOKENIZER, offsets=tuple(range(-12, 13)))
TRACKS = (TrackInfo("Kazoo", 77), TrackInfo("Tuba", 58), TrackInfo("", 0, drums=True))


def melody(bars: int, *, quarter: int = 480, track: int = 0, tracks: tuple[TrackInfo, ...] = TRACKS) -> Sheet:
    """Quarter notes that rise and fall."""
    rows = [(quarter * i, quarter * (i + 1), 60 + i % 7, 80, track) for i in range(4 * bars)]
    return Sheet(np.array(rows, NOTE), tracks, ticks_per_quarter=quarter)


def test_one_part_is_left_to_a_model_by_the_name_that_it_has_there() -> None:
    sheet, own = melody(2), MusicEditing().for_part(MusicRules(), melody(2), 0, TOKENIZER)
    assert own.instruments in TOKENIZER.names
    with pytest.raises(UsageError, match=r"plays no '3'; it plays"):
        MusicEditing().for_part(MusicRules(), sheet, 2, replace(TOKENIZER, drum_keys=(), parts=TOKENIZER.parts[:1]))


def test_a_sheet_of_a_table_gives_the_table_back(music_pieces: list[Piece]) -> None:
    tokenizer = fit_music(music_pieces)
    encoded = tokenizer.encode(music_pieces[0])
    sheet = editing.sheet_of(tokenizer, encoded.table, encoded.facts)
    assert (tokenizer.encode(editing.piece_of(sheet)).table == encoded.table).all()
    assert sheet.key == encoded.facts.key


def test_every_row_is_found_among_the_notes_and_every_note_gets_its_bits(music_pieces: list[Piece]) -> None:
    tokenizer = fit_music(music_pieces)
    encoded = tokenizer.encode(music_pieces[0])
    table = np.asarray(encoded.table, np.int64)
    sheet = editing.sheet_of(tokenizer, table, encoded.facts)
    notes = editing.notes_of_rows(tokenizer, table, sheet)
    assert (sheet.notes["pitch"][notes] == tokenizer.midi_keys(table)).all()
    bits = np.arange(len(table), dtype=np.float64)
    assert (editing.bits_of_notes(tokenizer, table, sheet, bits)[notes] == bits).all()
    begins = editing.spread(tokenizer, table, sheet.end_tick)
    assert (np.diff(begins) > 0).all()
    assert begins[-1] == sheet.end_tick


def test_bits_of_notes_that_the_table_lacks_are_those_of_the_nearest_row_of_their_pitch(
    music_pieces: list[Piece],
) -> None:
    tokenizer = fit_music(music_pieces)
    encoded = tokenizer.encode(music_pieces[0])
    table = np.asarray(encoded.table, np.int64)
    sheet = editing.sheet_of(tokenizer, table, encoded.facts)
    bits = np.arange(1.0, len(table) + 1)
    known = editing.bits_of_notes(tokenizer, table, sheet, bits)
    later = sheet_edits.add(sheet, onset=sheet.end_tick + 9000, end=sheet.end_tick + 9100, pitch=127).sheet
    each = editing.bits_of_notes(tokenizer, table, later, bits)
    # drums and bass share pitches
    melody_notes = np.flatnonzero(sheet.notes["pitch"] >= 55)
    assert (each[melody_notes] == known[melody_notes]).all()
    assert each[-1] == 0


def test_what_is_spliced_in_takes_resolution_and_tracks_of_the_sheet() -> None:
    sheet = melody(6, quarter=960, track=1)
    new = melody(6, tracks=(TrackInfo("Tuba", 58),))
    new.notes["pitch"] = 40
    result = editing.splice(sheet, new, [(2 * 3840, 4 * 3840)], np.ones(len(sheet.tracks), bool), TOKENIZER)
    assert (result.ticks_per_quarter, result.tracks) == (960, TRACKS)
    assert (result.notes["track"] == 1).all()
    inside = (result.notes["onset"] >= 2 * 3840) & (result.notes["onset"] < 4 * 3840)
    assert (result.notes["pitch"][inside] == 40).all()
    assert (result.notes[~inside] == sheet.notes[~inside]).all()


def by_hand(bars: int, *, pitch: int, seed: int) -> Sheet:
    """8ths of a drum, each up to 30 ticks early or late, the first of a bar always early."""
    at = np.arange(8 * bars)
    ticks = 240 * at + np.random.default_rng(seed).integers(-30, 31, len(at))
    ticks[::8] = np.maximum(1920 * np.arange(bars) - 11 - 3 * np.arange(bars), 0)
    rows = [(int(tick), int(tick) + 60, pitch, 80, 2) for tick in ticks]
    return Sheet(np.array(rows, NOTE), TRACKS, ticks_per_quarter=480)


def test_a_downbeat_that_was_played_early_belongs_to_its_own_bar() -> None:
    sheet, new = by_hand(6, pitch=36, seed=1), by_hand(6, pitch=38, seed=2)
    before = editing.before(sheet, 3840, editing.meant_at(sheet, PLAYED))
    assert before is not None
    assert len(before.notes) == 16
    result = editing.splice(sheet, new, [(3840, 3 * 1920)], np.ones(len(TRACKS), bool), PLAYED)
    assert result.notes["pitch"].tolist() == [36] * 16 + [38] * 8 + [36] * 24
    kept = result.notes[result.notes["pitch"] == 36]
    assert np.isin(kept["onset"], sheet.notes["onset"]).all()


def test_bars_without_anything_before_them_begin_where_they_stand() -> None:
    sheet = sheet_edits.shift(melody(1), 4 * 1920)
    result = editing.splice(sheet, melody(2), [(1920, 3 * 1920)], np.ones(len(sheet.tracks), bool), TOKENIZER)
    assert result.notes["onset"].min() == 1920
    assert result.bars == 5


def test_nothing_where_nothing_was_written_is_refused() -> None:
    empty = Sheet(np.zeros(0, NOTE), TRACKS)
    with pytest.raises(SeqgenError, match="wrote nothing"):
        editing.splice(empty, empty, [(0, 1920)], np.ones(len(empty.tracks), bool), TOKENIZER)
    with pytest.raises(UsageError, match="no notes"):
        MusicEditing().piece(empty)


@pytest.mark.parametrize(("bars", "begin"), [(1, 0), (2, 0), (3, 2 * 1920), (8, 2 * 1920)])
def test_a_variation_begins_behind_two_bars_of_what_is_longer(bars: int, begin: int) -> None:
    sheet = melody(bars)
    assert MusicEditing().variation(sheet, MusicRules()) == (begin, sheet.end_tick)


def test_notes_that_reach_over_the_first_new_bar_are_cut() -> None:
    sheet = sheet_edits.resize(melody(3), np.array([3]), ticks=5000).sheet
    before = editing.before(sheet, 1920)
    assert before is not None
    assert (before.end_tick, int(before.notes["end"].max()), len(before.notes)) == (1920, 1920, 4)
    assert editing.before(sheet, 0) is None
    assert [editing.bars_between(sheet, *ticks) for ticks in ((0, 1920), (1920, 5760), (100, 200))] == [1, 2, 1]


def test_bars_are_counted_from_one() -> None:
    sheet = melody(12)
    assert MusicEditing().range_of(sheet, "9-12") == (8 * 1920, 12 * 1920)
    assert MusicEditing().range_of(sheet, "1") == (0, 1920)


@pytest.mark.parametrize("words", ["0-2", "3-2", "9-13", "two", "-4", "4-", ""])
def test_bars_that_a_piece_does_not_have_are_refused(words: str) -> None:
    with pytest.raises(UsageError, match="use for example 9-12"):
        MusicEditing().range_of(melody(12), words)
