"""A heading that opens and closes the widget under it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from superqt import QCollapsible

from gui.icons import icon

QWIDGETSIZE_MAX = (1 << 24) - 1
"""Qt's constant for no maximum height."""


class Fold(QCollapsible):
    """superqt's QCollapsible, closed at first, flush with its column and without animation."""

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setDuration(0)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        self.setCollapsedIcon(icon("fold-closed", "muted"))
        self.setExpandedIcon(icon("fold-open", "muted"))
        self.setContent(content)
        self.toggled.connect(self._show)
        self.collapse(animate=False)
        button = self.toggleButton()
        button.setProperty("kind", "fold")
        button.setAccessibleName(title)
        button.setToolTip(self.tr("Show or hide: {title}").format(title=title))

    def _show(self, opened: bool) -> None:
        # superqt only gives folded content a low height, where it would still take the focus
        self.content().setVisible(opened)
        if opened:
            self.content().setMaximumHeight(QWIDGETSIZE_MAX)
