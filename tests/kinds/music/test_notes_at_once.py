"""Takes have no more notes at once than their corpus, whatever is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.sampling.takes import Take
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_model, make_notes, write_pieces

BASS = 33 * 8
ASKED: list[dict[str, Any]] = [
    {},
    {"grid": "1/4"},
    {"ranges": "C4-C5"},
    {"key": "A minor"},
    {"polyphony": 2},
    {"instruments": "Melody"},
    {"instruments": "Melody,Drums", "grid": "1/2"},
    {"temperature": 3.0, "top_p": 1.0},
]


def written() -> list[Piece]:
    """A melody of one voice, two voices of a bass, and two drums at once."""
    rng = np.random.default_rng(6)
    rows = []
    for step in range(0, 96 * 24, 24):
        length = int(rng.choice([6, 12, 24]))
        rows.append((step, step + length, int(rng.integers(60, 84)), 90, 0))
        rows += [(step, step + 24, int(rng.integers(low, low + 8)), 80, BASS) for low in (36, 50)]
        rows += [(step, step + 6, key, 100, DRUMS) for key in (36, 42)[: 1 + step % 48 // 24]]
    return [Piece(make_notes(rows))]


@pytest.fixture(scope="module")
def model() -> Model:
    """A model with random weights, which does not know when a part is free."""
    pieces = written()
    return make_model(pieces, fit_music(pieces, MusicOptions("metric")))


def most_at_once(rows: Rows, part: int) -> tuple[int, int]:
    """Return the most notes of a part that are struck and that sound at one onset."""
    mine = rows.select(rows.part == part)
    onsets, struck = np.unique(mine.onset, return_counts=True)
    sounding = (mine.onset <= onsets[:, None]) & (mine.end > onsets[:, None])
    return int(struck.max(initial=0)), int(sounding.sum(axis=1).max(initial=0))


def rows_of(take: Take) -> Rows:
    assert isinstance(take.tokenizer, MusicTokenizer)
    return take.tokenizer.rows(take.table)


@pytest.mark.parametrize("asked", ASKED)
def test_no_part_has_more_notes_at_once_than_in_the_corpus(model: Model, asked: dict[str, Any]) -> None:
    takes = model.sample(8, seed=1, bars=4, **asked)

    assert all(len(take.table) for take in takes)
    for take in takes:
        rows = rows_of(take)
        assert max(most_at_once(rows, 0)) <= 1
        assert max(most_at_once(rows, BASS)) <= 2
        assert most_at_once(rows, DRUMS)[0] <= 2


@pytest.mark.parametrize("asked", [{}, {"grid": "1/4"}])
def test_a_primer_of_two_voices_is_gone_on_from_in_one(model: Model, tmp_path: Path, asked: dict[str, Any]) -> None:
    write_pieces([Piece(make_notes([(0, 200, 60, 90, 0), (24, 200, 64, 90, 0)]))], tmp_path / "primer.mid")

    for take in model.sample(4, seed=1, bars=4, primer=str(tmp_path / "primer.mid"), **asked):
        new = rows_of(take).select(np.arange(len(take.table)) >= take.primed)
        assert max(most_at_once(new, 0)) <= 1
        assert len(new.onset)


def test_takes_made_before_notes_at_once_were_counted_are_made_as_they_were(model: Model, tmp_path: Path) -> None:
    before, now = (model.sample(8, seed=1, bars=32, capped=capped) for capped in (False, True))
    assert [take.table.tolist() for take in before] != [take.table.tolist() for take in now]
    path = before[-1].save(tmp_path / "take.mid")
    unnamed = path.read_bytes().replace(b', "capped": false', b" " * len(b', "capped": false'))
    (tmp_path / "earlier.mid").write_bytes(unnamed)

    assert unnamed != path.read_bytes()
    np.testing.assert_array_equal(model.again(tmp_path / "earlier.mid").table, before[-1].table)


def test_one_voice_is_a_melody_where_the_corpus_has_one(model: Model) -> None:
    for take in model.sample(8, seed=1, bars=8, polyphony=1):
        assert set(rows_of(take).part.tolist()) <= {0, DRUMS}
    for take in model.sample(4, seed=1, bars=8, polyphony=1, instruments="Bass"):
        assert set(rows_of(take).part.tolist()) == {BASS}
