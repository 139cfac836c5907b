"""Pages that belong together: those of a list, and those of one article. In: a page's tree and address. Out: addresses.

A list goes on where a link leads to the page of the next number, or says "older"; an article goes on where a link leads
to its own address with a 2 behind it (`/story/2/`, `?page=2`, `story-2.html`), and says no more than that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from book.collect.web.spelling import absolute, key, same_site
from book.collect.web.wording import says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NAMES = "page|paged|pg|seite|pagina|página|strona|sayfa|sida|side|trang|halaman|صفحة|صفحه|страница|сторінка"
_NUMBERED = re.compile(rf"(?:[/?&-](?:{_NAMES})[/=_-]?(\d{{1,5}})(?=[/&.]|$))", re.IGNORECASE)
_PAGER = (
    "[class*=paginat], [class*=pager], [class*=page-numbers], [class*=pagenavi], [class*=paging], [class*=nav-links], "
    "[class*=page-links], [class*=pageslinks], [class*=link_pages], [id*=pager], [id*=paginat]"
)
_CURRENT = "[aria-current], .current, .active, .selected, .on, strong, b, em"


def page_number(address: str) -> int | None:
    """The number a page of a list has in its address, None where it has none."""
    found = _NUMBERED.search(_tail(address))
    return int(found[1]) if found else None


def following(tree: LexborHTMLParser, here: str, address: str) -> str:
    """The next page of the list that this page is of; "" for none."""
    now = page_number(address) or 1
    base = _base(address)
    links = list(_links(tree.css("a[href]"), here, address))
    for target, _, _ in links:
        if page_number(target) == now + 1 and _base(target) == base:
            return target
    for pager in tree.css(_PAGER):
        if target := _in_pager(pager, here, address):
            return target
    return next((target for target, text, _ in links if says(text, "older")), "")


def _in_pager(pager: LexborNode, here: str, address: str) -> str:
    current = next((int(text) for node in pager.css(_CURRENT) if (text := node.text(strip=True)).isdecimal()), 1)
    for target, text, node in _links(pager.css("a[href]"), here, address):
        if text.isdecimal() and int(text) == current + 1:
            return target
        names = f" {node.attributes.get('class') or ''} {node.attributes.get('rel') or ''} ".lower()
        if " next " in names or says(text, "older"):
            return target
    return ""


def continuation(tree: LexborHTMLParser, here: str, address: str, first: str = "") -> str:
    """The next page of the article that this page is of; "" for none. No list is asked for it.

    `first`: the address of the article's first page, where this is a further one. A number in the address of a first
    page is a part of its name: `/novel/2` is a chapter.
    """
    base, now = (key(first), _article(address)[1]) if first else (key(address), 1)
    for target, text, node in _links(tree.css("a[href]"), here, address):
        other, number = _article(target)
        if other != base or number != now + 1:
            continue
        bare = text.strip(" \t›»→[]()")
        marked = any(word in (node.attributes.get("class") or "").lower() for word in ("page", "next"))
        if not bare or marked or bare.isdecimal() or len(bare) < 3 or says(text, "next") or says(text, "older") or (
            len(bare) < 12 and bare.endswith(str(number))
        ):  # fmt: skip
            return target
    return ""


# The forms in which one article's pages are told apart; the first page has none of them.
_PAGES = re.compile(
    rf"/(?:{_NAMES})?[/_-]?(\d{{1,3}})$|[-_,.](?:{_NAMES})?[-_]?(\d{{1,3}})(?=\.\w{{3,5}}$)"
    rf"|[?&](?:{_NAMES}|p|pageno|pagenum|page_no)=(\d{{1,3}})$",
    re.IGNORECASE,
)


def _article(address: str) -> tuple[str, int]:
    """The address of an article's first page as a key, and the number of this one."""
    tail = _tail(address).rstrip("/")
    found = _PAGES.search(tail)
    if found is None:
        return key(address), 1
    number = int(found[1] or found[2] or found[3])
    start = tail[: found.start()] + tail[found.end() :]
    return key(f"{urlsplit(address).scheme}://{urlsplit(address).netloc}{start}"), number


def _tail(address: str) -> str:
    parts = urlsplit(address)
    return unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def _base(address: str) -> str:
    """The address of a list's first page, as a key."""
    parts = urlsplit(address)
    return key(f"{parts.scheme}://{parts.netloc}{_NUMBERED.sub('', _tail(address))}")


def _links(nodes: list[LexborNode], here: str, address: str) -> Iterator[tuple[str, str, LexborNode]]:
    own = key(address)
    for node in nodes:
        target = absolute(here, node.attributes.get("href") or "")
        if target and same_site(target, address) and key(target) != own:
            yield target, " ".join(node.text(separator=" ").split()), node
