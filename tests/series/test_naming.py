"""A book is called what its series is called, never what one of its articles is."""

from __future__ import annotations

from book.model import Article
from book.series import arrange


def _title(*titles: str, **fields: str) -> str:
    articles = [
        Article(f"{at}", title, f"<p>The {at} of them all.</p>", words=99, language="en", **fields)  # type: ignore[arg-type]  # keywords - mypy cannot check them unpacked
        for at, title in enumerate(titles)
    ]
    return arrange(articles).title


def test_a_declared_series_names_the_book() -> None:
    assert _title("Fog", "Rain", "Hail", series="Weather at Sea") == "Weather at Sea"
    assert _title("Bread, Part 1: Dough", "Bread, Part 2: Oven", series="From the Mill") == "From the Mill"


def test_a_site_names_the_book_where_no_series_does() -> None:
    assert _title("Introduction", "Rain", "Hail", site="The Harbour Post") == "The Harbour Post"


def test_no_single_article_names_the_book() -> None:
    assert _title("Introduction", "Chapter 1: Fog", "Chapter 2: Rain") == ""
    assert _title("Section One: Fog (Part One)", "Section Two: Rain (Part One)") == ""


def test_the_only_article_names_the_book() -> None:
    assert _title("On Fog") == "On Fog"
