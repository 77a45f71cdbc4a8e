"""Pieces that lie on the disk while a corpus is built."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from seqgen.corpus import spool as spool_module
from seqgen.corpus.spool import Spool, SpooledPieces
from seqgen.kinds.music.fit import fit_music
from seqgen.piece import Piece
from tests.support.small_models import random_piece


@pytest.fixture(params=[0, 1 << 20], ids=["on disk", "in memory"])
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Spool]:
    monkeypatch.setattr(spool_module, "IN_MEMORY_EVENTS", request.param)
    with Spool(tmp_path) as made:
        yield made


def spooled(spool: Spool, pieces: list[Piece]) -> SpooledPieces:
    for piece in pieces:
        spool.append(piece)
    return SpooledPieces(spool)


def test_pieces_come_back_in_any_order_and_leave_no_file(tmp_path: Path, spool: Spool) -> None:
    pieces = [Piece(f"text {number}", title=f"piece {number}") for number in range(20)]

    found = spooled(spool, pieces)

    assert [found[19], found[0], found[7], *found[3:5]] == [pieces[19], pieces[0], pieces[7], *pieces[3:5]]
    assert list(found.where(number % 5 == 0 for number in range(20))) == pieces[::5]
    assert os.listdir(tmp_path) == []


def test_a_tokenizer_fitted_to_spooled_notes_is_that_of_the_notes(spool: Spool) -> None:
    pieces = [random_piece(seed, bars=3) for seed in range(6)]

    assert fit_music(spooled(spool, pieces)) == fit_music(pieces)


def test_pieces_that_memory_has_no_room_for_come_back_behind_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_module, "IN_MEMORY_EVENTS", 25)
    pieces = [Piece("a" * 10, title=f"piece {number}") for number in range(6)]

    with Spool(tmp_path) as spool:
        found = spooled(spool, pieces)

        assert len(found) == 6
        assert list(found) == pieces


def test_fitting_and_encoding_write_nothing_into_notes(spool: Spool) -> None:
    found = spooled(spool, [random_piece(seed, bars=3) for seed in range(3)])
    for piece in found:
        for array in (piece.content.onset, piece.content.end, piece.content.part, piece.content.tempos):
            array.flags.writeable = False

    tokenizer = fit_music(found)

    assert all(len(tokenizer.encode(piece).table) == len(piece.content) for piece in found)
