"""Features and excerpts of music."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgen.kinds.distributions import Statistic
from seqgen.kinds.music.excerpts import beginning, consecutive
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.played import Played, repeated_bars
from seqgen.kinds.music.statistics import statistics as music_statistics
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.piece import Piece
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_notes, random_piece


def statistics_of(*pieces: Piece, tokenizer: MusicTokenizer | None = None, bars: int = 99) -> dict[str, Statistic]:
    tokenizer = tokenizer or fit_music(pieces)
    encoded = [tokenizer.encode(piece) for piece in pieces]
    cut = [beginning(tokenizer, "", one.table, one.facts, bars) for one in encoded]
    return {statistic.axis.name: statistic for statistic in music_statistics(tokenizer, cut)}


def tune(keys: list[int], *, length: int = 24) -> Piece:
    rows = [(24 * i, 24 * i + length, key, 90, 0) for i, key in enumerate(keys)]
    return Piece(make_notes(rows), title="tune")


SCALE = [60, 62, 64, 65, 67, 69, 71, 72]


@pytest.mark.parametrize(
    ("feature", "place", "share"),
    [
        ("pitch class", 0, 2 / 8),
        ("degree of the key", 0, 2 / 8),
        ("pitch", 0, 1 / 8),
        ("melodic interval", 13 + 2, 5 / 7),
        ("onset in the bar", 6, 1 / 4),
        ("notes sounding", 1, 1.0),
        ("notes struck together", 0, 1.0),
        ("notes a bar", 4, 1.0),
        ("key of every 4 bars", 0, 1.0),
    ],
)
def test_a_scale_is_counted_as_one_would_by_hand(feature: str, place: int, share: float) -> None:
    assert statistics_of(tune(SCALE))[feature].distribution[place] == pytest.approx(share)


def test_lengths_are_counted_in_quarter_notes() -> None:
    found = statistics_of(tune(SCALE, length=12))
    axis = found["length of notes"].axis
    assert axis.places[found["length of notes"].distribution.argmax()] == pytest.approx(0.5)
    assert axis.places[found["time between onsets"].distribution.argmax()] == pytest.approx(1.0)


def test_notes_outside_the_key_are_seen() -> None:
    plain, odd = tune(SCALE * 2), tune([*SCALE, *SCALE[:4], 61, 66, 68, 70])
    tokenizer = fit_music([plain, odd])
    means = [
        float(found.distribution @ found.axis.places)
        for piece in (plain, odd)
        for found in [statistics_of(piece, tokenizer=tokenizer)["notes in the key"]]
    ]
    assert means[0] > 0.98
    assert means[1] == pytest.approx(12 / 16, abs=0.03)


def test_notes_that_sound_together_are_weighted_by_time() -> None:
    piece = Piece(make_notes([(0, 96, 60, 90, 0), (0, 24, 64, 90, 8), (48, 72, 67, 90, 16)]))
    np.testing.assert_allclose(statistics_of(piece)["notes sounding"].distribution[:4], [0.0, 0.5, 0.5, 0.0])


def test_drums_have_no_pitch_and_no_key() -> None:
    beat = Piece(make_notes([(6 * i, 6 * i + 6, (36, 38)[i % 2], 60 + 10 * (i % 2), DRUMS) for i in range(32)]))
    found = statistics_of(beat)
    assert not {"pitch", "pitch class", "notes in the key", "notes sounding"} & set(found)
    np.testing.assert_allclose(found["drum"].distribution, [0.5, 0.5])
    assert len(found["velocity"].axis.places) == 16


def test_a_performance_is_counted_in_seconds() -> None:
    piece = Piece(make_notes([(17 * i, 17 * i + 9, 60 + i % 7, 90, 0) for i in range(100)]))
    tokenizer = fit_music([piece], MusicOptions("performance", 32, ()))
    found = statistics_of(piece, tokenizer=tokenizer)
    assert {"notes a second", "runs of 4 notes repeated", "key of every 8 s"} <= set(found)
    assert not {"onset in the bar", "bars repeated in rhythm"} & set(found)
    assert found["runs of 4 notes repeated"].axis.places[
        found["runs of 4 notes repeated"].distribution.argmax()
    ] == pytest.approx(1 - 7 / 97, abs=0.02)


def played(tokenizer: MusicTokenizer, piece: Piece, semitones: int = 0) -> Played:
    encoded = tokenizer.encode(piece)
    moved = replace(encoded, table=tokenizer.augment(encoded.table, semitones))
    return Played.of(tokenizer, beginning(tokenizer, "", moved.table, moved.facts, 99))


@settings(max_examples=40)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=8), st.integers(-5, 5))
def test_transposition_leaves_self_repetition_unchanged(bars: list[int], semitones: int) -> None:
    patterns = [[60, 62, 64, 65], [60, 60, 62, 67], [64, 62], [65]]
    notes = [
        (96 * bar + 24 * i, 96 * bar + 24 * i + 24, key, 90, 0)
        for bar, pattern in enumerate(bars)
        for i, key in enumerate(patterns[pattern])
    ]
    piece = Piece(make_notes(notes))
    wide = Piece(make_notes([(0, 24, 40, 90, 0), (24, 48, 90, 90, 0)]))
    tokenizer = fit_music([piece, wide])
    expected = 1 - len(set(bars)) / len(bars)
    for moved in (0, semitones):
        assert repeated_bars(played(tokenizer, piece, moved), pitches=True) == pytest.approx(expected)
    in_rhythm = repeated_bars(played(tokenizer, piece), pitches=False)
    assert in_rhythm == repeated_bars(played(tokenizer, piece, semitones), pitches=False) >= expected


def test_a_rhythm_played_by_hand_repeats_as_one_played_by_machine() -> None:
    late = [0, 1, 2, 0, 2, 1, 0, 2]
    piece = Piece(make_notes([(24 * i + late[i], 24 * i + 20, 60, 90, 0) for i in range(8)]))
    assert repeated_bars(played(fit_music([piece]), piece), pitches=False) == 0.5


def test_what_is_played_just_before_a_bar_line_is_on_it() -> None:
    piece = Piece(make_notes([(0, 20, 60, 90, 0), (95, 120, 60, 90, 0), (191, 200, 60, 90, 0)]))
    bar, place = played(fit_music([piece]), piece).place
    assert bar.tolist() == [0, 1, 2]
    assert place.tolist() == [0, 0, 0]


def test_a_piece_is_cut_at_a_bar_line() -> None:
    piece = random_piece(1, bars=8)
    tokenizer = fit_music([piece])
    encoded = tokenizer.encode(piece)
    cut = beginning(tokenizer, "a", encoded.table, encoded.facts, 3)
    assert (cut.length, cut.facts.end_step) == (3, 3 * 96)
    rows = tokenizer.rows(encoded.table)
    assert len(cut.table) == int((rows.onset < 3 * 96).sum())
    assert beginning(tokenizer, "a", encoded.table, encoded.facts, 99).length == 8


def test_the_only_piece_of_a_corpus_is_cut_into_several() -> None:
    piece = random_piece(1, bars=12)
    tokenizer = fit_music([piece])
    encoded = tokenizer.encode(piece)
    parts = consecutive(tokenizer, "a", encoded.table, encoded.facts, 4)
    assert [part.length for part in parts] == [4, 4, 4]
    whole = tokenizer.rows(encoded.table)
    for number, part in enumerate(parts):
        inside = (whole.onset >= number * 4 * 96) & (whole.onset < (number + 1) * 4 * 96)
        rows = tokenizer.rows(part.table)
        np.testing.assert_array_equal(rows.onset + number * 4 * 96, whole.onset[inside])
        np.testing.assert_array_equal(rows.pitch, whole.pitch[inside])
