"""Four voices for a sequence of chords, by beam search over all voicings under strict part-writing.

A voicing is four MIDI keys, bass first. Costs are integers, so that every machine finds the same voices. `FORBIDDEN`
marks what the rules exclude; other costs are preferences.
"""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from harmony import Chord

Keys = npt.NDArray[np.int64]

BASS, TENOR, ALTO, SOPRANO = range(4)
RANGES = ((40, 62), (48, 67), (55, 74), (60, 79))
"""Lowest and highest MIDI key of bass, tenor, alto and soprano."""
WIDEST = (24, 12, 12)
"""The most semitones between neighbouring voices, from the bass up."""
FORBIDDEN = 1_000_000
BEAM = 160
PAIRS = tuple(itertools.combinations(range(4), 2))


def _doubling_cost(chord: Chord, counts: dict[int, int], third_in_bass: bool) -> int:
    """Return the cost of the doubled and missing tones of a voicing."""
    root, third, fifth = chord.tones[:3]
    for single in (chord.leading, chord.seventh):
        if single is not None and counts.get(single, 0) != 1:
            return FORBIDDEN
    missing = [tone for tone in chord.tones if tone not in counts]
    if missing == [fifth] and chord.bass == root and not chord.is_cadential and chord.leading != root:
        return 30 if chord.seventh is None else 12
    if missing:
        return FORBIDDEN
    if chord.seventh is not None:
        return 0
    if chord.is_cadential:
        return 0 if counts[fifth] == 2 else 60
    doubled = next(tone for tone in chord.tones if counts[tone] == 2)
    if chord.leading == root:  # a diminished triad is stable only on its third
        return 0 if doubled == third else 25
    minor_third = (third - root) % 12 == 3
    return {root: 0, fifth: 14}.get(doubled, 10 if third_in_bass and minor_third else 20 if minor_third else 32)


@functools.cache
def voicings(chord: Chord) -> tuple[Keys, Keys]:
    """Return all voicings of `chord`, (voicings, 4), and their own costs."""
    places = [
        [key for key in range(low, high + 1) if key % 12 in chord.tones and (voice or key % 12 == chord.bass)]
        for voice, (low, high) in enumerate(RANGES)
    ]
    found, costs = [], []
    for keys in itertools.product(*places):
        gaps = [keys[i + 1] - keys[i] for i in range(3)]
        if any(not 0 <= gap <= widest for gap, widest in zip(gaps, WIDEST, strict=True)) or gaps[2] == 0:
            continue
        counts: dict[int, int] = {}
        for key in keys:
            counts[key % 12] = counts.get(key % 12, 0) + 1
        cost = _doubling_cost(chord, counts, chord.bass == chord.tones[1])
        if cost >= FORBIDDEN:
            continue
        cost += 25 * gaps.count(0) + max(0, gaps[0] - 16) * 4 + max(0, gaps[1] - 9) * 4 + max(0, gaps[2] - 9) * 4
        cost += 2 * max(0, 43 - keys[BASS]) + 3 * max(0, keys[TENOR] - 65) + 3 * max(0, 57 - keys[ALTO])
        found.append(keys)
        costs.append(cost)
    return np.array(found, dtype=np.int64), np.array(costs, dtype=np.int64)


# Cost of moving a voice by semitones; 6, 10 and 11 are never sung.
_STEP = {
    SOPRANO: (7, 0, 0, 4, 6, 16, FORBIDDEN, 24, 45, 45, FORBIDDEN, FORBIDDEN, 50),
    ALTO: (0, 1, 1, 8, 10, 18, FORBIDDEN, 30, 70, 80, FORBIDDEN, FORBIDDEN, 90),
    TENOR: (0, 1, 1, 7, 9, 15, FORBIDDEN, 26, 60, 70, FORBIDDEN, FORBIDDEN, 80),
    BASS: (6, 0, 0, 5, 6, 5, 30, 7, 30, 30, FORBIDDEN, FORBIDDEN, 16),
}
_STEP_TABLES = {voice: np.array([*steps, *[FORBIDDEN] * 40]) for voice, steps in _STEP.items()}


def _perfect(low: Keys, high: Keys) -> npt.NDArray[np.bool_]:
    interval = (high - low) % 12
    return (interval == 0) | (interval == 7)


def _pair_costs(before: Keys, after: Keys) -> Keys:
    """Return the cost of parallels, overlaps and hidden fifths from `before` (b, 1, 4) to `after` (1, a, 4): (b, a)."""
    cost = np.zeros((len(before), after.shape[1]), dtype=np.int64)
    moved = before != after
    for low, high in PAIRS:
        same = (before[..., high] - before[..., low]) % 12 == (after[..., high] - after[..., low]) % 12
        both = moved[..., low] & moved[..., high]
        cost += FORBIDDEN * (both & same & _perfect(after[..., low], after[..., high]))
    for low in range(3):
        cost += 40 * ((after[..., low] > before[..., low + 1]) | (after[..., low + 1] < before[..., low]))
    rise = after - before
    hidden = (rise[..., SOPRANO] * rise[..., BASS] > 0) & _perfect(after[..., BASS], after[..., SOPRANO])
    cost += hidden * np.where(np.abs(rise[..., SOPRANO]) > 2, 60, 10)
    signs = np.sign(rise)
    cost += 30 * (np.abs(signs.sum(axis=-1)) == 4)
    cost -= 4 * (signs[..., SOPRANO] * signs[..., BASS] < 0)
    return cost


def _tendency_costs(before: Keys, after: Keys, first: Chord, second: Chord) -> Keys:
    """Return the cost of unresolved tones: leading tones rise, sevenths fall, no augmented seconds."""
    rise = after - before
    cost = np.zeros(rise.shape[:2], dtype=np.int64)
    classes = before % 12
    if first.leading is not None and (first.leading + 1) % 12 in second.tones:
        leads = classes == first.leading
        falls = leads & (rise == -4) & (second.leading is None)
        falls[..., SOPRANO] = falls[..., BASS] = False  # only an inner voice may fall, to the tonic's fifth
        cost += (np.where(falls, 8, FORBIDDEN) * (leads & (rise != 1))).sum(axis=-1)
    if first.seventh is not None:
        falls = (rise == -1) | (rise == -2) | ((rise == 0) & (first.seventh in second.tones))
        cost += FORBIDDEN * ((classes == first.seventh) & ~falls).any(axis=-1)
    six, seven = (first.key.tonic + 8) % 12, (first.key.tonic + 11) % 12
    goes = after % 12
    augmented = ((classes == six) & (goes == seven)) | ((classes == seven) & (goes == six))
    cost += FORBIDDEN * (augmented & (np.abs(rise) == 3)).any(axis=-1)
    for chord, old, new in ((second, 0, 1), (first, 1, 0)):
        for pair in chord.altered:
            crossed = (classes == pair[old]).any(axis=-1) & (goes == pair[new]).any(axis=-1)
            in_one_voice = ((classes == pair[old]) & (goes == pair[new]) & (np.abs(rise) == 1)).any(axis=-1)
            cost += 45 * (crossed & ~in_one_voice)
    return cost


def _melody_costs(last: Keys, now: Keys, soprano_before: Keys, bass_before: Keys) -> Keys:
    """Return the cost of melodic turns in the outer voices: leaps are answered, notes seldom repeated."""
    rise = now[..., SOPRANO] - last[..., SOPRANO]
    cost = 14 * ((rise == 0) & (soprano_before == 0))
    leapt = np.abs(soprano_before) > 4
    answered = (np.sign(rise) == -np.sign(soprano_before)) & (np.abs(rise) <= 2)
    cost += 14 * (leapt & ~answered)
    cost += 18 * ((np.abs(rise) > 2) & (np.abs(soprano_before) > 2) & (rise * soprano_before > 0))
    cost += 13 * ((rise == -soprano_before) & (rise != 0))  # to and fro
    bass = now[..., BASS] - last[..., BASS]
    cost += 14 * ((np.abs(bass) > 4) & (np.abs(bass_before) > 4) & (bass * bass_before > 0))
    return cost


@dataclass
class _Beam:
    """The best beginnings so far: last voicing, last moves of the outer voices, and cost."""

    keys: Keys
    soprano_rise: Keys
    bass_rise: Keys
    cost: Keys


def _kept(cost: Keys, choice_count: int, rises: Keys) -> Keys:
    """Return flat indices of the extensions to keep: the cheapest for every voicing and last move."""
    flat = cost.ravel()
    seen: set[tuple[int, int]] = set()
    kept = []
    for index in np.argsort(flat, kind="stable")[: 12 * BEAM].tolist():
        if flat[index] >= FORBIDDEN:
            break
        mark = (index % choice_count, int(rises.ravel()[index]))
        if mark not in seen:
            seen.add(mark)
            kept.append(index)
            if len(kept) == BEAM:
                break
    return np.array(kept, dtype=np.int64)


def set_voices(
    rng: random.Random, chords: Sequence[Chord], targets: Sequence[int], *, before: tuple[Chord, Keys] | None,
    sopranos: Sequence[int | None], last_degrees: Sequence[int],
) -> tuple[int, list[list[int]]] | None:  # fmt: skip
    """Return the cost and voicings of the best setting found, or None if the rules allow none.

    `targets` are preferred keys of the soprano at each chord, `sopranos` required keys (None: free), `last_degrees` the
    pitch classes allowed for its last note, and `before` the last chord and voicing of the phrase before.
    """
    beam: _Beam | None = None
    if before is not None:
        zero = np.zeros(1, dtype=np.int64)
        beam = _Beam(before[1][None, :], zero, zero, zero)
    history: list[tuple[Keys, Keys]] = []
    for i, chord in enumerate(chords):
        ways, own = voicings(chord)
        own = own + 2 * np.abs(ways[:, SOPRANO] - targets[i]) + [rng.randrange(9) for _ in ways]
        wanted = sopranos[i]
        if wanted is not None:
            own = own + 80 * (ways[:, SOPRANO] != wanted)
        if i == len(chords) - 1 and last_degrees:
            own = own + FORBIDDEN * ~np.isin(ways[:, SOPRANO] % 12, last_degrees)
        if beam is None:
            order = np.argsort(own, kind="stable")[:BEAM]
            order = order[own[order] < FORBIDDEN]
            zero = np.zeros(len(order), dtype=np.int64)
            beam = _Beam(ways[order], zero, zero, own[order])
            history.append((ways[order], np.zeros(len(order), dtype=np.int64)))
            continue
        first = chords[i - 1] if i else before[0] if before else chord
        cost = beam.cost[:, None] + own[None, :] + _step_costs(beam, ways, first, chord)
        rises = ways[None, :, SOPRANO] - beam.keys[:, None, SOPRANO]
        kept = _kept(cost, len(ways), rises)
        if not len(kept):
            return None
        parent, choice = kept // len(ways), kept % len(ways)
        rise = ways[choice] - beam.keys[parent]
        beam = _Beam(ways[choice], rise[:, SOPRANO], rise[:, BASS], cost.ravel()[kept])
        history.append((ways[choice], parent))
    assert beam is not None
    return int(beam.cost[0]), _trace(history)


def _step_costs(beam: _Beam, ways: Keys, first: Chord, second: Chord) -> Keys:
    before, after = beam.keys[:, None, :], ways[None, :, :]
    cost = _pair_costs(before, after) + _tendency_costs(before, after, first, second)
    for voice, table in _STEP_TABLES.items():
        cost += table[np.abs(after[..., voice] - before[..., voice])]
    return cost + _melody_costs(before, after, beam.soprano_rise[:, None], beam.bass_rise[:, None])


def _trace(history: list[tuple[Keys, Keys]]) -> list[list[int]]:
    at, path = 0, []
    for keys, parents in reversed(history):
        path.append(keys[at].tolist())
        at = int(parents[at])
    return path[::-1]
