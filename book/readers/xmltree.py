"""XML of feeds and exports, sound or not. In: text. Out: its root.

XML 1.0, without its document type: no DTD is loaded, no entity resolved but the characters HTML names. Exports are
often not well-formed (a bare `&`, a control character): what a browser would forgive is forgiven.
"""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from book.charset import NotText

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_BARE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)(?:([A-Za-z][A-Za-z0-9]{1,31};))?")
_PROLOGUE = 20_000  # characters in which a document type is looked for


def parse(text: str) -> etree._Element:
    """The root. Raises `NotText` where nothing of it can be read."""
    text = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
    text = _DOCTYPE.sub("", text[:_PROLOGUE], count=1) + text[_PROLOGUE:]
    parts = _CDATA.split(text)
    parts[::2] = [_BARE.sub(_mended, part) for part in parts[::2]]
    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=recover, remove_pis=True
        )
        try:
            root = etree.fromstring("".join(parts).strip(), parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root is not None:
            return root
    raise NotText("it is no XML")


def _mended(found: re.Match[str]) -> str:
    return html5.get(found[1], f"&amp;{found[1]}") if found[1] else "&amp;"


def local(element: etree._Element) -> str:
    """The name without its namespace, lower case; "" for a comment."""
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def child_text(element: etree._Element, *paths: str) -> str:
    """The text of the first child, by `{*}name` path, that has any."""
    for path in paths:
        for found in element.findall(path):
            text = "".join(map(str, found.itertext())).strip()
            if text:
                return text
    return ""


def inner_html(element: etree._Element) -> str:
    """The content of an element as HTML, namespaces away."""
    for node in element.iter(etree.Element):
        node.tag = etree.QName(node).localname
    etree.cleanup_namespaces(element)
    text = str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
    return text[text.index(">") + 1 : text.rindex("<")] if "</" in text else ""
