"""One HTML file that needs nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import epub_samples as samples
from selectolax.lexbor import LexborHTMLParser

from book.editions import Made, edition_maker


def made(**facts: object) -> Made:
    said = samples.metadata(**facts)
    sheets = [replace(sheet, xhtml=re.sub(r"ch-0\d-[a-z-]+\.xhtml", "", sheet.xhtml)) for sheet in samples.sheets(said)]
    book = samples.book(said, samples.picture())
    return edition_maker("html")(book, samples.contents(), sheets, samples.theme())


def test_the_file_holds_its_pictures_and_styles_and_fetches_nothing() -> None:
    page = LexborHTMLParser(made().data.decode())
    assert [image.attributes["src"][:22] for image in page.css("img")] == ["data:image/png;base64,"]  # type: ignore[index]  # it has one - the test fails where it has not
    assert not page.css("link, script")
    assert "serif" in page.css_first("style").text()


def test_every_link_inside_has_its_end() -> None:
    edition = made()
    page = LexborHTMLParser(edition.data.decode())
    ids = {element.attributes["id"] for element in page.css("[id]")}
    hrefs = [link.attributes["href"] for link in page.css("a[href]")]
    assert hrefs
    assert all(href and href.startswith("#") and href[1:] in ids for href in hrefs)
    assert not edition.problems


def test_a_browser_reads_the_same_words_as_the_sheets_have() -> None:
    """Nothing is swallowed by an HTML parser: an empty `<a id="x"/>` would take the rest of the page into a link."""
    body = '<section id="ch-01"><h1>T</h1><p>One <a id="x"/>two <b/>three<br/>four</p></section>'
    said = samples.metadata()
    sheet = samples.sheet("ch-01", "chapter", "body", "T", body, said, chapter="ch-01", ids=("ch-01",))
    data = edition_maker("html")(samples.book(said), samples.contents(), [sheet], samples.theme()).data
    page = LexborHTMLParser(data.decode())
    assert page.css_first("p").text() == "One two threefour"
    assert page.css_first("#x").text() == ""


def test_an_absent_picture_is_reported() -> None:
    said = samples.metadata()
    edition = edition_maker("html")(samples.book(said), samples.contents(), samples.sheets(said), samples.theme())
    assert [problem.code for problem in edition.problems] == ["image-missing"]


def test_a_theme_cannot_leave_its_style_element() -> None:
    said = samples.metadata()
    theme = samples.theme("p { content: '</style><script>alert(1)</script>' }")
    data = edition_maker("html")(
        samples.book(said, samples.picture()), samples.contents(), samples.sheets(said), theme
    ).data
    assert not LexborHTMLParser(data.decode()).css("script")


def test_the_language_and_direction_are_the_books() -> None:
    page = LexborHTMLParser(made(language="he", direction="rtl").data.decode())
    assert page.css_first("html").attributes == {"lang": "he", "dir": "rtl"}


def test_the_contents_stand_at_the_side_and_the_file_opens_with_its_title() -> None:
    """In a browser: no cover set in type, the contents fixed beside the text where there is room, dark where wanted."""
    from book.contents import contents  # noqa: PLC0415 - for this test only
    from book.model import Book, Chapter, Metadata, Part  # noqa: PLC0415 - the same
    from book.theme import load  # noqa: PLC0415 - the same
    from book.typeset import typeset  # noqa: PLC0415 - the same

    book = Book(
        Metadata("The Canal", "en", "urn:x:1"),
        (Part("p", "", None, (Chapter("ch-1", "Lock", "1", "chapter", "<p>Water.</p>", "Chapter 1"),)),),
    )
    theme, listed = load("modern"), contents(book)
    data = edition_maker("html")(book, listed, typeset(book, listed, theme, "html"), theme).data.decode()
    page = LexborHTMLParser(data)
    assert [block.attributes["id"] for block in page.css("body > div")][:2] == ["sheet-titlepage", "sheet-imprint"]
    assert page.css_first("#sheet-contents a[href='#ch-1']") is not None
    css = page.css_first("style").text()
    assert "#sheet-contents { position: fixed;" in css
    assert "prefers-color-scheme: dark" in css
    assert "@media print" in css
    assert "xmlns" not in data
