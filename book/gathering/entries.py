"""Entries of feeds and exports as instalments to collect. In: an answer, or a file's reading. Out: `Found`s, `Feed`s.

Each entry becomes a file of its own: a feed forgets its older entries, and of an export one may want a category only.
What it says of itself goes into the record beside it (`Record.facts`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from book import media, readers
from book.charset import NotText
from book.collect.web.wanted import Feed, Found
from book.model import Snapshot
from book.readers import feed, jsonexport
from book.readers.chosen import choose
from book.readers.entries import SUMMARY

if TYPE_CHECKING:
    from collections.abc import Callable

    from book.collect.web.client import Fetched
    from book.collect.web.wanted import Wanted
    from book.model import Document

HELD = frozenset(["feed", "json", "wordpress", "csv"])  # kinds of files that hold many articles and are no book
_INNER = frozenset(["base", "position"])


def feed_reader(wanted: Wanted) -> Callable[[Fetched], Feed | None]:
    """What reads an answer as a feed or export: None for what is none."""

    def read(fetched: Fetched) -> Feed | None:
        name = unquote(urlsplit(fetched.address).path).rpartition("/")[2] or "feed"
        snapshot = Snapshot(name, fetched.data, fetched.media_type, fetched.charset, fetched.address)
        kind = media.kind(name, fetched.data, fetched.media_type)
        if kind not in HELD:
            return None
        reading = choose(readers.read(snapshot), wanted.categories, wanted.tags)
        if not reading.documents and not reading.left_out:
            return None  # collected as the file it is; reading it will say what is wrong with it
        after, guess = _following(snapshot, kind)
        entries = [found_of(document, fetched.address) for document in reading.documents]
        short = sum(1 for entry in entries if SUMMARY in entry.facts and not entry.summary)
        return Feed(tuple(entries), next=after, guess=guess, summaries=short)

    return read


def _following(snapshot: Snapshot, kind: str) -> tuple[str, str]:
    try:
        if kind == "feed":
            return feed.following(snapshot)
        return (jsonexport.following(snapshot), "") if kind == "json" else ("", "")
    except NotText:
        return "", ""


def found_of(document: Document, within: str = "") -> Found:
    """The instalment that an entry is. `within`: the address of its feed, for those that have none of their own."""
    address = urljoin(within, document.address) if document.address else document.source
    facts = {key: value for key, value in document.meta.items() if value and key not in _INNER}
    settled = {
        "title": document.title,
        "author": document.byline,
        "date": document.date,
        "language": document.language,
        "series": document.series,
        "canonical": address if "://" in address else "",
        "base": document.meta.get("base", "") or (address if "://" in address else ""),
    }
    facts |= {key: value for key, value in settled.items() if value}
    return Found(
        address if "://" in address or not within else f"{within}#{document.source.partition('#')[2]}",
        document.title,
        position=document.position,
        date=document.date,
        content=document.markup.encode("utf-8"),
        facts=facts,
        summary=SUMMARY in facts and "://" in address,
    )
