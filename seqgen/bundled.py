"""The bundled corpora and the models that come with seqgen (starters), installed beside the packages."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_ABOVE = Path(__file__).resolve().parents[1]
# beside the package in a checkout; as the package seqgen_corpora where seqgen was installed
PLACES = (_ABOVE / "corpora", _ABOVE / "seqgen_corpora")
STARTER_PLACES = tuple(place / "starters" for place in PLACES)


@dataclass(frozen=True)
class Starter:
    """A model that comes with seqgen: its file, and what it learned from, whose and under which licence."""

    name: str
    path: Path
    learned: str


LEARNED = {
    "tunes": "100 traditional tunes, transcribed for seqgen (MIT)",
    "chorales": "200 chorales composed for seqgen (MIT) and 382 by J. S. Bach (public domain)",
    "drums": "95 grooves made for seqgen (MIT) and the Groove MIDI Dataset by Gillick et al., Google (CC BY 4.0)",
    "pop": "POP909 by Wang et al. (MIT)",
    "verse": "poems written for seqgen (MIT) and plays of Shakespeare (public domain)",
}


def bundled_corpus(name: str) -> Path | None:
    """Return the folder of a bundled corpus, None where it is not installed."""
    return next((place / name for place in PLACES if (place / name).is_dir()), None)


def starters() -> list[Starter]:
    """Return the starters that are installed."""
    found = []
    for name, learned in LEARNED.items():
        files = (place / f"{name}.safetensors" for place in STARTER_PLACES)
        path = next((file for file in files if file.is_file()), None)
        if path is not None:
            found.append(Starter(name, path, learned))
    return found


def starter_at(path: str | os.PathLike[str]) -> Starter | None:
    """Return the starter whose file this is, None where it is none."""
    absolute = Path(path).absolute()
    return next((each for each in starters() if each.path == absolute), None)
