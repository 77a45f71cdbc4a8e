"""Train the starter models of this folder, one behind the other.

    python corpora/starters/make.py DATA [--only drums] [--minutes 60] [--work build/starters]

DATA holds `jsb-chorales/jsb-chorales-16th.json`, `groove/*.mid`, `pop/*.mid` and `tinyshakespeare/*.txt`
(`corpora/README.md` says whose they are). Each starter learns for so many minutes from a folder that is laid out under
`--work`; a training that was interrupted goes on with the next call, and one that is finished is not made again. Needs
an installed seqgen, and mido.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import mido

from seqgen.runs.events import Finished
from seqgen.runs.run import CONFIG, Run

HERE = Path(__file__).resolve().parent
CORPORA = HERE.parent
MOST_BYTES = 30_000_000
"""Of all starters together."""
COMPLETE = ("budget", "early")
USAGE = 2
"""Exit code of a command that could not begin, which has said why."""

TICKS_PER_16TH = 120
FRAMES_PER_BEAT = 4
VOICES = ("soprano", "alto", "tenor", "bass")
CHOIR, VELOCITY, TEMPO = 52, 80, mido.bpm2tempo(76)

CHARACTERS_IN_A_PART, MOST_PARTS = 12_000, 58
"""Of the plays. The index takes five bytes for each of their characters."""

STYLES = {"hiphop": "hip-hop", "blues": "shuffle", "neworleans": "new-orleans", "afrocuban": "afro-cuban"}
"""Styles of the Groove MIDI Dataset that the bundled grooves call otherwise, or that are two words."""


@dataclass(frozen=True)
class Recipe:
    """The making of a starter: the function that lays its corpus out, the options of its training, and the minutes that
    it learns at most, as it only memorizes after them."""

    lay_out: Callable[[Path, Path], None]
    options: tuple[str, ...]
    most_minutes: float = math.inf


# -- corpora -----------------------------------------------------------------------------------------------------------


def tunes(data: Path, folder: Path) -> None:
    _copy_bundled("folk", folder)


def chorales(data: Path, folder: Path) -> None:
    _copy_bundled("chorales", folder)
    splits = json.loads((data / "jsb-chorales" / "jsb-chorales-16th.json").read_text())
    (folder / "bach").mkdir(exist_ok=True)
    frames = [piece for split in ("train", "valid", "test") for piece in splits[split]]
    for number, piece in enumerate(frames, start=1):
        _chorale(piece).save(folder / "bach" / f"bach-{number:03}.mid")


def drums(data: Path, folder: Path) -> None:
    _copy_bundled("grooves", folder)
    for file in sorted((data / "groove").glob("*.mid")):
        # NUMBER_STYLE-SUBSTYLE_TEMPO_beat_METRE.mid
        style = file.name.split("_")[1].split("-")[0]
        _copy(file, folder / STYLES.get(style, style) / file.name)


def pop(data: Path, folder: Path) -> None:
    for file in sorted((data / "pop").glob("*.mid")):
        _copy(file, folder / file.name)


def verse(data: Path, folder: Path) -> None:
    _copy_bundled("verse", folder)
    texts = (file.read_text(encoding="utf-8") for file in sorted((data / "tinyshakespeare").glob("*.txt")))
    # pieces, so that some of them can be held out
    for number, part in enumerate(islice(_parts("\n\n".join(texts)), MOST_PARTS), start=1):
        (folder / f"shakespeare-{number:03}.txt").write_text(part, encoding="utf-8")


def _parts(text: str) -> Iterator[str]:
    """Yield a play in parts of about the same length, cut between speeches."""
    part = ""
    for speech in text.split("\n\n"):
        part += speech + "\n\n"
        if len(part) >= CHARACTERS_IN_A_PART:
            yield part.rstrip("\n") + "\n"
            part = ""


def _copy_bundled(name: str, folder: Path) -> None:
    for file in sorted((CORPORA / name).rglob("*")):
        if file.suffix in (".abc", ".mid", ".txt"):
            _copy(file, folder / file.relative_to(CORPORA / name))


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)


# -- chorales as frames ------------------------------------------------------------------------------------------------


def _chorale(frames: Sequence[Sequence[int]]) -> mido.MidiFile:
    """Return a chorale that is given as the pitches of its voices at every 16th, soprano first."""
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_16TH * FRAMES_PER_BEAT)
    file.tracks.append(mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=TEMPO, time=0)]))
    for channel, name in enumerate(VOICES):
        file.tracks.append(_voice(name, channel, frames))
    return file


def _voice(name: str, channel: int, frames: Sequence[Sequence[int]]) -> mido.MidiTrack:
    track = mido.MidiTrack([mido.MetaMessage("track_name", name=name.capitalize(), time=0)])
    track.append(mido.Message("program_change", channel=channel, program=CHOIR, time=0))
    before = begin = 0
    for end in range(1, len(frames) + 1):
        if end < len(frames) and not _begins(frames, end, channel):
            continue
        pitch = _pitch(frames[begin], channel)
        if pitch is not None:
            note = {"channel": channel, "note": pitch}
            track.append(mido.Message("note_on", velocity=VELOCITY, time=(begin - before) * TICKS_PER_16TH, **note))
            track.append(mido.Message("note_off", velocity=0, time=(end - begin) * TICKS_PER_16TH, **note))
            before = end
        begin = end
    return track


def _begins(frames: Sequence[Sequence[int]], frame: int, voice: int) -> bool:
    """Return whether a note of a voice begins in a frame. Frames do not tell repeated notes from long ones: a voice
    that stays is sung anew at a beat where two others or more move on."""
    if _pitch(frames[frame], voice) != _pitch(frames[frame - 1], voice):
        return True
    others = (_pitch(frames[frame], each) != _pitch(frames[frame - 1], each) for each in range(len(VOICES)))
    return frame % FRAMES_PER_BEAT == 0 and sum(others) >= 2


def _pitch(frame: Sequence[int], voice: int) -> int | None:
    return int(frame[voice]) if voice < len(frame) else None


# -- training ----------------------------------------------------------------------------------------------------------

RECIPES = {
    "tunes": Recipe(
        tunes, ("--members", "3", "--hidden-size", "128", "--interval-size", "64", "--head-size", "128"), 5.0
    ),
    "chorales": Recipe(chorales, ("--members", "1", "--interval-size", "64")),
    "drums": Recipe(drums, ("--members", "1")),
    "pop": Recipe(pop, ("--members", "1", "--interval-size", "64", "--head-size", "128")),
    "verse": Recipe(verse, ("--hidden-size", "384")),
}
"""Four members each, as usual for an hour, would take 90 MB in all."""


def make(name: str, data: Path, work: Path, minutes: float) -> Path:
    """Train a starter, or go on with its training, and put its model into this folder. Return its path."""
    recipe, corpus, run = RECIPES[name], work / "data" / name, work / name
    if not (run / CONFIG).is_file():
        shutil.rmtree(corpus, ignore_errors=True)
        corpus.mkdir(parents=True)
        recipe.lay_out(data, corpus)
        minutes = min(minutes, recipe.most_minutes)
        _seqgen("train", str(corpus), "--out", str(run), "--minutes", f"{minutes:g}", *recipe.options)
    elif not _complete(run):
        _seqgen("train", "--resume", str(run))
    if not _complete(run):
        sys.exit(f"{name}: the training was interrupted; the same command goes on with it")
    target = HERE / f"{name}.safetensors"
    shutil.copyfile(run / "model.safetensors", target)
    return target


def _complete(run: Path) -> bool:
    ends = [event for event in Run.open(run).events() if isinstance(event, Finished)]
    return bool(ends) and ends[-1].reason in COMPLETE


def _seqgen(*arguments: str) -> None:
    with subprocess.Popen([sys.executable, "-m", "seqgen", *arguments]) as process:
        try:
            process.wait()
        except KeyboardInterrupt:
            # it heard that too, and saves what it has
            process.wait()
    if process.returncode == USAGE:
        sys.exit(USAGE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder of the other collections")
    parser.add_argument("--only", nargs="+", choices=RECIPES, default=list(RECIPES), help="these starters alone")
    parser.add_argument("--minutes", type=float, default=60.0, help="of training for each (60; tunes 5)")
    parser.add_argument("--work", type=Path, default=Path("build/starters"), help="where runs are kept")
    args = parser.parse_args()
    for name in args.only:
        print(make(name, args.data, args.work, args.minutes))
    size = sum(file.stat().st_size for file in HERE.glob("*.safetensors"))
    print(f"{size / 1e6:.1f} MB of {MOST_BYTES / 1e6:.0f} MB in all")
    if size > MOST_BYTES:
        sys.exit("the starters are too large together; give some of them fewer members (RECIPES)")


if __name__ == "__main__":
    main()
