"""Quantities of music, by which takes are compared with pieces: form, harmony, endings, voices and drums.

`docs/reference/report.md` has their definitions for users.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seqgen.arrays import Floats, Ints
from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.music import drum_statistics, form_statistics, harmony_statistics
from seqgen.kinds.music.drum_statistics import Strokes
from seqgen.kinds.music.form_statistics import LAGS
from seqgen.kinds.music.harmony_statistics import Roles
from seqgen.kinds.music.metre_statistics import is_metre_heard
from seqgen.kinds.music.played import Played
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.quantities import Quantity
from seqgen.theory.bars import main_metre
from seqgen.theory.notes import DRUMS


class Heard:
    """An excerpt as it is measured; what several quantities need is computed once."""

    def __init__(self, tokenizer: MusicTokenizer, excerpt: Excerpt, roles: Roles) -> None:
        self.piece, self.roles, self.ends = Played.of(tokenizer, excerpt), roles, excerpt.ends
        self._grid, self._metre = tokenizer.grid, main_metre(excerpt.facts.metres, excerpt.facts.end_step)

    @property
    def is_metre_heard(self) -> float:
        if self._metre is None or not len(self.piece.rows.onset):
            return float("nan")
        return float(is_metre_heard(self.piece.rows, self._grid, self._metre))

    @cached_property
    def notes(self) -> Ints:
        return form_statistics.bar_numbers(self.piece)

    @cached_property
    def rhythm(self) -> Ints:
        return form_statistics.bar_numbers(self.piece, pitches=False)

    @cached_property
    def melody(self) -> Ints:
        return form_statistics.bar_numbers(self.piece, self.roles.melody)

    @cached_property
    def similarity(self) -> Floats:
        return form_statistics.self_similarity(self.piece)

    @cached_property
    def strokes(self) -> Strokes:
        return Strokes(self.piece)


@dataclass(frozen=True)
class Measure:
    """A quantity: its name, the number of one excerpt (NaN where it has none), remarks on higher and on lower values,
    and its unit (empty: a share)."""

    name: str
    of: Callable[[Heard], float]
    sides: tuple[str, str]
    unit: str = ""


def roles_in(tokenizer: MusicTokenizer, pieces: Sequence[Excerpt]) -> Roles:
    """Return the roles of the model's parts in real pieces."""
    names = dict(zip(tokenizer.parts, tokenizer.names, strict=True))
    return Roles.of([Played.of(tokenizer, piece) for piece in pieces], names)


def quantities(tokenizer: MusicTokenizer, excerpts: Sequence[Excerpt], roles: Roles) -> list[Quantity]:
    """Return every quantity of every excerpt, always in the same order."""
    heard = [Heard(tokenizer, each, roles) for each in excerpts]
    return [
        Quantity(measure.name, measure.unit, np.array([measure.of(each) for each in heard], np.float64), measure.sides)
        for measure in _measures(tokenizer, roles)
    ]


def _measures(tokenizer: MusicTokenizer, roles: Roles) -> Iterator[Measure]:
    if tokenizer.is_metric:
        yield Measure("metre is heard", lambda heard: heard.is_metre_heard, _often("the written metre is heard"))
        yield from _returns(roles)
        yield from _form()
    if tokenizer.pitched:
        yield from _harmony(roles, metric=tokenizer.is_metric)
        yield from _ends(metric=tokenizer.is_metric)
        yield from _voices(roles)
    if tokenizer.is_metric and DRUMS in tokenizer.parts:
        yield from _drums()


def _returns(roles: Roles) -> Iterator[Measure]:
    sides = "bars return more", "bars return less"

    def returning(what: str, lag: int) -> Callable[[Heard], float]:
        return lambda heard: form_statistics.returning(getattr(heard, what), lag)

    for lag in LAGS:
        after = f"after {lag}" if lag > 1 else "at once"
        yield Measure(f"bars that return {after}", returning("notes", lag), sides)
        yield Measure(f"rhythm returns {after}", returning("rhythm", lag), sides)
    if roles.melody is not None:
        yield Measure("melody bars that return after 8", returning("melody", 8), sides)
    yield Measure("bars that stood before", lambda heard: form_statistics.stood_before(heard.notes), sides)


def _form() -> Iterator[Measure]:
    yield Measure(
        "longest loop",
        lambda heard: float(form_statistics.longest_loop(heard.notes)),
        ("loops are longer", "loops are shorter"),
        "bars",
    )
    yield Measure(
        "locked in a loop",
        lambda heard: float(form_statistics.is_locked(heard.notes)),
        _often("pieces lock in a loop"),
    )
    yield Measure(
        "block coherence",
        lambda heard: form_statistics.block_coherence(heard.notes),
        ("bars return in longer blocks", "bars return one by one"),
    )
    yield Measure(
        "repetition density",
        lambda heard: form_statistics.repetition_density(heard.similarity),
        ("more pairs of bars are alike", "fewer pairs of bars are alike"),
    )
    yield Measure(
        "similarity of bars",
        lambda heard: form_statistics.mean_similarity(heard.similarity),
        ("bars are more alike", "bars are less alike"),
    )


def _harmony(roles: Roles, *, metric: bool) -> Iterator[Measure]:
    yield Measure(
        "notes in key",
        lambda heard: harmony_statistics.in_key(heard.piece),
        ("more notes lie in the key", "more notes lie outside the key"),
    )
    if metric:
        yield Measure(
            "keys of four bars",
            lambda heard: harmony_statistics.fifths_away(heard.piece),
            ("the key wanders further", "the key wanders less"),
            "fifths away",
        )
    if roles.melody is not None:
        yield Measure(
            "clash of melody and rest",
            lambda heard: harmony_statistics.clash(heard.piece, heard.roles),
            ("the melody clashes more with the rest", "the melody clashes less with the rest"),
        )
        yield Measure(
            "melody leaps",
            lambda heard: harmony_statistics.leaps(heard.piece, heard.roles),
            _often("the melody leaps"),
        )


def _ends(*, metric: bool) -> Iterator[Measure]:
    def end(measure: Callable[[Played, Roles], float]) -> Callable[[Heard], float]:
        # an excerpt that is cut off has no end
        return lambda heard: measure(heard.piece, heard.roles) if heard.ends else float("nan")

    yield Measure("ends on the tonic", end(harmony_statistics.ends_on_tonic), _often("they end on the tonic"))
    yield Measure(
        "ends on the tonic's chord",
        end(lambda piece, _: harmony_statistics.ends_on_tonic_chord(piece)),
        _often("they end on the tonic's chord"),
    )
    if metric:
        yield Measure("cadence at the end", end(harmony_statistics.cadence), _often("they close"))


def _voices(roles: Roles) -> Iterator[Measure]:
    if roles.voices:
        yield Measure(
            "voices with two notes at once",
            lambda heard: harmony_statistics.voices_doubled(heard.piece, heard.roles),
            _often("voices sound two notes at once"),
        )
    if len(roles.voices) > 1:
        yield Measure(
            "parallels",
            lambda heard: harmony_statistics.parallels(heard.piece, heard.roles),
            ("more parallel fifths and octaves", "fewer parallel fifths and octaves"),
            "per 100 moves",
        )


def _drums() -> Iterator[Measure]:
    yield Measure("toms", lambda heard: drum_statistics.toms(heard.strokes), _often("toms are struck"))
    yield Measure("kick on 1", lambda heard: drum_statistics.kick_on_one(heard.strokes), _often("the kick is on 1"))
    yield Measure(
        "snare on 2 and 4",
        lambda heard: drum_statistics.backbeat(heard.strokes),
        _often("the snare is on 2 and 4"),
    )
    yield Measure(
        "next bar alike",
        lambda heard: drum_statistics.next_bar_alike(heard.strokes),
        ("a bar is more like the next", "a bar is less like the next"),
    )
    yield Measure(
        "width of timing",
        lambda heard: drum_statistics.timing_width(heard.strokes),
        ("timing is looser", "timing is tighter"),
        "1/24 quarter",
    )
    yield Measure(
        "hat accent",
        lambda heard: drum_statistics.hat_accent(heard.strokes),
        ("hats are accented more", "hats are accented less"),
        "velocity",
    )


def _often(what: str) -> tuple[str, str]:
    return f"{what} more often", f"{what} less often"
