"""Settings that suit a corpus of text."""

from __future__ import annotations

from seqgen.kinds.preset import Preset


def text_preset(events: int, minutes: float) -> Preset:
    size = "small" if events < 3_000 else "medium" if minutes < 20 or events < 300_000 else "large"
    if 300_000 <= events < 3_000_000 and minutes >= 20:
        # a text that is read many times: a second layer, or layer norm, would only overfit it
        return Preset(size=size, num_layers=1, dropout=0.4)
    dropout = 0.5 if events < 30_000 else 0.3 if events < 300_000 else 0.1
    return Preset(size=size, dropout=dropout, layer_norm=True)
