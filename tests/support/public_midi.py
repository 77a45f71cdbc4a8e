"""MIDI files such as strangers publish: programs in a set-up track, shared channels, pedals, sysex, missing note-offs.

`public_file(seed)` gives the same bytes every time, `expected` what another reader, built on mido, finds in them.
"""

from __future__ import annotations

import io
import random
from collections import defaultdict
from typing import NamedTuple

import mido

GS_RESET = mido.Message("sysex", data=(0x41, 0x10, 0x42, 0x12, 0x40, 0x00, 0x7F, 0x00, 0x41))
GM_ON = mido.Message("sysex", data=(0x7E, 0x7F, 0x09, 0x01))


class Sounded(NamedTuple):
    track: int
    channel: int
    program: int
    onset: int
    end: int
    pitch: int
    velocity: int


def public_file(seed: int) -> bytes:
    """Return a MIDI file of type 0 or 1 with one to six tracks, each of up to 40 notes on one or two channels. Every
    third is an ordinary one: each track has a channel and a program of its own, and every note an end."""
    rng = random.Random(seed)
    ordinary = seed % 3 == 0
    file = mido.MidiFile(type=rng.choice([0, 1, 1]), ticks_per_beat=rng.choice([96, 120, 480, 960]))
    count = 1 if file.type == 0 else rng.randint(1, 6)
    if rng.random() < 0.5 and file.type == 1:
        file.tracks.append(_set_up(rng, ordinary=ordinary))
    for number in range(count):
        play = _played_by_one if ordinary else _played
        file.tracks.append(play(rng, number, file.ticks_per_beat))
    if rng.random() < 0.3 and file.type == 1 and not ordinary:
        file.tracks.append(_track([(rng.randrange(4000), _control(rng, 64)) for _ in range(8)]))
    data = io.BytesIO()
    file.save(file=data)
    return data.getvalue()


def _set_up(rng: random.Random, *, ordinary: bool) -> mido.MidiTrack:
    events: list[tuple[int, mido.Message]] = [(0, mido.MetaMessage("set_tempo", tempo=rng.randrange(300_000, 900_000)))]
    if ordinary:
        events += [(t, mido.MetaMessage("set_tempo", tempo=rng.randrange(300_000, 900_000))) for t in (960, 50_000)]
        return _track(events)
    if rng.random() < 0.3:
        events.append((0, rng.choice([GM_ON, GS_RESET])))
    for channel in rng.sample(range(16), rng.randrange(6)):
        events.append((0, mido.Message("program_change", channel=channel, program=rng.randrange(128))))
    return _track(events)


def _played_by_one(rng: random.Random, number: int, quarter: int) -> mido.MidiTrack:
    events: list[tuple[int, mido.Message]] = [(0, mido.MetaMessage("track_name", name=f"Part {number}"))]
    events.append((0, mido.Message("program_change", channel=number, program=rng.randrange(128))))
    events += [(0, mido.Message("control_change", channel=number, control=n, value=99)) for n in (7, 10) if number % 2]
    now = rng.choice([0, quarter * rng.randrange(40)])
    for _ in range(rng.randrange(60)):
        length = rng.choice([quarter // 4, quarter, 3 * quarter])
        pitch, velocity = rng.randrange(40, 80), rng.randrange(1, 128)
        events.append((now, mido.Message("note_on", channel=number, note=pitch, velocity=velocity)))
        end = rng.choice(["note_on", "note_off"]) if number % 3 else "note_off"
        events.append((now + length, mido.Message(end, channel=number, note=pitch, velocity=0)))
        if rng.random() < 0.1:
            events.append((now, mido.Message("control_change", channel=number, control=64, value=rng.randrange(128))))
        now += length * rng.choice([1, 1, 1, 9])
    return _track(events)


def _control(rng: random.Random, number: int) -> mido.Message:
    return mido.Message("control_change", channel=rng.randrange(4), control=number, value=rng.choice([0, 127]))


def _played(rng: random.Random, number: int, quarter: int) -> mido.MidiTrack:
    channels = rng.sample([rng.randrange(4), number % 16, 9], rng.choice([1, 1, 2]))
    events: list[tuple[int, mido.Message]] = [(0, mido.MetaMessage("track_name", name=f"Part {number}"))]
    if rng.random() < 0.6:
        events.append((0, mido.Message("program_change", channel=channels[0], program=rng.randrange(128))))
    now = rng.choice([0, 0, quarter * rng.randrange(40)])
    for _ in range(rng.randrange(40)):
        now += rng.choice([0, quarter // 4, quarter // 2, quarter, quarter, quarter * rng.randrange(30)])
        channel, pitch = rng.choice(channels), rng.randrange(50, 62)
        length = rng.choice([1, quarter // 4, quarter, 3 * quarter, 20 * quarter])
        events.append((now, mido.Message("note_on", channel=channel, note=pitch, velocity=rng.randrange(1, 128))))
        if rng.random() < 0.99:
            end = rng.choice(["note_on", "note_off"])
            events.append((now + length, mido.Message(end, channel=channel, note=pitch, velocity=0)))
        if rng.random() < 0.05:
            events.append((now, mido.Message("program_change", channel=channel, program=rng.randrange(128))))
        if rng.random() < 0.1:
            events.append((now, _control(rng, rng.choice([7, 11, 64, 64]))))
        if rng.random() < 0.03:
            events.append((now, mido.Message("pitchwheel", channel=channel, pitch=rng.randrange(-8192, 8192))))
        if rng.random() < 0.02:
            events.append((now, mido.Message("polytouch", channel=channel, note=pitch, value=3)))
    return _track(events)


def _track(events: list[tuple[int, mido.Message]]) -> mido.MidiTrack:
    track, before = mido.MidiTrack(), 0
    for tick, message in sorted(events, key=lambda event: event[0]):
        track.append(message.copy(time=tick - before))
        before = tick
    track.append(mido.MetaMessage("end_of_track", time=7))
    return track


def expected(data: bytes) -> list[Sounded]:
    """Return the notes in a file, event by event. A program is its channel's, whichever track sets it."""
    file = mido.MidiFile(file=io.BytesIO(data))
    merged = []
    for number, track in enumerate(file.tracks):
        now = 0
        for message in track:
            now += message.time
            merged.append((now, number, message))
    ends = {
        number: max((tick for tick, at, _ in merged if at == number), default=0) for number in range(len(file.tracks))
    }
    merged.sort(key=lambda event: event[0])
    return sorted(_sounded(merged, ends, file.ticks_per_beat))


def _sounded(merged: list[tuple[int, int, mido.Message]], ends: dict[int, int], quarter: int) -> list[Sounded]:
    first: dict[int, tuple[int, int]] = {}
    for tick, _, message in merged:
        if message.type == "program_change":
            first.setdefault(message.channel, (tick, message.program))
    programs: dict[int, int] = {}
    keys: dict[tuple[int, int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for tick, track, message in merged:
        if message.type == "program_change":
            programs[message.channel] = message.program
        elif message.type in ("note_on", "note_off"):
            velocity = message.velocity if message.type == "note_on" else 0
            early = first.get(message.channel, (-1, 0))
            program = programs.get(message.channel, early[1] if early[0] == tick else 0)
            keys[track, message.channel, message.note].append((tick, velocity, program))
    sounded = []
    for (track, channel, pitch), events in keys.items():
        for onset, end, velocity, program in _of_key(events, ends[track], max(1, quarter // 4)):
            sounded.append(Sounded(track, channel, program, onset, max(end, onset + 1), pitch, velocity))
    return sounded


def _of_key(events: list[tuple[int, int, int]], last: int, shortest: int) -> list[tuple[int, int, int, int]]:
    """Return onset, end, velocity and program of the notes of one key; the first struck ends first unless an end is
    missing, where each ends with the next event."""
    answered, depth = [], 0
    for event in events:
        depth += 1 if event[1] else -1
        if depth < 0:
            depth = 0
        else:
            answered.append(event)
    strikes = [event for event in answered if event[1]]
    releases = [event[0] for event in answered if not event[1]]
    if len(strikes) == len(releases):
        return [
            (tick, end, velocity, program) for (tick, velocity, program), end in zip(strikes, releases, strict=True)
        ]
    notes = []
    for place, (tick, velocity, program) in enumerate(answered):
        if velocity:
            later = [event[0] for event in answered[place + 1 :] if event[0] > tick or not event[1]]
            notes.append((tick, later[0] if later else max(last, tick + shortest), velocity, program))
    return notes
