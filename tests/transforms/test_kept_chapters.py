"""However a series is edited, the sheets made with what was kept are those that are made from nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from book import theme
from book.assemble import assemble
from book.contents import contents
from book.model import Article, Book, Chapter, Instalment, Metadata, Part, Plan, PlannedChapter, PlannedPart
from book.remember import afresh, keeper
from book.transforms import transform
from book.typeset import Options, typeset

if TYPE_CHECKING:
    from book.model import Keep, Medium, Sheet

THEME = theme.load("classic")
PIECES = (
    '<p>The ebb leaves the sand in ribs, and "nobody" argues with it.</p>',
    '<h2 id="ribs">Ribs of sand</h2><p>They lie across the tide.</p>',
    '<p>A gauge<a href="#fn1" id="r1">1</a>.</p><ol class="notes"><li id="fn1">By hand. <a href="#r1">↩</a></li></ol>',
    '<p>Gauged<a href="notes.md#n1" id="m1"><sup>1</sup></a> again.</p>',
    '<p>As <a href="0.md#ribs">said before</a>, and <a href="1.md">in the second part</a>.</p>',
    '<p>What is <dfn>slack water</dfn>? <a href="#nowhere">Nobody</a> knows.</p>',
    '<p><img src="sea.png" alt="The sea"/></p><p><em>Figure 1: The sea</em></p>',
    "<table><tr><th>Day</th><th>Metres</th></tr><tr><td>1</td><td>4.1</td></tr></table>",
    '<pre><code class="language-python">def tide(day):\n    return moon(day)\n</code></pre>',
    '<p>An address of <a href="https://example.org/a-long-way-to-a-tide-table">more than a line</a>.</p>',
)
SHARED = '<h2>Notes</h2><ol><li id="n1">Gauged <em>twice</em>. <a href="{back}.md#m1">↩</a></li></ol>'


@dataclass(frozen=True)
class Edit:
    """One change of the series; the numbers choose among what there is."""

    kind: str
    at: int
    piece: int


@dataclass(frozen=True)
class Series:
    """Articles in order, each a title, a language and pieces; a file of notes stands at the end."""

    articles: tuple[tuple[str, str, tuple[str, ...]], ...]
    title: str = "Tides"

    def edited(self, edit: Edit) -> Series:
        """The series after an edit."""
        articles = list(self.articles)
        at = edit.at % len(articles)
        title, language, pieces = articles[at]
        piece = PIECES[edit.piece]
        match edit.kind:
            case "add":
                articles.insert(at, ("Slack", "en", (piece,)))
            case "remove" if len(articles) > 1:
                del articles[at]
            case "move":
                articles.append(articles.pop(at))
            case "insert":
                articles[at] = (title, language, (piece, *pieces))
            case "delete":
                articles[at] = (title, language, pieces[1:])
            case "rename":
                articles[at] = (f"{title} of sand's end", language, pieces)
            case "language":
                articles[at] = (title, "ar" if language == "en" else "en", pieces)
            case "title":
                return replace(self, title=f"{self.title} again")
            case "id":
                articles[at] = (title, language, tuple(piece.replace("ribs", "bones") for piece in pieces))
        return replace(self, articles=tuple(articles))

    def book(self, keep: Keep, picture: bytes) -> Book:
        """The finished book."""
        found = [
            Article(f"{number}.md", title, "".join(pieces), language=language, words=9)
            for number, (title, language, pieces) in enumerate(self.articles)
        ]
        back = next((n for n, (_, _, pieces) in enumerate(self.articles) if PIECES[3] in pieces), 0)
        found.append(Article("notes.md", "Notes", SHARED.format(back=back), language="en", words=3))
        kinds = [*("part" for _ in self.articles), "endnotes"]
        chapters = tuple(
            PlannedChapter(one.title, None, (Instalment(one.source, one.title),), kind)
            for one, kind in zip(found, kinds, strict=True)
        )
        plan = Plan(self.title, (PlannedPart(None, None, chapters),))
        meta = Metadata(self.title, "en", "urn:x:1")

        def finder(source: str, href: str) -> bytes:
            if href != "sea.png":
                raise FileNotFoundError(source, href)
            return picture

        return transform(assemble(plan, {one.source: one for one in found}, meta), finder, keep)

    def sheets(self, keep: Keep, picture: bytes, medium: Medium, options: Options) -> tuple[Book, tuple[Sheet, ...]]:
        """The book, and its sheets for a medium."""
        book = self.book(keep, picture)
        return book, typeset(book, contents(book), THEME, medium, options=options, keep=keep)


START = Series((("Ebb", "en", PIECES[:2]), ("Flow", "en", PIECES[2:5]), ("Slack", "en", PIECES[5:])))


@pytest.fixture(scope="session")
def picture() -> bytes:
    """A small picture."""
    data = BytesIO()
    Image.new("RGB", (30, 20), "navy").save(data, "PNG")
    return data.getvalue()


KINDS = ("add", "remove", "move", "insert", "delete", "rename", "language", "title", "id")
EDITS = st.builds(Edit, st.sampled_from(KINDS), st.integers(0, 9), st.integers(0, len(PIECES) - 1))
MEDIA: tuple[Medium, ...] = ("epub", "print", "screen", "html")
OPTIONS = st.builds(
    Options,
    notes=st.sampled_from(["foot", "chapter", "book"]),
    credits=st.sampled_from(["chapter", "sources"]),
    urls=st.sampled_from(["notes", "references", "none"]),
)


def same_after(steps: list[tuple[Edit, Medium, Options]], picture: bytes) -> None:
    """Edit a series, and compare what is made with what was kept to what is made from nothing."""
    keep = keeper({})
    series = START
    for medium in MEDIA:
        series.sheets(keep, picture, medium, Options())
    for edit, medium, options in steps:
        series = series.edited(edit)
        assert series.sheets(keep, picture, medium, options) == series.sheets(afresh, picture, medium, options)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(EDITS, st.sampled_from(MEDIA), OPTIONS), min_size=1, max_size=5))
def test_after_any_edits_what_was_kept_gives_the_same_book(
    picture: bytes, steps: list[tuple[Edit, Medium, Options]]
) -> None:
    same_after(steps, picture)


@pytest.mark.parametrize("kind", KINDS)
def test_after_each_kind_of_edit_what_was_kept_gives_the_same_book(kind: str, picture: bytes) -> None:
    same_after([(Edit(kind, at, 4), medium, Options()) for medium in MEDIA for at in range(3)], picture)


PLACES = (PIECES[2], "<p>Sand</p>", '<p id="PLACE">Ribs "of" sand</p>', "<h2>PLACE</h2><p>a...</p><pre>x</pre>")
LINKS = ("", '<p><a href="#ch-1-x">there</a></p>', '<p><a href="#ch-2-x">here</a></p>')
BOOKS = st.builds(
    lambda texts, language, direction: Book(
        Metadata("B", language, "urn:x", direction=direction),
        (Part("part-1", "", None, tuple(Chapter(f"ch-{n}", "T", None, "chapter", t) for n, t in enumerate(texts))),),
    ),
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(LINKS), st.integers(0, 2)).map(
            lambda made: (made[0] + made[1]).replace("PLACE", f"ch-{made[2]}-x")
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(["en", "fa", "fr"]),
    st.sampled_from(["ltr", "rtl"]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(BOOKS, min_size=2, max_size=6))
def test_whatever_was_kept_of_other_books_a_book_becomes_the_same(books: list[Book]) -> None:
    keep = keeper({})
    for book in books:
        assert transform(book, lambda _source, _href: b"", keep) == transform(book, lambda _source, _href: b"")


def test_after_one_edit_only_that_chapter_is_made_again(picture: bytes) -> None:
    kept: dict[str, bytes] = {}
    keep = keeper(kept)
    START.sheets(keep, picture, "print", Options())
    before = set(kept)
    edited = START.edited(Edit("insert", 0, 9))
    edited.sheets(keep, picture, "print", Options())
    made = {key for key in kept if key not in before}
    edited.sheets(keep, picture, "print", Options())
    assert len(kept) == len(before) + len(made), "and nothing the next time"
    assert len(made) == 3, "its notes, its rules and its sheet"
