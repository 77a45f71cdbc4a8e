"""Measurements of the best model at the end of its training, kept in its file.

They take a share of the time that the training took: `STANDING_SHARE` for the cost of held-out pieces beside counting,
`SAMPLING_SHARE` for how to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from seqgen.arrays import Floats
from seqgen.corpus.corpus import Corpus, Item
from seqgen.errors import SeqgenError
from seqgen.evaluation.classification import FEWEST_PIECES, Classified, classify, fitted_temperature
from seqgen.evaluation.how_to_draw import can_be_measured, measured_sampling
from seqgen.evaluation.ngram import NGram
from seqgen.evaluation.scoring import NGRAM_ORDER
from seqgen.evaluation.typical import typical_of
from seqgen.kinds.base import Encoded
from seqgen.lookout import Abandoned, looking
from seqgen.model import Model
from seqgen.network.model_file import About, read_model, write_model
from seqgen.network.standing import Standing
from seqgen.runs.events import Event, Judged, Saved
from seqgen.runs.run import MODEL, Run
from seqgen.schema import ContextTable, Table
from seqgen.training.progress import Clock, TrainingState

STANDING_SHARE = 0.02
LEAST_STANDING, MOST_STANDING = 2.0, 20.0
"""Seconds for the standing; less where the whole training took less than a minute."""
MOST_EVENTS = 6_000
MOST_LABEL_EVENTS = 30_000
"""Events under all labels together after which the temperature of labels is known well enough."""
MOST_ROWS = 1_000
"""Longer pieces are measured in parts of about so many rows."""
SAMPLING_SHARE, LEAST_SECONDS, MOST_SAMPLING = 0.04, 60.0, 120.0
"""Share of the time, at most `MOST_SAMPLING` seconds, to measure how to draw; nothing of less than `LEAST_SECONDS`."""
PEAKED = 0.7
"""A best check before this share of all steps was long ago."""
TRIAL_COUNTS = 300_000
"""Counts after which it is known how many there is time for."""
LEAST_COUNTS, MOST_COUNTS = 1_000_000, 60_000_000


def standing_seconds(seconds: float) -> float:
    """Return the time to take for the standing of a model after a training of so many seconds."""
    return min(max(STANDING_SHARE * seconds, min(LEAST_STANDING, 0.03 * seconds)), MOST_STANDING)


def sampling_seconds(corpus: Corpus, seconds: float) -> float:
    """Return the time to take for how to draw after a training of so many seconds; 0 where it is not measured."""
    return min(SAMPLING_SHARE * seconds, MOST_SAMPLING) if seconds >= LEAST_SECONDS and can_be_measured(corpus) else 0.0


def about_best(corpus: Corpus, state: TrainingState, seconds: float) -> About:
    """Return what the file of the best model says about it after so many seconds, before it is measured."""
    return About(
        corpus=corpus.name,
        fingerprint=corpus.fingerprint,
        pieces=len(corpus.train),
        events=corpus.train.rows,
        nats=state.best_nats,
        steps=state.step,
        seconds=round(seconds, 3),
    )


def conclude(
    run: Run,
    corpus: Corpus,
    clock: Clock,
    state: TrainingState,
    *,
    seconds: float,
    passes: float,
    stop: Callable[[], str],
    asked: Callable[[], object],
) -> Iterator[Event]:
    """Measure the model of a run that ends, and keep the figures in its file.

    `seconds`: the time of the training of which a share is taken; `passes`: how often it has read its part of the
    corpus; `stop` is asked as in `train` about how to draw, `asked` about all: whether somebody wants the run to end
    for another reason than that for which it does.
    """
    if not run.model.is_file():
        return
    file = read_model(run.model)
    model, standing = Model(file, run.name), None
    with suppress(Abandoned), looking(asked):
        file = replace(file, about=replace(file.about, typical=typical_of(file.tokenizer, corpus.train)))
        file = replace(file, about=replace(file.about, shared=shared_of(model, corpus.valid)))
        file = replace(file, about=replace(file.about, label_temperature=label_temperature(model, corpus.valid)))
        standing = standing_of(model, corpus, lambda: clock.seconds, standing_seconds(seconds))
    if standing is None:
        write_model(run.model, file)
        return
    read = passes * state.best_step / max(state.step, 1)
    peaked = state.overfitted_at >= 0.0 or state.best_step < PEAKED * state.step
    about = replace(file.about, standing=replace(standing, passes=round(read, 3), peaked=peaked))
    if longest := sampling_seconds(corpus, seconds):
        over = clock.seconds + longest
        try:
            with looking(stop):
                sampling = measured_sampling(model, corpus, lambda: 0.0 if stop() else over - clock.seconds)
        except (Abandoned, SeqgenError):
            # a corpus whose takes are refused by its own rules; whatever the reason, the training matters more
            sampling = None
        about = replace(about, sampling=sampling)
    write_model(run.model, replace(file, about=about))
    yield Judged(state.step, clock.seconds, about.standing, about.sampling)
    yield Saved(state.step, clock.seconds, MODEL)


def label_temperature(model: Model, held_out: Sequence[Item]) -> float | None:
    """Return the temperature that makes the probabilities of labels honest on held-out pieces, of as many as have
    `MOST_LABEL_EVENTS` events under all labels together, or `FEWEST_PIECES`; None where the model knows no labels."""
    pieces: list[Classified] = []
    events = 0
    for number in np.random.default_rng(0).permutation(len(held_out)).tolist():
        item = held_out[number]
        known = len(model.tokenizer.label_counts(item.table, item.facts))
        if known < 2:
            return None
        if item.begins and item.ends and item.facts.label and len(item.table) <= MOST_EVENTS:
            pieces.append(classify(model, Encoded(item.table, item.facts), own=item.facts.label))
            events += len(item.table)
        if events * known >= MOST_LABEL_EVENTS and len(pieces) >= FEWEST_PIECES:
            break
    return fitted_temperature(pieces)


def shared_of(model: Model, held_out: Sequence[Item]) -> float | None:
    """Return the share of held-out pieces that stands in the training part; None without an index or such pieces."""
    rows = shared = 0.0
    for number in np.random.default_rng(0).permutation(len(held_out)).tolist():
        table = np.asarray(held_out[number].table[:MOST_EVENTS], dtype=np.int64)
        copy = model.copied(table)
        if copy is None:
            return None
        rows, shared = rows + len(table), shared + copy.share * len(table)
        if rows >= MOST_EVENTS:
            break
    return shared / rows if rows else None


def standing_of(model: Model, corpus: Corpus, now: Callable[[], float], seconds: float) -> Standing | None:
    """Return the cost of held-out pieces under a model and under counting, in about `seconds` by the clock `now`; None
    where nothing is held out."""
    held_out, learned = _parts(corpus.valid), _parts(corpus.train)
    if not held_out or not learned:
        return None
    begun = now()
    nats = _costs(model, held_out, lambda: now() - begun > 0.35 * seconds)
    known = _costs(model, learned[: -(-len(nats) // 2)], lambda: now() - begun > 0.45 * seconds)
    ngram = _counted(corpus, now, 0.5 * seconds)
    counting = [part.events(ngram.nats_with_repeats(part.table)) for part in held_out[: len(nats)]]
    return Standing(
        events=sum(map(len, counting)),
        nats=float(np.concatenate(nats).mean()),
        counting=float(np.concatenate(counting).mean()),
        counted=min(ngram.rows / corpus.train.rows, 1.0),
        learned=float(np.concatenate(known).mean()),
    )


@dataclass(frozen=True, eq=False)
class _Part:
    """Rows `start` to `stop` of an item. Where they begin no piece, the first is only read."""

    item: Item
    start: int
    stop: int

    @property
    def table(self) -> Table:
        return np.asarray(self.item.table[self.start : self.stop], dtype=np.int64)

    @property
    def begins(self) -> bool:
        return self.item.begins and not self.start

    @property
    def ends(self) -> bool:
        return self.item.ends and self.stop == len(self.item.table)

    def events(self, costs: Floats) -> Floats:
        """Return the costs of the events that count, of costs of all rows and perhaps the end: float64 (events,)."""
        return costs[not self.begins : self.stop - self.start + self.ends]

    def nats(self, model: Model) -> Floats:
        context = model.tokenizer.context(np.asarray(self.item.table[: self.stop], np.int64), self.item.facts)
        near = ContextTable(context.index[self.start :], context.sets[self.start :])
        costs = model.engine.nats(self.table, near, begins=self.begins, ends=self.ends)
        return self.events(np.asarray(costs.sum(axis=1)))


def _parts(items: Sequence[Item]) -> list[_Part]:
    """Return parts of pieces of all lengths, always the same, with `MOST_EVENTS` events or a few more in all."""
    parts: list[_Part] = []
    events = 0
    for number in np.random.default_rng(0).permutation(len(items)).tolist():
        item = items[number]
        count = max(1, round(len(item.table) / MOST_ROWS))
        edges = np.linspace(0, len(item.table), count + 1).astype(int).tolist()
        order = list(pairwise(edges))
        # of a single long text, stretches from all over it
        for start, stop in order[:: max(1, count * MOST_ROWS // MOST_EVENTS)]:
            part = _Part(item, start, stop)
            if stop - start + part.ends > (not part.begins):
                parts.append(part)
                events += stop - start
        if events >= MOST_EVENTS:
            break
    return parts


def _costs(model: Model, parts: Sequence[_Part], is_over: Callable[[], bool]) -> list[Floats]:
    """Return the nats of the events of the first parts, of as many as there is time for, one at least."""
    costs: list[Floats] = []
    for part in parts:
        costs.append(part.nats(model))
        if is_over():
            break
    return costs


def _counted(corpus: Corpus, now: Callable[[], float], seconds: float) -> NGram:
    """Return an n-gram model of as much of the training part as can be counted in about `seconds`."""
    tables, sizes = [item.table for item in corpus.train], corpus.tokenizer.schema.sizes
    begun = now()
    ngram = NGram.fit(tables, sizes, order=NGRAM_ORDER, most=TRIAL_COUNTS)
    if ngram.rows >= corpus.train.rows:
        return ngram
    # sorting takes a little longer than in proportion
    affordable = int(0.8 * TRIAL_COUNTS * seconds / max(now() - begun, 1e-6))
    most = min(max(affordable, LEAST_COUNTS), MOST_COUNTS)
    return NGram.fit(tables, sizes, order=NGRAM_ORDER, most=most)
