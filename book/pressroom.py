"""Where editions are made. In: a `Book`, targets and settings. Out: a `Made` for each, with what it needed running.

The workers of the layout practise while the articles are read. A paginated edition is made first: the EPUB carries its
page numbers.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from mimetypes import guess_type
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from book import theme, typeset
from book.check.reading import documents_of
from book.config import trim_size
from book.contents import contents
from book.editions import Made, edition_maker
from book.errors import Misused
from book.metadata import isbn_doubts, urn
from book.model import Asset, Problem
from book.remember import keeper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping, Sequence
    from concurrent.futures import Executor

    from book.config import EditionSettings
    from book.editions.cover import Painter
    from book.editions.hand import Hand
    from book.editions.pdf.attachments import Attachment
    from book.model import Book, Contents, Sheet, Snapshot, Theme
    from book.pipeline import Watch
    from book.request import Request, Target


class Room:
    """Makes the editions of one book."""

    def __init__(
        self,
        request: Request,
        cache: MutableMapping[str, bytes] | None,
        executor: Executor | None,
        hand: Hand | None,
    ) -> None:
        """Use what is running."""
        self.request = request
        self.cache = cache
        self.executor = executor
        self.hand = hand
        self.snapshots: Sequence[Snapshot] = ()
        self._meanwhile: Callable[[], object] | None = None
        self._epub: tuple[bytes, dict[str, str]] | None = None  # the finished one, and the chapters of its sheets

    def print_all(
        self,
        book: Book,
        named: Sequence[tuple[Target, Path]],
        watch: Watch,
        snapshots: Sequence[Snapshot] = (),
        meanwhile: Callable[[], object] | None = None,
    ) -> dict[Path, Made]:
        """Every edition, in the order asked for. The paginated ones are made first.

        `snapshots` are what was collected: an edition may carry the articles' sources. `meanwhile` needs no finished
        edition and is called once at most, while workers lay out.
        """
        self.snapshots = snapshots
        self._meanwhile = meanwhile
        made: dict[Path, Made] = {}
        for target, path in sorted(named, key=lambda pair: pair[0].edition.format != "pdf"):
            pages = next(((t, made[p]) for t, p in named if p in made and _paginated(t)), None)
            made[path] = self._make(book, target, pages, watch)
            watch(target.name, 1, 1, f"{path.name}, {len(made[path].data) / 1e6:.1f} MB")
        return {path: made[path] for _, path in named}

    def printed(self, book: Book) -> list[tuple[str, str]]:
        """The text of the book in reading order: each XHTML document, and the id of the chapter it is, if it is one.

        From the finished EPUB; where none was asked for, as it would be set for one.
        """
        if self._epub is None:
            edition = _plain()
            sheets = self._sheets(book, contents(book), self._theme(edition), edition, cover=False)
            return [(sheet.xhtml, sheet.chapter) for sheet in sheets]
        data, chapters = self._epub
        return [(xhtml, chapters.get(PurePosixPath(name).stem, "")) for name, xhtml in documents_of(data)]

    def _make(self, book: Book, target: Target, pages: tuple[Target, Made] | None, watch: Watch) -> Made:
        edition = target.edition
        book, doubts = _identified(book, target)
        watch(target.name, 0, 1, "contents and sheets")
        settled = self._theme(edition)
        listed = contents(book, edition.contents)
        painter = self._painter() if edition.format == "epub" else None

        def begin(sheet: Sheet) -> None:
            if painter is not None and sheet.kind == "cover":
                painter.begin(sheet, settled, book.assets)

        sheets = self._sheets(book, listed, settled, edition, watch=begin)
        extra: dict[str, Any] = {}
        if edition.format == "pdf":
            extra = {
                "workshop": self.executor,
                "whole": self.request.whole,
                "meanwhile": self._meanwhile,
                "watch": lambda done, total, what: watch(target.name, min(done, total - 1), total, what),
            }
            if edition.profile:
                extra["profile"] = _user_file(self.request, edition.profile, "profile")
            if edition.attach:
                extra["attachments"] = _attachments(book, self.snapshots)
        elif edition.format == "epub":
            extra = {"painter": painter}
            if pages is not None and pages[1].pages:
                extra |= {"breaks": pages[1].pages, "pages_of": _name_of(pages[0], book)}
        make = edition_maker(edition.format)
        finished = make(book, listed, sheets, settled, edition=edition, cache=self.cache, **extra)
        if edition.format == "epub":
            self._epub = finished.data, {sheet.name: sheet.chapter for sheet in sheets}
        own = tuple(problem for sheet in sheets for problem in sheet.problems)
        return replace(finished, problems=(*doubts, *own, *finished.problems))

    def _painter(self) -> Painter | None:
        """Who paints a typographic cover while the chapters are set."""
        if self.hand is None or self.request.settings.book.cover:
            return None
        from book.editions.cover import Painter  # noqa: PLC0415 - only for an EPUB

        return Painter(self.hand, self.cache)

    def _sheets(  # noqa: PLR0913 - a book, and all that decides how it is set
        self,
        book: Book,
        listed: Contents,
        settled: Theme,
        edition: EditionSettings,
        *,
        cover: bool | None = None,
        watch: Callable[[Sheet], None] | None = None,
    ) -> tuple[Sheet, ...]:
        medium = edition.purpose if edition.format == "pdf" else edition.format
        options = typeset.Options(
            notes=edition.notes,
            credits=edition.credits,
            dedication=self.request.settings.book.dedication,
            figures=edition.figures,
            tables=edition.tables,
            page_references=edition.page_references,
            urls=edition.urls,
            cover=cover,
        )
        return typeset.typeset(book, listed, settled, medium, options=options, keep=keeper(self.cache), watch=watch)

    def _theme(self, edition: EditionSettings) -> Theme:
        width, height = trim_size(edition.trim)
        page = {"trim-width": f"{width:g}mm", "trim-height": f"{height:g}mm"} if edition.format == "pdf" else {}
        settled = theme.load(edition.theme, project=self.request.folder, variables={**page, **edition.variables})
        if not edition.style:
            return settled
        own = _user_file(self.request, edition.style, "style").decode("utf-8", "replace")
        if edition.format == "pdf":  # a sheet of its own, so that the engine names its lines
            return replace(settled, style=(edition.style, own))
        if edition.format == "html":
            return replace(settled, web=f"{settled.web}\n{own}")
        return replace(settled, screen=f"{settled.screen}\n{own}")


def _paginated(target: Target) -> bool:
    """Whether an edition's page numbers are those one cites."""
    return target.edition.format == "pdf" and target.edition.purpose == "print"


def _name_of(target: Target, book: Book) -> str:
    """What the edition is called whose page numbers the EPUB carries: its ISBN as an URN, else its title."""
    return urn(target.edition.isbn) if target.edition.isbn else f"{book.metadata.title} (PDF)"


def _identified(book: Book, target: Target) -> tuple[Book, tuple[Problem, ...]]:
    """The book under the edition's own ISBN, where it has one."""
    isbn = target.edition.isbn
    if not isbn:
        return book, ()
    metadata = replace(book.metadata, identifier=urn(isbn))
    return replace(book, metadata=metadata), isbn_doubts(metadata.identifier, f"'editions.{target.name}.isbn'")


def _attachments(book: Book, snapshots: Sequence[Snapshot]) -> list[Attachment]:
    """The sources of the book's articles as they were collected, in the book's order."""
    from book.editions.pdf.attachments import Attachment  # noqa: PLC0415 - only where they are asked for

    known = {snapshot.name: snapshot for snapshot in snapshots}
    titles: dict[str, str] = {}
    for credit in (credit for chapter in book.chapters for credit in chapter.credits):
        # An archive or a feed holds many articles, and goes with the book once.
        name = credit.source if credit.source in known else credit.source.rpartition("#")[0]
        titles.setdefault(name, credit.title)
    return [
        Attachment(name, known[name].data, known[name].media_type or guess_type(name)[0] or "", title)
        for name, title in titles.items()
        if name in known
    ]


def _plain() -> EditionSettings:
    """An EPUB whose words are counted, as it would be made."""
    from book.config import EditionSettings  # noqa: PLC0415 - only where there is no EPUB

    return EditionSettings(format="epub")


@contextmanager
def open_room(
    request: Request, cache: MutableMapping[str, bytes] | None, executor: Executor | None, hand: Hand | None
) -> Iterator[Room]:
    """A room with what the editions asked for will need running. `hand` is what `book.hands` called in."""
    formats = {target.edition.format for target in request.targets}
    with ExitStack() as closing:
        if "pdf" in formats and executor is None and request.jobs != 1 and not request.whole:
            from book.editions.pdf import rehearsal  # noqa: PLC0415 - only for pages
            from book.editions.pdf.workers import Workshop  # noqa: PLC0415 - starts processes

            executor = workshop = Workshop(request.jobs or None, hand=hand)
            closing.callback(workshop.shutdown, cancel_futures=True)
            workshop.warm(rehearsal.kept(cache))
        elif hand is not None:
            from book.editions.cover import rehearse  # noqa: PLC0415 - only where one is to be painted

            hand.submit(rehearse)
        yield Room(request, cache, executor, hand)


def with_cover(book: Book, request: Request) -> Book:
    """The book with the user's cover among its assets, if there is one. Raises `Misused` where it cannot be read."""
    name = request.settings.book.cover
    if not name:
        return book
    data = _user_file(request, name, "cover")
    asset = Asset(f"cover-source/{Path(name).name}", "", data, source=name)
    return replace(book, assets=(*book.assets, asset), metadata=replace(book.metadata, cover=asset.name))


def _user_file(request: Request, name: str, what: str) -> bytes:
    path = request.folder / name
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Misused(
            Problem(f"{what}-unreadable", "error", name, f"cannot be read: {reason}", "name another")
        ) from error
