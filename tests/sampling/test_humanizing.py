"""Flat music gets velocity and timing: its notes stay, strength scales both, and the file can be made again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqgen.errors import UsageError
from seqgen.formats.midi_writer import write_score
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.model import Model
from seqgen.sampling.humanizing import Humanized

KIT, BASS = TrackInfo("Kit", drums=True), TrackInfo("Bass", 33)


@pytest.fixture(scope="module")
def flat() -> Sheet:
    """Four bars of drums on a grid, after three silent ones a fifth, and a bass that a model of drums does not know."""
    rows = [(240 * i, 240 * i + 100, (36, 42, 38, 42)[i % 4], 80, 0) for i in (*range(32), *range(56, 64))]
    rows += [(1920 * bar, 1920 * bar + 960, 36, 77, 1) for bar in range(8)]
    return Sheet(np.array(rows, NOTE), (KIT, BASS)).with_notes(np.array(rows, NOTE))


def by_key(sheet: Sheet) -> np.ndarray:
    """The notes of a sheet in the order of their tracks, keys and onsets."""
    return np.sort(sheet.notes, order=["track", "pitch", "onset"])


def test_notes_and_lengths_stay_and_drums_get_velocity_and_timing(groove_model: Model, flat: Sheet) -> None:
    (done,) = groove_model.humanize(flat, seed=3)
    before, after = by_key(flat), by_key(done.content)
    drums = before["track"] == 0
    assert (after[["track", "pitch"]] == before[["track", "pitch"]]).all()
    assert (after["end"] - after["onset"] == before["end"] - before["onset"]).all()
    assert (after[~drums] == before[~drums]).all()
    moved = (after["onset"] - before["onset"])[drums]
    assert 0 < np.abs(moved).max() <= 30
    assert len(set(after["velocity"][drums].tolist())) > 4
    assert done.take.primer.remarks == ("8 notes stay as they are, since this model does not play them",)
    # five ticks of 480 are 1/96 quarter note
    assert not (moved % 5).any()


def test_strength_scales_timing_and_the_difference_of_velocity(groove_model: Model, flat: Sheet) -> None:
    (none,) = groove_model.humanize(flat, seed=3, strength=0)
    (half,) = groove_model.humanize(flat, seed=3, strength=0.5)
    (whole,) = groove_model.humanize(flat, seed=3)
    assert (none.content.notes == flat.notes).all()
    for name in ("onset", "velocity"):
        own, scaled, full = (by_key(each)[name].astype(float) for each in (flat, half.content, whole.content))
        assert np.abs((scaled - own) - 0.5 * (full - own)).max() <= 0.5


def test_each_seed_plays_in_its_own_way_and_always_the_same(groove_model: Model, flat: Sheet) -> None:
    one, two = groove_model.humanize(flat, 2, seed=3)
    (again,) = groove_model.humanize(flat, seed=4)
    assert (again.content.notes == two.content.notes).all()
    assert not np.array_equal(one.content.notes, two.content.notes)


@pytest.mark.parametrize("strength", [0.6, 2.0])
def test_a_file_says_how_it_was_made_and_what_it_was_before(
    groove_model: Model, flat: Sheet, tmp_path: Path, strength: float
) -> None:
    write_score(flat.to_score(), tmp_path / "flat.mid")
    (done,) = groove_model.humanize(tmp_path / "flat.mid", seed=3, strength=strength)
    path = done.save(tmp_path / "played.mid")

    again = groove_model.again(path)

    assert isinstance(again, Humanized)
    assert again.save(tmp_path / "again.mid").read_bytes() == path.read_bytes()
    undone = groove_model.editing.undone(groove_model.editing.open(path), done.before)
    assert (undone.notes == flat.notes).all()


def test_a_file_whose_notes_were_changed_is_not_made_again(groove_model: Model, flat: Sheet, tmp_path: Path) -> None:
    (done,) = groove_model.humanize(flat, seed=3)
    fewer = replace(done, content=done.content.with_notes(done.content.notes[1:]))
    with pytest.raises(UsageError, match="it has other notes now"):
        groove_model.again(fewer.save(tmp_path / "changed.mid"))


def test_fast_strokes_on_one_key_keep_their_order_and_none_is_lost(groove_model: Model) -> None:
    rows = [(20 * i, 20 * i + 20, 38, 80, 0) for i in range(60)]
    sheet = Sheet(np.array(rows, NOTE), (KIT,))
    (done,) = groove_model.humanize(sheet, seed=1, strength=2)
    notes = done.content.notes
    assert len(notes) == 60
    assert (np.diff(notes["onset"]) > 0).all()
    assert (notes["end"] > notes["onset"]).all()


def test_what_cannot_be_humanized_is_said(
    groove_model: Model, music_model: Model, text_model: Model, flat: Sheet
) -> None:
    alone = flat.with_notes(flat.notes[flat.notes["track"] == 1])
    with pytest.raises(UsageError, match="knows nothing of timing"):
        music_model.humanize(flat)
    with pytest.raises(UsageError, match="only music gets velocity and timing; this model writes text"):
        text_model.humanize("The sea")
    with pytest.raises(UsageError, match="plays none of these instruments"):
        groove_model.humanize(alone)
    with pytest.raises(UsageError, match="there are no notes to humanize"):
        groove_model.humanize(Sheet.empty())
    with pytest.raises(UsageError, match="the strength must lie between 0 and 2"):
        groove_model.humanize(flat, strength=3)
    with pytest.raises(UsageError, match="'bars' follows from what is there"):
        groove_model.humanize(flat, bars=4)
