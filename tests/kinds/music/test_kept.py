"""Particles that are given up, and those that are not drawn yet, while notes before and behind new ones are kept."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.kinds.base import Constraints
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.form_constraints import FormedConstraints
from seqgen.kinds.music.kept import SHARE, Kept, KeptConstraints
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.walk import MusicWalk
from seqgen.theory.notes import Metre
from tests.support.small_models import random_piece

BAR = 96


def at(*onsets: int, bars: int = 4) -> tuple[KeptConstraints, MusicWalk]:
    """Takes at these steps, in which notes are kept behind as many bars that are new."""
    piece = random_piece(3)
    tokenizer = fit_music([piece], MusicOptions("metric"))
    table = np.asarray(tokenizer.encode(piece).table, np.int64)[:4]
    kept = Kept(table, bars * BAR + 24 * np.arange(4), 0, bars * BAR, bars)
    walk = tokenizer.walk([MusicFacts(metres=(Metre(0, 4, 4),))] * len(onsets))
    walk.onset = np.array(onsets)
    return KeptConstraints(kept, tokenizer, Constraints(), len(onsets)), walk


@pytest.mark.parametrize(("step", "share"), [(0, SHARE), (2 * BAR, SHARE), (3 * BAR, 1.0), (4 * BAR, 1.0)])
def test_a_few_particles_are_enough_until_the_last_new_bar(step: int, share: float) -> None:
    constraints, walk = at(step, step + 6)

    assert constraints.share(walk) == share


def test_a_single_bar_has_all_its_particles_at_once() -> None:
    constraints, walk = at(0, bars=1)

    assert constraints.share(walk) == 1.0


def test_a_form_leaves_that_as_it_is() -> None:
    constraints, walk = at(0)
    formed = FormedConstraints(constraints, fit_music([random_piece(3)], MusicOptions("metric")), 1)
    assert formed.share(walk) == SHARE

    walk.onset = np.array([4 * BAR])
    assert formed.is_settled(walk)


def test_nothing_is_settled_before_all_takes_are_behind_what_is_new() -> None:
    constraints, walk = at(4 * BAR, 3 * BAR)
    assert not constraints.is_settled(walk)

    walk.onset = np.array([4 * BAR, 4 * BAR])
    assert constraints.is_settled(walk)
