"""A small room: the reverb of our player, a feedback delay network (Jot & Chaigne 1991).

Eight delay lines feed each other through a Householder matrix, which loses nothing; each line's gain sets the time of
decay, and a filter of three taps lets high sounds decay sooner. Delays, gains and taps are fixed, so that the room is
linear and computed in whole stretches, as long as its shortest line.
"""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Floats32, Ints, Sound

DELAYS_SECONDS = (0.0201, 0.0234, 0.0266, 0.0301, 0.0340, 0.0384, 0.0426, 0.0466)
"""Ways between the walls of a room of 7 to 16 metres; in frames they become odd numbers without a common pattern."""
DECAY_SECONDS = 0.9
"""Time in which sound falls by 60 dB. FluidSynth's room with its defaults: 0.88 s."""
DAMPING = 0.06
"""Share of each neighbour in the filter of three taps."""
LEVEL = 0.28
"""Level of the room for a voice that sends all it has. With it, the energy of the room is that of FluidSynth's
(`tests/benchmarks/room.py`)."""
STRETCHES = 16
"""Stretches that are written before the lines are moved back to their beginning."""
SILENCE = 1e-5
"""Peak of the lines, -100 dB, below which the room is silent."""


class Room:
    """The room's sound for a mono signal, stretch by stretch. Its output does not depend on how long stretches are."""

    def __init__(self, sample_rate: int) -> None:
        self._delays: Ints = np.array([round(seconds * sample_rate) | 1 for seconds in DELAYS_SECONDS])
        self._longest = int(self._delays.min()) - 1  # stretch in which no line hears what it was told in it
        self._reach = int(self._delays.max()) + 1
        self._lines = np.zeros((len(self._delays), self._reach + STRETCHES * self._longest), np.float32)
        self._now = self._reach  # column of the next frame
        self._here, self._beside = _matrices(self._delays, sample_rate)
        self.sounding = False

    def __call__(self, sent: Floats32) -> Sound | None:
        """Return the room's sound, (frames, 2), while `sent`, (frames,), is sent to it; None while it is silent."""
        if not self.sounding and not sent.any():
            return None
        heard = np.empty((len(sent), 2), np.float32)
        for begin in range(0, len(sent), self._longest):
            heard[begin : begin + self._longest] = self._stretch(sent[begin : begin + self._longest])
        self.sounding = bool(np.abs(heard).max() > SILENCE or np.abs(self._lines).max() > SILENCE)
        if not self.sounding:
            self._lines[:] = 0
        return heard

    def _stretch(self, sent: Floats32) -> Sound:
        frames = len(sent)
        if self._now + frames > self._lines.shape[1]:
            self._lines[:, : self._reach] = self._lines[:, self._now - self._reach : self._now]
            self._now = self._reach
        heard = np.zeros((len(self._delays) + 1, frames + 2), np.float32)  # the lines, and below them what is sent
        for line, begin in enumerate((self._now - 1 - self._delays).tolist()):
            heard[line] = self._lines[line, begin : begin + frames + 2]
        heard[-1, 1:-1] = sent
        out = self._here @ heard[:, 1:-1]
        out += self._beside @ (heard[:, :-2] + heard[:, 2:])
        self._lines[:, self._now : self._now + frames] = out[:-2]
        self._now += frames
        sides: Sound = out[-2:].T
        return sides


def _matrices(delays: Ints, sample_rate: int) -> tuple[Floats32, Floats32]:
    """Return the matrices from what the lines give and what is sent, (lines + 1), to what goes into the lines and to
    both ears, (lines + 2): of the frame itself, and of its two neighbours."""
    lines = len(delays)
    gains = np.diag(10 ** (-3 * delays / (DECAY_SECONDS * sample_rate)))
    ears = np.zeros((2, lines))
    ears[0, 0::2], ears[1, 1::2] = (LEVEL, -LEVEL) * (lines // 4), (LEVEL, LEVEL, -LEVEL, -LEVEL) * (lines // 8)
    from_lines = np.concatenate([(np.eye(lines) - 2 / lines) @ gains, ears @ gains])
    from_sent = np.concatenate([np.ones((lines, 1)), np.zeros((2, 1))])
    here = np.concatenate([(1 - 2 * DAMPING) * from_lines, from_sent], axis=1)
    beside = np.concatenate([DAMPING * from_lines, 0 * from_sent], axis=1)
    return here.astype(np.float32), beside.astype(np.float32)
