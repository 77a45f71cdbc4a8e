"""Features of music as distributions, by which takes are compared with pieces.

Most features are those of Yang and Lerch (2020), "On the evaluation of generative models in music": pitches, pitch
classes, intervals, lengths, times between onsets, notes a bar. Further features are simultaneous notes, the position in
the bar, the key, and repeated bars.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from seqgen.arrays import Floats
from seqgen.kinds.distributions import SHARES, Axis, Statistic, bell, share_axis, shares_of, statistics_of
from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.music import pitch_statistics, time_statistics
from seqgen.kinds.music.drum_statistics import HATS, KICKS, SNARES, by_place
from seqgen.kinds.music.played import Count, Played, repeated_bars
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.theory.general_midi import drum_name
from seqgen.theory.notes import DRUMS

RUN = 4
"""Notes in a run of which repetitions are counted where there are no bars."""


def statistics(tokenizer: MusicTokenizer, excerpts: Iterable[Excerpt]) -> list[Statistic]:
    return statistics_of(_features(tokenizer), [Played.of(tokenizer, excerpt) for excerpt in excerpts])


def _features(tokenizer: MusicTokenizer) -> list[tuple[Axis, Count]]:
    metric = tokenizer.is_metric
    features: list[tuple[Axis, Count]] = []
    if tokenizer.pitched:
        features += [
            pitch_statistics.pitch_class(),
            pitch_statistics.degree(),
            pitch_statistics.pitch(tokenizer),
            pitch_statistics.interval(),
        ]
    features += [time_statistics.length(tokenizer), time_statistics.spacing(tokenizer)]
    if metric:
        features.append(time_statistics.place())
    if tokenizer.pitched:
        features.append(time_statistics.sounding())
    features += [time_statistics.struck(), time_statistics.density(metric)]
    features += [_repeated_bars("rhythm"), _repeated_bars("notes")] if metric else [_repeated_runs()]
    if tokenizer.pitched:
        features += [pitch_statistics.in_key(), pitch_statistics.wandering(metric)]
    if len(tokenizer.velocities) > 1:
        features.append(_velocity())
    if len(tokenizer.parts) > 1:
        features.append(_instruments(tokenizer))
    if len(tokenizer.drum_keys) > 1:
        features.append(_drums(tokenizer))
        if metric:
            features += [by_place(name, keys) for name, keys in (("kick", KICKS), ("snare", SNARES), ("hats", HATS))]
    return features


def _repeated_bars(what: str) -> tuple[Axis, Count]:
    named = {"rhythm": "bars repeated in rhythm", "notes": "bars repeated note for note"}[what]
    axis = share_axis(
        named, "share of a piece's bars", "more bars repeat an earlier one", "fewer bars repeat an earlier one"
    )
    return axis, lambda piece: bell(repeated_bars(piece, pitches=what == "notes"), SHARES, 0.05)


def _repeated_runs() -> tuple[Axis, Count]:
    axis = share_axis(
        f"runs of {RUN} notes repeated",
        "share of a piece's runs",
        "takes repeat themselves more",
        "takes repeat themselves less",
    )

    def count(piece: Played) -> Floats:
        pitch = piece.rows.pitch
        runs = np.lib.stride_tricks.sliding_window_view(pitch, RUN) if len(pitch) >= RUN else np.zeros((0, RUN))
        share = 1.0 - len(np.unique(runs, axis=0)) / len(runs) if len(runs) else float("nan")
        return bell(share, SHARES, 0.05)

    return axis, count


def _velocity() -> tuple[Axis, Count]:
    sides = "notes are louder", "notes are softer"
    axis = Axis("velocity", "MIDI velocity", np.arange(4.0, 128, 8), at="velocities near {}", sides=sides)
    return axis, lambda piece: shares_of(piece.rows.velocity // 8, 16)


def _instruments(tokenizer: MusicTokenizer) -> tuple[Axis, Count]:
    parts = np.array(tokenizer.parts)
    axis = Axis("instrument", "", np.arange(float(len(parts))), tokenizer.names, ordered=False)
    return axis, lambda piece: shares_of(np.searchsorted(parts, piece.rows.part), len(parts))


def _drums(tokenizer: MusicTokenizer) -> tuple[Axis, Count]:
    keys = np.array(tokenizer.drum_keys)
    axis = Axis("drum", "", np.arange(float(len(keys))), tuple(map(drum_name, tokenizer.drum_keys)), ordered=False)

    def count(piece: Played) -> Floats:
        strokes = piece.rows.pitch[piece.rows.part == DRUMS]
        return shares_of(np.searchsorted(keys, strokes), len(keys))

    return axis, count
