"""A heading that opens and closes what stands under it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from superqt import QCollapsible

from gui.icons import icon


class Fold(QCollapsible):
    """superqt's fold, closed at first, flush with its column and without animation."""

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setDuration(0)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        self.setCollapsedIcon(icon("fold-closed", "muted"))
        self.setExpandedIcon(icon("fold-open", "muted"))
        self.setContent(content)
        # what is folded away must not take the focus; superqt only makes it as low as a line
        self.toggled.connect(content.setVisible)
        self.collapse(animate=False)
        button = self.toggleButton()
        button.setProperty("kind", "fold")
        button.setAccessibleName(title)
        button.setToolTip(self.tr("Show or hide: {title}").format(title=title))


if __name__ == "__main__":
    from PySide6.QtWidgets import QApplication, QLabel

    app = QApplication([])
    shown = Fold("More", QLabel("what stands under it"))
    shown.show()
    app.exec()
