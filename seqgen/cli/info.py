"""`seqgen info`: what a model is, or how a take was made."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from seqgen.bundled import starter_at
from seqgen.errors import printable
from seqgen.information import in_bits
from seqgen.kinds import all_kinds
from seqgen.network.measured_sampling import TOP_P, MeasuredSampling
from seqgen.network.model_file import Adapted, read_model
from seqgen.runs.run import find_model
from seqgen.sampling.provenance import read_provenance
from seqgen.words import counted


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = "Say what a model is and what it learned from, or how a take was made."
    parser.epilog = "example: seqgen info runs/tunes; seqgen info takes/tunes-7.mid"
    parser.add_argument("name", metavar="MODEL|TAKE", help="a run, a model.safetensors, or a take")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    path = Path(args.name)
    if path.is_file() and path.suffix.lower() in {".midi", ".json", *(kind.suffix for kind in all_kinds().values())}:
        print(json.dumps(read_provenance(path).to_json(), indent=None if args.json else 2))
        return 0
    described = describe_model(args.name)
    if args.json:
        print(json.dumps(described))
    else:
        width = max(map(len, described))
        for name, value in described.items():
            print(f"{name:{width}}  {printable(value)}")
    return 0


def describe_model(name: str) -> dict[str, Any]:
    """Return the facts about a model in the order in which they are shown. Raises as `seqgen.model.load` does."""
    path = find_model(name)
    model = read_model(path)
    about, config, tokenizer = model.about, model.config, model.tokenizer
    verdict = "" if about.standing is None else f" ({about.standing.verdict})"
    facts: dict[str, Any] = {
        "file": str(path),
        "size": f"{path.stat().st_size / 1e6:.1f} MB",
        "fingerprint": model.fingerprint,
        "writes": tokenizer.kind,
        "network": f"{config.title}, {sum(weight.size for weight in model.weights.values()):,} weights",
        "corpus": f"{about.corpus} ({counted(about.pieces, 'piece')}, {counted(about.events, tokenizer.event)})",
        "held out": f"{in_bits(about.nats):.3f} bits a {tokenizer.event}{verdict}",
        "standing": "not measured" if about.standing is None else about.standing.sentence,
        "drawn with": f"top-p {TOP_P:g}, not measured" if about.sampling is None else _measured(about.sampling),
        "trained": f"{counted(about.steps, 'step')}, {about.seconds / 60:.1f} minutes, seqgen {about.seqgen}",
        "index": "with the corpus, so copies are found" if model.index else "none",
    }
    starter = starter_at(path)
    if starter is not None:
        facts["starter"] = f"comes with seqgen; learned from {starter.learned}"
    if model.adapted:
        facts["adapted"] = "; then ".join(_adapted(step, tokenizer.event) for step in model.adapted)
    return facts | tokenizer.summary()


def _measured(sampling: MeasuredSampling) -> str:
    beside = f" ({sampling.before:.0%} at top-p {TOP_P:g})" if sampling.likeness > sampling.before else ""
    return f"{sampling.words}; features of takes overlap with pieces by {sampling.likeness:.0%}{beside}"


def _adapted(step: Adapted, event: str) -> str:
    named = ", ".join(map(printable, step.files[:3])) + (", ..." if len(step.files) > 3 else "")
    gained = f", held out of them {in_bits(step.nats_before):.3f} -> {in_bits(step.nats):.3f} bits" if step.nats else ""
    how = f"{step.passes:g} passes, strength {step.strength:g}{gained}"
    return f"from {step.origin} on {named} ({step.events:,} {event}s, {how})"
