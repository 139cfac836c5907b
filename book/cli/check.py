"""`book check`: validate finished editions. In: files. Out: one table, one line a finding; or JSON."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from book.cli import exits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.check.report import Report

# By ending; each takes a path and gives a `Report`.
CHECKS = {".epub": "book.check.epub:check", ".pdf": "book.check.pdf:check"}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option(
    "--require",
    "required",
    multiple=True,
    metavar="NAME",
    help="Fail with 4 unless this validator ran: epubcheck, ace, verapdf. May be repeated.",
)
@click.option(
    "--contact-sheet",
    "sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PNG",
    help="Write every spread of a PDF, small, into one picture; a long book has several.",
)
@click.option("--debug", is_flag=True, expose_value=False, help="Show a traceback where something fails.")
def check(files: tuple[Path, ...], as_json: bool, required: tuple[str, ...], sheet: Path | None) -> int:
    """Validate finished editions: our own rules, epubcheck, Ace; for a PDF its structure, its pages and veraPDF.

    Ends with 1 where there is an error, with 4 where a required validator is absent.

    \b
    Examples:
      book check series.epub
      book check --require epubcheck --json series.epub series.pdf
      book check --contact-sheet spreads.png series.pdf
    """
    reports = [_report(path) for path in files]
    if as_json:
        click.echo(json.dumps([report.as_json() for report in reports], ensure_ascii=False, indent=2))
    else:
        from book.check.report import table  # noqa: PLC0415 - `book check --help` does not need it

        for line in table(reports):
            click.echo(line)
    if sheet is not None:
        _contact(files, sheet)
    return _code(reports, required)


def _contact(files: Sequence[Path], sheet: Path) -> None:
    """Contact sheets of every PDF, of several each under its own name. Raises `Misused` where none can be written."""
    from book.check.contact import contact  # noqa: PLC0415 - only where it is asked for
    from book.errors import Misused  # noqa: PLC0415 - the same
    from book.model import Problem  # noqa: PLC0415 - the same

    books = [path for path in files if path.suffix.lower() == ".pdf"]
    for path in books:
        named = sheet.with_suffix(".png")
        out = named if len(books) == 1 else named.with_stem(f"{named.stem}-{path.stem}")
        try:
            for written in contact(path, out):
                click.echo(str(written), err=True)
        except OSError as error:
            said = (error.strerror or str(error)).lower()
            raise Misused(
                Problem("no-file", "error", str(out), f"cannot be written: {said}", "name another")
            ) from error


def _report(path: Path) -> Report:
    """Check one file. Raises `Misused` for one that is no edition or not there."""
    from book.errors import Misused  # noqa: PLC0415 - the same
    from book.model import Problem  # noqa: PLC0415 - the same

    found = CHECKS.get(path.suffix.lower())
    if found is None:
        raise Misused(
            Problem("no-edition", "error", str(path), "is no edition that can be checked", "name an .epub or a .pdf")
        )
    if not path.is_file():
        raise Misused(Problem("no-file", "error", str(path), "there is no such file", "build it first"))
    module, _, function = found.partition(":")
    try:
        report: Report = getattr(import_module(module), function)(path)
    except OSError as error:
        raise Misused(Problem("no-file", "error", str(path), f"cannot be read: {error.strerror}")) from error
    return report


def _code(reports: Sequence[Report], required: Sequence[str]) -> int:
    ran = [{name.partition(" ")[0] for name in report.ran} for report in reports]
    lacking = [
        name
        for name in required
        if any(
            name not in names and any(absent.name == name for absent in report.absent)
            for names, report in zip(ran, reports, strict=True)
        )
    ]
    unknown = [name for name in required if not any(name in names for names in ran) and name not in lacking]
    if lacking or unknown:
        for name in (*lacking, *unknown):
            click.echo(f"error: the validator '{name}' was required and did not run", err=True)
        return exits.LACKING
    return exits.REFUSED if any(report.failed for report in reports) else exits.BUILT
