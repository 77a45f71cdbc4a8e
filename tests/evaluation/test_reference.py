"""Pieces that takes are compared with."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgen.errors import SeqgenError
from seqgen.evaluation.reference import reference_of_pieces, spaced, takes_like, templates_for_takes
from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.played import Played
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.sampling.config import SamplingConfig
from seqgen.theory.bars import main_metre
from seqgen.theory.notes import Metre
from tests.support.small_models import make_model, make_notes, random_piece


def test_a_piece_that_is_silent_where_it_is_cut_is_not_compared_with(music_model: Model) -> None:
    late = Piece(make_notes([(960, 984, 60, 90, 0)]), title="late")
    reference = reference_of_pieces(music_model, [late, random_piece(1)], length=2)
    assert [piece.name for piece in reference.pieces] == ["piece 1"]
    with pytest.raises(SeqgenError, match="holds anything"):
        reference_of_pieces(music_model, [late], length=2)


def test_the_main_metre_is_the_one_that_holds_longest() -> None:
    facts = MusicFacts(metres=(Metre(0, 4, 4), Metre(96, 3, 4), Metre(400, 2, 4)), end_step=450)
    assert main_metre(facts.metres, facts.end_step) == facts.metres[1]
    assert main_metre((), 0) is None


@given(st.integers(1, 40), st.integers(1, 40))
def test_things_spaced_evenly_hold_the_first_and_the_last(count: int, most: int) -> None:
    found = spaced(range(count), most)
    assert found == sorted(set(found))
    assert len(found) == min(count, most)
    assert found[0] == 0
    assert most == 1 or found[-1] == count - 1


def test_takes_get_metres_and_lengths_in_proportion(music_model: Model) -> None:
    waltz = Piece(make_notes([(24 * i, 24 * i + 24, 60, 90, 0) for i in range(12)], metre=(3, 4)))
    pieces = [waltz, *(random_piece(seed, bars=4) for seed in range(3))]
    tokenizer = fit_music(pieces)
    model = make_model(pieces, tokenizer)
    reference = reference_of_pieces(model, pieces)
    assert Counter(
        str(main_metre(piece.facts.metres, piece.facts.end_step)) for piece in templates_for_takes(reference.pieces, 8)
    ) == {
        "3/4": 2,
        "4/4": 6,
    }
    (bars,) = {piece.length for piece in reference.pieces if piece.facts.metres[0].signature == (4, 4)}
    takes = dict(takes_like(model, reference, 4, seed=3, config=SamplingConfig(top_p=1.0)))
    assert sorted(takes) == [0, 1, 2, 3]
    assert [takes[i].seed for i in range(4)] == [3, 4, 5, 6]
    # a pick-up comes before the bars that are asked for
    played = [Played.of(tokenizer, Excerpt("", take.table, take.facts, 0)) for take in takes.values()]
    assert sorted(len(each.starts) - each.pickup for each in played) == [4, *[bars] * 3]
    again = next(model.stream(takes[2].request, 1, seed=5))[1]
    np.testing.assert_array_equal(again.table, takes[2].table)


def test_pieces_shorter_than_the_length_asked_for_are_left_out_where_enough_are_as_long(music_model: Model) -> None:
    long, short = [random_piece(seed, bars=8) for seed in range(4)], random_piece(9, bars=3)
    assert len(reference_of_pieces(music_model, [*long, short], length=6).pieces) == 4
    assert len(reference_of_pieces(music_model, [*long, short]).pieces) == 5
    assert len(reference_of_pieces(music_model, [*long[:3], short], length=6).pieces) == 4
