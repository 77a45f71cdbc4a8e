"""What is counted in pieces, how far distributions overlap, and what is said of takes beside pieces."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seqgen.copying.copy_index import Copy
from seqgen.errors import SeqgenError
from seqgen.evaluation.comparison import Copies, compare, remark, summary
from seqgen.evaluation.overlap import overlap, yardstick
from seqgen.evaluation.reference import reference_of_pieces, spaced, takes_like, templates_for_takes
from seqgen.kinds.base import Encoded, MusicOptions
from seqgen.kinds.distributions import Axis, Statistic, bell, mean_share, shares_of, spread
from seqgen.kinds.music.excerpts import beginning, consecutive
from seqgen.kinds.music.played import Played, repeated_bars
from seqgen.kinds.music.statistics import statistics as music_statistics
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.text.evaluation import TextEvaluation
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.model import Model
from seqgen.piece import Facts, Piece
from seqgen.sampling.config import SamplingConfig
from seqgen.theory.bars import main_metre
from seqgen.theory.notes import DRUMS, Metre
from tests.support.small_models import make_model, make_notes, random_piece

BINS = 6
counts = st.lists(st.lists(st.integers(0, 9), min_size=BINS, max_size=BINS), min_size=1, max_size=4)


def shares(counted: npt.ArrayLike) -> np.ndarray:
    rows = np.asarray(counted, dtype=np.float64)
    whole = rows.sum(axis=1, keepdims=True)
    return np.divide(rows, whole, out=np.zeros_like(rows), where=whole > 0)


# -- distributions -----------------------------------------------------------------------------------------------------


@given(counts, counts)
def test_overlap_is_symmetric_whole_with_itself_and_lies_between_none_and_all(
    a: list[list[int]], b: list[list[int]]
) -> None:
    assume(np.any(a) and np.any(b))
    p, q = mean_share(shares(a)), mean_share(shares(b))
    assert overlap(p, p) == pytest.approx(1.0)
    assert overlap(p, q) == overlap(q, p)
    assert -1e-12 <= overlap(p, q) <= 1.0 + 1e-12


def test_distributions_that_share_nothing_do_not_overlap() -> None:
    assert overlap(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == 0.0
    assert overlap(np.array([0.5, 0.5]), np.array([0.25, 0.75])) == 0.75


def test_a_piece_without_the_feature_does_not_count() -> None:
    np.testing.assert_array_equal(mean_share(np.array([[0.0, 1.0], [0.0, 0.0], [0.5, 0.5]])), [0.25, 0.75])
    np.testing.assert_array_equal(mean_share(np.zeros((2, 3))), np.zeros(3))


def test_every_piece_counts_alike_however_long_it_is() -> None:
    long, short = shares_of(np.zeros(1000, np.int64), 2), shares_of(np.ones(1, np.int64), 2)
    np.testing.assert_array_equal(mean_share(np.stack([long, short])), [0.5, 0.5])


def test_a_number_is_spread_around_its_place_and_what_is_none_nowhere() -> None:
    bells = spread([0.5, float("nan")], np.linspace(0, 1, 11), 0.1)
    assert bells[0].sum() == pytest.approx(1.0)
    assert bells[0].argmax() == 5
    assert bells[0, 4] == pytest.approx(bells[0, 6])
    assert not bells[1].any()


def test_the_yardstick_of_pieces_that_are_alike_is_whole() -> None:
    alike = np.tile([0.25, 0.75], (9, 1))
    found = yardstick(alike, alike, 5)
    assert found is not None
    assert found.median == found.least == pytest.approx(1.0)


def test_the_yardstick_of_more_takes_than_there_are_pieces_still_allows_for_chance() -> None:
    rng = np.random.default_rng(0)
    found = yardstick(rng.dirichlet(np.ones(BINS), 9), rng.dirichlet(np.ones(BINS), 9), 1000)
    assert found is not None
    assert found.least < found.median - 0.01


@pytest.mark.parametrize("others", [0, 30])
def test_the_yardstick_of_more_pieces_is_stricter(others: int) -> None:
    rng = np.random.default_rng(0)
    rows = shares(rng.dirichlet(np.ones(BINS), 60))
    pieces, drawn = rows[others:], rows[:others]
    few, many = yardstick(pieces, drawn, 2), yardstick(pieces, drawn, 15)
    assert few is not None
    assert many is not None
    assert few.least < few.median < 1.0
    assert few.median < many.median
    assert few.least < many.least


@pytest.mark.parametrize(("pieces", "others"), [(0, 0), (3, 0), (0, 9), (9, 3)])
def test_without_enough_pieces_there_is_no_yardstick(pieces: int, others: int) -> None:
    assert yardstick(np.ones((pieces, 1)), np.ones((others, 1)), 3) is None


# -- remarks -----------------------------------------------------------------------------------------------------------

LENGTHS = Axis(
    "length", "quarters", np.arange(4.0), more="notes are longer", less="notes are shorter", at="{} quarters"
)


@pytest.mark.parametrize(
    ("takes", "said"),
    [
        ([0.7, 0.2, 0.1, 0.0], "notes are shorter"),
        ([0.0, 0.2, 0.3, 0.5], "notes are longer"),
        ([0.3, 0.2, 0.2, 0.3], "1 quarters less often (20% in takes, 40% in pieces)"),
        ([0.0, 0.0, 0.0, 0.0], "takes have none"),
    ],
)
def test_a_remark_says_to_which_side_takes_are_off_or_where(takes: list[float], said: str) -> None:
    assert remark(LENGTHS, np.array(takes), np.array([0.1, 0.4, 0.4, 0.1])) == said


def test_what_has_no_order_is_told_by_its_name() -> None:
    axis = Axis("pitch class", "", np.arange(3.0), ("C", "D", "E"), ordered=False)
    said = remark(axis, np.array([0.8, 0.1, 0.1]), np.array([0.5, 0.25, 0.25]))
    assert said == "C more often (80% in takes, 50% in pieces)"


# -- music -------------------------------------------------------------------------------------------------------------


def statistics_of(*pieces: Piece, tokenizer: MusicTokenizer | None = None, bars: int = 99) -> dict[str, Statistic]:
    tokenizer = tokenizer or MusicTokenizer.fit(pieces)
    encoded = [tokenizer.encode(piece) for piece in pieces]
    cut = [beginning(tokenizer, "", one.table, one.facts, bars) for one in encoded]
    return {statistic.axis.name: statistic for statistic in music_statistics(tokenizer, cut)}


def tune(keys: list[int], *, length: int = 24) -> Piece:
    rows = [(24 * i, 24 * i + length, key, 90, 0) for i, key in enumerate(keys)]
    return Piece(make_notes(rows), title="tune")


SCALE = [60, 62, 64, 65, 67, 69, 71, 72]


@pytest.mark.parametrize(
    ("feature", "place", "share"),
    [
        ("pitch class", 0, 2 / 8),
        ("degree of the key", 0, 2 / 8),
        ("pitch", 0, 1 / 8),
        ("melodic interval", 13 + 2, 5 / 7),
        ("onset in the bar", 6, 1 / 4),
        ("notes sounding", 1, 1.0),
        ("notes struck together", 0, 1.0),
        ("notes a bar", 4, 1.0),
        ("key of every 4 bars", 0, 1.0),
    ],
)
def test_a_scale_is_counted_as_one_would_by_hand(feature: str, place: int, share: float) -> None:
    assert statistics_of(tune(SCALE))[feature].distribution[place] == pytest.approx(share)


def test_lengths_are_counted_in_quarter_notes() -> None:
    found = statistics_of(tune(SCALE, length=12))
    axis = found["length of notes"].axis
    assert axis.places[found["length of notes"].distribution.argmax()] == pytest.approx(0.5)
    assert axis.places[found["time between onsets"].distribution.argmax()] == pytest.approx(1.0)


def test_notes_outside_the_key_are_seen() -> None:
    plain, odd = tune(SCALE * 2), tune([*SCALE, *SCALE[:4], 61, 66, 68, 70])
    tokenizer = MusicTokenizer.fit([plain, odd])
    means = [
        float(found.distribution @ found.axis.places)
        for piece in (plain, odd)
        for found in [statistics_of(piece, tokenizer=tokenizer)["notes in the key"]]
    ]
    assert means[0] > 0.98
    assert means[1] == pytest.approx(12 / 16, abs=0.03)


def test_notes_that_sound_together_are_weighted_by_time() -> None:
    piece = Piece(make_notes([(0, 96, 60, 90, 0), (0, 24, 64, 90, 8), (48, 72, 67, 90, 16)]))
    np.testing.assert_allclose(statistics_of(piece)["notes sounding"].distribution[:4], [0.0, 0.5, 0.5, 0.0])


def test_drums_have_no_pitch_and_no_key() -> None:
    beat = Piece(make_notes([(6 * i, 6 * i + 6, (36, 38)[i % 2], 60 + 10 * (i % 2), DRUMS) for i in range(32)]))
    found = statistics_of(beat)
    assert not {"pitch", "pitch class", "notes in the key", "notes sounding"} & set(found)
    np.testing.assert_allclose(found["drum"].distribution, [0.5, 0.5])
    assert len(found["velocity"].axis.places) == 16


def test_a_performance_is_counted_in_seconds() -> None:
    piece = Piece(make_notes([(17 * i, 17 * i + 9, 60 + i % 7, 90, 0) for i in range(100)]))
    tokenizer = MusicTokenizer.fit([piece], MusicOptions("performance", 32, ()))
    found = statistics_of(piece, tokenizer=tokenizer)
    assert {"notes a second", "runs of 4 notes repeated", "key of every 8 s"} <= set(found)
    assert not {"onset in the bar", "bars repeated in rhythm"} & set(found)
    assert found["runs of 4 notes repeated"].axis.places[
        found["runs of 4 notes repeated"].distribution.argmax()
    ] == pytest.approx(1 - 7 / 97, abs=0.02)


def played(tokenizer: MusicTokenizer, piece: Piece, semitones: int = 0) -> Played:
    encoded = tokenizer.encode(piece)
    moved = replace(encoded, table=tokenizer.transpose(encoded.table, semitones))
    return Played.of(tokenizer, beginning(tokenizer, "", moved.table, moved.facts, 99))


@settings(max_examples=40)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=8), st.integers(-5, 5))
def test_transposition_leaves_self_repetition_unchanged(bars: list[int], semitones: int) -> None:
    patterns = [[60, 62, 64, 65], [60, 60, 62, 67], [64, 62], [65]]
    notes = [
        (96 * bar + 24 * i, 96 * bar + 24 * i + 24, key, 90, 0)
        for bar, pattern in enumerate(bars)
        for i, key in enumerate(patterns[pattern])
    ]
    piece = Piece(make_notes(notes))
    wide = Piece(make_notes([(0, 24, 40, 90, 0), (24, 48, 90, 90, 0)]))
    tokenizer = MusicTokenizer.fit([piece, wide])
    expected = 1 - len(set(bars)) / len(bars)
    for moved in (0, semitones):
        assert repeated_bars(played(tokenizer, piece, moved), pitches=True) == pytest.approx(expected)
    in_rhythm = repeated_bars(played(tokenizer, piece), pitches=False)
    assert in_rhythm == repeated_bars(played(tokenizer, piece, semitones), pitches=False) >= expected


def test_a_rhythm_played_by_hand_repeats_as_one_played_by_machine() -> None:
    late = [0, 1, 2, 0, 2, 1, 0, 2]
    piece = Piece(make_notes([(24 * i + late[i], 24 * i + 20, 60, 90, 0) for i in range(8)]))
    assert repeated_bars(played(MusicTokenizer.fit([piece]), piece), pitches=False) == 0.5


def test_what_is_played_just_before_a_bar_line_is_on_it() -> None:
    piece = Piece(make_notes([(0, 20, 60, 90, 0), (95, 120, 60, 90, 0), (191, 200, 60, 90, 0)]))
    bar, place = played(MusicTokenizer.fit([piece]), piece).place
    assert bar.tolist() == [0, 1, 2]
    assert place.tolist() == [0, 0, 0]


# -- text --------------------------------------------------------------------------------------------------------------


def text_found(text: str, vocabulary: Counter[str] | None = None, *, learned: bool = False) -> dict[str, Statistic]:
    tokenizer = TextTokenizer.fit([Piece(text)])
    evaluation = TextEvaluation()
    cut = evaluation.cut(tokenizer, "", tokenizer.encode(Piece(text)), len(text), whole=True)
    return {found.axis.name: found for found in evaluation.statistics(tokenizer, cut, vocabulary, learned=learned)}


def peak(statistic: Statistic) -> float:
    return float(statistic.axis.places[statistic.distribution.argmax()])


@pytest.mark.parametrize(
    ("feature", "text", "value"),
    [
        ("length of words", "x three seven eight x", 5.0),
        ("length of lines", "x\n" + "12345678\n" * 3 + "x", 8.0),
        ("length of sentences", "X. One two three. Four five six. X", 3.0),
        ("different words", "x sea sea sea sea x", 0.25),
        ("lines repeated", "x\na\na\na\na\nx", 0.75),
        ("runs of 4 words repeated", "x " + "the sea is wide " * 8 + "x", 1 - 4 / 29),
    ],
)
def test_texts_are_counted_as_one_would_by_hand(feature: str, text: str, value: float) -> None:
    assert peak(text_found(text)[feature]) == pytest.approx(value, abs=0.02)


def test_a_word_of_the_corpus_itself_is_known_only_if_it_stands_elsewhere_too() -> None:
    text = "x sea sky x"
    vocabulary = Counter({"sea": 2, "sky": 1})
    assert peak(text_found(text, vocabulary)["words that the corpus knows"]) == 1.0
    assert peak(text_found(text, vocabulary, learned=True)["words that the corpus knows"]) == 0.5
    assert "words that the corpus knows" not in text_found(text)


# -- excerpts ----------------------------------------------------------------------------------------------------------


def test_a_piece_is_cut_at_a_bar_line() -> None:
    piece = random_piece(1, bars=8)
    tokenizer = MusicTokenizer.fit([piece])
    encoded = tokenizer.encode(piece)
    cut = beginning(tokenizer, "a", encoded.table, encoded.facts, 3)
    assert (cut.length, cut.facts.end_step) == (3, 3 * 96)
    rows = tokenizer.rows(encoded.table)
    assert len(cut.table) == int((rows.onset < 3 * 96).sum())
    assert beginning(tokenizer, "a", encoded.table, encoded.facts, 99).length == 8


def test_the_only_piece_of_a_corpus_is_cut_into_several() -> None:
    piece = random_piece(1, bars=12)
    tokenizer = MusicTokenizer.fit([piece])
    encoded = tokenizer.encode(piece)
    parts = consecutive(tokenizer, "a", encoded.table, encoded.facts, 4)
    assert [part.length for part in parts] == [4, 4, 4]
    whole = tokenizer.rows(encoded.table)
    for number, part in enumerate(parts):
        inside = (whole.onset >= number * 4 * 96) & (whole.onset < (number + 1) * 4 * 96)
        rows = tokenizer.rows(part.table)
        np.testing.assert_array_equal(rows.onset + number * 4 * 96, whole.onset[inside])
        np.testing.assert_array_equal(rows.pitch, whole.pitch[inside])


def test_a_piece_that_is_silent_where_it_is_cut_is_not_compared_with(music_model: Model) -> None:
    late = Piece(make_notes([(960, 984, 60, 90, 0)]), title="late")
    reference = reference_of_pieces(music_model, [late, random_piece(1)], length=2)
    assert [piece.name for piece in reference.pieces] == ["piece 1"]
    with pytest.raises(SeqgenError, match="holds anything"):
        reference_of_pieces(music_model, [late], length=2)


def test_a_text_is_cut_into_passages_and_its_rest_dropped() -> None:
    tokenizer, text = TextTokenizer("a"), Encoded(np.arange(10)[:, None], Facts())
    cut = TextEvaluation().cut(tokenizer, "a", text, 4, whole=True)
    assert [part.table[:, 0].tolist() for part in cut] == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert [len(part.table) for part in TextEvaluation().cut(tokenizer, "a", text, 40, whole=True)] == [10]


def test_the_main_metre_is_the_one_that_holds_longest() -> None:
    facts = Facts(metres=(Metre(0, 4, 4), Metre(96, 3, 4), Metre(400, 2, 4)), end_step=450)
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
    tokenizer = MusicTokenizer.fit(pieces)
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
    assert sorted(take.facts.end_step for take in takes.values()) == [4 * 72, *[96 * bars] * 3]
    again = next(model.stream(takes[2].request, 1, seed=5))[1]
    np.testing.assert_array_equal(again.table, takes[2].table)


# -- comparing ---------------------------------------------------------------------------------------------------------


def test_takes_of_an_untrained_model_are_off_where_its_pieces_are_not(music_model: Model) -> None:
    held_out = [random_piece(seed) for seed in range(50, 74)]
    reference = reference_of_pieces(music_model, held_out)
    takes = [take for _, take in takes_like(music_model, reference, 8, seed=1, config=SamplingConfig(top_p=1.0))]
    rows = {row.axis.name: row for row in compare(music_model, takes, reference).rows}
    assert rows["onset in the bar"].remark
    assert rows["notes struck together"].overlap < rows["notes struck together"].yardstick.least  # type: ignore[union-attr]
    alike = compare(music_model, [replace(takes[0], table=p.table, facts=p.facts) for p in reference.pieces], reference)
    assert not [row.remark for row in alike.rows if row.remark]
    assert all(row.overlap == pytest.approx(1.0) for row in alike.rows)


def copy(longest: int, share: float = 0.0) -> Copy:
    return Copy(longest, 0, "tune", 0, share, 8)


@pytest.mark.parametrize(
    ("takes", "said"),
    [
        ([5, 5, 6], "takes copy no more than real pieces share"),
        ([30, 31, 90], "takes copy longer runs of notes"),
        ([5, 5, 90], "1 of 3 takes copied a run half as long again"),
    ],
)
def test_copies_are_measured_by_what_real_pieces_share(takes: list[int], said: str) -> None:
    found = Copies(tuple(copy(run) for run in takes), tuple(copy(run) for run in (4, 5, 6, 7, 8)))
    assert found.remark("note").startswith(said)


def test_copies_are_summed_up_by_median_and_most() -> None:
    found = summary([copy(3, 0.1), copy(9, 0.5), copy(4, 0.3)])
    assert found == {"longest_median": 4.0, "longest_most": 9, "share_median": 0.3, "share_most": 0.5}


def test_one_number_is_spread_as_several_are() -> None:
    places = np.linspace(0, 1, 5)
    np.testing.assert_array_equal(bell(0.3, places, 0.1), spread([0.3], places, 0.1)[0])
