"""A voice while its notes are read: key, accidentals, tuplets, broken rhythm and ties."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from seqgen.formats.abc.elements import (
    COMMON_TIME,
    Bar,
    Element,
    Grace,
    Metre,
    Ornament,
    Overlay,
    OverlayStart,
    Setting,
    Sound,
)
from seqgen.formats.abc.faults import Faults
from seqgen.formats.abc.keys import NATURAL, SEMITONES, Placement
from seqgen.formats.abc.tokens import Note

MIDDLE_C = 60
BROKEN = {1: (3, 1, 2), 2: (7, 1, 4), 3: (15, 1, 8)}
"""For `>`, `>>` and `>>>`: numerators of the longer and the shorter note, and their denominator."""
COMPOUND = (6, 9, 12)


@dataclass(frozen=True)
class Staff:
    """Everything that a header sets for the voices of its tune."""

    unit: int
    metre: Metre = COMMON_TIME
    alterations: tuple[int, ...] = NATURAL
    octaves: int = 0
    semitones: int = 0
    propagate: str = "pitch"
    """The reach of an accidental in its bar: `pitch` (all octaves), `octave` or `not`."""

    def placed(self, placement: Placement) -> Staff:
        return replace(
            self,
            octaves=self.octaves if placement.octaves is None else placement.octaves,
            semitones=self.semitones if placement.semitones is None else placement.semitones,
        )


class Voice:
    """One voice of a tune. `elements` is what it plays, as written."""

    def __init__(self, label: str, staff: Staff, faults: Faults) -> None:
        self.label = label
        self.name = ""
        self.staff = staff
        self.elements: list[Element] = []
        self.part = ""
        self._faults = faults
        self._accidentals: dict[int, int] = {}
        self._overlay: list[Sound | Grace] | None = None
        self._several_bars = False
        self._start_line()

    def _start_line(self) -> None:
        """Forget what connects a sound with the next one."""
        self._last: Sound | None = None
        self._last_notes: Sequence[tuple[int, int, int]] = ()
        self._tied: dict[int, int] = {}
        self._broken = 0
        self._tuplet_left, self._tuplet = 0, (1, 1)
        self._decoration = ""

    # -- sounds --------------------------------------------------------------------------------------------------------

    def play(self, notes: Sequence[Note], numerator: int, denominator: int) -> None:
        """Add a note, a chord or, without notes, a rest, `numerator / denominator` units of L: long."""
        length = self.staff.unit * numerator // denominator
        if self._tuplet_left:
            self._tuplet_left -= 1
            length = length * self._tuplet[0] // self._tuplet[1]
        spelled = self._spelled(notes)
        sound = Sound(length, tuple(pitch for _, _, pitch in spelled))
        if self._decoration:
            if len(spelled) == 1:
                sound.ornament = self._ornament(spelled[0][0])
            self._decoration = ""
        if self._broken:
            self._break(sound)
        self._last, self._last_notes, self._tied = sound, spelled, {}
        self._line.append(sound)

    def decorate(self, kind: str) -> None:
        """Play the next note, unless it is a chord, with an `Ornament` of this kind."""
        self._decoration = kind

    def _ornament(self, step: int) -> Ornament:
        """Return the ornament of a note at a step of the staff, with its neighbours in the key."""
        above, below = (self._pitch(near, self.staff.alterations[near % 7]) for near in (step + 1, step - 1))
        return Ornament(self._decoration, min(127, above), max(0, below), self.staff.unit)

    def _pitch(self, step: int, alteration: int) -> int:
        staff = self.staff
        return MIDDLE_C + 12 * (step // 7 + staff.octaves) + SEMITONES[step % 7] + alteration + staff.semitones

    def grace(self, group: Sequence[tuple[Sequence[Note], int, int]]) -> None:
        """Add grace notes: for each sound its notes and its length as a fraction of L:."""
        sounds = []
        for notes, numerator, denominator in group:
            pitches = tuple(pitch for _, _, pitch in self._spelled(notes))
            length = self.staff.unit * numerator // denominator
            if self._tuplet_left:
                length = length * self._tuplet[0] // self._tuplet[1]
            sounds.append(Sound(length, pitches))
        if sounds:
            self._line.append(Grace(tuple(sounds)))

    def tie(self, steps: Collection[int] | None = None) -> None:
        """Tie the last sound to the next one, or only those notes of a chord that stand at these steps."""
        if self._last is None or not self._last.pitches:
            self._faults.add("a tie without a note before it")
            return
        chosen = [note for note in self._last_notes if steps is None or note[0] in steps]
        self._last.ties = (*self._last.ties, *(pitch for _, _, pitch in chosen))
        self._tied.update((step, alteration) for step, alteration, _ in chosen)

    @property
    def sounds(self) -> bool:
        """True where the last sound is a note or a chord."""
        return self._last is not None and bool(self._last.pitches)

    def _spelled(self, notes: Sequence[Note]) -> list[tuple[int, int, int]]:
        """Return step, alteration and MIDI pitch of each note that has one; accidentals hold from here on."""
        spelled = []
        staff = self.staff
        for note in notes:
            step, alteration = note.step, note.alteration
            place = step if staff.propagate == "octave" else step % 7
            if alteration is None:
                alteration = self._tied.get(step)
                if alteration is None:
                    alteration = self._accidentals.get(place, staff.alterations[step % 7])
            elif staff.propagate != "not":
                self._accidentals[place] = alteration
            pitch = self._pitch(step, alteration)
            if 0 <= pitch <= 127:
                spelled.append((step, alteration, pitch))
            else:
                self._faults.add("a note beyond the range of MIDI left out")
        return spelled

    # -- rhythm --------------------------------------------------------------------------------------------------------

    def start_tuplet(self, notes: int, time: int | None, count: int | None) -> None:
        """Play the next `count` sounds, `notes` in the time of `time`; None stands for the standard's defaults."""
        if time is None:
            compound = self.staff.metre.denominator >= 8 and self.staff.metre.numerator in COMPOUND
            time = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}.get(notes, 3 if compound else 2)
        if not (1 <= notes <= 99 and 1 <= time <= 99 and 1 <= (count or notes) <= 99):
            self._faults.add("a tuplet of {notes} notes in the time of {time}", notes=str(notes), time=str(time))
            return
        if self._tuplet_left:
            self._faults.add("a tuplet within a tuplet")
        self._tuplet, self._tuplet_left = (time, notes), count or notes

    def break_rhythm(self, signs: str) -> None:
        """Lengthen the last sound and shorten the next (`>`), or the reverse (`<`)."""
        if self._last is None or len(signs) not in BROKEN:
            self._faults.add("a broken rhythm {signs} that cannot be", signs=signs[:8])
            return
        self._broken = len(signs) if signs[0] == ">" else -len(signs)

    def _break(self, sound: Sound) -> None:
        longer, shorter, denominator = BROKEN[abs(self._broken)]
        first, second = (longer, shorter) if self._broken > 0 else (shorter, longer)
        self._broken = 0
        if self._last is None or self._last.length != sound.length:
            # the standard leaves this undefined; abc2midi plays both notes as they are written
            self._faults.add("a broken rhythm between notes of different lengths")
            return
        self._last.length = self._last.length * first // denominator
        sound.length = sound.length * second // denominator

    # -- bars and lines ------------------------------------------------------------------------------------------------

    @property
    def _line(self) -> list[Element] | list[Sound | Grace]:
        return self.elements if self._overlay is None else self._overlay

    def add(self, element: Element) -> None:
        """Add an element that does not sound. A bar line ends accidentals and overlays."""
        if isinstance(element, Bar):
            self._accidentals.clear()
            self._decoration = ""
            if self._overlay is not None:
                if self._several_bars:
                    return  # the bars of the first line count
                self.end_overlay()
        self.elements.append(element)

    def overlay(self) -> None:
        """Begin another line at the start of this bar, or of the bars with several lines."""
        self._keep_overlay()
        self._overlay = []
        self._accidentals.clear()
        self._start_line()

    def start_several_bars(self) -> None:
        """Let the lines of the next overlays have several bars, until `end_overlay`."""
        self.end_overlay()
        self.elements.append(OverlayStart())
        self._several_bars = True

    def end_overlay(self) -> None:
        """Go on behind the bars that have several lines."""
        if self._overlay is not None:
            self._keep_overlay()
            self._start_line()
        self._several_bars = False

    def _keep_overlay(self) -> None:
        if self._overlay:
            self.elements.append(Overlay(tuple(self._overlay), self._several_bars))
        self._overlay = None

    def rest_bars(self, count: int) -> None:
        """Rest for whole bars, with bar lines between them."""
        for number in range(count):
            if number:
                self.add(Bar("|"))
            self._last, self._last_notes, self._tied = Sound(self.staff.metre.length, ()), (), {}
            self._line.append(self._last)

    def set_key(self, alterations: tuple[int, ...]) -> None:
        self.staff = replace(self.staff, alterations=alterations)
        self._accidentals.clear()

    def set(self, setting: Setting) -> None:
        """Take a directive that holds from here on."""
        if setting.name == "propagate-accidentals":
            self.staff = replace(self.staff, propagate=str(setting.values[0]))
        else:
            self.add(setting)
