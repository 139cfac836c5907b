"""TeX as MathML. In: a passage with TeX in elements of class `math`. Out: the same, with `math` in their place.

The TeX stays as the formula's alternative text. What the converter does not know stays as it was written, and a
problem says so. MathML Core; EPUB 3.3 section 6.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from book.milestones import origins
from book.model import Problem, Removal
from book.transforms.formula_text import formula_text
from book.transforms.passage import Finding
from book.xhtml import MATHML_NS, elements

if TYPE_CHECKING:
    from book.transforms.passage import Passage

_MARKED = etree.XPath("descendant::*[contains(@class, 'math')] | descendant::processing-instruction()")
_FENCES = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))
_MOST = 5_000  # characters of one formula
# How many parts an element has. MathML Core, sections 3.3 and 3.4.
_PARTS = {**dict.fromkeys(["mfrac", "mroot", "msub", "msup", "munder", "mover"], 2), "msubsup": 3, "munderover": 3}
_DEPTH = 60  # braces one inside the other: the converter calls itself for each


def math(passage: Passage) -> None:
    """Convert TeX to MathML."""
    for given in passage.tree.iter(f"{{{MATHML_NS}}}math"):
        if not (given.get("alttext") or "").strip() and (text := formula_text(given)):
            given.set("alttext", text)
    for element, origin in origins(elements(_MARKED, passage.tree), passage.source):
        classes = (element.get("class") or "").split()
        if "math" not in classes or len(element) or not (element.text or "").strip():
            continue
        tex, display = _bare(element.text or "", display="display" in classes or "block" in classes)
        formula = _formula(tex, display=display)
        if formula is None:
            message = f"the formula '{tex[:40]}' is not understood, and stands as it was written"
            problem = Problem("math-unknown", "warning", origin, message, "write it in simpler TeX")
            passage.report.findings.append(Finding(problem))
            continue
        passage.report.removals.append(Removal(origin, "mathematics", element.text or ""))
        element.text = None
        element.append(formula)


def _bare(text: str, *, display: bool) -> tuple[str, bool]:
    """TeX without the signs around it, and whether it stands in a line of its own."""
    tex = text.strip()
    for opening, closing in _FENCES:
        if tex.startswith(opening) and tex.endswith(closing) and len(tex) > len(opening) + len(closing):
            return tex[len(opening) : -len(closing)].strip(), display or opening in ("$$", "\\[")
    return tex, display


def _formula(tex: str, *, display: bool) -> etree._Element | None:
    if len(tex) > _MOST or _depth(tex) > _DEPTH:
        return None
    from latex2mathml.converter import convert  # noqa: PLC0415 - only books with formulas pay for it

    try:
        formula = etree.fromstring(convert(tex, display="block" if display else "inline"))
    except Exception:  # noqa: BLE001 - the converter raises whatever a formula leads it to
        return None
    if formula.tag != f"{{{MATHML_NS}}}math" or _unread(formula):
        return None
    formula.set("alttext", " ".join(tex.split()))
    return formula


def _depth(tex: str) -> int:
    deepest = open_now = 0
    for character in tex:
        open_now += (character == "{") - (character == "}")
        deepest = max(deepest, open_now)
    return deepest


def _unread(formula: etree._Element) -> bool:
    """Whether the converter passed a command through as its letters, or left a fraction or script incomplete."""
    for element in formula.iter("*"):
        if (element.text or "").startswith("\\") and len(element.text or "") > 1:
            return True
        if len(element) != _PARTS.get(str(element.tag).rpartition("}")[2], len(element)):
            return True
    return False
