"""SoundFonts that the system has: those of its packages, of MuseScore, and in the user's folders."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from seqgen.user_folders import home_folder

SUFFIXES = (".sf2", ".sf3")
MOST = 30
"""Most fonts that are listed."""


def font_folders() -> list[Path]:
    """Return the folders in which packages and programs of this system keep SoundFonts."""
    home = home_folder()
    if sys.platform == "win32":
        programs = [Path(os.environ[name]) for name in ("ProgramFiles", "ProgramFiles(x86)") if name in os.environ]
        return [*(folder / f"MuseScore {n}" / "sound" for folder in programs for n in (4, 3)), home / "SoundFonts"]
    if sys.platform == "darwin":
        bundles = [Path(f"/Applications/MuseScore {n}.app/Contents/Resources/sound") for n in (4, 3)]
        return [home / "Library/Audio/Sounds/Banks", Path("/Library/Audio/Sounds/Banks"), *bundles]
    shared = [Path("/usr/share"), Path("/usr/local/share"), home / ".local/share"]
    places = ("sounds/sf2", "sounds/sf3", "soundfonts", "mscore-3.2/sound", "mscore4portable/sound")
    return [*(folder / place for folder in shared for place in places), home / "SoundFonts"]


def system_soundfonts(folders: Sequence[Path] | None = None) -> list[Path]:
    """Return the SoundFonts in some folders, by default `font_folders`, sorted by name. A file that has several names,
    as Debian's `default-GM.sf2`, is listed once, by its own."""
    found: dict[Path, None] = {}
    for folder in font_folders() if folders is None else folders:
        try:
            files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
            found |= {path.resolve(): None for path in files if path.is_file()}
        except OSError:
            continue
    return sorted(found, key=lambda path: path.name.lower())[:MOST]
