"""Synthesiser whose channels are the tracks of a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from gui.playback.position import CLOCK, NOTE_OFF, NOTE_ON, PROGRAM, VOLUME, Event
from seqgen.arrays import Sound
from seqgen.errors import SeqgenError
from seqgen.formats.sheet import TrackInfo
from seqgen.sound import channel as midi
from seqgen.sound.seating import Seat, seats
from seqgen.sound.soundfont import SoundFont
from seqgen.sound.synth import Synth

FIRST_CHANNEL = 16
"""Channel of the first track, past MIDI's sixteen, so that no track falls on the drum channel by its number."""


class Instruments:
    """Plays the events of a sheet, each track on a channel of its own."""

    def __init__(self, soundfont: SoundFont, rate: int, *, room: bool = True) -> None:
        self._synth = Synth(soundfont, rate, room=room)
        self._seats: list[Seat] = []
        self.problem = ""

    @property
    def sounding(self) -> bool:
        """True while anything is heard, including notes and a room that ring out."""
        return not self._synth.silent

    def set_tracks(self, tracks: Sequence[TrackInfo]) -> None:
        """Give each track its seat among those with its instrument."""
        found = seats([(info.program, info.drums) for info in tracks])
        if found != self._seats:
            self._seats = found
            for track, seat in enumerate(found):
                for number, value in seat.controls:
                    self._synth.control(FIRST_CHANNEL + track, number, value)

    def set_room(self, on: bool) -> None:
        self._synth.set_room(on)

    def give(self, event: Event, *, at: int) -> None:
        """Perform an event `at` frames into the next block. Events must come in order of time."""
        synth, channel = self._synth, FIRST_CHANNEL + event.track
        if event.kind == NOTE_ON:
            try:
                synth.note_on(channel, event.number, event.value, at=at)
            except SeqgenError as error:  # a damaged sample; the other instruments still play
                self.problem = error.sentence
        elif event.kind == NOTE_OFF:
            synth.note_off(channel, event.number, at=at)
        elif event.kind == PROGRAM:
            synth.program(channel, event.number, bank=midi.DRUM_BANK if event.value else 0, at=at)
        elif event.kind == VOLUME:
            synth.control(channel, midi.VOLUME, event.value, at=at)
        else:
            assert event.kind == CLOCK

    def all_off(self) -> None:
        self._synth.all_off()

    def block(self, frames: int) -> Sound:
        return self._synth.block(frames)
