"""Articles to a plan: titles taken apart, order derived from evidence, gaps and doubles found.

The names below are read when they are first asked for: a program that takes titles apart loads no planner.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from book.series.arrangement import arrange as arrange
    from book.series.planfile import PlanFile as PlanFile
    from book.series.report import plan_json as plan_json
    from book.series.titles import parse_title as parse_title

__all__ = ["PlanFile", "arrange", "parse_title", "plan_json"]

_HOMES = {"PlanFile": "planfile", "arrange": "arrangement", "parse_title": "titles", "plan_json": "report"}


def __getattr__(name: str) -> object:
    """The public names, from the modules they live in (PEP 562)."""
    if name not in _HOMES:
        message = f"module 'book.series' has no attribute '{name}'"
        raise AttributeError(message)
    found = globals()[name] = getattr(import_module(f"book.series.{_HOMES[name]}"), name)
    return found
