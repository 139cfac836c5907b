"""Instalments with all that the rest of their series decides about them. In: a `Plan`, `Article`s. Out: `Piece`s.

Where an instalment stands, which ids it has in the book, what its links lead to. All of it is told from the articles'
text without a tree, so that what a chapter is made of is known before any chapter is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.assemble.addresses import Addresses
from book.assemble.ids import given, renamed
from book.assemble.links import hrefs, resolved
from book.frozen import frozen
from book.language import words
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from book.assemble.ids import Ids
    from book.model import Article, Instalment, PlannedChapter


@frozen
class Place:
    """An instalment in its place."""

    article: Article
    instalment: Instalment
    anchor: str  # the id that a link to the whole instalment leads to
    ids: tuple[str, ...]  # of its elements that have one, in document order
    names: Mapping[str, str]  # ids as in the article -> as in the book


@frozen
class Piece:
    """An instalment in its place, and what of the others it must know."""

    place: Place
    links: Mapping[str, str]  # href as in the article -> as in the book
    starts: Mapping[str, Sequence[str]]  # of the whole instalments that it links to: the words of their titles, by id
    last: bool  # the series ends with it


def places(
    chapters: Sequence[tuple[str, PlannedChapter]],
    articles: Mapping[str, Article],
    taken: Ids,
    problems: list[Problem],
) -> Iterator[tuple[str, Place]]:
    """Every instalment of the chapters given with their ids, with the id of its chapter."""
    for chapter, planned in chapters:
        for number, instalment in enumerate(planned.instalments, 1):
            article = articles.get(instalment.source)
            if article is None:
                hint = "the plan names it; add the file, or take it out of plan.toml"
                problems.append(
                    Problem("article-missing", "error", instalment.source, "is not among the articles", hint)
                )
                continue
            prefix = chapter if number == 1 else f"{chapter}-{number}"
            anchor = chapter if number == 1 else taken.new(prefix)
            ids, names = renamed(given(article.body), prefix, taken)
            yield chapter, Place(article, instalment, anchor, ids, names)


def pieces(placed: Sequence[tuple[str, Place]], problems: list[Problem]) -> dict[str, list[Piece]]:
    """The pieces of each chapter, by its id."""
    addresses = Addresses(place.article for _, place in placed)
    anchors = {place.article.source: place.anchor for _, place in placed}
    ids = {place.article.source: place.names for _, place in placed}
    titles = {f"#{place.anchor}": place.article.title for _, place in placed}
    found: dict[str, list[Piece]] = {}
    for number, (chapter, place) in enumerate(placed, 1):
        links = resolved(place.article, hrefs(place.article.body), addresses, anchors, ids, problems)
        starts = {target[1:]: words(titles[target]) for target in links.values() if target in titles}
        found.setdefault(chapter, []).append(Piece(place, links, starts, last=number == len(placed)))
    return found
