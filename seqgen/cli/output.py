"""The command's output: whatever names and texts of strangers it holds, nothing in it steers the terminal."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_STEERING = re.compile(f"[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029{_BIDI}\ud800-\udfff\U000e0000-\U000e007f]")


class OutputError(OSError):
    """Standard output that can take no more: closed, or its disk is full."""


def escaped(text: str) -> str:
    """Return a text without control characters other than tabs and line ends, bidirectional controls and lone
    surrogates. They are written as JSON does, `\\u001b`, so that JSON stays JSON."""
    return _STEERING.sub(lambda found: _escape(ord(found[0])), text)


def _escape(code: int) -> str:
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"


class EscapedStream:
    """A text stream in front of stdout or stderr that escapes what is written, also what its encoding does not have.

    A carriage return that begins a write is left as it is: progress bars are drawn with it. Without a stream behind it
    (the descriptor was closed before the start), writing raises `OutputError`.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        # argparse goes on where its help cannot be written
        self._problem: OutputError | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def isatty(self) -> bool:
        return self._stream is not None and bool(self._stream.isatty())

    def write(self, text: str) -> int:
        begin = len(text) - len(text.lstrip("\r"))
        shown = text[:begin] + escaped(text[begin:])
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        try:
            with _as_output_errors():
                self._behind().write(shown.encode(encoding, "backslashreplace").decode(encoding))
        except OutputError as error:
            self._problem = error
            raise
        return len(text)

    def flush(self) -> None:
        """Write what is waiting. Raises `OutputError` where something could not be written, also before."""
        if self._problem is not None:
            raise self._problem
        if self._stream is not None:
            with _as_output_errors():
                self._stream.flush()

    def _behind(self) -> Any:
        if self._stream is None:
            raise OutputError(errno.EBADF, "it is closed")
        return self._stream

    def give_up(self) -> None:
        """Leave out all that is still waiting to be written, also when the interpreter ends."""
        self._problem = None
        with contextlib.suppress(AttributeError, OSError, ValueError), open(os.devnull, "wb") as nothing:
            os.dup2(nothing.fileno(), self._stream.fileno())


class Messages(EscapedStream):
    """The stream in front of stderr. Where it can take no more, there is nobody to tell, and the work goes on; a reader
    that closes its pipe ends the command, as for stdout."""

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OutputError:
            return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OutputError):
            super().flush()


@contextmanager
def _as_output_errors() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.errno, error.strerror or str(error)) from error
    except ValueError as error:
        raise OutputError(errno.EBADF, "it is closed") from error


@contextmanager
def safe_output() -> Iterator[tuple[EscapedStream, EscapedStream]]:
    """Put the streams above in front of stdout and stderr."""
    _occupy_standard_descriptors()
    streams: Any = sys
    own = streams.stdout, streams.stderr
    streams.stdout, streams.stderr = EscapedStream(own[0]), Messages(own[1])
    try:
        yield streams.stdout, streams.stderr
    finally:
        streams.stdout, streams.stderr = own


def _occupy_standard_descriptors() -> None:
    """Open nothing as descriptors 0 to 2 where they are closed: the next file opened would take their place, and a
    library's warning would be written into it."""
    with contextlib.suppress(OSError):
        while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
            os.set_inheritable(handle, True)
        os.close(handle)
