"""Primers of every kind: takes go on behind them, end on a bar line, and are made again; nothing else is raised.

`SEQGEN_FUZZ=100` multiplies the number of primers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from seqgen.errors import UsageError
from seqgen.kinds.music.facts import later
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.sampling.provenance import pack_primer, unpack_primer
from seqgen.theory.notes import DRUMS, Notes
from tests.support.mutations import TIMES
from tests.support.small_models import make_model, make_notes, random_piece

PRIMERS = 40 * TIMES
METRES = [(4, 4), (3, 4), (6, 8), (2, 4), (12, 4), (33, 8), (64, 4)]


@pytest.fixture(scope="module")
def models() -> list[Model]:
    pieces = [random_piece(seed) for seed in range(3)]
    melody = [Piece(make_notes([(t, t + 24, 60 + t // 24 % 12, 80, 0) for t in range(0, 2000, 24)]))]
    return [
        make_model(pieces, fit_music(pieces, MusicOptions("metric"))),
        make_model(pieces, fit_music(pieces, MusicOptions("performance"))),
        make_model(melody, fit_music(melody, MusicOptions("metric"))),
    ]


def primer(random: np.random.Generator) -> Notes:
    """Notes on a grid or off it, close together or bars apart, in up to three metres and tempos."""
    quarter = int(random.choice([24, 96, 480]))
    span, step = int(random.choice([10, 200])) * quarter, int(random.choice([1, quarter // 4, quarter]))
    onsets = random.integers(0, span, int(random.integers(1, 30))) // step * step
    parts = [0, 1, 60 * 8, DRUMS]
    rows = [
        (int(t), int(t + random.integers(1, 4 * quarter)), int(random.integers(0, 128)), 80, int(random.choice(parts)))
        for t in onsets
    ]
    bars = np.unique(np.append(random.integers(0, span // quarter + 1, 2) * quarter, 0)).tolist()
    metres = [[tick, *random.choice(METRES)] for tick in bars]
    tempos = [[tick, random.uniform(20, 300)] for tick in bars]
    return replace(make_notes(rows, quarter=quarter), metres=np.array(metres), tempos=np.array(tempos))


def asked(random: np.random.Generator) -> dict[str, Any]:
    rules: dict[str, Any] = {"bars": int(random.integers(1, 3))}
    chosen = {"primer_bars": int(random.integers(1, 6)), "metre": "5/8", "grid": "1/4"}
    return rules | {name: value for name, value in chosen.items() if random.random() < 0.25}


def test_takes_go_on_behind_any_primer(models: list[Model]) -> None:
    made = 0
    for seed in range(PRIMERS):
        random, model = np.random.default_rng(seed), models[seed % 3]
        tokenizer = model.tokenizer
        assert isinstance(tokenizer, MusicTokenizer)
        try:
            notes = primer(random)
            (take,) = model.sample(1, seed=seed, primer=Piece(notes), **asked(random))
        except UsageError:
            continue
        made += 1
        onsets = later(take.facts.rests, np.cumsum(np.array(tokenizer.shifts)[take.table[:, 0]]))
        assert (onsets[take.primed :] >= take.primer.facts.with_rests().end_step).all(), seed
        assert take.score.end() <= take.facts.end_step * tokenizer.grid.file_ticks, seed
        # a rest over a change of metre may be longer than the bars on one side of it
        if tokenizer.grid_name == "metric" and len(notes.metres) == len(take.facts.metres) == 1:
            into = take.facts.end_step - take.facts.metres[0].step
            assert into % tokenizer.bar_steps(take.facts.metres[0].signature) == 0, seed
        new = replace(take, new_only=True).content
        assert min((note.time for track in new.tracks for note in track.notes), default=0) >= 0, seed
        assert unpack_primer(pack_primer(take.primer), tokenizer).facts == take.primer.facts, seed
    assert made > PRIMERS // 2
