"""The two themes: legible, complete, and chosen by the system or by the user."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QStyle, QWidget
from pytestqt.qtbot import QtBot

from gui.controls.elided_box import ElidedBox
from gui.controls.histogram import Histogram
from gui.icons import FOLDER, icon
from gui.inspect.alternatives import Alternatives
from gui.inspect.heat_legend import HeatLegend
from gui.roll.surface import RollSurface
from gui.roll.view import RollView
from gui.text.text_take import TintedEditor
from gui.text.tinted_text import TintedText
from gui.theme import CONTRAST, DARK, LIGHT, Colours, Theme, colours, style_sheet

THEMES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
SURFACES = ("ground", "panel", "card", "raised", "hover")


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2.1 defines it."""
    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def illegible(theme: str, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    chosen = THEMES[theme]
    return [(text, on) for text, on in pairs if contrast(getattr(chosen, text), getattr(chosen, on)) < 4.5]


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_legible_on_every_surface(theme: str) -> None:
    assert illegible(theme, product(["text", "muted", "accent", "warning", "star"], SURFACES)) == []


def test_high_contrast_is_as_high_as_the_guidelines_ask_for() -> None:
    pairs = product(["text", "muted", "accent", "warning", "star"], SURFACES)
    assert [pair for pair in pairs if contrast(*(getattr(CONTRAST, name) for name in pair)) < 7] == []


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_legible_on_coloured_surfaces(theme: str) -> None:
    pairs = [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("accent", "accent_soft"),
        ("warning", "warning_soft"),
        ("text", "accent_soft"),
    ]
    assert illegible(theme, pairs) == []


@pytest.mark.parametrize("theme", THEMES)
def test_notes_stand_out_from_the_ground(theme: str) -> None:
    chosen = THEMES[theme]
    assert min(contrast(track, chosen.ground) for track in chosen.tracks) >= 3.0


@pytest.mark.parametrize("chosen", [DARK, LIGHT], ids=["dark", "light"])
def test_a_style_sheet_holds_no_name_that_was_not_filled_in(chosen: Colours) -> None:
    assert "@" not in style_sheet(chosen)


@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit])
@pytest.mark.parametrize("wanted", THEMES)
def test_the_hint_in_an_empty_field_is_legible(
    wanted: str, field: type[QLineEdit | QPlainTextEdit], qapp: QApplication, qtbot: QtBot
) -> None:
    Theme(qapp, wanted)
    edit = field()
    qtbot.addWidget(edit)
    edit.ensurePolished()

    hint = edit.palette().color(QPalette.ColorRole.PlaceholderText)
    assert hint.alpha() == 255
    assert contrast(hint.name(), THEMES[wanted].raised) >= 4.5


def test_a_theme_that_is_asked_for_is_kept_whatever_the_system_says(qapp: QApplication) -> None:
    theme = Theme(qapp, "light")
    assert colours() is LIGHT
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Dark)
    assert colours() is LIGHT
    theme.choose("dark")
    assert colours() is DARK


def test_widgets_that_are_deleted_before_they_were_shown_are_never_styled_again(qapp: QApplication) -> None:
    theme = Theme(qapp, "dark")
    holder = QWidget()
    fields = [QLineEdit(str(number), holder) for number in range(300)]

    def ask_for_style() -> None:
        for field in fields:
            field.style().pixelMetric(QStyle.PixelMetric.PM_ButtonMargin, None, field)

    ask_for_style()
    with theme.styled_together():
        pass
    ask_for_style()
    for field in fields:
        shiboken6.delete(field)
    # where they stood in memory is something else
    fields = [QLineEdit(str(number), holder) for number in range(100)]

    # Qt ended the process here
    theme.choose("light")
    assert colours() is LIGHT


def test_an_unknown_theme_follows_the_system(qapp: QApplication) -> None:
    assert Theme(qapp, "sepia").wanted == "system"


def test_every_icon_can_be_drawn(qapp: QApplication) -> None:
    images = {path.stem: icon(path.stem).pixmap(24, 24).toImage() for path in FOLDER.glob("*.svg")}
    empty = [
        name
        for name, image in images.items()
        if not any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))
    ]

    assert len(images) > 20
    assert empty == []


def test_an_icon_follows_the_theme(qapp: QApplication) -> None:
    theme = Theme(qapp, "dark")
    drawn = icon("play")
    dark = drawn.pixmap(24, 24).toImage().pixelColor(11, 12).lightness()
    theme.choose("light")
    light = drawn.pixmap(24, 24).toImage().pixelColor(11, 12).lightness()
    assert dark > 150
    assert light < 100


class Paints(QObject):
    """Counts the paint events of a widget and of those inside it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.painted: set[QObject] = set()
        for each in (widget, *widget.findChildren(QWidget)):
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.painted.add(watched)
        return False


def test_what_paints_itself_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, "dark")
    editor, text = TintedEditor(), TintedText()
    shown: list[QWidget] = [ElidedBox(), Histogram(), Alternatives(), HeatLegend(), RollSurface(RollView())]
    for widget in (*shown, editor, text):
        qtbot.addWidget(widget)
        with qtbot.waitExposed(widget):
            widget.show()
    qapp.processEvents()
    counts = [Paints(widget) for widget in (*shown, editor, text)]
    theme.choose("light")
    wanted = [*shown, editor.viewport(), text.viewport()]
    qtbot.waitUntil(lambda: all(widget in count.painted for widget, count in zip(wanted, counts, strict=True)))
