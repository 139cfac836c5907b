"""Links of an article as links of the book. In: its links, and where everything is. Out: what each is in the book.

A link to another article of the series, or to a place in one, becomes `#id`. A link relative to the article's
own page on the web becomes absolute. Any other relative link stays for the transform `links`, which can look
whether there is such a file. HTML Living Standard, section 4.6.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from book.assemble.addresses import absolute
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from book.assemble.addresses import Addresses
    from book.model import Article

_LINK = re.compile(r'<a(?:rea)?(?=\s)[^>]*?\shref="([^"]*)"')
_SEVERAL = 3  # places of its own that a page must link to before an address is taken for its own


def hrefs(body: str) -> list[str]:
    """Where the links of an article lead, each once, as its fragment says."""
    return list(dict.fromkeys(unescape(href) for href in _LINK.findall(body))) if 'href="' in body else []


def resolved(  # noqa: PLR0913, PLR0917 - what a link may lead to is spread over all of these
    article: Article,
    links: Sequence[str],
    addresses: Addresses,
    anchors: Mapping[str, str],
    ids: Mapping[str, Mapping[str, str]],
    problems: list[Problem],
) -> dict[str, str]:
    """What links of an article are in the book, where they are something else than they were.

    `anchors` are the ids of whole articles, `ids` those inside, by source.
    """
    found: dict[str, str] = {}
    own = "" if article.address else _own_address(links, ids[article.source])
    for href in links:
        place = addresses.find(article, href)
        if place is None and own and href.startswith(own):
            place = article.source, href.removeprefix(own)
        if place is not None:
            found[href] = f"#{_inside(article, href, *place, anchors, ids, problems)}"
        elif "://" not in href and (whole := absolute(article, href)):
            found[href] = whole
    return found


def _inside(  # noqa: PLR0913, PLR0917 - the same
    article: Article,
    href: str,
    source: str,
    fragment: str,
    anchors: Mapping[str, str],
    ids: Mapping[str, Mapping[str, str]],
    problems: list[Problem],
) -> str:
    """The id that a link to a place of an article leads to."""
    if not fragment:
        return anchors[source]
    known = ids[source].get(fragment) or ids[source].get(unquote(fragment))
    if known is None and source != article.source:
        problems.append(_dead(article, href, fragment, source))
    # A dead link inside its own article is left to the transform `links`, which can name its line.
    return known or (anchors[source] if source != article.source else fragment)


def lead(tree: etree._Element, links: Mapping[str, str]) -> None:
    """Lead every link of a tree to its end in the book."""
    for element in tree.iter("a", "area"):
        end = links.get(element.get("href", ""))
        if end is not None:
            element.set("href", end)


def _own_address(links: Sequence[str], ids: Mapping[str, str]) -> str:
    """The address, with "#", of a page saved by a browser, which makes its links to its own places absolute.

    It is the one address under which several of the page's own ids are linked; "" where there is none.
    """
    count: dict[str, set[str]] = {}
    for link in links:
        address, mark, fragment = link.partition("#")
        if mark and "://" in address and (fragment in ids or unquote(fragment) in ids):
            count.setdefault(f"{address}#", set()).add(fragment)
    best = max(count, key=lambda address: (len(count[address]), address), default="")
    return best if best and len(count[best]) >= _SEVERAL else ""


def _dead(article: Article, href: str, fragment: str, source: str) -> Problem:
    message = f"the link '{href}' leads to '{source}', which has no place '{fragment}'"
    return Problem("broken-link", "note", article.source, message, "it now leads to the start of that instalment")
