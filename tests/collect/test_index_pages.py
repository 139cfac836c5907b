"""A page that lists the chapters says their order, and is none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from book.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

_NAMES = ("zinc", "iron", "lead", "gold")
_TEXT = "<!doctype html><html lang=en><body><h1>{0}</h1>" + "<p>The tide came in and the harbour filled.</p>" * 40
_MARKDOWN = "# Low Tide\n\nAll chapters:\n\n" + "".join(f"1. [About {n}]({n}.html)\n" for n in _NAMES)
_HTML = "<h1>Low Tide</h1><ul>" + "".join(f'<li><a href="{n}.html">About {n}</a></li>' for n in _NAMES) + "</ul>"


def _places(folder: Path) -> dict[str, int | None]:
    for name in _NAMES:
        (folder / f"{name}.html").write_text(_TEXT.format(name))
    return {snapshot.name: snapshot.position for snapshot in collect([str(folder)], base=folder).snapshots}


@pytest.mark.parametrize(
    ("name", "page"), [("README.md", _MARKDOWN), ("index.html", _HTML), ("chapters.md", _MARKDOWN), ("toc.html", _HTML)]
)
def test_an_index_page_gives_each_article_its_place(tmp_path: Path, name: str, page: str) -> None:
    (tmp_path / name).write_text(page)
    assert _places(tmp_path) == {f"{n}.html": at for at, n in enumerate(_NAMES)}


@pytest.mark.parametrize("beside", ["2024-0{0}-01", "March {0}, 2024", "{0} March 2024"])
def test_an_index_page_that_shows_the_newest_first_is_turned_round(tmp_path: Path, beside: str) -> None:
    days = [beside.format(9 - at) for at in range(4)]
    rows = "".join(
        f'<li>{day} <a href="{n}.html">About it</a></li>' for day, n in zip(days, reversed(_NAMES), strict=True)
    )
    (tmp_path / "index.html").write_text(f"<h1>Low Tide</h1><ul>{rows}</ul>")
    assert _places(tmp_path) == {f"{n}.html": at for at, n in enumerate(_NAMES)}


def test_a_page_that_lists_less_than_half_orders_nothing(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"more{number}.html").write_text(_TEXT.format(number))
    (tmp_path / "popular.html").write_text(_HTML.replace('<li><a href="gold.html">About gold</a></li>', ""))
    assert set(_places(tmp_path).values()) == {None}


def test_an_article_that_points_to_its_neighbours_stays_an_article(tmp_path: Path) -> None:
    (tmp_path / "essay.html").write_text(_TEXT.format("Essay") + _HTML)
    assert _places(tmp_path)["essay.html"] is None
