"""The window: a rail of four pages, the transport bar, menus and dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QMainWindow,
    QMenu,
    QMessageBox,
    QSizePolicy,
    QStyle,
    QToolButton,
    QWidget,
)

from gui import theme
from gui.controls.boxes import in_column, in_row, in_stack
from gui.controls.buttons import make_tool
from gui.controls.drop_area import DropVeil, local_paths
from gui.controls.notice import Notice
from gui.controls.shortcuts_dialog import ShortcutsDialog
from gui.corpora.page import CorporaPage
from gui.create.page import CreatePage
from gui.habits import put_off
from gui.inspect.page import InspectPage
from gui.library.library import CorpusChoice
from gui.library.model_list import is_model
from gui.manual import manual_page
from gui.playback.transport import Transport
from gui.playback.transport_controller import TransportController
from gui.shortcuts import bind, in_menu, with_keys
from gui.studio import PAGES, Studio
from gui.train.page import TrainPage
from seqgen.sound.soundfonts import SUFFIXES

SMALLEST = QSize(1000, 640)
USUAL = QSize(1360, 860)


class MainWindow(QMainWindow):
    """The main window. `open_paths` takes what was dropped on it or given on the command line."""

    language_chosen = Signal()
    """Emitted when the window is to be opened again, in another language."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        with put_off(), studio.theme.styled_together():
            self._make(studio)
        self.notice.raise_()
        self._connect()
        self._restore()

    def _make(self, studio: Studio) -> None:
        self.setWindowTitle("seqgen")
        self.setMinimumSize(SMALLEST)
        self.setAcceptDrops(True)
        self._middle = QWidget()
        self.notice = Notice(self._middle)
        self._veil = DropVeil(self._middle)
        self._veil.show_words(
            self.tr("Drop to learn from it"),
            self.tr("A folder or files become a corpus; a model or a SoundFont is used"),
        )
        self._veil.hide()
        # a page may emit a message while it is made
        studio.told.connect(self.tell)
        self._corpora, self._train, self._create = CorporaPage(studio), TrainPage(studio), CreatePage(studio)
        pages = (self._corpora, self._train, self._create, InspectPage(studio))
        self._pages: dict[str, QWidget] = dict(zip(PAGES, pages, strict=True))
        self._stack = in_stack(*pages)
        self.transport = Transport()
        self._transport_controller = TransportController(studio.player, self.transport, studio.settings, studio.library)
        self.rail = _Rail(self)
        self.rail.set_menu(self._make_menu())
        self._lay_out()

    def _lay_out(self) -> None:
        right = in_column((self._stack, 1), self.transport, margins=0, spacing=0)
        whole = in_row(self.rail, (right, 1), margins=0, spacing=0)
        self._middle.setLayout(whole)
        self.setCentralWidget(self._middle)

    def _connect(self) -> None:
        self.studio.page_wanted.connect(self.go)
        for wanted in (self.studio.train_wanted, self.studio.learn_wanted, self.studio.trial_wanted):
            wanted.connect(lambda *_: self.go("train"))
        self.studio.inspect_wanted.connect(lambda target: self.go("inspect"))
        self.studio.copy_less_wanted.connect(lambda model: self.go("create"))
        self.studio.player.problem.connect(self.tell)
        self.rail.chosen.buttonClicked.connect(lambda button: self.go(button.objectName()))
        bind(self, {name: partial(self.go, name) for name in PAGES})
        bind(
            self,
            {
                "play": self.studio.listening.toggle,
                "loop": self._transport_controller.switch_loop,
                "manual": self.open_manual,
                "keys": self.show_shortcuts,
                "quit": self.close,
            },
        )

    # -- pages --------------------------------------------------------------------------------------------------------

    def go(self, name: str) -> None:
        if name in self._pages:
            page = self._pages[name]
            visited = page.focusWidget() is not None
            self._stack.setCurrentWidget(page)
            self.rail.show_chosen(name)
            self.studio.listening.turn_to(name)
            focused = QApplication.focusWidget()
            # at the first visit Qt would focus a button, which the space bar would press
            if not visited or focused is None or not page.isAncestorOf(focused):
                page.setFocus(Qt.FocusReason.OtherFocusReason)
            self.studio.settings.change(page=name)

    @property
    def page(self) -> str:
        return next(name for name, page in self._pages.items() if page is self._stack.currentWidget())

    def tell(self, line: str) -> None:
        self.notice.tell(line)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Choose a model for the Create page, play with a SoundFont, or take anything else as a corpus."""
        fonts = [path for path in paths if path.suffix.lower() in SUFFIXES and path.is_file()]
        if fonts:
            self._transport_controller.take_font(str(fonts[0].absolute()))
            paths = [path for path in paths if path not in fonts]
        models = [path for path in paths if is_model(path)]
        if models:
            self.studio.model_wanted.emit(str(models[0].absolute()))
            self.go("create")
        files = [path for path in paths if path not in models]
        if not files:
            return
        self.go("corpora")
        if all(path.exists() for path in files):
            self._corpora.add_paths([str(path) for path in files])
        else:
            # a corpus given by name
            names = tuple(str(path.absolute()) if path.exists() else str(path) for path in files)
            self._corpora.open_choice(CorpusChoice(files[0].name, names))

    # -- the menu -----------------------------------------------------------------------------------------------------

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        themes = {"system": self.tr("As the system"), "dark": self.tr("Dark"), "light": self.tr("Light")}
        themes["contrast"] = self.tr("High contrast")
        self._add_choices(menu.addMenu(self.tr("Theme")), themes, self.studio.theme.wanted, self._choose_theme)
        languages = {"system": self.tr("As the system"), "en": "English", "es": "Español"}
        language = self.studio.settings.values.language
        self._add_choices(menu.addMenu(self.tr("Language")), languages, language, self._choose_language)
        menu.addSeparator()
        help_ = menu.addMenu(self.tr("Help"))
        help_.addAction(in_menu(self.tr("Manual"), "manual"), self.open_manual)
        help_.addAction(in_menu(self.tr("Keyboard and mouse"), "keys"), self.show_shortcuts)
        menu.addAction(self.tr("About seqgen"), self._show_about)
        return menu

    def _add_choices(self, menu: QMenu, choices: dict[str, str], chosen: str, act: object) -> None:
        group = QActionGroup(menu)
        for name, text in choices.items():
            action = QAction(text, group, checkable=True, checked=name == chosen)
            action.setData(name)
            menu.addAction(action)
        group.triggered.connect(act)

    def _choose_theme(self, action: QAction) -> None:
        self.studio.theme.choose(action.data())
        self.studio.settings.change(theme=action.data())

    def _choose_language(self, action: QAction) -> None:
        if action.data() == self.studio.settings.values.language:
            return
        self.studio.settings.change(language=action.data())
        self.language_chosen.emit()

    def open_manual(self) -> None:
        """Open the manual in the browser, at a place where there is one."""
        page = manual_page()
        if page is None:
            self.tell(self.tr("This installation has no manual. In seqgen's folder, make manual writes it."))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(page))):
            self.tell(self.tr("No browser could be opened; the manual is {file}").format(file=page))

    def show_shortcuts(self) -> None:
        dialog = ShortcutsDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show_about(self) -> None:
        from seqgen.version import __version__

        words = self.tr(
            "seqgen {version} learns the style of a folder of MIDI or text, and writes new sequences in it."
        )
        QMessageBox.about(self, self.tr("About seqgen"), words.format(version=__version__))

    # -- events -------------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Accept files wherever a page does not take them itself, except a take dragged out of this window."""
        if event.source() is None and local_paths(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._veil.setGeometry(self._middle.rect())
            self._veil.raise_()
            self._veil.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """A page that takes files itself has a veil of its own."""
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        self._veil.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.open_paths([Path(path) for path in local_paths(event.mimeData())])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.notice.place(self.transport.height())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask whether training goes on, and save the state of the window."""
        running = self._train.running()
        if running and not self._ask_about_training(running):
            event.ignore()
            return
        self.leave()
        event.accept()

    def leave(self) -> None:
        """Save the state of the window."""
        self._create.close_down()
        self._keep_place()
        self.studio.settings.save()

    def _ask_about_training(self, running: Sequence[str]) -> bool:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Training goes on"))
        # a name is the user's, and may look like HTML
        box.setTextFormat(Qt.TextFormat.PlainText)
        one = len(running) == 1
        words = self.tr("{runs} is still learning.") if one else self.tr("{runs} are still learning.")
        box.setText(words.format(runs=", ".join(running)))
        more = self.tr("It can go on without the window, or be paused and resumed later.")
        more_of_many = self.tr("They can go on without the window, or be paused and resumed later.")
        box.setInformativeText(more if one else more_of_many)
        go_on = box.addButton(self.tr("Keep training"), QMessageBox.ButtonRole.AcceptRole)
        pausing = self.tr("Pause it") if one else self.tr("Pause them")
        pause = box.addButton(pausing, QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Stay here"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(go_on)
        box.exec()
        if box.clickedButton() is pause:
            self._train.stop_all()
        return box.clickedButton() in (go_on, pause)

    def _restore(self) -> None:
        self._restore_place()
        self.go("create" if self._create.begin() else self.studio.settings.values.page)
        for problem in (self.studio.settings.problem(), self.studio.library.problem()):
            if problem:
                self.tell(problem)

    def _keep_place(self) -> None:
        # a window moves by its frame, which the place without it would shift at each start
        place = self.normalGeometry().translated(self.frameGeometry().topLeft() - self.geometry().topLeft())
        self.studio.settings.change(
            place=(place.x(), place.y(), place.width(), place.height()), maximized=self.isMaximized()
        )

    def _restore_place(self) -> None:
        """Restore place and size on a screen that is there, no larger than it."""
        kept = self.studio.settings.values
        place = QRect(*kept.place) if kept.place is not None else QRect(QPoint(), USUAL)
        screens = [screen.availableGeometry() for screen in QApplication.screens()]
        on = next((screen for screen in screens if screen.contains(place.center())), None)
        inside = on or screens[0]
        # the frame is not there yet, and its title needs room too
        title = QSize(0, self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight))
        self.resize(place.size().boundedTo(inside.size() - title))
        if kept.place is not None and on is not None:
            last = inside.bottomRight() - QPoint(self.width(), self.height() + title.height()) + QPoint(1, 1)
            self.move(max(inside.left(), min(place.left(), last.x())), max(inside.top(), min(place.top(), last.y())))
        if kept.maximized:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)


class _Rail(QFrame):
    """The four pages at the left, with the menu button below them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setFixedWidth(theme.RAIL_WIDTH)
        self.chosen = QButtonGroup(self)
        self._layout = in_column(on=self, margins=(theme.GAP, theme.WIDE, theme.GAP, theme.SPACE), spacing=theme.SPACE)
        words = {
            "corpora": (self.tr("Corpora"), self.tr("What there is to learn from")),
            "train": (self.tr("Train"), self.tr("Learn a corpus")),
            "create": (self.tr("Create"), self.tr("Write, listen, edit, export")),
            "inspect": (self.tr("Inspect"), self.tr("See what the network expects")),
        }
        for name in PAGES:
            text, tip = words[name]
            button = self._button(name, text, with_keys(tip, name))
            button.setCheckable(True)
            button.setObjectName(name)
            self.chosen.addButton(button)
        self._layout.addStretch(1)
        self.menu_button = self._button("settings", self.tr("Menu"), self.tr("Theme, language, help"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def set_menu(self, menu: QMenu) -> None:
        self.menu_button.setMenu(menu)

    def show_chosen(self, name: str) -> None:
        for button in self.chosen.buttons():
            button.setChecked(button.objectName() == name)

    def _button(self, picture: str, text: str, tip: str) -> QToolButton:
        button = make_tool(picture, tip, name=text, size=24, kind="rail")
        button.setText(text)
        button.setAccessibleDescription(tip)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._layout.addWidget(button)
        return button
