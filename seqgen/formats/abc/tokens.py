"""A line of notes as tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from seqgen.formats.abc.fields import MOST_DIGITS
from seqgen.formats.abc.keys import ACCIDENTALS, STAFF

TOKEN = re.compile(
    r"""
    (?P<note> (?: (?:\^\^?|__?|=) (?:\d{0,3}/\d{0,3})? )? [A-Ga-g] [,']* [\d/]* )
  | (?P<bar> \[\|\] | (?: :+\| | :: | \.?\[?\| ) [|:\]]* )
    (?P<passes> \d[\d,.\-]* | [ \t]* \[\d[\d,.\-]* | [ \t]+ \d[\d,.\-]* (?![\w^_=\[]) )?
  | (?P<skip> [ \t`*$\\)\u00a0]+ | y\d* | \.?\((?![\d&]) )
  | (?P<tie> \.?- )
  | (?P<rest> [zx] [\d/]* )
  | (?P<broken> >+ | <+ )
  | (?P<text> "[^"]*" )
  | (?P<open_text> "[^"]* )
  | (?P<field> \[ [A-Za-z]: [^\]]{0,500} \] )
  | (?P<ending> \[ \d [\d,.\-]* )
  | (?P<chord> \[ [^\]\[|:]* \] [\d/]* )
  | (?P<tuplet> \( \d+ (?: : \d* ){0,2} )
  | (?P<several_bars> \( & )
  | (?P<grace> \{ [^{}|]* \} )
  | (?P<decoration> ! [^!\s|] [^!|]{0,39} ! | !  | \+ [^+\s|] [^+|]{0,39} \+ | [~.H-Wh-w] )
  | (?P<long_rest> [ZX] \d* )
  | (?P<overlay> &\)? )
  | (?P<label> \[ (?=") )
  | (?P<open_chord> \[ [^\]|]* )
  | (?P<other> . )
    """,
    re.VERBOSE,
)

NOTE = re.compile(r"(?:(\^\^?|__?|=)(\d{0,3}/\d{0,3})?)?([A-Ga-g])([,']*)([\d/]*)")
INSIDE_CHORD = re.compile(
    r"(?P<note> (?: (?:\^\^?|__?|=) (?:\d{0,3}/\d{0,3})? )? [A-Ga-g] [,']* [\d/]* )"
    r" | (?P<tie> - ) | (?P<rest> [zx] [\d/]* )"
    r" | (?P<skip> \"[^\"]*\" | ![^!]*! | \+[^+]*\+ | [~.H-Wh-w()\s`] ) | (?P<other> . )",
    re.VERBOSE,
)
LENGTH = re.compile(r"(\d*)(/*)(\d*)")


class Note(NamedTuple):
    """A note as it is spelled: its place on the staff in diatonic steps above middle C, the alteration that stands
    before it (None if there is none), its length as a multiple of L:, and whether the spelling is sound."""

    step: int
    alteration: int | None
    numerator: int
    denominator: int
    sound: bool = True


def tokens(line: str) -> Iterator[re.Match[str]]:
    """Yield the tokens of a line; the kind of each is its `lastgroup`, but for bars, which may have passes."""
    return TOKEN.finditer(line)


@lru_cache(maxsize=4096)
def read_note(text: str) -> Note:
    """Return the note that a token spells. Quarter tones count as what they alter."""
    match = NOTE.match(text)
    assert match is not None
    accidental, microtone, letter, octave_marks, length = match.groups()
    step = STAFF.index(letter.upper()) + (7 if letter.islower() else 0)
    step += 7 * (octave_marks.count("'") - octave_marks.count(","))
    numerator, denominator, sound = read_multiple(length)
    alteration = None if accidental is None else 0 if microtone else ACCIDENTALS[accidental]
    return Note(step, alteration, numerator, denominator, sound and not microtone)


@lru_cache(maxsize=4096)
def read_multiple(text: str) -> tuple[int, int, bool]:
    """Return numerator and denominator of a length such as 3, 3/2, /, // or /4, and whether it is one.

    Of a text that only begins with one the beginning counts; any other is 1.
    """
    match = LENGTH.match(text)
    assert match is not None
    if max(len(match[1]), len(match[3])) > MOST_DIGITS or len(match[2]) > 8:
        return 1, 1, False
    numerator = int(match[1]) if match[1] else 1
    denominator = int(match[3]) if match[3] else 2 ** len(match[2])
    if not numerator or not denominator:
        return 1, 1, False
    return numerator, denominator, match.end() == len(text)


def read_passes(text: str) -> tuple[int, ...]:
    """Return the passes of an ending such as 1, 1,3 or 1-3; at most 32 of them."""
    passes: list[int] = []
    for part in re.split(r"[,.]", text.strip(" \t[,.-")):
        first, _, last = part.partition("-")
        if first.isdecimal() and len(first) <= 2:
            until = int(last) if last.isdecimal() and len(last) <= 2 else int(first)
            passes += range(int(first), min(until, int(first) + 31) + 1)
    return tuple(sorted({number for number in passes if 1 <= number <= 32}))
