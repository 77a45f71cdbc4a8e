"""Fields of the context that follow from a bar's place in its piece and from what is told of the piece.

Bars are counted from the first full one (`Bars.first_full`), so that a pick-up moves nothing. The same code serves
whole tables and growing ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Ints
from seqgen.kinds.music.columns import COARSE_LEFT, MOST_LEFT, PHRASE, STRETCHES
from seqgen.kinds.music.facts import MusicFacts, Told
from seqgen.kinds.music.key_course import MODES, nearest_mode
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.schema import Schema
from seqgen.theory.keys import parse_key

FAR_AHEAD = 1 << 40
"""Number of the first full bar before it is known."""
_OF_BARS = ("bar", "stretch", "left", "mode", "density")
_UNKNOWN = -1


def has_conditions(schema: Schema) -> bool:
    return any(field.name in (*_OF_BARS, "tempo") or field.name.startswith("label_") for field in schema.index_fields)


class Conditions:
    """Conditions that a batch of pieces is told at each bar.

    `bar` is int64 (pieces, n): bars counted from the first full one, negative in a pick-up and before the first note.
    """

    def __init__(self, vocabulary: MusicVocabulary, facts: Sequence[MusicFacts]) -> None:
        self._names = {field.name for field in vocabulary.schema.index_fields}
        self._classes = np.arange(vocabulary.lowest, vocabulary.highest + 1) % 12
        told = [each.told for each in facts]
        # the fields of whole pieces, (pieces,) each, and those of each bar, (pieces, bars) each
        self._whole = {"bars": np.array([each.bars for each in told], np.int64)}
        self._by_bar: dict[str, Ints] = {}
        for level, names in enumerate(vocabulary.label_names):
            self._whole[f"label_{level + 1}"] = np.array([_label(each.label, level, names) for each in told], np.int64)
        if "tempo" in self._names:
            qpm = np.array([each.qpm for each in told])
            tempo = 1 + np.searchsorted(vocabulary.tempo_edges, qpm, side="right")
            self._whole["tempo"] = np.where(qpm > 0, tempo, 0)
        if self.has_keys:
            self._by_bar["tonic"], self._by_bar["mode"] = _rectangle(told, _tonics), _rectangle(told, _modes)
        if "density" in self._names:
            self._by_bar["density"] = _rectangle(told, lambda each: [int(digit) for digit in each.density] or [0])

    @property
    def has_keys(self) -> bool:
        return "mode" in self._names

    def before(self, bar: Ints) -> dict[str, Ints]:
        """Return the values of the index fields that are known before a row, given the bar of the onset before it."""
        return self._before(self._values(bar), bar.shape)

    def now(self, bar: Ints) -> dict[str, Ints]:
        """Return the values of the index fields that are known after the shift, given the bar of the row's onset."""
        return self._values(bar)

    def of_rows(self, bar: Ints) -> dict[str, Ints]:
        """Return the values of all index fields of whole tables, given the bar of the onset before each row and before
        the end. The own bar of a row is that of the onset before the next one."""
        values = self._values(bar)
        own = np.append(np.arange(1, bar.shape[1]), bar.shape[1] - 1)
        return self._before(values, bar.shape) | {name: told[:, own] for name, told in values.items()}

    def sets(self, bar: Ints) -> dict[str, Bools]:
        """Return the set fields by name: the pitches of the tonic, bool (pieces, n, pitches)."""
        return {"tonic": self._at("tonic", bar)[..., None] == self._classes} if self.has_keys else {}

    def key(self, bar: Ints) -> tuple[Ints, Ints]:
        """Return tonic and mode (number in `MODES`) at one bar of each piece, int64 (pieces, 1): int64 (pieces,) each,
        -1 where they are not told."""
        if not self.has_keys:
            unknown = np.full(len(bar), _UNKNOWN)
            return unknown, unknown
        return self._at("tonic", bar)[:, 0], self._at("mode", bar)[:, 0] - 1

    def of(self, indices: Ints) -> Self:
        """Return those of the pieces at `indices`."""
        taken = copy(self)
        taken._whole = {name: told[indices] for name, told in self._whole.items()}
        taken._by_bar = {name: told[indices] for name, told in self._by_bar.items()}
        return taken

    def joined(self, others: Sequence[Self]) -> Self:
        """Return those of the pieces of `others` behind these."""
        joined, all_ = copy(self), [self, *others]
        joined._whole = {name: np.concatenate([each._whole[name] for each in all_]) for name in self._whole}
        for name in self._by_bar:
            bars = max(each._by_bar[name].shape[1] for each in all_)
            parts = [each._by_bar[name] for each in all_]
            padded = [np.pad(part, ((0, 0), (0, bars - part.shape[1])), mode="edge") for part in parts]
            joined._by_bar = {**joined._by_bar, name: np.concatenate(padded)}
        return joined

    def _before(self, values: dict[str, Ints], shape: tuple[int, ...]) -> dict[str, Ints]:
        known = {f"{name}_before": told for name, told in values.items()}
        known |= {name: np.broadcast_to(told[:, None], shape) for name, told in self._whole.items()}
        return {name: told for name, told in known.items() if name in self._names}

    def _values(self, bar: Ints) -> dict[str, Ints]:
        values = {}
        if "bar" in self._names:
            values["bar"] = np.where(bar < 0, 0, bar % PHRASE + 1)
            values["stretch"] = np.searchsorted(STRETCHES, bar, side="right")
        if "left" in self._names:
            bars = self._whole["bars"][:, None]
            left = np.maximum(bars - 1 - np.maximum(bar, -1), 0)
            coarse = MOST_LEFT + 1 + np.searchsorted(COARSE_LEFT, left, side="right")
            values["left"] = np.where(bars > 0, 1 + np.where(left <= MOST_LEFT, left, coarse), 0)
        for name in ("mode", "density"):
            if name in self._names:
                values[name] = self._at(name, bar)
        return values

    def _at(self, name: str, bar: Ints) -> Ints:
        told = self._by_bar[name]
        return np.take_along_axis(told, np.clip(bar, 0, told.shape[1] - 1), axis=1)


def _rectangle(told: Sequence[Told], values: Callable[[Told], list[int]]) -> Ints:
    """Return the values of every bar, int64 (pieces, bars); the last of each piece goes on."""
    each = [values(piece) for piece in told]
    bars = max(map(len, each), default=1)
    return np.array([own + own[-1:] * (bars - len(own)) for own in each], np.int64).reshape(len(each), bars)


def _tonics(told: Told) -> list[int]:
    return _of_keys(told, [parse_key(each.key)[0] for each in told.keys], _UNKNOWN)


def _modes(told: Told) -> list[int]:
    modes = [nearest_mode(parse_key(each.key)[1]) for each in told.keys]
    return _of_keys(told, [MODES.index(mode) + 1 if mode else 0 for mode in modes], 0)


def _of_keys(told: Told, values: list[int], unknown: int) -> list[int]:
    """Return the value of the key of every bar, given that of each key."""
    bars = [unknown] * (told.keys[-1].bar + 1 if told.keys else 1)
    for each, value in zip(told.keys, values, strict=True):
        bars[each.bar :] = [value] * (len(bars) - each.bar)
    return bars


def _label(label: str, level: int, names: Sequence[str]) -> int:
    levels = label.split("/")
    return names.index(levels[level]) + 1 if level < len(levels) and levels[level] in names else 0
