"""Buttons with words and with icons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QSize, SignalInstance
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QToolButton

from gui.icons import icon

Button = TypeVar("Button", bound=QAbstractButton)
Act = Callable[..., object] | SignalInstance | None


def make_button(text: str, tip: str, act: Act = None, *, kind: str = "") -> QPushButton:
    """Return a button with a word. `kind` is a kind of the style sheet, such as `primary` or `quiet`."""
    return _made(QPushButton(text), tip, act, kind)


def make_tool(
    picture: str, tip: str, act: Act = None, *, name: str = "", colour: str = "text", size: int = 0, kind: str = "quiet"
) -> QToolButton:
    """Return a button with an icon, `size` pixels wide and high. Screen readers read `name`, or the tool tip."""
    button = _made(QToolButton(), tip, act, kind)
    button.setIcon(icon(picture, colour))
    if size:
        button.setIconSize(QSize(size, size))
    button.setAccessibleName(name or tip)
    return button


def make_more(tip: str, entries: Mapping[str, str], act: Callable[[str], object], *, kind: str = "") -> QToolButton:
    """Return a button that opens a menu. `entries`: text of each entry by its name, which is given to `act`."""
    button = make_tool("more", tip, kind=kind)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)
    for name, text in entries.items():
        menu.addAction(text).setObjectName(name)
    menu.triggered.connect(lambda action: act(action.objectName()))
    button.setMenu(menu)
    return button


def _made(button: Button, tip: str, act: Act, kind: str) -> Button:
    if kind:
        button.setProperty("kind", kind)
    button.setToolTip(tip)
    if act is not None:
        button.clicked.connect(act)
    return button
