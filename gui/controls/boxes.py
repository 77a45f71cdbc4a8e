"""Rows and columns of widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

Item = QWidget | QLayout | int | None
Part = Item | tuple[Item, int] | tuple[QWidget, Qt.AlignmentFlag] | tuple[QWidget, int, Qt.AlignmentFlag]
"""A widget or layout, alone or with its stretch, alignment or both; an int is a space in pixels, None a stretch."""
NO_ALIGNMENT = Qt.AlignmentFlag(0)
Margins = int | tuple[int, int] | tuple[int, int, int, int]
"""All around; left and right, above and below; or left, above, right, below."""


def in_row(
    *parts: Part,
    on: QWidget | None = None,
    margins: Margins | None = None,
    spacing: int | None = None,
    align: Qt.AlignmentFlag = NO_ALIGNMENT,
) -> QHBoxLayout:
    """Lay out parts from left to right, on a widget if one is given. None leaves margins and spacing to the style.

    `align`: alignment of the widgets that have none of their own.
    """
    layout = QHBoxLayout(on) if on is not None else QHBoxLayout()
    _fill(layout, parts, margins, spacing, align)
    return layout


def in_column(
    *parts: Part,
    on: QWidget | None = None,
    margins: Margins | None = None,
    spacing: int | None = None,
    align: Qt.AlignmentFlag = NO_ALIGNMENT,
) -> QVBoxLayout:
    """Lay out parts from top to bottom, like `in_row`."""
    layout = QVBoxLayout(on) if on is not None else QVBoxLayout()
    _fill(layout, parts, margins, spacing, align)
    return layout


def in_stack(*widgets: QWidget) -> QStackedWidget:
    """Stack widgets, the first one shown."""
    stack = QStackedWidget()
    for widget in widgets:
        stack.addWidget(widget)
    return stack


def in_scroll(inside: QWidget, *, focus: bool = False, across: bool = True) -> QScrollArea:
    """Make a widget scroll. Without `focus` Tab skips the area itself; without `across` it only scrolls up and down."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inside)
    if not focus:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if not across:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def keep_room(widget: QWidget) -> None:
    """Keep the widget's room in its layout while it is hidden."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


def _fill(
    layout: QBoxLayout, parts: Sequence[Part], margins: Margins | None, spacing: int | None, align: Qt.AlignmentFlag
) -> None:
    if margins is not None:
        sides = (margins,) if isinstance(margins, int) else margins
        layout.setContentsMargins(*(sides * (4 // len(sides))))
    if spacing is not None:
        layout.setSpacing(spacing)
    for part in parts:
        item, *how = part if isinstance(part, tuple) else (part,)
        own = next((each for each in how if isinstance(each, Qt.AlignmentFlag)), None)
        # an alignment is an int, too
        stretch = next((each for each in how if isinstance(each, int) and each is not own), None)
        if isinstance(item, QWidget):
            layout.addWidget(item, stretch or 0, align if own is None else own)
        elif isinstance(item, QLayout):
            layout.addLayout(item, stretch or 0)
        elif item is None:
            layout.addStretch(1 if stretch is None else stretch)
        else:
            layout.addSpacing(item)
