"""Read the tunes of an ABC file as scores with correct bar lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import symusic

from seqgen.errors import Sentence
from seqgen.formats.abc.accompaniment import accompany
from seqgen.formats.abc.bars import Change, aligned
from seqgen.formats.abc.body import Body
from seqgen.formats.abc.elements import QUARTER, Bar, Element, Metre, Signature, Tempo
from seqgen.formats.abc.faults import BrokenTune, Faults
from seqgen.formats.abc.header import Header, read_header
from seqgen.formats.abc.performance import MOST_ELEMENTS, Instrument, Performed, PlayedNote, perform
from seqgen.formats.abc.repeats import played
from seqgen.formats.abc.source import Source, decode, split, titles_of
from seqgen.formats.abc.voices import Voice

TICKS_PER_QUARTER = 480
UNITS_PER_TICK = QUARTER // TICKS_PER_QUARTER
MICROSECONDS = 60_000_000
"""Microseconds of a minute; a MIDI tempo is a whole number of them for a quarter note."""
MOST_ELEMENTS_OF_FILE = 4_000_000


@dataclass(frozen=True)
class Tune:
    """A tune: its score in ticks, its title, and what its reader mended or ignored."""

    score: Any
    title: str
    repairs: tuple[Sentence, ...] = ()


def read_tunes(data: bytes, name: str) -> tuple[list[Tune], tuple[Sentence, ...]]:
    """Return the tunes of an ABC file, and why others cannot be read. Raises `UnreadableFile` if it has none."""
    decoded = decode(data, name)
    header, sources = split(decoded.text, name)
    tunes: list[Tune] = []
    problems: list[Sentence] = []
    left = MOST_ELEMENTS_OF_FILE
    for source, title in zip(sources, titles_of(sources), strict=True):
        faults = Faults(source.line)
        try:
            if left <= 0:
                raise BrokenTune(
                    "the tunes before it play more than {most} notes; split the file", most=MOST_ELEMENTS_OF_FILE
                )
            score, elements = _read_tune(header, source, faults)
        except BrokenTune as error:
            problems.append(
                Sentence("{title} (line {line}): {why}", title=title, line=str(source.line), why=error.sentence)
            )
            continue
        left -= elements
        repairs = faults.repairs()
        if decoded.replaced and not tunes:
            one = "1 byte of the file is not {encoding} and was replaced"
            many = "{count} bytes of the file are not {encoding} and were replaced"
            said = one if decoded.replaced == 1 else many
            replaced = Sentence(said, count=str(decoded.replaced), encoding=decoded.encoding.upper())
            repairs = (replaced, *repairs)
        tunes.append(Tune(score, title, repairs))
    return tunes, tuple(problems)


def _read_tune(file_header: Sequence[str], source: Source, faults: Faults) -> tuple[Any, int]:
    """Return the score of a tune, and how many elements it plays."""
    header = read_header(file_header, source.lines, faults)
    body = Body(header, faults)
    body.read(source.lines[header.first_line :])
    if not body.voices:
        raise BrokenTune("has no notes")
    left, tempo = MOST_ELEMENTS, header.start_tempo()
    performed: list[tuple[Voice, Performed]] = []
    for voice in body.voices:
        elements = played(voice.elements, header.order)
        performance = perform(elements, header.metre, tempo.quarters_a_minute, most_elements=left)
        left -= performance.elements
        performed.append((voice, performance))
    score = symusic.Score(TICKS_PER_QUARTER)
    sounding = [(voice, performance) for voice, performance in performed if any(performance.notes.values())]
    _add_voices(score, sounding)
    for voice, performance in performed:
        if voice is (body.accompanied or body.voices[0]):
            _add_accompaniment(score, performance, header)
    lead = (sounding or performed)[0][1]
    _add_changes(score, header, lead, [performance.timeline for _, performance in performed])
    return score, MOST_ELEMENTS - left


def _add_voices(score: Any, sounding: Sequence[tuple[Voice, Performed]]) -> None:
    for number, (voice, performance) in enumerate(sounding, start=1):
        default = "Melody" if len(sounding) == 1 else f"Voice {number}"
        for instrument, notes in performance.notes.items():
            if notes:
                _add_track(score, voice.name or default, instrument, notes)


def _add_accompaniment(score: Any, performance: Performed, header: Header) -> None:
    band = accompany(performance.timeline, header.metre, performance.length)
    for name, instrument, notes in (
        ("Bass", band.bass_instrument, band.bass),
        ("Chords", band.chord_instrument, band.chords),
        ("Drums", (0, True), band.drums),
    ):
        if notes:
            _add_track(score, name, instrument, notes)


def _add_track(score: Any, name: str, instrument: Instrument, notes: Sequence[PlayedNote]) -> None:
    program, is_drum = instrument
    table = np.array(notes, dtype=np.int64)
    start, end = _ticks(table[:, 0]), _ticks(table[:, 1])
    keep = (end > start) & (table[:, 2] >= 0) & (table[:, 2] <= 127)
    columns = (start, end - start, table[:, 2], table[:, 3])
    types = (np.int32, np.int32, np.int8, np.int8)
    track: Any = symusic.Track("Drums" if is_drum else name, program, is_drum)
    track.notes = symusic.Note.from_numpy(
        *(np.ascontiguousarray(column[keep], kind) for column, kind in zip(columns, types, strict=True))
    )
    if len(track.notes):
        score.tracks.append(track)


def _ticks(units: Any) -> Any:
    return (units + UNITS_PER_TICK // 2) // UNITS_PER_TICK


def _add_changes(
    score: Any, header: Header, lead: Performed, timelines: Sequence[Sequence[tuple[int, Element]]]
) -> None:
    """Add tempos of all voices, and the metres and keys of the first voice that sounds, to a score."""
    tempos: dict[int, Tempo] = {0: header.start_tempo()}
    for timeline in reversed(timelines):
        tempos.update((_ticks(now), element) for now, element in timeline if isinstance(element, Tempo))
    metres: dict[int, Metre] = {0: header.metre}
    metres.update((_ticks(now), element) for now, element in lead.timeline if isinstance(element, Metre))
    keys: dict[int, Signature] = {0: header.signature}
    keys.update((_ticks(now), element) for now, element in lead.timeline if isinstance(element, Signature))
    for tick, tempo in sorted(tempos.items()):
        score.tempos.append(symusic.Tempo(tick, mspq=int(MICROSECONDS / tempo.quarters_a_minute)))
    changes: list[Change] = [(tick, metre.numerator, metre.denominator) for tick, metre in sorted(metres.items())]
    lines = [_ticks(now) for now, element in lead.timeline if isinstance(element, Bar)]
    for change in aligned(changes, lines, _ticks(lead.length), TICKS_PER_QUARTER):
        score.time_signatures.append(symusic.TimeSignature(*change))
    for tick, signature in sorted(keys.items()):
        score.key_signatures.append(symusic.KeySignature(tick, signature.sharps, int(signature.minor)))
