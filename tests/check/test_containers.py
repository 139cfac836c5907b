"""What a reader swallows inside an EPUB, a Word or an OpenDocument file is missed; what it keeps is not."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from book import readers
from book.check import conservation, containers
from book.clean import clean
from book.model import Snapshot
from tests.check.test_conservation import PARAGRAPHS, epub

if TYPE_CHECKING:
    from pathlib import Path


def docx() -> bytes:
    library = pytest.importorskip("docx")
    file = library.Document()
    file.add_heading("The Ferry", 0)
    file.add_heading("On the quay", 1)
    for paragraph in PARAGRAPHS:
        file.add_paragraph(paragraph)
    table = file.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Year", "Crates"), ("spring", "twelve")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def odt() -> bytes:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    note = (
        '<text:note text:note-class="footnote" text:id="n1"><text:note-citation>1</text:note-citation><text:note-body>'
    )
    note += "<text:p>A note about oranges.</text:p></text:note-body></text:note>"
    body = "".join(f"<text:p>{text}{note if not n else ''}</text:p>" for n, text in enumerate(PARAGRAPHS))
    content = f'<office:document-content{spaces}><office:body><office:text><text:h text:outline-level="1">The Ferry'
    content += f"</text:h>{body}</office:text></office:body></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return out.getvalue()


FILES = {"ferry.epub": lambda: epub(*(f"<p>{text}</p>" for text in PARAGRAPHS)), "ferry.docx": docx, "ferry.odt": odt}


@pytest.mark.parametrize("name", FILES)
def test_a_container_read_whole_has_no_problem_and_a_swallowed_paragraph_is_missed(name: str) -> None:
    snapshot = Snapshot(name, FILES[name]())
    documents = readers.read(snapshot).documents
    cleaning = clean(documents)
    bound = epub(*(article.body for article in cleaning.articles))
    removals = [removal for article in cleaning.articles for removal in article.removals]
    assert conservation.check(documents, [snapshot], bound, removals) == ()
    # The reader swallows a paragraph: neither its document nor the book has it.
    blind = [replace(document, markup=document.markup.replace(PARAGRAPHS[1], "")) for document in documents]
    cleaning = clean(blind)
    bound = epub(*(article.body for article in cleaning.articles))
    removals = [removal for article in cleaning.articles for removal in article.removals]
    found = conservation.check(blind, [snapshot], bound, removals)
    assert [problem.code for problem in found] == ["words-lost"]


def test_a_damaged_container_is_left_to_its_reader() -> None:
    assert containers.words_of(b"PK\x03\x04 no zip", "a.docx", "") is None


def test_a_real_epub_is_read_alike_by_both(corpus: Path) -> None:
    for path in sorted(corpus.glob("**/*.epub"))[:3]:
        snapshot = Snapshot(path.name, path.read_bytes())
        documents = readers.read(snapshot).documents
        cleaning = clean(documents)
        bound = epub(*(article.body for article in cleaning.articles))
        removals = [removal for article in cleaning.articles for removal in article.removals]
        found = conservation.check(documents, [snapshot], bound, removals, cleaning.left_out)
        assert [problem for problem in found if problem.code == "words-lost"] == []
