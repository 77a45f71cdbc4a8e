"""Make the pictures of the tutorial: a training on the bundled chorales, eight takes, and the four pages.

    python -m docs.pictures [--library FOLDER]

The library is made in a temporary folder if none is given; a given one is used again the next time.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QSize

from gui.app import make_application, translate
from gui.studio import PAGES
from gui.window import MainWindow
from tests.gui import screenshots

SIZE = QSize(1180, 760)
COLOURS = 256
RUN = next(iter(screenshots.RUNS))
PICTURES = Path(__file__).parent / "pictures"


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # what this computer knows of other runs is not for the pictures
        os.environ["XDG_DATA_HOME"] = folder
        make_pictures(Path(folder), args.library or Path(folder) / "library")


def make_pictures(folder: Path, library: Path) -> None:
    """Make a picture of each page of a library, which is filled where it is empty; `folder` takes the settings."""
    screenshots.train(library / "runs" / RUN, *screenshots.RUNS[RUN])
    app = make_application()
    translate(app, "en")
    screenshots.write_takes(app, folder, library, most=8)
    studio, window = screenshots.open_window(app, folder, library)
    studio.theme.choose("light")
    window.resize(SIZE)
    PICTURES.mkdir(exist_ok=True)
    for page in PAGES:
        window.go(page)
        screenshots.fill_page(page, window, library)
        save(window, PICTURES / f"{page}.png")
        print(PICTURES / f"{page}.png")
    screenshots.close_window(app, studio, window)


def save(window: MainWindow, path: Path) -> None:
    """Write the window as a PNG with few colours, which is a third of the size."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    picture = Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
