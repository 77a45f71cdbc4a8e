"""A job that names the programs of General MIDI. Knows no Qt."""

from __future__ import annotations


def programs() -> tuple[str, ...]:
    """Return the names of the 128 programs in order."""
    import pretty_midi

    return tuple(pretty_midi.program_to_instrument_name(number) for number in range(128))
