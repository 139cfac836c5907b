"""An entry of an export or feed on its way to being a document. In: its facts. Out: `Document`, `LeftOut`.

What all of them share: a title that may hold markup, text that may be plain, a date, and a place among the others,
oldest first.
"""

from __future__ import annotations

import re
from dataclasses import field, replace
from html import escape, unescape
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.model import Document, LeftOut, Reading
from book.readers.dates import iso

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.model import Problem, Snapshot

SUMMARY = "summary_only"  # the fact of an entry whose text is but a summary
_TAG = re.compile(r"<[^>]*>")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&(?:#\d+|[a-z]+);")
_DATE_KEY = re.compile(r"(\d{4}).?(\d{2}).?(\d{2})(?:.(\d{2}).?(\d{2}))?")


@frozen
class Entry:
    """One article of an export."""

    key: str  # what stands behind "#" in the document's source; unique in its file
    title: str = ""  # plain
    html: str = ""
    byline: str = ""
    date: str = ""  # ISO 8601
    address: str = ""
    language: str = ""
    reason: str = ""  # why it is left out, as a phrase; empty: it is not
    meta: Mapping[str, str] = field(default_factory=dict)


def plain(text: str) -> str:
    """The text of a title that may hold markup and entities."""
    return " ".join(unescape(_TAG.sub("", text)).split()) if _MARKUP.search(text) else " ".join(text.split())


def as_html(text: str) -> str:
    """HTML of a text that may be plain: then its blank lines part paragraphs."""
    if _MARKUP.search(text):
        return text
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text))
    return "\n".join(f"<p>{escape(block, quote=False)}</p>" for block in blocks if block)


def reading(  # noqa: PLR0913 - the last two are flags by name
    snapshot: Snapshot,
    entries: Sequence[Entry],
    problems: tuple[Problem, ...] = (),
    *,
    site: str = "",
    ordered: bool = False,
    feed: bool = False,
) -> Reading:
    """The reading of a file of entries. `ordered`: they stand in their order; else they are put oldest first.

    `feed`: newest first is the custom, so entries without dates are turned round.
    """
    unique = _unique(entries)
    kept = [entry for entry in unique if not entry.reason and entry.html.strip()]
    empty = [replace(entry, reason="no text") for entry in unique if not entry.reason and entry not in kept]
    if not ordered:
        # Sorted is stable: in a file that has newest first, entries of one day come in reverse.
        days = [_when(entry) for entry in kept]
        newest_first = days != sorted(days) or (feed and not any(days))
        kept = sorted(kept[::-1] if newest_first else kept, key=_when)
    documents = tuple(_document(snapshot, entry, place, site) for place, entry in enumerate(kept))
    out = tuple(
        LeftOut(f"{snapshot.name}#{entry.key}", f"{entry.reason}: {entry.title}" if entry.title else entry.reason)
        for entry in [*unique, *empty]
        if entry.reason
    )
    return Reading(documents, problems, out)


def _document(snapshot: Snapshot, entry: Entry, place: int, site: str) -> Document:
    return Document(
        source=f"{snapshot.name}#{entry.key}",
        form="content",
        markup=entry.html,
        title=entry.title,
        byline=entry.byline,
        date=iso(entry.date),
        language=entry.language,
        address=entry.address,
        site=site,
        meta={key: value for key, value in entry.meta.items() if value},
        position=place,
    )


def _when(entry: Entry) -> str:
    return "".join(part or "00" for part in match.groups()) if (match := _DATE_KEY.match(iso(entry.date))) else ""


def _unique(entries: Sequence[Entry]) -> list[Entry]:
    taken: dict[str, int] = {}
    result = []
    for entry in entries:
        key = re.sub(r"\s+", "-", entry.key.strip()) or "entry"
        count = taken[key] = taken.get(key, 0) + 1
        result.append(replace(entry, key=key if count == 1 else f"{key}~{count}"))
    return result
