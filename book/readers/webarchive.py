"""A page saved by Safari. In: a `Snapshot`. Out: one document with the pictures that travel in it.

A web archive is a property list (binary or XML, by the standard library's `plistlib`, which resolves no entities):
`WebMainResource` is the page, `WebSubresources` what it shows; frames are the site's and are left out.
"""

from __future__ import annotations

import plistlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from book.charset import NotText
from book.model import Reading, Resource
from book.readers import html, text
from book.readers.mhtml import called

if TYPE_CHECKING:
    from book.model import Snapshot

_PARTS = 5_000  # of one page


def read(snapshot: Snapshot) -> Reading:
    """One document. Raises `NotText` for what is no web archive."""
    try:
        whole = plistlib.loads(snapshot.data)
    except (plistlib.InvalidFileException, ExpatError, ValueError, TypeError, LookupError, OverflowError) as error:
        raise NotText("it is a damaged web archive") from error
    page = whole.get("WebMainResource") if isinstance(whole, dict) else None
    if not isinstance(page, dict) or not _bytes(page):
        raise NotText("it is a web archive without a page")
    address = _text(page, "WebResourceURL")
    inner = replace(
        snapshot,
        data=_bytes(page),
        charset=_text(page, "WebResourceTextEncodingName"),
        address=address if address.startswith(("http://", "https://")) else snapshot.address,
    )
    if _text(page, "WebResourceMIMEType") == "text/plain":
        return text.read(inner)
    reading = html.read(inner)
    parts = whole.get("WebSubresources")
    resources = tuple(
        Resource(name, _text(part, "WebResourceMIMEType"), _bytes(part))
        for part in (parts[:_PARTS] if isinstance(parts, list) else ())
        if isinstance(part, dict) and _text(part, "WebResourceMIMEType").startswith("image/")
        for name in called(_text(part, "WebResourceURL"), address)
    )
    return replace(reading, documents=tuple(replace(document, resources=resources) for document in reading.documents))


def _bytes(part: dict[str, Any]) -> bytes:
    data = part.get("WebResourceData")
    return data if isinstance(data, bytes) else b""


def _text(part: dict[str, Any], key: str) -> str:
    value = part.get(key)
    return value.strip() if isinstance(value, str) else ""
