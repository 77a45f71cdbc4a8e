"""Conditions that the network is told of takes: those asked for, and else those of one piece of the corpus."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from seqgen.arrays import Ints
from seqgen.errors import UsageError
from seqgen.kinds.base import Start
from seqgen.kinds.music.columns import CLASS_NAMES, SHIFT
from seqgen.kinds.music.facts import Example, KeyFrom, MusicFacts, Told
from seqgen.kinds.music.key_course import nearest_mode
from seqgen.kinds.music.rules import MusicRules, parse_metre
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.told import told_of
from seqgen.theory.bars import Bars
from seqgen.theory.keys import canonical_key, parse_key
from seqgen.theory.notes import Metre, Tempo

_STREAM = 0x746F6C64
_ENOUGH = 12
"""Pieces of just the length that is asked, from which on only they are drawn. With 4, all takes of 16 bars of Groove
were told of one of four pieces, and had the kick on 1 in 0.54 of their bars; with 12 in 0.61 (pieces 0.77)."""
MOST_BARS = 64
"""Bars after which an open take ends in any case."""


@dataclass(frozen=True)
class ToldAsked:
    """Conditions asked of takes, as the network is told them; `density` is None where it is left open, else the class
    of new bars from some bars on."""

    rules: MusicRules
    label: str
    density: tuple[tuple[int, int], ...] | None

    @staticmethod
    def of(rules: MusicRules, tokenizer: MusicTokenizer) -> ToldAsked:
        """Raises `UsageError` for what the model is not told, and for unknown words."""
        return ToldAsked(
            rules,
            _known_label(rules.label, tokenizer) if rules.label else "",
            parse_density(rules.density, tokenizer) if rules.density else None,
        )

    def example(self, tokenizer: MusicTokenizer, seed: int) -> Example | None:
        """Return the piece that takes of a seed are told of: one of those for which most of what was asked is true."""
        found: Sequence[Example] = tokenizer.examples
        for is_true in self._wishes():
            found = [example for example in found if is_true(example)] or found
        just = [example for example in found if example.told.bars == self.rules.bars]
        found = just if len(just) >= _ENOUGH else found
        return found[int(np.random.default_rng((seed, _STREAM)).integers(len(found)))] if found else None

    def _wishes(self) -> list[Callable[[Example], bool]]:
        """Return what a piece should fulfil, the most important first."""
        rules, wishes = self.rules, list[Callable[[Example], bool]]()
        if self.label:
            names = [(level, name) for level, name in enumerate(self.label.split("/")) if name]
            wishes.append(lambda each: all(_level(each.told.label, level) == name for level, name in names))
        if rules.metre:
            wishes.append(lambda each: each.metre.signature == parse_metre(rules.metre))
        if rules.key:
            mode = nearest_mode(parse_key(rules.key)[1])
            wishes.append(lambda each: any(parse_key(key.key)[1] == mode for key in each.told.keys))
        wishes.append(lambda each: rules.bars <= each.told.bars)
        if not rules.bars:
            wishes.append(lambda each: each.told.bars <= MOST_BARS)
        return wishes

    def begun(self, tokenizer: MusicTokenizer, facts: MusicFacts, example: Example | None) -> MusicFacts:
        """Return facts without metre or tempo completed by those of `example`, else of the whole corpus."""
        if not facts.metres and tokenizer.is_metric:
            facts = replace(facts, metres=(example.metre if example else Metre(0, *tokenizer.metres[0]),))
        if not facts.tempos:
            qpm = example.told.qpm if example else 0.0
            facts = replace(facts, tempos=(Tempo(0, qpm or tokenizer.qpm),))
        return facts

    def told(
        self, tokenizer: MusicTokenizer, start: Start, facts: MusicFacts, example: Example | None, end: int | None
    ) -> Told:
        """Return what the network is told of takes with these facts behind `start`. `end`: the step where they end,
        None where that is open."""
        told = Told()
        new = 0
        if len(start.rows):
            # of a primer its key holds on
            rows = np.asarray(start.rows, np.int64)
            told = Told(keys=told_of(tokenizer, rows, facts).keys)
            new = _bar(tokenizer, rows, facts, start.facts.end_step)
        elif example is not None:
            told = replace(example.told, bars=example.told.bars if end is None else 0)
        if self.label and _without_known(self.label, told.label):
            told = replace(told, label=self.label)
        if self.rules.key:
            told = replace(told, keys=(KeyFrom(0, canonical_key(self.rules.key)),))
        if tokenizer.is_metric:
            told = replace(told, qpm=facts.tempos[-1].qpm)
            if end is not None:
                told = replace(told, bars=_bar(tokenizer, np.asarray(start.rows, np.int64), facts, end - 1) + 1)
        if self.density is not None:
            told = replace(told, density=_digits(self.density, new))
        return told


def parse_density(text: str, tokenizer: MusicTokenizer) -> tuple[tuple[int, int], ...]:
    """Return the `density_curve` of a text that a model is asked for. Raises `UsageError` where it knows none."""
    _check_told(tokenizer, "density", "density")
    return density_curve(text)


def density_curve(text: str) -> tuple[tuple[int, int], ...]:
    """Return the classes of density of a take, 1 to 5, each behind the bar from which it holds, from words such as
    `high` or `1:low,9:high`. Raises `UsageError`."""
    curve = []
    for word in text.split(","):
        match = re.fullmatch(r"\s*(?:(\d{1,5})\s*:\s*)?([a-z]+)\s*", word.lower())
        if not match or match[2] not in CLASS_NAMES or (match[1] and int(match[1]) < 1):
            raise UsageError(
                "'{text}' is not a density; use {known}, or a curve such as 1:low,9:high",
                text=word.strip(),
                known=", ".join(CLASS_NAMES),
            )
        curve.append((int(match[1] or 1), CLASS_NAMES.index(match[2]) + 1))
    bars = [bar for bar, _ in curve]
    if bars != sorted(set(bars)):
        raise UsageError("the bars of the density '{text}' do not rise; use a curve such as 1:low,9:high", text=text)
    return tuple(curve)


def _known_label(text: str, tokenizer: MusicTokenizer) -> str:
    """Return a label as the network is told it, such as `rock/fill`, or `/fill` where the first level is open."""
    _check_told(tokenizer, "label", "label_1")
    answer = [""] * len(tokenizer.label_names)
    for word in [word for each in text.split("/") if (word := each.strip())] or [text]:
        places = [
            (level, name)
            for level, names in enumerate(tokenizer.label_names)
            for name in names
            if name.lower() == word.lower()
        ]
        if not places:
            every = "; ".join(", ".join(sorted(names)) for names in tokenizer.label_names)
            raise UsageError("'{word}' is no label of this model's corpus; it has {known}", word=word, known=every)
        level, name = next(((level, name) for level, name in places if not answer[level]), places[0])
        answer[level] = name
    return "/".join(answer).rstrip("/")


def _check_told(tokenizer: MusicTokenizer, rule: str, field: str) -> None:
    if not any(each.name == field for each in tokenizer.schema.index_fields):
        raise UsageError(
            "this model knows no {rule} of its corpus; leave out the {rule}, or use another model", rule=rule
        )


def _level(label: str, level: int) -> str:
    return (label.split("/") + [""] * level)[level]


def _without_known(asked: str, told: str) -> bool:
    """Return whether a label that was asked for says anything that another one does not."""
    return any(name and _level(told, level) != name for level, name in enumerate(asked.split("/")))


def _digits(curve: Sequence[tuple[int, int]], new: int) -> str:
    """Return the classes of a curve that begins in the bar `new` as digits of `Told.density`."""
    digits = "0" * (new + curve[0][0] - 1)
    for (bar, value), (until, _) in zip(curve, [*curve[1:], (curve[-1][0] + 1, 0)], strict=True):
        digits += str(value) * (until - bar)
    return digits


def _bar(tokenizer: MusicTokenizer, rows: Ints, facts: MusicFacts, step: int) -> int:
    """Return the bar at `step`, counted from the first full one of a piece that begins with `rows`."""
    bars = Bars(tokenizer.grid, tokenizer.metres, facts.metres, 1)
    first = bars.first_full(int(np.array(tokenizer.shifts)[rows[0, SHIFT]])) if len(rows) else 0
    return max(int(bars.number_at(np.array([step]))[0]) - first, 0)
