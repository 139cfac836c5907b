"""Poems, letters and epigraphs are set as such, whichever way their article said what they are; no word is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.transforms.direction import direction
from book.transforms.forms import forms
from book.transforms.polish import polish
from book.xhtml import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from book.model import Book


def nothing(source: str, href: str) -> bytes:
    raise FileNotFoundError(source, href)


@pytest.fixture
def formed(make: Callable[..., Book]) -> Callable[[str], str]:
    """What becomes of a body."""
    return lambda body: polish(make(body), nothing, [forms]).chapters[0].body


LINES = '<span class="line">The sea is calm,</span><br/><span class="line">the tide is full.</span>'


@pytest.mark.parametrize(
    "body",
    [
        '<div class="poem"><p>The sea is calm,<br/>the tide is full.</p></div>',
        '<div class="verse"><p>\n  The sea is calm,<br/>\n  the tide is full.\n</p></div>',
        '<div epub:type="z3998:verse"><p><span>The sea is calm,</span><br/> <span>the tide is full.</span></p></div>',
        '<p class="poetry">The sea is calm,<br/>the tide is full.</p>',
        '<pre class="wp-block-verse">The sea is calm,\nthe tide is full.</pre>',
    ],
)
def test_each_line_of_a_poem_is_a_line(formed: Callable[[str], str], body: str) -> None:
    found = formed(body)
    assert LINES in found
    assert "verse" in found
    assert "<pre" not in found


def test_indents_and_emphasis_in_a_line_stay(formed: Callable[[str], str]) -> None:
    body = '<div class="verse"><p><span class="i1">One <em>two</em></span><br/>three <b>four</b> five</p></div>'
    assert '<span class="i1 line">One <em>two</em></span><br/><span class="line">three <b>four</b> five' in formed(body)


def test_a_letter_has_its_parts(formed: Callable[[str], str]) -> None:
    body = (
        '<blockquote epub:type="z3998:letter"><p epub:type="z3998:salutation">Sir,</p><p>Come.</p>'
        '<p epub:type="z3998:signature">A. B.</p></blockquote>'
    )
    found = formed(body)
    for name in ("letter", "salutation", "signature"):
        assert f'class="{name}"' in found


def test_the_name_under_a_quotation_is_an_attribution(formed: Callable[[str], str]) -> None:
    assert '<p class="attribution">— A. B.</p>' in formed("<blockquote><p>It turns.</p><p>— A. B.</p></blockquote>")
    speech = "<blockquote><p>— It turns.</p><p>It does, he said.</p></blockquote>"
    assert "attribution" not in formed(speech)
    assert "attribution" not in formed("<blockquote><p>— A talk that is all of the quotation.</p></blockquote>")


@given(st.lists(st.text("ab ,.", max_size=12), min_size=1, max_size=6))
def test_no_letter_of_a_poem_is_lost(lines: list[str]) -> None:
    from book.model import Book, Chapter, Metadata, Part  # noqa: PLC0415 - hypothesis takes no fixture of a function

    body = f'<div class="verse"><p>{"<br/>".join(lines)}</p></div>'
    chapter = Chapter("ch-1", "T", "1", "chapter", body)
    book = Book(Metadata("B", "en", "urn:x:1"), (Part("p", "", None, (chapter,)),))
    found = polish(book, nothing, [forms]).chapters[0].body
    assert plain(found).replace(" ", "") == "".join(lines).replace(" ", "")


def test_code_runs_left_to_right_in_an_arabic_book(make: Callable[..., Book]) -> None:
    from dataclasses import replace  # noqa: PLC0415 - one test

    body = "<p>انظر <code>f(x)</code></p><pre><code>def f(x):\n    pass</code></pre>"
    book = make(body, language="ar")
    turned = replace(book, metadata=replace(book.metadata, direction="rtl"))
    found = polish(turned, nothing, [direction]).chapters[0].body
    assert '<code dir="ltr">f(x)</code>' in found
    assert '<pre dir="ltr"><code>' in found
    assert polish(book, nothing, [direction]) == book
