"""Names of keys and scales in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from seqgen.errors import UsageError
from seqgen.theory.keys import SCALES, TONICS, parse_key

BOTH_NAMES = {"Db": "C# / Db", "Eb": "D# / Eb", "F#": "F# / Gb", "Ab": "G# / Ab", "Bb": "A# / Bb"}

# the translation tool finds calls of this name with a literal context
translate = QCoreApplication.translate


def key_words(key: str) -> str:
    """Return a key such as `G major` in the window's language, and anything else unchanged."""
    tonic, _, scale = key.partition(" ")
    return f"{note_words(tonic)} {scale_words(scale)}" if scale in SCALES else key


def key_sign(key: str) -> str:
    """Return a key as short as it can be: `Am`, in Spanish `Lam`."""
    tonic, _, scale = key.partition(" ")
    return f"{_letter(tonic)}{tonic[1:]}" + ("m" if scale.endswith("minor") else "") if scale else key


def note_words(name: str) -> str:
    """Return the name of a note such as `Bb` in the window's language: `Si bemol` where notes have names, not
    letters."""
    if name[:1] not in _LETTERS or name[1:] not in ("", "#", "b"):
        return name
    letter = _letter(name)
    if letter == name[0] or len(name) == 1:
        return letter + name[1:]
    sign = translate("NoteWords", "sharp") if name[1] == "#" else translate("NoteWords", "flat")
    return f"{letter} {sign}"


_LETTERS = "ABCDEFG"


def _letter(name: str) -> str:
    return {
        "A": translate("NoteWords", "A"),
        "B": translate("NoteWords", "B"),
        "C": translate("NoteWords", "C"),
        "D": translate("NoteWords", "D"),
        "E": translate("NoteWords", "E"),
        "F": translate("NoteWords", "F"),
        "G": translate("NoteWords", "G"),
    }.get(name[:1], name[:1])


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
    names = BOTH_NAMES.get(tonic, tonic).split(" / ")
    # with signs, since two long names would be wider than the box
    return " / ".join(f"{_letter(name)}{name[1:]}" for name in names)


def tonic_and_scale(key: str) -> tuple[str, str]:
    """Return one of `TONICS` and one of `SCALES` for any spelling of a key; an empty tonic where there is no key."""
    try:
        tonic, scale = parse_key(key)
    except UsageError:
        return "", "major"
    return TONICS[tonic], scale
