"""Takes of drums strike each drum for no larger share than the piece that they are told of."""

from __future__ import annotations

from copy import copy

import numpy as np
import pytest

from seqgen.kinds.music.columns import PITCH
from seqgen.kinds.music.constraints import MusicConstraints
from seqgen.kinds.music.facts import FactsOfTake, MusicFacts
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.kit import Drum, Kits, kit_of
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_notes

KICK, SNARE, TOM, HAT = 36, 38, 45, 42
KEYS = (KICK, SNARE, HAT, TOM)
BEAT = kit_of(np.array([KICK, HAT, SNARE, HAT] * 8 + [TOM]))


def after(*strokes: int) -> Kits:
    """Strokes of a take that keeps to `BEAT`, and the same of one without a kit."""
    kits = Kits([BEAT, ()], KEYS)
    for key in strokes:
        kits.struck(np.full(2, KEYS.index(key)))
    return kits


def test_a_drum_loses_the_more_the_further_it_exceeds_its_share() -> None:
    none, one, more = (after(*strokes).nats() for strokes in ((KICK, HAT, SNARE, HAT), (TOM,), (TOM,) * 4))

    assert more[0, -1] < one[0, -1] < -1 < -0.1 < none[0].min()
    assert not more[0, :-1].any()
    assert not more[1].any()


def test_takes_that_are_joined_and_taken_keep_their_strokes() -> None:
    joined = after(KICK)
    joined.join([after(TOM)])
    before = copy(joined)
    joined.take(np.array([2, 0, 2]))
    joined.struck(np.array([KEYS.index(TOM), -1, -1]))

    nats = joined.nats()[:, -1]
    assert nats[0] == after(TOM, TOM).nats()[0, -1] < nats[2] == after(TOM).nats()[0, -1] < nats[1] == 0
    assert before.nats()[2, -1] == nats[2]


def tokenizer_of(kit: tuple[int, ...]) -> MusicTokenizer:
    rows = [(12 * i, 12 * i + 6, kit[i % len(kit)], 80, DRUMS) for i in range(64)]
    return fit_music([Piece(make_notes(rows))])


def test_strokes_that_fall_by_chance_have_the_shares_of_the_kit() -> None:
    tokenizer, random = tokenizer_of(KEYS), np.random.default_rng(1)
    shares = {}
    for capped in (True, False):
        masks = MusicConstraints(MusicRules(capped=capped), tokenizer, 1, kits=[BEAT])
        walk, toms = tokenizer.walk([MusicFacts()]), 0
        for i in range(200):
            row = np.zeros(len(tokenizer.schema.columns), np.int64)
            row[0] = int(i > 0)
            for column in range(len(row)):
                if column == PITCH:
                    pull = masks.pull(PITCH, walk)
                    noise = random.gumbel(size=len(tokenizer.drum_keys))
                    row[column] = (noise + (0.0 if pull is None else pull[0])).argmax()
                    toms += tokenizer.drum_keys[row[column]] == TOM
                walk.chose(column, row[column : column + 1])
                masks.chose(column, row[column : column + 1], walk)
        shares[capped] = toms / 200

    assert shares[True] < 0.07 < 0.2 < shares[False]


def test_a_corpus_tells_the_kits_of_its_pieces_and_a_model_keeps_them() -> None:
    tokenizer = tokenizer_of((KICK, HAT, SNARE, HAT))

    assert tokenizer.examples[0].kit == (Drum(KICK, 0.25), Drum(SNARE, 0.25), Drum(HAT, 0.5))
    assert MusicTokenizer.from_json(tokenizer.to_json()) == tokenizer
    data = tokenizer.to_json()
    data["examples"][0]["kit"][0]["key"] = 128
    with pytest.raises(ValueError, match="127"):
        MusicTokenizer.from_json(data)


def test_takes_are_drawn_with_the_kit_of_a_piece_and_do_not_hold_it(music_model: Model) -> None:
    (take,) = music_model.sample(1, seed=1, bars=1)

    assert music_model.tokenizer.examples[0].kit  # type: ignore[attr-defined]
    assert type(take.facts) is MusicFacts
    facts = MusicFacts("a title")
    assert FactsOfTake.of(facts, ()) is facts
    assert FactsOfTake.finished(FactsOfTake.of(facts, BEAT)) == facts
