"""What one article's cleaning takes from the others: texts that stand in several, and the titles of all. A value.

It is all that cleaning an article depends on beside the article: while it stays the same, what was made can be kept.
"""

from __future__ import annotations

from hashlib import sha256

from book.frozen import frozen


@frozen
class Recurring:
    """Folded texts (see `book.clean.finish.key`)."""

    often: frozenset[str] = frozenset()  # blocks that stand in two documents or more
    mostly: frozenset[str] = frozenset()  # blocks that stand in three or more, and in a fifth of all
    titles: frozenset[str] = frozenset()  # titles of the instalments, where they are declared

    @property
    def fingerprint(self) -> str:
        """A SHA-256, hex, that changes when the value does."""
        parts = ("\n".join(sorted(part)) for part in (self.often, self.mostly, self.titles))
        return sha256("\0".join(parts).encode()).hexdigest()
