"""Rules of every kind, written rightly and wrongly: a take, or one line; what was made is made again.

`SEQGEN_FUZZ=100` multiplies the number of requests.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seqgen.errors import SeqgenError
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.model import Model
from tests.support.mutations import TIMES
from tests.support.small_models import make_model, random_piece

REQUESTS = 12 * TIMES
VALUES: dict[str, list[Any]] = {
    "form": ["AABA", "A8B4A8", "A'A", "AA'", ". . =2 ~2", "r1", "^ . =1", "corpus", "free", "?", "A99999", "=4 =4"],
    "density": ["low", "highest", "1:low,9:high", "2:medium", "0:low", "1:low,1:high", "9:high,1:low", "3:", "1:low,"],
    "label": ["a", "a/b", "b/a", "/", "c", "a/", "random"],
    "key": ["G minor", "F# dorian", "C whole tone", "H", "D"],
    "ranges": ["C2-C5", "C5-C2", "60-60", "Drums=C1-C3", "Bass=C1-C3,Piano=C3-C6"],
    "grid": ["1/4", "1/8T", "1/3", "1/16"],
    "metre": ["3/4", "6/8", "33/32", "4", "0/4"],
    "instruments": ["Drums", "Acoustic Grand Piano", "1,2", "x", ","],
    "anew": ["1", "2-3", "3-2", "1,", "99", "0"],
    "polyphony": [1, 3],
    "tempo": [10.0, 96.5, 3000.0],
    "bars": [1, 3, 4],
    "loop": [True],
    "quantize": [0.5, 1.0, 2.0],
    "primer_bars": [1, 9],
}


@pytest.fixture(scope="module")
def models() -> list[Model]:
    labels = ["a", "a/b", "b", "a/c", "a", "b"]
    pieces = [replace(random_piece(seed, bars=6), label=label) for seed, label in enumerate(labels)]
    return [make_model(pieces, fit_music(pieces, MusicOptions(grid))) for grid in ("metric", "performance", "played")]


def asked(random_: random.Random) -> dict[str, Any]:
    """Return some rules, one in four with a character left out, doubled or put in."""
    names = random_.sample(sorted(VALUES), random_.choice([1, 1, 2, 3]))
    rules = {name: random_.choice(VALUES[name]) for name in names}
    for name, value in rules.items():
        if isinstance(value, str) and random_.random() < 0.25:
            at = random_.randrange(len(value) + 1)
            odd = random_.choice(["", value[at : at + 1] * 2, random_.choice(",:/=~-'9 \u00e9\x1b")])
            rules[name] = value[:at] + odd + value[at + 1 :]
    return rules


def test_any_rules_give_a_take_that_is_made_again_or_one_line(models: list[Model], tmp_path: Path) -> None:
    made, refused = 0, list[str]()
    for seed in range(REQUESTS):
        model, rules = models[seed % len(models)], {"bars": 2, **asked(random.Random(seed))}
        told = f"{seed} {rules}"
        try:
            (take,) = model.sample(1, seed=seed, **rules)
        except SeqgenError as error:
            refused.append(str(error))
            continue
        made += 1
        saved = take.save(tmp_path / f"{seed}.mid")
        assert model.again(saved).save(tmp_path / f"{seed} again.mid").read_bytes() == saved.read_bytes(), told
    assert made > REQUESTS // 6
    assert [error for error in refused if len(error.splitlines()) != 1] == []


@pytest.mark.parametrize("number", range(3))
def test_what_was_rewritten_in_any_take_is_made_again(models: list[Model], number: int, tmp_path: Path) -> None:
    model = models[number]
    for seed in range(2 * TIMES):
        (take,) = model.sample(1, seed=seed, bars=3)
        sheet = model.editing.open(take.save(tmp_path / f"{seed}.mid"))
        lines = sheet.bar_lines()
        begin, end = int(lines[sheet.bars - 1]), int(lines[sheet.bars])
        edited = [*model.vary(sheet, 1, seed=seed, primer_bars=1, particles=2)] if sheet.bars > 1 else []
        edited += model.rewrite(sheet, begin, end, 1, seed=seed, particles=2)
        for turn, each in enumerate(edited):
            saved = each.save(tmp_path / f"{seed} {turn}.mid")
            again = model.again(saved).save(tmp_path / f"{seed} {turn} again.mid")
            assert again.read_bytes() == saved.read_bytes(), f"{seed} {turn}"
