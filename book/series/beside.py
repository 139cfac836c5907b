"""Where a text may speak of order. In: an article. Out: its links to other articles with their sentences, its edges.

Only what stands in a link, beside one in its sentence, or at either edge of a text is looked at; prose is not. What it
says is read by `book.series.references`.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.series.direction import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.model import Article
    from book.series.addressing import Index

_ANCHOR = re.compile(r"<a\s[^>]*?href=\"([^\"]*)\"[^>]*>(.*?)</a>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
BLOCK = re.compile(r"</?(?:p|li|h[1-6]|div|td|dd|dt|blockquote|ul|ol|section|header|footer|br)\b[^<>]*>")
END = re.compile(r"[.!?…。！？؟۔।](?:\s|$)")  # of a sentence
NEAR = 90  # characters beside a link that belong to it
_EDGE = 900  # characters of markup at either end of a text in which it may speak of itself


@frozen
class Passage:
    """A link to another article, and what stands beside it in its sentence."""

    href: str
    to: str  # the source of the article it leads to
    before: str
    text: str
    behind: str


def passages(article: Article, index: Index) -> Iterator[Passage]:
    """The links of a text to other articles."""
    if "<a " not in article.body:
        return
    for match in _ANCHOR.finditer(article.body):
        href = unescape(match[1])
        to = index(article, href)
        if not to or to == article.source:
            continue
        before = text_of(BLOCK.split(article.body[max(0, match.start() - 4 * NEAR) : match.start()])[-1])
        behind = text_of(BLOCK.split(article.body[match.end() : match.end() + 4 * NEAR])[0])
        yield Passage(href, to, END.split(before)[-1][-NEAR:], text_of(match[2]), END.split(behind)[0][:NEAR])


def speaking(article: Article, openings: Sequence[str]) -> Iterator[str]:
    """The edges of a text in which one of the openings stands with which a text speaks of itself, without links."""
    body = article.body
    for edge in [body] if len(body) <= 2 * _EDGE else [body[:_EDGE], body[-_EDGE:]]:
        markup = _ANCHOR.sub(" ", edge)  # what a link says is of another
        flat = f" {plain(text_of(BLOCK.sub(' ', markup)))} "
        if any(opening in flat for opening in openings):
            yield markup  # few articles speak of themselves


def text_of(markup: str) -> str:
    """The text of some markup, white space folded."""
    return " ".join(unescape(_TAG.sub("", markup)).split())
