"""Facts about pieces of music for a report: length, key, metre, tempo, range and instruments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from seqgen.kinds.base import Encoded, commonest
from seqgen.kinds.music.columns import INSTRUMENT
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.theory.bars import main_metre
from seqgen.theory.clarity import METRIC_CLARITY, Clarity, mean_clarity
from seqgen.theory.keys import pitch_name
from seqgen.theory.lateness import PLAYED_FROM
from seqgen.theory.notes import DRUMS, Notes
from seqgen.words import counted

BARS, SECONDS = "bars", "seconds"
STEPS_PER_SECOND = 100
"""Of the performance grid."""
MOST_NAMES = 5


def facts_of(notes: Notes, encoded: Encoded, tokenizer: MusicTokenizer) -> dict[str, Any]:
    """Return `length` in `unit` (bars or seconds), `key`, `metre`, `tempo` (quarter notes a minute), `lowest` and
    `highest` pitch (MIDI keys, 0 without pitches), `instruments`, `clarity` of the beat with the number of `onsets`
    (None and 0 where they are too few to tell), and how many `notes` were played `by_hand` to a beat."""
    facts = encoded.facts
    metre = main_metre(facts.metres, facts.end_step)
    if metre:
        unit, length = BARS, facts.end_step / tokenizer.bar_steps(metre.signature)
    else:
        unit, length = SECONDS, facts.end_step / STEPS_PER_SECOND
    pitched = notes.pitch[notes.part != DRUMS]
    clarity = notes.clarity
    return {
        "length": round(length, 2),
        "unit": unit,
        "key": facts.key,
        "metre": str(metre or ""),
        "tempo": facts.tempos[0].qpm if facts.tempos else 0.0,
        "lowest": int(pitched.min(initial=127)) if len(pitched) else 0,
        "highest": int(pitched.max(initial=0)),
        "clarity": round(clarity.value, 3) if clarity else None,
        "onsets": clarity.onsets if clarity else 0,
        "notes": len(notes),
        "by_hand": notes.timing.is_played * len(notes),
        "instruments": [tokenizer.names[i] for i in np.flatnonzero(np.bincount(encoded.table[:, INSTRUMENT]))],
    }


def totals_of(pieces: Mapping[str, Mapping[str, Any]], tokenizer: MusicTokenizer) -> dict[str, str]:
    """Return grid, length, instruments, pitches, metres, keys and tempo of a corpus in words, given the facts of each
    piece by its name."""
    metric, facts = tokenizer.is_metric, list(pieces.values())
    total = sum(piece["length"] for piece in facts)
    pitched = [piece for piece in facts if piece["highest"]]
    tempos = sorted(piece["tempo"] for piece in facts)
    totals = {
        "grid": tokenizer.grid_name,
        **_beat(pieces, metric=metric),
        **_by_hand(facts, own_column=tokenizer.is_played),
        "length": str(counted(round(total), "bar")) if metric else f"{total / 60:,.1f} minutes",
        "instruments": commonest((name for piece in facts for name in piece["instruments"]), most=12),
    }
    if pitched:
        low, high = min(piece["lowest"] for piece in pitched), max(piece["highest"] for piece in pitched)
        totals["pitches"] = f"{pitch_name(low)} to {pitch_name(high)}"
    totals["metres"] = commonest(piece["metre"] for piece in facts)
    totals["keys"] = commonest(piece["key"] for piece in facts)
    if tempos and metric:
        median = tempos[len(tempos) // 2]
        totals["tempo"] = f"{tempos[0]:.0f} to {tempos[-1]:.0f}, median {median:.0f} quarter notes a minute"
    return totals


def _by_hand(facts: Sequence[Mapping[str, Any]], *, own_column: bool) -> dict[str, str]:
    """Return how much was played by hand to a beat, if anything was."""
    played, notes = (sum(piece.get(name, 0) for piece in facts) for name in ("by_hand", "notes"))
    if not played:
        return {}
    where = "is a column of its own" if own_column else "stays in the shifts"
    return {
        "timing": f"{played / notes:.0%} of the notes were played by hand to a beat; their timing {where} (a column "
        f"from {PLAYED_FROM:.0%} on, unless you choose the grid)"
    }


def _beat(pieces: Mapping[str, Mapping[str, Any]], *, metric: bool) -> dict[str, str]:
    """Return why the grid suits the corpus, and which pieces it suits less."""
    clear = {name: Clarity(piece["clarity"], piece["onsets"]) for name, piece in pieces.items() if piece["onsets"]}
    if not clear:
        return {}
    answer = {
        "beat": f"onsets keep to parts of it by {mean_clarity(list(clear.values())):.2f} (from {METRIC_CLARITY} on the "
        "grid is metric, unless you choose one)"
    }
    odd = [name for name, clarity in clear.items() if (clarity.value < METRIC_CLARITY) == metric]
    if odd:
        names = ", ".join(odd[:MOST_NAMES]) + (f" and {len(odd) - MOST_NAMES:,} more" if len(odd) > MOST_NAMES else "")
        done = ("played freely", "put on beats") if metric else ("on the beat", "counted in seconds all the same")
        answer[done[0]] = f"{counted(len(odd), 'piece')}, {done[1]}: {names}"
    return answer
