"""What WeasyPrint logs becomes problems. In: its log while a sheet is laid out. Out: `Problem`s.

A rule about the log is a line of the table below: a pattern, the problem's code, its severity, the way out.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from book.model import Severity

_RULES: tuple[tuple[re.Pattern[str], str, Severity, str], ...] = tuple(
    (re.compile(pattern), code, cast("Severity", severity), hint)
    for pattern, code, severity, hint in (
        (r"^Failed to load image", "image-missing", "warning", "check the file and how the article names it"),
        (r"^(Failed to load|Cannot load|Font-face)", "face-missing", "warning", "check the style sheet's @font-face"),
        (r"^Ignored .*unknown property", "style-unknown", "warning", "the page engine does not know it; leave it out"),
        (r"^Ignored .*(invalid value|unsupported)", "style-invalid", "warning", "correct the style sheet"),
        (r"^(Ignored|Invalid|Unsupported|Parse error|Unknown)", "style-invalid", "warning", "correct the style sheet"),
        (r"no required alt description", "alt-missing", "note", "describe the image in its article"),
        (r"^No anchor", "link-dead", "warning", "the link leads nowhere; correct it in its article"),
        (r"^Anchor defined twice", "id-twice", "note", "give each element an id of its own"),
    )
)
# What says nothing about the book: advice to WeasyPrint's own callers.
_SILENT = re.compile(r"(Using fontTools instead of HarfBuzz|This CSS rule has been|deprecated)")
_PLACE = re.compile(r" at (\d+):(\d+)")
_MISSING = re.compile(r'^\.notdef glyph .*"(.*)" \(U\+([0-9A-F]+)\)', re.DOTALL)


class _Collect(logging.Handler):
    def __init__(self, where: str, problems: list[Problem]) -> None:
        super().__init__(logging.WARNING)
        self.where = where
        self.problems = problems

    def emit(self, record: logging.LogRecord) -> None:
        """Add the record as a problem, once."""
        found = _problem(record.getMessage(), self.where)
        known = {(p.code, p.message.partition(", such as ")[0]) for p in self.problems}
        if found is not None and (found.code, found.message.partition(", such as ")[0]) not in known:
            self.problems.append(found)


@contextmanager
def captured(where: str) -> Iterator[list[Problem]]:
    """Collect what is logged inside, `where` naming the sheet or the style sheet; nothing reaches other handlers."""
    logger = logging.getLogger("weasyprint")
    problems: list[Problem] = []
    handler = _Collect(where, problems)
    before, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield problems
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


def _problem(message: str, where: str) -> Problem | None:
    if _SILENT.search(message):
        return None
    if missing := _MISSING.search(message):
        return _no_glyph(missing[1], missing[2], where)
    place = _PLACE.search(message)
    if place and where.endswith(".css"):
        where = f"{where}:{place[1]}"
        message = message.replace(place[0], "", 1)
    for pattern, code, severity, hint in _RULES:
        if pattern.search(message):
            return Problem(code, severity, where, message.rstrip(". "), hint)
    return Problem("layout", "warning", where, message.rstrip(". "))


def _no_glyph(sign: str, code: str, where: str) -> Problem:
    """A sign that no face has; one problem a script, for a text in it has hundreds."""
    words = unicodedata.name(sign, "").split() if len(sign) == 1 else []
    called = words[0].title() if words else f"U+{code}"
    what = f"no installed face has the signs of {called}, such as '{sign}' (U+{code})"
    hint = f"install one that has them (apt-cache search fonts {called.lower()}), and name it in the theme"
    return Problem("glyph-missing", "warning", where, what, hint)
