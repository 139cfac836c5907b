"""The box in which an instalment lists its series. In: a page's tree and address. Out: the series, this page included.

A box is known by its class or the heading above it ("In this series"), or by links that count: "Part 1", "Part 2". It
must hold this page itself, linked or not, or count; a list of a site's many series does neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.collect.web.lead import Lead
from book.collect.web.spelling import absolute, key, same_site
from book.collect.web.wording import number, says

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NAMED = "[class*=series], [id*=series], [class*=serial], [class*=multipart], [class*=instal], [class*=storyline]"
_LISTS = "ol, ul, table, dl, nav"
_ITEMS = "li, tr, dd, p, option"
_MOST = 400  # lists of one page looked at
_SIZE = 10_000  # items of one page looked at
_LONG = 200  # characters of an item that is no title
_COUNTED = 3  # links that count, from which they need no name to be a series


def box(tree: LexborHTMLParser, here: str, address: str, title: str) -> tuple[tuple[Lead, ...], bool]:
    """The instalments a page's box lists, oldest first, and whether this page is one of them."""
    best: tuple[tuple[Lead, ...], bool] = ((), False)
    looked = 0
    for holder, named in _holders(tree):
        looked += len(holder.css(_ITEMS)[:_SIZE])
        if looked > _SIZE:  # lists in lists in lists: no layout
            break
        found = _read(holder, here, address, title, named=named)
        if len(found[0]) > len(best[0]):
            best = found
    return best


def _holders(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, bool]]:
    """Elements that may hold a series, and whether they are named as one."""
    for count, node in enumerate(tree.css(_NAMED)):
        if count < _MOST and node.tag not in {"body", "html", "main", "article", "a"}:
            yield node, True
    for count, node in enumerate(tree.css(_LISTS)):
        if count < _MOST:
            yield node, _is_headed(node)


def _is_headed(node: LexborNode) -> bool:
    """Whether what stands before a list says that it lists a series."""
    before = node.prev
    while before is not None and (before.tag == "-text" and not before.text(strip=True)):
        before = before.prev
    if before is None and node.parent is not None and node.parent.tag in {"div", "section", "aside", "details", "nav"}:
        before = node.parent.prev
        while before is not None and (before.tag == "-text" and not before.text(strip=True)):
            before = before.prev
    return before is not None and before.tag != "-comment" and says(before.text(deep=True, separator=" "), "series")


def _read(holder: LexborNode, here: str, address: str, title: str, *, named: bool) -> tuple[tuple[Lead, ...], bool]:
    found: dict[str, Lead] = {}
    own = key(address)
    for target, text in _items(holder, here):
        if target and not same_site(target, address):
            continue
        if not target and (own in found or not text or not _may_be_own(text, title)):
            continue
        found.setdefault(key(target) if target else own, Lead(target or address, text))
    leads = list(found.values())
    if len(leads) < 2:
        return (), False
    inside = own in found
    counts = [number(lead.text) for lead in leads]
    counting = all(counts) and len(set(counts)) == len(counts)
    if not inside and counting:
        leads, inside = _with_own(leads, [count or 0 for count in counts], Lead(address, title))
        counts = [number(lead.text) for lead in leads]
    if not (named and inside) and not (counting and len(leads) >= _COUNTED):
        return (), False
    numbers = [count for count in counts if count]
    if len(numbers) > 1 and numbers == sorted(numbers, reverse=True):
        leads.reverse()
    return tuple(leads), inside


def _items(holder: LexborNode, here: str) -> Iterator[tuple[str, str]]:
    """Address ("" for an item that links nowhere) and text of each item."""
    items: Sequence[LexborNode] = [item for item in holder.css(_ITEMS)[:_SIZE] if _is_innermost(item)]
    if not any(item.css_first("a[href]") for item in items):
        items = holder.css("a[href]")
    for item in items:
        links = [item] if item.tag == "a" else item.css("a[href]")
        text = " ".join(item.text(separator=" ").split())
        if len(links) > 1:  # an item of several links is a row of them
            for link in links:
                yield absolute(here, link.attributes.get("href") or ""), " ".join(link.text(separator=" ").split())
        elif links:
            yield absolute(here, links[0].attributes.get("href") or ""), text if len(text) < _LONG else ""
        elif len(text) < _LONG:
            yield "", text


def _is_innermost(item: LexborNode) -> bool:
    return all(inner.mem_id == item.mem_id for inner in item.css(_ITEMS)[:2])


def _may_be_own(text: str, title: str) -> bool:
    """Whether an item without a link is this page: it has its title or a number."""
    words, wanted = text.casefold(), title.casefold()
    return number(text) is not None or (bool(wanted) and (wanted in words or words in wanted))


def _with_own(leads: list[Lead], counts: list[int], own: Lead) -> tuple[list[Lead], bool]:
    """The list with this page put into the one gap it has."""
    known = number(own.text)
    if known is None or known in counts or known > max(counts) + 1:
        return leads, False
    descending = counts == sorted(counts, reverse=True) and len(counts) > 1
    at = sum(1 for count in counts if (count > known if descending else count < known))
    return [*leads[:at], own, *leads[at:]], True
