"""A Word document with real notes, a picture, a list and a table arrives with all of them, notes as notes."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from book import readers, xhtml
from book.check import conservation
from book.clean import Recurring, clean_one
from book.model import Snapshot
from tests.check.test_conservation import PARAGRAPHS, epub

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def png() -> bytes:
    """A picture of one red dot (PNG, third edition, section 5)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def paragraph(text: str, style: str = "", inner: str = "") -> str:
    said = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{said}<w:r><w:t>{text}</w:t></w:r>{inner}</w:p>"


def note(kind: str, number: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def notes(kind: str, texts: list[str]) -> str:
    inner = "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:{kind}>'
        for number, text in enumerate(texts, 2)
    )
    separators = f'<w:{kind} w:type="separator" w:id="0"><w:p/></w:{kind}>'
    return f'{HEAD}<w:{kind}s xmlns:w="{W}">{separators}{inner}</w:{kind}s>'


def picture() -> str:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing">'
        '<wp:docPr id="1" name="a" descr="The wall"/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture">'
        f'<pic:blipFill><a:blip xmlns:r="{R}" r:embed="rId3"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def table(rows: list[list[str]]) -> str:
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{cells}</w:tbl>"


def document() -> bytes:
    body = (
        paragraph("The Ferry", "Title")
        + paragraph(PARAGRAPHS[0], inner=note("footnote", 2))
        + paragraph("The wall", "Heading1")
        + paragraph(PARAGRAPHS[1], inner=note("footnote", 3) + note("endnote", 2))
        + paragraph("", inner=picture())
        + table([["Year", "Crates"], ["1741", "twelve"]])
        + paragraph(PARAGRAPHS[2])
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/footnotes" Target="footnotes.xml"/>'
        f'<Relationship Id="rId2" Type="{R}/endnotes" Target="endnotes.xml"/>'
        f'<Relationship Id="rId3" Type="{R}/image" Target="media/wall.png"/>'
        f'<Relationship Id="rId4" Type="{R}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'{HEAD}<w:styles xmlns:w="{W}">'
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
        "word/footnotes.xml": notes("footnote", ["A note about oranges.", "A note about lemons and salt."]),
        "word/endnotes.xml": notes("endnote", ["The records were burnt in the spring."]),
        "word/document.xml": f'{HEAD}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.writestr("word/media/wall.png", png())
    return out.getvalue()


def test_notes_pictures_and_tables_of_a_word_document_arrive_as_such() -> None:
    pytest.importorskip("mammoth")
    snapshot = Snapshot("ferry.docx", document())
    reading = readers.read(snapshot)
    (read,) = reading.documents
    article = clean_one(read, Recurring())
    body = xhtml.parse(article.body)
    kinds = [node.get(xhtml.EPUB_TYPE) for node in body.iter() if node.get(xhtml.EPUB_TYPE)]
    assert article.title == "The Ferry"
    assert kinds.count("noteref") == 3
    assert kinds.count("footnote") + kinds.count("endnote") == 3
    asides = {node.get("id"): " ".join(xhtml.text_of(node).split()) for node in body.iter("aside")}
    called = [asides[(node.get("href") or "")[1:]] for node in body.iter("a") if node.get(xhtml.EPUB_TYPE) == "noteref"]
    assert called == ["A note about oranges.", "A note about lemons and salt.", "The records were burnt in the spring."]
    assert [[xhtml.text_of(cell) for cell in row] for row in body.iter("tr")] == [
        ["Year", "Crates"],
        ["1741", "twelve"],
    ]
    (image,) = body.iter("img")
    assert image.get("alt") == "The wall"
    assert [resource.data for resource in read.resources if resource.href == image.get("src")] == [png()]
    assert conservation.check(reading.documents, [snapshot], epub(article.body), article.removals) == ()
