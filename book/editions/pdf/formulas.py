"""Formulas drawn. In: a sheet's tree with MathML. Out: the same, each formula a labelled picture of its own outlines.

The page engine knows no MathML, and would set its numbers and letters one after the other. Sizes are in em of the text
a formula stands in, its base line is that of the text, and its alternative text is the `alttext` that it carries. What
cannot be drawn stays, and a problem says so. MathML Core; SVG 1.1; ISO 14289-1, 7.3 (alternative descriptions).
"""

from __future__ import annotations

import warnings
from base64 import b64encode
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree  # noqa: ICN001 - the name says what it is

from book.model import Problem
from book.xhtml import MATHML_NS

if TYPE_CHECKING:
    from collections.abc import Iterator

_MATH = f"{{{MATHML_NS}}}math"
_SIZE = 24.0  # px of the type a formula is drawn in; any will do
_LONGEST = 60_000  # characters of MathML of one formula


def draw(tree: ElementTree.Element, where: str) -> list[Problem]:
    """Put a picture in the place of every formula; a problem for each that cannot be drawn."""
    if next(tree.iter(_MATH), None) is None:
        return []
    problems = []
    for parent in list(tree.iter()):
        for at, child in enumerate(list(parent)):
            if child.tag != _MATH:
                continue
            words = " ".join((child.get("alttext") or "".join(child.itertext())).split())
            picture = _picture(child, words)
            if picture is None:
                what = f"the formula '{words[:40]}' cannot be drawn, and stands as plain signs"
                problems.append(Problem("formula-plain", "warning", where, what, "write it in simpler terms"))
                continue
            picture.tail = child.tail
            parent[at] = picture
    return problems


def _picture(formula: ElementTree.Element, words: str) -> ElementTree.Element | None:
    bare = deepcopy(formula)
    bare.tail = None
    display = bare.get("display") == "block"
    for element in bare.iter():
        element.tag = str(element.tag).rpartition("}")[2]
    for annotation in list(_annotations(bare)):
        annotation[0].remove(annotation[1])
    drawn = _drawn(ElementTree.tostring(bare, "unicode"))
    if drawn is None:
        return None
    svg, width, height, depth = drawn
    picture = ElementTree.Element("img")
    picture.set("class", "formula display" if display else "formula")
    picture.set("alt", words or "formula")
    picture.set("src", f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}")
    rise = "" if display else f";vertical-align:{-depth:.4f}em"
    picture.set("style", f"width:{width:.4f}em;height:{height:.4f}em{rise}")
    return picture


def _annotations(formula: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, ElementTree.Element]]:
    """What a formula says about itself, each with its parent: its source, not a part of it."""
    for parent in formula.iter():
        for child in parent:
            if child.tag in ("annotation", "annotation-xml"):
                yield parent, child


@lru_cache(maxsize=2000)
def _drawn(mathml: str) -> tuple[str, float, float, float] | None:
    """SVG of a formula; its width, its height and its depth below the base line in em. None: it cannot be drawn."""
    if len(mathml) > _LONGEST:
        return None
    from ziamath.config import config  # noqa: PLC0415 - only books with formulas pay for it
    from ziamath.zmath import Math  # noqa: PLC0415 - the same

    config.svg2 = False
    config.precision = 3
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            formula = Math(mathml, size=_SIZE)
            root = formula.svgxml()
            depth = -formula.getyofst()
            width, height = (float(root.get(side, "0")) for side in ("width", "height"))
            svg = ElementTree.tostring(root, "unicode")
    except Exception:  # noqa: BLE001 - the library raises whatever a formula leads it to
        return None
    return (svg, width / _SIZE, height / _SIZE, depth / _SIZE) if width > 0 and height > 0 else None
