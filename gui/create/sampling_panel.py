"""Panel with the settings of new takes: model, sampling, rules of the kind, primer and seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row, keep_room
from gui.controls.buttons import make_button
from gui.controls.elided_box import ElidedBox
from gui.controls.labels import make_label
from gui.controls.number_box import NumberBox
from gui.controls.settings_section import SettingsSection
from gui.controls.wheel_guard import WheelGuard
from gui.create.primer_box import PrimerBox
from gui.create.sampling_section import SamplingSection
from gui.create.seed_box import SeedBox
from gui.kinds import KindView, view_of
from gui.sampling.settings import ModelAbout, SamplingSettings
from gui.shortcuts import with_keys
from gui.verdict_words import verdict_sentence
from gui.views.rules_section import RulesSection
from seqgen.kinds.evaluation import Shape
from seqgen.network.standing import NO_COMPLAINT

USUAL = SamplingSettings()


class SamplingPanel(QWidget):
    """Edits `SamplingSettings`; settings that do not apply to the model are hidden."""

    changed = Signal()
    model_chosen = Signal(str)
    generate_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about: ModelAbout | None = None
        self._quiet = False
        self._busy = False
        self._settings = USUAL
        self._guard = WheelGuard(self)
        self.primer = PrimerBox()
        self._rules: dict[KindView, RulesSection] = {}
        inside = QWidget()
        self._column = in_column(on=inside, margins=(theme.WIDE, theme.SPACE), spacing=theme.GAP)
        self._make_sections()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        # rows with a larger size hint must not widen the column beyond its visible edge
        inside.setMaximumWidth(theme.PANEL_WIDTH - 10)
        inside.setMinimumWidth(0)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        in_column((scroll, 1), self._make_foot(), on=self, margins=0, spacing=0)
        for control in (self.seed.number, self.takes):
            self._guard.guard(control)
        self.set_settings(USUAL)
        self.set_about(None)

    # -- the sections --------------------------------------------------------------------------------------------------

    def _make_sections(self) -> None:
        model = SettingsSection(self.tr("MODEL"))
        self.model = ElidedBox()
        self.model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.model.setPlaceholderText(self.tr("none yet"))
        self.model.activated.connect(lambda: self.model_chosen.emit(self.model.currentData()))
        model.add_row(self.tr("Model"), self.model, self._model_tip())
        self.verdict = make_label("small", wrap=True)
        self.verdict.hide()
        model.column.addWidget(self.verdict)
        self._sampling = SamplingSection()
        self._rules_place = QVBoxLayout()
        start = SettingsSection(self.tr("START FROM"), above=theme.GAP)
        start.column.addWidget(self.primer)
        self.new_only = QCheckBox(self.tr("Only what is new"))
        self.new_only.setToolTip(self.tr("Takes without the beginning that they go on from"))
        self.new_only.toggled.connect(start.tell)
        start.column.addWidget(self.new_only)
        self._start = start
        seed = SettingsSection(self.tr("SEED"), above=theme.GAP)
        self.seed = SeedBox()
        self.seed.changed.connect(seed.tell)
        seed.column.addWidget(self.seed)
        self._add_section(model)
        self._add_section(self._sampling)
        self._sampling.reset_wanted.connect(lambda: self._show_and_tell(self._sampling.usual(self.settings())))
        self._column.addLayout(self._rules_place)
        self._add_section(start)
        self._add_section(seed)
        self._column.addStretch(1)

    def _add_section(self, section: SettingsSection, place: QVBoxLayout | None = None) -> None:
        section.changed.connect(self._tell)
        for control in section.guarded:
            self._guard.guard(control)
        (place or self._column).addWidget(section)

    def _rules_of(self, kind: str) -> RulesSection:
        """Return the section of a kind, made when it is first asked for."""
        view = view_of(kind)
        if view not in self._rules:
            section = view.rules_section(kind)
            section.reset_wanted.connect(lambda: self._reset(section))
            self._add_section(section, self._rules_place)
            for control in section.beside_primer:
                self._start.column.addWidget(control)
            self._rules[view] = section
        return self._rules[view]

    def _make_foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("kind", "panel")
        self.takes = NumberBox()
        self.takes.setObjectName("takes")
        self.takes.setRange(1, 256)
        self.takes.setAccessibleName(self.tr("Takes"))
        self.takes.setToolTip(self.tr("How many takes to write at once"))
        self.takes.setFixedWidth(64)
        self.takes.valueChanged.connect(self._tell)
        self.takes.valueChanged.connect(self._show_button)
        self.generate = make_button("", "", self._pressed, kind="primary")
        self.generate.setMinimumHeight(44)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Takes written"))
        row = in_row((QLabel(self.tr("Takes")), 1), self.takes)
        margins = (theme.WIDE, theme.GAP, theme.WIDE, theme.SPACE)
        in_column(row, self.generate, self._progress, on=foot, margins=margins, spacing=theme.GAP)
        return foot

    @property
    def kind(self) -> str:
        """Kind of sequence that the model writes; empty if there is no model."""
        return self._about.kind if self._about is not None else ""

    @property
    def has_models(self) -> bool:
        return self.model.count() > 0

    @property
    def _shown_rules(self) -> RulesSection:
        return self._rules_of(self.kind)

    # -- values --------------------------------------------------------------------------------------------------------

    def settings(self) -> SamplingSettings:
        """Return the current settings. Settings that do not apply to this model keep their values for other models."""
        kept = self._sampling.settings(self._settings).with_shape(self._shown_rules.kind, self.shape())
        return replace(
            kept,
            seed=self.seed.seed,
            seed_locked=self.seed.kept,
            takes=self.takes.value(),
            new_only=self.new_only.isChecked(),
        )

    def shape(self) -> Shape:
        """Return length and rules of new takes."""
        return self._shown_rules.shape(self._kept(self._shown_rules))

    def _kept(self, section: RulesSection) -> Shape:
        return self._settings.shapes.get(section.kind, section.usual)

    def set_settings(self, s: SamplingSettings) -> None:
        """Show settings; `changed` is not emitted."""
        self._quiet = True
        self._settings = s
        self._sampling.show_settings(s)
        self._shown_rules.show_shape(self._kept(self._shown_rules))
        self.seed.set_seed(s.seed, kept=s.seed_locked)
        self.takes.setValue(s.takes)
        self.new_only.setChecked(s.new_only)
        self._quiet = False
        self._show_button()
        self._show_resets()

    def set_models(self, models: Sequence[tuple[str, str]], current: str) -> None:
        """Offer models as (path, name) pairs."""
        with QSignalBlocker(self.model):
            self.model.clear()
            for path, name in models:
                self.model.addItem(name, path)
                self.model.setItemData(self.model.count() - 1, path, Qt.ItemDataRole.ToolTipRole)
            self.model.setCurrentIndex(self.model.findData(current))
        # a long name is cut off in the box
        self.model.setToolTip("\n".join(filter(None, (self.model.currentText(), self._model_tip()))))

    def _model_tip(self) -> str:
        return with_keys(self.tr("What writes the takes"), "previous-model", "next-model")

    def step_model(self, steps: int) -> None:
        """Choose a model so many places further down the list, as a click would; from the last on from the first."""
        count = self.model.count()
        if count > 1:
            self.model.setCurrentIndex((self.model.currentIndex() + steps) % count)
            self.model_chosen.emit(self.model.currentData())

    def set_about(self, about: ModelAbout | None) -> None:
        """Adapt the panel to a model, None for none."""
        settings, self._about = self.settings(), about
        shown, offer = self._shown_rules, view_of(self.kind).primer_offer()
        for section in self._rules.values():
            for widget in (section, *section.beside_primer):
                widget.setVisible(section is shown)
        self.primer.show_offer(offer)
        verdict = about.verdict if about is not None else ""
        self.verdict.setText(verdict_sentence(verdict))
        self.verdict.setVisible(verdict not in ("", *NO_COMPLAINT))
        self._quiet = True
        self._sampling.fit(about)
        shown.fit(about)
        self._quiet = False
        self.set_settings(settings)
        self._show_button()

    # -- the button ----------------------------------------------------------------------------------------------------

    def set_busy(self, done: int, total: int) -> None:
        """Show the numbers of finished and requested takes, (0, 0) when idle."""
        self._busy = total > 0
        # the best are known once all are drawn
        waiting = self._busy and not done and self.settings().best_of > 1
        self._progress.setRange(0, 0 if waiting else max(1, total))
        self._progress.setValue(done)
        self._show_button()

    def _show_button(self) -> None:
        self.generate.setText(self.tr("Stop") if self._busy else self.tr("Generate %n take(s)", "", self.takes.value()))
        tip = (
            self.tr("End at once; what is there stays")
            if self._busy
            else with_keys(self.tr("Write new takes"), "generate")
        )
        self.generate.setToolTip(tip)
        self.generate.setEnabled(self._about is not None)
        keep_room(self._progress)
        self._progress.setVisible(self._busy)

    def _pressed(self) -> None:
        (self.stop_wanted if self._busy else self.generate_wanted).emit()

    def _reset(self, section: RulesSection) -> None:
        now = self.settings()
        self._show_and_tell(now.with_shape(section.kind, section.reset(now.shapes[section.kind])))

    def _show_and_tell(self, settings: SamplingSettings) -> None:
        self.set_settings(settings)
        self._tell()

    def _show_resets(self) -> None:
        """Offer to reset what differs from its usual values."""
        settings, rules, shape = self.settings(), self._shown_rules, self.shape()
        self._sampling.reset_button.setEnabled(self._sampling.usual(settings) != settings)
        rules.reset_button.setEnabled(rules.reset(shape) != shape)

    def _tell(self) -> None:
        if not self._quiet:
            self._show_resets()
            self.changed.emit()
