"""MusicFacts about pieces of music for a report: length, key, metre, tempo, range and instruments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from seqgen.kinds.base import Encoded, commonest
from seqgen.kinds.music.columns import INSTRUMENT
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.theory.bars import main_metre
from seqgen.theory.keys import pitch_name
from seqgen.theory.notes import DRUMS, Notes

BARS, SECONDS = "bars", "seconds"
STEPS_PER_SECOND = 100
"""Of the performance grid."""


def facts_of(notes: Notes, encoded: Encoded, tokenizer: MusicTokenizer) -> dict[str, Any]:
    """Return `length` in `unit` (bars or seconds), `key`, `metre`, `tempo` (quarter notes a minute), `lowest` and
    `highest` pitch (MIDI keys, 0 without pitches) and `instruments` of a piece."""
    facts = encoded.facts
    metre = main_metre(facts.metres, facts.end_step)
    if metre:
        unit, length = BARS, facts.end_step / tokenizer.bar_steps(metre.signature)
    else:
        unit, length = SECONDS, facts.end_step / STEPS_PER_SECOND
    pitched = notes.pitch[notes.part != DRUMS]
    return {
        "length": round(length, 2),
        "unit": unit,
        "key": facts.key,
        "metre": str(metre or ""),
        "tempo": facts.tempos[0].qpm if facts.tempos else 0.0,
        "lowest": int(pitched.min(initial=127)) if len(pitched) else 0,
        "highest": int(pitched.max(initial=0)),
        "instruments": [tokenizer.names[i] for i in np.unique(encoded.table[:, INSTRUMENT])],
    }


def totals_of(pieces: Sequence[Mapping[str, Any]], tokenizer: MusicTokenizer) -> dict[str, str]:
    """Return grid, length, instruments, pitches, metres, keys and tempo of a corpus in words."""
    metric = tokenizer.grid_name == "metric"
    total = sum(piece["length"] for piece in pieces)
    pitched = [piece for piece in pieces if piece["highest"]]
    tempos = sorted(piece["tempo"] for piece in pieces)
    totals = {
        "grid": tokenizer.grid_name,
        "length": f"{total:,.0f} bars" if metric else f"{total / 60:,.1f} minutes",
        "instruments": commonest((name for piece in pieces for name in piece["instruments"]), most=12),
    }
    if pitched:
        low, high = min(piece["lowest"] for piece in pitched), max(piece["highest"] for piece in pitched)
        totals["pitches"] = f"{pitch_name(low)} to {pitch_name(high)}"
    totals["metres"] = commonest(piece["metre"] for piece in pieces)
    totals["keys"] = commonest(piece["key"] for piece in pieces)
    if tempos and metric:
        median = tempos[len(tempos) // 2]
        totals["tempo"] = f"{tempos[0]:.0f} to {tempos[-1]:.0f}, median {median:.0f} quarter notes a minute"
    return totals
