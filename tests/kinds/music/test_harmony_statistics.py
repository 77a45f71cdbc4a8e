"""Keys, clashes, endings and voices of small pieces whose right values are worked out by hand."""

from __future__ import annotations

import math

import pytest

from seqgen.kinds.music.excerpts import beginning
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.harmony_statistics import (
    Roles,
    cadence,
    clash,
    ends_on_tonic,
    ends_on_tonic_chord,
    fifths_away,
    in_key,
    leaps,
    parallels,
    voices_doubled,
)
from seqgen.kinds.music.played import Played
from seqgen.piece import Piece
from tests.support.small_models import make_notes

MELODY, CHORDS = 0, 8
ROLES = Roles(MELODY, (MELODY,))
Row = tuple[int, int, int, int, int]
C_MAJOR = [60, 62, 64, 65, 67, 69, 71, 72]


def played(notes: list[Row]) -> Played:
    piece = Piece(make_notes(notes))
    tokenizer = fit_music([piece])
    encoded = tokenizer.encode(piece)
    return Played.of(tokenizer, beginning(tokenizer, "", encoded.table, encoded.facts, 999))


def line(keys: list[int], part: int = MELODY, *, length: int = 24) -> list[Row]:
    return [(length * i, length * (i + 1), key, 90, part) for i, key in enumerate(keys)]


def test_half_of_a_melody_that_is_a_semitone_from_the_chord_for_half_of_its_time_clashes() -> None:
    chord = [(0, 96, key, 90, CHORDS) for key in (48, 52, 55)]
    # B is a semitone from C, F from E, D from none, E is in the chord
    assert clash(played([*chord, *line([71, 65, 62, 64])]), ROLES) == pytest.approx(2 / 4)


def test_a_chord_tone_does_not_clash_with_its_neighbour_in_the_chord() -> None:
    major_seventh = [(0, 96, key, 90, CHORDS) for key in (48, 52, 55, 59)]
    assert clash(played([*major_seventh, *line([60, 71, 60, 71])]), ROLES) == 0.0


def test_a_melody_alone_has_no_clash() -> None:
    assert math.isnan(clash(played(line(C_MAJOR)), ROLES))
    assert math.isnan(clash(played([*line(C_MAJOR), (192, 216, 48, 90, CHORDS)]), ROLES))


def cadential(last: int, bass: int, *, length: int = 48) -> Played:
    notes = line([*C_MAJOR, 71, 72, 67, 64])
    end = 24 * 12
    chords = [(0, end, 48, 90, CHORDS), (end, end + 48, bass, 90, CHORDS), (end, end + 48, bass + 7, 90, CHORDS)]
    return played([*notes, (end, end + length, last, 90, MELODY), *chords])


@pytest.mark.parametrize(
    ("piece", "tonic", "chord", "closes"),
    [
        (cadential(72, 48), 1.0, 1.0, 1.0),
        (cadential(67, 48), 0.0, 1.0, 0.0),
        (cadential(72, 53), 1.0, 0.0, 0.0),
        (cadential(72, 48, length=12), 1.0, 1.0, 0.0),
    ],
    ids=["tonic over tonic", "fifth over tonic", "tonic over subdominant", "too short"],
)
def test_a_cadence_needs_tonic_above_and_below_and_a_long_note(
    piece: Played, tonic: float, chord: float, closes: float
) -> None:
    assert (ends_on_tonic(piece, ROLES), ends_on_tonic_chord(piece), cadence(piece, ROLES)) == (tonic, chord, closes)


def test_notes_outside_the_key_are_counted() -> None:
    assert in_key(played(line(C_MAJOR))) == 1.0
    assert in_key(played(line([*C_MAJOR, *C_MAJOR[:7], 61]))) == pytest.approx(15 / 16)


def test_four_bars_in_the_dominant_are_a_fifth_away() -> None:
    home, dominant = [60, 64, 67, 72, 65, 62, 71, 60], [67, 71, 74, 79, 66, 69, 62, 67]
    # four bars of four quarters each: C, C, C, G
    assert fifths_away(played(line((home * 2) * 3 + dominant * 2))) == pytest.approx(1 / 4)
    assert fifths_away(played(line(home * 8))) == 0.0


def test_an_interval_wider_than_a_fifth_is_a_leap() -> None:
    assert leaps(played(line([60, 67, 75, 63, 64])), ROLES) == pytest.approx(2 / 4)


def test_parallels_are_counted_among_moves() -> None:
    roles = Roles(MELODY, (MELODY, CHORDS))
    # fifth to fifth, fifth to third, third to octave, octave to octave with one voice resting on its pitch
    piece = played([*line([67, 69, 69, 72, 72]), *line([60, 62, 65, 60, 60], CHORDS)])
    # both voices move twice: the parallel fifths, and to the octave, which is none
    assert parallels(piece, roles) == pytest.approx(100 / 2)


def test_parallel_fourths_are_none() -> None:
    roles = Roles(MELODY, (CHORDS, MELODY))
    assert parallels(played([*line([65, 67]), *line([60, 62], CHORDS)]), roles) == 0.0
    assert math.isnan(parallels(played([*line([65, 67]), *line([60, 60], CHORDS)]), roles))


def test_a_voice_that_sounds_two_notes_is_told() -> None:
    roles = Roles(MELODY, (MELODY, CHORDS))
    assert voices_doubled(played([*line(C_MAJOR), *line([48, 50], CHORDS)]), roles) == 0.0
    assert voices_doubled(played([*line(C_MAJOR), (12, 36, 77, 90, MELODY), *line([48, 50], CHORDS)]), roles) == 0.5


def test_the_melody_is_the_highest_voice_unless_a_name_says_so() -> None:
    low, high, chords = line([40, 43] * 4, 16), line(C_MAJOR, 0), [*line([48] * 8, CHORDS), *line([52] * 8, CHORDS)]
    pieces = [played([*low, *high, *chords])]
    assert Roles.of(pieces, {}) == Roles(0, (0, 16))
    assert Roles.of(pieces, {16: "Melody"}).melody == 16
    assert Roles.of([played(chords)], {}) == Roles(None, ())
