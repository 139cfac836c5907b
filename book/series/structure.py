"""Parts, chapters and instalments. In: the places of one series. Out: the tree, in order, every place with its reasons.

Three levels give parts > chapters > instalments, one gives chapters. Of two levels the kinds decide: `Book Two,
Chapter IX` is a chapter of a part, `Section Six (Part Four)` an instalment of a chapter.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from book.frozen import frozen
from book.model import Evidence, Instalment, Ordinal, PlannedChapter, PlannedPart
from book.series import scales as evidence
from book.series.clues import BACK, FRONT, MATTER, fold
from book.series.levels import DIVISIONS, PIECES
from book.series.numbers import LAST, number_key
from book.series.order import Order, Scale, order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from book.series.place import Place

Identity = tuple[str, str]
_BEHIND = ((3, 0, ""),)  # behind a number, before the next: an addendum to it
# Counted apart from the chapters they stand between.
_ASIDE = frozenset(["sidestory", "bonus", "interlude", "appendix", "letter"])


@dataclass(slots=True)
class _Chapter:
    """A chapter being gathered."""

    level: Ordinal | None  # the section its instalments share; None: the one article is the chapter
    places: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    """A part being gathered; without a level it is one chapter outside every part."""

    level: Ordinal | None
    chapters: dict[Identity, _Chapter] = field(default_factory=dict)


@frozen
class Structure:
    """The tree, and what ruled its order."""

    parts: tuple[PlannedPart, ...]
    ruling: str  # origin of the weightiest evidence
    unplaced: tuple[str, ...]  # sources about which nothing says where they belong
    places: Mapping[str, Place]


def structure(places: Sequence[Place], counted: Mapping[str, str]) -> Structure:
    """Gather, order and describe."""
    places = evidence.canonical(places)
    strong, weak = evidence.strong(places, counted), evidence.weak(places)
    builder = _Builder(strong, weak)
    return builder.build(places)


class _Builder:
    """Orders the tree of one series by its scales, and remembers what ruled."""

    def __init__(self, strong: list[Scale], weak: list[Scale]) -> None:
        self.strong = strong
        self.weak = weak
        self.rulings: list[tuple[int, str]] = []
        self.unplaced: list[str] = []

    def build(self, places: Sequence[Place]) -> Structure:
        tops = _gather(places)
        ordered = self._arranged(
            tops,
            members=lambda part: [place for chapter in part.chapters.values() for place in chapter.places],
            level=lambda part: part.level or _level_of(next(iter(part.chapters.values()))),
            running=_running(tops),
        )
        parts: list[PlannedPart] = []
        loose: list[PlannedChapter] = []
        for part in ordered:
            chapters = self._chapters(part)
            if part.level is None:
                loose += chapters
                continue
            if loose:
                parts.append(PlannedPart(None, None, tuple(loose)))
                loose = []
            parts.append(PlannedPart(part.level.title, part.level.number, chapters, part.level.kind or "part"))
        if loose or not parts:
            parts.append(PlannedPart(None, None, tuple(loose)))
        ruling = max(self.rulings, default=(0, ""), key=lambda found: found[0])[1]
        return Structure(tuple(parts), ruling, tuple(self.unplaced), {place.source: place for place in places})

    def _chapters(self, part: _Part) -> tuple[PlannedChapter, ...]:
        ordered = self._arranged(
            list(part.chapters.values()), members=lambda chapter: chapter.places, level=_level_of, running={}
        )
        return tuple(self._chapter(chapter) for chapter in ordered)

    def _chapter(self, chapter: _Chapter) -> PlannedChapter:
        places = self._arranged(
            chapter.places, members=lambda place: [place], level=lambda place: place.inner, running={}
        )
        level = _level_of(chapter)
        first = places[0]
        if chapter.level is None or level is None:
            title = first.text or None
        else:
            title = level.title or next((place.text for place in places if place.text), None)
        instalments = tuple(self._instalment(place, title, alone=len(places) == 1) for place in places)
        kind = first.clue.matter if len(places) == 1 and first.clue.matter else (level.kind if level else "")
        return PlannedChapter(title, level.number if level else None, instalments, kind or "chapter")

    def _instalment(self, place: Place, title: str | None, *, alone: bool) -> Instalment:
        text = "" if alone or fold(place.text) == fold(title or "") else place.text
        marks = (*place.outer, place.inner) if place.inner else place.outer
        says = [
            Evidence(scale.origin, scale.says[place.source])
            for scale in (*self.strong, *self.weak)
            if place.source in scale.says
        ]
        reasons = tuple(dict.fromkeys((*place.evidence, *says))) or (Evidence("file name", "by the alphabet"),)
        return Instalment(place.source, place.clue.article.title, text, marks, reasons)

    def _arranged(self, nodes: list[Any], members: Callable[[Any], list[Place]], level: Callable[[Any], Ordinal | None],
                  running: Mapping[int, Any]) -> list[Any]:  # fmt: skip
        """Nodes of one level in order: front matter, the body by its evidence, back matter."""
        if len(nodes) < 2:
            return nodes
        ids = {str(at): node for at, node in enumerate(nodes)}
        sources = {name: [place.source for place in members(node)] for name, node in ids.items()}
        levels = {name: level(node) for name, node in ids.items()}
        declared = [_lifted(scale, sources) for scale in self.strong]
        others = [_lifted(scale, sources) for scale in self.weak]
        titled = [_numbered(levels)]
        if running:
            titled.append(Scale("title", {name: key for name in ids if (key := running.get(int(name)))}, {}))
        found = order(list(ids), [*declared, *titled, *others])
        ranks = {name: _rank(members(node), levels[name], declared, name) for name, node in ids.items()}
        self._note(found, ids, members, sum(len(s) for s in sources.values()), ranks)
        listed = next((scale.keys for scale in others if scale.origin == "index"), {})
        matter_key = {name: (listed.get(name, -1) if ranks[name] < 0 else 0) for name in ids}
        final = sorted(found.things, key=lambda name: _side(ranks[name], matter_key[name]))
        return [ids[name] for name in final]

    def _note(self, found: Order, ids: Mapping[str, Any], members: Callable[[Any], list[Place]], weight: int,
              ranks: Mapping[str, int]) -> None:  # fmt: skip
        self.rulings.append((weight, found.ruling))
        if len(found.unplaced) < len(ids):
            lost = [name for name in found.things if name in found.unplaced and not ranks[name]]
            self.unplaced += [place.source for name in lost for place in members(ids[name])]


def _side(rank: int, listed: int) -> tuple[int, int, int]:
    """Front matter by a list that knows better, else by custom; then the body; then back matter by custom."""
    side = (rank > 0) - (rank < 0)
    return (side, listed if side < 0 and listed >= 0 else 0, rank)


def _rank(places: Sequence[Place], level: Ordinal | None, declared: Sequence[Scale], name: str) -> int:
    """Negative for front matter, positive for back matter, 0 for the body and all that declares its own place."""
    kinds = {place.clue.matter for place in places}
    if len(kinds) != 1 or any(name in scale.keys for scale in declared):
        return 0
    kind = kinds.pop()
    if kind in FRONT:
        return FRONT.index(kind) - len(FRONT)
    if kind in BACK:
        # "Addendum to Part Two" stands behind part two.
        return 0 if kind == "addendum" and level and level.number else BACK.index(kind) + 1
    return 0


def _lifted(scale: Scale, sources: Mapping[str, list[str]]) -> Scale:
    """A scale of articles as a scale of what holds them: the first counts."""
    keys = {}
    for name, held in sources.items():
        known = [scale.keys[source] for source in held if source in scale.keys]
        if known:
            keys[name] = min(known)
    return Scale(scale.origin, keys, {})


def _numbered(levels: Mapping[str, Ordinal | None]) -> Scale:
    """The numbers of titles. What is counted apart (side stories among episodes) does not mix with the rest."""
    numbered = {name: level for name, level in levels.items() if level and level.number}
    plain = {name: level for name, level in numbered.items() if level.kind not in _ASIDE}
    used = plain or numbered
    keys = {}
    for name, level in used.items():
        number = level.number or ""
        key = number_key(number)
        if level.kind == "addendum" and key != LAST:
            key = (*key, *_BEHIND)
        keys[name] = key
    return Scale("title", keys, {})


def _level_of(chapter: _Chapter) -> Ordinal | None:
    if chapter.level is not None:
        return chapter.level
    return chapter.places[0].inner if chapter.places else None


def _running(tops: Sequence[_Part]) -> dict[int, Any]:
    """Chapter numbers that run on through the parts: they say where chapters outside the parts belong."""
    spans = []
    for at, part in enumerate(tops):
        levels = [_level_of(chapter) for chapter in part.chapters.values()]
        keys = [number_key(level.number) for level in levels if level and level.number]
        if keys:
            spans.append((min(keys), max(keys), at))
    spans.sort()
    overlap = any(high >= low for (_, high, _), (low, _, _) in itertools.pairwise(spans))
    titled = [part for part in tops if part.level is not None]
    return {} if overlap or not titled or len(titled) == len(tops) else {at: low for low, _, at in spans}


def _identity(level: Ordinal) -> Identity:
    return (level.kind, level.number) if level.number else ("", fold(level.title or ""))


def _gather(places: Iterable[Place]) -> list[_Part]:
    """Each place under its part and chapter; what has no part is a top of its own."""
    places = list(places)
    sections = {_identity(place.outer[-1]) for place in places if place.outer}
    holders = {
        _identity(place.outer[-1])
        for place in places
        if place.outer and place.inner and _is_chapter(place.inner, place.outer)
    }
    tops: dict[tuple[Identity, ...], _Part] = {}
    for place in places:
        above, section = _split(place, sections, holders)
        own = ("source", place.source)
        identity = _identity(section) if section else own
        key = tuple(_identity(level) for level in above) or (identity,)
        part = tops.setdefault(key if above else (("", ""), *key), _Part(_joined(above)))
        part.chapters.setdefault(identity, _Chapter(section)).places.append(place)
    return list(tops.values())


def _split(place: Place, sections: set[Identity], holders: set[Identity]) -> tuple[tuple[Ordinal, ...], Ordinal | None]:
    """The levels above the chapter, and the level the chapter shares with other instalments."""
    inner, outer = place.inner, place.outer
    if not outer:
        # `Section One: The Founders` beside `Section One (Part Two)`: the first of its instalments.
        own = inner if inner and inner.number and inner.kind not in MATTER and _identity(inner) in sections else None
        return (), own
    if inner and _is_chapter(inner, outer):
        return outer, None
    if (inner is None or inner.kind in MATTER) and _identity(outer[-1]) in holders:
        return outer, None
    if inner is None and outer[-1].kind in DIVISIONS:
        return outer, None
    return outer[:-1], outer[-1]


def _is_chapter(inner: Ordinal, outer: Sequence[Ordinal]) -> bool:
    """`Book Two, Chapter IX` and `Volume 1, no. 5` are chapters of a part; `Section Six, Part Four` is a piece."""
    if inner.kind in MATTER:
        return False
    return inner.kind not in PIECES or outer[-1].kind in DIVISIONS


def _joined(above: Sequence[Ordinal]) -> Ordinal | None:
    """Several levels above the chapter as one part: "2.3"."""
    if not above:
        return None
    if len(above) == 1:
        return above[0]
    numbers = [level.number for level in above if level.number]
    titles = [level.title for level in above if level.title]
    return Ordinal(above[-1].kind, ".".join(numbers) or None, title=titles[-1] if titles else None)
