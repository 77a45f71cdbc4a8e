"""The schedule of a training: learning rate, augmentation, validations, and the end, over its budget.

The learning rate warms up linearly and falls as a cosine to zero. Where overfitting is detected early, the run goes
back to its best model, and the rest of the schedule takes a quarter of the time until then.
"""

from __future__ import annotations

import math

from seqgen.training.batching import Batches
from seqgen.training.config import TrainConfig
from seqgen.training.progress import Clock, TrainingState

OVERFITTING_CHECKS, OVERFITTING_MARGIN = 3, 0.005
"""Overfitting is detected after so many validations without a better one, if the last is worse than the best by this
share."""

SHORTENED = 0.25
"""Length of the schedule after overfitting was detected, as a share of the time until then."""

UNAUGMENTED_FROM = 0.8
"""Fraction of the budget from which pieces are no longer augmented. The learning rate must not be near 0 by then."""

VALIDATIONS = 20
"""Validations over a budget, unless they would take more than a tenth of the time."""

VALIDATION_SHARE = 0.03
"""Share of a budget in minutes that the first validation may take; what it does not reach is never validated."""


def total_steps(config: TrainConfig, batches: Batches) -> int:
    """Return the steps of the budget, or 0 where it is counted in minutes."""
    if config.steps:
        return config.steps
    if config.epochs:
        whole = int(config.epochs)
        steps = sum(batches.steps(epoch) for epoch in range(whole))
        return max(1, steps + round((config.epochs - whole) * batches.steps(whole)))
    return 0


class Schedule:
    """Decisions over the budget of one training. `state` is the training's own and changes outside.

    `validation_seconds`, the slowest validation so far, and `closing_seconds`, for what is measured then, are kept free
    at the end of a budget in minutes.
    """

    def __init__(self, config: TrainConfig, state: TrainingState, steps: int, closing_seconds: float = 0.0) -> None:
        self.config, self.state, self.steps, self.closing_seconds = config, state, steps, closing_seconds
        self.validation_seconds = 0.0

    def fraction(self, seconds: float) -> float:
        """Return the position in the schedule after `seconds`: 0 at its start, from 1 on it is over."""
        if self.steps:
            return self._shortened(self.state.step / self.steps)
        # the last validation and its files must fit into the budget too, and what is measured at the end
        budget = self.config.minutes * 60.0
        reserve = 1.0 + 1.5 * self.validation_seconds + self.closing_seconds
        return self._shortened(seconds / max(budget - reserve, 1e-3))

    def augmentation(self) -> float:
        """Return the share of the configured augmentation for the next block, from the state alone, so that a resumed
        run agrees.

        Augmentation shrinks: all keys teach each other, but in the end a model must know which keys its corpus is in,
        else its takes stray through all of them.
        """
        state, seconds = self.state, self.config.minutes * 60.0
        used = state.step / self.steps if self.steps else state.seconds / seconds
        return max(0.0, 1.0 - min(self._shortened(used), 1.0) / UNAUGMENTED_FROM)

    def learning_rate(self, fraction: float) -> float:
        """Return the learning rate at a fraction (0 to 1) of the schedule: linear warm-up, then a cosine to zero."""
        peak = self.config.learning_rate * 0.5**self.state.steps_back
        if fraction < self.config.warm_up:
            return peak * max(fraction, 1e-4) / self.config.warm_up
        through = (fraction - self.config.warm_up) / (1.0 - self.config.warm_up)
        return peak * 0.5 * (1.0 + math.cos(math.pi * min(through, 1.0)))

    def overfitting(self, nats: float, fraction: float) -> bool:
        """Return whether held-out pieces have become less likely for good while the schedule has long to go."""
        state = self.state
        return (
            self.config.patience > 0
            and state.overfitted_at < 0
            and (1.0 + SHORTENED) * fraction < 1.0
            and state.worse >= OVERFITTING_CHECKS
            and nats > state.best_nats * (1.0 + OVERFITTING_MARGIN)
        )

    def validation_is_due(self, since_last: float) -> bool:
        """Return whether to validate now, `since_last` seconds after the last validation."""
        if self.config.validate_every:
            return self.state.step % self.config.validate_every == 0
        if self.steps:
            return self.state.step % max(1, self.steps // VALIDATIONS) == 0
        return since_last >= max(self.config.minutes * 60.0 / VALIDATIONS, 10.0 * self.validation_seconds)

    def validation_was_abandoned(self) -> bool:
        """Return whether a run that goes on has to validate first, as it would have done had nobody ended it."""
        step = self.state.step
        return bool(self.steps and 0 < step < self.steps and self.state.validated_step < step) and (
            self.validation_is_due(0.0)
        )

    def validation_is_long(self, seconds: float) -> bool:
        """Return whether the first validation ends here, after so many seconds, whatever is held out further on. With a
        budget in steps or epochs, which must not depend on the clock, it never does."""
        return not self.steps and seconds > VALIDATION_SHARE * self.config.minutes * 60.0

    def seconds_left(self, clock: Clock, first_step: int) -> float:
        """Return an estimate of the time to the end; this session began at `first_step`."""
        state = self.state
        end = 1.0 if state.overfitted_at < 0 else (1.0 + SHORTENED) * state.overfitted_at
        if self.steps:
            return (end * self.steps - state.step) * clock.this_session / max(state.step - first_step, 1)
        return end * self.config.minutes * 60.0 - clock.seconds

    def _shortened(self, used: float) -> float:
        since = self.state.overfitted_at
        return used if since < 0 else since + (1.0 - since) * (used - since) / (SHORTENED * since)
