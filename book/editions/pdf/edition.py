"""The PDF edition. In: the book, its contents, its sheets, a theme. Out: `Made`: one PDF, problems, page breaks.

    sheets -lay out each alone-> laid -impose-> leaves, page numbers -fill in, lay out the contents-> -bind-> PDF

A chapter that names pages of others is laid out again when they move, and only then.

Over 300 lines because it is the one list of an edition's steps, from sheets to bytes, each a few lines long.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from book.editions import Made, PageBreak
from book.editions.pdf import boxes, impose, labels, rehearsal
from book.editions.pdf.bind import Gathering, bind
from book.editions.pdf.faces import absent
from book.editions.pdf.folios import Head, furniture
from book.editions.pdf.laid import Task
from book.editions.pdf.mentions import figures
from book.editions.pdf.pictures import coarse
from book.editions.pdf.press import Press
from book.editions.pdf.production import Production, production
from book.editions.pdf.references import fill, has_references, targets
from book.editions.pdf.subsets import Subsets
from book.editions.pdf.whole import one_run
from book.messages import messages
from book.model import MENTION, Problem
from book.theme import length

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping, Sequence
    from collections.abc import Set as AbstractSet
    from concurrent.futures import Executor

    from book.config import EditionSettings
    from book.editions.pdf.attachments import Attachment
    from book.editions.pdf.impose import Leaf, Side
    from book.editions.pdf.laid import Laid
    from book.model import Book, Contents, Sheet, Theme

ROUNDS = 5  # layouts after which page numbers must have settled
BLOCK = 100  # running heads in one sheet


def make(  # noqa: PLR0913 - the parts of an edition
    book: Book,
    contents: Contents,
    sheets: Sequence[Sheet],
    theme: Theme,
    *,
    edition: EditionSettings | None = None,
    workshop: Executor | None = None,
    cache: MutableMapping[str, bytes] | None = None,
    whole: bool = False,
    watch: Callable[[int, int, str], None] | None = None,
    meanwhile: Callable[[], object] | None = None,
    profile: bytes = b"",
    attachments: Sequence[Attachment] = (),
) -> Made:
    """A book as a PDF: for paper (rectos, versos, even pages) or for a screen, as the edition says.

    `workshop` is any executor (None: this process); `cache` keeps what was laid out; `whole` lays all sheets out
    in one run of WeasyPrint, without workers or cache, to compare with; `watch` hears how many of how many sheets
    are done; `meanwhile` is work to be done while workers lay out.
    `profile` is the ICC profile that the edition names; `attachments` go with an edition for a screen.
    Raises `Lacking` when the page engine or a font is not there.
    """
    paper = edition is None or edition.purpose == "print"
    press = Press(workshop, cache, language=book.metadata.language, watch=watch, meanwhile=meanwhile)
    shown = tuple(sheet for sheet in sheets if not (paper and sheet.matter == "cover"))
    setting = _Setting(book, shown, theme, press, paper=paper)
    if whole:
        return one_run([setting.task(sheet) for sheet in shown], shown, book.metadata, paper=paper)
    heads = _Heads(book, shown, theme, paper=paper)
    characters = labels.characters(book.metadata.language, setting.words.number)
    setting.furnish(heads.all(), characters)
    sheets, laid, leaves = setting.number()
    if cache is not None:
        rehearsal.keep(cache, setting.task(setting.chapter()))
    blocks, shown_figures = setting.furniture(), setting.figures()
    made = production(edition, profile, book.metadata.direction) if paper else Production()
    cut, moved = made.bound(len(leaves), theme.variables, "")
    if made.inks is not None:
        laid = [made.inks.sheet(one, cache) for one in laid]
        blocks = [(block, made.inks.sheet(one, cache)) for block, one in blocks]
        shown_figures = made.inks.sheet(shown_figures, cache) if shown_figures else None
    data = bind(
        Gathering(
            metadata=book.metadata,
            contents=contents,
            sheets=sheets,
            laid=laid,
            leaves=leaves,
            furniture=blocks,
            characters=characters,
            heads=heads.of,
            paper=paper,
            archival=not paper,
            languages=_languages(book, sheets),
            sources=_sources(book, sheets),
            cut=cut,
            profile=made.profile,
            attachments=() if paper else attachments,
            figures=shown_figures,
        ),
        Subsets(press.executor, cache),
    )
    problems = [
        *absent(press, theme, book),
        *setting.problems,
        *press.problems,
        *(p for one in laid for p in one.problems),
    ]
    problems += [*made.problems, *moved]
    if paper:
        press_run = made.profile is not None or cut.bleed > 0 or cut.marks
        problems += coarse(laid, leaves, {asset.name: asset for asset in book.assets}, press=press_run)
    return Made(data, tuple(dict.fromkeys(problems)), _page_breaks(sheets, laid, leaves))


class _Setting:
    """An edition while its pages are set."""

    def __init__(self, book: Book, sheets: tuple[Sheet, ...], theme: Theme, press: Press, *, paper: bool) -> None:
        self.book, self.sheets, self.theme, self.press, self.paper = book, sheets, theme, press, paper
        self.problems: list[Problem] = []
        self.words = messages(book.metadata.language)
        self.assets = {asset.name: asset.data for asset in book.assets}
        self.blocks: list[Sequence[Head]] = []
        self.furniture_tasks: list[Task] = []
        self.figure_tasks: list[Task] = []

    def number(self) -> tuple[tuple[Sheet, ...], list[Laid], tuple[Leaf, ...]]:
        """Sheets with their page numbers, laid out, in order.

        Front matter that names pages (the contents) waits for the body, whose pages it does not move. A sheet whose
        numbers did not change is not laid out again. Where a number's own width moves the page it names for ever,
        the last round stands, and a problem says so.
        """
        late = {index for index, sheet in enumerate(self.sheets) if sheet.matter == "front" and has_references(sheet)}
        wanted = frozenset().union(*(targets(sheet) for sheet in self.sheets))
        unknown = self.words.number("000")
        folios: Mapping[str, str] = {}
        laid: list[Laid | None] = []
        for turn in range(ROUNDS):
            sheets = tuple(fill(sheet, folios, unknown) for sheet in self.sheets)
            laid = self._lay(sheets, set() if turn else late)
            leaves = self._impose([len(one.pages) if one else 0 for one in laid])
            before, folios = folios, self._folios(leaves, laid, wanted)
            if folios == before or (turn == 0 and not wanted):
                break
        else:
            self.problems.append(Problem("pages-unsettled", "warning", "", "page numbers in the text did not settle"))
        return sheets, [one for one in laid if one is not None], leaves

    def _lay(self, sheets: Sequence[Sheet], left_out: AbstractSet[int]) -> list[Laid | None]:
        tasks = {index: self.task(sheet) for index, sheet in enumerate(sheets) if index not in left_out}
        # Running heads and folios go with the chapters, so that no worker waits for the other.
        laid = self.press.lay([*tasks.values(), *self.furniture_tasks, *self.figure_tasks])
        done = dict(zip(tasks, laid, strict=False))
        return [done.get(index) for index in range(len(sheets))]

    def _impose(self, counts: Sequence[int]) -> tuple[Leaf, ...]:
        return impose.impose(
            self.sheets,
            counts,
            paper=self.paper,
            cover=self.words.cover,
            language=self.book.metadata.language,
            digits=self.words.number,
        )

    def _folios(self, leaves: Sequence[Leaf], laid: Sequence[Laid | None], wanted: frozenset[str]) -> Mapping[str, str]:
        places = impose.named(leaves, laid)
        return {name: leaves[places[name][0]].folio.text for name in sorted(wanted) if name in places}

    def task(self, sheet: Sheet) -> Task:
        """What a worker needs for a sheet."""
        styles = tuple(self._styles(sheet.styles))
        if self.paper:
            styles = (("", boxes.STYLE), *styles)
        css = "".join(text for _, text in styles)
        named_in_css = {name for name in self.assets if name in css} if "url(" in css else set()
        assets = {name: self.assets[name] for name in (*sheet.assets, *sorted(named_in_css)) if name in self.assets}
        return Task(
            name=sheet.name,
            where=sheet.title or sheet.name,
            xhtml=sheet.xhtml,
            styles=styles,
            assets=assets,
            verso=self.paper and sheet.kind in impose.VERSO,
        )

    def _styles(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """The CSS of a sheet: the theme's by its names, others among the assets."""
        own = {"base": self.theme.base, "print": self.theme.print, "screen": self.theme.screen}
        found = []
        for name in names or ("base.css", "print.css"):
            stem = name.rpartition("/")[2].removesuffix(".css")
            if name in self.assets:
                found.append((name, self.assets[name].decode("utf-8", "replace")))
            elif stem in own:
                found.append((f"{self.theme.name}/{stem}.css", own[stem]))
            else:
                self.problems.append(Problem("style-missing", "warning", name, "no such style sheet in the book"))
        if self.theme.style[1]:
            found.append(self.theme.style)
        return found

    def chapter(self) -> Sheet:
        """The first sheet of the text, in whose style pages are set."""
        return next((sheet for sheet in self.sheets if sheet.matter == "body"), self.sheets[-1])

    def furnish(self, heads: Sequence[Head], characters: str) -> None:
        """Prepare running heads and folios, in blocks; a page more or less changes none of them."""
        chapter = self.chapter()
        match = _BODY.search(chapter.xhtml)
        self.blocks = [heads[start : start + BLOCK] for start in range(0, len(heads), BLOCK)] or [()]
        self.furniture_tasks = [
            furniture(
                block,
                "" if number else characters,
                styles=self._styles(chapter.styles),
                language=self.book.metadata.language,
                direction=self.book.metadata.direction,
                body=match[1] if match else "",
            )
            for number, block in enumerate(self.blocks)
        ]
        naming = next((sheet for sheet in self.sheets if MENTION in sheet.xhtml), None)
        if naming is not None:
            wide = _FIGURES.search(naming.xhtml)
            self.figure_tasks = [
                figures(
                    characters,
                    styles=self._styles(chapter.styles),
                    language=self.book.metadata.language,
                    direction=self.book.metadata.direction,
                    body=f"{match[1] if match else ''} {wide[0] if wide else ''}".strip(),
                )
            ]

    def figures(self) -> Laid | None:
        """What page numbers in the text are made of, laid out; None where there are none."""
        return next(iter(self.press.lay(self.figure_tasks)), None)

    def furniture(self) -> list[tuple[Sequence[Head], Laid]]:
        """The blocks of running heads, laid out, the first with the folios."""
        return list(zip(self.blocks, self.press.lay(self.furniture_tasks), strict=True))


_FIGURES = re.compile(r"\bfigures-\d\b")  # how wide page numbers in the text are
_BODY = re.compile(r'<body[^>]*\bclass="([^"]*)"')


_WIDTHS = ("trim-width", "margin-inner", "margin-outer")


class _Heads:
    """What the running heads say: the book on versos, the chapter on rectos and on a screen."""

    def __init__(self, book: Book, sheets: Sequence[Sheet], theme: Theme, *, paper: bool) -> None:
        self.paper = paper
        # About seven points a letter of spaced small capitals, in the width of the text.
        wide, inner, outer = (length(theme.variables.get(key, "")) for key in _WIDTHS)
        limit = int(((wide or 432.0) - (inner or 54.0) - (outer or 54.0)) / 7)
        self.title = shorten(book.metadata.title, limit)
        self.titles = [shorten(sheet.title, limit) for sheet in sheets]

    def of(self, leaf: Leaf, side: Side) -> Head | None:
        """The running head of a page that lies on this side; None where there is none."""
        text = self.title if side == "verso" else self.titles[leaf.sheet]
        return Head(text, side) if text else None

    def all(self) -> tuple[Head, ...]:
        """Every running head that there can be, once, in the book's order."""
        title = [Head(self.title, "verso")] if self.paper else []
        heads = [*title, *(Head(text, "recto") for text in self.titles)]
        return tuple(dict.fromkeys(head for head in heads if head.text))


def shorten(title: str, limit: int) -> str:
    """A title for a running head: its first phrase, else as many words as `limit` letters hold, and an ellipsis.

    A letter of a script without cases that is set in squares counts for two.
    """
    title = " ".join(title.split())
    if _width(title) <= limit:
        return title
    phrase = re.split(r"\s*(?:[:;—–(]|\s-\s)\s*", title, maxsplit=1)[0]
    if limit / 4 <= _width(phrase) <= limit:
        return phrase
    words, kept = re.findall(r"\S+\s*", title), ""
    for word in words:
        if _width(kept + word.rstrip()) > limit - 1:
            break
        kept += word
    if not kept:  # no spaces to break at
        while title and _width(title) > limit - 1:
            title = title[:-1]
        kept = title
    return kept.rstrip(" ,.;:-–—、，。") + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _languages(book: Book, sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """The language of each sheet, where it is not the book's."""
    own = {chapter.id: chapter.language for chapter in book.chapters if chapter.language != book.metadata.language}
    return tuple(own.get(sheet.chapter, "") for sheet in sheets)


def _sources(book: Book, sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """The articles of each sheet, as the user knows them; empty for what is no chapter."""
    known = {chapter.id: ", ".join(dict.fromkeys(c.source for c in chapter.credits)) for chapter in book.chapters}
    return tuple(known.get(sheet.chapter, "") for sheet in sheets)


def _page_breaks(sheets: Sequence[Sheet], laid: Sequence[Laid], leaves: Sequence[Leaf]) -> tuple[PageBreak, ...]:
    """Where each page begins in the running text, for editions that show the pages of this one."""
    return tuple(
        PageBreak(sheets[leaf.sheet].name, laid[leaf.sheet].breaks[leaf.page], leaf.folio.text)
        for leaf in leaves
        if leaf.page is not None
    )
