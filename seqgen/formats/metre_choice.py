"""The metre in which a piece is counted: its own, one that was asked for, or one that its notes tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from seqgen.errors import Sentence
from seqgen.piece import Remark
from seqgen.theory.metre_estimate import Estimate, contradiction, estimate, is_doubtful
from seqgen.theory.notes import Notes


def in_metre(notes: Notes, metre: tuple[int, int] | None, *, doubts: bool = True) -> tuple[Notes, tuple[Remark, ...]]:
    """Return notes counted in `metre`, or else in their own; with `doubts` not in one that they contradict. A remark
    says what was changed."""
    first = "/".join(map(str, notes.metres[0, 1:].tolist()))
    own = Sentence("metre {metre}" if len(notes.metres) == 1 else "metre {metre} and others", metre=first)
    if metre is not None and any(tuple(each) != metre for each in notes.metres[:, 1:].tolist()):
        done = Sentence("counted in {metre} as was asked", metre="/".join(map(str, metre)))
        return _counted(notes, estimate(notes, metre), own, done)
    if not doubts or not len(notes) or not is_doubtful(notes):
        return notes, ()
    found = contradiction(notes)
    if found is None:
        return notes, ()
    if (found.numerator, found.denominator) == tuple(notes.metres[0, 1:].tolist()):
        return _counted(notes, found, own, Sentence("bars begun on another beat, as the notes tell"))
    done = Sentence("counted in {metre} as the notes tell", metre=f"{found.numerator}/{found.denominator}")
    return _counted(notes, found, own, done)


def told_of(remarks: Iterable[Remark]) -> list[str]:
    """Return sentences on the metre, from all remarks on a piece."""
    return [
        Sentence("{what}: {done}", what=remark.what, done=remark.done)
        for remark in remarks
        if remark.what.startswith("metre ")
    ]


def _counted(notes: Notes, found: Estimate, own: Sentence, done: Sentence) -> tuple[Notes, tuple[Remark, ...]]:
    return replace(notes, metres=found.metres), (Remark(own, done, 1),)
