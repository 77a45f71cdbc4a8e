"""Features of pitch, interval and key."""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Floats, Ints
from seqgen.kinds.distributions import SHARES, Axis, bell, share_axis, shares_of
from seqgen.kinds.music.played import Count, Played
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.theory.keys import SCALES, TONICS, likeliest_keys, pitch_name

WIDEST_INTERVAL = 13
WINDOW_BARS, WINDOW_SECONDS = 4, 8
"""Windows in each of which a key is estimated."""

_DEGREES = ("1", "b2", "2", "b3", "3", "4", "b5", "5", "b6", "6", "b7", "7")


def pitch_class() -> tuple[Axis, Count]:
    axis = Axis("pitch class", "", np.arange(12.0), TONICS, ordered=False)
    return axis, lambda piece: shares_of(piece.pitched.pitch % 12, 12)


def degree() -> tuple[Axis, Count]:
    axis = Axis("degree of the key", "", np.arange(12.0), _DEGREES, ordered=False, at="degree {}")
    return axis, lambda piece: shares_of((piece.pitched.pitch - piece.key[0]) % 12, 12)


def pitch(tokenizer: MusicTokenizer) -> tuple[Axis, Count]:
    places = np.arange(tokenizer.lowest, tokenizer.highest + 1, dtype=np.float64)
    names = tuple(pitch_name(int(key)) for key in places)
    sides = "notes lie higher", "notes lie lower"
    axis = Axis("pitch", "MIDI key", places, names, ticks=tuple(places[places % 12 == 0]), sides=sides)
    return axis, lambda piece: shares_of(piece.pitched.pitch - tokenizer.lowest, len(places))


def interval() -> tuple[Axis, Count]:
    """Return the melodic intervals of the highest voice of each part."""
    places = np.arange(-WIDEST_INTERVAL, WIDEST_INTERVAL + 1, dtype=np.float64)
    inside = (f"steps of {step:+.0f} semitones" for step in places[1:-1])
    names = ("leaps down over an octave", *inside, "leaps up over an octave")
    axis = Axis("melodic interval", "semitones", places, names)
    return axis, lambda piece: shares_of(
        np.clip(_steps_and_leaps(piece.pitched), -WIDEST_INTERVAL, WIDEST_INTERVAL) + WIDEST_INTERVAL, len(places)
    )


def _steps_and_leaps(notes: Rows) -> Ints:
    order = np.lexsort((notes.pitch, notes.onset, notes.part))
    part, onset, pitch = notes.part[order], notes.onset[order], notes.pitch[order]
    top = np.append((part[1:] != part[:-1]) | (onset[1:] != onset[:-1]), True)[: len(part)]
    part, pitch = part[top], pitch[top]
    return np.asarray(np.diff(pitch)[part[1:] == part[:-1]])


def in_key() -> tuple[Axis, Count]:
    axis = share_axis(
        "notes in the key", "share of notes", "more notes lie in the key", "more notes lie outside the key"
    )
    scales = np.array([[d in SCALES[scale] for d in range(12)] for scale in ("major", "minor")])

    def count(piece: Played) -> Floats:
        tonic, minor = piece.key
        inside = scales[minor][(piece.pitched.pitch - tonic) % 12]
        return bell(float(inside.mean()) if len(inside) else float("nan"), SHARES, 0.02)

    return axis, count


def wandering(metric: bool) -> tuple[Axis, Count]:
    """Return the distance in fifths of the keys of windows from that of the piece; a minor key counts as its relative
    major."""
    span = f"{WINDOW_BARS} bars" if metric else f"{WINDOW_SECONDS} s"
    sides = "the key wanders further", "the key wanders less"
    axis = Axis(f"key of every {span}", "fifths away", np.arange(7.0), at="keys {} fifths away", sides=sides)
    size = WINDOW_BARS if metric else WINDOW_SECONDS

    def count(piece: Played) -> Floats:
        window = (np.searchsorted(piece.starts, piece.pitched.onset, side="right") - 1) // size
        classes = piece.classes_by(window, int(window.max(initial=0)) + 1)
        keys = likeliest_keys(classes[classes.any(axis=1)])
        fifths = (keys[:, 0] + 3 * keys[:, 1]) * 7
        home = (piece.key[0] + 3 * piece.key[1]) * 7
        away = (fifths - home) % 12
        return shares_of(np.minimum(away, 12 - away), 7)

    return axis, count
