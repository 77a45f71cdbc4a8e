"""Options for reading and splitting a corpus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import msgspec

from seqgen.errors import UsageError, printable, reason_of
from seqgen.kinds import all_kinds, kind_named
from seqgen.kinds.base import Options, flag_of


@dataclass(frozen=True)
class CorpusOptions:
    """Options for reading and splitting a corpus.

    `kind` is the name of a kind of sequence, or `auto`. The held-out shares are drawn with `split_seed`. Pieces named
    in `leave_out` (`PieceReport.name`) are not used at all, nor are files that seqgen wrote (takes) unless
    `with_takes`. `of_kind` holds fields of the kind's own options: `grid`, `velocities`, `context`, `metre` for music,
    `rare` for text.
    """

    kind: str = "auto"
    valid_fraction: float = 0.1
    test_fraction: float = 0.05
    split_seed: int = 1
    leave_out: tuple[str, ...] = ()
    with_takes: bool = False
    of_kind: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # however a choice came about, and whatever its way through files, the same pieces are the same options
        object.__setattr__(self, "leave_out", tuple(sorted({printable(name) for name in self.leave_out})))

    def check(self) -> None:
        if self.kind != "auto":
            kind_named(self.kind)
        held_out = self.valid_fraction + self.test_fraction
        # written so that a value that is no number fails too
        if not 0 <= self.split_seed < 1 << 63:
            raise UsageError("--split-seed is a whole number from 0 to 2^63 - 1")
        if not (min(self.valid_fraction, self.test_fraction) >= 0 and held_out < 1):
            raise UsageError("the fractions held out must be at least 0 and leave something to learn from")

    def words(self) -> list[str]:
        """Return what of these the command takes as words: `with_takes`, and the options of kinds."""
        known = {each.name: each for kind in all_kinds().values() for each in fields(kind.options)}
        words = ["--with-takes"] if self.with_takes else []
        for name, value in self.of_kind.items():
            if name in known:
                words += [flag_of(known[name]), ",".join(value) if isinstance(value, list | tuple) else str(value)]
        return words

    def of(self, kind: str) -> Options:
        """Return the kind's own options. Raises `UsageError` for those of other kinds and values out of range."""
        own = kind_named(kind).options
        unknown = sorted(set(self.of_kind) - {each.name for each in fields(own)})
        if unknown:
            name = unknown[0]
            owners = [each.name for each in all_kinds().values() if name in {f.name for f in fields(each.options)}]
            whose = f"is an option for {' and '.join(owners)}" if owners else "is not known"
            flag = f"--{name.replace('_', '-')}"
            raise UsageError(
                "{flag} {whose}, but this corpus is {kind}; leave it out, or choose with --kind",
                flag=flag,
                whose=whose,
                kind=kind,
            )
        try:
            options = msgspec.convert(msgspec.to_builtins(self.of_kind), own)
        except msgspec.ValidationError as error:
            raise UsageError(
                "the options of a corpus of {kind} are damaged: {why}", kind=kind, why=reason_of(error)
            ) from error
        options.check()
        return options
