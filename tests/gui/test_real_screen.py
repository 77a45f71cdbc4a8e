"""The window on a real X server, with a window manager, a pointer and keys: what the offscreen platform cannot show."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

NEEDED = ("Xvfb", "openbox", "xdotool")


@pytest.fixture
def display() -> Iterator[str]:
    """An X server with a window manager; gives the name of its display."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed; see tests/system-packages.sh")
    reading, writing = os.pipe()
    options = ["-displayfd", str(writing), "-screen", "0", "1400x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(["Xvfb", *options], pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        name = f":{told.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": name}, stderr=subprocess.DEVNULL)
    yield name
    for child in (manager, server):
        child.terminate()
        child.wait()


def test_a_first_hour_at_a_real_screen(display: str, cache: Path, tiny_music_model: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    command = [sys.executable, "-m", "tests.support.screen_session", str(tmp_path), str(tiny_music_model)]
    session = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert session.stdout.splitlines()[-1:] == ["all is well"], session.stdout + session.stderr[-3000:]
    assert session.returncode == 0
    assert "Traceback" not in session.stderr
