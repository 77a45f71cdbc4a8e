"""Play a score live to a MIDI port, with the MIDI clock on request."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import mido
import numpy as np

from seqgen.errors import Sentence, SeqgenError, UsageError, printable
from seqgen.sound.score_events import BEND, CONTROL, NOTE_OFF, NOTE_ON, Score, score_events, seconds_at

VIRTUAL = "virtual"
CLIENT = "seqgen"
DRUM_CHANNEL = 9
CHANNELS = tuple(channel for channel in range(16) if channel != DRUM_CHANNEL)
CLOCKS_A_QUARTER = 24
LEAD_SECONDS = 0.1  # between opening a port and the first message, for synthesisers that connect slowly


class Timed(NamedTuple):
    seconds: float
    message: mido.Message


def can_be_live() -> bool:
    """Return whether the package for live MIDI ports is installed, which has no wheel for every Python."""
    return importlib.util.find_spec("rtmidi") is not None


def list_ports() -> list[str]:
    """Return the names of MIDI outputs. Raises `SeqgenError` if the system has no MIDI."""
    with _system_midi():
        return list(mido.get_output_names())


def list_inputs() -> list[str]:
    """Return the names of MIDI inputs, such as keyboards. Raises `SeqgenError` if the system has no MIDI."""
    with _system_midi():
        return list(mido.get_input_names())


def play_to_port(
    score: Score,
    port: str | None = None,
    *,
    clock: bool = False,
    stop: threading.Event | None = None,
    progress: Callable[[float, float], None] | None = None,
) -> None:
    """Play a `symusic.Score` to a MIDI port until it ends or `stop` is set. No note is left sounding.

    `port` is a port's name or a part of it; None opens a virtual port `seqgen`. With `clock`, send start, 24 clocks a
    quarter note and stop. `progress` is called with (seconds played, seconds in total) about ten times a second. Raises
    `UsageError` if the name matches no port or several, `SeqgenError` if the system has no MIDI or the score is empty.
    """
    messages = timed_messages(score, clock=clock)
    with _system_midi():
        output: Any = mido.open_output(CLIENT, virtual=True) if port is None else mido.open_output(find_port(port))
    with output:
        send_in_time(output, messages, stop=stop or threading.Event(), progress=progress)


def find_port(wanted: str) -> str:
    """Return the only output whose name is `wanted` or contains it, ignoring case. Raises `UsageError`."""
    names = list_ports()
    if wanted in names:
        return wanted
    fitting = [name for name in names if wanted.casefold() in name.casefold()]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(printable(name) for name in fitting or names) or Sentence("none; 'virtual' makes one")
    several = "{wanted} fits several MIDI ports; there are: {known}"
    unknown = "{wanted} is no MIDI port; there are: {known}"
    raise UsageError(several if fitting else unknown, wanted=printable(wanted), known=known)


def send_in_time(
    output: Any, messages: list[Timed], *, stop: threading.Event, progress: Callable[[float, float], None] | None = None
) -> None:
    """Send messages to `output` (anything with `send`) on time. Leaves no note sounding, even if interrupted."""
    sounding: set[tuple[int, int]] = set()
    total = messages[-1].seconds if messages else 0.0
    start, told = time.perf_counter() + LEAD_SECONDS, -1.0
    try:
        for due, message in messages:
            while (wait := start + due - time.perf_counter()) > 0:
                if stop.wait(min(wait, 0.1)):
                    return
                if progress is not None and due - wait > told + 0.1:
                    told = max(0.0, due - wait)
                    progress(told, total)
            if stop.is_set():
                return
            if message.type == "note_on":
                sounding.add((message.channel, message.note))  # first: an interrupt may fall between the two
            output.send(message)
            if message.type == "note_off":
                sounding.discard((message.channel, message.note))
        if progress is not None:
            progress(total, total)
    finally:
        for message in silence(sounding):
            output.send(message)
        if any(timed.message.type == "start" for timed in messages):
            output.send(mido.Message("stop"))  # only after a start: it might stop a recording


def silence(sounding: set[tuple[int, int]]) -> Iterator[mido.Message]:
    """Yield note-offs for sounding notes, then sustain off and all notes off for every channel."""
    for channel, key in sorted(sounding):
        yield mido.Message("note_off", channel=channel, note=key)
    for channel in range(16):
        yield mido.Message("control_change", channel=channel, control=64, value=0)
        yield mido.Message("control_change", channel=channel, control=123, value=0)


def timed_messages(score: Score, *, clock: bool = False) -> list[Timed]:
    """Return a score as MIDI messages in order of time. Raises `SeqgenError` if it has no notes."""
    channels = channels_of([(track.program, track.is_drum) for track in score.tracks])
    messages = [
        Timed(0.0, mido.Message("program_change", channel=channel, program=track.program))
        for track, channel in zip(score.tracks, channels, strict=True)
    ]
    programs = [track.program for track in score.tracks]
    playing = {timed.message.channel: timed.message.program for timed in messages}
    events = score_events(score, 1_000_000)
    for microsecond, kind, track, number, value in zip(*(column.tolist() for column in events), strict=True):
        channel, program = channels[track], programs[track]
        if kind == NOTE_ON and playing[channel] != program:
            # more programs than channels: each sets its own before its turn
            messages.append(Timed(microsecond / 1e6, mido.Message("program_change", channel=channel, program=program)))
            playing[channel] = program
        messages.append(Timed(microsecond / 1e6, _message(kind, channel, number, value)))
    if clock:
        messages += _clock(score, messages[-1].seconds)
        messages.sort(key=lambda timed: timed.seconds)  # stable: clocks come after simultaneous notes
    return messages


def channels_of(tracks: Sequence[tuple[int, bool]]) -> list[int]:
    """Return the channel of each track, given its program and whether it is drums. Drums go to the tenth. With more
    than fifteen other tracks, those of one program share a channel."""
    others = [program for program, drums in tracks if not drums]
    programs = list(dict.fromkeys(others))
    places = iter(range(len(others)) if len(others) <= len(CHANNELS) else map(programs.index, others))
    return [DRUM_CHANNEL if drums else CHANNELS[next(places) % len(CHANNELS)] for _, drums in tracks]


def _message(kind: int, channel: int, number: int, value: int) -> mido.Message:
    if kind == NOTE_ON:
        return mido.Message("note_on", channel=channel, note=number, velocity=value)
    if kind == NOTE_OFF:
        return mido.Message("note_off", channel=channel, note=number)
    if kind == CONTROL:
        return mido.Message("control_change", channel=channel, control=number, value=value)
    assert kind == BEND
    return mido.Message("pitchwheel", channel=channel, pitch=value)


def _clock(score: Score, end_seconds: float) -> list[Timed]:
    """Return start and the clocks until `end_seconds`, 24 a quarter note at the score's tempo."""
    in_ticks = score.to("tick")
    step = max(1, in_ticks.ticks_per_quarter) / CLOCKS_A_QUARTER
    ticks = np.rint(np.arange(0, in_ticks.end() + 1, step)).astype(np.int64)
    due = seconds_at(in_ticks, ticks)
    return [
        Timed(0.0, mido.Message("start")),
        *(Timed(seconds, mido.Message("clock")) for seconds in due[due <= end_seconds].tolist()),
    ]


_OF_METHODS = {
    "initialize": Sentence("the system's MIDI cannot be reached"),
    "openPort": Sentence("the port cannot be opened"),
    "openVirtualPort": Sentence("a virtual port cannot be opened"),
    "getPortName": Sentence("the port is gone"),
    "sendMessage": Sentence("the port takes no messages"),
}
"""Words for what RtMidi's methods, which its errors name, could not do."""


def reason_of_port(error: BaseException) -> Sentence:
    """Return why a port cannot be used: in words of ours where RtMidi names one of its methods, else in its own."""
    words = str(error).strip()
    method = re.match(r"\w+::(\w+):", words)
    if method and method[1] in _OF_METHODS:
        return _OF_METHODS[method[1]]
    return Sentence(printable(words.splitlines()[0] if words else type(error).__name__))


@contextmanager
def _system_midi() -> Iterator[None]:
    """Raise `SeqgenError` in one sentence if the system has no MIDI."""
    try:
        with _quiet_libraries():
            yield
    except SeqgenError:
        raise
    except ModuleNotFoundError as error:
        raise SeqgenError(
            "this installation offers no MIDI ports: they need the package python-rtmidi, which has no wheel for "
            "every Python; pip install 'seqgen[live]' builds it, with a C++ compiler and ALSA's headers"
        ) from error
    except (ImportError, OSError, RuntimeError, NotImplementedError) as error:
        raise SeqgenError(
            "this system offers no MIDI ports ({why}); on Linux ALSA's sequencer is needed (modprobe snd-seq), "
            "on Windows a virtual port needs a driver such as loopMIDI",
            why=reason_of_port(error),
        ) from error


@contextmanager
def _quiet_libraries() -> Iterator[None]:
    """Discard what ALSA writes to stderr; its errors are raised as exceptions too."""
    if os.name != "posix":
        yield
        return
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
