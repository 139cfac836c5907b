"""Ids that are unique in a book. In: an article. Out: a new id for each it has, and its tree with them.

An id of a book is an XML name without a colon (XML Namespaces 1.0, section 4) of ASCII letters, digits,
`-`, `_` and `.`, since reading systems disagree about the rest.
"""

from __future__ import annotations

import re
from hashlib import sha256
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree

from book.xhtml import MATHML_NS, SVG_NS, elements, parse, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_UNFIT = re.compile(r"[^A-Za-z0-9_.-]+")
_URL = re.compile(r"url\(\s*(['\"]?)#([^'\")]+)\1\s*\)")
# Attributes that hold ids, parted by spaces. HTML Living Standard; WAI-ARIA 1.2, section 6.7.
_HOLDERS = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-details", "aria-owns", "aria-controls")
_NAMED = etree.XPath("descendant-or-self::*[@id or self::a[@name]]")
_FOREIGN = (f"{{{SVG_NS}}}", f"{{{MATHML_NS}}}")
_XLINK = "{http://www.w3.org/1999/xlink}href"
_LONGEST = 60  # characters of an id kept readable


class Ids:
    """The ids a book has given out."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Begin with ids that exist."""
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def __contains__(self, name: object) -> bool:
        """Whether an id exists."""
        return name in self._taken

    def new(self, wanted: str) -> str:
        """`wanted`, or where that is taken `wanted-2`, `wanted-3`, ..."""
        name, number = wanted, self._next.get(wanted, 2)
        while name in self._taken:
            name = f"{wanted}-{number}"
            number += 1
        self._next[wanted] = number
        self._taken.add(name)
        return name


def safe(text: str) -> str:
    """An id's text in the letters a book uses; where much is lost, a digest of it keeps it distinct."""
    name = _UNFIT.sub("-", text).strip("-.")
    if len(name) > _LONGEST or not name or not text.isascii():
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return f"{name[:_LONGEST].strip('-.')}-{digest}".lstrip("-")
    return name


def given(body: str) -> list[tuple[str, str]]:
    """The ids of an article's elements in document order, each with the `name` of an `a`, which is an id as well."""
    if ' name="' not in body and "<!" not in body:
        return [(unescape(name), "") for name in values(body, "id") if name]
    pairs = ((e.get("id", ""), e.get("name", "") if e.tag == "a" else "") for e in elements(_NAMED, parse(body)))
    return [pair for pair in pairs if any(pair)]


def renamed(old: Iterable[tuple[str, str]], prefix: str, taken: Ids) -> tuple[tuple[str, ...], dict[str, str]]:
    """A name of its own in the book for each id of an article: in document order, and by the ids of old.

    Of ids that stand twice, links lead to the first.
    """
    fresh: list[str] = []
    names: dict[str, str] = {}
    for pair in old:
        fresh.append(taken.new(f"{prefix}-{safe(pair[0] or pair[1])}"))
        for known in filter(None, pair):
            names.setdefault(known, fresh[-1])
    return tuple(fresh), names


def rename(tree: etree._Element, fresh: Sequence[str], names: Mapping[str, str]) -> None:
    """Give the elements of an article their new ids, and rewrite what refers to them inside.

    Links (`href="#..."`) stay: they are led to their ends with those between articles.
    """
    new = iter(fresh)
    for element in tree.iter("*"):
        attributes = element.attrib
        if not attributes:
            continue
        name = attributes.pop("name", "") if element.tag == "a" else ""
        if attributes.get("id") or name:
            attributes["id"] = next(new)
        if any(holder in attributes for holder in _HOLDERS):
            _rewrite_holders(element, names)
        if str(element.tag).startswith(_FOREIGN):
            _rewrite_drawing(element, names)


def _rewrite_holders(element: etree._Element, names: Mapping[str, str]) -> None:
    for holder in _HOLDERS:
        value = element.get(holder)
        if value is None:
            continue
        kept = [names[name] for name in value.split() if name in names]
        if kept:
            element.set(holder, " ".join(kept))
        else:
            del element.attrib[holder]


def _rewrite_drawing(element: etree._Element, names: Mapping[str, str]) -> None:
    """References inside an embedded drawing or formula: `url(#id)` and `href="#id"`. SVG 2, section 16."""
    for key, held in element.items():
        attribute, value = str(key), str(held)
        if "url(" in value:
            element.set(attribute, _URL.sub(lambda match: f"url(#{names.get(match[2], match[2])})", value))
        elif attribute in ("href", _XLINK) and value.startswith("#"):
            element.set(attribute, f"#{names.get(value[1:], value[1:])}")
    if str(element.tag).endswith("}style") and element.text and "#" in element.text:
        element.text = re.sub(r"#([\w.-]+)", lambda match: f"#{names.get(match[1], match[1])}", element.text)
