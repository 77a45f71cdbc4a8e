"""Sampling panel: display, kept settings, hidden controls and signals."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QSlider, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.controls.labelled_slider import LabelledSlider
from gui.create.primer_box import PrimerBox
from gui.create.sampling_panel import SamplingPanel
from gui.create.sampling_section import SamplingSection
from gui.kinds import view_of
from gui.sampling.settings import ModelAbout, SamplingSettings
from gui.verdict_words import verdict_sentence
from gui.views.music_rules import MusicRulesSection
from seqgen.kinds.evaluation import Shape
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.text.rules import TextRules
from seqgen.network.standing import GOOD, HARDLY_BEGUN
from seqgen.sampling.config import SamplingConfig
from tests.support.window_settings import window_settings

W = TypeVar("W", bound=QWidget)
CHORALES = ModelAbout(
    "c", "chorales", kind="music", grid="metric", columns=("shift", "instrument", "pitch", "duration"), low=40, high=80,
    instruments=("Soprano", "Alto", "Bass"), metres=("4/4", "3/4"), has_index=True,
    labels=("major", "minor"), densities=("low", "high"), is_told=True,
)  # fmt: skip
PERFORMANCES = replace(CHORALES, path="p", grid="performance", metres=(), instruments=("Piano",), has_index=False)
TEXTS = ModelAbout("t", "sea", kind="text", columns=("character",), event="character")
RULES = MusicRules(
    bars=24, seconds=42.0, primer_bars=2, key="G minor", ranges="A2-Bb4", grid="1/8", polyphony=4,
    instruments="Alto,Bass", tempo=92.0, metre="3/4", form="AABA", loop=True,
    label="minor", density="low",
)  # fmt: skip
CHOSEN = SamplingSettings(
    SamplingConfig(0.95, {"pitch": 0.6}, top_k=12, top_p=0.98, min_p=0.05, particles=8, strength=1.5, memory=0.3),
    {"music": Shape(0, RULES), "text": Shape(900, TextRules("abc ", ("\n",)))},
    max_copy=16, seed=41, seed_locked=True, takes=5, new_only=True, best_of=4, as_measured=False,
)  # fmt: skip
USUAL = window_settings()


@pytest.fixture
def panel(qtbot: QtBot) -> SamplingPanel:
    made = SamplingPanel()
    qtbot.addWidget(made)
    made.resize(theme.PANEL_WIDTH, 636)
    made.set_models([("c", "chorales"), ("t", "sea")], "c")
    made.set_about(CHORALES)
    made.show()
    return made


def rules_of(panel: SamplingPanel) -> MusicRules:
    rules = panel.shape().rules
    assert isinstance(rules, MusicRules)
    return rules


def test_settings_that_are_shown_are_those_that_are_given_back(panel: SamplingPanel) -> None:
    panel.set_settings(CHOSEN)
    assert panel.settings() == CHOSEN
    panel.set_settings(SamplingSettings())
    assert panel.settings() == SamplingSettings(shapes={"music": USUAL.shapes["music"]})


def test_a_form_that_is_not_in_the_list_is_kept(panel: SamplingPanel) -> None:
    chosen = CHOSEN.with_shape("music", Shape(0, replace(RULES, form="A8B4A'8")))
    panel.set_settings(chosen)
    assert panel.settings() == chosen


def test_a_density_is_drawn_over_the_bars(panel: SamplingPanel, qtbot: QtBot) -> None:
    section = panel.findChild(MusicRulesSection)
    assert section is not None
    assert not section.curve.isVisible()
    place = section.density.findData("curve")
    section.density.setCurrentIndex(place)
    section.density.activated.emit(place)
    assert section.curve.isVisible()
    assert rules_of(panel).density == "medium"

    with qtbot.waitSignal(panel.changed):
        section.curve.set_level(8, 4)

    assert rules_of(panel).density == "1:medium,9:high,10:medium"
    panel.set_settings(panel.settings())
    assert rules_of(panel).density == "1:medium,9:high,10:medium"


def test_a_strength_is_offered_where_the_model_is_told_anything(panel: SamplingPanel) -> None:
    section = panel.findChild(SamplingSection)
    assert section is not None
    assert not section.strength.isHidden()
    panel.set_about(replace(CHORALES, is_told=False))
    assert section.strength.isHidden()


def test_what_was_played_is_quantized_where_the_model_knows_it(panel: SamplingPanel) -> None:
    section = panel.findChild(MusicRulesSection)
    assert section is not None
    assert section.quantize.isHidden()
    panel.set_about(replace(CHORALES, is_played=True))
    assert not section.quantize.isHidden()
    section.quantize.set_value(0.5)
    assert rules_of(panel).quantize == 0.5


def test_a_model_that_is_not_good_says_so(panel: SamplingPanel) -> None:
    said = {}
    for verdict in (HARDLY_BEGUN, GOOD, ""):
        panel.set_about(replace(CHORALES, verdict=verdict))
        said[verdict] = panel.verdict.text() if panel.verdict.isVisible() else ""
    assert said == {HARDLY_BEGUN: verdict_sentence(HARDLY_BEGUN), GOOD: "", "": ""}


def test_settings_outlive_the_time_before_a_model_is_known(qtbot: QtBot) -> None:
    panel = SamplingPanel()
    qtbot.addWidget(panel)
    panel.set_settings(CHOSEN)
    panel.set_models([("c", "chorales")], "c")
    panel.set_about(CHORALES)
    assert panel.settings() == CHOSEN


def test_settings_that_do_not_apply_to_another_model_are_kept(panel: SamplingPanel) -> None:
    panel.set_settings(CHOSEN)
    for about in (TEXTS, PERFORMANCES, CHORALES):
        panel.set_about(about)
    assert panel.settings() == CHOSEN


def test_the_whole_range_of_a_model_asks_for_no_range(panel: SamplingPanel) -> None:
    assert rules_of(panel).ranges == ""


def test_what_does_not_apply_to_a_model_is_hidden(panel: SamplingPanel) -> None:
    def shown() -> set[str]:
        names = {w.accessibleName() for w in panel.findChildren(QWidget) if w.isVisibleTo(panel)}
        return names & {
            "Key",
            "Scale",
            "Metre",
            "Grid",
            "Tempo",
            "Range",
            "Only",
            "Stop at",
            "Length",
            "Its first bars",
        }

    assert shown() == {"Key", "Metre", "Grid", "Tempo", "Range", "Length", "Its first bars"}
    panel.set_settings(CHOSEN)
    assert "Scale" in shown()
    # of drums
    panel.set_about(replace(CHORALES, low=0, high=0))
    assert shown() == {"Metre", "Grid", "Tempo", "Length", "Its first bars"}
    panel.set_settings(USUAL)
    panel.set_about(PERFORMANCES)
    assert shown() == {"Key", "Tempo", "Range", "Length", "Its first bars"}
    panel.set_about(TEXTS)
    assert shown() == {"Only", "Stop at", "Length"}


def test_showing_settings_does_not_say_that_they_changed(panel: SamplingPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.changed):
        panel.set_settings(CHOSEN)
        panel.set_about(TEXTS)


def test_a_change_by_the_user_is_told(panel: SamplingPanel, qtbot: QtBot) -> None:
    slider = _named(panel, QSlider, "Temperature")
    with qtbot.waitSignal(panel.changed):
        QTest.keyClick(slider, Qt.Key.Key_Left)
    assert panel.settings().sampling.temperature == 0.99
    with qtbot.waitSignal(panel.changed):
        _named(panel, QComboBox, "Key").setCurrentText("D")
    assert rules_of(panel).key == "D major"


def test_each_group_goes_back_to_its_usual_settings_by_itself(panel: SamplingPanel, qtbot: QtBot) -> None:
    panel.set_settings(CHOSEN)
    with qtbot.waitSignal(panel.changed):
        _reset(panel, "sampling").click()
    now = panel.settings()
    assert (now.sampling, now.max_copy) == (SamplingConfig(), 0)
    assert (now.shapes, now.seed) == (CHOSEN.shapes, CHOSEN.seed)
    _reset(panel, "music").click()
    now = panel.settings()
    assert rules_of(panel) == MusicRules(bars=16, seconds=30.0, primer_bars=2)
    assert (now.shapes["text"], now.seed) == (CHOSEN.shapes["text"], CHOSEN.seed)
    panel.set_about(TEXTS)
    _reset(panel, "text").click()
    assert panel.settings().shapes["text"] == USUAL.shapes["text"]


def test_a_model_is_chosen_by_hand_only(panel: SamplingPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.model_chosen), qtbot.assertNotEmitted(panel.changed):
        panel.set_models([("c", "chorales"), ("t", "sea")], "t")
    with qtbot.waitSignal(panel.model_chosen) as chosen:
        QTest.keyClick(_named(panel, QComboBox, "Model"), Qt.Key.Key_Up)
    assert chosen.args == ["c"]


def test_the_button_stays_in_sight_and_turns_into_stop(panel: SamplingPanel, qtbot: QtBot) -> None:
    button = panel.generate
    assert button.mapTo(panel, button.rect().bottomLeft()).y() < panel.height()
    with qtbot.waitSignal(panel.generate_wanted):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    panel.set_busy(2, 8)
    assert button.text() == "Stop"
    with qtbot.waitSignal(panel.stop_wanted):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    panel.set_busy(0, 0)
    assert button.text() != "Stop"


def test_the_button_says_how_many_takes(panel: SamplingPanel) -> None:
    takes = panel.findChild(QSpinBox, "takes")
    assert isinstance(takes, QSpinBox)
    takes.setValue(12)
    assert "12" in panel.generate.text()


def test_without_a_model_nothing_can_be_generated(panel: SamplingPanel) -> None:
    panel.set_about(None)
    assert not panel.generate.isEnabled()


def test_another_seed_is_drawn_by_shuffle(panel: SamplingPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.changed):
        _named(panel, QToolButton, "Another seed by chance").click()
    assert panel.settings().seed != SamplingSettings().seed


@pytest.mark.parametrize("kind", [QComboBox, QSpinBox, QSlider])
def test_the_wheel_scrolls_the_panel_and_changes_no_setting(panel: SamplingPanel, kind: type[QWidget]) -> None:
    panel.set_settings(CHOSEN)
    panel.setFocus()
    for widget in panel.findChildren(kind):
        if widget.isVisibleTo(panel) and not widget.hasFocus():
            centre = QPointF(widget.rect().center())
            event = QWheelEvent(
                centre, QPointF(widget.mapToGlobal(centre)), QPoint(0, 0), QPoint(0, -120),
                Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(widget, event)
    assert panel.settings() == CHOSEN


def test_every_control_can_be_reached_and_says_what_it_is(panel: SamplingPanel) -> None:
    for about in (CHORALES, TEXTS):
        panel.set_about(about)
        for kind in (QComboBox, QSlider, QSpinBox, QToolButton, QPushButton):
            for widget in panel.findChildren(kind):
                if widget.isVisibleTo(panel):
                    words = widget.accessibleName() or getattr(widget, "text", str)()
                    assert words, widget
                    assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, words


@pytest.mark.parametrize("about", [CHORALES, PERFORMANCES, TEXTS])
def test_nothing_is_wider_than_the_panel(panel: SamplingPanel, about: ModelAbout) -> None:
    panel.set_about(about)
    panel.primer.show_primer("a very long name of a file that somebody has dropped here.mid")
    panel.set_models([("c", "a very long name of a run that somebody has chosen to write")], "c")
    QApplication.processEvents()
    for widget in panel.findChildren(QWidget):
        if widget.isVisibleTo(panel):
            right = widget.mapTo(panel, QPoint(widget.width(), 0)).x()
            assert right <= theme.PANEL_WIDTH, widget


# -- parts -------------------------------------------------------------------------------------------------------------


def test_a_double_click_on_a_slider_goes_back_to_the_usual_value(qtbot: QtBot) -> None:
    slider = LabelledSlider("Length", 1, 64, step=1, usual=16, words=lambda v: f"{v:.0f} bars", tip="How long")
    qtbot.addWidget(slider)
    slider.set_value(40)
    QTest.mouseDClick(slider.slider, Qt.MouseButton.LeftButton)
    assert slider.value == 16
    assert slider.slider.accessibleDescription() == "16 bars"


def test_a_primer_is_dropped_shown_and_cleared(qtbot: QtBot) -> None:
    box = PrimerBox()
    qtbot.addWidget(box)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/music/tune.mid"), QUrl("https://example.org/x.mid")])
    with qtbot.waitSignal(box.file_dropped) as dropped:
        box.dropEvent(
            QDropEvent(
                QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            )
        )
    assert dropped.args == ["/music/tune.mid"]
    box.show_primer("tune.mid")
    with qtbot.waitSignal(box.cleared):
        _named(box, QToolButton, "Begin from nothing").click()


def test_a_model_of_texts_does_not_offer_to_record(qtbot: QtBot) -> None:
    box = PrimerBox()
    qtbot.addWidget(box)
    record = next(button for button in box.findChildren(QPushButton) if "Record" in button.text())
    box.show_offer(view_of("music").primer_offer())
    assert record.isVisibleTo(box)
    box.show_offer(view_of("text").primer_offer())
    assert not record.isVisibleTo(box)


def _named(parent: QWidget, kind: type[W], name: str) -> W:
    return next(each for each in parent.findChildren(kind) if each.accessibleName() == name)


def _reset(panel: SamplingPanel, group: str) -> QToolButton:
    buttons = [each for each in panel.findChildren(QToolButton) if each.accessibleName().startswith("Reset")]
    return next(each for each in buttons if group in each.accessibleName())


MEASURED = replace(CHORALES, path="m", usual=SamplingConfig(0.9, top_p=0.8))
TAMER = replace(CHORALES, path="n", usual=SamplingConfig(top_p=0.7))


def test_a_model_is_drawn_from_as_measured_for_it(panel: SamplingPanel) -> None:
    panel.set_about(MEASURED)
    assert panel.settings().sampling == MEASURED.usual
    panel.set_about(TAMER)
    assert panel.settings().sampling == TAMER.usual
    panel.set_about(CHORALES)
    assert panel.settings().sampling == SamplingConfig()


def test_what_was_set_by_hand_stays_for_another_model(panel: SamplingPanel) -> None:
    panel.set_about(MEASURED)
    by_hand = SamplingConfig(0.9, top_p=0.95)
    panel.set_settings(replace(panel.settings(), sampling=by_hand, as_measured=False))
    panel.set_about(TAMER)
    assert panel.settings().sampling == by_hand


def test_settings_as_measured_are_kept_as_such(panel: SamplingPanel) -> None:
    panel.set_about(MEASURED)
    kept = SamplingSettings.from_json(panel.settings().to_json())
    panel.set_about(TAMER)
    panel.set_settings(kept)
    assert panel.settings().sampling == TAMER.usual
