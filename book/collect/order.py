"""Natural order of names. In: a name. Out: a key under which `part-2` comes before `part-10`.

Digits of any script count as numbers; letters compare without regard to case first, so that the order is the same
on every system.
"""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"(\d+)")

Key = tuple[tuple[tuple[int, int, str], ...], str]


def natural(name: str) -> Key:
    """The sort key of a POSIX path."""
    parts = []
    # A folder's own files come before those of the folders in it: "/" sorts before everything.
    for part in _NUMBER.split(unicodedata.normalize("NFC", name).replace("/", "\x00").casefold()):
        if part.isdecimal():
            parts.append((1, int(part[:100]), ""))
        else:
            parts.append((0, 0, part))
    return (tuple(parts), name)
