"""The instruments of the tracks, played by the synthesiser."""

from __future__ import annotations

from gui.playback.position import CLOCK, NOTE_OFF, NOTE_ON, PROGRAM, VOLUME, Event
from seqgen.arrays import Sound
from seqgen.errors import SeqgenError
from seqgen.sound import channel as midi
from seqgen.sound.soundfont import SoundFont
from seqgen.sound.synth import Synth

FIRST_CHANNEL = 16
"""Every track has a channel of its own, past those of MIDI, so that none is the drum channel by its number."""


class Instruments:
    """A synthesiser whose channels are tracks."""

    def __init__(self, soundfont: SoundFont, rate: int) -> None:
        self._synth = Synth(soundfont, rate)
        self.problem = ""

    @property
    def sounding(self) -> bool:
        """Whether anything is heard, what rings out included."""
        return self._synth.sounding > 0

    def give(self, event: Event, *, at: int) -> None:
        """Carry out an event `at` frames into the next block. Give events in order of time."""
        synth, channel = self._synth, FIRST_CHANNEL + event.track
        if event.kind == NOTE_ON:
            try:
                synth.note_on(channel, event.number, event.value, at=at)
            except SeqgenError as error:  # a damaged sample: the others go on
                self.problem = str(error)
        elif event.kind == NOTE_OFF:
            synth.note_off(channel, event.number, at=at)
        elif event.kind == PROGRAM:
            synth.program(channel, event.number, bank=midi.DRUM_BANK if event.value else 0, at=at)
        elif event.kind == VOLUME:
            synth.control(channel, midi.VOLUME, event.value, at=at)
        else:
            assert event.kind == CLOCK

    def all_off(self) -> None:
        """Let everything end."""
        self._synth.all_off()

    def block(self, frames: int) -> Sound:
        """The next frames."""
        return self._synth.block(frames)
