"""Declared facts under the names of the model. In: facts as sources name them. Out: `Facts`.

Also whether the author holds the article back.

Hugo, Zola, Jekyll, Hexo, Astro and Dublin Core name the same things differently; one table says which.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.model import LeftOut
from book.readers.dates import iso
from book.readers.names import name_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from book.model import Snapshot

# The first that has a value wins.
_TITLE = ("title", "name", "headline", "dc.title", "dc:title")
_BYLINE = (
    "author",
    "authors",
    "author.name",
    "byline",
    "by",
    "creator",
    "writer",
    "dc.creator",
    "dc:creator",
    "taxonomies.authors",
    "extra.author",
    "extra.authors",
    "params.author",
)
_DATE = (
    "date",
    "post_date",
    "publishdate",
    "publicationdate",
    "published",
    "pubdate",
    "datepublished",
    "published_at",
    "created",
    "publish_date",
    "date_published",
    "created_at",
    "dc.date",
    "dc:date",
)
_LANGUAGE = ("language", "lang", "locale", "dc.language", "dc:language", "extra.lang")
_SERIES = (
    "series",
    "series.name",
    "series.title",
    "serie",
    "taxonomies.series",
    "extra.series",
    "params.series",
    "seriestitle",
    "series_title",
    "series_name",
    "seriesname",
    "seriesid",
    "series_id",
    "collection",
)
_ADDRESS = ("canonical", "canonical_url", "canonicalurl", "original_url", "link", "url")
_TRUE = frozenset(["true", "yes", "1", "on"])
_FALSE = frozenset(["false", "no", "0", "off"])
_HELD_BACK = {
    "draft": "a draft",
    "private": "a private article",
    "future": "not yet published",
    "scheduled": "not yet published",
    "pending": "a draft waiting for review",
    "trash": "in the bin",
    "hidden": "a hidden article",
    "archived": "an archived article",
}
_WEB = re.compile(r"https?://\S+$", re.IGNORECASE)


@frozen
class Facts:
    """What is declared about an article; "" where nothing is."""

    title: str = ""
    byline: str = ""
    date: str = ""  # ISO 8601
    language: str = ""  # BCP 47 as written
    direction: str = ""
    address: str = ""
    series: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)  # all of them, keys lower case


def settle(declared: Mapping[str, str], snapshot: Snapshot) -> Facts:
    """The facts of an article from what it declares, what lies beside it, and its file's name."""
    meta = {**snapshot.facts, **declared}
    named = name_facts(snapshot.name)
    written = _first(meta, _DATE)
    address = next((meta[key] for key in _ADDRESS if _WEB.match(meta.get(key, ""))), "")
    return Facts(
        title=_first(meta, _TITLE),
        byline=_first(meta, _BYLINE),
        date=iso(written) or named.date,
        language=_first(meta, _LANGUAGE).replace("_", "-") or named.language,
        direction=_direction(meta),
        address=address or snapshot.address,
        series=_first(meta, _SERIES),
        meta=meta,
    )


def unpublished(source: str, meta: Mapping[str, str]) -> LeftOut | None:
    """Why the author holds an article back, if so: `draft: true`, `published: false`, `status: private`."""
    if meta.get("draft", "").lower() in _TRUE:
        return LeftOut(source, "a draft")
    if any(meta.get(key, "").lower() in _FALSE for key in ("published", "publish", "is_published", "live")):
        return LeftOut(source, "not published")
    reason = _HELD_BACK.get(meta.get("status", meta.get("post_status", "")).lower())
    return LeftOut(source, reason) if reason else None


def _first(meta: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return next((value for key in keys if (value := meta.get(key, "").strip())), "")


def _direction(meta: Mapping[str, str]) -> str:
    direction = _first(meta, ("dir", "direction")).lower()
    if direction in ("ltr", "rtl"):
        return direction
    flag = _first(meta, ("rtl", "extra.rtl", "params.rtl")).lower()
    return "rtl" if flag in _TRUE else ""
