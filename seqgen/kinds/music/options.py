"""Options for turning a corpus of music into tables."""

from __future__ import annotations

from dataclasses import dataclass

from seqgen.errors import UsageError
from seqgen.kinds.base import Options, check_range, option
from seqgen.kinds.music.rules import parse_metre
from seqgen.theory.grid import GRIDS, METRIC, PERFORMANCE

CONTEXT_PARTS = (
    *("bar", "position", "left", "key", "label", "tempo", "density"),
    *("sounding", "voices", "recent", "lags", "form", "match"),
)
AUTO, PLAYED = "auto", "played"


@dataclass(frozen=True)
class MusicOptions(Options):
    """Grid (`metric`, `played`, `performance` or `auto`), number of loudness levels, context of the network, and metre.

    `played`: the metric grid, with deviations from it in a column of their own. `context` lists parts of the context,
    see `seqgen.kinds.music.context`; `auto`: all of them, but bar lags and form only where much comes back after some
    bars. `metre`: of all pieces, such as `4/4`; empty: each piece's own, unless its notes contradict it.
    """

    grid: str = option(
        AUTO,
        choices=(AUTO, METRIC.name, PLAYED, PERFORMANCE.name),
        help="how time is counted: metric, in 24 steps a quarter note; played, the same and the timing of what was "
        "played to a beat in a column of its own; performance, in 10 ms (auto: what suits the corpus)",
    )
    velocities: int = option(32, metavar="N", help="at most N levels of loudness (32)")
    context: tuple[str, ...] = option(
        (AUTO,),
        metavar="PARTS",
        split=True,
        help=f"what the network is told about a note before it is chosen: {','.join(CONTEXT_PARTS)} "
        "(auto: all, but lags and form only where much comes back after some bars)",
    )
    metre: str = option(
        "",
        second="--time-signature",
        metavar="N/M",
        help="count every piece in this metre, such as 4/4 (each in its own, unless its notes contradict it)",
    )

    def check(self) -> None:
        if self.grid not in (AUTO, PLAYED, *GRIDS):
            raise UsageError(
                "the grid '{grid}' is not known; use {known} or {auto}",
                grid=self.grid,
                known=", ".join((METRIC.name, PLAYED, PERFORMANCE.name)),
                auto=AUTO,
            )
        for part in () if self.context == (AUTO,) else self.context:
            if part not in CONTEXT_PARTS:
                raise UsageError(
                    "the context '{part}' is not known; use {auto}, or {known}",
                    part=part,
                    auto=AUTO,
                    known=", ".join(CONTEXT_PARTS),
                )
        if self.metre:
            parse_metre(self.metre)
        check_range("the number of velocity levels", self.velocities, 1, 127)

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(part for part in CONTEXT_PARTS if self.context == (AUTO,) or part in self.context)
