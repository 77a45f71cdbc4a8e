"""`seqgen train`: learn a folder."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from seqgen.cli.corpus_options import add_corpus_options, corpus_options, given_corpus_options, progress_bar
from seqgen.cli.failure import problem_of
from seqgen.cli.output import OutputError
from seqgen.cli.progress import TrainingBar, ending
from seqgen.cli.signals import Interruption, stop_on_signals
from seqgen.cli.train_options import BUDGET_OPTIONS, MODEL_OPTIONS, TRAIN_OPTIONS, add_train_options, given_options
from seqgen.corpus.corpus import Corpus
from seqgen.corpus.load import load_corpus
from seqgen.errors import SeqgenError, UsageError, printable, reason_of
from seqgen.network.config import ModelConfig
from seqgen.network.model_file import ModelFile
from seqgen.runs.control import held, leads
from seqgen.runs.corpus_record import corpus_record
from seqgen.runs.events import Event, Failed, Finished, Loading
from seqgen.runs.run import Run, new_run_folder
from seqgen.training.config import TrainConfig
from seqgen.training.presets import DEFAULT_MINUTES
from seqgen.training.run_config import RunConfig, read_run_config

LOADING_SECONDS = 0.5


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Learn the style of files and folders of MIDI, ABC or text. The run's folder holds the model, the "
        "measurements and what is needed to go on; Ctrl-C saves and stops."
    )
    parser.epilog = "example: seqgen train my-tunes --out runs/tunes --minutes 10"
    parser.add_argument("paths", nargs="*", metavar="FOLDER", help="files, folders, or a bundled corpus such as folk")
    parser.add_argument("--out", metavar="FOLDER", help="the run's folder (runs/NAME of the corpus if not given)")
    parser.add_argument(
        "--resume", nargs="?", const=True, metavar="RUN", help="go on with the run in this folder (or in --out)"
    )
    parser.add_argument("--corpus", nargs="+", metavar="FOLDER", help="with --resume: where the corpus is now")
    parser.add_argument("--init-from", metavar="MODEL", help="start from the weights of another model")
    add_train_options(parser)
    parser.add_argument(
        "--plan", action="store_true", help="say what would be chosen and how often the corpus read, and train nothing"
    )
    parser.add_argument("--json", action="store_true", help="print every event as a line of JSON")
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    add_corpus_options(parser)
    parser.set_defaults(began=time.monotonic())


def run(args: argparse.Namespace) -> int:
    try:
        return _run(args)
    except BrokenPipeError as error:
        # before the training began, so there is nothing to save
        raise OutputError(error.errno, "nobody reads it any more") from error
    except OutputError:
        raise
    except Exception as error:
        if not args.json:
            raise
        raise _told(error) from error


def _told(error: Exception) -> SeqgenError:
    """Print an error as an event, with the template and fields of its sentence, and return it as one for the user."""
    sentence = problem_of(error, sys.argv[1:])
    print(json.dumps(Failed(0, 0.0, sentence.to_json()).to_json()), flush=True)
    return error if isinstance(error, SeqgenError) else SeqgenError(sentence)


def _run(args: argparse.Namespace) -> int:
    if args.resume is not None:
        if args.plan:
            raise UsageError("a resumed run keeps its settings, so {option} cannot be given", option="--plan")
        return _resume(args)
    _check(args)
    corpus = _load(args)
    # torch only now: the readers' processes start faster without it
    from seqgen.training.session import configure, initial_model

    initial = initial_model(args.init_from, corpus) if args.init_from else None
    given = given_options(args, MODEL_OPTIONS)
    training = given_options(args, BUDGET_OPTIONS + TRAIN_OPTIONS) | {"index": not args.no_index}
    if args.plan:
        from seqgen.training.plan import plan

        planned = plan(corpus, size=args.size, model=given, training=training, initial=initial)
        print(json.dumps(planned.to_json()) if args.json else planned.sentence, flush=True)
        return 0
    model_config, train_config = configure(corpus, size=args.size, model=given, training=training, initial=initial)
    config = RunConfig(corpus_record(corpus, args.paths, corpus_options(args)), model_config, train_config)
    run_folder = config.create(args.out or new_run_folder(corpus.name)) if leads() else Run(Path(args.out))
    with held(run_folder):
        return _train(args, run_folder, corpus, config, initial=initial)


def _check(args: argparse.Namespace) -> None:
    """Raises `UsageError` for options that contradict each other, before anything is read."""
    for name in ("size", *MODEL_OPTIONS):
        if args.init_from and getattr(args, name) is not None and "dropout" not in name:
            raise UsageError(
                "--init-from brings its own network, so {option} cannot be given with it", option=_option(name)
            )
    if args.corpus:
        raise UsageError("--corpus tells --resume where the corpus of a run is now; name a new one without it")
    if not args.out and int(os.environ.get("WORLD_SIZE", "1")) > 1:
        # each would look for a free name
        raise UsageError("several processes that train together need the run's folder: give --out")
    if not args.paths:
        raise UsageError("give a folder or files to learn from, for example: seqgen train my-tunes")
    ModelConfig(**given_options(args, MODEL_OPTIONS)).check()
    given = given_options(args, BUDGET_OPTIONS) or {"minutes": DEFAULT_MINUTES}
    TrainConfig(**given, **given_options(args, TRAIN_OPTIONS)).check()
    corpus_options(args).check()


def _option(name: str) -> str:
    return "--lr" if name == "learning_rate" else f"--{name.replace('_', '-')}"


def _resume(args: argparse.Namespace) -> int:
    folder = _folder_to_resume(args)
    run_folder = Run.open(folder)
    with held(run_folder):
        config = read_run_config(run_folder)
        corpus = _known_corpus(args, run_folder, config)
        if args.corpus and leads():
            config = replace(config, corpus=corpus_record(corpus, args.corpus, config.corpus.options))
            config.save(run_folder)
        training = config.training.with_budget(given_options(args, BUDGET_OPTIONS))
        config = replace(config, training=replace(training, device=args.device or training.device))
        config.training.check()
        return _train(args, run_folder, corpus, config, resume=True)


def _folder_to_resume(args: argparse.Namespace) -> str | Path:
    """Return the folder of the run to go on with. Raises `UsageError`, also for options that it would not follow."""
    settings = given_options(args, ("size", "init_from", *MODEL_OPTIONS, *TRAIN_OPTIONS))
    given = [*settings, *given_corpus_options(args), *(["no_index"] if args.no_index else [])]
    changed = [name for name in given if name != "device"]
    if changed:
        raise UsageError("a resumed run keeps its settings, so {option} cannot be given", option=_option(changed[0]))
    if args.paths:
        raise UsageError(
            "a resumed run keeps its corpus, so {file} cannot be given; if the corpus has moved: --corpus {file}",
            file=printable(args.paths[0]),
        )
    if isinstance(args.resume, str) and args.out and Path(args.resume).absolute() != Path(args.out).absolute():
        raise UsageError("--resume and --out name two folders; a run goes on in its own")
    folder: str = args.resume if isinstance(args.resume, str) else args.out
    if not folder:
        raise UsageError("say which run to go on with, for example: seqgen train --resume runs/tunes")
    return Path("runs") / folder if not Path(folder).exists() and (Path("runs") / folder).exists() else folder


def _known_corpus(args: argparse.Namespace, run_folder: Run, config: RunConfig) -> Corpus:
    """Return the corpus of a run, from where it is now. Raises `SeqgenError` where it is another one."""
    name, paths = printable(run_folder.folder), args.corpus or config.corpus.paths
    try:
        with _corpus_progress(args, run_folder) as progress:
            corpus = load_corpus(paths, config.corpus.options, progress=progress)
    except UsageError as error:
        if args.corpus:
            raise
        raise SeqgenError(
            "{file}: its corpus cannot be read ({why}); if it has moved: --corpus FOLDER",
            file=name,
            why=reason_of(error),
        ) from error
    if corpus.fingerprint == config.corpus.fingerprint:
        return corpus
    shown = ", ".join(map(printable, paths))
    if args.corpus:
        raise UsageError(
            "--corpus {paths}: is not the corpus of {file}: its files differ from those that it learned",
            paths=shown,
            file=name,
        )
    raise SeqgenError(
        "{file}: its corpus has changed since ({paths}); put the files back, say where it is now by --corpus, or "
        "start a new run with --init-from {file}",
        file=name,
        paths=shown,
    )


def _load(args: argparse.Namespace) -> Corpus:
    with _corpus_progress(args) as progress:
        corpus = load_corpus(args.paths, corpus_options(args), progress=progress)
    if corpus.report.unknown:
        print(f"seqgen: {corpus.report.warning()}", file=sys.stderr)
    if not args.quiet and not args.json:
        print(corpus.report.summary(), file=sys.stderr)
    return corpus


@contextmanager
def _corpus_progress(args: argparse.Namespace, run: Run | None = None) -> Iterator[Any]:
    """Yield a function that shows the progress of reading: a bar, lines with --json, and events of an existing run."""
    with progress_bar(quiet=args.quiet or args.json) as bar:
        told = 0.0
        leads = os.environ.get("RANK", "0") == "0"

        def tell(progress: Any) -> None:
            nonlocal told
            if bar is not None:
                bar(progress)
            if leads and progress.seconds - told >= LOADING_SECONDS:
                told = progress.seconds
                event = Loading(0, round(told, 3), progress.done, progress.total)
                if args.json:
                    print(json.dumps(event.to_json()), flush=True)
                if run is not None:
                    run.append(event)

        yield tell


def _train(
    args: argparse.Namespace,
    run_folder: Run,
    corpus: Corpus,
    config: RunConfig,
    *,
    initial: ModelFile | None = None,
    resume: bool = False,
) -> int:
    from seqgen.training.session import train_run

    with stop_on_signals() as interrupted:
        events = train_run(
            run_folder, corpus, config, initial=initial, resume=resume, interrupted=interrupted, began=args.began
        )
        last, verdict = _tell(events, args, interrupted)
    if last is None:
        # only the first of several processes tells
        return 0
    if not args.quiet and not args.json:
        interrupted.show(lambda: _tell_end(last, run_folder, corpus, verdict))
    return 130 if last.reason == "interrupted" else 0


def _tell_end(last: Finished, run_folder: Run, corpus: Corpus, verdict: str) -> None:
    print(ending(last, run_folder.folder, corpus.tokenizer.event, verdict), file=sys.stderr)
    if run_folder.model.exists():
        print(printable(run_folder.model), flush=True)


def _tell(events: Iterator[Event], args: argparse.Namespace, interrupted: Interruption) -> tuple[Finished | None, str]:
    """Show a training. Return its end, None for a process that does not tell, and the verdict on the model."""
    last: Event | None = None
    with TrainingBar(quiet=args.quiet or args.json) as bar:
        for event in events:
            interrupted.show(partial(_show, event, bar, args))
            last = event
    return last if isinstance(last, Finished) else None, bar.verdict


def _show(event: Event, bar: TrainingBar, args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps(event.to_json()), flush=True)
    bar.show(event)
