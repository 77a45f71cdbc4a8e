"""The quantities that apply to a model, and to an excerpt."""

from __future__ import annotations

import numpy as np

from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.music.evaluation import MusicEvaluation
from seqgen.kinds.music.excerpts import beginning
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.quantities import Quantity
from seqgen.piece import Piece
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_notes

SCALE = [60, 62, 64, 65, 67, 69, 71, 72]


def tune(*keys: int, part: int = 0) -> Piece:
    return Piece(make_notes([(24 * i, 24 * (i + 1), key, 90, part) for i, key in enumerate(keys)]))


def quantities_of(*pieces: Piece, tokenizer: MusicTokenizer | None = None, bars: int = 99) -> dict[str, Quantity]:
    tokenizer = tokenizer or fit_music(pieces)
    encoded = [tokenizer.encode(piece) for piece in pieces]
    excerpts = [beginning(tokenizer, "", each.table, each.facts, bars) for each in encoded]
    takes = [Excerpt("", each.table, each.facts, 0) for each in excerpts]
    found = MusicEvaluation().quantities(tokenizer, (takes, excerpts, ()))
    assert [quantity.name for quantity in found[0]] == [quantity.name for quantity in found[1]]
    return {quantity.name: quantity for quantity in found[1]}


def test_a_tune_has_form_and_harmony_and_no_drums() -> None:
    found = quantities_of(tune(*SCALE, *SCALE))
    assert {"bars that return after 2", "melody leaps", "cadence at the end"} <= set(found)
    assert not {"kick on 1", "parallels"} & set(found)
    assert found["bars that return after 2"].values.tolist() == [1.0]


def test_drums_have_no_harmony() -> None:
    found = quantities_of(tune(36, 38, 36, 38, 36, 38, 36, 38, part=DRUMS))
    assert {"kick on 1", "bars that return at once", "metre is heard"} <= set(found)
    assert not {"notes in key", "ends on the tonic", "voices with two notes at once"} & set(found)


def test_a_performance_has_no_bars() -> None:
    pieces = [Piece(make_notes([(17 * i, 17 * i + 9, 60 + i % 7, 90, 0) for i in range(100)]))]
    found = quantities_of(*pieces, tokenizer=fit_music(pieces, MusicOptions("performance", 32, ())))
    assert {"notes in key", "ends on the tonic"} <= set(found)
    assert not {"bars that stood before", "keys of four bars", "cadence at the end", "metre is heard"} & set(found)


def test_the_end_of_an_excerpt_that_is_cut_off_is_no_end() -> None:
    piece = tune(*SCALE, *SCALE)
    assert quantities_of(piece)["ends on the tonic"].values.tolist() == [1.0]
    assert np.isnan(quantities_of(piece, bars=3)["ends on the tonic"].values).all()
