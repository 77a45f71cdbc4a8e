"""Masks on the columns of music, so that every sample keeps the rules.

Masks on the shift keep time (grid, the start of new material) and wait until a part is free (polyphony, the notes that
a part has at once in the corpus), masks on instrument and pitch keep key and range, masks on the duration keep notes
inside the piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Floats, Ints
from seqgen.errors import UsageError
from seqgen.kinds.base import Constraints, Walk
from seqgen.kinds.music.clashes import Clashes
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, PITCH, SHIFT
from seqgen.kinds.music.cue import Cue
from seqgen.kinds.music.ensemble import in_one_voice
from seqgen.kinds.music.form import SAME
from seqgen.kinds.music.key_pull import KeyPull, Phrases
from seqgen.kinds.music.kit import Drum, Kits
from seqgen.kinds.music.onset_grid import OnsetGrid
from seqgen.kinds.music.playable import parse_instruments, playable_pitches
from seqgen.kinds.music.recurrence import Recurrence, knows_bars
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.sounding import Sounding
from seqgen.kinds.music.strays import Strays
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.voice_leading import VoiceLeading
from seqgen.kinds.music.walk import MusicWalk
from seqgen.theory.bars import Bars
from seqgen.theory.notes import DRUMS

CLOSING_BARS = 2
"""Bars at the end of a take that are drawn several times."""

_NEVER = 1 << 60


class MusicConstraints(Constraints):
    """Masks for `MusicRules`, and for playable takes: drums on drum keys, no note struck twice at once, no more notes
    at once than in the corpus, voices led as there.

    New material begins at `begin_step`; `end_step`, int64 (batch,), is where each take ends, None where the model or
    the number of notes decides. `lines` are the steps at which the bars of each take begin, int64 (bars,).
    With `pick_ups`, the bars of each take, one that begins with a pick-up ends a bar later. Parts `beside` those asked
    for, bool (parts,), play, too, behind the first note; they do not count for the polyphony. `kits`: of each take.
    """

    def __init__(
        self,
        rules: MusicRules,
        tokenizer: MusicTokenizer,
        batch: int,
        *,
        begin_step: int = 0,
        end_step: Ints | None = None,
        lines: Sequence[Ints] = (),
        pick_ups: Sequence[Bars] = (),
        beside: Bools | None = None,
        kits: Sequence[Sequence[Drum]] = (),
    ) -> None:
        self._shifts, self._durations = np.array(tokenizer.shifts), np.array(tokenizer.durations)
        self._pitches = playable_pitches(rules, tokenizer)
        self._drums, self._pitched = np.array(tokenizer.parts) == DRUMS, tokenizer.pitched
        wanted = parse_instruments(rules.instruments, tokenizer)
        self._instruments = in_one_voice(wanted & self._pitches.any(axis=1), rules, tokenizer)
        if not self._instruments.any() or (
            (wanted & ~self._drums).any() and not (self._instruments & ~self._drums).any()
        ):
            raise UsageError("key, range and instruments leave no note to play; widen one of them")
        # the parts of the first note; None once it is there
        self._first_parts = None if beside is None or begin_step else self._instruments
        self._cue = None if beside is None else _cue(self._instruments, tokenizer, batch, begin_step)
        beside = np.zeros_like(wanted) if beside is None else beside & self._pitches.any(axis=1)
        self._instruments = self._instruments | beside
        # parts that the polyphony does not count
        self._uncounted = self._drums | beside
        self._grid = OnsetGrid.of(rules.grid, tokenizer)
        self._capped = rules.capped and bool(tokenizer.most_struck)
        self._begin, self._end, self._lines = begin_step, end_step, list(lines)
        self._bars, self._metric = rules.bars, tokenizer.is_metric
        self._closes = rules.closes and tokenizer.is_metric
        self._key = self._key_pull(rules, tokenizer, batch) if rules.key and rules.steered else None
        # None once the first note is there
        self._pick_ups: Sequence[Bars] | None = pick_ups or None
        # which shifts the first note may have; None once there is one
        self._soon = self._shifts < 4 * tokenizer.grid.steps_per_quarter if rules.soon and not begin_step else None
        if rules.loop and not begin_step:
            self._soon = self._shifts == 0
        self._longest = int(self._shifts.max())
        self._lengths = self._possible_lengths(rules)
        self._long = self._durations > self._longest
        density = tokenizer.density if self._capped or rules.steers else None
        self._polyphony = rules.polyphony
        self._notes = Sounding(self._pitches, self._drums, batch, density, self._polyphony, self._uncounted)
        self._counts = density is not None or self._polyphony > 0
        self._voices = self._voice_leading(rules, tokenizer, batch)
        self._clashes = Clashes.of(tokenizer, batch) if self._capped else None
        # a key that is asked for has masks
        self._strays = Strays.of(tokenizer, batch) if self._capped and not rules.key else None
        self._kits = Kits.of(kits, tokenizer.drum_keys) if self._capped else None
        turns = rules.closed and tokenizer.is_metric and knows_bars(tokenizer.schema)
        self._recurrence = Recurrence(tokenizer.most_returns, batch) if turns else None

    def _voice_leading(self, rules: MusicRules, tokenizer: MusicTokenizer, batch: int) -> VoiceLeading | None:
        pairs = tokenizer.voice_pairs
        if rules.ranges:
            # voices may be asked for where others are
            pairs = replace(pairs, ordered=())
        if not (self._capped and (pairs.apart or pairs.ordered)):
            return None
        return VoiceLeading(pairs, batch, parts=len(tokenizer.parts), pitches=self._pitches.shape[1])

    @property
    def _phrases(self) -> Phrases | None:
        return Phrases(self._lines, ends=self._bars > 0) if self._lines and self._metric else None

    def _key_pull(self, rules: MusicRules, tokenizer: MusicTokenizer, batch: int) -> KeyPull:
        return KeyPull(
            rules.key,
            np.arange(tokenizer.lowest, tokenizer.highest + 1) % 12,
            batch,
            parts=len(tokenizer.parts),
            quarter=tokenizer.grid.steps_per_quarter,
            led=rules.led,
        )

    def _possible_lengths(self, rules: MusicRules) -> Bools:
        possible = np.ones(len(self._durations), bool)
        if self._grid is not None:
            steps = self._shifts[self._grid.spans(self._shifts)]
            if not (steps > 0).any():
                raise UsageError(
                    "nothing in this model's corpus moves in steps of {grid}; use a finer --grid", grid=rules.grid
                )
            # from one line to the next it may be a step less
            self._longest = int(steps.max()) - self._grid.is_rounded
            on_grid = self._grid.spans(self._durations)
            possible = on_grid if on_grid.any() else possible
        if rules.polyphony:
            # a longer note could not be waited for by any shift
            short = self._durations <= self._longest
            possible = possible & short if (possible & short).any() else short
            if not possible.any():
                raise UsageError("this model's notes are too long for a limit on polyphony")
        return possible

    def mask(self, column: int, walk: Walk) -> Bools | None:
        assert isinstance(walk, MusicWalk)
        if column == SHIFT:
            return self._shift_mask(walk)
        if column == INSTRUMENT:
            return self._instrument_mask(walk)
        if column == PITCH:
            return self._pitch_mask(walk)
        if column == DURATION:
            return self._duration_mask(walk)
        return None

    def pull(self, column: int, walk: Walk) -> Floats | None:
        assert isinstance(walk, MusicWalk)
        if column == INSTRUMENT and self._cue is not None:
            return self._cue.nats(walk.onset)
        if column != PITCH or not any((self._key, self._clashes, self._strays, self._kits)):
            return None
        part, nats = walk.row[:, INSTRUMENT], np.zeros((len(walk.onset), self._pitches.shape[1]))
        if self._key is not None:
            nats[:, : self._pitched] += self._key.nats(part, walk.onset, self._phrases)
        if self._clashes is not None:
            nats[:, : self._pitched] += self._clashes.nats(part, walk.onset)
        if self._strays is not None:
            nats[:, : self._pitched] += self._strays.nats(*walk.key)
        if self._kits is not None:
            nats[:, self._pitched :] += self._kits.nats()
        return nats

    def _instrument_mask(self, walk: MusicWalk) -> Bools:
        mask = self._now(walk)
        return where_any(mask & self._notes.free(walk.onset), mask) if self._capped else mask

    def _now(self, walk: MusicWalk) -> Bools:
        """Return the parts that the rules let strike at the onset in progress: bool (batch, parts)."""
        mask = self._instruments & self._notes.room()
        if self._first_parts is not None:
            mask &= self._first_parts
        return mask & (self._voices_from() <= walk.onset[:, None]) if self._polyphony else mask

    def _voices_from(self) -> Ints:
        """Return from when the polyphony lets each part sound a note more: int64 (batch, parts)."""
        return np.where(self._uncounted, 0, self._notes.voice_from[:, None])

    def _first(self, free_from: Ints) -> Ints:
        """Return when the first part is free, int64 (batch, 1), given from when each is, (batch, parts)."""
        return np.asarray(np.where(self._instruments, free_from, _NEVER).min(axis=1, keepdims=True))

    def _pitch_mask(self, walk: MusicWalk) -> Bools:
        part = walk.row[:, INSTRUMENT]
        mask = np.asarray(self._pitches[part] & ~self._notes.struck[np.arange(len(part)), part])
        again = self._again(walk)
        mask = mask if again is None else where_any(mask & ~again, mask)
        if self._voices is None:
            return mask
        parallel = self._voices.parallel(part)
        mask = mask if parallel is None else where_any(mask & ~parallel, mask)
        return where_any(mask & ~self._voices.crossed(part), mask)

    def _again(self, walk: MusicWalk) -> Bools | None:
        """Return the pitches with which a bar would come back for longer than in the corpus, bool (batch, pitches),
        where its form does not say that it does; None for none."""
        if self._recurrence is None:
            return None
        place = walk.bars.place_at(walk.onset)
        again = self._recurrence.forbidden(place, walk.row[:, INSTRUMENT], self._pitches.shape[1])
        if again is None or walk.form is None:
            return again
        return np.asarray(again & (walk.form.kinds(walk.onset) != SAME)[:, None])

    def _duration_mask(self, walk: MusicWalk) -> Bools:
        mask = np.tile(self._lengths, (len(walk.onset), 1))
        if self._end is not None:
            mask = where_any(mask & (walk.onset[:, None] + self._durations <= self._end[:, None]), mask)
        if self._capped and self._long.any():
            # where no other part is free by then, the longest shift must reach the end of this note
            others = np.where(self._instruments, self._notes.free_from, _NEVER)
            others[np.arange(len(mask)), walk.row[:, INSTRUMENT]] = _NEVER
            alone = others.min(axis=1, keepdims=True) > walk.onset[:, None] + self._longest
            mask = where_any(mask & ~(self._long & alone), mask)
        return mask

    def _shift_mask(self, walk: MusicWalk) -> Bools:
        onsets = walk.onset[:, None] + self._shifts
        # one more value stands for the end of the piece; whether that may come is not decided here
        mask = np.ones((len(onsets), len(self._shifts) + 1), bool)
        shifts = mask[:, :-1]
        now = self._now(walk)
        later = self._shifts > 0
        shifts &= later | now.any(axis=1, keepdims=True)
        if self._grid is not None:
            on_line = shifts & self._grid.holds(onsets)
            if self._grid.is_rounded:
                # the corpus may lack the shift to a line, but have one that is a step off
                reached = (on_line & later).any(axis=1, keepdims=True)
                on_line |= shifts & self._grid.spans(self._shifts) & ~reached
            shifts &= on_line
        free_from = self._notes.free_from
        if self._polyphony:
            voices_from = self._voices_from()
            shifts &= onsets >= self._first(voices_from)
            free_from = np.maximum(voices_from, free_from)
        if self._capped:
            now &= self._notes.free(walk.onset)
            sparse = shifts & (onsets >= self._first(free_from))
            sparse &= later | now.any(axis=1, keepdims=True)
            np.copyto(shifts, sparse, where=sparse.any(axis=1, keepdims=True))
        if self._soon is not None:
            soon = shifts & self._soon
            np.copyto(shifts, soon, where=soon.any(axis=1, keepdims=True))
        if self._begin:
            late = shifts & (onsets >= self._begin)
            # where no shift reaches it, the longest comes nearest
            furthest = shifts & (onsets == np.where(shifts, onsets, -1).max(axis=1, keepdims=True))
            np.copyto(shifts, np.where(late.any(axis=1, keepdims=True), late, furthest))
        return mask

    def chose(self, column: int, values: Ints, walk: Walk) -> None:
        assert isinstance(walk, MusicWalk)
        part, pitch = walk.row[:, INSTRUMENT], walk.row[:, PITCH]
        if column == SHIFT:
            self._soon = None
            if self._pick_ups is not None:
                self._add_pick_ups(walk.onset, self._pick_ups)
                self._pick_ups = None
            self._notes.moved(self._shifts[values] > 0)
            if self._recurrence is not None:
                self._recurrence.moved(walk.bars.number_at(walk.onset))
            if self._voices is not None:
                self._voices.moved(self._shifts[values] > 0, walk.onset)
        elif column == PITCH:
            self._first_parts = None
            if self._cue is not None:
                self._cue.heard(part)
            self._notes.strike(part, values)
            if self._kits is not None:
                self._kits.struck(values - self._pitched)
            if self._voices is not None:
                self._voices.strike(part, values)
        elif column == DURATION:
            if self._recurrence is not None:
                self._recurrence.play(walk.bars.place_at(walk.onset), part, pitch)
            if self._voices is not None:
                self._voices.hold(part, walk.onset + self._durations[values])
            if self._counts:
                self._notes.hold(part, pitch, walk.onset + self._durations[values])
            for each in (self._key, self._clashes):
                if each is not None:
                    each.sounded(part, pitch, walk.onset, self._durations[values])
            if self._strays is not None:
                self._strays.sounded(*walk.key, pitch, self._durations[values])

    def _add_pick_ups(self, first: Ints, pick_ups: Sequence[Bars]) -> None:
        """Let takes whose `first` onset, int64 (batch,), is that of a pick-up end a bar later."""
        for take, (bars, onset) in enumerate(zip(pick_ups, first.tolist(), strict=True)):
            bar = int(bars.length[-1]) * bars.first_full(onset)
            if bar and self._end is not None:
                self._end = self._end + bar * (np.arange(len(self._end)) == take)
                self._lines[take] = np.append(self._lines[take], self._lines[take][-1] + bar)

    def over(self, walk: Walk) -> Bools | None:
        assert isinstance(walk, MusicWalk)
        return None if self._end is None else np.asarray(walk.onset >= self._end)

    def beyond(self, walk: Walk) -> Bools | None:
        assert isinstance(walk, MusicWalk)
        if self._end is None or not self._bars:
            return None
        return np.asarray(walk.onset[:, None] + self._shifts >= self._end[:, None])

    def at_home(self, walk: Walk) -> Bools:
        assert isinstance(walk, MusicWalk)
        return np.array([onset >= lines[-1] for onset, lines in zip(walk.onset, self._lines, strict=True)])

    def closing(self, walk: Walk) -> Bools | None:
        assert isinstance(walk, MusicWalk)
        if not self._closes:
            return None
        begins = [lines[-min(CLOSING_BARS, len(lines))] for lines in self._lines]
        return np.asarray(walk.onset >= begins)

    def stretch(self, walk: Walk) -> Ints | None:
        assert isinstance(walk, MusicWalk)
        behind = [np.searchsorted(lines, at, "right") for lines, at in zip(self._lines, walk.onset, strict=True)]
        return np.array(behind, np.int64)

    def take(self, indices: Ints) -> None:
        self._lines = [self._lines[i] for i in indices]
        self._pick_ups = [self._pick_ups[i] for i in indices] if self._pick_ups is not None else None
        self._end = None if self._end is None else self._end[indices]
        for name in _FOLLOWED:
            own = copy(getattr(self, name))
            if own is not None:
                own.take(indices)
                setattr(self, name, own)

    def join(self, others: Sequence[Self]) -> None:
        self._lines = [*self._lines, *(line for other in others for line in other._lines)]
        if self._end is not None:
            self._end = np.concatenate([self._end, *(other._end for other in others if other._end is not None)])
        for name in _FOLLOWED:
            own = getattr(self, name)
            if own is not None:
                own.join([getattr(other, name) for other in others])


_FOLLOWED = ("_notes", "_voices", "_recurrence", "_key", "_clashes", "_strays", "_kits", "_cue")
"""The attributes that follow the notes of growing takes."""


def _cue(parts: Bools, tokenizer: MusicTokenizer, batch: int, begin: int) -> Cue:
    pace = float(np.array(tokenizer.paces)[parts].sum())
    return Cue(parts, batch, pace=pace, quarter=tokenizer.grid.steps_per_quarter, begin=begin)


def where_any(mask: Bools, other: Bools) -> Bools:
    """Return `mask` (batch, values), and `other` for takes to which it leaves nothing."""
    return np.where(mask.any(axis=1, keepdims=True), mask, other)
