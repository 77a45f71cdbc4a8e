"""Chord symbols are read in the spellings that are in use, and played in the pattern of the metre."""

from __future__ import annotations

from typing import Any

import pytest

from seqgen.formats.abc import read_tunes
from seqgen.formats.abc.chord_symbols import read_symbol


@pytest.mark.parametrize(
    ("text", "pitches", "bass"),
    [
        ("C", "0 4 7", 0),
        ("Am", "9 12 16", 9),
        ("A minor", "9 12 16", 9),
        ("Amin", "9 12 16", 9),
        ("A-", "9 12 16", 9),
        ("F#m7", "6 9 13 16", 6),
        ("Bbmaj7", "10 14 17 21", 10),
        ("BbM7", "10 14 17 21", 10),
        ("G7", "7 11 14 17", 7),
        ("Dsus4", "2 7 9", 2),
        ("Bdim", "11 14 17", 11),
        ("Ed", "4 7 10", 4),
        ("G#/dim", "8 11 14", 8),
        ("C+", "0 4 8", 0),
        ("C/G", "0 4 7", 7),
        ("D/f+", "2 6 9", 6),
        ("Em7add11", "4 7 11 14", 4),
        ("(E7)", "4 8 11 14", 4),
        ("C (Em)", "0 4 7", 0),
        ("c", "", 0),
    ],
)
def test_a_chord_symbol_is_its_notes_and_its_bass(text: str, pitches: str, bass: int) -> None:
    symbol = read_symbol(text)

    assert symbol is not None
    assert " ".join(str(symbol.root + note) for note in symbol.notes) == pitches
    assert symbol.bass == bass


@pytest.mark.parametrize(
    "text", ["fine", "Fine", "D.C.", "Segno", "end", "Coda", "A part", "Dal segno", "tr", "4", "", "H"]
)
def test_words_are_no_chords(text: str) -> None:
    assert read_symbol(text) is None


def accompaniment(text: str) -> list[tuple[str, str]]:
    """Name and notes of the tracks behind the melody: onset and pitches, times in eighth notes."""
    score: Any = read_tunes(text.encode(), "x.abc")[0][0].score
    answer = []
    for track in list(score.tracks)[1:]:
        onsets: dict[float, list[int]] = {}
        for note in track.notes:
            onsets.setdefault(note.time / 240, []).append(note.pitch)
        answer.append(
            (track.name, " ".join(f"{t:g}:{'.'.join(map(str, sorted(p)))}" for t, p in sorted(onsets.items())))
        )
    return answer


@pytest.mark.parametrize(
    ("metre", "body", "bass", "chords"),
    [
        ("4/4", '"C"C8|', "0:36 4:36", "2:48.52.55 6:48.52.55"),
        ("3/4", '"C"C6|', "0:36", "2:48.52.55 4:48.52.55"),
        ("6/8", '"C"C6|', "0:36 3:36", "2:48.52.55 5:48.52.55"),
        ("2/4", '"C"C4|"F"C4|', "0:36 4:41", "2:48.52.55 6:53.57.60"),
        ("4/4", '"C"C4"G"C4|', "0:36 4:43", "2:48.52.55 6:55.59.62"),
        ("4/4", 'C2|"C"C8|', "2:36 6:36", "4:48.52.55 8:48.52.55"),
        ("4/4", '"C/G"C8|', "0:43 4:43", "2:55.60.64 6:55.60.64"),
        ("4/4", '%%MIDI gchord fc\n"C"C8|', "0:36", "4:48.52.55"),
        ("4/4", '%%MIDI gchordoff\n"C"C8|\n%%MIDI gchordon\nC8|', "8:36 12:36", "10:48.52.55 14:48.52.55"),
        ("4/4", '%%MIDI gchord bgHz\n"C"C8|', "0:36", "0:48.52.55 2:48 4:40"),
    ],
)
def test_chords_are_played_in_the_pattern_of_the_metre(metre: str, body: str, bass: str, chords: str) -> None:
    tracks = accompaniment(f"X:1\nM:{metre}\nL:1/8\nK:C\n{body}\n")

    assert tracks == [("Bass", bass), ("Chords", chords)]


def test_a_symbol_in_lower_case_is_a_bass_note_alone() -> None:
    assert accompaniment('X:1\nM:2/4\nL:1/8\nK:C\n"c"C4|\n') == [("Bass", "0:36 2:36")]


def test_remarks_and_chord_symbols_in_chords_are_told_apart() -> None:
    assert accompaniment('X:1\nM:2/4\nL:1/8\nK:C\n"^C"C2["F"CE]2|\n') == [("Bass", ""), ("Chords", "2:53.57.60")][1:]


def test_a_drum_pattern_is_played_bar_by_bar_where_it_is_switched_on() -> None:
    text = "X:1\nM:2/4\nL:1/8\nK:C\n%%MIDI drum dzdd 35 38 42\nC4|\n%%MIDI drumon\nC4|\n%%MIDI drumoff\nC4|\n"

    assert accompaniment(text) == [("Drums", "4:35 6:38 7:42")]
