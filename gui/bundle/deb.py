"""Make a Debian package of the bundle: `python gui/bundle/deb.py BUNDLE FOLDER` (see `make bundle`).

The program lies in /usr/lib/seqgen, and /usr/bin/seqgen leads there. A desktop entry, an icon and MIME types make the
window open MIDI, ABC and models; triggers of Debian's own packages register them.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from seqgen.cli.shortcut import COMMENT, MIDI_TYPES, desktop_entry
from seqgen.version import __version__

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "usr/lib/seqgen"
OWN_TYPES = {"text/vnd.abc": ("ABC tune", "*.abc"), "application/vnd.safetensors": ("Model weights", "*.safetensors")}
DEPENDS = (
    "libasound2", "libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libglib2.0-0", "libpulse0",
    "libwayland-cursor0", "libwayland-egl1", "libxcb-cursor0", "libxkbcommon-x11-0", "libxkbcommon0",
)  # fmt: skip

MIME = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
{types}
</mime-info>
"""
CONTROL = """Package: seqgen
Version: {version}
Architecture: {architecture}
Maintainer: The seqgen authors <seqgen@localhost>
Installed-Size: {kibibytes}
Depends: {depends}
Section: sound
Priority: optional
Description: {comment}
 Learns the style of MIDI or text with a recurrent network, in minutes on an
 ordinary computer, and writes new pieces in it, by a window and a command.
"""
COPYRIGHT = """seqgen is under the MIT licence:

{licence}
The bundle holds what seqgen is built on. Texts of their licences are in /{program}/_internal/licenses. Among them:

- Qt and PySide6: LGPL-3 (/usr/share/common-licenses/LGPL-3); their libraries are files of their own and can be replaced
- libsndfile: LGPL-2.1 (/usr/share/common-licenses/LGPL-2.1)
- abc2midi and midi2abc of abcMIDI, which are never run: GPL-2 (/usr/share/common-licenses/GPL-2)
- the SoundFont TimGM6mb by Tim Brechbill: GPL-2 (/usr/share/common-licenses/GPL-2)
"""


def main() -> None:
    """Make the package, and print its path."""
    bundle, folder = map(Path, sys.argv[1:3])
    tree = folder / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    fill(tree, bundle)
    architecture = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout
    write(tree / "DEBIAN" / "control", control(tree, architecture.strip()))
    package = folder / f"seqgen_{__version__}_{architecture.strip()}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zzstd", "-z10", "--build", str(tree), str(package)], check=True)
    shutil.rmtree(tree)
    print(package)


def fill(tree: Path, bundle: Path) -> None:
    """Lay out what the package installs."""
    # hard links: the bundle has most of a gigabyte
    shutil.copytree(bundle, tree / PROGRAM, symlinks=True, copy_function=os.link)
    command = tree / "usr/bin/seqgen"
    command.parent.mkdir(parents=True)
    command.symlink_to("../lib/seqgen/seqgen")
    entry = desktop_entry(["seqgen", "gui"], Path("seqgen"), types=[*MIDI_TYPES, *OWN_TYPES])
    write(tree / "usr/share/applications/seqgen.desktop", entry.decode())
    write(tree / "usr/share/mime/packages/seqgen.xml", mime_types())
    icon = tree / "usr/share/icons/hicolor/scalable/apps/seqgen.svg"
    icon.parent.mkdir(parents=True)
    shutil.copy(ROOT / "gui/icons/seqgen.svg", icon)
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    write(tree / "usr/share/doc/seqgen/copyright", COPYRIGHT.format(licence=licence, program=PROGRAM))


def mime_types() -> str:
    """Return the types that Debian does not know, as freedesktop.org's shared MIME database reads them."""
    lines = (
        f'  <mime-type type="{name}">\n    <comment>{comment}</comment>\n    <glob pattern="{ending}"/>\n  </mime-type>'
        for name, (comment, ending) in OWN_TYPES.items()
    )
    return MIME.format(types="\n".join(lines))


def control(tree: Path, architecture: str) -> str:
    """Return the control file; the bundle runs where the C library is no older than here."""
    size = sum(path.lstat().st_size for path in tree.rglob("*"))
    return CONTROL.format(
        version=__version__,
        architecture=architecture,
        kibibytes=-(-size // 1024),
        depends=", ".join((f"libc6 (>= {platform.libc_ver()[1]})", *DEPENDS)),
        comment=COMMENT,
    )


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
