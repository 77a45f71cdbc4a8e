"""The training loop: truncated back-propagation through time over lanes, told as a generator of events.

AdamW (Loshchilov and Hutter 2019) with a linear warm-up and a cosine to zero over the budget, gradients clipped by
their norm (Pascanu et al. 2013), the best model by validation kept. A corpus that is learned by heart before the budget
ends makes the rest of the schedule short: back to the best model, and from there to the end of the cosine in a quarter
of the time that it took.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from typing import Any

import numpy as np
import torch

from seqgen.corpus.corpus import Corpus
from seqgen.errors import SeqgenError, UsageError
from seqgen.formats.safetensors_file import Arrays
from seqgen.kinds import kind_named
from seqgen.model import Model
from seqgen.network.config import ModelConfig, TrainConfig
from seqgen.network.model_file import About, ModelFile, read_model, write_model
from seqgen.runs.events import Event, Finished, Progress, Sampled, Saved, Skipped, Started, SteppedBack, Validated
from seqgen.runs.run import CHECKPOINT, MODEL, SAMPLES, Run
from seqgen.training.batching import Chunk, Lanes, rows_to_predict
from seqgen.training.checkpoint import checkpoint_arrays, restore
from seqgen.training.network import Batch, Hidden, SequenceModel, detached
from seqgen.training.prefetch import ReadAhead
from seqgen.training.processes import Processes
from seqgen.training.progress import Clock, Meter, Place
from seqgen.training.threads import Team, threads_used

PROGRESS_SECONDS = 0.5
CHECKPOINT_SECONDS = 60.0
FAILURES_BEFORE_STEP_BACK = 5
MOST_STEPS_BACK = 3
ENDINGS = ("interrupted", "paused", "stopped")
BY_HEART_CHECKS, BY_HEART_MARGIN = 3, 0.005
"""After so many validations without a better one, the last worse than the best by this share, learning is by heart."""

HASTE = 0.25
"""The rest of the schedule then takes so much of the time until there."""

IN_KEY_FROM = 0.8
"""From this share of the budget on, nothing is transposed. The learning rate must not be gone by then."""

VALIDATIONS = 20
"""How often a budget is validated, unless that would take more than a tenth of the time."""


def choose_device(name: str, local_rank: int = 0) -> torch.device:
    """The device that `auto`, `cpu`, `cuda` or `mps` means here. Raises `UsageError` where it is not there."""
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next(kind for kind in ("cuda", "mps", "cpu") if there[kind])
    if name not in there:
        raise UsageError(f"the device '{name}' is not known; use auto, cpu, cuda or mps")
    if not there[name]:
        raise UsageError(f"there is no {name} device that PyTorch can use here; use --device cpu")
    return torch.device(name, local_rank) if name == "cuda" else torch.device(name)


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
) -> Iterator[Event]:
    """Train on `corpus` in the directory `run`, event by event.

    `initial`: weights to start from; `index`: arrays of the corpus index for the model file; `stop` is asked before
    every step, and when it gives a reason (`interrupted`, `paused`, `stopped`) the run saves itself and ends; `began`
    is the `time.monotonic()` from which a budget in minutes counts. Raises `UsageError` for a contradictory
    configuration and `SeqgenError` where numbers stay broken or the directory cannot be written.
    """
    model_config.check()
    config.check()
    with Processes() as processes, _team(model_config, config, processes) as team:
        trainer = Trainer(corpus, model_config, config, run, processes, index or {})
        trainer.model.team = team
        if resume:
            trainer.restore(*run.load_checkpoint())
        elif initial is not None:
            trainer.model.load_weights(initial)
        with closing(trainer.ahead):
            for event in trainer.events(stop, time.monotonic() if began is None else began, resumed=resume):
                if processes.leads:
                    run.append(event)
                    yield event
        del trainer


def _team(model_config: ModelConfig, config: TrainConfig, processes: Processes) -> AbstractContextManager[Team]:
    side_by_side = processes.world == 1 and choose_device(config.device).type == "cpu"
    return threads_used(config.threads, model_config, side_by_side=side_by_side)


class Trainer:
    """The state of one training, and the steps that move it on."""

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
        self.parallel = processes.wrap(self.model)
        matrices = [weight for weight in self.model.parameters() if weight.dim() > 1]
        vectors = [weight for weight in self.model.parameters() if weight.dim() <= 1]
        self.optimiser = torch.optim.AdamW(
            [{"params": matrices, "weight_decay": config.weight_decay}, {"params": vectors, "weight_decay": 0.0}],
            lr=config.learning_rate,
            betas=(0.9, 0.99),
            fused=self.device.type in ("cpu", "cuda"),
        )
        shared: dict[str, Any] = {"batch_size": config.batch_size, "sequence_length": config.sequence_length}
        shared["seed"] = config.seed
        shared |= {"rank": processes.rank, "world": processes.world}
        self.lanes = Lanes(corpus.train, corpus.tokenizer, transpose=config.transpose, **shared)
        self.ahead = ReadAhead(self.lanes)
        self.validation = Lanes(corpus.valid, corpus.tokenizer, shuffle=False, **shared)
        self.place = Place()
        self.hidden: Hidden | None = None
        self.meter = Meter()
        self.validation_seconds = 0.0
        self._reaches = self.place.reach, self.place.next_reach
        self._first_step = 0
        # set where a step back has put `place` somewhere else than the next chunk
        self._moved = False
        self.total_steps = self._total_steps()

    def _total_steps(self) -> int:
        if self.config.steps:
            return self.config.steps
        if self.config.epochs:
            whole = int(self.config.epochs)
            steps = sum(self.lanes.steps(epoch) for epoch in range(whole))
            return max(1, steps + round((self.config.epochs - whole) * self.lanes.steps(whole)))
        return 0

    # -- the loop ----------------------------------------------------------------------------------------------------

    def events(self, stop: Callable[[], str], began: float, *, resumed: bool) -> Iterator[Event]:
        """The whole training, from where `place` says to the end of the budget."""
        place = self.place
        clock = Clock(began if not resumed else time.monotonic(), place.seconds)
        yield self._started(resumed)
        self.meter = Meter(since=clock.seconds)
        validated_at = saved_at = clock.seconds
        failures = 0
        reason = "budget"
        for chunk in self.chunks():
            asked = stop()
            fraction, interrupted = self.processes.agree(self._hastened(self._fraction(clock)), bool(asked))
            if interrupted:
                # every process must end in the same way, so the first one's reason counts
                reason = ENDINGS[int(self.processes.agree(float(ENDINGS.index(asked or "interrupted")), False)[0])]
                break
            if fraction >= 1.0:
                reason = "budget" if place.hastened < 0 else "early"
                break
            if self.step(chunk, self.learning_rate(fraction)):
                failures = 0
            else:
                failures += 1
                place.skipped += 1
                yield Skipped(place.step, clock.seconds, place.skipped)
                if failures >= FAILURES_BEFORE_STEP_BACK:
                    failures = 0
                    yield self._step_back(clock)
                # nothing is validated or saved before a step has succeeded again
                continue
            place.seconds = clock.seconds
            if self.processes.agree_yes(clock.seconds - self.meter.since >= PROGRESS_SECONDS):
                yield self._progress(clock, fraction)
            if self._validation_is_due(clock, validated_at):
                nats = yield from self.validate_and_keep(clock)
                validated_at = saved_at = clock.seconds
                if self.config.patience and place.worse >= self.config.patience:
                    reason = "early"
                    break
                if self._by_heart(nats, fraction):
                    yield self._hasten(clock, fraction)
            elif self.processes.agree_yes(clock.seconds - saved_at >= CHECKPOINT_SECONDS):
                yield self.save_checkpoint(clock)
                saved_at = clock.seconds
        yield from self._finish(clock, reason, validated_at)

    def chunks(self) -> Iterator[Chunk]:
        """The chunks from `place` on, without end; `place` then says where the next one is."""
        place = self.place
        while True:
            blocks = self.ahead.blocks(place.epoch)
            if not blocks:
                raise SeqgenError("the training part of the corpus holds nothing to learn from; give more files")
            while place.block < len(blocks):
                block, epoch = place.block, place.epoch
                reach, next_reach = place.reach, place.next_reach
                if not place.chunk:
                    reach, next_reach = next_reach, max(0.0, 1.0 - self._through() / IN_KEY_FROM)
                # in `place` it stands once the block is begun: a run that stops before that begins it again
                self._reaches = reach, next_reach
                arrays = self.ahead.filled((epoch, block, reach), next_reach)
                for chunk in self.lanes.read(blocks[block], skip=place.chunk, arrays=arrays):
                    yield chunk
                    if (place.block, place.epoch) != (block, epoch) or self._moved:
                        break
                if self._moved:
                    break
            if self._moved:
                self._moved = False
                continue
            place.epoch, place.block = place.epoch + 1, 0

    def step(self, chunk: Chunk, learning_rate: float) -> bool:
        """One update; False where loss or gradient were not finite and the weights stayed as they were."""
        place = self.place
        if chunk.first:
            self.hidden = None
        batch = Batch(*map(torch.from_numpy, chunk.arrays)).to(self.device)
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate
        self.optimiser.zero_grad(set_to_none=True)
        self.model.train()
        # gradients of processes are averaged, so each counts its share of all rows
        share = self.processes.world / chunk.counted
        if self.processes.world == 1:
            nats, hidden = self.model.learn(batch, self.hidden, share, self._precision)
        else:
            with self._precision():
                nats, hidden = self.parallel(batch, self.hidden)
            (nats.sum() * share).backward()
        loss = nats.detach().sum() * share
        norm = float(torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip, foreach=True))
        place.step += 1
        place.reach, place.next_reach = self._reaches
        place.chunk, place.block = (0, place.block + 1) if chunk.last else (place.chunk + 1, place.block)
        if not self.processes.agree_all(math.isfinite(norm) and math.isfinite(loss.item())):
            self.hidden = None
            return False
        self.optimiser.step()
        place.adam_steps += 1
        self.hidden = detached(hidden)
        mean = loss.item() / self.processes.world
        place.learning_nats = mean if math.isinf(place.learning_nats) else 0.98 * place.learning_nats + 0.02 * mean
        self.meter.nats += float(nats.detach().sum())
        self.meter.events += int(chunk.arrays.mask.sum())
        self.meter.norms.append(norm)
        return True

    def learning_rate(self, fraction: float) -> float:
        """Linear warm-up, then a cosine to zero: the rate at `fraction` (0 to 1) of the budget."""
        peak = self.config.learning_rate * 0.5**self.place.steps_back
        if fraction < self.config.warm_up:
            return peak * max(fraction, 1e-4) / self.config.warm_up
        through = (fraction - self.config.warm_up) / (1.0 - self.config.warm_up)
        return peak * 0.5 * (1.0 + math.cos(math.pi * min(through, 1.0)))

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Held-out nats an event, by column; empty where nothing is held out."""
        self.model.eval()
        names = [self.corpus.tokenizer.schema.columns[i].name for i in self.corpus.tokenizer.schema.modelled]
        total = torch.zeros(len(names) + 1, dtype=torch.float64)
        for block in self.validation.blocks(0):
            hidden: Hidden | None = None
            for chunk in self.validation.read(block):
                batch = Batch(*map(torch.from_numpy, chunk.arrays)).to(self.device)
                with self._precision():
                    nats, hidden = self.model(batch, hidden)
                total[:-1] += nats.double().cpu()
                total[-1] += int(chunk.arrays.mask.sum())
        self.processes.add_up(total)
        if not total[-1]:
            return {}
        return {name: float(value) for name, value in zip(names, total[:-1] / total[-1], strict=True)}

    def _precision(self) -> Any:
        if self.device.type == "cuda":
            return torch.autocast("cuda", dtype=torch.bfloat16)
        if self.device.type == "cpu" and self.config.precision == "bfloat16" and self.model.training:
            return torch.autocast("cpu", dtype=torch.bfloat16)
        return nullcontext()

    # -- when what happens -------------------------------------------------------------------------------------------

    def _fraction(self, clock: Clock) -> float:
        if self.total_steps:
            return self.place.step / self.total_steps
        # the last validation and its files must fit into the budget too
        reserve = 1.0 + 1.5 * self.validation_seconds
        return clock.seconds / max(self.config.minutes * 60.0 - reserve, 1e-3)

    def _through(self) -> float:
        """The share of the budget that is used up, 0 to 1, from `place` alone, so that a resumed run agrees.

        Pieces are transposed less and less: all keys teach each other, but in the end a model must know which keys its
        corpus is in, else its takes stray through all of them.
        """
        place, seconds = self.place, self.config.minutes * 60.0
        return min(self._hastened(place.step / self.total_steps if seconds == 0.0 else place.seconds / seconds), 1.0)

    def _hastened(self, fraction: float) -> float:
        """How far the schedule is where `fraction` of the budget is used up; from 1 on, it is over."""
        since = self.place.hastened
        if since < 0:
            return fraction
        return since + (1.0 - since) * (fraction - since) / (HASTE * since)

    def _by_heart(self, nats: float, fraction: float) -> bool:
        """Whether held-out pieces have become less likely for good, while the schedule has long to go."""
        place = self.place
        return (
            self.config.patience > 0
            and place.hastened < 0
            and (1.0 + HASTE) * fraction < 1.0
            and place.worse >= BY_HEART_CHECKS
            and nats > place.best_nats * (1.0 + BY_HEART_MARGIN)
        )

    def _hasten(self, clock: Clock, fraction: float) -> Saved:
        """Go back to the best model, and make the rest of the schedule short."""
        self.model.load_weights(read_model(self.run.model).weights)
        self.place.hastened, self.place.worse = fraction, 0
        return self.save_checkpoint(clock)

    def _validation_is_due(self, clock: Clock, validated_at: float) -> bool:
        if self.config.validate_every:
            return self.place.step % self.config.validate_every == 0
        if self.total_steps:
            return self.place.step % max(1, self.total_steps // VALIDATIONS) == 0
        interval = max(self.config.minutes * 60.0 / VALIDATIONS, 10.0 * self.validation_seconds)
        return self.processes.agree_yes(clock.seconds - validated_at >= interval)

    # -- what is told and saved --------------------------------------------------------------------------------------

    def _started(self, resumed: bool) -> Started:
        return Started(
            self.place.step,
            self.place.seconds,
            run=str(self.run.folder),
            device=str(self.device),
            parameters=sum(weight.numel() for weight in self.model.parameters()),
            events=rows_to_predict(self.corpus.train),
            validation_events=rows_to_predict(self.corpus.valid),
            event_name=self.corpus.tokenizer.event,
            resumed=resumed,
        )

    def _progress(self, clock: Clock, fraction: float) -> Progress:
        meter, now = self.meter, clock.seconds
        sums = torch.tensor([meter.nats, float(meter.events)], dtype=torch.float64)
        self.processes.add_up(sums)
        span = max(now - meter.since, 1e-9)
        left = self._seconds_left(clock)
        norms = np.array(meter.norms or [0.0])
        nats, events = sums.tolist()
        self.meter = Meter(since=now)
        return Progress(
            self.place.step,
            now,
            epoch=self.place.epoch,
            fraction=min(fraction, 1.0),
            nats=nats / max(events, 1.0),
            norm=float(norms.mean()),
            clipped=float((norms > self.config.clip).mean()),
            rate=events / span,
            learning_rate=self.learning_rate(fraction),
            seconds_left=max(left, 0.0),
        )

    def _seconds_left(self, clock: Clock) -> float:
        place, end = self.place, 1.0 if self.place.hastened < 0 else (1.0 + HASTE) * self.place.hastened
        if self.total_steps:
            steps = end * self.total_steps - place.step
            return steps * clock.this_session / max(place.step - self._first_step, 1)
        return end * self.config.minutes * 60.0 - clock.seconds

    def validate_and_keep(self, clock: Clock) -> Generator[Event, None, float]:
        """Validate, keep the model where it is the best so far, and save a checkpoint; gives held-out nats an event."""
        place, begun = self.place, time.monotonic()
        columns = self.validate()
        # where nothing is held out, the model that learned best is kept
        nats = sum(columns.values()) if columns else self.processes.agree(place.learning_nats, False)[0]
        best = math.isfinite(nats) and nats < place.best_nats
        if best:
            place.best_nats, place.best_step, place.worse = nats, place.step, 0
            if self.processes.leads:
                write_model(self.run.model, self.model_file(clock))
        else:
            place.worse += 1
        yield Validated(place.step, clock.seconds, nats=nats, columns=columns, best=best)
        if best:
            yield Saved(place.step, clock.seconds, MODEL)
        if best and self.processes.leads:
            yield from self._write_sample(clock)
        yield self.save_checkpoint(clock)
        # the slowest counts, since other programs may be busy again when the budget ends
        self.validation_seconds = max(self.validation_seconds, time.monotonic() - begun)
        return nats

    def _write_sample(self, clock: Clock) -> Iterator[Event]:
        """Write a take to `samples/`, drawn with the same seed every time, so that takes are comparable."""
        writer = Model(self.model_file(clock, with_index=False), self.run.name)
        take = writer.sample(1, seed=self.config.seed, **kind_named(self.corpus.kind).preview)[0]
        path = self.run.folder / SAMPLES / f"step-{self.place.step:07}{take.suffix}"
        take.save(path, overwrite=True)
        yield Sampled(self.place.step, clock.seconds, f"{SAMPLES}/{path.name}")

    def model_file(self, clock: Clock, *, with_index: bool = True) -> ModelFile:
        """The model as it is now."""
        about = About(
            corpus=self.corpus.name,
            fingerprint=self.corpus.fingerprint,
            pieces=len(self.corpus.train),
            events=self.corpus.train.rows,
            nats=self.place.best_nats,
            steps=self.place.step,
            seconds=round(clock.seconds, 3),
        )
        index = self.index if with_index else {}
        return ModelFile(self.model_config, self.corpus.tokenizer, self.model.weights(), about, index)

    def save_checkpoint(self, clock: Clock) -> Saved:
        """Write everything that a resumed run needs to go on exactly."""
        self.place.seconds = clock.seconds
        if self.processes.leads:
            arrays = checkpoint_arrays(self.model, self.optimiser, self.hidden)
            self.run.save_checkpoint(arrays, vars(self.place))
        return Saved(self.place.step, clock.seconds, CHECKPOINT)

    def restore(self, arrays: Arrays, place: dict[str, Any]) -> None:
        """Go back to a checkpoint. Raises `SeqgenError` where it does not belong to this network."""
        if "reach" not in place:
            # versions from before transposition shrank put pieces together otherwise, so that their place means nothing
            place = {**place, "reach": 1.0, "hastened": -1.0, "epoch": place["epoch"] + 1, "block": 0, "chunk": 0}
        if set(place) != set(vars(self.place)):
            raise SeqgenError(f"{self.run.folder}: the checkpoint was made by another version of seqgen")
        try:
            self.hidden = restore(arrays, self.model, self.optimiser, adam_steps=place["adam_steps"])
        except (KeyError, RuntimeError, ValueError) as error:
            raise SeqgenError(f"{self.run.folder}: the checkpoint does not belong to this run ({error})") from error
        vars(self.place).update(place)
        self._first_step = self.place.step

    def _step_back(self, clock: Clock) -> SteppedBack:
        steps_back = self.place.steps_back + 1
        if steps_back > MOST_STEPS_BACK:
            raise SeqgenError(
                f"loss or gradients are still not finite at 1/{2**MOST_STEPS_BACK} of the learning rate; "
                f"start again with a smaller --lr than {self.config.learning_rate:g}"
            )
        try:
            self.restore(*self.run.load_checkpoint())
        except SeqgenError:
            raise SeqgenError(
                "loss or gradients are not finite from the start; "
                f"start again with a smaller --lr than {self.config.learning_rate:g}"
            ) from None
        self.place.steps_back = steps_back
        self._moved = True
        return SteppedBack(self.place.step, clock.seconds, learning_rate_scale=0.5**steps_back)

    def _finish(self, clock: Clock, reason: str, validated_at: float) -> Iterator[Event]:
        if reason in ("interrupted", "paused"):
            yield self.save_checkpoint(clock)
        elif (reason != "early" or self.place.hastened >= 0) and (
            clock.seconds > validated_at or math.isinf(self.place.best_nats)
        ):
            yield from self.validate_and_keep(clock)
        nats = self.place.best_nats if math.isfinite(self.place.best_nats) else 0.0
        yield Finished(self.place.step, clock.seconds, reason=reason, nats=nats, best_step=self.place.best_step)
