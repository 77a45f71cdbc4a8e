"""`seqgen train`: learn a folder."""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from seqgen.cli.corpus_options import add_corpus_options, corpus_options
from seqgen.errors import SeqgenError, UsageError, printable
from seqgen.network.config import CELLS, PRECISIONS, SIZES, ModelConfig, TrainConfig, from_json

if TYPE_CHECKING:
    from seqgen.corpus.corpus import Corpus
    from seqgen.network.model_file import ModelFile
    from seqgen.runs.events import Event
    from seqgen.runs.run import Run

MODEL_OPTIONS = (
    "cell",
    "num_layers",
    "hidden_size",
    "embedding_size",
    "head_size",
    "interval_size",
    "members",
    "layer_norm",
    "dropout",
    "context_dropout",
    "head_dropout",
)
TRAIN_OPTIONS = (
    "batch_size",
    "sequence_length",
    "learning_rate",
    "weight_decay",
    "clip",
    "transpose",
    "patience",
    "validate_every",
    "seed",
    "device",
    "precision",
    "threads",
)
LOADING_SECONDS = 0.5


def add(subparsers: Any) -> None:
    """Add the sub-command and its options."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "train",
        help="learn the style of a folder of MIDI or text",
        description="Learn the style of files and folders of MIDI, ABC or text. The run's folder holds the model, the "
        "measurements and what is needed to go on; Ctrl-C saves and stops.",
        epilog="example: seqgen train my-tunes --out runs/tunes --minutes 10",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", metavar="FOLDER", help="files, folders, or a bundled corpus such as folk")
    parser.add_argument("--out", metavar="FOLDER", help="the run's folder (runs/NAME of the corpus if not given)")
    parser.add_argument(
        "--resume", nargs="?", const=True, metavar="RUN", help="go on with the run in this folder (or in --out)"
    )
    parser.add_argument("--init-from", metavar="MODEL", help="start from the weights of another model")
    budget = parser.add_argument_group("budget (one of them; 10 minutes if none is given)")
    budget.add_argument("--minutes", type=float, help="finish within so many minutes, everything included")
    budget.add_argument("--epochs", type=float, help="read the corpus so many times")
    budget.add_argument("--steps", type=int, help="make so many updates")
    network = parser.add_argument_group("network (chosen from the corpus if not given)")
    network.add_argument("--cell", choices=CELLS, help="the recurrent cell (lstm)")
    network.add_argument("--size", choices=tuple(SIZES), help="preset of layers and sizes")
    network.add_argument("--num-layers", type=int, help="stacked recurrent layers")
    network.add_argument("--hidden-size", type=int, help="units of a recurrent layer")
    network.add_argument("--embedding-size", type=int, help="units of the first layer's input")
    network.add_argument("--head-size", type=int, help="hidden units of each column's head")
    network.add_argument(
        "--interval-size", type=int, help="hidden units per pitch for relative (interval) features (0: none)"
    )
    network.add_argument("--members", type=int, help="networks in the ensemble")
    network.add_argument(
        "--layer-norm", action=argparse.BooleanOptionalAction, help="normalise the output of each recurrent layer"
    )
    network.add_argument("--dropout", type=float, help="dropout around the recurrent layers, 0 to 1")
    network.add_argument(
        "--context-dropout", type=float, help="dropout of earlier columns and context fields as a whole, 0 to 1"
    )
    network.add_argument(
        "--head-dropout", type=float, help="dropout of hidden units in the heads after the pitch, 0 to 1"
    )
    learning = parser.add_argument_group("learning")
    learning.add_argument(
        "--transpose", type=int, metavar="SEMITONES", help="move pieces by up to so many at first, less and less (5)"
    )
    learning.add_argument("--batch-size", type=int, help="sequences learned in parallel")
    learning.add_argument("--sequence-length", type=int, help="notes or characters of one update (truncated BPTT)")
    learning.add_argument("--lr", "--learning-rate", dest="learning_rate", type=float, help="highest learning rate")
    learning.add_argument("--weight-decay", type=float, help="how strongly weights are drawn to 0")
    learning.add_argument("--clip", type=float, help="the largest gradient norm")
    learning.add_argument("--patience", type=int, help="stop after so many checks without a better one (0: never)")
    learning.add_argument("--validate-every", type=int, metavar="STEPS", help="check the held-out pieces so often")
    learning.add_argument("--seed", type=int, help="decides the first weights and the order of the pieces (1)")
    learning.add_argument("--device", help="auto, cpu, cuda or mps")
    learning.add_argument(
        "--precision", choices=PRECISIONS, help="of matrix products on a CPU (the faster one here, by a short trial)"
    )
    learning.add_argument("--threads", type=int, help="on a CPU (the fastest number here, by a short trial)")
    learning.add_argument("--no-index", action="store_true", help="keep no index of the corpus in the model")
    parser.add_argument("--json", action="store_true", help="print every event as a line of JSON")
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    add_corpus_options(parser)
    parser.set_defaults(run=run, began=time.monotonic())


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command."""
    from seqgen.runs.run import Run

    for size in [option for option in MODEL_OPTIONS if getattr(args, option) is not None]:
        if args.init_from and "dropout" not in size:
            raise UsageError(
                f"--init-from brings its own network, so --{size.replace('_', '-')} cannot be given with it"
            )
    if args.resume is not None:
        return _resume(args)
    if not args.paths:
        raise UsageError("give a folder or files to learn from, for example: seqgen train my-tunes")
    corpus = _load(args.paths, args)
    initial = _initial(args.init_from, corpus)
    model_config, train_config = _configure(args, corpus, initial)
    folder = Path(args.out) if args.out else _fresh_folder(corpus.name)
    # of several processes the first makes the folder
    leads = os.environ.get("RANK", "0") == "0"
    config = run_config(args, corpus, model_config, train_config)
    run_folder = Run.create(folder, config) if leads else Run(folder)
    with _held(run_folder):
        weights = None
        if initial is not None:
            from seqgen.training.weight_transfer import transferred_weights

            weights = transferred_weights(initial, corpus.tokenizer, seed=train_config.seed)
        return _train(args, corpus, model_config, train_config, run_folder, weights=weights)


@contextmanager
def _held(run: Run) -> Iterator[None]:
    """Hold a run for as long as this process works on it, and note where it is."""
    from seqgen.runs.control import owned
    from seqgen.runs.registry import remember

    # of several processes the first holds the run
    if os.environ.get("RANK", "0") != "0":
        yield
        return
    with owned(run.folder):
        remember(run.folder)
        run.tidy()
        yield


def run_config(
    args: argparse.Namespace, corpus: Corpus, model_config: ModelConfig, train_config: TrainConfig
) -> dict[str, Any]:
    """What `config.json` says: everything that decides the run."""
    import platform

    from seqgen.runs.corpus_record import CorpusRecord
    from seqgen.version import __version__

    paths = tuple(str(Path(path).absolute()) if Path(path).exists() else str(path) for path in args.paths)
    return {
        "seqgen": __version__,
        "python": platform.python_version(),
        "created": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "corpus": CorpusRecord(corpus.name, paths, corpus_options(args), corpus.fingerprint).to_json(),
        "model": model_config.to_json(),
        "training": train_config.to_json(),
    }


def _resume(args: argparse.Namespace) -> int:
    from seqgen.runs.run import Run

    folder = args.resume if isinstance(args.resume, str) else args.out
    if not folder:
        raise UsageError("say which run to go on with, for example: seqgen train --resume runs/tunes")
    if not Path(folder).exists() and (Path("runs") / folder).exists():
        folder = Path("runs") / folder
    run_folder = Run.open(folder)
    with _held(run_folder):
        return _go_on(args, run_folder)


def _go_on(args: argparse.Namespace, run_folder: Run) -> int:
    from seqgen.corpus.load import load_corpus
    from seqgen.runs.corpus_record import CorpusRecord

    folder, config = run_folder.folder, run_folder.config()
    try:
        model_config = ModelConfig.from_json(config["model"])
        # runs from before there was a choice
        train_config = from_json(TrainConfig, {"precision": "float32", "threads": 0, **config["training"]})
        record = CorpusRecord.from_json(config["corpus"])
    except (KeyError, TypeError, ValueError) as error:
        raise SeqgenError(f"{printable(folder)}: its config.json is damaged ({error})") from error
    changed = [name for name in (*MODEL_OPTIONS, *TRAIN_OPTIONS, "leave_out") if getattr(args, name, None) is not None]
    if changed and changed != ["device"]:
        raise UsageError(f"a resumed run keeps its settings, so --{changed[0].replace('_', '-')} cannot be given")
    train_config = _with_budget(args, train_config)
    if args.device:
        train_config = replace(train_config, device=args.device)
    with _corpus_progress(args, run_folder) as progress:
        corpus = load_corpus(record.paths, record.options, progress=progress)
    if corpus.fingerprint != record.fingerprint:
        raise SeqgenError(
            f"{printable(folder)}: its corpus has changed since ({', '.join(map(printable, record.paths))}); "
            f"put the files back, or start a new run with --init-from {printable(folder)}"
        )
    return _train(args, corpus, model_config, train_config, run_folder, resume=True)


def _with_budget(args: argparse.Namespace, config: TrainConfig) -> TrainConfig:
    given = [name for name in ("minutes", "epochs", "steps") if getattr(args, name) is not None]
    if not given:
        return config
    budget: dict[str, Any] = {"minutes": 0.0, "epochs": 0.0, "steps": 0}
    return replace(config, **{**budget, **{name: getattr(args, name) for name in given}})


def _configure(args: argparse.Namespace, corpus: Corpus, initial: ModelFile | None) -> tuple[ModelConfig, TrainConfig]:
    """The presets for this corpus with what was asked for instead."""
    from seqgen.training.presets import DEFAULT_MINUTES, choose
    from seqgen.training.trainer import choose_device

    minutes = args.minutes if args.minutes is not None else DEFAULT_MINUTES
    model_config, train_config = choose(corpus.kind, corpus.train.rows, minutes)
    if initial is not None:
        model_config = initial.config
    if args.size:
        model_config = replace(model_config, **SIZES[args.size])
    given = {name: getattr(args, name) for name in MODEL_OPTIONS if getattr(args, name) is not None}
    if given.get("hidden_size", model_config.hidden_size) != model_config.hidden_size:
        given.setdefault("embedding_size", max(16, given["hidden_size"] // 2))
        given.setdefault("head_size", max(16, given["hidden_size"] // 2))
    model_config = replace(model_config, **given)
    given = {name: getattr(args, name) for name in TRAIN_OPTIONS if getattr(args, name, None) is not None}
    train_config = _with_budget(args, replace(train_config, **given, index=not args.no_index))
    model_config.check()
    train_config.check()
    # several processes must not choose differently
    alone = os.environ.get("WORLD_SIZE", "1") == "1"
    tried = [name for name in ("precision", "threads") if getattr(args, name) is None]
    if tried and alone and choose_device(train_config.device).type == "cpu":
        from seqgen.training.autotune import faster_training

        faster = faster_training(model_config, train_config, corpus)
        train_config = replace(train_config, **{name: getattr(faster, name) for name in tried})
    return model_config, train_config


def _load(paths: list[str], args: argparse.Namespace) -> Corpus:
    from seqgen.corpus.load import load_corpus

    with _corpus_progress(args) as progress:
        corpus = load_corpus(paths, corpus_options(args), progress=progress)
    if corpus.report.unknown:
        print(f"seqgen: {corpus.report.warning()}", file=sys.stderr)
    if not args.quiet and not args.json:
        print(corpus.report.summary(), file=sys.stderr)
    return corpus


@contextmanager
def _corpus_progress(args: argparse.Namespace, run: Run | None = None) -> Iterator[Any]:
    """A function that tells how far reading is: as a bar, with --json in lines, and in a run that is there already."""
    from seqgen.cli.corpus_options import progress_bar
    from seqgen.runs.events import Loading

    with progress_bar(quiet=args.quiet or args.json) as bar:
        told = 0.0

        def tell(progress: Any) -> None:
            nonlocal told
            if bar is not None:
                bar(progress)
            if os.environ.get("RANK", "0") == "0" and progress.seconds - told >= LOADING_SECONDS:
                told = progress.seconds
                event = Loading(0, round(told, 3), progress.done, progress.total)
                if args.json:
                    print(json.dumps(event.to_json()), flush=True)
                if run is not None:
                    run.append(event)

        yield tell


def _initial(name: str | None, corpus: Corpus) -> ModelFile | None:
    if name is None:
        return None
    from seqgen.network.model_file import read_model
    from seqgen.runs.run import find_model

    model = read_model(find_model(name))
    if model.tokenizer.kind != corpus.kind:
        raise UsageError(f"--init-from {printable(name)}: that model writes {model.tokenizer.kind}, not {corpus.kind}")
    return model


def _fresh_folder(name: str) -> Path:
    from seqgen.files import free_path

    return free_path(Path("runs") / (re.sub(r"[^\w.-]+", "-", name).strip("-.") or "run"))


def _train(
    args: argparse.Namespace,
    corpus: Corpus,
    model_config: ModelConfig,
    train_config: TrainConfig,
    run_folder: Run,
    *,
    resume: bool = False,
    weights: Any = None,
) -> int:
    from seqgen.copying.corpus_index import index_arrays
    from seqgen.runs.control import asked
    from seqgen.training.trainer import train

    index = index_arrays(corpus.train, corpus.tokenizer) if train_config.index else {}
    # of several processes the first is asked
    leads = os.environ.get("RANK", "0") == "0"
    request = asked(run_folder.folder)
    with stop_on_signals() as signalled:

        def stop() -> str:
            return "interrupted" if signalled() else request() if leads else ""

        events = train(
            corpus,
            model_config,
            train_config,
            run_folder,
            resume=resume,
            initial=weights,
            index=index,
            stop=stop,
            began=args.began,
        )
        last = _tell(events, args)
    if last is None:
        # only the first of several processes tells
        return 0
    if not args.quiet and not args.json:
        from seqgen.cli.progress import ending

        print(ending(last, run_folder.folder, corpus.tokenizer.event), file=sys.stderr)
        if run_folder.model.exists():
            print(run_folder.model)
    return 130 if last.reason == "interrupted" else 0


def _tell(events: Iterator[Event], args: argparse.Namespace) -> Any:
    """Show every event as asked; gives the last one if it is `Finished`."""
    from seqgen.cli.progress import TrainingBar
    from seqgen.runs.events import Finished

    last: Event | None = None
    with TrainingBar(quiet=args.quiet or args.json) as bar:
        for event in events:
            if args.json:
                print(json.dumps(event.to_json()), flush=True)
            bar.show(event)
            last = event
    return last if isinstance(last, Finished) else None


@contextmanager
def stop_on_signals() -> Iterator[Any]:
    """A function that says whether Ctrl-C or SIGTERM has come; a second Ctrl-C stops at once."""
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
