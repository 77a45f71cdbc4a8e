"""Small pieces, and small models with random weights, for several test files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from seqgen.copying.corpus_index import index_arrays
from seqgen.formats.midi_writer import write_score
from seqgen.kinds.base import Tokenizer
from seqgen.kinds.music.fit import fit_music
from seqgen.model import Model
from seqgen.network.config import ModelConfig
from seqgen.network.model_file import About, ModelFile
from seqgen.network.weights import weight_shapes
from seqgen.piece import Piece
from seqgen.theory.notes import DRUMS, Notes


def make_notes(
    rows: Sequence[tuple[int, int, int, int, int]], *, quarter: int = 24, metre: tuple[int, int] = (4, 4)
) -> Notes:
    """Notes from (onset, end, pitch, velocity, part), in ticks."""
    table = np.array(sorted(rows, key=lambda r: (r[0], r[4], r[2])), dtype=np.int64).reshape(-1, 5)
    return Notes(
        ticks_per_quarter=quarter,
        onset=table[:, 0],
        end=table[:, 1],
        pitch=table[:, 2].astype(np.uint8),
        velocity=table[:, 3].astype(np.uint8),
        part=table[:, 4].astype(np.int16),
        tempos=np.array([[0.0, 100.0]]),
        metres=np.array([[0, *metre]]),
        key="G major",
        names=((0, "Melody"), (33 * 8, "Bass")),
        end_tick=int(table[:, 1].max(initial=0)),
    )


def write_pieces(pieces: Sequence[Piece], *paths: Path) -> None:
    """Write each piece as the MIDI file of its path."""
    tokenizer = fit_music(pieces)
    for piece, path in zip(pieces, paths, strict=True):
        encoded = tokenizer.encode(piece)
        write_score(tokenizer.decode(encoded.table, encoded.facts), path)


def random_piece(seed: int, *, bars: int = 8, drums: bool = True) -> Piece:
    """A melody, a bass and a drum kit on 16ths, for so many bars of 4/4."""
    rng = np.random.default_rng(seed)
    rows = []
    for step in range(0, bars * 96, 6):
        if rng.random() < 0.6:
            rows.append((step, step + int(rng.choice([6, 12, 24, 48])), int(rng.integers(55, 84)), 90, 0))
        if step % 24 == 0:
            rows.append((step, step + 24, int(rng.integers(30, 54)), 80, 33 * 8))
        if drums and step % 12 == 0:
            rows.append((step, step + 6, int(rng.choice([36, 38, 42])), 100, DRUMS))
    return Piece(make_notes(rows), title=f"piece {seed}", label="random")


def hand_played(seed: int, *, bars: int = 4) -> Piece:
    """Hats on 8ths, kicks and snares, each up to 25 ticks of 480 early or late, with accents."""
    rng = np.random.default_rng(seed)
    strokes = [(i, 42) for i in range(8 * bars)] + [(i, (36, 38)[i // 2 % 2]) for i in range(0, 8 * bars, 2)]
    rows = []
    for at, key in strokes:
        tick = max(at * 240 + int(rng.integers(-25, 26)), 0)
        rows.append((tick, tick + 60, key, int(rng.integers(40, 70)) + 40 * (at % 2 == 0), DRUMS))
    return Piece(make_notes(rows, quarter=480), title=f"groove {seed}")


def random_weights(tokenizer: Tokenizer, config: ModelConfig, seed: int = 0) -> dict[str, np.ndarray]:
    """Weights as a network might have after a little training: neither flat nor sharp, without an effect of fields that
    begin without one."""
    rng = np.random.default_rng(seed)
    weights = {}
    quiet = {field.name for field in tokenizer.schema.fields if field.quiet}
    for name, shape in weight_shapes(config, tokenizer.schema).items():
        if name.rpartition(".")[2] in quiet:
            weights[name] = np.zeros(shape, np.float32)
            continue
        spread = 1.0 if name.startswith("embed") else 1.5 / np.sqrt(shape[-1])
        middle = 1.0 if name.startswith("norm.weight") else 0.0
        weights[name] = (middle + spread * rng.standard_normal(shape)).astype(np.float32)
    return weights


class Indexed:
    """The part of a corpus item that an index needs."""

    def __init__(self, table: np.ndarray, name: str) -> None:
        self.table, self.name = table, name


def make_model(pieces: Sequence[Piece], tokenizer: Tokenizer, config: ModelConfig | None = None) -> Model:
    """A model with random weights and a real index of `pieces`."""
    config = config or ModelConfig(hidden_size=32, embedding_size=16, head_size=16)
    parts = [Indexed(tokenizer.encode(piece).table, piece.title) for piece in pieces]
    index = index_arrays(parts, tokenizer)  # type: ignore[arg-type]
    weights = random_weights(tokenizer, config)
    return Model(ModelFile(config, tokenizer, weights, About(corpus="test"), index, fingerprint="f" * 16), "test")
