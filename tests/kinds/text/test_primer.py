"""Primers of text, and beginnings of takes without one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqgen.errors import UsageError
from seqgen.kinds.text.primer import FEW_PIECES
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from tests.support.small_models import make_model

LINES = "first line\nsecond line\nthird line\n"


def of_pieces(model: Model, pieces: int) -> Model:
    return Model(replace(model.file, about=replace(model.file.about, pieces=pieces)))


def model_of(text: str) -> Model:
    pieces = [Piece(text * 20, title="one")]
    return of_pieces(make_model(pieces, TextTokenizer.fit(pieces)), 1)


# -- what was typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Größe 7 & ", "e\u0301te\u0301: ", "a line\r\nmore ", "日本 ", "tab\there "])
def test_what_was_typed_stays_as_it_was_typed(text_model: Model, tmp_path: Path, typed: str) -> None:
    (take,) = text_model.sample(1, seed=1, events=30, primer_text=typed)
    (new,) = text_model.sample(1, seed=1, events=30, primer_text=typed, new_only=True)

    assert take.text == typed + new.text
    assert len(new.text) == 30
    assert text_model.again(take.save(tmp_path / "take.txt")).text == take.text


def test_characters_that_the_model_does_not_know_are_told(text_model: Model) -> None:
    assert text_model.start("The sea").remarks == ()
    assert text_model.start("süß\t7").remarks == ("holds what does not occur in this model's corpus: tab, 7, ß, ü",)


def test_bytes_that_are_no_text_can_be_saved(text_model: Model, tmp_path: Path) -> None:
    (take,) = text_model.sample(1, seed=1, events=5, primer_text="a\udcffb")
    assert take.save(tmp_path / "take.txt").read_text(encoding="utf-8").startswith("a\ufffdb")


def test_a_text_to_stop_at_that_can_never_come_is_refused(text_model: Model) -> None:
    with pytest.raises(UsageError, match="'The ß' can never come, since ß does not occur"):
        text_model.sample(1, events=5, stop=("The ß",))


# -- beginnings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "opening"), [(LINES, "\n"), (LINES + "\n", "\n\n")])
def test_takes_of_one_text_begin_where_a_line_or_a_paragraph_does(text: str, opening: str) -> None:
    model = model_of(text)
    start = model.opening()
    assert start is not None
    assert model.tokenizer.decode(start.rows, None) == opening

    (take,) = model.sample(1, seed=1, events=40)
    ((_, behind),) = model.stream(take.request, 1, seed=1, primer=model.start(opening))

    assert take.primed == 0
    assert opening + take.text == behind.text


def test_a_take_that_began_at_a_line_is_made_again(tmp_path: Path) -> None:
    model = model_of(LINES)
    (take,) = model.sample(1, seed=1, events=40, stop=("line",))

    path = take.save(tmp_path / "take.txt")

    assert model.again(path).text == take.text == path.read_text(encoding="utf-8")


def test_takes_of_many_texts_begin_as_these_do(text_model: Model) -> None:
    many = of_pieces(text_model, FEW_PIECES)
    assert many.opening() is None
    (take,) = many.sample(1, seed=1, events=40)
    ((_, plain),) = many.stream(take.request, 1, seed=1)
    np.testing.assert_array_equal(take.table, plain.table)


def test_a_text_without_lines_has_one_beginning() -> None:
    assert model_of("acgt" * 20).opening() is None
