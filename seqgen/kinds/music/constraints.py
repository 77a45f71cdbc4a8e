"""Masks on the columns of music, so that every sample keeps the rules.

Masks on the shift keep time (grid, polyphony, the start of new material), masks on instrument and pitch keep key and
range, masks on the duration keep notes inside the piece.
"""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np

from seqgen.arrays import Bools, Ints
from seqgen.errors import UsageError
from seqgen.kinds.base import Constraints, Walk
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, PITCH, SHIFT
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.walk import MusicWalk
from seqgen.theory.keys import parse_pitch, scale_classes
from seqgen.theory.notes import DRUMS, PARTS_PER_PROGRAM


def parse_grid(text: str, tokenizer: MusicTokenizer) -> int:
    """Return the steps of a rhythmic grid such as `1/8` or `1/8T`; 0 for none. Raises `UsageError`."""
    if not text:
        return 0
    match = re.fullmatch(r"1/(\d+)(t|T)?", text.strip())
    quarter = tokenizer.grid.steps_per_quarter
    length = Fraction(4 * quarter, int(match[1]) or 1) * (Fraction(2, 3) if match[2] else 1) if match else Fraction(0)
    if length <= 0 or length.denominator != 1:
        raise UsageError(f"'{text}' is not a grid that seqgen can keep; use 1/4, 1/8, 1/16 or 1/8T (triplets)")
    return int(length)


def parse_instruments(text: str, tokenizer: MusicTokenizer) -> Bools:
    """Return a mask of the model's parts in a list such as `Soprano, 33, drums`: bool (parts,). Raises `UsageError`."""
    if not text.strip():
        return np.ones(len(tokenizer.parts), bool)
    chosen = np.zeros(len(tokenizer.parts), bool)
    for word in filter(None, (w.strip().lower() for w in text.split(","))):
        hits = np.array(
            [
                word in name.lower() or (word.isdigit() and part != DRUMS and part // PARTS_PER_PROGRAM == int(word))
                for part, name in zip(tokenizer.parts, tokenizer.names, strict=True)
            ]
        )
        if not hits.any():
            raise UsageError(f"this model plays no '{word}'; it plays {', '.join(tokenizer.names)}")
        chosen |= hits
    return chosen


def playable_pitches(rules: MusicRules, tokenizer: MusicTokenizer) -> Bools:
    """Return a mask of pitches for each part: bool (parts, pitches). Drums have drum keys, others keep to key and
    range."""
    parts, pitched = np.array(tokenizer.parts), tokenizer.pitched
    keys = np.arange(tokenizer.lowest, tokenizer.highest + 1)
    allowed = np.zeros((len(parts), pitched + len(tokenizer.drum_keys)), bool)
    allowed[parts == DRUMS, pitched:] = True
    tuned = scale_classes(rules.key)[keys % 12] if rules.key else np.ones(pitched, bool)
    allowed[parts != DRUMS, :pitched] = tuned
    for names, low, high in _parse_ranges(rules.ranges):
        within = (keys >= low) & (keys <= high)
        for i in np.flatnonzero(parse_instruments(names, tokenizer) & (parts != DRUMS)):
            allowed[i, :pitched] &= within
    return allowed


def _parse_ranges(text: str) -> list[tuple[str, int, int]]:
    answer = []
    for word in filter(None, (w.strip() for w in text.split(","))):
        match = re.fullmatch(r"(?:(.+?)\s*=\s*)?([A-Ga-g0-9#b]+(?:-1)?)\s*-\s*([A-Ga-g0-9#b]+)", word)
        if not match:
            raise UsageError(f"'{word}' is not a range; use for example C2-C5 or 'Bass=C1-C3'")
        low, high = parse_pitch(match[2]), parse_pitch(match[3])
        if low > high:
            raise UsageError(f"the range {match[2]}-{match[3]} is upside down; give the lower pitch first")
        answer.append((match[1] or "", low, high))
    return answer


class MusicConstraints(Constraints):
    """Masks for `MusicRules`, and for playable takes: drums on drum keys, no note struck twice at once."""

    def __init__(
        self,
        rules: MusicRules,
        tokenizer: MusicTokenizer,
        batch: int,
        *,
        begin_step: int = 0,
        end_step: int | None = None,
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
        self._begin, self._end = begin_step, end_step
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
            mask = self._instruments & self._room()
            if self._polyphony and self._drums.any():
                full = self._sounding(walk.onset[:, None])[:, 0] >= self._polyphony
                mask[full] &= self._drums
            return mask
        if column == PITCH:
            part = walk.row[:, INSTRUMENT]
            return np.asarray(self._pitches[part] & ~self._struck[np.arange(len(part)), part])
        if column == DURATION:
            mask = np.tile(self._lengths, (len(walk.onset), 1))
            if self._end is not None:
                inside = mask & (walk.onset[:, None] + self._durations <= self._end)
                mask = np.where(inside.any(axis=1, keepdims=True), inside, mask)
            return mask
        return None

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
            np.copyto(shifts, late, where=late.any(axis=1, keepdims=True))
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
        elif column == DURATION and self._polyphony:
            ends = walk.onset + self._durations[values]
            self._silent[np.arange(len(values)), walk.row[:, INSTRUMENT], walk.row[:, PITCH]] = ends

    def keep(self, takes: Bools) -> None:
        self._struck, self._silent = self._struck[takes], self._silent[takes]
