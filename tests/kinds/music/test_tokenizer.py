"""Music to tables and back: what is exact stays exact, what is not moves by half a step, and every table is a piece."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import symusic
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from seqgen.errors import UsageError
from seqgen.formats.midi import read_scores
from seqgen.formats.midi_writer import write_score
from seqgen.formats.score_notes import notes_of_score, separate
from seqgen.kinds import tokenizer_from_json
from seqgen.kinds.music.facts import KeyFrom, MusicFacts, Told
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.piece import Piece
from seqgen.theory.grid import METRIC, PERFORMANCE, choose_grid, nearest, quantise_shifts
from seqgen.theory.notes import DRUMS, Metre, Notes, Tempo
from tests.support.small_models import make_notes, random_piece

PIANO, PIANO_2, BASS = 0, 1, 33 * 8
NOTHING_TOLD = Told()
RAW_COLUMNS = ("onset", "end", "part", "pitch", "velocity")

raw_notes = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 0, 6, 12, 24, 1, 17, 96, 102, 408, 3072]),
        st.integers(1, 96),
        st.integers(36, 48),
        st.integers(1, 127),
        st.sampled_from([PIANO, PIANO_2, BASS, DRUMS]),
    ),
    min_size=1,
    max_size=40,
)


def notes_from(rows: list[tuple[int, int, int, int, int]], quarter: int = 24) -> Notes:
    """Separated notes from (shift, length, pitch, velocity, part), parts of one program numbered without a gap."""
    onset = np.cumsum([row[0] for row in rows])
    parts = {row[4] for row in rows}
    renumber = {PIANO_2: PIANO} if PIANO not in parts else {}
    table = [
        (int(at), int(at) + length, pitch, velocity, renumber.get(part, part))
        for at, (_, length, pitch, velocity, part) in zip(onset, rows, strict=True)
    ]
    raw = make_notes(table, quarter=quarter)
    columns = separate(*(getattr(raw, name).astype(np.int64) for name in RAW_COLUMNS))
    return replace(raw, **dict(zip(RAW_COLUMNS, columns, strict=True)), end_tick=int(columns[1].max()))


def listed(notes: Notes | Rows, ticks_per_step: int = 1) -> list[tuple[int, ...]]:
    """(onset, end, part, pitch, velocity) of every note, times in steps."""
    columns = [np.asarray(getattr(notes, name)).astype(np.int64) for name in RAW_COLUMNS]
    assert not (columns[0] % ticks_per_step).any()
    assert not (columns[1] % ticks_per_step).any()
    columns[0], columns[1] = columns[0] // ticks_per_step, columns[1] // ticks_per_step
    return [tuple(int(v) for v in row) for row in zip(*columns, strict=True)]


def in_parts_of_steps(rows: Rows) -> Rows:
    """The notes as they sound, times in quarters of a step."""
    onset = np.maximum(4 * rows.onset + rows.late, 0)
    end = onset + 4 * (rows.end - rows.onset)
    return Rows(*separate(onset, end, rows.part, rows.pitch, rows.velocity, rows.late))


def without_part_gaps(rows: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The same notes, the parts of each program numbered in order as a reader numbers tracks."""
    renumber: dict[int, int] = {}
    for part in sorted({row[2] for row in rows}):
        number = sum(known // 8 == part // 8 for known in renumber)
        renumber[part] = part if part == DRUMS else part // 8 * 8 + number
    return sorted((o, e, renumber[part], p, v) for o, e, part, p, v in rows)


# -- round trip --------------------------------------------------------------------------------------------------------


@given(raw_notes)
@settings(max_examples=120, deadline=None)
def test_notes_on_the_metric_grid_come_back_exactly(rows: list[tuple[int, int, int, int, int]]) -> None:
    notes = notes_from(rows)
    piece = Piece(notes, title="x")
    tokenizer = fit_music([piece], MusicOptions("metric", velocities=127))

    encoded = tokenizer.encode(piece)
    back = notes_of_score(tokenizer.decode(encoded.table, encoded.facts))

    assert encoded.approximated == 0
    assert listed(back, METRIC.file_ticks) == listed(notes)
    assert back.end_tick == notes.end_tick * METRIC.file_ticks


@given(raw_notes, st.sampled_from([96, 480, 1024, 7]))
@settings(max_examples=80, deadline=None)
def test_notes_off_the_grid_move_by_no_more_than_half_a_step(
    rows: list[tuple[int, int, int, int, int]], quarter: int
) -> None:
    notes = notes_from([(shift % (4 * quarter), *rest) for shift, *rest in rows], quarter=quarter)
    tokenizer = fit_music([Piece(notes)], MusicOptions("metric", velocities=127))

    placed = tokenizer.rows(tokenizer.encode(Piece(notes)).table).onset

    wanted = notes.onset * 24 / quarter
    apart = np.abs(wanted[:, None] - placed)
    assert apart.min(axis=1).max() <= 0.5
    assert apart.min(axis=0).max() <= 0.5


@given(st.lists(st.integers(0, 3024), min_size=1, max_size=60))
@settings(max_examples=100, deadline=None)
def test_errors_of_long_shifts_never_add_up(shifts: list[int]) -> None:
    onsets = np.cumsum(shifts)

    placed = np.cumsum(METRIC.values[quantise_shifts(onsets, METRIC.values)])

    # half of the coarsest step, 96
    assert np.abs(placed - onsets).max() <= 48


def test_a_shift_that_is_missing_is_made_good_by_the_next_one() -> None:
    values = np.array([0, 10, 20])

    placed = np.cumsum(values[quantise_shifts(np.array([14, 28, 42, 56, 70]), values)])

    assert placed.tolist() == [10, 30, 40, 60, 70]


def test_overlaps_unisons_and_repeats_become_what_a_key_can_play() -> None:
    rows = [
        (0, 48, 60, 80, PIANO),  # struck again at 24: ends there
        (24, 36, 60, 70, PIANO),
        (24, 60, 60, 90, PIANO),  # the longer of two at once stays
        (24, 30, 60, 50, PIANO_2),  # another player's key is another key
        (24, 25, 60, 99, DRUMS),
    ]
    table = np.array(rows).T

    onset, end, part, pitch, velocity = separate(*(table[i] for i in (0, 1, 4, 2, 3)))

    assert list(zip(onset, end, part, pitch, velocity, strict=True)) == [
        (0, 24, PIANO, 60, 80),
        (24, 60, PIANO, 60, 90),
        (24, 30, PIANO_2, 60, 50),
        (24, 25, DRUMS, 60, 99),
    ]


def test_tempo_metre_and_key_go_through_the_facts() -> None:
    notes = replace(
        make_notes([(i * 24, i * 24 + 24, 60 + i % 5, 80, PIANO) for i in range(32)]),
        tempos=np.array([[0.0, 100.0], [96.0, 140.5]]),
        metres=np.array([[0, 4, 4], [96, 6, 8], [240, 3, 4]]),
        key="E minor",
    )
    tokenizer = fit_music([Piece(notes)], MusicOptions("metric"))

    encoded = tokenizer.encode(Piece(notes))
    score = tokenizer.decode(encoded.table, msgspec.convert(msgspec.to_builtins(encoded.facts), MusicFacts))
    back = notes_of_score(score)

    assert encoded.facts.tempos == (Tempo(0, 100.0), Tempo(96, 140.5))
    assert encoded.facts.metres == (Metre(0, 4, 4), Metre(96, 6, 8), Metre(240, 3, 4))
    assert (back.metres // [20, 1, 1]).tolist() == notes.metres.tolist()
    assert back.tempos[:, 1] == pytest.approx([100.0, 140.5], abs=0.01)
    assert back.tempos[:, 0].tolist() == [0, 96 * 20]
    assert back.key == "E minor"


def test_two_tracks_of_one_program_stay_apart_and_drum_tracks_become_one() -> None:
    score: Any = symusic.Score(480)
    for program, drums, pitch in ((40, False, 70), (40, False, 60), (0, True, 36), (0, True, 38), (42, False, 50)):
        track: Any = symusic.Track("", program, drums)
        track.notes.append(symusic.Note(0, 480, pitch, 90))
        score.tracks.append(track)

    notes = notes_of_score(score)

    assert [(int(part), int(pitch)) for part, pitch in zip(notes.part, notes.pitch, strict=True)] == [
        (40 * 8, 70),
        (40 * 8 + 1, 60),
        (42 * 8, 50),
        (DRUMS, 36),
        (DRUMS, 38),
    ]


def test_a_note_held_by_the_pedal_sounds_until_the_pedal_rises_or_the_key_is_struck_again() -> None:
    score: Any = symusic.Score(480)
    track: Any = symusic.Track("piano", 0, False)
    for time, pitch in ((0, 60), (480, 60), (0, 64), (1500, 67)):
        track.notes.append(symusic.Note(time, 100, pitch, 90))
    track.pedals.append(symusic.Pedal(50, 950))
    score.tracks.append(track)

    assert listed(notes_of_score(score)) == [
        (0, 480, 0, 60, 90),
        (0, 1000, 0, 64, 90),
        (480, 1000, 0, 60, 90),
        (1500, 1600, 0, 67, 90),
    ]


# -- every table is a piece --------------------------------------------------------------------------------------------


def music_tokenizer(grid: str = "metric", velocities: int = 4) -> MusicTokenizer:
    fast = replace(make_notes([(0, 24, 60, 80, PIANO), (30, 40, 62, 50, PIANO_2)]), metres=np.array([[0, 6, 8]]))
    pieces = [random_piece(1), Piece(fast)]
    return fit_music(pieces, MusicOptions(grid, velocities))


METRIC_TOKENIZER = replace(
    music_tokenizer(), label_names=(("jig", "rock"), ("fill", "beat")), tempo_edges=(80.0, 100.0, 120.0, 140.0)
)
PERFORMANCE_TOKENIZER = music_tokenizer("performance")
NO_DRUMS = fit_music([random_piece(2, drums=False)], MusicOptions("metric"))
DRUMS_ONLY = fit_music(
    [Piece(make_notes([(i * 12, i * 12 + 6, 36 + i % 3, 90, DRUMS) for i in range(20)]))], MusicOptions("metric")
)
PLAYED_TOKENIZER = replace(music_tokenizer("played"), offsets=tuple(range(-13, 12)))
TOKENIZERS = pytest.mark.parametrize(
    "tokenizer",
    [METRIC_TOKENIZER, PERFORMANCE_TOKENIZER, PLAYED_TOKENIZER, NO_DRUMS, DRUMS_ONLY],
    ids=["metric", "performance", "played", "without drums", "drums only"],
)


def tables(tokenizer: MusicTokenizer, most: int = 40) -> st.SearchStrategy[np.ndarray]:
    row = st.tuples(*(st.integers(0, size - 1) for size in tokenizer.schema.sizes))
    return st.lists(row, max_size=most).map(
        lambda rows: np.array(rows, dtype=np.int64).reshape(-1, len(tokenizer.schema.sizes))
    )


@TOKENIZERS
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_table_is_a_score_that_is_written_and_read_back_with_the_same_notes(
    tokenizer: MusicTokenizer, data: st.DataObject, tmp_path: Path
) -> None:
    table = data.draw(tables(tokenizer).filter(len))
    facts = MusicFacts(title="t", key="F# dorian", tempos=(Tempo(0, tokenizer.qpm),), metres=(Metre(0, 5, 8),))

    write_score(tokenizer.decode(table, facts), tmp_path / "take.mid", overwrite=True)
    (reading,) = read_scores(tmp_path / "take.mid")

    assert not reading.repairs
    wanted = without_part_gaps(listed(in_parts_of_steps(tokenizer.rows(table))))
    # the file lists its notes part by part and so may read them in another order
    ticks = tokenizer.grid.file_ticks
    back = [(4 * o / ticks, 4 * e / ticks, *rest) for o, e, *rest in listed(notes_of_score(reading.score))]
    assert sorted(back) == wanted


@TOKENIZERS
def test_an_empty_table_decodes_to_a_score_without_notes(tokenizer: MusicTokenizer) -> None:
    score = tokenizer.decode(np.zeros((0, len(tokenizer.schema.sizes)), np.int64), MusicFacts())

    assert score.note_num() == 0


@TOKENIZERS
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_decoded_table_encodes_to_notes_as_they_sound(tokenizer: MusicTokenizer, data: st.DataObject) -> None:
    table = data.draw(tables(tokenizer).filter(len))
    facts = MusicFacts(tempos=(Tempo(0, 120.0),), metres=(Metre(0, 4, 4),))
    rows = tokenizer.rows(table)

    assert (rows.end > rows.onset).all()
    for part, pitch in {(int(a), int(b)) for a, b in zip(rows.part, rows.pitch, strict=True)}:
        mine = rows.select((rows.part == part) & (rows.pitch == pitch))
        assert (mine.onset[1:] >= mine.end[:-1]).all(), "a key is struck while it is down"
    assert tokenizer.decode(table, facts).note_num() == len(in_parts_of_steps(rows).onset)


# -- music played to a beat --------------------------------------------------------------------------------------------

played_notes = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 6, 6, 8, 12, 24, 96]),
        st.integers(-9, 9),
        st.sampled_from([36, 38, 42]),
        st.integers(1, 127),
    ),
    min_size=1,
    max_size=40,
)


@given(played_notes)
@example([(0, 0, 36, 1), (96, 3, 36, 1)])
@example([(12, 0, 36, 1), (0, 1, 36, 1), (0, -1, 36, 1), (0, 2, 36, 1)])
@example([(6, -3, 36, 1), *((0, late, 36, 1) for late in (0, 1, -1, 2, -2, 3)), (6, 0, 36, 1)])
@settings(max_examples=25, deadline=None)
def test_what_was_played_to_a_beat_comes_back_within_half_a_part_of_a_step(
    strokes: list[tuple[int, int, int, int]],
) -> None:
    steps = np.cumsum([stroke[0] for stroke in strokes])
    ticks = np.maximum(steps * 20 + 4 * np.array([stroke[1] for stroke in strokes]), 0)
    rows = [(int(t), int(t) + 37, pitch, 80, DRUMS) for t, (*_, pitch, _) in zip(ticks, strokes, strict=True)]
    notes = make_notes(sorted(set(rows)), quarter=480)
    tokenizer = fit_music([Piece(notes)], MusicOptions("played", velocities=127))

    encoded = tokenizer.encode(Piece(notes))
    back = notes_of_score(tokenizer.decode(encoded.table, encoded.facts))

    apart = np.abs(notes.onset[:, None] - back.onset) + 1000 * (notes.pitch[:, None] != back.pitch)
    assert apart.min(axis=0).max() <= 2.5
    # of strokes on one key that are closer than a step one may be left out
    assert (apart.min(axis=1) <= 20).all()


def test_steps_of_a_groove_are_those_that_were_meant_in_their_order_and_its_feel_is_kept() -> None:
    late = np.random.default_rng(7).integers(-15, 16, 64)
    strokes = [(i * 120 + int(late[i]), 42, 70 + i % 3) for i in range(1, 64)]
    # grace notes before the backbeats of the snare, and a kick before the hat that belongs to it
    strokes += [(i * 480 + 9, 38, 100) for i in range(1, 16, 2)] + [(i * 480 - 20, 38, 30) for i in range(1, 16, 2)]
    strokes += [(960 + int(late[8]) - 5, 36, 90)]
    notes = make_notes([(t, t + 50, key, loud, DRUMS) for t, key, loud in strokes], quarter=480)
    tokenizer = fit_music([Piece(notes)])
    assert tokenizer.is_played

    rows = tokenizer.rows(tokenizer.encode(Piece(notes)).table)

    main = ~((rows.pitch == 38) & (rows.velocity < 50))
    assert not (rows.onset[main] % 6).any()
    assert rows.onset[rows.pitch == 36].tolist() == [48]
    assert (4 * rows.onset + rows.late).tolist() != sorted(4 * rows.onset + rows.late)
    # a step before the stroke
    assert rows.onset[~main].tolist() == [24 * i - 1 for i in range(1, 16, 2)]


def test_playing_without_a_beat_and_written_music_have_no_column_of_deviations() -> None:
    rng = np.random.default_rng(5)
    sixteenths = np.cumsum(rng.integers(1, 5, 200)) * 120
    by_hand = played(480, sixteenths + rng.integers(-25, 26, 200))
    free = played(480, np.cumsum(rng.integers(31, 577, 200)))
    written = played(480, sixteenths)

    assert fit_music([Piece(by_hand)]).is_played
    assert not fit_music([Piece(free)]).is_played
    assert not fit_music([Piece(written)]).is_played
    assert not fit_music([Piece(written), Piece(written), Piece(by_hand)]).is_played
    assert fit_music([Piece(written)], MusicOptions("played")).offsets == (0,)
    assert len(fit_music([Piece(by_hand)], MusicOptions("metric")).schema.columns) == 5


def test_notes_of_a_machine_in_a_played_corpus_stay_where_they_are() -> None:
    triplets_and_32nds = np.array([0, 160, 320, 480, 540, 600, 660, 720, 880, 960])
    tokenizer = replace(PLAYED_TOKENIZER, shifts=tuple(range(97)))

    table = tokenizer.encode(Piece(played(480, triplets_and_32nds))).table

    assert tokenizer.late(table).tolist() == [0] * 10
    assert tokenizer.ticks(table).tolist() == triplets_and_32nds.tolist()


# -- context -----------------------------------------------------------------------------------------------------------

metre_changes = st.lists(
    st.tuples(st.integers(0, 600), st.sampled_from([(4, 4), (6, 8), (3, 4), (7, 16), (64, 1), (1, 64)])), max_size=4
)


def facts_with(changes: list[tuple[int, tuple[int, int]]], told: Told = NOTHING_TOLD) -> MusicFacts:
    return MusicFacts(metres=tuple(Metre(step, *metre) for step, metre in sorted(dict(changes).items())), told=told)


keys = st.sampled_from(["G major", "Eb minor", "D dorian", "C chromatic", "A mixolydian"])
tolds = st.builds(
    Told,
    bars=st.integers(0, 200),
    keys=st.lists(st.tuples(st.integers(0, 40), keys), max_size=3).map(
        lambda changes: tuple(KeyFrom(bar, key) for bar, key in sorted(dict(changes).items()))
    ),
    label=st.sampled_from(["", "jig", "rock/fill", "unknown", "jig/fill"]),
    qpm=st.sampled_from([0.0, 60.0, 100.0, 240.0]),
    density=st.text("012345", max_size=12),
)


@TOKENIZERS
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_the_context_row_by_row_equals_that_of_the_whole_table(tokenizer: MusicTokenizer, data: st.DataObject) -> None:
    table = data.draw(tables(tokenizer))
    twin = np.roll(table, 1, axis=0)
    both = [facts_with(data.draw(metre_changes), data.draw(tolds)) for _ in range(2)]
    whole = [tokenizer.context(t, f) for t, f in zip((table, twin), both, strict=True)]
    walk = tokenizer.walk(both)
    # what is certain before a row begins
    before = [i for i, field in enumerate(tokenizer.schema.index_fields) if not field.known_after]
    held = tokenizer.schema.set_place("held") if tokenizer.pitched else slice(0, 0)

    for row in range(len(table)):
        for take in (0, 1):
            assert walk.index[take, before].tolist() == whole[take].index[row, before].tolist()
            assert walk.sets[take, held].tolist() == whole[take].sets[row, held].tolist()
        walk.chose(0, np.array([table[row, 0], twin[row, 0]]))
        for take in (0, 1):
            assert walk.index[take].tolist() == whole[take].index[row].tolist()
            assert walk.sets[take].tolist() == whole[take].sets[row].tolist()
        for column in range(1, len(tokenizer.schema.sizes)):
            walk.chose(column, np.array([table[row, column], twin[row, column]]))
    for take in (0, 1):
        assert walk.index[take, before].tolist() == whole[take].index[-1, before].tolist()
        assert walk.sets[take, held].tolist() == whole[take].sets[-1, held].tolist()


@TOKENIZERS
def test_contexts_fit_the_schema(tokenizer: MusicTokenizer) -> None:
    rng = np.random.default_rng(3)
    table = np.stack([rng.integers(0, size, 500) for size in tokenizer.schema.sizes], axis=1)

    context = tokenizer.context(table, facts_with([(0, (4, 4)), (500, (6, 8))]))

    sizes = [field.size for field in tokenizer.schema.index_fields]
    assert context.index.shape == (501, len(sizes))
    assert context.sets.shape == (501, tokenizer.schema.set_width)
    assert (context.index >= 0).all()
    assert (context.index < np.array(sizes, int)).all()


def test_a_walk_goes_on_with_the_takes_that_are_kept() -> None:
    tokenizer = METRIC_TOKENIZER
    rng = np.random.default_rng(4)
    table = np.stack([rng.integers(0, size, (3, 30)) for size in tokenizer.schema.sizes], axis=2)
    facts = [facts_with([(0, metre)]) for metre in ((4, 4), (3, 4), (6, 8))]
    walk, kept = tokenizer.walk(facts), [0, 2]

    for row in range(30):
        if row == 10:
            walk.take(np.array([0, 2]))
        rows = table[:, row] if row < 10 else table[kept, row]
        for column in range(5):
            walk.chose(column, rows[:, column])

    for place, take in enumerate(kept):
        assert walk.index[place, 0] == tokenizer.context(table[take], facts[take]).index[-1, 0]
        assert walk.index[place, 1] == tokenizer.context(table[take], facts[take]).index[-2, 1]


@TOKENIZERS
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_a_walk_that_was_copied_equals_one_that_was_built_anew(tokenizer: MusicTokenizer, data: st.DataObject) -> None:
    tables_before = [data.draw(tables(tokenizer)) for _ in range(2)]
    rows = min(map(len, tables_before))
    facts = [facts_with(data.draw(metre_changes), data.draw(tolds)) for _ in range(2)]
    chosen = np.array(data.draw(st.lists(st.integers(0, 1), min_size=1, max_size=4)))
    behind = np.stack([data.draw(tables(tokenizer))[:8] for _ in chosen[:1]] * len(chosen))
    # each copy goes on in another way
    for number in range(len(chosen)):
        behind[number] = np.roll(behind[number], number, axis=0)
    copied, anew = tokenizer.walk(facts), tokenizer.walk([facts[i] for i in chosen])

    for row in range(rows):
        now = np.stack([table[row] for table in tables_before])
        for column in range(5):
            copied.chose(column, now[:, column])
            anew.chose(column, now[chosen, column])
    copied.take(chosen)

    for row in range(behind.shape[1]):
        assert copied.index.tolist() == anew.index.tolist()
        for column in range(5):
            copied.chose(column, behind[:, row, column])
            anew.chose(column, behind[:, row, column])
            assert copied.sets.tolist() == anew.sets.tolist()
    assert copied.index.tolist() == anew.index.tolist()


def test_a_place_in_the_bar_counts_from_the_last_change_of_metre() -> None:
    notes = replace(
        make_notes([(0, 24, 60, 80, 0), (48, 50, 60, 80, 0), (72, 80, 60, 80, 0), (120, 125, 60, 80, 0)]),
        metres=np.array([[0, 1, 2], [48, 3, 4]]),
    )
    tokenizer = fit_music([Piece(notes)], MusicOptions("metric"))
    encoded = tokenizer.encode(Piece(notes))

    context = tokenizer.context(encoded.table, encoded.facts)

    assert context.index[:4, 1].tolist() == [0, 0, 24, 0]
    # known before the row, so each row carries the metre at the onset before it
    assert [tokenizer.metres[m] for m in context.index[:, 0]] == [(1, 2), (1, 2), (3, 4), (3, 4), (3, 4)]


def test_what_sounds_when_a_note_begins_is_what_was_struck_and_has_not_ended() -> None:
    notes = make_notes([(0, 96, 60, 80, 0), (24, 48, 64, 80, 0), (24, 30, 36, 80, DRUMS), (48, 72, 67, 80, 0)])
    tokenizer = fit_music([Piece(notes)], MusicOptions("metric"))
    encoded = tokenizer.encode(Piece(notes))

    sounding = tokenizer.context(encoded.table, encoded.facts).sets[:, tokenizer.schema.set_place("sounding")]

    names = [[tokenizer.lowest + int(p) for p in np.flatnonzero(row)] for row in sounding[:4]]
    assert names == [[], [60], [60, 64], [60]]


CHORD = [(0, 96, 60, 80, 0), (0, 24, 64, 80, 0), (24, 48, 65, 80, 0), (24, 72, 69, 80, 0), (72, 96, 67, 80, 0)]


def fields_of(tokenizer: MusicTokenizer, rows: list[tuple[int, int, int, int, int]]) -> dict[str, list[Any]]:
    """Every field of the context of some notes, row by row: pitches and lengths by name, the rest as they are."""
    encoded = tokenizer.encode(Piece(make_notes(rows)))
    context = tokenizer.context(encoded.table, encoded.facts)
    answer: dict[str, list[Any]] = {}
    for i, field in enumerate(tokenizer.schema.index_fields):
        answer[field.name] = [tokenizer.labels(field.name)[value] for value in context.index[:, i]]
    for field in tokenizer.schema.set_fields:
        names, place = tokenizer.labels(field.name), tokenizer.schema.set_place(field.name)
        answer[field.name] = [[names[i] for i in np.flatnonzero(row)] for row in context.sets[:, place]]
    return answer


def test_before_a_note_it_is_known_what_is_held_and_when_the_first_of_it_ends() -> None:
    tokenizer = fit_music([Piece(make_notes(CHORD))], MusicOptions("metric"))

    known = fields_of(tokenizer, CHORD)

    assert known["held"] == [[], [60], [60, 64], [60, 65], [60, 65, 69], [60, 67]]
    assert known["count"] == [0, 1, 2, 2, 3, 2]
    assert known["until"] == ["never", 96, 24, 24, 24, 24]


def test_with_the_onset_it_is_known_what_fell_silent_what_was_struck_and_how_long_the_rest_goes_on() -> None:
    tokenizer = fit_music([Piece(make_notes(CHORD))], MusicOptions("metric"))

    known = fields_of(tokenizer, CHORD)

    # the same for all notes of a chord, whatever of it is chosen already
    assert known["ended"][:5] == [[], [], [64], [64], [65, 69]]
    assert known["struck"][:5] == [[], [60], [], [65], []]
    assert known["remaining"][:5] == [[], [96], [72], [24, 72], [24]]


def test_a_phrase_that_comes_back_foretells_its_next_note() -> None:
    phrase = [(0, 24, 60, 80, 0), (24, 36, 62, 80, 0), (36, 48, 64, 80, 0), (48, 96, 65, 80, 0)]
    again = [(96 + on, 96 + end, *rest) for on, end, *rest in phrase]
    tokenizer = fit_music([Piece(make_notes([*phrase, *again]))], MusicOptions("metric"))

    known = fields_of(tokenizer, [*phrase, *again])

    assert known["match"] == [0, 0, 0, 0, 0, 0, 0, 1, 1]
    assert known["match_pitch"][-2:] == [65, 60]
    assert known["match_duration"][-2:] == [48, 24]
    assert known["match_shift"][:7] == ["nothing"] * 7


@TOKENIZERS
def test_the_context_of_a_long_piece_does_not_depend_on_the_blocks_in_which_it_is_made(
    tokenizer: MusicTokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(9)
    table = np.stack([rng.integers(0, size, 200) for size in tokenizer.schema.sizes], axis=1)
    whole = tokenizer.context(table, MusicFacts())

    for block in (1, 7, 50, 201):
        monkeypatch.setattr("seqgen.kinds.music.context.BLOCK", block)
        in_blocks = tokenizer.context(table, MusicFacts())
        assert (in_blocks.index[:-1] == whole.index[:-1]).all()
        assert (in_blocks.sets[:-1] == whole.sets[:-1]).all()


def test_the_parts_of_the_context_can_be_chosen_and_are_kept() -> None:
    tokenizer = fit_music([random_piece(1)], MusicOptions("metric", context=("match", "bar")))

    assert {field.name.partition("_")[0] for field in tokenizer.schema.fields} == {"metre", "place", "match"}
    assert tokenizer_from_json(tokenizer.to_json()) == tokenizer
    with pytest.raises(UsageError, match="context 'weather' is not known"):
        fit_music([random_piece(1)], MusicOptions(context=("weather",)))


def test_a_long_note_that_never_occurred_is_exact_where_all_lengths_are_multiples_of_one() -> None:
    known = [(0, 24, 60, 80, 0), (24, 72, 62, 80, 0), (72, 216, 64, 80, 0)]
    tokenizer = fit_music([Piece(make_notes(known))], MusicOptions("metric"))

    assert tokenizer.encode(Piece(make_notes([(0, 240, 60, 80, 0)]))).approximated == 0
    assert tokenizer.encode(Piece(make_notes([(0, 241, 60, 80, 0)]))).approximated == 1


# -- transposition -----------------------------------------------------------------------------------------------------


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_transposition_stays_in_range_moves_all_notes_alike_and_leaves_drums(data: st.DataObject) -> None:
    tokenizer = METRIC_TOKENIZER
    table = data.draw(tables(tokenizer))
    down, up = tokenizer.augmentations(table, most=6)

    assert -6 <= down <= 0 <= up <= 6
    for semitones in (down, up):
        moved = tokenizer.augment(table, semitones)
        keys, was = tokenizer.midi_keys(moved), tokenizer.midi_keys(table)
        drum = table[:, 2] >= tokenizer.pitched
        assert (keys[~drum] == was[~drum] + semitones).all()
        assert (keys[drum] == was[drum]).all()
        assert (moved[:, [0, 1, 3, 4]] == table[:, [0, 1, 3, 4]]).all()
        assert (tokenizer.augment(moved, -semitones) == table).all()
        assert (tokenizer.copy_symbols(moved) == tokenizer.copy_symbols(table)).all()


def test_transposition_does_not_change_the_table_it_is_given() -> None:
    table = METRIC_TOKENIZER.encode(random_piece(1)).table
    before = table.copy()

    METRIC_TOKENIZER.augment(table, 1)

    assert (table == before).all()


def test_drums_alone_are_not_transposed() -> None:
    table = np.zeros((5, 5), np.int64)

    assert DRUMS_ONLY.augmentations(table, most=6) == (0, 0)


# -- strangers ---------------------------------------------------------------------------------------------------------


@given(raw_notes)
@settings(max_examples=60, deadline=None)
def test_a_piece_that_the_vocabulary_does_not_know_still_encodes_in_range(
    rows: list[tuple[int, int, int, int, int]],
) -> None:
    tokenizer = NO_DRUMS
    notes = notes_from(rows)

    encoded = tokenizer.encode(Piece(notes))

    assert (encoded.table >= 0).all()
    assert (encoded.table < np.array(tokenizer.schema.sizes)).all()
    assert len(encoded.table) == int((notes.part != DRUMS).sum())
    assert encoded.approximated >= int((notes.part == DRUMS).sum())


def test_an_unknown_instrument_becomes_its_neighbour_of_the_same_family() -> None:
    known = [(0, 24, 60, 80, 24 * 8), (24, 48, 60, 80, 40 * 8), (48, 72, 60, 80, 73 * 8)]
    tokenizer = fit_music([Piece(make_notes(known))], MusicOptions("metric"))
    # guitar, cello, and a clarinet, which is nearer to the flute in number but no pipe
    strangers = make_notes([(0, 24, 60, 80, 29 * 8), (24, 48, 60, 80, 42 * 8), (48, 72, 60, 80, 71 * 8)])

    encoded = tokenizer.encode(Piece(strangers))

    assert [tokenizer.parts[i] for i in encoded.table[:, 1]] == [24 * 8, 40 * 8, 73 * 8]
    assert encoded.approximated == 3


def test_a_pitch_out_of_range_is_folded_by_octaves() -> None:
    tokenizer = fit_music(
        [Piece(make_notes([(i * 24, i * 24 + 24, 60 + i, 80, 0) for i in range(13)]))], MusicOptions("metric")
    )
    stranger = make_notes([(0, 24, 50, 80, 0), (24, 48, 90, 80, 0), (48, 72, 66, 80, 0)])

    encoded = tokenizer.encode(Piece(stranger))

    assert tokenizer.midi_keys(encoded.table).tolist() == [62, 66, 66]
    assert encoded.approximated == 2


# -- grids and levels --------------------------------------------------------------------------------------------------


def played(quarter: int, onsets: np.ndarray) -> Notes:
    return make_notes([(int(t), int(t) + 10, 60, 80, 0) for t in onsets], quarter=quarter)


def test_music_in_time_gets_the_metric_grid_and_free_playing_the_other() -> None:
    rng = np.random.default_rng(5)
    sixteenths = np.cumsum(rng.integers(1, 5, 200)) * 120
    triplets = np.cumsum(rng.integers(1, 4, 200)) * 160
    free = np.cumsum(rng.integers(31, 577, 200))

    assert choose_grid([played(480, np.arange(200) * 60)]) is METRIC
    assert choose_grid([played(480, np.arange(200) * 40)]) is METRIC
    assert choose_grid([played(480, sixteenths)]) is METRIC
    assert choose_grid([played(480, triplets)]) is METRIC
    assert choose_grid([played(480, sixteenths + rng.integers(-12, 13, 200))]) is METRIC
    assert choose_grid([played(480, free)]) is PERFORMANCE
    assert choose_grid([]) is METRIC


def test_the_performance_grid_counts_time_in_seconds_through_tempo_changes() -> None:
    notes = replace(played(480, np.array([0, 480, 960, 1440])), tempos=np.array([[0, 120.0], [960, 60.0]]))

    assert notes.seconds(notes.onset).tolist() == [0.0, 0.5, 1.0, 2.0]
    assert Rows.of_notes(notes, PERFORMANCE).onset.tolist() == [0, 50, 100, 200]


def test_performance_tables_play_at_the_times_of_the_original() -> None:
    rng = np.random.default_rng(6)
    notes = replace(played(480, np.cumsum(rng.integers(31, 577, 80))), tempos=np.array([[0, 97.0], [9000, 133.0]]))
    tokenizer = fit_music([Piece(notes)], MusicOptions("performance"))
    encoded = tokenizer.encode(Piece(notes))

    back = notes_of_score(tokenizer.decode(encoded.table, encoded.facts))

    assert back.seconds(back.onset) == pytest.approx(notes.seconds(notes.onset), abs=0.0051)


def test_an_unknown_grid_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="grid 'swing' is not known"):
        fit_music([random_piece(0)], MusicOptions("swing"))


@pytest.mark.parametrize("most", [1, 2, 8, 32, 127])
def test_velocity_levels_are_few_enough_and_near_what_was_played(most: int) -> None:
    rows = [(i * 6, i * 6 + 6, 60, 1 + i, 0) for i in range(127)]
    tokenizer = fit_music([Piece(make_notes(rows))], MusicOptions("metric", velocities=most))

    table = tokenizer.encode(Piece(make_notes(rows))).table
    levels = np.array(tokenizer.velocities)[table[:, 4]]

    assert len(tokenizer.velocities) <= most
    assert np.abs(levels - np.arange(1, 128)).max() <= -(-127 // most) // 2 + 1


def test_nearest_takes_the_lower_of_two() -> None:
    assert nearest(np.array([0, 10, 20]), [-5, 0, 5, 6, 15, 99]).tolist() == [0, 0, 0, 1, 1, 2]
    assert nearest(np.array([7]), [1, 9]).tolist() == [0, 0]


# -- storing -----------------------------------------------------------------------------------------------------------


@TOKENIZERS
def test_a_tokenizer_comes_back_from_json_as_it_was(tokenizer: MusicTokenizer) -> None:
    import json

    back = tokenizer_from_json(json.loads(json.dumps(tokenizer.to_json())))

    assert back == tokenizer
    assert back.schema == tokenizer.schema


@TOKENIZERS
def test_every_value_has_a_label(tokenizer: MusicTokenizer) -> None:
    for column in (*tokenizer.schema.columns, *tokenizer.schema.fields):
        labels = tokenizer.labels(column.name)
        assert len(labels) == len(set(labels)) == column.size, column.name


def changed(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda data: data.__setitem__(name, value)


@pytest.mark.parametrize(
    "damage",
    [
        changed("kind", "opera"),
        changed("grid_name", "swing"),
        changed("shifts", []),
        changed("shifts", [0, 24, 12]),
        changed("shifts", [0, 10**9]),
        changed("shifts", None),
        changed("durations", [0, 24]),
        changed("parts", [DRUMS + 1]),
        changed("parts", ["piano"]),
        changed("names", ["one"]),
        changed("lowest", -1),
        changed("highest", 128),
        changed("highest", 3),
        changed("velocities", [0]),
        changed("metres", []),
        changed("metres", [[4, 3]]),
        changed("metres", [[4]]),
        changed("qpm", float("nan")),
        changed("qpm", float("inf")),
        changed("qpm", "fast"),
        changed("drum_keys", [128]),
        changed("metres", [[4, 4], [4, 4]]),
        changed("velocities", [float("inf")]),
        changed("lowest", float("inf")),
        lambda data: data.pop("shifts"),
    ],
)
def test_damaged_json_is_refused(damage: Callable[[dict[str, Any]], None]) -> None:
    data = METRIC_TOKENIZER.to_json()
    damage(data)

    with pytest.raises((KeyError, TypeError, ValueError)):
        tokenizer_from_json(data)


def test_parts_are_called_what_most_tracks_call_them() -> None:
    def piece(name: str) -> Piece:
        return Piece(
            replace(make_notes([(0, 24, 60, 80, 0), (0, 24, 70, 80, 1), (0, 6, 36, 9, DRUMS)]), names=((0, name),))
        )

    agreed = fit_music([piece("Lead"), piece("Lead"), piece("Other")])
    apart = fit_music([piece("Song 1"), piece("Song 2"), piece("Song 3")])

    assert agreed.names == ("Lead", "Acoustic Grand Piano", "Drums")
    assert apart.names == ("Melody 2", "Melody", "Drums")
