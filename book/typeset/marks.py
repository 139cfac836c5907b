"""Terms for the index and figures for their list. In: chapters' trees. Out: entries, each with the ids it leads to.

A term is marked by `data-index` (its value, where it has one, is the entry), by the class `index`, or by `dfn`.
Chicago Manual of Style, chapter 16 (letter-by-letter order).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from book.frozen import frozen
from book.xhtml import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml import etree

_LISTED = 140  # characters of a caption in a list of figures


@frozen
class Place:
    """Where a term or figure stands."""

    target: str  # id
    chapter: str  # what the chapter is called, for editions without pages


@frozen
class Term:
    """An entry of the index."""

    text: str
    places: tuple[Place, ...]


@frozen
class Figure:
    """An entry of the list of figures."""

    caption: str
    target: str


def terms_of(body: etree._Element, chapter_id: str, chapter: str) -> list[tuple[str, Place]]:
    """The terms marked in a chapter, each given an id where it has none."""
    found: list[tuple[str, Place]] = []
    for element in body.iter("dfn", "span", "em", "strong", "a"):
        marked = element.tag == "dfn" or element.get("data-index") is not None
        if not (marked or "index" in element.get("class", "").split()):
            continue
        text = (element.get("data-index") or "").strip() or text_of(element)
        if text:
            target = _identified(element, f"{chapter_id}-ix{len(found) + 1}")
            found.append((text, Place(target, chapter)))
    return found


def index_of(marks: Iterable[tuple[str, Place]]) -> tuple[Term, ...]:
    """The index: terms in order, those that differ only in case under the first form met."""
    forms: dict[str, str] = {}
    places: dict[str, list[Place]] = {}
    for text, place in marks:
        key = _letters(text)
        forms.setdefault(key, text)
        places.setdefault(key, []).append(place)
    return tuple(Term(forms[key], tuple(places[key])) for key in sorted(forms))


def figures_of(body: etree._Element, chapter_id: str) -> list[Figure]:
    """The captioned figures of a chapter, each given an id where it has none."""
    figures = (figure for figure in body.iter("figure") if not _is_table(figure))
    return _captioned(figures, "figcaption", f"{chapter_id}-fig")


def tables_of(body: etree._Element, chapter_id: str) -> list[Figure]:
    """The captioned tables of a chapter, each given an id where it has none."""
    framed = [figure for figure in body.iter("figure") if _is_table(figure)]
    inside = {id(table) for figure in framed for table in figure.iter("table")}
    bare = [table for table in body.iter("table") if id(table) not in inside]
    found = _captioned(framed, "figcaption", f"{chapter_id}-tab") + _captioned(bare, "caption", f"{chapter_id}-tbl")
    order = {str(element.get("id")): at for at, element in enumerate(body.iter("figure", "table")) if element.get("id")}
    return sorted(found, key=lambda one: order[one.target])


def _is_table(figure: etree._Element) -> bool:
    return next(figure.iter("table"), None) is not None and next(figure.iter("img"), None) is None


def _captioned(elements: Iterable[etree._Element], tag: str, stem: str) -> list[Figure]:
    found: list[Figure] = []
    for element in elements:
        caption = element.find(f".//{tag}")
        if caption is not None and (text := text_of(caption)):
            found.append(Figure(_first_sentence(text), _identified(element, f"{stem}{len(found) + 1}")))
    return found


def _first_sentence(caption: str) -> str:
    """What a list shows of a long caption."""
    if len(caption) <= _LISTED:
        return caption
    end = re.search(r"[.!?。！？؟](?:\s|$)|[。！？]", caption[len(caption) // 8 : _LISTED * 2])
    if end is not None:
        return caption[: len(caption) // 8 + end.end()].strip()
    return caption[:_LISTED].rpartition(" ")[0].rstrip(" ,;:") + "…"


def grouped(terms: Sequence[Term]) -> Mapping[str, list[Term]]:
    """Terms by first letter; what begins with no letter comes first, under nothing."""
    groups: dict[str, list[Term]] = {}
    for term in terms:
        first = _letters(term.text)[:1]
        groups.setdefault(first.upper() if first.isalpha() else "", []).append(term)
    return groups


def _letters(text: str) -> str:
    """What an entry is sorted by: letters and digits, without case and accents."""
    folded = normalize("NFD", text.casefold())
    return "".join(character for character in folded if category(character)[0] in "LN") or text


def _identified(element: etree._Element, proposed: str) -> str:
    target = element.get("id")
    if not target:
        element.set("id", proposed)
    return target or proposed
