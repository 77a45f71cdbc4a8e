"""A gallery of the widgets: each one alone, with sample data.

    python -m tests.gui.gallery [NAME ...] [--theme light] [--out FOLDER]

opens them, or saves a picture of each in FOLDER. Without names all are shown.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QLabel, QListView, QTableView, QWidget

from gui import theme
from gui.content.tally import Tally
from gui.controls.choice_box import ChoiceBox
from gui.controls.drop_area import DropArea, DropVeil
from gui.controls.elided_box import ElidedBox
from gui.controls.fold import Fold
from gui.controls.histogram import Bars, Histogram
from gui.controls.labelled_slider import LabelledSlider
from gui.controls.notice import Notice
from gui.controls.number_box import DecimalBox, NumberBox
from gui.controls.shortcuts_dialog import ShortcutsDialog
from gui.controls.tick_box import TickBox
from gui.controls.tile import Tile
from gui.corpora.card import CorpusCard
from gui.corpora.column import CorporaColumn, WelcomeCard
from gui.corpora.corpora_list import CorporaList, CorpusEntry
from gui.corpora.header import CorpusHeader
from gui.corpora.message import CorpusMessage
from gui.corpora.piece_preview import PiecePreview
from gui.corpora.pieces_panel import PiecesPanel
from gui.corpora.pieces_table import PiecesTable
from gui.corpora.reading_options import ReadingOptions
from gui.corpora.reading_progress import ReadingProgress
from gui.corpora.report import CorpusReport, PieceRows, ranks_of
from gui.corpora.report_view import ReportView
from gui.create.first_steps import FirstSteps
from gui.create.primer_box import PrimerBox
from gui.create.sampling_panel import SamplingPanel
from gui.create.seed_box import SeedBox
from gui.export.dialog import ExportChoice, ExportDialog, ExportGroup
from gui.inspect.activity_view import ActivityView
from gui.inspect.alternatives import Alternatives
from gui.inspect.column import InspectColumn
from gui.inspect.findings_list import FindingsList
from gui.inspect.heat_legend import HeatLegend
from gui.inspect.heat_map import HeatMap
from gui.inspect.inspection import (
    EventsRead,
    Expected,
    Heat,
    Inspection,
    ModelChoice,
    Option,
    Source,
    TakeChoice,
    keys_of_values,
)
from gui.inspect.jobs import heat, look
from gui.inspect.message import InspectMessage
from gui.inspect.panel import InspectPanel
from gui.inspect.stage import InspectStage
from gui.inspect.unit_trace import UnitTrace
from gui.kinds import view_of
from gui.library.library import CorpusChoice
from gui.playback.play_button import PlayButton
from gui.playback.position_slider import PositionSlider
from gui.playback.transport import Transport
from gui.recording.dialog import RecordDialog
from gui.roll.chord_lane import ChordLane
from gui.roll.edit_bar import EditBar, RollTools
from gui.roll.form_strip import FormStrip
from gui.roll.legend import RollLegend
from gui.roll.mixer import Mixer
from gui.roll.piano_roll import PianoRoll
from gui.roll.surprise_strip import SurpriseStrip
from gui.roll.velocity_lane import VelocityLane
from gui.roll.view import RollView
from gui.sampling.settings import ModelAbout
from gui.takes.details_dialog import DetailsDialog
from gui.takes.drag_button import DragButton
from gui.takes.list import TakeList
from gui.takes.model import TakesModel
from gui.takes.view import TakeView
from gui.text.text_take import SurpriseLegend, TextTake
from gui.text.tinted_text import TintedText
from gui.train.curve import CurvePlot, Curves, NormPlot
from gui.train.model_view import ModelView
from gui.train.new_run import NewRunForm
from gui.train.run_list import RunList, RunRow
from gui.train.run_view import RunView
from gui.train.sample_card import SampleCard
from gui.views.density_curve import DensityCurve
from gui.views.music_take import MusicTake
from gui.views.pitch_range import PitchRange
from seqgen.corpus.reading import Progress
from seqgen.errors import Sentence
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.formats.sheet_chords import chords
from seqgen.inspection.findings import Finding
from seqgen.kinds.music.fit import fit_music
from seqgen.library.take import TakeRecord
from seqgen.network.model_file import write_model
from tests.support.small_models import make_model, random_piece, write_pieces

WIDGETS: dict[str, Callable[[], QWidget]] = {}
"""The factory of each widget, by the name of its class in small letters with underscores."""

View = TypeVar("View", bound=QAbstractItemView)

VERSE = "The sea is wide, the sea is deep,\nand all who sail must sometimes sleep.\n" * 9


def _shown(factory: Callable[[], QWidget]) -> Callable[[], QWidget]:
    WIDGETS[factory.__name__] = factory
    return factory


# -- controls ----------------------------------------------------------------------------------------------------------


@_shown
def choice_box() -> QWidget:
    box = ChoiceBox("MIDI out", "The port that notes are sent to")
    box.set_choices([("", "off"), ("a", "A synthesiser with a very long name indeed 20:0"), ("-", "")], "a")
    box.setFixedWidth(150)
    return box


@_shown
def drop_area() -> QWidget:
    area = DropArea()
    QHBoxLayout(area).addWidget(QLabel("The content of the area"))
    area.resize(600, 400)
    return area


@_shown
def drop_veil() -> QWidget:
    veil = DropVeil()
    veil.show_words("Drop it to read it", "Folders or files of MIDI, ABC or text")
    veil.resize(600, 400)
    return veil


@_shown
def elided_box() -> QWidget:
    box = ElidedBox()
    box.addItems(["Acoustic Grand Piano", "Choir Aahs"])
    box.setFixedWidth(100)
    return box


@_shown
def fold() -> QWidget:
    shown = Fold("More", QLabel("The content of the fold"))
    shown.expand(animate=False)
    return shown


@_shown
def histogram() -> QWidget:
    heights = (42.0, 3.0, 30.0, 0.0, 28.0, 17.0, 1.0, 38.0, 2.0, 25.0, 4.0, 19.0)
    names = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
    plot = Histogram()
    plot.show_bars(Bars("Pitch classes", names, heights, tuple(f"{height:.0f}%" for height in heights)))
    plot.resize(320, 140)
    return plot


@_shown
def labelled_slider() -> QWidget:
    return LabelledSlider(
        "Length", 1, 64, step=1, usual=16, words=lambda bars: f"{bars:.0f} bars", tip="Bars of a take"
    )


@_shown
def notice() -> QWidget:
    ground = QWidget()
    ground.resize(900, 300)
    Notice(ground).tell("old-tune.mid: track 3 ends in the middle of an event (byte 8,112); skipped")
    return ground


@_shown
def number_box() -> QWidget:
    box = NumberBox()
    box.setValue(41)
    return box


@_shown
def decimal_box() -> QWidget:
    box = DecimalBox()
    box.setValue(0.95)
    return box


@_shown
def shortcuts_dialog() -> QWidget:
    return ShortcutsDialog()


@_shown
def tick_box() -> QWidget:
    model = QStandardItemModel(0, 1)
    for name in ("one", "two", "three"):
        item = QStandardItem(name)
        item.setCheckable(True)
        model.appendRow(item)
    view = _of_model(QTableView(), model)
    view.setItemDelegateForColumn(0, TickBox(view))
    return view


@_shown
def tile() -> QWidget:
    shown = Tile("Held-out")
    shown.show_figure("2.91", "bits a note")
    return shown


# -- corpora -----------------------------------------------------------------------------------------------------------


@_shown
def report_view() -> QWidget:
    counts = np.random.default_rng(1).integers(0, 90, (200, 7)).astype(np.int32)
    rows = replace(_pieces(200), events=counts.sum(axis=1).astype(np.int64))
    tallies = (Tally("pitch classes", tuple("CDEFGAB"), counts),)
    shown = ReportView()
    shown.show_report(CorpusReport("tunes", "music", "metric", rows, tallies, {}), ())
    shown.resize(900, 640)
    return shown


@_shown
def corpora_column() -> QWidget:
    column = CorporaColumn(CorporaList(QApplication.instance()))
    column.resize(theme.LIST_WIDTH, 700)
    return column


@_shown
def corpus_card() -> QWidget:
    view = _of_model(QListView(), CorporaList(QApplication.instance()))
    view.setItemDelegate(CorpusCard(view))
    view.resize(theme.LIST_WIDTH, 600)
    return view


@_shown
def corpus_header() -> QWidget:
    header = CorpusHeader()
    header.show_entry(CorpusEntry(CorpusChoice("my tunes", ("/music/tunes",)), about="/music/tunes"))
    header.resize(700, 60)
    return header


@_shown
def corpus_message() -> QWidget:
    message = CorpusMessage()
    message.show_slow(CorpusEntry(CorpusChoice("essen", ("essen",)), about="The Essen folk-song collection", slow=True))
    message.resize(600, 300)
    return message


@_shown
def piece_preview() -> QWidget:
    preview = PiecePreview()
    preview.show_text("The river ran to the sea.", title="verse", detail="25 characters")
    preview.resize(700, 200)
    return preview


@_shown
def pieces_panel() -> QWidget:
    table = PiecesTable()
    table.show_rows(_pieces(10_000), kind="music")
    panel = PiecesPanel(table)
    panel.corpus_changed()
    panel.resize(800, 500)
    return panel


@_shown
def reading_options() -> QWidget:
    options = ReadingOptions()
    remarks = (Sentence("{files} skipped: {why}", files="3 files", why=Sentence("holds no notes")),)
    options.show_choice(CorpusChoice("my tunes", ("/music/tunes",), of_kind={"metre": "3/4"}))
    options.show_report(CorpusReport("tunes", "music", "metric", _pieces(3), (), {}, remarks))
    options.fold.toggleButton().click()
    options.resize(600, 160)
    return options


@_shown
def reading_progress() -> QWidget:
    progress = ReadingProgress()
    progress.begin("my tunes")
    progress.show_progress(Progress(312, 1000, 0.8))
    progress.resize(600, 300)
    return progress


@_shown
def welcome_card() -> QWidget:
    return WelcomeCard()


# -- train -------------------------------------------------------------------------------------------------------------


@_shown
def curve_plot() -> QWidget:
    fall = [(x / 10, 2 + 3 / (1 + x)) for x in range(60)]
    learned = [(x, y - 0.1) for x, y in fall]
    plot = CurvePlot("Bits a note")
    plot.show_curves(Curves(held=fall, learned=learned, best=fall[-1], words={"held": "held-out"}))
    return plot


@_shown
def norm_plot() -> QWidget:
    return NormPlot("Gradient norm")


@_shown
def new_run_form() -> QWidget:
    form = NewRunForm()
    form.show_corpora(["folk", "chorales"])
    return form


@_shown
def run_list() -> QWidget:
    shown = RunList()
    shown.show_rows([RunRow("a", "chorales", "learning · 4 min left", "2.91", "bits a note", 0.6, True)], "a")
    return shown


@_shown
def run_view() -> QWidget:
    shown = RunView()
    shown.title.setText("chorales")
    shown.say("good", "Learning well: held-out falls 0.03 bits a minute.")
    return shown


@_shown
def model_view() -> QWidget:
    shown = ModelView()
    shown.show_model("chorales", "chorales", "LSTM 256×2, 2.91 bits a note")
    return shown


@_shown
def sample_card() -> QWidget:
    shown = SampleCard()
    shown.show_words("3 min", "2.91 bits")
    shown.show_text("The sea is wide, the sea is deep.")
    return shown


# -- create ------------------------------------------------------------------------------------------------------------


@_shown
def drag_button() -> QWidget:
    data = QMimeData()
    data.setText("hello")
    button = DragButton()
    button.set_mime(lambda: data)
    return button


@_shown
def first_steps() -> QWidget:
    steps = FirstSteps()
    steps.show_done(("listen",))
    steps.resize(460, 110)
    return steps


@_shown
def export_dialog() -> QWidget:
    groups = [
        ExportGroup("this", "Take 3", 1, dict.fromkeys(view_of("music").formats, 1)),
        ExportGroup("starred", "Starred (4)", 4, {**dict.fromkeys(view_of("music").formats, 3), "txt": 1}),
    ]
    dialog = ExportDialog()
    dialog.offer(groups, ExportChoice("starred", "flac", 48_000))
    dialog.show_destination("Music", "chorales G major 92 bpm 3.flac and 2 more")
    return dialog


@_shown
def mixer() -> QWidget:
    shown = Mixer()
    shown.show_tracks([TrackInfo("Soprano", 52), TrackInfo("Drums", drums=True)])
    return shown


@_shown
def pitch_range() -> QWidget:
    shown = PitchRange()
    shown.set_limits(40, 80)
    return shown


@_shown
def primer_box() -> QWidget:
    box = PrimerBox()
    box.show_primer("my-tune.mid")
    return box


@_shown
def record_dialog() -> QWidget:
    dialog = RecordDialog()
    dialog.show_ports(["Keyboard"])
    return dialog


@_shown
def sampling_panel() -> QWidget:
    panel = SamplingPanel()
    panel.set_about(
        ModelAbout(
            "x", "chorales", kind="music", grid="metric", metres=("4/4",), low=40, high=80, columns=("pitch", "shift")
        )
    )
    panel.resize(theme.PANEL_WIDTH, 700)
    return panel


@_shown
def seed_box() -> QWidget:
    return SeedBox()


@_shown
def take_list() -> QWidget:
    takes = TakesModel()
    for number in range(1, 30):
        takes.add(TakeRecord(str(number), number, "music", Path(), bits=2.5 + number / 30, copied=number / 200))
    shown = TakeList()
    shown.set_model(takes)
    takes.setParent(shown)
    shown.resize(theme.LIST_WIDTH, 700)
    return shown


@_shown
def take_details() -> QWidget:
    record = TakeRecord("", 2, "music", Path(), name="Lullaby", tags=["slow"], note="Bars 3 and 4")
    return DetailsDialog([record], ["slow", "fast"], ["Album"])


@_shown
def take_view() -> QWidget:
    shown, content = TakeView(), MusicTake()
    shown.add_content(content)
    shown.show_kind("music", content)
    shown.show_title("Take 2", "G major · 4/4 · 92 bpm · 16 bars · seed 41")
    return shown


# -- roll, text and playback -------------------------------------------------------------------------------------------


@_shown
def piano_roll() -> QWidget:
    shown = PianoRoll()
    shown.set_editable(True)
    shown.set_sheet(_melody())
    shown.resize(1000, 600)
    return shown


@_shown
def roll_legend() -> QWidget:
    tracks = [TrackInfo("Soprano"), TrackInfo(""), TrackInfo("Drums", drums=True)]
    legend = RollLegend()
    legend.show_tracks(tracks, np.array([1, 0, 1], bool))
    legend.resize(500, legend.height())
    return legend


@_shown
def density_curve() -> QWidget:
    curve = DensityCurve()
    curve.set_bars(16)
    curve.set_text("1:low,9:high")
    curve.resize(260, curve.height())
    return curve


@_shown
def form_strip() -> QWidget:
    sheet = _melody()
    view = RollView()
    view.show_sheet(sheet, fit=True)
    strip = FormStrip(view)
    names = [("A", 0, False), ("B", -1, False), ("A", 0, False), ("A\u2019", 0, True)]
    edges = np.linspace(0, sheet.end_tick, len(names) + 1).tolist()
    strip.show_bars(edges, names, ["new", "new", "as bar 1", "varies bar 1"], [0.2, 0.2, 0.8, 1.0])
    strip.resize(900, strip.height())
    return strip


@_shown
def edit_bar() -> QWidget:
    bar = EditBar()
    bar.show_sheet(_melody())
    bar.set_tools(RollTools(snap="1/8T"))
    bar.resize(560, bar.sizeHint().height())
    return bar


@_shown
def chord_lane() -> QWidget:
    sheet = _melody()
    view = RollView()
    view.show_sheet(sheet, fit=True)
    lane = ChordLane(view)
    lane.show_chords("G minor", chords(sheet))
    lane.resize(900, lane.height())
    return lane


@_shown
def velocity_lane() -> QWidget:
    roll = PianoRoll()
    roll.set_sheet(_melody())
    lane = VelocityLane(roll.canvas)
    roll.setParent(lane)
    roll.hide()
    lane.resize(900, lane.height())
    return lane


@_shown
def surprise_strip() -> QWidget:
    sheet = _melody()
    view = RollView()
    view.show_sheet(sheet, fit=True)
    strip = SurpriseStrip(view)
    strip.set_surprise(sheet, np.random.default_rng(1).gamma(2.0, 1.2, len(sheet.notes)))
    strip.resize(900, strip.height())
    return strip


@_shown
def surprise_legend() -> QWidget:
    return SurpriseLegend()


@_shown
def text_take() -> QWidget:
    take = TextTake()
    take.set_text(VERSE, np.abs(np.random.default_rng(0).normal(0, 3, len(VERSE))), primed=30)
    take.resize(700, 400)
    return take


@_shown
def tinted_text() -> QWidget:
    tinted = TintedText()
    tinted.resize(700, 400)
    tinted.set_text(VERSE)
    tinted.set_tint(np.sin(np.arange(len(VERSE), dtype=np.float32) / 7), signed=True)
    tinted.mark(40)
    return tinted


@_shown
def play_button() -> QWidget:
    return PlayButton()


@_shown
def position_slider() -> QWidget:
    slider = PositionSlider()
    slider.set_end(1000)
    slider.set_loop((300, 600))
    slider.set_position(400)
    slider.resize(500, 40)
    return slider


@_shown
def transport() -> QWidget:
    bar = Transport()
    bar.set_soundfonts([("", "TimGM6mb (built in)")], "")
    bar.set_outputs([("", "off"), ("virtual", "new port “seqgen”")], "")
    bar.set_length(1000)
    bar.set_position(400)
    bar.set_time(14, 42)
    bar.resize(1288, theme.TRANSPORT_HEIGHT)
    return bar


# -- inspect -----------------------------------------------------------------------------------------------------------


@_shown
def activity_view() -> QWidget:
    view = ActivityView()
    view.show_inspection(_looked()[0])
    view.show_heat(_looked()[1])
    view.resize(1000, 480)
    return view


@_shown
def alternatives() -> QWidget:
    pitches = (Option("A4", 0.41, False), Option("F#4", 0.32, True), Option("D5", 0.08, False))
    lengths = (Option("quarter", 0.81, True), Option("dotted quarter", 0.12, False), Option("8th", 0.0004, False))
    shown = Alternatives()
    shown.resize(248, 260)
    shown.show_columns([("pitch", Expected("pitch", 1.64, pitches)), ("length", Expected("x", 0.3, lengths))])
    return shown


@_shown
def findings_list() -> QWidget:
    findings = FindingsList(units=True)
    findings.show_findings([Finding("place in the line", "cell", 0, 67, 0.8, 14_630)])
    return findings


@_shown
def heat_legend() -> QWidget:
    return HeatLegend()


@_shown
def heat_map() -> QWidget:
    time, phase = np.arange(400)[:, None] / 12, np.arange(96)[None] / 7
    waves = np.sin(time + phase) * np.cos(time * phase / 9)
    shown = HeatMap()
    shown.resize(900, 300)
    shown.set_events(np.arange(401.0))
    shown.set_heat(Heat(0, "hidden", keys_of_values(waves), np.ones(96, np.float32), True))
    shown.mark(120, 40)
    return shown


@_shown
def inspect_column() -> QWidget:
    column = InspectColumn()
    column.show_models([ModelChoice("a", "chorales-large", "music", "")], "a")
    column.show_takes([TakeChoice(f"{n}", f"chorales-g-major-92-{n}", "music", "") for n in range(30, 0, -1)])
    column.resize(theme.LIST_WIDTH, 700)
    return column


@_shown
def inspect_message() -> QWidget:
    message = InspectMessage()
    message.begin("Reading a-long-piece.mid")
    message.show_progress(EventsRead(4096, 20_000))
    message.resize(600, 400)
    return message


@_shown
def inspect_panel() -> QWidget:
    panel = InspectPanel()
    panel.show_inspection(_looked()[0])
    panel.show_event(12)
    return panel


@_shown
def inspect_stage() -> QWidget:
    stage = InspectStage()
    stage.show_inspection(_looked()[0])
    stage.show_heat(_looked()[1])
    stage.mark_event(12)
    stage.resize(900, 760)
    return stage


@_shown
def unit_trace() -> QWidget:
    trace = UnitTrace()
    trace.resize(900, trace.height())
    trace.set_events(np.arange(301.0))
    trace.set_values(np.sin(np.arange(300, dtype=np.float32) / 9), 1.0, two_sided=True)
    trace.mark(120)
    return trace


# -- sample data -------------------------------------------------------------------------------------------------------


def _of_model(view: View, model: QStandardItemModel | CorporaList) -> View:
    view.setModel(model)
    model.setParent(view)
    return view


def _pieces(number: int) -> PieceRows:
    names = [f"tune {i}" for i in range(number)]
    counting = np.arange(number)
    return PieceRows(
        names, (counting % 64).astype(float), counting * 7 % 900, ["G major"] * number, ["4/4"] * number,
        np.full(number, 92.0), ["reels"] * number, ["kept"] * number, [""] * number, ranks_of(names),
    )  # fmt: skip


def _melody() -> Sheet:
    random = np.random.default_rng(2)
    notes = np.zeros(64, NOTE)
    notes["onset"], notes["end"] = np.arange(64) * 240, np.arange(1, 65) * 240
    notes["pitch"], notes["velocity"] = 60 + random.integers(0, 12, 64), 90
    return Sheet(notes, (TrackInfo("Flute"),))


@cache
def _looked() -> tuple[Inspection, Heat]:
    """A small piece under a model with random weights, and the hidden units of its first layer."""
    piece = random_piece(1)
    with tempfile.TemporaryDirectory() as folder:
        model, tune = Path(folder) / "model.safetensors", Path(folder) / "tune.mid"
        write_model(model, make_model([piece], fit_music([piece])).file)
        write_pieces([piece], tune)
        source = Source(path=str(tune))
        inspection = next(news for news in look(source, str(model)) if isinstance(news, Inspection))
        return inspection, next(news for news in heat(source, str(model), "hidden", 0) if isinstance(news, Heat))


def main() -> None:
    """Open the widgets that were named, or save a picture of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="the widgets to show: " + ", ".join(WIDGETS))
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="save pictures here instead of opening windows")
    args = parser.parse_args()
    if unknown := set(args.names) - set(WIDGETS):
        parser.error(f"no such widget: {', '.join(sorted(unknown))}; there are {', '.join(WIDGETS)}")
    app = QApplication(sys.argv[:1])
    theme.Theme(app).choose(args.theme)
    shown = {name: WIDGETS[name]() for name in args.names or WIDGETS}
    for name, widget in shown.items():
        widget.setWindowTitle(name)
        widget.show()
        if args.out is not None:
            args.out.mkdir(parents=True, exist_ok=True)
            app.processEvents()
            widget.grab().save(str(args.out / f"{name}.png"))
            widget.close()
    if args.out is None:
        app.exec()


if __name__ == "__main__":
    main()
