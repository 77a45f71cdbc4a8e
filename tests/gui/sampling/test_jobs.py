"""Jobs of the Create page, called in this process: takes written, continued, rewritten, scored."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gui.sampling import jobs as jobs_sampling
from gui.sampling.jobs import Drawn, Primer
from seqgen.errors import SeqgenError
from seqgen.formats.midi import read_scores
from seqgen.formats.score_notes import read_pieces
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.kinds.evaluation import Shape
from seqgen.model import Model, load
from seqgen.network.model_file import write_model
from seqgen.piece import Piece
from tests.support.window_settings import window_settings


def _json(*, temperature: float = 1.0, bars: int = 16, events: int = 400, **rules: Any) -> dict[str, Any]:
    """Settings, with other rules for takes of music."""
    settings = window_settings(temperature=temperature, bars=bars, events=events)
    music = replace(settings.shapes["music"].rules, **rules)
    return settings.with_shape("music", Shape(0, music)).to_json()


def _drawn(path: Path, n: int = 1, primer: Primer | None = None, seed: int = 5, **settings: Any) -> list[Drawn]:
    drawn = jobs_sampling.generate(str(path), _json(**{"bars": 6, "events": 60, **settings}), n, seed, primer)
    return sorted(drawn, key=lambda take: take.number)


def _sheet(take: Drawn) -> Sheet:
    assert isinstance(take.content, Sheet)
    return take.content


@pytest.fixture(scope="module")
def take(tiny_music_model: Path) -> Drawn:
    return _drawn(tiny_music_model)[0]


# -- facts about a model -----------------------------------------------------------------------------------------------


def test_a_model_of_music_is_described(tiny_music_model: Path) -> None:
    about = jobs_sampling.describe(str(tiny_music_model))
    assert (about.kind, about.grid, about.event) == ("music", "metric", "note")
    assert {"shift", "pitch"} <= set(about.columns)
    assert 0 <= about.low < about.high <= 127
    assert about.instruments
    assert about.metres
    assert about.parameters > 0
    assert about.fingerprint == load(tiny_music_model).file.fingerprint


def test_a_model_of_texts_is_described(tiny_text_model: Path) -> None:
    about = jobs_sampling.describe(str(tiny_text_model))
    assert (about.kind, about.grid, about.event, about.instruments) == ("text", "", "character", ())


def test_what_is_no_model_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "m.safetensors").write_bytes(b"no model")
    for path in (tmp_path / "m.safetensors", tmp_path / "none.safetensors"):
        with pytest.raises(SeqgenError) as refused:
            jobs_sampling.describe(str(path))
        assert "\n" not in str(refused.value)


# -- writing -----------------------------------------------------------------------------------------------------------


def test_a_form_and_a_loop_are_for_new_takes_alone(tiny_music_model: Path, take: Drawn) -> None:
    settings, lines = _json(bars=4, form="AB", loop=True), _sheet(take).bar_lines()

    (new,) = jobs_sampling.generate(str(tiny_music_model), settings, 1, 5, None)
    (anew,) = jobs_sampling.rewrite(str(tiny_music_model), settings, take.content, int(lines[1]), int(lines[2]), 5, 1)
    (longer,) = jobs_sampling.continue_(str(tiny_music_model), _json(bars=3, form="AB"), take.content, 5, 1)

    assert new.bars == 4
    assert _sheet(anew).bars == _sheet(take).bars
    assert longer.bars > take.bars


def test_what_is_new_is_written_alone_where_that_is_asked(tiny_music_model: Path, take: Drawn) -> None:
    settings = replace(window_settings(bars=4), new_only=True).to_json()

    (alone,) = jobs_sampling.generate(str(tiny_music_model), settings, 1, 5, Primer(content=_sheet(take)))
    (whole,) = _drawn(tiny_music_model, primer=Primer(content=_sheet(take)), bars=4)

    first = len(_sheet(whole).notes) - len(_sheet(alone).notes)
    assert (alone.primed, whole.primed) == (0, first)
    assert np.array_equal(_sheet(alone).notes["pitch"], _sheet(whole).notes["pitch"][first:])
    assert '"new_only": true' in alone.provenance


def test_what_was_changed_in_a_primer_is_told_with_the_take(tiny_music_model: Path, take: Drawn) -> None:
    sheet = _sheet(take)
    high = replace(sheet, notes=sheet.notes.copy())
    drums = np.array([track.drums for track in sheet.tracks])
    high.notes["pitch"][np.flatnonzero(~drums[sheet.notes["track"]])[:2]] = 127

    (drawn,) = _drawn(tiny_music_model, primer=Primer(content=high), bars=2)

    assert any("moved into the range of this model" in each for each in drawn.remarks)
    assert take.remarks == ()


def test_the_best_of_several_are_those_of_the_command(tiny_music_model: Path) -> None:
    settings = replace(window_settings(bars=2), best_of=3).to_json()
    chosen = [drawn.seed for drawn in jobs_sampling.generate(str(tiny_music_model), settings, 2, 5, None)]
    same = load(tiny_music_model).sample(2, seed=5, bars=2, best_of=3)
    assert chosen == [take.seed for take in same]


def test_takes_are_those_of_the_command(tiny_music_model: Path, tmp_path: Path) -> None:
    model = load(tiny_music_model)
    wanted = model.sample(3, seed=5, bars=6, temperature=0.9)
    for take, same in zip(_drawn(tiny_music_model, 3, temperature=0.9), wanted, strict=True):
        assert take.seed == same.seed
        path = same.save(tmp_path / f"{same.seed}.mid")
        assert take.data == path.read_bytes()
        (tmp_path / "again.mid").write_bytes(take.data)
        assert (model.again(tmp_path / "again.mid").table == same.table).all()


def test_a_take_tells_its_figures(take: Drawn, tiny_music_model: Path, tmp_path: Path) -> None:
    sheet = _sheet(take)
    assert len(take.bits_each) == len(sheet.notes) == take.events > 0
    (tmp_path / "take.mid").write_bytes(take.data)
    of_file = load(tiny_music_model).read(read_pieces(tmp_path / "take.mid")[0])
    assert take.bits == pytest.approx(of_file.surprise[:-1].mean())
    assert (take.bars, take.primed, take.metre) == (6, 0, "4/4")
    assert sheet.end_tick == sheet.bar_lines()[6]
    assert take.seconds == pytest.approx(sheet.duration)
    assert pickle.loads(pickle.dumps(take)).data == take.data


def test_the_file_and_the_sheet_of_a_take_hold_the_same_notes(take: Drawn, tmp_path: Path) -> None:
    (tmp_path / "take.mid").write_bytes(take.data)
    read = Sheet.from_score(read_scores(tmp_path / "take.mid")[0].score)
    assert (read.notes == _sheet(take).notes).all()


def test_texts_are_written_with_the_bits_of_every_character(tiny_text_model: Path) -> None:
    take = _drawn(tiny_text_model)[0]
    assert take.kind == "text"
    assert take.data.decode() == take.content
    assert len(take.bits_each) == len(take.content) == 60


def test_a_text_goes_on_from_a_text(tiny_text_model: Path) -> None:
    take = _drawn(tiny_text_model, primer=Primer(content="The sea"))[0]
    assert take.content.startswith("The sea")
    assert take.primed == 7
    assert len(take.content) == 67
    assert take.bits == pytest.approx(take.bits_each[7:].mean())


def test_takes_go_on_from_a_file_cut_to_its_first_bars(tiny_music_model: Path, take: Drawn, tmp_path: Path) -> None:
    (tmp_path / "primer.mid").write_bytes(take.data)
    new = _sheet(_drawn(tiny_music_model, primer=Primer(path=str(tmp_path / "primer.mid")), primer_bars=2, bars=3)[0])
    old, line = _sheet(take).notes, _sheet(take).bar_lines()[2]
    assert (new.notes[new.notes["onset"] < line]["pitch"] == old[old["onset"] < line]["pitch"]).all()
    assert new.end_tick == 5 * line // 2


def test_what_cannot_be_met_is_said_in_one_line(tiny_music_model: Path, tiny_text_model: Path, take: Drawn) -> None:
    sheet = _sheet(take)
    wrong: list[Any] = [
        lambda: _drawn(tiny_music_model, key="H major"),
        lambda: _drawn(tiny_music_model, grid="1/7"),
        lambda: _drawn(tiny_music_model, primer=Primer(path="gone.mid")),
        lambda: _drawn(tiny_music_model, primer=Primer(content="words")),
        lambda: _drawn(tiny_music_model, primer=Primer(content=Sheet.empty())),
        lambda: _drawn(tiny_text_model, primer=Primer(content=sheet)),
        lambda: list(jobs_sampling.continue_(str(tiny_text_model), _json(), sheet, 1, 1)),
        lambda: list(jobs_sampling.rewrite(str(tiny_text_model), _json(), sheet, 0, 1920, 1, 1)),
        lambda: list(jobs_sampling.rewrite(str(tiny_text_model), _json(), sheet, 1920, 3840, 1, 1)),
    ]
    for ask in wrong:
        with pytest.raises(SeqgenError) as refused:
            ask()
        assert "\n" not in str(refused.value)


# -- continuing and rewriting ------------------------------------------------------------------------------------------


def test_a_sheet_is_continued_from_its_end(tiny_music_model: Path, take: Drawn) -> None:
    sheet = _sheet(take)
    (new,) = jobs_sampling.continue_(str(tiny_music_model), _json(bars=4), sheet, 9, 1)
    notes = _sheet(new).notes
    before = notes[notes["onset"] < sheet.end_tick]
    assert (before[["onset", "pitch"]] == sheet.notes[["onset", "pitch"]]).all()
    assert (notes["onset"] >= sheet.end_tick).any()
    assert new.bars == 10
    assert new.primed == len(sheet.notes)


def test_silence_at_the_end_of_a_sheet_stays_before_what_comes_next(tiny_music_model: Path, take: Drawn) -> None:
    last = int(_sheet(take).notes["onset"].max())
    # as far as this model's longest step reaches
    sheet = replace(_sheet(take), end_tick=last + 1920)
    (new,) = jobs_sampling.continue_(str(tiny_music_model), _json(bars=4), sheet, 9, 1)
    onsets = _sheet(new).notes["onset"]
    assert not ((onsets > last) & (onsets < sheet.end_tick)).any()
    assert (onsets >= sheet.end_tick).any()
    assert _sheet(new).end_tick == -(-sheet.end_tick // 1920) * 1920 + 4 * 1920


def test_flat_drums_become_a_take_that_is_played(groove_model: Model, tmp_path: Path) -> None:
    model = tmp_path / "groove.safetensors"
    write_model(model, groove_model.file)
    about = jobs_sampling.describe(str(model))
    assert (about.is_played, about.is_told) == (True, groove_model.tokenizer.schema.is_told)
    notes = np.array([(240 * i, 240 * i + 100, (36, 42, 38, 42)[i % 4], 80, 0) for i in range(16)], NOTE)

    (new,) = jobs_sampling.humanize(str(model), _json(), Sheet(notes, (TrackInfo("Kit", drums=True),)), 1.0, 3, 1)

    assert sorted(_sheet(new).notes["pitch"].tolist()) == sorted(notes["pitch"].tolist())
    assert (_sheet(new).notes["velocity"] != 80).any()
    assert len(new.bits_each) == 16
    (tmp_path / "new.mid").write_bytes(new.data)
    assert load(model).again(tmp_path / "new.mid").content.notes.tolist() == _sheet(new).notes.tolist()


@pytest.mark.parametrize(("first", "last"), [(0, 2), (2, 4), (4, 6), (0, 6)])
def test_only_the_chosen_bars_are_written_anew(tiny_music_model: Path, take: Drawn, first: int, last: int) -> None:
    sheet = _sheet(take)
    begin, end = (int(sheet.bar_lines()[i]) for i in (first, last))
    new, other = jobs_sampling.rewrite(str(tiny_music_model), _json(), sheet, begin, end, 3, 2)
    for each in (new, other):
        assert _outside(_sheet(each), begin, end) == _outside(sheet, begin, end)
        assert _sheet(each).end_tick == sheet.end_tick
        assert len(each.bits_each) == len(_sheet(each).notes)
        assert each.bars == 6
    assert not np.array_equal(_sheet(new).notes, sheet.notes)
    assert not np.array_equal(_sheet(new).notes, _sheet(other).notes)


def test_one_track_of_the_chosen_bars_is_written_anew_alone(tiny_music_model: Path, take: Drawn) -> None:
    sheet = _sheet(take)
    track, (begin, end) = int(np.bincount(sheet.notes["track"]).argmax()), sheet.bar_lines()[[1, 4]].tolist()
    (new,) = jobs_sampling.rewrite(str(tiny_music_model), _json(), sheet, begin, end, 3, 1, track)
    others, kept = (each.notes[each.notes["track"] != track] for each in (_sheet(new), sheet))
    assert len(others)
    assert others.tolist() == kept.tolist()
    assert new.part == (sheet.tracks[track].name or str(track + 1))
    assert _outside(_sheet(new), begin, end) == _outside(sheet, begin, end)
    assert not np.array_equal(_sheet(new).notes, sheet.notes)


def _outside(sheet: Sheet, begin: int, end: int) -> list[tuple[int, ...]]:
    notes = sheet.notes[(sheet.notes["onset"] < begin) | (sheet.notes["onset"] >= end)]
    return [(int(n["onset"]), int(n["pitch"]), int(n["track"])) for n in notes]


def test_bars_before_which_nothing_stands_are_written_in_the_metre_of_the_sheet(tiny_music_model: Path) -> None:
    about = jobs_sampling.describe(str(tiny_music_model))
    metre = np.array([[0, *map(int, about.metres[-1].split("/"))]])
    notes = np.array([(9 * 1920, 10 * 1920, 60, 80, 0)], NOTE)
    sheet = Sheet(notes, (TrackInfo("Soprano"),), metres=metre)
    (new,) = jobs_sampling.rewrite(str(tiny_music_model), _json(metre="4/4"), sheet, 1920, 4 * 1920, 3, 1)
    onsets = _sheet(new).notes["onset"]
    assert ((onsets >= 1920) & (onsets < 4 * 1920) | (onsets == 9 * 1920)).all()
    assert len(onsets) > 1
    assert (_sheet(new).metres == metre).all()


def test_a_sheet_of_other_instruments_and_resolution_is_continued_and_rewritten(tiny_music_model: Path) -> None:
    notes = np.array([(960 * i, 960 * i + 900, 57 + i % 9, 80, i % 2) for i in range(32)], NOTE)
    tracks = (TrackInfo("Kazoo", 77), TrackInfo("Tuba", 58))
    sheet = Sheet(notes, tracks, ticks_per_quarter=960, tempos=np.array([[0.0, 77.0]]))
    (more,) = jobs_sampling.continue_(str(tiny_music_model), _json(bars=2), sheet, 3, 1)
    assert more.tempo == pytest.approx(77, abs=0.1)
    assert more.bars == 10
    (new,) = jobs_sampling.rewrite(str(tiny_music_model), _json(), sheet, 3840, 7680, 3, 1)
    assert _sheet(new).tracks == tracks
    assert _sheet(new).ticks_per_quarter == 960
    assert _outside(_sheet(new), 3840, 7680) == _outside(sheet, 3840, 7680)


def test_what_was_rewritten_says_how_it_can_be_made_again(tiny_music_model: Path, take: Drawn) -> None:
    (new,) = jobs_sampling.rewrite(str(tiny_music_model), _json(), _sheet(take), 1920, 3840, 3, 1)
    assert '"rewritten": [1920, 3840, 1920]' in new.provenance
    assert new.provenance.encode() in new.data


# -- surprise ----------------------------------------------------------------------------------------------------------


def test_the_surprise_of_a_melody_is_that_of_its_drawing(tiny_music_model: Path) -> None:
    # one note at a time: a model with random weights writes chords in an order that no file keeps
    instrument = jobs_sampling.describe(str(tiny_music_model)).instruments[0]
    take = _drawn(tiny_music_model, polyphony=1, instruments=instrument)[0]
    each = jobs_sampling.surprise(str(tiny_music_model), _sheet(take))
    assert each is not None
    assert np.allclose(each, take.bits_each, atol=1e-4)


def test_the_surprise_of_a_sheet_is_that_of_its_file(tiny_music_model: Path, take: Drawn, tmp_path: Path) -> None:
    (tmp_path / "take.mid").write_bytes(take.data)
    expected = load(tiny_music_model).read(read_pieces(tmp_path / "take.mid")[0]).surprise[:-1]
    each = jobs_sampling.surprise(str(tiny_music_model), _sheet(take))
    assert each is not None
    assert np.allclose(np.sort(each), np.sort(expected), atol=1e-4)


def test_the_surprise_of_a_text_is_told_for_every_character(tiny_text_model: Path) -> None:
    take = _drawn(tiny_text_model)[0]
    each = jobs_sampling.surprise(str(tiny_text_model), take.content)
    assert each is not None
    assert np.allclose(each, take.bits_each, atol=1e-4)


def test_characters_that_a_model_has_never_met_have_a_surprise_too(tiny_text_model: Path) -> None:
    text = "Zürich 東京 🎵\r\nsea"
    each = jobs_sampling.surprise(str(tiny_text_model), text)
    assert each is not None
    assert len(each) == len(text)
    assert np.isfinite(each).all()


def test_an_edited_sheet_has_a_surprise_for_every_note_whatever_it_holds(tiny_music_model: Path, take: Drawn) -> None:
    notes = _sheet(take).notes.copy()
    notes["pitch"][0], notes["pitch"][-1] = 0, 127
    notes["onset"][3] += 7
    odd = replace(_sheet(take), tracks=tuple(TrackInfo("", 9 * i, drums=i == 1) for i in range(4))).with_notes(
        np.concatenate([notes, notes[:3]])
    )
    each = jobs_sampling.surprise(str(tiny_music_model), odd)
    assert each is not None
    assert len(each) == len(odd.notes)
    assert np.isfinite(each).all()


def test_nothing_is_said_where_model_and_take_do_not_fit(
    tiny_music_model: Path, tiny_text_model: Path, take: Drawn
) -> None:
    assert jobs_sampling.surprise(str(tiny_text_model), _sheet(take)) is None
    assert jobs_sampling.surprise(str(tiny_music_model), "words") is None
    assert jobs_sampling.surprise(str(tiny_music_model), Sheet.empty()) is None
    assert jobs_sampling.surprise(str(tiny_text_model), "") is None


def test_the_jobs_import_neither_qt_nor_torch() -> None:
    code = "import sys, gui.sampling.jobs; sys.exit(any(m in sys.modules for m in ('PySide6', 'torch')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_bars_that_stand_in_the_corpus_are_told_with_their_piece(music_model: Model, music_pieces: list[Piece]) -> None:
    piece = music_pieces[3]
    encoded = music_model.tokenizer.encode(piece)
    table = np.asarray(encoded.table, np.int64)
    take = music_model.sample(1, bars=2, seed=1)[0]
    take = replace(take, table=table, facts=encoded.facts, copy=music_model.copied(table))
    content = music_model.editing.content(music_model.tokenizer, table, encoded.facts)
    (part,) = jobs_sampling._copies(music_model, take, content)
    assert (part.first, part.piece) == (1, piece.title)
    assert content.bars - 1 <= part.last <= content.bars
