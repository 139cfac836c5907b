"""Laid out by the real engine: whatever a source holds, nothing leaves the text block and every note has its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from book.contents import contents
from book.model import Book, Chapter, Metadata, Note, Part
from book.theme import length, load
from book.typeset import typeset
from book.typeset.notes import set_at_foot
from book.xhtml import parse, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from book.model import Theme

PARAGRAPH = "The harbour lies open to the north, and every ship that enters it must wait for the tide. " * 5
ROW = "".join(f"<td>value {number}</td>" for number in range(40))
HOSTILE = {
    "a word of 20,000 characters": f"<p>{'x' * 20_000}</p>",
    "a table of 40 columns": f"<table><tbody>{f'<tr>{ROW}</tr>' * 3}</tbody></table>",
    "a long address": f'<p>See <a href="https://example.org/">https://example.org/{"road/" * 40}</a>.</p>',
    "code without spaces": f"<pre><code>{'<span>token</span>+' * 60}</code></pre>",
    "a long word in a heading": f"<h2>{'Leuchtturm' * 8}</h2><p>{PARAGRAPH}</p>",
    "emphasis at every line's end": f"<p>{'one <em>extraordinarily</em> bright <strong>lighthouse</strong> ' * 60}</p>",
}


def laid(body: str, theme: Theme, notes: tuple[Note, ...] = (), title: str = "A Title") -> bytes:
    from book.editions.pdf.layout import lay_one  # noqa: PLC0415 - half a second, for these tests only

    chapter = Chapter("ch-01", title, "1", "chapter", body, "Chapter 1", notes=notes)
    made = Book(Metadata("T", "en", "urn:x:1"), (Part("p", "", None, (chapter,)),))
    sheet = next(sheet for sheet in typeset(made, contents(made), theme, "print") if sheet.chapter)
    return lay_one(sheet.xhtml, [theme.base, theme.print], {})


def glyphs(pdf: bytes) -> Iterator[tuple[int, float, float, float, float]]:
    """Page from 1; left, bottom, right, top of every visible character, pt."""
    import pypdfium2  # noqa: PLC0415 - for these tests only

    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, 1):
        text = page.get_textpage()
        for at in range(text.count_chars()):
            if text.get_text_range(at, 1).strip("\u200b\u0002\ufffe \r\n"):
                yield (number, *text.get_charbox(at))
    document.close()


@pytest.mark.parametrize("name", ["classic", "modern", "reader"])
@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_nothing_leaves_the_text_block(what: str, name: str) -> None:
    theme = load(name)
    inner, outer, width = (length(theme.variables[key]) or 0 for key in ("margin-inner", "margin-outer", "page-width"))
    count = 0
    for page, left, bottom, right, _ in glyphs(laid(HOSTILE[what], theme)):
        first, last = (inner, outer) if page % 2 else (outer, inner)
        assert left > first - 4, (page, left)
        assert right < width - last + 4, (page, right)
        assert bottom > 0
        count += 1
    assert count > 100


def test_sixty_notes_on_one_page_all_find_a_foot() -> None:
    references = " ".join(
        f'word<a epub:type="noteref" role="doc-noteref" href="#n{n}" id="r{n}">{n}</a>' for n in range(60)
    )
    notes = tuple(Note(f"n{n}", f"r{n}", str(n), f"<p>(q{n}q) {PARAGRAPH[:160]}</p>") for n in range(60))
    pdf = laid(f"<p>{references}</p><p>{PARAGRAPH}</p>", load("classic"), notes)
    import pypdfium2  # noqa: PLC0415 - for these tests only

    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert [number for number in range(60) if text.count(f"(q{number}q)") != 1] == []
    assert all(bottom > 40 for _, _, bottom, _, _ in glyphs(pdf))


def test_a_title_of_400_characters_stays_on_its_page() -> None:
    theme = load("classic")
    boxes = list(glyphs(laid(f"<p>{PARAGRAPH}</p>", theme, title="A very long title indeed " * 16)))
    assert max(right for _, _, _, right, _ in boxes) < (length(theme.variables["page-width"]) or 0) - 40


def test_a_line_end_in_the_source_of_a_note_is_no_line_end_on_the_page() -> None:
    chapter = parse('<p>Text<a id="r" href="#n">1</a> goes on.</p>')
    note = Note("n", "r", "1", "<p>A note of two\n lines.</p>")
    assert set_at_foot(chapter, [note]) == []
    assert "A note of two lines." in write(chapter)
