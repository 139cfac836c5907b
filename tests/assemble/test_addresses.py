"""A link from one instalment to another is known however the site wrote it."""

from __future__ import annotations

import pytest

from book.assemble.addresses import Addresses, absolute
from book.model import Article

ONE = Article("posts/01-north-wind.md", "North", "", address="https://www.example.org/2020/north-wind/")
TWO = Article("posts/2020-02-03-south-wind.md", "South", "", meta={"permalink": "/winds/south.html"})
THREE = Article("posts/west-wind/index.md", "West", "")
TWIN = Article("other/west-wind.md", "West again", "")


@pytest.mark.parametrize(
    ("href", "source"),
    [
        ("2020-02-03-south-wind.md#cold", TWO.source),
        ("./2020-02-03-south-wind.html", TWO.source),
        ("../posts/west-wind/", THREE.source),
        ("west-wind/index.html", THREE.source),
        ("@/posts/west-wind/index.md", THREE.source),
        ("/winds/south/", TWO.source),
        ("/posts/west-wind", THREE.source),
        ("/south-wind/", TWO.source),
        ("../south-wind/", TWO.source),
        ("http://example.org/2020/north-wind?utm_source=x", ONE.source),
        ("//example.org/2020/north-wind/index.html", ONE.source),
        ("https://example.org/winds/south.html", TWO.source),
        ("#cold", ONE.source),
    ],
)
def test_a_link_leads_to_its_article(href: str, source: str) -> None:
    found = Addresses([ONE, TWO, THREE, TWIN]).find(ONE, href)
    assert found is not None
    assert found[0] == source


@pytest.mark.parametrize(
    "href",
    [
        "https://elsewhere.net/2020/north-wind/",
        "mailto:a@example.org",
        "east-wind.md",
        "/west-wind/",  # two articles could bear the name
        "photo.jpg",
        "http://[",
        "",
        "javascript:alert(1)",
    ],
)
def test_a_link_that_leads_elsewhere_or_to_two_articles_is_no_link_of_the_series(href: str) -> None:
    assert Addresses([ONE, TWO, THREE, TWIN]).find(ONE, href) is None


def test_a_relative_link_can_be_followed_on_the_site_it_was_written_for() -> None:
    assert absolute(ONE, "../about.html") == "https://www.example.org/2020/about.html"
    assert absolute(TWO, "../about.html") == ""
