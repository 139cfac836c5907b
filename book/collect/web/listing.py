"""What leads from one page to the others of a series. In: a page's markup and address. Out: `Leads`.

A page is a list of instalments where most of what it says is links to pages of its own site, or where it lists pages
below its own address; the links of menus, sidebars and footers are not counted. Otherwise it is an article, and leads
to its series by a box (`boxes`), or to its neighbours: by a link that says "next part" in one of many languages, or
by `rel` (HTML, 4.6.7 "Link types").
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from book.collect.web import boxes, paging
from book.collect.web.lead import Lead, Leads
from book.collect.web.spelling import absolute, key, same_site
from book.collect.web.wording import names_part, says
from book.depth import is_hostile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

__all__ = ["Lead", "Leads", "leads"]

_UNSEEN = "script, style, noscript, template"
_ASIDE = "nav, footer, aside, form, [role=navigation], [role=complementary], [role=banner], [role=contentinfo]"
_WORD = re.compile(
    r"(?:^|[\s_-])(?:related|sidebar|widget|menu|breadcrumbs?|share|comments?|footer|cookie|popular|recommend\w*)",
    re.IGNORECASE,
)
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_TITLED = re.compile(
    r"(?:^|[\s_-])(?:entry|post|article|story|topic|card|item)[_-]?(?:title|link|headline)|u-url|bookmark"
)
_SET_APART = frozenset(["tag", "author", "category", "nofollow", "nav", "prev", "next", "search"])
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_CJK = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WORDS = re.compile(r"\w+")
_NUMBER = re.compile(r"\d|\b[IVXLC]+\b")
_TAG = re.compile(r"<[^>]{0,2000}>")
_LOOKED = 1_000_000  # characters of a hostile page whose words are counted
FEWEST = 3  # links that make a list
_DEEPEST = 100  # elements around a link that are looked at: more are no layout


def leads(markup: str, address: str, *, fewest: int = FEWEST, first: str = "") -> Leads:
    """Read a page for links, a list where it has at least `fewest`. Never raises: what is no page leads nowhere.

    `first`: the address of the article of which this is a further page.
    """
    if is_hostile(markup):
        return Leads((), words=len(_WORDS.findall(_TAG.sub(" ", markup[:_LOOKED]))))
    tree = LexborHTMLParser(markup)
    try:
        here = urljoin(address, next((n.attributes.get("href") or "" for n in tree.css("base[href]")), ""))
    except ValueError:
        here = address
    for node in tree.css(_UNSEEN):
        node.decompose()
    found = _facts(tree, here, address)
    more = paging.following(tree, here, address)
    # Only what shows dates is ordered by them; a list in several pages is one of posts, or it would be one page.
    dated = bool(tree.css("article time, .post time, .entry time, time[datetime], .hentry .published")) or bool(more)
    neighbours = _neighbours(tree, here, address)
    continued = paging.continuation(tree, here, address, first)
    boxed, own = boxes.box(tree, here, address, found.title)
    # What goes on on another page is a list though this page of it holds but two.
    posts = not continued or len(tree.css("article, .hentry")) > 1
    entries = _entries(tree, here, address, min(fewest, 2) if more and posts else fewest)
    if entries and not (own and {key(e.address) for e in entries} <= {key(e.address) for e in boxed}):
        listed = {key(entry.address) for entry in entries}
        rel_next = neighbours.get("rel-next", "")
        following = more if key(more) not in listed else ""
        more = following or (rel_next if key(rel_next) not in listed else "")
        return replace(found, entries=entries, more=more, dated=dated)
    if boxed and (own or not neighbours):
        return replace(found, entries=boxed, own=own, continued=continued)
    forward = neighbours.get("part-next") or neighbours.get("rel-next") or neighbours.get("said-next") or ""
    back = neighbours.get("part-previous") or neighbours.get("rel-previous") or neighbours.get("said-previous") or ""
    if continued and key(forward) == key(continued):
        forward = neighbours.get("part-next", "")
        forward = "" if key(forward) == key(continued) else forward
    return replace(found, next=forward, previous=back, continued=continued)


def _facts(tree: LexborHTMLParser, here: str, address: str) -> Leads:
    """What a page says of itself."""

    def said(selector: str, attribute: str) -> str:
        return next((value for node in tree.css(selector) if (value := node.attributes.get(attribute))), "") or ""

    heading = tree.css_first("article h1") or tree.css_first("main h1") or tree.css_first("h1")
    title = " ".join(heading.text(separator=" ").split()) if heading is not None else ""
    title = title or said("meta[property='og:title']", "content")
    if not title and (node := tree.css_first("title")) is not None:
        title = " ".join(node.text().split())
    day = said("meta[property='article:published_time']", "content") or said(
        "meta[itemprop=datePublished], meta[name=date], meta[name='dc.date']", "content"
    )
    day = day or said("article time[datetime], time.published, time.entry-date, time[pubdate]", "datetime")
    canonical = absolute(here, said("link[rel=canonical]", "href"))
    root = tree.root
    amp = root is not None and any(name in root.attributes for name in ("amp", "⚡"))
    text = tree.body.text(separator=" ") if tree.body is not None else ""
    loose = len(_CJK.findall(text))
    return Leads(
        (),
        title=title[:300],
        date=found[0] if (found := _ISO.match(day.strip())) else "",
        canonical=canonical if same_site(canonical, address) else "",
        amp=amp,
        words=loose // 2 + len(_WORDS.findall(_CJK.sub(" ", text))),
    )


def _neighbours(tree: LexborHTMLParser, here: str, address: str) -> dict[str, str]:
    """The first link for each way to say "next" and "previous": by a word for a part, by `rel`, by a word alone."""
    found: dict[str, str] = {}
    own = key(address)
    for node in tree.css("link[rel][href], a[href]"):
        target = absolute(here, node.attributes.get("href") or "")
        if not target or key(target) == own or not same_site(target, address):
            continue
        for rel in (node.attributes.get("rel") or "").lower().split():
            if rel in {"next", "prev", "previous"}:
                found.setdefault("rel-next" if rel == "next" else "rel-previous", target)
        if node.tag != "a":
            continue
        text = node.text(separator=" ") or node.attributes.get("title") or node.attributes.get("aria-label") or ""
        for what in ("next", "previous"):
            if says(text, what):
                found.setdefault(f"said-{what}", target)
                if names_part(text):
                    found.setdefault(f"part-{what}", target)
    return found


def _entries(tree: LexborHTMLParser, here: str, address: str, fewest: int) -> tuple[Lead, ...]:
    """The links of a list, each address once, under the text that names it best. The tree is consumed."""
    for node in tree.css(_ASIDE):
        node.decompose()
    for node in tree.css("header"):
        # The head of an entry holds its title; that of a page does not.
        if not _inside(node, {"article", "li"}):
            node.decompose()
    body = tree.body
    if body is None:
        return ()
    own = key(address)
    found: dict[str, Lead] = {}
    ranks: dict[str, tuple[int, int]] = {}
    linked = 0
    for node in body.css("a[href]"):
        target = absolute(here, node.attributes.get("href") or "")
        if not target or key(target) == own or not same_site(target, address) or _in_furniture(node):
            continue
        if _SET_APART & set((node.attributes.get("rel") or "").lower().split()):
            continue
        text, rank = _named(node)
        if text.isdecimal() or (paging.page_number(target) and len(text) < 12):  # the page numbers of a paged list
            continue
        linked += len(" ".join(node.text(separator=" ").split()))
        spelt = key(target)
        if spelt not in found:
            found[spelt] = Lead(target, text, _date(node))
            ranks[spelt] = rank
        elif rank > ranks[spelt]:
            found[spelt] = replace(found[spelt], text=text, date=found[spelt].date or _date(node))
            ranks[spelt] = rank
    chosen = _chosen(found, ranks)
    words = len(" ".join(body.text(separator=" ").split()))
    below = sum(1 for spelt in chosen if spelt.startswith(f"{own}/"))
    whole = linked * 3 >= words or len(body.css("article, .hentry")) >= fewest or 2 * below > len(chosen) > 2
    return tuple(chosen.values()) if len(chosen) >= fewest and whole else ()


def _named(node: LexborNode) -> tuple[str, tuple[int, int]]:
    """How a link names what it leads to, and how good a name that is: a heading, a short text, a longer one."""
    heading = node.css_first(_HEADINGS)
    text = " ".join((heading or node).text(separator=" ").split())
    titled = heading is not None or _inside(node, {"h1", "h2", "h3", "h4", "h5", "h6"}) or bool(
        _TITLED.search(f"{node.attributes.get('class') or ''} {node.attributes.get('rel') or ''}")
    )  # fmt: skip
    if not text:
        return "", (0, 0)
    return text[:300], (2 if titled else 1, len(text) if len(text) < 150 else 0)


def _chosen(found: dict[str, Lead], ranks: dict[str, tuple[int, int]]) -> dict[str, Lead]:
    """Those that head an entry, or those that are built like most: tags and authors have depths of their own."""
    named = {spelt: lead for spelt, lead in found.items() if lead.text}
    if not named:
        return {}
    (most, count), *_ = Counter(_shape(lead.address) for lead in named.values()).most_common(1)
    headed = {spelt: lead for spelt, lead in named.items() if ranks[spelt][0] == 2}
    if len(headed) >= 2 and 2 * len(headed) >= count:
        return headed
    alike = {spelt for spelt, lead in named.items() if _shape(lead.address) == most}
    # Where most are called "Part 3: ...", one that is called so belongs to them, wherever it lies.
    if 2 * sum(_counts(named[spelt].text) for spelt in alike) > len(alike):
        alike |= {spelt for spelt, lead in named.items() if _counts(lead.text)}
    return {spelt: lead for spelt, lead in named.items() if spelt in alike}


def _counts(text: str) -> bool:
    return _NUMBER.search(text) is not None and names_part(text)


def _shape(address: str) -> tuple[str, int, tuple[str, ...]]:
    parts = urlsplit(address)
    steps = [step for step in parts.path.split("/") if step]
    first = steps[0] if len(steps) > 1 and not steps[0].isdigit() else ""
    return first, len(steps), tuple(sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair))


def _date(node: LexborNode) -> str:
    """The one date near a link, in the entry it stands in."""
    for count, parent in enumerate(_around(node)):
        times = parent.css("time[datetime]")
        if times:
            found = _ISO.match((times[0].attributes.get("datetime") or "").strip()) if len(times) == 1 else None
            return found[0] if found else ""
        if count == 5 or parent.tag in {"article", "li", "tr"}:
            return ""
    return ""


def _in_furniture(node: LexborNode) -> bool:
    return any(
        _WORD.search(f"{parent.attributes.get('class') or ''} {parent.attributes.get('id') or ''}")
        for parent in _around(node)
    )


def _inside(node: LexborNode, tags: set[str]) -> bool:
    return any(parent.tag in tags for parent in _around(node))


def _around(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around one, innermost first, below the body."""
    parent = node.parent
    for _ in range(_DEEPEST):
        if parent is None or parent.tag in {"body", "html"}:
            return
        yield parent
        parent = parent.parent
