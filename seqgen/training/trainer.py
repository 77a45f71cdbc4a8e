"""The training loop: truncated back-propagation through time over batches, as a generator of events.

AdamW (`optimiser.py`), gradients clipped by their norm (Pascanu et al. 2013), the best model by validation
kept. The schedule of learning rate and augmentation is in `schedule.py`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from typing import Any

import torch

from seqgen.corpus.corpus import Corpus
from seqgen.errors import Sentence, SeqgenError, printable, reason_of
from seqgen.formats.safetensors_file import Arrays
from seqgen.lookout import Abandoned, looking
from seqgen.network.config import ModelConfig
from seqgen.network.model_file import ModelFile, read_model, write_model
from seqgen.network.precision import rounded
from seqgen.records import from_json
from seqgen.runs.events import (
    Event,
    Finished,
    Progress,
    Saved,
    Skipped,
    Started,
    SteppedBack,
    Validated,
)
from seqgen.runs.run import CHECKPOINT, MODEL, Run
from seqgen.training.batching import Batches, Window, rows_to_predict
from seqgen.training.checkpoint import checkpoint_arrays, restore
from seqgen.training.conclusion import about_best, conclude, sampling_seconds, standing_seconds
from seqgen.training.config import TrainConfig
from seqgen.training.device import autocast, choose_device
from seqgen.training.ensemble import SequenceModel
from seqgen.training.network import Batch, Hidden, detached
from seqgen.training.optimiser import AdamW
from seqgen.training.prefetch import Prefetch
from seqgen.training.preview import preview
from seqgen.training.processes import Processes
from seqgen.training.progress import LATER, Clock, Meter, TrainingState
from seqgen.training.schedule import Schedule, total_steps
from seqgen.training.threads import threads_used
from seqgen.training.validation import Validation

CHECKPOINT_SECONDS = 60.0
FAILURES_BEFORE_STEP_BACK = 5
MOST_STEPS_BACK = 3
ENDINGS = ("interrupted", "paused", "stopped")


def train(
    corpus: Corpus,
    model_config: ModelConfig,
    config: TrainConfig,
    run: Run,
    *,
    resume: bool = False,
    initial: Arrays | None = None,
    index: Arrays | None = None,
    stop: Callable[[], str] = lambda: "",
    began: float | None = None,
    now: Callable[[], float] = time.monotonic,
) -> Iterator[Event]:
    """Train on `corpus` in the directory `run`, event by event.

    `resume` goes on from the run's checkpoint; `initial` are weights to start from, `index` the arrays of the corpus
    index for the model file. `stop` is asked before every step, and while held-out pieces are read and takes written: a
    reason (`interrupted`, `paused`, `stopped`) saves the run and ends it. `began` is the time by the clock `now` from
    which a budget in minutes counts. Raises `UsageError` where the configuration contradicts itself, `SeqgenError`
    where loss or gradients stay non-finite or the directory cannot be written.
    """
    model_config.check()
    config.check()
    with Processes() as processes:
        side_by_side = processes.world == 1 and choose_device(config.device).type == "cpu"
        with threads_used(config.threads, model_config, side_by_side=side_by_side) as threads:
            trainer = Trainer(corpus, model_config, config, run, processes, index or {})
            trainer.model.threads = threads
            if resume and run.has_checkpoint():
                trainer.restore(*run.load_checkpoint())
            else:
                if initial is not None:
                    trainer.model.load_weights(initial)
                # so that a run which ends before its first check, by a full disk or a kill, can be resumed
                trainer.save_checkpoint(Clock(now(), 0.0, now))
            with closing(trainer.prefetch):
                start = now() if began is None or resume else began
                for event in trainer.events(stop, Clock(start, trainer.state.seconds, now), resumed=resume):
                    if processes.leads:
                        run.append(event)
                        yield event
            del trainer


class Trainer:
    """The network, optimiser and data of one training, and the steps that move it on."""

    def __init__(
        self,
        corpus: Corpus,
        model_config: ModelConfig,
        config: TrainConfig,
        run: Run,
        processes: Processes,
        index: Arrays,
    ) -> None:
        self.corpus, self.model_config, self.config, self.run = corpus, model_config, config, run
        self.processes, self.index = processes, index
        self.device = choose_device(config.device, processes.local_rank)
        torch.manual_seed(config.seed)
        self.model = SequenceModel(model_config, corpus.tokenizer.schema).to(self.device)
        self.optimiser = AdamW(self.model.parameters(), config.weight_decay)
        shared: dict[str, Any] = {"batch_size": config.batch_size, "sequence_length": config.sequence_length}
        shared |= {"seed": config.seed, "rank": processes.rank, "world": processes.world}
        self.batches = Batches(corpus.train, corpus.tokenizer, transpose=config.transpose, **shared)
        self.prefetch = Prefetch(self.batches)
        held_out = Batches(corpus.valid, corpus.tokenizer, shuffle=False, **shared)
        self.validation = Validation(held_out, corpus.tokenizer.schema, processes, self.device)
        self.state = TrainingState()
        budget = config.minutes * 60.0
        closing = standing_seconds(budget) + sampling_seconds(corpus, budget)
        self.schedule = Schedule(config, self.state, total_steps(config, self.batches), closing)
        self.hidden: Hidden | None = None
        self.meter = Meter()
        self._augmentations = self.state.augmentation, self.state.next_augmentation
        self._first_step = 0
        self._asked: Callable[[], object] = lambda: ""
        # set where a step back has put `state` somewhere else than the next window
        self._moved = False

    # -- the loop ----------------------------------------------------------------------------------------------------

    def events(self, stop: Callable[[], str], clock: Clock, *, resumed: bool) -> Iterator[Event]:
        state, schedule, agree_yes = self.state, self.schedule, self.processes.agree_yes
        self._asked = stop
        yield self._started(resumed)
        if resumed and schedule.validation_was_abandoned():
            yield from self._check(clock, schedule.fraction(clock.seconds))
        self.meter = Meter(since=clock.seconds)
        validated_at = saved_at = clock.seconds
        failures = 0
        reason = "budget"
        for window in self.windows():
            asked = stop()
            fraction, interrupted = self.processes.agree(schedule.fraction(clock.seconds), bool(asked))
            if interrupted:
                # every process must end in the same way, so the first one's reason counts
                reason = ENDINGS[int(self.processes.agree(float(ENDINGS.index(asked or "interrupted")), False)[0])]
                break
            if fraction >= 1.0:
                reason = "budget" if state.overfitted_at < 0 else "early"
                break
            try:
                learned = self.step(window, schedule.learning_rate(fraction))
            except Abandoned:
                reason = stop() or "interrupted"
                break
            if not learned:
                failures = (failures + 1) % FAILURES_BEFORE_STEP_BACK
                state.skipped += 1
                yield Skipped(state.step, clock.seconds, state.skipped)
                if failures == 0:
                    yield self._step_back(clock)
                # nothing is validated or saved before a step has succeeded again
                continue
            failures = 0
            state.seconds = clock.seconds
            if agree_yes(self.meter.due(clock.seconds)):
                yield self._progress(clock, fraction)
            if agree_yes(schedule.validation_is_due(clock.seconds - validated_at)):
                if (yield from self._check(clock, fraction)):
                    reason = "early"
                    break
                validated_at = saved_at = clock.seconds
            elif agree_yes(clock.seconds - saved_at >= CHECKPOINT_SECONDS):
                yield self.save_checkpoint(clock)
                saved_at = clock.seconds
        yield from self._finish(clock, reason, stop)

    def windows(self) -> Iterator[Window]:
        """Yield the windows from `state` on, without end; `state` then says where the next one is."""
        state = self.state
        while True:
            blocks = self.prefetch.blocks(state.epoch)
            if not blocks:
                raise SeqgenError("the training part of the corpus holds nothing to learn from; give more files")
            while state.block < len(blocks):
                block, epoch = state.block, state.epoch
                augmentation, following = state.augmentation, state.next_augmentation
                if not state.window:
                    augmentation, following = following, self.schedule.augmentation()
                # `state` has them once the block is begun: a run that stops before that begins it again
                self._augmentations = augmentation, following
                arrays = self.prefetch.filled((epoch, block, augmentation), following)
                for window in self.batches.read(blocks[block], skip=state.window, arrays=arrays):
                    yield window
                    if (state.block, state.epoch) != (block, epoch) or self._moved:
                        break
                if self._moved:
                    break
            if self._moved:
                self._moved = False
                continue
            state.epoch, state.block = state.epoch + 1, 0

    def step(self, window: Window, learning_rate: float) -> bool:
        """Make one update. Return False where loss or gradient were not finite and the weights stayed as they were.
        Raises `Abandoned` where its end was asked for within it: all is as before."""
        state = self.state
        if window.first:
            self.hidden = None
        batch = Batch(*map(torch.from_numpy, window.arrays)).to(self.device)
        self.optimiser.zero_grad()
        self.model.train()
        # gradients of processes are averaged, so each counts its share of all rows
        share = self.processes.world / window.counted
        random = torch.get_rng_state()
        try:
            # what a graphics card computes is queued, and soon done
            with self._looking() if self.device.type == "cpu" else nullcontext():
                nats, hidden = self.model.learn(batch, self.hidden, share, self._precision)
        except Abandoned:
            torch.set_rng_state(random)
            raise
        self.processes.average_gradients(self.model)
        loss = nats.detach().sum() * share
        norm = float(torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip, foreach=True))
        state.step += 1
        state.augmentation, state.next_augmentation = self._augmentations
        state.window, state.block = (0, state.block + 1) if window.last else (state.window + 1, state.block)
        if not self.processes.agree_all(math.isfinite(norm) and math.isfinite(loss.item())):
            self.hidden = None
            return False
        self.optimiser.step(learning_rate)
        state.adam_steps += 1
        self.hidden = detached(hidden)
        mean = loss.item() / self.processes.world
        state.learning_nats = mean if math.isinf(state.learning_nats) else 0.98 * state.learning_nats + 0.02 * mean
        self.meter.add(float(nats.detach().sum()), int(window.arrays.mask.sum()))
        self.meter.norms.append(norm)
        return True

    def validate(self, clock: Clock) -> dict[str, float]:
        """Return held-out nats an event, by column; empty where nothing is held out."""
        begun = clock.seconds
        return self.validation.nats(
            self.model, self.state, self._precision, lambda: self.schedule.validation_is_long(clock.seconds - begun)
        )

    def _looking(self) -> AbstractContextManager[None]:
        # several processes add up what they compute, so that none may end alone
        return looking(self._asked) if self.processes.world == 1 else nullcontext()

    def _precision(self) -> Any:
        return autocast(self.device, self.config.precision, training=self.model.training)

    # -- events and files --------------------------------------------------------------------------------------------

    def _started(self, resumed: bool) -> Started:
        return Started(
            self.state.step,
            self.state.seconds,
            run=str(self.run.folder),
            device=str(self.device),
            parameters=sum(weight.numel() for weight in self.model.parameters()),
            events=rows_to_predict(self.corpus.train),
            validation_events=rows_to_predict(self.corpus.valid),
            event_name=self.corpus.tokenizer.event,
            resumed=resumed,
        )

    def _progress(self, clock: Clock, fraction: float) -> Progress:
        sums = torch.tensor([self.meter.nats, self.meter.events], dtype=torch.float64)
        self.processes.add_up(sums)
        self.meter.nats, self.meter.events = sums.tolist()
        return self.meter.progress(
            self.state.step,
            clock.seconds,
            epoch=self.state.epoch,
            fraction=fraction,
            learning_rate=self.schedule.learning_rate(fraction),
            seconds_left=self.schedule.seconds_left(clock, self._first_step),
            clip=self.config.clip,
        )

    def _check(self, clock: Clock, fraction: float) -> Generator[Event, None, bool]:
        """Validate, and shorten the schedule where the model overfits. Return whether it has not become better for too
        long."""
        nats = yield from self.validate_and_keep(clock)
        if self.config.patience and self.state.worse >= self.config.patience:
            return True
        if nats is not None and self.schedule.overfitting(nats, fraction):
            yield self._shorten(clock, fraction)
        return False

    def validate_and_keep(self, clock: Clock) -> Generator[Event, None, float | None]:
        """Validate, keep the model if it is the best so far, and save a checkpoint. Return held-out nats an event; None
        where the end was asked for before they were known."""
        state, begun = self.state, clock.seconds
        try:
            with self._looking():
                columns = self.validate(clock)
        except Abandoned:
            return None
        # where nothing is held out, the model that learned best is kept
        nats = sum(columns.values()) if columns else self.processes.agree(state.learning_nats, False)[0]
        best = math.isfinite(nats) and nats < state.best_nats
        if best:
            state.best_nats, state.best_step, state.worse = nats, state.step, 0
            if self.processes.leads:
                write_model(self.run.model, self.model_file(clock))
        else:
            state.worse += 1
        yield Validated(state.step, clock.seconds, nats=nats, columns=columns, best=best)
        if best:
            yield Saved(state.step, clock.seconds, MODEL)
        if best and self.processes.leads:
            file, seed = partial(self.model_file, clock, with_index=False), self.config.seed
            yield preview(file, self.run, clock, step=state.step, seed=seed, asked=self._asked)
        yield self.save_checkpoint(clock)
        # the slowest counts, since other programs may be busy again when the budget ends
        self.schedule.validation_seconds = max(self.schedule.validation_seconds, clock.seconds - begun)
        return nats

    def model_file(self, clock: Clock, *, with_index: bool = True) -> ModelFile:
        about, index = about_best(self.corpus, self.state, clock.seconds), self.index if with_index else {}
        return ModelFile(self.model_config, self.corpus.tokenizer, rounded(self.model.weights()), about, index)

    def save_checkpoint(self, clock: Clock) -> Saved:
        """Write everything that a resumed run needs to go on exactly."""
        self.state.seconds = clock.seconds
        if self.processes.leads:
            arrays = checkpoint_arrays(self.model, self.optimiser, self.hidden)
            self.run.save_checkpoint(arrays, vars(self.state))
        return Saved(self.state.step, clock.seconds, CHECKPOINT)

    def restore(self, arrays: Arrays, state: dict[str, Any]) -> None:
        """Go back to a checkpoint. Raises `SeqgenError` where it does not belong to this run."""
        try:
            checked = from_json(TrainingState, state, later=LATER)
            self.hidden = restore(arrays, self.model, self.optimiser, adam_steps=checked.adam_steps)
        except (KeyError, RuntimeError, TypeError, ValueError) as error:
            name = printable(self.run.folder)
            raise SeqgenError(
                "{file}: the checkpoint does not belong to this run ({why})", file=name, why=reason_of(error)
            ) from error
        vars(self.state).update(vars(checked))
        self._first_step = self.state.step

    def _shorten(self, clock: Clock, fraction: float) -> Saved:
        self.model.load_weights(read_model(self.run.model).weights)
        self.state.overfitted_at, self.state.worse = fraction, 0
        return self.save_checkpoint(clock)

    def _step_back(self, clock: Clock) -> SteppedBack:
        """Go back to the last checkpoint with half the learning rate."""
        steps_back = self.state.steps_back + 1
        advice = Sentence("start again with a smaller --lr than {rate}", rate=f"{self.config.learning_rate:g}")
        if steps_back > MOST_STEPS_BACK:
            raise SeqgenError(
                "loss or gradients are still not finite at 1/{part} of the learning rate; {advice}",
                part=str(2**MOST_STEPS_BACK),
                advice=advice,
            )
        try:
            self.restore(*self.run.load_checkpoint())
        except SeqgenError:
            raise SeqgenError("loss or gradients are not finite from the start; {advice}", advice=advice) from None
        self.state.steps_back = steps_back
        self._moved = True
        return SteppedBack(self.state.step, clock.seconds, learning_rate_scale=0.5**steps_back)

    def _finish(self, clock: Clock, reason: str, stop: Callable[[], str]) -> Iterator[Event]:
        state = self.state
        self._asked = lambda: stop() not in ("", reason)
        if reason in ("interrupted", "paused"):
            yield self.save_checkpoint(clock)
        elif (
            (reason != "early" or state.overfitted_at >= 0)
            and state.step != state.validated_step
            and (yield from self.validate_and_keep(clock)) is None
        ):
            reason = stop() or "interrupted"
            yield self.save_checkpoint(clock)
        if reason not in ("interrupted", "paused") and self.processes.leads:
            passes = state.epoch + state.block / max(len(self.prefetch.blocks(state.epoch)), 1)
            # what ends early leaves time of its budget
            seconds = self.config.minutes * 60.0 if reason != "stopped" else 0.0
            figures: dict[str, Any] = {"seconds": seconds or clock.seconds, "passes": passes}
            yield from conclude(self.run, self.corpus, clock, state, **figures, stop=stop, asked=self._asked)
        nats = state.best_nats if math.isfinite(state.best_nats) else 0.0
        yield Finished(state.step, clock.seconds, reason=reason, nats=nats, best_step=state.best_step)
