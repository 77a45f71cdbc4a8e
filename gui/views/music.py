"""View of music."""

from __future__ import annotations

from gui.key_names import key_words
from gui.number_format import clock
from gui.sampling.settings import ModelAbout
from gui.studio import Studio
from gui.views.kind_view import KindView, PrimerOffer
from gui.views.music_editor import MusicEditor
from gui.views.music_rules import MusicRulesSection
from gui.views.reading_controls import ReadingControl, choice_control
from seqgen.kinds.evaluation import Shape
from seqgen.kinds.music.rules import MusicRules
from seqgen.library.take import TakeRecord

METRES = ("2/4", "3/4", "4/4", "5/4", "6/4", "2/2", "3/2", "3/8", "6/8", "7/8", "9/8", "12/8")


class MusicView(KindView):
    """Music: its rules, and primers from MIDI files or a keyboard."""

    icon = "create"
    notes = editable = provenance_in_file = True
    actions = frozenset(
        (
            "continue", "vary", "rewrite", "humanize", "audition", "quantise", "up", "down", "octave-up", "octave-down",
            "primer", "inspect",
        )
    )  # fmt: skip
    formats = ("midi", "wav", "flac", "ogg", "mp3", "png")

    def events(self, count: int) -> str:
        return self.tr("%Ln note(s)", "", count)

    def length(self, record: TakeRecord) -> str:
        return clock(record.seconds)

    def spoken_length(self, record: TakeRecord) -> str:
        return self.tr("{length} long").format(length=clock(record.seconds))

    def facts(self, record: TakeRecord) -> list[str]:
        tempo = self.tr("{tempo} bpm").format(tempo=round(record.tempo)) if record.tempo > 0 else ""
        bars = self.tr("%Ln bar(s)", "", record.bars) if record.bars else ""
        return [key_words(record.key), record.metre, tempo, bars]

    piece_columns = ("name", "length", "events", "key", "metre", "tempo", "label", "problem")

    def reading_controls(self, kind: str) -> dict[str, ReadingControl]:
        control = choice_control([("", self.tr("Each its own")), *((metre, metre) for metre in METRES)])
        tip = self.tr("Count every piece in this metre (else each in its own, unless its notes contradict it)")
        return {"metre": ReadingControl(self.tr("Metre"), tip, control)}

    def stands_in(self, first: int, last: int, piece: str) -> str:
        one = self.tr("Bar {first} stands in {piece}")
        words = one if first == last else self.tr("Bars {first}–{last} stand in {piece}")
        return words.format(first=first, last=last, piece=piece)

    def events_word(self) -> str:
        return self.tr("notes")

    def total_length(self, length: float, grid: str) -> str:
        if grid == "metric":
            return self.tr("%Ln bar(s)", "", round(length))
        return self.tr("%Ln minute(s)", "", round(length / 60))

    def spread_words(self, grid: str) -> tuple[str, str]:
        if grid == "metric":
            return self.tr("Bars in a piece"), self.tr("{length} bars or more: {count} pieces")
        return self.tr("Seconds in a piece"), self.tr("{length} seconds or more: {count} pieces")

    def point_words(self) -> str:
        return self.tr("Point at a note, or click one.")

    def unit_words(self) -> str:
        return self.tr("bits a note")

    def event_words(self, number: str, bar: int) -> str:
        return self.tr("Note {number}, bar {bar}").format(number=number, bar=bar)

    def drag_words(self) -> str:
        return self.tr("Drag MIDI")

    def take_editor(self, studio: Studio) -> MusicEditor:
        return MusicEditor(studio)

    def rules_section(self, kind: str) -> MusicRulesSection:
        return MusicRulesSection()

    def beat(self, shape: Shape, about: ModelAbout | None) -> tuple[float, str]:
        rules = shape.rules
        assert isinstance(rules, MusicRules)
        tempo, metre = (about.tempo, next(iter(about.metres), "")) if about is not None else (0.0, "")
        return rules.tempo or tempo, rules.metre or metre

    def primer_offer(self) -> PrimerOffer:
        files = self.tr("Music and sound (*.mid *.midi *.abc *.wav *.flac *.ogg *.mp3)")
        return PrimerOffer(self.tr("Drop or choose a MIDI file"), files, recorded=True)
