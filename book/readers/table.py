"""Articles in the rows of a table: the CSV exports of Beehiiv, Wix, Buttondown and others. In: a `Snapshot`. Out: them.

Oldest first. RFC 4180. Which column is which is told by its name; a row without a date, where the others have one, was
never published.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from book.charset import NotText
from book.readers.entries import Entry, as_html, plain, reading
from book.readers.facts import unpublished
from book.readers.source import LIMIT, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from book.model import Reading, Snapshot

# Names in lower case with "_" between words; the first column that has a value wins.
_TITLE = ("title", "web_title", "post_title", "name", "subject", "headline", "email_subject_line")
_TEXT = (
    "content_html", "html", "body_html", "post_content", "content", "body", "text", "article", "plain_content",
    "plaintext", "content_text",
)  # fmt: skip
_DATE = ("published_at", "published_date", "publish_date", "post_date", "date_published", "published", "date",
         "created_at", "created")  # fmt: skip
_AUTHOR = ("author", "authors", "author_name", "byline", "creator")
_ADDRESS = ("canonical_url", "url", "web_url", "post_url", "link", "permalink", "post_page_url")
_LANGUAGE = ("language", "lang", "locale")
_FILED = {
    "categories": ("categories", "category", "main_category", "section"),
    "tags": ("tags", "content_tags", "labels", "keywords"),
}
_RELEASED = ("published_at", "published_date", "publish_date")


def read(snapshot: Snapshot) -> Reading:
    """The documents, one a row."""
    text, problems = text_of(snapshot)
    rows = list(_rows(text))
    if not rows or not _first(dict.fromkeys(rows[0], "x"), _TITLE):
        raise NotText("it is a table without articles")
    dated = any(_first(row, _RELEASED) for row in rows)
    entries = [_entry(row, number, dated=dated) for number, row in enumerate(rows)]
    return reading(snapshot, entries, problems)


def _rows(text: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(LIMIT)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield {
                re.sub(r"\W+", "_", name.strip().lower()): value.strip()
                for name, value in row.items()
                if isinstance(name, str) and isinstance(value, str)
            }
    except csv.Error as error:
        raise NotText(f"it is no table: {error}") from error


def _entry(row: Mapping[str, str], number: int, *, dated: bool) -> Entry:
    facts = {key: value for key, value in row.items() if key not in _TEXT and value and len(value) < 1000}
    facts |= {key: plain(_first(row, columns).strip('[]"').replace('"', "")) for key, columns in _FILED.items()}
    held = unpublished("", {key: value for key, value in facts.items() if key in ("status", "draft", "is_published")})
    reason = held.reason if held else "a draft" if dated and not _first(row, _RELEASED) else ""
    return Entry(
        key=_first(row, ("id", "post_id", "slug")) or str(number + 1),
        title=plain(_first(row, _TITLE)),
        html=as_html(_first(row, _TEXT)),
        byline=plain(_first(row, _AUTHOR)),
        date=_first(row, _DATE),
        address=address if (address := _first(row, _ADDRESS)).startswith(("http://", "https://")) else "",
        language=_first(row, _LANGUAGE),
        reason=reason,
        meta=facts,
    )


def _first(row: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((row[name] for name in names if row.get(name)), "")
