"""Harmony and voices: keys of windows, clashes of melody and chords, cadences, leaps and parallels.

Parts have roles that real pieces decide (`Roles`): the melody, and the voices, which never sound two notes at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Bools, Ints
from seqgen.kinds.music.closing import last_chord
from seqgen.kinds.music.played import Played
from seqgen.kinds.music.rows import Rows
from seqgen.theory.keys import SCALES, likeliest_keys_of_passages

WINDOW_BARS = 4
LEAP = 7
"""Semitones beyond which an interval is a leap: wider than a fifth."""
LONG = 24
"""Steps of a last note that closes: a quarter note."""
MONOPHONIC = 0.05
"""A part is a voice if it sounds two notes at once for at most this share of its time."""
MELODY_NOTES = 0.1
"""A melody has at least this share of the notes of a piece."""

_PERFECT = (0, 7)
_TRIADS = ((0, 4, 7), (0, 3, 7))


@dataclass(frozen=True)
class Roles:
    """Parts of a corpus by role: `melody` (None: no part is one), and all `voices`, which are monophonic."""

    melody: int | None
    voices: tuple[int, ...]

    @staticmethod
    def of(pieces: Sequence[Played], names: dict[int, str]) -> Roles:
        """Return the roles in real pieces. The melody is the part whose name says so, else the highest voice that
        plays much; `names`: of parts."""
        parts = sorted({int(part) for piece in pieces for part in np.unique(piece.pitched.part)})
        total = sum(len(piece.pitched.onset) for piece in pieces)
        voices, height = [], dict[int, float]()
        for part in parts:
            own = [piece.rows.select(piece.rows.part == part) for piece in pieces]
            own = [rows for rows in own if len(rows.onset)]
            if float(np.mean([doubled(rows) for rows in own])) > MONOPHONIC:
                continue
            voices.append(part)
            if sum(len(rows.onset) for rows in own) >= MELODY_NOTES * total:
                height[part] = float(np.mean([rows.pitch.mean() for rows in own]))
        told = [part for part in parts if "melody" in names.get(part, "").lower()]
        melody = told[0] if told else max(height, key=lambda part: height[part], default=None)
        return Roles(melody, tuple(voices))


def doubled(rows: Rows) -> float:
    """Return the share of the time in which notes sound that two or more do; 0 without notes."""
    at = np.concatenate([rows.onset, rows.end])
    change = np.concatenate([np.ones(len(rows.onset), np.int64), -np.ones(len(rows.end), np.int64)])
    order = np.lexsort((change, at))
    sounding, lasting = np.cumsum(change[order])[:-1], np.diff(at[order])
    whole = lasting[sounding > 0].sum()
    return float(lasting[sounding > 1].sum() / whole) if whole else 0.0


def voices_doubled(piece: Played, roles: Roles) -> float:
    """Return the share of voices that sound two notes at once anywhere; NaN without voices."""
    own = [piece.rows.select(piece.rows.part == part) for part in roles.voices]
    found = [doubled(rows) > 0 for rows in own if len(rows.onset)]
    return float(np.mean(found)) if found else float("nan")


def in_key(piece: Played) -> float:
    """Return the share of pitched notes in the scale of the piece's estimated key; NaN without any."""
    tonic, minor = piece.key
    degrees = (piece.pitched.pitch - tonic) % 12
    inside = np.isin(degrees, SCALES["minor" if minor else "major"])
    return float(inside.mean()) if len(inside) else float("nan")


def fifths_away(piece: Played) -> float:
    """Return the mean distance in fifths of the key of every four bars from that of the piece.

    Keys are those of Aarden and Essen's profiles, which tell short passages better than Krumhansl's; a minor key counts
    as its relative major. NaN without pitched notes.
    """
    notes = piece.pitched
    if not len(notes.onset):
        return float("nan")
    bar = np.searchsorted(piece.starts, notes.onset, side="right") - 1 - piece.pickup
    classes = piece.classes_by(np.maximum(bar, 0) // WINDOW_BARS, max(int(bar.max()), 0) // WINDOW_BARS + 1)
    keys = likeliest_keys_of_passages(np.concatenate([classes.sum(axis=0)[None], classes[classes.any(axis=1)]]))
    signature = (keys[:, 0] + 3 * keys[:, 1]) * 7
    away = (signature[1:] - signature[0]) % 12
    return float(np.minimum(away, 12 - away).mean())


def clash(piece: Played, roles: Roles) -> float:
    """Return the share of the time in which melody and other parts sound together that the melody is a semitone from a
    sounding pitch class and on none; NaN where they never do."""
    rows = piece.pitched
    if roles.melody is None:
        return float("nan")
    own = rows.part == roles.melody
    melody, chord = _sounding(rows.select(own), piece.end), _sounding(rows.select(~own), piece.end)
    together = melody.any(axis=1) & chord.any(axis=1)
    if not together.any():
        return float("nan")
    melody, chord = melody[together], chord[together]
    beside = np.roll(chord, 1, axis=1) | np.roll(chord, -1, axis=1)
    return float(((melody & beside).any(axis=1) & ~(melody & chord).any(axis=1)).mean())


def _sounding(rows: Rows, end: int) -> Bools:
    """Return which pitch classes sound at each step: bool (end, 12)."""
    change = np.zeros((end + 1, 12), np.int64)
    np.add.at(change, (np.minimum(rows.onset, end), rows.pitch % 12), 1)
    np.add.at(change, (np.minimum(rows.end, end), rows.pitch % 12), -1)
    return np.asarray(np.cumsum(change, axis=0)[:end] > 0)


def ends_on_tonic(piece: Played, roles: Roles) -> float:
    """Return 1.0 where the melody (the highest note without one) ends on the tonic of the estimated key, else 0.0."""
    melody = _last(piece, roles)
    return float("nan") if melody is None else float((melody.pitch.max() - piece.key[0]) % 12 == 0)


def ends_on_tonic_chord(piece: Played) -> float:
    """Return 1.0 where the last chord has the tonic in the bass and nothing but the tonic's triad, else 0.0."""
    chord = last_chord(piece.pitched)
    if chord is None:
        return float("nan")
    tonic, minor = piece.key
    return float((chord.min() - tonic) % 12 == 0 and np.isin((chord - tonic) % 12, _TRIADS[minor]).all())


def cadence(piece: Played, roles: Roles) -> float:
    """Return 1.0 where a piece closes, else 0.0: its melody ends on the tonic with a quarter note or longer, and the
    lowest note of its last chord is the tonic. NaN without pitched notes."""
    melody, chord = _last(piece, roles), last_chord(piece.pitched)
    if melody is None or chord is None:
        return float("nan")
    top = int(melody.pitch.argmax())
    long = melody.end[top] - melody.onset[top] >= LONG
    return float(long and (melody.pitch[top] - piece.key[0]) % 12 == 0 and (chord.min() - piece.key[0]) % 12 == 0)


def _last(piece: Played, roles: Roles) -> Rows | None:
    """Return the notes that begin last in the melody, or in all parts where the piece has none."""
    rows = piece.pitched
    own = rows.select(rows.part == roles.melody) if roles.melody is not None else rows
    rows = own if len(own.onset) else rows
    return rows.select(rows.onset == rows.onset.max()) if len(rows.onset) else None


def leaps(piece: Played, roles: Roles) -> float:
    """Return the share of the melody's intervals that are wider than a fifth; NaN without any."""
    if roles.melody is None:
        return float("nan")
    rows = piece.rows.select(piece.rows.part == roles.melody)
    steps = np.abs(np.diff(rows.pitch[np.lexsort((rows.pitch, rows.onset))]))
    return float((steps > LEAP).mean()) if len(steps) else float("nan")


def parallels(piece: Played, roles: Roles) -> float:
    """Return parallel fifths and octaves per 100 moves; NaN with fewer than two voices or no move.

    A move is a pair of voices that both go to another pitch at an onset; it is parallel where their interval is a
    perfect fifth, octave or unison before and the same behind.
    """
    lines = _lines(piece, roles)
    moves = wrong = 0
    for upper in range(len(lines)):
        for lower in range(upper):
            a, b = lines[upper], lines[lower]
            heard = (a >= 0) & (b >= 0)
            moved = heard[1:] & heard[:-1] & (a[1:] != a[:-1]) & (b[1:] != b[:-1])
            interval = np.abs(a - b) % 12
            moves += int(moved.sum())
            wrong += int((moved & np.isin(interval[1:], _PERFECT) & (interval[1:] == interval[:-1])).sum())
    return 100.0 * wrong / moves if moves else float("nan")


def _lines(piece: Played, roles: Roles) -> Ints:
    """Return the pitch of each voice at each onset of the piece, int64 (voices, onsets), -1 where it rests."""
    rows = piece.pitched
    onsets = np.unique(rows.onset)
    lines = np.full((len(roles.voices), len(onsets)), -1, np.int64)
    for line, part in zip(lines, roles.voices, strict=True):
        own = rows.select(rows.part == part)
        if not len(own.onset):
            continue
        order = np.argsort(own.onset, kind="stable")
        at = np.searchsorted(own.onset[order], onsets, side="right") - 1
        sounds = (at >= 0) & (own.end[order][at] > onsets)
        line[sounds] = own.pitch[order][at][sounds]
    return lines
