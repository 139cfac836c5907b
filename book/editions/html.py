"""One self-contained HTML file. In: a `Book` and sheets set for the medium "html". Out: HTML5 with everything inside.

The sheets' bodies follow one another; styles stand in the head, pictures as `data:` addresses, so that the file can
be sent, kept and opened anywhere. No script, nothing fetched. HTML Living Standard; RFC 2397 for `data:`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

from lxml import etree

from book.editions import Made
from book.editions.epub.look import parse
from book.editions.hrefs import resolve
from book.editions.styles import style_files
from book.model import Problem
from book.typeset.environment import render
from book.xhtml import EPUB_TYPE, XHTML_NS, XML_LANG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence

    from book.config import EditionSettings
    from book.model import Asset, Book, Contents, Metadata, Sheet, Theme

_H = f"{{{XHTML_NS}}}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_OUTWARD = frozenset(["http", "https", "mailto", "tel", "ftp"])
_SPACES = re.compile(r"(?:\sxmlns(?::\w+)?=\"[^\"]*\")+(?=[^<>]*>)")
_CLOSE = re.compile(r"</(?=style)", re.IGNORECASE)


def make(  # noqa: PLR0913 - every edition takes the same
    book: Book,
    contents: Contents,
    sheets: Sequence[Sheet],
    theme: Theme,
    *,
    edition: EditionSettings | None = None,
    cache: MutableMapping[str, bytes] | None = None,
) -> Made:
    """The file. The contents stand in their own sheet; `edition` and `cache` change nothing here.

    Raises `Refused` where a sheet is not well-formed.
    """
    del contents, edition, cache
    assets = {asset.name: asset for asset in book.assets}
    bodies = [(sheet, _body(sheet)) for sheet in sheets]
    homes = {f"{sheet.name}.xhtml": body.get("id", "") for sheet, body in bodies}
    known = {str(element.get("id")) for _, body in bodies for element in body.iter(etree.Element) if element.get("id")}
    problems = [
        problem
        for sheet, body in bodies
        for problem in _settle(sheet, body, known | set(homes.values()), homes, assets)
    ]
    css = "\n".join(style_files(sheets, theme).values())
    page = _page(book.metadata, css, [_html(body) for _, body in bodies])
    return Made(page.encode(), tuple(problems))


def _body(sheet: Sheet) -> etree._Element:
    """A sheet's body as a `div`, with the sheet's language and the styles of its own head."""
    tree = parse(sheet.name, sheet.xhtml)
    body = tree.find(f"{_H}body")
    if body is None:
        body = etree.SubElement(tree, f"{_H}body")
    body.tag = f"{_H}div"
    body.set("id", f"sheet-{sheet.name}")
    for name in ("lang", "dir"):
        if tree.get(name):
            body.set(name, str(tree.get(name)))
    for style in reversed(tree.findall(f"{_H}head/{_H}style")):
        body.insert(0, style)
    return body


def _settle(
    sheet: Sheet, body: etree._Element, known: set[str], homes: Mapping[str, str], assets: Mapping[str, Asset]
) -> Iterator[Problem]:
    """Give every picture its bytes and every link its place in the one file."""
    for element in list(body.iter(etree.Element)):
        for attribute in ("src", "poster", _XLINK):
            href = element.get(attribute)
            if href is not None and not href.startswith("data:"):
                yield from _picture(sheet, element, attribute, assets)
        if element.tag == f"{_H}a" and element.get("href") is not None:
            yield from _link(sheet, element, known, homes)
        for attribute in (EPUB_TYPE, XML_LANG):
            if attribute in element.attrib:
                del element.attrib[attribute]


def _picture(sheet: Sheet, element: etree._Element, attribute: str, assets: Mapping[str, Asset]) -> Iterator[Problem]:
    href = str(element.get(attribute))
    path, _, outward = resolve(f"{sheet.name}.xhtml", href)
    if path in assets and not outward:
        asset = assets[path]
        element.set(attribute, f"data:{asset.media_type};base64,{b64encode(asset.data).decode()}")
        return
    del element.attrib[attribute]
    what = f"the image '{href[:80]}' is not in the book"
    yield Problem("image-missing", "warning", sheet.name, what, "put the file beside its article")


def _link(sheet: Sheet, element: etree._Element, known: set[str], homes: Mapping[str, str]) -> Iterator[Problem]:
    href = str(element.get("href"))
    path, target, outward = resolve(f"{sheet.name}.xhtml", href)
    if outward in _OUTWARD:
        return
    place = target or homes.get(path, "")
    if not outward and place in known:
        element.set("href", f"#{place}")
        return
    del element.attrib["href"]
    what = f"a link leads nowhere: '{href[:80]}'"
    yield Problem("link-dead", "warning", sheet.name, what, "its words stay, as plain text")


def _html(body: etree._Element) -> str:
    """A tree as HTML: no namespaces but those of pictures and formulas, void elements without an end."""
    for element in body.iter(etree.Element):
        tag = str(element.tag)
        if tag.startswith(_H):
            element.tag = tag.removeprefix(_H)
    etree.cleanup_namespaces(body)
    body.tail = None
    # In HTML the namespaces of the element that held them all are noise.
    return _SPACES.sub("", etree.tostring(body, encoding="unicode", method="html"), count=1)


def _page(metadata: Metadata, css: str, sections: Sequence[str]) -> str:
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2, wanted only here

    return render(
        "edition.html",
        language=metadata.language,
        direction=metadata.direction,
        title=metadata.title,
        authors=metadata.authors,
        description=metadata.description,
        program="book-compiler",
        # A theme's text is CSS, but for what would end the element it stands in.
        css=Markup(_CLOSE.sub(r"<\\/", css)),  # noqa: S704 - escaped by the line above, as CSS is
        sections=[Markup(section) for section in sections],  # noqa: S704 - written by lxml from a tree
    )
