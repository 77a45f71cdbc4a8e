"""Names of keys and scales in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from seqgen.errors import UsageError
from seqgen.theory.keys import TONICS, parse_key

BOTH_NAMES = {"Db": "C# / Db", "Eb": "D# / Eb", "F#": "F# / Gb", "Ab": "G# / Ab", "Bb": "A# / Bb"}

# the translation tool finds calls of this name with a literal context
translate = QCoreApplication.translate


def key_words(key: str) -> str:
    """Return a key such as `G major` in the window's language, and anything else unchanged."""
    tonic, _, scale = key.partition(" ")
    return f"{tonic} {scale_words(scale)}" if scale else key


def scale_words(scale: str) -> str:
    """Return the name of one of `seqgen.theory.keys.SCALES` in the window's language."""
    return {
        "major": translate("KeyWords", "major"),
        "minor": translate("KeyWords", "minor"),
        "natural minor": translate("KeyWords", "natural minor"),
        "harmonic minor": translate("KeyWords", "harmonic minor"),
        "melodic minor": translate("KeyWords", "melodic minor"),
        "dorian": translate("KeyWords", "dorian"),
        "phrygian": translate("KeyWords", "phrygian"),
        "lydian": translate("KeyWords", "lydian"),
        "mixolydian": translate("KeyWords", "mixolydian"),
        "locrian": translate("KeyWords", "locrian"),
        "major pentatonic": translate("KeyWords", "major pentatonic"),
        "minor pentatonic": translate("KeyWords", "minor pentatonic"),
        "blues": translate("KeyWords", "blues"),
        "whole tone": translate("KeyWords", "whole tone"),
        "chromatic": translate("KeyWords", "chromatic"),
    }.get(scale, scale)


def tonic_words(tonic: str) -> str:
    """Return a tonic by all its names, since its scale is chosen after it."""
    return BOTH_NAMES.get(tonic, tonic)


def tonic_and_scale(key: str) -> tuple[str, str]:
    """Return one of `TONICS` and one of `SCALES` for any spelling of a key; an empty tonic where there is no key."""
    try:
        tonic, scale = parse_key(key)
    except UsageError:
        return "", "major"
    return TONICS[tonic], scale
