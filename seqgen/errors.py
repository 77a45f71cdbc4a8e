"""Errors for the user, one line each: what is wrong, in which file, where in it, and what to do."""

from __future__ import annotations


class SeqgenError(Exception):
    """A failure that the user can mend. Its text is the whole message."""

    exit_code = 1


class UsageError(SeqgenError):
    """A request that contradicts itself or cannot be met."""

    exit_code = 2


class UnreadableFile(SeqgenError):
    """A file that cannot be used. In a folder it is skipped and listed with this reason."""


class CannotOpen(UnreadableFile):
    """A file that could not be opened, which may be possible at another time."""


class FileTaken(SeqgenError):
    """A name to save under that another file has."""


def printable(name: object) -> str:
    """Return a file name for display, with control characters and undecodable bytes escaped."""
    text = str(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
