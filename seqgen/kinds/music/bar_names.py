"""Names for the bars of a piece by what they hold: A B A B' C, where B' is a varied B."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.formats.sheet import Sheet
from seqgen.kinds.music.form import MOST_BARS, SAME, SIGNS, UNKNOWN, VARIED, Form, form_of

STEPS_PER_QUARTER = 24
LETTERS = 26


@dataclass(frozen=True)
class BarName:
    """The name of a bar: `number` of its letter, from 0 (-1 for an empty bar), whether it is `varied`, and the bar,
    from 0, that it repeats or varies (-1 for none)."""

    number: int
    varied: bool = False
    like: int = -1

    def __str__(self) -> str:
        if self.number < 0:
            return ""
        letter, again = chr(ord("A") + self.number % LETTERS), self.number // LETTERS
        return letter + (str(again + 1) if again else "") + ("\u2019" if self.varied else "")


def sheet_form(sheet: Sheet) -> Form:
    """Return the form of a sheet, none for more than `MOST_BARS`."""
    notes, bars, lines = sheet.notes, sheet.bars, sheet.bar_lines()
    if not 0 < bars <= MOST_BARS:
        return Form((), ())
    bar = np.searchsorted(lines, notes["onset"], side="right") - 1
    steps = STEPS_PER_QUARTER / sheet.ticks_per_quarter
    place = np.round((notes["onset"] - lines[bar]) * steps).astype(np.int64)
    length = np.round((notes["end"] - notes["onset"]) * steps).astype(np.int64)
    track, pitch = notes["track"].astype(np.int64), notes["pitch"].astype(np.int64)
    order = np.lexsort((pitch, track, place, bar))
    return form_of(bar[order], place[order], track[order], pitch[order], length[order], bars)


def bar_names(sheet: Sheet, form: Form | None = None) -> list[BarName]:
    """Return the names of the bars of a sheet, from its form if that is known.

    A bar that has all notes of an earlier one has its name, one that has at least half of its onsets and pitches is a
    varied one, any other has the next letter (`seqgen.kinds.music.form`).
    """
    form = sheet_form(sheet) if form is None else form
    bar = np.searchsorted(sheet.bar_lines(), sheet.notes["onset"], side="right") - 1
    full = np.bincount(bar, minlength=len(form) + 1) > 0
    names: list[BarName] = []
    fresh = 0
    for number, (kind, lag) in enumerate(zip(form.kinds, form.lags, strict=True)):
        if not full[number]:
            names.append(BarName(-1))
        elif kind in (SAME, VARIED):
            source = names[number - lag]
            names.append(BarName(source.number, kind == VARIED or source.varied, number - lag))
        else:
            names.append(BarName(fresh))
            fresh += 1
    return names


def form_with(form: Form, bar: int, word: str) -> str:
    """Return what a piece of a form has to be given (`seqgen.kinds.music.form_given`) so that a bar is as `word` says,
    and those that come back from it still do: a word a bar.

    A bar that comes back itself has none that depend on it: others that do are like the first of them.
    """
    words = [SIGNS[UNKNOWN]] * len(form)
    words[bar] = word
    changed = {bar} if form.kinds[bar] != SAME else set()
    for number in range(bar + 1, len(form)):
        kind, lag = form.kinds[number], form.lags[number]
        if kind in (SAME, VARIED) and number - lag in changed:
            changed.add(number)
            words[number] = f"{SIGNS[kind]}{lag}"
    return " ".join(words)
