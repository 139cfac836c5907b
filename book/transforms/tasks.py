"""Lists of things to do, with boxes. In: a passage. Out: the same, "[ ]" and "[x]" before items as boxes.

Only where every item of a list begins so; the mark that goes is recorded. GitHub Flavored Markdown, 5.3.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from book.milestones import walk
from book.model import Removal

if TYPE_CHECKING:
    from book.transforms.passage import Passage

_MARK = re.compile(r"\s*\[([ xX])\]\s+")


def tasks(passage: Passage) -> None:
    """Set the boxes of task lists."""
    for holder, origin in list(walk(passage.tree, passage.source, "ul", "ol")):
        places = [_place(item) for item in holder if item.tag == "li"]
        if places and all(_MARK.match(place.text or "") for place in places):
            holder.set("class", f"{holder.get('class', '')} tasks".strip())
            done = [place for place in places if _box(place)]
            passage.report.removals.extend(Removal(origin, "task-mark", "x") for _ in done)


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
