"""Changed model files with a right checksum: what is read can be used, and everything else is refused in one line."""

from __future__ import annotations

import hashlib
import json
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqgen.cli.info import describe_model
from seqgen.errors import SeqgenError
from seqgen.kinds.base import Tokenizer
from seqgen.model import Model, load
from seqgen.network.config import ModelConfig
from seqgen.network.model_file import Adapted, write_model
from seqgen.piece import Piece
from tests.support.mutations import ODD, TIMES, as_json, with_odd_values
from tests.support.small_models import make_model

FILES = 120 * TIMES
TINY = ModelConfig(hidden_size=6, embedding_size=4, head_size=4, interval_size=2, members=2)
ADAPTED = Adapted("0" * 16, ("a.mid",), ("1" * 16,), 100, 2.5, 1.0, 5, 7, 1.5, 1.25)


class File:
    """A model file in parts: texts, the entries of its arrays, and their bytes."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        length = int.from_bytes(data[:8], "little")
        self.entries: dict[str, Any] = json.loads(data[8 : 8 + length])
        self.texts: dict[str, Any] = self.entries.pop("__metadata__")
        del self.texts["sha256"]
        self.body = bytearray(data[8 + length :])

    def bytes(self) -> bytes:
        """Return the file, with a checksum that is right."""
        described = json.dumps([self.texts, self.entries], sort_keys=True).encode()
        digest = hashlib.sha256(described + b"\0" + hashlib.sha256(self.body).digest()).hexdigest()
        header = as_json({"__metadata__": {**self.texts, "sha256": digest}, **self.entries})
        return len(header).to_bytes(8, "little") + header + bytes(self.body)


def of_other_texts(file: File, random_: random.Random) -> None:
    name = random_.choice(["config", "tokenizer", "schema", "about", "adapted"])
    file.texts[name] = as_json(with_odd_values(json.loads(file.texts[name]), random_, most=2)).decode()


def of_other_header(file: File, random_: random.Random) -> None:
    if random_.random() < 0.3:
        file.texts[random_.choice([*file.texts, "more"])] = random_.choice([*ODD, "²", "02", " 2", "2.0", "٢"])
    else:
        file.entries = with_odd_values(file.entries, random_, most=2)


def of_other_index(file: File, random_: random.Random) -> None:
    """Change some bytes of the index of the corpus."""
    name = random_.choice([name for name in file.entries if name.startswith("index.")])
    start, stop = file.entries[name]["data_offsets"]
    for _ in range(random_.randint(1, 4)):
        if stop > start:
            file.body[random_.randrange(start, stop)] = random_.choice([0, 1, 127, 128, 255, random_.randrange(256)])


def of_other_weights(file: File, random_: random.Random) -> None:
    """Set some weights to the largest numbers that there are, or to bytes that are no number."""
    name = random_.choice([name for name in file.entries if not name.startswith("index.")])
    start, stop = file.entries[name]["data_offsets"]
    for _ in range(random_.randint(1, 4)):
        at = random_.randrange(start, stop, 4)
        file.body[at : at + 4] = random_.choice([np.float32(3e38).tobytes(), random_.randbytes(4), b"\0\0\x80\xff"])


CHANGES = (of_other_texts, of_other_header, of_other_index, of_other_weights)


def use(path: Path, piece: Piece) -> bool:
    """Do with a model what a user does. Return whether it could be read."""
    try:
        json.dumps(describe_model(str(path)))
        model = load(path)
    except SeqgenError:
        return False
    with np.errstate(all="ignore"):
        with suppress(SeqgenError):
            (take,) = model.sample(1, seed=1, events=12)
            json.loads(take.provenance())
            assert take.copy is None or take.copy.sentence()
        with suppress(SeqgenError):
            model.read(piece)
            model.copied(model.tokenizer.encode(piece).table)
    return True


def fuzz(path: Path, piece: Piece) -> None:
    random_, read = random.Random(47), 0
    for number in range(FILES):
        file = File(path)
        CHANGES[number % len(CHANGES)](file, random_)
        changed = path.with_name("changed.safetensors")
        changed.write_bytes(file.bytes())
        read += use(changed, piece)
    assert FILES // 10 < read < FILES


def tiny(pieces: list[Piece], tokenizer: Tokenizer, path: Path) -> Path:
    write_model(path, replace(make_model(pieces, tokenizer, TINY).file, adapted=(ADAPTED,)))
    return path


def test_changed_models_of_music(music_model: Model, music_pieces: list[Piece], tmp_path: Path) -> None:
    fuzz(tiny(music_pieces[:2], music_model.tokenizer, tmp_path / "m.safetensors"), music_pieces[0])


def test_changed_models_of_text(text_model: Model, text_pieces: list[Piece], tmp_path: Path) -> None:
    fuzz(tiny(text_pieces, text_model.tokenizer, tmp_path / "m.safetensors"), Piece("The sea\n"))


@pytest.mark.parametrize("offsets", [[0, 2**63 - 1], [2**63 - 1, 2**63 - 1], [-1, 0], [0, 10**400]])
def test_absurd_offsets_are_refused(offsets: list[int], text_model: Model, tmp_path: Path) -> None:
    write_model(tmp_path / "m.safetensors", text_model.file)
    file = File(tmp_path / "m.safetensors")
    file.entries["embed.char"]["data_offsets"] = offsets
    (tmp_path / "m.safetensors").write_bytes(file.bytes())
    with pytest.raises(SeqgenError):
        load(tmp_path / "m.safetensors")
