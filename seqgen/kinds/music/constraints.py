"""Masks on the columns of music, so that every sample keeps the rules.

Masks on the shift keep time (grid, polyphony, the start of new material), masks on instrument and pitch keep key and
range, masks on the duration keep notes inside the piece.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from fractions import Fraction

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Floats, Ints
from seqgen.errors import UsageError
from seqgen.kinds.base import Constraints, Walk
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, PITCH, SHIFT
from seqgen.kinds.music.key_pull import KeyPull
from seqgen.kinds.music.part_names import parts_named
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.walk import MusicWalk
from seqgen.kinds.word_list import joined_list, split_list
from seqgen.theory.keys import parse_pitch, scale_classes
from seqgen.theory.notes import DRUMS


def parse_grid(text: str, tokenizer: MusicTokenizer) -> int:
    """Return the steps of a rhythmic grid such as `1/8` or `1/8T`; 0 for none. Raises `UsageError`."""
    if not text:
        return 0
    length = _grid_length(text, tokenizer)
    if length <= 0 or length.denominator != 1:
        usual = ("1/2", "1/4", "1/8", "1/8T", "1/16", "1/16T")
        kept = [each for each in usual if _grid_length(each, tokenizer).denominator == 1]
        raise UsageError(f"'{text}' is not a grid that this model can keep; use {', '.join(kept)} (T: triplets)")
    return int(length)


def _grid_length(text: str, tokenizer: MusicTokenizer) -> Fraction:
    """Return a grid in steps, 0 for what is none."""
    match = re.fullmatch(r"1/(\d{1,3})(t|T)?", text.strip())
    if match is None or int(match[1]) == 0:
        return Fraction(0)
    return Fraction(4 * tokenizer.grid.steps_per_quarter, int(match[1])) * (Fraction(2, 3) if match[2] else 1)


def parse_instruments(text: str, tokenizer: MusicTokenizer) -> Bools:
    """Return a mask of the model's parts in a list such as `Soprano, 33, drums`: bool (parts,). Raises `UsageError`."""
    words = split_list(text)
    if not words:
        return np.ones(len(tokenizer.parts), bool)
    return np.asarray(np.any([parts_named(word, tokenizer) for word in words], axis=0))


def playable_pitches(rules: MusicRules, tokenizer: MusicTokenizer) -> Bools:
    """Return a mask of pitches for each part: bool (parts, pitches). Drums have drum keys, others keep to key and
    range. Raises `UsageError` for a rule that concerns nobody, or leaves a part nothing to play."""
    parts, pitched = np.array(tokenizer.parts), tokenizer.pitched
    keys = np.arange(tokenizer.lowest, tokenizer.highest + 1)
    allowed = np.zeros((len(parts), pitched + len(tokenizer.drum_keys)), bool)
    allowed[parts == DRUMS, pitched:] = True
    tuned = scale_classes(rules.key)[keys % 12] if rules.key else np.ones(pitched, bool)
    allowed[parts != DRUMS, :pitched] = tuned
    playing = parse_instruments(rules.instruments, tokenizer) & (parts != DRUMS)
    if not playing.any() and (rules.key or rules.ranges or rules.polyphony):
        raise UsageError("drums alone have no key, range or polyphony; leave these out")
    for text, names, low, high in _parse_ranges(rules.ranges):
        within = (keys >= low) & (keys <= high)
        held = playing & parts_named(names, tokenizer) if names else playing
        if not held.any():
            raise UsageError(f"the range '{text}' is for what does not play here; leave it out")
        allowed[held, :pitched] &= within
        silent = held & ~allowed.any(axis=1)
        if silent.any():
            silenced = joined_list(name for name, is_it in zip(tokenizer.names, silent, strict=True) if is_it)
            raise UsageError(f"the range '{text}' leaves {silenced} no note to play; widen it")
    return allowed


def _parse_ranges(text: str) -> list[tuple[str, str, int, int]]:
    """Return each range of a list: its text, the part that it is for (all if empty), its lowest and highest key."""
    answer = []
    for word in split_list(text):
        match = re.fullmatch(r"(?:(.+)\s*=\s*)?([A-Ga-g0-9#b]+(?:-1)?)\s*-\s*([A-Ga-g0-9#b]+)", word)
        if not match:
            raise UsageError(f"'{word}' is not a range; use for example C2-C5 or 'Bass=C1-C3'")
        low, high = parse_pitch(match[2]), parse_pitch(match[3])
        if low > high:
            raise UsageError(f"the range {match[2]}-{match[3]} is upside down; give the lower pitch first")
        answer.append((word, (match[1] or "").strip(), low, high))
    return answer


class MusicConstraints(Constraints):
    """Masks for `MusicRules`, and for playable takes: drums on drum keys, no note struck twice at once.

    New material begins at `begin_step`; `end_step`, int64 (batch,), is where each take ends, None where the model or
    the number of notes decides. `lines` are the steps at which the bars of each take begin, int64 (bars,).
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
    ) -> None:
        self._shifts, self._durations = np.array(tokenizer.shifts), np.array(tokenizer.durations)
        self._pitches = playable_pitches(rules, tokenizer)
        self._drums = np.array(tokenizer.parts) == DRUMS
        wanted = parse_instruments(rules.instruments, tokenizer)
        self._instruments = wanted & self._pitches.any(axis=1)
        if not self._instruments.any() or (
            (wanted & ~self._drums).any() and not (self._instruments & ~self._drums).any()
        ):
            raise UsageError("key, range and instruments leave no note to play; widen one of them")
        self._grid = parse_grid(rules.grid, tokenizer)
        self._polyphony = rules.polyphony
        pulled = rules.key and rules.steered
        self._key = KeyPull(rules.key, batch, tokenizer.grid.steps_per_quarter) if pulled else None
        self._classes = np.arange(tokenizer.lowest, tokenizer.highest + 1) % 12
        self._begin, self._end, self._lines = begin_step, end_step, list(lines)
        self._bars = rules.bars
        # which shifts the first note may have; None once there is one
        self._soon = self._shifts < 4 * tokenizer.grid.steps_per_quarter if rules.soon and not begin_step else None
        self._lengths = self._possible_lengths(rules)
        self._struck = np.zeros((batch, *self._pitches.shape), bool)
        # when each key of each part falls silent, in steps
        self._silent = np.zeros((batch, *self._pitches.shape), np.int64)

    def _possible_lengths(self, rules: MusicRules) -> Bools:
        possible = np.ones(len(self._durations), bool)
        steps = self._shifts
        if self._grid:
            steps = self._shifts[self._shifts % self._grid == 0]
            if not (steps > 0).any():
                raise UsageError(f"nothing in this model's corpus moves in steps of {rules.grid}; use a finer --grid")
            on_grid = self._durations % self._grid == 0
            possible = on_grid if on_grid.any() else possible
        if self._polyphony:
            # a longer note could not be waited for by any shift
            short = self._durations <= steps.max()
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
        if column != PITCH or self._key is None:
            return None
        nats = np.zeros((len(walk.onset), self._pitches.shape[1]))
        nats[:, : len(self._classes)] = self._key.nats()[:, self._classes]
        return nats

    def _instrument_mask(self, walk: MusicWalk) -> Bools:
        mask = self._instruments & self._room()
        if self._polyphony and self._drums.any():
            full = self._sounding(walk.onset[:, None])[:, 0] >= self._polyphony
            mask[full] &= self._drums
        return mask

    def _pitch_mask(self, walk: MusicWalk) -> Bools:
        part = walk.row[:, INSTRUMENT]
        return np.asarray(self._pitches[part] & ~self._struck[np.arange(len(part)), part])

    def _duration_mask(self, walk: MusicWalk) -> Bools:
        mask = np.tile(self._lengths, (len(walk.onset), 1))
        if self._end is not None:
            inside = mask & (walk.onset[:, None] + self._durations <= self._end[:, None])
            mask = np.where(inside.any(axis=1, keepdims=True), inside, mask)
        return mask

    def _shift_mask(self, walk: MusicWalk) -> Bools:
        onsets = walk.onset[:, None] + self._shifts
        # one more value stands for the end of the piece; whether that may come is not decided here
        mask = np.ones((len(onsets), len(self._shifts) + 1), bool)
        shifts = mask[:, :-1]
        shifts &= (self._shifts > 0) | self._room().any(axis=1, keepdims=True)
        if self._grid:
            shifts &= onsets % self._grid == 0
        if self._polyphony:
            free = self._sounding(onsets) < self._polyphony
            if (self._drums & self._instruments).any():
                # drums do not count, so one of them may always follow, as long as one is left at this onset
                drum_left = (self._room() & self._drums).any(axis=1, keepdims=True)
                free |= (self._shifts > 0) | drum_left
            shifts &= free
        if self._soon is not None:
            soon = shifts & self._soon
            np.copyto(shifts, soon, where=soon.any(axis=1, keepdims=True))
        if self._begin:
            late = shifts & (onsets >= self._begin)
            # where no shift reaches it, the longest comes nearest
            furthest = shifts & (onsets == np.where(shifts, onsets, -1).max(axis=1, keepdims=True))
            np.copyto(shifts, np.where(late.any(axis=1, keepdims=True), late, furthest))
        return mask

    def _room(self) -> Bools:
        """Return a mask of parts that can still strike a note at this onset: bool (batch, parts)."""
        return np.asarray((self._pitches & ~self._struck).any(axis=2) & self._instruments)

    def _sounding(self, steps: Ints) -> Ints:
        """Count the pitched notes so far that will sound at each of `steps` (batch, n): int (batch, n)."""
        pitched = self._silent[:, ~self._drums].reshape(len(steps), 1, -1)
        return np.asarray((pitched > steps[:, :, None]).sum(axis=2))

    def chose(self, column: int, values: Ints, walk: Walk) -> None:
        assert isinstance(walk, MusicWalk)
        if column == SHIFT:
            self._soon = None
            self._struck[self._shifts[values] > 0] = False
        elif column == PITCH:
            self._struck[np.arange(len(values)), walk.row[:, INSTRUMENT], values] = True
        elif column == DURATION:
            if self._polyphony:
                self._note_ends(values, walk)
            if self._key is not None:
                pitched = walk.row[:, PITCH] < len(self._classes)
                classes = self._classes[walk.row[pitched, PITCH]]
                self._key.sounded(pitched, classes, self._durations[values[pitched]])

    def _note_ends(self, durations: Ints, walk: MusicWalk) -> None:
        ends = walk.onset + self._durations[durations]
        self._silent[np.arange(len(durations)), walk.row[:, INSTRUMENT], walk.row[:, PITCH]] = ends

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

    def stretch(self, walk: Walk) -> Ints | None:
        assert isinstance(walk, MusicWalk)
        behind = [np.searchsorted(lines, at, "right") for lines, at in zip(self._lines, walk.onset, strict=True)]
        return np.array(behind, np.int64)

    def take(self, indices: Ints) -> None:
        self._lines = [self._lines[i] for i in indices]
        self._end = None if self._end is None else self._end[indices]
        self._struck, self._silent = self._struck[indices], self._silent[indices]
        if self._key is not None:
            self._key = copy(self._key)
            self._key.take(indices)

    def join(self, others: Sequence[Self]) -> None:
        self._lines = [*self._lines, *(line for other in others for line in other._lines)]
        if self._end is not None:
            self._end = np.concatenate([self._end, *(other._end for other in others if other._end is not None)])
        self._struck = np.concatenate([self._struck, *(other._struck for other in others)])
        self._silent = np.concatenate([self._silent, *(other._silent for other in others)])
        if self._key is not None:
            self._key.join([other._key for other in others if other._key is not None])
