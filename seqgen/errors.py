"""Errors that a user can cause, each one clear line: what is wrong, in which file, where in it, what to do."""

from __future__ import annotations


class SeqgenError(Exception):
    """A failure that the person at the keyboard can mend; its text is the whole message."""

    exit_code = 1


class UsageError(SeqgenError):
    """The request itself contradicts itself or cannot be met."""

    exit_code = 2


class UnreadableFile(SeqgenError):
    """One file cannot be used. In a folder it is skipped, counted and listed with this reason."""


def printable(name: object) -> str:
    """A file name as it may be shown: control characters and undecodable bytes are escaped."""
    text = str(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
