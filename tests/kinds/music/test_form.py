"""The form of a piece: found in its notes, written as words, and told to the network note by note."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgen.kinds.music.columns import DURATION, PITCH
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.form import NEW, PICK_UP, RHYTHM, SAME, UNKNOWN, VARIED, Form, form_of, parse_form
from seqgen.kinds.music.form_context import form_of_table, form_told
from seqgen.kinds.music.options import MusicOptions
from seqgen.piece import Piece
from seqgen.theory.notes import Metre
from tests.support.small_models import make_notes, random_piece

PIECES = [random_piece(seed, bars=12) for seed in range(3)]
TOKENIZER = fit_music(PIECES, MusicOptions(context=("form",)))
SCHEMA = TOKENIZER.schema

relations = st.sampled_from(
    [(UNKNOWN, 0), (NEW, 0), *((kind, lag) for kind in (RHYTHM, VARIED, SAME) for lag in (1, 4))]
)
forms = st.tuples(st.lists(relations, max_size=14), st.booleans()).map(
    lambda drawn: Form.of(
        (PICK_UP, 0) if not bar and drawn[1] else pair if pair[1] <= bar else (NEW, 0)
        for bar, pair in enumerate(drawn[0])
    )
)


def piece_of_bars(bars: list[list[tuple[int, int]]]) -> Piece:
    """A piece in 4/4 from its bars: beat and pitch of their quarter notes."""
    return Piece(
        make_notes(
            [
                (96 * number + 24 * beat, 96 * number + 24 * beat + 24, pitch, 90, 0)
                for number, bar in enumerate(bars)
                for beat, pitch in bar
            ]
        )
    )


def form_found(bars: list[list[tuple[int, int]]]) -> str:
    piece = piece_of_bars(bars)
    encoded = fit_music([piece]).encode(piece)
    return str(form_of_table(fit_music([piece]), np.asarray(encoded.table, np.int64), encoded.facts.metres))


def test_a_bar_relates_to_the_closest_bar_before_it() -> None:
    scale = [(0, 60), (1, 62), (2, 64), (3, 65)]
    other_end = [(0, 60), (1, 62), (2, 64), (3, 67)]
    other_notes = [(0, 72), (1, 71), (2, 69), (3, 67)]
    other_rhythm = [(0, 70), (2, 55)]

    assert form_found([scale, other_rhythm, scale, other_end, other_notes]) == ". . =2 ~1 r1"
    assert form_found([scale, scale, other_end, scale, other_rhythm, other_end]) == ". =1 ~1 =2 . =3"
    # a bar whose first note stands in its second half leads into the piece
    assert form_found([other_rhythm[1:], scale, scale, other_rhythm[1:]]) == "^ . =1 =3"
    # an empty bar is new, and what lies behind it keeps its distance
    assert form_found([scale, [], scale, [], [(1, 60)]]) == ". . =2 . ."


def test_what_stands_before_the_first_metre_is_a_pick_up() -> None:
    piece = piece_of_bars([[(0, 60), (1, 62), (2, 64), (3, 65)]] * 3)
    tokenizer = fit_music([piece])
    table = np.asarray(tokenizer.encode(piece).table, np.int64)
    # the first beat leads into bars of four
    assert str(form_of_table(tokenizer, table, (Metre(24, 4, 4),))) == "^ . =1 ~1"


def test_relations_are_found_all_along_a_piece_of_many_bars() -> None:
    bars = np.repeat(np.arange(600), 4)
    place = np.tile(np.arange(4), 600)
    # three notes come back after 40 bars, and one never does
    pitch = np.where(place < 3, (bars % 40) * 3 + place, 200 + bars)
    form = form_of(bars, place, pitch * 0, pitch, place * 0, 600)
    assert str(form).split()[40:] == ["~40"] * 560


def test_a_piece_without_notes_has_an_empty_form() -> None:
    assert len(form_of(*(np.zeros(0, np.int64),) * 5, bars=0)) == 0
    assert len(form_of_table(TOKENIZER, np.zeros((0, 5), np.int64), ())) == 0


@given(forms)
def test_a_form_comes_back_from_its_words(form: Form) -> None:
    assert parse_form(str(form)) == form


@pytest.mark.parametrize("words", [". =2", "=1", "x", ". =", ". =0", ". ~1.5", ". ^"])
def test_words_that_are_no_form_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"form|relation"):
        parse_form(words)


@given(forms, st.sampled_from([(4, 4), (3, 4), (6, 8), (7, 8)]), st.integers(0, 500), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_row_by_row_tells_what_the_whole_table_does(form: Form, metre: tuple[int, int], change: int, seed: int) -> None:
    tables = [np.asarray(TOKENIZER.encode(random_piece(seed + i, bars=12)).table[:120], np.int64) for i in range(2)]
    rows = min(map(len, tables))
    facts = [MusicFacts(metres=(Metre(0, 4, 4), Metre(change + 1, *metre)), form=each) for each in (str(form), "")]
    whole = [TOKENIZER.context(table[:rows], each) for table, each in zip(tables, facts, strict=True)]
    walk = TOKENIZER.walk(facts)
    before = [i for i, field in enumerate(SCHEMA.index_fields) if not field.known_after]
    for row in range(rows):
        assert walk.index[:, before].tolist() == [context.index[row, before].tolist() for context in whole]
        for column in range(5):
            walk.chose(column, np.array([table[row, column] for table in tables]))
            if column == 0:
                assert walk.index.tolist() == [context.index[row].tolist() for context in whole]
                assert walk.sets.tolist() == [context.sets[row].tolist() for context in whole]
    assert walk.index[:, before].tolist() == [context.index[rows, before].tolist() for context in whole]


@given(forms, forms, st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_takes_with_other_forms_and_lengths_go_on_side_by_side(first: Form, second: Form, seed: int) -> None:
    table = np.asarray(TOKENIZER.encode(random_piece(seed, bars=12)).table[:60], np.int64)
    facts = [MusicFacts(metres=(Metre(0, 4, 4),), form=str(form)) for form in (first, second)]
    walks = [TOKENIZER.walk([each]) for each in facts]
    for walk, rows in zip(walks, (table[:40], table[:20]), strict=True):
        for row in rows:
            for column in range(5):
                walk.chose(column, row[column : column + 1])

    walks[0].join(walks[1:])
    for column in range(5):
        walks[0].chose(column, table[[40, 20], column])
    walks[0].take(np.array([1, 0]))

    whole = [TOKENIZER.context(table, each) for each in facts]
    before = [i for i, field in enumerate(SCHEMA.index_fields) if not field.known_after]
    assert walks[0].index[0, before].tolist() == whole[1].index[21, before].tolist()
    assert walks[0].index[1, before].tolist() == whole[0].index[41, before].tolist()


def test_a_bar_that_comes_back_is_foretold_note_by_note() -> None:
    piece = piece_of_bars([[(0, 60), (2, 64)], [(0, 70), (3, 71)], [(0, 60), (2, 64)], [(0, 60), (2, 65)]])
    tokenizer = fit_music([piece], MusicOptions(context=("form",)))
    encoded = tokenizer.encode(piece)
    table = np.asarray(encoded.table, np.int64)

    context = tokenizer.context(table, MusicFacts(metres=encoded.facts.metres, form=". . =2 ~1"))

    index = {field.name: context.index[:, i] for i, field in enumerate(tokenizer.schema.index_fields)}
    third_bar, fourth_bar = slice(4, 6), slice(6, 8)
    same, varied = (context.sets[:, tokenizer.schema.set_place(name)] for name in ("form_same", "form_varied"))
    assert [np.flatnonzero(told).tolist() for told in same[third_bar]] == [[p] for p in table[:2, PITCH]]
    assert [np.flatnonzero(told).tolist() for told in varied[fourth_bar]] == [[p] for p in table[4:6, PITCH]]
    assert not varied[third_bar].any()
    assert not same[fourth_bar].any()
    lengths = context.sets[:, tokenizer.schema.set_place("form_duration")]
    assert np.flatnonzero(lengths[4]).tolist() == [table[0, DURATION]]
    # the shifts from the second bar into the third, and within it
    assert index["form_shift"][4:6].tolist() == (table[4:6, 0] + 1).tolist()
    assert index["form_bar"][:8].tolist() == [NEW] * 4 + [SAME] * 2 + [VARIED] * 2
    assert index["form_next"][8] == len("?.^r~=")
    assert index["form_now"][8] == VARIED


@given(forms, st.floats(0, 1))
def test_of_a_form_all_is_told_or_a_part_or_nothing(form: Form, chance: float) -> None:
    told = parse_form(form_told(form, chance))
    assert len(told) in (0, len(form))
    for kind, lag, own_kind, own_lag in zip(told.kinds, told.lags, form.kinds, form.lags, strict=False):
        assert (kind, lag) in ((own_kind, own_lag), (UNKNOWN, 0))


def test_a_network_is_told_the_form_of_a_piece_only_while_it_learns() -> None:
    encoded = TOKENIZER.encode(PIECES[0])
    assert encoded.facts.form == ""
    assert TOKENIZER.told(encoded.table, encoded.facts, 0.0).form == ""
    assert len(parse_form(TOKENIZER.told(encoded.table, encoded.facts, 0.99).form)) == 12


def test_a_piece_and_a_take_are_read_as_if_nothing_were_told() -> None:
    encoded = TOKENIZER.encode(PIECES[0])
    told = TOKENIZER.told(encoded.table, encoded.facts, 0.99)
    assert told != encoded.facts
    assert TOKENIZER.untold(told) == encoded.facts


def test_a_tokenizer_keeps_the_forms_of_its_corpus() -> None:
    assert len(TOKENIZER.forms) == 3
    assert all(form.startswith("4/4 ") for form in TOKENIZER.forms)
    assert type(TOKENIZER).from_json(TOKENIZER.to_json()) == TOKENIZER
