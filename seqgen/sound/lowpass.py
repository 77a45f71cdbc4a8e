"""A resonant low-pass filter with moving cutoff for the rows of many voices at once.

The filter is the two-pole low-pass of R. Bristow-Johnson's *Audio EQ Cookbook*, y_n = w_n - a1 y_{n-1} - a2 y_{n-2}
with w_n = b (x_n + 2 x_{n-1} + x_{n-2}), its coefficients constant over a row (64 frames). To avoid a Python loop over
frames:

1. Filter all rows from rest in parallel, in 64 vector steps.
2. The last two outputs of a row are its own plus A^64 times the last two of the row before, with A the matrix of the
   recursion. A parallel scan (Hillis and Steele, 1986) gives them for all rows in log2(rows) steps.
3. Filter the rows again from the correct states.

This takes 10 ns a frame; a Python loop takes 400. Cutoffs rounded to a table of precomputed 64 x 64 matrices took 75,
because the modulation envelopes of real fonts give nearly every row its own cutoff.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from seqgen.arrays import Floats, Floats32

LOWEST_CENTS = 1500.0  # 19 Hz
HIGHEST_CENTS = 13500.0  # 20 kHz
OPEN_CENTS = 13200.0  # above this (16.7 kHz) the filter attenuates less than 0.7 dB below 12 kHz
HIGHEST_SHARE = 0.45  # of the sample rate
# Resonance is relative to the Butterworth response with Q at -3 dB, and half of its height is taken off the level
# (8.1.3, initialFilterQ), by 1 / sqrt(Q) as in FluidSynth. Gain of an open filter:
OPEN_GAIN = 10 ** (3.01 / 40)
_HZ_OF_CENT_0 = 8.175798915643707


class FilterState(NamedTuple):
    """The last two outputs and inputs of a filter, the latest first."""

    y1: float = 0.0
    y2: float = 0.0
    x1: float = 0.0
    x2: float = 0.0


AT_REST = FilterState()


class Run(NamedTuple):
    """Rows `first` to `end` - 1, which belong to one voice, and the state of its filter before them."""

    first: int
    end: int
    state: FilterState


def lowpass(
    rows: Floats32, cutoff_cents: Floats, resonance_db: Floats, runs: list[Run], *, sample_rate: int
) -> list[FilterState]:
    """Filter `rows`, (rows, frames), in place and return the state after each run. `cutoff_cents` (6900 is 440 Hz) and
    `resonance_db` have one value a row. The runs cover all rows in order."""
    length = rows.shape[1]
    b, a1, a2 = _coefficients(cutoff_cents, resonance_db, sample_rate)
    firsts, lasts = [run.first for run in runs], [run.end - 1 for run in runs]
    x = np.empty((length + 2, len(rows)))
    x[2:] = rows.T
    for place, name in ((0, "x2"), (1, "x1")):
        x[place, 1:] = x[length + place, :-1]
        x[place, firsts] = [getattr(run.state, name) for run in runs]
    w = x[1:-1] * 2
    w += x[2:]
    w += x[:-2]
    w *= b
    y = np.zeros_like(x)
    _recur(y, w, -a1, -a2)
    y[:2] = _starts(y[-1], y[-2], _power(-a1, -a2, length), runs)
    _recur(y, w, -a1, -a2)
    rows[:] = y[2:].T
    after = np.stack([y[-1, lasts], y[-2, lasts], x[-1, lasts], x[-2, lasts]], axis=1)
    return [FilterState(*state) for state in after.tolist()]


def _coefficients(cutoff_cents: Floats, resonance_db: Floats, sample_rate: int) -> tuple[Floats, Floats, Floats]:
    hertz = _HZ_OF_CENT_0 * np.exp2(np.clip(cutoff_cents, LOWEST_CENTS, HIGHEST_CENTS) / 1200)
    angle = 2 * math.pi * np.minimum(hertz / sample_rate, HIGHEST_SHARE)
    quality = 10 ** ((resonance_db - 3.01) / 20)
    alpha = np.sin(angle) / (2 * quality)
    cosine = np.cos(angle)
    a0 = 1 + alpha
    return (1 - cosine) / (2 * a0 * np.sqrt(quality)), -2 * cosine / a0, (1 - alpha) / a0


def _recur(y: Floats, w: Floats, back1: Floats, back2: Floats) -> None:
    """Set y[n + 2] = w[n] + back1 y[n + 1] + back2 y[n] for every n in order; columns are independent."""
    product = np.empty_like(back1)
    for n in range(len(w)):
        out = y[n + 2]
        np.multiply(back1, y[n + 1], out=out)
        np.multiply(back2, y[n], out=product)
        out += product
        out += w[n]


Matrix = tuple[Floats, Floats, Floats, Floats]  # the entries of one 2 x 2 matrix a row


def _power(back1: Floats, back2: Floats, exponent: int) -> Matrix:
    """Return the matrix of the recursion to the power `exponent`, a power of two."""
    matrix: Matrix = back1, back2, np.ones_like(back1), np.zeros_like(back1)
    for _ in range(exponent.bit_length() - 1):
        matrix = _product(matrix, matrix)
    return matrix


def _product(left: Matrix, right: Matrix) -> Matrix:
    a, b, c, d = left
    e, f, g, h = right
    return a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h


def _starts(last: Floats, second_last: Floats, power: Matrix, runs: list[Run]) -> Floats:
    """Return the two outputs before every row, (2, rows), the older first. `last` and `second_last` are the final
    outputs of each row from rest; `power` maps the two outputs before a row to their contribution at its end."""
    firsts = [run.first for run in runs]
    one, two = last.copy(), second_last.copy()
    a, b, c, d = power
    y1, y2 = np.array([run.state[:2] for run in runs]).T
    one[firsts] += a[firsts] * y1 + b[firsts] * y2
    two[firsts] += c[firsts] * y1 + d[firsts] * y2
    for matrix in (a, b, c, d):
        matrix[firsts] = 0  # the row before belongs to another voice
    step = 1
    while step < max(run.end - run.first for run in runs):
        early_one, early_two = one[:-step].copy(), two[:-step].copy()
        one[step:] += a[step:] * early_one + b[step:] * early_two
        two[step:] += c[step:] * early_one + d[step:] * early_two
        now: Matrix = a[step:], b[step:], c[step:], d[step:]
        then: Matrix = a[:-step], b[:-step], c[:-step], d[:-step]
        for matrix, product in zip(now, _product(now, then), strict=True):
            matrix[:] = product
        step *= 2
    before = np.empty((2, len(one)))
    before[0, 1:], before[1, 1:] = two[:-1], one[:-1]
    before[0, firsts], before[1, firsts] = y2, y1
    return before
