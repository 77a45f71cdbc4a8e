"""Findings of threads reach objects of the window, and keep none of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from weakref import ref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.workers.going_through import go_through


class Listener(QObject):
    """Notes what it hears and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[int, threading.Thread]] = []

    def hear(self, number: int) -> None:
        self.heard.append((number, threading.current_thread()))


def test_every_step_is_heard_in_its_order_in_the_window_s_thread(qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []

    def steps() -> Iterator[int]:
        threads.append(threading.current_thread())
        yield from range(5)

    listener = Listener()
    go_through(steps(), listener.hear)
    qtbot.waitUntil(lambda: len(listener.heard) == 5)

    me = threading.current_thread()
    assert listener.heard == [(number, me) for number in range(5)]
    assert threads != [me]


@pytest.mark.parametrize("how", ["its last reference is dropped", "Qt deletes it"])
def test_a_thread_keeps_no_object_and_what_comes_too_late_is_heard_by_none(how: str, qtbot: QtBot) -> None:
    going, done = threading.Event(), threading.Event()

    def steps() -> Iterator[int]:
        going.wait()
        yield 1
        done.set()

    listener, witness = Listener(), Listener()
    heard = listener.heard
    go_through(steps(), listener.hear)
    if how == "Qt deletes it":
        holder = QObject()
        listener.setParent(holder)
        del holder
    else:
        kept = ref(listener)
        del listener
        assert kept() is None
    going.set()
    done.wait()
    go_through(iter([2]), witness.hear)
    qtbot.waitUntil(lambda: len(witness.heard) == 1)
    assert heard == []
