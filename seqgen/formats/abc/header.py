"""The header of a tune: its fields up to the key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from seqgen.formats.abc.directives import read_directive
from seqgen.formats.abc.elements import C_MAJOR, COMMON_TIME, WHOLE, Metre, Setting, Signature, Tempo
from seqgen.formats.abc.faults import BrokenTune, Faults
from seqgen.formats.abc.fields import MOST_CHARACTERS, read_length, read_metre, read_part_order, read_tempo
from seqgen.formats.abc.keys import NATURAL, read_key
from seqgen.formats.abc.voices import Staff

FIELD = re.compile(r"(?:[A-Za-z]:(?![|:])|\+:|[H-Zh-z]:)")
"""The start of a field. `A:|` is a note before the end of a repeat."""
USUAL_TEMPO = 120.0
COMMENT = re.compile(r"(?<!\\)%.*")


@dataclass
class Header:
    """A tune's header. `first_line` is the index of the first line behind it."""

    first_line: int = 0
    metre: Metre = COMMON_TIME
    has_metre: bool = False
    unit: int | None = None
    tempo: str = ""
    signature: Signature = C_MAJOR
    alterations: tuple[int, ...] = NATURAL
    order: tuple[str, ...] = ()
    voices: list[str] = field(default_factory=list)
    settings: list[Setting] = field(default_factory=list)
    staff: Staff = field(default_factory=lambda: Staff(WHOLE // 8))

    def start_tempo(self) -> Tempo:
        quarters = read_tempo(self.tempo, self.staff.unit) if self.tempo else None
        return Tempo(quarters or USUAL_TEMPO)


def field_of(line: str) -> tuple[str, str]:
    """Return letter and value of a line that is a field, the value without its comment; else two empty strings."""
    if not FIELD.match(line):
        return "", ""
    return line[0], COMMENT.sub("", line[2:]).strip()[:MOST_CHARACTERS]


def read_header(file_header: Sequence[str], lines: Sequence[str], faults: Faults) -> Header:
    """Read a tune's lines up to the key, after those of the file's header. Raises `BrokenTune` if there is no key."""
    header = Header()
    for line in file_header:
        _read(header, line, faults)
    start = faults.line
    for i, line in enumerate(lines):
        faults.line = start + i
        if not line.strip() and i:
            break
        letter, value = field_of(line)
        _read(header, line, faults)
        if letter == "K":
            _set_key(header, value, faults)
            header.first_line = i + 1
            if header.tempo and read_tempo(header.tempo, header.staff.unit) is None:
                faults.add("the tempo {tempo} is unknown", tempo=header.tempo)
            return header
    raise BrokenTune("has no key; a tune's header ends with a line such as K:C")


def _read(header: Header, line: str, faults: Faults) -> None:
    if line.startswith("%%"):
        _keep(header, read_directive(COMMENT.sub("", line[2:]), faults))
        return
    letter, value = field_of(line)
    if letter == "M":
        metre = read_metre(value)
        if metre is None:
            faults.add("the metre {value} is unknown", value=str(value))
        else:
            header.metre, header.has_metre = metre, True
    elif letter == "L":
        header.unit = read_length(value)
        if header.unit is None:
            faults.add("the length {value} is unknown", value=str(value))
    elif letter == "Q":
        header.tempo = value
    elif letter == "P":
        order = read_part_order(value)
        if order is None:
            faults.add("the order of parts {value} is ignored", value=str(value))
        header.order = tuple(order or ())
    elif letter == "V":
        header.voices.append(value)
    elif letter == "I":
        _keep(header, read_directive(value, faults))
    elif letter == "m":
        faults.ignore("macro", value)


def _keep(header: Header, setting: Setting | None) -> None:
    if setting is not None:
        header.settings.append(setting)


def _set_key(header: Header, value: str, faults: Faults) -> None:
    key = read_key(value)
    if key.unknown:
        faults.add("the mode {unknown} is unknown, read as major", unknown=key.unknown)
    if key.signature is not None and key.alterations is not None:
        header.signature, header.alterations = key.signature, key.alterations
    unit = header.unit
    if unit is None:
        short = header.has_metre and not header.metre.free and 4 * header.metre.numerator < 3 * header.metre.denominator
        unit = WHOLE // 16 if short else WHOLE // 8
    header.staff = Staff(unit, header.metre, header.alterations).placed(key.placement)
