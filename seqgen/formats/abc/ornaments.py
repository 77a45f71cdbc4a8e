"""The decorations that are played, as abc2midi plays them."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd

from seqgen.formats.abc.elements import QUARTER, Sound

STACCATO, CUT, ROLL, TRILL = "staccato", "cut", "roll", "trill"
TRILL_SECONDS = 0.1
"""Longest note of a trill."""
MOST_TRILL_NOTES = 256
CUT_FRACTION = 4
"""A cut is this fraction of L:."""


def ornamented(sound: Sound, length: int, quarters_a_minute: float) -> Iterator[Sound]:
    """Yield what is played for a note with an ornament that is `length` units long.

    - cut (`~`): a short note above, or for a note of three units of L: a roll of three with cuts above and below;
    - roll: five notes, with the one above and the one below;
    - trill: the note above and the note in turn, at most 0.1 s each.
    """
    ornament = sound.ornament
    assert ornament is not None
    above, below = (ornament.above,), (ornament.below,)
    pieces: list[tuple[int, tuple[int, ...]]]
    if ornament.kind == ROLL:
        pieces = [(length // 5, pitches) for pitches in (sound.pitches, above, sound.pitches, below, sound.pitches)]
        pieces[0] = (length - 4 * (length // 5), sound.pitches)
    elif ornament.kind == TRILL:
        pieces = _trill(sound, length, quarters_a_minute)
    else:
        cut = ornament.unit // CUT_FRACTION
        if length == 3 * ornament.unit:
            rest = ornament.unit - cut
            pieces = [(ornament.unit, sound.pitches), (cut, above), (rest, sound.pitches), (cut, below)]
            pieces.append((rest, sound.pitches))
        elif length > cut:
            pieces = [(cut, above), (length - cut, sound.pitches)]
        else:
            pieces = [(length, sound.pitches)]
    for number, (duration, pitches) in enumerate(pieces, start=1):
        piece = Sound(duration, pitches)
        if number == len(pieces):
            piece.ties = sound.ties
        yield piece


def _trill(sound: Sound, length: int, quarters_a_minute: float) -> list[tuple[int, tuple[int, ...]]]:
    ornament = sound.ornament
    assert ornament is not None
    count = length // gcd(length, ornament.unit)
    longest = TRILL_SECONDS * quarters_a_minute / 60 * QUARTER
    while length / count > longest and count < MOST_TRILL_NOTES:
        count *= 2
    count = max(1, min(count, MOST_TRILL_NOTES, length))
    step = length // count
    durations = [step] * (count - 1) + [length - step * (count - 1)]
    return [(duration, sound.pitches if number % 2 else (ornament.above,)) for number, duration in enumerate(durations)]
