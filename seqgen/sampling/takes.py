"""Takes: what is asked of a model, what it wrote, and how the same take is made again."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from seqgen.copying.copy_index import Copy
from seqgen.errors import SeqgenError, UnreadableFile, UsageError, printable
from seqgen.files import read_regular, write_atomic
from seqgen.kinds.base import Tokenizer
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.network.config import from_json
from seqgen.piece import DRUMS, Facts, Metre, Tempo
from seqgen.sampling.constraints import MusicRules, TextRules
from seqgen.sampling.draw import Temper
from seqgen.sampling.sampler import Start
from seqgen.schema import Table
from seqgen.theory.keys import estimate_key
from seqgen.version import __version__

MOST_BARS = 64
MOST_SECONDS = 120.0
MOST_CHARACTERS = 2000
MOST_ROWS = 100_000


@dataclass(frozen=True)
class Request:
    """What is asked of takes. One length at most: `bars`, `seconds` or `events` (notes or characters) of new material;
    without one the model ends the piece itself. `tempo` in quarter notes a minute and `metre` such as "3/4" are those
    of the primer or of the corpus where they are not given."""

    bars: int = 0
    seconds: float = 0.0
    events: int = 0
    tempo: float = 0.0
    metre: str = ""
    temper: Temper = field(default_factory=Temper)
    music: MusicRules = field(default_factory=MusicRules)
    text: TextRules = field(default_factory=TextRules)

    def check(self) -> None:
        """Raises `UsageError` for what is out of range or contradicts itself."""
        if sum(length > 0 for length in (self.bars, self.seconds, self.events)) > 1:
            raise UsageError("give one length: bars, seconds, or notes or characters")
        if min(self.bars, self.seconds, self.events) < 0:
            raise UsageError("a length must be greater than 0")
        temper = self.temper
        for name, value, low, high in (
            ("bars", self.bars, 0, 10_000),
            ("seconds", self.seconds, 0, 86_400),
            ("the number of notes or characters", self.events, 0, MOST_ROWS),
            ("temperature", temper.temperature, 0, 100),
            *((f"the temperature of {name}", value, 0, 100) for name, value in temper.columns.items()),
            ("top-k", temper.top_k, 0, 10**9),
            ("top-p", temper.top_p, 1e-9, 1),
            ("min-p", temper.min_p, 0, 1),
            ("polyphony", self.music.polyphony, 0, 128),
        ):
            if not low <= value <= high:
                raise UsageError(f"{name} must lie between {low:g} and {high:g}, not {value:g}")
        if self.tempo and not 10 <= self.tempo <= 1000:
            raise UsageError(f"tempo must lie between 10 and 1000 quarter notes a minute, not {self.tempo:g}")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Request:
        """Raises `KeyError`, `TypeError` or `ValueError` for anything but what `to_json` gives."""
        own = dict(data)
        # takes from before they began soon are made again as they were
        music = from_json(MusicRules, {"soon": False, **own.pop("music")})
        text = TextRules(str(own["text"]["allowed"]), tuple(map(str, own.pop("text")["stop"])))
        temper = Temper(**own.pop("temper"))
        request = Request(**own, temper=temper, music=music, text=text)
        request.check()
        return request


def parse_metre(text: str) -> tuple[int, int]:
    """Numerator and denominator of a metre such as `3/4`; raises `UsageError`."""
    numerator, slash, denominator = text.partition("/")
    if slash and numerator.isdigit() and denominator.isdigit():
        n, d = int(numerator), int(denominator)
        if 1 <= n <= 64 and d in (1, 2, 4, 8, 16, 32, 64):
            return n, d
    raise UsageError(f"'{text}' is not a metre; use for example 4/4, 3/4 or 6/8")


@dataclass(frozen=True)
class Plan:
    """Where new material begins and ends: steps for music (`end_step` None: open), rows for both kinds."""

    start: Start
    begin_step: int
    end_step: int | None
    most_rows: int
    may_end: bool


def plan(request: Request, tokenizer: Tokenizer, primer: Start | None) -> Plan:
    """What a request means for a model. Raises `UsageError` where it cannot be met."""
    request.check()
    open_end = not (request.bars or request.seconds or request.events)
    columns = len(tokenizer.schema.columns)
    start = primer or Start(np.zeros((0, columns), np.int64), Facts())
    unknown = set(request.temper.columns) - {column.name for column in tokenizer.schema.columns}
    if unknown:
        names = ", ".join(column.name for column in tokenizer.schema.columns)
        raise UsageError(f"this model has no column '{sorted(unknown)[0]}'; it has {names}")
    if not isinstance(tokenizer, MusicTokenizer):
        if (
            request.bars
            or request.seconds
            or request.tempo
            or request.metre
            or request.music != MusicRules(soon=request.music.soon)
        ):
            raise UsageError("bars, seconds, tempo, metre, key, range, grid, polyphony and instruments are for music")
        return Plan(start, 0, None, request.events or MOST_CHARACTERS, open_end)
    if request.text != TextRules():
        raise UsageError("allowed characters and stop strings are for text; this model writes music")
    facts = _music_facts(request, tokenizer, start)
    begin = facts.end_step if len(start.rows) else 0
    metre = facts.metres[-1] if facts.metres else Metre(0, *tokenizer.metres[0])
    bar = tokenizer.bar_steps((metre.numerator, metre.denominator))
    end: int | None = None
    if request.seconds or (open_end and tokenizer.grid_name == "performance"):
        per_second = tokenizer.grid.steps_per_quarter * facts.tempos[-1].qpm / 60
        end = begin + max(1, round((request.seconds or MOST_SECONDS) * per_second))
    elif request.bars or open_end:
        end = begin + (request.bars or MOST_BARS) * bar
    return Plan(Start(start.rows, facts), begin, end, request.events or MOST_ROWS, open_end)


def _music_facts(request: Request, tokenizer: MusicTokenizer, start: Start) -> Facts:
    facts = start.facts
    if request.metre:
        facts = replace(facts, metres=(Metre(0, *parse_metre(request.metre)),))
    elif not facts.metres and tokenizer.grid_name == "metric":
        facts = replace(facts, metres=(Metre(0, *tokenizer.metres[0]),))
    if request.tempo:
        facts = replace(facts, tempos=(Tempo(0, request.tempo),))
    elif not facts.tempos:
        facts = replace(facts, tempos=(Tempo(0, tokenizer.qpm),))
    return replace(facts, key=request.music.key or facts.key)


@dataclass(frozen=True)
class Take:
    """One piece that a model wrote. `table` holds the rows of `primer` first; `seed` alone decides the rest.

    `ended`: whether the model ended it; `copy`: what of it stands in the training corpus, None without an index.
    """

    tokenizer: Tokenizer
    model: str
    fingerprint: str
    seed: int
    request: Request
    table: npt.NDArray[np.int64]
    facts: Facts
    primer: Start
    ended: bool
    copy: Copy | None = None

    @property
    def primed(self) -> int:
        """How many rows are the primer's."""
        return len(self.primer.rows)

    @property
    def kind(self) -> str:
        return self.tokenizer.kind

    @property
    def score(self) -> Any:
        """The take as a `symusic.Score`. Raises `SeqgenError` for text."""
        if not isinstance(self.tokenizer, MusicTokenizer):
            raise SeqgenError("this take is text; use .text")
        return self.tokenizer.decode(self.table, self.facts)

    @property
    def text(self) -> str:
        """The take as text, the primer included. Raises `SeqgenError` for music."""
        if self.kind != "text":
            raise SeqgenError("this take is music; use .score")
        return str(self.tokenizer.decode(self.table, self.facts))

    @property
    def suffix(self) -> str:
        return ".mid" if self.kind == "music" else ".txt"

    def provenance(self) -> str:
        """JSON that says how the take was made: enough, with the model, to make it again."""
        data: dict[str, Any] = {
            "seqgen": __version__,
            "model": self.model,
            "fingerprint": self.fingerprint,
            "seed": self.seed,
            "request": self.request.to_json(),
        }
        if self.primed:
            data["primer"] = pack_primer(self.primer)
        return json.dumps(data)

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the take as MIDI or text, with its provenance (in the MIDI file; beside the text as `.json`).

        Raises `SeqgenError` where the file exists or cannot be written.
        """
        path = Path(path)
        if path.exists() and not overwrite:
            raise SeqgenError(f"{printable(path)}: exists already; it was not overwritten")
        if isinstance(self.tokenizer, MusicTokenizer):
            from seqgen.formats.midi import write_score

            end_ticks = self.facts.end_step * self.tokenizer.grid.file_ticks
            write_score(self.score, path, text=self.provenance(), end_ticks=end_ticks, overwrite=overwrite)
        else:
            write_atomic(path, self.text.encode("utf-8"))
            write_atomic(path.with_suffix(".json"), self.provenance().encode() + b"\n")
        return path


def finished_facts(plan: Plan, tokenizer: Tokenizer, table: Table, *, ended: bool) -> Facts:
    """The facts of a take whose rows are known: where it ends (on a bar line), and its key."""
    facts = plan.start.facts
    if not isinstance(tokenizer, MusicTokenizer):
        return facts
    rows = tokenizer.rows(table)
    last = int(rows.end.max(initial=0))
    metre = facts.metres[-1] if facts.metres else Metre(0, 4, 4)
    bar = tokenizer.bar_steps((metre.numerator, metre.denominator))
    end = metre.step + -(-max(last - metre.step, 1) // bar) * bar
    if plan.end_step is not None and not ended:
        end = plan.end_step
    pitched = rows.part != DRUMS
    key = facts.key or estimate_key(rows.pitch[pitched], (rows.end - rows.onset)[pitched].astype(float))
    return replace(facts, end_step=end, key=key)


# -- provenance ------------------------------------------------------------------------------------------------------


def pack_primer(primer: Start) -> dict[str, Any]:
    """A primer as JSON, its rows compressed."""
    rows = np.asarray(primer.rows, dtype="<i4")
    return {
        "columns": rows.shape[1],
        "rows": base64.b64encode(zlib.compress(rows.tobytes(), 9)).decode(),
        "facts": primer.facts.to_json(),
    }


def unpack_primer(data: Mapping[str, Any], tokenizer: Tokenizer) -> Start:
    """The primer that `pack_primer` packed; raises `ValueError` or `KeyError` for anything else."""
    columns = int(data["columns"])
    unpacker = zlib.decompressobj()
    raw = unpacker.decompress(base64.b64decode(data["rows"]), MOST_ROWS * 4 * 8)
    rows = np.frombuffer(raw, dtype="<i4").reshape(-1, columns).astype(np.int64)
    sizes = np.array(tokenizer.schema.sizes)
    if columns != len(sizes) or (rows < 0).any() or (rows >= sizes).any():
        raise ValueError("the primer does not fit the model")
    return Start(rows, Facts.from_json(data["facts"]))


def read_provenance(path: str | Path) -> dict[str, Any]:
    """What a take's file says of how it was made. Raises `UnreadableFile`."""
    path = Path(path)
    texts: list[str] = []
    if path.suffix.lower() in (".mid", ".midi"):
        from seqgen.formats.midi import read_text

        texts = read_text(path)
    else:
        source = path.with_suffix(".json")
        texts = [read_regular(source, most_bytes=1 << 24).decode("utf-8", "replace")]
    for text in texts:
        try:
            data = json.loads(text)
        except ValueError:
            continue
        if isinstance(data, dict) and {"seqgen", "fingerprint", "seed", "request"} <= set(data):
            return data
    raise UnreadableFile(f"{printable(path)}: does not say how it was made; it is not a take of seqgen")
