"""The application of `seqgen gui`, around the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from gui.controls.drop_area import FilesPassEditors
from gui.controls.keyboard import KeyboardHabits
from gui.controls.plain_text import PlainText
from gui.display import display_needed
from gui.habits import Habits
from gui.icons import icon
from gui.reasons import in_words
from gui.studio import Studio
from gui.window import MainWindow
from seqgen.errors import printable
from seqgen.library.lock import LibraryLock

WARM_UP_MILLISECONDS = 200
ANOTHER_LANGUAGE = 90
"""Exit code of a window that is to be opened again, in another language."""
TRANSLATIONS = Path(__file__).parent / "translations"


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the parsed arguments of `seqgen-gui`."""
    parser = argparse.ArgumentParser(prog="seqgen-gui", description="The window of seqgen.", allow_abbrev=False)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a folder to learn from, or a model file")
    parser.add_argument("--library", type=Path, metavar="FOLDER", help="where runs and takes are kept")
    return parser.parse_args(arguments)


def make_application() -> QApplication:
    """Return the application, with the name under which settings are found. There must be none yet."""
    # draw at 125% or 150% as asked, not rounded to whole factors
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QGuiApplication.setDesktopFileName("seqgen")
    with display_needed():
        app = QApplication(["seqgen"])
    app.setApplicationName("seqgen")
    app.setApplicationDisplayName("seqgen")
    app.setOrganizationName("seqgen")
    app.setStyle("Fusion")
    install_habits(app)
    app.setWindowIcon(icon("create", "accent"))
    return app


def install_habits(app: QApplication) -> QObject:
    """Install and return the event filter that all windows share."""
    habits = Habits((KeyboardHabits(app), PlainText(app), FilesPassEditors(app)), app)
    app.installEventFilter(habits)
    return habits


def translate(app: QApplication, language: str) -> None:
    """Load the translation of a language, or of the system's language if there is one, in place of any other."""
    locale = QLocale.system() if language == "system" else QLocale(language)
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(locale)
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("seqgen", str(TRANSLATIONS)),
    ):
        translator = QTranslator(app)
        # English needs its plural forms too, whatever the system calls its language
        if translator.load(locale, name, "_", folder) or translator.load(f"{name}_en", folder):
            app.installTranslator(translator)


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, again in each language that is chosen in it, and return the exit code."""
    args = parse(sys.argv[1:] if argv is None else argv)
    app = make_application()
    code = open_window(app, args.library, args.files)
    while code == ANOTHER_LANGUAGE:
        code = open_window(app, args.library, ())
    return code


def open_window(app: QApplication, library: Path | None, files: Sequence[Path]) -> int:
    """Show the window until it is closed, and return the exit code of the application."""
    studio = Studio(app, library=library)
    translate(app, studio.settings.values.language)
    lock = LibraryLock(studio.library.folder)
    if not lock.take():
        refuse(app, studio.library.folder)
        studio.close()
        return 1
    window = MainWindow(studio)
    sys.excepthook = _Reporter(window)
    window.show()
    # what takes a moment is prepared once the window is shown
    QTimer.singleShot(WARM_UP_MILLISECONDS, window, studio.warm_up)
    if files:
        QTimer.singleShot(0, window, lambda: window.open_paths(files))
    window.language_chosen.connect(lambda: app.exit(ANOTHER_LANGUAGE))
    code = app.exec()
    if code == ANOTHER_LANGUAGE:
        window.leave()
        window.hide()
    studio.close()
    lock.free()
    if code == ANOTHER_LANGUAGE:
        # two themes and two windows would both answer to the system
        for each in (window, studio.theme, studio):
            each.deleteLater()
    return code


def refuse(app: QApplication, library: Path) -> None:
    """Say that another window has the library open, on stderr and in a dialog."""
    words = app.translate("App", "{folder} is open in another window of seqgen; go on there, or close it first.")
    said = words.format(folder=printable(library))
    print(f"seqgen: {said}", file=sys.stderr, flush=True)
    box = QMessageBox(QMessageBox.Icon.Information, "seqgen", said)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


class _Reporter:
    """An exception hook: show what escaped a slot in the window, and print it in full on stderr."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            self._window.tell(in_words(error))


if __name__ == "__main__":
    sys.exit(main())
