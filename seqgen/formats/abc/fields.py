"""The values of a tune's fields: lengths, metres, tempos, orders of parts, properties of voices."""

from __future__ import annotations

import re

from seqgen.formats.abc.elements import QUARTER, WHOLE, Metre

MOST_DIGITS = 6
MOST_PARTS = 1_000
MOST_CHARACTERS = 2_000
"""Longer fields are cut: no field that sounds is as long."""

FRACTION = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})")
METRE = re.compile(r"\(?\s*(\d{1,3}(?:\s*\+\s*\d{1,3})*)\s*\)?\s*/\s*(\d{1,3})(?!\d)")
QUOTED = re.compile(r'"([^"]*)"?')
BEATS = re.compile(r"^(\d{1,6}/\d{1,6}(?:\s+\d{1,6}/\d{1,6})*)\s*=\s*(?:c(?:a|irca)?\.?\s*)?(\d{1,6}(?:\.\d{1,6})?)")
OLD_BEAT = re.compile(r"^[Cc](\d{0,6})(?:/(\d{1,6}))?\s*=\s*(\d{1,6}(?:\.\d{1,6})?)")
BARE_TEMPO = re.compile(r"^(\d{1,6}(?:\.\d{1,6})?)\s*(?:-|$|\s)")
PROPERTY = re.compile(
    r"(?<![A-Za-z])(clef|octave|transpose|t|middle|m|staff\w+|style|score|sound|shift|stems?|instrument|cue|merge|name|nm"
    r"|snm|sname|subname|gstem|gchords?|bracket|brace|space|up|down)=(?:\"([^\"]*)\"?|([^\s\"]*))"
)
NAME = re.compile(r'(?<![A-Za-z])(?:name|nm)=(?:"([^"]*)"?|((?:[^\s"=]+(?:\s+|$)(?![A-Za-z]+=))*[^\s"=]*))')

TEMPO_WORDS = {
    "larghissimo": 40,
    "moderato": 104,
    "adagissimo": 44,
    "allegretto": 112,
    "lentissimo": 48,
    "allegro": 120,
    "largo": 56,
    "vivace": 168,
    "adagio": 59,
    "vivo": 180,
    "lento": 62,
    "presto": 192,
    "larghetto": 66,
    "allegrissimo": 208,
    "adagietto": 76,
    "vivacissimo": 220,
    "andante": 88,
    "prestissimo": 240,
    "andantino": 96,
}
"""Quarter notes a minute for the usual words, as abc2midi takes them."""


def read_length(value: str) -> int | None:
    """Return the length of L: in units, or None."""
    match = FRACTION.match(value.strip())
    if match is None:
        return WHOLE if value.strip() == "1" else None
    numerator, denominator = int(match[1]), int(match[2])
    length = WHOLE * numerator // denominator if denominator else 0
    return length if 0 < length <= 4 * WHOLE else None


def read_metre(value: str) -> Metre | None:
    """Return the metre of M:, or None. A sum (2+3/8) counts as its total."""
    value = value.strip()
    if not value or value.lower() in ("none", "free"):
        return Metre(free=True)
    if value.startswith("C"):
        return Metre(2, 2) if value[1:2] == "|" else Metre(4, 4)
    match = METRE.match(value)
    if match is None:
        return None
    numerator, denominator = sum(map(int, match[1].split("+"))), int(match[2])
    if not (1 <= numerator <= 64 and denominator in (1, 2, 4, 8, 16, 32, 64)):
        return None
    return Metre(numerator, denominator)


def read_tempo(value: str, unit: int) -> float | None:
    """Return quarter notes a minute for Q:, or None. `unit` is the length of L:, on which `C3=100` builds.

    A number alone counts quarter notes, as in abc2midi; of a range (100-120) the lower end counts.
    """
    word = QUOTED.search(value)
    plain = QUOTED.sub(" ", value).strip()
    if match := BEATS.match(plain):
        pairs = [part.split("/") for part in match[1].split()]
        beat = sum(WHOLE * int(a) // int(b) for a, b in pairs if int(b))
        number = float(match[2])
    elif match := OLD_BEAT.match(plain):
        beat = unit * int(match[1] or 1) // (int(match[2] or 1) or 1)
        number = float(match[3])
    elif match := BARE_TEMPO.match(plain):
        beat, number = QUARTER, float(match[1])
    else:
        spoken = (word[1] if word else plain).strip().lower()
        return float(TEMPO_WORDS[spoken]) if spoken in TEMPO_WORDS else None
    quarters = number * beat / QUARTER
    return quarters if 1.0 <= quarters <= 2000.0 else None


def read_part_order(value: str) -> list[str] | None:
    """Return the labels of a header's P: in order, A(AB)3 as A AB AB AB; None if it is no order or too long."""
    stack: list[list[str]] = [[]]
    last: list[str] = []
    number = ""
    for character in [*value.replace(" ", "").replace(".", ""), ""]:
        if character.isascii() and character.isdigit():
            number += character
            continue
        if number:
            if len(number) > MOST_DIGITS or len(last) * int(number) + sum(map(len, stack)) > MOST_PARTS:
                return None
            stack[-1] += last * (int(number) - 1)
            number, last = "", []
        if character == "(":
            stack.append([])
        elif character == ")":
            if len(stack) < 2:
                return None
            last = stack.pop()
            stack[-1] += last
        elif "A" <= character <= "Z":
            last = [character]
            stack[-1].append(character)
        elif character not in ("", "+", "-"):
            return None
        if len(stack) > 100 or sum(map(len, stack)) > MOST_PARTS:
            return None
    return stack[0] if len(stack) == 1 and stack[0] else None


def read_properties(value: str) -> dict[str, str]:
    """Return the properties of K: or V: in `name=value` form, names in lower case."""
    return {match[1].lower(): match[2] if match[2] is not None else match[3] for match in PROPERTY.finditer(value)}


def read_name(value: str) -> str:
    """Return the name of a voice from the properties of V:, or an empty string."""
    match = NAME.search(value)
    if match is None:
        return ""
    name = match[1] if match[1] is not None else match[2]
    return " ".join(name.replace("\\n", " ").split())[:64]


def read_integer(value: str) -> int | None:
    """Return a small integer with an optional sign, or None."""
    match = re.match(r"[+-]?\d{1,6}(?!\d)", value.strip())
    return int(match[0]) if match else None
