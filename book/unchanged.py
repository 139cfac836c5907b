"""Nothing to do: what was built last is what would be built now. In: what is asked for. Out: its outcome, or None.

A record of the last build stands in the cache: every path that the build saw with its fingerprint (`book.reads`), the
editions it wrote with theirs, and the problems it found. Its key holds what was asked, the folder, the compiler and the
machine. Where all of it agrees, the editions on disk are those a build would write, and nothing is imported to write
them again. Where anything differs, is damaged or is not known, there is no outcome, and the build goes the full way.
"""

from __future__ import annotations

import os
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

from book import machine
from book.cache import Cache
from book.frozen import frozen
from book.problem import Problem
from book.reads import FILE, FOLDER, READS, look, unchanged
from book.remember import digest, engine

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

# Findings about the hour and not about the sources: a sheet that took too long may be set the next time.
_PASSING = frozenset(["layout-failed", "unfetched"])


@frozen
class Outcome:
    """What a build came to."""

    paths: tuple[Path, ...]  # the editions, as they were asked for
    problems: tuple[Problem, ...]


class Record:
    """The record of one way to ask for a build."""

    def __init__(self, folder: Path, asked: Mapping[str, object]) -> None:
        """`asked` are the options that decide what is built; values with a plain `repr`."""
        self._cache = Cache(folder / ".book" / "cache")
        options = repr(sorted(asked.items()))
        self._key = f"build {digest(str(folder.absolute()), options, engine(), machine.fingerprint())}"

    def outcome(self) -> Outcome | None:
        """What the last build came to, if one now would come to the same."""
        import json  # noqa: PLC0415 - small, and a build without a cache does not need it

        entry = self._cache.get(self._key)
        if entry is None:
            return None
        known = json.loads(entry)
        seen = {(how, place): mark for how, place, mark in known["seen"]}
        editions = {(FILE, place): mark for place, mark in known["editions"]}
        if not (unchanged(editions) and unchanged(seen)):
            return None
        paths = tuple(Path(place) for place, _ in known["editions"])
        return Outcome(paths, tuple(Problem(*fields) for fields in known["problems"]))

    def watched(self) -> AbstractContextManager[None]:
        """Note meanwhile what this process reads."""
        return READS.watched(self._cache.folder)

    def keep(self, outcome: Outcome) -> None:
        """Keep what the build that was watched came to, unless it would not come to the same again."""
        import json  # noqa: PLC0415 - see above

        seen = READS.seen
        if not READS.steady or any(problem.code in _PASSING for problem in outcome.problems):
            return
        written = {os.path.abspath(path) for path in outcome.paths}  # noqa: PTH100 - as the reads are written
        own = {(FILE, place) for place in written if (FOLDER, os.path.dirname(place)) not in seen}  # noqa: PTH120 - the same
        known = {
            "seen": [[how, place, mark] for (how, place), mark in seen.items() if (how, place) not in own],
            "editions": [[str(path), look(FILE, str(path))] for path in outcome.paths],
            "problems": [astuple(problem) for problem in outcome.problems],
        }
        self._cache[self._key] = json.dumps(known).encode()
