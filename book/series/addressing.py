"""Where a link leads. In: an article and a link's address. Out: the article it means, among those collected.

A link is resolved without a network: against the addresses and file names of what was collected. RFC 3986 for joining.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from book.series.filenames import stem_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.model import Article

_ENDINGS = re.compile(r"\.(?:x?html?|md|markdown|mdx|txt|php|aspx?|xml)$", re.IGNORECASE)
_PAGES = ("", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".php")


class Index:
    """Finds the article a link leads to."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Know the addresses, paths and, where they are unique, the names of the articles."""
        self._exact: dict[str, str] = {}
        slugs: dict[str, list[str]] = {}
        for article in articles:
            for address in (article.source, article.address, article.meta.get("path", ""), article.meta.get("url", "")):
                if address:
                    self._exact.setdefault(_plain(address), article.source)
            slugs.setdefault(stem_of(article.source).casefold(), []).append(article.source)
        self._slugs = {slug: sources[0] for slug, sources in slugs.items() if len(sources) == 1}
        # A name of a few letters (`1`, `en`) is part of many addresses that mean something else.
        self._slugs = {slug: source for slug, source in self._slugs.items() if len(slug) > 3}

    def __call__(self, article: Article, href: str) -> str:
        """The source of the article that `href` in `article` leads to, "" where it leads elsewhere."""
        href = href.strip()
        if not href or href.startswith("#"):
            return ""
        exact = self._exact.get(_plain(target(article, href)))
        if exact or "://" in href:
            return exact or ""
        path = _plain(href.removeprefix("@"))
        return self._exact.get(path) or self._slugs.get(posixpath.basename(path).casefold(), "")


def target(article: Article, href: str) -> str:
    """What a link says, joined to where the article lies."""
    try:
        if "://" in article.source or (article.address and "://" not in href and href.startswith("/")):
            return urljoin(article.address or article.source, href)
        if "://" in href or href.startswith("/"):
            return href
        return posixpath.normpath(posixpath.join(posixpath.dirname(article.source.partition("#")[0]), unquote(href)))
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def _plain(address: str) -> str:
    """An address without what does not tell pages apart: scheme, query, fragment, ending, closing slash."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if "://" not in address and parts.fragment and not parts.scheme:
        parts = parts._replace(fragment="")
    path = _ENDINGS.sub("", unquote(parts.path).strip("/"))
    path = path.removesuffix("/index").removesuffix("/_index")
    return f"{parts.netloc.removeprefix('www.')}/{path}".strip("/")


def near(article: Article, href: str) -> bool:
    """A page on the article's own site or in its folder."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    suffix = parts.path[parts.path.rfind(".") :] if "." in parts.path.rpartition("/")[2] else ""
    if suffix.lower() not in _PAGES:
        return False
    home = urlsplit(article.address or (article.source if "://" in article.source else "")).netloc
    return not parts.netloc or (bool(home) and parts.netloc.removeprefix("www.") == home.removeprefix("www."))
