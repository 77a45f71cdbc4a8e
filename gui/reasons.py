"""Errors and reports in the language of the window.

They arise as English sentences that keep a template and its fields (`seqgen.errors.Sentence`). Here, where they reach
the window, both are put into its language. `make translations` collects the templates.
"""

from __future__ import annotations

import errno

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from gui.number_format import whole
from seqgen.errors import FILE, SEVERAL, Field, Sentence, filled, reason_of

OF_SYSTEM: dict[int, object] = {
    errno.ENOENT: QT_TRANSLATE_NOOP("Reasons", "No such file or directory"),
    errno.EACCES: QT_TRANSLATE_NOOP("Reasons", "Permission denied"),
    errno.EPERM: QT_TRANSLATE_NOOP("Reasons", "Operation not permitted"),
    errno.EEXIST: QT_TRANSLATE_NOOP("Reasons", "File exists"),
    errno.ENOTDIR: QT_TRANSLATE_NOOP("Reasons", "Not a directory"),
    errno.EISDIR: QT_TRANSLATE_NOOP("Reasons", "Is a directory"),
    errno.ENOTEMPTY: QT_TRANSLATE_NOOP("Reasons", "Directory not empty"),
    errno.ENOSPC: QT_TRANSLATE_NOOP("Reasons", "No space left on device"),
    errno.EDQUOT: QT_TRANSLATE_NOOP("Reasons", "Disk quota exceeded"),
    errno.EFBIG: QT_TRANSLATE_NOOP("Reasons", "File too large"),
    errno.EROFS: QT_TRANSLATE_NOOP("Reasons", "Read-only file system"),
    errno.EIO: QT_TRANSLATE_NOOP("Reasons", "Input/output error"),
    errno.ENAMETOOLONG: QT_TRANSLATE_NOOP("Reasons", "File name too long"),
    errno.ELOOP: QT_TRANSLATE_NOOP("Reasons", "Too many levels of symbolic links"),
    errno.EMFILE: QT_TRANSLATE_NOOP("Reasons", "Too many open files"),
    errno.ENFILE: QT_TRANSLATE_NOOP("Reasons", "Too many open files in system"),
    errno.EBUSY: QT_TRANSLATE_NOOP("Reasons", "Device or resource busy"),
    errno.ENOMEM: QT_TRANSLATE_NOOP("Reasons", "Cannot allocate memory"),
    errno.EPIPE: QT_TRANSLATE_NOOP("Reasons", "Broken pipe"),
    errno.ENODEV: QT_TRANSLATE_NOOP("Reasons", "No such device"),
    errno.ENXIO: QT_TRANSLATE_NOOP("Reasons", "No such device or address"),
}
"""Words of the operating system for its errors, which it may word in another way."""


def in_words(reason: str | BaseException) -> str:
    """Return an error, or a sentence, in the window's language; other texts stay as they are."""
    if isinstance(reason, BaseException):
        return in_words(reason_of(reason)) or type(reason).__name__
    if not isinstance(reason, Sentence):
        return reason
    number = reason.fields.get("errno")
    if isinstance(number, int):
        known = str(OF_SYSTEM.get(number, ""))
        words = QCoreApplication.translate("Reasons", known)
        return words if words != known else str(reason)
    return filled(_translated(reason.template), reason.fields, _field)


def _translated(template: str) -> str:
    words = QCoreApplication.translate("Reasons", template)
    # a report names the file elsewhere (`Sentence.without_file`)
    return words if words != template else QCoreApplication.translate("Reasons", FILE + template).removeprefix(FILE)


def _field(field: Field) -> str:
    if isinstance(field, str):
        return in_words(field)
    return whole(field) if isinstance(field, int) else SEVERAL.join(map(in_words, field))
