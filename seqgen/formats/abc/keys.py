"""The key field K:, clefs, and the alterations of notes.

An alteration is a number of semitones; seven of them, for C to B, are what a key does to the notes of the staff.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from seqgen.formats.abc.elements import Signature
from seqgen.formats.abc.fields import PROPERTY, read_integer, read_properties

STAFF = "CDEFGAB"
SEMITONES = (0, 2, 4, 5, 7, 9, 11)
FIFTHS = "FCGDAEB"
MODES = {"maj": 0, "ion": 0, "mix": -1, "dor": -2, "min": -3, "aeo": -3, "phr": -4, "loc": -5, "lyd": 1}
"""Sharps that a mode has more than the major key of the same tonic, by the first letters of its name."""
ACCIDENTALS = {"": 0, "=": 0, "^": 1, "^^": 2, "_": -1, "__": -2}
NATURAL = (0,) * 7
HIGHLAND_PIPES = "HP"

TONIC = re.compile(r"([A-Ga-g])([#b♯♭]?)[ \t]*([A-Za-z]*)")
EXPLICIT = re.compile(r"(\^\^?|__?|=)([A-Ga-g])(?![A-Za-z0-9])")
CLEF = re.compile(
    r"(?<![A-Za-z])(?:clef=)?\"?(?:treble|bass|alto|tenor|baritone|soprano|mezzosoprano|mezzo|perc|none|[GFC])[1-5]?"
    r"(?P<octave>[-+^_](?:8|15))\"?(?!\w)"
)


@dataclass(frozen=True)
class Placement:
    """Shifts of all notes of a voice: octaves by its clef or `octave=`, semitones by `transpose=`. None leaves them."""

    octaves: int | None = None
    semitones: int | None = None


@dataclass(frozen=True)
class Key:
    """A key as K: gives it; `signature` and `alterations` are None if the field names a clef alone."""

    signature: Signature | None
    alterations: tuple[int, ...] | None
    placement: Placement
    unknown: str = ""
    """The name of a mode that is not known and counts as major."""


def read_key(value: str) -> Key:
    """Return the key of a field K:. An empty one is C major, as `none` is."""
    value = value.strip()
    placement = read_placement(value)
    plain = PROPERTY.sub(" ", value)
    explicit = EXPLICIT.findall(plain)
    words = plain.split()
    first = words[0] if words else "none"
    sharps, minor, unknown = 0, False, ""
    tonic = TONIC.match(plain)
    if first.upper() == HIGHLAND_PIPES:
        sharps = 2
    elif tonic is not None and (shift := _mode(tonic[3])) is not None:
        sharps = FIFTHS.index(tonic[1].upper()) - 1 + 7 * {"": 0, "#": 1, "♯": 1}.get(tonic[2], -1) + shift
        minor = shift == MODES["min"]
    elif tonic is not None and tonic[1].isupper() and not CLEF.match(plain):
        unknown = tonic[3]
        sharps = FIFTHS.index(tonic[1]) - 1 + 7 * {"": 0, "#": 1, "♯": 1}.get(tonic[2], -1)
    elif first.lower() not in ("none", "exp") and not explicit:
        return Key(None, None, placement)
    if abs(sharps) > 7:
        sharps -= 12 if sharps > 0 else -12
    alterations = [0] * 7 if "exp" in words else list(alterations_of(sharps))
    for accidental, letter in explicit:
        alterations[STAFF.index(letter.upper())] = ACCIDENTALS[accidental]
    return Key(Signature(sharps, minor), tuple(alterations), placement, unknown)


def _mode(word: str) -> int | None:
    """Return the shift of a mode in sharps, 0 for no word and for words that are no modes but may follow a tonic; None
    for any other word."""
    word = word.lower()
    if word == "m":
        return MODES["min"]
    if not word or word in ("exp", "clef", "transpose", "octave", "middle", "treble", "bass", "alto", "tenor", "perc"):
        return 0
    return MODES.get(word[:3])


def alterations_of(sharps: int) -> tuple[int, ...]:
    """Return the alterations of a key signature; flats are negative."""
    altered = FIFTHS[:sharps] if sharps >= 0 else FIFTHS[sharps:]
    return tuple((1 if sharps > 0 else -1) if letter in altered and sharps else 0 for letter in STAFF)


def read_placement(value: str) -> Placement:
    """Return the shifts that the properties of K: or V: ask for. `octave=` counts instead of the clef's 8."""
    properties = read_properties(value)
    octaves = read_integer(properties.get("octave", ""))
    if octaves is None and (clef := CLEF.search(value)):
        sign = 1 if clef["octave"][0] in "+^" else -1
        octaves = sign * (2 if clef["octave"][1:] == "15" else 1)
    semitones = read_integer(properties.get("transpose", properties.get("t", "")))
    return Placement(
        octaves if octaves is None else max(-4, min(4, octaves)),
        semitones if semitones is None else max(-48, min(48, semitones)),
    )
