"""How long a text must be to count as one. In: nothing. Out: words, against which the planner holds a text's own.

The planner asks no other question about a text's length but which of two copies is the longer one: so a plan stands as
long as the answers do (`book.series.standing`).
"""

from __future__ import annotations

PAGE = 30  # a part with more on its page begins with a text of its own
CERTAIN = 30  # make a language certain
SHORT = 1_000  # a chapter may be called "Contents", a page of contents is not longer


def answers(words: int) -> tuple[bool, ...]:
    """All that is asked about a text of so many words."""
    return words > PAGE, words >= CERTAIN, words > SHORT
