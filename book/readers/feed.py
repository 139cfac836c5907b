"""RSS, Atom and RDF feeds, Blogger's export among them. In: a `Snapshot`. Out: its entries, oldest first.

RSS 2.0 with content:encoded; RFC 4287 (Atom) with its three kinds of text and `xml:base`; RSS 1.0. Summaries stand
in for the text where a feed has no more, and a warning says so. RFC 5005 section 3: a feed in several pages.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from book.model import Problem
from book.readers.entries import SUMMARY, Entry, as_html, plain, reading
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
# How a text that was cut ends. A whole text may be short; one that says it goes on elsewhere is not whole.
_CUT = re.compile(
    r"(?:\[(?:…|\.{3}|&#8230;|&hellip;)\]|"
    r"(?:read|continue) (?:more|reading|the (?:full|whole|rest)|on\b|full (?:story|post|article))[^.]{0,80}|"
    r"lire la suite|weiterlesen|mehr lesen|leer más|sigue leyendo|ler mais|leggi tutto|lees (?:meer|verder)|"
    r"czytaj dalej|läs mer|читать (?:далее|полностью)|читати далі|devamını oku|ادامه مطلب|اقرأ المزيد|阅读全文|"
    r"閱讀全文|続きを読む|더 보기)\W*$",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"\s*(?:The post .{1,300} (?:appeared first on|first appeared on) .{1,100})$", re.IGNORECASE)
_WHOLE = 1200  # characters of a description past which it is no summary
_CUT_LENGTH = 3000  # characters of a text past which its last words say nothing about the rest
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
    short = sum(1 for entry, full in parsed if not full and not entry.reason and entry.html)
    entries = [entry if full else replace(entry, meta={**entry.meta, SUMMARY: "true"}) for entry, full in parsed]
    if short:
        what = f"{short} of its {len(entries)} entries hold a summary only"
        hint = "`book collect` follows them to their pages"
        problems += (Problem("feed-summary", "warning", snapshot.name, what, hint),)
    return reading(snapshot, entries, problems, site=site, feed=True)


def following(snapshot: Snapshot) -> tuple[str, str]:
    """Where older entries of a feed are, as it says it, and where they may be, as its program has them; "" for none.

    Raises `NotText` for what is no feed.
    """
    root = parse(text_of(snapshot, markup=True)[0])
    for link in root.iter("{http://www.w3.org/2005/Atom}link"):
        above = link.getparent()
        if (link.get("rel") or "") in ("next", "prev-archive") and above is not None and local(above) != "entry":
            return urljoin(_base(link) or snapshot.address, link.get("href") or ""), ""
    said = next((child_text(element, "{*}generator") for element in root.iter("{*}channel")), "")
    if "wordpress" not in said.lower() or not snapshot.address:
        return "", ""
    parts = urlsplit(snapshot.address)
    query = dict(parse_qsl(parts.query))
    query["paged"] = str(int(query["paged"]) + 1) if query.get("paged", "").isdecimal() else "2"
    return "", urlunsplit(parts._replace(query=urlencode(query)))


def _entry(element: etree._Element, number: int, language: str, author: str) -> tuple[Entry, bool]:
    """The entry, and whether its text is whole."""
    address = _address(element)
    title = plain(child_text(element, "{*}title"))
    base = _base(element) or address
    full = _text(element, _FULL)
    text = full or _text(element, _SUMMARY)
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
        html=text,
        byline=_author(element) or author,
        date=child_text(
            element, "{*}published", "{*}pubDate", "{*}date", "{*}issued", "{*}created", "{*}updated", "{*}modified"
        ),
        address=urljoin(base, address) if base else address,
        language=element.get(_LANG) or language,
        reason=reason,
        meta={"base": base, "categories": categories, "part": child_text(element, "{*}episode")},
    )
    return entry, _is_whole(text, declared=bool(full))


def _is_whole(html: str, *, declared: bool) -> bool:
    """Whether a text is the entry's own: declared as its content, or long; and not cut with a "Read more"."""
    text = _FOOTER.sub("", plain(html)).strip()
    cut = len(text) < _CUT_LENGTH and _CUT.search(text) is not None
    return not cut and (declared or (len(text) >= _WHOLE and not text.endswith(("…", "..."))))


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
