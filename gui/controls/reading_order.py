"""Tab order of what was laid out, in the order in which it is read."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLayout,
    QScrollArea,
    QSplitter,
    QWidget,
)

LEAVES = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox)
"""Controls whose inner parts are their own matter."""


def set_reading_order(root: QWidget) -> None:
    """Let Tab walk the controls of `root` as its layouts list them, whenever they were made: Qt goes by the time at
    which each was made, so that what is added later would come last, behind all other pages."""
    controls = controls_of(root)
    for before, widget in itertools.pairwise(controls):
        QWidget.setTabOrder(before, widget)


def controls_of(root: QWidget) -> list[QWidget]:
    """Return the controls in a widget, hidden ones too, in reading order.

    A widget whose parts are reached in another order than that of its layout has a method `parts_by_tab`.
    """
    found: list[QWidget] = []
    waiting = [root]
    while waiting:
        widget = waiting.pop()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value:
            found.append(widget)
        if not isinstance(widget, LEAVES):
            waiting.extend(reversed(_parts(widget)))
    return found


def _parts(widget: QWidget) -> Sequence[QWidget]:
    # a page asks this of hundreds of widgets; a protocol that is checked at run time takes ten times as long
    by_tab: Callable[[], Sequence[QWidget]] | None = getattr(widget, "parts_by_tab", None)
    if by_tab is not None:
        return by_tab()
    if isinstance(widget, QSplitter):
        return [each for number in range(widget.count()) if (each := widget.widget(number)) is not None]
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        return [inside] if inside is not None else []
    layout = widget.layout()
    return list(_laid_out(layout)) if layout is not None else []


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)
