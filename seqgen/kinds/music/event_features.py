"""Features of the notes of a piece, to be correlated with the activity of hidden units."""

from __future__ import annotations

import numpy as np

from seqgen.arrays import AnyArray, Floats, Ints
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, SHIFT, VELOCITY
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.schema import ContextTable
from seqgen.theory.notes import DRUMS

REST_STEPS = 12
"""The shortest silence that counts as a rest: an 8th, or 0.12 s on the performance grid."""


def event_features(tokenizer: MusicTokenizer, table: Ints, facts: MusicFacts) -> dict[str, AnyArray]:
    """Return named features, one number a note; NaN for the pitch of a drum."""
    shift, length = np.array(tokenizer.shifts)[table[:, SHIFT]], np.array(tokenizer.durations)[table[:, DURATION]]
    onset = np.cumsum(shift)
    drum = np.array(tokenizer.parts)[table[:, INSTRUMENT]] == DRUMS
    context = tokenizer.context(table, facts)
    silent_from = np.maximum.accumulate(onset + length) if len(onset) else onset
    gap = np.append(onset[1:] - silent_from[:-1], 0) if len(onset) else onset
    features: dict[str, AnyArray] = {
        "pitch": np.where(drum, np.nan, tokenizer.midi_keys(table).astype(float)),
        "duration": length,
        "velocity": np.array(tokenizer.velocities)[table[:, VELOCITY]],
        "drums": drum,
        **({"deviation from the beat": tokenizer.late(table)} if tokenizer.is_played else {}),
        "time since the note before": shift,
        "notes that sound": _sounding(tokenizer, context),
        "before a rest": gap >= REST_STEPS,
        "place in the piece": onset,
    }
    if "place" in (field.name for field in tokenizer.schema.index_fields):
        features |= _in_the_bar(tokenizer, onset, context)
    return features


def _in_the_bar(tokenizer: MusicTokenizer, onset: Ints, context: ContextTable) -> dict[str, AnyArray]:
    # the metre of a row stands in the context of the row after it
    metre, place = context.index[1:, 0], context.index[:-1, 1]
    bar = np.array([tokenizer.bar_steps(known) for known in tokenizer.metres])[metre]
    number = (onset - place) // bar
    return {
        "place in the bar": place / bar,
        "on the beat": place % tokenizer.grid.steps_per_quarter == 0,
        "first of the bar": place == 0,
        "place in four bars": (number % 4 + place / bar) / 4,
    }


def _sounding(tokenizer: MusicTokenizer, context: ContextTable) -> Floats:
    if "sounding" not in (field.name for field in tokenizer.schema.set_fields):
        return np.zeros(len(context.sets) - 1)
    return np.asarray(context.sets[:-1, tokenizer.schema.set_place("sounding")].sum(axis=1), dtype=float)
