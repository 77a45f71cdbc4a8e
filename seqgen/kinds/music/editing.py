"""Sheets under a model of music: as pieces and tables, bars that are written anew, bits note by note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from seqgen.arrays import AnyArray, Bools, Floats, Ints, Records
from seqgen.errors import SeqgenError, UsageError
from seqgen.formats import sheet_edits
from seqgen.formats.midi import read_midi, read_scores
from seqgen.formats.midi_writer import midi_bytes
from seqgen.formats.score_notes import notes_of_score
from seqgen.formats.sheet import Sheet
from seqgen.kinds.base import Encoded, Start
from seqgen.kinds.editing import Editing, Humanizing, Layout, Opened, Rewriting, remarks_on_others
from seqgen.kinds.music.columns import INSTRUMENT, SHIFT
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.form_given import form_given, runs_of
from seqgen.kinds.music.humanizing import humanizing, undone
from seqgen.kinds.music.kept import kept_among
from seqgen.kinds.music.playable import parse_instruments
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.word_list import joined_list
from seqgen.piece import Piece
from seqgen.schema import Table
from seqgen.theory.lateness import meant_ticks
from seqgen.theory.notes import DRUMS, PARTS_PER_PROGRAM

KEPT_BARS = 2
"""A variation keeps so many bars unless the rules say otherwise."""


# -- sheets, pieces and tables -----------------------------------------------------------------------------------------


def piece_of(sheet: Sheet) -> Piece:
    """Return a sheet as a piece, read as its MIDI file would be."""
    notes = notes_of_score(read_midi(midi_bytes(sheet.to_score()), "the sheet").score)
    # a sheet may end with silence, and what comes next stands behind it
    return Piece(replace(notes, end_tick=max(notes.end_tick, sheet.end_tick)))


def sheet_of(tokenizer: MusicTokenizer, table: Table, facts: MusicFacts) -> Sheet:
    """Return the notes of a table as a sheet that ends where its facts say."""
    end = facts.end_step * tokenizer.grid.file_ticks
    return replace(Sheet.from_score(tokenizer.decode(table, facts), end_tick=end), key=facts.key)


def bits_of_notes(tokenizer: MusicTokenizer, table: Ints, sheet: Sheet, bits: Floats) -> Floats:
    """Return the bits of the rows of `table` as bits of the notes of `sheet`, in its order.

    Rows and notes are matched by pitch and onset. Where the tokenizer moved or left out notes, each takes the nearest
    row of its pitch, and 0 where there is none.
    """
    onset = tokenizer.ticks(table) * (sheet.ticks_per_quarter / tokenizer.grid.file_quarter)
    key, notes = tokenizer.midi_keys(table), sheet.notes
    if len(notes) == len(table):
        by_row = np.lexsort((_parts(tokenizer, table), key, onset))
        by_note = np.lexsort((notes["track"], notes["pitch"], notes["onset"]))
        if (key[by_row] == notes["pitch"][by_note]).all():
            result = np.empty(len(notes))
            result[by_note] = bits[by_row]
            return result
    result = np.zeros(len(notes))
    for pitch in np.unique(notes["pitch"]):
        rows, mine = np.flatnonzero(key == pitch), np.flatnonzero(notes["pitch"] == pitch)
        if len(rows):
            rows = rows[np.argsort(onset[rows], kind="stable")]
            result[mine] = bits[rows[_nearest(onset[rows], notes["onset"][mine])]]
    return result


def notes_of_rows(tokenizer: MusicTokenizer, table: Ints, sheet: Sheet) -> Ints:
    """Return the position in `sheet`, which `table` was decoded to, of the note of each row."""
    part, notes = _parts(tokenizer, table), sheet.notes
    track = np.searchsorted(np.unique(part), part)
    # a sheet is sorted by onset, track and pitch, and no two of its notes have all three alike
    place = (notes["onset"] * len(sheet.tracks) + notes["track"]) * 128 + notes["pitch"]
    onset = tokenizer.ticks(table)
    return np.searchsorted(place, (onset * len(sheet.tracks) + track) * 128 + tokenizer.midi_keys(table))


def spread(tokenizer: MusicTokenizer, table: Ints, end: int) -> Floats:
    """Return the ticks where rows begin and the last ends, float64 (rows + 1,), for a piece that ends at tick `end`.
    Rows struck together share the time until what is struck next."""
    onset = _onsets(tokenizer, table) * tokenizer.grid.file_ticks
    starts, group, count = np.unique(onset, return_inverse=True, return_counts=True)
    length = np.diff(np.append(starts, max(end, int(starts[-1]) + 1)))
    number = np.arange(len(onset)) - np.searchsorted(onset, onset)
    begins = starts[group] + length[group] * number / count[group]
    return np.append(begins, starts[-1] + length[-1]).astype(np.float64)


def _onsets(tokenizer: MusicTokenizer, table: Ints) -> Ints:
    return np.cumsum(np.array(tokenizer.shifts)[table[:, SHIFT]])


def _parts(tokenizer: MusicTokenizer, table: Ints) -> Ints:
    return np.array(tokenizer.parts)[table[:, INSTRUMENT]]


def _nearest(rising: AnyArray, values: AnyArray) -> Ints:
    """Return the position in `rising` nearest to each of `values`, the later one of two."""
    at = np.searchsorted(rising, values)
    left, right = np.maximum(at - 1, 0), np.minimum(at, len(rising) - 1)
    return np.where(np.abs(rising[left] - values) < np.abs(rising[right] - values), left, right)


# -- bars that are written anew ----------------------------------------------------------------------------------------


def meant_at(sheet: Sheet, tokenizer: MusicTokenizer) -> Ints:
    """Return the ticks at which notes begin, int64 (notes,); where deviations from the beat are a column, at which they
    were meant to. So a downbeat that was played early belongs to the bar that it begins."""
    onset = sheet.notes["onset"].astype(np.int64)
    return meant_ticks(onset, sheet.ticks_per_quarter) if tokenizer.is_played else onset


def before(sheet: Sheet, tick: int, begins: Ints | None = None) -> Sheet | None:
    """Return the sheet before a tick, notes that reach over it cut; None where there is nothing. `begins`: see
    `meant_at`, the onsets where it is not given."""
    notes = sheet.notes[(sheet.notes["onset"] if begins is None else begins) < tick]
    notes["end"] = np.minimum(notes["end"], tick)
    return replace(sheet, notes=notes, end_tick=tick) if len(notes) else None


def bars_between(sheet: Sheet, begin: int, end: int) -> int:
    """Return the number of bars that begin in the ticks `begin` to `end`, at least 1."""
    lines = sheet.bar_lines()
    return int(((lines >= begin) & (lines < end)).sum()) or 1


def _runs(sheet: Sheet, begin: int, end: int, rules: MusicRules) -> list[tuple[int, int]]:
    """Return the ticks between which notes are written anew. Raises `UsageError` where the bars that the rules name do
    not reach from `begin` to `end`."""
    if not rules.anew:
        return [(begin, end)]
    lines = sheet.bar_lines()
    runs = [(int(lines[first]), int(lines[last + 1])) for first, last in runs_of(rules.anew, sheet.bars)]
    if (runs[0][0], runs[-1][1]) != (begin, end):
        raise UsageError("the bars {bars} do not reach from the begin to the end of the part", bars=rules.anew)
    return runs


def _staying(sheet: Sheet, runs: Sequence[tuple[int, int]], tracks: Bools, tokenizer: MusicTokenizer) -> Records:
    """Return the notes of a sheet that stay: all but those of some tracks that begin in runs, of which those before a
    run end where it begins."""
    begins, changes = meant_at(sheet, tokenizer), tracks[sheet.notes["track"]]
    edges = np.array(runs)
    inside = ((begins[:, None] >= edges[:, 0]) & (begins[:, None] < edges[:, 1])).any(axis=1)
    notes = sheet.notes.copy()
    for begin, _ in runs:
        earlier = changes & (begins < begin)
        notes["end"][earlier] = np.minimum(notes["end"], np.maximum(begin, notes["onset"] + 1))[earlier]
    staying: Records = notes[~(changes & inside)]
    return staying


def _tracks_of(sheet: Sheet, tokenizer: MusicTokenizer, free: Bools) -> Bools:
    """Return the tracks of a sheet whose parts are written anew: bool (tracks,)."""
    played = _played_by(sheet, tokenizer)
    return np.array([part is not None and bool(free[part]) for part in played], bool)


def _played_by(sheet: Sheet, tokenizer: MusicTokenizer) -> list[int | None]:
    """Return for each track the model's part that stands for it, by its number; None where the model has none."""
    parts, seen = [], Counter[int]()
    for track in sheet.tracks:
        number = min(seen[track.program], PARTS_PER_PROGRAM - 1)
        parts.append(DRUMS if track.drums else track.program * PARTS_PER_PROGRAM + number)
        seen[track.program] += not track.drums
    known = [part for part in parts if (tokenizer.pitched if part != DRUMS else DRUMS in tokenizer.parts)]
    played = dict(zip(known, tokenizer.instruments(np.array(known, np.int64)), strict=True)) if known else {}
    return [int(played[part]) if part in played else None for part in parts]


def splice(
    sheet: Sheet, new: Sheet, runs: Sequence[tuple[int, int]], tracks: Bools, tokenizer: MusicTokenizer
) -> Sheet:
    """Return `sheet` with the notes of some `tracks`, bool (tracks,), that begin (`meant_at`) in runs from one tick to
    another from `new`, in its own resolution.

    `new` begins with what stands before the first run, or with that run where nothing does. Raises `SeqgenError` where
    no note is left.
    """
    first = runs[0][0]
    new = sheet_edits.at_resolution(new, sheet.ticks_per_quarter)
    if before(sheet, first, meant_at(sheet, tokenizer)) is None:
        new = sheet_edits.shift(new, first)
    new = sheet_edits.on_tracks(new, sheet.tracks)
    at, written = meant_at(new, tokenizer), []
    for begin, end in runs:
        own = new.notes[(at >= begin) & (at < end) & tracks[new.notes["track"]]]
        own["end"] = np.minimum(own["end"], np.maximum(end, own["onset"] + 1))
        written.append(own)
    result = sheet.with_notes(np.concatenate([_staying(sheet, runs, tracks, tokenizer), *written]))
    if not len(result.notes):
        raise SeqgenError("the model wrote nothing there; try again or raise the temperature")
    return result


# -- what the kind gives -----------------------------------------------------------------------------------------------


class MusicEditing(Editing):
    continuing = ("primer_bars", "metre", "tempo")
    span_option = "--bars"
    rewriting_part = ("bars", "seconds", "primer_bars", "metre", "tempo", "loop")
    of_whole_takes = ("form", "loop")
    humanized = ("velocity", "offset")

    def content(self, tokenizer: MusicTokenizer, table: Table, facts: MusicFacts) -> Sheet:
        return sheet_of(tokenizer, table, facts)

    def piece(self, content: Any) -> Piece:
        if not isinstance(content, Sheet):
            raise UsageError("this model writes music; give it notes to go on from")
        if not len(content.notes):
            raise UsageError("there are no notes to go on from")
        return piece_of(content)

    def opened(self, path: Path) -> Opened:
        readings = read_scores(path)
        sheet = Sheet.from_score(readings[0].score)
        sheet = replace(sheet, end_tick=int(sheet.bar_lines()[sheet.bars]))
        return Opened(sheet, (*remarks_on_others(len(readings)), *readings[0].repairs))

    def data(self, content: Sheet, provenance: str = "") -> bytes:
        score = sheet_edits.without_silent_tracks(content).to_score()
        return midi_bytes(score, text=provenance or None, end_ticks=content.end_tick)

    def figures(self, content: Sheet, facts: MusicFacts) -> Mapping[str, Any]:
        return {
            "key": content.key or facts.key,
            "metre": str(facts.metres[0]) if facts.metres else "",
            "tempo": float(facts.tempos[0].qpm) if facts.tempos else 0.0,
            "bars": content.bars,
            "seconds": content.duration,
        }

    def continued(self, rules: MusicRules) -> MusicRules:
        return replace(rules, metre="", tempo=0.0, primer_bars=0)

    def rewriting(self, content: Any, begin: int, end: int, rules: MusicRules, tokenizer: MusicTokenizer) -> Rewriting:
        if not isinstance(content, Sheet):
            raise UsageError("this model writes music; it rewrites bars of notes")
        if not {begin, end} <= {*content.bar_lines().tolist(), content.end_tick} or begin >= end:
            raise UsageError(
                "the ticks {begin} to {end} are no bars of the piece; give two of its bar lines",
                begin=str(begin),
                end=str(end),
            )
        first, metre = before(content, begin, meant_at(content, tokenizer)), content.metre_at(begin)
        if first is not None:
            rules = self.continued(rules)
        else:
            known = metre in tokenizer.metres
            rules = replace(rules, metre="{}/{}".format(*metre) if known else "", primer_bars=0)
        rules = replace(rules, bars=bars_between(content, begin, end), seconds=0.0)
        free = parse_instruments(rules.instruments, tokenizer)
        runs, new_on = _runs(content, begin, end, rules), _tracks_of(content, tokenizer, free)

        def with_kept(start: Start) -> Start:
            staying = _staying(content, runs, new_on, tokenizer)
            known = content.with_notes(staying) if rules.anew and len(staying) else content
            whole = tokenizer.encode(piece_of(known))
            ticks = content.ticks_per_quarter / tokenizer.grid.file_quarter * tokenizer.grid.file_ticks
            steps = np.round(np.array(runs) / ticks).astype(np.int64)
            offset = (start.facts.end_step if len(start.rows) else 0) - int(steps[0, 0])
            table, metres = np.asarray(whole.table, np.int64), whole.facts.metres
            later = int((meant_at(content, tokenizer) >= runs[-1][1]).sum())
            kept = kept_among(tokenizer, table, metres, steps, free, offset=offset, later=later)
            return replace(start, kept=kept)

        return Rewriting(first, rules, lambda new: splice(content, new, runs, new_on, tokenizer), with_kept)

    def for_part(self, rules: MusicRules, content: Sheet, number: int, tokenizer: MusicTokenizer) -> MusicRules:
        part = _played_by(content, tokenizer)[number]
        if part is None:
            name = content.tracks[number].name or str(number + 1)
            raise UsageError(
                "this model plays no '{name}'; it plays {known}", name=name, known=joined_list(tokenizer.names)
            )
        return replace(rules, instruments=joined_list([tokenizer.names[part]]))

    def reformed(
        self, content: Any, form: str, rules: MusicRules, tokenizer: MusicTokenizer
    ) -> tuple[int, int, MusicRules]:
        piece = self.piece(content)
        if not tokenizer.is_metric:
            raise UsageError("this model counts time in seconds, so it knows no bars; leave out the form")
        whole = tokenizer.encode(piece)
        table, bars = np.asarray(whole.table, np.int64), content.bars
        given = form_given(tokenizer, table, whole.facts.metres, bars, form)
        lines = content.bar_lines()
        rules = replace(rules, form=str(given.of_span()), anew=given.runs)
        return int(lines[given.anew[0]]), int(lines[given.anew[-1] + 1]), rules

    def check_humanizing(self, tokenizer: MusicTokenizer) -> None:
        if not tokenizer.is_played:
            raise UsageError(
                "this model knows nothing of timing, since its corpus was not played to a beat; train one on "
                "music that was"
            )

    def humanizing(self, content: Any, tokenizer: MusicTokenizer) -> Humanizing:
        if not isinstance(content, Sheet) or not len(content.notes):
            raise UsageError("there are no notes to humanize")
        return humanizing(content, self.piece(content), tokenizer)

    def undone(self, content: Sheet, before: Ints) -> Sheet:
        return undone(content, before)

    def range_of(self, content: Sheet, words: str) -> tuple[int, int]:
        first, dash, last = (word.strip() for word in words.partition("-"))
        last = last if dash else first
        if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= content.bars):
            raise UsageError(
                "'{words}' are no bars of a piece of {bars}; use for example 9-12", words=words, bars=str(content.bars)
            )
        lines = content.bar_lines()
        return int(lines[int(first) - 1]), int(lines[int(last)])

    def excerpt(self, content: Sheet, begin: int, end: int) -> Sheet:
        return sheet_edits.cut(content, begin, end)

    def part_alone(self, content: Sheet, part: str) -> Sheet:
        names = [track.name or str(number) for number, track in enumerate(content.tracks, start=1)]
        known = [name.casefold() for name in names]
        if part.casefold() in known:
            return sheet_edits.alone(content, known.index(part.casefold()))
        if part.isdecimal() and 1 <= int(part) <= len(names):
            return sheet_edits.alone(content, int(part) - 1)
        raise UsageError("'{part}' is no part of the piece; it has {parts}", part=part, parts=", ".join(names))

    def end_in(self, whole: Sheet, before: Sheet, end: int) -> int:
        return end

    def with_room(self, whole: Sheet, begin: int, end: int, length: int) -> Sheet:
        return replace(whole, end_tick=max(whole.end_tick, end))

    def variation(self, content: Sheet, rules: MusicRules) -> tuple[int, int]:
        lines = content.bar_lines()
        if rules.primer_bars >= max(content.bars, 1):
            raise UsageError("the piece has only {bars} bars; keep fewer than that with primer_bars", bars=content.bars)
        begin = int(lines[min(rules.primer_bars or KEPT_BARS, len(lines) - 1)])
        return begin if begin < content.end_tick else 0, content.end_tick

    def is_inside(self, content: Sheet, begin: int, end: int) -> Any:
        return (content.notes["onset"] >= begin) & (content.notes["onset"] < end)

    def bits(self, tokenizer: MusicTokenizer, table: Ints, content: Sheet, bits: Floats) -> Floats:
        return bits_of_notes(tokenizer, table, content, bits)

    def layout(self, tokenizer: MusicTokenizer, encoded: Encoded, piece: Piece, *, whole: bool = True) -> Layout:
        table = np.asarray(encoded.table, dtype=np.int64)
        facts = encoded.facts if whole else replace(encoded.facts, end_step=0)
        sheet = sheet_of(tokenizer, table, facts)
        return Layout(sheet, notes_of_rows(tokenizer, table, sheet), spread(tokenizer, table, sheet.end_tick))
