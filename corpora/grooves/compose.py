"""Write the drum grooves of this folder from the step grids in `patterns.py`.

    python corpora/grooves/compose.py FOLDER

A file has 8, 12 or 16 bars of one style at one tempo: a groove, a second one for the middle if the style has it, fills
before every fourth or eighth bar line and a cymbal after them. Optional notes are drawn once for odd and once for even
bars, and again now and then, so that a groove stays recognisable. Times are exact on a grid of 24 steps a quarter note;
velocities are multiples of eight, some of them one step louder or softer. Needs mido. The output is deterministic.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import mido
from patterns import DRUMS, STYLES, Fill, Lanes, Style

STEPS_PER_QUARTER = 24
TICKS_PER_STEP = 20
NOTE_STEPS = 3
FILES_PER_STYLE = 5
CHANNEL = 9
VELOCITIES = {"X": 112, "x": 88, "?": 80, "o": 64, "g": 40, "h": 32}
CHANCES = {"?": 0.35, "h": 0.4, "g": 0.85}


@dataclass(frozen=True, order=True)
class Hit:
    """A stroke: step from the start of the file, MIDI key and velocity."""

    step: int
    key: int
    velocity: int


def _bar_steps(style: Style) -> int:
    return style.beats * 4 * STEPS_PER_QUARTER // style.unit


def _lane_bars(text: str) -> list[str]:
    return [bar.replace(" ", "") for bar in text.split("|")]


def _hits(rng: random.Random, lanes: Lanes, bar: int, span: int, *, late: int) -> list[Hit]:
    """Return the strokes of `lanes` over `span` steps from 0."""
    found = []
    for drum, text in lanes.items():
        bars = _lane_bars(text)
        marks = bars[bar % len(bars)]
        if span % len(marks):
            raise ValueError(f"{drum}: {len(marks)} marks do not divide {span} steps")
        for i, mark in enumerate(marks):
            if mark != "." and rng.random() < CHANCES.get(mark, 1):
                step = i * span // len(marks)
                if late and step % 12 == 6:
                    step += late
                found.append(Hit(step, DRUMS[drum], VELOCITIES[mark]))
    return found


def _with_fill(style: Style, hits: list[Hit], fill: Fill, rng: random.Random) -> list[Hit]:
    """Replace the end of a bar by a fill."""
    span = fill.beats * 4 * STEPS_PER_QUARTER // style.unit
    start = _bar_steps(style) - span
    filled = _hits(rng, fill.lanes, 0, span, late=style.late)
    return [hit for hit in hits if hit.step < start] + [Hit(h.step + start, h.key, h.velocity) for h in filled]


def _with_crash(hits: list[Hit]) -> list[Hit]:
    """Replace hat or ride on the first step of a bar by a crash cymbal."""
    time_keepers = {DRUMS[name] for name in ("hat", "open", "ride", "crash")}
    return [h for h in hits if h.step or h.key not in time_keepers] + [Hit(0, DRUMS["crash"], 104)]


def _sections(style: Style, index: int, bars: int) -> list[int]:
    """Return the groove of each bar: the first, and in the middle of longer files the second."""
    first, second = index % len(style.grooves), (index + 1) % len(style.grooves)
    return [second if bars > 8 and bars // 2 <= bar < bars - 4 else first for bar in range(bars)]


def groove(style: Style, index: int) -> tuple[list[Hit], int]:
    """Return the strokes of file `index` of a style in order, and its length in steps."""
    rng = random.Random(f"groove {style.name} {index}")
    bars = rng.choice((8, 12, 16) if style.beats > 2 else (12, 16, 16))
    between_fills = rng.choice((4, 4, 8)) if bars != 12 else 4
    length = _bar_steps(style)
    hits: list[Hit] = []
    after_fill = style.crash and rng.random() < 0.6
    for bar, section in enumerate(_sections(style, index, bars)):
        redrawn = bar % 4 == 2 and rng.random() < 0.5
        seed = f"{style.name} {index} {section} {bar % 2} {bar if redrawn else ''}"
        played = _hits(random.Random(seed), style.grooves[section], bar, length, late=style.late)
        if after_fill:
            played = _with_crash(played)
        fills = bar % between_fills == between_fills - 1
        if fills:
            played = _with_fill(style, played, rng.choice(style.fills), rng)
        after_fill = fills and style.crash
        hits += [Hit(bar * length + h.step, h.key, _humanised(rng, h.velocity)) for h in played]
    return _alone(hits), bars * length


def _humanised(rng: random.Random, velocity: int) -> int:
    return velocity + rng.choice((-8, 0, 0, 0, 0, 8))


def _alone(hits: list[Hit]) -> list[Hit]:
    """Keep the loudest of simultaneous strokes of a drum, and no closed hat while the open one sounds."""
    best: dict[tuple[int, int], Hit] = {}
    for hit in hits:
        other = best.get((hit.step, hit.key))
        if other is None or hit.velocity > other.velocity:
            best[hit.step, hit.key] = hit
    opened = {hit.step for hit in best.values() if hit.key == DRUMS["open"]}
    return sorted(hit for hit in best.values() if hit.key != DRUMS["hat"] or hit.step not in opened)


def midi(style: Style, tempo: int, hits: Sequence[Hit], steps: int) -> mido.MidiFile:
    """The strokes as a MIDI file of one track, ended on the bar line. `tempo` counts the metre's beats a minute, a
    dotted quarter note in 6/8 and 12/8."""
    quarters = tempo * 3 / 2 if style.unit == 8 else tempo
    track = mido.MidiTrack(
        [
            mido.MetaMessage("track_name", name="Drums"),
            mido.MetaMessage("time_signature", numerator=style.beats, denominator=style.unit),
            mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(quarters)),
        ]
    )
    events = [(hit.step, 1, hit.key, hit.velocity) for hit in hits]
    events += [(hit.step + NOTE_STEPS, 0, hit.key, 0) for hit in hits]
    at = 0
    for step, kind, key, velocity in sorted(events):
        wait, at = (step - at) * TICKS_PER_STEP, step
        name = "note_on" if kind else "note_off"
        track.append(mido.Message(name, channel=CHANNEL, note=key, velocity=velocity, time=wait))
    track.append(mido.MetaMessage("end_of_track", time=(steps - at) * TICKS_PER_STEP))
    return mido.MidiFile(type=0, ticks_per_beat=STEPS_PER_QUARTER * TICKS_PER_STEP, tracks=[track])


def main(folder: Path) -> None:
    """Write every style's files."""
    for style in STYLES:
        (folder / style.name).mkdir(parents=True, exist_ok=True)
        for index in range(FILES_PER_STYLE):
            tempo = style.tempos[index % len(style.tempos)] + 2 * (index // len(style.tempos))
            hits, steps = groove(style, index)
            midi(style, tempo, hits, steps).save(folder / style.name / f"{style.name}-{index + 1}-{tempo}bpm.mid")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python compose.py FOLDER")
    main(Path(sys.argv[1]))
