"""The samples of a SoundFont that are in use, in one array so that all voices are read at once.

A loop is unrolled past its end by the most that one row of the fastest voice reads. No voice then wraps inside a row,
and interpolation sees the loop's own frames on both sides of the seam.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Floats32
from seqgen.errors import UnreadableFile
from seqgen.sound.soundfont import Region, SoundFont
from seqgen.sound.soundfont_spec import Gen

FASTEST = 32.0  # frames read per frame of output: five octaves up
MOST_FRAMES = 1 << 29  # 2 GiB: stops fonts that play one sample at thousands of offsets
LOOPS, LOOPS_UNTIL_RELEASE = 1, 3  # values of the generator sampleModes

Extent = tuple[int, int]  # first frame, frame after the last


@dataclass(frozen=True)
class SampleRegion:
    """A sample's place in the memory. Positions count from `start`, its first frame there.

    `loop_start` is the position that the loop wraps to, `loop_frames` the length of the loop (0 without one), and
    `through` the first frame of a copy without the loop.
    """

    start: int
    frames: int
    loop_start: int
    loop_frames: int
    through: int

    @property
    def loops_until_release(self) -> bool:
        return self.through != self.start


class SampleMemory:
    """Samples, loaded when first played.

    `memory` is float32. A voice reads from one frame before its position to two after it, and up to `reach` further.
    """

    def __init__(self, soundfont: SoundFont, *, row_length: int) -> None:
        self._soundfont = soundfont
        self._reach = int(FASTEST * row_length) + 8
        self._known: dict[tuple[Extent, Extent, Extent, int], SampleRegion] = {}
        self._used = 0
        self.memory: Floats32 = np.zeros(1 << 20, np.float32)

    def of(self, region: Region) -> SampleRegion:
        """Return the sample of a zone. Raises `UnreadableFile` if it cannot be decoded or memory runs out."""
        g, sample = region.generators, region.sample
        moved = (g[Gen.START] + 32768 * g[Gen.START_COARSE], g[Gen.END] + 32768 * g[Gen.END_COARSE])
        loop = (
            sample.loop_start + g[Gen.LOOP_START] + 32768 * g[Gen.LOOP_START_COARSE],
            sample.loop_end + g[Gen.LOOP_END] + 32768 * g[Gen.LOOP_END_COARSE],
        )
        mode = g[Gen.SAMPLE_MODES] & 3
        key = ((sample.start, sample.end), moved, loop, mode)
        if key not in self._known:
            self._known[key] = self._place(self._soundfont.wave(sample), moved, loop, mode)
        return self._known[key]

    def _place(self, wave: Floats32, moved: Extent, loop: Extent, mode: int) -> SampleRegion:
        first = max(0, min(moved[0], len(wave) - 1))
        end = max(first + 1, min(len(wave) + moved[1], len(wave)))
        low, high = loop[0] - first, loop[1] - first
        sound = wave[first:end]
        if mode not in (LOOPS, LOOPS_UNTIL_RELEASE) or not 0 <= low < high <= len(sound):
            start = self._store(sound, np.zeros(self._reach, np.float32))
            return SampleRegion(start, len(sound), 0, 0, start)
        turns = -(-self._reach // (high - low))
        start = self._store(sound[:high], np.tile(sound[low:high], turns)[: self._reach])
        through = start
        if mode == LOOPS_UNTIL_RELEASE:
            through = self._store(sound, np.zeros(self._reach, np.float32))
        # one frame after the loop's start, so that the frame before it is the loop's last
        return SampleRegion(start, len(sound), low + 1, high - low, through)

    def _store(self, sound: Floats32, tail: Floats32) -> int:
        """Copy a sample into the memory behind a silent frame and return the place of its first frame."""
        start = self._used + 1
        needed = start + len(sound) + len(tail)
        if needed > MOST_FRAMES:
            raise UnreadableFile(
                "{file}: asks for over {most} GiB of sound at once",
                file=self._soundfont.name,
                most=str(MOST_FRAMES * 4 >> 30),
            )
        if needed > len(self.memory):
            grown = np.zeros(max(needed, 2 * len(self.memory)), np.float32)
            grown[: self._used] = self.memory[: self._used]
            self.memory = grown
        self.memory[start : start + len(sound)] = sound
        self.memory[start + len(sound) : needed] = tail
        self._used = needed
        return start
