"""The form that a piece is given: which of its bars are written anew for it, and how they relate to earlier ones.

A form is given by letters (`AABA`, the whole piece in sections) or by a word a bar (`seqgen.kinds.music.form`):

| word | the bar |
|---|---|
| `?` | stays as it is |
| `.` | is new: it is written anew if it comes back from an earlier one |
| `!` | is written anew |
| `=4`, `~4` | has the notes of the bar four bars earlier, or varies them |

Bars that are so already stay note for note. Where a bar is written anew, those that come back from it follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from seqgen.arrays import Ints
from seqgen.errors import UsageError
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, PITCH, SHIFT
from seqgen.kinds.music.form import ALIKE, NEW, RHYTHM, SAME, SIGNS, UNKNOWN, VARIED, Form, words_of
from seqgen.kinds.music.form_asked import FREE, FROM_CORPUS, sections_of
from seqgen.kinds.music.form_context import bars_until, form_of_table
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.theory.notes import Metre

ANEW, ANEW_SIGN = -1, "!"
"""The kind of a bar that is written anew, whether it is new already or not, and its sign."""

Relation: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class FormGiven:
    """The relations of all bars of a piece, and the bars that are written anew for them, rising, from 0."""

    form: Form
    anew: tuple[int, ...]

    def of_span(self) -> Form:
        """Return the relations of the bars from the first to the last one written anew; those that stay are open."""
        relations = list(zip(self.form.kinds, self.form.lags, strict=True))
        every = range(self.anew[0], self.anew[-1] + 1)
        return Form.of(relations[bar] if bar in self.anew else (UNKNOWN, 0) for bar in every)

    @property
    def runs(self) -> str:
        """The bars that are written anew in words, such as `3-4,7`, from 1."""
        runs = ((first + 1, last + 1) for first, last in _runs(self.anew))
        return ",".join(f"{first}-{last}" if last > first else str(first) for first, last in runs)


def _runs(bars: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for bar in bars:
        if runs and runs[-1][1] == bar - 1:
            runs[-1] = runs[-1][0], bar
        else:
            runs.append((bar, bar))
    return runs


def runs_of(text: str, bars: int) -> list[tuple[int, int]]:
    """Return first and last bar, from 0, of each run that `FormGiven.runs` wrote for a piece of so many bars. Raises
    `UsageError`."""
    runs: list[tuple[int, int]] = []
    for word in text.split(","):
        first, dash, last = word.strip().partition("-")
        last = last if dash else first
        before = runs[-1][1] if runs else -1
        if not (first.isdecimal() and last.isdecimal() and before + 1 < int(first) <= int(last) <= bars):
            raise UsageError("'{words}' are no bars of a piece of {bars}; use for example 3-4,7", words=text, bars=bars)
        runs.append((int(first) - 1, int(last) - 1))
    return runs


def form_given(tokenizer: MusicTokenizer, table: Ints, metres: Sequence[Metre], bars: int, text: str) -> FormGiven:
    """Return what has to be written anew in a piece of so many bars, `table`, for the form of `text`. Raises
    `UsageError`, also where the piece has that form."""
    if text in (FROM_CORPUS, FREE):
        raise UsageError("the form '{form}' is for new takes; give letters such as AABA, or a word a bar", form=text)
    found = form_of_table(tokenizer, table, metres).between(0, bars)
    found += Form.of([(NEW, 0)] * (bars - len(found)))
    wanted = _of_words(text, bars) or _of_sections(text, found)
    own = _BarNotes(tokenizer, table, metres, bars)
    anew: list[int] = []
    for bar, (kind, lag) in enumerate(wanted):
        if kind >= RHYTHM:
            follows = bar - lag in anew or not own.relate(kind, bar, bar - lag)
        else:
            follows = kind == ANEW or (kind == NEW and found.kinds[bar] in (SAME, VARIED))
        if follows:
            anew.append(bar)
    if not anew:
        raise UsageError("the piece has the form '{form}' already, so nothing is written anew", form=text)
    return FormGiven(Form.of((max(kind, NEW) if kind else kind, lag) for kind, lag in wanted), tuple(anew))


def _of_words(text: str, bars: int) -> list[Relation]:
    """Return the relation of each bar from a form with a word a bar; nothing for letters. Raises `UsageError`."""
    words = words_of(text, SIGNS + ANEW_SIGN)
    if words and len(words) != bars:
        raise UsageError(
            "the form '{form}' has {count} bars, and the piece has {bars}; give a word for each",
            form=text,
            count=str(len(words)),
            bars=bars,
        )
    for bar, (_, lag) in enumerate(words):
        if lag > bar:
            raise UsageError("bar {bar} of the form '{form}' relates to no bar before it", bar=str(bar + 1), form=text)
    return [(ANEW if sign == ANEW_SIGN else SIGNS.index(sign), lag) for sign, lag in words]


def _of_sections(text: str, found: Form) -> list[Relation]:
    """Return the relation of each bar from letters, which a pick-up stands before. A section that is not to be like an
    earlier one stays, but for its bars that come back from outside it. Raises `UsageError`."""
    wanted: list[Relation] = [(UNKNOWN, 0)] * found.pick_up
    begins: dict[str, int] = {}
    for section in sections_of(text, len(found) - found.pick_up):
        begin = len(wanted)
        first = begins.setdefault(section.letter, begin)
        for bar in range(begin, begin + section.bars):
            if first < begin:
                varied = section.varied and bar - begin >= section.bars // 2
                wanted.append((VARIED if varied else SAME, begin - first))
                continue
            kind, lag = found.kinds[bar], found.lags[bar]
            inside = bar - lag >= begin
            wanted.append((kind, lag) if kind in (SAME, VARIED) and inside else (UNKNOWN, 0))
            if kind in (SAME, VARIED) and not inside:
                wanted[-1] = NEW, 0
    return wanted


class _BarNotes:
    """The notes of the bars of a piece: place in the bar, instrument, pitch and length."""

    def __init__(self, tokenizer: MusicTokenizer, table: Ints, metres: Sequence[Metre], bars: int) -> None:
        onset = np.cumsum(np.array(tokenizer.shifts)[table[:, SHIFT]])
        lines = bars_until(tokenizer, metres, int(onset.max(initial=-1)))
        bar = np.searchsorted(lines, onset, side="right") - 1
        rows = np.stack([onset - lines[bar], *table[:, [INSTRUMENT, PITCH, DURATION]].T], axis=1)
        self._notes = [set(map(tuple, rows[bar == number].tolist())) for number in range(bars)]

    def relate(self, kind: int, bar: int, source: int) -> bool:
        """Return whether a bar relates to another one as a kind says."""
        mine, other = self._notes[bar], self._notes[source]
        if kind == SAME:
            return mine == other
        if kind == VARIED:
            here, there = ({(place, pitch) for place, _, pitch, _ in notes} for notes in (mine, other))
            return mine != other and len(here & there) >= ALIKE * max(len(here | there), 1)
        rhythms = ({(place, length) for place, _, _, length in notes} for notes in (mine, other))
        return next(rhythms) == next(rhythms)
