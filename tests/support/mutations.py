"""Mutations of JSON and of bytes, for the fuzzers: the same ones for the same random numbers."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

TIMES = int(os.environ.get("SEQGEN_FUZZ", "1"))
"""A fuzzer makes so many times its usual number of inputs."""

NESTED = {"nested": 200, "nested deeply": 5_000}

ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, 255, 10**6, 2**31, 2**53 + 1, 2**63 - 1, 2**64, 10**308, 10**400, 0.5, 1e15, 1e308,
    float("nan"), float("inf"), float("-inf"), "", "\0", "²", "\udc80", "\x1b[2J", "\u202e", "x" * 70_000, "{}",
    "../" * 99, [], [[]], [0] * 5, [1, "a"], {}, {"a": {"b": []}}, *NESTED,
)  # fmt: skip


SCRAPS = (b"[" * 5000, b'"', b"{", b"\\ud800", b"9" * 5000, b"\xff", b"NaN", b"1e999", b"null", b",")
"""Values that a writer of JSON could leave in a wrong place."""


def with_odd_values(data: Any, random_: random.Random, *, most: int = 3, odd: Sequence[Any] = ODD) -> Any:
    """Return JSON with some values, at any depth, exchanged for odd ones or for one another's, dropped or added."""
    data = json.loads(json.dumps(data))
    for _ in range(random_.randint(1, most)):
        places = list(_places(data))
        if not places:
            break
        holder, key = random_.choice(places)
        other, other_key = random_.choice(places)
        change = random_.randrange(8)
        if change == 0:
            del holder[key]
        elif change == 1:
            holder[key] = json.loads(json.dumps(other[other_key]))
        elif change == 2 and isinstance(holder, dict):
            holder[random_.choice(["more", "", "version"])] = deepcopy(random_.choice(odd))
        elif change == 3 and isinstance(holder[key], (int, float)) and abs(holder[key]) < 1e300:
            holder[key] = random_.choice([-1, 2, 10, 10**6, 0.5]) * holder[key]
        elif change == 4:
            holder[key] = [holder[key]]
        else:
            holder[key] = deepcopy(random_.choice(odd))
    return data


def _places(data: Any) -> Any:
    """Yield every holder of a value, and its key or place in it; without recursion, since lists may be deep."""
    waiting = [data]
    while waiting:
        holder = waiting.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            yield holder, key
            if isinstance(holder[key], (dict, list)):
                waiting.append(holder[key])


def as_json(data: Any) -> bytes:
    """Return JSON, with lists in lists where `NESTED` names how many."""
    text = json.dumps(data)
    for name, depth in NESTED.items():
        text = text.replace(f'"{name}"', "[" * depth + "]" * depth)
    return text.encode()


def with_other_bytes(data: bytes, random_: random.Random, *, most: int = 6, scraps: Sequence[bytes] = SCRAPS) -> bytes:
    """Return bytes, some changed, left out, doubled, pushed apart by `scraps`, or cut off."""
    changed = bytearray(data)
    for _ in range(random_.randint(1, most)):
        if not changed:
            break
        at = random_.randrange(len(changed))
        change = random_.randrange(6)
        if change == 0:
            changed[at] = random_.randrange(256)
        elif change == 1:
            changed[at] ^= 1 << random_.randrange(8)
        elif change == 2:
            del changed[at : at + random_.randint(1, 20)]
        elif change == 3:
            changed[at:at] = random_.choice(scraps)
        elif change == 4:
            changed[at:at] = changed[at : at + random_.randint(1, 99)]
        else:
            del changed[at:]
    return bytes(changed)
