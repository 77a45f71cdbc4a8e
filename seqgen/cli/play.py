"""`seqgen play`: play a score through the sound card or to a MIDI port."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from seqgen.cli.render import read_pieces, show_bar
from seqgen.errors import UsageError, printable
from seqgen.files import in_temporary_folder
from seqgen.sound.midi_ports import VIRTUAL, list_ports, play_to_port
from seqgen.sound.render import render_file
from seqgen.sound.score_events import Score
from seqgen.sound.soundfont import SoundFont
from seqgen.sound.system_player import play_file


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = "Play a MIDI or ABC file: through the sound card, or live to a MIDI port."
    parser.epilog = "example: seqgen play tune.mid; seqgen play tune.mid --port 'FLUID Synth'; seqgen play --list-ports"
    parser.add_argument("file", metavar="FILE", nargs="?", help="MIDI or ABC file")
    parser.add_argument(
        "--port",
        metavar="NAME",
        help="MIDI port or a part of its name; 'virtual' opens a new one for others to connect to",
    )
    parser.add_argument("--list-ports", action="store_true", help="print the names of the MIDI ports")
    parser.add_argument("--clock", action="store_true", help="with --port: also send the MIDI clock")
    parser.add_argument("--soundfont", metavar="FILE", help="SoundFont, an .sf2 or .sf3 file (default: TimGM6mb)")
    parser.add_argument("--no-room", action="store_true", help="without the small room (reverb)")
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def run(args: argparse.Namespace) -> int:
    if args.list_ports:
        if args.file is not None or args.port is not None or args.clock or args.soundfont is not None or args.no_room:
            raise UsageError("--list-ports plays nothing; give it alone")
        return _list_ports()
    if args.file is None:
        raise UsageError("name the file to play, or use --list-ports")
    if args.port is not None and args.soundfont is not None:
        raise UsageError("--soundfont is for the sound card; a MIDI port has its own sounds")
    if args.port is not None and args.no_room:
        raise UsageError("--no-room is for the sound card; a MIDI port has its own sounds")
    if args.clock and args.port is None:
        raise UsageError("--clock needs --port NAME")
    if args.port is not None:
        _to_port(args)
    else:
        _to_card(args)
    return 0


def _list_ports() -> int:
    names = list_ports()
    for name in names:
        print(printable(name))
    if not names:
        print("there is no MIDI port; --port virtual opens one", file=sys.stderr)
    return 0


def _to_port(args: argparse.Namespace) -> None:
    from tqdm import tqdm

    score = _first_piece(Path(args.file))
    with tqdm(total=None, disable=args.quiet or not sys.stderr.isatty(), bar_format="{desc}", file=sys.stderr) as bar:
        play_to_port(
            score,
            None if args.port == VIRTUAL else args.port,
            clock=args.clock,
            progress=lambda now, end: bar.set_description_str(f"{clock_time(now)} / {clock_time(end)}"),
        )


def _to_card(args: argparse.Namespace) -> None:
    soundfont = SoundFont.load(args.soundfont) if args.soundfont else None
    score = _first_piece(Path(args.file))
    with in_temporary_folder() as folder:
        wave = folder / "take.wav"
        show_bar(render_file(score, wave, soundfont=soundfont, room=not args.no_room), wave, quiet=args.quiet)
        play_file(wave)


def _first_piece(path: Path) -> Score:
    pieces = read_pieces(path)
    if len(pieces) > 1:
        print(f"{printable(path)} holds {len(pieces)} pieces; this is the first", file=sys.stderr)
    return pieces[0]


def clock_time(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
