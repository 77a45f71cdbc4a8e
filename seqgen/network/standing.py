"""The standing of a model: its cost of held-out pieces beside that of counting, and a word for what it means."""

from __future__ import annotations

import math
from dataclasses import dataclass

from seqgen.records import Amount, Count, Real, Share

HARDLY_BEGUN, ROUGH, GOOD, VERY_GOOD, OVERFITTED = "hardly begun", "rough", "good", "very good", "overfitted"
VERDICTS = (HARDLY_BEGUN, ROUGH, GOOD, VERY_GOOD, OVERFITTED)
NO_COMPLAINT = (GOOD, VERY_GOOD)

PLAINER, ALIKE, STRANGER = "plainer than real pieces", "about as real pieces", "stranger than real pieces"
PLAIN, STRANGE = 0.75, 1.3
"""Cost of a piece as a share of that of real ones, up to and from which it is told to differ from them."""

LEAST_COUNTED = 1e-6
BEHIND, AHEAD, FAR_AHEAD, FARTHEST = 0.975, 0.95, 0.8, 0.7
"""Cost as a share of that of counting (`docs/experiments.md` has the models by which these were chosen)."""
GAIN_OF_COUNTING = 0.03
"""Share by which counting costs less of e times as many pieces (measured: groove 1%, pop 2%, tunes and text 5%)."""
BY_HEART = 0.8
"""A model knows its pieces by heart where they cost it less than this share of others, and more steps made it worse."""

ENOUGH_READINGS, FEW_READINGS, FEW_UPDATES, FEW_EVENTS = 3.0, 0.5, 100, 3_000
"""Readings of a corpus from which on models were good, and below which, as below so many updates, they were hardly
begun; rows of a corpus that is too small for either (`docs/experiments.md`, standing beside counting)."""


def expected_verdict(*, readings: float, updates: float, events: int) -> str:
    """Return the verdict that a training can be expected to end with, empty where nothing is known of it."""
    if readings <= 0.0:
        return ""
    if readings < FEW_READINGS or updates < FEW_UPDATES:
        return HARDLY_BEGUN
    return GOOD if readings >= ENOUGH_READINGS and events >= FEW_EVENTS else ROUGH


@dataclass(frozen=True)
class Standing:
    """Nats an event of held-out pieces, measured once at the end of a training.

    Args:
        events: the rows measured, ends of pieces included.
        nats: the cost under the model.
        counting: the cost under an n-gram model of the training part that also expects repeats within the piece
            (`seqgen.evaluation.ngram`).
        counted: the share of the training part that was counted, as much as there was time for.
        learned: the cost under the model of as many events that it learned from; 0 where it is not known.
        passes: how often the training part was read.
        peaked: whether held-out pieces became less likely again long before the end.
    """

    events: Count
    nats: Real
    counting: Real
    counted: Share = 1.0
    learned: Real = 0.0
    passes: Amount = 1.0
    peaked: bool = False

    @property
    def verdict(self) -> str:
        """Return one of `VERDICTS`.

        Counting knows no style, only what followed what. A network that is hardly ahead of it has learned little more,
        and one that has not read all of its corpus would still gain by that unless it is far ahead.
        """
        # what counting the whole training part would have cost
        counting = self.counting * (1.0 + GAIN_OF_COUNTING * math.log(max(self.counted, LEAST_COUNTED)))
        share = self.nats / counting if counting > 0.0 else 1.0
        if share <= FARTHEST and self.passes >= 1.0:
            return VERY_GOOD
        if share <= FAR_AHEAD or (share <= AHEAD and self.passes >= 1.0):
            return GOOD
        if self.peaked and 0.0 < self.learned < BY_HEART * self.nats:
            return OVERFITTED
        return ROUGH if share <= BEHIND else HARDLY_BEGUN

    @property
    def times(self) -> float:
        """Return how many times the model's cost counting costs.

        That is what is told of both costs: they are those of a part of the held-out pieces, and beside the cost of all
        of them (`About.nats`) they would be a second figure of the same thing.
        """
        return self.counting / self.nats if self.nats > 0.0 else 1.0

    @property
    def sentence(self) -> str:
        """Return the verdict and why it is given."""
        return f"{self.verdict}: {self.reason}"

    @property
    def reason(self) -> str:
        """Return why the verdict is given, and what would help."""
        part = "" if self.counted > 0.99 else f" {max(self.counted, 0.01):.0%} of the corpus"
        learned = self.learned / self.nats if self.nats > 0.0 else 1.0
        return (
            f"counting{part} needs {self.times:.2f} times as many bits{_MEANING[self.verdict].format(learned=learned)}"
        )


def beside_pieces(bits: float, usual: float) -> str:
    """Return how a piece that costs so many bits stands beside `usual`, the cost of real ones that were held out:
    `PLAINER`, `ALIKE` or `STRANGER`, empty where either is not known."""
    if bits <= 0.0 or usual <= 0.0:
        return ""
    if bits > STRANGE * usual:
        return STRANGER
    return PLAINER if bits < PLAIN * usual else ALIKE


_MEANING = {
    HARDLY_BEGUN: "; it has learned little yet, so train longer",
    ROUGH: "; train longer for better takes",
    GOOD: "",
    VERY_GOOD: "",
    OVERFITTED: (
        ", pieces that it learned {learned:.2f} times, since it knows them by heart; more pieces would help, more time "
        "does not"
    ),
}
