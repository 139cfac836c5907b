"""Documents become articles: the author's text, all of it, and nothing of the site's. In: documents. Out: articles.

Furniture is what recurs across a series, so all documents are looked at together once (`recurring`); each is then
cleaned alone (`clean_one`), so that a result can be kept as long as its document and the recurrence stay the same.
Every removal is recorded where it is made.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from book import xhtml
from book.clean import finish, page, shape, tree, widgets
from book.clean.forms import apart
from book.clean.paged import joined
from book.clean.recurrence import Recurring
from book.clean.recurring import is_page, recurring, said_in
from book.model import Cleaning, LeftOut, Problem, Removal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.model import Article, Document

_PICTURE = re.compile(r"<(?:img|svg|math)\b")

__all__ = ["Recurring", "clean", "clean_one", "is_page", "joined", "recurring", "said_in"]


def clean(documents: Sequence[Document]) -> Cleaning:
    """All documents, in their order; one that holds no text is left out with a problem."""
    common = recurring(documents)
    return settle([clean_one(document, common) for document in documents])


def settle(articles: Sequence[Article]) -> Cleaning:
    """Articles that are one text in several forms become one; those without text are reported."""
    full: list[Article] = []
    empty: list[Article] = []
    for article in articles:
        (full if article.words or _PICTURE.search(article.body) else empty).append(article)
    kept, left_out = apart(full)
    problems = tuple(
        Problem("no-text", "note", article.source, "there is no text in it but a title", "leave it out of the sources")
        for article in empty
    )
    bare = tuple(LeftOut(article.source, "there is no text in it but a title") for article in empty)
    return Cleaning(tuple(kept), problems, (*left_out, *bare))


def clean_one(document: Document, common: Recurring) -> Article:
    """One document cleaned, with what is known of all. What its reader took out is among the removals."""
    article = _cleaned(document, common)
    return replace(article, removals=(*document.removals, *article.removals)) if document.removals else article


def _cleaned(document: Document, common: Recurring) -> Article:
    if document.form == "lines":
        from book.clean import lines  # noqa: PLC0415 - what sites say, in many languages, of which other forms hold little

        return lines.clean(document, common)
    # XHTML that names the parts of a book was made as one: it holds no site, and is kept as it stands.
    authored = document.xml and "epub:type" in document.markup
    root = tree.parse(document.markup, xml=document.xml)
    found = finish.Found(links=finish.links(root))
    body = tree.body_of(root)
    if document.form == "page":
        if not authored:
            from book.clean import blocks, signed  # noqa: PLC0415 - the same words, of which a book has none

            title = finish.shown_title(body, document.title)
            found.title = title if title != document.title else ""
            found.byline, found.date = signed.near_title(body, title, document.language)
        body, removals = page.main_content(root, document.source, common, authored=authored)
        found.removals += removals
        if not authored:
            found.removals += blocks.strip(
                body, document.source, common, title=document.title, language=document.language
            )
    elif not authored:
        found.removals += widgets.strip(body, document.source)
    shape.shape(body, authored=authored)
    if document.form == "page" and not authored:
        for node, text in list(signed.lines(body, document.title, document.language)):
            found.removals.append(Removal(document.source, "byline", text))
            xhtml.remove(node)
    return finish.finish(document, body, found)
