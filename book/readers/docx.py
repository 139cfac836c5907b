"""A Word document. In: a `Snapshot`. Out: one document with its pictures; notes as linked notes.

ECMA-376 by mammoth, which goes by the styles' names; it resolves no style sheets, so what is only made to look like
a heading stays a paragraph, and the cleaning of faked headings sees to it.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from book.charset import NotText
from book.errors import Lacking
from book.model import Document, Problem, Reading, Resource
from book.readers import headings
from book.readers.dates import iso
from book.readers.epub import Box, parse_xml
from book.readers.names import name_facts
from book.readers.xmltree import child_text

if TYPE_CHECKING:
    from lxml import etree

    from book.model import Snapshot

# Mammoth's own map misses these; the title comes first as h1 so that it is found again as the title.
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='caption'] => p.caption:fresh
"""
_NOTE = re.compile(r'<sup><a href="#((?:foot|end)note-[\w-]+)" id="([\w-]+)">\[?([^<\]]*)\]?</a></sup>')
_LIST = re.compile(r'<ol>(<li id="(?:foot|end)note-.*)</ol>\s*$', re.DOTALL)
_ITEM = re.compile(r'<li id="((?:foot|end)note-[\w-]+)">(.*?)</li>(?=<li id="(?:foot|end)note-|\s*$)', re.DOTALL)
_BACK = re.compile(r'\s*<a href="#(?:foot|end)note-ref-[\w-]+">↑</a>')


def read(snapshot: Snapshot) -> Reading:
    """One document."""
    try:
        import mammoth  # noqa: PLC0415 - only where there is a Word document
    except ImportError as error:
        hint = "install it: pip install 'book-compiler[office]'"
        raise Lacking(Problem("mammoth-missing", "error", snapshot.name, "needs mammoth to be read", hint)) from error
    Box(snapshot.data).weigh()
    facts = _properties(snapshot)
    images: list[Resource] = []

    def keep(image: object) -> dict[str, str]:
        with image.open() as stream:  # type: ignore[attr-defined]  # mammoth ships no types - its image has both
            href = f"image-{len(images) + 1}"
            images.append(Resource(href, str(image.content_type), stream.read()))  # type: ignore[attr-defined]  # mammoth ships no types - its image has both
        return {"src": href}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(snapshot.data), style_map=_STYLES, convert_image=mammoth.images.img_element(keep)
        )
    except Exception as error:  # a broken document raises whatever the line it broke raises
        raise NotText(f"it is a broken Word document: {error}") from error
    html = linked_notes(result.value)
    document = Document(
        source=snapshot.name,
        form="content",
        markup=html,
        title=facts.get("title") or headings.first(html),
        byline=facts.get("creator", ""),
        date=name_facts(snapshot.name).date or iso(facts.get("created", "")),
        language=facts.get("language", ""),
        meta=facts,
        resources=tuple(images),
        position=snapshot.position,
    )
    return Reading((document,))


def linked_notes(html: str) -> str:
    """Mammoth's notes as notes. EPUB 3.3 section 5.2."""
    html = _NOTE.sub(r'<a epub:type="noteref" role="doc-noteref" href="#\1" id="\2">\3</a>', html)
    found = _LIST.search(html)
    if found is None:
        return html
    asides = _ITEM.sub(
        lambda item: f'<aside epub:type="footnote" role="doc-footnote" id="{item[1]}">{_BACK.sub("", item[2])}</aside>',
        found[1],
    )
    return f'{html[: found.start()]}<section epub:type="footnotes" role="doc-endnotes">{asides}</section>'


def _properties(snapshot: Snapshot) -> dict[str, str]:
    """Title, author and date, where the author has set them. ISO 29500-2, core properties."""
    try:
        root: etree._Element = parse_xml(Box(snapshot.data).read("docProps/core.xml"))
    except NotText:
        return {}
    found = {name: child_text(root, f"{{*}}{name}") for name in ("title", "creator", "created", "language", "subject")}
    return {name: value for name, value in found.items() if value}
