"""Every control of every page: reached by Tab, named, explained, and wide enough, in both themes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QScrollBar,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from superqt import QElidingLabel

from gui.controls.fold import Fold
from gui.views.music_take import MusicTake
from gui.window import MainWindow
from seqgen.arrays import Floats
from tests.support.house import PLACES, PROMISED, House, settle

# -- what there is -----------------------------------------------------------------------------------------------------


def controls(window: MainWindow) -> list[QWidget]:
    """Return the controls, without their inner parts and without text that a mouse may select."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and not isinstance(widget, (QScrollBar, QHeaderView, QLabel))
        and not isinstance(widget.parentWidget(), (QAbstractSpinBox, QComboBox, QAbstractScrollArea))
        and not widget.objectName().startswith("qt_")
        and (widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, QAbstractButton))
    ]


def called(widget: QWidget) -> str:
    """Return the accessible name and description of a control."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def explained(widget: QWidget) -> bool:
    """Return whether a control has a tip; views of many things have tips of their own for each."""
    tabs = isinstance(widget, QTabBar) and all(widget.tabToolTip(number) for number in range(widget.count()))
    return bool(tabs or widget.toolTip() or widget.accessibleDescription())


def with_neighbours(widget: QWidget) -> list[QWidget]:
    """A control, and what is reached when it is: its proxy, and the buttons of its group by arrow keys."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    neighbours = group.buttons() if group is not None and group.exclusive() else []
    return [each for each in (widget, widget.focusProxy(), *neighbours) if each is not None]


def place_of(widget: QWidget) -> str:
    """Return a name for a widget in the message of a failed test."""
    inside, above = [], widget
    while not above.isWindow():
        inside.append(type(above).__name__)
        above = above.parentWidget()
    words = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else widget.accessibleName()
    return f"{' in '.join(inside[:4])}: {words!r}"


def cut_off(widget: QWidget) -> bool:
    """Return whether the left or right of a widget is hidden."""
    shown = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    seen = shown.visibleRegion().boundingRect()
    return not seen.isEmpty() and seen.width() < shown.width()


def clipped(widget: QWidget) -> bool:
    """Return whether a widget is too small for its words."""
    if isinstance(widget, QElidingLabel):
        return False
    wanted = widget.sizeHint()
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height()
    elif isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon:
        # its hint leaves as much room around the words as under them
        wanted.setWidth(widget.fontMetrics().horizontalAdvance(widget.text()))
    elif isinstance(widget, QAbstractSpinBox):
        line = widget.lineEdit()
        return line.fontMetrics().horizontalAdvance(line.text()) > line.width()
    return wanted.width() > widget.width() or wanted.height() > widget.height()


def pictured(window: MainWindow, *, scale: int) -> Floats:
    """Return the window as it is drawn where a point has `scale` pixels: relative luminances (height, width)."""
    size = window.size() * scale
    image = QImage(size, QImage.Format.Format_RGBX8888)
    image.setDevicePixelRatio(scale)
    window.render(image)
    values = np.frombuffer(image.constBits(), np.uint8).reshape(size.height(), size.width(), 4)[..., :3] / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def cropped(pixels: Floats, widget: QWidget, *, scale: int) -> Floats:
    """Return the part of a picture of the window that shows a widget."""
    seen = widget.visibleRegion().boundingRect()
    at = widget.mapTo(widget.window(), seen.topLeft()) * scale
    return pixels[at.y() : at.y() + seen.height() * scale, at.x() : at.x() + seen.width() * scale]


def contrast_of(pixels: Floats) -> float:
    """Return the contrast ratio of WCAG 2.1 of the lightest and the darkest pixel."""
    return float((pixels.max() + 0.05) / (pixels.min() + 0.05))


def doubled(pixels: Floats) -> bool:
    """Return whether something is drawn, all of it in squares of four equal pixels."""
    squares = pixels.reshape(pixels.shape[0] // 2, 2, pixels.shape[1] // 2, 2)
    inside = squares.max(axis=(1, 3)) - squares.min(axis=(1, 3))
    return bool(np.ptp(pixels) > 0.1 and inside.max() < 1e-6)


# -- what holds for all of it ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["dark", "light"])
def themed(house: House, request: pytest.FixtureRequest) -> House:
    house.window.studio.theme.choose(request.param)
    return house


@pytest.mark.parametrize("place", PLACES)
def test_every_control_has_a_name_and_an_explanation(themed: House, place: str, qtbot: QtBot) -> None:
    themed.visit(place, qtbot)
    found = controls(themed.window)
    assert len(found) > 15
    assert [place_of(each) for each in found if not called(each)] == []
    assert [place_of(each) for each in found if not explained(each)] == []


@pytest.mark.parametrize("place", PLACES)
def test_no_words_are_clipped_in_the_smallest_promised_window(themed: House, place: str, qtbot: QtBot) -> None:
    themed.visit(place, qtbot)
    assert themed.window.size() == PROMISED
    labels = [each for each in themed.window.findChildren(QLabel) if each.isVisible() and each.text()]
    buttons = [each for each in controls(themed.window) if isinstance(each, (QAbstractButton, QAbstractSpinBox))]
    buttons = [each for each in buttons if each.text()]
    assert len(labels) > 3
    assert [place_of(each) for each in (*labels, *buttons) if clipped(each)] == []
    assert [place_of(each) for each in (*labels, *controls(themed.window)) if cut_off(each)] == []


@pytest.mark.parametrize("place", ["corpora", "train", "create music", "inspect music"])
def test_words_stand_out_in_high_contrast_and_are_sharp_at_twice_the_scale(
    house: House, place: str, qtbot: QtBot
) -> None:
    house.window.studio.theme.choose("contrast")
    house.visit(place, qtbot)
    pixels = pictured(house.window, scale=2)
    parts = [
        each
        for each in house.window.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and isinstance(each, (QLabel, QAbstractButton))
        and not each.visibleRegion().isEmpty()
    ]
    words = [each for each in parts if each.text() and each.width() == each.visibleRegion().boundingRect().width()]
    assert len(words) > 3
    assert [place_of(each) for each in words if contrast_of(cropped(pixels, each, scale=2)) < 7] == []
    # what is drawn once and then blown up has no edge inside of the four pixels of a point
    assert [place_of(each) for each in parts if doubled(cropped(pixels, each, scale=2))] == []


@pytest.mark.parametrize("place", PLACES)
def test_tab_reaches_every_control_and_nothing_that_is_hidden(house: House, place: str, qtbot: QtBot) -> None:
    house.visit(place, qtbot)
    wanted = {each for each in controls(house.window) if each.isEnabled()}
    reached: list[QWidget] = []
    for _ in range(3 * len(wanted)):
        focused = QApplication.focusWidget()
        QTest.keyClick(focused or house.window, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    missed = wanted.difference(*(with_neighbours(each) for each in reached))
    assert [place_of(each) for each in missed] == []
    assert [place_of(each) for each in reached if min(each.width(), each.height()) < 4] == []


def walked(house: House, begin: QWidget) -> list[QWidget]:
    """Return what Tab reaches on the page in front, from the rail on to the transport bar."""
    begin.setFocus()
    page, reached = house.window.rail.parentWidget().findChild(QStackedWidget).currentWidget(), []
    for _ in range(150):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if page.isAncestorOf(focused):
            reached.append(focused)
        elif reached:
            break
    return reached


def in_order(before: QWidget, after: QWidget) -> bool:
    """Return whether one control is read before another: where their places part, it stands left or above."""
    around = before.parentWidget()
    while not around.isAncestorOf(after):
        around = around.parentWidget()
    one, other = (branch(each, around).geometry() for each in (before, after))
    if isinstance(around, MusicTake) and around.mixer in (branch(before, around), branch(after, around)):
        # near to the roll rather than above it
        return True
    side_by_side = one.top() < other.bottom() and other.top() < one.bottom()
    return one.left() <= other.left() if side_by_side else one.top() <= other.top()


def branch(widget: QWidget, around: QWidget) -> QWidget:
    while widget.parentWidget() is not around:
        widget = widget.parentWidget()
    return widget


@pytest.mark.parametrize("place", PLACES)
def test_tab_goes_as_the_page_is_read(house: House, place: str, qtbot: QtBot) -> None:
    house.visit(place, qtbot)
    reached = walked(house, house.window.rail.menu_button)
    assert len(reached) > 4
    wrong = [pair for pair in pairwise(reached) if not in_order(*pair)]
    assert [(place_of(before), place_of(after)) for before, after in wrong] == []


def test_the_mixer_is_four_tabs_from_the_roll_at_most(house: House, qtbot: QtBot) -> None:
    house.visit("create music", qtbot)
    take = house.create.editing.editor.widget
    reached = walked(house, house.window.rail.menu_button)
    mixer = [number for number, each in enumerate(reached) if take.mixer.isAncestorOf(each)]
    assert 0 < mixer[0] - reached.index(take.roll.canvas) <= 4


def test_tab_leaves_out_what_is_folded_away(house: House, qtbot: QtBot) -> None:
    house.visit("new run", qtbot)
    (fold,) = house.train.form.findChildren(Fold)
    inside = [each for each in controls(house.window) if fold.content().isAncestorOf(each)]
    assert len(inside) > 5
    fold.toggleButton().click()
    assert not fold.isExpanded()
    assert [place_of(each) for each in controls(house.window) if each in inside] == []
    fold.toggleButton().click()
    settle()
    assert set(inside) <= set(controls(house.window))
    assert [place_of(each) for each in inside if each.height() < 4] == []
