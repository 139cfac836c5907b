"""Headings of a chapter that is joined from instalments. In: their trees. Out: one order of levels, one run of numbers.

The chapter's title is the h1 of its page, so headings begin at h2 and skip no level, whatever levels a site
began at. Printed numbers that run on across instalments are kept; those that begin again in each are shifted.
WCAG 2.2, technique G141.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.model import Problem, Removal
from book.xhtml import remove, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

_LEVEL = {f"h{level}": level for level in range(1, 7)}
_NUMBER = re.compile(r"^(\s*)(\d{1,3}|[IVXL]{1,7}(?=[.):]))((?:[.．]\d{1,3})*[.):．、]?)(?=\s)")
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_ZEROS = "٠۰०০੦௦౦೦൦๐０"  # the zeros of digits that titles use, each the first of ten


def level(tree: etree._Element, first: int = 2) -> None:
    """Set the levels of an instalment's headings: the outermost are `first`, none is skipped; empty ones go."""
    open_levels: list[int] = []
    for heading in list(tree.iter(*_LEVEL)):
        if not text_of(heading) and next(heading.iter("img", "math", "{*}svg"), None) is None:
            _drop_empty(heading)
            continue
        own = _LEVEL[str(heading.tag)]
        while open_levels and open_levels[-1] >= own:
            open_levels.pop()
        open_levels.append(own)
        heading.tag = f"h{min(first + len(open_levels) - 1, 6)}"


def _drop_empty(heading: etree._Element) -> None:
    """Take an empty heading away, and leave its id, to which a link may lead, on what follows."""
    name = heading.get("id")
    following = next((element for element in heading.itersiblings("*")), None)
    if name and following is not None and not following.get("id"):
        following.set("id", name)
    elif name:
        heading.tag = "span"
        return
    remove(heading)


def renumber(
    trees: Sequence[tuple[str, etree._Element]],
    removals: list[Removal],
    problems: list[Problem],
) -> None:
    """Shift the printed numbers of headings that begin again at 1; `trees` are (source, tree) in order."""
    last = 0
    for source, tree in trees:
        numbered = list(_numbered(tree))
        top = [value for value, heading, _ in numbered if heading.tag == "h2"]
        if not top:
            continue
        if last and top[0] == 1:
            for value, heading, match in numbered:
                _shift(heading, match, value + last)
                removals.append(Removal(source, "heading-renumbered", match[2]))
            message = f"its headings begin again at {numbered[0][2][2]}; they are now numbered on from {last}"
            hint = "references to them in the text are as they were"
            problems.append(Problem("headings-renumbered", "note", source, message, hint))
            top = [value + last for value in top]
        last = max(last, *top)


def _numbered(tree: etree._Element) -> Iterator[tuple[int, etree._Element, re.Match[str]]]:
    for heading in tree.iter(*_LEVEL):
        holder = _first_text(heading)
        match = _NUMBER.match(holder.text or "") if holder is not None else None
        if match and (value := _value(match[2])):
            yield value, heading, match


def _first_text(element: etree._Element) -> etree._Element | None:
    """The element whose text comes first in a heading: itself, or the emphasis around its words."""
    for _ in range(4):
        if (element.text or "").strip():
            return element
        if not len(element) or not isinstance(element[0].tag, str):
            return None
        element = element[0]
    return None


def _shift(heading: etree._Element, match: re.Match[str], value: int) -> None:
    holder = _first_text(heading)
    if holder is not None and holder.text:
        holder.text = f"{match[1]}{_as_printed(value, match[2])}{holder.text[match.end(2) :]}"


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    value, rest = 0, text
    for worth, letters in _ROMAN:
        while rest.startswith(letters):
            value, rest = value + worth, rest.removeprefix(letters)
    return value if not rest and _roman(value) == text else 0


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        while value >= worth:
            text, value = text + letters, value - worth
    return text


def _as_printed(value: int, like: str) -> str:
    """A number in the numerals of another: roman, or the digits of a script."""
    if not like.isdecimal():
        return _roman(value)
    zero = next((zero for zero in _ZEROS if zero <= like[0] <= chr(ord(zero) + 9)), "0")
    return "".join(chr(ord(zero) + int(digit)) for digit in str(value))
