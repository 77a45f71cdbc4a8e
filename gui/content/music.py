"""The content of music, as the window's jobs make it. Knows no Qt."""

from __future__ import annotations

from typing import Any

import numpy as np

from gui.content.base import KindContent, Rows
from gui.content.tally import Tally, commonest
from seqgen.arrays import Floats, Ints32
from seqgen.formats.sheet import Sheet
from seqgen.kinds.music.columns import CLASS_NAMES, DURATION
from seqgen.schema import Table
from seqgen.theory.general_midi import DRUM_NAMES
from seqgen.theory.keys import TONICS

NOTE_VALUES = ("1/64", "1/32", "1/16", "1/8", "1/4", "1/2", "1", "2+")
SECONDS = ("1/16", "1/8", "1/4", "1/2", "1", "2", "4", "8+")


class MusicContent(KindContent):
    """Music is a `Sheet`."""

    def about(self, tokenizer: Any) -> dict[str, Any]:
        told = {each.name for each in tokenizer.schema.index_fields}
        labels = (name for names in tokenizer.label_names for name in names)
        return {
            "grid": tokenizer.grid_name,
            "instruments": tuple(tokenizer.names),
            "metres": tuple(f"{n}/{d}" for n, d in tokenizer.metres),
            "labels": tuple(dict.fromkeys(labels)) if "label_1" in told else (),
            "densities": CLASS_NAMES if "density" in told else (),
            "low": tokenizer.lowest,
            "high": max(tokenizer.highest, tokenizer.lowest),
            "tempo": float(tokenizer.qpm),
            "is_played": tokenizer.is_played,
            "snap": tokenizer.snap,
        }

    def shown(self, tokenizer: Any, table: Table, content: Any, bits: Floats) -> tuple[Any, Floats]:
        return content, bits

    def piece(self, tokenizer: Any, table: Table, facts: Any) -> Sheet:
        return Sheet.from_score(tokenizer.decode(table, facts))

    def tallies(self, tokenizer: Any, tables: Rows, rows: int) -> tuple[Tally, ...]:
        keys = np.array([*range(tokenizer.lowest, tokenizer.highest + 1), *tokenizer.drum_keys], np.int64)
        pitched = np.arange(len(keys)) < tokenizer.pitched
        drums = tuple(dict.fromkeys(_drum_name(int(key)) for key in tokenizer.drum_keys))
        classes = np.where(pitched, keys % 12, 12 + np.array([_place(drums, key) for key in keys.tolist()], np.int64))
        steps = np.array(tokenizer.durations)
        unit = tokenizer.grid.steps_per_quarter if tokenizer.is_metric else 100.0
        # the plain note value or second that is nearest on a logarithmic scale
        values = np.clip(np.round(np.log2(steps / unit)).astype(np.int64) + 4, 0, len(NOTE_VALUES) - 1)
        pitches = np.zeros((rows, 12 + len(drums)), np.int32)
        lasting = np.zeros((rows, len(NOTE_VALUES)), np.int32)
        for row, table in tables:
            pitches[row] += np.bincount(classes[table[:, 2]], minlength=pitches.shape[1]).astype(np.int32)
            melodic = pitched[table[:, 2]] if tokenizer.pitched else np.ones(len(table), bool)
            lasting[row] += np.bincount(values[table[melodic, DURATION]], minlength=len(NOTE_VALUES)).astype(np.int32)
        tallies = []
        if tokenizer.pitched:
            tallies.append(Tally("pitch classes", tuple(TONICS), pitches[:, :12]))
        if drums and not tokenizer.pitched:
            tallies.append(commonest(Tally("drums", drums, pitches[:, 12:]), 12))
        metric = tokenizer.is_metric
        if tokenizer.pitched:
            what, labels = ("durations", NOTE_VALUES) if metric else ("seconds", SECONDS)
            tallies.append(_occurring(what, labels, lasting))
        return tuple(tallies)


def _occurring(what: str, labels: tuple[str, ...], counts: Ints32) -> Tally:
    """Return the tally without the labels at both ends that never occur."""
    first, last = np.flatnonzero(counts.any(axis=0))[[0, -1]].tolist()
    return Tally(what, labels[first : last + 1], counts[:, first : last + 1])


def _drum_name(key: int) -> str:
    return DRUM_NAMES.get(key, "Other")


def _place(drums: tuple[str, ...], key: int) -> int:
    return drums.index(_drum_name(key)) if _drum_name(key) in drums else 0
