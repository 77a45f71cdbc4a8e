"""Keys, chords and progressions: transitions between chords, and phrases drawn from them with their cadences.

The tables are ours and follow textbooks of the common practice (tonic, pre-dominant, dominant, tonic; a cadential
six-four before the dominant; secondary dominants; modulation through a common chord). A phrase is an exact sample from
the Markov chain of the tables given its beginning and its cadence: the weights of all ways to the end are summed
backwards first, so that no draw ends in a dead end.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}

# Semitones above the tonic, root first.
TONES = {
    "major": {
        "I": (0, 4, 7), "ii": (2, 5, 9), "iii": (4, 7, 11), "IV": (5, 9, 0), "V": (7, 11, 2), "vi": (9, 0, 4),
        "vii": (11, 2, 5), "ii7": (2, 5, 9, 0), "V7": (7, 11, 2, 5), "V/V": (2, 6, 9), "V7/V": (2, 6, 9, 0),
        "V7/IV": (0, 4, 7, 10), "V/vi": (4, 8, 11), "V7/vi": (4, 8, 11, 2), "V7/ii": (9, 1, 4, 7),
    },
    "minor": {
        "i": (0, 3, 7), "I": (0, 4, 7), "ii": (2, 5, 8), "III": (3, 7, 10), "iv": (5, 8, 0), "V": (7, 11, 2),
        "v": (7, 10, 2), "VI": (8, 0, 3), "VII": (10, 2, 5), "vii": (11, 2, 5), "ii7": (2, 5, 8, 0),
        "V7": (7, 11, 2, 5), "V7/III": (10, 2, 5, 8), "V7/iv": (0, 4, 7, 10), "V/V": (2, 6, 9), "V7/V": (2, 6, 9, 0),
    },
}  # fmt: skip

# Following chords with their weights.
FOLLOWERS = {
    "major": {
        "I": "I6 3 IV 4 IV6 1 V 4 V6 3 V7 1 V65 3 V43 2 V42 1 vi 4 ii 2 ii6 3 ii65 2 iii 1 vii6 3 V65/V 1 V7/IV 1 "
             "V65/vi 1 V6/vi 1 V65/ii 1",
        "I6": "I 2 IV 4 ii6 3 ii 1 V 2 V43 1 vii6 2 ii65 2 V65/V 1",
        "ii": "V 5 V7 4 V6 2 V65 2 ii6 1 I64 3 vii6 1 V43 1 V42 1 V/V 1 I6 1",
        "ii6": "V 5 V7 3 I64 4 V42 1 ii 1 vii6 1 V65/V 1",
        "ii7": "V 4 V7 3 I64 2",
        "ii65": "V 5 V7 3 I64 3",
        "iii": "vi 4 IV 4 ii6 1",
        "IV": "V 4 I 3 I6 2 ii 2 ii6 1 ii65 1 ii7 1 V7 2 V42 2 I64 3 vii6 2 V65/V 2 V6 1",
        "IV6": "V 3 V65 2 V6 1 I64 1 ii65 1",
        "V": "I 5 vi 3 I6 2 V7 1 V42 2 V6 1 IV6 1 V65/vi 1",
        "V6": "I 5 V65 1 vi 1",
        "V7": "I 6 vi 3",
        "V65": "I 5",
        "V43": "I 3 I6 3",
        "V42": "I6 5",
        "vi": "ii 3 ii6 3 IV 4 V 2 iii 1 I6 1 V6 1 V/V 1 V65/V 2 V43/V 1 IV6 1 ii65 2 V65/ii 1",
        "vii6": "I 3 I6 4",
        "I64": "V 3 V7 5",
        "V/V": "V 5 V7 1",
        "V7/V": "V 5",
        "V65/V": "V 5 I64 1",
        "V43/V": "V 3",
        "V7/IV": "IV 4",
        "V6/vi": "vi 4",
        "V65/vi": "vi 4",
        "V65/ii": "ii 4",
    },
    "minor": {
        "i": "i6 3 iv 4 iv6 1 V 4 V6 3 V7 1 V65 3 V43 2 VI 4 ii6 3 ii65 3 VII 2 III 1 vii6 3 v6 1 V65/iv 1 V65/V 1",
        "i6": "i 2 iv 4 ii6 3 ii65 2 V 2 V43 1 vii6 2",
        "ii6": "V 5 V7 3 i64 4 V42 1 vii6 1",
        "ii65": "V 5 V7 3 i64 3",
        "III": "VI 4 iv 4 VII 1 i6 1 ii6 1",
        "iv": "V 4 i 2 i6 2 ii6 1 ii65 1 V7 2 V42 1 i64 3 VII 2 vii6 1 V65/V 1",
        "iv6": "V 5",
        "V": "i 5 VI 3 i6 2 V7 1 V42 2 V6 1 I 0",
        "V6": "i 5 V65 1",
        "V7": "i 6 VI 3 I 0",
        "V65": "i 5",
        "V43": "i 3 i6 3",
        "V42": "i6 5",
        "v6": "iv6 3 VI 2",
        "VI": "ii6 3 iv 4 V 1 III 2 ii65 2 VII 2 V65/V 1 V65/III 1",
        "VII": "III 4 V65/III 1 i 1",
        "vii6": "i 3 i6 4",
        "i64": "V 3 V7 5",
        "V7/III": "III 4",
        "V65/III": "III 4",
        "V65/iv": "iv 4",
        "V65/V": "V 5 i64 1",
    },
}  # fmt: skip

FIGURES = {"": 0, "6": 1, "64": 2, "7": 0, "65": 1, "43": 2, "42": 3}
SYMBOL = re.compile(r"([iIvV]+)(\d*)(/[iIvV]+)?")


@dataclass(frozen=True)
class Key:
    """A tonic (pitch class, C = 0) and a mode."""

    tonic: int
    mode: str

    @property
    def scale(self) -> tuple[int, ...]:
        """Pitch classes of the scale from the tonic up; natural minor."""
        return tuple((self.tonic + step) % 12 for step in SCALES[self.mode])


@dataclass(frozen=True)
class Chord:
    """A chord in a key: pitch classes root first, and which of them is the bass, must rise or must fall."""

    key: Key
    symbol: str
    tones: tuple[int, ...]
    bass: int
    leading: int | None
    seventh: int | None

    @property
    def is_cadential(self) -> bool:
        """True for a six-four, which has its fifth in the bass."""
        return self.symbol.endswith("64")

    @property
    def altered(self) -> tuple[tuple[int, int], ...]:
        """Pairs of scale tone and the chord's alteration of it."""
        pairs = []
        for tone in self.tones:
            if tone not in self.key.scale:
                # A raised degree leads up; only the seventh of the subdominant's dominant is lowered.
                natural = (tone + 1) % 12 if tone == self.seventh else (tone - 1) % 12
                pairs.append((natural, tone))
        return tuple(pairs)

    def scale(self) -> tuple[int, ...]:
        """Pitch classes for passing notes: the scale of the key with the chord's alterations."""
        swap = dict(self.altered)
        return tuple(sorted(swap.get(pitch_class, pitch_class) for pitch_class in self.key.scale))


@functools.cache
def chord(key: Key, symbol: str) -> Chord:
    """Return the chord of a Roman numeral with figures in `key`."""
    match = SYMBOL.fullmatch(symbol)
    assert match is not None, symbol
    numeral, figures, of = match.group(1), match.group(2), match.group(3) or ""
    has_seventh = figures in ("7", "65", "43", "42")
    offsets = TONES[key.mode][numeral + ("7" if has_seventh else "") + of]
    tones = tuple((key.tonic + offset) % 12 for offset in offsets)
    leading = tones[0] if numeral == "vii" else tones[1] if numeral == "V" else None
    return Chord(key, symbol, tones, tones[FIGURES[figures]], leading, tones[3] if has_seventh else None)


@functools.cache
def followers(mode: str, symbol: str) -> dict[str, int]:
    """Return the weights of the symbols that may follow `symbol`."""
    words = FOLLOWERS[mode].get(symbol, "").split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


@functools.cache
def same_chord(of: Chord, key: Key) -> str | None:
    """Return the symbol of chord `of` in `key` if it is diatonic there (secondary dominants are not)."""
    for symbol in FOLLOWERS[key.mode]:
        if "/" not in symbol and not symbol.endswith("64"):
            other = chord(key, symbol)
            if other.tones == of.tones and other.bass == of.bass:
                return symbol
    return None


@functools.cache
def next_chords(before: Chord, goal: Key) -> tuple[tuple[Chord, int], ...]:
    """Return the weights of what may follow `before`, in its key or through a common chord in key `goal`."""
    weights = {chord(before.key, symbol): 4 * w for symbol, w in followers(before.key.mode, before.symbol).items()}
    if goal != before.key:
        name = same_chord(before, goal)
        for symbol, weight in followers(goal.mode, name).items() if name else ():
            weights[chord(goal, symbol)] = 3 * weight
    return tuple(weights.items())


@dataclass(frozen=True)
class Slot:
    """The place of a chord: its length in eighths and whether it falls on a strong beat."""

    eighths: int
    strong: bool


@dataclass(frozen=True)
class Cadence:
    """The end of a phrase: its key, the last two symbols (None where the first is free), and the soprano's
    last scale degrees in semitones above that key's tonic (empty: any)."""

    name: str
    key: Key
    before: tuple[str, ...]
    last: str
    soprano: tuple[int, ...] = ()


def _metre_weight(before: Chord, after: Chord, strong: bool) -> int:
    """Return the factor of a chord's weight at this place in the bar, in sixteenths."""
    if after.is_cadential and not strong:
        return 0
    if strong and after.bass == before.bass:
        return 3  # a bass that stays over the bar line blurs the metre
    if strong and after.tones[0] == before.tones[0]:
        return 4
    return 16


def draw_phrase(
    rng: random.Random, slots: Sequence[Slot], *, home: Key, cadence: Cadence, start: dict[str, int],
    prefix: Sequence[Chord] = (),
) -> list[Chord] | None:  # fmt: skip
    """Draw one chord for every slot, or None if `prefix` cannot lead to the cadence."""
    last = chord(cadence.key, cadence.last)
    before_last = {chord(cadence.key, symbol) for symbol in cadence.before}
    layers: list[dict[Chord, dict[Chord, int]]] = []
    reached = {chord(home, symbol) for symbol in start}
    for i in range(len(slots)):
        if i < len(prefix):
            reached &= {prefix[i]}
        if i == len(slots) - 2 and before_last:
            reached &= before_last
        if i == len(slots) - 1:
            break
        layer = {}
        for now in reached:
            edges = {}
            for after, weight in next_chords(now, cadence.key):
                weight = max(weight, 8) if after == last and i == len(slots) - 2 else weight
                edges[after] = weight * _metre_weight(now, after, slots[i + 1].strong)
            layer[now] = edges
        layers.append(layer)
        reached = {after for edges in layer.values() for after, weight in edges.items() if weight}
    if last not in reached:
        return None
    return _draw_path(rng, layers, {chord(home, symbol): weight for symbol, weight in start.items()}, last)


def _draw_path(
    rng: random.Random, layers: list[dict[Chord, dict[Chord, int]]], start: dict[Chord, int], last: Chord
) -> list[Chord] | None:
    """Draw a path through the layers to `last` by weight, summing ways to the end backwards in integers."""
    ways: dict[Chord, int] = {last: 1}
    totals = [ways]
    for layer in reversed(layers):
        ways = {
            now: sum(weight * ways.get(after, 0) for after, weight in edges.items()) for now, edges in layer.items()
        }
        totals.insert(0, ways)
    options = {now: weight * totals[0].get(now, 0) for now, weight in start.items()}
    path = []
    for i in range(len(totals)):
        if not any(options.values()):
            return None
        path.append(_draw(rng, options))
        if i < len(layers):
            options = {after: weight * totals[i + 1].get(after, 0) for after, weight in layers[i][path[-1]].items()}
    return path


def _draw(rng: random.Random, options: dict[Chord, int]) -> Chord:
    """Draw a key of `options` by its integer weight, the same on every machine."""
    ordered = sorted(options.items(), key=lambda item: (item[0].key.tonic, item[0].key.mode, item[0].symbol))
    mark = rng.randrange(sum(options.values()))
    for option, weight in ordered:
        mark -= weight
        if mark < 0:
            return option
    raise AssertionError("the weights' sum was passed")
