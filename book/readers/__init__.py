"""Snapshot to documents. In: one `Snapshot`. Out: a `Reading`: documents, what was left out, and problems.

`READERS` is the literal table of readers; the name of one is what `book.media.kind` says of a file. Third parties
add theirs through the entry-point group `book.readers`, named by an ending: `rst = "package.module:function"`.
Each snapshot is read alone, so that its reading can be cached by its bytes.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from book import media
from book.charset import NotText
from book.model import Problem, Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from book.model import Snapshot

READERS: dict[str, str] = {
    "markdown": "book.readers.markdown:read",
    "html": "book.readers.html:read",
    "text": "book.readers.text:read",
    "wordpress": "book.readers.wordpress:read",
    "feed": "book.readers.feed:read",
    "json": "book.readers.jsonexport:read",
    "csv": "book.readers.table:read",
    "epub": "book.readers.epub:read",
    "mhtml": "book.readers.mhtml:read",
    "webarchive": "book.readers.webarchive:read",
    "docx": "book.readers.docx:read",
    "odt": "book.readers.odt:read",
    "aozora": "book.readers.aozora:read",
}

VERSION = 1  # raised when a reader reads the same bytes differently: part of the cache's key

__all__ = ["READERS", "VERSION", "read"]


def read(snapshot: Snapshot) -> Reading:
    """The documents of a snapshot. What cannot be read is a problem in the reading, never an exception."""
    if not snapshot.data.strip():
        return _unreadable(snapshot, "is empty")
    name = media.kind(snapshot.name, snapshot.data, snapshot.media_type)
    target = READERS.get(name) or _third_party(media.suffix(snapshot.name))
    if not target:
        return _unreadable(snapshot, _what_it_is(snapshot))
    module, _, function = target.partition(":")
    reader: Callable[[Snapshot], Reading] = getattr(import_module(module), function)
    try:
        return _bounded(reader(snapshot))
    except NotText as error:
        return _unreadable(snapshot, f"cannot be read: {error}")
    except RecursionError:
        return _unreadable(snapshot, "cannot be read: it is nested too deeply")


def _bounded(reading: Reading) -> Reading:
    """The reading without floods of attributes, from whatever markup they came."""
    from book.readers.attributes import bounded  # noqa: PLC0415 - a submodule, loaded with the readers

    documents = tuple(
        document
        if document.form == "lines" or (markup := bounded(document.markup)) == document.markup
        else replace(document, markup=markup)
        for document in reading.documents
    )
    return replace(reading, documents=documents)


def _third_party(ending: str) -> str:
    from importlib.metadata import entry_points  # noqa: PLC0415 - looks through every distribution installed

    for entry in entry_points(group="book.readers"):
        if ending and entry.name == ending[1:]:
            return entry.value
    return ""


def _what_it_is(snapshot: Snapshot) -> str:
    phrase = media.binary(snapshot.data)
    return f"is {phrase}, which cannot be read as an article" if phrase else "is of no kind that can be read"


def _unreadable(snapshot: Snapshot, message: str) -> Reading:
    hint = "save it as HTML, Markdown, text, EPUB, DOCX or ODT, or leave it out"
    return Reading((), (Problem("unreadable", "error", snapshot.name, message, hint),))
