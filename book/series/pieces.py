"""The texts between a title's marks. In: a title and its marks. Out: pieces, with the signs that joined them off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.series.marks import Mark

_JOINTS = ":;,|·•_/~>»\\\\‖：；，、。．｜・〜～‐‑–—―→ \u3000\u00a0\t-"
_BEHIND = re.compile(rf"^[)）](?=\s|\w)[{_JOINTS}]*|^(?:[{_JOINTS}]|\.(?!\.|\d|net\b))+|^\.(?=\s)", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:[{_JOINTS}]|(?<![.…])\.(?![.]))+$")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|（\s*）|【\s*】")


@dataclass(frozen=True, slots=True)
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
            text = re.sub(r"^\s*of (?=[A-Z\"“‘'])", "", text)
        if place < len(marks):
            text = _BEFORE.sub("", text)
        text = _EMPTY.sub("", text).strip()
        if any(char.isalnum() for char in text):
            found.append(Piece(text, place, joint))
    return found
