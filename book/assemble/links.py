"""Links of an article as links of the book. In: its tree, and where everything is. Out: the tree, changed in place.

A link to another article of the series, or to a place in one, becomes `#id`. A link relative to the article's
own page on the web becomes absolute. Any other relative link stays for the transform `links`, which can look
whether there is such a file. HTML Living Standard, section 4.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from book.assemble.addresses import absolute
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from book.assemble.addresses import Addresses
    from book.model import Article


_SEVERAL = 3  # places of its own that a page must link to before an address is taken for its own


def resolve(  # noqa: PLR0913, PLR0917 - what a link may lead to is spread over all of these
    tree: etree._Element,
    article: Article,
    addresses: Addresses,
    anchors: Mapping[str, str],
    ids: Mapping[str, Mapping[str, str]],
    problems: list[Problem],
) -> None:
    """Rewrite every link of `tree`; `anchors` are the ids of whole articles, `ids` those inside, by source."""
    own = "" if article.address else _own_address(tree, ids[article.source])
    for element in tree.iter("a", "area"):
        href = element.get("href")
        if href is None:
            continue
        found = addresses.find(article, href)
        if found is None and own and href.startswith(own):
            found = article.source, href.removeprefix(own)
        if found is None:
            if "://" not in href and (whole := absolute(article, href)):
                element.set("href", whole)
            continue
        source, fragment = found
        inside = anchors[source]
        if fragment:
            known = ids[source].get(fragment) or ids[source].get(unquote(fragment))
            if known is None and source != article.source:
                problems.append(_dead(article, href, fragment, source))
            # A dead link inside its own article is left to the transform `links`, which can name its line.
            inside = known or (inside if source != article.source else fragment)
        element.set("href", f"#{inside}")


def _own_address(tree: etree._Element, ids: Mapping[str, str]) -> str:
    """The address, with "#", of a page saved by a browser, which makes its links to its own places absolute.

    It is the one address under which several of the page's own ids are linked; "" where there is none.
    """
    count: dict[str, set[str]] = {}
    for element in tree.iter("a"):
        address, mark, fragment = (element.get("href") or "").partition("#")
        if mark and "://" in address and (fragment in ids or unquote(fragment) in ids):
            count.setdefault(f"{address}#", set()).add(fragment)
    best = max(count, key=lambda address: (len(count[address]), address), default="")
    return best if best and len(count[best]) >= _SEVERAL else ""


def _dead(article: Article, href: str, fragment: str, source: str) -> Problem:
    message = f"the link '{href}' leads to '{source}', which has no place '{fragment}'"
    return Problem("broken-link", "note", article.source, message, "it now leads to the start of that instalment")
