"""The order a package or a table of contents declares. In: its bytes and path. Out: paths of articles, in order.

EPUB 3.3 section 5.7 (spine) for `content.opf`; mdBook's and GitBook's `SUMMARY.md`.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from lxml import etree

_SUMMARY_LINK = re.compile(r"\[[^\]\n]*\]\(\s*<?([^)\s>#]+)")


def spine(data: bytes, name: str) -> tuple[str, ...]:
    """The paths of the spine's items, resolved against the package's own path `name`; none for a broken package."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    items = {item.get("id"): item.get("href") or "" for item in root.iter("{*}item")}
    hrefs = (items.get(reference.get("idref"), "") for reference in root.iter("{*}itemref"))
    return tuple(_resolve(name, href) for href in hrefs if href)


def summary(data: bytes, name: str) -> tuple[str, ...]:
    """The paths that a `SUMMARY.md` lists."""
    text = data.decode("utf-8", "replace")
    return tuple(
        dict.fromkeys(_resolve(name, match[1]) for match in _SUMMARY_LINK.finditer(text) if "://" not in match[1])
    )


def _resolve(name: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(href)))
