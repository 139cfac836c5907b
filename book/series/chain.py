"""The chain that "next" and "previous" make. In: what articles say of each other. Out: the place of each in it.

A link that leads to an instalment that was not collected still joins the two that lead to it: the chain runs through
the place where it is missing. RFC 8288 and HTML 4.6.6 for the relations.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from book.series.references import Said


def chain(said: Mapping[str, Said]) -> Mapping[str, tuple[int, str]]:
    """The place of each article in the longest chain of next and previous links, with what says so."""
    votes: dict[str, Counter[str]] = {}
    words: dict[tuple[str, str], str] = {}
    for source, each in said.items():
        for way in each.ways:
            before, after = (source, way.to) if way.way > 0 else (way.to, source)
            votes.setdefault(before, Counter())[after] += 1
            words.setdefault((before, after), f"'{way.text[:40]}' in {source}")
    following = {before: _chosen(after) for before, after in votes.items()}
    return _longest(following, words)


def contested(said: Mapping[str, Said]) -> Mapping[str, tuple[str, ...]]:
    """Each article that several say comes next after them, with those several."""
    claims: dict[str, set[str]] = {}
    for source, each in said.items():
        for way in each.ways:
            if way.way > 0 and way.to in said:
                claims.setdefault(way.to, set()).add(source)
    return {to: tuple(sorted(sources)) for to, sources in sorted(claims.items()) if len(sources) > 1}


def _chosen(votes: Counter[str]) -> str:
    """The one most say; of equals one that is there."""
    return min(votes, key=lambda source: (-votes[source], source.startswith("?"), source))


def _longest(following: Mapping[str, str], words: Mapping[tuple[str, str], str]) -> Mapping[str, tuple[int, str]]:
    """The longest simple path from a start that nothing leads to. A ring has no beginning and orders nothing."""
    preceded = Counter(following.values())
    starts = sorted(before for before in following if not preceded[before])
    best: list[str] = []
    used: set[str] = set()
    for start in starts:
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in used:
            used.add(at)
            path.append(at)
            at = following.get(at)
        best = max(best, path, key=len)
    places = {}
    for place, source in enumerate(best):
        if not source.startswith("?"):
            pair = (best[place - 1], source) if place else (source, best[1])
            beside = best[place - 1] if place else best[1]
            verb = "follows" if place else "leads to"
            known = f"{verb} {beside}" if not beside.startswith("?") else f"{verb} what is missing"
            places[source] = (place, f"{known}: {words[pair]}")
    return places
