"""Evidence weighed into one order. In: things to order and scales, the weightiest first. Out: the order.

A scale gives some of the things a sort key: numbers in titles, dates, numbers in file names. The weightiest scale
orders all it covers; what it does not cover keeps the place that weaker scales give it between the others. So a first
part without a number stands where its date puts it, and a date never moves a numbered part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from book.model import Origin

_JUDGE = 4  # things that two scales must share before one can be judged by the other


@frozen
class Scale:
    """One kind of evidence about the order of some things."""

    origin: Origin
    keys: Mapping[str, Any]  # thing -> sort key, comparable within the scale
    says: Mapping[str, str]  # thing -> what the evidence says, for a person


@frozen
class Order:
    """Things in order."""

    things: tuple[str, ...]
    unplaced: frozenset[str] = frozenset()  # no scale says anything about them; they stand first
    ruling: Origin | Literal[""] = ""  # of the weightiest scale that orders anything


def order(things: Sequence[str], scales: Sequence[Scale]) -> Order:
    """The order of `things` (given in a canonical order, which breaks the last ties)."""
    scales = _trusted(things, scales)
    known = frozenset().union(*(scale.keys.keys() for scale in scales)) if scales else frozenset()
    placed = [thing for thing in things if thing in known]
    unplaced = [thing for thing in things if thing not in known]
    covered: frozenset[str] = frozenset()
    for scale in reversed(scales):
        placed = _refine(placed, scale, covered)
        covered |= scale.keys.keys()
    ruling: Origin | Literal[""] = next(
        (scale.origin for scale in scales if sum(thing in scale.keys for thing in things) > 1), ""
    )
    return Order((*unplaced, *placed), frozenset(unplaced), ruling)


def _trusted(things: Sequence[str], scales: Sequence[Scale]) -> list[Scale]:
    """The scales without those that contradict the weightiest: shuffled file names place nothing between chapters."""
    ruling = next((scale for scale in scales if sum(thing in scale.keys for thing in things) >= _JUDGE), None)
    if ruling is None:
        return list(scales)
    ruled = sorted((thing for thing in things if thing in ruling.keys), key=lambda thing: ruling.keys[thing])
    trusted = []
    for scale in scales:
        common = [thing for thing in ruled if thing in scale.keys]
        if scale is ruling or len(common) < _JUDGE or 3 * len(disorder(common, scale.keys)) <= len(common):
            trusted.append(scale)
    return trusted


def _refine(placed: list[str], scale: Scale, covered: frozenset[str]) -> list[str]:
    """What the scale covers in its order; the rest behind the covered thing it followed, where weaker evidence knew."""
    ruled = [thing for thing in placed if thing in scale.keys]
    if not ruled:
        return placed
    followers: dict[str, list[str]] = {}
    before: list[str] = []
    last = None
    for thing in placed:
        if thing in scale.keys:
            # Only a thing that weaker evidence placed says where those after it belong.
            last = thing if thing in covered or not covered else last
        elif last is None:
            before.append(thing)
        else:
            followers.setdefault(last, []).append(thing)
    result = before
    for thing in sorted(ruled, key=lambda thing: scale.keys[thing]):
        result.append(thing)
        result += followers.get(thing, ())
    return result


def disorder(things: Sequence[str], keys: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fewest things whose keys contradict the order, each with the neighbour it contradicts. O(n log n).

    What is left without them has keys that never fall: a longest such subsequence is kept.
    """
    from bisect import bisect_right  # noqa: PLC0415 - used here alone

    known = [thing for thing in things if thing in keys]
    tails: list[Any] = []
    ends: list[int] = []
    previous: list[int | None] = []
    for index, thing in enumerate(known):
        at = bisect_right(tails, keys[thing])
        previous.append(ends[at - 1] if at else None)
        if at == len(tails):
            tails.append(keys[thing])
            ends.append(index)
        else:
            tails[at] = keys[thing]
            ends[at] = index
    kept: set[int] = set()
    at_end: int | None = ends[-1] if ends else None
    while at_end is not None:
        kept.add(at_end)
        at_end = previous[at_end]
    return [(known[index], _contradicted(known, keys, index)) for index in range(len(known)) if index not in kept]


def _contradicted(known: Sequence[str], keys: Mapping[str, Any], index: int) -> str:
    """The nearest neighbour that stands on the wrong side."""
    key = keys[known[index]]
    for distance in range(1, len(known)):
        behind, ahead = index - distance, index + distance
        if ahead < len(known) and keys[known[ahead]] < key:
            return known[ahead]
        if behind >= 0 and keys[known[behind]] > key:
            return known[behind]
    return known[index]
