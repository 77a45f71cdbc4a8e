"""Kills at random moments while seqgen trains, saves, adapts and reads: nothing that was saved is lost.

    python tests/fuzz/kill_campaign.py --kills 40 --seed 1

After each kill, what is on the disk is checked, and the work goes on. A training that was killed again and again must
end with the same weights, bit for bit, as one that was not.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from seqgen.files import PART_PREFIX
from seqgen.network.model_file import ModelFile, read_model
from seqgen.runs.run import Run

STEPS = 300
TRAIN = ["--steps", str(STEPS), "--hidden-size", "32", "--batch-size", "4", "--sequence-length", "32", "--threads", "1"]
TRAIN += ["--precision", "float32", "--validate-every", "50", "--quiet"]
SAVE = """
import itertools, sys
from pathlib import Path
from seqgen.files import save_numbered, write_new
for number in itertools.count():
    data = f"{sys.argv[2]} {number} ".encode() * 20_000
    path, _ = save_numbered(Path(sys.argv[1]) / "take.mid", lambda free: write_new(free, data))
    print(path.name, sys.argv[2], number, flush=True)
"""


@dataclass
class Campaign:
    """One campaign in `folder`: its kills by what was killed, and what was found wrong."""

    folder: Path
    random: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    losses: list[str] = field(default_factory=list)

    def expect(self, sound: bool, what: str) -> None:
        if not sound:
            self.losses.append(what)
            print(f"LOST: {what}", flush=True)

    def killed(self, name: str, words: Sequence[str], *, longest: float, shortest: float = 0.05) -> tuple[bool, str]:
        """Run a process, and kill it at a random moment within `longest` seconds. Return whether it was killed, and
        what it printed."""
        environment = os.environ | {"XDG_CACHE_HOME": str(self.folder / "cache"), "XDG_DATA_HOME": str(self.folder)}
        environment["OMP_NUM_THREADS"] = "1"
        # the children that read files die with their parent's group
        with subprocess.Popen(
            words,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                out, _ = process.communicate(timeout=self.random.uniform(shortest, longest))
                self.expect(process.returncode == 0, f"{name} failed with {process.returncode}")
                return False, out
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                out, _ = process.communicate()
                self.kills[name] += 1
                return True, out

    def finished(self, words: Sequence[str]) -> None:
        environment = os.environ | {"XDG_CACHE_HOME": str(self.folder / "cache"), "XDG_DATA_HOME": str(self.folder)}
        done = subprocess.run(words, env=environment | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True)
        self.expect(done.returncode == 0, f"{' '.join(words[3:6])} failed: {done.stderr.strip()[-300:]}")

    # -- what is killed ------------------------------------------------------------------------------------------------

    def train(self, reference: ModelFile) -> None:
        """Kill a training again and again, and then let it end."""
        run = self.folder / f"run-{sum(self.kills.values())}"
        for patience in [(0.05, 9.0)] * 6 + [(3600.0, 3600.0)]:
            begun = (run / "config.json").exists()
            if not begun and run.exists():
                shutil.rmtree(run)
            words = (
                ["--resume", str(run), "--quiet"] if begun else [str(self.folder / "texts"), "--out", str(run), *TRAIN]
            )
            killed, _ = self.killed(
                "resume" if begun else "train", seqgen("train", *words), shortest=patience[0], longest=patience[1]
            )
            self.check_run(run)
            if not killed:
                break
        weights = read_model(run / "model.safetensors").weights
        same = all(np.array_equal(weights[name], weight) for name, weight in reference.weights.items())
        self.expect(same, f"{run.name} has another model")
        self.expect(not list(run.glob(PART_PREFIX + "*")), f"{run.name} keeps parts")

    def check_run(self, run: Path) -> None:
        try:
            if (run / "model.safetensors").exists():
                read_model(run / "model.safetensors")
            if (run / "config.json").exists():
                opened = Run.open(run)
                opened.config()
                list(opened.events())
                if opened.has_checkpoint():
                    opened.load_checkpoint()
        except Exception as error:
            self.expect(False, f"{run.name}: {error}")

    def save(self) -> None:
        """Kill processes that save under one name at once."""
        folder = self.folder / f"saves-{sum(self.kills.values())}"
        folder.mkdir()
        said: list[str] = []
        with subprocess.Popen(
            [sys.executable, "-c", SAVE, str(folder), "other"], stdout=subprocess.PIPE, text=True
        ) as other:
            _, out = self.killed("save", [sys.executable, "-c", SAVE, str(folder), "one"], longest=3.0)
            other.kill()
            said = [*out.splitlines(), *other.communicate()[0].splitlines()]
        self.kills["save"] += 1
        for line in said:
            if line.count(" ") == 2:
                name, who, number = line.split()
                path = folder / name
                whole = f"{who} {number} ".encode() * 20_000
                self.expect(path.exists() and path.read_bytes() == whole, f"{folder.name}/{name} of {who}")
        for path in folder.glob("take*"):
            self.expect(len(path.read_bytes()) > 20_000, f"{folder.name}/{path.name} is a part")

    def adapt(self, model: Path) -> None:
        before = model.read_bytes()
        target = self.folder / "adapted.safetensors"
        words = seqgen("adapt", str(model), str(self.folder / "texts" / "0.txt"), "--passes", "2", "--out", str(target))
        self.killed("adapt", [*words, "--force", "--quiet"], longest=9.0)
        self.expect(model.read_bytes() == before, "the model that was adapted has changed")
        if target.exists():
            try:
                read_model(target)
            except Exception as error:
                self.expect(False, f"the adapted model: {error}")

    def read(self) -> None:
        """Kill the reading of a corpus; the next one must find no damaged cache."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        words = seqgen("corpus", str(self.folder / "texts"), "--quiet")
        self.killed("corpus", words, longest=1.5)
        self.finished(words)
        corpora = self.folder / "cache" / "seqgen" / "corpora"
        self.expect(len(list(corpora.iterdir())) == 1, "the cache keeps what a killed reading left")


def seqgen(*words: str) -> list[str]:
    return [sys.executable, "-m", "seqgen", *words]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="seqgen-kills-") as name:
        campaign = Campaign(Path(name), random.Random(args.seed))
        (campaign.folder / "texts").mkdir()
        for number in range(40):
            text = f"the text of number {number}, which is like the others\n" * 30
            (campaign.folder / "texts" / f"{number}.txt").write_text(text)
        whole = campaign.folder / "whole"
        campaign.finished(seqgen("train", str(campaign.folder / "texts"), "--out", str(whole), *TRAIN))
        model = whole / "model.safetensors"
        reference = read_model(model)
        kinds: list[Callable[[], None]] = [
            lambda: campaign.train(reference), *3 * (campaign.save, lambda: campaign.adapt(model), campaign.read)
        ]  # fmt: skip
        for kind in itertools.cycle(kinds):
            if sum(campaign.kills.values()) >= args.kills:
                break
            kind()
        counts = ", ".join(f"{count} {what}" for what, count in sorted(campaign.kills.items()))
        seconds = time.monotonic() - began
        print(f"{sum(campaign.kills.values())} kills ({counts}) in {seconds:.0f} s; {len(campaign.losses)} losses")
    return 1 if campaign.losses else 0


if __name__ == "__main__":
    sys.exit(main())
