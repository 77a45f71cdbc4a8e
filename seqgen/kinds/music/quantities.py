"""Quantities of music, by which takes are compared with pieces: form, harmony, endings, voices and drums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

_OFTENER = "{} more often", "{} less often"


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


Measure = tuple[str, str, tuple[str, str], Callable[[Heard], float]]
"""Name, unit, remarks on higher and lower values, and the number of one excerpt."""


def roles_in(tokenizer: MusicTokenizer, pieces: Sequence[Excerpt]) -> Roles:
    """Return the roles of the model's parts in real pieces."""
    names = dict(zip(tokenizer.parts, tokenizer.names, strict=True))
    return Roles.of([Played.of(tokenizer, piece) for piece in pieces], names)


def quantities(tokenizer: MusicTokenizer, excerpts: Sequence[Excerpt], roles: Roles) -> list[Quantity]:
    """Return every quantity of every excerpt, always in the same order."""
    heard = [Heard(tokenizer, each, roles) for each in excerpts]
    return [
        Quantity(name, unit, np.array([of(each) for each in heard], np.float64), sides)
        for name, unit, sides, of in _measures(tokenizer, roles)
    ]


def _measures(tokenizer: MusicTokenizer, roles: Roles) -> list[Measure]:
    found: list[Measure] = []
    if tokenizer.is_metric:
        found += _form(roles)
    if tokenizer.pitched:
        found += _harmony(roles, metric=tokenizer.is_metric)
    if tokenizer.is_metric and DRUMS in tokenizer.parts:
        found += _drums()
    return found


def _form(roles: Roles) -> list[Measure]:
    return_sides = "bars return more", "bars return less"
    found: list[Measure] = []
    for lag in LAGS:
        after = f"after {lag}" if lag > 1 else "at once"
        found += [
            (f"bars that return {after}", "", return_sides, _returning("notes", lag)),
            (f"rhythm returns {after}", "", return_sides, _returning("rhythm", lag)),
        ]
    if roles.melody is not None:
        found.append(("melody bars that return after 8", "", return_sides, _returning("melody", 8)))
    return [
        *found,
        ("metre is heard", "", _often("the written metre is heard"), lambda h: h.is_metre_heard),
        ("bars that stood before", "", return_sides, lambda h: form_statistics.stood_before(h.notes)),
        ("longest loop", "bars", ("loops are longer", "loops are shorter"), _loop),
        ("locked in a loop", "", _often("pieces lock in a loop"), lambda h: float(form_statistics.is_locked(h.notes))),
        (
            "block coherence",
            "",
            ("bars return in longer blocks", "bars return one by one"),
            lambda h: form_statistics.block_coherence(h.notes),
        ),
        ("repetition density", "", return_sides, lambda h: form_statistics.repetition_density(h.similarity)),
        (
            "similarity of bars",
            "",
            ("bars are more alike", "bars are less alike"),
            lambda h: form_statistics.mean_similarity(h.similarity),
        ),
    ]


def _returning(what: str, lag: int) -> Callable[[Heard], float]:
    return lambda heard: form_statistics.returning(getattr(heard, what), lag)


def _loop(heard: Heard) -> float:
    return float(form_statistics.longest_loop(heard.notes))


def _harmony(roles: Roles, *, metric: bool) -> list[Measure]:
    found: list[Measure] = [
        (
            "notes in key",
            "",
            ("more notes lie in the key", "more notes lie outside the key"),
            lambda h: harmony_statistics.in_key(h.piece),
        ),
    ]
    if metric:
        sides = "the key wanders further", "the key wanders less"
        found.append(("keys of four bars", "fifths away", sides, lambda h: harmony_statistics.fifths_away(h.piece)))
    if roles.melody is not None:
        clashes = "the melody clashes more with the rest", "the melody clashes less with the rest"
        found += [
            ("clash of melody and rest", "", clashes, lambda h: harmony_statistics.clash(h.piece, h.roles)),
            ("melody leaps", "", _often("the melody leaps"), lambda h: harmony_statistics.leaps(h.piece, h.roles)),
        ]
    found += [
        ("ends on the tonic", "", _often("they end on the tonic"), _end(harmony_statistics.ends_on_tonic)),
        (
            "ends on the tonic's chord",
            "",
            _often("they end on the tonic's chord"),
            _end(lambda piece, _: harmony_statistics.ends_on_tonic_chord(piece)),
        ),
        ("cadence at the end", "", _often("they close"), _end(harmony_statistics.cadence)),
    ]
    if roles.voices:
        sides = _often("voices sound two notes at once")
        found.append(
            ("voices with two notes at once", "", sides, lambda h: harmony_statistics.voices_doubled(h.piece, h.roles))
        )
    if len(roles.voices) > 1:
        sides = "more parallel fifths and octaves", "fewer parallel fifths and octaves"
        found.append(("parallels", "per 100 moves", sides, lambda h: harmony_statistics.parallels(h.piece, h.roles)))
    return found


def _drums() -> list[Measure]:
    return [
        ("toms", "", _often("toms are struck"), lambda h: drum_statistics.toms(h.strokes)),
        ("kick on 1", "", _often("the kick is on 1"), lambda h: drum_statistics.kick_on_one(h.strokes)),
        ("snare on 2 and 4", "", _often("the snare is on 2 and 4"), lambda h: drum_statistics.backbeat(h.strokes)),
        (
            "next bar alike",
            "",
            ("a bar is more like the next", "a bar is less like the next"),
            lambda h: drum_statistics.next_bar_alike(h.strokes),
        ),
        (
            "width of timing",
            "1/24 quarter",
            ("timing is looser", "timing is tighter"),
            lambda h: drum_statistics.timing_width(h.strokes),
        ),
        (
            "hat accent",
            "velocity",
            ("hats are accented more", "hats are accented less"),
            lambda h: drum_statistics.hat_accent(h.strokes),
        ),
    ]


def _often(what: str) -> tuple[str, str]:
    more, less = _OFTENER
    return more.format(what), less.format(what)


def _end(measure: Callable[[Played, Roles], float]) -> Callable[[Heard], float]:
    """Measure the end of an excerpt, NaN where it is not that of its piece."""
    return lambda heard: measure(heard.piece, heard.roles) if heard.ends else float("nan")
