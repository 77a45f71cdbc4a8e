"""Colours, spacing and type sizes of the window: the only module that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui.habits import put_off

# lengths in device-independent pixels; Qt scales them
TIGHT: Final = 4
GAP: Final = 8
SPACE: Final = 12
WIDE: Final = 20
RADIUS: Final = 8
CONTROL_HEIGHT: Final = 30
RAIL_WIDTH: Final = 72
LIST_WIDTH: Final = 264
PANEL_WIDTH: Final = 272
TRANSPORT_HEIGHT: Final = 64
LIST_MARGINS: Final = (GAP, SPACE, GAP, GAP)

# type sizes in points
SMALL: Final = 8.5
NORMAL: Final = 10.0
STRONG: Final = 11.0
TITLE: Final = 14.0
FIGURE: Final = 16.0


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Return a colour between two: `share` 0 is the first, 1 the second."""
    pairs = zip(one.getRgbF(), other.getRgbF(), strict=True)  # type: ignore[call-overload]  # without arguments
    return QColor.fromRgbF(*(low + (high - low) * share for low, high in pairs))


@dataclass(frozen=True)
class Colours:
    """One theme. Text colours keep a contrast of 4.5 or more on `ground`, `panel`, `card` and `raised`."""

    ground: str
    panel: str
    card: str
    raised: str
    hover: str
    line: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    warning: str
    warning_soft: str
    star: str
    white_key: str
    black_key: str
    beat: str
    bar: str
    playhead: str
    cool: str
    warm: str
    tracks: tuple[str, ...]

    def heat(self, strength: float) -> QColor:
        """Return the colour of an activity from -1 (`cool`, a blue) over 0 (`card`) to 1 (`warm`, an orange), a scale
        that colour-blind people can read.
        """
        return mixed(self.colour("card"), self.colour("warm" if strength >= 0 else "cool"), min(1.0, abs(strength)))

    def surprise(self, share: float) -> QColor:
        """Return the colour of surprise from 0, as expected, to 1: in texts, rolls and lanes the same `warm`, which is
        that of strong activity, too; `warning` is for what is wrong."""
        return self.heat(max(0.0, share))

    def colour(self, name: str) -> QColor:
        return QColor(getattr(self, name))

    def track(self, number: int) -> QColor:
        """Return the colour of a track; colours repeat."""
        return QColor(self.tracks[number % len(self.tracks)])


DARK = Colours(
    ground="#16171b",
    panel="#1b1d23",
    card="#1f2128",
    raised="#282b34",
    hover="#31353f",
    line="#343843",
    text="#e9eaed",
    muted="#9aa0ab",
    accent="#7cc4a4",
    accent_hover="#93d4b7",
    on_accent="#0e2119",
    accent_soft="#22332d",
    warning="#ec9275",
    warning_soft="#3a2722",
    star="#e8b868",
    white_key="#d9dbe0",
    black_key="#101114",
    beat="#22242b",
    bar="#383c47",
    playhead="#ffffff",
    cool="#4f9fe8",
    warm="#f0923a",
    tracks=("#7cc4a4", "#6aa5d8", "#e0ae6c", "#b48bd6", "#d98aa8", "#62bfc4", "#c9c06a", "#a3a9b8"),
)
LIGHT = Colours(
    ground="#fbfbf9",
    panel="#f2f2ef",
    card="#ffffff",
    raised="#e9e9e5",
    hover="#dfdfda",
    line="#d2d2cc",
    text="#1d2025",
    muted="#585e68",
    accent="#24694e",
    accent_hover="#1b563f",
    on_accent="#ffffff",
    accent_soft="#dcece4",
    warning="#a5401c",
    warning_soft="#f9e3da",
    star="#845500",
    white_key="#ffffff",
    black_key="#3b3e45",
    beat="#ecece8",
    bar="#cfcfc9",
    playhead="#1d2025",
    cool="#2166ac",
    warm="#c2560c",
    tracks=("#2e8a67", "#2f74b5", "#b3751c", "#8450b0", "#b8486f", "#1f8b91", "#85791a", "#666d7c"),
)
# for eyes that need it: text keeps a contrast of 7 or more (WCAG 2.1, AAA), and every edge is a white line
CONTRAST = replace(
    DARK, ground="#000000", panel="#000000", card="#000000", raised="#1a1a1a", hover="#2e2e2e", line="#ffffff",
    text="#ffffff", muted="#e6e6e6", accent="#ffe14d", accent_hover="#fff0a0", on_accent="#000000",
    accent_soft="#2b2600", warning="#ffb19a", warning_soft="#331208", star="#ffd37a", beat="#333333", bar="#9a9a9a",
)  # fmt: skip

_applied: Colours = DARK


def colours() -> Colours:
    """Return the current colours. They change with a `PaletteChange` event of every widget."""
    return _applied


def font(points: float = NORMAL, *, bold: bool = False) -> QFont:
    """Return the interface's font in one of the sizes above."""
    chosen = QFont(QGuiApplication.font())
    chosen.setPointSizeF(points)
    chosen.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return chosen


class Theme(QObject):
    """Applies the dark or the light theme, the system's or the chosen one, or that of high contrast."""

    NAMES = ("system", "dark", "light", "contrast")

    def __init__(self, app: QApplication, wanted: str = "system") -> None:
        super().__init__(app)
        self._app, self.wanted, self._styling = app, "system", True
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self.choose(wanted)

    def choose(self, wanted: str) -> None:
        """Follow the system, or keep one theme. An unknown name follows the system."""
        self.wanted = wanted if wanted in self.NAMES else "system"
        dark = Qt.ColorScheme.Dark
        schemes = {"dark": dark, "light": Qt.ColorScheme.Light, "contrast": dark}
        hints = self._app.styleHints()
        if self.wanted == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(schemes[self.wanted])
        self._follow()

    def _follow(self) -> None:
        global _applied
        scheme = self._app.styleHints().colorScheme()
        light = self.wanted == "light" or (self.wanted == "system" and scheme == Qt.ColorScheme.Light)
        _applied = CONTRAST if self.wanted == "contrast" else LIGHT if light else DARK
        with put_off():
            self._app.setPalette(palette(_applied))
        self._style()

    @contextmanager
    def styled_together(self) -> Iterator[None]:
        """Style the widgets that are made within at the end. A widget that is put into another one is styled once more,
        with all that it holds: window and pages take 0.37 s one by one, 0.17 s together. Where another window is shown
        already, it would be seen without its style, so that nothing is put off."""
        if any(widget.isVisible() for widget in self._app.topLevelWidgets()):
            yield
            return
        self._styling = False
        remove_style_sheet(self._app)
        try:
            yield
        finally:
            self._styling = True
            self._style()

    def _style(self) -> None:
        sheet = style_sheet(_applied)
        # styling every widget anew takes most of a second
        if self._styling and sheet != self._app.styleSheet():
            with put_off():
                self._app.setStyleSheet(sheet)


def remove_style_sheet(app: QApplication) -> None:
    """Take the style sheet of an application away.

    Qt leaves its mark on widgets that asked for their style before they were polished. It then takes them for widgets
    whose end it will be told of, is not, and styles what was deleted: the next change of the style sheet was a
    segmentation fault (Qt 6.11).
    """
    app.setStyleSheet("")
    for widget in app.allWidgets():
        if not widget.styleSheet():
            widget.setAttribute(Qt.WidgetAttribute.WA_StyleSheet, False)


def palette(c: Colours) -> QPalette:
    """Return Qt's palette of a theme, for everything that no style sheet reaches."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: c.ground,
        QPalette.ColorRole.Base: c.card,
        QPalette.ColorRole.AlternateBase: c.panel,
        QPalette.ColorRole.Button: c.raised,
        QPalette.ColorRole.WindowText: c.text,
        QPalette.ColorRole.Text: c.text,
        QPalette.ColorRole.ButtonText: c.text,
        QPalette.ColorRole.PlaceholderText: c.muted,
        QPalette.ColorRole.ToolTipBase: c.raised,
        QPalette.ColorRole.ToolTipText: c.text,
        QPalette.ColorRole.Highlight: c.accent,
        QPalette.ColorRole.HighlightedText: c.on_accent,
        QPalette.ColorRole.Accent: c.accent,
        QPalette.ColorRole.Link: c.accent,
        QPalette.ColorRole.Mid: c.line,
    }
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        faint = QColor(c.muted)
        faint.setAlpha(140)
        result.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return result


def style_sheet(c: Colours) -> str:
    """Return the style sheet of a theme.

    Dynamic properties choose variants: `role` of a label (`title`, `heading`, `muted`, `small`, `figure`, `section`,
    `warning`), `kind` of a button (`primary`, `quiet`, `fold`, `slim`, `rail`) and of a frame (`card`, `panel`,
    `transport`).
    """
    values = {field.name: getattr(c, field.name) for field in fields(c) if field.name != "tracks"}
    values |= {"radius": RADIUS, "small_radius": RADIUS - 2, "height": CONTROL_HEIGHT, "gap": GAP, "tight": TIGHT}
    values |= {"small": SMALL, "normal": NORMAL, "strong": STRONG, "title": TITLE, "figure": FIGURE}
    # a style sheet takes its pictures from files, and cannot colour them
    values |= {"icons": (Path(__file__).parent / "icons").as_posix(), "name": "light" if c is LIGHT else "dark"}
    sheet = _SHEET
    for name, value in values.items():
        sheet = sheet.replace(f"@{name}@", str(value))
    return sheet


_SHEET = """
* { font-size: @normal@pt; }
QMainWindow, QDialog { background: @ground@; }
QToolTip { background: @raised@; color: @text@; border: 1px solid @line@; padding: 4px 6px; }
QLabel { background: transparent; color: @text@; }
QLabel[role="title"] { font-size: @title@pt; font-weight: 600; }
QLabel[role="heading"] { font-size: @strong@pt; font-weight: 600; }
QLabel[role="figure"] { font-size: @figure@pt; font-weight: 600; }
QLabel[role="section"] { font-size: @small@pt; font-weight: 600; color: @muted@; }
QLabel[role="muted"] { color: @muted@; }
QLabel[role="small"] { font-size: @small@pt; color: @muted@; }
QLabel[role="accent"] { color: @accent@; }
QLabel[role="warning"] { color: @warning@; }
QLabel[role="good"] { background: @accent_soft@; color: @accent@; border-radius: @radius@px; }
QLabel[role="bad"] { background: @warning_soft@; color: @warning@; border-radius: @radius@px; }
QLabel:disabled { color: @muted@; }

QFrame[kind="panel"] { background: @panel@; border: none; }
QFrame[kind="card"] { background: @card@; border: 1px solid @card@; border-radius: @radius@px; }
QFrame[kind="transport"] { background: @raised@; border: none; border-top: 1px solid @line@; }
QFrame[kind="notice"] { background: @raised@; border: 1px solid @line@; border-radius: @radius@px; }
QFrame[kind="rule"] { background: @line@; border: none; }

QPushButton, QToolButton, QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit {
  background: @raised@; color: @text@; border: 1px solid @line@; border-radius: @small_radius@px;
  min-height: 26px; padding: 1px 10px; }
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: @muted@; }
/* the signs in a field are tool buttons, too */
QLineEdit QToolButton { background: transparent; border: none; min-height: 0; padding: 0; }
QLineEdit QToolButton:hover { background: transparent; }
QPushButton:hover, QToolButton:hover, QComboBox:hover { background: @hover@; }
QPushButton:focus, QToolButton:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QLineEdit:focus,
QPlainTextEdit:focus, QAbstractItemView:focus, QTableView:focus { border: 1px solid @accent@; }
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled, QSpinBox:disabled, QLineEdit:disabled {
  color: @muted@; background: @card@; border-color: @card@; }
QPushButton[kind="primary"] { background: @accent@; color: @on_accent@; border-color: @accent@; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accent_hover@; }
QPushButton[kind="primary"]:focus { border: 2px solid @text@; }
QPushButton[kind="primary"]:disabled { background: @raised@; color: @muted@; border-color: @raised@; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] { background: transparent; border: 1px solid transparent; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { background: @hover@; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border: 1px solid @accent@; }
QPushButton:checked, QToolButton:checked { background: @accent_soft@; border-color: @accent@; color: @accent@; }
QPushButton[tight="true"] { padding: 1px 6px; }
QPushButton[kind="fold"], QPushButton[kind="fold"]:checked {
  background: transparent; border: 1px solid transparent; color: @text@; text-align: left; padding: 1px 2px; }
QPushButton[kind="fold"]:hover { background: @hover@; }
QPushButton[kind="fold"]:focus { border: 1px solid @accent@; }
QToolButton[kind="letter"] { padding: 0; min-height: 18px; font-size: @small@pt; }
QComboBox[kind="slim"], QToolButton[kind="slim"] { min-height: 20px; padding-top: 0; padding-bottom: 0; }
QToolButton[kind="slim"] { padding-left: 5px; padding-right: 5px; min-width: 16px; }
QToolButton[kind="rail"] { background: transparent; border: 1px solid transparent; border-radius: @radius@px;
  color: @muted@; font-size: @small@pt; min-width: 54px; min-height: 54px; padding: 4px 0 4px 0; }
QToolButton[kind="rail"]:hover { background: @raised@; }
QToolButton[kind="rail"]:checked { background: @raised@; color: @text@; border-left: 3px solid @accent@; }
QToolButton[kind="rail"]:focus { border: 1px solid @accent@; }
QToolButton::menu-indicator, QPushButton::menu-indicator { width: 0; image: none; }

QComboBox { padding-right: 22px; }
QComboBox::drop-down { border: none; width: 22px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url(@icons@/chevron-@name@.svg); width: 12px; height: 12px; }
ElidedBox::down-arrow, ChoiceBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView { background: @raised@; color: @text@; border: 1px solid @line@; padding: 4px;
  selection-background-color: @accent_soft@; selection-color: @accent@; outline: none; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
  width: 0; border: none; }

QPlainTextEdit, QTextEdit { background: @card@; color: @text@; border: 1px solid @line@; border-radius: @radius@px;
  selection-background-color: @accent@; selection-color: @on_accent@; padding: 6px; }
QAbstractItemView { background: @card@; color: @text@; border: 1px solid transparent; border-radius: @radius@px;
  selection-background-color: @accent_soft@; selection-color: @text@; alternate-background-color: @panel@; }
QListView[kind="plain"], QTreeView[kind="plain"] { background: transparent; }
QTableView { gridline-color: @beat@; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: @card@; color: @muted@; border: none; border-bottom: 1px solid @line@;
  padding: 5px 8px; font-weight: 600; font-size: @small@pt; }
QTableCornerButton::section { background: @card@; border: none; }

QSlider { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; background: @line@; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent@; border-radius: 2px; }
QSlider::handle:horizontal { background: @text@; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
  border: 1px solid @line@; }
QSlider::handle:horizontal:focus { border: 2px solid @accent@; }
QSlider::sub-page:horizontal:disabled { background: @line@; }
QProgressBar { background: @line@; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: @accent@; border-radius: 2px; }
QCheckBox { color: @text@; spacing: 8px; min-height: 24px; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid @muted@; border-radius: 4px; background: @card@; }
QCheckBox::indicator:checked { background: @accent@; border-color: @accent@;
  image: url(@icons@/tick-@name@.svg); }
QCheckBox::indicator:focus { border: 2px solid @accent@; width: 14px; height: 14px; }
QTabBar::tab { background: transparent; color: @muted@; padding: 6px 10px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @text@; border-bottom: 2px solid @accent@; }
QTabBar::tab:focus { color: @accent@; }
QTabWidget::pane { border: none; }
QSplitter::handle { background: @ground@; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @hover@; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::handle:hover { background: @muted@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: @raised@; color: @text@; border: 1px solid @line@; padding: 4px; }
QMenu::item { padding: 6px 22px 6px 14px; border-radius: 4px; }
QMenu::item:selected { background: @accent_soft@; color: @accent@; }
QMenu::item:disabled { color: @muted@; }
QMenu::separator { height: 1px; background: @line@; margin: 4px 8px; }
"""
