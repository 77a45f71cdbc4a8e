"""Adaptation: a short fine-tune of a model on a few more pieces. The model that it starts from is not changed.

The update is that of dynamic evaluation (Krause et al. 2018, see `dynamic_evaluation`): gradients scaled by what
they usually are, and a pull back to the weights of the start, strongest where the model is most sensitive. A part of
the pieces is held out; the weights under which it is likeliest are kept, and those of the start are among them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import torch

from seqgen.copying.corpus_index import extended_index
from seqgen.formats.safetensors_file import Arrays
from seqgen.lookout import Abandoned, looking
from seqgen.model import Model
from seqgen.network.model_file import Adapted, ModelFile
from seqgen.network.precision import rounded
from seqgen.runs.events import Event, Finished, Progress, Started, Validated
from seqgen.training.batching import Batches, rows_to_predict
from seqgen.training.config import AdaptConfig
from seqgen.training.dynamic_evaluation import Descent, Rule, learn, network_of, own_takes, usual_squares
from seqgen.training.ensemble import SequenceModel
from seqgen.training.held_out import MOST_MEASURED, HeldOutPart, NewPiece, capped, divide, nats_per_event, whole_item
from seqgen.training.network import Hidden
from seqgen.training.progress import Meter

SEQUENCE_LENGTH = 32
LEARNING_RATE = 5e-4
PULL = 0.003
ROWS_A_SEQUENCE = 500
"""Pieces are learned side by side: ten tunes, four passes, one seed, gained 0.06 bits a note on the held-out ones, and
0.03 one after the other."""
MOST_BATCH_SIZE = 16
MOST_PASSES = 20
FEW_PASSES = 4
"""Passes where neither a whole piece nor a long part (`LONG_PART` rows) is held out. The end of a tune repeats its
beginning, so it gets ever likelier while the tune is overfitted. Of two tunes, takes that went on from their
first bars copied at most 2 % (no run above 10 notes) after 4 passes, but 11 and 18 % (18 and 23 notes) after 20."""
LONG_PART = 1000
PATIENCE = 3
STEPS_BETWEEN_CHECKS = 400


@dataclass(frozen=True)
class Figures:
    """Nats an event before and after: of the pieces given (at most `MOST_MEASURED` rows), of their held-out part, and
    of what the original model writes by itself, which rises as the original is forgotten. None where there is none, or
    where the end was asked for before it was known."""

    pieces: tuple[float, float] | None
    held_out: tuple[float, float] | None
    own: tuple[float, float] | None


class Adaptation:
    """One adaptation: `events` learns, `file` is what came of it.

    The order of pieces and dropout follow from the seed; with a limit in minutes the clock decides when it ends. Raises
    `SeqgenError` where there is too little to learn from and `UsageError` for settings out of range.
    """

    def __init__(self, model: Model, pieces: Sequence[NewPiece], config: AdaptConfig) -> None:
        config.check()
        self.model, self.pieces, self.config = model, list(pieces), config
        self.learned, self.held_out = divide(self.pieces, model.kind, seed=config.seed)
        rows = sum(len(item.table) for item in self.learned)
        self._batches = Batches(
            self.learned,
            model.tokenizer,
            batch_size=min(MOST_BATCH_SIZE, 1 + rows // ROWS_A_SEQUENCE),
            sequence_length=SEQUENCE_LENGTH,
            transpose=config.transpose,
            seed=config.seed,
        )
        trusted = any(part.start == 0 or len(part.table) - part.start >= LONG_PART for part in self.held_out)
        self._most_passes = config.passes or (MOST_PASSES if trusted else FEW_PASSES)
        self._own: list[HeldOutPart] = []
        self._best: Arrays = model.file.weights
        self._before = self._last = self._best_nats = math.inf
        self.best_step = self.steps = 0
        self.best_pass = self.passes = 0.0
        self.seconds = 0.0

    def events(self, stop: Callable[[], bool] = lambda: False) -> Iterator[Event]:
        """Learn, event by event, until the passes or minutes are over, the held-out part gains no more or `stop` says
        so. What was best until then is kept; what is still to be checked when `stop` says so only if that is quick."""
        began = time.monotonic()
        yield self._started()
        try:
            with looking(stop):
                network, descent = self._prepare()
        except Abandoned:
            yield Finished(0, time.monotonic() - began, reason="interrupted", nats=0.0, best_step=0)
            return
        if self.held_out:
            yield Validated(0, time.monotonic() - began, nats=self._before, columns={}, best=False)
        reason, worse, checked = "budget", 0, 0
        meter = Meter()
        for step in self._steps(network, descent):
            self.steps, self.passes, self.seconds = step.number, step.passes, time.monotonic() - began
            meter.add(step.nats, step.events)
            asked = stop()
            if meter.due(self.seconds):
                yield self._progress(meter)
            over = asked or 0.0 < self.config.minutes * 60.0 <= self.seconds
            if self.held_out and (over or step.ends_pass or step.number - checked >= STEPS_BETWEEN_CHECKS):
                checked = step.number
                try:
                    with looking(stop):
                        best = self._check(network)
                except Abandoned:
                    reason = "interrupted"
                    break
                worse = 0 if best else worse + 1
                yield Validated(step.number, time.monotonic() - began, nats=self._last, columns={}, best=best)
            if over or worse >= PATIENCE:
                reason = "interrupted" if asked else "budget" if over else "early"
                break
        if not self.held_out and self.steps and self._gained(network):
            self._keep(rounded(network.weights()))
        self.seconds = time.monotonic() - began
        nats = self._best_nats if math.isfinite(self._best_nats) else 0.0
        yield Finished(self.steps, self.seconds, reason=reason, nats=nats, best_step=self.best_step)

    def _prepare(self) -> tuple[SequenceModel, Descent]:
        network = network_of(self.model.file)
        own = own_takes(self.model)
        self._own = [HeldOutPart(item.table, item.facts, ends=item.ends) for item in own]
        squares = usual_squares(network, own, self.model.tokenizer, sequence_length=SEQUENCE_LENGTH)
        rule = Rule(LEARNING_RATE * self.config.strength, PULL, SEQUENCE_LENGTH)
        if self.held_out:
            self._before = self._best_nats = nats_per_event(self.model, self._best, self.held_out)
        torch.manual_seed(self.config.seed)
        return network.train(), Descent(network, squares, rule)

    def _steps(self, network: SequenceModel, descent: Descent) -> Iterator[_Step]:
        number = 0
        for done in range(self._most_passes):
            blocks = self._batches.blocks(done)
            of_pass, total = 0, self._batches.steps(done)
            for block in blocks:
                hidden: Hidden | None = None
                for window in self._batches.read(block):
                    nats, hidden = learn(network, window.arrays, hidden)
                    descent.step()
                    number, of_pass = number + 1, of_pass + 1
                    counted = int(window.arrays.mask.sum())
                    yield _Step(number, done + of_pass / total, of_pass == total, float(nats.sum()), counted)

    def _check(self, network: SequenceModel) -> bool:
        """Measure the held-out part; keep the weights if it is likelier than ever."""
        weights = rounded(network.weights())
        self._last = nats_per_event(self.model, weights, self.held_out)
        if not self._last < self._best_nats:
            return False
        self._best_nats = self._last
        self._keep(weights)
        return True

    def _gained(self, network: SequenceModel) -> bool:
        """Return whether the pieces themselves are likelier now. Steps are scaled by gradients that a model which is
        sure of everything hardly has, and may then lead anywhere."""
        measured = self._measured()
        before = nats_per_event(self.model, self.model.file.weights, measured)
        return nats_per_event(self.model, rounded(network.weights()), measured) < before

    def _keep(self, weights: Arrays) -> None:
        self._best, self.best_step, self.best_pass = weights, self.steps, self.passes

    def _started(self) -> Started:
        return Started(
            0,
            0.0,
            run=self.model.name,
            device="cpu",
            parameters=sum(weight.size for weight in self.model.file.weights.values()),
            events=rows_to_predict(self.learned),
            validation_events=sum(part.events for part in self.held_out),
            event_name=self.model.tokenizer.event,
            resumed=False,
        )

    def _progress(self, meter: Meter) -> Progress:
        fraction = self._fraction()
        return meter.progress(
            self.steps,
            self.seconds,
            epoch=int(self.passes),
            fraction=fraction,
            learning_rate=LEARNING_RATE * self.config.strength,
            seconds_left=self.seconds * (1.0 - fraction) / max(fraction, 1e-9),
        )

    def _fraction(self) -> float:
        by_passes = self.passes / self._most_passes
        return max(by_passes, self.seconds / (self.config.minutes * 60.0)) if self.config.minutes else by_passes

    @property
    def learned_something(self) -> bool:
        return self.best_step > 0

    def _measured(self) -> list[HeldOutPart]:
        left, measured = MOST_MEASURED, []
        for piece in self.pieces:
            measured.append(capped(HeldOutPart(piece.encoded.table, piece.encoded.facts), left))
            left -= len(measured[-1].table)
            if left <= 0:
                break
        return measured

    def figures(self, stop: Callable[[], bool] = lambda: False) -> Figures:
        """Return what was gained and lost; of what is measured now, what was known before `stop` asked for the end."""
        own = [part for part in self._own if part.events]
        pieces = forgotten = None
        with suppress(Abandoned), looking(stop):
            pieces = self._both(self._measured())
            forgotten = self._both(own) if own else None
        return Figures(pieces, (self._before, self._best_nats) if self.held_out else None, forgotten)

    def _both(self, parts: Sequence[HeldOutPart]) -> tuple[float, float]:
        before = nats_per_event(self.model, self.model.file.weights, parts)
        return before, nats_per_event(self.model, self._best, parts)

    def file(self, *, files: Sequence[str] = (), sha256: Sequence[str] = ()) -> ModelFile:
        """Return the adapted model. Its index holds the new pieces beside the corpus, so that copies are found. `files`
        and `sha256` name what was learned."""
        original, rows = self.model.file, sum(len(piece.encoded.table) for piece in self.pieces)
        step = Adapted(
            origin=original.fingerprint,
            files=tuple(files),
            sha256=tuple(sha256),
            events=rows,
            passes=round(self.best_pass, 3),
            strength=self.config.strength,
            transpose=self.config.transpose,
            seed=self.config.seed,
            nats_before=self._before if self.held_out else 0.0,
            nats=self._best_nats if self.held_out else 0.0,
        )
        index = original.index
        if index:
            everything = [whole_item(piece) for piece in self.pieces]
            index = extended_index(index, everything, self.model.tokenizer)
        return replace(original, weights=self._best, index=index, adapted=(*original.adapted, step), fingerprint="")


@dataclass(frozen=True)
class _Step:
    number: int
    passes: float
    ends_pass: bool
    nats: float
    events: int
