"""Activations, gates and expected values, compared with torch's own networks and with results by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from seqgen.errors import UsageError
from seqgen.information import in_bits
from seqgen.inspection import activations as activity_module
from seqgen.inspection.activations import activity, alternatives, follow
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.model import Model
from seqgen.network.config import CELLS, ModelConfig
from seqgen.piece import Piece
from seqgen.theory.notes import DRUMS
from seqgen.training.ensemble import SequenceModel
from seqgen.training.network import Network
from tests.support.small_models import make_model, make_notes

TEXT = "The sea is wide,\nthe sea is deep."


def text_model_of(cell: str, layers: int) -> Model:
    pieces = [Piece(TEXT, title="sea")]
    config = ModelConfig(cell, layers, hidden_size=20, embedding_size=12, head_size=8, layer_norm=True)
    model = make_model(pieces, TextTokenizer.fit(pieces), config)
    # the states of a ReLU network would grow without bound, and with them the rounding errors
    weights = {name: 0.5 * w if "weight_hh" in name else w for name, w in model.file.weights.items()}
    return Model(replace(model.file, weights=weights))


def torch_layers(model: Model, piece: Piece) -> tuple[Network, torch.Tensor]:
    """The torch network with the same weights, and its embedded inputs: the mark, then every character."""
    config, tokenizer = model.file.config, model.tokenizer
    whole = SequenceModel(config, tokenizer.schema).eval()
    whole.load_weights(model.file.weights)
    network = whole.members[0]
    assert isinstance(network, Network)
    rows = tokenizer.encode(piece).table[:, 0].tolist()
    marked = torch.tensor([tokenizer.schema.sizes[0], *rows])
    return network, network.table("embed.char")[marked]


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", CELLS)
@torch.no_grad()
def test_hidden_states_are_those_of_torch(cell: str, layers: int) -> None:
    model, piece = text_model_of(cell, layers), Piece(TEXT)
    network, below = torch_layers(model, piece)
    ours = activity(model, piece)
    assert ours.hidden.shape == (layers, len(TEXT), 20)
    tops, _ = network.recur(below[None], None)
    given = normalised(network, torch.from_numpy(ours.hidden[-1]), layers - 1)
    np.testing.assert_allclose(given.numpy(), tops[0, 1:].numpy(), atol=1e-5)


@pytest.mark.parametrize("layer", [0, 1])
@torch.no_grad()
def test_gates_and_cells_of_an_lstm_are_those_worked_out_by_hand(layer: int) -> None:
    model, piece = text_model_of("lstm", 2), Piece(TEXT)
    network, below = torch_layers(model, piece)
    ours = activity(model, piece)
    if layer:
        below = normalised(network, torch.cat([first_hidden(network)[None], torch.from_numpy(ours.hidden[0])]), 0)
    expected = by_hand_lstm(network, below, layer)
    assert set(ours.gates) == {"input", "forget", "output"}
    for name, values in expected.items():
        mine = {**ours.gates, "cell": ours.cell, "hidden": ours.hidden}[name]
        assert mine is not None
        np.testing.assert_allclose(mine[layer], values, atol=1e-5)


def normalised(network: Network, hidden: torch.Tensor, layer: int) -> torch.Tensor:
    """Return the layer norm of states (n, units)."""
    spread = (hidden.var(dim=1, keepdim=True, unbiased=False) + 1e-5).sqrt()
    weight, bias = (network.table(f"norm.{name}_l{layer}") for name in ("weight", "bias"))
    return (hidden - hidden.mean(dim=1, keepdim=True)) / spread * weight + bias


def first_hidden(network: Network) -> torch.Tensor:
    """Return the activations of the first LSTM layer after the mark before a piece."""
    mark = network.table("embed.char")[-1:]
    return by_hand_step(network, mark[0], torch.zeros(20), torch.zeros(20), 0)["hidden"]


def by_hand_step(
    network: Network, x: torch.Tensor, h: torch.Tensor, c: torch.Tensor, layer: int
) -> dict[str, torch.Tensor]:
    w = {name: getattr(network.rnn[layer], f"{name}_l0") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    i, f, g, o = (w["weight_ih"] @ x + w["bias_ih"] + w["weight_hh"] @ h + w["bias_hh"]).split(20)
    cell = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    gates = {"input": torch.sigmoid(i), "forget": torch.sigmoid(f), "output": torch.sigmoid(o)}
    return {**gates, "cell": cell, "hidden": gates["output"] * torch.tanh(cell)}


def by_hand_lstm(network: Network, below: torch.Tensor, layer: int) -> dict[str, np.ndarray]:
    h = c = torch.zeros(20)
    steps = []
    for x in below:
        steps.append(by_hand_step(network, x, h, c, layer))
        h, c = steps[-1]["hidden"], steps[-1]["cell"]
    return {name: torch.stack([step[name] for step in steps])[1:].numpy() for name in steps[0]}


@torch.no_grad()
def test_gates_of_a_gru_are_those_worked_out_by_hand() -> None:
    model, piece = text_model_of("gru", 1), Piece(TEXT)
    network, below = torch_layers(model, piece)
    h, expected = torch.zeros(20), []
    rnn = network.rnn[0]
    for x in below:
        ir, iz, i_n = (rnn.weight_ih_l0 @ x + rnn.bias_ih_l0).split(20)
        hr, hz, hn = (rnn.weight_hh_l0 @ h + rnn.bias_hh_l0).split(20)
        reset, update = torch.sigmoid(ir + hr), torch.sigmoid(iz + hz)
        h = (1 - update) * torch.tanh(i_n + reset * hn) + update * h
        expected.append((reset, update))
    ours = activity(model, piece)
    assert ours.cell is None
    np.testing.assert_allclose(ours.gates["reset"][0], torch.stack([r for r, _ in expected])[1:].numpy(), atol=1e-5)
    np.testing.assert_allclose(ours.gates["update"][0], torch.stack([u for _, u in expected])[1:].numpy(), atol=1e-5)


@pytest.mark.parametrize("cell", ["rnn-tanh", "rnn-relu"])
def test_a_simple_cell_has_neither_gates_nor_a_cell(cell: str) -> None:
    ours = activity(text_model_of(cell, 1), Piece(TEXT))
    assert ours.gates == {}
    assert ours.cell is None


def test_an_empty_piece_has_no_activity(text_model: Model) -> None:
    assert activity(text_model, Piece("")).hidden.shape == (1, 0, 32)


def test_a_piece_that_is_too_long_is_refused_in_one_sentence(
    text_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity_module, "MOST_EVENTS", 10)
    with pytest.raises(UsageError, match="has 11 characters; activity is computed for at most 10 at once"):
        activity(text_model, Piece("The sea is ", title="sea"))


@pytest.mark.parametrize("block", [1, 7, 4096])
def test_reading_in_blocks_costs_what_reading_at_once_costs(
    music_model: Model, music_pieces: list[Piece], block: int
) -> None:
    read = music_model.read(music_pieces[0])
    blocks = list(follow(music_model, music_model.tokenizer.encode(music_pieces[0]), block=block))
    np.testing.assert_allclose(np.concatenate([b.bits for b in blocks]), in_bits(read.nats), atol=1e-5)


def test_the_best_values_of_a_column_hold_the_actual_one_at_its_price(
    music_model: Model, music_pieces: list[Piece]
) -> None:
    read = music_model.read(music_pieces[0])
    sizes = music_model.tokenizer.schema.sizes
    (whole,) = follow(music_model, music_model.tokenizer.encode(music_pieces[0]), count=max(sizes) + 1, block=4096)
    for column in music_model.tokenizer.schema.modelled:
        np.testing.assert_allclose(whole.best.probabilities[:-1, column].sum(axis=1), 1.0, atol=1e-5)
        actual = whole.best.values[:-1, column] == read.table[:, column, None]
        price = whole.best.probabilities[:-1, column][actual]
        np.testing.assert_allclose(price, np.exp(-read.nats[:-1, column]), rtol=1e-4)


# -- alternatives ----------------------------------------------------------------------------------------------------


def test_alternatives_are_named_fall_and_hold_the_actual_value(music_model: Model, music_pieces: list[Piece]) -> None:
    read = music_model.read(music_pieces[2])
    found = alternatives(music_model, music_pieces[2], 9, count=3)
    assert set(found) == {music_model.tokenizer.schema.columns[i].name for i in music_model.tokenizer.schema.modelled}
    for name, options in found.items():
        column = music_model.tokenizer.schema.column(name)
        assert 3 <= len(options) <= 4
        assert [o.probability for o in options] == sorted([o.probability for o in options], reverse=True)
        (actual,) = [o for o in options if o.actual]
        assert actual.value == read.table[9, column]
        assert actual.name == music_model.tokenizer.describe(column, actual.value)
        assert actual.probability == pytest.approx(np.exp(-read.nats[9, column]), rel=1e-4)


def test_the_pitch_expected_hangs_on_the_instrument_that_was_chosen(
    music_model: Model, music_pieces: list[Piece]
) -> None:
    """Two pieces that differ in the instrument of one note: what is expected of that note's instrument is the same, of
    its pitch is not."""
    piece = music_pieces[0]
    notes = piece.content
    part = notes.part.copy()  # type: ignore[union-attr]
    at = int(np.flatnonzero(part == 0)[3])
    part[at] = 33 * 8
    other = Piece(replace(notes, part=part))  # type: ignore[type-var]
    ours, theirs = (alternatives(music_model, p, at, count=50) for p in (piece, other))
    chance = [{o.value: o.probability for o in found["instrument"]} for found in (ours, theirs)]
    assert chance[0] == pytest.approx(chance[1], abs=1e-5)
    pitch = [{o.value: o.probability for o in found["pitch"]} for found in (ours, theirs)]
    assert pitch[0] != pytest.approx(pitch[1], abs=1e-3)


def test_behind_the_last_event_the_end_is_the_actual_value(text_model: Model) -> None:
    found = alternatives(text_model, Piece("The sea"), 7)
    assert list(found) == ["char"]
    (actual,) = [o for o in found["char"] if o.actual]
    assert actual.name == "the end"


@pytest.mark.parametrize("event", [-1, 4])
def test_an_event_that_is_not_there_is_refused(text_model: Model, event: int) -> None:
    with pytest.raises(UsageError, match=f"has no event {event}; its last, the end, is 3"):
        alternatives(text_model, Piece("sea", title="sea"), event)


# -- what values are called ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("character", "name"),
    [("a", "a"), (" ", "space"), ("\n", "line end"), ("\u0301", "\u25cc\u0301"), ("\x07", "U+0007")],
)
def test_characters_that_cannot_be_seen_have_names(character: str, name: str) -> None:
    tokenizer = TextTokenizer.fit([Piece(f"b{character}")])
    assert tokenizer.describe(0, int(tokenizer.encode(Piece(character)).table[0, 0])) == name


def test_music_is_told_in_a_musicians_words() -> None:
    rows = [(0, 36, 66, 90, 0), (36, 60, 38, 100, DRUMS), (36, 65, 67, 90, 0)]
    tokenizer = fit_music([Piece(make_notes(rows))])
    told = [
        [tokenizer.describe(column, int(value)) for column, value in enumerate(row)]
        for row in tokenizer.encode(Piece(make_notes(rows))).table
    ]
    assert told == [
        ["together", "Melody", "F#4", "dotted quarter", "90"],
        ["dotted quarter later", "Melody", "G4", "29/24 quarter", "90"],
        ["together", "Drums", "Acoustic Snare", "quarter", "100"],
    ]
    assert tokenizer.describe(0, tokenizer.schema.sizes[0]) == "the end"


def test_on_the_performance_grid_lengths_are_seconds() -> None:
    notes = make_notes([(0, 14, 60, 90, 0), (14, 24, 62, 90, 0)])
    tokenizer = replace(fit_music([Piece(notes)]), grid_name="performance", durations=(35,), shifts=(0, 35))
    assert tokenizer.describe(3, 0) == "0.35 s"
    assert tokenizer.describe(0, 1) == "0.35 s later"
