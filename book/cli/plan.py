"""`book plan`: the order of a series, why it is so, and what is missing. In: sources. Out: a table, JSON, a file."""

from __future__ import annotations

import itertools
import json
import unicodedata
from typing import TYPE_CHECKING

import click

from book.cli.progress import progress
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from book.model import Instalment, PlannedChapter, PlannedPart, Problem
    from book.pipeline import Planned

_WIDTH = 100  # columns of a plain terminal
_TITLE = 46  # columns of a chapter's number and title, at most
_NAME = 24  # columns of a file's name, at most
_FIRST = ("plan-vanished", "several-series", "other-series", "unplaced", "gap", "link-missing", "same-number")
_ALIKE = 6  # findings of one kind that are all shown
_SOME = 3  # of more
_SHOWN = 20  # things left out that are listed one by one


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("sources", nargs=-1, type=click.Path())
@click.option("--series", default="", metavar="NAME", help="Take this one of several series, by name or language.")
@click.option(
    "--category", "categories", multiple=True, metavar="NAME", help="Of exports and feeds: only this category."
)
@click.option("--tag", "tags", multiple=True, metavar="NAME", help="Of exports and feeds: only this tag.")
@click.option("--charset", default="", metavar="NAME", help="The encoding of files that declare none.")
@click.option("--write", is_flag=True, help="Write the order to plan.toml, or add to it what is new.")
@click.option("--strict", is_flag=True, help="Fail when anything is missing or doubtful.")
@click.option("--no-cache", is_flag=True, help="Read everything anew and keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show a traceback where something fails.")
def plan(
    sources: tuple[str, ...],
    write: bool,
    strict: bool,
    no_cache: bool,
    as_json: bool,
    quiet: bool,
    **options: object,
) -> int:
    """Show the order of SOURCES, why it is so, and what is missing.

    \b
    Examples:
      book plan articles/
      book plan --write                # in a project: keep the order in plan.toml
    """
    from book import pipeline  # noqa: PLC0415 - the stages are many modules
    from book.errors import Misused, Refused  # noqa: PLC0415 - beside it
    from book.model import Problem  # noqa: PLC0415 - the same
    from book.request import request  # noqa: PLC0415 - and what the stages take

    wanted = request(sources, cached=not no_cache, strict=strict, **options)  # type: ignore[arg-type]  # safe - Click has checked each option's type
    if write and wanted.config is None:
        hint = "`book init` makes one; then `book plan --write` there"
        raise Misused(
            Problem("no-project", "error", "--write", "plan.toml belongs to a project, and here is none", hint)
        )
    with progress(quiet or as_json) as watch:
        planned = pipeline.plan(wanted, watch)
    if strict and any(problem.severity != "note" for problem in planned.problems):
        raise Refused.of(planned.problems)
    if write:
        _write(planned, wanted.folder)
    if as_json:
        from book.series.report import plan_json  # noqa: PLC0415 - only here

        click.echo(
            json.dumps(plan_json(planned.plan, planned.problems, planned.left_out), ensure_ascii=False, indent=2)
        )
    else:
        for line in table(planned):
            click.echo(line)
    return 0


def _write(planned: Planned, folder: Path) -> None:
    """Make or extend the plan file, whole or not at all."""
    from book.publish import publish  # noqa: PLC0415 - only here
    from book.series import planfile  # noqa: PLC0415 - only here

    path = folder / planfile.NAME
    previous = planfile.load(path) if path.is_file() else None
    publish({path: planfile.write(planned.plan, previous).encode()})
    click.echo(f"{path.name}: written; edit it as you like", err=True)


def table(planned: Planned) -> Iterator[str]:
    """The plan for a person, in lines of at most 100 columns."""
    found = planned.plan
    chapters = [chapter for part in found.parts for chapter in part.chapters]
    instalments = sum(len(chapter.instalments) for chapter in chapters)
    counts = [_count(len([p for p in found.parts if p.title or p.number]), "part"), _count(len(chapters), "chapter")]
    if instalments != len(chapters):
        counts.append(_count(instalments, "instalment"))
    yield _fit(f"{found.title or 'Untitled'}: {', '.join(count for count in counts if count)}", _WIDTH)
    yield ""
    yield from _set([row for part in found.parts for row in _rows(part)])
    yield from _findings(planned)


@frozen
class _Row:
    """A line of the table."""

    head: str  # number and title
    source: str = ""
    why: str = ""


def _rows(part: PlannedPart) -> Iterator[_Row]:
    indent = ""
    if part.title or part.number:
        yield _Row(_headline(part.kind, part.number, part.title))
        indent = "  "
    for chapter in part.chapters:
        yield from _chapter(chapter, indent)
    yield _Row("")


def _chapter(chapter: PlannedChapter, indent: str) -> Iterator[_Row]:
    head = indent + _headline(chapter.kind, chapter.number, chapter.title)
    if len(chapter.instalments) == 1:
        yield _row(head, chapter.instalments[0])
        return
    yield _Row(head)
    for instalment in chapter.instalments:
        own = instalment.ordinals[-1] if instalment.ordinals else None
        label = f"{own.kind} {own.number}" if own and own.number else "-"
        yield _row(f"{indent}     {label}  {instalment.text}".rstrip(), instalment)


def _row(head: str, instalment: Instalment) -> _Row:
    return _Row(head, instalment.source, "; ".join(f"{e.origin}: {e.says}" for e in instalment.evidence))


def _set(rows: Sequence[_Row]) -> Iterator[str]:
    """Three columns, as wide as what stands in them, the reason taking what is left."""
    rowed = [row for row in rows if row.source]
    first = min(_TITLE, max((_columns(_clean(row.head)) for row in rowed), default=0))
    second = min(_NAME, max((_columns(_clean(row.source)) for row in rowed), default=0))
    third = _WIDTH - first - second - 4
    for row in rows:
        if not row.source:
            yield _fit(row.head, _WIDTH)
            continue
        source = _pad(_fit_end(row.source, second), second)
        yield f"{_pad(_fit(row.head, first), first)}  {source}  {_fit(row.why, third)}".rstrip()


def _headline(kind: str, number: str | None, title: str | None) -> str:
    """`6  An Energetic Government`, `preface  Preface`: what counts first."""
    label = number or ("" if kind in ("chapter", "section", "part", "series") else kind)
    if number and kind not in ("chapter", "ordinal", "number"):
        label = f"{kind} {number}"
    return f"{label:>3}  {title}" if title else f"{label:>3}"


def _findings(planned: Planned) -> Iterator[str]:
    chapters = [chapter for part in planned.plan.parts for chapter in part.chapters]
    places = {i.source: at for at, i in enumerate(i for chapter in chapters for i in chapter.instalments)}
    problems = sorted(planned.problems, key=lambda problem: (_weight(problem), places.get(problem.where, -1)))
    if problems:
        yield f"{_count(len(problems), 'finding')}:"
        for _, alike in itertools.groupby(problems, key=_weight):
            same = list(alike)
            shown = same if len(same) <= _ALIKE else same[:_SOME]
            for problem in shown:
                yield from _wrapped(f"{problem.severity}: {problem}")
            if len(shown) < len(same):
                yield f"    and {len(same) - len(shown)} more of this kind ({same[0].code}); --json lists all"
        yield ""
    else:
        yield "Nothing is missing or doubtful."
    left = planned.left_out
    if left:
        yield f"{_count(len(left), 'file')} left out:"
        for each in left[:_SHOWN]:
            yield _fit(f"  {each.source}: {each.reason}", _WIDTH)
        if len(left) > _SHOWN:
            yield f"  and {len(left) - _SHOWN} more; --json lists all"


def _weight(problem: Problem) -> tuple[int, int, str]:
    """What damages the book first, then what is missing, then what is doubtful; one kind together."""
    first = _FIRST.index(problem.code) if problem.code in _FIRST else len(_FIRST)
    return ("error", "warning", "note").index(problem.severity), first, problem.code


def _wrapped(text: str) -> Iterator[str]:
    import textwrap  # noqa: PLC0415 - only where something was found

    width, text = _WIDTH, _clean(text)
    while True:
        lines = textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False)
        # `textwrap` counts characters; those of East Asian scripts take two columns.
        if width <= _WIDTH // 2 or all(_columns(line) <= _WIDTH for line in lines):
            break
        width -= 5
    yield from lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _columns(text: str) -> int:
    """Columns a text takes: East Asian characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def _clean(text: str) -> str:
    """Without control characters: a source must not steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _fit(text: str, width: int) -> str:
    text = _clean(text)
    if _columns(text) <= width:
        return text
    while text and _columns(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _fit_end(text: str, width: int) -> str:
    """The end of a path says more than its beginning."""
    text = _clean(text)
    if _columns(text) <= width:
        return text
    while _columns(text) > width - 1:
        text = text[1:]
    return "…" + text


def _pad(text: str, width: int) -> str:
    return text + " " * max(0, width - _columns(text))
