"""Read MIDI and ABC files as `symusic.Score`.

symusic reads most files; those of which it may lose something are read by our own, slower reader (`midi_check`).
Files of strangers are read in child processes (`seqgen.formats.sandbox`), which bounds their time and memory.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import symusic

from seqgen.errors import Sentence, UnreadableFile, printable
from seqgen.files import read_regular
from seqgen.formats import smf
from seqgen.formats.midi_check import lost_nothing
from seqgen.formats.midi_chunks import Chunk, read_chunks, read_header
from seqgen.formats.midi_events import MOST_TICKS, Events, read_events
from seqgen.formats.midi_notes import pedals
from seqgen.formats.midi_remarks import aftertouch_of, remarks_of
from seqgen.formats.midi_score import MOST_SECONDS, score_of
from seqgen.formats.midi_texts import shorten, texts_of
from seqgen.piece import Remark
from seqgen.words import counted

MOST_BYTES = 64 << 20
ABC_SUFFIXES = (".abc",)
MOST_NOTES = 4_000_000
MOST_REPAIRS = 12
USUAL_QPM = 120.0


@dataclass(frozen=True)
class Reading:
    """One piece of a file: its score in ticks, its title ("" if it has none), the repairs made, and what is not used
    of it."""

    score: Any
    title: str = ""
    repairs: tuple[Sentence, ...] = ()
    remarks: tuple[Remark, ...] = ()


def read_scores(path: str | os.PathLike[str]) -> list[Reading]:
    """Return the piece of a MIDI file, the sequences of one of type 2, or the tunes of an ABC file. Raises
    `UnreadableFile` if there is none."""
    path = Path(path)
    data = read_regular(path, most_bytes=MOST_BYTES)
    name = printable(path.name)
    if not data:
        raise UnreadableFile("{file}: the file is empty", file=name)
    if path.suffix.lower() not in ABC_SUFFIXES:
        return read_sequences(data, name)
    # not loaded for folders of MIDI, the common case
    from seqgen.formats.abc import read_tunes

    tunes, problems = read_tunes(data, name)
    readings = []
    for tune in tunes:
        if tune.score.note_num():
            readings.append(Reading(tune.score, tune.title, tune.repairs))
        else:
            problems = (*problems, Sentence("{title}: has no notes", title=tune.title))
    if not readings:
        raise UnreadableFile("{file}: none of its tunes could be read ({why})", file=name, why=problems[:3])
    if problems:
        count = counted(len(problems), "tune")
        left_out = Sentence("{tunes} left out: {why}", tunes=count, why=problems[:5])
        if len(problems) > 5:
            more = "{tunes} left out: {why} and {more} more"
            left_out = Sentence(more, tunes=count, why=problems[:5], more=len(problems) - 5)
        readings[0] = Reading(readings[0].score, readings[0].title, (*readings[0].repairs, left_out))
    return readings


def read_midi(data: bytes, name: str) -> Reading:
    """Return the piece, or the first sequence, in the bytes of a MIDI file; `name` is for errors. Raises
    `UnreadableFile`."""
    return read_sequences(data, name)[0]


def read_sequences(data: bytes, name: str) -> list[Reading]:
    """Return the sequences in the bytes of a MIDI file: one, unless it is of type 2. Raises `UnreadableFile` if nothing
    can be had of it."""
    data = smf.unwrap(data)
    score = _read_quickly(data, name)
    return read_carefully(data, name) if score is None else [Reading(score, remarks=remarks_of(score))]


def read_carefully(data: bytes, name: str) -> list[Reading]:
    """Return what `read_sequences` does, without symusic's reader. Raises `UnreadableFile`."""
    repairs: list[Sentence] = []
    header = read_header(data, name, repairs)
    chunks = read_chunks(data, header, repairs)
    own, events = _of_header(data, chunks, header.count, name, repairs)
    if header.kind != smf.INDEPENDENT or len(own) < 2:
        return [_reading(data, own, events, header.division, name, repairs)]
    readings, problems = [], []
    for number, chunk in enumerate(own, start=1):
        try:
            reading = _reading(data, [chunk], read_events(data, [chunk], name), header.division, name, list(repairs))
        except UnreadableFile as error:
            problems.append(error.sentence)
            continue
        if reading.score.note_num():
            title = next((track.name for track in reading.score.tracks if track.name), "") or f"sequence {number}"
            readings.append(Reading(reading.score, title, reading.repairs, reading.remarks))
    if not readings:
        if problems:
            raise UnreadableFile(problems[0])
        raise UnreadableFile("{file}: none of its {count} sequences has notes", file=name, count=len(own))
    return readings


def _of_header(
    data: bytes, chunks: Sequence[Chunk], count: int, name: str, repairs: list[Sentence]
) -> tuple[Sequence[Chunk], Events]:
    """Return the tracks that the header counts, and their events; all tracks where no note stands in those."""
    own = chunks[:count]
    events = read_events(data, own, name)
    if len(chunks) <= count:
        return own, events
    if not sum(_strikes(events)):
        repairs.append(
            Sentence(
                "the header speaks of {tracks}, there are {count}", tracks=counted(count, "track"), count=len(chunks)
            )
        )
        return chunks, read_events(data, chunks, name)
    surplus = read_events(data, chunks[count:], name)
    notes = counted(sum(_strikes(surplus)), "note")
    repairs.append(
        Sentence(
            "the header speaks of {tracks}; {more} more behind with {notes} left out",
            tracks=counted(count, "track"),
            more=len(chunks) - count,
            notes=notes,
        )
    )
    return own, events


def _strikes(events: Events) -> list[int]:
    """Return the number of note-ons in each track."""
    strikes = ((events.status & 0xF0) == smf.NOTE_ON) & (events.second > 0)
    counts: list[int] = np.bincount(events.track[strikes], minlength=len(events.ends)).tolist()
    return counts


def _reading(
    data: bytes, chunks: Sequence[Chunk], events: Events, division: int, name: str, repairs: list[Sentence]
) -> Reading:
    for number, (chunk, end) in enumerate(zip(chunks, events.ends, strict=True), start=1):
        if end.damage:
            kept = counted(_strikes(events)[number - 1], "note")
            repairs.append(
                Sentence(
                    "track {number} is damaged at byte {byte} ({why}); its {notes} before that kept",
                    number=str(number),
                    byte=end.at,
                    why=end.damage,
                    notes=kept,
                )
            )
        elif not end.finished:
            repairs.append(Sentence("track {number} has no end (byte {byte})", number=str(number), byte=end.at))
        elif sum(each.track == number - 1 and each.kind == smf.END_OF_TRACK for each in events.specials) > 1:
            repairs.append(Sentence("track {number} goes on behind its end", number=str(number)))
        elif end.at != chunk.declared:
            repairs.append(
                Sentence(
                    "track {number} is {longer} than it says",
                    number=str(number),
                    longer=Sentence("longer" if end.at > chunk.declared else "shorter"),
                )
            )
        if clipped := int(events.clipped[number - 1]):
            one, many = "{bytes} of track {number} was out of range", "{bytes} of track {number} were out of range"
            repairs.append(
                Sentence(one if clipped == 1 else many, bytes=counted(clipped, "data byte"), number=str(number))
            )
    texts = texts_of(events, data)
    score = score_of(events, data, texts, division, repairs)
    found = score.note_num()
    if repairs and not found:
        raise UnreadableFile(
            "{file}: no notes could be recovered from it ({why}); export it again from its program",
            file=name,
            why=repairs[:3],
        )
    if len(repairs) > MOST_REPAIRS:
        repairs[MOST_REPAIRS:] = [Sentence("and {count} more faults", count=len(repairs) - MOST_REPAIRS)]
    if repairs:
        repairs.append(Sentence("{notes} recovered", notes=counted(found, "note")))
    return Reading(score, repairs=tuple(repairs), remarks=(*remarks_of(score), *aftertouch_of(events)))


def _read_quickly(data: bytes, name: str) -> Any:
    """Return the score that symusic reads, None where it is not sure that nothing is lost. Raises `UnreadableFile` if
    there are more than `MOST_NOTES`."""
    try:
        score: Any = symusic.Score.from_midi(data)
    except (RuntimeError, ValueError, MemoryError, OverflowError):
        return None
    if score.note_num() > MOST_NOTES:
        raise UnreadableFile(
            "{file}: holds {count} notes; at most {most} are read; split it",
            file=name,
            count=score.note_num(),
            most=MOST_NOTES,
        )
    if not lost_nothing(data, score) or not _is_sane(score):
        return None
    for part in score.tracks:
        part.name = shorten(part.name)
        if len(part.controls) or len(part.pedals):
            # symusic 0.6.0 begins the first pedal of every channel but the first at tick 0
            controls = part.controls.numpy()
            pressed, released = pedals(controls["time"], controls["number"], controls["value"])
            part.pedals = symusic.Pedal.from_numpy(pressed, released - pressed)
    return score


def _is_sane(score: Any) -> bool:
    """Return whether all times lie within 31 bits and a day."""
    if score.start() < 0 or not 0 <= score.end() <= MOST_TICKS:
        return False
    tempos = [tempo.qpm for tempo in score.tempos]
    if not all(math.isfinite(qpm) and qpm > 0 for qpm in tempos):
        return False
    slowest = min([*tempos, USUAL_QPM])
    return bool(score.end() / score.ticks_per_quarter / slowest * 60.0 <= MOST_SECONDS)


def read_text(path: str | os.PathLike[str]) -> list[str]:
    """Return what `write_score` wrote as `text`, and the text events, at the start of a MIDI file's tracks, even if the
    rest is damaged. Raises `UnreadableFile` if it cannot be opened or is not a MIDI file."""
    name = printable(Path(path).name)
    data = read_regular(path, most_bytes=MOST_BYTES)
    events = read_events(data, read_chunks(data, read_header(data, name, []), []), name)
    found = []
    for special in events.specials:
        if special.status == smf.META and special.kind in (smf.TEXT, smf.SPECIFIC) and special.tick == 0:
            content = data[special.begin : special.end]
            if special.kind == smf.TEXT or content.startswith(smf.OWN):
                found.append(content.removeprefix(smf.OWN).decode("utf-8", "replace"))
    return found
