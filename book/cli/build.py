"""`book build`: articles to editions. In: sources and options. Out: files, their paths on standard output."""

from __future__ import annotations

import gc
import json
from contextlib import nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from book import unchanged
from book.cli import exits
from book.cli.progress import progress
from book.unchanged import Outcome

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from book.model import Problem


@click.command()
@click.argument("sources", nargs=-1)
@click.option(
    "-o",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An edition to write; the ending says which: .epub, .pdf or .html. May be repeated.",
)
@click.option("-e", "editions", multiple=True, metavar="NAME", help="An edition of book.toml. May be repeated.")
@click.option("--title", default="", help="The book's title.")
@click.option("--author", "authors", multiple=True, help="An author. May be repeated.")
@click.option(
    "--language", default="", help="BCP 47, such as en or ar; default: declared by the articles, or detected."
)
@click.option("--cover", default="", help="An image for the cover; default: a typographic one.")
@click.option("--theme", default="", help="classic, modern, reader, or a folder of your own.")
@click.option("--trim", default="", help="The size of a page: 6x9in, A5, 148x210mm.")
@click.option("--series", default="", metavar="NAME", help="Which series, where the sources hold several.")
@click.option(
    "--category", "categories", multiple=True, metavar="NAME", help="Of exports and feeds: only this category."
)
@click.option("--tag", "tags", multiple=True, metavar="NAME", help="Of exports and feeds: only this tag.")
@click.option("--charset", default="", metavar="NAME", help="The encoding of files that declare none.")
@click.option("--onix", is_flag=True, help="Write an ONIX record, for the book trade, beside each EPUB.")
@click.option("-j", "jobs", default=0, metavar="N", help="Worker processes; default: one a core.")
@click.option("--strict", is_flag=True, help="Refuse to build while there are warnings.")
@click.option("--offline", is_flag=True, help="Do not reach the network, though a source is an address.")
@click.option("--no-cache", is_flag=True, help="Make everything anew and keep nothing.")
@click.option("--whole", is_flag=True, help="Set all pages in one run, without workers or cache: for comparison.")
@click.option("--cluster", default="", metavar="ADDRESS", help="Set the chapters on the workers of a Dask scheduler.")
@click.option(
    "--shelf",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Build each subfolder as a book of its own, with --cluster on its workers.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was written and found as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show a traceback where something fails.")
def build(
    sources: tuple[str, ...],
    offline: bool,
    outputs: tuple[Path, ...],
    editions: tuple[str, ...],
    as_json: bool,
    quiet: bool,
    no_cache: bool,
    cluster: str,
    shelf: Path | None,
    **options: object,
) -> int:
    """Compile SOURCES (folders, files, web addresses) into a book.

    What is on the web is collected first, into .book/collected.

    In a project, without SOURCES, book.toml says what to build. Anywhere else, name the articles.

    \b
    Examples:
      book build articles/ -o series.epub -o series.pdf
      book build                       # in a folder with book.toml
      book build --shelf books/        # every subfolder a book
    """
    if shelf:
        return _shelf(shelf, cluster, editions, options, as_json=as_json, no_cache=no_cache)
    asked = {**options, "sources": sources, "offline": offline, "outputs": outputs, "editions": editions}
    record = None if no_cache else unchanged.Record(Path(), asked)
    kept = record.outcome() if record else None
    if kept:
        with progress(quiet or as_json) as watch:
            watch("build", 1, 1, "nothing has changed")
        return _report(kept, as_json)
    with record.watched() if record else nullcontext():
        outcome = _build(asked, quiet or as_json, cached=not no_cache, cluster=cluster)
    if record:
        record.keep(outcome)
    return _report(outcome, as_json)


def _build(asked: dict[str, object], quiet: bool, cached: bool, cluster: str) -> Outcome:
    """Go through all stages."""
    # Articles are trees that live until the end: looking for dead cycles among them took a tenth of a build.
    gc.set_threshold(100_000, 20, 20)
    from book import hands  # noqa: PLC0415 - not where nothing has changed
    from book.request import request  # noqa: PLC0415 - the same

    options = dict(asked)
    offline = bool(options.pop("offline"))
    overrides = {name: options.pop(name) for name in ("title", "authors", "language", "cover")}
    wanted = request(**options, overrides=overrides, cached=cached)  # type: ignore[arg-type]  # safe - Click has checked each option's type
    with progress(quiet) as watch, _executor(cluster) as executor, hands.called(wanted, executor) as hand:
        from book import pipeline  # noqa: PLC0415 - many modules, while the hand imports its own

        problems: tuple[Problem, ...] = ()
        if any("://" in source for source in wanted.sources):
            from book import gathering  # noqa: PLC0415 - a client of the web, which files need not wait for

            brought = gathering.fetched(wanted, watch, offline=offline)
            wanted, problems = brought.request, brought.problems
        built = pipeline.build(wanted, watch, executor=executor, hand=hand)
    return Outcome(built.paths, (*problems, *built.problems))


def _executor(address: str) -> AbstractContextManager[Executor | None]:
    """The workers of a Dask scheduler; none: processes of our own."""
    if not address:
        return nullcontext()
    from book.cluster import connected  # noqa: PLC0415 - Dask is slow to import

    return connected(address)


def _shelf(
    shelf: Path, address: str, editions: tuple[str, ...], options: dict[str, object], *, as_json: bool, no_cache: bool
) -> int:
    """Build all books of a shelf, saying after each what became of it."""
    from book import shelf as shelving  # noqa: PLC0415 - needs the settings

    arguments = [part for name in editions for part in ("-e", name)]
    arguments += [part for name in ("theme", "trim") if options[name] for part in (f"--{name}", str(options[name]))]
    arguments += ["--strict"] * bool(options["strict"]) + ["--no-cache"] * no_cache
    arguments += ["-j", str(options["jobs"])] if options["jobs"] and not address else []
    done = []
    with _executor(address) as executor:
        for shelved in shelving.build(shelf, arguments, executor):
            done.append(shelved)
            if not as_json:
                exits.say(replace(p, where=f"{shelved.name}: {p.where}".strip(": ")) for p in shelved.problems)
                for path in shelved.paths:
                    click.echo(shelf / path)
    if as_json:
        click.echo(json.dumps([asdict(shelved) for shelved in done], ensure_ascii=False, indent=2))
    if any(not shelved.paths for shelved in done):
        return exits.REFUSED
    return exits.code_of(problem for shelved in done for problem in shelved.problems)


def _report(outcome: Outcome, as_json: bool) -> int:
    """Print what was written and found, and give the exit code."""
    if as_json:
        report = {
            "editions": [str(path) for path in outcome.paths],
            "problems": [asdict(problem) for problem in outcome.problems],
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        exits.say(outcome.problems)
        for path in outcome.paths:
            click.echo(path)
    return exits.code_of(outcome.problems)
