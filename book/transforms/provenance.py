"""Take the milestones out. In: a passage. Out: the same, without the marks of where its articles begin.

The last rule: those before it name articles by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.milestones import drop

if TYPE_CHECKING:
    from book.transforms.passage import Passage


def provenance(passage: Passage) -> None:
    """Remove every milestone."""
    drop(passage.tree)
