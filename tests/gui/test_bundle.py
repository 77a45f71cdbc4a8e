"""The bundle: what PyInstaller is told to put in it, and the Debian package's own files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

if sys.version_info < (3, 11):
    pytest.skip("the bundle is built with Python 3.11 or later", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "gui" / "bundle"
TEMPLATES = ROOT / "gui" / "translations"
"""Its modules write what translators read; `make translations` alone runs them."""
NOT_READ = {".py", ".pyc", ".ts"}
"""Code, and what translations are made from."""

LEFT_OUT = """
import importlib, sys
sys.path.insert(0, {folder!r})
import contents

class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if any(name == each or name.startswith(each + ".") for each in contents.EXCLUDED):
            raise ModuleNotFoundError(f"{{name}} is left out", name=name)

# torch takes as long as all else
names = [name for name in contents.modules() if not name.startswith("seqgen.training") and "__main__" not in name]
sys.meta_path.insert(0, LeftOut())
for name in names:
    importlib.import_module(name)
print("all imported")
"""


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    import contents  # type: ignore[import-not-found]  # beside the specification, in no package

    return contents


def test_every_module_and_every_file_that_the_packages_read_is_in_it(contents: ModuleType) -> None:
    modules, places = set(contents.modules()), {Path(file): place for file, place in contents.files()}
    for package in ("seqgen", "gui"):
        for file in (ROOT / package).rglob("*"):
            if not file.is_file() or {FOLDER, TEMPLATES} & {*file.parents}:
                continue
            if file.suffix == ".py" and (file.parent / "__init__.py").exists():
                parts = file.relative_to(ROOT).with_suffix("").parts
                assert ".".join(parts[:-1] if parts[-1] == "__init__" else parts) in modules
            elif file.suffix not in NOT_READ:
                assert places[file] == file.parent.relative_to(ROOT).as_posix()
    assert places[TEMPLATES / "seqgen_es.qm"] == "gui/translations"
    assert places[ROOT / "corpora/folk/list_tunes.py"] == "corpora/folk"


def test_nothing_is_left_out_that_is_imported() -> None:
    code = LEFT_OUT.format(folder=str(FOLDER))
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert told.stdout == "all imported\n", told.stderr


def test_the_debian_package_says_which_files_the_window_opens() -> None:
    code = "import deb; print(deb.mime_types())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER)
    names = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    types = ElementTree.fromstring(told.stdout.encode()).findall("m:mime-type", names)
    globs = {each.get("type"): each.find("m:glob", names) for each in types}
    assert {name: found.get("pattern") for name, found in globs.items() if found is not None} == {
        "text/vnd.abc": "*.abc",
        "application/vnd.safetensors": "*.safetensors",
    }
