"""Facts about a whole piece of music."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any

import msgspec
import numpy as np

from seqgen.arrays import Ints
from seqgen.kinds.music.kit import Drum
from seqgen.piece import Facts
from seqgen.records import Count, Name
from seqgen.theory.notes import Metre, Tempo

MOST_REST_STEPS = 1 << 31


@dataclass(frozen=True)
class Rest:
    """A rest of a primer that no shift of the model holds: what begins at `step` of the table or later begins `steps`
    later (or sooner, where negative)."""

    step: Count
    steps: Annotated[int, msgspec.Meta(ge=-MOST_REST_STEPS, le=MOST_REST_STEPS)]


@dataclass(frozen=True)
class KeyFrom:
    """A key from a bar on."""

    bar: Count
    key: Name


@dataclass(frozen=True)
class Told:
    """Conditions that the network is told of a piece beyond its rows; 0 and empty: unknown. Bars are counted from the
    first full one.

    `bars` up to the one in which the piece ends; `keys` in order; `label`: names of folders, such as `rock/fill`;
    `qpm`: tempo in quarter notes a minute; `density`: a digit for each bar, 1 to 5 for few notes to many
    (`MusicVocabulary.density_edges`), 0 where it is unknown. Behind their ends keys and density stay as they are.
    """

    bars: Count = 0
    keys: tuple[KeyFrom, ...] = ()
    label: Name = ""
    qpm: Annotated[float, msgspec.Meta(ge=0.0, le=6e7)] = 0.0
    density: Annotated[str, msgspec.Meta(pattern="^[0-5]*$", max_length=1 << 16)] = ""


@dataclass(frozen=True)
class Example:
    """Facts of a piece of the corpus: its main metre, all that is told of it, its form where the network knows forms,
    and its drums (`seqgen.kinds.music.kit`)."""

    metre: Metre
    told: Told
    form: Name = ""
    kit: tuple[Drum, ...] = ()

    def forms(self, bars: int) -> tuple[str, ...]:
        """Return its form behind its metre where it suits takes of so many bars, 0: as long as the piece; else none."""
        return (f"{self.metre} {self.form}",) if self.form and bars in (0, self.told.bars) else ()


@dataclass(frozen=True)
class MusicFacts(Facts):
    """Key, tempos, metres and end of a piece, and what the network is told of it. Times are in steps of the tokenizer's
    grid.

    Rows do not hold `rests`. The metres, tempos and end of a primer are those of its rows, of a finished take those
    with the rests. `form` is the relation of each bar to an earlier one (`seqgen.kinds.music.form`), as far as the
    network is told it; pieces of a corpus tell theirs only while it learns.
    """

    key: Name = ""
    tempos: tuple[Tempo, ...] = ()
    metres: tuple[Metre, ...] = ()
    end_step: Count = 0
    rests: tuple[Rest, ...] = ()
    form: Name = ""
    told: Told = Told()

    def with_rests(self) -> MusicFacts:
        """Return the facts at the times at which they stand once the rests are put back."""
        return self.behind(1 << 62)

    def behind(self, begin: int) -> MusicFacts:
        """Return `with_rests` of a take whose new material begins at the step `begin`."""

        def at(step: int) -> int:
            if step >= begin:
                return int(later(self.rests, np.array([step]))[0])
            # a primer's own change that falls on the beginning of a rest stays there
            return int(later(self.rests, np.array([step - 1]))[0]) + 1 if step else 0

        return replace(
            self,
            tempos=tuple(replace(tempo, step=at(tempo.step)) for tempo in self.tempos),
            metres=tuple(replace(metre, step=at(metre.step)) for metre in self.metres),
            end_step=int(later(self.rests, np.array([self.end_step]))[0]),
        )


@dataclass(frozen=True)
class FactsOfTake(MusicFacts):
    """Facts of a take that is being drawn, and the drums that it keeps to (`seqgen.kinds.music.kit`)."""

    kit: tuple[Drum, ...] = ()

    @staticmethod
    def of(facts: MusicFacts, kit: Sequence[Drum]) -> MusicFacts:
        """Return facts with a kit, as they are where it is empty."""
        return FactsOfTake(**_values(facts), kit=tuple(kit)) if kit else facts

    @staticmethod
    def finished(facts: MusicFacts) -> MusicFacts:
        """Return the facts of a take that is drawn, which a piece has, too."""
        return MusicFacts(**_values(facts))


def _values(facts: MusicFacts) -> dict[str, Any]:
    return {each.name: getattr(facts, each.name) for each in fields(MusicFacts)}


def later(rests: Sequence[Rest], onsets: Ints) -> Ints:
    """Return onsets of rows, int64 (n,), at the steps at which they sound."""
    return onsets + sum((rest.steps * (onsets >= rest.step) for rest in rests), np.zeros_like(onsets))
