"""A name that is no model: the error says what there is, and how to come to a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqgen.errors import UsageError
from seqgen.runs.run import MODEL, MOST_SHOWN, find_model


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def trained(*names: str) -> None:
    for name in names:
        (Path("runs") / name).mkdir(parents=True)
        (Path("runs") / name / MODEL).write_bytes(b"")


def test_a_corpus_without_a_model_is_named_as_one() -> None:
    with pytest.raises(UsageError, match=r"folk: this is a corpus without a model; .*: seqgen train folk$"):
        find_model("folk")


def test_a_run_named_like_a_corpus_is_found() -> None:
    trained("folk")
    assert find_model("folk") == Path("runs") / "folk" / MODEL


def test_a_folder_of_files_can_be_trained_on() -> None:
    Path("tunes").mkdir()
    with pytest.raises(UsageError, match=r"tunes: this folder holds no model; .*: seqgen train tunes$"):
        find_model("tunes")


def test_models_that_there_are_are_listed() -> None:
    trained(*(f"run-{number}" for number in range(MOST_SHOWN + 1)))
    with pytest.raises(UsageError, match=r"jazz: there is no such model; in the folder runs there are: run-\d") as told:
        find_model("jazz")
    assert str(told.value).count("run-") == MOST_SHOWN


def test_an_unknown_name_where_nothing_was_trained() -> None:
    with pytest.raises(UsageError, match=r"jazz: there is no such model; give a run's name"):
        find_model("jazz")


def test_a_starter_is_found_by_its_name_and_a_run_of_that_name_comes_first(starter: Path) -> None:
    assert find_model("drums") == starter
    # a folder without a model is no model
    Path("drums").mkdir()
    assert find_model("drums") == starter
    trained("drums")
    assert find_model("drums") == Path("runs") / "drums" / MODEL


@pytest.mark.parametrize("name", ["folk", "jazz"])
@pytest.mark.parametrize("runs", [(), ("mine",)])
def test_starters_are_named_where_a_name_is_no_model(name: str, runs: tuple[str, ...], starter: Path) -> None:
    trained(*runs)
    with pytest.raises(
        UsageError, match=rf"^{name}: .* seqgen: drums$|^jazz: .* runs there are: mine; .* come: drums$"
    ):
        find_model(name)
