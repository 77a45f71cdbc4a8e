"""The right side of the Inspect page: the expectation at an event, the figures of the piece, and its units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QStackedWidget, QTabBar, QWidget

from gui import theme
from gui.controls.boxes import Part, in_column, in_scroll
from gui.controls.labels import make_label
from gui.inspect.alternatives import Alternatives
from gui.inspect.copies_list import CopiesList
from gui.inspect.findings_list import FindingsList
from gui.inspect.inspection import Expected, Heat, Inspection
from gui.inspect.words import column_name, unit_name, value_name
from gui.kinds import view_of
from gui.number_format import decimals
from gui.verdict_words import beside_pieces, bits_meaning

MOST_FEATURES = 5


class InspectPanel(QFrame):
    """Two tabs: the event, with the piece's figures, and the units."""

    finding_picked = Signal(object)
    """A `Finding` whose unit the user wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setFixedWidth(theme.PANEL_WIDTH)
        self.alternatives = Alternatives()
        self.features, self.interesting = FindingsList(units=False), FindingsList(units=True)
        self.features.setAccessibleName(self.tr("What the chosen unit follows"))
        self.interesting.setAccessibleName(self.tr("Units worth a look"))
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("What is told"))
        self._stack = QStackedWidget()
        expected, units = self.tr("Expected"), self.tr("Units")
        about_events = self.tr("What the model expected at an event, and the figures of the piece")
        about_units = self.tr("What single units of the network follow")
        for text, tip, leaf in ((expected, about_events, self._event_leaf()), (units, about_units, self._unit_leaf())):
            self.tabs.setTabToolTip(self.tabs.addTab(text), tip)
            # arrow keys scroll it
            leaf.setAccessibleName(text)
            leaf.setAccessibleDescription(tip)
            self._stack.addWidget(leaf)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.interesting.finding_picked.connect(self.finding_picked)
        in_column(self.tabs, (self._stack, 1), on=self, margins=(theme.SPACE, theme.GAP, 0, theme.GAP))
        self._inspection: Inspection | None = None
        self.clear()

    # -- building ------------------------------------------------------------------------------------------------------

    def _event_leaf(self) -> QWidget:
        self.event_title, self._event_words = _told("heading"), _told("muted")
        self._figure, self._figure_words = _told("figure"), _told("muted")
        self._columns = QGridLayout()
        self._columns.setHorizontalSpacing(theme.SPACE)
        self._columns.setColumnStretch(0, 1)
        self._notes = _told("muted")
        self.copies = CopiesList()
        return _leaf(
            self.event_title,
            self._event_words,
            self.alternatives,
            theme.SPACE,
            make_label("section", self.tr("THE WHOLE PIECE")),
            self._figure,
            self._figure_words,
            self._columns,
            self._notes,
            self.copies,
        )

    def _unit_leaf(self) -> QWidget:
        self.unit_title, self._unit_words = _told("heading"), _told("muted")
        self._counted = _told("small")
        return _leaf(
            self.unit_title,
            self._unit_words,
            self.features,
            theme.SPACE,
            make_label("section", self.tr("WORTH A LOOK")),
            self.interesting,
            self._counted,
        )

    # -- showing -------------------------------------------------------------------------------------------------------

    def clear(self) -> None:
        self._inspection = None
        self._stack.hide()
        self.tabs.hide()

    def show_inspection(self, inspection: Inspection) -> None:
        """Show the figures of another piece, and the units that follow its features most closely."""
        self._inspection = inspection
        self._stack.show()
        self.tabs.show()
        self._show_figures(inspection)
        self.interesting.show_findings(inspection.findings.interesting(1))
        words = self.tr("r: Pearson's correlation over these {count} events. Another piece may show other units.")
        self._counted.setText(words.format(count=self.locale().toString(inspection.events)))
        self.show_event(-1)
        self.show_unit(None, -1, -1)

    def show_event(self, event: int) -> None:
        """Show the expectation at an event, -1 for none."""
        inspection = self._inspection
        if inspection is None or not 0 <= event < len(inspection.bits):
            self.event_title.setText(self.tr("What was expected"))
            self._event_words.setText(view_of(inspection.kind if inspection is not None else "").point_words())
            self.alternatives.show_columns(())
            return
        expected = inspection.expected(event)
        self.event_title.setText(self._title(inspection, event))
        bits = float(inspection.surprise[event])
        self._event_words.setText(self.tr("{bits} bits of surprise").format(bits=decimals(bits)))
        self.alternatives.show_columns([(column_name(each.column), _in_words(each)) for each in expected])

    def show_unit(self, heat: Heat | None, unit: int, event: int) -> None:
        """Show the features that a unit follows, and its activity at an event."""
        inspection = self._inspection
        if inspection is None or heat is None or not 0 <= unit < heat.units:
            self.unit_title.setText(self.tr("One unit"))
            self._unit_words.setText(self.tr("Pick a row of the heat map, or one from the list below."))
            self.features.show_findings(())
            return
        name = unit_name(heat.view, unit)
        title = self.tr("Layer {layer}, {unit}").format(layer=heat.layer + 1, unit=name)
        self.unit_title.setText(title if inspection.layers > 1 else name[:1].upper() + name[1:])
        self._unit_words.setText(self._value(inspection, heat, unit, event))
        self.features.show_findings(inspection.findings.of_unit(heat.view, heat.layer, unit)[:MOST_FEATURES])

    # -- words ---------------------------------------------------------------------------------------------------------

    def _title(self, inspection: Inspection, event: int) -> str:
        number = self.locale().toString(event + 1)
        if event == inspection.events:
            return self.tr("The end")
        lines = inspection.sheet.bar_lines() if inspection.sheet is not None else np.zeros(0)
        bar = int(np.searchsorted(lines, inspection.begins[event] + 1e-6, side="right"))
        return view_of(inspection.kind).event_words(number, max(1, bar))

    def _value(self, inspection: Inspection, heat: Heat, unit: int, event: int) -> str:
        values = heat.unit(unit)
        low, high = (_number(float(v), signed=heat.two_sided) for v in (values.min(), values.max()))
        lines = [self.tr("from {low} to {high} in this piece").format(low=low, high=high)]
        if 0 <= event < heat.events:
            value = _number(float(values[event]), signed=heat.two_sided)
            lines.insert(0, self.tr("{event}: {value}").format(event=self._title(inspection, event), value=value))
        return "\n".join(lines)

    def _show_figures(self, inspection: Inspection) -> None:
        mean = inspection.mean
        self._figure.setText(decimals(mean))
        beside = beside_pieces(mean, inspection.usual)
        self._figure_words.setText(" · ".join(filter(None, (view_of(inspection.kind).unit_words(), beside))))
        for label in (self._figure, self._figure_words):
            label.setToolTip(bits_meaning())
        while (item := self._columns.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if len(inspection.columns) > 1:
            for row, column in enumerate(inspection.columns):
                value = QLabel(decimals(float(inspection.bits[: inspection.events, row].mean())))
                value.setAlignment(Qt.AlignmentFlag.AlignRight)
                name = _told("muted")
                name.setText(column_name(column))
                self._columns.addWidget(name, row, 0)
                self._columns.addWidget(value, row, 1)
        self._notes.setText("\n".join(self._remarks(inspection)))
        self.copies.show_passages(inspection.kind, inspection.copies, much=inspection.copies_much)

    def _remarks(self, inspection: Inspection) -> list[str]:
        lines = [view_of(inspection.kind).events(inspection.events)]
        if inspection.total > inspection.events:
            words = self.tr("the first of {total}; more would not fit into memory at once")
            lines.append(words.format(total=self.locale().toString(inspection.total)))
        if inspection.copied is None:
            lines.append(self.tr("no copies can be told: the model has no index of its corpus"))
        else:
            words = self.tr("{share}% copied from the corpus, {longest} in a row at most")
            lines.append(words.format(share=f"{inspection.copied * 100:.0f}", longest=inspection.longest))
        if inspection.copied is not None and inspection.shared is not None:
            words = self.tr("real pieces share {share}% with each other")
            lines.append(words.format(share=f"{inspection.shared * 100:.0f}"))
        if inspection.approximated:
            words = self.tr("{count} do not fit the model's vocabulary exactly")
            lines.append(words.format(count=self.locale().toString(inspection.approximated)))
        return lines


def _told(role: str) -> QLabel:
    return make_label(role, wrap=True)


def _in_words(expected: Expected) -> Expected:
    """Return an expectation with values named as in the window."""
    named = tuple(replace(option, name=value_name(option.name)) for option in expected.options)
    return replace(expected, options=named)


def _number(value: float, *, signed: bool) -> str:
    return f"{value + 0.0:{'+.2f' if signed else '.2f'}}".replace("-", "\u2212")


def _leaf(*parts: Part) -> QWidget:
    inner = QWidget()
    in_column(*parts, None, on=inner, margins=(0, theme.GAP, theme.SPACE, theme.GAP), spacing=theme.TIGHT)
    return in_scroll(inner, focus=True, across=False)
