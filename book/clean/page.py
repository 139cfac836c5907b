"""The article inside a page. In: the tree of a page. Out: its main content, as a `body` tree; removals recorded.

A page that is nothing but its article (a chapter of a book, a bare text) is kept whole. In any other, blocks of text
give points to what holds them, weighed down by their share of links (the method of Arc90's Readability); the
winner is extended by neighbours of its kind, then rid of what a site puts among the text. The output is the page's own
tree: structure, notes and anchors stay.

The file is long because what is taken away and what is chosen are judged by the same names of elements and the same
shares of links, in an order that matters.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from lxml import etree

from book import xhtml
from book.clean.blocks import leaves
from book.clean.finish import key
from book.clean.tree import INLINE
from book.model import Removal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from book.clean.recurrence import Recurring

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SITE = re.compile(
    r"\b(?:nav|navbar|navigation|menu|sidebar|breadcrumbs?|footer|masthead|comments?|disqus|share|sharing|social|related"
    r"|newsletter|subscribe|promo|sponsor|advert(?:isement)?|ads?|cookie|consent|banner|popup|modal|pagination|pager"
    r"|toolbar|widget|recommend(?:ed|ations?)?|read-?more|more-stories|author-?(?:box|bio)|skip-link|print-?only|replies"
    r"|respond|rss|login|signup|sign-up|paywall|trending|popular|tags?|taglist|post-?(?:tags|nav|meta|share)|sharedaddy"
    r"|jp-relatedposts|addtoany|outbrain|taboola|byline|dateline|metadata|toc-?nav|edit-?section|editsection"
    # Head and foot, comments, sharing, advertisements and what to read next, as themes in other languages name them.
    r"|entete|pied(?:-de-page)?|commentaires|partage|publicite|kopfzeile|fusszeile|kommentare|teilen|werbung|cabecera"
    r"|pie-de-pagina|comentarios|compartir|publicidad|relacionad[ao]s|etiquetas|commenti|condividi|pubblicita|correlati"
    r"|rodape|cabecalho|compartilhar?|publicidade|reacties|delen|voettekst|stopka|komentarze|reklama|kommentarii"
    r"|kommentarer|dela|yorumlar|paylas|reklam)\b",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"\b(?:article|articlebody|body|texte|texto|testo|contenu|contenido|conteudo|inhalt|cuerpo|content|contents|entry|entry-content|hentry|main|page|post|post-content|post-body"
    r"|story|text|blog|chapter|prose|markdown-body|mw-parser-output)\b",
    re.IGNORECASE,
)
# Never an article's, whatever else an element is called.
_SURE = re.compile(
    r"(?:^|[\s-])(?:postmetadata|(?:post|entry|article|story)-+(?:footer|tags?|nav(?:igation)?|share|sharing|actions)|catlinks"
    r"|printfooter|hash-?link|header-?link|content-+button|most-?(?:read"
    r"|popular|viewed)|(?:read(?:ing)?|time-to)-(?:time|read)|search-results-title|has-results|button-wrapper|link-wrapper"
    r"|subscription-widget|signup-card|jump-link|edit-?this-?page|copy-?button|sns|share-buttons?|social-share)(?:$|[\s-])",
    re.IGNORECASE,
)
# A site's at the edges of the text, and where it recurs in the series; between paragraphs it may be the author's.
_EDGE = re.compile(
    r"(?:^|[\s-])(?:navbox|toc(?:-container)?|table-?of-?contents|ez-toc-container)(?:$|[\s-])", re.IGNORECASE
)
_NEVER = frozenset(["nav", "footer", "form", "button", "menu", "dialog"])
_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "menu",
        "menubar",
        "alert",
        "dialog",
        "alertdialog",
    ]
)
_RUNNING = ("p", "div", "td", "li", "pre", "blockquote")
_COMMAS = re.compile(r"[,،、，；;]")
_UNITS = frozenset(["p", "pre", "td", "blockquote", "li", "dd", "h2", "h3", "h4"])
_ENDED = re.compile(r"[.!?…。！？؟۔।:]['\"”’»」）)\]]*(?:\s*\[\s*[\w ]{1,9}\s*\])*$")  # notes may be called behind it
_MOST = 0.5  # share of a page's text above which an element holds the article, whatever it is called
_LINKED = 0.8  # share of link text from which a block is a list of links
_BROKEN = 400  # characters of text parted by line breaks that may be an article
_WORDY = 25  # characters under which a block of text says nothing


def main_content(
    root: etree._Element, source: str, common: Recurring, *, authored: bool
) -> tuple[etree._Element, list[Removal]]:
    """The content of a page as a `body`, and what was taken out. `authored`: well-formed XHTML."""
    body = root[-1]
    removals: list[Removal] = []
    if not authored:
        _strip_hidden(body, source, removals)
        _strip_sure(body, source, removals)
        _strip_edges(body, source, common, removals)
        _strip_around(body, source, removals)
    if is_article(body, authored=authored):
        return body, removals
    if authored:
        _strip_hidden(body, source, removals)
    _strip_site(body, source, removals)
    top = _best(body)
    if top is None or top is body:
        return body, removals
    chosen = _gather(top)
    return _extract(body, chosen, source, removals), removals


def is_article(body: etree._Element, *, authored: bool) -> bool:
    """Whether a page is nothing but an article: no navigation, no form, no list of links of a site."""
    if next(body.iter("nav", "form", "iframe", "button", "aside", "footer"), None) is not None and not authored:
        return False
    if authored:
        return body.find(".//form") is None and not any(
            _SITE.search(_names(node)) for node in body.iter("div", "ul", "nav") if not _types(node)
        )
    return not any(_SITE.search(_names(node)) for node in body.iter("div", "ul", "section", "p", "span"))


def _types(node: etree._Element) -> str:
    return node.get(xhtml.EPUB_TYPE) or ""


def _names(node: etree._Element) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}".replace("_", "-")


def _strip_hidden(body: etree._Element, source: str, removals: list[Removal]) -> None:
    for node in list(body.iter(etree.Element)):
        if node.getparent() is None or node is body or node.tag in {"script", "style", "noscript"}:
            continue
        hidden = node.get("hidden") is not None or _HIDDEN.search(node.get("style") or "")
        silent = node.get("aria-hidden") == "true" and "math" not in _names(node) and node.tag != "img"
        if hidden or (silent and "}" not in str(node.tag)):
            _take(node, "hidden", source, removals)


def _strip_sure(body: etree._Element, source: str, removals: list[Removal]) -> None:
    """Take out what its name says is the site's, unless most of the text lies in it."""
    total = len(xhtml.text_of(body)) or 1
    for node in list(body.iter("div", "p", "span", "section", "ul", "ol", "nav", "table", "a", "h2", "h3", "footer")):
        if _attached(node, body) and _SURE.search(_names(node)) and len(xhtml.text_of(node)) < total * _MOST:
            _take(node, "site", source, removals)


def _strip_edges(body: etree._Element, source: str, common: Recurring, removals: list[Removal]) -> None:
    """Take out boxes of contents and of navigation that stand before or behind all running text, or recur."""
    boxes = [node for node in body.iter("div", "section", "ul", "ol", "nav", "table") if _EDGE.search(_names(node))]
    if not boxes:
        return
    places = {node: at for at, node in enumerate(body.iter(etree.Element))}
    total = len(xhtml.text_of(body)) or 1
    running = [node for node in body.iter("p", "pre", "blockquote") if _runs(node)]
    for node in boxes:
        if not _attached(node, body) or len(xhtml.text_of(node)) >= total * _MOST:
            continue
        outside = [places[other] for other in running if not _within(other, node)]
        amid = outside and outside[0] < places[node] < outside[-1]
        if not amid or any(key(text) in common.often for _, text in leaves(node)):
            _take(node, "navigation", source, removals)


def _strip_around(body: etree._Element, source: str, removals: list[Removal]) -> None:
    """Take out lists of links that lie outside the one element that holds all running text."""
    prose = [node for node in body.iter(*_RUNNING) if _runs(node)]
    if not prose:
        return
    holder = prose[0].getparent()
    while holder is not None and holder is not body and not all(_within(node, holder) for node in prose):
        holder = holder.getparent()
    if holder is None or holder is body:
        return
    _strip_rows(holder, prose[0], source, removals)
    inside = {holder, *holder.iterancestors(), *holder.iter(etree.Element)}
    for node in list(body.iter("ul", "ol", "div", "p", "table", "td", "nav", "dl")):
        if node in inside or not _attached(node, body) or node.find(".//img") is not None:
            continue
        if _link_share(node) >= _LINKED:
            before = node.getprevious()
            if before is not None and before.tag in {"h2", "h3", "h4", "h5", "h6"} and before not in inside:
                _take(before, "navigation", source, removals)
            _take(node, "navigation", source, removals)


def _strip_rows(holder: etree._Element, first: etree._Element, source: str, removals: list[Removal]) -> None:
    """Take out rows of one cell that are but links, above the first running text in a page laid out by tables."""
    for node in list(holder.iter("td", *_RUNNING)):
        if node is first:
            break
        row = node.getparent()
        alone = node.tag == "td" and row is not None and len(row) == 1 and node.find(".//img") is None
        if alone and not _within(first, node) and _link_share(node) >= _LINKED:
            _take(node, "navigation", source, removals)


def _within(node: etree._Element, holder: etree._Element) -> bool:
    return any(above is holder for above in node.iterancestors())


def _runs(node: etree._Element) -> bool:
    """Whether an element is a block of running text, or of code, without blocks inside."""
    if any(child.tag not in INLINE for child in node.iter(etree.Element) if child is not node):
        return False
    text = xhtml.text_of(node)
    return (
        len(text) >= _WORDY and _link_share(node) < 1 - _LINKED / 2 and (node.tag == "pre" or bool(_ENDED.search(text)))
    )


def _take(node: etree._Element, reason: str, source: str, removals: list[Removal]) -> None:
    """Remove an element, recording its words."""
    text = seen_text(node)
    if text:
        removals.append(Removal(source, reason, text))
    xhtml.remove(node)


def seen_text(node: etree._Element) -> str:
    """The text a reader of the page sees: no script, no style, blocks parted by spaces."""
    return " ".join(" ".join(_pieces(node)).split())


def _pieces(node: etree._Element) -> Iterator[str]:
    for event, part in etree.iterwalk(node, events=("start", "end")):
        silent = part.tag in {"script", "style", "noscript", "template"}
        if event == "start":
            if part.text and not silent:
                yield part.text
        elif part is not node and part.tail:
            yield part.tail


def _strip_site(body: etree._Element, source: str, removals: list[Removal]) -> None:
    total = len(xhtml.text_of(body)) or 1
    for node in list(body.iter(etree.Element)):
        if node is body or not _attached(node, body):
            continue
        if node.tag in _NEVER or node.get("role") in _ROLES:
            if node.tag == "form" and len(xhtml.text_of(node)) > total / 2:
                continue
            _take(node, "navigation", source, removals)
        elif node.tag not in {"a", "body", "article", "main"} and "}" not in str(node.tag):
            names = _names(node)
            if names.strip() and _SITE.search(names) and not _TEXT.search(names) and not _holds_article(node, total):
                _take(node, "site", source, removals)


def _attached(node: etree._Element, body: etree._Element) -> bool:
    """Whether an element still stands in the page, nothing around it having been taken."""
    return any(above is body for above in node.iterancestors())


def _holds_article(node: etree._Element, total: int) -> bool:
    return len(xhtml.text_of(node)) > total * 0.4 and _link_share(node) < 0.3


def _link_share(node: etree._Element) -> float:
    """The share of a block's text that is link text, 0 to 1."""
    total = len(xhtml.text_of(node))
    if not total:
        return 0.0
    linked = sum(len(xhtml.text_of(a)) * (0.3 if (a.get("href") or "").startswith("#") else 1) for a in node.iter("a"))
    return min(1.0, linked / total)


def _best(body: etree._Element) -> etree._Element | None:
    scores: dict[etree._Element, float] = {}
    for unit in body.iter(*_UNITS, "div", "section", "article"):
        if unit.tag in {"div", "section", "article"} and any(
            child.tag not in INLINE for child in unit.iterchildren(etree.Element)
        ):
            continue
        text = xhtml.text_of(unit)
        if len(text) < _WORDY:
            continue
        points = 1 + len(_COMMAS.findall(text)) + min(len(text) // 100, 3)
        # Paragraphs parted by line breaks have no elements of their own: what holds them is the text's element.
        broken = unit.tag not in _UNITS and len(text) > _BROKEN and sum(1 for _ in unit.iter("br")) > 1
        holders = chain([unit], unit.iterancestors()) if broken else unit.iterancestors()
        for level, holder in zip(range(5), holders, strict=False):
            if holder.tag == "html":
                break
            scores.setdefault(holder, _start(holder))
            scores[holder] += points / (1 if level == 0 else 2 if level == 1 else level * 3)
    if not scores:
        return None
    weighed = {node: score * (1 - _link_share(node)) for node, score in scores.items()}
    return _widened(max(weighed, key=lambda node: weighed[node]), weighed)


def _start(node: etree._Element) -> float:
    names = _names(node)
    start = {"div": 5, "article": 8, "main": 8, "section": 3, "pre": 3, "td": 3, "blockquote": 3, "form": -3, "ul": -3,
             "ol": -3, "dl": -3, "th": -5}.get(str(node.tag), 0)  # fmt: skip
    if names.strip():
        start += 25 if _TEXT.search(names) else 0
        start -= 25 if _SITE.search(names) else 0
    return float(start)


def _widened(top: etree._Element, weighed: dict[etree._Element, float]) -> etree._Element:
    """Up to the holder that has most of the points of others like the winner, or holds only the winner."""
    floor = weighed[top] / 3
    last = weighed[top]
    holder = top.getparent()
    while holder is not None and holder.tag not in {"body", "html"}:
        score = weighed.get(holder)
        if score is None or score < floor:
            break
        if score > last:
            top = holder
        last = score
        holder = holder.getparent()
    while (above := top.getparent()) is not None and above.tag != "body" and len(above) == 1:
        top = above
    return top


def _gather(top: etree._Element) -> list[etree._Element]:
    """The winner and those neighbours that read like it."""
    parent = top.getparent()
    if parent is None:
        return [top]
    names = top.get("class") or ""
    if top.tag == "article" and not any(node.tag == "article" for node in top.itersiblings()):
        return [top]  # the page itself says where its article ends
    return [node for node in parent.iterchildren(etree.Element) if node is top or _joins(node, names)]


def _joins(node: etree._Element, names: str) -> bool:
    """Whether a neighbour of the winner belongs to it: of its class, a paragraph, or a block that holds paragraphs."""
    if names and node.get("class") == names and xhtml.text_of(node) and _link_share(node) == 0:
        return True  # its headings and its asides are boxed as its paragraphs are
    if not _prose(node):
        return False
    if (names and node.get("class") == names) or node.tag == "p":
        return True
    return node.tag in {"div", "section", "article", "blockquote", "table"} and node.find(".//p") is not None


def _prose(node: etree._Element) -> bool:
    text = xhtml.text_of(node)
    share = _link_share(node)
    return (len(text) > 80 and share < 0.25) or (len(text) > 0 and share == 0 and text[-1] in ".!?。؟")


def _extract(
    body: etree._Element, chosen: list[etree._Element], source: str, removals: list[Removal]
) -> etree._Element:
    """A body of the chosen elements; the rest is recorded."""
    result = etree.Element("body", nsmap={"epub": xhtml.EPUB_NS})
    for node in chosen:
        parent = node.getparent()
        if parent is not None:
            marker = etree.Element("span")
            marker.tail, node.tail = node.tail, None
            parent.replace(node, marker)
        result.append(node)
    rest = seen_text(body)
    if rest:
        removals.append(Removal(source, "around-article", rest))
    return result
