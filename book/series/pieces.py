"""The texts between a title's marks. In: a title and its marks. Out: pieces, with the signs that joined them off."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.series.marks import Mark

_JOINTS = "،؛:;,|·•_/~>»\\\\‖：；，、。፡።፣፤፥፦၊။៖។．｜・〜～‐‑–—―→ \u3000\u00a0\t-"
_BEHIND = re.compile(rf"^[)）](?=\s|\w)[{_JOINTS}]*|^(?:[{_JOINTS}]|\.(?!\.|\d|net\b))+|^\.(?=\s)", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:[(\[（【{_JOINTS}]|(?<![.…])\.(?![.]))+$")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|（\s*）|【\s*】")


_CLOSED = {"(": ")", "[": "]", "（": "）", "【": "】"}
_OPENER = {close: opening for opening, close in _CLOSED.items()}


@frozen
class Piece:
    """A text of a title, between marks or at an end."""

    text: str
    place: int  # how many marks stand before it
    joint: str  # the signs between it and the mark before it


def cut(title: str, marks: Sequence[Mark]) -> list[Piece]:
    """The texts that are left when the marks are taken out, in order; empty ones are none."""
    found: list[Piece] = []
    edges = [0, *(edge for mark in marks for edge in (mark.start, mark.end)), len(title)]
    for place in range(len(marks) + 1):
        text = title[edges[2 * place] : edges[2 * place + 1]]
        joint = ""
        if place:
            match = _BEHIND.match(text)
            joint = match.group().strip() if match else ""
            text = text[match.end() :] if match else text
            text = re.sub(r"^\s*of (?=[A-Z\"“‘'])", "", text) if not marks[place - 1].name else text
        if place < len(marks):
            text = _BEFORE.sub("", text)
        text = _EMPTY.sub("", text).strip()
        if place and text[-1:] in _OPENER and _OPENER[text[-1]] not in text:
            text = text[:-1].rstrip()  # "X (Part 2: Parsing)": the mark was taken out of the bracket
        if any(char.isalnum() for char in text):
            found.append(Piece(text, place, joint))
    return found


_OPENED = re.compile(r"[(\[（【]([^()\[\]（）【】]*)$")
_BELONGS = re.compile(
    r"^\s*(?:of|in|de|del|da|do|di|della|van|von|aus|der|du)\s+(?:(?:the|our|my|a|la|der|die|das|de|meiner|unserer|nuestra|notre|nossa)\s+)?"
    r"(?P<kind>(?:[\w-]+\s+)?(?:series|serie|série|reihe|saga|reeks)(?:\s+(?:on|about|of|sobre|sur|über|over|su|zu|zum))?\s+)?"
    r"(?P<name>[^:–—()\[\]]+?)(?P<behind>\s+series)?(?P<end>\s*[:–—]\s+|\s+-\s+|$)",
    re.IGNORECASE,
)


def named(title: str, mark: Mark, marks: Sequence[Mark]) -> Mark:
    """The mark with the series' name that stands beside it: "X (Bread, Part 1)", "Part 1 of Bread: X"."""
    opened = _OPENED.search(title[: mark.start])
    behind = title[mark.end :]
    if opened and mark.form == "label":
        close = _CLOSED[opened.group()[0]]
        inside, closed, rest = behind.partition(close)
        alone = not any(other is not mark and opened.start() <= other.start < mark.end + len(inside) for other in marks)
        outside = any(map(str.isalnum, title[: opened.start()] + rest))
        name = opened[1].rstrip(" ,;:-–—|·#") or ""
        of = _BELONGS.match(inside) if not name else None
        if of and not of["end"].strip():
            name, inside = of["name"].strip(), ""
        if closed and alone and outside and name and not inside.strip(" ."):
            return replace(
                mark, start=opened.start(), end=mark.end + behind.index(close) + 1, form="bracket", name=name
            )
        return mark
    of = _BELONGS.match(behind) if mark.form == "label" and not title[: mark.start].strip() else None
    told = of and (of["kind"] or of["behind"])
    if of and (of["end"].strip() or told) and (told or of["name"][0].isupper()):
        return replace(mark, end=mark.end + of.end(), name=of["name"].strip(' ,"“”„‘’«»'))
    return mark
