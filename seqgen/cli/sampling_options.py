"""Options of the command line for temperature and truncation."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from seqgen.errors import UsageError
from seqgen.model import Model
from seqgen.network.measured_sampling import STRENGTH
from seqgen.sampling.config import SamplingConfig


def add_drawing_options(group: Any) -> None:
    """Add the options of temperature and truncation."""
    group.add_argument(
        "-t",
        "--temperature",
        metavar="T",
        help="0 (the likeliest value) to 1 (as learned) and above; per column: pitch=0.9,shift=0.7 "
        "(as measured for the model at the end of its training, else 1)",
    )
    group.add_argument("--top-k", type=int, default=0, metavar="K", help="only the K likeliest values")
    group.add_argument(
        "--top-p",
        type=float,
        metavar="P",
        help="only the likeliest values that sum to P (as measured for the model, else 0.95; 1, which is all, where "
        "--top-k or --min-p is given)",
    )
    group.add_argument(
        "--min-p", type=float, default=0.0, metavar="P", help="only values P times as likely as the best"
    )


def add_sampling_options(parser: argparse.ArgumentParser, *, particles: int = 1) -> Any:
    group = parser.add_argument_group("sampling")
    add_drawing_options(group)
    group.add_argument(
        "--particles",
        type=int,
        default=particles,
        metavar="N",
        help=f"N drafts of each take, weighed by how well they meet the rules and reach the end ({particles})",
    )
    group.add_argument(
        "--strength",
        type=float,
        metavar="S",
        help="how far takes are led towards the key, tempo, density, label, length and form that the network is told, "
        f"asked for or drawn: 0 not at all, 1 as learned, above 1 further, up to 4 (as measured for the model, else "
        f"{STRENGTH:g})",
    )
    group.add_argument(
        "--memory",
        type=float,
        default=0.0,
        metavar="M",
        help="how far takes keep to their own material, 0 to 1: the share of what followed similar moments earlier in "
        "the take (0)",
    )
    return group


def sampling_config(args: argparse.Namespace, model: Model | None = None) -> SamplingConfig:
    """Return the config, for what is not given as measured for `model`. Temperatures are written `0.9`,
    `pitch=0.9,shift=0.7` or both. Raises `UsageError`."""
    drawing = drawing_of(args, model)
    strength = drawing.strength if args.strength is None else args.strength
    return replace(drawing, particles=args.particles, strength=strength, memory=args.memory)


def drawing_of(args: argparse.Namespace, model: Model | None = None) -> SamplingConfig:
    """Return the config of temperature and truncation, as `sampling_config` does."""
    general, columns = temperatures_of(args)
    return SamplingConfig.choose(
        general,
        columns,
        top_k=args.top_k,
        top_p=args.top_p,
        min_p=args.min_p,
        usual=None if model is None else model.usual,
        uncooled=() if model is None else model.uncooled,
    )


def temperatures_of(args: argparse.Namespace) -> tuple[float | None, dict[str, float]]:
    """Return the temperature that was given for all columns, None for none, and those of single columns. Raises
    `UsageError`."""
    general: float | None = None
    columns = {}
    for word in args.temperature.split(",") if args.temperature is not None else ():
        name, equals, value = word.rpartition("=")
        try:
            number = float(value)
        except ValueError:
            raise UsageError(f"'{word}' is not a temperature; use for example 0.9 or pitch=0.9,shift=0.7") from None
        if equals:
            columns[name.strip()] = number
        else:
            general = number
    return general, columns
