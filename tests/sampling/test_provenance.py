"""A take's record of how it was made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seqgen.errors import UsageError
from seqgen.kinds import Tokenizer
from seqgen.kinds.base import Start
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.text.facts import TextFacts
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.model import Model
from seqgen.piece import Facts
from seqgen.sampling.provenance import pack_primer, read_provenance, unpack_primer
from seqgen.theory.notes import Metre, Tempo
from tests.support.small_models import random_piece

FACTS = MusicFacts("Reel", "trad", "G major", (Tempo(0, 96.5),), (Metre(0, 4, 4), Metre(96, 6, 8)), 384)


def packed_and_unpacked(facts: Facts, tokenizer: Tokenizer) -> Facts:
    rows = np.zeros((2, len(tokenizer.schema.columns)), np.int64)
    unpacked: Facts = unpack_primer(pack_primer(Start(rows, facts)), tokenizer).facts
    return unpacked


def test_a_primer_keeps_the_facts_of_its_kind() -> None:
    assert packed_and_unpacked(FACTS, fit_music([random_piece(1)])) == FACTS
    assert packed_and_unpacked(TextFacts("Ode", "Keats"), TextTokenizer("ab")) == TextFacts("Ode", "Keats")


def test_a_text_primer_whose_file_names_facts_of_music_is_read() -> None:
    """Files written before each kind had facts of its own name all fields."""
    earlier = pack_primer(Start(np.zeros((1, 1), np.int64), MusicFacts("Ode", "Keats")))
    assert set(earlier.facts) >= {"title", "label", "key", "tempos", "metres", "end_step"}
    assert unpack_primer(earlier, TextTokenizer("ab")).facts == TextFacts("Ode", "Keats")


@pytest.mark.parametrize("given", [".", "gone.mid"])
def test_what_is_no_file_is_said_to_be_none(given: str) -> None:
    with pytest.raises(UsageError, match=f"^{given}: there is no such file$"):
        read_provenance(given)


def test_a_take_of_whole_numbers_is_made_again_as_the_same_file(music_model: Model, tmp_path: Path) -> None:
    (take,) = music_model.sample(1, seed=3, bars=1, tempo=120, temperature=1, strength=2, per_column={"pitch": 1})
    path = take.save(tmp_path / "take.mid")

    again = music_model.again(path).save(tmp_path / "again.mid")

    assert again.read_bytes() == path.read_bytes()
