"""Articles to a plan: titles taken apart, order derived from evidence, gaps and doubles found."""

from __future__ import annotations

from book.series.arrange import arrange
from book.series.planfile import PlanFile
from book.series.report import plan_json
from book.series.titles import parse_title

__all__ = ["PlanFile", "arrange", "parse_title", "plan_json"]
