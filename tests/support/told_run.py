"""Runs as a training would leave them, for several test files."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from seqgen.corpus.options import CorpusOptions
from seqgen.network.config import ModelConfig
from seqgen.runs.events import Event, Finished, Progress, Saved, Started, Validated
from seqgen.runs.run import CHECKPOINT
from seqgen.training.config import TrainConfig
from seqgen.training.run_config import VERSION


def told_run(folder: Path, *, checks: int = 4, ending: str | None = "budget", **config: Any) -> Path:
    """A run's folder as a training would leave it."""
    (folder / "samples").mkdir(parents=True)
    settings: dict[str, Any] = {
        "version": VERSION,
        "seqgen": "0",
        "python": "3",
        "created": "2026-01-01T12:00:00+0000",
        "corpus": {"name": "chorales", "paths": ["chorales"], "options": asdict(CorpusOptions()), "fingerprint": "0"},
        "model": asdict(ModelConfig(cell="lstm", hidden_size=64, num_layers=2, dropout=0.1)),
        "training": asdict(TrainConfig(minutes=1.0, transpose=5, seed=7, learning_rate=0.002)),
    }
    (folder / "config.json").write_text(json.dumps({**settings, **config}))
    tell(folder, *events(checks, ending))
    return folder


def events(checks: int, ending: str | None) -> Iterator[Event]:
    yield Started(
        0,
        0.0,
        run="run",
        device="cpu",
        parameters=120_000,
        events=5_000,
        validation_events=500,
        event_name="note",
        resumed=False,
    )
    for check in range(1, checks + 1):
        nats = (2 + 3 / check) * math.log(2)
        yield Progress(
            10 * check,
            6.0 * check,
            epoch=0,
            fraction=check / 10,
            nats=nats,
            norm=0.7,
            clipped=0.03,
            rate=1000.0,
            learning_rate=1e-3,
            seconds_left=60 - 6.0 * check,
        )
        yield Validated(10 * check, 6.0 * check, nats=nats, columns={}, best=True)
        yield Saved(10 * check, 6.0 * check, CHECKPOINT)
    if ending is not None:
        yield Finished(10 * checks, 6.0 * checks, reason=ending, nats=2.0, best_step=10 * checks)


def tell(run: Path, *told: Event) -> None:
    with (run / "metrics.jsonl").open("a") as file:
        file.writelines(json.dumps(event.to_json()) + "\n" for event in told)
