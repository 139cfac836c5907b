"""Names for collected files. In: what was fetched. Out: the last step of its address or its title, unlike any other."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from book.collect.web.client import Fetched
    from book.collect.web.wanted import Found

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/epub+zip": ".epub",
    "application/zip": ".zip",
    "multipart/related": ".mhtml",
    "application/x-webarchive": ".webarchive",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/svg+xml": ".svg",
}
_PAGES = frozenset(["", "text/html", "application/xhtml+xml"])
_LONGEST = 60  # characters of a stem; four bytes each at most, and a file's name has 255


def name_of(fetched: Fetched, entry: Found, taken: Iterable[str]) -> str:
    """A readable name that no other file of the folder has, whatever case its system keeps."""
    path = unquote(urlsplit(fetched.address).path).rstrip("/")
    last = path.rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    ending = ending if dot and stem and ending.isalnum() and len(ending) <= 5 else ""
    stem = stem if ending else last
    if entry.content is not None or not re.search(r"[^\W\d_]", stem):
        stem = entry.title or stem  # of an entry "#17" and of "?p=123" the title says more
    stem = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", stem)).strip("-_").lower()[:_LONGEST].rstrip("-_")
    stem = stem or sha256(fetched.address.encode()).hexdigest()[:8]
    page = fetched.media_type in _PAGES or not ending
    suffix = _ENDINGS.get(fetched.media_type) or (".html" if page else f".{ending.lower()}")
    known = {name.casefold() for name in taken}
    name, number = f"{stem}{suffix}", 2
    while name.casefold() in known:
        name, number = f"{stem}-{number}{suffix}", number + 1
    return name
