"""A list of units and the features of the piece that they follow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from gui.inspect.words import correlation, feature_name, unit_name
from seqgen.inspection.findings import Finding


class FindingsList(QTreeWidget):
    """One row a finding: the feature, the unit (where units differ), and r."""

    finding_picked = Signal(object)
    """A `Finding`."""

    def __init__(self, *, units: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units = units
        self._findings: tuple[Finding, ...] = ()
        self.setProperty("kind", "plain")
        self.setColumnCount(3)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHeaderHidden(True)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setColumnHidden(1, not units)
        self.currentItemChanged.connect(self._pick)
        self.itemClicked.connect(self._pick)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        self._findings = tuple(findings)
        with QSignalBlocker(self):
            self.clear()
            for finding in self._findings:
                cells = [feature_name(finding.feature), unit_name(finding.view, finding.unit), correlation(finding)]
                item = QTreeWidgetItem(cells)
                item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                for column in range(3):
                    item.setToolTip(column, self._told(finding))
                self.addTopLevelItem(item)
        self.updateGeometry()

    def _told(self, finding: Finding) -> str:
        words = self.tr("{unit} of layer {layer} and {feature}: {r} over {events} events of this piece")
        return words.format(
            unit=unit_name(finding.view, finding.unit),
            layer=finding.layer + 1,
            feature=feature_name(finding.feature),
            r=correlation(finding),
            events=self.locale().toString(finding.events),
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        row = self.sizeHintForRow(0) if self._findings else self.fontMetrics().height()
        return QSize(220, row * len(self._findings) + 2 * self.frameWidth() + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, self.sizeHint().height())

    def _pick(self, item: QTreeWidgetItem | None, _: object = None) -> None:
        row = self.indexOfTopLevelItem(item) if item is not None else -1
        if self._units and 0 <= row < len(self._findings):
            self.finding_picked.emit(self._findings[row])
