"""Mixer: the tracks of a take with their colours, names, mute, solo, instruments and volumes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)
from superqt import QElidingLabel

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.elided_box import ElidedBox
from gui.shortcuts import with_keys
from seqgen.formats.sheet import TrackInfo

HEIGHT = 80
NARROWEST, WIDEST = 144, 220
LOUDEST = 127


class Mixer(QScrollArea):
    """One strip per track. `changed` is emitted with the number and the new state of a track."""

    changed = Signal(int, object)
    dragged = Signal(int, object)
    """Emitted with the number of a track that the user pulls out of the window, and its picture."""
    copy_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFixedHeight(HEIGHT)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._strips: list[_Strip] = []
        # one list shared by all strips, since filling 128 names into each is slow
        self._programs = QStringListModel(self)
        self._inside = QWidget()
        self._row = in_row(None, on=self._inside, margins=0, spacing=theme.GAP)
        self.setWidget(self._inside)

    def set_programs(self, names: Sequence[str]) -> None:
        """Set the names of the 128 General MIDI programs."""
        self._programs.setStringList(list(names))
        for strip in self._strips:
            strip.show_program()

    def prepare(self, count: int) -> None:
        """Make strips in advance, since making them takes longer than a frame."""
        while len(self._strips) < count:
            strip = _Strip(len(self._strips), self._programs)
            strip.changed.connect(self.changed)
            strip.dragged.connect(self.dragged)
            strip.copy_wanted.connect(self.copy_wanted)
            strip.hide()
            self._row.insertWidget(len(self._strips), strip, WIDEST)
            self._strips.append(strip)

    def show_tracks(self, tracks: Sequence[TrackInfo]) -> None:
        self.prepare(len(tracks))
        for number, strip in enumerate(self._strips):
            strip.setVisible(number < len(tracks))
            if number < len(tracks):
                strip.show_track(tracks[number])


class _Strip(QFrame):
    """Pulled by its name, a strip is dragged as a file; its menu copies the file, so that no mouse is needed."""

    changed = Signal(int, object)
    dragged = Signal(int, object)
    copy_wanted = Signal(int)

    def __init__(self, number: int, programs: QStringListModel) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setProperty("kind", "card")
        self._number, self._info = number, TrackInfo("")
        self._pressed: QPoint | None = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._name = QElidingLabel()
        self._mute, self._solo = self._toggle("M"), self._toggle("S")
        self._instrument = ElidedBox(small=True)
        self._instrument.setModel(programs)
        self._instrument.setMinimumContentsLength(4)
        self._instrument.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._volume = QSlider(Qt.Orientation.Horizontal)
        self._volume.setRange(0, LOUDEST)
        self._volume.setFixedWidth(40)
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        upper = in_row(_Dot(number), (self._name, 1), self._mute, self._solo, spacing=theme.TIGHT)
        lower = in_row((self._instrument, 1), self._volume, spacing=theme.GAP)
        in_column(upper, lower, on=self, margins=(theme.GAP, theme.TIGHT), spacing=2)
        for control in (self._mute, self._solo, self._instrument, self._volume):
            control.setCursor(Qt.CursorShape.ArrowCursor)
        self._mute.toggled.connect(lambda on: self._change(muted=on))
        self._solo.toggled.connect(lambda on: self._change(solo=on))
        self._volume.valueChanged.connect(lambda value: self._change(volume=value / LOUDEST))
        self._instrument.activated.connect(lambda program: self._change(program=program))

    def show_program(self) -> None:
        """Select the track's program once the list is filled."""
        self._instrument.setCurrentIndex(self._info.program if self._instrument.count() else -1)

    def show_track(self, info: TrackInfo) -> None:
        self._info = info
        name = info.name or self.tr("Track {number}").format(number=self._number + 1)
        self._name.setText(name)
        self.setToolTip(self.tr("{name}: drag it into your DAW or a folder as a file of its own").format(name=name))
        words = {
            self._mute: self.tr("Silence {name}"),
            self._solo: self.tr("Hear {name} alone"),
            self._instrument: self.tr("Instrument of {name}"),
            self._volume: self.tr("Volume of {name}"),
        }
        for widget, text in words.items():
            said = text.format(name=name)
            key = "mute" if widget is self._mute else "solo" if widget is self._solo else ""
            widget.setToolTip(with_keys(said, key) if key else said)
            widget.setAccessibleName(said)
            widget.blockSignals(True)
        self._mute.setChecked(info.muted)
        self._solo.setChecked(info.solo)
        self._volume.setValue(round(info.volume * LOUDEST))
        self._instrument.setCurrentIndex(info.program)
        self._instrument.setVisible(not info.drums)
        for widget in words:
            widget.blockSignals(False)

    # -- a file of its own ---------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.dragged.emit(self._number, self.grab())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = self.tr("Copy {name} as a file").format(name=self._name.text())
        menu.addAction(words, lambda: self.copy_wanted.emit(self._number))
        menu.popup(event.globalPos())

    # -- changes -------------------------------------------------------------------------------------------------------

    def _change(self, **what: object) -> None:
        self._info = replace(self._info, **what)  # type: ignore[arg-type]  # the names are those of its fields
        self.changed.emit(self._number, self._info)

    def _toggle(self, letter: str) -> QToolButton:
        button = QToolButton()
        button.setText(letter)
        button.setCheckable(True)
        button.setProperty("kind", "letter")
        button.setFixedSize(24, 24)
        return button


class _Dot(QWidget):
    """Swatch of the track's colour in the roll."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(12, 12)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours().track(self._number))
        painter.drawRoundedRect(QRectF(1, 1, 10, 10), 3, 3)
