"""Series of numbers: what is read, what the network is told, and forecasts that are better than a season ago."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from seqgen.cli import main
from seqgen.corpus.load import load_corpus
from seqgen.corpus.options import CorpusOptions
from seqgen.errors import UnreadableFile, UsageError
from seqgen.evaluation.backtest import backtest
from seqgen.formats.series_csv import holds_series, read_series
from seqgen.kinds import kind_named
from seqgen.kinds.series.tokenizer import SeriesOptions
from seqgen.model import load
from seqgen.piece import Piece
from tests.support.quick_training import TINY
from tests.support.readings import weeks


def written(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_the_layout_is_recognised_by_what_columns_hold(tmp_path):
    wide = read_series(written(tmp_path, "date,load,heat\n2024-01-01,1,5\n2024-01-02,,6\n2024-01-04,3,8\n"))
    assert [series.name for series in wide] == ["load", "heat"]
    assert np.array_equal(wide[0].values, [1, np.nan, np.nan, 3], equal_nan=True)
    long = read_series(written(tmp_path, "shop;day;sold\na;2024-01-01;1,5\nb;2024-01-01;7\na;2024-01-02;2,5\n"))
    assert {series.name: series.values.tolist() for series in long} == {"a": [1.5, 2.5], "b": [7]}
    dots = read_series(written(tmp_path, "day;sold\n31.1.2024;1\n1.2.2024;2\n2.2.2024;3\n"))
    assert dots[0].times.tolist() == [day * 86_400 for day in (19753, 19754, 19755)]
    short = read_series(written(tmp_path, "shop,day,sold\na,2024-01-01,1\na,2024-01-02\na,2024-01-03,4\n"))
    assert np.array_equal(short[0].values, [1, np.nan, 4], equal_nan=True)
    numbers = ",".join(map(str, range(9)))
    rows = read_series(written(tmp_path, f"V1,{','.join('VWXYZABCD')}\nH1,{numbers}\nH2,{numbers[:-2]},\n"))
    assert [len(series) for series in rows] == [9, 8]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("date,load\n2024-01-02,1\n2024-01-01,2\n", "a.csv: the date in row 3 is not later than the one before it"),
        ("date,load\n" + "".join(f"2024-01-{i:02},1\n" for i in range(1, 20)) + "2024-01-20,x\n", "row 21 holds 'x'"),
        ("date,load\n2024-01-02,1\n2024-01-03,2\nsoon,3\n" + "2024-01-04,1\n" * 20, "row 4 has 'soon' for a date"),
        ("load\n1e300\n-1e300\n", "a.csv: holds no series of numbers"),
        ("label,text\npos,good\nneg,bad\n", "a.csv: holds no series of numbers"),
        ("", "a.csv: holds no series of numbers"),
    ],
)
def test_what_is_wrong_is_said_with_its_row(tmp_path, text, problem):
    with pytest.raises(UnreadableFile, match=problem) as caught:
        read_series(written(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_a_table_of_labels_is_no_series(tmp_path):
    rows = "".join(f"{i},{i / 2},{'ab'[i % 2]}\n" for i in range(30))
    assert not holds_series(written(tmp_path, f"width,height,flower\n{rows}"))
    assert holds_series(written(tmp_path, "date,load\n2024-01-02,1\n2024-01-03,2\n"))


def test_the_context_is_the_same_row_by_row_and_in_parts(tmp_path):
    path = written(tmp_path, weeks(2))
    (piece,) = kind_named("series").read(path)
    tokenizer = kind_named("series").fit([piece], SeriesOptions(bins=32))
    assert tokenizer.season == 24
    encoded = tokenizer.encode(piece)
    whole = tokenizer.context(encoded.table, encoded.facts)
    walk = tokenizer.walk([encoded.facts])
    for number, row in enumerate(encoded.table):
        assert np.array_equal(walk.index[0], whole.index[number])
        walk.chose(0, row)
    part = tokenizer.part(encoded, 60, 90)
    assert np.array_equal(tokenizer.context(part.table, part.facts).index, whole.index[60:91])


def test_readings_come_back_within_their_bin(tmp_path):
    (piece,) = kind_named("series").read(written(tmp_path, weeks(2)))
    tokenizer = kind_named("series").fit([piece], SeriesOptions(bins=32))
    encoded = tokenizer.encode(piece)
    bins = encoded.table[:, 0]
    low, high = (tokenizer.values_of(bins, encoded.facts, np.full(len(bins), place)) for place in (0.0, 1.0))
    values = piece.content.values
    there = np.isfinite(values)
    assert (low[there] <= values[there] + 1e-9).all()
    assert (values[there] <= high[there] + 1e-9).all()
    assert np.isnan(low[~there]).all()


def test_the_ends_of_all_series_are_held_out(tmp_path):
    path = written(tmp_path, weeks(3, columns=2))
    corpus = load_corpus([path])
    assert corpus.kind == "series"
    assert len(corpus.train) == len(corpus.valid) == 2
    assert corpus.valid[0].facts.before == tuple(corpus.train[0].table[-len(corpus.valid[0].facts.before) :, 0])


def test_the_ends_are_held_out_unless_folders_say_otherwise(tmp_path):
    for count, name in enumerate(("train", "valid"), start=1):
        (tmp_path / name).mkdir()
        written(tmp_path / name, weeks(count), f"{name}.csv")
    corpus = load_corpus([tmp_path])
    assert [len(part) for part in (corpus.train, corpus.valid)] == [1, 1]
    assert [len(part[0].table) for part in (corpus.train, corpus.valid)] == [168, 336]


def test_a_table_among_texts_stays_text(tmp_path):
    written(tmp_path, weeks(1))
    written(tmp_path, "It rained for a week, and nobody measured it.\n" * 20, "note.txt")
    assert load_corpus([tmp_path]).kind == "text"
    assert len(load_corpus([tmp_path]).report.files) == 2
    assert load_corpus([tmp_path], CorpusOptions(kind="series")).report.other == {".txt": 1}
    pairs = written(tmp_path, "good\tA film to see.\nbad\tA film to leave.\n" * 30, "pairs.tsv")
    assert load_corpus([pairs]).kind == "text"


@pytest.fixture(scope="module")
def learned(tmp_path_factory) -> tuple[Path, Path]:
    """A file of readings, and a run that has learned it for a moment."""
    folder = tmp_path_factory.mktemp("series")
    path, run = written(folder, weeks(12)), folder / "run"
    options = ["--steps", "90", *TINY, "--interval-size", "8", "--dropout", "0", "--bins", "24", "--quiet"]
    assert main(["train", str(path), "--out", str(run), *options]) == 0
    return path, run


def test_a_forecast_beats_the_readings_of_a_season_ago(learned):
    path, run = learned
    model = load(run)
    judged = backtest(model, read_series(path), horizon=24, windows=4, n=60)
    assert judged.season == 24
    assert judged.model.quantile_loss < judged.naive.quantile_loss
    assert judged.model.mase < judged.naive.mase
    with pytest.raises(UsageError, match="no more than a season of 24"):
        model.forecast([read_series(path)[0][:20]], horizon=4)
    one, same = (model.forecast(path, horizon=4, n=20, seed=5)[0] for _ in range(2))
    assert np.array_equal(one.paths, same.paths)


def test_forecasts_are_written_as_a_table_and_a_picture(learned, tmp_path, capsys):
    path, run = learned
    out, plot = tmp_path / "out.csv", tmp_path / "out.png"
    words = ["forecast", str(run), str(path), "--horizon", "6", "-n", "20", "--quiet"]
    assert main([*words, "--quantiles", "0.1,0.9", "--out", str(out), "--plot", str(plot)]) == 0
    lines = out.read_text().splitlines()
    assert lines[0] == "series,time,0.1,0.9,mean"
    assert lines[1].startswith("a,2024-03-25T00:00:00,")
    assert len(lines) == 7
    assert plot.stat().st_size > 5000
    assert main([*words, "--out", str(out)]) == 1
    assert "out.csv: exists already" in capsys.readouterr().err
    assert main([*words, "--backtest", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["windows"] == 2
    assert main(["score", str(run), str(path), "--no-ngram", "--quiet"]) == 0
    assert "bits an event over" in capsys.readouterr().out
    assert main(["sample", str(run), "-n", "1", "--events", "9", "--out", str(tmp_path), "--quiet"]) == 0
    assert main(["info", capsys.readouterr().out.strip()]) == 0
    assert json.loads(capsys.readouterr().out)["request"]["events"] == 9


def test_a_model_of_another_kind_forecasts_nothing(text_model, tmp_path):
    with pytest.raises(UsageError, match="learned from text, not from series of numbers"):
        text_model.forecast([], horizon=4)


def test_a_piece_says_how_many_readings_it_has(tmp_path):
    (piece,) = kind_named("series").read(written(tmp_path, "date,load\n2024-01-02,1\n2024-01-03,2\n"))
    assert isinstance(piece, Piece)
    assert len(piece.content) == 2
