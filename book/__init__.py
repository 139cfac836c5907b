"""book: a compiler that makes one book out of a multi-part article series.

    import book

    book.build(["articles/"], outputs=["series.epub", "series.pdf"])
    book.plan(["articles/"])
    book.parse_title("Section Six: X (Part Four)")

Everything is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from book.api import build, plan
    from book.series import parse_title

__all__ = ["build", "parse_title", "plan"]

_WHERE = {"build": "book.api", "plan": "book.api", "parse_title": "book.series"}


def __getattr__(name: str) -> object:
    """The public names, and `__version__`, when they are asked for. PEP 562."""
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - scans the installed distributions

        return version("book-compiler")
    raise AttributeError(f"module 'book' has no attribute '{name}'")
