"""Read one track of a damaged MIDI file event by event up to the first invalid one."""

from __future__ import annotations

from array import array
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from seqgen.errors import UnreadableFile
from seqgen.formats import smf

MOST_EVENTS = 4_000_000
MOST_TICKS = 2**31 - 1
LONGEST_NAME = 256
LONGEST_TEXT = 1 << 20
MOST_TEXTS = 64
MOST_CHANGES = 100_000  # of tempo, metre and key, each
MOST_STRIKES = 16  # of one key without a note-off: bounds memory
# data bytes after a system status; sysex and meta events give their own length
SYSTEM_BYTES = {0xF1: 1, 0xF2: 2, 0xF3: 1}
PRESSURE = 0xD0  # channel pressure, which like a program change has a single data byte


class Damage(Exception):
    """An invalid event in a track."""


@dataclass
class Notes:
    """Notes of one channel and program: onset and end in ticks, key and velocity."""

    onset: array[int] = field(default_factory=lambda: array("q"))
    end: array[int] = field(default_factory=lambda: array("q"))
    pitch: array[int] = field(default_factory=lambda: array("b"))
    velocity: array[int] = field(default_factory=lambda: array("b"))

    def add(self, onset: int, end: int, pitch: int, velocity: int) -> None:
        self.onset.append(onset)
        self.end.append(end)
        self.pitch.append(pitch)
        self.velocity.append(velocity)

    def __len__(self) -> int:
        return len(self.onset)


Voice = tuple[int, int]
"""Channel and program."""


@dataclass
class Track:
    """A track up to its first invalid event.

    `controls` of a channel are tick, number, value, tick, ...; `bends` are tick, -8192 to 8191, tick, ...
    """

    name: str = ""
    voices: dict[Voice, Notes] = field(default_factory=lambda: defaultdict(Notes))
    controls: dict[int, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("q")))
    bends: dict[int, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("q")))
    texts: list[str] = field(default_factory=list)
    events: int = 0
    clipped: int = 0
    hanging: int = 0
    dropped_metas: int = 0

    def notes(self) -> int:
        return sum(len(notes) for notes in self.voices.values())


@dataclass
class Timeline:
    """Changes for all tracks: (tick, microseconds a quarter), (tick, numerator, denominator), (tick, key, minor)."""

    tempos: list[tuple[int, int]] = field(default_factory=list)
    metres: list[tuple[int, int, int]] = field(default_factory=list)
    keys: list[tuple[int, int, int]] = field(default_factory=list)


class TrackReader:
    """A reader of one track into `track` and `timeline`. `damage` says what stopped it, `at` is the byte."""

    def __init__(
        self, data: bytes, begin: int, end: int, *, track: Track, timeline: Timeline, shortest: int, name: str
    ) -> None:
        self.data, self.at, self.end = data, begin, min(end, len(data))
        self.track, self.timeline, self.name = track, timeline, name
        self._shortest = shortest  # ticks: least length of a note without a note-off
        self.tick = 0
        self.damage = ""
        self.finished = False
        self._programs = [0] * 16
        self._last_note = 0
        self._sounding: dict[tuple[int, int], deque[tuple[int, int, int]]] = defaultdict(deque)

    def read(self, *, last_tick: int = MOST_TICKS) -> None:
        """Read to the end of the track, the first invalid event or the first event after `last_tick`."""
        status, last = 0, self.at
        try:
            while not self.finished and self.at < self.end:
                last = self.at
                self._count_event()
                self.tick += self._length()
                if self.tick > last_tick:
                    raise Damage("an impossible pause")
                byte = self._byte()
                if byte < 0x80:
                    if not status:
                        raise Damage("an event without a status")
                    self.at -= 1
                elif byte < 0xF0:
                    status = byte
                else:
                    # in most files running status continues after meta events and sysex
                    self._system(byte)
                    continue
                self._channel_event(status)
        except (Damage, IndexError) as damage:
            self.damage = str(damage) if isinstance(damage, Damage) else "the middle of an event"
            self.at = last
        self._close_hanging()

    def _count_event(self) -> None:
        self.track.events += 1
        if self.track.events > MOST_EVENTS:
            raise UnreadableFile(f"{self.name}: holds more than {MOST_EVENTS:,} events; split it")

    def _byte(self) -> int:
        if self.at >= self.end:
            raise IndexError
        self.at += 1
        return self.data[self.at - 1]

    def _length(self) -> int:
        """Read a number of one to four bytes of seven bits, the highest first."""
        number = 0
        for _ in range(4):
            byte = self._byte()
            number = number << 7 | byte & 0x7F
            if byte < 0x80:
                return number
        raise Damage("a number of more than four bytes")

    def _data_byte(self) -> int:
        byte = self._byte()
        if byte >= 0x80:
            self.track.clipped += 1
            return byte & 0x7F
        return byte

    def _channel_event(self, status: int) -> None:
        kind, channel = status & 0xF0, status & 0x0F
        first = self._data_byte()
        if kind == smf.PROGRAM:
            self._programs[channel] = first
        elif kind != PRESSURE:
            second = self._data_byte()
            if kind == smf.NOTE_ON and second:
                self._note_on(channel, first, second)
            elif kind <= smf.NOTE_ON:
                self._note_off(channel, first)
            elif kind == smf.CONTROL:
                self.track.controls[channel].extend((self.tick, first, second))
            elif kind == smf.BEND:
                self.track.bends[channel].extend((self.tick, (second << 7 | first) - smf.BEND_CENTRE))

    def _note_on(self, channel: int, pitch: int, velocity: int) -> None:
        self._last_note = self.tick
        sounding = self._sounding[channel, pitch]
        sounding.append((self.tick, velocity, self._programs[channel]))
        if len(sounding) > MOST_STRIKES:
            self.track.hanging += 1
            self._note_off(channel, pitch)

    def _note_off(self, channel: int, pitch: int) -> None:
        sounding = self._sounding.get((channel, pitch))
        if sounding:
            self._last_note = self.tick
            onset, velocity, program = sounding.popleft()
            self.track.voices[channel, program].add(onset, max(self.tick, onset + 1), pitch, velocity)

    def _close_hanging(self) -> None:
        """End notes without a note-off at the track's last note-on or note-off, but not at once."""
        for (channel, pitch), sounding in self._sounding.items():
            for onset, velocity, program in sounding:
                end = max(self._last_note, onset + self._shortest)
                self.track.voices[channel, program].add(onset, end, pitch, velocity)
                self.track.hanging += 1

    def _system(self, status: int) -> None:
        if status == smf.META:
            self._meta(self._byte())
        elif status in (smf.SYSEX, smf.SYSEX_MORE):
            self._skip(self._length())
        else:
            self._skip(SYSTEM_BYTES.get(status, 0))

    def _skip(self, length: int) -> int:
        begin = self.at
        if length > self.end - begin:
            raise IndexError
        self.at += length
        return begin

    def _meta(self, kind: int) -> None:
        length = self._length()
        begin = self._skip(length)
        content = self.data[begin : begin + min(length, LONGEST_NAME)]
        if kind == smf.END_OF_TRACK:
            self.finished = True
        elif kind == smf.TRACK_NAME and not self.track.name:
            self.track.name = content.decode("utf-8", "replace").replace("\0", "").strip()
        elif kind == smf.TEXT and length <= LONGEST_TEXT and len(self.track.texts) < MOST_TEXTS:
            self.track.texts.append(self.data[begin : begin + length].decode("utf-8", "replace"))
        elif kind == smf.TEMPO:
            possible = length >= 3 and int.from_bytes(content[:3], "big") > 0
            self._keep(possible and len(self.timeline.tempos) < MOST_CHANGES, self._tempo, content)
        elif kind == smf.METRE:
            possible = length >= 2 and 1 <= content[0] <= 64 and content[1] <= 6
            self._keep(possible and len(self.timeline.metres) < MOST_CHANGES, self._metre, content)
        elif kind == smf.KEY:
            possible = length >= 2 and content[1] <= 1 and (content[0] + 7) & 0xFF <= 14
            self._keep(possible and len(self.timeline.keys) < MOST_CHANGES, self._key, content)

    def _keep(self, possible: bool, take: Callable[[bytes], None], content: bytes) -> None:
        if possible:
            take(content)
        else:
            self.track.dropped_metas += 1

    def _tempo(self, content: bytes) -> None:
        self.timeline.tempos.append((self.tick, int.from_bytes(content[:3], "big")))

    def _metre(self, content: bytes) -> None:
        self.timeline.metres.append((self.tick, content[0], 1 << content[1]))

    def _key(self, content: bytes) -> None:
        self.timeline.keys.append((self.tick, (content[0] + 7 & 0xFF) - 7, content[1]))
