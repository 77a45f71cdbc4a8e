"""The preview of the Corpora page: a piece is decoded when it is chosen, and can be played."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.corpora import jobs
from gui.corpora.piece_preview import PiecePreview
from gui.corpora.report import CorpusReport
from gui.kinds import view_of
from gui.library.library import CorpusChoice
from gui.reasons import in_words
from gui.studio import Studio
from gui.workers.worker import Job
from seqgen.errors import printable
from seqgen.formats.sheet import Sheet

PAGE = "corpora"


class PreviewController(QObject):
    """Connects the rows of a corpus, the job that decodes one, the preview and the player.

    One piece is decoded at a time; of those chosen meanwhile only the last is.
    """

    def __init__(self, studio: Studio, preview: PiecePreview) -> None:
        super().__init__(preview)
        self._studio, self._preview = studio, preview
        self._report: CorpusReport | None = None
        self._choice: CorpusChoice | None = None
        self._wanted = -1
        self._play_wanted = False
        self._job: Job | None = None
        self._decoding: tuple[CorpusReport, int] | None = None
        self.sheet: Sheet | None = None
        preview.play_wanted.connect(self.toggle)
        preview.seek_wanted.connect(self.seek)
        studio.player.state_changed.connect(self._show_state)
        studio.player.sheet_changed.connect(self._show_state)
        studio.player.tick_changed.connect(self._show_tick)

    def show_corpus(self, report: CorpusReport, choice: CorpusChoice) -> None:
        self._report, self._choice = report, choice
        self._wanted, self._play_wanted = -1, False
        self._hear(None)
        self._preview.show_words(self.tr("Choose a piece to look at it."))

    def look_at(self, place: int) -> None:
        if self._report is None:
            return
        self._wanted, self.sheet, self._play_wanted = place, None, False
        rows = self._report.rows
        if not rows.usable[place]:
            self._hear(None)
            self._preview.show_words(printable(in_words(rows.problems[place])), title=printable(rows.names[place]))
        elif self._job is None:
            self._decode()

    def play(self, place: int) -> None:
        """Play a row from its beginning, as soon as it is decoded."""
        if place != self._wanted:
            self.look_at(place)
        if self.sheet is None:
            self._play_wanted = True
        else:
            self._studio.listening.play(PAGE)

    # -- decoding ------------------------------------------------------------------------------------------------------

    def _decode(self) -> None:
        assert self._report is not None
        assert self._choice is not None
        self._decoding = (self._report, self._wanted)
        name = self._report.rows.names[self._wanted]
        self._job = self._studio.scanner.start(jobs.piece, list(self._choice.paths), self._choice.options, name)
        self._job.finished.connect(self._decoded)
        self._job.failed.connect(self._failed)
        self._job.cancelled.connect(self._next)

    def _next(self) -> bool:
        """Return whether the decoded piece is no longer the wanted one, and begin to decode that."""
        self._job = None
        if self._report is None or self._decoding == (self._report, self._wanted):
            return False
        if self._wanted >= 0 and self._report.rows.usable[self._wanted]:
            self._decode()
        return True

    def _failed(self, problem: str) -> None:
        if not self._next() and self._report is not None:
            self._hear(None)
            self._preview.show_words(problem, title=printable(self._report.rows.names[self._wanted]))

    def _decoded(self, piece: Sheet | str) -> None:
        if self._next() or self._report is None:
            return
        rows = self._report.rows
        name, events = printable(rows.names[self._wanted]), int(rows.events[self._wanted])
        detail = view_of(self._report.kind).events(events)
        if isinstance(piece, str):
            self._hear(None)
            self._preview.show_text(piece, title=name, detail=detail)
            return
        self._preview.show_sheet(piece, title=name, detail=detail)
        self._hear(piece, name)
        if self._play_wanted:
            self._play_wanted = False
            self._studio.listening.play(PAGE)
        self._show_state()

    # -- the player ----------------------------------------------------------------------------------------------------

    def _hear(self, sheet: Sheet | None, title: str = "") -> None:
        self.sheet = sheet
        self._studio.listening.show(PAGE, sheet, title)

    def toggle(self) -> None:
        """Play the piece in the preview, or pause it."""
        self._studio.listening.toggle_page(PAGE)

    def seek(self, tick: int) -> None:
        """Seek in the piece in the preview."""
        self._studio.listening.seek(PAGE, tick)
        self._preview.show_playhead(tick, playing=self._studio.listening.plays(PAGE))

    def _show_state(self) -> None:
        self._preview.show_playing(self._studio.listening.plays(PAGE))
        self._show_tick(self._studio.player.tick)

    def _show_tick(self, tick: float) -> None:
        if self._studio.listening.holds(PAGE):
            self._preview.show_playhead(tick, playing=self._studio.listening.plays(PAGE))
