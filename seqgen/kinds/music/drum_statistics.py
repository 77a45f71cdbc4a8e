"""Drums: kick, snare and hats by their place in the bar, toms, next-bar similarity, timing and accents.

Places are 16ths of a bar, to which strokes are rounded. Drums are General MIDI percussion keys and those that the
Roland kits of the Groove MIDI Dataset add.
"""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Bools, Floats, Ints
from seqgen.kinds.distributions import Axis, shares_of
from seqgen.kinds.music.played import Count, Played
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.time_statistics import MOST_QUARTERS
from seqgen.theory.grid import OFFSETS_PER_STEP
from seqgen.theory.notes import DRUMS

KICKS = (35, 36)
SNARES = (37, 38, 40)
TOMS = (41, 43, 45, 47, 48, 50, 58)
HATS = (22, 26, 42, 44, 46)
SIXTEENTH = 6
"""Steps of the metric grid."""
FOUR_QUARTERS = 96


class Strokes:
    """The drum strokes of a piece on the metric grid: `place` in 16ths since the beginning of their `bar`, int64, and
    `late` in steps behind it (early: negative), float64, each (strokes,). A stroke just before a bar line is rounded
    to it."""

    def __init__(self, piece: Played) -> None:
        rows: Rows = piece.rows.select(piece.rows.part == DRUMS)
        sounding = rows.onset * OFFSETS_PER_STEP + rows.late
        unit = SIXTEENTH * OFFSETS_PER_STEP
        nearest = np.maximum((sounding + unit // 2) // unit, 0) * SIXTEENTH
        self.rows, self.late = rows, sounding / OFFSETS_PER_STEP - nearest
        self.bar = np.searchsorted(piece.starts, nearest, side="right") - 1
        self.place = (nearest - piece.starts[self.bar]) // SIXTEENTH
        lengths = np.diff(np.append(piece.starts, piece.end))
        # of a last bar that is cut short the length is not known; it is as long as the others
        self.bars = len(piece.starts)
        self.is_four_quarters = bool(len(lengths)) and int(np.median(lengths)) == FOUR_QUARTERS

    def among(self, keys: tuple[int, ...]) -> Bools:
        return np.isin(self.rows.pitch, keys)

    def bars_with(self, keys: tuple[int, ...], place: int) -> Bools:
        """Return whether each bar has a stroke on one of `keys` at a place: bool (bars,)."""
        return np.bincount(self.bar[self.among(keys) & (self.place == place)], minlength=self.bars) > 0


def toms(strokes: Strokes) -> float:
    """Return the share of strokes on toms."""
    return _mean(strokes.among(TOMS))


def kick_on_one(strokes: Strokes) -> float:
    """Return the share of bars with a kick on their first 16th."""
    return _mean(strokes.bars_with(KICKS, 0)) if len(strokes.bar) else float("nan")


def backbeat(strokes: Strokes) -> float:
    """Return the share of second and fourth quarters of bars with a snare on them; NaN in other metres than 4/4."""
    if not strokes.is_four_quarters or not len(strokes.bar):
        return float("nan")
    return _mean(np.concatenate([strokes.bars_with(SNARES, 4), strokes.bars_with(SNARES, 12)]))


def next_bar_alike(strokes: Strokes) -> float:
    """Return the mean Jaccard similarity of each bar and the next: strokes (place, and drum or family of drums) that
    both have, of those that either has. NaN with fewer than two bars."""
    families = np.select(
        [strokes.among(keys) for keys in (KICKS, SNARES, TOMS, HATS)], [128, 129, 130, 131], strokes.rows.pitch
    )
    _, kind = np.unique(strokes.place * 256 + families, return_inverse=True)
    has = np.zeros((strokes.bars, int(kind.max(initial=-1)) + 1), bool)
    has[strokes.bar, kind] = True
    common = (has[1:] & has[:-1]).sum(axis=1)
    either = (has[1:] | has[:-1]).sum(axis=1)
    return _mean(common[either > 0] / either[either > 0])


def timing_width(strokes: Strokes) -> float:
    """Return the standard deviation of strokes from the nearest 16th, in steps of 1/24 quarter note."""
    return float(strokes.late.std()) if len(strokes.late) else float("nan")


def hat_accent(strokes: Strokes) -> float:
    """Return by how much velocity hats on 8ths are louder than those between; NaN where there are not both."""
    hats = strokes.among(HATS)
    on, between = (_velocities(strokes, hats & (strokes.place % 2 == odd)) for odd in (0, 1))
    return float(on.mean() - between.mean()) if len(on) and len(between) else float("nan")


def by_place(name: str, keys: tuple[int, ...]) -> tuple[Axis, Count]:
    """Return the feature of strokes on `keys` by their 16th in the bar, as a share of them."""
    places = np.arange(MOST_QUARTERS * 4) / 4
    axis = Axis(f"{name} in the bar", "quarter notes", places, at=f"{name} {{}} quarter notes into the bar")

    def count(piece: Played) -> Floats:
        strokes = Strokes(piece)
        place = strokes.place[strokes.among(keys)]
        return shares_of(np.minimum(place, len(places) - 1), len(places))

    return axis, count


def _velocities(strokes: Strokes, keep: Bools) -> Ints:
    return strokes.rows.velocity[keep]


def _mean(values: object) -> float:
    array = np.asarray(values, dtype=np.float64)
    return float(array.mean()) if len(array) else float("nan")
