"""Make the book of a plan. In: a `Plan`, its `Article`s, settled `Metadata`. Out: a `Book` of whole chapters.

    place -> ids -> links -> furniture -> headings -> join

Instalments of one chapter are joined with their headings running on; ids become unique in the book, links
between articles become links inside it; what only made sense on a web page ("To be continued") is taken out
and recorded. Where an instalment begins stands a milestone (`book.milestones`) until the last transform.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from book.assemble.addresses import Addresses
from book.assemble.furniture import strip
from book.assemble.headings import level, renumber
from book.assemble.ids import Ids, distinct
from book.assemble.links import resolve
from book.byline import names
from book.language import direction, normalise
from book.language import words as words_of
from book.messages import messages
from book.metadata import bare_name, doubts
from book.milestones import milestone
from book.model import BACK_KINDS, FRONT_KINDS, Book, Chapter, Credit, Part, Problem
from book.xhtml import parse, text_of, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml import etree

    from book.messages import Messages
    from book.model import Article, Instalment, Metadata, Plan, PlannedChapter, PlannedPart, Removal

# Kinds of a planned chapter that are levels of a series, not of a book: they are printed as chapters are.
_SERIAL = frozenset(["part", "instalment", "episode", "post", "number", "issue", "entry", ""])


@dataclass(slots=True)
class _Placed:
    """An instalment on its way into a chapter; the tree is changed in place by one step after another."""

    article: Article
    instalment: Instalment
    tree: etree._Element
    chapter: PlannedChapter
    chapter_id: str
    anchor: str  # the id that a link to the whole instalment leads to
    ids: Mapping[str, str] = field(default_factory=dict)  # as in the article -> as in the book


def assemble(plan: Plan, articles: Mapping[str, Article], metadata: Metadata) -> Book:
    """The book of a plan. An instalment whose article is absent is a problem, not a stop."""
    words = messages(metadata.language)
    problems: list[Problem] = [*doubts(metadata)]
    chapters = [chapter for part in plan.parts for chapter in part.chapters]
    numbered = {id(chapter): f"ch-{number:0{_width(chapters)}}" for number, chapter in enumerate(chapters, 1)}
    taken = Ids([*numbered.values(), *(f"part-{number}" for number in range(1, len(plan.parts) + 1))])
    placed = [
        item for chapter in chapters for item in _place(chapter, numbered[id(chapter)], articles, taken, problems)
    ]
    removals = [removal for item in placed for removal in item.article.removals]
    removals += _connect(placed, problems)
    by_chapter: dict[str, list[_Placed]] = {}
    for item in placed:
        by_chapter.setdefault(item.chapter_id, []).append(item)

    def bound(chapter: PlannedChapter) -> Chapter:
        name = numbered[id(chapter)]
        return _bind(chapter, name, by_chapter.get(name, []), metadata, words, removals, problems)

    parts = tuple(
        _part(part, number, tuple(bound(chapter) for chapter in part.chapters), words)
        for number, part in enumerate(plan.parts, 1)
    )
    return Book(metadata, parts, removals=tuple(removals), problems=tuple(problems))


def _width(chapters: Sequence[PlannedChapter]) -> int:
    return max(2, len(str(len(chapters))))


def _place(
    chapter: PlannedChapter,
    chapter_id: str,
    articles: Mapping[str, Article],
    taken: Ids,
    problems: list[Problem],
) -> Iterable[_Placed]:
    """The instalments of a chapter, parsed, with ids of their own in the book."""
    for number, instalment in enumerate(chapter.instalments, 1):
        article = articles.get(instalment.source)
        if article is None:
            hint = "the plan names it; add the file, or take it out of plan.toml"
            problems.append(Problem("article-missing", "error", instalment.source, "is not among the articles", hint))
            continue
        tree = parse(article.body)
        first = number == 1
        prefix = chapter_id if first else f"{chapter_id}-{number}"
        anchor = chapter_id if first else taken.new(prefix)
        yield _Placed(article, instalment, tree, chapter, chapter_id, anchor, distinct(tree, prefix, taken))


def _connect(placed: Sequence[_Placed], problems: list[Problem]) -> list[Removal]:
    """Turn links between articles into links inside the book, and take out what only led from page to page."""
    addresses = Addresses(item.article for item in placed)
    anchors = {item.article.source: item.anchor for item in placed}
    ids = {item.article.source: item.ids for item in placed}
    starts = {item.anchor: words_of(item.article.title) for item in placed}
    removals: list[Removal] = []
    for number, item in enumerate(placed):
        resolve(item.tree, item.article, addresses, anchors, ids, problems)
        called = [item.chapter.title or "", item.instalment.text, item.instalment.title]
        last = number == len(placed) - 1
        removals += strip(item.tree, item.article.source, called, starts, last=last)
    return removals


def _bind(  # noqa: PLR0913, PLR0917 - a chapter is made of all these, and each is read only here
    planned: PlannedChapter,
    chapter_id: str,
    items: Sequence[_Placed],
    metadata: Metadata,
    words: Messages,
    removals: list[Removal],
    problems: list[Problem],
) -> Chapter:
    """One chapter: its instalments level, numbered through and joined."""
    titled = [len(items) > 1 and bool(_own_title(item)) for item in items]
    for item, has_title in zip(items, titled, strict=True):
        level(item.tree, first=3 if has_title else 2)
    if len(items) > 1 and not any(titled):
        trees = [(item.article.source, item.tree) for item in items]
        renumber(trees, removals, problems)
    language, way = _language(items, metadata)
    title, label = _title(planned, items, words)
    if not title:
        title = _called(items) or chapter_id
        hint = "give it a title in its front matter, or in plan.toml"
        where = items[0].article.source if items else chapter_id
        problems.append(Problem("title-unknown", "note", where, f"has no title; it is called '{title}'", hint))
    return Chapter(
        id=chapter_id,
        title=title,
        number=planned.number,
        kind=_kind(planned),
        body="".join(_body(item, chapter_id, language or metadata.language) for item in items),
        label=label,
        credits=tuple(_credit(item.article) for item in items),
        language=language,
        direction=way,
    )


def _own_title(item: _Placed) -> str:
    """What an instalment is called inside its chapter, where that is not what the chapter is called."""
    text = item.instalment.text.strip()
    return "" if text.casefold() == (item.chapter.title or "").strip().casefold() else text


def _body(item: _Placed, chapter_id: str, language: str) -> str:
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


def _anchored(item: _Placed) -> bool:
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


def _title(planned: PlannedChapter, items: Sequence[_Placed], words: Messages) -> tuple[str, str]:
    """Title and label as printed; a chapter with no title of its own is called by its label."""
    kind = "chapter" if planned.kind in _SERIAL else planned.kind
    label = words.label(kind, planned.number) if planned.number else ""
    title = (planned.title or "").strip()
    if title:
        return title, label
    if label:
        return label, ""
    return words.name(kind) or (items[0].instalment.title.strip() if items else planned.kind), ""


def _called(items: Sequence[_Placed]) -> str:
    """What a chapter without any title may be called: as its first heading, else as its file."""
    for item in items:
        for heading in item.tree.iter("h2", "h3"):
            if text := text_of(heading):
                return text
    return next((name for item in items if (name := bare_name(item.article.source))), "")


def _part(planned: PlannedPart, number: int, chapters: tuple[Chapter, ...], words: Messages) -> Part:
    label = words.label(planned.kind, planned.number) if planned.number else ""
    return Part(f"part-{number}", (planned.title or "").strip(), planned.number, chapters, label)


def _language(items: Sequence[_Placed], metadata: Metadata) -> tuple[str, str]:
    """The chapter's language and direction where they are not the book's: that of most of its words."""
    count: dict[str, int] = {}
    for item in items:
        if tag := normalise(item.article.language):
            count[tag] = count.get(tag, 0) + max(item.article.words, 1)
    if not count:
        return "", ""
    tag = max(count, key=lambda tag: count[tag])
    return ("", "") if _same_language(tag, metadata.language) else (tag, direction(tag))


def _same_language(one: str, other: str) -> bool:
    """Whether two tags name one language in one script; a region alone makes no other language of it."""
    scripts = [[part for part in tag.split("-")[1:] if len(part) == 4] for tag in (one, other)]
    return one.partition("-")[0] == other.partition("-")[0] and scripts[0] == scripts[1]


def _credit(article: Article) -> Credit:
    byline = ", ".join(names(article.byline))
    return Credit(article.source, article.title, byline, article.date, article.address, article.site)
