"""Takes stray from the key that is told for no more of their time than the corpus does."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

import numpy as np
import pytest

from seqgen.arrays import Floats, Ints
from seqgen.kinds.music.columns import PITCH
from seqgen.kinds.music.constraints import MusicConstraints
from seqgen.kinds.music.facts import KeyFrom, Told
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.strays import UNKNOWN, StrayCount, Strays
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.piece import Piece
from seqgen.theory.grid import METRIC
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_notes

Note = tuple[int, int, int, int, int]
C, D, E, F, FIS, G, A, B = 60, 62, 64, 65, 66, 67, 69, 71
MAJOR, UNTOLD = 0, -1
SCALE = [C, E, G, C, F, A, D, G, B, E, D, C]


def quarters(keys: list[int], *, bars: int = 80, part: int = 0) -> list[Note]:
    """The notes of a melody that comes again and again, four quarters a bar."""
    return [(24 * i, 24 * i + 24, keys[i % len(keys)], 80, part) for i in range(4 * bars)]


def shares(notes: list[Note], *keys: KeyFrom) -> tuple[float, ...]:
    count, rows = StrayCount(), Rows.of_notes(make_notes(notes), METRIC)
    count.add(rows, np.arange(0, int(rows.end.max()), 96), Told(keys=keys))
    return count.shares()


def test_notes_outside_the_scale_of_their_bar_stray() -> None:
    fifths = quarters([C, FIS, G, A])

    assert shares(fifths, KeyFrom(0, "C major"))[MAJOR] == 0.25
    assert shares(fifths, KeyFrom(0, "G major"))[MAJOR] == 0.0
    assert shares(fifths, KeyFrom(0, "C major"), KeyFrom(20, "G major"))[MAJOR] == pytest.approx(20 / 80 / 4, abs=1e-4)


def test_few_notes_unknown_keys_and_drums_tell_nothing() -> None:
    nothing = (UNKNOWN,) * 4

    assert shares(quarters(SCALE)) == nothing
    assert shares(quarters(SCALE, bars=40), KeyFrom(0, "C major")) == nothing
    assert shares(quarters([36, 37], part=DRUMS), KeyFrom(0, "C major")) == nothing
    assert shares(quarters(SCALE), KeyFrom(0, "A minor"))[MAJOR] == UNKNOWN


def after(melody: list[int], usual: float = 0.1, *, tonic: int = 0, mode: int = MAJOR) -> Strays:
    """Two takes, of which only the first knows its key, behind quarters."""
    strays = Strays((usual, UNKNOWN, UNKNOWN, UNKNOWN), np.arange(128) % 12, 2)
    for key in melody:
        strays.sounded(np.array([tonic, -1]), np.array([mode, UNTOLD]), np.full(2, key), np.full(2, 24))
    return strays


def pulls(strays: Strays, *, tonic: int = 0, mode: int = MAJOR) -> Floats:
    return strays.nats(np.array([tonic, -1]), np.array([mode, UNTOLD]))


def test_a_take_that_strayed_for_too_long_is_led_back_into_its_key() -> None:
    none, some, more = (pulls(after(melody)) for melody in ([C, G], [FIS, G, C, C], [FIS, FIS, C, C]))

    assert not none.any()
    assert set(np.flatnonzero(some[0]) % 12) == {1, 3, 6, 8, 10}
    assert more[0, FIS] < some[0, FIS] < 0
    # takes that are told no key, corpora that stray as much, and drums
    assert not more[1].any()
    assert not pulls(after([FIS, FIS, C, C], usual=0.6)).any()
    assert not pulls(after([128, 129])).any()
    # in another key it has not strayed
    assert not pulls(after([FIS, G, A, B], tonic=7), tonic=7).any()


def test_takes_that_are_joined_and_taken_keep_their_strays() -> None:
    joined, other = after([C, G]), after([FIS, FIS])
    joined.join([other])
    before = copy(joined)
    joined.take(np.array([2, 0, 2]))
    keys: tuple[Ints, Ints] = np.zeros(3, np.int64), np.full(3, MAJOR)
    joined.sounded(*keys, np.full(3, FIS), np.full(3, 24))

    nats = joined.nats(*keys)
    assert nats[0, FIS] == nats[2, FIS] == pulls(after([FIS] * 3))[0, FIS] < nats[1, FIS] < 0
    assert not before.nats(np.zeros(4, np.int64), np.full(4, MAJOR))[0].any()


def tokenizer_of(keys: list[int], *context: str) -> MusicTokenizer:
    return fit_music([Piece(make_notes(quarters(keys)))], MusicOptions("metric", context=context or ("bar", "key")))


def drawn(keys: list[int], rules: MusicRules, *context: str, told: str = "C major") -> float:
    """Return for which share of its time a take in C major strays whose pitches are drawn from all that the corpus
    has."""
    tokenizer, random = tokenizer_of(keys, *context), np.random.default_rng(1)
    encoded = tokenizer.encode(Piece(make_notes(quarters(keys))))
    facts = replace(encoded.facts, told=Told(keys=(KeyFrom(0, told),) if told else ()))
    walk, masks = tokenizer.walk([facts]), MusicConstraints(rules, tokenizer, 1)
    table = np.array(encoded.table, np.int64)
    for row in table:
        for column in range(len(row)):
            if column == PITCH:
                pull = masks.pull(PITCH, walk)
                row[PITCH] = (random.gumbel(size=tokenizer.pitched) + (0.0 if pull is None else pull[0])).argmax()
            walk.chose(column, row[column : column + 1])
            masks.chose(column, row[column : column + 1], walk)
    count, rows = StrayCount(), tokenizer.rows(table)
    count.add(rows, np.arange(0, int(rows.end.max()), 96), Told(keys=(KeyFrom(0, "C major"),)))
    return count.shares()[MAJOR]


def test_takes_stray_only_where_their_corpus_does() -> None:
    # the lowest and the highest note are the same, so that what is drawn from is
    plain, rough = SCALE, [C, E, 61, G, 63, E, FIS, C, 68, G, 70, B]

    assert drawn(plain, MusicRules()) < 0.05 < 0.3 < drawn(plain, MusicRules(capped=False))
    assert drawn(rough, MusicRules()) == drawn(rough, MusicRules(capped=False)) > 0.3
    # nothing is known of the key: of this take, or of any of this model
    assert drawn(plain, MusicRules(), told="") == drawn(plain, MusicRules(), "bar") > 0.3


def test_the_file_of_a_model_keeps_what_the_corpus_tells() -> None:
    tokenizer = tokenizer_of([*SCALE, *SCALE, FIS])

    assert tokenizer.strays == (0.0375, UNKNOWN, UNKNOWN, UNKNOWN)
    assert MusicTokenizer.from_json(tokenizer.to_json()) == tokenizer
    for wrong in ((0.1,), (0.1, 0.1, 0.1, 1.5)):
        with pytest.raises(ValueError, match="out of range"):
            MusicTokenizer.from_json(replace(tokenizer, strays=wrong).to_json())
