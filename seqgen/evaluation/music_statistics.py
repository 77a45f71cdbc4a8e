"""What is counted in music, so that takes can be compared with pieces.

Most features are those of Yang and Lerch (2020), "On the evaluation of generative models in music": pitches, pitch
classes, intervals, lengths, times between onsets, notes a bar. To them come what happens at once, the place in the bar,
the key, and how much of a piece repeats its own bars.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seqgen.arrays import Floats, Ints
from seqgen.evaluation.distributions import Axis, Statistic, bell, shares_of
from seqgen.evaluation.excerpts import SECOND_STEPS, Excerpt
from seqgen.kinds.music.tokenizer import MusicTokenizer, Rows
from seqgen.piece import DRUMS
from seqgen.theory.bars import bar_lines
from seqgen.theory.keys import SCALES, TONICS, likeliest_keys, pitch_name
from seqgen.theory.note_names import drum_name

MOST_AT_ONCE = 12
MOST_A_BAR = 40
MOST_A_SECOND = 30
MOST_QUARTERS = 12
WIDEST_INTERVAL = 13
WINDOW_BARS, WINDOW_SECONDS = 4, 8
"""The key is estimated anew in windows of so many bars or seconds."""
RUN = 4
"""Notes of a run that counts as repeated, where there are no bars."""

_PLACES_IN_A_QUARTER = np.array([0, 6, 8, 12, 16, 18, 24])
_BETWEEN_PLACES = (_PLACES_IN_A_QUARTER[1:] + _PLACES_IN_A_QUARTER[:-1]) / 2
_DEGREES = ("1", "b2", "2", "b3", "3", "4", "b5", "5", "b6", "6", "b7", "7")
_SHARES = np.linspace(0.0, 1.0, 51)


@dataclass(frozen=True, eq=False)
class Played:
    """An excerpt as it sounds; `starts`: the steps at which its bars (or seconds) begin, int64 (bars,)."""

    rows: Rows
    starts: Ints
    end: int

    @staticmethod
    def of(tokenizer: MusicTokenizer, excerpt: Excerpt) -> Played:
        rows, end = tokenizer.rows(excerpt.table), max(excerpt.facts.end_step, 1)
        metric = tokenizer.grid_name == "metric"
        starts = (
            bar_lines(tokenizer.grid, tokenizer.metres, excerpt.facts, end)
            if metric
            else np.arange(0, end, SECOND_STEPS)
        )
        clipped = Rows(rows.onset, np.minimum(rows.end, end), rows.part, rows.pitch, rows.velocity)
        return Played(clipped, starts, end)

    @cached_property
    def pitched(self) -> Rows:
        return self.rows.select(self.rows.part != DRUMS)

    @cached_property
    def bar(self) -> Ints:
        """The bar in which each note begins."""
        return np.searchsorted(self.starts, self.rows.onset, side="right") - 1

    @cached_property
    def place(self) -> tuple[Ints, Ints]:
        """The bar and the place in it (quarters * 6 + one of six places) of each note, at the nearest 16th or 8th
        triplet. What is played just before a bar line is on it."""
        into = self.rows.onset - self.starts[self.bar]
        nearest = np.searchsorted(_BETWEEN_PLACES, into % 24, side="right")
        step = self.rows.onset - into % 24 + _PLACES_IN_A_QUARTER[nearest]
        starts = np.append(self.starts, self.end)
        bar = np.searchsorted(starts, step, side="right") - 1
        into = step - starts[bar]
        return bar, into // 24 * 6 + np.searchsorted(_BETWEEN_PLACES, into % 24, side="right")

    @cached_property
    def key(self) -> tuple[int, int]:
        """The likeliest key: tonic, and 1 for minor."""
        tonic, minor = likeliest_keys(self.classes_by(np.zeros(len(self.pitched.onset), np.int64), 1))[0]
        return int(tonic), int(minor)

    def classes_by(self, group: Ints, groups: int) -> Floats:
        """How long each pitch class sounds in each group of pitched notes: float64 (groups, 12), steps."""
        notes = self.pitched
        weights = (notes.end - notes.onset).astype(np.float64)
        total = np.bincount(group * 12 + notes.pitch % 12, weights=weights, minlength=groups * 12)
        return total.astype(np.float64).reshape(groups, 12)


def music_statistics(tokenizer: MusicTokenizer, excerpts: Iterable[Excerpt]) -> list[Statistic]:
    """Every feature of every excerpt, in the order in which they are told."""
    played = [Played.of(tokenizer, excerpt) for excerpt in excerpts]
    return [
        Statistic(axis, np.array([count(piece) for piece in played]).reshape(len(played), len(axis.places)))
        for axis, count in _features(tokenizer)
    ]


Count = Callable[[Played], Floats]


def _features(tokenizer: MusicTokenizer) -> list[tuple[Axis, Count]]:
    metric = tokenizer.grid_name == "metric"
    features: list[tuple[Axis, Count]] = []
    if tokenizer.pitched:
        features += [_pitch_class(), _degree(), _pitch(tokenizer), _interval()]
    features += [_length(tokenizer), _spacing(tokenizer)]
    if metric:
        features.append(_place())
    if tokenizer.pitched:
        features.append(_sounding())
    features += [_struck(), _density(metric)]
    features += [_repeated_bars("rhythm"), _repeated_bars("notes")] if metric else [_repeated_runs()]
    if tokenizer.pitched:
        features += [_in_key(), _wandering(metric)]
    if len(tokenizer.velocities) > 1:
        features.append(_velocity())
    if len(tokenizer.parts) > 1:
        features.append(_instruments(tokenizer))
    if len(tokenizer.drum_keys) > 1:
        features.append(_drums(tokenizer))
    return features


# -- pitch -------------------------------------------------------------------------------------------------------------


def _pitch_class() -> tuple[Axis, Count]:
    axis = Axis("pitch class", "", np.arange(12.0), TONICS, ordered=False)
    return axis, lambda piece: shares_of(piece.pitched.pitch % 12, 12)


def _degree() -> tuple[Axis, Count]:
    axis = Axis("degree of the key", "", np.arange(12.0), _DEGREES, ordered=False, at="degree {}")
    return axis, lambda piece: shares_of((piece.pitched.pitch - piece.key[0]) % 12, 12)


def _pitch(tokenizer: MusicTokenizer) -> tuple[Axis, Count]:
    places = np.arange(tokenizer.lowest, tokenizer.highest + 1, dtype=np.float64)
    names = tuple(pitch_name(int(key)) for key in places)
    axis = Axis("pitch", "MIDI key", places, names, more="notes lie higher", less="notes lie lower")
    return axis, lambda piece: shares_of(piece.pitched.pitch - tokenizer.lowest, len(places))


def _interval() -> tuple[Axis, Count]:
    """Steps and leaps of the highest voice of each part."""
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


def _in_key() -> tuple[Axis, Count]:
    axis = Axis(
        "notes in the key",
        "share of notes",
        _SHARES,
        percent=True,
        more="more notes lie in the key",
        less="more notes lie outside the key",
    )
    scales = np.array([[d in SCALES[scale] for d in range(12)] for scale in ("major", "minor")])

    def count(piece: Played) -> Floats:
        tonic, minor = piece.key
        inside = scales[minor][(piece.pitched.pitch - tonic) % 12]
        return bell(float(inside.mean()) if len(inside) else float("nan"), _SHARES, 0.02)

    return axis, count


def _wandering(metric: bool) -> tuple[Axis, Count]:
    """How far the keys of windows lie from the piece's own, in fifths; a minor key lies where its major does."""
    span = f"{WINDOW_BARS} bars" if metric else f"{WINDOW_SECONDS} s"
    axis = Axis(
        f"key of every {span}",
        "fifths away",
        np.arange(7.0),
        at="keys {} fifths away",
        more="the key wanders further",
        less="the key wanders less",
    )
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


# -- time --------------------------------------------------------------------------------------------------------------


def _ladder(tokenizer: MusicTokenizer) -> tuple[Floats, Callable[[Ints], Ints], str]:
    """Lengths on a logarithmic scale: the places of its rungs, what puts steps on it, and its unit. Twelve rungs an
    octave part all note values, triplets and dots; playing needs no more than four."""
    metric = tokenizer.grid_name == "metric"
    # a quarter note is whole octaves above the shortest
    octave, shortest = (12, 0.75) if metric else (4, 1.0)
    size = 12 * octave + 1
    unit, steps = ("quarter notes", tokenizer.grid.steps_per_quarter) if metric else ("seconds", SECOND_STEPS)

    def rungs(lengths: Ints) -> Ints:
        rung = np.round(octave * np.log2(np.maximum(lengths, 1) / shortest)).astype(np.int64)
        return np.clip(rung, 0, size - 1)

    return shortest * 2.0 ** (np.arange(size) / octave) / steps, rungs, unit


def _length(tokenizer: MusicTokenizer) -> tuple[Axis, Count]:
    places, rungs, unit = _ladder(tokenizer)
    axis = Axis(
        "length of notes",
        unit,
        places,
        logarithmic=True,
        at=f"{{}} {unit}",
        more="notes are longer",
        less="notes are shorter",
    )
    return axis, lambda piece: shares_of(rungs(piece.rows.end - piece.rows.onset), len(places))


def _spacing(tokenizer: MusicTokenizer) -> tuple[Axis, Count]:
    places, rungs, unit = _ladder(tokenizer)
    axis = Axis(
        "time between onsets",
        unit,
        places,
        logarithmic=True,
        at=f"{{}} {unit} between onsets",
        more="onsets are further apart",
        less="onsets follow faster",
    )
    return axis, lambda piece: shares_of(rungs(np.diff(np.unique(piece.rows.onset))), len(places))


def _place() -> tuple[Axis, Count]:
    """Onsets in the bar, each at the nearest 16th or 8th triplet."""
    quarters = np.arange(MOST_QUARTERS)
    places = ((quarters[:, None] * 24 + _PLACES_IN_A_QUARTER[:-1]) / 24).ravel()
    axis = Axis("onset in the bar", "quarter notes", places, at="onsets {} quarter notes into the bar")
    return axis, lambda piece: shares_of(np.minimum(piece.place[1], len(places) - 1), len(places))


def _sounding() -> tuple[Axis, Count]:
    axis = Axis(
        "notes sounding",
        "notes at once",
        np.arange(MOST_AT_ONCE + 1.0),
        at="{} notes at once",
        more="more notes sound at once",
        less="fewer notes sound at once",
    )

    def count(piece: Played) -> Floats:
        notes = piece.pitched
        if not len(notes.onset):
            return np.zeros(MOST_AT_ONCE + 1)
        at = np.concatenate([[0], notes.onset, notes.end, [piece.end]])
        change = np.concatenate([[0], np.ones(len(notes.onset), np.int64), -np.ones(len(notes.end), np.int64), [0]])
        order = np.argsort(at, kind="stable")
        sounding = np.cumsum(change[order])[:-1]
        lasting = np.diff(at[order]).astype(np.float64)
        return shares_of(np.clip(sounding, 0, MOST_AT_ONCE), MOST_AT_ONCE + 1, lasting)

    return axis, count


def _struck() -> tuple[Axis, Count]:
    axis = Axis(
        "notes struck together",
        "notes an onset",
        np.arange(1.0, MOST_AT_ONCE + 1),
        at="{} notes together",
        more="more notes are struck together",
        less="fewer notes are struck together",
    )
    return axis, lambda piece: shares_of(
        np.minimum(np.unique(piece.rows.onset, return_counts=True)[1], MOST_AT_ONCE) - 1, MOST_AT_ONCE
    )


def _density(metric: bool) -> tuple[Axis, Count]:
    name, most = ("bar", MOST_A_BAR) if metric else ("second", MOST_A_SECOND)
    axis = Axis(
        f"notes a {name}",
        "notes",
        np.arange(most + 1.0),
        at=name + "s of {} notes",
        more=f"more notes a {name}",
        less=f"fewer notes a {name}",
    )
    return axis, lambda piece: shares_of(
        np.minimum(np.bincount(piece.bar, minlength=len(piece.starts)), most), most + 1
    )


# -- repetition --------------------------------------------------------------------------------------------------------


def repeated_bars(piece: Played, *, pitches: bool) -> float:
    """The share of bars with notes that are like an earlier one in the onsets of each part, to the nearest 16th or 8th
    triplet, and in pitch if asked for; NaN with fewer than two."""
    notes = piece.rows
    columns = [*piece.place, notes.part, *([notes.pitch] if pitches else [])]
    table = np.unique(np.stack(columns, axis=1), axis=0)
    bars = np.split(table[:, 1:], np.flatnonzero(np.diff(table[:, 0])) + 1)
    if len(bars) < 2:
        return float("nan")
    return 1.0 - len({bar.tobytes() for bar in bars}) / len(bars)


def _repeated_bars(what: str) -> tuple[Axis, Count]:
    named = {"rhythm": "bars repeated in rhythm", "notes": "bars repeated note for note"}[what]
    axis = Axis(
        named,
        "share of a piece's bars",
        _SHARES,
        percent=True,
        more="more bars repeat an earlier one",
        less="fewer bars repeat an earlier one",
    )
    return axis, lambda piece: bell(repeated_bars(piece, pitches=what == "notes"), _SHARES, 0.05)


def _repeated_runs() -> tuple[Axis, Count]:
    axis = Axis(
        f"runs of {RUN} notes repeated",
        "share of a piece's runs",
        _SHARES,
        percent=True,
        more="takes repeat themselves more",
        less="takes repeat themselves less",
    )

    def count(piece: Played) -> Floats:
        pitch = piece.rows.pitch
        runs = np.lib.stride_tricks.sliding_window_view(pitch, RUN) if len(pitch) >= RUN else np.zeros((0, RUN))
        share = 1.0 - len(np.unique(runs, axis=0)) / len(runs) if len(runs) else float("nan")
        return bell(share, _SHARES, 0.05)

    return axis, count


# -- sound -------------------------------------------------------------------------------------------------------------


def _velocity() -> tuple[Axis, Count]:
    axis = Axis(
        "velocity",
        "MIDI velocity",
        np.arange(4.0, 128, 8),
        at="velocities near {}",
        more="notes are louder",
        less="notes are softer",
    )
    return axis, lambda piece: shares_of(piece.rows.velocity // 8, 16)


def _instruments(tokenizer: MusicTokenizer) -> tuple[Axis, Count]:
    parts = np.array(tokenizer.parts)
    axis = Axis("instrument", "", np.arange(float(len(parts))), tokenizer.names, ordered=False)
    return axis, lambda piece: shares_of(np.searchsorted(parts, piece.rows.part), len(parts))


def _drums(tokenizer: MusicTokenizer) -> tuple[Axis, Count]:
    keys = np.array(tokenizer.drum_keys)
    axis = Axis("drum", "", np.arange(float(len(keys))), _drum_names(tokenizer.drum_keys), ordered=False)

    def count(piece: Played) -> Floats:
        strokes = piece.rows.pitch[piece.rows.part == DRUMS]
        return shares_of(np.searchsorted(keys, strokes), len(keys))

    return axis, count


def _drum_names(keys: Sequence[int]) -> tuple[str, ...]:
    return tuple(drum_name(key) for key in keys)
