"""The clues to one article's place. In: an `Article`. Out: a `Clue`: its title taken apart, what is declared, its date.

Nothing is weighed here: `book.series.levels` settles which clue says what level, `book.series.order` which wins.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.model import BACK_KINDS, COPY_TITLE, FRONT_KINDS
from book.series import declared
from book.series.filenames import day_of
from book.series.references import NOTHING, Said
from book.series.titles import parse_title

if TYPE_CHECKING:
    from book.model import Article, Ordinal, Title

FRONT = ("dedication", "epigraph", "foreword", "preface", "acknowledgments", "introduction", "prologue")
BACK = (
    "epilogue",
    "afterword",
    "conclusion",
    "summary",
    "appendix",
    "addendum",
    "erratum",
    "glossary",
    "endnotes",
    "index",
)
MATTER = frozenset([*FRONT, *BACK, *FRONT_KINDS, *BACK_KINDS])
KEPT_WHOLE = frozenset(["version", "dated", "sprint"])  # kinds whose number is only a sort key
_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_WORD = re.compile(r"\w+")


@frozen
class Clue:
    """One article and what it says about its place."""

    article: Article
    title: Title
    matter: str  # kind of front or back matter, "" for the body of the book
    declared: tuple[Ordinal, ...]  # levels in front matter or export, outermost first
    day: str  # ISO 8601 date or instant, "" if none is known
    said: Said = NOTHING  # what its text and links say of order
    lent: bool = False  # the numbers of its title are those of a copy

    @property
    def source(self) -> str:
        """The article's source."""
        return self.article.source


def clue(article: Article) -> Clue:
    """Take an article's title apart and read what is declared."""
    title = parse_title(article.title, article.language or None)
    found = Clue(
        article=article,
        title=title,
        matter=_matter(article, title),
        declared=tuple(declared.levels(article.meta)),
        day=_day(article),
    )
    copied = article.meta.get(COPY_TITLE, "")
    return with_title_of(found, parse_title(copied, article.language or None)) if copied else found


def with_title_of(clue: Clue, copied: Title) -> Clue:
    """The clue with the numbers that the title of a copy of its text bears, where its own bears none."""
    if clue.title.ordinals or not copied.ordinals:
        return clue
    return replace(clue, title=replace(copied, text=clue.title.text or copied.text), lent=True)


def fold(text: str) -> str:
    """A text as a key: letters and digits only, case, width and accents' encoding apart."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _day(article: Article) -> str:
    if _DAY.match(article.date):
        return article.date
    for key in ("path", "url", "permalink", "slug"):
        day = day_of(declared.value_of(article.meta, key))
        if day:
            return day
    return day_of(article.address) or day_of(article.source)


_POST_TYPES = {"front-matter": "front", "back-matter": "back"}


def _matter(article: Article, title: Title) -> str:
    """A title's own word comes first, then the type a book or export declares."""
    kinds = [ordinal.kind for ordinal in title.ordinals]
    if kinds and kinds[-1] in MATTER:
        return kinds[-1]
    if any(ordinal.number for ordinal in title.ordinals):
        return ""
    types = article.meta.get("epub:type", "").split()
    named = next((kind for kind in types if kind in MATTER), "")
    if named:
        return named
    sort = _POST_TYPES.get(article.meta.get("post_type", ""), "")
    if sort == "front" or "frontmatter" in types:
        return "preface"
    return "appendix" if sort == "back" or "backmatter" in types else ""
