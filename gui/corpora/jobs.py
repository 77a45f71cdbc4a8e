"""Jobs that read corpora. They run in a worker process and know no Qt."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gui.content import content_of
from gui.corpora.report import CorpusReport, PieceRows, ranks_of
from seqgen.arrays import AnyArray
from seqgen.corpus.corpus import Corpus, Item
from seqgen.corpus.load import load_corpus
from seqgen.corpus.named import names as corpus_names
from seqgen.corpus.options import CorpusOptions
from seqgen.corpus.reading import Progress
from seqgen.corpus.report import KEPT, LEFT_OUT, REPAIRED, FileReport, PieceReport, Report
from seqgen.errors import SeqgenError, printable
from seqgen.formats.sheet import Sheet

BEAT_SECONDS = 0.06
"""Interval of yields, with or without news: a cancelled job ends at the next yield."""
MOST_OPEN = 4

_open: OrderedDict[tuple[tuple[str, ...], str], Corpus] = OrderedDict()
"""Corpora by their paths and how they were read."""


def scan(paths: Sequence[str], options: CorpusOptions) -> Iterator[Progress | CorpusReport]:
    """Read a corpus, yielding the progress every `BEAT_SECONDS` and the report at the end."""
    task = _Reader(paths, options)
    task.start()
    try:
        while task.is_alive():
            task.join(BEAT_SECONDS)
            yield task.progress
    finally:
        task.unwanted = True
    if task.error is not None:
        raise task.error
    assert task.report is not None
    yield task.report


def piece(paths: Sequence[str], options: CorpusOptions, name: str) -> Sheet | str:
    """Return the notes, or at most `MOST_TEXT` characters, of a piece. Raises `SeqgenError` if it has gone."""
    corpus = _opened(paths, options)
    items = [item for part in (corpus.train, corpus.valid, corpus.test) for item in _named(part, name)]
    if not items:
        raise SeqgenError("{file}: is not there any more; read the corpus again", file=printable(name))
    table = _joined(items)
    return content_of(corpus.tokenizer.kind).piece(corpus.tokenizer, table, items[0].facts)


def missing(corpora: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the paths of each corpus that are neither there nor the name of a corpus."""
    known = set(corpus_names())
    return [[path for path in paths if path not in known and not os.path.exists(path)] for paths in corpora]


class _Reader(threading.Thread):
    """A thread that reads a corpus, so that the job can yield progress and end at once."""

    def __init__(self, paths: Sequence[str], options: CorpusOptions) -> None:
        super().__init__(daemon=True)
        self._paths, self._options = tuple(paths), options
        self.progress, self.unwanted = Progress(0, 0, 0.0), False
        self.report: CorpusReport | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            corpus = load_corpus(self._paths, self._options, progress=self._told)
            _keep_open(self._paths, self._options, corpus)
            self.report = report_of(corpus)
        except Exception as error:
            self.error = error

    def _told(self, progress: Progress) -> None:
        if self.unwanted:
            raise InterruptedError("nobody waits for this corpus any more")
        self.progress = progress


def _keep_open(paths: tuple[str, ...], options: CorpusOptions, corpus: Corpus) -> None:
    key = (paths, repr(options))
    _open[key] = corpus
    _open.move_to_end(key)
    while len(_open) > MOST_OPEN:
        _open.popitem(last=False)


def _opened(paths: Sequence[str], options: CorpusOptions) -> Corpus:
    """Return a corpus, without reading its files again if this process has read it."""
    wanted = tuple(paths)
    if (wanted, repr(options)) not in _open:
        _keep_open(wanted, options, load_corpus(wanted, options))
    return _open[wanted, repr(options)]


def _named(part: Any, name: str) -> list[Item]:
    return [item for item in part if item.name == name]


def _joined(items: Sequence[Item]) -> AnyArray:
    """Return the table of a whole piece; a part that does not begin it repeats the row before."""
    return np.concatenate([item.table if item.begins else item.table[1:] for item in items])


# -- the report -------------------------------------------------------------------------------------------------------


def report_of(corpus: Corpus) -> CorpusReport:
    """Return the report of a corpus for the window."""
    report = corpus.report
    rows, places = _rows(report)
    tables = list(_items(corpus, places))
    tallies = content_of(report.kind).tallies(corpus.tokenizer, tables, len(rows))
    remarks, grid = tuple(report.remarked()), report.totals.get("grid", "")
    return CorpusReport(report.name, report.kind, grid, rows, tallies, dict(report.other), remarks)


def _rows(report: Report) -> tuple[PieceRows, dict[str, int]]:
    """Return a row for every piece and every file that is not used, in the order of the files; and each piece's row."""
    pieces = iter(report.pieces)
    found: list[tuple[PieceReport | None, FileReport]] = []
    for file in report.files:
        if file.status in (KEPT, REPAIRED):
            found += [(next(pieces), file) for _ in range(file.pieces)]
        elif file.status != LEFT_OUT:
            found.append((None, file))
    metric = report.totals.get("grid") == "metric"
    rows = PieceRows(
        names=[p.name if p else f.path for p, f in found],
        lengths=np.array([p.facts.get("length", 0.0) if p else 0.0 for p, _ in found]),
        events=np.array([p.events if p else 0 for p, _ in found], np.int64),
        keys=[p.facts.get("key", "") if p else "" for p, _ in found],
        metres=[p.facts.get("metre", "") if p else "" for p, _ in found],
        tempos=np.array([p.facts.get("tempo", 0.0) if p and metric else 0.0 for p, _ in found]),
        labels=[p.label if p else "" for p, _ in found],
        statuses=[f.status for _, f in found],
        problems=[f.reason for _, f in found],
        ranks=ranks_of([p.name if p else f.path for p, f in found]),
    )
    return rows, {p.name: row for row, (p, _) in enumerate(found) if p}


def _items(corpus: Corpus, places: dict[str, int]) -> Iterator[tuple[int, AnyArray]]:
    for part in (corpus.train, corpus.valid, corpus.test):
        for item in part:
            yield places[item.name], item.table if item.begins else item.table[1:]
