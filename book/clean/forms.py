"""One text in several forms is one article. In: articles. Out: those to keep, and those left out for a better form.

A page, its text copy and its Markdown share nearly all of their words in order. The form with the most structure is
kept, and what only the others declare goes to it: a date, a series, a title that may bear the number. Likeness is
measured on shingles of five words, so that two instalments with the same title stay two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING
from zlib import crc32

from book import xhtml
from book.language import words
from book.model import COPY_TITLE, LeftOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.model import Article

_SAME = 0.8  # share of the shorter text's shingles that the longer one has
_LENGTHS = 0.6  # the shorter text over the longer
_KEEP_ONE_IN = 8  # shingles sampled by their hash: enough to compare, few enough to be quick
_STRUCTURE = re.compile(r"<(?:h[1-6]|em|i|strong|b|a|img|li|blockquote|table|pre|figure|sup|hr)\b")


def apart(articles: Sequence[Article]) -> tuple[list[Article], list[LeftOut]]:
    """Articles that are texts of their own, in order, and the lesser forms of the same texts."""
    suspects = _suspects(articles)
    worse: dict[str, str] = {}
    told: dict[str, Article] = {}
    for one, other in suspects:
        if one.source in worse or other.source in worse:
            continue
        better, lesser = (one, other) if _rank(one) >= _rank(other) else (other, one)
        worse[lesser.source] = better.source
        told[better.source] = _with_facts(told.get(better.source, better), lesser)
    kept = [told.get(article.source, article) for article in articles if article.source not in worse]
    left = [LeftOut(lesser, f"the same text as {better}, which has more structure") for lesser, better in worse.items()]
    return kept, left


def _suspects(articles: Sequence[Article]) -> list[tuple[Article, Article]]:
    """Pairs of different kinds of file whose texts are the same."""
    if len({_kind(article) for article in articles}) < 2:
        return []
    prints = [_shingles(article) for article in articles]
    holders: dict[int, list[int]] = defaultdict(list)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for number, marks in enumerate(prints):
        for mark in marks:
            # A shingle in many texts is a formula of the series, and tells nothing.
            if len(holders[mark]) < 4:
                for earlier in holders[mark]:
                    shared[earlier, number] += 1
                holders[mark].append(number)
    pairs = []
    for (first, second), count in shared.items():
        one, other = articles[first], articles[second]
        fewer = min(len(prints[first]), len(prints[second]))
        if _kind(one) != _kind(other) and count >= _SAME * fewer and _comparable(one, other):
            pairs.append((one, other))
    return pairs


def _comparable(one: Article, other: Article) -> bool:
    return min(one.words, other.words) >= _LENGTHS * max(one.words, other.words)


def _kind(article: Article) -> str:
    return article.source.partition("#")[0].rpartition(".")[2].lower()


def _rank(article: Article) -> tuple[int, bool, bool, int]:
    """Structure, then declared facts: a text copy has neither."""
    return (
        len(_STRUCTURE.findall(article.body)),
        _kind(article) != "txt",
        bool(article.date or article.series or article.byline),
        article.words,
    )


def _with_facts(better: Article, lesser: Article) -> Article:
    """The better form with what only the lesser one says."""
    title = {} if lesser.title == better.title else {COPY_TITLE: lesser.title}
    return replace(
        better,
        date=better.date or lesser.date,
        series=better.series or lesser.series,
        meta={**title, **better.meta},
    )


def _shingles(article: Article) -> frozenset[int]:
    """A sample of the hashes of the runs of five words; of a short text, all."""
    text = words(xhtml.plain(article.body))
    runs = zip(*(text[start:] for start in range(5)), strict=False)
    hashes = [crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in runs] or [crc32(" ".join(text).encode())]
    sample = [value for value in hashes if value % _KEEP_ONE_IN == 0]
    return frozenset(sample if len(sample) > 20 else hashes)
