"""Where an article says it stands. In: nothing. Out: `Place`, which `levels` makes and all that orders reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.frozen import frozen

if TYPE_CHECKING:
    from book.model import Evidence, Ordinal
    from book.series.clues import Clue


@frozen
class Place:
    """Where an article says it stands."""

    clue: Clue
    outer: tuple[Ordinal, ...]  # the levels it lies in, outermost first; `title` names them
    inner: Ordinal | None  # what it is itself: "part 4"; None: it does not say
    text: str  # its own title, "" if it has none besides that of its section
    evidence: tuple[Evidence, ...] = ()
    series: str = ""  # what the titles of all call the series

    @property
    def source(self) -> str:
        """The article's source."""
        return self.clue.source

    @property
    def number(self) -> str | None:
        """Its own number."""
        return self.inner.number if self.inner else None
