"""Takes clash for no more of their time than the corpus does."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

import numpy as np
import pytest

from seqgen.arrays import Floats
from seqgen.kinds.music.clashes import UNKNOWN, ClashCount, Clashes
from seqgen.kinds.music.columns import INSTRUMENT, PITCH
from seqgen.kinds.music.constraints import MusicConstraints
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.piece import Piece
from seqgen.theory.grid import METRIC
from tests.support.small_models import make_notes

Note = tuple[int, int, int, int, int]
MELODY, CHORDS = 0, 33 * 8
C, D, E, F, G = 60, 62, 64, 65, 67


def over_chords(melody: list[int], chord: tuple[int, ...] = (48, 52, 55), *, bars: int = 80) -> list[Note]:
    """The notes of a melody, four quarters a bar, over a chord that is struck in every bar."""
    notes = [(96 * bar, 96 * bar + 96, key, 80, CHORDS) for bar in range(bars) for key in chord]
    quarters = range(0, 96 * bars, 24)
    return notes + [(at, at + 24, melody[i % len(melody)], 80, MELODY) for i, at in enumerate(quarters)]


def shares(notes: list[Note]) -> tuple[float, ...]:
    count = ClashCount()
    count.add(Rows.of_notes(make_notes(notes), METRIC))
    return count.shares((MELODY, CHORDS))


def test_a_note_beside_one_of_the_chord_clashes_where_the_chord_has_it_not() -> None:
    # the first of each four notes is struck before the chord is there
    melody, _ = shares(over_chords([C, F, G, E]))

    assert melody == pytest.approx(1 / 3, abs=0.01)


def test_a_chord_that_has_the_melody_note_does_not_clash_with_it() -> None:
    _, seventh = shares(over_chords([C], (48, 52, 55, 59)))
    _, beside = shares(over_chords([C], (52, 55, 59)))

    assert seventh == 0
    assert beside == pytest.approx(1 / 3, abs=0.01)


def test_few_notes_and_parts_that_play_alone_tell_nothing() -> None:
    assert shares(over_chords([F], bars=40)) == (UNKNOWN, UNKNOWN)
    assert shares([note for note in over_chords([F]) if note[4] == MELODY]) == (UNKNOWN, UNKNOWN)


def after(melody: list[int], usual: float = 0.1) -> Clashes:
    """A melody over C, E and G, in quarters, and again alone in a second take."""
    clashes, batch = Clashes((usual, UNKNOWN), np.arange(128) % 12, 2), np.zeros(2, np.int64)
    for key in (48, 52, 55):
        clashes.sounded(batch + 1, np.array([key, 128]), batch, np.full(2, 960))
    for i, key in enumerate(melody):
        clashes.sounded(batch, batch + key, batch + 24 * i, np.full(2, 24))
    return clashes


def pulls(clashes: Clashes, part: int = 0) -> Floats:
    return clashes.nats(np.array([part, part]), np.full(2, 480))


def test_a_take_that_clashed_for_too_long_is_kept_from_what_would_clash() -> None:
    none, some, more = (pulls(after(melody)) for melody in ([C, G], [F, C, G, C], [F, F, F, C]))

    assert not none.any()
    assert set(np.flatnonzero(some[0]) % 12) == set(np.flatnonzero(more[0]) % 12) == {1, 3, 5, 6, 8, 11}
    assert more[0, F] < some[0, F] < 0
    # nothing sounds beside the melody of the second take
    assert not more[1].any()
    assert not pulls(after([F, F, F, C], usual=0.9)).any()
    assert not pulls(after([F, F, F, C]), part=1).any()


def test_takes_that_are_joined_and_taken_keep_their_clashes() -> None:
    joined, other = after([C, G]), after([F, F])
    joined.join([other])
    before = copy(joined)
    joined.take(np.array([2, 0, 2]))
    joined.sounded(np.zeros(3, np.int64), np.full(3, F), np.full(3, 48), np.full(3, 24))

    nats = joined.nats(np.zeros(3, np.int64), np.full(3, 480))
    assert nats[0, F] == nats[2, F] == pulls(after([F, F, F]))[0, F] < nats[1, F] < 0
    assert not before.nats(np.zeros(4, np.int64), np.full(4, 480))[0].any()


def tokenizer_of(notes: list[Note]) -> MusicTokenizer:
    return fit_music([Piece(make_notes(notes))], MusicOptions("metric", context=("bar",)))


def drawn(notes: list[Note], rules: MusicRules) -> float:
    """Return for which share of its time the melody of a take clashes whose pitches are drawn from all that the corpus
    `notes` has, over its chords."""
    tokenizer, random = tokenizer_of(notes), np.random.default_rng(1)
    encoded = tokenizer.encode(Piece(make_notes(notes)))
    walk, masks = tokenizer.walk([encoded.facts]), MusicConstraints(rules, tokenizer, 1)
    table = np.array(encoded.table, np.int64)
    for row in table:
        for column in range(len(row)):
            if column == PITCH and row[INSTRUMENT] == tokenizer.parts.index(MELODY):
                pull = masks.pull(PITCH, walk)
                row[PITCH] = (random.gumbel(size=tokenizer.pitched) + (0.0 if pull is None else pull[0])).argmax()
            walk.chose(column, row[column : column + 1])
            masks.chose(column, row[column : column + 1], walk)
    count = ClashCount()
    count.add(tokenizer.rows(table))
    return count.shares((MELODY,))[0]


def test_takes_clash_only_where_their_corpus_does() -> None:
    clean, rough = over_chords([C, E, G, D]), over_chords([C, F, F, F, D])

    assert drawn(clean, MusicRules()) < 0.05 < 0.3 < drawn(clean, MusicRules(capped=False))
    assert drawn(rough, MusicRules()) == drawn(rough, MusicRules(capped=False)) > 0.3


def test_the_file_of_a_model_keeps_what_the_corpus_tells() -> None:
    tokenizer = tokenizer_of(over_chords([C, F, G, E]))

    assert tokenizer.clashes == (0.3333, 0.0)
    assert MusicTokenizer.from_json(tokenizer.to_json()) == tokenizer
    for wrong in ((0.1,), (0.1, 1.5)):
        with pytest.raises(ValueError, match="out of range"):
            MusicTokenizer.from_json(replace(tokenizer, clashes=wrong).to_json())
