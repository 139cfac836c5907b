"""A formula has words for whoever cannot show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from book.transforms.formula_text import formula_text
from book.transforms.math import math
from book.transforms.polish import polish

if TYPE_CHECKING:
    from collections.abc import Callable

    from book.model import Book

M = "http://www.w3.org/1998/Math/MathML"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<msqrt><mi>x</mi></msqrt>", "√(x)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "√[3](x)"),
        ("<msup><mi>e</mi><mrow><mi>i</mi><mi>π</mi></mrow></msup>", "e^iπ"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>", "∑_(i=1)^n"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd></mtr></mtable>",
         "[1, 0; 0]"),
        ('<semantics><mi>x</mi><annotation encoding="application/x-tex">\\alpha</annotation></semantics>', "\\alpha"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_formula_in_a_line(markup: str, text: str) -> None:
    assert formula_text(etree.fromstring(f'<math xmlns="{M}">{markup}</math>')) == text


def test_a_formula_of_an_article_without_an_alternative_gets_one(make: Callable[..., Book]) -> None:
    def nothing(source: str, href: str) -> bytes:
        raise FileNotFoundError(source, href)

    body = f'<p><math xmlns="{M}"><mi>x</mi></math> <math xmlns="{M}" alttext="y, squared"><mi>y</mi></math></p>'
    found = polish(make(body), nothing, [math]).chapters[0].body
    assert 'alttext="x"' in found
    assert 'alttext="y, squared"' in found


def test_a_formula_of_great_depth_has_its_words() -> None:
    deep = "<mrow>" * 1500 + "<mi>x</mi>" + "</mrow>" * 1500
    tree = etree.fromstring(f'<math xmlns="{M}">{deep}</math>', etree.XMLParser(huge_tree=True))
    assert formula_text(tree) == "x"
