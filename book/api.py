"""The compiler as a library. In: sources and options, as on the command line. Out: what was built, or planned.

import book

built = book.build(["articles/"], outputs=["series.epub", "series.pdf"], title="The Long Tide")
for problem in built.problems:
    print(problem)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from book import pipeline
from book.request import request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from book.model import Plan
    from book.pipeline import Built, Watch
    from book.request import Request


class Options(TypedDict, total=False):
    """What may be said about a book and about a run, as in `book.toml` and on the command line."""

    title: str
    subtitle: str
    authors: Sequence[str]
    language: str  # BCP 47
    publisher: str
    rights: str
    identifier: str  # an URN or ISBN
    date: str  # ISO 8601
    description: str
    cover: str  # a path
    editions: Sequence[str]  # names in book.toml
    theme: str
    trim: str
    series: str
    jobs: int  # worker processes; 0: one a core
    cached: bool
    strict: bool
    whole: bool
    onix: bool  # a record for the book trade beside each EPUB


_RUN = frozenset(["editions", "theme", "trim", "series", "jobs", "cached", "strict", "whole", "onix"])


def build(
    sources: Sequence[str | Path] = (),
    *,
    outputs: Sequence[str | Path] = (),
    folder: str | Path | None = None,
    watch: Watch = pipeline.silent,
    executor: Executor | None = None,
    **options: Unpack[Options],
) -> Built:
    """Compile articles into editions and write them, all or none.

    Args:
        sources: folders and files of articles; none: those of `book.toml` in `folder`.
        outputs: files to write; the ending says which edition, `.epub`, `.pdf` or `.html`.
        folder: the project, or the folder in which to build and to keep caches; default: the working folder.
        watch: is told what the build is doing.
        executor: runs the layout of chapters, any `concurrent.futures.Executor`; default: processes of our own.
        options: see `Options`.

    Returns:
        The paths written, the plan, and every problem found, each with a place and a way out.

    Raises:
        book.errors.Misused: a source does not exist or is empty, or an option is wrong.
        book.errors.Refused: nothing can be read; or, with `strict`, there are warnings. Nothing was written.
        book.errors.Lacking: the machine lacks something.
        book.errors.Busy: another build of this book is running.
    """
    return pipeline.build(_request(sources, outputs, folder, options), watch, executor=executor)


def plan(sources: Sequence[str | Path] = (), *, folder: str | Path | None = None, **options: Unpack[Options]) -> Plan:
    """Put a series in order, without building it.

    Takes `sources`, `folder` and `options` as `build` does. The plan holds the parts, chapters and instalments in
    order, the evidence for each place, and the problems found. Raises `Misused` and `Refused` as `build` does.
    """
    return pipeline.plan(_request(sources, (), folder, options)).plan


def _request(
    sources: Sequence[str | Path], outputs: Sequence[str | Path], folder: str | Path | None, options: Options
) -> Request:
    run = {name: value for name, value in options.items() if name in _RUN}
    overrides = {name: value for name, value in options.items() if name not in _RUN}
    home = Path(folder) if folder else None
    return request(sources, outputs=outputs, folder=home, overrides=overrides, **run)  # type: ignore[arg-type]  # safe - a TypedDict's values
