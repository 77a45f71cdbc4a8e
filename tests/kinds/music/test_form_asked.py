"""Takes with a form: sections by letters, the form of a piece of the corpus, and what cannot be asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqgen.errors import UsageError
from seqgen.formats.sheet import Sheet
from seqgen.kinds.base import Constraints, Walk
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.form import Form, parse_form, words_of
from seqgen.kinds.music.form_asked import corpus_form
from seqgen.kinds.music.form_constraints import FormedConstraints
from seqgen.kinds.music.form_context import form_of_table
from seqgen.kinds.music.options import MusicOptions
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.sampling.takes import Take
from seqgen.theory.notes import Metre
from tests.support.small_models import make_model, make_notes, random_piece

PIECES = [random_piece(seed, bars=24, drums=False) for seed in range(3)]


def delayed(piece: Piece, steps: int) -> Piece:
    notes = piece.content
    moved = replace(notes, onset=notes.onset + steps, end=notes.end + steps, end_tick=notes.end_tick + steps)
    return replace(piece, content=moved)


@pytest.fixture(scope="module")
def formed() -> Model:
    """A model that is told forms."""
    return make_model(PIECES, fit_music(PIECES, MusicOptions(context=("bar", "form"))))


@pytest.fixture(scope="module")
def older() -> Model:
    """A model that is not."""
    return make_model(PIECES, fit_music(PIECES, MusicOptions(context=("bar",))))


def bars_of(take: Take, *, bars: int) -> list[list[list[int]]]:
    """Place in the bar, instrument and pitch of the notes of every bar of 4/4; lengths end where the take does."""
    onset = np.cumsum(np.array(take.tokenizer.shifts)[take.table[:, 0]])
    rows = np.stack([onset % 96, *take.table[:, 1:3].T], axis=1)
    return [rows[onset // 96 == bar].tolist() for bar in range(bars)]


@pytest.mark.parametrize("name", ["formed", "older"])
def test_a_section_comes_back_note_for_note(name: str, request: pytest.FixtureRequest) -> None:
    model = request.getfixturevalue(name)
    for take in model.sample(3, seed=5, bars=12, form="ABA"):
        bars = bars_of(take, bars=12)
        assert bars[8:] == bars[:4]
        assert bars[4:8] != bars[:4]
        assert sum(map(len, bars)) == len(take.table)


def test_a_section_comes_back_in_the_best_of_several_drafts(formed: Model) -> None:
    (take,) = formed.sample(1, seed=5, bars=4, form="AA", particles=3)
    bars = bars_of(take, bars=4)
    assert bars[2:] == bars[:2]


def test_letters_alone_give_eight_bars_each(older: Model) -> None:
    (take,) = older.sample(1, seed=5, form="AA")
    bars = bars_of(take, bars=16)
    assert bars[8:] == bars[:8]
    assert take.facts.end_step == 16 * 96


def test_sections_may_have_lengths_of_their_own(older: Model) -> None:
    (take,) = older.sample(1, seed=5, form="A3B2A3")
    bars = bars_of(take, bars=8)
    assert bars[5:] == bars[:3]


def test_the_second_half_of_a_section_that_comes_back_varied_need_not_be_the_same(formed: Model) -> None:
    (take,) = formed.sample(1, seed=5, bars=8, form="AA'")
    bars = bars_of(take, bars=8)
    assert bars[4:6] == bars[:2]
    assert bars[6:] != bars[2:4]
    assert str(parse_form(take.facts.form).between(4, 8)) == "=4 =4 ~4 ~4"


def test_a_bar_that_comes_back_varied_is_never_the_same() -> None:
    """Nor where there are so few notes to choose from that it often would be."""
    rows = [(step, step + 48, 60 + 2 * (step % 144 // 96), 90, 0) for step in range(0, 24 * 96, 48)]
    pieces = [Piece(make_notes(rows))]
    tokenizer = fit_music(pieces, MusicOptions(context=("bar", "form")))
    model = make_model(pieces, replace(tokenizer, shifts=(48,), durations=(48,)))

    def unvaried(*, varies: bool) -> int:
        takes = model.sample(16, seed=7, bars=8, form="AA'", varies=varies)
        bars = [bars_of(take, bars=8) for take in takes]
        return sum(each[bar] == each[bar - 4] != [] for each in bars for bar in (6, 7))

    assert unvaried(varies=False) > 0
    assert unvaried(varies=True) == 0


def test_a_form_goes_on_behind_a_primer(older: Model) -> None:
    (take,) = older.sample(1, seed=5, primer=PIECES[0], primer_bars=2, bars=4, form="AA")
    bars = bars_of(take, bars=6)
    assert bars[4:6] == bars[2:4]


def test_a_variation_has_the_form_of_its_piece(formed: Model) -> None:
    model = formed
    piece = model.sample(1, seed=7, bars=12, form="A2B4C2B4")[0]
    assert bars_of(piece, bars=12)[8:] == bars_of(piece, bars=12)[2:6]
    sheet = Sheet.from_score(piece.score, end_tick=piece.facts.end_step * model.tokenizer.grid.file_ticks)

    (varied,) = model.vary(sheet, 1, seed=6, primer_bars=2, particles=1)

    bars = bars_of(varied.take, bars=12)
    assert bars[:2] == bars_of(piece, bars=12)[:2]
    # the end of the piece cuts notes of its last bar
    assert bars[8:11] == bars[2:5]
    assert bars[2:6] != bars_of(piece, bars=12)[2:6]


def test_bars_that_are_written_anew_do_not_repeat_what_stands_before(formed: Model) -> None:
    piece = formed.sample(1, seed=5, bars=8, form="AA")[0]
    sheet = Sheet.from_score(piece.score, end_tick=piece.facts.end_step * formed.tokenizer.grid.file_ticks)
    lines = sheet.bar_lines()
    (rewritten,) = formed.rewrite(sheet, int(lines[4]), int(lines[6]), 1, seed=6, particles=1)
    assert bars_of(rewritten.take, bars=6)[4:6] != bars_of(piece, bars=8)[4:6]


def test_a_model_that_knows_forms_draws_one_by_the_seed(formed: Model) -> None:
    together = formed.sample(4, seed=5, bars=8)
    alone = formed.sample(1, seed=7, bars=8)
    known = [form.partition(" ")[2] for form in formed.tokenizer.forms]

    # the last two bars are open, so that they close
    drawn = [take.facts.form.removesuffix("? ?") for take in together]
    assert all(any(form.startswith(own) for form in known) for own in drawn)
    assert all(own.endswith(" ") for own in drawn)
    assert together[2].table.tolist() == alone[0].table.tolist()
    assert formed.sample(1, seed=5, bars=8, form="free")[0].facts.form == ""


def test_a_pick_up_of_the_form_is_one_bar_more_and_holds_the_first_note() -> None:
    pieces = [delayed(piece, 72) for piece in PIECES]
    model = make_model(pieces, fit_music(pieces, MusicOptions(context=("bar", "form"))))
    for take in model.sample(3, seed=5, bars=4):
        first = np.array(take.tokenizer.shifts)[take.table[0, 0]]
        assert take.facts.form.startswith("^ ")
        assert 48 <= first < 96
        assert take.facts.end_step == 5 * 96


def test_the_rules_count_where_they_and_the_form_cannot_both_be_kept(formed: Model) -> None:
    (take,) = formed.sample(1, seed=5, bars=8, form="AA", ranges="C4-C5", grid="1/8", polyphony=1)
    pitch = take.tokenizer.midi_keys(take.table)
    assert ((pitch >= 60) & (pitch <= 72)).all()
    assert (np.cumsum(np.array(take.tokenizer.shifts)[take.table[:, 0]]) % 12 == 0).all()
    assert max(map(len, bars_of(take, bars=8))) <= 8


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"form": "AABA", "bars": 10}, "10 bars cannot be shared by the 4 sections of 'AABA'; give a multiple"),
        ({"form": "aaba"}, "'aaba' is not a form; use letters such as AABA"),
        ({"form": "A8B", "bars": 16}, "give all sections of the form 'A8B' a length"),
        ({"form": "A8B4", "bars": 16}, "the form 'A8B4' has 12 bars, not 16"),
        ({"form": "A8A4"}, "the sections A of the form 'A8A4' differ in length"),
        ({"form": "AABA", "seconds": 10.0}, "the form 'AABA' needs a length in bars, or none"),
        ({"form": "AA'"}, "knows no forms"),
        ({"form": "corpus"}, "knows no forms of its corpus"),
        ({"form": ". =2", "bars": 2}, "bar 2 of the form '. =2' relates to no bar before it"),
    ],
)
def test_a_form_that_cannot_be_kept_is_refused(older: Model, asked: dict[str, object], reason: str) -> None:
    with pytest.raises(UsageError, match=reason.replace("(", r"\(")):
        older.sample(1, **asked)  # type: ignore[arg-type]


def test_a_form_is_refused_where_there_are_no_bars() -> None:
    model = make_model(PIECES, fit_music(PIECES, MusicOptions(grid="performance")))
    with pytest.raises(UsageError, match="knows no bars"):
        model.sample(1, form="AABA")


def test_the_form_of_a_take_is_found_in_its_notes(formed: Model) -> None:
    (take,) = formed.sample(1, seed=7, bars=8, form="AA")
    found = str(form_of_table(formed.tokenizer, take.table, take.facts.metres))
    assert found.split()[4:7] == ["=4"] * 3


class OnlyOneShift(Constraints):
    """Rules under which one shift is left, or the end."""

    def __init__(self, shift: int, size: int) -> None:
        self._mask = np.isin(np.arange(size), (shift, size - 1))[None]

    def mask(self, column: int, walk: Walk) -> np.ndarray | None:
        return self._mask if column == 0 else None


def test_a_shift_is_left_beside_the_end_where_rules_and_form_leave_none(formed: Model) -> None:
    tokenizer = formed.tokenizer
    facts = MusicFacts(metres=(Metre(0, 4, 4),), form=". =1")
    walk = tokenizer.walk([facts])
    first = np.array([0, 0, 0, 0, 0])
    for column in range(5):
        walk.chose(column, first[column : column + 1])
    # the next bar comes back, so nothing may begin a quarter into it
    quarter_too_late = tokenizer.shifts.index(96 + 24)

    mask = FormedConstraints(OnlyOneShift(quarter_too_late, len(tokenizer.shifts) + 1), tokenizer, 1).mask(0, walk)

    assert mask is not None
    assert np.flatnonzero(mask).tolist() == [quarter_too_late, len(tokenizer.shifts)]


@pytest.mark.parametrize(("forms", "drawn"), [(("5/4 ^", "4/4 . =1"), ". =1 . =1"), (("5/4 ^",), "? ? ? ?")])
def test_pieces_that_are_nothing_but_a_pick_up_have_no_form_to_draw(forms: tuple[str, ...], drawn: str) -> None:
    assert str(corpus_form(forms, "5/4", 4, np.random.default_rng(1))) == drawn


def test_a_form_that_comes_back_after_many_bars_can_be_written_as_words() -> None:
    far = "? " * 600 + "=600"
    assert str(Form.of(("?.^r~=".index(sign), lag) for sign, lag in words_of(far))) == far
    assert words_of("=99999") == []
