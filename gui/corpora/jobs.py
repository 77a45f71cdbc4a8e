"""Jobs that read corpora. They run in a worker process and know no Qt."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gui.corpora.report import CorpusReport, PieceRows, Tally, ranks_of
from seqgen.corpus.corpus import Corpus, Item
from seqgen.corpus.load import load_corpus
from seqgen.corpus.named import names as corpus_names
from seqgen.corpus.reading import Progress
from seqgen.corpus.report import KEPT, LEFT_OUT, REPAIRED, FileReport, PieceReport, Report
from seqgen.errors import SeqgenError, printable
from seqgen.formats.sheet import Sheet
from seqgen.kinds.music.tokenizer import DURATION, MusicTokenizer
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.theory.keys import TONICS

BEAT_SECONDS = 0.06
"""Interval of yields, with or without news: a cancelled job ends at the next yield."""
MOST_OPEN = 4
MOST_CHARACTERS_SHOWN = 28
MOST_TEXT = 20_000
NOTE_VALUES = ("1/64", "1/32", "1/16", "1/8", "1/4", "1/2", "1", "2+")
SECONDS = ("1/16", "1/8", "1/4", "1/2", "1", "2", "4", "8+")
DRUM_NAMES = {
    35: "Kick", 36: "Kick", 37: "Rim", 38: "Snare", 39: "Clap", 40: "Snare", 41: "Tom", 42: "Closed hat", 43: "Tom",
    44: "Pedal hat", 45: "Tom", 46: "Open hat", 47: "Tom", 48: "Tom", 49: "Crash", 50: "Tom", 51: "Ride", 53: "Bell",
    54: "Tamb.", 56: "Cowbell", 57: "Crash", 59: "Ride", 60: "Bongo", 61: "Bongo", 62: "Conga", 63: "Conga",
    64: "Conga", 65: "Timbale", 66: "Timbale", 67: "Agogo", 68: "Agogo", 69: "Cabasa", 70: "Maracas", 75: "Claves",
    80: "Triangle", 81: "Triangle", 82: "Shaker",
}  # fmt: skip

_open: OrderedDict[tuple[str, ...], Corpus] = OrderedDict()


def scan(paths: Sequence[str]) -> Iterator[Progress | CorpusReport]:
    """Read a corpus, yielding the progress every `BEAT_SECONDS` and the report at the end."""
    task = _Reader(paths)
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


def piece(paths: Sequence[str], name: str) -> Sheet | str:
    """Return the notes, or at most `MOST_TEXT` characters, of a piece. Raises `SeqgenError` if it has gone."""
    corpus = _opened(paths)
    items = [item for part in (corpus.train, corpus.valid, corpus.test) for item in _named(part, name)]
    if not items:
        raise SeqgenError(f"{printable(name)}: is not there any more; read the corpus again")
    table = _joined(items)
    if isinstance(corpus.tokenizer, TextTokenizer):
        return corpus.tokenizer.decode(table[:MOST_TEXT])
    return Sheet.from_score(corpus.tokenizer.decode(table, items[0].facts))


def missing(corpora: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the paths of each corpus that are neither there nor the name of a corpus."""
    known = set(corpus_names())
    return [[path for path in paths if path not in known and not os.path.exists(path)] for paths in corpora]


class _Reader(threading.Thread):
    """A thread that reads a corpus, so that the job can yield progress and end at once."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self._paths = tuple(paths)
        self.progress, self.unwanted = Progress(0, 0, 0.0), False
        self.report: CorpusReport | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            corpus = load_corpus(self._paths, progress=self._told)
            _keep_open(self._paths, corpus)
            self.report = report_of(corpus)
        except Exception as error:
            self.error = error

    def _told(self, progress: Progress) -> None:
        if self.unwanted:
            raise InterruptedError("nobody waits for this corpus any more")
        self.progress = progress


def _keep_open(paths: tuple[str, ...], corpus: Corpus) -> None:
    _open[paths] = corpus
    _open.move_to_end(paths)
    while len(_open) > MOST_OPEN:
        _open.popitem(last=False)


def _opened(paths: Sequence[str]) -> Corpus:
    """Return a corpus, without reading its files again if this process has read it."""
    wanted = tuple(paths)
    if wanted not in _open:
        _keep_open(wanted, load_corpus(wanted))
    return _open[wanted]


def _named(part: Any, name: str) -> list[Item]:
    return [item for item in part if item.name == name]


def _joined(items: Sequence[Item]) -> npt.NDArray[Any]:
    """Return the table of a whole piece; a part that does not begin it repeats the row before."""
    return np.concatenate([item.table if item.begins else item.table[1:] for item in items])


# -- the report -------------------------------------------------------------------------------------------------------


def report_of(corpus: Corpus) -> CorpusReport:
    """Return the report of a corpus for the window."""
    report = corpus.report
    rows, places = _rows(report)
    tallies: tuple[Tally, ...]
    if isinstance(corpus.tokenizer, TextTokenizer):
        tallies = (_characters(corpus, corpus.tokenizer, places, len(rows)),)
    else:
        assert isinstance(corpus.tokenizer, MusicTokenizer)
        tallies = _notes(corpus, corpus.tokenizer, places, len(rows))
    return CorpusReport(report.name, report.kind, report.totals.get("grid", ""), rows, tallies, dict(report.other))


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


def _items(corpus: Corpus, places: dict[str, int]) -> Iterator[tuple[int, npt.NDArray[Any]]]:
    for part in (corpus.train, corpus.valid, corpus.test):
        for item in part:
            yield places[item.name], item.table if item.begins else item.table[1:]


def _notes(corpus: Corpus, tokenizer: MusicTokenizer, places: dict[str, int], rows: int) -> tuple[Tally, ...]:
    keys = np.array([*range(tokenizer.lowest, tokenizer.highest + 1), *tokenizer.drum_keys], np.int64)
    pitched = np.arange(len(keys)) < tokenizer.pitched
    drums = tuple(dict.fromkeys(_drum_name(int(key)) for key in tokenizer.drum_keys))
    classes = np.where(pitched, keys % 12, 12 + np.array([_place(drums, key) for key in keys.tolist()], np.int64))
    steps = np.array(tokenizer.durations)
    unit = tokenizer.grid.steps_per_quarter if tokenizer.grid_name == "metric" else 100.0
    # the nearest plain note value or second on a logarithmic scale
    values = np.clip(np.round(np.log2(steps / unit)).astype(np.int64) + 4, 0, len(NOTE_VALUES) - 1)
    pitches = np.zeros((rows, 12 + len(drums)), np.int32)
    lasting = np.zeros((rows, len(NOTE_VALUES)), np.int32)
    for row, table in _items(corpus, places):
        pitches[row] += np.bincount(classes[table[:, 2]], minlength=pitches.shape[1]).astype(np.int32)
        melodic = pitched[table[:, 2]] if tokenizer.pitched else np.ones(len(table), bool)
        lasting[row] += np.bincount(values[table[melodic, DURATION]], minlength=len(NOTE_VALUES)).astype(np.int32)
    tallies = []
    if tokenizer.pitched:
        tallies.append(Tally("pitch classes", tuple(TONICS), pitches[:, :12]))
    if drums and not tokenizer.pitched:
        tallies.append(_commonest(Tally("drums", drums, pitches[:, 12:]), 12))
    metric = tokenizer.grid_name == "metric"
    if tokenizer.pitched:
        tallies.append(_occurring("durations" if metric else "seconds", NOTE_VALUES if metric else SECONDS, lasting))
    return tuple(tallies)


def _occurring(what: str, labels: tuple[str, ...], counts: npt.NDArray[np.int32]) -> Tally:
    """Return a tally from the first to the last label that occurs."""
    first, last = np.flatnonzero(counts.any(axis=0))[[0, -1]].tolist()
    return Tally(what, labels[first : last + 1], counts[:, first : last + 1])


def _drum_name(key: int) -> str:
    return DRUM_NAMES.get(key, "Other")


def _place(drums: tuple[str, ...], key: int) -> int:
    return drums.index(_drum_name(key)) if _drum_name(key) in drums else 0


def _characters(corpus: Corpus, tokenizer: TextTokenizer, places: dict[str, int], rows: int) -> Tally:
    size = len(tokenizer.characters) + 1
    total = np.zeros(size, np.int64)
    for _, table in _items(corpus, places):
        total += np.bincount(table[:, 0], minlength=size)
    shown = np.argsort(-total, kind="stable")[:MOST_CHARACTERS_SHOWN]
    shown = shown[total[shown] > 0]
    counts = np.zeros((rows, len(shown)), np.int32)
    for row, table in _items(corpus, places):
        counts[row] += np.bincount(table[:, 0], minlength=size)[shown].astype(np.int32)
    letters = f"\ufffd{tokenizer.characters}"
    return Tally("characters", tuple(letters[i] for i in shown.tolist()), counts)


def _commonest(tally: Tally, most: int) -> Tally:
    order = np.argsort(-tally.counts.sum(axis=0), kind="stable")[:most]
    return Tally(tally.what, tuple(tally.labels[i] for i in order.tolist()), tally.counts[:, order])
