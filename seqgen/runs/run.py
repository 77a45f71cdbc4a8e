"""The run directory: its files, by which anybody can follow a run, resume it, or take its model."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from seqgen.bundled import starters
from seqgen.corpus.named import names
from seqgen.errors import FileTaken, Sentence, SeqgenError, UnreadableFile, UsageError, printable, reason_of
from seqgen.files import read_regular, save_numbered, sweep_parts, write_atomic, write_new
from seqgen.formats.safetensors_file import Arrays, read_container, write_container
from seqgen.records import decoded
from seqgen.runs.events import Event, event_from_json

MODEL = "model.safetensors"
CHECKPOINT = "checkpoint.safetensors"
PREVIOUS = "checkpoint.previous.safetensors"
CONFIG = "config.json"
METRICS = "metrics.jsonl"
SAMPLES = "samples"

MOST_CONFIG_BYTES = 1 << 26

MOST_SHOWN = 6
"""Names of runs that an error lists at most."""

CHECKPOINT_FORMAT = "seqgen-checkpoint"
CHECKPOINT_VERSION = 2


class Run:
    """One run directory. `Run.create` starts a new one, `Run.open` takes an existing one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def model(self) -> Path:
        return self.folder / MODEL

    @staticmethod
    def create(folder: str | os.PathLike[str], config: Mapping[str, Any]) -> Run:
        """Make a new run directory. Raises `UsageError` where one is there, `SeqgenError` where it cannot be made."""
        path = Path(folder)
        if path.exists() and not path.is_dir():
            raise UsageError("{file}: is a file, not a folder; choose another --out", file=printable(path))
        if path.exists() and any(path.iterdir()):
            raise UsageError(
                "{file}: the folder is not empty; choose another --out, or go on with that run by --resume",
                file=printable(path),
            )
        try:
            (path / SAMPLES).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SeqgenError(
                "{file}: cannot be made: {why}; choose another --out", file=printable(path), why=reason_of(error)
            ) from error
        run = Run(path)
        # two processes may have found the folder empty
        write_new(path / CONFIG, _config_bytes(config))
        return run

    def save_config(self, config: Mapping[str, Any]) -> None:
        """Replace `config.json`. Raises `SeqgenError` where it cannot be written."""
        write_atomic(self.folder / CONFIG, _config_bytes(config))

    @staticmethod
    def open(folder: str | os.PathLike[str]) -> Run:
        """Open an existing run directory. Raises `UsageError`."""
        path = Path(folder)
        if not (path / CONFIG).is_file():
            raise UsageError(
                "{file}: is not the folder of a run (it holds no {config})", file=printable(path), config=CONFIG
            )
        return Run(path)

    def tidy(self) -> None:
        """Clear what interrupted writes left behind."""
        (self.folder / SAMPLES).mkdir(exist_ok=True)
        for folder in (self.folder, self.folder / SAMPLES):
            sweep_parts(folder)

    def config(self) -> dict[str, Any]:
        try:
            data = decoded(read_regular(self.folder / CONFIG, most_bytes=MOST_CONFIG_BYTES))
            if not isinstance(data, dict):
                raise ValueError("not an object")
        except (UnreadableFile, ValueError) as error:
            raise UnreadableFile(
                "{file}: is damaged ({why})", file=printable(self.folder / CONFIG), why=reason_of(error)
            ) from error
        return data

    def append(self, event: Event) -> None:
        try:
            with (self.folder / METRICS).open("a", encoding="utf-8") as file:
                file.write(json.dumps(event.to_json()) + "\n")
        except OSError as error:
            raise SeqgenError(
                "{file}: cannot be written: {why}", file=printable(self.folder / METRICS), why=reason_of(error)
            ) from error

    def events(self) -> Iterator[Event]:
        """Yield the events in `metrics.jsonl`; a line that a crash cut short is left out."""
        path = self.folder / METRICS
        if not path.is_file():
            return
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                try:
                    yield event_from_json(decoded(line))
                except ValueError:
                    continue

    def save_checkpoint(self, arrays: Arrays, state: Mapping[str, Any]) -> None:
        """Write a checkpoint; the one before it stays as `checkpoint.previous.safetensors`."""
        texts = {"format": CHECKPOINT_FORMAT, "version": str(CHECKPOINT_VERSION), "state": json.dumps(state)}
        current = self.folder / CHECKPOINT
        fresh = self.folder / (CHECKPOINT + ".new")
        write_container(fresh, arrays, texts)
        if current.exists():
            os.replace(current, self.folder / PREVIOUS)
        os.replace(fresh, current)

    def has_checkpoint(self) -> bool:
        """Return whether a checkpoint was ever written, whole or not."""
        return any((self.folder / name).exists() for name in (CHECKPOINT, CHECKPOINT + ".new", PREVIOUS))

    def load_checkpoint(self) -> tuple[Arrays, dict[str, Any]]:
        """Return the newest checkpoint that is whole, and its state. Raises `SeqgenError` where there is none."""
        problems = []
        for name in (CHECKPOINT, CHECKPOINT + ".new", PREVIOUS):
            path = self.folder / name
            if not path.exists():
                continue
            try:
                arrays, texts = read_container(path, kind=CHECKPOINT_FORMAT, version=CHECKPOINT_VERSION)
                # numbers in it may be infinite
                return arrays, json.loads(texts["state"])
            except (UnreadableFile, KeyError, ValueError, RecursionError) as error:
                problems.append(reason_of(error))
        why = problems or [Sentence("it stopped before its first checkpoint")]
        raise SeqgenError("{file}: cannot be resumed: {why}", file=printable(self.folder), why=why)


def _config_bytes(config: Mapping[str, Any]) -> bytes:
    return json.dumps(config, indent=2).encode() + b"\n"


def find_model(name: str | os.PathLike[str]) -> Path:
    """Return the model file that a run's name, a run's folder, a file's path or the name of a starter means.

    What lies in the current folder or in `runs` comes before a starter of the same name. Raises `UsageError`.
    """
    if not os.fspath(name):
        raise UsageError("an empty name is no model; give a run's name, its folder or a model.safetensors")
    path = Path(name)
    for candidate in (path, path / MODEL, Path("runs") / path / MODEL):
        if candidate.is_file():
            return candidate
    for folder in (path, Path("runs") / path):
        if (folder / CONFIG).is_file():
            raise UsageError("{file}: this run has saved no model yet; train it for longer", file=printable(folder))
    for starter in starters():
        if os.fspath(name) == starter.name:
            return starter.path
    raise _no_model(path)


def _no_model(path: Path) -> UsageError:
    """Return an error that says what there is in place of a model."""
    name, ready = printable(path), ", ".join(starter.name for starter in starters())
    if str(path) in names():
        return _corpus_for_model(name, ready)
    if path.is_dir():
        return UsageError("{file}: this folder holds no model; to learn from it: seqgen train {file}", file=name)
    if trained := _trained():
        shown = ", ".join(printable(run) for run in trained[:MOST_SHOWN])
        if ready:
            return UsageError(
                "{file}: there is no such model; in the folder runs there are: {models}; with seqgen come: {starters}",
                file=name,
                models=shown,
                starters=ready,
            )
        return UsageError(
            "{file}: there is no such model; in the folder runs there are: {models}", file=name, models=shown
        )
    if ready:
        return UsageError(
            "{file}: there is no such model; give a run's name, its folder or a {model}, or one that comes with "
            "seqgen: {starters}",
            file=name,
            model=MODEL,
            starters=ready,
        )
    return UsageError(
        "{file}: there is no such model; give a run's name, its folder or a {model}", file=name, model=MODEL
    )


def _corpus_for_model(name: str, ready: str) -> UsageError:
    if ready:
        return UsageError(
            "{file}: this is a corpus without a model; train one first: seqgen train {file}; or take one that comes "
            "with seqgen: {starters}",
            file=name,
            starters=ready,
        )
    return UsageError("{file}: this is a corpus without a model; train one first: seqgen train {file}", file=name)


def _trained() -> list[str]:
    """Return the names of runs in the folder `runs` that have a model, the latest first."""
    try:
        found = [(model.stat().st_mtime, model.parent.name) for model in Path("runs").glob("*/" + MODEL)]
    except OSError:
        return []
    return [name for _, name in sorted(found, reverse=True)]


def new_run_folder(name: str) -> Path:
    """Make an empty folder under `runs/` for a run on the corpus of this name, and return it. Raises `SeqgenError`."""
    return save_numbered(Path("runs") / (re.sub(r"[^\w.-]+", "-", name).strip("-.") or "run"), _make_new)[0]


def _make_new(folder: Path) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
    except FileExistsError:
        raise FileTaken("{file}: exists already", file=printable(folder)) from None
    except OSError as error:
        raise SeqgenError(
            "{file}: cannot be made: {why}; choose another --out", file=printable(folder), why=reason_of(error)
        ) from error
