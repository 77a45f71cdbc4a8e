"""The public names of seqgen, and the package as it is installed."""

from __future__ import annotations

import os
import pydoc
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import seqgen
from seqgen.corpus.named import BUNDLED
from seqgen.model import Model
from seqgen.network.model_file import write_model
from tests.support.quick_training import TINY

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[1]

FIRST_USE = """
import sys
import gui.app, seqgen.cli
print(gui.app.__file__, seqgen.cli.__file__)
for words in (sys.argv[1:], ["sample", "folk", "--bars", "2", "--seed", "1", "--quiet"]):
    assert seqgen.cli.main(words) == 0
"""
"""A program that says where both packages lie, trains as its arguments say and samples from that."""


def run(*words: object, folder: Path, **environment: str) -> str:
    command = [sys.executable, *map(str, words)]
    env = {**os.environ, "PYTHONSAFEPATH": "1", **environment}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_public_names_are_these() -> None:
    assert set(seqgen.__all__) == {
        "Corpus",
        "CorpusOptions",
        "Model",
        "ModelConfig",
        "Run",
        "SamplingConfig",
        "SeqgenError",
        "Take",
        "TrainConfig",
        "__version__",
        "classify",
        "hear",
        "learn",
        "load",
        "load_corpus",
        "preset",
        "train",
    }
    assert all(hasattr(seqgen, name) for name in seqgen.__all__)


def test_help_shows_them() -> None:
    told = pydoc.render_doc(seqgen, renderer=pydoc.plaintext)
    for words in ("class Model", "class Take", "load(model", "train("):
        assert words in told


def test_importing_it_imports_neither_numpy_nor_torch(tmp_path: Path) -> None:
    program = "import sys, seqgen; print([name for name in ('numpy', 'torch') if name in sys.modules])"
    assert run("-c", program, folder=tmp_path, PYTHONPATH=str(ROOT)) == "[]\n"


def test_a_model_and_a_take_are_one_line(music_model: Model) -> None:
    (take,) = music_model.sample(1, seed=3, bars=2)
    for words in (repr(music_model), repr(take)):
        assert "\n" not in words
        assert len(words) < 120
    assert "seed 3" in repr(take)
    assert "bits a note" in repr(music_model)


def test_the_wheel_holds_all_that_is_needed_to_learn_and_sample(tmp_path: Path, music_model: Model) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("seqgen", "gui", "corpora"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.safetensors"))
    write_model(source / "corpora" / "starters" / "drums.safetensors", music_model.file)
    # what pip asks of setuptools, without pip, which takes as long again
    run("-c", "from setuptools import build_meta; build_meta.build_wheel('..')", folder=source)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    # a wheel of Python alone is installed by unpacking it
    zipfile.ZipFile(wheel).extractall(installed)

    paths = {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    home = run("-c", FIRST_USE, "train", "folk", "--steps", "4", *TINY, "--quiet", folder=tmp_path, **paths)
    assert home.count(str(installed)) == 2
    assert (tmp_path / "folk-1.mid").stat().st_size > 100
    run("-m", "seqgen", "sample", "drums", "--bars", "2", "--seed", "1", "--quiet", folder=tmp_path, **paths)
    assert (tmp_path / "drums-1.mid").stat().st_size > 100
    assert all(any((installed / "seqgen_corpora" / name).rglob("*.*")) for name in BUNDLED)
    assert {path.name for path in (installed / "seqgen").glob("*")} >= {"py.typed", "__init__.pyi"}
