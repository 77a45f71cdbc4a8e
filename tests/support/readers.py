"""Readers for the tests of the sandbox, in a module of little else: every child that reads imports it anew."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from seqgen.errors import UnreadableFile
from seqgen.formats.midi import MOST_SECONDS, MOST_TICKS, read_scores


def read_words(path: Path) -> list[str]:
    """The file's words; some words do what hostile files do to readers."""
    words = path.read_text().split()
    if "hang" in words:
        while True:
            pass
    if "die" in words:
        os.kill(os.getpid(), 9)
    if "abort" in words:
        os.abort()
    if "leave" in words:
        os._exit(3)
    if "eat" in words:
        return ["x" * (1 << 32)]
    if "bug" in words:
        raise ZeroDivisionError("a bug")
    if "deep" in words:
        return read_words(path)
    if "bad" in words:
        raise UnreadableFile(f"{path.name}: is bad")
    if "pid" in words:
        return [str(os.getpid())]
    if "wait" in words:
        time.sleep(float(words[1]))
    if "alone" in words:
        # at the first reading the machine is too busy
        once = path.with_suffix(".tried")
        if not once.exists():
            once.touch()
            os.kill(os.getpid(), signal.SIGPROF)
    if "slow" in words:
        time.sleep(0.2)
    return words


def summary(path: Path) -> list[tuple[int, bool]]:
    """Number of notes of each piece of a file, and whether all of them are sane."""
    answer = []
    for reading in read_scores(path):
        score = reading.score
        sane = score.ticks_per_quarter > 0 and score.to("second").end() <= MOST_SECONDS * 1.001
        for track in score.tracks:
            notes = track.notes.numpy()
            ends = notes["time"].astype("int64") + notes["duration"]
            sane &= bool((notes["time"] >= 0).all() and (notes["duration"] >= 0).all() and (ends <= MOST_TICKS).all())
            sane &= bool((notes["pitch"] >= 0).all() and (notes["velocity"] >= 0).all())
        answer.append((score.note_num(), sane))
    return answer
