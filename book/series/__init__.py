"""Articles to a plan: titles taken apart, order derived from evidence, gaps and doubles found."""

from __future__ import annotations

from book.series.titles import parse_title

__all__ = ["parse_title"]
