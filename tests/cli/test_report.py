"""`seqgen report`: what it prints and draws, what it compares with, and what it says where something is missing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from matplotlib.image import imread

from seqgen.cli import command as cli
from seqgen.copying.corpus_index import index_arrays
from seqgen.corpus.load import load_corpus
from seqgen.corpus.options import CorpusOptions
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.model import Model
from seqgen.network.model_file import write_model
from seqgen.piece import Piece
from seqgen.runs.corpus_record import CorpusRecord
from seqgen.runs.run import Run
from tests.support.small_models import make_model, random_piece, write_pieces

FAST = ("-n", "3", "--seed", "5", "--length", "4")

Call = Callable[..., "Told"]


class Told:
    """The result of a command line: exit code, stdout, stderr."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Told:
        capsys.readouterr()
        code = cli.main(["report", *map(str, arguments)])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return Told(code, told.out, told.err)

    return call


@pytest.fixture(scope="module")
def tunes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty short pieces."""
    folder = tmp_path_factory.mktemp("music") / "tunes"
    folder.mkdir()
    pieces = [random_piece(seed, bars=4) for seed in range(20)]
    write_pieces(pieces, *(folder / f"tune-{number:02}.mid" for number in range(len(pieces))))
    return folder


@pytest.fixture(scope="module")
def music_run(cache: Path, tunes: Path) -> Path:
    """The run of a model with random weights on the pieces, of which five were held out."""
    return make_run(tunes.parent / "run", tunes, CorpusOptions(valid_fraction=0.2))


@pytest.fixture
def own_run(cache: Path, tunes: Path, tmp_path: Path) -> Path:
    """Such a run with a corpus, `tunes`, that may be changed."""
    shutil.copytree(tunes, tmp_path / "tunes")
    return make_run(tmp_path / "run", tmp_path / "tunes", CorpusOptions(valid_fraction=0.2))


def make_run(folder: Path, source: Path, options: CorpusOptions) -> Path:
    corpus = load_corpus([source], options)
    record = CorpusRecord(corpus.name, (str(source),), options, corpus.fingerprint)
    run = Run.create(folder, {"corpus": msgspec.to_builtins(record)})
    model = make_model([], corpus.tokenizer)
    about = replace(model.file.about, fingerprint=corpus.fingerprint)
    index = index_arrays(corpus.train, corpus.tokenizer)
    write_model(run.model, replace(model.file, about=about, index=index))
    return run.folder


@pytest.fixture
def text_file(text_model: Model, tmp_path: Path) -> Path:
    write_model(tmp_path / "text.safetensors", text_model.file)
    return tmp_path / "text.safetensors"


# -- the table and the picture -----------------------------------------------------------------------------------------


def test_takes_are_compared_with_the_pieces_that_were_held_out(report: Call, music_run: Path) -> None:
    told = report(music_run, *FAST, "--no-picture")
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0] == "run: 3 takes (seed 5, temperature 1, top-p 0.95) beside 5 pieces held out of tunes"
    table = {line.split("  ")[0]: line for line in lines}
    features = {"pitch class", "length of notes", "notes in the key", "drum"}
    assert features | {"copied by takes", "shared by pieces"} <= set(table)
    assert {"bars that stood before", "notes in key"} <= set(table)
    assert table["quantity"].split() == ["quantity", "takes", "±", "pieces", "±", "real"]
    assert table["feature"].split() == ["feature", "overlap", "real", "least", "takes", "pieces"]
    assert sum(line.lstrip().startswith(("5 ", "6 ", "7 ")) for line in lines) == 3


def test_json_holds_everything_that_is_printed_and_drawn(report: Call, music_run: Path) -> None:
    told = report(music_run, *FAST, "--json", "--no-picture")
    assert (told.code, told.err) == (0, "")
    found = told.json
    assert found["picture"] is None
    assert found["compared_with"]["what"] == "held out of tunes"
    assert len(found["compared_with"]["pieces"]) == 5
    assert not set(found["compared_with"]["pieces"]) & {take["copy"]["piece"] for take in found["takes"]}
    assert [take["seed"] for take in found["takes"]] == [5, 6, 7]
    for feature in found["features"]:
        assert len(feature["places"]) == len(feature["takes"]) == len(feature["pieces"])
        assert sum(feature["pieces"]) == pytest.approx(1.0)
        assert 0 <= feature["overlap"] <= 1.0 + 1e-9
        assert feature["yardstick"]["least"] <= feature["yardstick"]["median"]
    quantities = {each["quantity"]: each for each in found["quantities"]}
    assert {"bars that stood before", "notes in key", "kick on 1"} <= set(quantities)
    for quantity in quantities.values():
        known = [value for value in quantity["takes"]["values"] if value is not None]
        assert quantity["takes"]["mean"] == pytest.approx(sum(known) / len(known))
    assert found["copies"]["takes"]["longest_most"] == max(take["copy"]["longest"] for take in found["takes"])


def test_the_same_seed_gives_the_same_report(report: Call, music_run: Path) -> None:
    first, again, other = (report(music_run, "-n", 3, "--length", 4, "--seed", s, "--no-picture") for s in (5, 5, 6))
    assert first.out == again.out != other.out


def test_a_picture_in_colours_is_drawn_and_one_that_is_there_is_never_replaced(
    report: Call, music_run: Path, tmp_path: Path
) -> None:
    (tmp_path / "run-report.png").write_bytes(b"mine")
    assert report(music_run, *FAST).out.endswith("picture: run-report-2.png\n")
    assert (tmp_path / "run-report.png").read_bytes() == b"mine"
    pixels = (imread(tmp_path / "run-report-2.png")[..., :3] * 255).round().astype(int)
    # takes, pieces, and copies
    for colour in ((0xD5, 0x5E, 0x00), (0x00, 0x72, 0xB2), (0, 0, 0)):
        assert (pixels == colour).all(axis=2).sum() > 300
    told = report(music_run, *FAST, "--out", "run-report.png")
    assert (told.code, told.out) == (2, "")
    assert told.err == "seqgen: --out run-report.png: exists already; give another name\n"


# -- what is compared with ---------------------------------------------------------------------------------------------


def test_a_corpus_that_is_gone_is_replaced_by_the_pieces_of_the_index(
    report: Call, own_run: Path, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "tunes")
    told = report(own_run, *FAST, "--no-picture")
    assert told.code == 0
    assert len(told.err.splitlines()) == 1
    assert "corpus cannot be had any more" in told.err
    assert "beside 15 pieces of the training part" in told.out
    assert "how much real pieces share by chance is unknown" in told.out


def test_a_corpus_that_has_changed_is_not_compared_with(report: Call, own_run: Path, tmp_path: Path) -> None:
    (tmp_path / "tunes" / "tune-00.mid").unlink()
    told = report(own_run, *FAST, "--no-picture")
    assert (told.code, len(told.err.splitlines())) == (0, 1)
    assert "its corpus has changed since" in told.err


def test_a_model_outside_its_run_is_compared_with_its_index(report: Call, text_file: Path) -> None:
    told = report(text_file, "-n", 2, "--seed", 1, "--length", 300, "--json", "--no-picture")
    assert told.code == 0
    assert "does not lie in the folder of its run" in told.err
    assert told.json["compared_with"]["what"] == "of the training part"
    assert told.json["copies"]["pieces"] is None
    assert {"character", "length of lines", "words that the corpus knows"} <= {
        f["feature"] for f in told.json["features"]
    }


def test_where_nothing_was_held_out_the_index_stands_in(report: Call, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "sea.txt").write_text("The sea is wide and the sea is deep.\n" * 30)
    options = CorpusOptions(valid_fraction=0.0, test_fraction=0.0)
    run = make_run(tmp_path / "run", tmp_path / "sea.txt", options)
    told = report(run, "-n", 2, "--seed", 1, "--length", 200, "--no-picture")
    assert (told.code, told.err) == (0, "nothing was held out of sea; compared with training pieces\n")


def test_files_can_be_named_to_compare_with(report: Call, music_run: Path, tunes: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    for seed in (0, 1):
        shutil.copy(tunes / f"tune-{seed:02}.mid", tmp_path / "other")
    (tmp_path / "other" / "bad.mid").write_bytes(b"not music")
    told = report(music_run, *FAST, "--no-picture", "--corpus", tmp_path / "other")
    assert told.code == 1
    assert told.err.startswith("seqgen: bad.mid: ")
    assert "beside 2 pieces from the files given" in told.out


@pytest.mark.parametrize(("name", "start"), [("bare.svg", b"<?xml"), ("bare.pdf", b"%PDF")])
def test_a_model_without_an_index_knows_no_copies_and_its_picture_is_written_as_its_name_says(
    report: Call, text_model: Model, tmp_path: Path, name: str, start: bytes
) -> None:
    write_model(tmp_path / "bare.safetensors", replace(text_model.file, index={}))
    (tmp_path / "sea.txt").write_text("The sea is deep.\n" * 40)
    words = ("-n", 2, "--length", 200, "--corpus", tmp_path / "sea.txt", "--out", name)
    told = report(tmp_path / "bare.safetensors", *words)
    assert (told.code, told.err) == (0, "")
    assert "copies: unknown, since the model was trained with --no-index" in told.out
    assert told.out.endswith(f"picture: {name}\n")
    assert (tmp_path / name).read_bytes().startswith(start)


def test_names_and_texts_that_look_like_formulas_are_drawn_as_they_are(report: Call, tmp_path: Path) -> None:
    pieces = [Piece("$x^2$ costs \\frac{1} $$ _ {\n\u4e2d " * 30, title="$price$")]
    write_model(tmp_path / "$odd_.safetensors", make_model(pieces, TextTokenizer.fit(pieces)).file)
    told = report(tmp_path / "$odd_.safetensors", "-n", 2, "--seed", 1, "--length", 200, "--quiet")
    assert (told.code, told.err) == (0, "")
    assert (tmp_path / "$odd_-report.png").is_file()


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--length", "0"), 2, "--length must lie between 1 and"),
        (("-n", "0"), 2, "the number of takes must lie between 1 and"),
        (("--seed", "-1"), 2, "the seed must lie between 0 and"),
        (("-t", "warm"), 2, "is not a temperature"),
        (("-t", "-1"), 2, "temperature must lie between"),
        (("--out", "picture.gif"), 2, "a picture's name ends in .png, .svg, .pdf"),
        (("--out", "gone/picture.png"), 2, "there is no such folder"),
        (("--out", "a.png", "--no-picture"), 2, "cannot be given with --no-picture"),
        (("--corpus", "gone"), 2, "there is no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    report: Call, music_run: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    told = report(music_run, *arguments)
    assert (told.code, told.out) == (code, "")
    assert len(told.err.splitlines()) == 1
    assert said in told.err


def test_without_corpus_and_index_files_are_asked_for(report: Call, text_model: Model, tmp_path: Path) -> None:
    write_model(tmp_path / "bare.safetensors", replace(text_model.file, index={}))
    told = report(tmp_path / "bare.safetensors")
    assert told.code == 1
    assert told.err.endswith("and the model has no index; name files to compare with by --corpus\n")


def test_the_command_imports_neither_torch_nor_qt_nor_a_way_to_open_windows(text_file: Path, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom seqgen import cli\n"
        f"cli.main(['report', {str(text_file)!r}, '-n', '2', '--chars', '100', '--out', {str(tmp_path / 'a.png')!r}])\n"
        "print([m for m in ('torch', 'PySide6', 'matplotlib.pyplot') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"
    code = "import sys\nfrom seqgen import cli\ncli.build_parser()\nprint('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
