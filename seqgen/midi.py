"""Reading and writing pieces of music: MIDI and ABC files to `symusic.Score` and back.

symusic reads what is sound. What it refuses, or what it reads with absurd times, goes to `seqgen.repair`. Files of
strangers are read in child processes (`seqgen.readers`), since no reader in C++ is safe from every file.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import symusic

from seqgen.errors import SeqgenError, UnreadableFile, printable
from seqgen.files import read_regular, write_atomic

MOST_BYTES = 64 << 20
MOST_NOTES = 4_000_000
MOST_SECONDS = 24 * 3600.0
MOST_TICKS = 2**31 - 1
ABC_SUFFIXES = (".abc",)
DRUM_CHANNEL = 9
KEY_NAMES = {
    False: ("Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"),
    True: ("Abm", "Ebm", "Bbm", "Fm", "Cm", "Gm", "Dm", "Am", "Em", "Bm", "F#m", "C#m", "G#m", "D#m", "A#m"),
}


@dataclass(frozen=True)
class Reading:
    """One piece of a file: its score (in ticks), its title ("" where it has none), and what was repaired."""

    score: Any
    title: str = ""
    repairs: tuple[str, ...] = ()


# -- reading -----------------------------------------------------------------------------------------------------------


def read_scores(path: str | os.PathLike[str]) -> list[Reading]:
    """The pieces of a MIDI file (one) or an ABC file (one a tune). Raises `UnreadableFile` where none can be had."""
    path = Path(path)
    data = read_regular(path, most_bytes=MOST_BYTES)
    name = printable(path.name)
    if path.suffix.lower() in ABC_SUFFIXES:
        return _read_abc(data, name)
    return [_read_midi(data, name)]


def _read_midi(data: bytes, name: str) -> Reading:
    if not data:
        raise UnreadableFile(f"{name}: the file is empty")
    try:
        score: Any = symusic.Score.from_midi(data)
    except (RuntimeError, ValueError, MemoryError, OverflowError):
        score = None
    if score is not None and _is_sane(score):
        return Reading(score)
    # few files need it, so most readers never load it
    from seqgen.repair import repair_midi

    repaired, repairs = repair_midi(data, name)
    return Reading(repaired, repairs=repairs)


def _is_sane(score: Any) -> bool:
    if score.ticks_per_quarter <= 0 or score.note_num() > MOST_NOTES or score.start() < 0 or score.end() > MOST_TICKS:
        return False
    slowest = min((tempo.qpm for tempo in score.tempos), default=120.0)
    # even at its slowest tempo throughout it lasts no day: the common case, known without a conversion
    if slowest > 0 and score.end() / score.ticks_per_quarter / slowest * 60.0 <= MOST_SECONDS:
        return True
    return bool(score.to("second").end() <= MOST_SECONDS)


def _read_abc(data: bytes, name: str) -> list[Reading]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "\0" in text:
        raise UnreadableFile(f"{name}: looks like binary data, not ABC")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in re.finditer(r"^X:", text, re.MULTILINE)]
    if not starts:
        raise UnreadableFile(f"{name}: holds no tune (a tune begins with a line X:1)")
    header = text[: starts[0]]
    readings, problems = [], []
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        reading = _read_tune(header + text[start:stop])
        if reading is None:
            problems.append(text[start:stop].split("\n", 1)[0].strip())
        else:
            readings.append(reading)
    if not readings:
        raise UnreadableFile(f"{name}: none of its {len(starts)} tunes could be read")
    if problems:
        left_out = f"{len(problems)} of {len(starts)} tunes left out ({', '.join(problems[:5])})"
        readings[0] = Reading(readings[0].score, readings[0].title, (*readings[0].repairs, left_out))
    return readings


def _read_tune(tune: str) -> Reading | None:
    with _native_output() as captured:
        try:
            score: Any = symusic.Score.from_abc(tune)
        except (RuntimeError, ValueError, OverflowError):
            score = None
    if score is None or not score.note_num() or not _is_sane(score):
        return None
    match = re.search(r"^T:\s*(.+?)\s*$", tune, re.MULTILINE)
    _align_upbeat(score, tune)
    problems = [line.strip() for line in captured() if re.match(r"\s*(Warning|Error)", line)]
    repairs = (f"{len(problems)} warnings, the first: {problems[0][:200]}",) if problems else ()
    return Reading(score, match[1] if match else "", repairs)


def _align_upbeat(score: Any, tune: str) -> None:
    """Let bar lines fall right behind an upbeat: a short first bar gets a metre of its own."""
    notes = sorted({note.time for track in score.tracks for note in track.notes})
    body = re.split(r"^K:.*$", tune, maxsplit=1, flags=re.MULTILINE)[-1]
    body = re.sub(r'^[A-Za-z]:.*$|%.*$|"[^"]*"|\{[^}]*\}|![^!]*!|\[[A-Za-z]:[^\]]*\]', "", body, flags=re.MULTILINE)
    first_bar = re.match(r"[\s|:\[]*([^|]*)\|", body)
    if not first_bar or re.search(r"[zx\[&V]", first_bar[1]):
        return
    count = len(re.findall(r"[A-Ga-g]", first_bar[1]))
    ties = first_bar[1].count("-")
    metre: Any = score.time_signatures[0] if len(score.time_signatures) else symusic.TimeSignature(0, 4, 4)
    quarter = score.ticks_per_quarter
    if not 0 < count - ties < len(notes) or metre.time:
        return
    # abc2midi, which symusic contains, puts onsets a tick late
    length = round((notes[count - ties] - notes[0]) / quarter * 24) * quarter // 24
    sixteenths = round(length * 4 / quarter)
    if not 0 < length < quarter * 4 * metre.numerator / metre.denominator or sixteenths * quarter != length * 4:
        return
    numerator, denominator = sixteenths, 16
    while numerator % 2 == 0 and denominator > metre.denominator:
        numerator, denominator = numerator // 2, denominator // 2
    behind = [m for m in score.time_signatures if m.time > 0]
    changes = [
        symusic.TimeSignature(0, numerator, denominator),
        symusic.TimeSignature(length, metre.numerator, metre.denominator),
        *behind,
    ]
    while len(score.time_signatures):
        score.time_signatures.pop()
    for change in changes:
        score.time_signatures.append(change)


@contextmanager
def _native_output() -> Iterator[Any]:
    """Catch what native code prints past Python; gives a function that returns its lines."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    with tempfile.TemporaryFile() as file:
        saved = [os.dup(1), os.dup(2)]
        lines: list[str] = []
        try:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
            yield lambda: lines
        finally:
            for number, handle in enumerate(saved, start=1):
                os.dup2(handle, number)
                os.close(handle)
            file.seek(0)
            lines += file.read(1 << 16).decode("utf-8", "replace").splitlines()


# -- writing -----------------------------------------------------------------------------------------------------------


def write_score(
    score: Any,
    path: str | os.PathLike[str],
    *,
    text: str | None = None,
    end_ticks: int | None = None,
    overwrite: bool = False,
) -> None:
    """Write a score as a type-1 MIDI file, whole or not at all.

    A first track holds tempo, metre, key and, where given, `text` as a text event; then comes a track for each of the
    score's. `end_ticks` is where every track ends (at its last event if that is later). Raises `SeqgenError` where the
    file exists or cannot be written.
    """
    if not overwrite and Path(path).exists():
        raise SeqgenError(f"{printable(path)}: exists already; it was not overwritten")
    write_atomic(path, midi_bytes(score, text=text, end_ticks=end_ticks))


def midi_bytes(score: Any, *, text: str | None = None, end_ticks: int | None = None) -> bytes:
    """The bytes that `write_score` writes."""
    import mido

    file = mido.MidiFile(type=1, ticks_per_beat=int(score.ticks_per_quarter), charset="utf-8")
    file.tracks.append(_track(_conductor_events(score, text), end_ticks))
    channels = _channels(score)
    for track, channel in zip(score.tracks, channels, strict=True):
        file.tracks.append(_track(_note_events(track, channel), end_ticks))
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


Timed = tuple[int, int, Any]
"""Tick, rank among events of the same tick, message."""


def _conductor_events(score: Any, text: str | None) -> list[Timed]:
    from mido import MetaMessage, bpm2tempo

    events: list[Timed] = []
    if text is not None:
        events.append((0, 0, MetaMessage("text", text=text)))
    for metre in score.time_signatures:
        message = MetaMessage("time_signature", numerator=metre.numerator, denominator=metre.denominator)
        events.append((metre.time, 1, message))
    for key in score.key_signatures:
        if -7 <= key.key <= 7:
            events.append((key.time, 2, MetaMessage("key_signature", key=KEY_NAMES[bool(key.tonality)][key.key + 7])))
    for tempo in score.tempos:
        events.append((tempo.time, 3, MetaMessage("set_tempo", tempo=min(max(1, bpm2tempo(tempo.qpm)), 0xFFFFFF))))
    return events


def _note_events(track: Any, channel: int) -> list[Timed]:
    from mido import Message, MetaMessage

    events: list[Timed] = [
        (0, 0, MetaMessage("track_name", name=track.name)),
        (0, 1, Message("program_change", channel=channel, program=track.program)),
    ]
    for pedal in track.pedals:
        for tick, value in ((pedal.time, 127), (pedal.time + pedal.duration, 0)):
            events.append((tick, 2, Message("control_change", channel=channel, control=64, value=value)))
    for note in track.notes:
        # a note that ends where another begins must be silent first
        events.append((note.end, 3, Message("note_off", channel=channel, note=note.pitch, velocity=0)))
        events.append((note.time, 4, Message("note_on", channel=channel, note=note.pitch, velocity=note.velocity)))
    return events


def _track(events: list[Timed], end_ticks: int | None) -> Any:
    from mido import MetaMessage, MidiTrack

    track, now = MidiTrack(), 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(MetaMessage("end_of_track", time=max(0, (end_ticks or 0) - now)))
    return track


def _channels(score: Any) -> list[int]:
    """A channel for each track: drums on the tenth, others in order; beyond fifteen, channels are shared."""
    melodic = [channel for channel in range(16) if channel != DRUM_CHANNEL]
    answer, used = [], 0
    for track in score.tracks:
        if track.is_drum:
            answer.append(DRUM_CHANNEL)
        else:
            answer.append(melodic[used % len(melodic)])
            used += 1
    return answer


def read_text(path: str | os.PathLike[str]) -> list[str]:
    """The text events of a MIDI file, found by their bytes, so that no damage elsewhere matters. Raises
    `UnreadableFile` where the file cannot be opened."""
    data = read_regular(path, most_bytes=MOST_BYTES)
    texts, at = [], data.find(b"\xff\x01")
    while at >= 0:
        length, start = 0, at + 2
        for start in range(at + 2, min(at + 6, len(data))):
            length = length << 7 | data[start] & 0x7F
            if data[start] < 0x80:
                break
        texts.append(data[start + 1 : start + 1 + length].decode("utf-8", "replace"))
        at = data.find(b"\xff\x01", at + 2)
    return texts
