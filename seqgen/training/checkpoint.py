"""Everything besides the place in the data that a resumed run needs to go on exactly, as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from seqgen.formats.safetensors_file import Arrays
from seqgen.training.ensemble import SequenceModel
from seqgen.training.network import Hidden
from seqgen.training.optimiser import AdamW


def checkpoint_arrays(model: SequenceModel, optimiser: AdamW, hidden: Hidden | None) -> Arrays:
    """Return weights, both moments of AdamW, the recurrent state between windows, and the random states."""
    arrays: Arrays = {}
    for name, weight in model.named_weights().items():
        arrays[f"weight.{name}"] = _array(weight)
        moments = optimiser.moments.get(weight)
        if moments is not None:
            arrays[f"first.{name}"] = _array(moments.first)
            arrays[f"second.{name}"] = _array(moments.second)
    states = hidden if isinstance(hidden, tuple) else (hidden,)
    arrays |= {f"hidden.{i}": _array(h) for i, h in enumerate(states) if h is not None}
    arrays["random.cpu"] = torch.get_rng_state().numpy()
    device = _device(model)
    if device.type == "cuda":
        arrays["random.cuda"] = torch.cuda.get_rng_state(device).cpu().numpy()
    return arrays


def restore(arrays: Arrays, model: SequenceModel, optimiser: AdamW, *, adam_steps: int) -> Hidden | None:
    """Restore model, optimiser and random states. Return the recurrent state. Raises `KeyError`, `RuntimeError` or
    `ValueError` where the arrays belong to another network."""
    named = model.named_weights()
    for name, weight in named.items():
        for kind in ("weight", "first", "second"):
            array = arrays.get(f"{kind}.{name}")
            if array is not None and (array.shape != tuple(weight.shape) or array.dtype != np.float32):
                raise ValueError(f"{kind}.{name} has another shape")
    model.load_weights({name: arrays[f"weight.{name}"] for name in named})
    device = _device(model)
    for name, weight in named.items():
        if f"first.{name}" in arrays:
            first, second = (_tensor(arrays[f"{moment}.{name}"], device) for moment in ("first", "second"))
            optimiser.restore(weight, steps=adam_steps, first=first, second=second)
    torch.set_rng_state(torch.from_numpy(arrays["random.cpu"].copy()))
    if device.type == "cuda" and "random.cuda" in arrays:
        torch.cuda.set_rng_state(torch.from_numpy(arrays["random.cuda"].copy()), device)
    hidden = [_tensor(arrays[name], device) for name in ("hidden.0", "hidden.1") if name in arrays]
    if not hidden:
        return None
    config = model.config
    states = 2 if config.cell == "lstm" else 1
    layers = config.num_layers * config.members
    if len(hidden) != states or any(
        h.shape != (layers, hidden[0].shape[1] if hidden[0].dim() == 3 else 0, config.hidden_size)
        or h.dtype != torch.float32
        for h in hidden
    ):
        raise ValueError("the recurrent state has another shape")
    return hidden[0] if len(hidden) == 1 else (hidden[0], hidden[1])


def _device(model: SequenceModel) -> torch.device:
    return next(model.parameters()).device


def _array(tensor: Tensor) -> Any:
    return tensor.detach().float().cpu().numpy().copy()


def _tensor(array: Any, device: torch.device) -> Tensor:
    return torch.from_numpy(np.array(array)).to(device)
