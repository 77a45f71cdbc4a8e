"""The child's side of a worker process: runs jobs one after the other. Knows no Qt.

A message is eight bytes of length and a pickle, both ways, over standard input and output. The parent is the only
writer, so the pickles can be trusted. It sends pairs of a number and a pickled task (function, arguments, options), and
the numbers of tasks to cancel.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import IO, Any

LENGTH = struct.Struct("<Q")
YIELDED, RETURNED, FAILED = "yielded", "returned", "failed"


def write_message(stream: IO[bytes], message: Any) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def read_message(stream: IO[bytes]) -> Any:
    """Read the next message. Raises `EOFError` where the other side has gone."""
    data = _exactly(stream, LENGTH.unpack(_exactly(stream, LENGTH.size))[0])
    return pickle.loads(data)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = stream.read(size - len(data))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


def main() -> None:
    """Run jobs until standard input closes."""
    # a child forked while messages are awaited closes its sys.stdin, and must not wait for the thread that reads it
    incoming = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # output that a library prints must not fall among the messages
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    waiting: SimpleQueue[Any] = SimpleQueue()
    cancelled: set[int] = set()
    threading.Thread(target=_receive, args=(incoming, waiting, cancelled), daemon=True).start()
    while True:
        number, task = waiting.get()
        if number in cancelled:
            write_message(outgoing, (number, RETURNED, None))
        else:
            _carry_out(outgoing, number, lambda: number in cancelled, task)  # noqa: B023 - called at once


def _receive(stream: IO[bytes], waiting: SimpleQueue[Any], cancelled: set[int]) -> None:
    try:
        while True:
            message = read_message(stream)
            if isinstance(message, int):
                cancelled.add(message)
            else:
                waiting.put(message)
    except (EOFError, OSError):
        # the window has gone: no job is wanted any more
        os._exit(0)


def _carry_out(stream: IO[bytes], number: int, cancelled: Callable[[], bool], task: bytes) -> None:
    from seqgen.errors import Sentence, SeqgenError

    try:
        # imports the job's module: in this thread alone, since two threads had better not import at once
        function, arguments, options = pickle.loads(task)
        answer = function(*arguments, **options)
        if isinstance(answer, Iterator):
            for item in answer:
                if cancelled():
                    break
                write_message(stream, (number, YIELDED, item))
            answer = None
        write_message(stream, (number, RETURNED, answer))
    except SeqgenError as error:
        write_message(stream, (number, FAILED, error.sentence))
    except MemoryError:
        write_message(stream, (number, FAILED, Sentence("there is not enough memory for this")))
    except Exception as error:
        import traceback

        traceback.print_exc()
        write_message(stream, (number, FAILED, f"{type(error).__name__}: {error}"))


if __name__ == "__main__":
    # caches of jobs (loaded models) live in their modules, not in a second copy of this one
    from gui.workers.worker_main import main as serve

    serve()
