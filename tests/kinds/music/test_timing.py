"""Takes of a model with a column of deviations from the beat: in files, and taken away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqgen.errors import UsageError
from seqgen.kinds.music.columns import OFFSET
from seqgen.model import Model
from seqgen.sampling.takes import Take


def late(take: Take) -> np.ndarray:
    return np.asarray(take.tokenizer.late(take.table))  # type: ignore[attr-defined]


def test_takes_have_deviations_of_the_corpus_which_their_files_hold(groove_model: Model, tmp_path: Path) -> None:
    take = groove_model.sample(1, bars=4, seed=2)[0]
    deviations = late(take)
    assert len(set(deviations.tolist())) > 3
    assert np.abs(deviations).max() <= 6
    ticks = groove_model.tokenizer.ticks(take.table)  # type: ignore[attr-defined]
    written = take.score.tracks[0].notes.numpy()["time"]
    assert set(written.tolist()) == set(ticks.tolist())
    again = groove_model.again(take.save(tmp_path / "take.mid"))
    assert isinstance(again, Take)
    assert again.table.tolist() == take.table.tolist()


def test_quantizing_takes_the_deviations_away_and_nothing_else(groove_model: Model) -> None:
    free, half, all_of_it = (groove_model.sample(1, bars=4, seed=2, quantize=share)[0] for share in (0.0, 0.5, 1.0))
    for each in (half, all_of_it):
        assert (np.delete(each.table, OFFSET, 1) == np.delete(free.table, OFFSET, 1)).all()
    assert not late(all_of_it).any()
    assert np.abs(late(half) - late(free) / 2).max() <= 0.5


def test_a_primer_keeps_its_timing_where_new_notes_are_quantized(groove_model: Model, tmp_path: Path) -> None:
    primer = groove_model.sample(1, bars=2, seed=5)[0].save(tmp_path / "primer.mid")
    take = groove_model.sample(1, bars=2, seed=1, primer=primer, quantize=1)[0]
    assert late(take)[: take.primed].any()
    assert not late(take)[take.primed :].any()


def test_bars_of_a_groove_are_rewritten_and_all_others_stay_as_they_were_played(groove_model: Model) -> None:
    whole = groove_model.sample(1, bars=4, seed=3)[0]
    sheet = groove_model.editing.content(whole.tokenizer, whole.table, whole.facts)
    (done,) = groove_model.rewrite(sheet, 1920, 3 * 1920, seed=1, particles=1)
    # near the new part a note belongs to the bar that it was meant for
    for kept in (sheet.notes["onset"] < 1920 - 90, sheet.notes["onset"] >= 3 * 1920 + 90):
        assert kept.any()
        assert np.isin(sheet.notes[kept], done.content.notes).all()


def test_a_model_without_the_column_refuses_to_quantize(music_model: Model) -> None:
    with pytest.raises(UsageError, match="no timing that could be quantized"):
        music_model.sample(1, bars=1, quantize=1)
    with pytest.raises(UsageError, match="the quantization must lie between 0 and 1"):
        music_model.sample(1, bars=1, quantize=2)


def test_an_early_stroke_at_the_beginning_sounds_at_once(groove_model: Model) -> None:
    take = groove_model.sample(1, bars=1, seed=2)[0]
    table = take.table[:1].copy()
    table[0, [0, OFFSET]] = 0
    assert late(replace(take, table=table)) < 0
    assert replace(take, table=table).score.tracks[0].notes[0].time == 0
