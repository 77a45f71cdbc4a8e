"""The view of a corpus that has been read: its plots, its pieces, and a preview of one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from gui import theme
from gui.content.tally import Tally
from gui.controls.boxes import in_column, in_row
from gui.controls.histogram import Bars, Histogram
from gui.corpora.piece_preview import PiecePreview
from gui.corpora.pieces_panel import PiecesPanel
from gui.corpora.pieces_table import PiecesTable
from gui.corpora.report import CorpusReport, spread
from gui.kinds import view_of
from seqgen.arrays import Bools

MOST_PLOTS = 3
SHOWN_CHARACTERS = {" ": "␣", "\n": "⏎", "\t": "⇥", "\ufffd": "?"}


class ReportView(QWidget):
    """Plots in a row, the table under them, the preview at the bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.table = PiecesTable(self)
        self.pieces = PiecesPanel(self.table)
        self.preview = PiecePreview()
        self.plots = [Histogram() for _ in range(MOST_PLOTS)]
        self._report: CorpusReport | None = None
        row = in_row(*((plot, 1) for plot in self.plots), spacing=theme.SPACE)
        lower = QSplitter(Qt.Orientation.Vertical)
        lower.setChildrenCollapsible(False)
        lower.setHandleWidth(theme.SPACE)
        lower.addWidget(self.pieces)
        lower.addWidget(self.preview)
        lower.setStretchFactor(0, 3)
        lower.setStretchFactor(1, 2)
        self.splitter = lower
        in_column(row, (lower, 1), on=self, margins=0, spacing=theme.SPACE)

    def show_report(self, report: CorpusReport, leave_out: tuple[str, ...]) -> None:
        """Show a corpus, with some pieces left out."""
        self._report = report
        self.table.show_rows(report.rows, kind=report.kind, grid=report.grid)
        self.table.leave_out(report.left_out(leave_out))
        self.pieces.corpus_changed()
        self.show_plots()

    def show_plots(self) -> None:
        """Draw the plots of the pieces that are used."""
        if self._report is None:
            return
        used = self.table.used
        bars = [self._tally_bars(tally, tally.total(used).tolist()) for tally in self._report.tallies]
        lengths = self._length_bars(self._report, used)
        if lengths.values:
            bars.append(lengths)
        for number, plot in enumerate(self.plots):
            plot.setVisible(number < len(bars))
            if number < len(bars):
                plot.show_bars(bars[number])

    def _tally_bars(self, tally: Tally, counts: Sequence[int]) -> Bars:
        title = {
            "pitch classes": self.tr("Pitch classes"),
            "drums": self.tr("Drums"),
            "durations": self.tr("Note values"),
            "seconds": self.tr("Durations in seconds"),
            "characters": self.tr("Characters"),
        }.get(tally.what, tally.what)
        labels = tuple(SHOWN_CHARACTERS.get(label, label) for label in tally.labels)
        total = max(sum(counts), 1)
        words = self.tr("{what}: {count} ({share}%)")
        tips = tuple(
            words.format(
                what=label,
                count=self.locale().toString(count),
                share=self.locale().toString(100 * count / total, "f", 1),
            )
            for label, count in zip(labels, counts, strict=True)
        )
        return Bars(title, labels, tuple(map(float, counts)), tips)

    def _length_bars(self, report: CorpusReport, used: Bools) -> Bars:
        lengths = report.rows.lengths if report.rows.lengths.any() else report.rows.events.astype(float)
        if used.sum() < 2:
            return Bars("")
        found = spread(lengths[used])
        labels = [self.locale().toString(round(edge)) for edge in found.edges.tolist()]
        title, words = view_of(report.kind).spread_words(report.grid)
        counts = found.counts.tolist()
        tips = tuple(
            words.format(length=label, count=self.locale().toString(count))
            for label, count in zip(labels, counts, strict=True)
        )
        if found.open:
            labels[-1] += "+"
        return Bars(title, tuple(labels), tuple(map(float, counts)), tips)
