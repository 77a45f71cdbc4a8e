"""Transport bar: play, stop, loop, position, tempo, sound and output."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QMenu, QSlider, QSpinBox, QToolButton, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_tool
from gui.controls.choice_box import ChoiceBox
from gui.controls.elided_label import ElidedLabel
from gui.controls.labels import make_label
from gui.controls.number_box import NumberBox
from gui.icons import icon
from gui.number_format import clock
from gui.playback.play_button import PlayButton
from gui.playback.position_slider import PositionSlider
from gui.shortcuts import with_keys

CHOOSE = "choose…"
"""Value of the last entry of the sound box."""
NARROWEST = 910
WITH_NAMES, WITH_LOOP, WITH_SPEAKER = 1190, 1100, 1040
"""Least widths at which the labels of the boxes, the word beside the loop icon and the mute button are shown."""


class Transport(QFrame):
    """Shows playback and emits the user's requests. Times are in seconds, positions in ticks."""

    play_wanted = Signal()
    stop_wanted = Signal()
    loop_wanted = Signal(bool)
    metronome_wanted = Signal(bool, bool)
    """Two switches: a metronome, and a bar that is counted in."""
    seek_wanted = Signal(float)
    dragged = Signal(float)
    """Position during a drag, before the mouse is released."""
    tempo_wanted = Signal(float)
    volume_wanted = Signal(float)
    room_wanted = Signal(bool)
    soundfont_wanted = Signal(str)
    """Path of a SoundFont; empty for the built-in one."""
    other_soundfont_wanted = Signal()
    output_wanted = Signal(str)
    outputs_wanted = Signal()
    """Emitted before the list of MIDI ports opens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "transport")
        self.setFixedHeight(theme.TRANSPORT_HEIGHT)
        self.setAccessibleName(self.tr("Transport"))
        self._seconds, self._duration = -1, -1
        self._loud = 1.0  # the last volume above 0
        self._make_playing()
        self._make_sound()
        self._lay_out()
        self._connect()
        self.set_time(0.0, 0.0)

    # -- display -------------------------------------------------------------------------------------------------------

    def set_playing(self, playing: bool) -> None:
        self.play.set_playing(playing)

    def set_title(self, title: str, page: str) -> None:
        """Show what is loaded, and the page that shows it."""
        self.what.setText(" · ".join(part for part in (title, page) if part))

    def set_loaded(self, loaded: bool) -> None:
        """Enable what plays, or disable it where there is nothing to play."""
        for control in (self.play, self.loop, self.position, self.time):
            control.setEnabled(loaded)

    def set_length(self, end_tick: float) -> None:
        self.position.set_end(end_tick)

    def set_position(self, tick: float) -> None:
        self.position.set_position(tick)

    def set_time(self, seconds: float, duration: float) -> None:
        rounded = (int(seconds), round(duration))
        if rounded != (self._seconds, self._duration):
            self._seconds, self._duration = rounded
            words = self.tr("{now} / {whole}", "time played and length")
            self.time.setText(words.format(now=clock(rounded[0]), whole=clock(rounded[1])))

    def set_loop(self, on: bool, loop: tuple[float, float] | None) -> None:
        self.loop.setChecked(on)
        self.position.set_loop(loop)

    def set_metronome(self, on: bool, *, counts_in: bool) -> None:
        self.clicks.setChecked(on)
        self.count_in.setChecked(counts_in)
        self.metronome.setIcon(icon("metronome", "accent" if on or counts_in else "muted"))

    def set_tempo(self, scale: float) -> None:
        """Set the speed relative to the sheet's own tempo."""
        self._quietly(self.tempo, round(scale * 100))

    def set_volume(self, volume: float) -> None:
        self._quietly(self.volume, round(volume * 100))
        if volume > 0:
            self._loud = volume
        self.speaker.setIcon(icon("speaker" if volume > 0 else "speaker-off", "muted"))

    def set_room(self, on: bool) -> None:
        self.room.setChecked(on)

    def set_soundfonts(self, fonts: Sequence[tuple[str, str]], path: str) -> None:
        """Offer SoundFonts as (path, name) pairs, and select `path`."""
        choose = self.tr("Choose a SoundFont…")
        self.sound.set_choices([*fonts, ("-", ""), (CHOOSE, choose)], path)

    def set_outputs(self, outputs: Sequence[tuple[str, str]], name: str) -> None:
        """Offer MIDI outputs as (port, name) pairs, and select the port `name`; the empty port is none."""
        self.output.set_choices(outputs, name)

    def set_status(self, text: str, tip: str = "") -> None:
        """Show a short status text at the right; empty hides it."""
        self.status.setText(text)
        self.status.setToolTip(tip)
        self.status.setVisible(bool(text))
        self._fit()

    # -- construction --------------------------------------------------------------------------------------------------

    def _make_playing(self) -> None:
        self.play = PlayButton()
        self.stop = self._button("stop", self.tr("Stop"), self.tr("Stop, and go back to the beginning"))
        self.loop = self._button(
            "loop", self.tr("Loop"), with_keys(self.tr("Repeat the selection, or the whole"), "loop")
        )
        self.loop.setCheckable(True)
        self.loop.setText(self.tr("Loop"))
        self.metronome = self._button(
            "metronome", self.tr("Metronome"), self.tr("Clicks on the beats, and a bar of them before it plays")
        )
        self.metronome.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.metronome)
        self.clicks, self.count_in = menu.addAction(self.tr("Metronome")), menu.addAction(self.tr("Count in one bar"))
        for action in (self.clicks, self.count_in):
            action.setCheckable(True)
        self.metronome.setMenu(menu)
        self.time = QLabel()
        self.time.setAccessibleName(self.tr("Time"))
        self.time.setMinimumWidth(self.time.fontMetrics().horizontalAdvance("00:00 / 00:00"))
        self.position = PositionSlider()
        self.what = ElidedLabel()
        self.what.setProperty("role", "small")
        # as much room below the line, which stays level with the buttons
        self.what.setFixedHeight(self.what.fontMetrics().height())
        self.tempo = NumberBox()
        self.tempo.setRange(25, 400)
        self.tempo.setSingleStep(5)
        self.tempo.setValue(100)
        self.tempo.setPrefix("♩ ")
        self.tempo.setSuffix(self.tr(" %"))
        self.tempo.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.tempo.setFixedSize(82, theme.CONTROL_HEIGHT)
        self.tempo.setKeyboardTracking(False)
        self.tempo.setAccessibleName(self.tr("Tempo"))
        self.tempo.setToolTip(self.tr("How fast it is played: 100 % is as written; wheel or arrow keys"))

    def _make_sound(self) -> None:
        self.sound = ChoiceBox(self.tr("Sound"), self.tr("The SoundFont whose instruments play"))
        self.output = ChoiceBox(self.tr("MIDI out"), self.tr("Send the notes to a MIDI port instead"))
        self.room = self._button("room", self.tr("Room"), self.tr("Let a small room be heard around the instruments"))
        self.room.setCheckable(True)
        self.speaker = self._button("speaker", self.tr("Mute"), self.tr("Silence everything, or make it heard again"))
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setRange(0, 100)
        self.volume.setValue(100)
        self.volume.setFixedWidth(64)
        self.volume.setAccessibleName(self.tr("Volume"))
        self.volume.setToolTip(self.tr("How loud it is"))
        self.status = make_label("small")
        self.status.hide()

    def _lay_out(self) -> None:
        sound, output = (make_label("muted", words) for words in (self.tr("Sound"), self.tr("MIDI out")))
        self._names = (sound, output)
        sound.setBuddy(self.sound)
        output.setBuddy(self.output)
        line = in_column(self.what, self.position, self.what.height(), margins=0, spacing=0)
        left = (self.play, self.stop, self.loop, self.metronome, self.time, (line, 1), self.tempo)
        right = (sound, self.sound, self.room, output, self.output, self.speaker, self.volume, self.status)
        self._row = in_row(*left, *right, on=self, margins=(theme.WIDE, 0), spacing=theme.SPACE)
        # else the widgets of a wide bar would keep the window from becoming narrow
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def _connect(self) -> None:
        self.play.clicked.connect(self.play_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.loop.clicked.connect(self.loop_wanted)
        for action in (self.clicks, self.count_in):
            action.triggered.connect(
                lambda: self.metronome_wanted.emit(self.clicks.isChecked(), self.count_in.isChecked())
            )
        self.position.seek_wanted.connect(self.seek_wanted)
        self.position.dragged.connect(self.dragged)
        self.tempo.valueChanged.connect(lambda percent: self.tempo_wanted.emit(percent / 100))
        self.volume.valueChanged.connect(lambda percent: self.volume_wanted.emit(percent / 100))
        self.room.clicked.connect(self.room_wanted)
        self.speaker.clicked.connect(self._speaker_clicked)
        self.sound.picked.connect(self._sound_picked)
        self.output.picked.connect(self.output_wanted)
        self.output.looked_at.connect(self.outputs_wanted)

    def _button(self, picture: str, name: str, tip: str) -> QToolButton:
        button = make_tool(picture, tip, name=name, colour="muted", size=20)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _quietly(self, control: QSpinBox | QSlider, value: int) -> None:
        with QSignalBlocker(control):
            control.setValue(value)

    # -- requests ------------------------------------------------------------------------------------------------------

    def _speaker_clicked(self) -> None:
        self.volume_wanted.emit(0.0 if self.volume.value() else self._loud)

    def _sound_picked(self, path: str) -> None:
        if path == CHOOSE:
            self.other_soundfont_wanted.emit()
        else:
            self.soundfont_wanted.emit(path)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(NARROWEST, theme.TRANSPORT_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide labels and minor controls while the bar, without the status at its end, is narrow."""
        told = 0 if self.status.isHidden() else self.status.sizeHint().width() + theme.SPACE
        width = self.width() - told
        wide = width >= WITH_NAMES
        for name in self._names:
            name.setVisible(wide)
        self.sound.setFixedWidth(144 if wide else 104)
        self.output.setFixedWidth(96 if wide else 80)
        with_word = width >= WITH_LOOP
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if with_word else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.loop.setToolButtonStyle(style)
        self.speaker.setVisible(width >= WITH_SPEAKER)
        self._row.setSpacing(theme.SPACE if width >= WITH_SPEAKER else theme.GAP)
