"""Model files: what was written comes back, and nothing else is believed."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqgen.errors import SeqgenError, UnreadableFile
from seqgen.formats.safetensors_file import read_container, write_container
from seqgen.model import Model
from seqgen.network.model_file import FORMAT, VERSION, ModelFile, read_model, write_model
from seqgen.network.precision import rounded


@pytest.fixture
def model_path(music_model: Model, tmp_path: Path) -> Path:
    write_model(tmp_path / "model.safetensors", music_model.file)
    return tmp_path / "model.safetensors"


def rewritten(path: Path, change: object) -> None:
    """The file with its JSON header changed by a function and its checksum left as it was."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    change(header)  # type: ignore[operator]
    encoded = json.dumps(header).encode()
    path.write_bytes(len(encoded).to_bytes(8, "little") + encoded + data[8 + length :])


def test_a_model_comes_back_as_it_was_written(model_path: Path, music_model: Model) -> None:
    read = read_model(model_path)
    assert read.config == music_model.file.config
    assert read.tokenizer == music_model.tokenizer
    assert read.about == music_model.file.about
    assert read.weights.keys() == music_model.file.weights.keys()
    for name, weight in music_model.file.weights.items():
        np.testing.assert_array_equal(read.weights[name], weight)
    for name, array in music_model.file.index.items():
        np.testing.assert_array_equal(read.index[name], array)


def test_safetensors_own_reader_opens_it(model_path: Path, music_model: Model) -> None:
    from safetensors.numpy import load_file

    arrays = load_file(model_path)
    assert set(music_model.file.weights) <= set(arrays)


def test_no_flipped_bit_goes_unnoticed(model_path: Path) -> None:
    data = model_path.read_bytes()
    rng = np.random.default_rng(0)
    for place in [*range(0, 64), *rng.integers(0, len(data), 400).tolist()]:
        damaged = bytearray(data)
        damaged[place] ^= 1 << int(rng.integers(8))
        model_path.write_bytes(damaged)
        with pytest.raises(UnreadableFile):
            read_model(model_path)


def test_no_truncated_file_is_read(model_path: Path) -> None:
    data = model_path.read_bytes()
    for length in [0, 1, 7, 8, 9, 100, 1000, len(data) // 2, len(data) - 1]:
        model_path.write_bytes(data[:length])
        with pytest.raises(UnreadableFile):
            read_model(model_path)


def test_a_pickle_is_named_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(pickle.dumps({"weight": [1.0]}))
    with pytest.raises(UnreadableFile, match="is a pickle"):
        read_model(path)


@pytest.mark.parametrize(("version", "age"), [("1", "an older"), ("3", "a newer")])
def test_a_file_of_another_version_says_so(model_path: Path, version: str, age: str) -> None:
    rewritten(model_path, lambda header: header["__metadata__"].update(version=version))
    with pytest.raises(UnreadableFile, match=f"made by {age} seqgen"):
        read_model(model_path)


def test_another_safetensors_file_is_not_a_model(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    save_file({"x": np.zeros(3, np.float32)}, tmp_path / "other.safetensors")
    with pytest.raises(UnreadableFile, match="is not a seqgen-model file"):
        read_model(tmp_path / "other.safetensors")


def test_a_giant_header_is_refused_before_it_is_read(model_path: Path) -> None:
    data = model_path.read_bytes()
    model_path.write_bytes((1 << 40).to_bytes(8, "little") + data[8:])
    with pytest.raises(UnreadableFile):
        read_model(model_path)


@pytest.mark.parametrize("shape", [[4, 10**12], [-1], [1, 1, 1, 1, 1], [1.5], "x"])
def test_an_absurd_shape_is_refused(model_path: Path, shape: object) -> None:
    rewritten(model_path, lambda header: header["embed.pitch"].update(shape=shape))
    with pytest.raises(UnreadableFile):
        read_model(model_path)


def test_weights_of_another_network_are_refused(music_model: Model, tmp_path: Path) -> None:
    file = music_model.file
    wrong: dict[str, ModelFile] = {
        "hidden_size": replace(file, config=replace(file.config, hidden_size=16)),
        "missing": replace(file, weights={k: v for k, v in file.weights.items() if k != "embed.pitch"}),
        "extra": replace(file, weights={**file.weights, "more": np.zeros(2, np.float32)}),
    }
    for name, model in wrong.items():
        write_model(tmp_path / name, model)
        with pytest.raises(UnreadableFile, match="weight"):
            read_model(tmp_path / name)


def test_numbers_that_are_not_finite_are_never_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")
    with pytest.raises(SeqgenError, match="not finite"):
        write_container(tmp_path / "a", {"x": np.array([1.0, np.nan])}, {"format": "t", "version": "1"})
    assert (tmp_path / "a").read_bytes() == b"before"


def test_containers_keep_every_type_of_number(tmp_path: Path) -> None:
    arrays = {kind: np.arange(6).astype(kind).reshape(2, 3) for kind in ("f4", "f8", "i2", "i4", "i8", "u1", "u2")}
    write_container(tmp_path / "c", arrays, {"format": "t", "version": "1"})
    read, _ = read_container(tmp_path / "c", kind="t", version=1)
    for name, array in arrays.items():
        np.testing.assert_array_equal(read[name], array)
        assert read[name].dtype == array.dtype


def test_a_model_in_half_precision_is_kept_so_and_loses_nothing(music_model: Model, tmp_path: Path) -> None:
    half = replace(music_model.file, weights=rounded(music_model.file.weights), index={})
    write_model(tmp_path / "half", half)
    kept, _ = read_container(tmp_path / "half", kind=FORMAT, version=VERSION)
    assert {weight.dtype for weight in kept.values()} == {np.dtype(np.float16)}
    for name, weight in read_model(tmp_path / "half").weights.items():
        assert weight.dtype == np.float32
        np.testing.assert_array_equal(weight, half.weights[name])


def test_a_weight_beyond_half_precision_stays_whole(music_model: Model, tmp_path: Path) -> None:
    name, weight = next(iter(music_model.file.weights.items()))
    large = np.full_like(weight, 70_000.0)
    write_model(tmp_path / "m", replace(music_model.file, weights=rounded({**music_model.file.weights, name: large})))
    np.testing.assert_array_equal(read_model(tmp_path / "m").weights[name], large)
