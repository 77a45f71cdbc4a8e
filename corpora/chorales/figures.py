"""Passing notes, neighbours, suspensions and ties that keep the rules of part-writing.

The piece is a grid of eighths: `keys[voice][eighth]` and whether a note begins there. A figure stays only if it
causes no parallels, no crossing and no clash.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from harmony import Chord
from voices import ALTO, BASS, PAIRS, RANGES, SOPRANO, TENOR, WIDEST

Cell = tuple[int, int, bool]
"""An eighth, the key sung there, and whether a note begins."""


@dataclass(frozen=True)
class Place:
    """A chord in time: `start` and `eighths` on the grid, `ends` at a phrase's last chord, `seed` for its figures."""

    chord: Chord
    start: int
    eighths: int
    strong: bool
    ends: bool
    seed: str


@dataclass
class Grid:
    """Four voices, bass first, in eighths."""

    keys: list[list[int]]
    begins: list[list[bool]]
    figured: list[list[bool]]

    @property
    def eighths(self) -> int:
        return len(self.keys[0])


def plain(places: Sequence[Place], chords: Sequence[Sequence[int]]) -> Grid:
    """Return the grid of the bare chords."""
    keys: list[list[int]] = [[], [], [], []]
    begins: list[list[bool]] = [[], [], [], []]
    for place, sung in zip(places, chords, strict=True):
        for voice in range(4):
            keys[voice] += [sung[voice]] * place.eighths
            begins[voice] += [True] + [False] * (place.eighths - 1)
    return Grid(keys, begins, [[False] * len(row) for row in keys])


def has_parallels(keys: Sequence[Sequence[int]], before: int, after: int) -> bool:
    """Return whether two voices move in parallel fifths, octaves or unisons between two eighths."""
    for low, high in PAIRS:
        first, second = keys[high][before] - keys[low][before], keys[high][after] - keys[low][after]
        both_move = keys[low][before] != keys[low][after] and keys[high][before] != keys[high][after]
        if both_move and first % 12 == second % 12 and second % 12 in (0, 7):
            return True
    return False


def _fits(grid: Grid, voice: int, eighths: Sequence[int]) -> bool:
    """Return whether the grid keeps the rules around these eighths of a voice."""
    low, high = RANGES[voice]
    for eighth in eighths:
        if not low <= grid.keys[voice][eighth] <= high:
            return False
        column = [row[eighth] for row in grid.keys]
        if any(not 0 <= column[i + 1] - column[i] <= WIDEST[i] for i in range(3)) or column[ALTO] == column[SOPRANO]:
            return False
        for other in range(4):
            if other != voice and not _sounds_well(grid, voice, other, eighth):
                return False
    last = grid.eighths - 1
    near = range(max(0, eighths[0] - 1), min(last, eighths[-1] + 1))
    beats = range(max(0, eighths[0] // 2 * 2 - 2), min(last - 1, eighths[-1] // 2 * 2 + 1), 2)
    return not any(has_parallels(grid.keys, i, i + 1) for i in near) and not any(
        has_parallels(grid.keys, i, i + 2) for i in beats
    )


def _sounds_well(grid: Grid, voice: int, other: int, eighth: int) -> bool:
    """Return whether two voices may sound together here, of which `voice` has a figure."""
    low, high = min(voice, other), max(voice, other)
    interval = grid.keys[high][eighth] - grid.keys[low][eighth]
    if grid.figured[other][eighth]:
        return interval % 12 in (3, 4, 8, 9) or (interval % 12 == 0 and interval > 0)
    if interval % 12 == 0:
        return interval > 0
    return (interval != 1 and interval % 12 not in (1, 11)) or interval == 11 or interval > 13


def _try(grid: Grid, voice: int, cells: Sequence[Cell]) -> bool:
    """Put the cells on the grid if they fit; otherwise leave it as it was."""
    eighths = [cell[0] for cell in cells]
    old = [(grid.keys[voice][e], grid.begins[voice][e], grid.figured[voice][e]) for e in eighths]
    for eighth, key, begins in cells:
        grid.keys[voice][eighth], grid.begins[voice][eighth], grid.figured[voice][eighth] = key, begins, True
    if _fits(grid, voice, eighths):
        return True
    for eighth, (key, begins, figured) in zip(eighths, old, strict=True):
        grid.keys[voice][eighth], grid.begins[voice][eighth], grid.figured[voice][eighth] = key, begins, figured
    return False


def _steps_between(chord: Chord, start: int, goal: int) -> list[int]:
    """Return the notes of the scale strictly between two keys, in order from `start`."""
    scale, key = list(chord.scale()), chord.key
    if key.mode == "minor":  # melodic minor: up through the raised degrees to the leading tone and the tonic
        six, seven = (key.tonic + 8) % 12, (key.tonic + 10) % 12
        if goal > start and goal % 12 in (key.tonic, (key.tonic + 11) % 12):
            scale = [{six: (six + 1) % 12, seven: (seven + 1) % 12}.get(tone, tone) for tone in scale]
        elif goal < start:
            scale = [seven if tone == (seven + 1) % 12 else tone for tone in scale]
    way = range(start + 1, goal) if goal > start else range(start - 1, goal, -1)
    return [note for note in way if note % 12 in scale]


def _passing(place: Place, start: int, goal: int) -> list[Cell] | None:
    """Return the cells of passing notes from this chord to the next."""
    between = _steps_between(place.chord, start, goal)
    end = place.start + place.eighths
    if len(between) == 1 and 3 <= abs(goal - start) <= 4:
        if place.eighths == 4 and random.Random(place.seed + "long").random() < 0.5:
            return [(end - 2, between[0], True), (end - 1, between[0], False)]
        return [(end - 1, between[0], True)]
    if len(between) == 2 and place.eighths == 4 and 5 <= abs(goal - start) <= 6:
        return [(end - 2, between[0], True), (end - 1, between[1], True)]
    return None


def _neighbour(place: Place, note: int, *, upper: bool) -> list[Cell]:
    """Return the cells of a neighbour note before a repeated note."""
    reach = 3 if upper else -3
    between = _steps_between(place.chord, note, note + reach)
    if not between:
        return []
    end = place.start + place.eighths
    return [(end - 1, between[0], True)]


def _suspension(grid: Grid, voice: int, place: Place, before: int, note: int) -> list[Cell]:
    """Return the cells of a suspension, which resolves down by step."""
    hold = max(1, place.eighths // 2) if not place.ends else 2
    first = place.start
    others = [row[first] for i, row in enumerate(grid.keys) if i != voice]
    bass = grid.keys[BASS][first]
    interval = (before - bass) % 12
    dissonant = interval in (5, 10, 11, 2, 1) if voice != BASS else any((k - before) % 12 in (1, 2) for k in others)
    doubled = any(key % 12 == note % 12 for key in (others if voice == BASS else others[1:]))
    if not dissonant or doubled or before % 12 in place.chord.tones:
        return []
    cells: list[Cell] = [(first + i, before, False) for i in range(hold)]
    return [*cells, (first + hold, note, True)]


def _rivals(grid: Grid, eighths: Sequence[int]) -> int:
    return max(sum(row[e] for row in grid.figured) for e in eighths)


def _figure(grid: Grid, voice: int, place: Place, following: Place | None, rng: random.Random) -> bool:
    """Try one figure for one voice in one place, and return whether it stayed."""
    first, end = place.start, place.start + place.eighths
    note = grid.keys[voice][end - 1]
    if grid.figured[voice][end - 1]:
        return False
    if first and rng.random() < 0.6 and place.strong and not grid.figured[voice][first - 1]:
        before = grid.keys[voice][first - 1]
        if 1 <= before - note <= 2 and before % 12 != place.chord.leading:
            cells = _suspension(grid, voice, place, before, note)
            if cells and cells[-1][0] < end and _rivals(grid, [c[0] for c in cells]) < 1 and _try(grid, voice, cells):
                return True
    if place.ends or following is None:
        return False
    goal = grid.keys[voice][end]
    cells = _passing(place, note, goal) or []
    if not cells and goal == note and voice != BASS and rng.random() < 0.35:
        cells = _neighbour(place, note, upper=rng.random() < 0.4)
    if not cells and goal == note and voice == BASS and note - 12 >= 40 and rng.random() < 0.5:
        cells = [(end - 1, note - 12, True)]
    return bool(cells) and _rivals(grid, [c[0] for c in cells]) < 2 and _try(grid, voice, cells)


def _tie(grid: Grid, place: Place) -> None:
    """Tie repeated notes of inner voices from a strong beat to a weak one."""
    rng = random.Random(place.seed + "tie")
    for voice in (ALTO, TENOR):
        e = place.start
        if e and not place.strong and rng.random() < 0.5 and grid.keys[voice][e - 1] == grid.keys[voice][e]:
            grid.begins[voice][e] = False


def embellish(places: Sequence[Place], chords: Sequence[Sequence[int]], *, liveliness: float) -> Grid:
    """Return the voices with figures. `liveliness` is the rate at which they are tried.

    Figures depend on the seed of a place only, so that a repeated phrase keeps its figures.
    """
    grid = plain(places, chords)
    for i, place in enumerate(places):
        following = places[i + 1] if i + 1 < len(places) else None
        rng = random.Random(place.seed)
        voices = sorted(range(4), key=lambda voice: rng.random() - (0.25 if voice in (BASS, SOPRANO) else 0))
        chance = liveliness
        for voice in voices:
            if rng.random() < chance and _figure(grid, voice, place, following, rng):
                chance *= 0.6
    for i, place in enumerate(places):
        if i and not places[i - 1].ends:
            _tie(grid, place)
    return grid
