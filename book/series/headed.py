"""The order that numbered headings give when they run on: a text that begins at 3 follows one that ends at 2.

In: articles. Out: where each stands, with what says so. Headings that begin again in every text order nothing.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.model import Article

_NUMBER = re.compile(r"\s*(\d{1,3})(?:[.):](?=\s|$)|\s*[–—-]\s)")


def numbers(article: Article) -> list[int]:
    """The numbers of an article's headings, in the order they stand."""
    return [int(found[1]) for heading in article.headings if (found := _NUMBER.match(heading.text))]


def headed(articles: Sequence[Article]) -> Mapping[str, tuple[int, str]]:
    """The first number of each article whose headings rise, where no two overlap and most follow one another."""
    spans = {}
    for article in articles:
        counts = numbers(article)
        if counts and counts == sorted(set(counts)):
            spans[article.source] = (counts[0], counts[-1])
    ordered = sorted(spans.values())
    if 5 * len(spans) < 3 * len(articles) or any(one[1] >= two[0] for one, two in pairwise(ordered)):
        return {}
    joined = sum(one[1] + 1 == two[0] for one, two in pairwise(ordered))
    if not joined or 2 * joined < len(ordered) - 1:
        return {}
    return {
        source: (first, f"number {first}" if first == last else f"numbers {first} to {last}")
        for source, (first, last) in spans.items()
    }
