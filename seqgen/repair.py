"""What can be saved from a damaged MIDI file, in plain Python and within bounds.

symusic refuses a file for one wrong length. This reader trusts as little as it can: it finds the header behind junk,
unwraps RIFF, takes the track chunks that are there rather than the number in the header, keeps running status over
metas, clips data bytes, passes over metas that cannot be, and closes notes that hang. What it did is told in words.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from seqgen.errors import UnreadableFile

MOST_EVENTS = 4_000_000
MOST_TICKS = 2**31 - 1
MOST_SECONDS = 24 * 3600.0
DRUM_CHANNEL = 9
SUSTAIN = 64
CHANNEL_DATA_BYTES = {0x8: 2, 0x9: 2, 0xA: 2, 0xB: 2, 0xC: 1, 0xD: 1, 0xE: 2}


@dataclass
class _Voice:
    """The notes of one program on one channel of one track: (onset, end, key, velocity) in ticks."""

    name: str
    notes: list[tuple[int, int, int, int]] = field(default_factory=list)
    pedals: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class _Piece:
    """Everything that was found, and what had to be done for it."""

    voices: dict[tuple[int, int, int], _Voice] = field(default_factory=dict)
    tempos: list[tuple[int, float]] = field(default_factory=list)
    metres: list[tuple[int, int, int]] = field(default_factory=list)
    keys: list[tuple[int, int, int]] = field(default_factory=list)
    repairs: Counter[str] = field(default_factory=Counter)
    events: int = 0

    def note(self, what: str, times: int = 1) -> None:
        self.repairs[what] += times


def repair_midi(data: bytes, name: str) -> tuple[Any, tuple[str, ...]]:
    """A `symusic.Score` of what is left in `data`, and what was repaired, a phrase each.

    Raises `UnreadableFile`, naming the file, where no note can be had.
    """
    piece = _Piece()
    start = data.find(b"MThd")
    first_track = data.find(b"MTrk")
    if start < 0 and first_track < 0:
        raise UnreadableFile(f"{name}: is not a MIDI file (it holds neither MThd nor MTrk)")
    if start > 0 and data[:4] != b"RIFF":
        piece.note(f"{start:,} bytes before the header passed over")
    quarter = _quarter(data, start, piece)
    tracks = _track_chunks(data, max(start, 0), piece)
    if not tracks:
        raise UnreadableFile(f"{name}: holds no track (no MTrk after byte {max(start, 0):,}); export it again")
    for number, (begin, end) in enumerate(tracks, start=1):
        _Track(data, begin, end, number, piece).read()
    _drop_absurd(piece, quarter)
    count = sum(len(voice.notes) for voice in piece.voices.values())
    if not count:
        why = "; ".join(piece.repairs) or "its tracks are empty"
        raise UnreadableFile(f"{name}: no note could be read ({why})")
    repairs = [what if n == 1 else f"{what} ({n:,} times)" for what, n in piece.repairs.items()]
    return _score(piece, quarter), (*(repairs or ["read by the repair reader"]), f"{count:,} notes kept")


# -- chunks ------------------------------------------------------------------------------------------------------------


def _quarter(data: bytes, start: int, piece: _Piece) -> int:
    """Ticks a quarter note, from the header's division."""
    if start < 0 or len(data) < start + 14:
        piece.note("the header is missing, 480 ticks a quarter note assumed")
        return 480
    division = int.from_bytes(data[start + 12 : start + 14], "big")
    if division & 0x8000:
        frames, ticks = 256 - (division >> 8), division & 0xFF
        piece.note("SMPTE time read at 120 quarter notes a minute")
        return max(1, round(frames * max(ticks, 1) / 2))
    if division == 0:
        piece.note("a division of 0 read as 480 ticks a quarter note")
        return 480
    return division


def _track_chunks(data: bytes, start: int, piece: _Piece) -> list[tuple[int, int]]:
    """Where the content of each track chunk begins and ends; a lying length ends at the next chunk."""
    chunks: list[tuple[int, int]] = []
    at = data.find(b"MTrk", start)
    while at >= 0 and len(chunks) < 65_536:
        begin = at + 8
        length = int.from_bytes(data[at + 4 : begin], "big")
        following = data.find(b"MTrk", begin)
        limit = following if following >= 0 else len(data)
        end = begin + length
        if end > len(data) or (end != limit and data[end : end + 4] != b"MTrk" and following >= 0):
            piece.note(f"track {len(chunks) + 1} has a wrong length, read up to byte {limit:,}")
            end = limit
        elif following >= 0 and following < end:
            # the four letters inside a track's own data
            following = data.find(b"MTrk", end)
        chunks.append((begin, min(end, len(data))))
        at = following
    return chunks


class _Track:
    """One track chunk, read event by event."""

    def __init__(self, data: bytes, begin: int, end: int, number: int, piece: _Piece) -> None:
        self.data, self.at, self.end, self.number, self.piece = data, begin, end, number, piece
        self.tick = 0
        self.name = ""
        self.programs = [0] * 16
        self.open: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        self.pedal: dict[int, int] = {}

    def read(self) -> None:
        """Put everything that can be had of the track into the piece."""
        status = 0
        while self.at < self.end:
            if self.piece.events >= MOST_EVENTS:
                self.piece.note(f"only the first {MOST_EVENTS:,} events read")
                break
            place = self.at
            delta = self._number()
            if delta is None or self.at >= self.end:
                self.piece.note(f"track {self.number} ends in the middle of an event (byte {place:,})")
                break
            self.tick = min(self.tick + delta, MOST_TICKS)
            self.piece.events += 1
            byte = self.data[self.at]
            if byte >= 0x80:
                self.at += 1
            if byte == 0xFF:
                if self._meta():
                    break
            elif byte in (0xF0, 0xF7):
                self._skip("system message")
            elif byte > 0xF0:
                self.at += {0xF1: 1, 0xF2: 2, 0xF3: 1}.get(byte, 0)
            else:
                status = byte if byte >= 0x80 else status
                if status < 0x80:
                    self.piece.note(f"track {self.number}: data without a status passed over")
                    self.at += 1
                elif not self._channel_event(status):
                    self.piece.note(f"track {self.number} ends in the middle of an event (byte {place:,})")
                    break
        self._close()

    def _number(self) -> int | None:
        """A variable-length number of at most four bytes; None where the track ends in it."""
        value = 0
        for _ in range(4):
            if self.at >= self.end:
                return None
            byte = self.data[self.at]
            self.at += 1
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        self.piece.note(f"track {self.number}: a time of more than four bytes cut")
        return value

    def _skip(self, what: str) -> bytes:
        length = self._number()
        if length is None or self.at + length > self.end:
            self.piece.note(f"track {self.number}: a {what} reaches beyond the track, passed over")
            return b""
        content = self.data[self.at : self.at + length]
        self.at += length
        return content

    def _meta(self) -> bool:
        """Read a meta event; True at the end of the track."""
        if self.at >= self.end:
            return True
        kind = self.data[self.at]
        self.at += 1
        content = self._skip("meta event")
        if kind == 0x2F:
            return True
        if kind == 0x03 and not self.name:
            self.name = content[:128].decode("utf-8", "replace").strip("\0 ")
        elif kind == 0x51 and len(content) >= 3 and any(content[:3]):
            self.piece.tempos.append((self.tick, 60e6 / int.from_bytes(content[:3], "big")))
        elif kind == 0x58 and len(content) >= 2 and 1 <= content[0] <= 64 and content[1] <= 6:
            self.piece.metres.append((self.tick, content[0], 1 << content[1]))
        elif kind == 0x59 and len(content) >= 2:
            sharps = content[0] - 256 if content[0] > 127 else content[0]
            if -7 <= sharps <= 7 and content[1] in (0, 1):
                self.piece.keys.append((self.tick, sharps, content[1]))
        return False

    def _channel_event(self, status: int) -> bool:
        """Read the data of a channel message; False where the track ends in it."""
        kind, channel = status >> 4, status & 0x0F
        count = CHANNEL_DATA_BYTES[kind]
        if self.at + count > self.end:
            return False
        values = self.data[self.at : self.at + count]
        self.at += count
        if max(values) > 0x7F:
            self.piece.note(f"track {self.number}: data bytes above 127 clipped")
        first, second = values[0] & 0x7F, values[-1] & 0x7F
        if kind == 0x9 and second:
            self.open.setdefault((channel, first), []).append((self.tick, second, self.programs[channel]))
        elif kind in (0x8, 0x9):
            self._release(channel, first, self.tick)
        elif kind == 0xC:
            self.programs[channel] = first
        elif kind == 0xB and first == SUSTAIN:
            self._press(channel, second >= 64)
        return True

    def _release(self, channel: int, key: int, tick: int) -> None:
        waiting = self.open.get((channel, key))
        if not waiting:
            return
        onset, velocity, program = waiting.pop(0)
        self._voice(channel, program).notes.append((onset, max(tick, onset + 1), key, velocity))

    def _press(self, channel: int, down: bool) -> None:
        if down:
            self.pedal.setdefault(channel, self.tick)
        elif channel in self.pedal:
            start = self.pedal.pop(channel)
            self._voice(channel, self.programs[channel]).pedals.append((start, self.tick - start))

    def _voice(self, channel: int, program: int) -> _Voice:
        program = 0 if channel == DRUM_CHANNEL else program
        return self.piece.voices.setdefault((self.number, channel, program), _Voice(self.name))

    def _close(self) -> None:
        hanging = [(channel, key) for (channel, key), waiting in self.open.items() for _ in waiting]
        if hanging:
            self.piece.note(f"track {self.number}: {len(hanging):,} hanging notes closed")
        for channel, key in hanging:
            self._release(channel, key, self.tick)
        for channel in list(self.pedal):
            self._press(channel, False)


# -- the result --------------------------------------------------------------------------------------------------------


def _drop_absurd(piece: _Piece, quarter: int) -> None:
    """Leave out what lies beyond a day (at the slowest tempo in the file) or beyond what ticks can count."""
    slowest = min((qpm for _, qpm in piece.tempos if qpm > 0), default=120.0)
    last = min(MOST_TICKS, int(MOST_SECONDS / 60.0 * slowest * quarter))
    dropped = 0
    for voice in piece.voices.values():
        kept = [note for note in voice.notes if note[1] <= last]
        dropped += len(voice.notes) - len(kept)
        voice.notes = kept
        voice.pedals = [pedal for pedal in voice.pedals if sum(pedal) <= last]
    if dropped:
        piece.note(f"{dropped:,} notes at absurd times left out")
    piece.tempos = [entry for entry in piece.tempos if entry[0] <= last]
    piece.metres = [entry for entry in piece.metres if entry[0] <= last]
    piece.keys = [entry for entry in piece.keys if entry[0] <= last]


def _score(piece: _Piece, quarter: int) -> Any:
    import symusic

    score: Any = symusic.Score(quarter)
    for (_, channel, program), voice in sorted(piece.voices.items()):
        track: Any = symusic.Track(voice.name, program, channel == DRUM_CHANNEL)
        for onset, end, key, velocity in voice.notes:
            track.notes.append(symusic.Note(onset, end - onset, key, velocity))
        for start, length in voice.pedals:
            track.pedals.append(symusic.Pedal(start, length))
        score.tracks.append(track)
    for tick, qpm in sorted(piece.tempos):
        score.tempos.append(symusic.Tempo(tick, qpm))
    for tick, numerator, denominator in sorted(piece.metres):
        score.time_signatures.append(symusic.TimeSignature(tick, numerator, denominator))
    for tick, sharps, minor in sorted(piece.keys):
        score.key_signatures.append(symusic.KeySignature(tick, sharps, minor))
    return score
