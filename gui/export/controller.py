"""Controller of the export dialog and the exporter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.export.dialog import ExportChoice, ExportDialog, ExportGroup
from gui.export.exporter import Export, Exporter, fits
from gui.export.jobs import suffix_of
from gui.export.outgoing import Outgoing
from gui.kinds import view_of
from gui.library.file_manager import reveal
from gui.reasons import in_words
from gui.studio import Studio
from gui.takes import words as take_words
from seqgen.errors import SeqgenError
from seqgen.library.file_names import take_name
from seqgen.library.take import TakeRecord
from seqgen.user_folders import home_folder

Load = Callable[[Sequence[TakeRecord]], Sequence[Outgoing]]
THIS, SELECTED, STARRED = "this", "selected", "starred"


@dataclass(frozen=True)
class ExportOffer:
    """Takes that can be exported: the open one, the selected ones, the starred ones."""

    this: TakeRecord | None = None
    selected: Sequence[TakeRecord] = field(default_factory=tuple)
    starred: Sequence[TakeRecord] = field(default_factory=tuple)

    def records(self, group: str) -> Sequence[TakeRecord]:
        if group == THIS:
            return (self.this,) if self.this is not None else ()
        return self.selected if group == SELECTED else self.starred


class ExportController(QObject):
    """Shows the export dialog and runs the export. `load` returns the content of a take when it is needed."""

    def __init__(self, studio: Studio, load: Load, parent: QWidget) -> None:
        super().__init__(parent)
        self._studio, self._load, self._window = studio, load, parent
        self.exporter = Exporter(self)
        self.dialog = ExportDialog(parent)
        self._offer = ExportOffer()
        self._exported: tuple[Outgoing, ...] = ()
        self._written: list[Path] = []
        dialog, exporter = self.dialog, self.exporter
        dialog.changed.connect(self._changed)
        dialog.folder_wanted.connect(self._choose_folder)
        dialog.save_as_wanted.connect(self._save_as)
        dialog.export_wanted.connect(self._export)
        dialog.cancel_wanted.connect(exporter.cancel)
        dialog.reveal_wanted.connect(self._reveal)
        exporter.progress.connect(self._progressed)
        exporter.finished.connect(self._finished)
        exporter.failed.connect(self._failed)
        exporter.cancelled.connect(self._cancelled)
        QCoreApplication.instance().aboutToQuit.connect(exporter.close)  # type: ignore[union-attr]  # there is one

    def open(self, offer: ExportOffer, group: str = THIS) -> None:
        """Open the dialog with `group` selected, or show a running export."""
        if not self.exporter.busy:
            self._offer = offer
            kept = self._studio.settings.values
            choice = ExportChoice(group, kept.export_format, kept.export_rate)
            self.dialog.offer(self._groups(), choice)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _groups(self) -> list[ExportGroup]:
        offer = self._offer
        this = self.tr("Take {number}").format(number=offer.this.number) if offer.this else self.tr("This take")
        titles = {
            THIS: this,
            SELECTED: self.tr("Selected ({count})").format(count=len(offer.selected)),
            STARRED: self.tr("Starred ({count})").format(count=len(offer.starred)),
        }
        groups = []
        for key, title in titles.items():
            records = offer.records(key)
            forms = Counter(form for record in records for form in view_of(record.kind).formats)
            groups.append(ExportGroup(key, title, len(records), forms))
        return groups

    # -- destination ---------------------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Destination of exports: the folder of the last one, at first the user's music folder."""
        kept = self._studio.settings.values.export_folder
        if kept and Path(kept).is_dir():
            return Path(kept)
        music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
        return Path(music) if music else home_folder()

    def _keep_folder(self, folder: Path) -> None:
        self._studio.settings.change(export_folder=str(folder))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.dialog, self.tr("Export to"), str(self.folder))
        if chosen:
            self._keep_folder(Path(chosen))
            self._changed()

    def _records(self) -> list[TakeRecord]:
        choice = self.dialog.choice
        return [record for record in self._offer.records(choice.group) if fits(Outgoing(record), choice.form)]

    def _changed(self) -> None:
        choice, records = self.dialog.choice, self._records()
        names = ""
        if records:
            names = take_name(records[0], suffix_of(choice.form, records[0]))
        if len(records) > 1:
            names = self.tr("{name} and %n more", "", len(records) - 1).format(name=names)
        self.dialog.show_destination(str(self.folder), names)

    # -- export --------------------------------------------------------------------------------------------------------

    def _export(self) -> None:
        self._start(self.folder, None)

    def _save_as(self) -> None:
        choice, records = self.dialog.choice, self._records()
        if not records:
            return
        suffix = suffix_of(choice.form, records[0])
        proposed = str(self.folder / take_name(records[0], suffix))
        kinds = self.tr("{format} files (*{suffix})").format(format=suffix[1:].upper(), suffix=suffix)
        chosen, _ = QFileDialog.getSaveFileName(self.dialog, self.tr("Save as"), proposed, kinds)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the chosen take to a file confirmed by the user. If the suffix is missing it is added, without
        overwriting an existing file."""
        suffix = suffix_of(self.dialog.choice.form, self._records()[0])
        confirmed = path.suffix.lower() == suffix
        if not confirmed:
            path = path.with_name(path.name + suffix)
        self._keep_folder(path.parent)
        self._start(path.parent, path, replace=confirmed)

    def _start(self, folder: Path, file: Path | None, *, replace: bool = False) -> None:
        choice, settings = self.dialog.choice, self._studio.settings
        try:
            takes = tuple(self._load(self._records()))
        except (SeqgenError, OSError, KeyError) as error:
            self.dialog.show_end(in_words(error), good=False, something=False)
            return
        settings.change(export_format=choice.form, export_rate=choice.sample_rate)
        self._keep_folder(folder)
        self._exported, self._written = takes, []
        self.dialog.show_progress(0.0, self.tr("Writing…"))
        player = self._studio.player
        self.exporter.start(
            Export(takes, choice.form, folder, file, replace, choice.sample_rate, player.soundfont, player.room)
        )

    def _progressed(self, share: float, number: int) -> None:
        if number < len(self._exported):
            name = take_words.number(self._exported[number].record)
            words = self.tr("Writing {take}, {place} of {count}")
            self.dialog.show_progress(share, words.format(take=name, place=number + 1, count=len(self._exported)))

    def _finished(self, written: list[Path]) -> None:
        if len(written) == 1:
            words = self.tr("{name} is written.").format(name=written[0].name)
        else:
            words = self.tr("%n file(s) are written.", "", len(written))
        self._ended(words, written, good=True)

    def _failed(self, why: str, written: list[Path]) -> None:
        words = self.tr("{why} (%n file(s) were written before)", "", len(written)) if written else "{why}"
        self._ended(words.format(why=why), written, good=False)

    def _cancelled(self, written: list[Path]) -> None:
        self._ended(self.tr("Stopped. %n file(s) are written.", "", len(written)), written, good=False)

    def _ended(self, words: str, written: list[Path], *, good: bool) -> None:
        self._written = written
        if self.dialog.isVisible():
            self.dialog.show_end(words, good=good, something=bool(written))
        else:
            self.dialog.show_choices()
            self._studio.told.emit(words)

    def _reveal(self) -> None:
        reveal(self._written)
