"""The elements of a voice as they are written. Lengths and times are integers in `WHOLE` parts of a whole note."""

from __future__ import annotations

from dataclasses import dataclass, replace

QUARTER = 2**8 * 3**3 * 5 * 7
"""Units of a quarter note, so that 256th notes, and triplets, quintuplets and septuplets of them, are whole numbers."""
WHOLE = 4 * QUARTER

Pitches = tuple[int, ...]


@dataclass(frozen=True)
class Ornament:
    """A decoration that changes how a note sounds: `staccato`, `cut` (`~`), `roll` or `trill`.

    `above` and `below` are the MIDI pitches of the key next to the note, `unit` is the length of L:.
    """

    kind: str
    above: int
    below: int
    unit: int


class Sound:
    """A note, a chord or, without pitches, a rest. `ties` are the pitches that are tied to what follows."""

    __slots__ = ("length", "ornament", "pitches", "ties")

    def __init__(self, length: int, pitches: Pitches, ornament: Ornament | None = None) -> None:
        self.length = length
        self.pitches = pitches
        self.ties: Pitches = ()
        self.ornament = ornament


@dataclass(frozen=True)
class Grace:
    """Grace notes before the next sound, with their lengths as written."""

    sounds: tuple[Sound, ...]


@dataclass(frozen=True)
class Overlay:
    """Another line of the bar (`&`), from the bar's start, or of several bars, from the last `OverlayStart`."""

    sounds: tuple[Sound | Grace, ...]
    several_bars: bool = False


@dataclass(frozen=True)
class OverlayStart:
    """The place at which bars with more than one line begin (`(&`)."""


@dataclass(frozen=True)
class Bar:
    """A bar line: `|`, `||` (any double or dotted one), `|:`, `:|` or `::`."""

    kind: str


@dataclass(frozen=True)
class Ending:
    """The start of what is played in these passes of a repeat alone."""

    passes: tuple[int, ...]


@dataclass(frozen=True)
class Part:
    """The start of a part (P:)."""

    label: str


@dataclass(frozen=True)
class Metre:
    """A time signature; a free one has no bars that are checked."""

    numerator: int = 4
    denominator: int = 4
    free: bool = False

    @property
    def length(self) -> int:
        return WHOLE * self.numerator // self.denominator


@dataclass(frozen=True)
class Signature:
    """A key signature: sharps, or flats as a negative number, and whether it is minor."""

    sharps: int = 0
    minor: bool = False


@dataclass(frozen=True)
class Tempo:
    """Quarter notes a minute."""

    quarters_a_minute: float


@dataclass(frozen=True)
class Symbol:
    """A chord symbol: semitones of the root above C, those of the chord's notes above the root, and of the bass note
    above C. A symbol in lower case is a bass note alone and has no notes."""

    root: int
    notes: Pitches
    bass: int

    def transposed(self, semitones: int) -> Symbol:
        return replace(self, root=self.root + semitones, bass=self.bass + semitones) if semitones else self


@dataclass(frozen=True)
class Setting:
    """A directive that holds from here on: its name and its values."""

    name: str
    values: tuple[int | str, ...] = ()


COMMON_TIME = Metre()
C_MAJOR = Signature()

Element = Sound | Grace | Overlay | OverlayStart | Bar | Ending | Part | Metre | Signature | Tempo | Symbol | Setting
