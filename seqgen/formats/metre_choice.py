"""The metre in which a piece is counted: its own, one that was asked for, or one that its notes tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from seqgen.piece import Remark
from seqgen.theory.metre_estimate import Estimate, contradiction, estimate, is_doubtful
from seqgen.theory.notes import Notes

_METRE = "metre"


def in_metre(notes: Notes, metre: tuple[int, int] | None, *, doubts: bool = True) -> tuple[Notes, tuple[Remark, ...]]:
    """Return notes counted in `metre`, or else in their own; with `doubts` not in one that they contradict. A remark
    says what was changed."""
    own = "/".join(map(str, notes.metres[0, 1:].tolist()))
    if metre is not None and any(tuple(each) != metre for each in notes.metres[:, 1:].tolist()):
        if len(notes.metres) > 1:
            own += " and others"
        return _counted(notes, estimate(notes, metre), own, "as was asked")
    if not doubts or not len(notes) or not is_doubtful(notes):
        return notes, ()
    found = contradiction(notes)
    if found is None:
        return notes, ()
    if (found.numerator, found.denominator) == tuple(notes.metres[0, 1:].tolist()):
        remark = Remark(f"{_METRE} {own}", "bars begun on another beat, as the notes tell", 1)
        return replace(notes, metres=found.metres), (remark,)
    return _counted(notes, found, own, "as the notes tell")


def told_of(remarks: Iterable[Remark]) -> list[str]:
    """Return sentences on the metre, from all remarks on a piece."""
    return [f"{remark.what}: {remark.done}" for remark in remarks if remark.what.startswith(f"{_METRE} ")]


def _counted(notes: Notes, found: Estimate, own: str, why: str) -> tuple[Notes, tuple[Remark, ...]]:
    remark = Remark(f"{_METRE} {own}", f"counted in {found.numerator}/{found.denominator} {why}", 1)
    return replace(notes, metres=found.metres), (remark,)
