"""`seqgen forecast`: what may come behind series of numbers, and how well that was said before."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import numpy as np

from seqgen.errors import FileTaken, UsageError, printable
from seqgen.evaluation.backtest import Backtest, backtest
from seqgen.files import write_new
from seqgen.formats.sandbox import read_one
from seqgen.formats.series_csv import Series, read_series
from seqgen.kinds.base import check_range
from seqgen.model import MOST_HORIZON, MOST_PATHS, Model, load
from seqgen.sampling.forecasting import PATHS, QUANTILES, Forecast
from seqgen.words import counted

PICTURES = (".png", ".svg", ".pdf")
MOST_WINDOWS = 10_000


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Draw many paths of what may come behind each series of a CSV file, and write their quantiles. With "
        "--backtest, forecast what is known already, and compare with the readings of a season ago (seasonal naive)."
    )
    parser.epilog = "example: seqgen forecast runs/load load.csv --horizon 48 --out forecast.csv --plot forecast.png"
    parser.add_argument("model", metavar="MODEL", help="a run's name or folder, or a model.safetensors")
    parser.add_argument("file", metavar="FILE", help="a CSV file with the readings so far")
    parser.add_argument("--horizon", type=int, default=24, metavar="N", help="readings to forecast (24)")
    parser.add_argument("-n", type=int, default=PATHS, metavar="PATHS", help=f"paths that are drawn ({PATHS})")
    parser.add_argument("--quantiles", default=",".join(map(str, QUANTILES)), metavar="Q,Q", help="(0.1,0.5,0.9)")
    parser.add_argument("--seed", type=int, default=0, help="(0)")
    parser.add_argument("--out", metavar="FILE", help="write the quantiles as CSV")
    parser.add_argument("--plot", metavar="FILE", help="draw the forecasts: .png, .svg or .pdf")
    parser.add_argument(
        "--backtest", type=int, default=0, metavar="N", help="judge N forecasts of each series, one behind the other"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--quiet", action="store_true", help="print nothing but results and errors")


def run(args: argparse.Namespace) -> int:
    quantiles = _quantiles(args.quantiles)
    check_range("--horizon", args.horizon, 1, MOST_HORIZON)
    check_range("-n", args.n, 2, MOST_PATHS)
    check_range("--backtest", args.backtest, 0, MOST_WINDOWS)
    check_range("the seed", args.seed, 0, 2**32 - 1)
    if args.plot and Path(args.plot).suffix.lower() not in PICTURES:
        raise UsageError("--plot writes {kinds}; give a name that ends so", kinds=", ".join(PICTURES))
    for path in (args.out, args.plot):
        if path and os.path.lexists(path):
            raise FileTaken("{file}: exists already; give another name", file=printable(path))
    model = load(args.model)
    model.forecast([], horizon=args.horizon, n=args.n)  # refuses models of another kind before anything is read
    series = read_one(Path(args.file), read_series)
    if args.backtest:
        with _bar(len(series) * args.backtest, quiet=args.quiet) as progress:
            settings = {"horizon": args.horizon, "windows": args.backtest, "n": args.n, "seed": args.seed}
            judged = backtest(model, series, **settings, progress=progress)
        print(json.dumps(_json(judged)) if args.json else "\n".join(_table(judged)), flush=True)
        if not (args.out or args.plot):
            return 0
    forecasts = _forecasts(args, model, series, quantiles)
    text = _csv(forecasts)
    if args.out:
        write_new(args.out, text.encode())
    if args.plot:
        from seqgen.evaluation.forecast_picture import draw_forecasts

        draw_forecasts(forecasts, Path(args.plot))
    if not (args.out or args.plot):
        print(text, end="")
    elif not args.quiet:
        print(f"{counted(len(forecasts), 'series', 'series')} forecast, {args.horizon} readings each", file=sys.stderr)
    return 0


def _quantiles(words: str) -> tuple[float, ...]:
    try:
        quantiles = tuple(float(word) for word in words.split(","))
    except ValueError as error:
        raise UsageError("--quantiles '{words}' are no numbers; give for example 0.1,0.5,0.9", words=words) from error
    for quantile in quantiles:
        check_range("a quantile", quantile, 0.0, 1.0)
    return quantiles


def _forecasts(
    args: argparse.Namespace, model: Model, series: Sequence[Series], quantiles: tuple[float, ...]
) -> list[Forecast]:
    forecasts = []
    with _bar(len(series), quiet=args.quiet) as progress:
        for each in series:
            forecasts += model.forecast([each], horizon=args.horizon, n=args.n, quantiles=quantiles, seed=args.seed)
            progress()
    return forecasts


@contextmanager
def _bar(total: int, *, quiet: bool) -> Iterator[Callable[[], object]]:
    from tqdm import tqdm

    with tqdm(total=total, unit=" forecasts", disable=quiet or not sys.stderr.isatty(), leave=False) as bar:
        yield bar.update


def _csv(forecasts: Sequence[Forecast]) -> str:
    """Return a line for each series and reading: its name, its date or its number behind the last, and quantiles."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["series", "time", *(f"{quantile:g}" for quantile in forecasts[0].quantiles), "mean"])
    for forecast in forecasts:
        mean = forecast.paths.mean(axis=0)
        for step, (values, middle) in enumerate(zip(forecast.values.T, mean, strict=True)):
            cells = [f"{value:.8g}" for value in (*values, middle)]
            lines.writerow([forecast.series.name, _when(forecast, step), *cells])
    return text.getvalue()


def _when(forecast: Forecast, step: int) -> str:
    if not len(forecast.times):
        return str(step + 1)
    when = str(np.datetime64(round(forecast.times[step]), "s"))
    return when.removesuffix("T00:00:00") if not (forecast.times % 86_400).any() else when


def _table(judged: Backtest) -> list[str]:
    rows = [("", "MASE", "sMAPE", "quantile loss")]
    for name, errors in (("this model", judged.model), ("seasonal naive", judged.naive)):
        rows.append((name, f"{errors.mase:.3f}", f"{errors.smape:.2f}%", f"{errors.quantile_loss:.4f}"))
    season = f"a season of {judged.season} readings" if judged.season > 1 else "no season"
    head = f"{counted(judged.windows, 'forecast')} of {counted(judged.series, 'series', 'series')}, {season}"
    lines = [head, *(f"{row[0]:<16}{row[1]:>8}{row[2]:>10}{row[3]:>16}" for row in rows)]
    if judged.lost:
        lines.append(f"seasonal naive is no worse in {', '.join(judged.lost)}: use it, or learn for longer")
    return lines


def _json(judged: Backtest) -> dict[str, object]:
    return {**asdict(judged), "seasonal_naive_no_worse_in": list(judged.lost)}
