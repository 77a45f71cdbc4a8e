"""seqgen learns the style of a folder of MIDI or text and writes new sequences in it.

    import seqgen

    model = seqgen.learn("my-tunes", minutes=10)        # or, later, seqgen.load("runs/my-tunes")
    takes = model.sample(4, bars=16, temperature=0.9, seed=7)
    takes[0].save("take.mid")

`load` and `learn` give a `Model`, whose `sample` writes `Take`s. `load_corpus`, `preset`, `Run` and `train` do the
same in steps. Every error that a user can cause is a `SeqgenError`.
"""

import os

import lazy_loader

from seqgen.version import __version__ as __version__

# Time that an OpenMP thread of torch spins at a barrier before it sleeps. A recurrent network meets a barrier at every
# time step; with libgomp's default (300,000 turns) one other busy program made training 4 s a step instead of 0.1.
os.environ.setdefault("GOMP_SPINCOUNT", "10000")

# names are looked up when they are used, so that `import seqgen` imports neither NumPy nor torch
__getattr__, __dir__, _names = lazy_loader.attach_stub(__name__, __file__)
__all__ = ["__version__", *_names]
