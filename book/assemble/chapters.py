"""One chapter of its instalments. In: a `PlannedChapter`, its `Piece`s. Out: the `Chapter`, and what was done to it.

A chapter is made of nothing else, so that it can be kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.assemble.furniture import strip
from book.assemble.headings import level, renumber
from book.assemble.ids import rename
from book.assemble.links import lead
from book.byline import names
from book.frozen import frozen
from book.language import direction, normalise
from book.messages import messages
from book.metadata import bare_name
from book.milestones import milestone
from book.model import BACK_KINDS, FRONT_KINDS, Chapter, Credit, Problem, Removal
from book.xhtml import parse, text_of, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from book.assemble.pieces import Piece
    from book.messages import Messages
    from book.model import Article, Instalment, PlannedChapter

# Kinds of a planned chapter that are levels of a series, not of a book: they are printed as chapters are.
_SERIAL = frozenset(["part", "instalment", "episode", "post", "number", "issue", "entry", ""])


@frozen
class Bound:
    """A chapter joined of its instalments."""

    chapter: Chapter
    removals: tuple[Removal, ...]
    problems: tuple[Problem, ...]


@frozen
class _Item:
    """An instalment on its way into its chapter; the tree is changed in place by one step after another."""

    article: Article
    instalment: Instalment
    anchor: str
    chapter: PlannedChapter
    tree: etree._Element


def bind(planned: PlannedChapter, chapter_id: str, pieces: Sequence[Piece], language: str) -> Bound:
    """Join the instalments of a chapter: level, numbered through. `language` is the book's."""
    removals: list[Removal] = []
    problems: list[Problem] = []
    items = [_item(piece, planned, removals) for piece in pieces]
    titled = [len(items) > 1 and bool(_own_title(item)) for item in items]
    for item, has_title in zip(items, titled, strict=True):
        level(item.tree, first=3 if has_title else 2)
    if len(items) > 1 and not any(titled):
        trees = [(item.article.source, item.tree) for item in items]
        renumber(trees, removals, problems)
    own, way = _language(items, language)
    title, label = _title(planned, items, messages(language))
    if not title:
        title = _called(items) or chapter_id
        hint = "give it a title in its front matter, or in plan.toml"
        where = items[0].article.source if items else chapter_id
        problems.append(Problem("title-unknown", "note", where, f"has no title; it is called '{title}'", hint))
    chapter = Chapter(
        id=chapter_id,
        title=title,
        number=planned.number,
        kind=_kind(planned),
        body="".join(_body(item, chapter_id, own or language) for item in items),
        label=label,
        credits=tuple(_credit(item.article) for item in items),
        language=own,
        direction=way,
    )
    return Bound(chapter, tuple(removals), tuple(problems))


def _item(piece: Piece, planned: PlannedChapter, removals: list[Removal]) -> _Item:
    """An instalment as a tree of the book: its ids and links the book's own, its furniture gone."""
    place = piece.place
    item = _Item(place.article, place.instalment, place.anchor, planned, parse(place.article.body))
    rename(item.tree, place.ids, place.names)
    lead(item.tree, piece.links)
    called = [planned.title or "", place.instalment.text, place.instalment.title]
    removals += strip(item.tree, place.article.source, called, piece.starts, last=piece.last)
    return item


def _own_title(item: _Item) -> str:
    """What an instalment is called inside its chapter, where that is not what the chapter is called."""
    text = item.instalment.text.strip()
    return "" if text.casefold() == (item.chapter.title or "").strip().casefold() else text


def _body(item: _Item, chapter_id: str, language: str) -> str:
    """An instalment's fragment, with its milestone, its own title and an anchor for links to it."""
    start = ""
    if item.anchor != chapter_id:
        title = _own_title(item)
        if title:
            start = f'<h2 id="{item.anchor}">{_escaped(title)}</h2>'
        else:
            start = f'<span id="{item.anchor}"></span>' if not _anchored(item) else ""
    elif (title := _own_title(item)) and len(item.chapter.instalments) > 1:
        start = f"<h2>{_escaped(title)}</h2>"
    body = f"{start}{write(item.tree)}"
    own = normalise(item.article.language)
    if own and not _same_language(own, language) and len(item.chapter.instalments) > 1:
        body = f'<div xml:lang="{own}" lang="{own}" dir="{direction(own)}">{body}</div>'
    return f"{milestone(item.article.source)}{body}"


def _anchored(item: _Item) -> bool:
    """Give the first block the instalment's anchor, where it has no id of its own."""
    first = next((child for child in item.tree if isinstance(child.tag, str)), None)
    if first is None or first.get("id") or (item.tree.text or "").strip():
        return False
    first.set("id", item.anchor)
    return True


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _kind(planned: PlannedChapter) -> str:
    """A chapter's kind in the book: a level of a series (a part, a section, an episode) is printed as a chapter."""
    matter = planned.kind in FRONT_KINDS or planned.kind in BACK_KINDS
    serial = planned.kind in _SERIAL or planned.number is not None
    return planned.kind if matter or not serial else "chapter"


def _title(planned: PlannedChapter, items: Sequence[_Item], words: Messages) -> tuple[str, str]:
    """Title and label as printed; a chapter with no title of its own is called by its label."""
    kind = "chapter" if planned.kind in _SERIAL else planned.kind
    label = words.label(kind, planned.number) if planned.number else ""
    title = (planned.title or "").strip()
    if title:
        return title, label
    if label:
        return label, ""
    return words.name(kind) or (items[0].instalment.title.strip() if items else planned.kind), ""


def _called(items: Sequence[_Item]) -> str:
    """What a chapter without any title may be called: as its first heading, else as its file."""
    for item in items:
        for heading in item.tree.iter("h2", "h3"):
            if text := text_of(heading):
                return text
    return next((name for item in items if (name := bare_name(item.article.source))), "")


def _language(items: Sequence[_Item], book: str) -> tuple[str, str]:
    """The chapter's language and direction where they are not the book's: that of most of its words."""
    count: dict[str, int] = {}
    for item in items:
        if tag := normalise(item.article.language):
            count[tag] = count.get(tag, 0) + max(item.article.words, 1)
    if not count:
        return "", ""
    tag = max(count, key=lambda tag: count[tag])
    return ("", "") if _same_language(tag, book) else (tag, direction(tag))


def _same_language(one: str, other: str) -> bool:
    """Whether two tags name one language in one script; a region alone makes no other language of it."""
    scripts = [[part for part in tag.split("-")[1:] if len(part) == 4] for tag in (one, other)]
    return one.partition("-")[0] == other.partition("-")[0] and scripts[0] == scripts[1]


def _credit(article: Article) -> Credit:
    byline = ", ".join(names(article.byline))
    return Credit(article.source, article.title, byline, article.date, article.address, article.site)
