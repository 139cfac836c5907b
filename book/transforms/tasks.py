"""Lists of things to do, with boxes. In: a `Book`. Out: the `Book`, "[ ]" and "[x]" before items as boxes.

Only where every item of a list begins so; the mark that goes is recorded. GitHub Flavored Markdown, 5.3.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from book.milestones import walk
from book.model import Removal
from book.transforms.rewriting import rewrite

if TYPE_CHECKING:
    from book.model import Book, Chapter, Finder

_TASK = re.compile(r"<li[^>]*>\s*(?:<p[^>]*>\s*)?\[[ xX]\]\s")
_MARK = re.compile(r"\s*\[([ xX])\]\s+")


def tasks(book: Book, finder: Finder) -> Book:
    """Set the boxes of task lists."""
    del finder
    removals: list[Removal] = []

    def mark(body: etree._Element, source: str, chapter: Chapter) -> None:
        del chapter
        for holder, origin in list(walk(body, source)):
            if holder.tag not in ("ul", "ol"):
                continue
            places = [_place(item) for item in holder if item.tag == "li"]
            if not places or not all(_MARK.match(place.text or "") for place in places):
                continue
            holder.set("class", f"{holder.get('class', '')} tasks".strip())
            removals.extend(Removal(origin, "task-mark", "x") for place in places if _box(place))

    changed = rewrite(book, _TASK, mark)
    return replace(changed, removals=(*book.removals, *removals))


def _place(item: etree._Element) -> etree._Element:
    """Where an item's text begins."""
    first = next((child for child in item if isinstance(child.tag, str)), None)
    return first if first is not None and first.tag == "p" and not (item.text or "").strip() else item


def _box(place: etree._Element) -> bool:
    """Put a box in the place of the mark; whether it was one that says "done"."""
    match = _MARK.match(place.text or "")
    if match is None:
        return False
    done = match[1] != " "
    box = etree.Element("span", {"class": "task"})
    box.text = "\u2611" if done else "\u2610"
    box.tail = f" {(place.text or '')[match.end() :]}"
    place.text = None
    place.insert(0, box)
    return done
