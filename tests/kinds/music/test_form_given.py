"""The form that a piece is given: what is written anew for it, and what stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqgen.cli.command import main
from seqgen.errors import UsageError
from seqgen.formats.sheet import NOTE, Sheet
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.form_given import form_given, runs_of
from seqgen.kinds.music.options import MusicOptions
from seqgen.model import Model
from seqgen.network.model_file import write_model
from seqgen.sampling.editing import Rewritten
from tests.support.small_models import make_model, random_piece

PIECES = [random_piece(seed, bars=24, drums=False) for seed in range(3)]


@pytest.fixture(scope="module")
def model() -> Model:
    return make_model(PIECES, fit_music(PIECES, MusicOptions(context=("bar", "form"))))


@pytest.fixture(scope="module")
def sheet(model: Model) -> Sheet:
    """Eight bars of four notes: A1 A2 B1 B2 A1 A2 B3 B4."""
    (take,) = model.sample(1, seed=3, bars=8)
    content = model.editing.content(take.tokenizer, take.table, take.facts)
    pitch = np.random.default_rng(1).permutation(np.arange(48, 80)).reshape(8, 4)
    pitch[4:6] = pitch[:2]
    notes = np.zeros(32, NOTE)
    notes["onset"] = np.arange(32) * 480
    notes["end"], notes["pitch"], notes["velocity"] = notes["onset"] + 480, pitch.ravel(), 80
    return replace(content.with_notes(notes), end_tick=8 * 1920)


def bars_of(sheet: Sheet) -> list[list[tuple[int, ...]]]:
    """Place in the bar, track, pitch and loudness of the notes of each bar."""
    lines, notes = sheet.bar_lines(), sheet.notes
    bar = np.searchsorted(lines, notes["onset"], side="right") - 1
    rows = np.stack([notes["onset"] - lines[bar], notes["track"], notes["pitch"], notes["velocity"]], axis=1)
    return [sorted(map(tuple, rows[bar == number].tolist())) for number in range(sheet.bars)]


def alike(one: list[tuple[int, ...]], other: list[tuple[int, ...]]) -> bool:
    return [note[:3] for note in one] == [note[:3] for note in other]


def anew(model: Model, sheet: Sheet, text: str) -> list[int]:
    whole = model.tokenizer.encode(model.editing.piece(sheet))
    given = form_given(model.tokenizer, np.asarray(whole.table), whole.facts.metres, sheet.bars, text)  # type: ignore[arg-type]
    return list(given.anew)


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("AB", [4, 5]),  # the second half no longer comes back from the first
        ("AA", [6, 7]),
        ("AABB", [2, 3, 4, 5, 6, 7]),
        ("? ? ? ? . ? ? ?", [4]),
        ("! ? ? ? =4 =4 ? ?", [0, 4]),  # what comes back from a new bar follows
        ("? ? =2 =2 ? ? =2 ?", [2, 3, 6]),
        ("! . . . =4 =4 . .", [0, 4]),
    ],
)
def test_only_what_a_form_asks_for_is_written_anew(model: Model, sheet: Sheet, text: str, bars: list[int]) -> None:
    assert anew(model, sheet, text) == bars


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("? ? ? ? =4 ? ? ?", "has the form .* already"),
        (". . =4 =4", "has 4 bars, and the piece has 8"),
        ("=1 . . . . . . .", "bar 1 of the form .* relates to no bar before it"),
        ("ABC", "8 bars cannot be shared by the 3 sections"),
        ("tune", "is not a form"),
        ("corpus", "the form 'corpus' is for new takes"),
    ],
)
def test_forms_that_a_piece_cannot_be_given_are_refused(model: Model, sheet: Sheet, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        model.reform(sheet, text)


@pytest.mark.parametrize("particles", [1, 3])
def test_a_piece_gets_its_form_and_keeps_every_other_bar_note_for_note(
    model: Model, sheet: Sheet, particles: int
) -> None:
    before = bars_of(sheet)
    for done in model.reform(sheet, "? ! =2 ? ? =1 ? =6", 3, seed=5, particles=particles):
        bars = bars_of(done.content)
        assert [bars[bar] == before[bar] for bar in (0, 3, 4, 6)] == [True] * 4
        assert bars[1] != before[1]
        assert alike(bars[2], bars[0])
        assert alike(bars[5], bars[4])
        assert alike(bars[7], bars[1])


def test_a_piece_that_was_given_a_form_is_made_again_from_its_file(model: Model, sheet: Sheet, tmp_path: Path) -> None:
    for number, asked in enumerate(({"form": "AABB"}, {"form": "? ! =2 ? ? =1 ? =6", "particles": 3})):
        (done,) = model.reform(sheet, seed=7, **asked)  # type: ignore[arg-type]
        path = done.save(tmp_path / f"{number}.mid")
        again = model.again(path)
        assert isinstance(again, Rewritten)
        assert bars_of(again.content) == bars_of(done.content)


def test_the_command_gives_a_form_too(
    model: Model, sheet: Sheet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_model(tmp_path / "m.safetensors", model.file)
    piece = model.rewrite(sheet, 0, 1920, seed=1)[0].save(tmp_path / "piece.mid")
    common = ["rewrite", str(piece), "--model", str(tmp_path / "m.safetensors"), "--seed", "7", "--quiet"]

    assert main([*common, "--form", "AABB", "--out", str(tmp_path)]) == 0

    written = model.editing.open(Path(capsys.readouterr().out.strip()))
    again = model.editing.open(piece)
    assert bars_of(written) == bars_of(model.reform(again, "AABB", seed=7)[0].content)[: written.bars]
    assert main(common) == 2
    assert "--form for the form of the whole piece" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["0-2", "3-2", "2,2", "9", "x", "", "1,3-"])
def test_runs_of_bars_that_do_not_fit_are_refused(text: str) -> None:
    assert runs_of("1-2,4,6-8", 8) == [(0, 1), (3, 3), (5, 7)]
    with pytest.raises(UsageError):
        runs_of(text, 8)
