"""Read ABC notation as scores with correct bar lines.

The tunes of a file are converted to MIDI by the `abc2midi` that symusic bundles, all in one run (20 times faster than
one run a tune, and the same to the byte). This C program was not written for untrusted files, so it runs as a process
with limits on time and output; a tune on which it crashes is skipped.

Every tune is converted twice, the second time with a marker at each bar line, which gives the bar lines of the tune
with its repeats played.
Source: the ABC standard 2.1 (abcnotation.com/wiki/abc:standard:v2.1).
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import symusic

from seqgen.errors import UnreadableFile, printable
from seqgen.formats.abc_bars import align_bars, with_bar_markers

MOST_TUNES = 100_000
MOST_SECONDS = 8.0  # for all runs of abc2midi on one file
MOST_DEATHS = 32
MOST_OUTPUT = 64 << 20
FILE_FIELDS = "LMQUmI%"
"""Fields of a file's header that change how its tunes sound."""

DIRECTIVES = ("%%MIDI chordattack 0",)
"""Directives for every tune: the notes of a chord begin together, not ten ticks apart."""

# errors about ties used as slurs and about old-style line ends; all notes are played nevertheless
HARMLESS = (
    "Could not find note to be tied",
    "Cannot find note before tie",
    "Cannot find note after tie",
    "'!' or '+' in middle of line ignored",
)

CHORD = re.compile(
    r"[A-Ga-g][#b=]?(?:m|M|min|maj|Maj|mi|ma|dim|aug|sus|add|alt|[-+o°ø\d#b(),])*(?:/[A-Ga-g]?[#b]?\d*)?", re.ASCII
)
"""Chord symbols in quotes. Of other words ("fine") abc2midi would play the chord that they begin with."""


@dataclass(frozen=True)
class Tune:
    """A tune: its score in ticks, its title and the errors of abc2midi."""

    score: Any
    title: str
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """The text of a tune from its line X: on, and the number of that line."""

    text: str
    line: int

    @property
    def number(self) -> str:
        return printable(self.text.split("\n", 1)[0][2:].split("%")[0].strip())

    @property
    def title(self) -> str:
        match = re.search(r"^T:[ \t]*(.*?)[ \t]*(?:%.*)?$", self.text, re.MULTILINE)
        return printable(match[1]) if match else ""


@dataclass(frozen=True)
class Conversion:
    """The MIDI bytes of a tune, or None, and the errors of abc2midi with their lines."""

    midi: bytes | None
    complaints: tuple[tuple[int, str], ...] = ()


def read_tunes(data: bytes, name: str) -> tuple[list[Tune], tuple[str, ...]]:
    """Return the tunes of an ABC file, and why others cannot be read. Raises `UnreadableFile` if it has none."""
    header, sources = _split(_decode(data, name), name)
    titles = _titles(sources)
    deadline = time.monotonic() + MOST_SECONDS
    texts = [source.text for source in sources]
    texts += [with_bar_markers(text) for text in texts]
    conversions = _convert([_numbered(text, header, number) for number, text in enumerate(texts)], deadline)
    plain, marked = conversions[: len(sources)], conversions[len(sources) :]
    tunes, problems = [], []
    for source, title, conversion, markers in zip(sources, titles, plain, marked, strict=True):
        score = _score(conversion.midi)
        repairs = _repairs(conversion, source, header)
        if score is None:
            problems.append(f"{title} (line {source.line}): {repairs[0] if repairs else 'cannot be read as a tune'}")
            continue
        guide = _score(markers.midi)
        align_bars(score, guide)
        _name_tracks(score, guide, source)
        tunes.append(Tune(score, title, repairs))
    return tunes, tuple(problems)


# -- from a file to tunes ----------------------------------------------------------------------------------------------


def _decode(data: bytes, name: str) -> str:
    if b"\0" in data:
        raise UnreadableFile(f"{name}: is binary data, not ABC")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str, name: str) -> tuple[list[str], list[Source]]:
    """Return the lines of the file's header that its tunes need, and the tunes."""
    starts = [match.start() for match in re.finditer(r"^X:", text, re.MULTILINE)]
    if not starts:
        raise UnreadableFile(f"{name}: holds no tune; a tune begins with a line X:1")
    if len(starts) > MOST_TUNES:
        raise UnreadableFile(f"{name}: holds {len(starts):,} tunes; at most {MOST_TUNES:,} are read; split it")
    before = text[: starts[0]].split("\n")
    header = [line for line in before if line[:1] in FILE_FIELDS and (line[1:2] == ":" or line.startswith("%%"))]
    sources, line, at = [], 1, 0
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", at, start)
        at = start
        sources.append(Source(text[start:stop], line))
    return header, sources


def _titles(sources: Sequence[Source]) -> list[str]:
    count = Counter(source.title for source in sources)
    return [
        source.title if source.title and count[source.title] == 1 else f"{source.title} X:{source.number}".strip()
        for source in sources
    ]


def _numbered(text: str, header: Sequence[str], number: int) -> str:
    """Return a tune for abc2midi with its index as number, the file's header, and an empty line at its end."""
    _, _, rest = text.partition("\n")
    return "\n".join([f"X:{number}", *DIRECTIVES, *header, *map(_mended, rest.rstrip("\n").split("\n")), "", ""])


def _mended(line: str) -> str:
    """Return a line of a tune as abc2midi understands it.

    Keys get the standard's spelling, words become annotations rather than chords, and ornaments move from slurs and bar
    lines to notes. The rhythm R: is dropped, since abc2midi swings even notes in hornpipes.
    """
    if line.startswith("K:"):
        key = line[2:].lstrip()
        return f"K:{key[:1].upper()}{key[1:]}" if key.strip() and key[:1] in "abcdefg" else f"K:{key.strip() or 'none'}"
    if re.match(r"[A-Za-z]:|%", line):
        return "%" if line.startswith("R:") else line
    line = re.sub(r'"([^"]*)"', lambda m: m[0] if CHORD.fullmatch(m[1]) else f'"^{m[1].lstrip("^_<>@")}"', line)
    line = re.sub(r"([~.HLMOPSTuv]+)(\((?:\d(?::\d*)*)?)", r"\2\1", line.replace("[|]", "|"))
    return re.sub(r"[~.HLMOPSTuv]+(?=\||:[|:])", "", line)


# -- abc2midi ----------------------------------------------------------------------------------------------------------


def _convert(texts: Sequence[str], deadline: float) -> list[Conversion]:
    """Convert each text. Those on which abc2midi crashes, or that it does not reach in time, have no bytes."""
    answer: list[Conversion] = []
    deaths = 0
    with tempfile.TemporaryDirectory(prefix="seqgen-abc-") as name:
        while len(answer) < len(texts):
            folder = Path(name, str(deaths))
            folder.mkdir()
            first = len(answer)
            died = _run(texts[first:], folder, deadline)
            found = [folder / f"tune{number}.mid" for number in range(first, len(texts))]
            complaints = _complaints(texts[first:], folder / "said")
            done = len(found)
            if died:
                done = max((i + 1 for i, path in enumerate(found) if path.exists()), default=0)
            for path, said in zip(found[:done], complaints, strict=False):
                answer.append(Conversion(path.read_bytes() if path.exists() else None, said))
            if died:
                deaths += 1
                out_of_time = time.monotonic() > deadline or deaths > MOST_DEATHS
                why = "it took too long to read" if out_of_time else "abc2midi crashed on it"
                lost = len(texts) - len(answer) if out_of_time else 1
                answer += [Conversion(None, ((0, why),))] * min(lost, len(texts) - len(answer))
    return answer


def _run(texts: Sequence[str], folder: Path, deadline: float) -> bool:
    """Let abc2midi write a file for each text into `folder`. Return whether it crashed or was stopped."""
    (folder / "tune.abc").write_text("".join(texts), encoding="utf-8", errors="replace", newline="\n")
    with open(folder / "said", "wb") as said:
        process = subprocess.Popen(
            [os.environ["SYMUSIC_ABC2MIDI"], "tune.abc", "-quiet", "-NFER"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _limit(process.pid)
            seconds = max(0.1, deadline - time.monotonic())
            _await_end(process.pid, seconds)
            return process.wait(timeout=seconds) < 0
        except subprocess.TimeoutExpired:
            return True
        finally:
            process.kill()
            process.wait()


def _await_end(pid: int, seconds: float) -> None:
    """Sleep until the process ends, on Linux. `Popen.wait` polls every few milliseconds, which makes a single tune take
    four times as long."""
    if sys.platform == "linux" and hasattr(os, "pidfd_open"):
        with contextlib.suppress(OSError):
            ended = os.pidfd_open(pid)
            try:
                select.select([ended], [], [], seconds)
            finally:
                os.close(ended)


def _limit(pid: int) -> None:
    """Limit the output of a process, and its time in case this process is killed first."""
    if sys.platform == "linux":
        import resource

        resource.prlimit(pid, resource.RLIMIT_CPU, (int(MOST_SECONDS) + 2, int(MOST_SECONDS) + 2))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))


def _complaints(texts: Sequence[str], said: Path) -> list[tuple[tuple[int, str], ...]]:
    """Return the errors of abc2midi for each text: the line within the text and the message."""
    starts = np.cumsum([1] + [text.count("\n") for text in texts])
    answer: dict[int, list[tuple[int, str]]] = defaultdict(list)
    with open(said, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            match = re.match(r"Error in line-char (\d+)-\d+ : *(.{0,120})", line)
            if match and not match[2].startswith(HARMLESS):
                tune = int(np.searchsorted(starts, int(match[1]), side="right")) - 1
                answer[tune].append((int(match[1]) - int(starts[tune]), printable(match[2].strip())))
    return [tuple(answer[tune]) for tune in range(len(texts))]


# -- from conversions to tunes -----------------------------------------------------------------------------------------


def _score(midi: bytes | None) -> Any:
    """Return the score that abc2midi wrote, with corrected onsets, or None."""
    if midi is None:
        return None
    try:
        score: Any = symusic.Score.from_midi(midi)
    except (RuntimeError, ValueError):
        return None
    edges = {1}
    score.tracks = [track for track in score.tracks if len(track.notes)]
    for track in score.tracks:
        # abc2midi begins every note a tick late to separate it from the one before
        notes = {column: values.copy() for column, values in track.notes.numpy().items()}
        late = (notes["time"] > 0).astype(np.int32)
        notes["time"] -= late
        notes["duration"] += late
        track.notes = symusic.Note.from_numpy(*(notes[c] for c in ("time", "duration", "pitch", "velocity")))
        edges.update((notes["time"] + 1).tolist(), (notes["time"] + notes["duration"] + 1).tolist())
    for events in (score.tempos, score.time_signatures, score.key_signatures):
        for event in events:
            event.time -= event.time in edges  # and with lyrics also everything else
    return score


def _repairs(conversion: Conversion, source: Source, header: Sequence[str]) -> tuple[str, ...]:
    """Summarise the errors of abc2midi: their number and the first with its line in the file."""
    if not conversion.complaints:
        return ()
    line, what = conversion.complaints[0]
    # line 0 is X:, then come our directives and the lines of the file's header
    where = f"line {source.line + max(0, line - len(DIRECTIVES) - len(header))}"
    if len(conversion.complaints) == 1:
        return (f"{where}: {what}",)
    return (f"{len(conversion.complaints)} faults, the first in {where}: {what}",)


def _name_tracks(score: Any, guide: Any, source: Source) -> None:
    """Name the tracks of voices as the tune does, and those of chord symbols by what they are. abc2midi names the first
    track after the tune. `guide` has no tracks for chord symbols."""
    voices = len(guide.tracks) if guide is not None else len(score.tracks)
    names = list(_voice_names(source.text))
    for number, track in enumerate(score.tracks[:voices]):
        default = "Melody" if voices == 1 else f"Voice {number + 1}"
        track.name = "Drums" if track.is_drum else (names[number] if number < len(names) else "") or default
    accompaniment = sorted(score.tracks[voices:], key=lambda track: float(track.notes.numpy()["pitch"].mean()))
    for track, name in zip(accompaniment, ("Bass", "Chords", *[""] * len(accompaniment)), strict=False):
        track.name = "Drums" if track.is_drum else name if len(accompaniment) > 1 else "Chords"


def _voice_names(text: str) -> Iterator[str]:
    """Yield the names of voices in the order in which V: fields mention them."""
    seen: dict[str, str] = {}
    for voice, rest in re.findall(r"^V:[ \t]*(\S+)(.*)$", text, re.MULTILINE):
        match = re.search(r"\b(?:name|nm)=\"?([^\"\n]+?)\"?(?:\s+\w+=|\s*$|\")", rest)
        if match or voice not in seen:
            seen[voice] = match[1].strip()[:64] if match else seen.get(voice, "")
    yield from seen.values()
