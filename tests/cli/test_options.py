"""Options that are out of range, do nothing or contradict each other: one line, before anything is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from seqgen.cli import command as cli
from seqgen.model import Model
from seqgen.network.model_file import write_model

WHOLE = {
    "train": "epochs minutes dropout context-dropout head-dropout lr weight-decay clip valid-fraction test-fraction",
    "corpus": "valid-fraction test-fraction",
    "sample": "seconds temperature top-p min-p tempo",
    "report": "temperature top-p min-p",
    "adapt": "minutes strength",
}
"""Options that take a number with a fraction."""

COUNTS = {
    "train": "steps num-layers hidden-size embedding-size head-size interval-size members transpose batch-size "
    "sequence-length patience validate-every seed threads split-seed velocities",
    "corpus": "split-seed velocities",
    "sample": "seed events bars top-k max-copy polyphony",
    "report": "seed length top-k",
    "adapt": "passes transpose seed",
    "render": "sample-rate",
}

FLOATS = [
    (command, name, value) for command, names in WHOLE.items() for name in names.split() for value in ("inf", "nan")
]
INTEGERS = [
    (command, name, value) for command, names in COUNTS.items() for name in names.split() for value in (-1, 10**30)
]


@pytest.fixture(scope="module")
def model_and_tune(music_model: Model, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("words")
    write_model(folder / "m.safetensors", music_model.file)
    return [folder / "m.safetensors", music_model.sample(1, seed=1, bars=1)[0].save(folder / "tune.mid")]


@pytest.fixture
def words(model_and_tune: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The arguments that each command needs, in a folder with a model and a tune."""
    monkeypatch.chdir(tmp_path)
    for file in model_and_tune:
        shutil.copy(file, tmp_path)
    return {
        "train": ["tune.mid"],
        "corpus": ["tune.mid"],
        "sample": ["m.safetensors"],
        "report": ["m.safetensors"],
        "adapt": ["m.safetensors", "tune.mid"],
        "render": ["tune.mid"],
    }


def complaint(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Return the one line of bad use."""
    code, told = cli.main([str(argument) for argument in arguments]), capsys.readouterr()
    assert (code, told.out) == (2, ""), told.err
    assert len(told.err.splitlines()) == 1, told.err
    return told.err


@pytest.mark.parametrize(("command", "name", "value"), [*FLOATS, *INTEGERS])
def test_a_number_out_of_range_is_refused(
    command: str, name: str, value: object, words: dict[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert complaint(capsys, command, *words[command], f"--{name}={value}").startswith("seqgen: ")


@pytest.mark.parametrize(
    "arguments", [("train", ""), ("gui", ""), ("sample", "m", "--out="), ("report", "m", "--out", "")]
)
def test_an_empty_name_is_refused(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert "is empty; give a value, or leave it out" in complaint(capsys, *arguments)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("train --resume run tune.mid", "a resumed run keeps its corpus, so tune.mid cannot be given"),
        ("train --resume run --out other", "--resume and --out name two folders"),
        ("train --resume run --seed 2", "a resumed run keeps its settings, so --seed cannot be given"),
        ("train --resume run --size small", "so --size cannot be given"),
        ("train --resume run --valid-fraction 0.1", "so --valid-fraction cannot be given"),
        ("train --resume run --grid metric", "so --grid cannot be given"),
        ("train --resume run --no-index", "so --no-index cannot be given"),
        ("train --resume run --init-from m", "so --init-from cannot be given"),
        ("train tune.mid --corpus tune.mid", "--corpus tells --resume where the corpus of a run is now"),
        ("train tune.mid --init-from m --size small", "--init-from brings its own network, so --size cannot be given"),
        ("train tune.mid --rare 3", "--rare is an option for text, but this corpus is music"),
        ("corpus tune.mid --files --json", "--files cannot be given with it"),
        ("play --list-ports tune.mid", "--list-ports plays nothing"),
    ],
)
def test_what_would_do_nothing_is_refused(
    line: str, reason: str, words: dict[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert reason in complaint(capsys, *line.split())


@pytest.mark.parametrize("option", ["transpose", "interval-size", "context-dropout", "head-dropout"])
def test_what_does_nothing_for_text_is_refused(
    option: str, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "verse.txt").write_text("The sea is wide, the sea is deep.\n" * 20)
    value = "0.5" if "dropout" in option else "3"
    line = complaint(capsys, "train", tmp_path / "verse.txt", "--quiet", f"--{option}", value)
    assert line == f"seqgen: --{option} does nothing for this corpus of text; leave it out\n"
