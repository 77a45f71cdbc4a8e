"""`seqgen render`: render MIDI and ABC files as sound."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from seqgen.errors import SeqgenError, UnreadableFile, UsageError, printable
from seqgen.files import Existing
from seqgen.formats.midi import read_scores
from seqgen.formats.sandbox import read_one
from seqgen.sound.audio_file import check_format
from seqgen.sound.render import render_file
from seqgen.sound.score_events import Score
from seqgen.sound.soundfont import SoundFont, default_soundfont

FORMATS = ("wav", "flac", "ogg", "mp3")


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = "Turn MIDI or ABC files into sound: WAV, FLAC, OGG or MP3, its peak at -1 dBFS."
    parser.epilog = "example: seqgen render take.mid; seqgen render takes/*.mid --out sound --format mp3"
    parser.add_argument("files", metavar="FILE", nargs="+", help="MIDI or ABC files")
    parser.add_argument(
        "--out", metavar="FILE|FOLDER", help="the sound file, or a folder for several (default: beside each FILE)"
    )
    parser.add_argument("--format", choices=FORMATS, help="default: by the suffix of --out, or wav")
    parser.add_argument("--soundfont", metavar="FILE", help="SoundFont, an .sf2 or .sf3 file (default: TimGM6mb)")
    parser.add_argument("--sample-rate", metavar="N", type=int, default=44100, help="samples a second (default: 44100)")
    parser.add_argument(
        "--fluidsynth", action="store_true", help="render with FluidSynth (reverb, chorus), if installed"
    )
    parser.add_argument("--no-room", action="store_true", help="without the small room (reverb)")
    parser.add_argument("--force", action="store_true", help="overwrite existing files")
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def run(args: argparse.Namespace) -> int:
    pairs = _targets(args)
    player = _player(args)
    failed = 0
    for source, target in pairs:
        try:
            for score, path in _pieces(source, target, force=args.force):
                player(score, path)
                print(printable(path))
        except SeqgenError as error:
            if len(pairs) == 1:
                raise
            failed += 1
            text = str(error)
            print(text if source.name in text else f"{printable(source)}: {text}", "(skipped)", file=sys.stderr)
    return 1 if failed else 0


def read_pieces(path: Path) -> list[Score]:
    """Return the pieces of a MIDI or ABC file that have notes. Raises `UnreadableFile` if there is none."""
    scores: list[Score] = read_one(path, _scores)
    if not scores:
        raise UnreadableFile(f"{printable(path)}: has no notes to play")
    return scores


def _scores(path: Path) -> list[Score]:
    return [reading.score for reading in read_scores(path) if reading.score.note_num()]


def _pieces(source: Path, target: Path, *, force: bool) -> list[tuple[Score, Path]]:
    """Return the pieces of a file with their targets: `target`, or target-1, target-2, ... for several."""
    scores = read_pieces(source)
    if len(scores) == 1:
        return [(scores[0], target)]
    places = [target.with_name(f"{target.stem}-{number}{target.suffix}") for number in range(1, len(scores) + 1)]
    _check_free(places, force=force)
    return list(zip(scores, places, strict=True))


def show_bar(shares: Iterator[float], target: Path, *, quiet: bool) -> None:
    """Run a rendering into `target` that yields the fraction done, with a progress bar on a terminal."""
    from tqdm import tqdm

    with tqdm(
        total=1.0,
        desc=printable(target.name),
        bar_format="{desc}: {percentage:3.0f}%|{bar:30}| {remaining} left",
        disable=quiet or not sys.stderr.isatty(),
        file=sys.stderr,
    ) as bar:
        for done in shares:
            bar.update(done - bar.n)


def _player(args: argparse.Namespace) -> Callable[[Score, Path], None]:
    """Return a function that renders a score into a file, with our synthesiser or FluidSynth."""
    path = Path(args.soundfont) if args.soundfont else default_soundfont()
    existing = Existing.REPLACE if args.force else Existing.REFUSE
    options: dict[str, Any] = {"sample_rate": args.sample_rate, "existing": existing, "room": not args.no_room}
    soundfont = SoundFont.load(path)  # checked before FluidSynth reads it too

    def play(score: Score, target: Path) -> None:
        if args.fluidsynth:
            from seqgen.sound.fluidsynth_render import render_file as render_with_fluidsynth

            shares = render_with_fluidsynth(score, target, soundfont=path, **options)
        else:
            shares = render_file(score, target, soundfont=soundfont, **options)
        show_bar(shares, target, quiet=args.quiet)

    return play


def _targets(args: argparse.Namespace) -> list[tuple[Path, Path]]:
    """Return every file with its target. Raises `UsageError` before anything is rendered."""
    sources = [Path(name) for name in args.files]
    out = Path(args.out) if args.out else None
    one_file = out is not None and not out.is_dir() and out.suffix.lower().lstrip(".") in FORMATS
    if one_file and len(sources) > 1:
        raise UsageError(f"--out {printable(out)} is one file, but there are {len(sources)} to render; name a folder")
    if one_file and args.format and out is not None and out.suffix.lower() != f".{args.format}":
        raise UsageError(f"--format {args.format} and --out {printable(out)} contradict each other")
    if out is not None and not one_file and out.suffix and not out.is_dir():
        check_format(out, args.sample_rate)
    if one_file and out is not None:
        targets = [out]
    else:
        targets = [(out or source.parent) / f"{source.stem}.{args.format or 'wav'}" for source in sources]
    for target in targets:
        check_format(target, args.sample_rate)
    _check_free(targets, force=args.force)
    return list(zip(sources, targets, strict=True))


def _check_free(targets: list[Path], *, force: bool) -> None:
    """Make the folders of `targets`. Raises `UsageError` for targets that are equal, or exist without `force`."""
    twice = next((target for place, target in enumerate(targets) if target in targets[:place]), None)
    if twice is not None:
        raise UsageError(f"two files would both become {printable(twice)}; render them into different folders")
    taken = next((target for target in targets if target.exists()), None)
    if taken is not None and not force:
        raise UsageError(f"{printable(taken)} exists; --force overwrites it")
    for target in targets:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SeqgenError(f"{printable(target.parent)}: cannot be created: {error.strerror or error}") from error
