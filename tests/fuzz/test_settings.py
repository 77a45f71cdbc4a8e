"""Mutated settings: every value is of its type, and no window fails to open because of one."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import json
import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from gui.create.page import CreatePage
from gui.library.settings import TYPES, Settings, Values
from gui.studio import PAGES, Studio
from gui.window import MainWindow
from tests.support.mutations import ODD, TIMES, as_json, with_odd_values, with_other_bytes

FILES, WINDOWS = 800 * TIMES, 4 * TIMES
WHOLE = Values(
    page="create", place=(5, 5, 1100, 700), soundfonts=("/a.sf2", "/b.sf3"), corpus=("folk",), split=(300, 200),
    settings={"temperature": 0.8, "instruments": ["Flute"], "temperatures": {"pitch": 1.1}, "bars": 4}, read=("essen",),
    model="/m.safetensors", run="/runs/one", take="one 0001", beginning="Once\nupon", inspected_model="/m.safetensors",
)  # fmt: skip
HELD = json.loads(json.dumps(asdict(WHOLE)))
MORE_ODD: tuple[Any, ...] = (
    -1, "<b>&amp;", "%s{}", [1, 2, 3, 4],
    {"bars": "x", "low": None, "temperatures": {"pitch": [], "x": float("nan")}, "instruments": [1, "a"]},
)  # fmt: skip


def of_other_values(random_: random.Random) -> bytes:
    """The whole file with values exchanged for odd ones or for one another's."""
    return as_json(with_odd_values(HELD, random_, most=len(HELD), odd=(*ODD, *MORE_ODD)))


def of_other_bytes(random_: random.Random) -> bytes:
    """The whole file with some bytes changed, left out, doubled or cut off."""
    return with_other_bytes(json.dumps(HELD).encode(), random_, most=8)


def test_every_value_of_a_mutated_file_is_of_its_type(tmp_path: Path) -> None:
    random_, file = random.Random(13), tmp_path / "settings.json"
    for number in range(FILES):
        file.write_bytes((of_other_values, of_other_bytes)[number % 2](random_))
        settings = Settings(file)
        # not `asdict`, which Python 3.13 does not let go as deep as JSON may be nested
        for name, value in vars(settings.values).items():
            assert msgspec.convert(value, TYPES[name]) == value, (number, name)
        assert settings.problem() == "" or str(file) in settings.problem()


def test_a_window_opens_with_any_settings(qapp: QApplication, cache: Path, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    random_, file = random.Random(31), tmp_path / "settings.json"
    for _ in range(WINDOWS):
        file.write_bytes(of_other_values(random_))
        studio = Studio(qapp, library=tmp_path / "library", settings=file)
        window = MainWindow(studio)
        window.show()
        for page in PAGES:
            window.go(page)
            qapp.processEvents()
        assert window.minimumSize().width() <= window.width() <= 1 << 14
        create = window.findChild(CreatePage)
        assert isinstance(create, CreatePage)
        create.close_down()
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        studio.close()
        studio.theme.deleteLater()
