"""Counted nouns in messages and reports."""

from __future__ import annotations

from seqgen.errors import Sentence


def counted(count: int, noun: str, plural: str = "") -> Sentence:
    """Return such as `1 note` or `1,200 notes`; `plural` where it is not the noun with an s."""
    return Sentence("{count} " + (noun if count == 1 else plural or f"{noun}s"), count=int(count))
