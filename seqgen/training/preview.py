"""A take of the best model so far, for whoever follows a training."""

from __future__ import annotations

from collections.abc import Callable

from seqgen.kinds import kind_named
from seqgen.lookout import looking
from seqgen.model import Model
from seqgen.network.model_file import ModelFile
from seqgen.runs.events import Event, NotSampled, Sampled
from seqgen.runs.run import SAMPLES, Run
from seqgen.training.progress import Clock


def preview(
    file: Callable[[], ModelFile], run: Run, clock: Clock, *, step: int, seed: int, asked: Callable[[], object]
) -> Event:
    """Write a take of the model of `file` into the folder of samples, always with the same seed, so that takes can be
    compared. Return what came of it: whatever keeps the model from a take, such as a corpus of single chords, which has
    no eight bars, or that its end was `asked`, the training matters more."""
    try:
        model = Model(file(), run.name)
        with looking(asked):
            take = model.sample(1, seed=seed, **kind_named(model.kind).preview)[0]
        path = run.folder / SAMPLES / f"step-{step:07}{take.suffix}"
        take.save(path, overwrite=True)
    except Exception as error:
        return NotSampled(step, clock.seconds, str(error) or type(error).__name__)
    return Sampled(step, clock.seconds, f"{SAMPLES}/{path.name}")
