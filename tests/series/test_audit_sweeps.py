"""Real series with one instalment removed, doubled, or two dates swapped: exactly that is named."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from book import readers
from book.clean import clean
from book.collect import collect
from book.series import arrange

if TYPE_CHECKING:
    from pathlib import Path

    from book.model import Article, Plan, Problem

NUMBERED = [
    "blogs/db_tutorial/_parts", "federalist/reader/src/content/papers", "federalist/reader/src/content/antifederalist",
    "federalist/se/src/epub/text", "novels/bleak-house/src/epub/text", "novels/castaways/src/epub/text",
]  # fmt: skip
OTHERS = ["novels/kalila-ar/html", "blogs/rust-blog/content/inside-rust"]


@cache
def articles(folder: Path) -> tuple[Article, ...]:
    collection = collect([str(folder)], base=folder.parent)
    return clean([d for snapshot in collection.snapshots for d in readers.read(snapshot).documents]).articles


def order(plan: Plan) -> list[str]:
    return [i.source for part in plan.parts for c in part.chapters for i in c.instalments]


def body(plan: Plan) -> list[str]:
    """The instalments that are counted."""
    return [
        i.source
        for part in plan.parts
        for c in part.chapters
        for i in c.instalments
        if c.number or any(o.number for o in i.ordinals)
    ]


def told(series: tuple[Article, ...] | list[Article], known: tuple[Problem, ...]) -> tuple[Plan, list[Problem]]:
    """The plan, and what is found that was not found before; a gap that has grown is a gap."""
    plan = arrange(series)
    return plan, [problem for problem in plan.problems if problem not in known]


def sample(sources: list[str], count: int) -> list[str]:
    """Some of them, the first two and the last two always."""
    step = max(1, len(sources) // count)
    return list(dict.fromkeys([*sources[:2], *sources[::step], *sources[-2:]]))


def _removed(corpus: Path, folder: str, count: int) -> None:
    series = articles(corpus / folder)
    plan = arrange(series)
    counted = body(plan)
    for gone in sample(counted, count):
        found, new = told([a for a in series if a.source != gone], plan.problems)
        assert order(found) == [source for source in order(plan) if source != gone]
        # Nothing tells that there was more behind the last.
        last = gone == counted[-1]
        assert [p.code for p in new if p.code != "date-conflict"] == ([] if last else ["gap"]), gone


def _doubled(corpus: Path, folder: str, count: int) -> None:
    series = articles(corpus / folder)
    plan = arrange(series)
    for source in sample(order(plan), count):
        twin = replace(next(a for a in series if a.source == source), source="zz-copy.md")
        found, new = told([*series, twin], plan.problems)
        assert [p.code for p in new] == ["duplicate"], source
        assert {source, "zz-copy.md"} == {new[0].where, new[0].message.split()[4].rstrip(";")}
        assert [source if s == "zz-copy.md" else s for s in order(found)] == order(plan)


def _swapped(corpus: Path, folder: str, count: int) -> None:
    series = articles(corpus / folder)
    plan = arrange(series)
    days = {a.source: a.date for a in series if a.date}
    dated = [source for source in body(plan) if source in days]
    contested = {word for p in plan.problems if p.code == "date-conflict" for word in (p.where, *p.message.split())}
    for one in sample(dated[:-1], count):
        two = dated[dated.index(one) + 1]
        beside = dated[max(0, dated.index(one) - 2) : dated.index(one) + 4]
        if days[one][:10] == days[two][:10] or contested & set(beside):
            continue  # beside a conflict of its own, the swapped pair is one of several
        turned = {one: days[two], two: days[one]}
        found, new = told([replace(a, date=turned.get(a.source, a.date)) for a in series], plan.problems)
        assert order(found) == order(plan)
        assert len(new) == 1
        assert new[0].code == "date-conflict"
        assert {one, two} & {new[0].where, *new[0].message.split()}


@pytest.mark.parametrize("folder", NUMBERED[:3])
def test_the_one_that_is_missing_is_named_and_nothing_else(corpus: Path, folder: str) -> None:
    _removed(corpus, folder, 5)


@pytest.mark.parametrize("folder", [*NUMBERED[:3], *OTHERS])
def test_the_one_that_is_there_twice_is_named_with_its_twin(corpus: Path, folder: str) -> None:
    _doubled(corpus, folder, 3)


@pytest.mark.parametrize("folder", NUMBERED[:3])
def test_two_swapped_dates_are_named_and_the_order_stays(corpus: Path, folder: str) -> None:
    _swapped(corpus, folder, 3)


@pytest.mark.slow
@pytest.mark.parametrize("folder", NUMBERED)
def test_each_one_that_is_missing_is_named(corpus: Path, folder: str) -> None:
    _removed(corpus, folder, 1000)


@pytest.mark.slow
@pytest.mark.parametrize("folder", [*NUMBERED, *OTHERS])
def test_each_one_that_is_there_twice_is_named(corpus: Path, folder: str) -> None:
    _doubled(corpus, folder, 40)


@pytest.mark.slow
@pytest.mark.parametrize("folder", NUMBERED[:3])
def test_each_two_swapped_dates_are_named(corpus: Path, folder: str) -> None:
    _swapped(corpus, folder, 1000)
