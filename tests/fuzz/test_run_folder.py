"""Changed folders of runs, checkpoints and cached corpora: what is read is valid, or one line says why not."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqgen.corpus.cache import CORPUS, REPORT
from seqgen.corpus.corpus import Corpus
from seqgen.corpus.load import load_corpus
from seqgen.corpus.options import CorpusOptions
from seqgen.corpus.tables import FILES, PARTS, TOLD
from seqgen.errors import SeqgenError
from seqgen.network.config import ModelConfig
from seqgen.piece import Facts
from seqgen.runs.control import asked
from seqgen.runs.corpus_record import corpus_record
from seqgen.runs.events import Finished, Sampled
from seqgen.runs.run import CHECKPOINT, Run
from seqgen.training.config import TrainConfig
from seqgen.training.run_config import RunConfig, read_run_config
from seqgen.training.trainer import train
from seqgen.user_folders import cache_folder
from tests.support.mutations import ODD, TIMES, as_json, with_odd_values, with_other_bytes

CONFIGS, METRICS, CHECKPOINTS, CACHES = 200 * TIMES, 120 * TIMES, 15 * TIMES, 12 * TIMES
TINY = ModelConfig(hidden_size=6, embedding_size=4, head_size=4)
SETTINGS = TrainConfig(steps=2, batch_size=2, sequence_length=32, threads=1)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    (folder / "sea.txt").write_text("The sea is wide, the sea is deep.\n" * 20)
    (folder / "fox.txt").write_text("The quick brown fox jumps over the lazy dog.\n" * 20)
    return folder


@pytest.fixture(scope="module")
def corpus(cache: Path, words: Path) -> Corpus:
    return load_corpus([words])


@pytest.fixture(scope="module")
def trained(corpus: Corpus, words: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "run"
    config = RunConfig(corpus_record(corpus, [words], CorpusOptions()), TINY, SETTINGS)
    for _ in train(corpus, TINY, SETTINGS, config.create(folder)):
        pass
    return folder


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Run:
    shutil.copytree(trained, tmp_path / "run")
    return Run.open(tmp_path / "run")


def changed(path: Path, random_: random.Random, number: int) -> None:
    """Change a file of JSON, its values or its bytes."""
    data = path.read_bytes()
    path.write_bytes(
        as_json(with_odd_values(json.loads(data), random_)) if number % 4 else with_other_bytes(data, random_)
    )


def test_changed_settings_are_read_whole_or_refused(run: Run) -> None:
    random_, path, read = random.Random(53), run.folder / "config.json", 0
    original = path.read_bytes()
    for number in range(CONFIGS):
        path.write_bytes(original)
        changed(path, random_, number)
        try:
            config = read_run_config(run)
        except SeqgenError:
            continue
        read += 1
        config.model.check()
        config.training.check()
        json.dumps(config.corpus.paths)
    assert 0 < read < CONFIGS // 2


def test_changed_events_are_left_out_or_name_files_of_the_run(run: Run) -> None:
    random_, path = random.Random(59), run.folder / "metrics.jsonl"
    lines = path.read_bytes().splitlines()
    assert any(isinstance(event, Sampled) for event in run.events())
    for number in range(METRICS):
        data = [as_json(with_odd_values(json.loads(line), random_)) for line in lines]
        path.write_bytes(b"\n".join(data) if number % 4 else with_other_bytes(b"\n".join(lines), random_))
        for event in run.events():
            assert event.step >= 0
            assert 0 <= event.seconds < 1e16
            if isinstance(event, Sampled):
                assert (run.folder / event.file).resolve().parent == (run.folder / "samples").resolve()


@pytest.mark.parametrize(
    "file", ["../../secret.mid", "/etc/passwd", "samples/../../x.mid", "samples\\..\\x", "samples/.."]
)
def test_a_sample_outside_the_run_is_left_out(file: str, run: Run) -> None:
    event = {"event": "sampled", "step": 1, "seconds": 1.0, "file": file}
    (run.folder / "metrics.jsonl").write_text(json.dumps(event) + "\n")
    assert list(run.events()) == []


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd is not None], ids=lambda odd: repr(odd)[:20])
def test_an_odd_request_asks_for_nothing(odd: Any, run: Run) -> None:
    (run.folder / "request").write_bytes(as_json({"ask": odd}))
    assert asked(run.folder, every=0.0)() == ""


def resealed(path: Path, change: Any) -> None:
    """Change the header and the body of a safetensors file, and make its checksum right."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    entries, body = json.loads(data[8 : 8 + length]), bytearray(data[8 + length :])
    texts = entries.pop("__metadata__")
    del texts["sha256"]
    change(texts, entries, body)
    described = json.dumps([texts, entries], sort_keys=True).encode()
    texts["sha256"] = hashlib.sha256(described + b"\0" + hashlib.sha256(body).digest()).hexdigest()
    header = json.dumps({"__metadata__": texts, **entries}).encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(body))


def checkpoint_changes(random_: random.Random) -> Iterator[Any]:
    """Yield changes of a checkpoint's state, of the names and shapes of its arrays, and of their bytes."""

    def state(texts: Any, entries: Any, body: bytearray) -> None:
        texts["state"] = as_json(with_odd_values(json.loads(texts["state"]), random_)).decode()

    def names(texts: Any, entries: Any, body: bytearray) -> None:
        one, other = random_.sample(sorted(entries), 2)
        entries[one], entries[other] = entries[other], entries[one]

    def shapes(texts: Any, entries: Any, body: bytearray) -> None:
        entry = entries[random_.choice(sorted(entries))]
        entry["shape"] = random_.choice([entry["shape"][::-1], [int(np.prod(entry["shape"]))], [1, *entry["shape"]]])

    while True:
        yield from (state, names, state, shapes)


def test_changed_checkpoints_are_gone_on_with_or_refused(corpus: Corpus, run: Run) -> None:
    random_, path = random.Random(61), run.folder / CHECKPOINT
    original, changes = path.read_bytes(), checkpoint_changes(random.Random(67))
    (run.folder / "checkpoint.previous.safetensors").unlink(missing_ok=True)
    refused = 0
    for _ in range(CHECKPOINTS):
        path.write_bytes(original)
        resealed(path, next(changes))
        settings = TrainConfig(steps=random_.randint(2, 4), batch_size=2, sequence_length=32, threads=1)
        try:
            *_, last = train(corpus, TINY, settings, run, resume=True)
            assert isinstance(last, Finished)
        except SeqgenError:
            refused += 1
    assert refused > CHECKPOINTS // 3


def sealed(folder: Path, tokenizer: Any) -> None:
    """Write the description of a cached corpus with the digest of all its files."""
    digest = hashlib.blake2b(json.dumps(tokenizer).encode(), digest_size=16)
    for name in (REPORT, *FILES):
        data = (folder / name).read_bytes()
        digest.update(f"\0{name} {len(data)}\0".encode() + data)
    (folder / CORPUS).write_text(json.dumps({"tokenizer": tokenizer, "digest": digest.hexdigest()}))


def test_changed_caches_are_built_again_or_whole(corpus: Corpus, words: Path, tmp_path: Path) -> None:
    random_, folder = random.Random(71), cache_folder() / "corpora" / corpus.fingerprint
    shutil.copytree(folder, tmp_path / "whole")
    whole = json.loads((folder / CORPUS).read_bytes())["tokenizer"]
    for number in range(CACHES):
        shutil.copytree(tmp_path / "whole", folder, dirs_exist_ok=True)
        if number % 4 == 0:
            sealed(folder, with_odd_values(whole, random_))
        else:
            path = folder / (REPORT, PARTS, TOLD)[number % 4 - 1]
            path.write_bytes(with_other_bytes(path.read_bytes(), random_))
            sealed(folder, whole)
        again = load_corpus([words])
        with suppress(SeqgenError):
            for item in (*again.train, *again.valid, *again.test):
                assert len(item.table) <= 34 * 20 + 45 * 20
                assert isinstance(item.facts, Facts)
        assert json.dumps(again.report.to_json())
