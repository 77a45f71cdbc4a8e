"""The generators and modulators of SoundFont 2 and their defaults.

Numbers and defaults are those of the *SoundFont Technical Specification 2.04* (8.1.2, 8.1.3, 8.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Gen(IntEnum):
    """Generators that are played, by their number in the specification (8.1.2)."""

    START = 0
    END = 1
    LOOP_START = 2
    LOOP_END = 3
    START_COARSE = 4
    MOD_LFO_PITCH = 5
    VIB_LFO_PITCH = 6
    MOD_ENV_PITCH = 7
    FILTER_CUTOFF = 8
    FILTER_Q = 9
    MOD_LFO_CUTOFF = 10
    MOD_ENV_CUTOFF = 11
    END_COARSE = 12
    MOD_LFO_VOLUME = 13
    REVERB_SEND = 16
    PAN = 17
    MOD_LFO_DELAY = 21
    MOD_LFO_RATE = 22
    VIB_LFO_DELAY = 23
    VIB_LFO_RATE = 24
    MOD_DELAY = 25
    MOD_ATTACK = 26
    MOD_HOLD = 27
    MOD_DECAY = 28
    MOD_SUSTAIN = 29
    MOD_RELEASE = 30
    KEY_MOD_HOLD = 31
    KEY_MOD_DECAY = 32
    DELAY = 33
    ATTACK = 34
    HOLD = 35
    DECAY = 36
    SUSTAIN = 37
    RELEASE = 38
    KEY_HOLD = 39
    KEY_DECAY = 40
    INSTRUMENT = 41
    KEY_RANGE = 43
    VELOCITY_RANGE = 44
    LOOP_START_COARSE = 45
    KEY = 46
    VELOCITY = 47
    ATTENUATION = 48
    LOOP_END_COARSE = 50
    COARSE_TUNE = 51
    FINE_TUNE = 52
    SAMPLE = 53
    SAMPLE_MODES = 54
    SCALE_TUNING = 56
    EXCLUSIVE_CLASS = 57
    ROOT_KEY = 58
    PITCH = 59  # not in files: the destination of the default modulator of the pitch wheel


GENERATORS = 60
_TIMES = (21, 23, 25, 26, 27, 28, 30, 33, 34, 35, 36, 38)
DEFAULTS: dict[int, int] = {
    **dict.fromkeys(_TIMES, -12000),
    Gen.FILTER_CUTOFF: 13500,
    Gen.SCALE_TUNING: 100,
    Gen.KEY: -1,
    Gen.VELOCITY: -1,
    Gen.ROOT_KEY: -1,
}
# generators that presets cannot add to (8.5)
INSTRUMENT_ONLY = frozenset({0, 1, 2, 3, 4, 12, 41, 43, 44, 45, 46, 47, 50, 53, 54, 57, 58, 59})


@dataclass(frozen=True)
class Modulator:
    """The effect of a controller on a generator (8.2). Sources are 16-bit words of the file."""

    source: int
    destination: int
    amount: int
    amount_source: int = 0
    transform: int = 0

    @property
    def identity(self) -> tuple[int, int, int, int]:
        return self.source, self.destination, self.amount_source, self.transform


# The default modulators of 8.4 with destinations that are played here. The one from velocity to filter cutoff is left
# out: the specification contradicts itself there, GM banks override it with zero, and FluidSynth ignores it.
DEFAULT_MODULATORS = (
    Modulator(0x0502, Gen.ATTENUATION, 960),  # velocity, concave, falling
    Modulator(0x000D, Gen.VIB_LFO_PITCH, 50),  # channel pressure
    Modulator(0x0081, Gen.VIB_LFO_PITCH, 50),  # modulation wheel
    Modulator(0x0587, Gen.ATTENUATION, 960),  # channel volume
    Modulator(0x028A, Gen.PAN, 500),  # pan
    Modulator(0x00DB, Gen.REVERB_SEND, 200),  # reverb depth
    Modulator(0x058B, Gen.ATTENUATION, 960),  # expression
    Modulator(0x020E, Gen.PITCH, 12700, 0x0010),  # pitch wheel, scaled by its range
)
