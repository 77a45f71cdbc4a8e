"""The body of a tune: its lines of notes and fields, as the elements of its voices."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from seqgen.formats.abc.chord_symbols import read_symbol
from seqgen.formats.abc.directives import DYNAMICS, read_directive
from seqgen.formats.abc.elements import Bar, Ending, Part, Setting, Tempo
from seqgen.formats.abc.faults import Faults
from seqgen.formats.abc.fields import read_length, read_metre, read_name, read_tempo
from seqgen.formats.abc.header import COMMENT, Header, field_of
from seqgen.formats.abc.keys import read_key, read_placement
from seqgen.formats.abc.ornaments import CUT, ROLL, STACCATO, TRILL
from seqgen.formats.abc.tokens import (
    INSIDE_CHORD,
    Note,
    read_multiple,
    read_note,
    read_passes,
    tokens,
)
from seqgen.formats.abc.voices import Voice

MOST_VOICES = 64
MOST_REST_BARS = 10_000
"""Most bars of rests by Z and X, over all voices of a tune."""
BLOCK = re.compile(r"%%begin(\w+)")
ORNAMENTS = {".": STACCATO, "'": STACCATO, "breath": STACCATO, "~": CUT, "R": ROLL, "T": TRILL, "trill": TRILL}
"""Decorations that are played; see `ornaments`."""
ANNOTATION = "^_<>@"
PART = re.compile(r"[A-Z](?![\w.])")
FIRST_VOICE = "1"


class Body:
    """Reads the body of a tune. `voices` are in the order in which the tune names them."""

    def __init__(self, header: Header, faults: Faults) -> None:
        self._header = header
        self._faults = faults
        self._parts: list[Part] = []
        self._by_label: dict[str, Voice] = {}
        self._silent = Voice("", header.staff, faults)
        self._rest_bars_left = MOST_REST_BARS
        self.accompanied: Voice | None = None
        """The voice that the last chord symbol stands in."""
        for value in header.voices:
            self._turn_to(value)
        self._voice: Voice | None = next(iter(self._by_label.values()), None)
        self._handlers: dict[str, Callable[[str], None]] = {
            "rest": self._rest,
            "text": self._text,
            "field": self._inline,
            "ending": lambda text: self.voice.add(Ending(read_passes(text[1:]))),
            "chord": lambda text: self._chord(*text[1:].rsplit("]", 1)),
            "tuplet": self._tuplet,
            "grace": self._grace,
            "decoration": self._decorate,
            "long_rest": self._long_rest,
            "tie": lambda text: self.voice.tie(),
            "broken": lambda text: self.voice.break_rhythm(text),
            "overlay": lambda text: self.voice.overlay() if text == "&" else self.voice.end_overlay(),
            "several_bars": lambda text: self.voice.start_several_bars(),
            "open_text": lambda text: faults.add("a quotation mark without its partner"),
            "open_chord": self._open_chord,
            "label": lambda text: None,  # of an ending that has words for a number
            "other": lambda text: faults.add("{text} is no note", text=text),
        }

    @property
    def voices(self) -> list[Voice]:
        return list(self._by_label.values())

    @property
    def voice(self) -> Voice:
        """The voice that the next notes belong to."""
        if self._voice is None:
            self._turn_to(FIRST_VOICE)
        assert self._voice is not None
        return self._voice

    def read(self, lines: Sequence[str]) -> None:
        """Read the lines up to the end of the tune, which is an empty line."""
        start = self._faults.line
        block = ""
        for number, line in enumerate(lines, start=1):
            self._faults.line = start + number
            if block:
                block = "" if line.startswith(block) else block
            elif match := BLOCK.match(line):
                block = f"%%end{match[1]}"
            elif not line.strip():
                break
            elif line.startswith("%%"):
                self._direct(COMMENT.sub("", line[2:]))
            elif not line.startswith("%"):
                self._read_line(line)
        for voice in self.voices:
            voice.end_overlay()

    def _read_line(self, line: str) -> None:
        letter, value = field_of(line)
        if letter:
            self._field(letter, value)
            return
        if "%" in line:
            line = COMMENT.sub("", line)
        handlers = self._handlers
        for match in tokens(line):
            kind = match.lastgroup
            if kind == "note":
                note = read_note(match[0])
                if not note.sound:
                    self._faults.add("the note {match} cannot be played as written", match=match[0])
                self.voice.play((note,), note.numerator, note.denominator)
            elif kind == "bar" or kind == "passes":
                self._bar(match["bar"], match["passes"])
            elif kind is not None and kind != "skip":
                handlers[kind](match[0])

    # -- notes ---------------------------------------------------------------------------------------------------------

    def _multiple(self, text: str) -> tuple[int, int]:
        numerator, denominator, sound = read_multiple(text)
        if not sound:
            self._faults.add("the length {text} cannot be played as written", text=text)
        return numerator, denominator

    def _rest(self, text: str) -> None:
        self.voice.play((), *self._multiple(text[1:]))

    def _chord(self, inside: str, multiple: str) -> None:
        """Play a chord. Its length is that of its first note; all its notes sound as long, as they do in abc2midi."""
        notes: list[Note] = []
        tied: set[int] = set()
        length: tuple[int, int] | None = None
        for match in INSIDE_CHORD.finditer(inside):
            kind = match.lastgroup
            if kind == "note":
                note = read_note(match[0])
                notes.append(note)
                length = length or (note.numerator, note.denominator)
            elif kind == "rest":
                length = length or self._multiple(match[0][1:])
            elif kind == "tie" and notes:
                tied.add(notes[-1].step)
            elif match[0].startswith('"'):
                self._text(match[0])
            elif kind != "skip":
                self._faults.add("{match} in a chord", match=match[0])
        if length is None:
            self._faults.add("a chord without notes")
            return
        numerator, denominator = self._multiple(multiple)
        self.voice.play(notes, length[0] * numerator, length[1] * denominator)
        if tied and self.voice.sounds:
            self.voice.tie(tied)

    def _open_chord(self, text: str) -> None:
        self._faults.add("a chord that is not closed ends with the bar or the line")
        if text[1:].strip():
            self._chord(text[1:], "")

    def _tuplet(self, text: str) -> None:
        numbers = [int(number) if 0 < len(number) < 4 else None for number in text[1:].split(":")]
        notes, time, count = (*numbers, None, None)[:3]
        self.voice.start_tuplet(notes or 0, time or None, count or None)

    def _grace(self, text: str) -> None:
        group: list[tuple[Sequence[Note], int, int]] = []
        for match in tokens(text[1:-1].lstrip("/")):
            if match.lastgroup == "note":
                note = read_note(match[0])
                group.append(((note,), note.numerator, note.denominator))
            elif match.lastgroup == "chord":
                notes = [read_note(found[0]) for found in INSIDE_CHORD.finditer(match[0]) if found.lastgroup == "note"]
                if notes:
                    group.append((notes, notes[0].numerator, notes[0].denominator))
        self.voice.grace(group)

    def _long_rest(self, text: str) -> None:
        count = int(text[1:] or 1) if len(text) < 7 else MOST_REST_BARS + 1
        if count > self._rest_bars_left:
            self._faults.add("more than {most} bars of rests", most=MOST_REST_BARS)
            return
        self._rest_bars_left -= count
        self.voice.rest_bars(count)

    # -- bars and remarks ----------------------------------------------------------------------------------------------

    def _bar(self, signs: str, passes: str | None) -> None:
        repeats, begins = signs.lstrip(".[").startswith(":"), signs.endswith(":")
        if repeats and begins:
            kind = "::"
        elif repeats or begins:
            kind = ":|" if repeats else "|:"
        else:
            kind = "|" if signs in ("|", "[|]") else "||"
        self.voice.add(Bar(kind))
        if signs.endswith("|||"):
            self.voice.add(Bar("|"))
        if passes:
            self.voice.add(Ending(read_passes(passes)))

    def _text(self, text: str) -> None:
        symbol = read_symbol(text[1:-1]) if text[1:2] not in ANNOTATION else None
        if symbol is not None:
            self.voice.add(symbol.transposed(self.voice.staff.semitones))
            self.accompanied = self.voice

    def _decorate(self, text: str) -> None:
        """Take dynamics and the decorations that abc2midi plays; others are left to the player."""
        name = text if len(text) == 1 else text[1:-1]
        if name in ORNAMENTS:
            self.voice.decorate(ORNAMENTS[name])
        elif name in DYNAMICS:
            self.voice.add(Setting("beat", DYNAMICS[name]))

    # -- fields and directives -----------------------------------------------------------------------------------------

    def _inline(self, text: str) -> None:
        self._field(text[1], text[3:-1].strip())

    def _field(self, letter: str, value: str) -> None:
        if letter == "K":
            self._key(value)
        elif letter == "M":
            metre = read_metre(value)
            if metre is None:
                self._faults.add("the metre {value} is unknown", value=str(value))
                return
            self.voice.staff = replace(self.voice.staff, metre=metre)
            self.voice.add(metre)
        elif letter == "L":
            unit = read_length(value)
            if unit is None:
                self._faults.add("the length {value} is unknown", value=str(value))
                return
            self.voice.staff = replace(self.voice.staff, unit=unit)
        elif letter == "Q":
            quarters = read_tempo(value, self.voice.staff.unit)
            if quarters is None:
                self._faults.add("the tempo {value} is unknown", value=str(value))
                return
            self.voice.add(Tempo(quarters))
        elif letter == "V":
            self._turn_to(value)
        elif letter == "P":
            self._part(value)
        elif letter == "I":
            self._direct(value)
        elif letter == "m":
            self._faults.ignore("macro", value)

    def _key(self, value: str) -> None:
        key = read_key(value)
        if key.unknown:
            self._faults.add("the mode {unknown} is unknown, read as major", unknown=key.unknown)
        voice = self.voice
        voice.staff = voice.staff.placed(key.placement)
        if key.signature is not None and key.alterations is not None:
            voice.set_key(key.alterations)
            voice.add(key.signature)

    def _turn_to(self, value: str) -> None:
        """Turn to the voice of a field V:, with its properties. A tune's first notes may stand before its first V:."""
        label = value.split()[0] if value.split() else FIRST_VOICE
        voice = self._by_label.get(label)
        if voice is None:
            if len(self._by_label) >= MOST_VOICES:
                self._faults.add("more than {most} voices; the notes of others are left out", most=MOST_VOICES)
                self._voice = self._silent
                return
            voice = Voice(label, self._header.staff, self._faults)
            voice.elements += self._parts
            voice.part = self._parts[-1].label if self._parts else ""
            for setting in self._header.settings:
                voice.set(setting)
            self._by_label[label] = voice
        self._voice = voice
        voice.name = read_name(value) or voice.name
        voice.staff = voice.staff.placed(read_placement(value))

    def _part(self, value: str) -> None:
        """Begin a part in all voices; a voice that is in it already goes on. Other words (P:segno) are remarks."""
        if not PART.match(value):
            return
        part = Part(value[0])
        if part not in self._parts:
            self._parts.append(part)
        for voice in self.voices or [self.voice]:
            if voice.part != part.label:
                voice.part = part.label
                voice.add(part)

    def _direct(self, text: str) -> None:
        setting = read_directive(text, self._faults)
        if setting is not None:
            self.voice.set(setting)
