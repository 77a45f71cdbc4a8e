"""A take of the best model so far, for whoever follows a training."""

from __future__ import annotations

from seqgen.kinds import kind_named
from seqgen.model import Model
from seqgen.runs.run import SAMPLES, Run


def write_preview(model: Model, run: Run, *, step: int, seed: int) -> str:
    """Write a take into the folder of samples, and return its name there. Raises whatever keeps the model from it: a
    corpus of single chords has no eight bars."""
    take = model.sample(1, seed=seed, **kind_named(model.kind).preview)[0]
    path = run.folder / SAMPLES / f"step-{step:07}{take.suffix}"
    take.save(path, overwrite=True)
    return path.name
