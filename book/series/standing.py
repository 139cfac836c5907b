"""Whether a plan drawn before still stands. In: articles, a plan with its grounds. Out: yes or no, and no grammar read.

A plan is drawn from what articles say outside their texts (`seen`), and from little of the texts: which of them are
alike, the sentences around their links to one another, and what they say of themselves at their edges. A paragraph that
is edited seldom changes any of that, and to see that it does not takes a hundredth of drawing a plan.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the cache reads the annotations
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.model import Plan  # noqa: TC001 - the cache reads the annotations
from book.series.lengths import answers
from book.series.sentences import Pair, Text, alike, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.model import Article
    from book.series.addressing import Index
    from book.series.planfile import PlanFile


@frozen
class Ground:
    """What of one article's text a plan was drawn from."""

    source: str
    body: str  # SHA-256
    text: Text
    said: str  # SHA-256 of what stands where a text speaks of order; empty where that was not heard


@frozen
class Standing:
    """A plan with its grounds."""

    plan: Plan
    grounds: tuple[Ground, ...]  # of the articles that were compared
    alike: tuple[Pair, ...]
    openings: Mapping[str, tuple[str, ...]]  # how texts begin to speak of themselves, by primary language


def seen(articles: Sequence[Article]) -> list[tuple[Article, bool, tuple[bool, ...]]]:
    """What articles say outside their texts, whether they have one, and how long it is, as far as that counts."""
    return [
        (replace(article, body="", byline="", words=0, removals=()), bool(article.body), answers(article.words))
        for article in articles
    ]


def draw(
    articles: Sequence[Article],
    *,
    instalments: str = "merge",
    series: str | None = None,
    planfile: PlanFile | None = None,
) -> Standing:
    """The plan of `book.series.arrangement.arrange`, with its grounds."""
    from book.series.addressing import Index  # noqa: PLC0415 - a plan that stands reads no grammar
    from book.series.arrangement import arranged  # noqa: PLC0415 - as above
    from book.series.references import openings  # noqa: PLC0415 - as above

    drawn = arranged(articles, instalments=instalments, series=series, planfile=planfile)
    known = {article.source: article for article in articles}
    heard = {source: known[source] for source in drawn.series}
    spoken = {tag: openings(tag) for tag in sorted({_tag(article) for article in heard.values()})}
    index = Index([*heard.values()])
    grounds = tuple(
        Ground(
            source,
            _digest(known[source].body),
            text,
            _said(known[source], index, spoken[_tag(known[source])]) if source in heard else "",
        )
        for source, text in drawn.texts.items()
    )
    return Standing(drawn.plan, grounds, drawn.alike, spoken)


def stands(found: Standing, articles: Sequence[Article]) -> bool:
    """Whether the same plan would be drawn of these articles, of which the same is seen."""
    known = {article.source: article for article in articles}
    texts = {}
    index: Index | None = None
    for ground in found.grounds:
        article = known[ground.source]
        if _digest(article.body) == ground.body:
            texts[ground.source] = ground.text
            continue
        if ground.said:
            index = index or _index(found, known)
            if _said(article, index, found.openings[_tag(article)]) != ground.said:
                return False
        texts[ground.source] = text_of(article.body)
    return alike([known[source] for source in texts], texts) == found.alike


def _index(found: Standing, known: Mapping[str, Article]) -> Index:
    from book.series.addressing import Index  # noqa: PLC0415 - only where a text has changed

    return Index([known[ground.source] for ground in found.grounds if ground.said])


def _said(article: Article, index: Index, openings: Sequence[str]) -> str:
    """All that is heard of what a text says of order, as a digest."""
    from book.series.beside import passages, speaking  # noqa: PLC0415 - only where a text has changed

    return _digest(repr(([*passages(article, index)], [*speaking(article, openings)])))


def _tag(article: Article) -> str:
    return article.language.partition("-")[0].lower()


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
