"""A small book with one of everything, made by hand."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from book.contents import contents
from book.model import Asset, Book, Chapter, Contents, Credit, Metadata, Note, Part

SENTENCES = (
    "A lighthouse keeper counts the seconds between two flashes the way a baker counts loaves. "
    "The lamp turns whether anyone looks or not; the sea answers in its own time. "
    "On clear nights the beam reaches forty kilometres, and on foggy ones it scarcely touches the rail. "
    "What the keeper writes in the log is short: wind, visibility, the number of vessels. "
)
ARABIC = "كان الحارس يعدّ الثواني بين ومضتين كما يعدّ الخبّاز أرغفته، من غير تفكير وبعناية كبيرة. " * 4


def reference(number: int, chapter: str) -> str:
    """A note reference as the notes transform leaves it."""
    link = f'href="#{chapter}-fn{number}" id="{chapter}-ref{number}"'
    return f'<a epub:type="noteref" role="doc-noteref" {link}>{number}</a>'


def note(number: int, chapter: str, body: str) -> Note:
    return Note(f"{chapter}-fn{number}", f"{chapter}-ref{number}", str(number), body)


def lamp() -> Asset:
    data = BytesIO()
    Image.new("RGB", (90, 60), (90, 120, 140)).save(data, "PNG")
    return Asset("images/lamp.png", "image/png", data.getvalue(), 90, 60)


@pytest.fixture(scope="session")
def book() -> Book:
    """Two parts, three chapters, one in Arabic; notes, a figure, a table, code, a quotation, a poem."""
    first = Chapter(
        "ch-01", "The Keeper of the Light", "1", "chapter",
        f"<p>{SENTENCES}{reference(1, 'ch-01')}</p>"
        f'<h2 id="lamp">What the lamp is made of</h2><p>Glass and <dfn>brass</dfn>.{reference(2, "ch-01")} '
        'See <a href="#tides">the tides</a> and <a href="https://example.org/lamps">a society</a>.</p>'
        '<figure><img src="images/lamp.png" alt="A lamp"/><figcaption>The lamp</figcaption></figure>'
        "<blockquote><p>It never repeats itself.</p></blockquote><hr/><p>So it is.</p>",
        label="Chapter 1",
        notes=(note(1, "ch-01", "<p>Two clocks, <em>in fact</em>.</p>"), note(2, "ch-01", "<p>One.</p><p>Two.</p>")),
        credits=(Credit("1.md", "The Keeper", "Ada Merle", "2014-05-03", "https://example.org/1", "Coastal Letters"),),
    )  # fmt: skip
    second = Chapter(
        "ch-02", "Tides", "2", "part",
        '<p>“Tell me the hour,” said the pilot.</p><h2 id="tides">The table</h2>'
        '<table><thead><tr><th scope="col">Day</th><th scope="col">Metres</th></tr></thead>'
        '<tbody><tr><td>1</td><td>4.1</td></tr></tbody></table>'
        '<pre><code>def predict(day):\n    return moon(day)\n</code></pre>'
        '<div class="verse"><p>The moon goes up,<br/>the tide goes out.</p></div>'
        '<p>More on <span data-index="Brass">that metal</span> and <span class="index">neap tides</span>.</p>',
        label="Chapter 2",
    )  # fmt: skip
    third = Chapter(
        "ch-03", "حارس المنارة", "3", "chapter", f"<p>{ARABIC}</p>", "Chapter 3", language="ar", direction="rtl"
    )
    preface = Chapter("pr", "Before the Light", None, "preface", f"<p>{SENTENCES}</p>")
    end = Chapter("ap", "Lamps", None, "appendix", f"<p>{SENTENCES}</p>")
    meta = Metadata(
        "The Keeper & the Light", "en", "urn:isbn:9780000000002", subtitle="Letters", authors=("Ada Merle", "Jon Vik"),
        publisher="Harbour Press", rights="© 2014 Ada Merle", date="2015-03-01",
    )  # fmt: skip
    parts = (
        Part("pt-0", "", None, (preface,)),
        Part("pt-1", "The Lamp", "1", (first,), "Part 1"),
        Part("pt-2", "The Sea", "2", (second, third), "Part 2"),
        Part("pt-3", "", None, (end,)),
    )
    return Book(meta, parts, assets=(lamp(),))


@pytest.fixture(scope="session")
def listed(book: Book) -> Contents:
    return contents(book)
