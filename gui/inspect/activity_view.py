"""The activity of a network over a piece: surprise, one unit, and all units of a layer, along one time axis."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.choice_box import ChoiceBox
from gui.inspect.heat_legend import HeatLegend
from gui.inspect.heat_map import HeatMap
from gui.inspect.inspection import Heat, Inspection
from gui.inspect.unit_trace import UnitTrace
from gui.inspect.words import unit_name, view_name

LEAST_BITS = 4.0
WIDEST_CHOICE = 180


class ActivityView(QWidget):
    """Two strips, a row of choices and a heat map. A mark in one is shown in all."""

    picked = Signal(int, int)
    """An event and a unit; -1 where only the other was picked."""
    hovered = Signal(int)
    view_wanted = Signal(str, int)
    """A view (`hidden`, `cell`, a gate) and a layer that are not shown yet."""
    view_changed = Signal(float, float)
    order_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.surprise, self.trace, self.heat_map, self.legend = UnitTrace(), UnitTrace(), HeatMap(), HeatLegend()
        self.surprise.setAccessibleName(self.tr("Surprise of every event"))
        self.surprise.setToolTip(self.tr("How many bits each event costs: the higher, the less it was expected"))
        self.views = ChoiceBox(self.tr("What is shown of the network"), self.tr("Hidden units, cells or gates"))
        self.layers = ChoiceBox(self.tr("Layer"), self.tr("Which layer, counted from the input"))
        self.orders = ChoiceBox(self.tr("Order of the units"), self.tr("In which order units stand"))
        self._lay_out()
        self._connect()
        self.clear()

    def _lay_out(self) -> None:
        boxes = (self.views, self.layers, self.orders)
        for box in boxes:
            box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            box.setMinimumWidth(92)
            box.setMaximumWidth(WIDEST_CHOICE)
        wide = ((box, 1) for box in boxes)
        choices = in_row(*wide, (None, 0), self.legend, margins=(theme.GAP, 0), spacing=theme.GAP)
        in_column(self.surprise, self.trace, choices, (self.heat_map, 1), on=self, margins=0, spacing=theme.TIGHT)
        self.setMinimumHeight(260)

    def _connect(self) -> None:
        self.heat_map.picked.connect(self.picked)
        self.heat_map.hovered.connect(lambda event, unit: self.hovered.emit(event))
        self.heat_map.view_changed.connect(self._follow)
        for strip in (self.surprise, self.trace):
            strip.picked.connect(lambda event: self.picked.emit(event, -1))
            strip.hovered.connect(self.hovered)
        for box in (self.views, self.layers):
            box.picked.connect(self._ask_for_view)
        self.orders.picked.connect(self._reorder)
        self.orders.set_choices(
            [
                ("trained", self.tr("As trained")),
                ("variance", self.tr("By variance")),
                ("clustered", self.tr("By likeness")),
            ],
            "trained",
        )

    # -- what is shown -------------------------------------------------------------------------------------------------

    def clear(self) -> None:
        self.heat_map.set_heat(None)
        self._show_trace()

    def show_inspection(self, inspection: Inspection) -> None:
        """Show another piece; its activity follows by `show_heat`."""
        for part in (self.surprise, self.trace, self.heat_map):
            part.set_events(inspection.begins)
        self.heat_map.set_heat(None)
        self.mark(-1, -1)
        bits = inspection.surprise[: inspection.events]
        # a few extreme events must not flatten all others
        high = max(LEAST_BITS, float(np.ceil(np.quantile(bits, 0.995)))) if len(bits) else LEAST_BITS
        self.surprise.set_values(bits, high, two_sided=False)
        self.surprise.set_caption(self.tr("surprise, bits"))
        self.views.set_choices([(view, view_name(view)) for view in inspection.views], self.views.value)
        layers = [(str(n), self.tr("Layer {number}").format(number=n + 1)) for n in range(inspection.layers)]
        self.layers.set_choices(layers, self.layers.value or str(inspection.layers - 1))
        self.layers.setVisible(inspection.layers > 1)

    def show_heat(self, heat: Heat) -> None:
        self.views.set_choices(self.views.choices(), heat.view)
        self.layers.set_choices(self.layers.choices(), str(heat.layer))
        self.heat_map.set_heat(heat)
        self._show_trace()

    def set_order(self, name: str) -> None:
        """Set the order of the units: `trained`, `variance` or `clustered`."""
        self.orders.set_choices(self.orders.choices(), name)
        self.heat_map.set_order(self.orders.value)

    def set_view(self, begin: float, end: float) -> None:
        for part in (self.surprise, self.trace, self.heat_map):
            part.set_view(begin, end)

    def set_margins(self, left: float, right: float) -> None:
        """Set the margins left and right of the time axis, to align it with another widget's."""
        for part in (self.surprise, self.trace, self.heat_map):
            part.set_margins(left, right)

    def mark(self, event: int, unit: int) -> None:
        """Mark an event and a unit, -1 for none."""
        changed = unit != self.heat_map.unit
        self.heat_map.mark(event, unit)
        self.surprise.mark(event)
        self.trace.mark(event)
        if changed:
            self._show_trace()

    @property
    def wanted(self) -> tuple[str, int]:
        """Return the chosen view and layer."""
        return self.views.value or "hidden", int(self.layers.value or 0)

    # -- following -----------------------------------------------------------------------------------------------------

    def _show_trace(self) -> None:
        heat, unit = self.heat_map.heat, self.heat_map.unit
        if heat is None or not 0 <= unit < heat.units:
            self.trace.set_values(np.zeros(0, np.float32), 1.0, two_sided=True)
            hint = "" if heat is None else self.tr("Pick a row below to see one unit here")
            self.trace.set_caption("", hint)
            self.legend.set_scale(1.0, two_sided=heat is None or heat.two_sided)
            return
        values = heat.unit(unit)
        scale = float(np.abs(values).max(initial=0.0)) or 1.0
        self.trace.set_values(values, scale, two_sided=heat.two_sided)
        self.trace.set_caption(unit_name(heat.view, unit))
        self.legend.set_scale(float(heat.scales[unit]), two_sided=heat.two_sided)

    def _follow(self, begin: float, end: float) -> None:
        self.set_view(begin, end)
        self.view_changed.emit(begin, end)

    def _ask_for_view(self) -> None:
        self.view_wanted.emit(*self.wanted)

    def _reorder(self, name: str) -> None:
        self.heat_map.set_order(name)
        self.order_changed.emit(name)
