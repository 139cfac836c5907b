"""A WordPress export (WXR 1.2), Pressbooks' and Squarespace's too. In: a `Snapshot`. Out: what it publishes.

Every item is a document or is left out with its reason. Posts come oldest first, then pages as their tree and
`menu_order` have them; a Pressbooks book in its own order: front matter, parts with their chapters, back matter.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from book.frozen import frozen
from book.readers.entries import Entry, plain, reading
from book.readers.source import text_of
from book.readers.wordpress_markup import Attachments, html_of
from book.readers.xmltree import child_text, local, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from book.model import Reading, Snapshot

_STATUS = {
    "draft": "a draft",
    "auto-draft": "a draft",
    "pending": "a draft waiting for review",
    "future": "not yet published",
    "private": "private",
    "trash": "in the bin",
    "inherit": "a revision",
}
_TYPES = {
    "attachment": "a picture or file",
    "nav_menu_item": "an entry of a menu",
    "wp_navigation": "a menu",
    "revision": "a revision",
    "wp_template": "a template of the site",
    "wp_template_part": "a template of the site",
    "wp_global_styles": "styles of the site",
    "custom_css": "styles of the site",
    "wp_block": "a pattern for blocks",
    "oembed_cache": "data of the site",
    "customize_changeset": "data of the site",
    "metadata": "data of the book",
    "feedback": "a message of a reader",
    "glossary": "an entry of a glossary",
    "contributor": "a person",
}
# Pressbooks' kinds in the order they stand in a book, with the names EPUB has for them.
_MATTER = {"front-matter": 0, "part": 1, "chapter": 1, "back-matter": 2}
_ORDER = 1_000_000  # more than any menu_order


@frozen
class _Item:
    id: str
    kind: str
    parent: str
    order: int
    entry: Entry


def read(snapshot: Snapshot) -> Reading:
    """The documents in their order."""
    text, problems = text_of(snapshot, markup=True)
    root = parse(text)
    channel = next((element for element in root.iter() if local(element) == "channel"), root)
    authors = {
        child_text(author, "{*}author_login"): child_text(author, "{*}author_display_name")
        for author in channel.findall("{*}author")
    }
    found = [element for element in channel.iter() if local(element) == "item"]
    attachments = _attachments(found)
    language = child_text(channel, "language")
    home = child_text(channel, "{*}base_blog_url", "link")
    above = _above(channel)
    items = [_item(item, number, authors, attachments, language, home, above) for number, item in enumerate(found)]
    return reading(snapshot, _ordered(items), problems, site=child_text(channel, "title"), ordered=True)


def _above(channel: etree._Element) -> Mapping[str, str]:
    """The category that each category is below, by name: what is filed below one is filed in it."""
    rows = {
        child_text(row, "{*}category_nicename"): (child_text(row, "{*}cat_name"), child_text(row, "{*}category_parent"))
        for row in channel.findall("{*}category")
    }
    return {name: rows[parent][0] for name, parent in rows.values() if parent in rows}


def _with_above(names: Sequence[str], above: Mapping[str, str]) -> str:
    found = dict.fromkeys(names)
    for name in names:
        for _ in range(len(above)):  # no category is below itself, but a damaged export may say so
            name = above.get(name, "")  # noqa: PLW2901 - climbs from the one to the next
            if not name or name in found:
                break
            found[name] = None
    return ", ".join(found)


def _attachments(elements: list[etree._Element]) -> Attachments:
    """Pictures by id, and the ids by the post they hang on."""
    urls = {child_text(item, "{*}post_id"): child_text(item, "{*}attachment_url") for item in elements}
    owned: dict[str, list[str]] = {}
    for item in elements:
        if child_text(item, "{*}attachment_url"):
            owned.setdefault(child_text(item, "{*}post_parent"), []).append(child_text(item, "{*}post_id"))
    captions = {child_text(item, "{*}post_id"): child_text(item, "{*}encoded") for item in elements}
    return Attachments({key: url for key, url in urls.items() if url}, owned, captions)


def _item(  # noqa: PLR0913, PLR0917 - what the whole export says of each item
    element: etree._Element,
    number: int,
    authors: Mapping[str, str],
    attachments: Attachments,
    language: str,
    home: str,
    above: Mapping[str, str],
) -> _Item:
    kind = child_text(element, "{*}post_type") or "post"
    status = child_text(element, "{*}status").lower()
    identity = child_text(element, "{*}post_id") or str(number)
    login = child_text(element, "{*}creator")
    encoded = child_text(element, "{http://purl.org/rss/1.0/modules/content/}encoded", "{*}encoded", "{*}description")
    title = plain(child_text(element, "title", "{*}title"))
    date = child_text(element, "{*}post_date", "{*}post_date_gmt", "{*}pubDate")
    order = child_text(element, "{*}menu_order")
    meta = {
        child_text(pair, "{*}meta_key"): child_text(pair, "{*}meta_value") for pair in element.findall("{*}postmeta")
    }
    html = html_of(encoded, identity, attachments, meta.get("footnotes", ""))
    reason = _TYPES.get(kind) or _STATUS.get(status, "" if status in ("publish", "") else f"its status is {status}")
    if not reason and child_text(element, "{*}post_password"):
        reason = "behind a password"
    if not reason and not html.strip():
        reason = "no text"
    terms = [(term.get("domain") or "category", (term.text or "").strip()) for term in element.findall("{*}category")]
    facts = {
        "type": kind,
        "post_id": identity,
        "parent": child_text(element, "{*}post_parent").strip("0") and child_text(element, "{*}post_parent"),
        "menu_order": order,
        "slug": child_text(element, "{*}post_name"),
        "categories": _with_above([text for domain, text in terms if domain == "category" and text], above),
        "tags": ", ".join(text for domain, text in terms if domain in ("post_tag", "tag") and text),
        "series": ", ".join(text for domain, text in terms if domain == "series" and text),
        "subtitle": meta.get("pb_subtitle", ""),
    }
    author = meta.get("pb_authors") or authors.get(login, login)
    author = "" if "@" in author else author
    address = urljoin(home, child_text(element, "link", "{*}link"))
    entry = Entry(identity, title, html, author, date, address, language, reason, facts)
    parent = child_text(element, "{*}post_parent") or "0"
    return _Item(identity, kind, parent, int(order) if order.lstrip("-").isdecimal() else 0, entry)


def _ordered(items: list[_Item]) -> list[Entry]:
    book = any(item.kind == "chapter" for item in items) and any(item.kind == "part" for item in items)
    if book:
        return _book(items)
    pages = [item for item in items if item.kind == "page"]
    others = [item for item in items if item.kind != "page"]
    dated = sorted(others, key=lambda item: (item.entry.date, len(item.id), item.id))
    return [item.entry for item in [*dated, *_tree(pages)]]


def _tree(pages: list[_Item]) -> list[_Item]:
    """Pages below their parents, brothers by `menu_order`."""
    known = {page.id for page in pages}
    below: dict[str, list[_Item]] = {}
    for page in sorted(pages, key=lambda page: (page.order, page.entry.date, page.id)):
        below.setdefault(page.parent if page.parent in known and page.parent != page.id else "", []).append(page)
    result: list[_Item] = []
    waiting = below.pop("", [])[::-1]
    while waiting:
        page = waiting.pop()
        result.append(page)
        waiting.extend(below.pop(page.id, [])[::-1])
    # Pages that are each other's parents hang on nothing.
    return [*result, *(page for pages in below.values() for page in pages)]


def _book(items: list[_Item]) -> list[Entry]:
    """A Pressbooks book: by matter, then part, then place in the part."""
    parts = {item.id: item for item in items if item.kind == "part"}

    def place(item: _Item) -> tuple[int, int, int, int]:
        part = parts.get(item.parent)
        inside = part.order if part else item.order if item.kind == "part" else _ORDER
        matter = _MATTER.get(item.kind, 3)
        return (matter, inside if matter == 1 else item.order, -1 if item.kind == "part" else item.order, len(item.id))

    return [_in_part(item, parts) for item in sorted(items, key=place)]


def _in_part(item: _Item, parts: Mapping[str, _Item]) -> Entry:
    names = list(parts)
    if item.kind == "chapter" and item.parent in parts and parts[item.parent].entry.title:
        part = parts[item.parent]
        meta = {**item.entry.meta, "part": part.entry.title, "part_order": str(names.index(part.id) + 1)}
        return replace(item.entry, meta=meta)
    if item.kind in ("front-matter", "back-matter"):
        return replace(item.entry, meta={**item.entry.meta, "epub:type": item.kind.replace("-", "")})
    return item.entry
