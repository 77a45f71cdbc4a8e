"""Write the four-voice chorales of this folder by rules, each from its number alone.

    python corpora/chorales/compose.py FOLDER            all of them
    python corpora/chorales/compose.py FOLDER 7 120      these only

A piece is a plan (key, metre, two to five phrases of four bars, some of them repeated, a cadence for each), chords
drawn for every phrase (`harmony.py`), the best of several settings for four voices (`voices.py`), and passing notes,
suspensions and ties (`figures.py`). Needs NumPy and mido. The same number gives the same bytes on every machine: all
choices are drawn from Python's own generator and all costs are whole numbers.
"""

from __future__ import annotations

import itertools
import math
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import mido
import numpy as np
from figures import Grid, Place, embellish
from harmony import Cadence, Chord, Key, Slot, draw_phrase
from voices import SOPRANO, set_voices

PIECES = 200
TICKS_PER_QUARTER = 480
TICKS_PER_EIGHTH = TICKS_PER_QUARTER // 2
CHOIR = 52
VELOCITY = 80
TRIES = 10
"""Chord progressions tried for a phrase; the best setting is kept."""

MAJOR_NAMES = {0: "C", 1: "Db", 2: "D", 3: "Eb", 4: "E", 5: "F", 6: "F#", 7: "G", 8: "Ab", 9: "A", 10: "Bb", 11: "B"}
MINOR_NAMES = {0: "C", 1: "C#", 2: "D", 3: "Eb", 4: "E", 5: "F", 6: "F#", 7: "G", 8: "G#", 9: "A", 10: "Bb", 11: "B"}
FORMS = {2: ("AB", "AA", "AB"), 3: ("ABC", "AAB", "ABA"), 4: ("AABA", "ABAC", "AABC", "ABCB", "ABCD"),
         5: ("AABCB", "ABABC", "AABBC")}  # fmt: skip
RHYTHMS = {  # lengths in eighths of a bar's chords
    4: (((2, 2, 2, 2), 6), ((4, 2, 2), 3), ((2, 2, 4), 2), ((4, 4), 1)),
    3: (((2, 2, 2), 4), ((4, 2), 5), ((2, 4), 1)),
}


@dataclass(frozen=True)
class Plan:
    """Decisions about a piece made before its first chord."""

    number: int
    key: Key
    beats: int
    pickup: bool
    tempo: int
    form: str
    cadences: tuple[Cadence, ...]
    liveliness: float

    @property
    def key_name(self) -> str:
        return MAJOR_NAMES[self.key.tonic] if self.key.mode == "major" else MINOR_NAMES[self.key.tonic] + "m"

    @property
    def file_name(self) -> str:
        name = (MAJOR_NAMES if self.key.mode == "major" else MINOR_NAMES)[self.key.tonic]
        spelled = name.lower().replace("#", "-sharp").replace("eb", "e-flat").replace("ab", "a-flat")
        spelled = spelled.replace("bb", "b-flat").replace("db", "d-flat")
        return f"{self.key.mode}/{self.number:03d}-{spelled}-{self.key.mode}.mid"


@dataclass(frozen=True)
class Phrase:
    """Chords, their slots and their voices."""

    slots: list[Slot]
    chords: list[Chord]
    voices: list[list[int]]


def _tonic(key: Key) -> str:
    return "I" if key.mode == "major" else "i"


def _authentic(key: Key, *, final: bool, picardy: bool = False) -> Cadence:
    last = "I" if picardy else _tonic(key)
    degrees = (0,) if final else (0, 4 if key.mode == "major" else 3)
    return Cadence("authentic", key, ("V", "V7"), last, degrees)


def _inner_cadence(rng: random.Random, key: Key, *, may_leave: bool) -> Cadence:
    """Draw a cadence for a phrase that is not the last."""
    major = key.mode == "major"
    near = [Key((key.tonic + 7) % 12, "major"), Key((key.tonic + 9) % 12, "minor"), Key((key.tonic + 5) % 12, "major")]
    if not major:
        near = [Key((key.tonic + 3) % 12, "major"), Key((key.tonic + 7) % 12, "minor")]
    choice = rng.random()
    if may_leave and choice < 0.4:
        return _authentic(near[0] if rng.random() < 0.6 else rng.choice(near[1:]), final=False)
    if choice < 0.7:
        return Cadence("half", key, (), "V")
    if choice < 0.78:
        return Cadence("deceptive", key, ("V", "V7"), "vi" if major else "VI")
    if choice < 0.86:
        return Cadence("plagal", key, ("IV",) if major else ("iv",), _tonic(key))
    return _authentic(key, final=False)


def plan(number: int) -> Plan:
    """Return the plan of piece `number`."""
    rng = random.Random(f"chorale {number}")
    key = Key((7 * number + 5 * (number // 12)) % 12, "minor" if rng.random() < 0.42 else "major")
    beats = 3 if rng.random() < 0.28 else 4
    form = rng.choice(FORMS[rng.choice((2, 3, 3, 4, 4, 4, 5))])
    cadences: list[Cadence] = []
    for i, letter in enumerate(form[:-1]):
        first = form.index(letter)
        if first < i and rng.random() < 0.35:
            cadences.append(cadences[first])
        else:
            cadences.append(_inner_cadence(rng, key, may_leave=i > 0 or letter not in form[1:]))
    if rng.random() < 0.12 and key.mode == "major":
        cadences.append(Cadence("plagal", key, ("IV",), "I", (0,)))
    else:
        picardy = key.mode == "minor" and rng.random() < 0.35
        cadences.append(_authentic(key, final=True, picardy=picardy))
    return Plan(
        number, key, beats, rng.random() < 0.4, rng.randrange(60, 97, 2), form, tuple(cadences),
        rng.choice((0.4, 0.6, 0.8, 0.95)),
    )  # fmt: skip


def _bar(rng: random.Random, beats: int) -> tuple[int, ...]:
    patterns, weights = zip(*RHYTHMS[beats], strict=True)
    mark = rng.randrange(sum(weights))
    for pattern, weight in zip(patterns, weights, strict=True):
        mark -= weight
        if mark < 0:
            return tuple(pattern)
    raise AssertionError


def _rhythm(rng: random.Random, the_plan: Plan) -> list[Slot]:
    """Return the slots of a phrase: an optional upbeat, three bars and the bar of its cadence."""
    beats = the_plan.beats
    slots = [Slot(2, False)] if the_plan.pickup else []
    first, second = _bar(rng, beats), _bar(rng, beats)
    bars = [first, second, first if rng.random() < 0.5 else _bar(rng, beats)]
    rest = 2 * beats - (2 if the_plan.pickup else 0)
    if beats == 4 and rng.random() < 0.4:
        bars.append((2, 2, rest - 4) if rest == 8 else (4, rest - 4))
    else:
        bars.append((rest,))
    for bar in bars:
        at = 0
        for eighths in bar:
            slots.append(Slot(eighths, at == 0 or (beats == 4 and at == 4)))
            at += eighths
    return slots


def _targets(rng: random.Random, slots: Sequence[Slot], *, climax: bool) -> list[int]:
    """Return the soprano's target at each chord: an arch, a fall or a wave, higher in the climax phrase."""
    base, height = rng.randrange(67, 71), rng.randrange(4, 7) + (3 if climax else 0)
    peak = rng.choice((0.35, 0.5, 0.6, 0.7))
    targets = []
    for i in range(len(slots)):
        at = i / (len(slots) - 1)
        slope = at / peak if at < peak else (1 - at) / (1 - peak)
        targets.append(base + round(height * math.sin(math.pi / 2 * slope)))
    return targets


def _compose_phrase(
    rng: random.Random, the_plan: Plan, index: int, model: Phrase | None, before: tuple[Chord, list[int]] | None
) -> Phrase:
    """Return phrase `index`, modelled on an earlier phrase of the same letter if there is one."""
    cadence = the_plan.cadences[index]
    slots = model.slots if model else _rhythm(rng, the_plan)
    targets = _targets(rng, slots, climax=index == max(0, len(the_plan.form) - 2))
    tonic = _tonic(the_plan.key)
    start = {"V": 3, tonic: 4} if the_plan.pickup else {tonic: 6, tonic + "6": 1, "V": 1}
    degrees = [(cadence.key.tonic + degree) % 12 for degree in cadence.soprano]
    kept = len(slots) - 4 if model else 0
    best: tuple[int, Phrase] | None = None
    for attempt in range(10 * TRIES):
        prefix = model.chords[: max(0, kept - attempt // TRIES)] if model else []
        chords = draw_phrase(rng, slots, home=the_plan.key, cadence=cadence, start=start, prefix=prefix)
        if chords is None:
            continue
        sung = [phrase[SOPRANO] for phrase in model.voices[: len(prefix)]] if model else []
        wanted = [*sung, *[None] * (len(slots) - len(sung))]
        held = None if before is None else (before[0], np.array(before[1], dtype=np.int64))
        found = set_voices(rng, chords, targets, before=held, sopranos=wanted, last_degrees=degrees)
        if found is not None:
            cost = found[0] + _monotony(chords)
            if best is None or cost < best[0]:
                best = cost, Phrase(slots, chords, found[1])
        if best is not None and attempt >= TRIES - 1:
            break
    if best is None:
        raise RuntimeError(f"piece {the_plan.number}: no setting of phrase {index + 1} keeps the rules")
    return best[1]


def _monotony(chords: Sequence[Chord]) -> int:
    """Return the cost of a phrase that repeats few chords or closes without a pre-dominant."""
    roots = [chord.tones[0] for chord in chords]
    pairs = list(itertools.pairwise(roots))
    unprepared = chords[-1].symbol in ("I", "i", "V") and chords[-3].tones[0] == chords[-1].tones[0]
    unprepared &= not chords[-2].is_cadential and not chords[-3].is_cadential
    repeats = 14 * (len(pairs) - len(set(pairs))) + 8 * (len(chords) - len({chord.symbol for chord in chords}))
    return repeats + 30 * unprepared


def compose(number: int) -> tuple[Plan, list[Phrase], Grid]:
    """Return the plan, the phrases and the grid of voices of piece `number`."""
    the_plan = plan(number)
    rng = random.Random(f"chorale {number} chords")
    phrases: list[Phrase] = []
    places: list[Place] = []
    at = 0
    for index, letter in enumerate(the_plan.form):
        first = the_plan.form.index(letter)
        model = phrases[first] if first < index else None
        before = (phrases[-1].chords[-1], phrases[-1].voices[-1]) if phrases else None
        phrase = _compose_phrase(rng, the_plan, index, model, before)
        phrases.append(phrase)
        for i, (slot, chord) in enumerate(zip(phrase.slots, phrase.chords, strict=True)):
            eighths = slot.eighths
            if index == len(the_plan.form) - 1 and i == len(phrase.slots) - 1 and the_plan.pickup:
                eighths += 2  # nothing follows, so the last chord fills its bar
            seed = f"{number} {letter} {i}"
            places.append(Place(chord, at, eighths, slot.strong, i == len(phrase.slots) - 1, seed))
            at += eighths
    voices = [voicing for phrase in phrases for voicing in phrase.voices]
    return the_plan, phrases, embellish(places, voices, liveliness=the_plan.liveliness)


def _track(name: str, channel: int, keys: list[int], begins: list[bool], offset_ticks: int) -> mido.MidiTrack:
    """Return the track of a voice, joining the eighths of the grid into notes."""
    track = mido.MidiTrack([mido.MetaMessage("track_name", name=name, time=0)])
    track.append(mido.Message("program_change", channel=channel, program=CHOIR, time=0))
    starts = [i for i in range(len(keys)) if begins[i] or i == 0 or keys[i] != keys[i - 1]]
    wait = offset_ticks
    for start, end in zip(starts, [*starts[1:], len(keys)], strict=True):
        note = {"channel": channel, "note": keys[start]}
        track.append(mido.Message("note_on", velocity=VELOCITY, time=wait, **note))
        track.append(mido.Message("note_off", velocity=0, time=(end - start) * TICKS_PER_EIGHTH, **note))
        wait = 0
    track.append(mido.MetaMessage("end_of_track", time=0))
    return track


def midi(the_plan: Plan, grid: Grid) -> mido.MidiFile:
    """Return a piece as a MIDI file: a track of tempo, metre and key, then soprano, alto, tenor and bass."""
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_QUARTER)
    facts = [
        mido.MetaMessage("track_name", name=f"Chorale {the_plan.number} in {the_plan.key_name}"),
        mido.MetaMessage("time_signature", numerator=the_plan.beats, denominator=4),
        mido.MetaMessage("key_signature", key=the_plan.key_name),
        mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(the_plan.tempo)),
        mido.MetaMessage("end_of_track"),
    ]
    file.tracks.append(mido.MidiTrack(facts))
    offset = (the_plan.beats - 1) * TICKS_PER_QUARTER if the_plan.pickup else 0
    for channel, name in enumerate(("Soprano", "Alto", "Tenor", "Bass")):
        voice = SOPRANO - channel
        file.tracks.append(_track(name, channel, grid.keys[voice], grid.begins[voice], offset))
    return file


def main(arguments: Sequence[str]) -> None:
    """Write the pieces of the given numbers, or all."""
    folder = Path(arguments[0])
    for number in map(int, arguments[1:]) if len(arguments) > 1 else range(1, PIECES + 1):
        the_plan, _, grid = compose(number)
        target = folder / the_plan.file_name
        target.parent.mkdir(parents=True, exist_ok=True)
        midi(the_plan, grid).save(target)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python compose.py FOLDER [NUMBER ...]")
    main(sys.argv[1:])
