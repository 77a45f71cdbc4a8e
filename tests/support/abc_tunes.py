"""Random tunes in ABC that are correct by the standard: full bars, closed brackets, repeats in pairs."""

from __future__ import annotations

from random import Random

METRES = {"4/4": 8, "3/4": 6, "6/8": 6, "2/4": 4, "9/8": 9, "C|": 8, "C": 8, "5/4": 10, "12/8": 12, "7/8": 7}
"""Eighth notes of a bar."""
KEYS = (
    "C",
    "G",
    "Dm",
    "Ador",
    "Emix",
    "F#m",
    "Bb",
    "Eb",
    "D phr",
    "A lydian",
    "Bmin",
    "C clef=bass",
    "none",
    "HP",
    "D ^g",
)
CHORDS = ("C", "Am", "G7", "Dm", "F#m", "Bb", "Em7", "D/A", "Cmaj7", "Bdim", "E7/B", "Fm6", "Aaug")
TEMPOS = ("", "Q:1/4=100\n", "Q:3/8=80\n", "Q:1/2=60\n")
PITCHES = (
    "C,",
    "D,",
    "G,",
    "A,",
    "B,",
    "C",
    "D",
    "E",
    "F",
    "G",
    "A",
    "B",
    "c",
    "d",
    "e",
    "f",
    "g",
    "a",
    "b",
    "c'",
    "d'",
)


def length(units: int) -> str:
    return {1: "", 2: "2", 3: "3"}.get(units, str(units))


def pitch(random: Random) -> str:
    accidental = random.choice(("^", "_", "=")) if random.random() < 0.12 else ""
    return accidental + random.choice(PITCHES)


def one_note(random: Random, units: int) -> str:
    """A note, a chord or a rest of this many eighth notes."""
    kind = random.random()
    if kind < 0.08:
        return "z" + length(units)
    if kind < 0.2:
        notes = random.sample(PITCHES[6:], random.randint(2, 3))
        return f"[{''.join(notes)}]{length(units)}"
    if kind < 0.26 and units > 1:
        return f"{{{random.choice('cdefg')}}}{pitch(random)}{length(units)}"
    if kind < 0.3:
        return (
            f"{random.choice(('.', '~', 'T', 'u', '!accent!', '+trill+'))}{random.choice('CDEFGABcdef')}{length(units)}"
        )
    if kind < 0.34:
        return f"{random.choice('CDEFGA')}/{random.choice('cdefga')}/" + (
            one_note(random, units - 1) if units > 1 else ""
        )
    return pitch(random) + length(units)


def group(random: Random, left: int) -> tuple[str, int]:
    """Some notes, and how many eighth notes they fill; at most `left`."""
    kind = random.random()
    if kind < 0.1 and left >= 2:
        sign = random.choice(("<", ">", ">>"))
        return f"{random.choice('CDEFG')}{sign}{random.choice('ABcde')}", 2
    if kind < 0.2 and left >= 2:
        return "(3" + "".join(random.choice("CDEFGABc") for _ in range(3)), 2
    if kind < 0.23 and left >= 3:
        return "(2" + "".join(random.choice("CDEFGABc") for _ in range(2)), 3
    if kind < 0.3 and left >= 2:
        note = random.choice("CDEFGABcd")
        return f"{note}-{note}", 2
    if kind < 0.34 and left >= 4:
        return "[CE]2-[CE]2", 4
    units = random.randint(1, min(4, left))
    return one_note(random, units), units


def bar(random: Random, units: int, *, chords: bool) -> str:
    """One full bar of eighth notes."""
    text, left = [], units
    while left:
        notes, used = group(random, left)
        if chords and random.random() < 0.3:
            notes = f'"{random.choice(CHORDS)}"{notes}'
        if random.random() < 0.04:
            notes = f"!{random.choice(('p', 'mf', 'f'))}!{notes}"
        text.append(notes)
        left -= used
    return " ".join(text) if random.random() < 0.5 else "".join(text)


def section(random: Random, units: int, *, chords: bool) -> str:
    """Some bars, perhaps repeated, perhaps with two endings."""
    bars = [bar(random, units, chords=chords) for _ in range(random.randint(2, 4))]
    kind = random.random()
    if kind < 0.35:
        return "|:" + "|".join(bars) + ":|"
    if kind < 0.6:
        first, second = (bar(random, units, chords=chords) for _ in range(2))
        return "|:" + "|".join(bars) + f"|1 {first}:|2 {second}||"
    if kind < 0.7 and not chords:
        bars.insert(1, "Z2")
    return "|".join(bars) + "||"


def tune(number: int, seed: int) -> str:
    """A tune with its header; the same for the same seed."""
    random = Random(seed)
    metre = random.choice(list(METRES))
    head = f"X:{number}\nT:Tune {number}\nM:{metre}\nL:1/8\n{random.choice(TEMPOS)}"
    voices = random.choice((1, 1, 1, 2))
    body = []
    for voice in range(1, voices + 1):
        lines = [
            section(random, METRES[metre], chords=voices == 1 and number % 2 == 0) for _ in range(random.randint(1, 3))
        ]
        if random.random() < 0.3:
            lines.insert(len(lines) // 2, f"K:{random.choice(('G', 'F', 'Am', 'D'))}")
        if voices > 1:
            lines.insert(0, f"V:{voice}")
        body += lines
    return "\n".join([f"{head}%%MIDI chordattack 0\nK:{random.choice(KEYS)}", *body, "", ""])
