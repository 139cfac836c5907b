"""What a link means inside a series. In: all articles. Out: for a link of one, the article it leads to.

A series is read from files, but its links were written for a site: they name a file, an address, a path from
the site's root or a slug. Each article is entered under all the names it may have, and a name that two
articles could bear is nobody's. RFC 3986, section 5 (relative references).
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from book.model import Article

_PAGE = re.compile(r"\.(?:md|markdown|mdown|mkd|mdx|html?|xhtml|xht|txt|text|php|aspx?|rst|adoc|shtml)$", re.IGNORECASE)
_INDEX = re.compile(r"(?:^|/)_?(?:index|default|readme)$", re.IGNORECASE)
# `2016-05-05-` of a dated post, `04-` of a sorted one.
_NUMBERED = re.compile(r"^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,4})[-_. ]+(?=\D)")
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|source)$")
_DECLARED = ("path", "permalink", "url", "slug", "aliases", "alias", "link", "redirect_from")
_SEVERAL = ""  # stands for a name that more than one article could bear


class Addresses:
    """The names by which a series' articles may be linked."""

    def __init__(self, articles: Iterable[Article]) -> None:
        """Enter every article under its file, its address, its declared paths and its slug."""
        self._files: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self._slugs: dict[str, str] = {}
        self._hosts: set[str] = set()
        for article in articles:
            self._enter(article)

    def _enter(self, article: Article) -> None:
        source = article.source
        for name in _file_names(source):
            _add(self._files, name, source)
            for tail in _tails(name):
                _add(self._paths, tail, source)
            _add(self._slugs, _slug(name), source)
        if article.address and (parts := _split(article.address)):
            self._hosts.add(_host(parts))
            _add(self._addresses, _host(parts) + _page(parts), source)
            _add(self._paths, _page(parts), source)
            _add(self._slugs, _slug(_page(parts)), source)
        for path in _declared(article):
            _add(self._paths, path, source)
            _add(self._slugs, _slug(path), source)

    def find(self, article: Article, href: str) -> tuple[str, str] | None:
        """The source of the article that `href` in `article` leads to, and the fragment; None: it leads elsewhere."""
        parts = _split(href)
        if parts is None or not (parts.path or parts.netloc or parts.query or parts.fragment):
            return None
        if not (parts.scheme or parts.netloc or parts.path or parts.query):
            return article.source, parts.fragment
        if parts.scheme in ("http", "https") or (parts.netloc and not parts.scheme):
            found = self._by_address(parts)
        elif parts.scheme:
            return None
        else:
            found = self._by_path(article, parts, href)
        return (found, parts.fragment) if found else None

    def _by_address(self, parts: SplitResult) -> str:
        page, host = _page(parts), _host(parts)
        found = self._addresses.get(host + page, _SEVERAL)
        if found:
            return found
        if host in self._hosts:
            return self._known(page)
        # A site that no article names: only a long declared path is as good as its address.
        return self._paths.get(page, _SEVERAL) if page.count("/") >= 3 and not self._hosts else _SEVERAL

    def _by_path(self, article: Article, parts: SplitResult, href: str) -> str:
        path = unquote(parts.path)
        if path.startswith(("/", "@/")):
            return self._known(_trim(path.removeprefix("@")))
        folder = posixpath.dirname(article.source.split("#")[0])
        joined = posixpath.normpath(posixpath.join(folder, path))
        found = self._files.get(joined) or self._files.get(_trim(joined).lstrip("/"))
        if found:
            return found
        if article.address and (whole := _split(urljoin(article.address, href))):
            found = self._addresses.get(_host(whole) + _page(whole), _SEVERAL)
        return found or (self._known(_trim("/" + path.lstrip("./"))) if _is_page(path) else _SEVERAL)

    def _known(self, page: str) -> str:
        return self._paths.get(page, _SEVERAL) or self._slugs.get(_slug(page), _SEVERAL)


def absolute(article: Article, href: str) -> str:
    """`href` as it was on the site the article comes from; "" where its address is not known."""
    if not article.address.startswith(("http://", "https://")):
        return ""
    try:
        return urljoin(article.address, href)
    except ValueError:
        return ""


def _add(names: dict[str, str], name: str, source: str) -> None:
    if name and names.setdefault(name, source) != source:
        names[name] = _SEVERAL


def _split(href: str) -> SplitResult | None:
    try:
        return urlsplit(href.strip())
    except ValueError:  # "http://[": no address at all
        return None


def _host(parts: SplitResult) -> str:
    return parts.netloc.lower().rpartition("@")[2].removeprefix("www.").removesuffix(":80").removesuffix(":443")


def _page(parts: SplitResult) -> str:
    """Path and query of an address, without what does not tell pages apart."""
    query = "&".join(
        sorted(item for item in parts.query.split("&") if item and not _TRACKING.match(item.split("=")[0]))
    )
    return _trim(unquote(parts.path)) + (f"?{query}" if query else "")


def _trim(path: str) -> str:
    """A path without page extension, index name and closing slash: `/a/index.html` and `/a/` are `/a`."""
    path = _PAGE.sub("", path.rstrip("/"))
    return _INDEX.sub("", path).rstrip("/")


def _is_page(path: str) -> bool:
    """Whether a path may name a page: no extension, or one of a page."""
    name = posixpath.basename(path.rstrip("/"))
    return bool(_PAGE.search(name)) or "." not in name or path.endswith("/")


def _file_names(source: str) -> Iterator[str]:
    """The names of an article's file: in full, and as a site would name its page."""
    yield source
    if "#" not in source:
        trimmed = _trim(source)
        if trimmed != source:
            yield trimmed


def _tails(path: str) -> Iterator[str]:
    """`/b/c` and `/a/b/c` of `a/b/c`: what a link from the site's root may be, wherever that root is."""
    steps = path.strip("/").split("/")
    for start in range(max(0, len(steps) - 5), len(steps) - 1):
        yield "/" + "/".join(steps[start:])
    yield "/" + path.strip("/")


def _slug(path: str) -> str:
    """The last step of a path, without number and date."""
    return _NUMBERED.sub("", posixpath.basename(_trim(path))).lower()


def _declared(article: Article) -> Iterator[str]:
    for key in _DECLARED:
        for value in re.split(r"[\s,\[\]\"']+", article.meta.get(key, "")):
            parts = _split(value) if value else None
            if parts and parts.path.strip("/"):
                yield "/" + _trim(unquote(parts.path)).strip("/")
