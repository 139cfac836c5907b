"""What collecting gives, and a file on its way to being a snapshot."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.model import LeftOut, Problem, Snapshot


@frozen
class Collection:
    """All sources of a build."""

    snapshots: tuple[Snapshot, ...] = ()  # in natural order of their names, folder by folder
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()
    # Name of an archive -> its files: what its articles refer to.
    files: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    # Name of a further page -> name of the article that it continues, in the order of the pages.
    continues: Mapping[str, str] = field(default_factory=dict)

    def __add__(self, other: Collection) -> Collection:
        """Both, in this order."""
        return Collection(
            self.snapshots + other.snapshots,
            self.left_out + other.left_out,
            self.problems + other.problems,
            {**self.files, **other.files},
            {**self.continues, **other.continues},
        )


def renamed(collection: Collection, prefix: str) -> Collection:
    """The collection with `prefix/` before every name, where two sources hold files of one name."""

    def name(old: str) -> str:
        return f"{prefix}/{old}"

    return Collection(
        tuple(replace(snapshot, name=name(snapshot.name)) for snapshot in collection.snapshots),
        tuple(replace(item, source=name(item.source)) for item in collection.left_out),
        tuple(replace(problem, where=name(problem.where)) for problem in collection.problems),
        {name(key): held for key, held in collection.files.items()},
        {name(page): name(first) for page, first in collection.continues.items()},
    )


def placed(snapshots: Sequence[Snapshot], order: Sequence[str]) -> tuple[Snapshot, ...]:
    """The snapshots with their places in `order`, a list of names; those it does not list keep theirs."""
    places = {name: place for place, name in reversed(list(enumerate(order)))}
    return tuple(
        replace(snapshot, position=places[snapshot.name]) if snapshot.name in places else snapshot
        for snapshot in snapshots
    )
