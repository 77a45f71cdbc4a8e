"""Controller that connects the transport bar with the player and saves the bar's settings."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from gui.controls.choice_box import NOTE
from gui.library.library import Library
from gui.library.settings import Settings
from gui.playback.player import PLAYING, Player
from gui.playback.transport import Transport
from seqgen.errors import SeqgenError
from seqgen.sound.midi_ports import VIRTUAL, can_be_live
from seqgen.sound.soundfonts import system_soundfonts

MOST_FONTS = 5


class TransportController(QObject):
    """Shows the player's state on the bar and passes the bar's requests to the player."""

    def __init__(self, player: Player, transport: Transport, settings: Settings, library: Library) -> None:
        super().__init__(transport)
        self._player, self._transport, self._settings, self._library = player, transport, settings, library
        self._ports: list[str] = []
        self._of_system = [str(path) for path in system_soundfonts()]
        self._restore()
        self._connect_player()
        self._connect_bar()
        self._show_sheet()
        self._show_loop()
        self._show_fonts()
        self._show_outputs()
        self._show_device()

    def _restore(self) -> None:
        self._player.set_volume(self._settings.values.volume)
        self._transport.set_volume(self._player.volume)
        self._player.set_metronome(self._settings.values.metronome, counts_in=self._settings.values.count_in)
        self._show_metronome()
        self._player.set_room(self._settings.values.room)
        self._transport.set_room(self._player.room)
        own = self._library.soundfont()
        path = self._settings.values.soundfont if own is None else own  # a new library begins with what was used last
        if os.path.isfile(path):
            self._player.set_soundfont(path)

    def _connect_player(self) -> None:
        player = self._player
        player.state_changed.connect(self._show_state)
        player.tick_changed.connect(self._show_tick)
        player.sheet_changed.connect(self._show_sheet)
        player.loop_changed.connect(self._show_loop)
        player.metronome_changed.connect(self._show_metronome)
        player.tempo_changed.connect(self._show_tempo)
        player.volume_changed.connect(self._transport.set_volume)
        player.room_changed.connect(self._transport.set_room)
        player.output_changed.connect(self._show_outputs)
        player.outputs_changed.connect(self._take_ports)
        player.soundfont_changed.connect(self._font_changed)
        player.device_changed.connect(self._show_device)

    def _connect_bar(self) -> None:
        bar, player = self._transport, self._player
        bar.play_wanted.connect(player.toggle)
        bar.stop_wanted.connect(player.stop)
        bar.loop_wanted.connect(player.set_looping)
        bar.metronome_wanted.connect(self._metronome_wanted)
        bar.seek_wanted.connect(player.seek)
        bar.dragged.connect(self._show_time)
        bar.tempo_wanted.connect(player.set_tempo)
        bar.volume_wanted.connect(self._volume_wanted)
        bar.room_wanted.connect(self._room_wanted)
        bar.soundfont_wanted.connect(player.set_soundfont)
        bar.other_soundfont_wanted.connect(self._choose_font)
        bar.output_wanted.connect(player.set_output)
        bar.outputs_wanted.connect(player.refresh_outputs)

    # -- state of the player -------------------------------------------------------------------------------------------

    def _show_state(self, state: str) -> None:
        self._transport.set_playing(state == PLAYING)
        self._show_stop()

    def _show_tick(self, tick: float) -> None:
        self._transport.set_position(tick)
        self._show_stop()
        self._show_time(self._transport.position.position)

    def _show_stop(self) -> None:
        # nothing to stop, and nowhere to go back from
        self._transport.stop.setEnabled(
            self._player.loaded and (self._player.state == PLAYING or self._player.tick > 0)
        )

    def _show_time(self, tick: float) -> None:
        seconds = float(self._player.sheet.seconds(tick)) / self._player.tempo
        self._transport.set_time(seconds, self._player.duration if self._player.loaded else 0.0)

    def _show_sheet(self) -> None:
        self._transport.set_title(self._player.title, self._page_words().get(self._player.page, ""))
        self._transport.set_loaded(self._player.loaded)
        self._show_stop()
        self._transport.set_length(self._player.sheet.end_tick)
        self._show_tick(self._player.tick)
        self._show_loop()

    def _page_words(self) -> dict[str, str]:
        return {
            "corpora": self.tr("Corpora"),
            "train": self.tr("Train"),
            "create": self.tr("Create"),
            "inspect": self.tr("Inspect"),
        }

    def switch_loop(self) -> None:
        """Repeat, or no more, if there is something to play."""
        if self._player.loaded:
            self._player.set_looping(not self._player.looping)

    def _show_loop(self) -> None:
        loop = self._player.loop
        whole = loop == (0, self._player.sheet.end_tick)
        shown = None if loop is None or whole else (float(loop[0]), float(loop[1]))
        self._transport.set_loop(self._player.looping, shown)

    def _show_tempo(self, scale: float) -> None:
        self._transport.set_tempo(scale)
        self._show_time(self._player.tick)

    def _show_metronome(self) -> None:
        self._transport.set_metronome(self._player.metronome, counts_in=self._player.counts_in)

    def _metronome_wanted(self, on: bool, counts_in: bool) -> None:
        self._settings.change(metronome=on, count_in=counts_in)
        self._player.set_metronome(on, counts_in=counts_in)

    def _show_device(self) -> None:
        player = self._player
        if player.output:
            self._transport.set_status("")
        elif player.device == "":
            self._transport.set_status(self.tr("no sound device"), self.tr("Everything else works; MIDI out too"))
        else:
            self._transport.set_status("")

    # -- SoundFonts ----------------------------------------------------------------------------------------------------

    def _fonts(self) -> list[str]:
        return [path for path in self._settings.values.soundfonts if os.path.isfile(path)]

    def _show_fonts(self) -> None:
        found = [path for path in self._of_system if not _is_built_in(path)]
        paths = dict.fromkeys((*self._fonts(), *found))
        fonts = [("", self.tr("TimGM6mb (built in)")), *((path, Path(path).stem) for path in paths)]
        self._transport.set_soundfonts(fonts, self._player.soundfont)

    def _choose_font(self) -> None:
        self._show_fonts()
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
        folder = self._settings.values.soundfont_folder or home
        kinds = self.tr("SoundFonts (*.sf2 *.sf3 *.SF2 *.SF3)")
        path, _ = QFileDialog.getOpenFileName(self._transport, self.tr("Choose a SoundFont"), folder, kinds)
        if path:
            self._settings.change(soundfont_folder=str(Path(path).parent))
            self.take_font(path)

    def take_font(self, path: str) -> None:
        """Use a SoundFont from now on, and offer it again next time."""
        others = [known for known in self._fonts() if known != path]
        self._settings.change(soundfonts=(path, *others)[:MOST_FONTS])
        self._player.set_soundfont(path)

    def _font_changed(self, path: str) -> None:
        self._settings.change(soundfont=path)
        with suppress(SeqgenError):  # the window has said that nothing can be kept there
            self._library.keep_soundfont(path)
        self._show_fonts()

    # -- MIDI ports ----------------------------------------------------------------------------------------------------

    def _take_ports(self, ports: list[str]) -> None:
        self._ports = ports
        self._show_outputs()

    def _show_outputs(self) -> None:
        names = {"": self.tr("off"), VIRTUAL: self.tr("new port “seqgen”")}
        chosen = self._player.output
        offered = ["", *self._ports, VIRTUAL, *([chosen] if chosen not in (*self._ports, "", VIRTUAL) else [])]
        if not can_be_live():
            missing = self.tr("MIDI ports need the package python-rtmidi: {command}")
            names[NOTE], offered = missing.format(command="pip install 'seqgen[live]'"), ["", NOTE]
        self._transport.set_outputs([(port, names.get(port, port)) for port in offered], chosen)
        self._show_device()

    def _room_wanted(self, on: bool) -> None:
        self._settings.change(room=on)
        self._player.set_room(on)

    def _volume_wanted(self, volume: float) -> None:
        self._settings.change(volume=volume)
        self._player.set_volume(volume)


def _is_built_in(path: str) -> bool:
    """Return True for the system's copy of the font that is used where none is chosen."""
    return Path(path).name == "TimGM6mb.sf2"
