"""Takes of the library: a MIDI or text file each, with a JSON record beside it."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from gui.kinds import view_of
from gui.library.disk_writer import DiskWriter
from gui.library.library import Library
from gui.reasons import in_words
from gui.sampling.jobs import Drawn
from gui.sampling.settings import ModelAbout, SamplingSettings
from seqgen.errors import Sentence, SeqgenError, printable, reason_of
from seqgen.files import claim, read_regular, write_claimed
from seqgen.formats.sheet import Sheet, TrackInfo
from seqgen.formats.sheet_changes import changed_bars
from seqgen.kinds import all_kinds, kind_named
from seqgen.library import projects
from seqgen.library.file_names import safe_name
from seqgen.library.projects import DELETED, RECORD
from seqgen.library.take import MARKS, TakeRecord, sound_value
from seqgen.library.takes import UNREADABLE, read_take, record_bytes

MOST_BYTES = 64 << 20
ORIGINALS = ".originals"
MADE = ("seqgen", "version", "model", "fingerprint", "request", "primer")
"""Fields in the record of a take that let the command make it again, where its file has no room for them."""
SHOWN = "shown"
"""Field for the text that is shown of a take whose kind has no view of its own."""


class TakeStore(QObject):
    """Takes in the library's folder `takes`, those of a project in a folder in it.

    Every write is atomic. Deleted takes stay in `.deleted` until the next start, the first version of an edited take in
    `.originals`. With a `writer` files are written in the background; `settle` waits for them.
    """

    changed = Signal(object)
    """Emitted with the `TakeRecord` when its data or file have changed."""
    problem = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None, *, writer: DiskWriter | None = None) -> None:
        super().__init__(parent)
        self._library, self._writer = library, writer
        if writer is not None:
            writer.failed.connect(self.problem)
        self._records: dict[str, TakeRecord] = {}
        self._mixes: dict[str, list[dict[str, Any]]] = {}
        self._sheets: dict[str, Sheet] = {}
        # provenance of texts, which their files cannot hold
        self._made: dict[str, dict[str, Any]] = {}
        self._texts: dict[str, str] = {}
        self._firsts: dict[str, _First] = {}
        self._next = 1

    def settle(self, take_id: str = "") -> None:
        if self._writer is not None:
            self._writer.settle(take_id)

    def _put(self, path: Path, data: bytes) -> None:
        if self._writer is None:
            write_claimed(path, data)
        else:
            self._writer.submit(lambda: write_claimed(path, data), path.stem)

    # -- reading -------------------------------------------------------------------------------------------------------

    def load_all(self) -> list[TakeRecord]:
        """Return all takes, oldest first. Damaged or lost ones are left out and reported by number."""
        self._tidy()
        for known in (self._records, self._mixes, self._sheets, self._made, self._texts, self._firsts):
            known.clear()
        bad = []
        for entry in projects.record_files(self._folder):
            try:
                self._load(entry)
                self._settle_in(self._records[entry.stem])
            except UNREADABLE as error:
                bad.append(f"{entry.name}: {in_words(error)}")
        if bad:
            words = self.tr("%n take(s) could not be read and were left out; the first: {problem}", "", len(bad))
            self.problem.emit(words.format(problem=printable(bad[0])))
        records = sorted(self._records.values(), key=lambda record: record.number)
        self._next = max((record.number for record in records), default=0) + 1
        return records

    def _load(self, entry: Path) -> None:
        told, data = read_take(entry)
        record = projects.in_its_project(told, self._folder)
        self._records[record.id] = record
        self._made[record.id] = {name: data[name] for name in (*MADE, SHOWN) if name in data}
        mix = data.get("mix")
        if isinstance(mix, list):
            self._mixes[record.id] = [each for each in mix if isinstance(each, dict)]
        if record != told:
            # were it deleted and restored, it would go to the project that its record names
            self._write(record)

    def _settle_in(self, record: TakeRecord) -> None:
        """Move a take that lies among all others into the folder of its project."""
        if record.project and record.path.parent == self._folder:
            try:
                self._records[record.id] = self._moved(record, record.project)
            except SeqgenError as error:
                self.problem.emit(in_words(error))

    def content(self, take_id: str) -> Sheet | str:
        """Return a take as it is shown and edited. Raises `SeqgenError` and `KeyError`."""
        return self.sheet(take_id) if view_of(self._records[take_id].kind).notes else self.text(take_id)

    def sheet(self, take_id: str) -> Sheet:
        """Return the notes of a take with its mix. Raises `SeqgenError` and `KeyError`."""
        if take_id not in self._sheets:
            from seqgen.formats.midi import read_scores

            record = self._records[take_id]
            sheet = Sheet.from_score(read_scores(record.path)[0].score, end_tick=0)
            bar_lines = sheet.bar_lines()
            # files of seqgen end on the bar line, which the notes do not show
            end = int(bar_lines[min(record.bars, len(bar_lines) - 1)]) if record.bars else sheet.end_tick
            self._sheets[take_id] = replace(sheet, end_tick=max(end, sheet.end_tick), key=sheet.key or record.key)
        return self._mixed(take_id, self._sheets[take_id])

    def text(self, take_id: str) -> str:
        """Return the text of a take. Raises `SeqgenError` and `KeyError`."""
        record = self._records[take_id]
        if take_id not in self._texts:
            shown = self._made.get(take_id, {}).get(SHOWN)
            data = b"" if isinstance(shown, str) else read_regular(record.path, most_bytes=MOST_BYTES)
            self._texts[take_id] = shown if isinstance(shown, str) else data.decode("utf-8", "replace")
        return self._texts[take_id]

    # -- writing -------------------------------------------------------------------------------------------------------

    def add(
        self, drawn: Drawn, about: ModelAbout, settings: SamplingSettings, *, parent: str = "", origin: str = ""
    ) -> TakeRecord:
        """Save a new take, made from the take `parent` by `origin`. Raises `SeqgenError`."""
        above = self._records.get(parent)
        project = above.project if above is not None else ""
        # what is made from a take of a project belongs to it, too
        folder = self._library.make(above.path.parent if above is not None and project else self._folder)
        name = safe_name(about.corpus or about.name, "")[:60].strip() or "take"
        suffix = kind_named(drawn.kind).suffix
        while self._taken(f"{name} {self._next:04}") or not _claimed(folder / f"{name} {self._next:04}{suffix}"):
            self._next += 1
        take_id = f"{name} {self._next:04}"
        record = TakeRecord(
            id=take_id,
            number=self._next,
            kind=drawn.kind,
            path=folder / (take_id + suffix),
            model_path=about.path,
            model_name=about.name,
            corpus=about.corpus,
            seed=drawn.seed,
            settings=settings.to_json(),
            key=drawn.key,
            metre=drawn.metre,
            tempo=drawn.tempo,
            bars=drawn.bars,
            seconds=drawn.seconds,
            events=drawn.events,
            bits=drawn.bits,
            usual_bits=about.bits,
            shared=about.shared,
            copies=[asdict(part) for part in drawn.copies],
            copied=drawn.copied,
            created=time.time(),
            parent=parent,
            origin=origin,
            project=project,
            changed=self._changed(parent, drawn.content) if origin not in ("", "humanize") else [],
            part=drawn.part,
            primed=drawn.primed,
            remarks=[each.to_json() if isinstance(each, Sentence) else each for each in drawn.remarks],
        )
        self._next += 1
        view = view_of(drawn.kind)
        made = {} if view.provenance_in_file else json.loads(drawn.provenance or "{}")
        self._made[take_id] = {name: made[name] for name in MADE if name in made}
        if not view.editable:
            self._made[take_id][SHOWN] = str(drawn.content)
        # the file is written first: a record without file would be a damaged take
        self._put(record.path, drawn.data)
        self._write(record)
        self._records[take_id] = record
        if isinstance(drawn.content, Sheet):
            self._sheets[take_id] = drawn.content
        else:
            self._texts[take_id] = str(drawn.content)
        return record

    def _changed(self, parent: str, content: Any) -> list[int]:
        """Return the bars in which a take differs from its parent, none where that cannot be told."""
        try:
            before = self.content(parent)
        except UNREADABLE:
            return []
        return changed_bars(before, content) if isinstance(before, Sheet) and isinstance(content, Sheet) else []

    def update(self, record: TakeRecord) -> None:
        """Save a changed record; with another project its files move there. Raises `SeqgenError`, and `KeyError` if the
        take was removed."""
        known = self._records[record.id]
        record = replace(record, path=known.path)
        if record.project != known.project:
            record = self._moved(record, record.project)
        self._records[record.id] = record
        self._write(record)
        self.changed.emit(record)

    def save(self, take_id: str, content: Sheet | str) -> None:
        """Save an edited take; its first version stays in `.originals`. Raises `SeqgenError` and `KeyError`.

        A take whose edits were all undone is as it was before them.
        """
        first = self._firsts.get(take_id)
        if first is not None and _same(content, first.content):
            self._go_back(first, content)
        elif isinstance(content, Sheet):
            self.save_sheet(take_id, content)
        else:
            self.save_text(take_id, content)

    def save_sheet(self, take_id: str, sheet: Sheet) -> None:
        """Save an edited take; its first version stays in `.originals`. Raises `SeqgenError` and `KeyError`."""
        from seqgen.formats.midi_writer import midi_bytes

        record = self._records[take_id]
        self._keep_original(record)
        self._library.make(record.path.parent)
        self._put(record.path, midi_bytes(sheet.to_score(), end_ticks=sheet.end_tick))
        self._sheets[take_id] = sheet
        self._edited(replace(record, bars=sheet.bars, events=len(sheet.notes), seconds=sheet.duration, key=sheet.key))

    def save_text(self, take_id: str, text: str) -> None:
        """Save an edited text; its first version stays in `.originals`. Raises `SeqgenError` and `KeyError`."""
        record = self._records[take_id]
        self._keep_original(record)
        self._library.make(record.path.parent)
        self._put(record.path, text.encode("utf-8", "replace"))
        self._texts[take_id] = text
        self._edited(replace(record, events=len(text)))

    def set_mix(self, take_id: str, tracks: Sequence[TrackInfo]) -> None:
        """Save the mix of a take. Raises `SeqgenError` and `KeyError`."""
        record = self._records[take_id]
        self._mixes[take_id] = [{"volume": t.volume, "muted": t.muted, "solo": t.solo} for t in tracks]
        self._write(record)

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Move takes to `.deleted`, from where `restore` brings them back until the next start. Return those moved."""
        self.settle()
        gone = []
        for record in [self._records[take_id] for take_id in ids if take_id in self._records]:
            try:
                projects.move_take(record.path, self._library.make(self._folder / DELETED))
            except SeqgenError as error:
                self.problem.emit(in_words(error))
                continue
            projects.clear_folder(record.path.parent, self._folder)
            # another take may get this file name later
            for known in (self._records, self._sheets, self._texts):
                known.pop(record.id, None)
            gone.append(record.id)
        return gone

    def restore(self, ids: Sequence[str]) -> list[TakeRecord]:
        """Restore removed takes; return those that could be restored."""
        found = []
        for take_id in ids:
            entry = self._folder / DELETED / f"{take_id}{RECORD}"
            if not entry.exists():
                continue
            try:
                record = read_take(entry)[0]
                path = projects.move_take(record.path, projects.folder_of(self._folder, record.project))
                self._load(path.with_suffix(RECORD))
            except UNREADABLE as error:
                self.problem.emit(f"{entry.name}: {in_words(error)}")
                continue
            found.append(self._records[take_id])
        return found

    # -- files ---------------------------------------------------------------------------------------------------------

    @property
    def _folder(self) -> Path:
        return self._library.takes

    def _taken(self, take_id: str) -> bool:
        """Return True if the name is used by a take of any project, a file without record, or a deleted take that may
        be restored."""
        places = (self._folder, self._folder / DELETED)
        ends = (RECORD, *(kind.suffix for kind in all_kinds().values()))
        return take_id in self._records or any((place / (take_id + end)).exists() for place in places for end in ends)

    def _tidy(self) -> None:
        """Empty `.deleted`, and remove the first versions of the takes in it."""
        shutil.rmtree(self._folder / DELETED, ignore_errors=True)
        kept = {entry.stem for entry in projects.record_files(self._folder)}
        with contextlib.suppress(OSError):
            for original in (self._folder / ORIGINALS).iterdir():
                if original.stem not in kept:
                    original.unlink()

    def _write(self, record: TakeRecord) -> None:
        made = {} if record.edited else self._made.get(record.id, {})
        self._library.make(record.path.parent)
        further = {**made, "mix": self._mixes.get(record.id, [])}
        self._put(record.path.with_suffix(RECORD), record_bytes(record, further))

    def _edited(self, record: TakeRecord) -> None:
        self.update(replace(record, edited=True))

    def _keep_original(self, record: TakeRecord) -> None:
        if record.edited:
            return
        # a lost original must not prevent saving the edit
        with contextlib.suppress(SeqgenError):
            self.settle()
            data = read_regular(record.path, most_bytes=MOST_BYTES)
            self._firsts[record.id] = _First(record, self.content(record.id), data)
            self._put(self._library.make(self._folder / ORIGINALS) / record.path.name, data)

    def _go_back(self, first: _First, content: Sheet | str) -> None:
        record = self._records[first.record.id]
        self._library.make(record.path.parent)
        self._put(record.path, first.data)
        if isinstance(content, Sheet):
            self._sheets[record.id] = content
        else:
            self._texts[record.id] = content
        self.update(replace(first.record, **{name: getattr(record, name) for name in MARKS}))

    def _mixed(self, take_id: str, sheet: Sheet) -> Sheet:
        mix = self._mixes.get(take_id, [])
        if len(mix) != len(sheet.tracks):
            return sheet
        tracks = [
            replace(
                track,
                volume=min(max(sound_value(each.get("volume"), 1.0), 0.0), 1.0),
                muted=sound_value(each.get("muted"), False),
                solo=sound_value(each.get("solo"), False),
            )
            for track, each in zip(sheet.tracks, mix, strict=True)
        ]
        return replace(sheet, tracks=tuple(tracks))

    def _moved(self, record: TakeRecord, project: str) -> TakeRecord:
        """Move a take into the folder of a project. Raises `SeqgenError`."""
        folder, before = projects.folder_of(self._folder, project), record.path.parent
        if folder == before:
            return record
        self.settle(record.id)
        record = replace(record, path=projects.move_take(record.path, folder))
        projects.clear_folder(before, self._folder)
        return record


def _claimed(path: Path) -> bool:
    """Hold a name for a take that is written in the background. Return False if it is taken. Raises `SeqgenError`."""
    try:
        claim(path)
    except FileExistsError:
        return False
    except OSError as error:
        raise SeqgenError("{file}: cannot be written: {why}", file=printable(path), why=reason_of(error)) from error
    return True


@dataclass(frozen=True, eq=False)
class _First:
    """A take before its first edit: its record, its content, and the bytes of its file."""

    record: TakeRecord
    content: Sheet | str
    data: bytes


def _same(content: Sheet | str, other: Sheet | str) -> bool:
    """Return True if two versions of a take have the same text, or the same notes on the same instruments."""
    if isinstance(content, Sheet) and isinstance(other, Sheet):
        ours, theirs = ([(t.name, t.program, t.drums) for t in sheet.tracks] for sheet in (content, other))
        return np.array_equal(content.notes, other.notes) and ours == theirs
    return content == other
