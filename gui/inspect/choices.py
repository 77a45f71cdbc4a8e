"""The job that finds models and takes to choose from. It runs in a worker process and knows no Qt."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from gui.inspect.inspection import Choices, ModelChoice, TakeChoice
from seqgen.kinds import all_kinds, kind_of_file
from seqgen.runs.registry import known_runs

MOST_TAKES = 500
MOST_HEADER = 1 << 26
MOST_PROVENANCE = 1 << 16
_FINGERPRINT = re.compile(rb'"fingerprint":\s*"([0-9a-f]{16})"')


def choices(runs: str, models: str, takes: str, others: Sequence[str] = (), starters: Sequence[str] = ()) -> Choices:
    """Find models and takes, the newest first.

    Models are those of runs (also of those started in a terminal), of imported files and of `others`, files or folders
    of runs, then the files of `starters`; takes are those of a folder. Unreadable files are listed without a kind;
    folders that are not there hold nothing.
    """
    files = [*_inside(runs, "*/model.safetensors"), *_inside(models, "*.safetensors")]
    for other in [*map(Path, others), *known_runs()]:
        file = other / "model.safetensors" if os.path.isdir(other) else other
        if os.path.isfile(file) and file not in files:
            files.append(file)
    suffixes = {suffix for kind in all_kinds().values() for suffix in (kind.suffix, *kind.suffixes)} - {".json"}
    # folders with a leading point hold what was deleted, dragged out, or kept from before an edit
    inside = (path for path in _inside(takes, "**/*") if "/." not in f"/{path.relative_to(takes).as_posix()}")
    found = [path for path in inside if path.suffix.lower() in suffixes]
    own = [_model(path) for path in _newest(files) if str(path) not in starters]
    ready = [replace(_model(Path(starter)), is_starter=True) for starter in starters]
    return Choices((*own, *ready), tuple(_take(path) for path in _newest(found)[:MOST_TAKES]))


def _inside(folder: str, pattern: str) -> list[Path]:
    try:
        return list(Path(folder).glob(pattern))
    except OSError:
        return []  # an unreadable folder


def _newest(paths: Iterable[Path]) -> list[Path]:
    dated = []
    for path in paths:
        try:
            dated.append((path.stat().st_mtime_ns, path))
        except OSError:
            continue
    return [path for _, path in sorted(dated, reverse=True)]


def _model(path: Path) -> ModelChoice:
    name = path.parent.name if path.name == "model.safetensors" else path.stem
    kind = fingerprint = ""
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            texts = json.loads(file.read(length))["__metadata__"] if length <= MOST_HEADER else {}
        kind, fingerprint = str(json.loads(texts["tokenizer"])["kind"]), str(texts["sha256"])[:16]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        # the list does not check files; an error of one is shown when it is chosen
        pass
    return ModelChoice(str(path), name, kind, fingerprint)


def _take(path: Path) -> TakeChoice:
    kind, found = kind_of_file(path), None
    # some kinds tell in the file how a take was made, others beside it
    for told in (path.with_suffix(".json"), path):
        with contextlib.suppress(OSError), told.open("rb") as file:
            found = found or _FINGERPRINT.search(file.read(MOST_PROVENANCE))
    return TakeChoice(str(path), path.stem, kind.name if kind else "", found[1].decode() if found else "")
