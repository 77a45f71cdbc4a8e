"""Chord symbols in quotes."""

from __future__ import annotations

import re
from functools import lru_cache

from seqgen.formats.abc.elements import Symbol
from seqgen.formats.abc.keys import SEMITONES, STAFF

SYMBOL = re.compile(
    r"""
    \(? (?P<root> [A-Ga-g] ) (?P<sharps> [#b♯♭=]? )
    (?P<quality> (?: maj(?:or)? | min(?:or)? | Maj | MAJOR | MINOR | [mM](?![a-z]) | mi | ma | dim | aug | sus | add
      | alt | d(?![a-z]) | [-+o°øΔ\d#b,] | [ ]?(?:major|minor|MAJOR|MINOR)(?![A-Za-z])
      | \( [^A-Za-z()]* (?:maj|sus|add|alt|no)? [#b\d]* \) )* )
    (?: / (?: (?P<bass> [A-Ga-g] ) (?P<bass_sharps> [#b♯♭+]? ) \d* | \d* | (?P<after> dim | m7?b5 ) ) )?
    \)? (?: \s* \( [^()]* \)? )?
    """,
    re.VERBOSE,
)
"""Chord symbols, in parentheses or with an alternative or a remark in parentheses behind them; other words in quotes
("fine", "^slowly") are remarks. `D/f+` and `Ed` are the Nottingham database's spelling of D/F# and Edim."""

QUALITIES = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "m7b5": (0, 3, 6, 10),
    "maj7": (0, 4, 7, 11),
    "mmaj7": (0, 3, 7, 11),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "aug": (0, 4, 8),
    "aug7": (0, 4, 8, 10),
    "dim": (0, 3, 6),
    "dim7": (0, 3, 6, 9),
    "9": (0, 4, 7, 10, 14),
    "m9": (0, 3, 7, 10, 14),
    "maj9": (0, 4, 7, 11, 14),
    "11": (0, 4, 7, 10, 14, 17),
    "dim9": (0, 3, 6, 9, 13),
    "sus": (0, 5, 7),
    "sus4": (0, 5, 7),
    "sus2": (0, 2, 7),
    "7sus": (0, 5, 7, 10),
    "7sus4": (0, 5, 7, 10),
    "7sus2": (0, 2, 7, 10),
    "7b5": (0, 4, 6, 10),
    "add9": (0, 4, 7, 14),
    "5": (0, 7),
}
"""Semitones above the root. The names and notes of abcMIDI's guide, and a few that are common besides."""
SPELLINGS = (
    (re.compile(r"[(), ]"), ""),
    (re.compile(r"^(?:major|MAJOR)"), ""),
    (re.compile(r"^(?:minor|MINOR)"), "m"),
    (re.compile(r"^(?:M(?=[79])|Maj|ma(?=[79]|$)|Δ)"), "maj"),
    (re.compile(r"^(?:maj|M)$"), ""),
    (re.compile(r"^(?:min|mi(?!n)|-)"), "m"),
    (re.compile(r"^m(?:Maj|M|ma(?!j))(?=7)"), "mmaj"),
    (re.compile(r"^(?:o|°|d(?!im))"), "dim"),
    (re.compile(r"^ø7?"), "m7b5"),
    (re.compile(r"^\+"), "aug"),
    (re.compile(r"^7\+$"), "aug7"),
)
LONGEST = max(map(len, QUALITIES))


@lru_cache(maxsize=1024)
def read_symbol(text: str) -> Symbol | None:
    """Return the chord of a symbol such as Am, F#m7 or C/G; None for remarks.

    Of a quality that has no entry its longest known beginning counts: `m7add11` as `m7`.
    """
    text = text.strip()
    match = SYMBOL.fullmatch(text) if len(text) <= 32 else None
    if match is None:
        return None
    root = _pitch(match["root"], match["sharps"])
    bass = _pitch(match["bass"], match["bass_sharps"]) if match["bass"] else root
    if match["root"].islower():
        return Symbol(root, (), bass)
    quality = match["quality"] + (match["after"] or "")
    for spelling, standard in SPELLINGS:
        quality = spelling.sub(standard, quality)
    known = next(quality[:n] for n in range(min(len(quality), LONGEST), -1, -1) if quality[:n] in QUALITIES)
    return Symbol(root, QUALITIES[known], bass)


def _pitch(letter: str, accidental: str) -> int:
    return SEMITONES[STAFF.index(letter.upper())] + {"": 0, "=": 0, "#": 1, "♯": 1, "+": 1}.get(accidental, -1)
