"""Every field of the metadata is decided by a setting, else by the articles, and never by the machine."""

from __future__ import annotations

import pytest

from book.bookfile import overridden
from book.byline import names
from book.config import BookSettings
from book.metadata import check_digit, doubts, settle, urn
from book.model import Article, Instalment, Metadata, Plan, PlannedChapter, PlannedPart


def settled(*articles: Article, **table: object) -> Metadata:
    chapters = tuple(PlannedChapter(a.title, None, (Instalment(a.source, a.title),)) for a in articles)
    plan = Plan("Of Winds", (PlannedPart(None, None, chapters),))
    return settle(
        overridden(BookSettings(), table), plan, [*articles, Article("unused", "x", "", language="fr", words=9999)]
    )


def test_settings_rule() -> None:
    made = settled(Article("a", "A", "", byline="Ada"), title="T", authors=["B"], language="de", date="2026-01-31")
    assert (made.title, made.authors, made.language, made.date) == ("T", ("B",), "de", "2026-01-31")


def test_what_is_not_set_comes_from_the_articles_the_plan_uses() -> None:
    made = settled(
        Article("a", "A", "", byline="By Ada Byron", language="en-GB", words=50, date="2020-01-02"),
        Article(
            "b",
            "B",
            "",
            byline="Ada Byron and Charles Babbage",
            language="en-GB",
            words=50,
            date="2021-05-06T10:00:00+02:00",
        ),
        Article("c", "C", "", language="ar", words=20),
    )
    assert made.title == "Of Winds"
    assert made.authors == ("Ada Byron", "Charles Babbage")
    assert made.language == "en-GB"
    assert made.modified == "2021-05-06T08:00:00Z"


def test_a_right_to_left_language_gives_the_direction() -> None:
    assert settled(Article("a", "A", "", language="ar", words=5)).direction == "rtl"


def test_without_dates_the_environment_or_1980_is_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert settled(Article("a", "A", "", date="last spring")).modified == "1980-01-01T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert settled(Article("a", "A", "")).modified == "2023-11-14T22:13:20Z"


def test_a_book_always_has_a_title() -> None:
    plan = Plan(" ", (PlannedPart(None, None, (PlannedChapter(None, None, (Instalment("north-wind.md", ""),)),)),))
    assert settle(BookSettings(), plan, [Article("north-wind.md", "", "")]).title == "north wind"
    assert settle(BookSettings(), plan, [Article("north-wind.md", "", "", site="Winds")]).title == "Winds"


def test_the_identifier_is_the_same_for_the_same_book_and_another_for_another() -> None:
    one, same, other = (settled(Article("a", "A", "", language="en"), title=t) for t in ("T", "T", "U"))
    assert one.identifier == same.identifier != other.identifier
    assert one.identifier.startswith("urn:uuid:")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("978-3-16-148410-0", "urn:isbn:9783161484100"),
        ("ISBN 0-306-40615-2", "urn:isbn:0306406152"),
        ("urn:isbn:9783161484100", "urn:isbn:9783161484100"),
        ("7E6C2A34-5b0f-5d53-9d0e-4f1d8f6a1c77", "urn:uuid:7e6c2a34-5b0f-5d53-9d0e-4f1d8f6a1c77"),
        ("https://example.org/winds", "https://example.org/winds"),
    ],
)
def test_an_identifier_becomes_an_urn(written: str, meant: str) -> None:
    assert urn(written) == meant


def test_a_wrong_check_digit_is_named_with_the_right_one() -> None:
    assert check_digit("9783161484100") == "0"
    assert check_digit("080442957X") == "X"
    wrong = [p for p in doubts(settled(identifier="978-3-16-148410-1")) if p.code == "isbn-check-digit"]
    assert len(wrong) == 1
    assert "check digit 0" in str(wrong[0])
    assert not [p for p in doubts(settled(identifier="978-3-16-148410-0")) if p.code == "isbn-check-digit"]


@pytest.mark.parametrize(
    ("byline", "bare"),
    [
        ("By Ada Byron", ("Ada Byron",)),
        ("Posted by Ada Byron on May 3, 1843", ("Ada Byron",)),
        ("Ada Byron | 3 min read", ("Ada Byron",)),
        (
            "Written by Ada Byron, Charles Babbage and Mary Somerville",
            ("Ada Byron", "Charles Babbage", "Mary Somerville"),
        ),
        ("Par Émilie du Châtelet", ("Émilie du Châtelet",)),
        ("von Maria Merian", ("Maria Merian",)),
        ("بقلم مريم الأسطرلابي", ("مريم الأسطرلابي",)),
        ("作者：沈括", ("沈括",)),
        ("Ada ByronSend an email3 days ago", ("Ada Byron",)),
        ("سلمى حداد سلمى حداد منذ 5 أيام", ("سلمى حداد",)),
        ("Ada Byron 3 days ago", ("Ada Byron",)),
        ("沈括 3天前", ("沈括",)),
        ("John Smith, Jr.", ("John Smith, Jr.",)),
        ("阿达·拜伦", ("阿达·拜伦",)),
        ("Ada Byron with Mary Somerville", ("Ada Byron", "Mary Somerville")),
        ("Von Neumann", ("Von Neumann",)),
        (">Ada Byron", ("Ada Byron",)),
        ("Byron Katz", ("Byron Katz",)),
        ("Ada Byron <ada@example.org>", ("Ada Byron",)),
        ("admin", ()),
        ("", ()),
    ],
)
def test_a_byline_gives_the_names_alone(byline: str, bare: tuple[str, ...]) -> None:
    assert names(byline) == bare
