"""A formula in a line of plain text. In: a MathML element. Out: its `alttext`, for whoever cannot show or speak MathML.

TeX that travels with the formula is taken as it is; else it is written as one types it: `(a+b)/2`, `√(x)`, `x^2`,
`∑_(i=1)^n`. MathML Core, sections 2.2 (top-level math) and 3; MathML 3, 2.2.1 (`alttext`), 5.1 (`annotation`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

_TEX = frozenset(["application/x-tex", "text/x-tex", "tex", "latex", "application/x-latex"])
_DEEPEST = 40  # elements one inside the other: what is deeper is written without its structure
_LONGEST = 500  # characters: an alternative is heard at one go


def formula_text(math: etree._Element) -> str:
    """The text; "" for a formula without any."""
    for note in math.iter("{*}annotation", "annotation"):
        if (note.get("encoding") or "").lower() in _TEX and (note.text or "").strip():
            return " ".join((note.text or "").split())[:_LONGEST]
    return " ".join(_line(math, 0).split())[:_LONGEST]


def _line(element: etree._Element, depth: int) -> str:
    name = str(element.tag).rpartition("}")[2]
    children = [child for child in element if isinstance(child.tag, str) and not _is_note(child)]
    if depth > _DEEPEST:
        return "".join(str(text) for text in element.itertext())
    if not children:
        return " " if name == "mspace" else " ".join((element.text or "").split())
    parts = [_line(child, depth + 1) for child in children]
    shape = _SHAPES.get((name, len(parts)))
    if shape is not None:
        return shape(*parts)
    if name in _JOINED:
        opening, between, closing = _JOINED[name]
        return f"{element.get('open', opening)}{between.join(parts)}{element.get('close', closing)}"
    return "".join(parts)


def _is_note(element: etree._Element) -> bool:
    return str(element.tag).rpartition("}")[2] in {"annotation", "annotation-xml"}


def _held(text: str) -> str:
    """In brackets, if it is more than one sign, word or number."""
    return text if text.isalnum() or len(text) == 1 else f"({text})"


# How an element of so many parts is written.
_SHAPES: dict[tuple[str, int], Callable[..., str]] = {
    ("mfrac", 2): lambda over, under: f"{_held(over)}/{_held(under)}",
    ("mroot", 2): lambda inside, degree: f"√[{degree}]({inside})",
    ("msub", 2): lambda base, low: f"{base}_{_held(low)}",
    ("munder", 2): lambda base, low: f"{base}_{_held(low)}",
    ("msup", 2): lambda base, high: f"{base}^{_held(high)}",
    ("mover", 2): lambda base, high: f"{base}^{_held(high)}",
    ("msubsup", 3): lambda base, low, high: f"{base}_{_held(low)}^{_held(high)}",
    ("munderover", 3): lambda base, low, high: f"{base}_{_held(low)}^{_held(high)}",
}
# What stands before, between and after any number of parts.
_JOINED = {
    "msqrt": ("√(", "", ")"),
    "mtable": ("[", "; ", "]"),
    "mtr": ("", ", ", ""),
    "mlabeledtr": ("", ", ", ""),
    "mfenced": ("(", ", ", ")"),
}
