"""Promises about collecting a series: from a list, a category or any link of a chain, in order, again and again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from book.collect import provenance
from book.collect.web.client import Client, Manners, Unfetched
from book.collect.web.gather import Found, Gatherer, Wanted
from book.collect.web.listing import leads

if TYPE_CHECKING:
    from pathlib import Path

    Site = Any

ALL = Wanted()


def _gatherer(folder: Path, day: int = 1) -> Gatherer:
    client = Client(Manners(private=True, pause=0, deadline=5, sleep=lambda _: None))
    return Gatherer(folder, client, now=lambda: datetime(2026, 1, day, tzinfo=UTC))


def _quiet(done: int, total: int, what: str) -> None:
    del done, total, what


def _names(found: tuple[Found, ...]) -> list[str]:
    return [entry.address.rstrip("/").rpartition("-")[2] for entry in found]


ORDER = ["one", "two", "three", "four", "five"]


@pytest.mark.parametrize("start", ["/series/tides/", "/category/sea/", "/2024/01/tides-one/", "/2024/03/tides-three/"])
def test_from_wherever_one_starts_the_series_is_found_in_order(site: Site, tmp_path: Path, start: str) -> None:
    assert _names(_gatherer(tmp_path).find(site.url + start, ALL)) == ORDER


def test_a_page_of_its_own_is_one_article(site: Site, tmp_path: Path) -> None:
    assert len(_gatherer(tmp_path).find(f"{site.url}/2020/01/tea/", ALL)) == 1


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(include=("four|five",)), ["four", "five"]),
        (Wanted(exclude=("part two",)), ["one", "three", "four", "five"]),
        (Wanted(limit=2), ["one", "two"]),
        (Wanted(since=date(2024, 4, 1)), ["four", "five"]),
    ],
)
def test_filters_choose(site: Site, tmp_path: Path, wanted: Wanted, names: list[str]) -> None:
    assert _names(_gatherer(tmp_path).find(f"{site.url}/series/tides/", wanted)) == names


def test_each_page_is_kept_with_where_it_came_from(site: Site, tmp_path: Path) -> None:
    gatherer = _gatherer(tmp_path)
    gathered = gatherer.collect(gatherer.find(f"{site.url}/series/tides/", ALL), _quiet)
    assert gathered.problems == ()
    record = provenance.load(tmp_path)[f"{site.url}/2024/02/tides-two/"]
    assert (record.file, record.position, record.collected) == ("tides-two.html", 1, "2026-01-01T00:00:00Z")
    assert b"instalment 2" in (tmp_path / record.file).read_bytes()


def test_collecting_again_fetches_only_what_changed(site: Site, tmp_path: Path) -> None:
    for day in (1, 2):
        gatherer = _gatherer(tmp_path, day)
        gatherer.collect(gatherer.find(f"{site.url}/series/tides/", ALL), _quiet)
    records = provenance.load(tmp_path)
    assert {record.collected for record in records.values()} == {"2026-01-01T00:00:00Z"}
    assert len(list(tmp_path.glob("*.html"))) == 5


def test_interrupted_collecting_goes_on_where_it_stopped(site: Site, tmp_path: Path) -> None:
    gatherer = _gatherer(tmp_path)
    found = gatherer.find(f"{site.url}/series/tides/", ALL)

    def interrupt(done: int, total: int, what: str) -> None:
        del total, what
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gatherer.collect(found, interrupt)
    assert len(provenance.load(tmp_path)) == 3
    again = _gatherer(tmp_path)
    assert len(again.collect(found, _quiet).records) == 5
    assert not list(tmp_path.glob(".*.part"))


def test_an_article_that_has_disappeared_keeps_its_copy_and_is_named(site: Site, tmp_path: Path) -> None:
    gatherer = _gatherer(tmp_path)
    found = gatherer.find(f"{site.url}/series/tides/", ALL)
    gatherer.collect(found, _quiet)
    site.gone.add("/2024/03/tides-three/")
    gathered = _gatherer(tmp_path).collect(found, _quiet)
    (problem,) = gathered.problems
    assert "the copy of 2026-01-01 is kept (tides-three.html)" in str(problem)
    assert (tmp_path / "tides-three.html").is_file()
    assert provenance.load(tmp_path)[f"{site.url}/2024/03/tides-three/"].gone


def test_one_page_that_fails_harms_no_other(site: Site, tmp_path: Path) -> None:
    site.gone.add("/2024/03/tides-three/")
    gatherer = _gatherer(tmp_path)
    gathered = gatherer.collect(gatherer.find(f"{site.url}/series/tides/", ALL), _quiet)
    assert len(gathered.records) == 4
    assert [problem.where for problem in gathered.problems] == [f"{site.url}/2024/03/tides-three/"]


def test_a_start_that_fails_is_said(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Unfetched, match="404"):
        _gatherer(tmp_path).find(f"{site.url}/nowhere", ALL)


def test_what_is_no_page_leads_nowhere() -> None:
    assert leads("\x00 no page <<<", "http://x.example/").entries == ()


def test_a_chain_is_followed_by_what_its_links_say() -> None:
    page = '<main><p>A long text of many words, and then some.</p><a href="/b">Nächster Teil</a></main>'
    assert leads(page, "http://x.example/a").next == "http://x.example/b"
