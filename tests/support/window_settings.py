"""Settings of the Create page for several test files."""

from __future__ import annotations

from typing import Any

from gui.sampling.settings import SamplingSettings
from seqgen.kinds.evaluation import Shape
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.text.rules import TextRules
from seqgen.sampling.config import SamplingConfig


def window_settings(*, temperature: float = 1.0, bars: int = 16, events: int = 400, **numbers: Any) -> SamplingSettings:
    """Settings for takes of so many bars of music or characters of text."""
    shapes = {"music": Shape(0, MusicRules(bars=bars, seconds=30.0)), "text": Shape(events, TextRules())}
    sampling = SamplingConfig(temperature)
    return SamplingSettings(sampling, shapes, **{"as_measured": sampling == SamplingConfig(), **numbers})
