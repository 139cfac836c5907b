"""What leads from one page to the others of a series. In: a page's markup and address. Out: `Leads`.

A page is a list of instalments where most of what it says is links to pages of its own site; the links of menus,
sidebars and footers are not counted. Otherwise it is an article, and leads to its neighbours: by `rel` (HTML, 4.6.7
"Link types"), else by a link that says "next part" in one of many languages.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

# "Next" and "previous" as the links between instalments say them. Each is matched at the start of the link's text.
NEXT = (
    "next", "continue reading part", "suivant", "suite", "nächste", "weiter", "siguiente", "próxim", "seguinte",
    "successiv", "prossim", "volgende", "następn", "след", "далее", "далі", "наступн", "sonraki", "بعدی", "التالي",
    "הבא", "अगला", "下一", "次の", "次へ", "다음", "tiếp", "berikutnya", "selanjutnya", "nästa", "neste", "næste",
    "seuraava", "další", "következő", "următor", "επόμεν", "següent",
)  # fmt: skip
OLDER = (
    "older", "next page", "plus ancien", "articles plus anciens", "ältere", "entradas anteriores", "anteriores",
    "più vecch", "oudere", "starsze", "более ранние", "предыдущие записи", "eski", "قدیمی", "أقدم", "ישנ", "较旧",
    "過去", "이전 글", "cũ hơn", "äldre", "»", "›",
)  # fmt: skip
_ASIDE = "nav, header, footer, aside, form, script, style, noscript, [role=navigation], [role=complementary]"
_WORD = re.compile(
    r"(?:^|[\s_-])(?:related|sidebar|widget|menu|breadcrumbs?|share|comments?|footer|cookie)", re.IGNORECASE
)
_PAGE = re.compile(r"[/?&](?:page|paged|p|seite|pagina|صفحة)[/=](\d+)|/(\d+)/?$", re.IGNORECASE)
FEWEST = 3  # links that make a list


@dataclass(frozen=True, slots=True)
class Lead:
    """A link to a page that may be an instalment."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Leads:
    """Where a page leads."""

    entries: tuple[Lead, ...]  # of a list, in its order; empty for an article
    more: str = ""  # the next page of the list
    next: str = ""  # the next instalment, from an article
    previous: str = ""
    index: str = ""  # the list an article belongs to, where it says so
    dated: bool = False  # a list in order of dates, newest first


def leads(markup: str, address: str, *, fewest: int = FEWEST) -> Leads:
    """Read a page for links, a list where it has at least `fewest`. Never raises: what is no page leads nowhere."""
    tree = LexborHTMLParser(markup)
    base = next((node.attributes.get("href") for node in tree.css("base[href]")), None)
    here = urljoin(address, base or "")
    rels = dict(reversed(list(_rels(tree, here))))
    more = _more(tree, here, address)
    dated = bool(tree.css("article time, .post time, .entry time, time[datetime]")) or bool(more)
    for node in tree.css(_ASIDE):
        node.decompose()
    entries = _entries(tree, here, address, fewest)
    if entries:
        listed = {entry.address for entry in entries}
        rel_next = rels.get("next", "")
        return Leads(entries, more=more or (rel_next if rel_next not in listed else ""), dated=dated)
    said = _said(tree, here, NEXT)
    return Leads((), next=rels.get("next") or said, previous=rels.get("prev", ""), index=rels.get("index", ""))


def _rels(tree: LexborHTMLParser, here: str) -> Iterator[tuple[str, str]]:
    names = {"next": "next", "prev": "prev", "previous": "prev", "index": "index", "contents": "index", "up": "index"}
    for node in tree.css("link[rel][href], a[rel][href]"):
        for rel in (node.attributes.get("rel") or "").lower().split():
            if rel in names:
                yield names[rel], _absolute(here, node)


def _more(tree: LexborHTMLParser, here: str, address: str) -> str:
    """The next page of a list: the one whose number follows this page's, or the link that says "older"."""
    found = _PAGE.search(urlsplit(address).path + "?" + urlsplit(address).query)
    now = int(found[1] or found[2]) if found else 1
    for node in tree.css("a[href]"):
        target = _absolute(here, node)
        if urlsplit(target).netloc != urlsplit(address).netloc:
            continue
        text = node.text(strip=True).lower()
        number = _PAGE.search(urlsplit(target).path + "?" + urlsplit(target).query)
        paged = number is not None and number[1] is not None
        if paged and number is not None and int(number[1]) == now + 1:
            return target
        if text.startswith(OLDER) and paged:
            return target
    return ""


def _entries(tree: LexborHTMLParser, here: str, address: str, fewest: int) -> tuple[Lead, ...]:
    """The links of a list, each address once, under the longest text that leads there."""
    body = tree.body
    if body is None:
        return ()
    site = urlsplit(address).netloc
    found: dict[str, str] = {}
    linked = 0
    for node in body.css("a[href]"):
        text = " ".join(node.text(separator=" ").split())
        target = _absolute(here, node)
        if urlsplit(target).netloc != site or target == urldefrag(address)[0] or _in_furniture(node):
            continue
        if _PAGE.search(urlsplit(target).path) and len(text) < 4:  # the page numbers of a paged list
            continue
        linked += len(text)
        if len(text) > len(found.get(target, "")) or target not in found:
            found[target] = text
    alike = _alike(found)
    words = len(" ".join(body.text(separator=" ").split()))
    is_list = len(alike) >= fewest and (linked * 3 >= words or len(body.css("article")) >= fewest)
    return tuple(Lead(target, text) for target, text in alike.items()) if is_list else ()


def _alike(found: dict[str, str]) -> dict[str, str]:
    """Those links that are built like most: instalments share a depth, tags and authors have depths of their own."""
    named = {target: text for target, text in found.items() if text}
    if not named:
        return {}

    def shape(target: str) -> tuple[str, int]:
        parts = [part for part in urlsplit(target).path.split("/") if part]
        first = parts[0] if len(parts) > 1 and not parts[0].isdigit() else ""
        return first, len(parts)

    (most, _), *_ = Counter(shape(target) for target in named).most_common(1)
    return {target: text for target, text in named.items() if shape(target) == most}


def _said(tree: LexborHTMLParser, here: str, words: tuple[str, ...]) -> str:
    for node in tree.css("a[href]"):
        text = node.text(strip=True).lower().lstrip("»›→ ")
        if text.startswith(words):
            return _absolute(here, node)
    return ""


def _in_furniture(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag not in {"body", "html"}:
        names = f"{parent.attributes.get('class') or ''} {parent.attributes.get('id') or ''}"
        if _WORD.search(names):
            return True
        parent = parent.parent
    return False


def _absolute(here: str, node: LexborNode) -> str:
    try:
        return urldefrag(urljoin(here, (node.attributes.get("href") or "").strip()))[0]
    except ValueError:
        return ""
