"""A model continues, rewrites, varies and judges what is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqgen.cli.command import main
from seqgen.errors import SeqgenError, UsageError
from seqgen.formats.midi import read_scores
from seqgen.formats.sheet import Sheet
from seqgen.model import Model
from seqgen.network.model_file import write_model
from seqgen.sampling.editing import Rewritten

BAR = 1920


@pytest.fixture(scope="module")
def sheet(music_model: Model) -> Sheet:
    take = music_model.sample(1, seed=5, bars=6)[0]
    content = music_model.editing.content(take.tokenizer, take.table, take.facts)
    assert isinstance(content, Sheet)
    return content


def outside(sheet: Sheet, begin: int, end: int) -> list[tuple[int, ...]]:
    notes = sheet.notes[(sheet.notes["onset"] < begin) | (sheet.notes["onset"] >= end)]
    return [(int(n["onset"]), int(n["pitch"]), int(n["track"])) for n in notes]


def sounds(sheet: Sheet) -> list[tuple[object, ...]]:
    """The notes on their tracks by name: a file does not hold tracks without notes."""
    return sorted((*note[:4], sheet.tracks[note[4]].name) for note in sheet.notes.tolist())


@pytest.mark.parametrize(
    ("begin", "end"), [(BAR, BAR), (2 * BAR, BAR), (-BAR, BAR), (BAR + 7, 2 * BAR), (BAR, 3 * BAR - 1), (BAR, 99 * BAR)]
)
def test_a_span_that_is_no_bars_of_the_piece_is_refused(music_model: Model, sheet: Sheet, begin: int, end: int) -> None:
    with pytest.raises(UsageError, match=f"ticks {begin} to {end} are no bars of the piece"):
        music_model.rewrite(sheet, begin, end, seed=1)


def test_music_goes_on_behind_its_last_bar(music_model: Model, sheet: Sheet) -> None:
    first, second = music_model.continue_(sheet, 2, seed=3, bars=2)
    assert (first.seed, second.seed) == (3, 4)
    assert first.primed == len(sheet.notes)
    whole = music_model.editing.content(first.tokenizer, first.table, first.facts)
    assert (whole.bars, whole.metre_at(0)) == (8, (4, 4))


def test_a_text_goes_on_behind_its_last_character(text_model: Model) -> None:
    (take,) = text_model.continue_("The sea", seed=3, events=20)
    assert take.text.startswith("The sea")
    assert len(take.text) == 27


def test_only_the_bars_asked_for_are_new_and_the_same_for_a_seed(music_model: Model, sheet: Sheet) -> None:
    one, other = music_model.rewrite(sheet, BAR, 3 * BAR, 2, seed=3)
    again = music_model.rewrite(sheet, BAR, 3 * BAR, seed=4)[0]
    assert (again.content.notes == other.content.notes).all()
    assert not np.array_equal(one.content.notes, other.content.notes)
    for each in (one, other):
        assert outside(each.content, BAR, 3 * BAR) == outside(sheet, BAR, 3 * BAR)
        assert each.content.bars == 6


def test_notes_of_other_parts_stay_where_one_part_is_written_anew(music_model: Model, sheet: Sheet) -> None:
    bass = next(number for number, track in enumerate(sheet.tracks) if track.name == "Bass")
    for each in music_model.rewrite(sheet, BAR, 3 * BAR, 3, seed=3, instruments="Bass", particles=4):
        assert _others(each.content, bass) == _others(sheet, bass)
        assert outside(each.content, BAR, 3 * BAR) == outside(sheet, BAR, 3 * BAR)
        assert not np.array_equal(each.content.notes, sheet.notes)


def _others(sheet: Sheet, track: int) -> list[tuple[int, ...]]:
    return [tuple(map(int, note)) for note in sheet.notes[sheet.notes["track"] != track].tolist()]


def test_what_is_rewritten_with_particles_leads_into_what_follows(music_model: Model, sheet: Sheet) -> None:
    """The notes behind the new part are as likely as the drafts among which it was chosen allow."""

    def bits_behind(particles: int) -> float:
        done = music_model.rewrite(sheet, BAR, 3 * BAR, 16, seed=1, particles=particles)
        return float(np.mean([music_model.surprise(each.content)[_behind(each.content, 3 * BAR)] for each in done]))

    assert bits_behind(16) < bits_behind(1)


def _behind(sheet: Sheet, tick: int) -> np.ndarray:
    return np.flatnonzero(sheet.notes["onset"] >= tick)[:8]


def test_a_variation_keeps_the_first_bars(music_model: Model, sheet: Sheet) -> None:
    (two,) = music_model.vary(sheet, seed=3)
    (four,) = music_model.vary(sheet, seed=3, primer_bars=4)
    assert (two.begin, four.begin, two.end) == (2 * BAR, 4 * BAR, sheet.end_tick)
    assert outside(two.content, two.begin, two.end) == outside(sheet, two.begin, two.end)


def test_bars_that_were_played_late_are_kept_as_they_were_played_and_it_is_said(
    music_model: Model, sheet: Sheet
) -> None:
    played = sheet.notes.copy()
    late = np.random.default_rng(1).integers(20, 45, len(played))
    played["onset"], played["end"] = played["onset"] + late, played["end"] + late
    late_sheet = replace(sheet, notes=np.sort(played, order=["onset", "track", "pitch"]))

    for done in (music_model.vary(late_sheet, seed=3)[0], music_model.rewrite(late_sheet, 2 * BAR, 4 * BAR, seed=3)[0]):
        assert outside(done.content, done.begin, done.end) == outside(late_sheet, done.begin, done.end)
        said, how = done.take.primer.remarks
        assert said == "what is kept stays note for note; what follows was changed for the model to read it"
        assert " late " in how


@pytest.mark.parametrize("part", [(0, 2 * BAR), (2 * BAR, 3 * BAR), (4 * BAR, 6 * BAR)])
def test_a_rewritten_piece_says_how_it_was_made_and_is_made_again(
    music_model: Model, sheet: Sheet, tmp_path: Path, part: tuple[int, int]
) -> None:
    for asked in ({}, {"instruments": "Bass"}):
        (done,) = music_model.rewrite(sheet, *part, seed=3, particles=3, **asked)
        path = done.save(tmp_path / f"{len(asked)}.mid")
        assert sounds(Sheet.from_score(read_scores(path)[0].score)) == sounds(done.content)
        with pytest.raises(SeqgenError, match="exists already"):
            done.save(path)

        again = music_model.again(path)

        assert isinstance(again, Rewritten)
        assert sounds(again.content) == sounds(done.content)


def test_a_stretch_of_text_is_written_anew_between_what_stands_around_it(text_model: Model, tmp_path: Path) -> None:
    text = "The sea is wide, the sea is deep.\nAnd all who sail"
    for seed in range(4):
        (done,) = text_model.rewrite(text, 11, 15, seed=seed, particles=5)
        assert done.content.startswith(text[:11])
        assert done.content.endswith(text[15:])
        assert 3 <= done.end - done.begin <= 5
    path = done.save(tmp_path / "new.txt")
    again = text_model.again(path)
    assert isinstance(again, Rewritten)
    assert again.content == done.content
    assert text_model.editing.range_of(text, "12-15") == (11, 15)
    with pytest.raises(UsageError, match="use for example 120-180"):
        text_model.editing.range_of(text, "12-500")


def test_a_stretch_of_text_depends_on_its_seed_alone(text_model: Model) -> None:
    text = "The sea is wide, the sea is deep.\nAnd all who sail"
    together = text_model.rewrite(text, 4, 12, 3, seed=1, particles=1)
    (alone,) = text_model.rewrite(text, 4, 12, 1, seed=3, particles=1)

    assert together[2].content == alone.content


def test_every_note_and_every_character_has_bits(music_model: Model, text_model: Model, sheet: Sheet) -> None:
    assert len(music_model.surprise(sheet)) == len(sheet.notes)
    assert len(text_model.surprise("The sea")) == 7


def test_content_of_another_kind_is_refused(music_model: Model, text_model: Model, sheet: Sheet) -> None:
    for ask in (
        lambda: music_model.continue_("words"),
        lambda: music_model.surprise("words"),
        lambda: music_model.rewrite("words", 0, 4),
        lambda: text_model.continue_(sheet),
        lambda: text_model.surprise(sheet),
        lambda: text_model.rewrite(sheet, 0, BAR),
        lambda: text_model.vary("words"),
        lambda: music_model.continue_(Sheet.empty()),
    ):
        with pytest.raises(UsageError):
            ask()


def test_command_and_python_write_the_same_bars(
    music_model: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_model(tmp_path / "m.safetensors", music_model.file)
    music_model.sample(1, seed=5, bars=6)[0].save(tmp_path / "piece.mid")
    sheet = music_model.editing.open(tmp_path / "piece.mid")
    common = ["rewrite", str(tmp_path / "piece.mid"), "--model", str(tmp_path / "m.safetensors"), "--seed", "3"]
    common += ["--out", str(tmp_path / "out"), "--quiet"]
    for options, expected in (
        (["--bars", "3-4"], music_model.rewrite(sheet, 2 * BAR, 4 * BAR, seed=3)),
        (["--vary"], music_model.vary(sheet, seed=3)),
    ):
        assert main([*common, *options]) == 0
        written = music_model.editing.open(Path(capsys.readouterr().out.strip()))
        assert sounds(written) == sounds(expected[0].content)


def test_a_file_is_read_and_gone_on_from_by_its_path(music_model: Model, tmp_path: Path) -> None:
    path = music_model.sample(1, seed=5, bars=2)[0].save(tmp_path / "piece.mid")
    sheet = music_model.editing.open(path)

    assert (music_model.read(path).table == music_model.read(music_model.piece(sheet)).table).all()
    np.testing.assert_array_equal(music_model.start(path).rows, music_model.start(sheet).rows)
    with pytest.raises(TypeError, match="read takes a file as a Path, a Piece or an Encoded, not str"):
        music_model.read(str(path))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="is a folder; give one file of it"):
        music_model.start(tmp_path)


def test_what_content_decides_cannot_be_asked_for(music_model: Model, sheet: Sheet) -> None:
    for ask in (
        lambda: music_model.continue_(sheet, tempo=90),
        lambda: music_model.rewrite(sheet, 0, BAR, bars=3),
        lambda: music_model.vary(sheet, events=9),
        lambda: music_model.vary(sheet, primer_bars=6),
        lambda: music_model.rewrite(sheet, 0, BAR, loop=True),
        lambda: music_model.sample(1, bars=2, loop=True, primer=sheet),
    ):
        with pytest.raises(UsageError):
            ask()
