"""seqgen learns the style of a folder of MIDI or text and writes new sequences in it.

import seqgen

model = seqgen.load("runs/bach")
takes = model.sample(4, bars=16, temperature=0.9, seed=7)
takes[0].save("take.mid")
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from seqgen.version import __version__

# How long an OpenMP thread of torch spins at a barrier before it sleeps. A recurrent network meets a barrier at every
# time step; with libgomp's own default (300,000 turns) one other busy program made training 4 s a step instead of 0.1.
os.environ.setdefault("GOMP_SPINCOUNT", "10000")


if TYPE_CHECKING:
    from seqgen.corpus.load import load_corpus
    from seqgen.errors import SeqgenError
    from seqgen.model import Model, load
    from seqgen.sampling.takes import Take
    from seqgen.training.trainer import train

__all__ = ["Model", "SeqgenError", "Take", "__version__", "load", "load_corpus", "train"]

_HOMES = {
    "Model": "model",
    "SeqgenError": "errors",
    "Take": "sampling.takes",
    "load": "model",
    "load_corpus": "corpus.load",
    "train": "training.trainer",
}


def __getattr__(name: str) -> Any:
    # names are looked up when they are used, so that `import seqgen` imports neither NumPy nor torch
    if name not in _HOMES:
        raise AttributeError(f"module 'seqgen' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"seqgen.{_HOMES[name]}"), name)
