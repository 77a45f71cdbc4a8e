"""The degrees on which pieces of a corpus close."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqgen.kinds.music.closing import ClosingCount, bar_begins, closing_nats, last_chord
from seqgen.kinds.music.facts import KeyFrom, Told
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.theory.keys import key_name
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_notes

BAR, BASS = 96, 33 * 8


def tune(tonic: int) -> Piece:
    """Six bars of whole notes over a bass, both on the tonic in the last bar and on other degrees before it."""
    degrees = [(7, 7), (4, 5), (2, 7), (5, 2), (11, 7), (0, 0)]
    rows = []
    for bar, (melody, bass) in enumerate(degrees):
        begin, end = bar * BAR, (bar + 1) * BAR
        rows += [(begin, end, 60 + tonic + melody, 80, 0), (begin, end, 36 + tonic + bass, 80, BASS)]
    return Piece(replace(make_notes(rows), key=key_name(tonic, "major")))


TUNES = [tune(tonic) for tonic in range(12)]
TOKENIZER = fit_music(TUNES, MusicOptions("metric"))


def rows_of(tokenizer: MusicTokenizer, piece: Piece) -> Rows:
    return tokenizer.rows(tokenizer.encode(piece).table)


def test_the_last_chord_is_what_each_part_struck_last() -> None:
    rows = [(0, 24, 60, 80, 0), (24, 48, 64, 80, 0), (0, 48, 40, 80, BASS), (0, 48, 43, 80, BASS)]
    chord = last_chord(rows_of(TOKENIZER, Piece(make_notes(rows))))
    assert chord is not None
    assert sorted(chord) == [40, 43, 64]


def test_a_part_that_fell_silent_long_before_is_not_in_the_last_chord() -> None:
    rows = [(0, BAR, 40, 80, BASS), (0, 24, 60, 80, 0), (2 * BAR, 3 * BAR, 64, 80, 0)]
    chord = last_chord(rows_of(TOKENIZER, Piece(make_notes(rows))))
    assert chord is not None
    assert chord.tolist() == [64]


def test_the_degrees_on_which_pieces_end_count_for_an_end_and_others_against_it() -> None:
    lowest, highest = np.array(TOKENIZER.closings)[:2]
    assert lowest[0] > 1
    assert highest[0] > 1
    assert max(lowest[7], highest[7], lowest[1], highest[1]) < 0
    assert not np.array(TOKENIZER.closings)[2:].any()


def test_few_pieces_say_nothing_of_ends() -> None:
    assert fit_music(TUNES[:7], MusicOptions("metric")).closings == ()


@pytest.mark.parametrize("tonic", [0, 5])
def test_an_end_is_weighed_by_its_key(tonic: int) -> None:
    told = Told(bars=6, keys=(KeyFrom(0, key_name(tonic, "major")),))
    ends, goes_on = rows_of(TOKENIZER, TUNES[tonic]), rows_of(TOKENIZER, TUNES[(tonic + 1) % 12])
    assert closing_nats(TOKENIZER, ends, told) == pytest.approx(TOKENIZER.closings[0][0] + TOKENIZER.closings[1][0])
    assert closing_nats(TOKENIZER, goes_on, told) < 0 < closing_nats(TOKENIZER, ends, told)
    assert closing_nats(TOKENIZER, ends, Told()) == 0
    assert closing_nats(replace(TOKENIZER, closings=()), ends, told) == 0


def test_bars_of_a_piece_begin_behind_its_pick_up() -> None:
    piece = Piece(make_notes([(72, 96, 60, 80, 0), (96, 192, 62, 80, 0), (192, 288, 64, 80, 0)]))
    encoded = TOKENIZER.encode(piece)
    assert bar_begins(TOKENIZER, np.asarray(encoded.table, np.int64), encoded.facts).tolist() == [96, 192]


def test_drums_close_on_no_degree() -> None:
    count = ClosingCount()
    rows = rows_of(TOKENIZER, TUNES[0])
    count.add(replace(rows, part=np.full_like(rows.part, DRUMS)), np.array([0]), Told(keys=(KeyFrom(0, "C major"),)))
    assert count.closings() == ()


def test_takes_end_on_degrees_that_count_more(music_model: Model) -> None:
    tokenizer = music_model.tokenizer
    assert isinstance(tokenizer, MusicTokenizer)
    nats = tuple(tuple(6.0 if degree in (0, 4, 7) else -6.0 for degree in range(12)) for _ in range(4))
    leading = replace(tokenizer, closings=nats)

    def closes(model: Model) -> float:
        takes = model.sample(6, seed=2, bars=1)
        told = [Told(bars=1, keys=(KeyFrom(0, take.told["keys"][0]["key"]),)) for take in takes]
        rows = [leading.rows(take.table) for take in takes]
        return float(np.mean([closing_nats(leading, *each) for each in zip(rows, told, strict=True)]))

    assert closes(Model(replace(music_model.file, tokenizer=leading))) > closes(music_model) + 4


def test_a_tokenizer_keeps_what_it_knows_of_ends() -> None:
    assert MusicTokenizer.from_json(TOKENIZER.to_json()).closings == TOKENIZER.closings
