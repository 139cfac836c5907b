"""RSS, Atom and RDF feeds, Blogger's export among them. In: a `Snapshot`. Out: its entries, oldest first.

RSS 2.0 with content:encoded; RFC 4287 (Atom) with its three kinds of text and `xml:base`; RSS 1.0. Summaries stand
in for the text where a feed has no more, and a warning says so.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from book.model import Problem
from book.readers.entries import Entry, as_html, plain, reading
from book.readers.source import text_of
from book.readers.xmltree import child_text, inner_html, local, parse

if TYPE_CHECKING:
    from lxml import etree

    from book.model import Reading, Snapshot

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_FULL = (_CONTENT, "{*}content", "{http://www.w3.org/1999/xhtml}body", "{*}fulltext")
_SUMMARY = ("{*}description", "{*}summary")
# Blogger exports comments and settings as entries of one feed, told apart by a category.
_KINDS = {"comment": "a comment", "settings": "a setting of the site", "template": "a template of the site"}


def read(snapshot: Snapshot) -> Reading:
    """The documents of a feed."""
    text, problems = text_of(snapshot, markup=True)
    root = parse(text)
    elements = [element for element in root.iter() if local(element) in ("item", "entry")]
    channel = next((element for element in root.iter() if local(element) == "channel"), root)
    language = child_text(channel, "{*}language") or root.get(_LANG) or ""
    site = plain(child_text(channel, "{*}title"))
    author = _author(channel) if local(root) == "feed" else ""
    parsed = [_entry(element, number, language, author) for number, element in enumerate(elements)]
    entries = [entry for entry, _ in parsed]
    short = sum(1 for entry, full in parsed if not full and not entry.reason and entry.html)
    if short:
        what = f"{short} of its {len(entries)} entries hold a summary only"
        problems += (Problem("feed-summary", "warning", snapshot.name, what, "collect the pages themselves"),)
    return reading(snapshot, entries, problems, site=site, feed=True)


def _entry(element: etree._Element, number: int, language: str, author: str) -> tuple[Entry, bool]:
    """The entry, and whether its text is whole."""
    address = _address(element)
    title = plain(child_text(element, "{*}title"))
    base = _base(element) or address
    full = _text(element, _FULL)
    reason = "a draft" if child_text(element, "{*}control/{*}draft").lower() == "yes" else ""
    for category in element.findall("{*}category"):
        term = (category.get("term") or "").rpartition("#")[2]
        if "kind#" in (category.get("term") or ""):
            reason = reason or _KINDS.get(term, "")
    categories = ", ".join(
        plain(category.get("term") or category.text or "") for category in element.findall("{*}category")
    )
    entry = Entry(
        key=child_text(element, "{*}guid", "{*}id") or address or str(number + 1),
        title=title,
        html=full or _text(element, _SUMMARY),
        byline=_author(element) or author,
        date=child_text(
            element, "{*}published", "{*}pubDate", "{*}date", "{*}issued", "{*}created", "{*}updated", "{*}modified"
        ),
        address=urljoin(base, address) if base else address,
        language=element.get(_LANG) or language,
        reason=reason,
        meta={"base": base, "categories": categories, "part": child_text(element, "{*}episode")},
    )
    return entry, bool(full)


def _text(element: etree._Element, paths: tuple[str, ...]) -> str:
    for path in paths:
        for found in element.findall(path):
            if (
                found.get("type") == "xhtml"
                or (len(found) and found.get("type", "").endswith("xml"))
                or local(found) == "body"
            ):
                html = inner_html(found)
            else:
                text = "".join(map(str, found.itertext()))
                html = f"<p>{escape(text)}</p>" if found.get("type") == "text" else as_html(text)
            if html.strip():
                return html
    return ""


def _address(element: etree._Element) -> str:
    links = element.findall("{*}link")
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return link.get("href") or ""
    return child_text(element, "{*}link") or next((link.get("href") or "" for link in links), "")


def _base(element: etree._Element) -> str:
    """`xml:base` of the element and all around it. XML Base, section 4."""
    inner = next((found for found in element.findall("{*}content") if found.get(_BASE)), element)
    chain = [node.get(_BASE) for node in (inner, *inner.iterancestors())]
    base = ""
    for step in reversed(chain):
        base = urljoin(base, step) if step else base
    return base


def _author(element: etree._Element) -> str:
    names = [child_text(person, "{*}name") or (person.text or "").strip() for person in element.findall("{*}author")]
    names = [name for name in names if name] or [child_text(element, "{*}creator")]
    name = ", ".join(dict.fromkeys(plain(name) for name in names if name))
    # RSS 2.0 has an address with the name in brackets behind it.
    if "@" in name and "(" in name:
        name = name.partition("(")[2].rstrip(") ")
    return "" if "@" in name else name
