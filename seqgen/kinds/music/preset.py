"""Settings that suit a corpus of music."""

from __future__ import annotations

from seqgen.kinds.preset import Preset


def music_preset(events: int, minutes: float) -> Preset:
    """Return the settings for so many notes and about so many minutes.

    The smaller the corpus, the sooner it is overfitted, so dropout is stronger; in a few minutes it only slows learning
    down. Where time is left to read a small corpus again and again, several networks learn more of it than one; on two
    cores four take no longer than three.
    """
    short = minutes <= 3
    members = 1 if short or events >= 150_000 else 4
    context_dropout, head_dropout = (0.0, 0.0) if short else (0.2, 0.3) if events < 300_000 else (0.1, 0.1)
    return Preset(
        size="small" if events < 3_000 else "medium" if events < 1_000_000 or minutes < 20 else "large",
        interval_size=128 if members > 1 else 0,
        members=members,
        dropout=0.5 if events < (30_000 if short else 150_000) else 0.3 if events < 300_000 else 0.1,
        context_dropout=context_dropout,
        head_dropout=head_dropout,
        transpose=5,
    )
