"""Roles of the parts of a corpus (melody, chords, bass), by how many of their notes sound at once and how high they
are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seqgen.theory.notes import DRUMS

MELODY, CHORDS, BASS = "Melody", "Chords", "Bass"

_CHORDS_FROM = 1.5
"""Notes sounding at an onset, on average: accompaniments have 2 and more, sung lines whose notes overlap 1.1."""
_BASS_BELOW = 55.0
"""Mean MIDI key, G3. Bass guitars lie about E2 (40), the basses of choirs about C3 (48)."""


@dataclass(frozen=True)
class Texture:
    """Mean number of notes sounding at the onsets of a part, and its mean MIDI key."""

    sounding: float
    pitch: float


def roles_of(parts: Sequence[int], textures: Mapping[int, Texture]) -> tuple[str, ...]:
    """Return the role of each of `parts`: `Melody 2` is the second of several. "" stands for drums, and for chords that
    play alone."""
    # first what is more of a single line (to a tenth of a note), then the higher, then the first track
    known = sorted(
        (part for part in parts if part != DRUMS and part in textures),
        key=lambda part: (round(textures[part].sounding, 1), -textures[part].pitch, part),
    )
    lowest = min(known, key=lambda part: textures[part].pitch, default=None)
    found: dict[str, list[int]] = {MELODY: [], CHORDS: [], BASS: []}
    for part in known:
        texture = textures[part]
        if texture.sounding >= _CHORDS_FROM:
            found[CHORDS] += [part] if len(known) > 1 else []
        elif len(known) > 1 and part == lowest and texture.pitch < _BASS_BELOW:
            found[BASS].append(part)
        else:
            found[MELODY].append(part)
    names = {part: _numbered(role, place) for role, each in found.items() for place, part in enumerate(each, 1)}
    return tuple(names.get(part, "") for part in parts)


def _numbered(role: str, number: int) -> str:
    return role if number == 1 else f"{role} {number}"
