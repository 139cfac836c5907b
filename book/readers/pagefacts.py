"""What a page declares about itself. In: its tree, or its text as HTML. Out: facts, keys lower case.

HTML `head`, OpenGraph and its `article:` names, Dublin Core, schema.org in JSON-LD and microdata, `rel` links. The
keys `title`, `author`, `date`, `language`, `dir`, `canonical`, `site` and `series` are settled here; what each source
said stands beside them (`og:title`, `html-title`), so that a later judge can compare.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from book.depth import is_hostile
from book.frozen import frozen
from book.readers import schema
from book.readers.dates import iso
from book.xhtml import EPUB_TYPE, XML_LANG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml import etree

_SELECTOR = "html, body, title, meta, link, script, time, h1, base, [itemprop], [rel~=author]"
_WANTED = frozenset(["html", "body", "title", "meta", "link", "script", "time", "h1", "base"])
_TITLES = ("headline", "og:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "twitter:title")
_AUTHORS = (
    "ld-author",
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "twitter:creator",
    "rel-author",
)
_DATES = (
    "ld-date",
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date",
    "dcterms.date",
    "dc.date.issued",
    "dcterms.created",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "publish_date",
    "date",
    "time",
)
_LANGUAGES = ("html-lang", "content-language", "dc.language", "dcterms.language", "og:locale", "ld-language")
_SITES = ("og:site_name", "ld-site", "application-name")
_SERIES = ("ld-series", "article:series", "series", "citation_series_title")
_LIMIT = 2_000  # characters of one fact
_BEGINNING = 20_000  # characters of a hostile page looked at
_MOST = 400  # elements looked at: a head has some dozens
_WEB = re.compile(r"https?://|www\.", re.IGNORECASE)


@frozen
class _Element:
    tag: str
    attributes: Mapping[str, str]
    text: str


def of_html(text: str) -> dict[str, str]:
    """The facts of a page that is read as HTML."""
    return _settle(_html_elements(text))


def of_xml(root: etree._Element) -> dict[str, str]:
    """The facts of a page that is well-formed XHTML, and the `epub:type` of its first section."""
    facts = _settle(_xml_elements(root))
    kinds = (element.get(EPUB_TYPE) for element in root.iter("{*}body", "{*}section", "{*}article", "{*}nav", "{*}div"))
    found = [kind for kind in kinds if kind][:4]
    if found:
        # The innermost of the first few says most: body "frontmatter", section "titlepage".
        facts["epub:type"] = " ".join(dict.fromkeys(" ".join(reversed(found[:2])).split()))
    return facts


def _html_elements(text: str) -> Iterator[_Element]:
    # What a page says of itself stands at its beginning; a hostile one is not looked through.
    tree = LexborHTMLParser(text[:_BEGINNING] if len(text) > _BEGINNING and is_hostile(text) else text)
    for node in tree.css(_SELECTOR)[:_MOST]:
        attributes = {key.lower(): value or "" for key, value in node.attributes.items()}
        wants_text = node.tag in ("title", "script", "time", "h1") or "itemprop" in attributes or "rel" in attributes
        yield _Element(node.tag or "", attributes, (node.text() or "") if wants_text else "")


def _xml_elements(root: etree._Element) -> Iterator[_Element]:
    count = 0
    for element in root.iter("{*}*"):
        tag = str(element.tag).rpartition("}")[2]
        if tag in _WANTED or element.get("itemprop") or "author" in (element.get("rel") or ""):
            count += 1
            if count > _MOST:
                return
            attributes = {str(key): str(value) for key, value in element.attrib.items()}
            if XML_LANG in attributes:
                attributes.setdefault("lang", attributes[XML_LANG])
            yield _Element(tag, attributes, "" if tag in ("html", "body") else "".join(map(str, element.itertext())))


def _settle(elements: Iterable[_Element]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for element in elements:
        for key, value in _said(element):
            text = " ".join(value.split())[:_LIMIT]
            if text:
                facts.setdefault(key, text)
    for key, sources in (("language", _LANGUAGES), ("site", _SITES), ("series", _SERIES), ("title", _TITLES)):
        _choose(facts, key, sources)
    title = facts.get("title") or facts.get("html-title", "")
    # A page's one h1 that its title begins with is the title without the site's name.
    heading = facts.get("h1", "")
    if not any(facts.get(key) for key in _TITLES) and heading and title.startswith(heading):
        title = heading
    names = (facts.get(key, "") for key in _AUTHORS)
    author = next((name for name in names if name and not _WEB.match(name)), "")
    date = next((stamp for key in _DATES if (stamp := iso(facts.get(key, "")))), "")
    facts.update({key: value for key, value in (("title", title), ("author", author), ("date", date)) if value})
    return facts


def _choose(facts: dict[str, str], key: str, sources: tuple[str, ...]) -> None:
    value = next((facts[source] for source in sources if facts.get(source)), "")
    if value:
        facts[key] = value


def _said(element: _Element) -> Iterator[tuple[str, str]]:
    attributes = element.attributes
    if element.tag == "meta":
        for attribute in ("name", "property", "http-equiv", "itemprop"):
            for name in attributes.get(attribute, "").lower().split():
                yield name.replace("dc:", "dc.").replace("dcterms:", "dcterms."), attributes.get("content", "")
    elif element.tag == "title":
        yield "html-title", element.text
    elif element.tag == "h1":
        yield "h1", element.text
    elif element.tag in ("html", "body"):
        yield "html-lang", attributes.get("lang", "")
        yield "dir", attributes.get("dir", "").lower()
    elif element.tag == "base":
        yield "base", attributes.get("href", "")
    elif element.tag == "script":
        if "ld+json" in attributes.get("type", "").lower():
            yield from schema.facts(element.text)
    else:
        yield from _linked(element)


def _linked(element: _Element) -> Iterator[tuple[str, str]]:
    attributes = element.attributes
    relations = attributes.get("rel", "").lower().split()
    if element.tag == "link":
        for name, key in (("canonical", "canonical"), ("next", "next"), ("prev", "prev"), ("previous", "prev")):
            if name in relations:
                yield key, attributes.get("href", "")
    elif "author" in relations:
        yield "rel-author", element.text
    if element.tag == "time" and ("pubdate" in attributes or attributes.get("itemprop") == "datePublished"):
        yield "time", attributes.get("datetime", "") or element.text
    elif attributes.get("itemprop") in ("headline", "datePublished", "author", "inLanguage"):
        value = attributes.get("datetime") or attributes.get("content") or element.text
        name = attributes["itemprop"]
        yield {"author": "rel-author", "inLanguage": "ld-language"}.get(name, name.lower()), value
