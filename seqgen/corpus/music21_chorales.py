"""Bach's chorales out of music21's corpus, converted to MIDI once and kept.

The other collections in that corpus are ABC files, which seqgen reads where they lie.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

from seqgen.errors import SeqgenError, UnreadableFile, printable, reason_of
from seqgen.formats.sandbox import Limits, read_all

QUARTER_TICKS = 480
VOICES = ("Soprano", "Alto", "Tenor", "Bass")
CHOIR = 52
TEMPO = 80.0
COMPLETE = "complete"
LIMITS = Limits(seconds=120, memory_bytes=4 << 30)


def converted_chorales(source: Path, folder: Path) -> Path:
    """Convert the four-part chorales of `source` to MIDI files in `folder` unless they are there. Return `folder`.
    Raises `SeqgenError` where the folder cannot be written or nothing can be converted."""
    if (folder / COMPLETE).exists():
        return folder
    from music21.corpus import chorales
    from tqdm import tqdm

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SeqgenError(
            "{file}: the cache cannot be written: {why}", file=printable(folder), why=reason_of(error)
        ) from error
    names = sorted({Path(name).name for name in chorales.Iterator(returnType="filename")})
    files = [next(iter(sorted(source.glob(f"{name}.[mx]*l"))), None) for name in names]
    missing = [file for file in files if file is not None and not (folder / f"{file.stem}.mid").exists()]
    outcomes = read_all(missing, partial(convert, folder=folder), limits=LIMITS)
    bar = tqdm(outcomes, total=len(missing), desc="converting", unit=" chorales", disable=not sys.stderr.isatty())
    failed = [outcome for outcome in bar if outcome.problem]
    problems = [str(outcome.problem) for outcome in failed]
    if missing and len(problems) == len(missing):
        raise SeqgenError("bach-chorales: none could be converted: {problems}", problems=problems[0])
    # what only time, memory or a crash kept from being converted is tried again
    if not any(outcome.passing for outcome in failed):
        (folder / COMPLETE).write_text("\n".join(problems), encoding="utf-8")
    return folder


def convert(path: Path, folder: Path) -> Path:
    """Write the chorale in a MusicXML file as MIDI into `folder`. Raises `UnreadableFile` unless it has four voices."""
    from music21 import converter

    from seqgen.formats.midi_writer import write_score

    # music21 keeps what it has parsed as pickles in the temporary folder, where another user may have put one
    parsed: Any = converter.parse(str(path), forceSource=True)
    parts = [part for part in parsed.parts if part.flatten().notes]
    if len(parts) != len(VOICES):
        raise UnreadableFile(
            "{file}: has {count} voices, not {wanted}", file=path.name, count=str(len(parts)), wanted=str(len(VOICES))
        )
    target = folder / f"{path.stem}.mid"
    write_score(chorale_score(parts), target, overwrite=True)
    return target


def chorale_score(parts: list[Any]) -> Any:
    """Return a `symusic.Score` of four music21 parts, with voice names, metre, key, and a short bar for the upbeat."""
    import symusic

    score: Any = symusic.Score(QUARTER_TICKS)
    for voice, part in zip(VOICES, parts, strict=True):
        track: Any = symusic.Track(voice, CHOIR, False)
        for note in part.stripTies().flatten().notes:
            pitch = max(note.pitches).midi
            start, length = (round(float(q) * QUARTER_TICKS) for q in (note.offset, note.quarterLength))
            if length > 0:
                track.notes.append(symusic.Note(start, length, pitch, 80))
        score.tracks.append(track)
    score.tempos.append(symusic.Tempo(0, TEMPO))
    for tick, numerator, denominator in _metres(parts[0]):
        score.time_signatures.append(symusic.TimeSignature(tick, numerator, denominator))
    keys = parts[0].flatten().getElementsByClass("KeySignature")
    if keys:
        minor = getattr(keys[0], "mode", None) == "minor"
        score.key_signatures.append(symusic.KeySignature(0, keys[0].sharps, int(minor)))
    return score


def _metres(part: Any) -> list[tuple[int, int, int]]:
    """Return tick, numerator and denominator wherever the length of bars changes, including the upbeat's short bar."""
    answer: list[tuple[int, int, int]] = []
    metre = None
    for bar in part.getElementsByClass("Measure"):
        metre = bar.timeSignature or metre
        if metre is None:
            continue
        length, full = bar.duration.quarterLength, metre.barDuration.quarterLength
        wanted = (metre.numerator, metre.denominator)
        if length != full and length * 4 == int(length * 4) and length > 0:
            eighths = length * 2
            wanted = (int(length), 4) if length == int(length) else (int(length * 4), 16)
            wanted = (int(eighths), 8) if eighths == int(eighths) and length != int(length) else wanted
        if not answer or answer[-1][1:] != wanted:
            answer.append((round(float(bar.offset) * QUARTER_TICKS), *wanted))
    return answer
