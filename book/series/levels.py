"""The levels an article stands on, settled from all its clues. In: the clues of one series. Out: a `Place` each.

Titles say one thing in many ways: `Section Six: X (Part Four)`, `X, Part IV: Its own title`, `Its own title (X #4)`.
What one title leaves out, the others tell: the number of section X, or that X is the name of a section at all.
(Over 300 lines: the steps of one settlement, each reading what the one before it settled.)
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from book.model import Evidence, Ordinal
from book.series.claims import claims
from book.series.clues import KEPT_WHOLE, MATTER, fold
from book.series.place import Place
from book.series.restarts import restarted
from book.series.shared import under_several_names, without_shared_name
from book.series.titles import parse_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from book.series.clues import Clue

# Kinds that number instalments of something; all others number chapters or divisions.
PIECES = frozenset(["part", "issue", "number", "ordinal", "continued", "addendum", "week", "day", "step", "post"])
DIVISIONS = frozenset(["volume", "book", "season", "part", "act", "arc", "series"])
_TRAILING = frozenset(["part", "issue", "number", "continued", "addendum"])
_LONG = 8  # letters of a name that is looked for inside other titles


def places(
    clues: Sequence[Clue], counting: Mapping[str, str], parts: Mapping[str, str] | None = None
) -> tuple[Place, ...]:
    """The places of one series' articles.

    `counting` are the numbers that front matter counts them with, `parts` the titles of parts by number, as title
    pages of parts give them.
    """
    claimed = claims(clues)
    found = [_claimed(_alone(clue, counting.get(clue.source)), claimed.get(clue.source)) for clue in clues]
    found = _numbered_sections(found)
    found = _stems(found)
    found = _only_gap(found)
    found = _named_inside(found)
    found = without_shared_name(under_several_names(_first_parts(found)))
    return tuple(_in_titled_parts(restarted(found, parts or {}), parts or {}))


def _in_titled_parts(found: Sequence[Place], parts: Mapping[str, str]) -> list[Place]:
    """The name a part has on its title page."""
    return [
        replace(
            place,
            outer=(replace(place.outer[0], title=parts.get(place.outer[0].number or "")), *place.outer[1:]),
        )
        if place.outer and place.outer[0].kind in DIVISIONS and not place.outer[0].title
        else place
        for place in found
    ]


def _alone(clue: Clue, counted: str | None) -> Place:
    """What an article says of itself."""
    if counted and clue.matter and not clue.declared and len(clue.title.ordinals) == 1:
        # "Conclusion", counted as number 85, is the last chapter and no matter behind it.
        clue = replace(clue, matter="", title=replace(clue.title, ordinals=()))
    marks = tuple(o for o in clue.title.ordinals if o.kind not in KEPT_WHOLE)
    origin = "title"
    text = clue.title.text
    stated = marks
    if not any(mark.number for mark in marks) and not (marks and marks[-1].kind in MATTER):
        if clue.declared:
            marks, origin = clue.declared, "front matter"
        elif counted:
            marks, origin = (Ordinal("chapter", counted),), "front matter"
    elif clue.declared and marks[0].kind not in {o.kind for o in clue.declared}:
        # A title numbers the chapter, the front matter names the part it belongs to.
        above = tuple(o for o in clue.declared if o.kind in DIVISIONS and marks[0].kind not in DIVISIONS)
        marks = (*above, *marks)
    said = _says(stated) + (", in the title of a copy" if clue.lent else "")
    says = [Evidence("title", said)] if stated else []
    if origin != "title" or len(marks) > len(stated):
        says.append(Evidence("front matter", _says(clue.declared or marks)))
    *outer, inner = _as_section(marks) if origin == "title" else marks or (None,)
    if inner and inner.number is None and inner.kind not in MATTER and inner.title and inner.kind in DIVISIONS:
        # "part: The Sea" names what the article lies in, not the article.
        outer, inner = [*outer, inner], None
    if origin == "title" and inner and not outer and (name := _enclosing(clue, inner)):
        outer = [Ordinal("", None, title=name)]
    return Place(clue, tuple(o for o in outer if o), inner, text, tuple(says))


def _claimed(place: Place, said: tuple[str, str] | None) -> Place:
    """A place whose number a text gives it."""
    if said is None or place.inner is not None:
        return place
    number, words = said
    inner = Ordinal("part", number)
    return replace(place, inner=inner, evidence=(*place.evidence, Evidence("text", f"part {number}: {words}")))


def _as_section(marks: Sequence[Ordinal]) -> tuple[Ordinal | None, ...]:
    """`Part One: X (Part Two)`: where one word names both levels, the outer is a section of instalments."""
    if not marks:
        return (None,)
    *above, inner = marks
    if above and inner.number and above[-1].kind == inner.kind and inner.kind in PIECES:
        above[-1] = replace(above[-1], kind="section")
    return (*above, inner)


def _enclosing(clue: Clue, inner: Ordinal) -> str:
    """The name of the section in a title with two texts: `X, Part III: Its own title`, `Its own title: X, Part III`."""
    text = clue.title.text
    if inner.title:
        return inner.title if fold(inner.title) != fold(text) else ""
    raw = " ".join(clue.article.title.split())
    at = raw.find(text) if text and inner.kind in PIECES and inner.number else -1
    if at < 0:
        return ""
    for rest in (raw[:at], raw[at + len(text) :]):
        rest = rest.strip(" :;,–—-|·()")  # noqa: PLW2901 - without what joined it
        if len(rest) > _LONG:
            parsed = parse_title(rest, clue.article.language or None)
            if parsed.ordinals and parsed.ordinals[-1].number == inner.number and parsed.text:
                return parsed.text
    return ""


def _says(marks: Iterable[Ordinal]) -> str:
    return ", ".join(" ".join(filter(None, (mark.kind, mark.number or mark.title))) for mark in marks)


def _numbered_sections(found: Sequence[Place]) -> list[Place]:
    """Sections known by number in one title and by name in another are one."""
    names: dict[str, Counter[tuple[str, str]]] = {}
    titles: dict[tuple[str, str], Counter[str]] = {}
    for place in found:
        for level in (*place.outer, *_own_section(place)):
            if level.number and level.title:
                names.setdefault(fold(level.title), Counter())[level.kind, level.number] += 1
                titles.setdefault((level.kind, level.number), Counter())[level.title] += 1
    numbers = {name: _commonest(counts) for name, counts in names.items()}
    called = {key: _best_title(counts) for key, counts in titles.items()}

    def settled(level: Ordinal) -> Ordinal:
        if level.number is None and level.title and fold(level.title) in numbers:
            kind, number = numbers[fold(level.title)]
            level = replace(level, kind=kind, number=number)
        return replace(level, title=called.get((level.kind, level.number or ""), level.title))

    return [replace(place, outer=tuple(settled(level) for level in place.outer)) for place in found]


def _own_section(place: Place) -> tuple[Ordinal, ...]:
    """`Section One: The Founders`: the article is the section, and its title the section's name."""
    inner = place.inner
    if inner and not place.outer and inner.number and inner.kind not in PIECES | MATTER and place.text:
        return (replace(inner, title=place.text),)
    return ()


def _commonest(counts: Counter[tuple[str, str]]) -> tuple[str, str]:
    return min(counts, key=lambda key: (-counts[key], key))


def _best_title(counts: Counter[str]) -> str:
    """The commonest spelling; of spellings alike but for case, the one that does not shout."""
    folded = Counter[str]()
    for title, count in counts.items():
        folded[fold(title)] += count
    best = min(folded, key=lambda key: (-folded[key], key))
    alike = [title for title in counts if fold(title) == best]
    return min(alike, key=lambda title: (title.isupper(), -counts[title], title))


def _stems(found: Sequence[Place]) -> list[Place]:
    """`X, part 2` and `X, part 3` beside `Y, part 1`: X and Y are sections. One stem alone is the series itself."""
    stems: dict[str, list[Place]] = {}
    for place in found:
        stem = _stem(place)
        if stem:
            stems.setdefault(fold(stem), []).append(place)
    unmarked = {
        fold(place.text) for place in found if place.inner is None and not place.outer and not place.clue.matter
    }
    shared = {key: alike for key, alike in stems.items() if len(alike) > 1 or key in unmarked}
    others = [place for place in found if not place.clue.matter and fold(_stem(place)) not in shared]
    bare = [place for place in others if fold(place.text) not in shared]
    if not shared or (len(shared) == 1 and not bare):
        return list(found)
    called = {key: _best_title(Counter(_stem(place) for place in alike)) for key, alike in shared.items()}
    return [
        replace(place, outer=(Ordinal("", None, title=called[key]),), text=place.text if place.outer else "")
        if (key := fold(_stem(place))) in shared
        else place
        for place in found
    ]


def _stem(place: Place) -> str:
    """The name an instalment shares with the others of its section, "" if its title is its own."""
    if place.inner is None or place.inner.kind not in _TRAILING:
        return ""
    if place.outer:
        only = place.outer[0]
        return only.title or "" if len(place.outer) == 1 and only.number is None and not only.kind else ""
    if not place.text:
        return place.clue.title.series
    raw = " ".join(place.clue.article.title.split()).casefold()
    # "X, part 2" shares X; "Part 2: Y" has a title of its own.
    return place.text if raw.startswith(place.text.casefold()[:40]) else ""


def _only_gap(found: Sequence[Place]) -> list[Place]:
    """The only section without a number is the only number that is missing among the sections."""
    levels = [place.outer[0] for place in found if place.outer]
    kinds = Counter(level.kind for level in levels if level.number and level.number.isdecimal())
    unnumbered = {fold(level.title or "") for level in levels if not level.number}
    if not kinds or len(unnumbered) != 1:
        return list(found)
    kind = min(kinds, key=lambda kind: (-kinds[kind], kind))
    there = {int(level.number) for level in levels if level.kind == kind and level.number and level.number.isdecimal()}
    absent = [number for number in range(1, max(there)) if number not in there] if max(there) < 1000 else []
    if len(there) < 2 or len(absent) != 1:
        return list(found)
    says = Evidence("title", f"the only {kind} without a number, and {kind} {absent[0]} is the only number missing")
    return [
        replace(
            place,
            outer=(replace(place.outer[0], kind=kind, number=str(absent[0])), *place.outer[1:]),
            evidence=(*place.evidence, says),
        )
        if place.outer and not place.outer[0].number
        else place
        for place in found
    ]


def _named_inside(found: Sequence[Place]) -> list[Place]:
    """A title that says the name of a known section lies in it: `Its own title (X #4)`."""
    known: dict[str, Ordinal] = {}
    for place in found:
        for level in place.outer:
            if level.title and len(fold(level.title)) >= _LONG:
                known.setdefault(fold(level.title), level)
    if not known:
        return list(found)
    by_length = sorted(known, key=lambda name: (-len(name), name))

    def inside(place: Place) -> Place:
        if place.outer or place.clue.matter or place.inner is None or place.inner.kind not in PIECES:
            return place
        raw = f" {fold(place.clue.article.title)} "
        name = next((name for name in by_length if f" {name} " in raw), None)
        return replace(place, outer=(known[name],), text=_without(place.text, name)) if name else place

    return [inside(place) for place in found]


def _without(text: str, name: str) -> str:
    """A title without the name of its section at the end: `Its own title (X`."""
    words = name.split()
    pattern = r"\W+".join(map(re.escape, words))
    return re.sub(rf"[\s(\[:;,–—-]*\b{pattern}\W*$", "", text, flags=re.IGNORECASE) or text


def _first_parts(found: Sequence[Place]) -> list[Place]:
    """`X` beside `X, part 2` is its first part, `X - addendum` its last."""
    named = {
        fold(level.title): (place.outer, place.inner) for place in found for level in place.outer[-1:] if level.title
    }
    numbers: dict[str, set[str]] = {}
    for place in found:
        if place.outer and place.outer[-1].title and place.number:
            numbers.setdefault(fold(place.outer[-1].title), set()).add(place.number)
    # Where one stem is the whole series, its first part may be the one without a number.
    stems: dict[str, set[str | None]] = {}
    for place in found:
        if not place.outer and (stem := _stem(place)):
            stems.setdefault(fold(stem), set()).add(place.number)
    settled = []
    for place in found:
        key = fold(place.text)
        unmarked = place.inner is None and not place.outer and not place.clue.matter
        if unmarked and key in named and key in numbers:
            first = "1" if "1" not in numbers[key] else None
            place = _joined(place, named[key][0], first)  # noqa: PLW2901 - the place as the others settle it
        elif unmarked and key in stems and "1" not in stems[key]:
            place = _joined(place, (), "1")  # noqa: PLW2901 - the same
        elif place.inner and place.inner.kind in ("addendum", "continued") and key in named and not place.outer:
            place = replace(place, outer=named[key][0])  # noqa: PLW2901 - the same
        settled.append(place)
    return settled


def _joined(place: Place, outer: tuple[Ordinal, ...], first: str | None) -> Place:
    says = Evidence("title", "the title of the others, without a number" + (": the first" if first else ""))
    inner = Ordinal("part", first) if first else None
    return replace(place, outer=outer, inner=inner, evidence=(*place.evidence, says))
