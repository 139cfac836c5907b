"""A book needs the faces of the languages in it, and no others."""

from __future__ import annotations

import pytest

from book.model import Book, Chapter, Metadata, Part
from book.theme import load
from book.typeset.faces import faces_needed


def book(language: str, body: str = "<p>x</p>", chapter: str = "") -> Book:
    one = Chapter("ch-1", "T", "1", "chapter", body, language=chapter)
    return Book(Metadata("T", language, "urn:x:1"), (Part("p", "", None, (one,)),))


@pytest.mark.parametrize(
    ("made", "needed"),
    [
        (book("en"), {"Vollkorn"}),
        (book("ru"), {"Vollkorn"}),
        (book("ar"), {"Amiri"}),
        (book("en", "<p><code>x</code></p>"), {"Vollkorn", "DejaVu Sans Mono"}),
        (book("en", '<p>As <span lang="ja">光</span>.</p>'), {"Vollkorn", "Noto Serif CJK JP"}),
        (book("en", chapter="he"), {"Vollkorn", "Noto Serif Hebrew"}),
        (book("zh-Hant"), {"Noto Serif CJK TC"}),
        (book("hi"), {"Noto Serif Devanagari"}),
    ],
)
def test_the_faces_of_a_book_are_those_of_its_languages(made: Book, needed: set[str]) -> None:
    assert set(faces_needed(load("classic"), made)) == needed
