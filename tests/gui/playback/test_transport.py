"""Transport bar and its controller."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.library.library import Library
from gui.library.settings import Settings
from gui.playback.player import Player
from gui.playback.transport import CHOOSE, Transport
from gui.playback.transport_controller import TransportController
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.sound.midi_ports import VIRTUAL
from seqgen.sound.soundfont import default_soundfont

NARROW, USUAL = 928, 1288


@pytest.fixture
def bar(qtbot: QtBot) -> Transport:
    made = Transport()
    qtbot.addWidget(made)
    made.set_soundfonts([("", "TimGM6mb (built in)")], "")
    made.set_outputs([("", "off")], "")
    made.set_length(1000)
    made.resize(USUAL, theme.TRANSPORT_HEIGHT)
    made.show()
    return made


class Bound:
    """Bar, player and settings, connected."""

    def __init__(self, bar: Transport, folder: Path) -> None:
        self.bar, self.player = bar, Player(keep=folder / "heard.raw")
        self.settings = Settings(folder / "settings.json")
        self.library = Library(folder / "library")
        self.controller = TransportController(self.player, bar, self.settings, self.library)


@pytest.fixture
def bound(bar: Transport, tmp_path: Path) -> Iterator[Bound]:
    made = Bound(bar, tmp_path)
    yield made
    made.player.close()


def tune(quarters: int) -> Sheet:
    notes = np.zeros(quarters, NOTE)
    notes["onset"] = np.arange(quarters) * 480
    notes["end"], notes["pitch"], notes["velocity"] = notes["onset"] + 460, 72, 100
    return Sheet(notes, (TrackInfo("Flute", 73),), end_tick=480 * quarters)


@pytest.mark.parametrize("width", [NARROW, 1028, 1130, 1208, USUAL, 2500])
def test_everything_fits_side_by_side(qapp: QApplication, bar: Transport, width: int) -> None:
    theme.Theme(qapp, "dark")
    bar.set_status("no sound device")
    bar.resize(width, theme.TRANSPORT_HEIGHT)
    qapp.processEvents()
    shown = [
        w
        for w in (bar.play, bar.stop, bar.loop, bar.metronome, bar.time, bar.position, bar.tempo, bar.sound, bar.room)
        if w.isVisible()
    ]
    shown += [w for w in (bar.output, bar.speaker, bar.volume, bar.status) if w.isVisible()]
    edges = [(w.geometry().left(), w.geometry().right()) for w in shown]
    assert all(right < left for (_, right), (left, _) in itertools.pairwise(edges))
    assert edges[-1][1] < width
    assert bar.position.width() >= 80


def test_every_control_is_reached_by_tab_and_has_a_name(bar: Transport) -> None:
    for control in (
        bar.play,
        bar.stop,
        bar.loop,
        bar.position,
        bar.tempo,
        bar.sound,
        bar.room,
        bar.output,
        bar.speaker,
    ):
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert control.accessibleName()
        assert control.toolTip()


def test_the_play_button_shows_and_says_what_a_press_would_do(bar: Transport) -> None:
    assert bar.play.accessibleName() == "Play"
    before = bar.play.grab().toImage()
    bar.set_playing(True)
    assert bar.play.accessibleName() == "Pause"
    assert bar.play.grab().toImage() != before


def test_a_click_on_the_line_seeks_there(bar: Transport, qtbot: QtBot) -> None:
    middle = bar.position.rect().center()
    with qtbot.waitSignal(bar.seek_wanted) as told:
        qtbot.mouseClick(bar.position, Qt.MouseButton.LeftButton, pos=middle)
    assert told.args[0] == pytest.approx(500, abs=5)


def test_a_drag_shows_its_place_and_seeks_at_its_end(bar: Transport, qtbot: QtBot) -> None:
    sought: list[float] = []
    bar.seek_wanted.connect(sought.append)
    row = bar.position.height() // 2
    qtbot.mousePress(bar.position, Qt.MouseButton.LeftButton, pos=QPoint(20, row))
    qtbot.mouseMove(bar.position, QPoint(bar.position.width() - 1, row))
    bar.set_position(100)
    assert bar.position.position == pytest.approx(1000)
    assert sought == []
    qtbot.mouseRelease(bar.position, Qt.MouseButton.LeftButton, pos=QPoint(bar.position.width() - 1, row))
    assert sought == [pytest.approx(1000)]


def test_the_keyboard_seeks_too(bar: Transport, qtbot: QtBot) -> None:
    bar.set_position(500)
    with qtbot.waitSignal(bar.seek_wanted) as told:
        qtbot.keyClick(bar.position, Qt.Key.Key_Right)
    assert told.args == [520.0]
    with qtbot.waitSignal(bar.seek_wanted) as told:
        qtbot.keyClick(bar.position, Qt.Key.Key_Home)
    assert told.args == [0.0]


def test_the_loop_is_marked_on_the_line(bar: Transport) -> None:
    before = bar.position.grab().toImage()
    bar.set_loop(True, (300.0, 600.0))
    assert bar.loop.isChecked()
    assert bar.position.grab().toImage() != before


def test_what_is_shown_is_not_said(bar: Transport, qtbot: QtBot) -> None:
    with (
        qtbot.assertNotEmitted(bar.tempo_wanted),
        qtbot.assertNotEmitted(bar.volume_wanted),
        qtbot.assertNotEmitted(bar.output_wanted),
    ):
        bar.set_tempo(1.5)
        bar.set_volume(0.3)
        bar.set_outputs([("", "off"), ("a", "A")], "a")
    assert (bar.tempo.value(), bar.volume.value(), bar.output.value) == (150, 30, "a")


def test_long_names_of_ports_are_elided_and_whole_in_the_tip(bar: Transport) -> None:
    name = "A synthesiser with a name that is much too long for any box 128:0"
    bar.set_outputs([("", "off"), (name, name)], name)
    assert name in bar.output.toolTip()
    assert bar.output.width() < 200


def test_the_last_line_of_the_sound_box_asks_for_a_file(bar: Transport, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.other_soundfont_wanted), qtbot.assertNotEmitted(bar.soundfont_wanted):
        bar.sound.activated.emit(bar.sound.findData(CHOOSE))


def test_the_bar_is_drawn_anew_for_another_theme(bar: Transport) -> None:
    def ground(image: QImage) -> QColor:
        return image.pixelColor(4, image.height() // 2)

    bar.setStyleSheet(theme.style_sheet(theme.DARK))
    dark = ground(bar.grab().toImage())
    bar.setStyleSheet(theme.style_sheet(theme.LIGHT))
    assert dark.lightness() < 100 < ground(bar.grab().toImage()).lightness()


# -- with the player ---------------------------------------------------------------------------------------------------


def test_the_button_plays_and_shows_that_it_does(bound: Bound, qtbot: QtBot) -> None:
    bound.player.load(tune(8), title="Take 2", page="create")
    assert bound.bar.time.text() == "0:00 / 0:04"
    assert bound.bar.what.whole == "Take 2 · Create"
    bound.bar.play.click()
    assert bound.bar.play.playing
    qtbot.waitUntil(lambda: bound.bar.position.position > 200)
    bound.bar.play.click()
    assert not bound.bar.play.playing
    bound.bar.stop.click()
    assert bound.bar.position.position == 0


def test_without_anything_loaded_nothing_can_be_pressed_or_played(bound: Bound) -> None:
    assert not any(part.isEnabled() for part in (bound.bar.play, bound.bar.stop, bound.bar.loop, bound.bar.position))
    bound.player.play()
    assert bound.player.state == "stopped"
    bound.player.load(tune(8))
    assert bound.bar.play.isEnabled()
    bound.player.unload()
    assert not bound.bar.play.isEnabled()
    assert bound.bar.what.whole == ""


def test_a_slower_tempo_makes_the_piece_longer(bound: Bound) -> None:
    bound.player.load(tune(8))
    bound.bar.tempo.setValue(50)
    assert bound.player.tempo == 0.5
    assert bound.bar.time.text() == "0:00 / 0:08"


def test_the_loop_button_repeats(bound: Bound) -> None:
    bound.player.load(tune(8))
    bound.bar.loop.click()
    assert bound.player.loop == (0, 3840)
    bound.bar.loop.click()
    assert bound.player.loop is None


def test_without_a_device_the_bar_says_so(bound: Bound, qtbot: QtBot) -> None:
    bound.player.warm_up()
    qtbot.waitUntil(lambda: bound.bar.status.text() == "no sound device")
    assert bound.bar.status.isVisible()


def test_the_volume_is_remembered_and_the_speaker_silences(bound: Bound, tmp_path: Path) -> None:
    bound.bar.volume.setValue(40)
    assert (bound.player.volume, bound.settings.values.volume) == (0.4, 0.4)
    bound.bar.speaker.click()
    assert bound.player.volume == 0
    bound.bar.speaker.click()
    assert bound.player.volume == 0.4
    again = Transport()
    bound.settings.save()
    TransportController(Player(), again, Settings(tmp_path / "settings.json"), Library(tmp_path / "library"))
    assert again.volume.value() == 40


def test_ports_are_offered_when_the_pointer_arrives(bound: Bound, monkeypatch: pytest.MonkeyPatch) -> None:
    # Python 3.13 has it only with the extra for live ports
    there = ModuleType("rtmidi")
    there.__spec__ = ModuleSpec("rtmidi", None)
    monkeypatch.setitem(sys.modules, "rtmidi", there)
    asked: list[str] = []
    monkeypatch.setattr(bound.player, "_send", lambda *command: asked.append(command[0]))
    monkeypatch.setattr(bound.player, "_launched", lambda: True)
    bound.bar.output.looked_at.emit()
    assert asked == ["list_outputs"]
    bound.player.outputs_changed.emit(["Synth 20:0"])
    assert [value for value, _ in bound.bar.output.choices()] == ["", "Synth 20:0", VIRTUAL]


def test_missing_live_ports_are_said_in_the_list_of_ports(bound: Bound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    bound.player.outputs_changed.emit([])

    (off, _), (note, words) = bound.bar.output.choices()
    assert (off, "seqgen[live]" in words) == ("", True)
    item = bound.bar.output.model().index(1, 0)
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    assert bound.bar.output.value == "" != note


def test_soundfonts_of_the_system_are_offered(bar: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [tmp_path / "MuseScore_General.sf3", tmp_path / "TimGM6mb.sf2"]
    monkeypatch.setattr("gui.playback.transport_controller.system_soundfonts", lambda: found)
    made = Bound(bar, tmp_path)
    assert ("MuseScore_General" in [name for _, name in bar.sound.choices()], bar.sound.value) == (True, "")
    # that of the program is the first already
    assert [name for _, name in bar.sound.choices()].count("TimGM6mb") == 0
    bar.sound.picked.emit(str(found[0]))
    assert made.settings.values.soundfont == str(found[0])


def test_a_soundfont_that_was_chosen_is_offered_again(bound: Bound, tmp_path: Path) -> None:
    path = tmp_path / "Grand.sf2"
    path.write_bytes(default_soundfont().read_bytes()[:100])
    bound.controller.take_font(str(path))
    assert (bound.bar.sound.value, bound.bar.sound.currentText()) == (str(path), "Grand")
    assert bound.settings.values.soundfont == str(path)


def test_each_library_is_played_with_its_own_soundfont(bound: Bound, tmp_path: Path) -> None:
    first, second = tmp_path / "Grand.sf2", tmp_path / "Choir.sf2"
    for path in (first, second):
        path.write_bytes(default_soundfont().read_bytes()[:100])
    bound.controller.take_font(str(first))
    bound.settings.save()

    def played(library: Path) -> tuple[str, TransportController]:
        player = Player()
        controller = TransportController(player, Transport(), Settings(tmp_path / "settings.json"), Library(library))
        return player.soundfont, controller

    font, other = played(tmp_path / "other")
    assert font == str(first)  # a new library begins with what was used last
    other.take_font(str(second))
    assert played(tmp_path / "other")[0] == str(second)
    assert played(tmp_path / "library")[0] == str(first)


def test_one_click_takes_the_room_away_for_good(bound: Bound) -> None:
    assert (bound.bar.room.isChecked(), bound.player.room) == (True, True)
    bound.bar.room.click()
    assert (bound.player.room, bound.settings.values.room) == (False, False)


def test_a_soundfont_that_cannot_be_read_gives_the_old_one_back(bound: Bound, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "Broken.sf2"
    path.write_bytes(default_soundfont().read_bytes()[:100])
    bound.player.warm_up()
    with qtbot.waitSignal(bound.player.problem):
        bound.controller.take_font(str(path))
    assert bound.bar.sound.value == ""
    assert bound.settings.values.soundfont == ""


def test_metronome_and_count_in_are_switched_and_remembered(bound: Bound) -> None:
    bound.bar.clicks.trigger()
    assert (bound.player.metronome, bound.player.counts_in) == (True, False)
    bound.bar.count_in.trigger()
    assert (bound.player.metronome, bound.player.counts_in) == (True, True)
    assert bound.settings.values.metronome
    assert bound.settings.values.count_in
