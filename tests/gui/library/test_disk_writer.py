"""The thread that writes files behind the window."""

from __future__ import annotations

from threading import Event

from PySide6.QtWidgets import QApplication

from gui.library.disk_writer import DiskWriter


def test_what_was_written_of_one_name_is_waited_for_alone(qapp: QApplication) -> None:
    writer, may_go_on, written = DiskWriter(), Event(), list[str]()
    writer.submit(lambda: written.append("first"), "first")
    writer.submit(lambda: written.append("second") if may_go_on.wait() else None, "second")
    writer.settle("first")
    writer.settle("unknown")
    assert written == ["first"]
    may_go_on.set()
    writer.settle()
    assert written == ["first", "second"]
