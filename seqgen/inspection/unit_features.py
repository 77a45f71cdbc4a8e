"""Simple features of a piece, one number an event, with which the activity of units can be compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Floats32
from seqgen.kinds.base import Encoded, Tokenizer
from seqgen.kinds.music.tokenizer import DURATION, INSTRUMENT, SHIFT, VELOCITY, MusicTokenizer
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.piece import DRUMS
from seqgen.schema import ContextTable

_OPENING, _CLOSING = "([{", ")]}"
_SENTENCE_ENDS = ".!?\u2026"
_REST_STEPS = 12
"""A silence of an 8th or more (0.12 s on the performance grid) is a rest."""


@dataclass(frozen=True, eq=False)
class Feature:
    """A name, and a number for every event: float32 (events,), NaN where the event has none (the pitch of a drum)."""

    name: str
    values: Floats32


def features(tokenizer: Tokenizer, encoded: Encoded) -> list[Feature]:
    """What can be said of every event of a piece; features that never change in it are left out."""
    if isinstance(tokenizer, TextTokenizer):
        found = _of_text(tokenizer.decode(encoded.table))
    else:
        assert isinstance(tokenizer, MusicTokenizer)
        found = _of_music(tokenizer, encoded)
    made = [Feature(name, np.asarray(values, dtype=np.float32)) for name, values in found.items()]
    return [feature for feature in made if _varies(feature.values)]


def correlations(found: list[Feature], activity: Floats32) -> Floats32:
    """Pearson's r of every feature with every unit, from activity (events, units): float32 (features, units).

    Units that never change have r = 0.
    """
    r = np.zeros((len(found), activity.shape[1]), np.float32)
    for number, feature in enumerate(found):
        there = np.isfinite(feature.values)
        x = feature.values[there] - feature.values[there].mean()
        y = activity if there.all() else activity[there]
        scale = np.sqrt((x * x).sum() * len(y)) * y.std(axis=0, dtype=np.float64)
        # x has the mean 0, so the means of y drop out
        r[number] = np.divide(x @ y, scale, out=np.zeros(y.shape[1], np.float32), where=scale > 1e-5 * len(y))
    return r


def _varies(values: Floats32) -> bool:
    there = values[np.isfinite(values)]
    return len(there) > 1 and bool(there.max() > there.min())


def _of_text(text: str) -> dict[str, npt.NDArray[np.float64]]:
    letters = list(text)
    upper, letter, digit, space, line_end = (
        np.array([test(c) for c in letters], bool)
        for test in (str.isupper, str.isalpha, str.isdigit, str.isspace, "\n".__eq__)
    )
    starts_line = np.concatenate([[True], line_end[:-1]])[: len(letters)]
    ends_sentence = np.array([c in _SENTENCE_ENDS for c in letters], bool)
    indented = space & _unbroken(space, starts_line)
    return {
        "place in the line": _since(starts_line),
        "end of a line": line_end,
        "place in the sentence": _since(np.concatenate([[True], ends_sentence[:-1]])[: len(letters)]),
        "place in the word": np.cumsum(letter) - _latest(np.where(letter, 0, np.cumsum(letter))),
        "inside quotes": _inside_quotes(letters),
        "inside brackets": _depth(letters),
        "indentation": _last_of_run(indented, starts_line),
        "upper case": upper,
        "letter": letter,
        "digit": digit,
        "space": space & ~line_end,
        "place in the piece": np.arange(len(letters)),
    }


def _latest(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The largest so far."""
    return np.maximum.accumulate(counts) if len(counts) else counts


def _since(marks: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """How many events ago the last mark was (or the beginning)."""
    at = np.arange(len(marks))
    return (at - _latest(np.where(marks, at, 0))).astype(float)


def _unbroken(true: npt.NDArray[np.bool_], starts: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Where everything since the last start has been true."""
    at = np.arange(len(true))
    return np.asarray(_latest(np.where(true, -1, at)) < _latest(np.where(starts, at, 0)))


def _last_of_run(indented: npt.NDArray[np.bool_], starts_line: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """How many characters the line that an event stands in is indented, as far as it is known there."""
    line = np.cumsum(starts_line) - 1
    so_far = np.cumsum(indented)
    before: npt.NDArray[np.int64] = so_far[starts_line] - indented[starts_line]
    return np.asarray(so_far - before[line], dtype=np.float64)


def _inside_quotes(letters: list[str]) -> npt.NDArray[np.float64]:
    """1 from an opening quotation mark to its closing one. A straight mark opens and closes in turn; a paragraph's end
    closes, so that one that was forgotten does not turn the rest of the text inside out."""
    inside, answer, before = False, [], ""
    for letter in letters:
        if letter == "\u201c" or (letter == '"' and not inside):
            inside = True
        elif letter in '\u201d"' or (letter == before == "\n"):
            inside = False
        answer.append(inside)
        before = letter
    return np.array(answer, float)


def _depth(letters: list[str]) -> npt.NDArray[np.float64]:
    """How many brackets are open."""
    depth, answer = 0, []
    for letter in letters:
        depth = max(0, depth + (letter in _OPENING) - (letter in _CLOSING))
        answer.append(depth)
    return np.array(answer, float)


def _sounding(tokenizer: MusicTokenizer, context: ContextTable) -> npt.NDArray[np.float64]:
    """How many pitches sound when each note begins: float64 (rows,)."""
    if "sounding" not in (field.name for field in tokenizer.schema.set_fields):
        return np.zeros(len(context.sets) - 1)
    return np.asarray(context.sets[:-1, tokenizer.schema.set_place("sounding")].sum(axis=1), dtype=float)


def _of_music(tokenizer: MusicTokenizer, encoded: Encoded) -> dict[str, npt.NDArray[np.float64]]:
    table = np.asarray(encoded.table, dtype=np.int64)
    shift, length = np.array(tokenizer.shifts)[table[:, SHIFT]], np.array(tokenizer.durations)[table[:, DURATION]]
    onset = np.cumsum(shift)
    drum = np.array(tokenizer.parts)[table[:, INSTRUMENT]] == DRUMS
    keys = tokenizer.midi_keys(table).astype(float)
    context = tokenizer.context(table, encoded.facts)
    silent_from = _latest(onset + length)
    gap = np.append(onset[1:] - silent_from[:-1], 0) if len(onset) else onset
    answer = {
        "pitch": np.where(drum, np.nan, keys),
        "duration": length.astype(float),
        "velocity": np.array(tokenizer.velocities, float)[table[:, VELOCITY]],
        "drums": drum.astype(float),
        "time since the note before": shift.astype(float),
        "notes that sound": _sounding(tokenizer, context),
        "before a rest": (gap >= _REST_STEPS).astype(float),
        "place in the piece": onset.astype(float),
    }
    if "place" in (field.name for field in tokenizer.schema.index_fields):
        # a row's own metre is certain before the row behind it
        metre, place = context.index[1:, 0], context.index[:-1, 1]
        bar = np.array([tokenizer.bar_steps(known) for known in tokenizer.metres])[metre]
        number = (onset - place) // bar
        answer |= {
            "place in the bar": place / bar,
            "on the beat": (place % tokenizer.grid.steps_per_quarter == 0).astype(float),
            "first of the bar": (place == 0).astype(float),
            "place in four bars": (number % 4 + place / bar) / 4,
        }
    return answer
