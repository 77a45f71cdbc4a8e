"""The command: what it prints where, and what it says when something is wrong."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import mido
import numpy as np
import pytest

from seqgen.cli import command as cli
from seqgen.errors import UsageError
from seqgen.formats.midi_writer import write_score
from seqgen.kinds import kind_named
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.model import Model
from seqgen.network.model_file import write_model
from seqgen.piece import Piece
from seqgen.runs.run import Run
from tests.support.quick_training import NO_TRIAL, QUICK
from tests.support.small_models import hand_played, make_notes, random_piece, write_pieces

pytestmark = pytest.mark.usefixtures("short_samples")

COMMANDS = cli.COMMANDS


class Told:
    """The result of a command line: exit code, stdout, stderr."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def complaint(self) -> str:
        """The one line of an error; fails where there is more."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("seqgen: ")
        assert "Traceback" not in self.err
        return lines[0]


@pytest.fixture
def seqgen(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: object) -> Told:
        capsys.readouterr()
        code = cli.main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return call


@pytest.fixture
def music(music_model: Model, tmp_path: Path) -> Path:
    write_model(tmp_path / "music.safetensors", music_model.file)
    return tmp_path / "music.safetensors"


@pytest.fixture
def groove(groove_model: Model, tmp_path: Path) -> Path:
    write_model(tmp_path / "groove.safetensors", groove_model.file)
    return tmp_path / "groove.safetensors"


@pytest.fixture
def text(text_model: Model, tmp_path: Path) -> Path:
    write_model(tmp_path / "text.safetensors", text_model.file)
    return tmp_path / "text.safetensors"


# -- help --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main([command, "--help"])
    assert stop.value.code == 0
    assert f"seqgen {command}" in capsys.readouterr().out.split("example", 1)[1]


def test_long_options_are_read_with_underscores_too() -> None:
    words = "train --batch_size 16 --hidden_size=64 --lr 1e-3 --init_from=my_run -- my_tunes --odd_name"
    args = cli.build_parser().parse_args(words.split())
    assert (args.batch_size, args.hidden_size, args.learning_rate) == (16, 64, 1e-3)
    assert (args.paths, args.init_from) == (["my_tunes", "--odd_name"], "my_run")


def test_the_command_starts_without_torch_or_qt() -> None:
    code = (
        "import sys\nfrom seqgen import cli\nfrom seqgen.model import load\nimport seqgen.cli.sample\n"
        "cli.build_parser()\nprint([m for m in ('torch', 'PySide6', 'pretty_midi', 'soundfile') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


# -- sampling ----------------------------------------------------------------------------------------------------------


def test_takes_are_files_that_say_how_they_were_made(seqgen: Any, music: Path, tmp_path: Path) -> None:
    out = tmp_path / "takes"
    told = seqgen("sample", music, "-n", 3, "--bars", 4, "--seed", 5, "--out", out)
    assert told.code == 0
    assert told.out.split() == [str(out / f"music-{seed}.mid") for seed in (5, 6, 7)]
    assert "seed 5" in told.err
    again = seqgen("sample", music, "--like", out / "music-6.mid", "--out", tmp_path / "again")
    assert Path(again.out.strip()).read_bytes() == (out / "music-6.mid").read_bytes()


def test_nothing_is_overwritten_unasked(seqgen: Any, music: Path, tmp_path: Path) -> None:
    first = seqgen("sample", music, "--bars", 1, "--seed", 5, "--out", tmp_path).out.strip()
    before = Path(first).read_bytes()
    second = seqgen("sample", music, "--bars", 2, "--seed", 5, "--out", tmp_path).out.strip()
    assert second == str(tmp_path / "music-5-2.mid")
    assert Path(first).read_bytes() == before


def test_text_goes_to_stdout_and_everything_else_to_stderr(seqgen: Any, text: Path) -> None:
    told = seqgen("sample", text, "--chars", 80, "--seed", 1, "--primer-text", "The sea ")
    assert told.out.startswith("The sea ")
    assert len(told.out) == len("The sea ") + 80 + 1
    assert seqgen("sample", text, "--chars", 80, "--seed", 1, "--quiet").err == ""


def test_text_takes_are_made_again_from_the_json_beside_them(seqgen: Any, text: Path, tmp_path: Path) -> None:
    seqgen("sample", text, "--chars", 60, "--seed", 3, "--primer-text", "The", "--out", tmp_path / "a")
    seqgen("sample", text, "--like", tmp_path / "a" / "text-3.txt", "--out", tmp_path / "b")
    assert (tmp_path / "a" / "text-3.txt").read_text() == (tmp_path / "b" / "text-3.txt").read_text()


def test_json_has_a_line_for_each_take(seqgen: Any, music: Path, tmp_path: Path) -> None:
    told = seqgen("sample", music, "-n", 2, "--bars", 2, "--seed", 9, "--out", tmp_path / "o", "--json", "--quiet")
    takes = [json.loads(line) for line in told.out.splitlines()]
    assert [take["seed"] for take in takes] == [9, 10]
    assert all(Path(take["file"]).is_file() and take["copy"]["longest"] >= 0 for take in takes)


def test_a_primer_is_continued_and_lengths_count_new_material_only(seqgen: Any, music: Path, tmp_path: Path) -> None:
    seqgen("sample", music, "--bars", 4, "--seed", 1, "--tempo", 90, "--metre", "3/4", "--out", tmp_path / "p")
    primer = tmp_path / "p" / "music-1.mid"
    options = ["--primer", primer, "--primer-bars", 2, "--bars", 3, "--seed", 2, "--out", tmp_path / "c"]
    assert seqgen("sample", music, *options).code == 0
    file = mido.MidiFile(tmp_path / "c" / "music-2.mid")
    metas = {message.type: message for message in file.tracks[0] if message.is_meta}
    assert (metas["time_signature"].numerator, round(60e6 / metas["set_tempo"].tempo)) == (3, 90)
    assert sum(message.time for message in file.tracks[0]) == (2 + 3) * 3 * 480

    def beginning(path: Path) -> list[tuple[int, int]]:
        found, half = [], 2 * 3 * 480
        for track in mido.MidiFile(path).tracks:
            now = 0
            for message in track:
                now += message.time
                if message.type == "note_on" and now < half:
                    found.append((now, message.note))
        return sorted(found)

    assert beginning(primer) == beginning(tmp_path / "c" / "music-2.mid")
    again = seqgen("sample", music, "--like", tmp_path / "c" / "music-2.mid", "--out", tmp_path / "d")
    assert Path(again.out.strip()).read_bytes() == (tmp_path / "c" / "music-2.mid").read_bytes()


def test_a_take_of_another_model_is_not_made_again(seqgen: Any, music: Path, text: Path, tmp_path: Path) -> None:
    data = music.read_bytes()
    seqgen("sample", music, "--bars", 1, "--seed", 1, "--out", tmp_path)
    take = tmp_path / "music-1.mid"
    take.write_bytes(take.read_bytes().replace(b'"fingerprint": "', b'"fingerprint": "0', 1))
    assert data == music.read_bytes()
    told = seqgen("sample", music, "--like", take)
    assert told.code in (1, 2)
    assert told.complaint


@pytest.mark.parametrize(
    "options",
    [
        ["--bars", "4", "--seconds", "3"],
        ["--chars", "5"],
        ["-t", "hot"],
        ["-t", "loudness=1"],
        ["--key", "H minor"],
        ["--range", "C9"],
        ["--grid", "0"],
        ["--polyphony", "-1"],
        ["--instruments", "kazoo"],
        ["--seed", "-3"],
        ["-n", "0"],
        ["--primer", "missing.mid"],
        ["--primer-text", "words"],
        ["--no-such-option"],
        ["--bars", "many"],
        ["--tempo", "5"],
        ["--bars", "0"],
        ["--seconds", "0"],
        ["--notes", "0"],
        ["--polyphony", "0"],
        ["--max-copy", "0"],
        ["--primer-bars", "2"],
        ["--primer", ""],
        ["--new-only"],
        ["--instruments", "drums", "--key", "C"],
    ],
)
def test_bad_options_are_one_line_and_exit_code_2(seqgen: Any, music: Path, tmp_path: Path, options: list[str]) -> None:
    told = seqgen("sample", music, "--out", tmp_path / "o", *options)
    assert told.code == 2
    assert told.complaint
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    "options",
    [["--bars", "3"], ["-n", "2"], ["-t", "0.5"], ["--seed", "4"], ["--key", "C"], ["--events", "5"]],
)
def test_what_a_take_is_made_like_leaves_nothing_to_ask_for(
    seqgen: Any, music: Path, tmp_path: Path, options: list[str]
) -> None:
    seqgen("sample", music, "--bars", 1, "--seed", 5, "--out", tmp_path)
    told = seqgen("sample", music, "--like", tmp_path / "music-5.mid", *options)
    assert (told.code, told.out) == (2, "")
    assert told.complaint.endswith(f"leave out {options[0]}")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--bars", "2-9"], "are no bars of a piece of 4"),
        (["--chars", "2-3"], "--chars is not for this model; use --bars"),
        (["--bars", "2-3", "--primer-bars", "1"], "--primer-bars is for --vary"),
        (["--bars", "2-3", "--vary"], "not allowed with"),
        (["--bars", "2-3", "--part", "Tuba"], "this model plays no 'Tuba'"),
        (["--bars", "2-3", "--notes", "9"], "unrecognized arguments"),
        (["--bars", "2-3", "--loop"], "unrecognized arguments"),
        (["--bars", "2-3", "--density", "3:low"], "the density '3:low' begins behind the last of 2 bars"),
    ],
)
def test_what_cannot_be_rewritten_is_said_in_one_line(
    seqgen: Any, music: Path, tmp_path: Path, options: list[str], problem: str
) -> None:
    seqgen("sample", music, "--bars", 4, "--seed", 5, "--out", tmp_path)
    told = seqgen("rewrite", tmp_path / "music-5.mid", "--model", music, *options)
    assert told.code == 2
    assert problem in told.complaint


def test_a_rewritten_file_can_be_made_again(seqgen: Any, music: Path, tmp_path: Path) -> None:
    seqgen("sample", music, "--bars", 4, "--seed", 5, "--out", tmp_path)
    written = seqgen(
        "rewrite", tmp_path / "music-5.mid", "--model", music, "--bars", "2-3", "--seed", 8, "--out", tmp_path / "new"
    )
    again = seqgen("sample", music, "--like", tmp_path / "new" / "music-8.mid", "--out", tmp_path / "again")
    first, second = (
        kind_named("music").editing.open(Path(told.out.strip())).notes.tolist() for told in (written, again)
    )
    assert first == second


def test_a_file_that_was_repaired_for_its_edit_is_told_so_and_that_edits_are_the_same(
    seqgen: Any, music: Path, groove: Path, tmp_path: Path
) -> None:
    seqgen("sample", groove, "--bars", 2, "--seed", 5, "--out", tmp_path)
    file = tmp_path / "groove-5.mid"
    # a time signature of 255 quarters
    file.write_bytes(file.read_bytes().replace(b"\xff\x58\x04\x04", b"\xff\x58\x04\xff"))
    rewritten = seqgen("rewrite", file, "--model", groove, "--bars", "2", "-t", 0, "-n", 2, "--out", tmp_path)
    played = seqgen("humanize", file, "--model", groove, "--strength", 0, "-n", 2, "--out", tmp_path)

    for told in (rewritten, played):
        assert told.code == 0
        assert told.err.count("groove-5.mid: 1 impossible tempo, metre or key event") == 1
        assert "all 2 are the same" in told.err


def test_takes_at_temperature_0_are_called_the_same_only_where_they_are(
    seqgen: Any, text: Path, music: Path, tmp_path: Path
) -> None:
    words = seqgen("sample", text, "--chars", 9, "-t", 0, "-n", 2, "--seed", 1)
    tunes = seqgen("sample", music, "--bars", 4, "-t", 0, "-n", 6, "--seed", 1, "--out", tmp_path)
    different = len({tuple(kind_named("music").editing.open(path).notes.tolist()) for path in tmp_path.glob("*.mid")})
    assert "all 2 are the same" in words.err
    assert ("all 6 are the same" in tunes.err) == (different == 1)


def test_flat_music_is_humanized_and_made_again(seqgen: Any, groove: Path, tmp_path: Path) -> None:
    seqgen("sample", groove, "--bars", 2, "--seed", 5, "--quantize", "--out", tmp_path)
    flat, new = tmp_path / "groove-5.mid", tmp_path / "new"
    told = seqgen("humanize", flat, "--model", groove, "--strength", 0.6, "-n", 2, "--seed", 8, "--out", new)
    again = seqgen("sample", groove, "--like", new / "groove-9.mid", "--out", tmp_path / "again")

    assert (told.code, again.code) == (0, 0)
    played, other = (Path(line) for line in told.out.split())
    assert other.read_bytes() == Path(again.out.strip()).read_bytes()
    opened = [kind_named("music").editing.open(path).notes for path in (flat, played)]
    assert len(opened[0]) == len(opened[1])
    assert not (opened[0]["onset"] % 20).any()
    assert (opened[1]["onset"] % 20).any()


@pytest.mark.parametrize(
    ("file", "model", "options", "code", "problem"),
    [
        ("flat", "music", (), 2, "knows nothing of timing"),
        ("flat", "text", (), 2, "only music gets velocity and timing; this model writes text"),
        ("tune", "groove", (), 2, "plays none of these instruments"),
        ("empty", "groove", (), 1, "empty.mid"),
        ("none", "groove", (), 1, "none.mid"),
        ("flat", "groove", ("--strength", 5), 2, "the strength must lie between 0 and 2"),
        ("flat", "groove", ("-n", 0), 2, "-n must lie between"),
        ("flat", "groove", ("-t", "pitch=0.5"), 2, "the temperature of 'pitch' would do nothing"),
    ],
)
def test_what_cannot_be_humanized_is_one_clear_line(
    seqgen: Any,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    *,
    file: str,
    model: str,
    options: tuple[object, ...],
    code: int,
    problem: str,
) -> None:
    pieces = [hand_played(9, bars=1), random_piece(1, bars=1, drums=False)]
    write_pieces(pieces, tmp_path / "flat.mid", tmp_path / "tune.mid")
    (tmp_path / "empty.mid").write_bytes(b"")
    told = seqgen("humanize", tmp_path / f"{file}.mid", "--model", request.getfixturevalue(model), *options)
    assert (told.code, problem in told.complaint) == (code, True), told


def test_what_has_no_timing_is_not_quantized(seqgen: Any, music: Path) -> None:
    assert "no timing that could be quantized" in seqgen("sample", music, "--quantize").complaint


def test_a_folder_is_no_primer(seqgen: Any, music: Path, tmp_path: Path) -> None:
    assert "is a folder; give one file of it" in seqgen("sample", music, "--primer", tmp_path).complaint


def test_what_was_changed_in_a_primer_is_told(seqgen: Any, music: Path, tmp_path: Path) -> None:
    rows = [(0, 24, 60, 80, 73 * 8), (24, 48, 127, 80, 73 * 8), (48, 96, 62, 80, 73 * 8)]
    tokenizer = fit_music([Piece(make_notes(rows))], MusicOptions("metric"))
    encoded = tokenizer.encode(Piece(make_notes(rows)))
    write_score(tokenizer.decode(encoded.table, encoded.facts), tmp_path / "flute.mid")
    asked = ["--primer", tmp_path / "flute.mid", "--bars", 1, "--seed", 1, "--out", tmp_path / "o", "--json"]

    told = seqgen("sample", music, *asked)

    assert "flute.mid: Flute plays as " in told.err
    assert "flute.mid: 1 note was moved into the range of this model" in told.err
    assert len(json.loads(told.out)["remarks"]) == 2


def test_what_is_new_can_be_written_alone_and_made_again(seqgen: Any, music: Path, tmp_path: Path) -> None:
    seqgen("sample", music, "--bars", 2, "--loop", "--seed", 1, "--metre", "3/4", "--tempo", 90, "--out", tmp_path)
    asked = ["--primer", tmp_path / "music-1.mid", "--bars", 3, "--seed", 2, "--quiet"]
    whole = mido.MidiFile(seqgen("sample", music, *asked, "--out", tmp_path / "whole").out.strip())
    path = Path(seqgen("sample", music, *asked, "--new-only", "--out", tmp_path / "new").out.strip())
    again = seqgen("sample", music, "--like", path, "--out", tmp_path / "again")

    assert sounding(mido.MidiFile(path)) == [(t - 2 * 1440, k) for t, k in sounding(whole) if t >= 2 * 1440]
    assert {sum(message.time for message in track) for track in mido.MidiFile(path).tracks} == {3 * 1440}
    assert Path(again.out.strip()).read_bytes() == path.read_bytes()


def sounding(file: mido.MidiFile) -> list[tuple[int, int]]:
    """Onset and key of every note, sorted."""
    found = []
    for track in file.tracks:
        now = 0
        for message in track:
            now += message.time
            if message.type == "note_on" and message.velocity:
                found.append((now, message.note))
    return sorted(found)


# -- bad files ---------------------------------------------------------------------------------------------------------


def test_a_missing_model_is_one_line(seqgen: Any, tmp_path: Path) -> None:
    told = seqgen("sample", tmp_path / "nothing")
    assert told.code == 2
    assert "no such model" in told.complaint


@pytest.mark.parametrize("command", ["sample", "info"])
def test_a_damaged_model_is_one_line(seqgen: Any, music: Path, command: str) -> None:
    music.write_bytes(music.read_bytes()[:-5])
    told = seqgen(command, music)
    assert told.code == 1
    assert "cut short" in told.complaint


def test_a_primer_that_is_no_midi_is_one_line(seqgen: Any, music: Path, tmp_path: Path) -> None:
    (tmp_path / "p.mid").write_bytes(b"this is not MIDI at all")
    told = seqgen("sample", music, "--primer", tmp_path / "p.mid", "--quiet")
    assert told.code == 1
    assert "p.mid" in told.complaint


def test_an_output_folder_that_cannot_be_made_is_one_line(seqgen: Any, music: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    told = seqgen("sample", music, "--out", tmp_path / "file" / "folder")
    assert told.code == 1
    assert "cannot be made" in told.complaint


def test_a_full_disk_is_one_line_and_leaves_no_part(
    seqgen: Any, music: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    told = seqgen("sample", music, "--bars", 1, "--quiet", "--out", tmp_path / "o")
    assert told.code == 1
    assert "No space left" in told.complaint
    assert list((tmp_path / "o").iterdir()) == []


@pytest.mark.parametrize("command", ["train", "corpus"])
def test_corpora_that_hold_nothing_are_one_line(seqgen: Any, cache: Path, tmp_path: Path, command: str) -> None:
    empty, bad, binary, one = (tmp_path / name for name in ("empty", "bad", "binary", "one"))
    for folder in (empty, bad, binary, one):
        folder.mkdir()
    (bad / "a.mid").write_bytes(b"nothing of the kind")
    (binary / "a.txt").write_bytes(bytes(range(256)) * 20)
    file = mido.MidiFile()
    file.tracks.append(mido.MidiTrack([mido.Message("note_on", note=60), mido.Message("note_off", note=60, time=9)]))
    file.save(one / "one.mid")
    for folder, code, words in (
        (empty, 1, "no files"),
        (bad, 1, "a.mid"),
        (binary, 1, "binary"),
        (one, 1, "too little to learn from"),
        (tmp_path / "missing", 2, "no such file or folder"),
    ):
        told = seqgen(command, folder)
        assert told.code == code
        assert words in told.complaint


def test_training_options_that_contradict_are_one_line(seqgen: Any, cache: Path, tmp_path: Path) -> None:
    for words in ("--minutes 1 --steps 5", "--dropout 1.5", "--num-layers 0", "--minutes -2"):
        told = seqgen("train", "grooves", "--out", tmp_path / "run", "--quiet", *words.split())
        assert told.code == 2
        assert told.complaint
        assert not (tmp_path / "run").exists()


# -- training through the command --------------------------------------------------------------------------------------


def test_train_resume_info_and_init_from_work_together(
    seqgen: Any, cache: Path, small_folder: Path, tmp_path: Path
) -> None:
    quick = [*QUICK, "--batch-size", "4", "--sequence-length", "32"]
    run, few = tmp_path / "run", tmp_path / "few"
    few.mkdir()
    for path in sorted(small_folder.iterdir())[:6]:
        shutil.copy(path, few)
    told = seqgen("train", few, "--steps", 3, "--out", run, *quick, "--plan", "--json")
    planned = json.loads(told.out.splitlines()[-1])
    assert (planned["hidden_size"], planned["updates"], run.exists()) == (128, 3, False)
    assert "LSTM, 128 units, 1 layer: about " in seqgen("train", few, "--steps", 3, *quick, "--plan", "--quiet").out
    told = seqgen("train", few, "--steps", 3, "--out", run, *quick)
    assert told.code == 0
    assert told.out.strip() == str(run / "model.safetensors")
    resumed = seqgen("train", "--resume", run, "--steps", 5, "--json")
    assert [json.loads(line)["step"] for line in resumed.out.splitlines()][-1] == 5
    assert seqgen("train", "--resume", run, "--hidden-size", 9).code == 2
    assert seqgen("train", "--resume", run, "--plan").code == 2
    described = json.loads(seqgen("info", run, "--json").out)
    assert described["writes"] == "music"
    assert "LSTM 128x1" in described["network"]
    initial = ["--init-from", run, "--batch-size", "4", *NO_TRIAL]
    child = seqgen("train", small_folder, *initial, "--steps", 2, "--out", tmp_path / "child")
    assert child.code == 0
    parent, own = (Run.open(folder).load_checkpoint()[0] for folder in (run, tmp_path / "child"))
    assert parent["weight.rnn.weight_hh_l0"].shape == own["weight.rnn.weight_hh_l0"].shape


def test_weights_are_carried_over_by_value_and_never_by_index(music_model: Model, music_pieces: list[Any]) -> None:
    from seqgen.training.weight_transfer import transferred_weights

    other = fit_music(music_pieces[:1])
    weights = transferred_weights(music_model.file, other, seed=0)
    old = music_model.file.weights
    for name in ("pitch", "shift", "instrument", "duration"):
        theirs, ours = list(music_model.tokenizer.labels(name)), list(other.labels(name))
        for i, label in enumerate(ours):
            if label in theirs:
                np.testing.assert_array_equal(weights[f"embed.{name}"][i], old[f"embed.{name}"][theirs.index(label)])
                np.testing.assert_array_equal(
                    weights[f"out.{name}.weight"][i], old[f"out.{name}.weight"][theirs.index(label)]
                )
    np.testing.assert_array_equal(weights["out.shift.weight"][-1], old["out.shift.weight"][-1])
    np.testing.assert_array_equal(weights["rnn.weight_hh_l0"], old["rnn.weight_hh_l0"])


def test_weights_of_another_grid_are_not_carried_over(music_model: Model, music_pieces: list[Any]) -> None:
    from seqgen.kinds.music.options import MusicOptions
    from seqgen.training.weight_transfer import transferred_weights

    other = fit_music(music_pieces[:1], MusicOptions(grid="performance"))
    with pytest.raises(UsageError, match="counts on the metric grid, this corpus on the performance grid"):
        transferred_weights(music_model.file, other, seed=0)


def test_a_model_without_an_index_can_be_asked_for(seqgen: Any, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("the quick brown fox jumps over the lazy dog. " * 40)
    seqgen("train", tmp_path / "a.txt", "--steps", 2, *QUICK, "--no-index", "--out", tmp_path / "run", "--quiet")
    assert json.loads(seqgen("info", tmp_path / "run", "--json").out)["index"] == "none"


def test_a_corpus_that_changed_is_not_resumed(seqgen: Any, cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "a.txt").write_text("the quick brown fox jumps over the lazy dog. " * 40)
    seqgen("train", folder, "--steps", 2, *QUICK, "--out", tmp_path / "run", "--quiet")
    (folder / "a.txt").write_text("another text altogether, and a longer one at that. " * 60)
    told = seqgen("train", "--resume", tmp_path / "run", "--steps", 4)
    assert told.code == 1
    assert "has changed" in told.complaint


def test_a_corpus_that_has_moved_is_resumed_from_its_new_place(seqgen: Any, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "a.txt").write_text("the quick brown fox jumps over the lazy dog. " * 40)
    seqgen("train", tmp_path / "words", "--steps", 2, *QUICK, "--out", tmp_path / "run", "--quiet")
    (tmp_path / "words").rename(tmp_path / "moved")
    (tmp_path / "other.txt").write_text("another text altogether, and a longer one at that. " * 60)

    resume = ("train", "--resume", tmp_path / "run", "--quiet", "--steps")
    assert "if it has moved: --corpus FOLDER" in seqgen(*resume, 3).complaint
    assert "is not the corpus of" in seqgen(*resume, 3, "--corpus", tmp_path / "other.txt").complaint
    assert seqgen(*resume, 3, "--corpus", tmp_path / "moved").code == 0
    # from now on it is known
    assert seqgen(*resume, 4).code == 0
