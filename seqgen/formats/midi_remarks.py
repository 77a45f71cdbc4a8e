"""What a MIDI file holds beside notes, pedals, tempo and metre, and is not used."""

from __future__ import annotations

from typing import Any

import numpy as np

from seqgen.arrays import AnyArray
from seqgen.formats import smf
from seqgen.formats.midi_events import Events
from seqgen.piece import Remark

NOT_USED = "not used"
VOLUME, EXPRESSION, MODULATION = 7, 11, 1


def remarks_of(score: Any) -> tuple[Remark, ...]:
    """Return how much of each kind in a score is not used. A controller counts where it changes; parts that share a
    channel, and hear the same, count once."""
    found = {"pitch bends": 0, "volume changes": 0, "modulation": 0, "lyrics": 0, "markers": len(score.markers)}
    heard: set[bytes] = set()
    for part in score.tracks:
        found["lyrics"] += len(part.lyrics)
        if not len(part.controls) and not len(part.pitch_bends):
            continue
        controls, bends = part.controls.numpy(), part.pitch_bends.numpy()
        told = b"".join(column.tobytes() for column in (*controls.values(), *bends.values()))
        if told in heard:
            continue
        heard.add(told)
        number, value = controls["number"], controls["value"]
        found["pitch bends"] += int((bends["value"] != 0).sum())
        found["volume changes"] += sum(_changes(value[number == each]) for each in (VOLUME, EXPRESSION))
        found["modulation"] += int(((number == MODULATION) & (value > 0)).sum())
    return tuple(Remark(what, NOT_USED, count) for what, count in found.items() if count)


def aftertouch_of(events: Events) -> tuple[Remark, ...]:
    """Return how much key and channel pressure is not used."""
    kind = events.status & 0xF0
    count = int(((kind == smf.KEY_PRESSURE) | (kind == smf.PRESSURE)).sum())
    return (Remark("aftertouch", NOT_USED, count),) if count else ()


def _changes(values: AnyArray) -> int:
    """Return how often a controller gets another value than it had; its first value is a setting."""
    return int((np.diff(values) != 0).sum())
