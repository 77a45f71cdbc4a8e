"""Trainings that do nothing beside learning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from seqgen import lookout
from seqgen.training import trainer


@pytest.fixture(scope="module")
def bare_training(short_samples: None) -> Iterator[None]:
    """Trainings end without measuring their model, which takes longer than a dozen steps of it
    (`test_conclusion.py`), and look between two steps alone whether they are to end, however busy the machine is
    (`test_stopping.py`)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trainer, "conclude", lambda *_, **__: iter(()))
        patch.setattr(lookout, "FIRST_LOOK_SECONDS", 1e6)
        yield
