"""`book collect`: a series into a folder. In: sources and filters. Out: files in the folder, their paths on stdout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from book.cli import exits
from book.cli.progress import progress
from book.errors import Misused
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from book.collect.web.client import Manners


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option(
    "-d",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("chapters"),
    show_default=True,
    help="The folder to bring the series into.",
)
@click.option("--list", "only_list", is_flag=True, help="Show what would be collected, numbered, and collect nothing.")
@click.option("--explain", is_flag=True, help="Show what cleaning takes out of each article, and why.")
@click.option("--include", multiple=True, metavar="PATTERN", help="Only those whose address or title matches.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Not those whose address or title matches.")
@click.option("--limit", default=0, metavar="N", help="At most so many.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Not those known to be older.")
@click.option(
    "--category", "categories", multiple=True, metavar="NAME", help="Of exports and feeds: only this category."
)
@click.option("--tag", "tags", multiple=True, metavar="NAME", help="Of exports and feeds: only this tag.")
@click.option(
    "--cookies",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A cookies.txt of your browser, for what you may read. It is never copied.",
)
@click.option(
    "--header",
    "headers",
    multiple=True,
    metavar="'NAME: VALUE'",
    help="Sent to the site of the first address, and no other. Never written down.",
)
@click.option("--allow-private", is_flag=True, help="Reach addresses that are not public, such as this machine's.")
@click.option("--pause", default=1.0, show_default=True, metavar="SECONDS", help="Between two requests to one host.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show a traceback where something fails.")
def collect(
    sources: tuple[str, ...],
    folder: Path,
    only_list: bool,
    explain: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    limit: int,
    since: datetime | None,
    categories: tuple[str, ...],
    tags: tuple[str, ...],
    cookies: Path | None,
    headers: tuple[str, ...],
    allow_private: bool,
    pause: float,
    quiet: bool,
) -> int:
    """Bring a series into a folder: from web addresses, files, folders, archives, exports and feeds.

    An address may be that of an article, of a list of the articles, or of any instalment of a chain.

    \b
    Examples:
      book collect https://example.org/series/tides/ --list
      book collect https://example.org/series/tides/ -d tide/chapters
      book collect https://example.org/feed.xml -d tide/chapters --since 2024-01-01
      book collect export.xml saved-pages/ -d tide/chapters --category "The Long Tide"
    """
    from book import gathering  # noqa: PLC0415 - the readers are many modules
    from book.collect.web.gather import Wanted  # noqa: PLC0415 - and the web client is large

    wanted = Wanted(include, exclude, limit, since.date() if since else None, categories, tags)
    manners = _manners(sources, cookies, headers, allow_private, pause)
    if only_list:
        listed = gathering.find(sources, manners, wanted, folder)
        exits.say(listed.problems)
        for number, entry in enumerate(listed.found, 1):
            day = f"{entry.date[:10]}  " if entry.date else ""
            click.echo(f"{number:4}  {day}{entry.title or '-'}  {entry.address}")
        return exits.code_of(listed.problems)
    with progress(quiet) as watch:
        brought = gathering.bring(sources, folder, manners, wanted, watch)
    exits.say(brought.problems)
    if explain:
        for removal in gathering.removals(folder):
            click.echo(f"{removal.source}: {removal.reason}: {' '.join(removal.text.split())[:160]}", err=True)
    for name in brought.files:
        click.echo(folder / name)
    return exits.code_of(brought.problems)


def _manners(
    sources: Sequence[str], cookies: Path | None, headers: Sequence[str], private: bool, pause: float
) -> Manners:
    from book.collect.web.client import Manners  # noqa: PLC0415 - see above
    from book.collect.web.cookies import load  # noqa: PLC0415 - few need it

    pairs = dict(_header(header) for header in headers)
    parts = urlsplit(next((source for source in sources if "://" in source), ""))
    return Manners(
        private=private,
        pause=pause,
        headers=pairs,
        origin=f"{parts.scheme}://{parts.netloc}",
        cookies=load(cookies) if cookies else None,
    )


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip() or any(ord(character) < 32 for character in text):
        problem = Problem("header", "error", "--header", f"'{text[:40]}' is no header", "write 'Name: value'")
        raise Misused(problem)
    return name.strip(), value.strip()
