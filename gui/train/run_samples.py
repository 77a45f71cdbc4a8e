"""The samples of a run on their cards; a worker reads the files."""

from __future__ import annotations

import math
from collections import OrderedDict
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from gui.number_format import decimals
from gui.playback.player import PLAYING
from gui.studio import Studio
from gui.train import jobs
from gui.train.run_state import RunState, Sample
from gui.train.run_words import about
from gui.train.sample_card import SampleCard
from seqgen.formats.sheet import Sheet

MOST_KEPT = 64
PAGE = "train"


class RunSamples(QObject):
    """Shows samples spread over a run: the first, some between, the latest."""

    def __init__(self, studio: Studio, cards: list[SampleCard], parent: QObject) -> None:
        super().__init__(parent)
        self._studio, self._cards = studio, cards
        self._kept: OrderedDict[Path, Sheet | str] = OrderedDict()
        self._asked: set[Path] = set()
        self._shown: list[Sample] = []
        self._chosen = self._awaited = Path()
        for number, card in enumerate(cards):
            card.play_wanted.connect(partial(self._play, number))

    def show_state(self, state: RunState) -> None:
        self._shown = spread(state.samples, len(self._cards))
        self._hear()
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(self._shown))
            if number < len(self._shown):
                self._fill(card, self._shown[number], latest=number == len(self._shown) - 1 and state.alive)

    def _fill(self, card: SampleCard, sample: Sample, *, latest: bool) -> None:
        time = self.tr("now") if latest else about(sample.seconds)
        card.show_words(
            time, "" if math.isnan(sample.bits) else self.tr("{bits} bits").format(bits=decimals(sample.bits))
        )
        content = self._kept.get(sample.path)
        if content is None:
            self._ask(sample.path)
            card.show_sheet(None)
        elif isinstance(content, Sheet):
            card.show_sheet(content)
        else:
            card.show_text(content)

    def _ask(self, path: Path) -> None:
        if path in self._asked:
            return
        self._asked.add(path)
        job = self._studio.scanner.start(jobs.sample, str(path))
        job.finished.connect(partial(self._take, path))
        # a sample that cannot be read leaves its card empty: there will be another
        job.failed.connect(lambda problem: None)

    def _take(self, path: Path, content: Sheet | str) -> None:
        self._kept[path] = content
        self._hear()
        if path == self._awaited:
            self.play_once_read(path)
        while len(self._kept) > MOST_KEPT:
            old, _ = self._kept.popitem(last=False)
            self._asked.discard(old)
        for number, sample in enumerate(self._shown):
            if sample.path == path:
                if isinstance(content, Sheet):
                    self._cards[number].show_sheet(content)
                else:
                    self._cards[number].show_text(content)

    def _play(self, number: int) -> None:
        if number < len(self._shown):
            self._chosen = self._shown[number].path
            self._hear()
            self._studio.listening.play(PAGE, 0.0)

    def play_once_read(self, path: Path) -> None:
        """Play a sample of the run that is shown, now or when it has been read, unless something else plays then."""
        self._awaited = path
        sheet = self._kept.get(path)
        if isinstance(sheet, Sheet):
            self._awaited = Path()
            if self._studio.listening.page == PAGE and self._studio.player.state != PLAYING:
                self._studio.listening.show(PAGE, sheet, path.stem)
                self._studio.listening.play(PAGE, 0.0)

    def _hear(self) -> None:
        """Have the chosen sample heard, or else the latest one that has been read."""
        paths = [sample.path for sample in self._shown]
        wanted = [self._chosen] if self._chosen in paths else reversed(paths)
        found = next((path for path in wanted if isinstance(self._kept.get(path), Sheet)), None)
        sheet = self._kept[found] if found is not None else None
        self._studio.listening.show(PAGE, sheet if isinstance(sheet, Sheet) else None, found.stem if found else "")


def spread(samples: list[Sample], count: int) -> list[Sample]:
    """Return at most `count` of the samples: the first, the last, and some between them, spread in time."""
    if len(samples) <= count:
        return list(samples)
    begin, end = samples[0].seconds, samples[-1].seconds
    chosen = {0, len(samples) - 1}
    for place in range(1, count - 1):
        # early samples differ more, so they stand closer together
        target = begin + (end - begin) * (place / (count - 1)) ** 2
        free = [i for i in range(len(samples)) if i not in chosen]
        chosen.add(min(free, key=lambda i: abs(samples[i].seconds - target)))
    return [samples[i] for i in sorted(chosen)]
