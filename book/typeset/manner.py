"""How an edition's sheets are set, whatever is on them. In: a `Book`, a `Theme`, a medium, `Options`. Out: `Manner`.

And one sheet set so: its template filled in with what every sheet wants and with what it has for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from book.frozen import frozen
from book.messages import messages
from book.model import Medium, Metadata, Sheet
from book.theme import length
from book.typeset.environment import render
from book.typeset.notes import LONGEST_AT_FOOT
from book.typeset.script import script
from book.typeset.semantics import MATTER_TYPES

if TYPE_CHECKING:
    from book.messages import Messages
    from book.model import Book, Matter, Theme
    from book.typeset.options import Options, Urls

# In cascade order. A PDF for the screen is pages first; screen.css says in `@media print` what is other on a screen.
STYLES: dict[Medium, tuple[str, ...]] = {
    "epub": ("styles/base.css", "styles/screen.css"),
    "html": ("styles/base.css", "styles/screen.css", "styles/web.css"),
    "print": ("styles/base.css", "styles/print.css"),
    "screen": ("styles/base.css", "styles/print.css", "styles/screen.css"),
}
_FOOT = 0.5  # share of a page's text that one note may have at its foot


@frozen
class Manner:
    """All that the sheets of an edition have in common."""

    meta: Metadata
    medium: Medium
    title_places: int  # characters of a title on a line
    chapter_places: int  # those of a chapter's
    code: int  # characters of code that a line holds for certain
    note: int  # characters that one note may have at the foot of a page
    figures: int  # of the highest page number, guessed; 0: no page is named
    foot: bool  # notes stand at the foot of pages
    late: bool  # notes are listed after the book
    pages: bool  # links say the page that they lead to
    urls: Urls  # where addresses of links stand
    credits: bool  # chapters say which articles they were made of

    @property
    def paged(self) -> bool:
        """Whether the edition has pages."""
        return self.medium in ("print", "screen")

    @property
    def words(self) -> Messages:
        """What the book says in its language."""
        return messages(self.meta.language)

    @property
    def authors(self) -> str:
        """The authors of the book, listed."""
        return self.words.listing(self.meta.authors)


def manner(book: Book, theme: Theme, medium: Medium, options: Options) -> Manner:
    """The manner of an edition."""
    paper, paged = medium == "print", medium in ("print", "screen")
    return Manner(
        meta=book.metadata,
        medium=medium,
        title_places=int(theme.variables["title-places"]),
        chapter_places=int(theme.variables["chapter-places"]),
        code=_places(theme),
        note=min(LONGEST_AT_FOOT, int(_capacity(theme) * _FOOT)),
        figures=_figures(book, theme) if paper else 0,
        foot=paged and options.notes == "foot",
        late=options.notes == "book",
        pages=paper and options.page_references,
        urls=options.urls if paper else "none",
        credits=options.credits == "chapter",
    )


def sheet(
    manner: Manner,
    kind: str,
    matter: Matter,
    title: str,
    **values: Any,  # noqa: ANN401 - a template's values
) -> Sheet:
    """A sheet from its template and values; what the sheet itself wants to know is taken out of them."""
    name, template = values.pop("name"), values.pop("template", kind)
    assets, ids = values.pop("assets", ()), values.pop("ids", ())
    of, problems = values.pop("of", ""), values.pop("problems", ())
    styles = STYLES[manner.medium] if values.pop("own_styles", True) else ()
    language = values.pop("language", "") or manner.meta.language
    side = values.pop("direction", "") or manner.meta.direction
    matter_type = MATTER_TYPES[matter]
    xhtml = render(
        template, book=manner.meta, words=manner.words, title=title, kind=kind, styles=styles, language=language,
        direction=side, matter_type=matter_type, **values,
        paged=manner.paged,
        title_places=manner.title_places,
        chapter_places=manner.chapter_places,
        classes=" ".join(dict.fromkeys([template, kind, matter_type, script(language), manner.medium])),
    )  # fmt: skip
    return Sheet(
        name=name, kind=kind, matter=matter, title=title, xhtml=xhtml, styles=styles, assets=assets,
        ids=ids or (kind,), chapter=of, problems=problems,
    )  # fmt: skip


def _places(theme: Theme) -> int:
    """Characters of code that a line holds for certain: those of a fixed pitch are 0.6 em wide."""
    width, size = (length(theme.variables.get(name, "")) or 0.0 for name in ("text-width", "text-size"))
    share = float(theme.variables.get("code-size", "0.78").removesuffix("em") or 0.78)
    return int(width / (size * share * 0.602)) - 4 if width and size else 60


def _figures(book: Book, theme: Theme) -> int:
    """Figures of the highest page number, guessed from the length of the text: the width of numbers in the text.

    A guess, so that no chapter waits for the others' pages; a number that is wider is drawn narrower.
    """
    capacity = _capacity(theme)
    pages = sum(len(chapter.body) / capacity + 1.5 for chapter in book.chapters) + len(book.parts)
    return max(2, len(str(int(pages * 1.15))))


def _capacity(theme: Theme) -> float:
    """Characters of text that a page holds, about."""
    width, size = (length(theme.variables.get(name, "")) or 0.0 for name in ("text-width", "text-size"))
    return width / (size * 0.45) * int(theme.variables.get("lines", "36")) if width and size else 2500.0
