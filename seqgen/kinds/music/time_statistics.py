"""Features of lengths, onsets and density."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from seqgen.arrays import Floats, Ints
from seqgen.kinds.distributions import Axis, shares_of
from seqgen.kinds.music.excerpts import SECOND_STEPS
from seqgen.kinds.music.played import PLACES_IN_A_QUARTER, Count, Played
from seqgen.kinds.music.tokenizer import MusicTokenizer

MOST_AT_ONCE = 12
MOST_A_BAR = 40
MOST_A_SECOND = 30
MOST_QUARTERS = 12


def _ladder(tokenizer: MusicTokenizer) -> tuple[Floats, Callable[[Ints], Ints], str]:
    """Return a logarithmic scale of lengths: places of its bins, a function from steps to bins, and its unit. Twelve
    bins an octave separate all note values, triplets and dots; performances need no more than four."""
    metric = tokenizer.is_metric
    # a quarter note is whole octaves above the shortest
    octave, shortest = (12, 0.75) if metric else (4, 1.0)
    size = 12 * octave + 1
    unit, steps = ("quarter notes", tokenizer.grid.steps_per_quarter) if metric else ("seconds", SECOND_STEPS)

    def rungs(lengths: Ints) -> Ints:
        rung = np.round(octave * np.log2(np.maximum(lengths, 1) / shortest)).astype(np.int64)
        return np.clip(rung, 0, size - 1)

    return shortest * 2.0 ** (np.arange(size) / octave) / steps, rungs, unit


def length(tokenizer: MusicTokenizer) -> tuple[Axis, Count]:
    places, rungs, unit = _ladder(tokenizer)
    sides = "notes are longer", "notes are shorter"
    axis = Axis("length of notes", unit, places, logarithmic=True, at=f"{{}} {unit}", sides=sides)
    return axis, lambda piece: shares_of(rungs(piece.rows.end - piece.rows.onset), len(places))


def spacing(tokenizer: MusicTokenizer) -> tuple[Axis, Count]:
    places, rungs, unit = _ladder(tokenizer)
    sides = "onsets are further apart", "onsets follow faster"
    axis = Axis("time between onsets", unit, places, logarithmic=True, at=f"{{}} {unit} between onsets", sides=sides)
    return axis, lambda piece: shares_of(rungs(np.diff(np.unique(piece.rows.onset))), len(places))


def place() -> tuple[Axis, Count]:
    """Return onsets within the bar, rounded to 16ths and 8th triplets."""
    quarters = np.arange(MOST_QUARTERS)
    places = ((quarters[:, None] * 24 + PLACES_IN_A_QUARTER[:-1]) / 24).ravel()
    axis = Axis("onset in the bar", "quarter notes", places, at="onsets {} quarter notes into the bar")
    return axis, lambda piece: shares_of(np.minimum(piece.place[1], len(places) - 1), len(places))


def sounding() -> tuple[Axis, Count]:
    sides = "more notes sound at once", "fewer notes sound at once"
    axis = Axis("notes sounding", "notes at once", np.arange(MOST_AT_ONCE + 1.0), at="{} notes at once", sides=sides)

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


def struck() -> tuple[Axis, Count]:
    sides = "more notes are struck together", "fewer notes are struck together"
    axis = Axis(
        "notes struck together", "notes an onset", np.arange(1.0, MOST_AT_ONCE + 1), at="{} notes together", sides=sides
    )
    return axis, lambda piece: shares_of(
        np.minimum(np.unique(piece.rows.onset, return_counts=True)[1], MOST_AT_ONCE) - 1, MOST_AT_ONCE
    )


def density(metric: bool) -> tuple[Axis, Count]:
    name, most = ("bar", MOST_A_BAR) if metric else ("second", MOST_A_SECOND)
    sides = f"more notes a {name}", f"fewer notes a {name}"
    axis = Axis(f"notes a {name}", "notes", np.arange(most + 1.0), at=name + "s of {} notes", sides=sides)
    return axis, lambda piece: shares_of(
        np.minimum(np.bincount(piece.bar, minlength=len(piece.starts)), most), most + 1
    )
