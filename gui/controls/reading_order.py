"""Tab order of what was laid out, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

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


@runtime_checkable
class Ordered(Protocol):
    """A widget whose parts are reached in another order than that of its layout."""

    def parts_by_tab(self) -> Sequence[QWidget]: ...


def set_reading_order(root: QWidget) -> None:
    """Let Tab walk the controls of `root` as its layouts list them, whenever they were made: Qt goes by the time at
    which each was made, so that what is added later would come last, behind all other pages."""
    before: QWidget | None = None
    for widget in controls_of(root):
        if before is not None:
            QWidget.setTabOrder(before, widget)
        before = widget


def controls_of(widget: QWidget) -> Iterator[QWidget]:
    """Yield the controls in a widget, hidden ones too, in reading order."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value:
        yield widget
    if isinstance(widget, LEAVES):
        return
    for part in _parts(widget):
        yield from controls_of(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    layout = widget.layout()
    if isinstance(widget, Ordered):
        yield from widget.parts_by_tab()
    elif isinstance(widget, QSplitter):
        shown = (widget.widget(number) for number in range(widget.count()))
        yield from (each for each in shown if each is not None)
    elif isinstance(widget, QScrollArea):
        inside = widget.widget()
        if inside is not None:
            yield inside
    elif layout is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)
