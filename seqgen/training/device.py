"""The device that a training computes on."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch

from seqgen.errors import UsageError


def choose_device(name: str, local_rank: int = 0) -> torch.device:
    """Return the device for `auto`, `cpu`, `cuda` or `mps`. Raises `UsageError` where this computer has none."""
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next(kind for kind in ("cuda", "mps", "cpu") if there[kind])
    if name not in there:
        raise UsageError("the device '{name}' is not known; use auto, cpu, cuda or mps", name=name)
    if not there[name]:
        raise UsageError("there is no {name} device that PyTorch can use here; use --device cpu", name=name)
    return torch.device(name, local_rank) if name == "cuda" else torch.device(name)


def autocast(device: torch.device, precision: str, *, training: bool) -> AbstractContextManager[Any]:
    """Return the context for matrix products in a precision, which counts on a CPU in training; a CUDA device always
    uses bfloat16."""
    if device.type == "cuda":
        return torch.autocast("cuda", dtype=torch.bfloat16)
    if device.type == "cpu" and precision == "bfloat16" and training:
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return nullcontext()
