"""Links between instalments. In: the articles of a series. Out: who links to whom, and the chain that "next" makes.

A link is resolved without a network: against the addresses and file names of what was collected. RFC 3986 for joining.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from book.series.clues import fold
from book.series.filenames import stem_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.model import Article, Link

_NEXT = frozenset(map(fold, [
    "next", "next part", "next chapter", "next post", "next article", "continue reading", "weiter", "nächster teil",
    "nächstes kapitel", "suivant", "chapitre suivant", "siguiente", "capítulo siguiente", "successivo", "próximo",
    "volgende", "nästa", "dalej", "następny", "далее", "следующая глава", "вперёд", "sonraki", "التالي",
    "الفصل التالي",
    "بعدی", "הבא", "次へ", "次の話", "下一章", "下一篇", "다음",
    "다음화", "tiếp", "chương sau", "selanjutnya"]))  # fmt: skip
_PREVIOUS = frozenset(map(fold, [
    "previous", "prev", "previous part", "previous chapter", "previous post", "previous article",
    "zurück", "vorheriger teil", "précédent", "chapitre précédent", "anterior", "capítulo anterior",
    "precedente", "vorige",
    "föregående", "poprzedni", "назад", "предыдущая глава", "önceki", "السابق", "الفصل السابق", "قبلی", "הקודם", "前へ",
    "前の話", "上一章", "上一篇", "이전", "이전화", "chương trước", "sebelumnya"]))  # fmt: skip
_ARROWS = {"→": 1, "»": 1, "›": 1, ">": 1, ">>": 1, "←": -1, "«": -1, "‹": -1, "<": -1, "<<": -1}
_ENDINGS = re.compile(r"\.(?:x?html?|md|markdown|mdx|txt|php|aspx?|xml)$", re.IGNORECASE)


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


def direction(link: Link) -> int:
    """1 for a link to the next instalment, -1 to the previous one, 0 for any other."""
    relation = link.rel.lower().split()
    if "next" in relation:
        return 1
    if "prev" in relation or "previous" in relation:
        return -1
    text = link.text.strip()
    arrow = _ARROWS.get(text) or _ARROWS.get(text[:1]) or _ARROWS.get(text[-1:]) or 0
    folded = fold(text)
    if folded in _NEXT:
        return 1
    if folded in _PREVIOUS:
        return -1
    return arrow if len(text) <= 3 else 0


def chain(articles: Sequence[Article]) -> Mapping[str, tuple[int, str]]:
    """The place of each article in the longest chain of next and previous links, with what says so."""
    index = Index(articles)
    votes: dict[str, Counter[str]] = {}
    for article in articles:
        for link in article.links:
            way = direction(link)
            other = index(article, link.href) if way else ""
            if other and other != article.source:
                before, after = (article.source, other) if way > 0 else (other, article.source)
                votes.setdefault(before, Counter())[after] += 1
    following = {before: _chosen(after) for before, after in votes.items()}
    return _longest(following)


def _chosen(votes: Counter[str]) -> str:
    return min(votes, key=lambda source: (-votes[source], source))


def _longest(following: Mapping[str, str]) -> Mapping[str, tuple[int, str]]:
    """The longest simple path from a start that nothing leads to. A ring has no beginning and orders nothing."""
    preceded = Counter(following.values())
    starts = sorted(before for before in following if not preceded[before])
    best: list[str] = []
    used: set[str] = set()
    for start in starts:
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in used:
            used.add(at)
            path.append(at)
            at = following.get(at)
        best = max(best, path, key=len)
    return {source: (at, f"follows {best[at - 1]}" if at else f"leads to {best[1]}") for at, source in enumerate(best)}
