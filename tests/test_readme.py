"""Commands and Python blocks of README.md and the documentation run on a small corpus."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from seqgen.cli import build_parser, main
from seqgen.cli.command import COMMANDS
from seqgen.cli.takes import ACTIONS
from seqgen.model import Model
from seqgen.network.model_file import write_model
from tests.support.small_models import hand_played, write_pieces
from tests.support.sung import write_sung

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted(path for path in (ROOT / "docs").rglob("*.md") if path.name != "kind.md")]
LONG = {"gui", "play", "report", "takes", "train"}
"""Commands that are only parsed: they need a screen, a MIDI port, takes of the window, or minutes."""
OPTION = r"(?<![\w-])--[a-z][a-z-]+"
OTHERS = {"--no-deps", "--follow", "--index-url", "--pip-args", "--run-module", "--torch-backend"}
"""Options of pip, pipx, uv and git, and that of the bundle for its children."""
OF_SCRIPTS = {
    "--data",
    "--rows",
    "--seeds",
    "--silent",
    "--share",
    "--model",
    "--cores",
    "--files",
    "--kills",
    "--seed",
}
OF_SCRIPTS |= {"--takes", "--open", "--long", "--sample"}
"""Options of the scripts in `tests/`."""


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)


def commands(page: Path) -> Iterator[list[str]]:
    """Yield the `seqgen` command lines of the blocks of a page, fenced or indented, as words."""
    lines = page.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    for line in lines:
        if line.strip().startswith("seqgen ") and (line.startswith("    ") or page.name != "README.md"):
            yield shlex.split(line, comments=True)[1:]


@pytest.fixture(scope="module")
def known_options() -> set[str]:
    """Options that the help of the program and of its commands shows."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        for words in ([], *([name] for name in COMMANDS), *(["takes", name] for name in ACTIONS)):
            with pytest.raises(SystemExit):
                main([*words, "--help"])
    return set(re.findall(OPTION, said.getvalue()))


@pytest.fixture
def folder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    cache: Path,
    small_folder: Path,
    music_model: Model,
    text_model: Model,
    groove_model: Model,
    question_model: Model,
    series_model: Model,
    series_file: Path,
) -> Path:
    """A folder with the corpora, files and runs that the pages speak of; it is the current one."""
    shutil.copytree(small_folder, tmp_path / "my-tunes")
    shutil.copytree(small_folder, tmp_path / "new-songs")
    for name in ("idea.mid", "song.mid"):
        shutil.copy(small_folder / "piece-00.mid", tmp_path / name)
    (tmp_path / "new-questions").mkdir()
    (tmp_path / "new-questions" / "where.txt").write_text("where is she?")
    write_sung(tmp_path / "hum.wav")
    shutil.copy(series_file, tmp_path / "load.csv")
    (tmp_path / "verse.txt").write_text("The sea is wide, the sea is deep.\n" * 8)
    write_pieces([hand_played(0, bars=1)], tmp_path / "beat.mid")
    for name, model in (
        ("my-tunes", music_model),
        ("my-writing", text_model),
        ("my-grooves", groove_model),
        ("my-questions", question_model),
        ("drums", groove_model),
        ("load", series_model),
    ):
        (tmp_path / "runs" / name).mkdir(parents=True)
        write_model(tmp_path / "runs" / name / "model.safetensors", model.file)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_run(page: Path, folder: Path) -> None:
    parser = build_parser()
    for words in commands(page):
        parser.parse_args(words)
        if words[0] not in LONG and not {"--port", "--soundfont"} & set(words):
            assert main([*words, "--quiet"] if words[0] not in ("info",) else words) == 0, shlex.join(words)


PYTHON = [(page, number) for page in PAGES for number in range(len(blocks(page, "python")))]


@pytest.mark.parametrize(
    ("page", "number"), PYTHON, ids=lambda value: named(value) if isinstance(value, Path) else None
)
def test_python_runs(page: Path, number: int, folder: Path) -> None:
    block = blocks(page, "python")[number].replace("minutes=10", "minutes=0.02")
    exec(compile(block, f"{named(page)}, block {number + 1}", "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=named)
def test_options_make_targets_and_files_exist(page: Path, known_options: set[str]) -> None:
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(OPTION, text)) <= known_options | OTHERS | OF_SCRIPTS
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^    make (\w+)|`make (\w+)`", text, re.M):
        assert f"\n{''.join(target)}:" in targets
    for path in re.findall(r"\b(?:tests|docs|examples|seqgen|gui)/[\w./-]+\.(?:py|md)\b", text):
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("house", ["seqgen", "gui"])
def test_the_architecture_page_shows_every_folder(house: str) -> None:
    tree = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split(f"\n{house}/\n")[1].split("\n\n")[0]
    kinds = {"music", "text", "series"} if house == "seqgen" else set()
    shown = set(re.findall(r"(\w+)/", tree)) - kinds
    assert shown == {path.parent.name for path in (ROOT / house).glob("*/*.py")}
