"""Events of a MIDI file that are not used: all but notes, pedals, tempo and metre."""

from __future__ import annotations

from typing import Any

import numpy as np

from seqgen.arrays import AnyArray
from seqgen.errors import Sentence
from seqgen.formats import smf
from seqgen.formats.midi_events import Events
from seqgen.piece import Remark

NOT_USED = Sentence("not used")
UNUSED = (
    Sentence("pitch bends"),
    Sentence("volume changes"),
    Sentence("modulation"),
    Sentence("lyrics"),
    Sentence("markers"),
)
VOLUME, EXPRESSION, MODULATION = 7, 11, 1


def remarks_of(score: Any) -> tuple[Remark, ...]:
    """Return how much of each kind in a score is not used. A controller counts where it changes; parts that share a
    channel, and hear the same, count once."""
    found = dict.fromkeys(UNUSED, 0)
    pitch_bends, volume_changes, modulation, lyrics, markers = UNUSED
    found[markers] = len(score.markers)
    heard: set[bytes] = set()
    for part in score.tracks:
        found[lyrics] += len(part.lyrics)
        told = b""
        own = dict.fromkeys(found, 0)
        if len(part.pitch_bends):
            bends = part.pitch_bends.numpy()
            own[pitch_bends] = int(np.count_nonzero(bends["value"]))
            told = bends["time"].tobytes() + bends["value"].tobytes()
        if len(part.controls):
            controls = part.controls.numpy()
            number, value = controls["number"], controls["value"]
            own[volume_changes] = sum(_changes(value[number == each]) for each in (VOLUME, EXPRESSION))
            own[modulation] = int(np.count_nonzero((number == MODULATION) & (value > 0)))
            told += controls["time"].tobytes() + number.tobytes() + value.tobytes()
        if told not in heard:
            heard.add(told)
            found = {what: count + own[what] for what, count in found.items()}
    return tuple(Remark(what, NOT_USED, count) for what, count in found.items() if count)


def aftertouch_of(events: Events) -> tuple[Remark, ...]:
    """Return how much key and channel pressure is not used."""
    kind = events.status & 0xF0
    count = int(((kind == smf.KEY_PRESSURE) | (kind == smf.PRESSURE)).sum())
    return (Remark(Sentence("aftertouch"), NOT_USED, count),) if count else ()


def _changes(values: AnyArray) -> int:
    """Return how often a controller gets another value than it had; its first value is a setting."""
    return int(np.count_nonzero(values[1:] != values[:-1]))
