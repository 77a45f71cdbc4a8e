"""Voices of takes move in parallel, and cross, only where those of their corpus do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqgen.kinds.music.columns import INSTRUMENT, PITCH, SHIFT
from seqgen.kinds.music.constraints import MusicConstraints
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.voice_leading import VoiceLeading
from seqgen.kinds.music.voice_pairs import LEAST, SELDOM, VoicePairCount, VoicePairs
from seqgen.piece import Piece
from seqgen.theory.grid import METRIC
from tests.support.small_models import make_notes

BASS = 33 * 8
NONE = VoicePairs((), ())
# a third, a fifth, a sixth and two octaves above the bass in turn, and twice the same interval one after the other
CONTRARY, PARALLEL = (3, 7, 9, 24), (7, 7, 24, 24)


def two_voices(intervals: tuple[int, ...], *, onsets: int = 2 * LEAST, low: int = 48) -> Rows:
    """A bass that goes up and down, and a voice at some intervals above it, each for one onset."""
    bass = [low + 2 * (i % 2) for i in range(onsets)]
    rows = [(24 * i, 24 * i + 24, pitch, 80, BASS) for i, pitch in enumerate(bass)]
    rows += [(24 * i, 24 * i + 24, pitch + intervals[i % len(intervals)], 80, 0) for i, pitch in enumerate(bass)]
    return Rows.of_notes(make_notes(rows), METRIC)


def pairs_of(*pieces: Rows) -> VoicePairs:
    count = VoicePairCount()
    for piece in pieces:
        count.add(piece)
    return count.pairs((0, BASS))


def test_voices_without_parallels_keep_apart_and_in_order() -> None:
    assert pairs_of(two_voices(CONTRARY)) == VoicePairs(((0, BASS),), ((0, BASS),))


def test_voices_that_move_in_fifths_do_not_keep_apart() -> None:
    assert pairs_of(two_voices(PARALLEL)) == VoicePairs((), ((0, BASS),))


def test_the_part_that_comes_first_may_be_the_lower_one() -> None:
    assert pairs_of(two_voices(tuple(-each for each in CONTRARY))).ordered == ((BASS, 0),)


def test_voices_that_cross_have_no_order() -> None:
    assert pairs_of(two_voices((3, -3, 9, -9))).ordered == ()


def test_a_few_moves_tell_nothing() -> None:
    assert pairs_of(two_voices(CONTRARY, onsets=LEAST // 2)) == NONE


def test_parts_that_sound_two_notes_at_once_are_no_voices() -> None:
    two = two_voices(CONTRARY)
    held = replace(two, end=np.where(two.part == 0, two.end + 12, two.end))

    assert pairs_of(held) == NONE


def leading(pairs: VoicePairs = NONE, batch: int = 1) -> VoiceLeading:
    """Two voices; the lower one moved from 10 to 12, a fifth below the upper one."""
    voices = VoiceLeading(pairs, batch, parts=2, pitches=32)
    lower, upper = np.ones(batch, np.int64), np.zeros(batch, np.int64)
    for part, pitch in ((lower, 10), (upper, 17)):
        voices.strike(part, np.full(batch, pitch))
        voices.hold(part, np.full(batch, 24))
    voices.moved(np.ones(batch, bool), np.full(batch, 24))
    voices.strike(lower, np.full(batch, 12))
    return voices


def test_the_same_fifth_is_forbidden_in_every_octave() -> None:
    parallel = leading(VoicePairs(((0, 1),), ())).parallel(np.array([0]))

    assert parallel is not None
    # a fifth above 12, and below it what is a fifth when the voices cross
    assert np.flatnonzero(parallel[0]).tolist() == [5, 19, 31]


def test_a_voice_that_stays_where_it_was_does_not_move_in_parallel() -> None:
    voices = leading(VoicePairs(((0, 1),), ()))
    voices.strike(np.array([1]), np.array([10]))

    assert voices.parallel(np.array([0])) is None


def test_a_voice_that_rested_before_does_not_move_in_parallel() -> None:
    voices = leading(VoicePairs(((0, 1),), ()))
    voices.moved(np.array([True]), np.array([48]))
    voices.moved(np.array([True]), np.array([72]))
    voices.strike(np.array([1]), np.array([14]))

    assert voices.parallel(np.array([0])) is None


def test_a_voice_may_not_go_below_one_that_it_stands_above() -> None:
    voices = leading(VoicePairs((), ((0, 1),)))

    assert np.flatnonzero(voices.crossed(np.array([0]))[0]).tolist() == list(range(12))


def test_a_voice_may_not_go_above_one_that_holds_its_note() -> None:
    voices = leading(VoicePairs((), ((0, 1),)))
    voices.hold(np.array([0]), np.array([48]))

    assert np.flatnonzero(voices.crossed(np.array([1]))[0]).tolist() == list(range(18, 32))


def test_takes_that_are_joined_and_taken_keep_their_voices() -> None:
    pairs = VoicePairs(((0, 1),), ((0, 1),))
    joined, other = leading(pairs, 2), leading(pairs)
    other.strike(np.array([1]), np.array([13]))
    joined.join([other])
    joined.take(np.array([2, 0]))

    parallel = joined.parallel(np.zeros(2, np.int64))
    assert parallel is not None
    assert [np.flatnonzero(each).tolist() for each in parallel] == [[6, 20], [5, 19, 31]]
    assert joined.crossed(np.zeros(2, np.int64)).sum(axis=1).tolist() == [13, 12]


def drawn(corpus: Rows, rules: MusicRules, *, onsets: int = 150, takes: int = 4) -> VoicePairCount:
    """The motion of takes of two voices that both strike at every onset, their pitches drawn from all that may be."""
    notes = zip(corpus.onset, corpus.end, corpus.pitch, corpus.velocity, corpus.part, strict=True)
    piece = Piece(make_notes([tuple(map(int, note)) for note in notes]))
    tokenizer, random = fit_music([piece], MusicOptions("metric")), np.random.default_rng(1)
    walk = tokenizer.walk([tokenizer.facts(piece)] * takes)
    masks = MusicConstraints(rules, tokenizer, takes)
    table = np.zeros((takes, 2 * onsets, 5), np.int64)
    for row in range(1, 2 * onsets):
        table[:, row, SHIFT] = 0 if row % 2 else tokenizer.shifts.index(24)
        table[:, row, INSTRUMENT] = row % 2
        for column in range(5):
            if column == PITCH:
                allowed = masks.mask(PITCH, walk)
                assert allowed is not None
                table[:, row, PITCH] = np.where(allowed, random.random(allowed.shape), -1).argmax(axis=1)
            walk.chose(column, table[:, row, column])
            masks.chose(column, table[:, row, column], walk)
    count = VoicePairCount()
    for take in table:
        count.add(tokenizer.rows(take[1:]))
    return count


@pytest.mark.parametrize(("intervals", "avoids"), [(CONTRARY, True), (PARALLEL, False)])
def test_takes_have_parallels_only_where_their_corpus_has(intervals: tuple[int, ...], avoids: bool) -> None:
    motion = drawn(two_voices(intervals), MusicRules()).motion(0, BASS)

    assert motion.moves > LEAST
    assert (motion.in_parallel == 0) == avoids
    # the lower voice at the very top leaves the other one nothing else
    assert motion.below <= SELDOM * motion.together


def test_voices_whose_range_is_asked_for_may_cross() -> None:
    motion = drawn(two_voices(CONTRARY), MusicRules(ranges="C3-D4")).motion(0, BASS)

    assert motion.below > 0
    assert motion.in_parallel == 0
