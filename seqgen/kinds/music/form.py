"""The form of a piece: the relation of each of its bars to an earlier one.

Phrases come back as they were, changed in part, or in their rhythm (StructureNet, Medeot et al. 2018; MELONS, Zou et
al. 2022). A form says so for every bar, and is written as a word a bar: `. . r1 . =4 =4 ~4 .`

| sign | kind | the bar has |
|---|---|---|
| `=4` | same | all notes of the bar four bars earlier: onset, instrument, pitch and length |
| `~4` | varied | at least half of the onsets and pitches that either bar has |
| `r4` | rhythm | onsets and lengths of that bar |
| `.` | new | none of this |
| `^` | pick-up | only notes that lead into the first full bar |
| `?` | unknown | is not known |
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from seqgen.arrays import Ints

UNKNOWN, NEW, PICK_UP, RHYTHM, VARIED, SAME = range(6)
SIGNS = "?.^r~="
ENDS = len(SIGNS)
"""The sign of bars behind the last of a form."""
MOST_LAG = 64
"""Bars over which relations are looked for."""
MOST_BARS = 4096

ALIKE = 0.5
"""Share of the onsets and pitches of two bars that both have, from which on one is a varied form of the other."""
_BLOCK = 256


@dataclass(frozen=True)
class Form:
    """The kind of each bar's relation, and how many bars earlier the bar stands that it relates to (0 where none)."""

    kinds: tuple[int, ...]
    lags: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.kinds)

    def __str__(self) -> str:
        return " ".join(
            SIGNS[kind] + (str(lag) if kind >= RHYTHM else "") for kind, lag in zip(self.kinds, self.lags, strict=True)
        )

    def __add__(self, other: Form) -> Form:
        return Form(self.kinds + other.kinds, self.lags + other.lags)

    @property
    def pick_up(self) -> int:
        """Number of bars before the first full one, 0 or 1."""
        return int(self.kinds[:1] == (PICK_UP,))

    def between(self, begin: int, end: int) -> Form:
        return Form(self.kinds[begin:end], self.lags[begin:end])

    def alone(self) -> Form:
        """Return the form with bars as new that relate to one before its beginning."""
        inside = [lag <= bar for bar, lag in enumerate(self.lags)]
        return Form(
            tuple(kind if known else NEW for kind, known in zip(self.kinds, inside, strict=True)),
            tuple(lag if known else 0 for lag, known in zip(self.lags, inside, strict=True)),
        )

    @staticmethod
    def of(relations: Iterable[tuple[int, int]]) -> Form:
        pairs = list(relations)
        return Form(tuple(kind for kind, _ in pairs), tuple(lag for _, lag in pairs))


@lru_cache(maxsize=1024)
def parse_form(text: str) -> Form:
    """Return the form that `str` wrote. Raises `ValueError`."""
    words = text.split()
    if len(words) > MOST_BARS:
        raise ValueError(f"the form has more than {MOST_BARS:,} bars")
    return Form.of(_relation(word, bar) for bar, word in enumerate(words))


def words_of(text: str, signs: str = SIGNS) -> list[tuple[str, int]]:
    """Return sign and lag of each word of a text, nothing where one is no relation of a bar."""
    found = []
    for word in text.split():
        sign, lag = word[0], word[1:]
        related = sign in SIGNS[RHYTHM:]
        if sign not in signs or related != (lag.isdecimal() and len(lag) <= 4 and 1 <= int(lag) < MOST_BARS):
            return []
        found.append((sign, int(lag) if related else 0))
    return found if len(found) <= MOST_BARS else []


def _relation(word: str, bar: int) -> tuple[int, int]:
    match = re.fullmatch(r"([?.^])|([r~=])(\d{1,4})", word)
    if match is None:
        raise ValueError(f"'{word}' is no relation of a bar")
    if match[1]:
        if match[1] == SIGNS[PICK_UP] and bar:
            raise ValueError(f"bar {bar + 1} of the form cannot be a pick-up")
        return SIGNS.index(match[1]), 0
    if not 1 <= int(match[3]) <= bar:
        raise ValueError(f"bar {bar + 1} of the form relates to no bar before it")
    return SIGNS.index(match[2]), int(match[3])


def form_of(bar: Ints, place: Ints, instrument: Ints, pitch: Ints, length: Ints, bars: int) -> Form:
    """Return the form of a piece of so many `bars` from its notes: the bar of each, rising, its place in the bar, and
    its values, each int64 (notes,).

    The closest kind counts, with the nearest bar of several that it holds for, except that a varied bar relates to the
    most similar one.
    """
    edges = np.searchsorted(bar, np.arange(bars + 1))
    similarity = _similarity(bar, place * 256 + pitch, bars)
    notes = np.stack([place, instrument, pitch, length], axis=1)
    # onsets and lengths of each bar, each pair once
    rhythms = place << 20 | length
    rhythms = rhythms[np.lexsort((rhythms, bar))]
    fresh = np.append(True, (rhythms[1:] != rhythms[:-1]) | (bar[1:] != bar[:-1]))[: len(bar)]
    rhythms = rhythms[fresh]
    rhythm_edges = np.searchsorted(bar[fresh], np.arange(bars + 1)).tolist()
    last_notes: dict[bytes, int] = {}
    last_rhythm: dict[bytes, int] = {}
    relations = []
    for number, (begin, end) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)):
        if begin == end:
            relations.append((NEW, 0))
            continue
        mine = notes[begin:end]
        same, rhythm = mine.tobytes(), rhythms[rhythm_edges[number] : rhythm_edges[number + 1]].tobytes()
        likest, lag = similarity[number]
        kind, source = SAME, last_notes.get(same, -1)
        if number - source > MOST_LAG or source < 0:
            kind, source = (VARIED, number - lag) if likest >= ALIKE else (RHYTHM, last_rhythm.get(rhythm, -1))
        near = source >= 0 and number - source <= MOST_LAG
        relations.append((kind, number - source) if near else (NEW, 0))
        last_notes[same] = last_rhythm[rhythm] = number
    return Form.of(relations)


def _similarity(bar: Ints, key: Ints, bars: int) -> list[tuple[float, int]]:
    """Return the largest similarity of each bar with one of the `MOST_LAG` before, and how far that one is: common keys
    by all keys of the two (Jaccard index)."""
    edges = np.searchsorted(bar, np.arange(bars + 1))
    answer: list[tuple[float, int]] = []
    for start in range(0, bars, _BLOCK):
        first, stop = max(start - MOST_LAG, 0), min(start + _BLOCK, bars)
        mine = slice(edges[first], edges[stop])
        kinds, ids = np.unique(key[mine], return_inverse=True)
        has = np.zeros((stop - first, len(kinds)), np.float32)
        has[bar[mine] - first, ids] = 1.0
        size = has.sum(axis=1)
        common = has[start - first :] @ has.T
        union = size[start - first :, None] + size - common
        lag = np.arange(start, stop)[:, None] - np.arange(first, stop)
        jaccard = np.where((lag >= 1) & (lag <= MOST_LAG), common / np.maximum(union, 1.0), 0.0)
        # the nearest of the most similar ones
        best = jaccard.shape[1] - 1 - jaccard[:, ::-1].argmax(axis=1)
        rows = np.arange(stop - start)
        answer += list(zip(jaccard[rows, best].tolist(), lag[rows, best].tolist(), strict=True))
    return answer
