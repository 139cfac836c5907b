"""What is asked for: sources, settings, editions and where they go. In: a folder, files, options. Out: `Request`.

A project is a folder with a `book.toml`; without one everything is guessed and the caches live in `.book/` of
the working folder.
"""

from __future__ import annotations

import unicodedata
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from book import config
from book.errors import Misused
from book.frozen import frozen
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Table = TypeVar("Table")

SUFFIXES: dict[str, config.Format] = {".epub": "epub", ".pdf": "pdf", ".html": "html"}


@frozen
class Target:
    """An edition and the file it becomes."""

    name: str  # the edition's, as in book.toml
    edition: config.EditionSettings
    path: Path | None = None  # None: named after the book once its title is known


@frozen
class Request:
    """One run."""

    sources: tuple[str, ...]
    settings: config.Settings
    targets: tuple[Target, ...]
    folder: Path  # the project's, else the working folder; holds .book/
    config: Path | None = None  # the book.toml that was read
    series: str = ""
    jobs: int = 0  # worker processes; 0: one a core
    cached: bool = True
    strict: bool = False
    whole: bool = False  # set all pages in this process, without workers or cache
    options: Mapping[str, str] = field(default_factory=dict)


def request(  # noqa: PLR0913 - each is an option of the command line, under its own name
    sources: Sequence[str | Path] = (),
    *,
    outputs: Sequence[str | Path] = (),
    editions: Sequence[str] = (),
    folder: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    theme: str = "",
    trim: str = "",
    series: str = "",
    categories: Sequence[str] = (),
    tags: Sequence[str] = (),
    charset: str = "",
    jobs: int = 0,
    cached: bool = True,
    strict: bool = False,
    whole: bool = False,
    onix: bool = False,
) -> Request:
    """Settle what is asked for. Raises `Misused` with all that is wrong about it.

    `overrides` are fields of `[book]`; `categories`, `tags` and `charset` those of `[series]`; `theme`
    and `trim` hold for every paginated edition made here; `onix` asks for a record beside every EPUB.
    """
    home = folder or Path()
    file = home / config.NAME
    # Articles named on the command line are a book of their own, whatever project one stands in.
    project = file.is_file() and not sources
    settings = _load(file) if project else config.Settings()
    if not project and not sources:
        raise Misused(
            Problem(
                "no-source",
                "error",
                str(home.resolve()),
                f"there is no {config.NAME} here",
                "name a folder, or `book init`",
            )
        )
    chosen = {"categories": tuple(categories), "tags": tuple(tags), "charset": charset}
    settings = replace(
        settings, book=_overridden(settings.book, overrides or {}), series=_overridden(settings.series, chosen)
    )
    targets = tuple(_styled(target, theme, trim) for target in _targets(settings, outputs, editions, home, project))
    targets = _recorded(targets, onix)
    return Request(
        sources=tuple(str(home / source) if project else str(source) for source in sources or settings.series.sources),
        settings=settings,
        targets=targets,
        folder=home,
        config=file if project else None,
        series=series or settings.series.name,
        jobs=jobs,
        cached=cached,
        strict=strict,
        whole=whole,
    )


def _load(file: Path) -> config.Settings:
    """The settings of a project. Raises `Misused` with every mistake in them."""
    from book import bookfile  # noqa: PLC0415 - a book made of the command line's words alone does without

    return bookfile.load(file)


def _overridden(table: Table, values: Mapping[str, object]) -> Table:
    """A table with what is said on the command line, judged as the words of a file are."""
    given = {key: value for key, value in values.items() if value not in ("", (), None)}
    if not given:
        return table
    from book import bookfile  # noqa: PLC0415 - see above

    return bookfile.overridden(table, given)


def _targets(
    settings: config.Settings, outputs: Sequence[str | Path], editions: Sequence[str], home: Path, project: bool
) -> list[Target]:
    known = settings.editions or config.DEFAULT_EDITIONS
    unknown = [name for name in editions if name not in known]
    if unknown:
        raise Misused.of(
            Problem("no-edition", "error", config.NAME, f"there is no edition '{name}'", f"known: {', '.join(known)}")
            for name in unknown
        )
    if outputs:
        return [_target(Path(output), known, editions) for output in outputs]
    chosen = {name: known[name] for name in editions or known}
    build = home / "build" if project else home
    return [Target(name, edition, build / edition.file if edition.file else None) for name, edition in chosen.items()]


def _target(output: Path, known: Mapping[str, config.EditionSettings], editions: Sequence[str]) -> Target:
    kind = SUFFIXES.get(output.suffix.lower())
    if kind is None:
        raise Misused(
            Problem("no-format", "error", str(output), "no edition has this ending", "end it in .epub, .pdf or .html")
        )
    for name, edition in known.items():
        if edition.format == kind and (not editions or name in editions):
            return Target(name, edition, output)
    if editions:
        raise Misused(Problem("no-edition", "error", str(output), f"no edition named has the format {kind}"))
    return Target(kind, config.EditionSettings(format=kind), output)


def _styled(target: Target, theme: str, trim: str) -> Target:
    return replace(target, edition=_overridden(target.edition, {"theme": theme, "trim": trim}))


def _recorded(targets: tuple[Target, ...], onix: bool) -> tuple[Target, ...]:
    """The targets, every EPUB with an ONIX record if `onix`. Raises `Misused` where one is wanted of nothing."""
    wrong = [target for target in targets if target.edition.onix and target.edition.format != "epub"]
    if onix and not any(target.edition.format == "epub" for target in targets):
        hint = "name an EPUB, with -o or -e"
        raise Misused(
            Problem("onix-alone", "error", "--onix", "an ONIX record describes an EPUB, and none is made", hint)
        )
    if wrong:
        what = "an ONIX record describes an EPUB"
        hint = "put onix = true into the table of one"
        raise Misused.of(Problem("onix-alone", "error", f"editions.{target.name}", what, hint) for target in wrong)
    if not onix:
        return targets
    return tuple(
        replace(target, edition=replace(target.edition, onix=True)) if target.edition.format == "epub" else target
        for target in targets
    )


def paths(request: Request, title: str) -> tuple[tuple[Target, Path], ...]:
    """Each target with its path, those without one named after the book. Raises `Misused` when two are the same."""
    build = request.folder / "build" if request.config else request.folder
    named = []
    for target in request.targets:
        suffix = target.edition.format
        alone = sum(other.edition.format == suffix for other in request.targets) == 1
        stem = slug(title) if alone else f"{slug(title)}-{target.name}"
        named.append((target, target.path or build / f"{stem}.{suffix}"))
    seen: set[Path] = set()
    for _, path in named:
        if path.absolute() in seen:
            raise Misused(Problem("same-file", "error", str(path), "two editions would be this one file", "rename one"))
        seen.add(path.absolute())
    return tuple(named)


def slug(title: str) -> str:
    """A file name's stem: the letters and digits of a title in lower case, joined with hyphens; "book" if none."""
    bare = unicodedata.normalize("NFC", title).lower().replace("’", "")
    # Vowel signs of Indic scripts are marks, and no letters to a regular expression.
    words = "".join(sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" else " " for sign in bare).split()
    stem = ""
    for word in words:
        if len(stem) + len(word) > 60:
            break
        stem = f"{stem}-{word}" if stem else word[:60]
    return stem or "book"
