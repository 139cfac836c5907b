"""A page saved as MHTML. In: a `Snapshot`. Out: one document with the pictures that travel in it.

RFC 2557 and RFC 2045 to 2047, by the standard library's `email`. The page is the part that `start` names, else the
first that is HTML; the others are found by their Content-Location, whole or relative to the page's, or by `cid:`.
"""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from book.charset import NotText
from book.model import Reading, Resource
from book.readers import html, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from book.model import Snapshot

_PARTS = 5_000  # of one page


def read(snapshot: Snapshot) -> Reading:
    """One document."""
    message = email.message_from_bytes(snapshot.data, policy=email.policy.compat32)
    parts = [part for part, _ in zip(message.walk(), range(_PARTS), strict=False) if not part.is_multipart()]
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        plain = next((part for part in parts if part.get_content_type() == "text/plain"), None)
        if plain is None:
            raise NotText("it holds no page")
        return text.read(replace(snapshot, data=_bytes(plain), charset=_charset(plain)))
    start = message.get_param("start")
    page = next((part for part in pages if start and part.get("Content-ID") == start), pages[0])
    address = (page.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
    inner = replace(snapshot, data=_bytes(page), charset=_charset(page), address=address or snapshot.address)
    reading = html.read(inner)
    resources = tuple(resource for part in parts if part is not page for resource in _resources(part, address))
    return replace(reading, documents=tuple(replace(document, resources=resources) for document in reading.documents))


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str:
    return part.get_content_charset() or ""


def _resources(part: Message, address: str) -> Iterator[Resource]:
    """A part under every name the page may call it by."""
    if not part.get_content_type().startswith("image/"):
        return
    names = called("".join((part.get("Content-Location") or "").split()), address)
    if identity := part.get("Content-ID"):
        names.append(f"cid:{identity.strip(' <>')}")
    data = _bytes(part)
    yield from (Resource(name, part.get_content_type(), data) for name in dict.fromkeys(names) if name)


def called(location: str, address: str) -> list[str]:
    """The names by which the page at `address` may call what lies at `location`: whole, from the root, relative."""
    names = [location] if location else []
    if location and urlsplit(location).netloc == urlsplit(address).netloc:
        path = urlsplit(location).path
        folder = urlsplit(address).path.rpartition("/")[0] + "/"
        names += [path] + ([path[len(folder) :]] if path.startswith(folder) else [])
    return names
