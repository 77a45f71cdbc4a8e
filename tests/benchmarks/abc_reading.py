"""Speed of reading ABC, and how many tunes sound as abc2midi plays them, with the reasons of the others.

    python -m tests.benchmarks.abc_reading          # 700 tunes made for it
    python -m tests.benchmarks.abc_reading FOLDER   # all tunes of a folder

Prints the processor time for all tunes, and, where abc2midi is installed (Debian's package abcmidi), how many of them
have the same notes to 0.03 quarters: as many onsets and ends of each pitch, over all tracks.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import symusic

from seqgen.errors import SeqgenError
from seqgen.formats.abc import read_tunes
from tests.support.abc_tunes import tune

QUARTERS = 0.03
REASONS: tuple[tuple[str, str, str], ...] = (
    ("chords are spread there (chordattack)", r"^(?=K:)", "%%MIDI chordattack 0\n"),
    ("hornpipes (R:) are swung there", r"^R:", "N:"),
    ("a fermata doubles its note there", r"!fermata!|\+fermata\+|H(?=[\[(\"^_=A-Ga-gzx{~.])", ""),
    ("chord symbols: words, D/f+, sus4 and others are read as other chords there", r'"[^"\n]*"', ""),
    ("a broken rhythm has no effect at a staccato note there", r"(?<=[|\s(\]\w,'])\.(?=[({\[^_=A-Ga-g])", ""),
    ("grace notes and ornaments within tuplets, slurs and chords", r"\{[^}\n]*\}|[~TR](?=[(\[{^_=A-Ga-g])", ""),
    ("ties into endings and repeats", r"-(?=[\s|)\]A-Ga-g^_=\[(\"])", ""),
    ("repeats and endings", r"(?<=[|\]]):|:(?=[|:\]])|(?<=\|) *\[?[1-9][\d,-]*|\[[1-9][\d,-]*", "|"),
)
"""Parts of a tune that are taken out for both readers, one after the other, until they agree: that was the reason."""


def sources(folder: Path | None) -> Iterator[bytes]:
    """Yield each tune with the header of its file."""
    if folder is None:
        yield from (tune(number, seed=number).encode() for number in range(1, 701))
        return
    for path in sorted(folder.rglob("*.abc")):
        data = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        starts = [match.start() for match in re.finditer(rb"^X:", data, re.MULTILINE)]
        for start, stop in zip(starts, [*starts[1:], len(data)][: len(starts)], strict=True):
            yield data[: starts[0]] + data[start:stop]


def heard(score: Any, late: int = 0) -> dict[int, list[tuple[float, float]]]:
    """Onsets and ends in quarters by pitch. abc2midi begins every note a tick late."""
    notes: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for track in score.tracks:
        for note in track.notes:
            onset = note.time - late if note.time else 0
            notes[note.pitch].append((onset / score.ticks_per_quarter, note.end / score.ticks_per_quarter))
    return {pitch: sorted(times) for pitch, times in notes.items()}


def same(ours: dict[int, list[tuple[float, float]]], theirs: dict[int, list[tuple[float, float]]]) -> bool:
    return ours.keys() == theirs.keys() and all(
        len(times) == len(theirs[pitch])
        and all(
            abs(a - x) <= QUARTERS and abs(b - y) <= QUARTERS
            for (a, b), (x, y) in zip(times, theirs[pitch], strict=True)
        )
        for pitch, times in ours.items()
    )


def by_seqgen(text: bytes) -> Any:
    """The score of a tune, or None."""
    try:
        tunes, _ = read_tunes(text, "x.abc")
    except SeqgenError:
        return None
    return tunes[0].score if tunes else None


def by_abc2midi(text: bytes, folder: Path) -> Any:
    """The score that abc2midi writes for a tune, or None."""
    (folder / "t.abc").write_bytes(text)
    for old in folder.glob("*.mid"):
        old.unlink()
    try:
        subprocess.run(["abc2midi", "t.abc", "-quiet"], cwd=folder, capture_output=True, timeout=10)
        return symusic.Score.from_midi(next(folder.glob("*.mid")).read_bytes())
    except (subprocess.TimeoutExpired, StopIteration, RuntimeError, ValueError):
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    texts = list(sources(parser.parse_args().folder))
    began = time.process_time()
    scores = [by_seqgen(text) for text in texts]
    seconds = time.process_time() - began
    notes = sum(score.note_num() for score in scores if score is not None)
    print(
        f"{len(texts):,} tunes, {notes:,} notes in {seconds:.2f} s: {seconds / max(1, len(texts)) * 700:.2f} s for 700"
    )
    if shutil.which("abc2midi") is None:
        return
    reasons = Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        for text, score in zip(texts, scores, strict=True):
            reasons[reason(text, score, Path(name))] += 1
    print(f"{reasons.pop('', 0):,} of {len(texts):,} as abc2midi plays them; in the others")
    for why, count in reasons.most_common():
        print(f"{count:6,}  {why}")


def reason(text: bytes, score: Any, folder: Path) -> str:
    """Return why a tune is not as abc2midi plays it; an empty string if it is."""
    theirs = by_abc2midi(text, folder)
    if score is None or theirs is None:
        return "one reader finds no notes"
    if same(heard(score), heard(theirs, late=1)):
        return ""
    told = text.decode("latin-1")
    for why, sign, instead in REASONS:
        told = re.sub(sign, instead, told, flags=re.MULTILINE)
        score, theirs = by_seqgen(told.encode("latin-1")), by_abc2midi(told.encode("latin-1"), folder)
        if score is not None and theirs is not None and same(heard(score), heard(theirs, late=1)):
            return why
    return "another reason"


if __name__ == "__main__":
    main()
