"""An article over several pages becomes one. In: articles, and which page continues which article. Out: articles.

The pages were told apart by their site only: they are joined in their order, and what a page's pictures and links refer
to is referred to from the first page, by whole addresses.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import etree

from book import xhtml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.model import Article, Heading


def joined(articles: Sequence[Article], continues: Mapping[str, str]) -> list[Article]:
    """The articles with their further pages behind them. `continues`: source of a page -> source of its article.

    The pages of an article come in the order of `continues`. One whose article is not there stands alone.
    """
    if not continues:
        return list(articles)
    known = {article.source: article for article in articles}
    pages: dict[str, list[Article]] = {}
    for page, first in continues.items():
        if page in known and first in known and page != first:
            pages.setdefault(first, []).append(known[page])
    gone = {page.source for found in pages.values() for page in found}
    return [_join(article, pages.get(article.source, [])) for article in articles if article.source not in gone]


def _join(first: Article, pages: Sequence[Article]) -> Article:
    for number, page in enumerate(pages, 2):
        prefix = f"page-{number}-"
        first = replace(
            first,
            body=f"{first.body}\n{_adopted(page, prefix)}",
            headings=(*first.headings, *(_renamed(heading, prefix) for heading in page.headings)),
            links=(*first.links, *page.links),
            words=first.words + page.words,
            removals=(*first.removals, *page.removals),
        )
    return first


def _adopted(page: Article, prefix: str) -> str:
    """The body of a page with ids that no other page has, and whole addresses."""
    body = xhtml.parse(page.body)
    for node in body.iter(etree.Element):
        if identity := node.get("id"):
            node.set("id", prefix + identity)
        for name in ("href", "src"):
            value = node.get(name) or ""
            if value.startswith("#") and len(value) > 1:
                node.set(name, f"#{prefix}{value[1:]}")
            elif value and urlsplit(page.address).scheme and not value.startswith(("#", "data:")):
                node.set(name, urljoin(page.address, value))
    return xhtml.write(body)


def _renamed(heading: Heading, prefix: str) -> Heading:
    return replace(heading, id=prefix + heading.id) if heading.id else heading
