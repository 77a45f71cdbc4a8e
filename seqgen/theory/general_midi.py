"""Names of the programs and drums of General MIDI, from pretty_midi's tables."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

from seqgen.errors import SeqgenError

FIRST_DRUM = 35
DRUM_NAMES = {
    35: "Kick", 36: "Kick", 37: "Rim", 38: "Snare", 39: "Clap", 40: "Snare", 41: "Tom", 42: "Closed hat", 43: "Tom",
    44: "Pedal hat", 45: "Tom", 46: "Open hat", 47: "Tom", 48: "Tom", 49: "Crash", 50: "Tom", 51: "Ride", 53: "Bell",
    54: "Tamb.", 56: "Cowbell", 57: "Crash", 59: "Ride", 60: "Bongo", 61: "Bongo", 62: "Conga", 63: "Conga",
    64: "Conga", 65: "Timbale", 66: "Timbale", 67: "Agogo", 68: "Agogo", 69: "Cabasa", 70: "Maracas", 75: "Claves",
    80: "Triangle", 81: "Triangle", 82: "Shaker",
}  # fmt: skip
"""Short names of common drums by their keys."""


def program_name(program: int) -> str:
    """Return the name of a program, 0 to 127."""
    return program_names()[program]


@cache
def program_names() -> tuple[str, ...]:
    """Return the names of the 128 programs in order. Raises `SeqgenError` where pretty_midi is missing."""
    return tuple(_tables().INSTRUMENT_MAP)


def drum_name(key: int) -> str:
    """Return the name of a drum by its key, `drum 27` if it has none."""
    names = _tables().DRUM_MAP
    return str(names[key - FIRST_DRUM]) if 0 <= key - FIRST_DRUM < len(names) else f"drum {key}"


def pretty_midi_file(name: str) -> Path | None:
    """Return the path of a file in pretty_midi, None where it is missing. Importing the package takes a second."""
    found = importlib.util.find_spec("pretty_midi")
    for folder in (found.submodule_search_locations or []) if found else []:
        path = Path(folder) / name
        if path.is_file():
            return path
    return None


@cache
def _tables() -> ModuleType:
    path = pretty_midi_file("constants.py")
    spec = importlib.util.spec_from_file_location("pretty_midi_constants", path) if path else None
    if spec is None or spec.loader is None:
        raise SeqgenError("the names of General MIDI in pretty_midi are missing; install seqgen again")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
