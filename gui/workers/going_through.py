"""Work in threads, whose results reach an object of the window for as long as there is one."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar
from weakref import WeakMethod

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

T = TypeVar("T")


class _Desk(QObject):
    """Takes results in the window's thread, and hands them over."""

    came = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.came.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def _hand_over(self, addressee: WeakMethod[Callable[[Any], None]], result: Any) -> None:
        hear: Any = addressee()
        if hear is not None and isValid(hear.__self__):
            hear(result)


@cache
def _desk() -> _Desk:
    return _Desk()


def go_through(steps: Iterable[T], hear: Callable[[T], None]) -> None:
    """Go through `steps` in a thread, and give each to `hear`, a method of an object of Qt, in this one.

    The thread does not keep the object. If the last reference to it were dropped in the thread, it would be deleted
    there, while its timers go on in the window's thread: the next one of them would end the process.
    """
    desk, addressee = _desk(), WeakMethod(hear)

    def go() -> None:
        for step in steps:
            # the application may have ended
            with contextlib.suppress(RuntimeError):
                desk.came.emit(addressee, step)

    threading.Thread(target=go, daemon=True).start()
