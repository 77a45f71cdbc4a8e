"""Directives: what `%%MIDI` and I: set, and which others have no sound. No directive includes another file.

Source: abcMIDI's guide (abcguide.txt) and the ABC standard 2.1, section 11.
"""

from __future__ import annotations

import re

from seqgen.formats.abc.elements import Setting
from seqgen.formats.abc.faults import Faults
from seqgen.formats.abc.fields import MOST_CHARACTERS, read_integer

NUMBERS = {
    "program": (0, 127),
    "channel": (1, 16),
    "transpose": (-48, 48),
    "rtranspose": (-48, 48),
    "chordprog": (0, 127),
    "bassprog": (0, 127),
    "chordvol": (1, 127),
    "bassvol": (1, 127),
}
"""Directives with one number, the last of their arguments but for `octave=`, and its range."""
SWITCHES = ("gchordon", "gchordoff", "drumon", "drumoff")
NO_NOTES = re.compile(
    r"""chordattack | randomchordattack | control | portamento | noportamento | chorus | reverb | pitchbend | vol
      | deltaloudness | makechordchannels | temperament\w* | stressmodel | beatmod | beataccents | nobeataccents
      | beatstring | trim | expand | bend\w+ | snt | fermata\w+""",
    re.VERBOSE,
)
"""Words behind `%%MIDI` that change no notes here; a piece has no volume changes or bends."""

GCHORD = re.compile(r"(?:[zcfbghijkGHIJK]\d{0,2}){1,39}")
DRUM = re.compile(r"(?:[dz]\d{0,2}){1,39}")
DYNAMICS = {
    "pppp": (30, 20, 10, 1),
    "ppp": (30, 20, 10, 1),
    "pp": (45, 35, 20, 1),
    "p": (60, 50, 35, 1),
    "mp": (75, 65, 50, 1),
    "mf": (90, 80, 65, 1),
    "f": (105, 95, 80, 1),
    "ff": (120, 110, 95, 1),
    "fff": (127, 125, 110, 1),
    "ffff": (127, 125, 110, 1),
}
"""Values of `%%MIDI beat` for dynamics, as abc2midi has them: velocities at the start of a bar, on other beats and
between them, and the length of a beat in units of the metre's denominator."""

LAYOUT = re.compile(
    r""".*(?: box | break | color | date | dir | fmt | font | foot | footer | format | head | header | height | indent
      | left | line | lines | margin | nb | number | right | scale | sep | skip | space | style | trim | units | width )
      | abc-(?: charset | copyright | creator | edited-by | version ) | begin.* | end.* | setfont-.* | (?:g|b)?stem.*
      | (?: staff | measure | title | vocal | voice | parts | print | tablature | text | user | write | linebreak ).*
      | align.* | autoclef | barlabel | barsperstaff | cancelkey | center | chordnames | clip | combinevoices | comball
      | composer | contbarnb | custos | dblrepbar | deco.* | dynamic | encoding | eps | expr.* | flatbeams | freegauge
      | germanalphabet | glyph | graceslurs | hyphencont | info | keywarn | landscape | linewarn | map | max.* | nobeams
      | notespacing.* | oneperpage | ornament | pango | percmap | postscript | pslevel | repbra | repeat | score
      | setdefl | shiftunison | showerrors | shownotespacing | singleline | splittune | squarebreve | staves
      | straightflags | stretch.* | subtitle | sysstaff | timewarn | tune | tuplets | volume""",
    re.VERBOSE,
)
"""Names of directives that lay out a page (the standard, sections 11.2 to 11.4, and abcm2ps)."""
DIRECTIVE_NAME = re.compile(r"[A-Za-z][\w-]*")


def read_directive(text: str, faults: Faults) -> Setting | None:
    """Return what a directive (without `%%` or I:) sets; others return None, and those that might sound are counted."""
    name, _, rest = text[:MOST_CHARACTERS].strip().partition(" ")
    if name.upper() == "MIDI" or name.upper().startswith("MIDI="):
        return _midi(f"{name[5:]} {rest}".replace("=", " ", 1).split(), faults)
    if name == "propagate-accidentals":
        return Setting(name, (rest.strip(),))
    if DIRECTIVE_NAME.fullmatch(name) and not LAYOUT.fullmatch(name.lower()):
        faults.ignore("directive", f"%%{name}")
    return None


def _midi(words: list[str], faults: Faults) -> Setting | None:
    name, arguments = (words[0], words[1:]) if words else ("", [])
    if name in NUMBERS:
        plain = [word for word in arguments if not word.startswith("octave=")]
        number = read_integer(plain[-1] if name == "program" and plain[1:] else plain[0]) if plain else None
        low, high = NUMBERS[name]
        if number is not None and low <= number <= high:
            return Setting(name, (number,))
        faults.add("%%MIDI {name} needs a number from {low} to {high}", name=name, low=str(low), high=str(high))
    elif name in SWITCHES:
        return Setting(name)
    elif name in ("barlines", "nobarlines"):
        # without bar lines an accidental holds for its note alone
        return Setting("propagate-accidentals", ("pitch" if name == "barlines" else "not",))
    elif name == "gchord" and arguments and GCHORD.fullmatch(arguments[0]):
        return Setting(name, (arguments[0],))
    elif name == "drum" and arguments and DRUM.fullmatch(arguments[0]):
        return Setting(name, (arguments[0], *(max(0, min(127, read_integer(word) or 0)) for word in arguments[1:80])))
    elif name == "beat" and len(arguments) >= 3:
        return Setting(name, tuple(max(1, min(127, read_integer(word) or 1)) for word in arguments[:4]))
    elif not NO_NOTES.fullmatch(name):
        faults.ignore("directive", f"%%MIDI {name}")
    return None


def read_pattern(text: str) -> list[tuple[str, int]]:
    """Return the steps of a gchord or drum pattern: what is played, and its length in steps."""
    return [(kind, int(length or 1) or 1) for kind, length in re.findall(r"([A-Za-z])(\d{0,2})", text)]
