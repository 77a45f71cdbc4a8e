"""Read MIDI and ABC files as `Notes`: parts, pedal, tempo and metre, overlaps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from seqgen.arrays import Floats, Ints
from seqgen.errors import Sentence, UnreadableFile, printable
from seqgen.formats.metre_choice import in_metre
from seqgen.piece import Piece, Remark
from seqgen.theory.keys import estimate_key, signature_key
from seqgen.theory.notes import DRUMS, PARTS_PER_PROGRAM, Notes

_KEY_BITS = 18
"""Bits of part * 128 + pitch."""
_ONSET_BITS = 44
"""Bits of an onset at the most, which is in ticks (31 bits) or steps, at most 24 a tick."""


def read_pieces(path: Path, metre: tuple[int, int] | None = None) -> list[Piece]:
    """Return the pieces of one MIDI or ABC file, counted in `metre`, or else in their own unless their notes contradict
    it. Raises `UnreadableFile` if it holds no notes."""
    from seqgen.formats.midi import ABC_SUFFIXES, read_scores  # imports symusic, which tokenizers do without

    pieces = []
    for reading in read_scores(path):
        notes = notes_of_score(reading.score)
        doubled = reading.score.note_num() - len(notes)
        merged = Remark(Sentence("doubled notes"), Sentence("merged"), doubled)
        remarks = (*reading.remarks, merged) if doubled else reading.remarks
        notes, recounted = in_metre(notes, metre, doubts=path.suffix.lower() not in ABC_SUFFIXES)
        remarks = (*remarks, *recounted)
        if len(notes):
            pieces.append(Piece(notes, title=reading.title or path.stem, repairs=reading.repairs, remarks=remarks))
    if not pieces:
        raise UnreadableFile("{file}: holds no notes", file=printable(path.name))
    return pieces


def notes_of_score(score: Any) -> Notes:
    """Return the notes of all tracks of a `symusic.Score`, in ticks.

    Tracks of the same program are different parts (first to eighth violin); all drum tracks are one part. A note held
    by the sustain pedal ends when the pedal rises or its key is struck again.
    """
    names: dict[int, str] = {}
    parts = [(part, track, len(track.notes)) for part, track in _parts(score)]
    table, at = np.empty((5, sum(count for _, _, count in parts)), dtype=np.int64), 0
    for part, track, count in parts:
        if not count:
            continue
        raw, mine = track.notes.numpy(), table[:, at : at + count]
        mine[0], mine[1], mine[2] = raw["time"], _held(track, raw), part
        mine[3] = raw["pitch"]
        mine[3] &= 127
        np.maximum(raw["velocity"], 1, out=mine[4])
        at += count
        if name := track.name.strip():
            names.setdefault(part, name[:64])
    onset, end, part_column, pitch, velocity = separate(*table)
    quarter = max(1, int(score.ticks_per_quarter))
    return Notes(
        ticks_per_quarter=quarter,
        onset=onset,
        end=end,
        pitch=pitch.astype(np.uint8),
        velocity=velocity.astype(np.uint8),
        part=part_column.astype(np.int16),
        tempos=_tempos(score),
        metres=_metres(score),
        key=_key(score, pitch, end - onset, part_column),
        names=tuple(sorted(names.items())),
        end_tick=int(max(end.max(initial=0), 0)),
    )


def separate(onset: Ints, end: Ints, part: Ints, pitch: Ints, *others: Ints) -> tuple[Ints, ...]:
    """Remove overlaps of notes of the same part and pitch, and sort by onset, part and pitch. Of equal notes that begin
    together the longest stays. A note ends where its key is struck again at the latest. `others`: further columns."""
    # a sort by one number is several times faster than one by several
    key = part << 7 | pitch
    place, by_onset = key << _ONSET_BITS | onset, onset << _KEY_BITS | key
    order = np.argsort(place, kind="stable")
    place = place[order]
    if (by_onset[1:] > by_onset[:-1]).all():
        # sorted as it should be, and no two notes the same
        again = np.flatnonzero(place[1:] >> _ONSET_BITS == place[:-1] >> _ONSET_BITS)
        stop = end.copy()
        stop[order[again]] = np.minimum(end[order[again]], onset[order[again + 1]])
        return onset, stop, part, pitch, *others
    if (place[1:] == place[:-1]).any():
        order = np.lexsort((-end, onset, key))
        fresh = np.diff(place, prepend=-1) != 0
        order, place = order[fresh], place[fresh]
    begin, stop = onset[order], end[order]
    again = place[1:] >> _ONSET_BITS == place[:-1] >> _ONSET_BITS
    stop[:-1] = np.where(again, np.minimum(stop[:-1], begin[1:]), stop[:-1])
    by_onset = np.argsort(begin << _KEY_BITS | key[order], kind="stable")
    order = order[by_onset]
    return begin[by_onset], stop[by_onset], part[order], pitch[order], *(column[order] for column in others)


def _parts(score: Any) -> list[tuple[int, Any]]:
    seen: dict[int, int] = {}
    parts = []
    for track in score.tracks:
        if track.is_drum:
            parts.append((DRUMS, track))
            continue
        if not len(track.notes):
            continue
        program = int(track.program) & 127
        number = min(seen.get(program, 0), PARTS_PER_PROGRAM - 1)
        seen[program] = number + 1
        parts.append((program * PARTS_PER_PROGRAM + number, track))
    return parts


def held_ends(track: Any) -> Ints:
    """Return the ticks at which the notes of a `symusic.Track` end, int64 (notes,). Those that the sustain pedal holds
    end with its release, or where their key is struck again."""
    raw = track.notes.numpy()
    onset, pitch = raw["time"].astype(np.int64), raw["pitch"].astype(np.int64)
    order = np.lexsort((onset, pitch))
    struck = np.full(len(onset), np.iinfo(np.int64).max)
    again = np.flatnonzero(np.diff(pitch[order]) == 0)
    struck[order[again]] = onset[order[again + 1]]
    released = onset + np.maximum(raw["duration"].astype(np.int64), 1)
    return np.asarray(np.maximum(released, np.minimum(_held(track, raw), struck)))


def _held(track: Any, raw: Any) -> Ints:
    """Return the ends of notes, int64 (notes,), those under the sustain pedal with its release; it holds no drums.
    `raw` are the arrays of `track.notes`."""
    end: Ints = raw["time"].astype(np.int64) + np.maximum(raw["duration"].astype(np.int64), 1)
    return end if track.is_drum or not len(track.pedals) else _held_by_pedal(end, track.pedals)


def _held_by_pedal(end: Ints, pedals: Any) -> Ints:
    raw = pedals.numpy()
    start = raw["time"].astype(np.int64)
    order = np.argsort(start, kind="stable")
    start = start[order]
    release = np.maximum.accumulate(start + raw["duration"].astype(np.int64)[order])
    pedal = np.searchsorted(start, end, side="right") - 1
    held = (pedal >= 0) & (end < release[pedal])
    return np.where(held, release[pedal], end)


def _tempos(score: Any) -> Floats:
    changes = {0: 120.0}
    for tempo in score.tempos:
        if np.isfinite(tempo.qpm) and 1.0 <= tempo.qpm <= 2000.0:
            changes[max(0, int(tempo.time))] = float(tempo.qpm)
    return np.array(_without_repeats(sorted(changes.items())), dtype=np.float64)


def _metres(score: Any) -> Ints:
    changes = {0: (4, 4)}
    for metre in score.time_signatures:
        numerator, denominator = int(metre.numerator), int(metre.denominator)
        if 1 <= numerator <= 64 and denominator in (1, 2, 4, 8, 16, 32, 64):
            changes[max(0, int(metre.time))] = (numerator, denominator)
    quarter = max(1, int(score.ticks_per_quarter))
    kept: list[tuple[int, int, int]] = []
    for tick, (numerator, denominator) in sorted(changes.items()):
        # the same metre again within a bar begins the next one there
        if not kept or kept[-1][1:] != (numerator, denominator) or (tick - kept[-1][0]) % _bar_ticks(kept[-1], quarter):
            kept.append((tick, numerator, denominator))
    if len(kept) > 1 and kept[1][0] <= _bar_ticks(kept[0], quarter) and kept[1][0] < _bar_ticks(kept[1], quarter):
        # a short first bar of a metre of its own is a pick-up
        del kept[0]
    return np.array(kept, dtype=np.int64)


def _bar_ticks(metre: tuple[int, int, int], quarter: int) -> int:
    return max(1, 4 * quarter * metre[1] // metre[2])


def _without_repeats(changes: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    return [change for i, change in enumerate(changes) if i == 0 or change[1] != changes[i - 1][1]]


def _key(score: Any, pitch: Ints, length: Ints, part: Ints) -> str:
    for signature in score.key_signatures:
        # many programs write C major by default, so only other signatures count
        if -7 <= signature.key <= 7 and (signature.key, signature.tonality) != (0, 0):
            return signature_key(int(signature.key), bool(signature.tonality))
    pitched = part != DRUMS
    return estimate_key(pitch[pitched], length[pitched].astype(float))
