"""What a book says of its own accord is in its language, and never in English instead."""

from __future__ import annotations

import sys
from subprocess import run

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.messages import languages, messages

TITLE_PARSER = (
    *("en", "fr", "de", "es", "pt", "it", "nl", "pl", "ru", "uk", "tr", "fa", "ar", "he", "hi", "zh-Hans", "zh-Hant"),
    *("ja", "ko", "vi", "id", "sv", "da", "nb", "fi", "cs", "hu", "ro", "el", "ca"),
)


def test_the_languages_of_the_title_parser_are_all_there() -> None:
    assert set(TITLE_PARSER) <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_a_language_has_every_word_and_no_word_of_english_by_accident(language: str) -> None:
    found, english = messages(language), messages("en")
    assert found.known
    for name in ("contents", "cover", "imprint", "notes", "backlink", "sources", "sources_at", "failed", "begin"):
        assert getattr(found, name), name
    assert set(found.patterns) == set(english.patterns)
    assert set(found.labels) == set(english.labels)
    assert set(found.names) == set(english.names)
    for name in ("sources_at", "failed", "backlink"):
        assert language == "en" or getattr(found, name) != getattr(english, name), name


@pytest.mark.parametrize("language", languages())
def test_every_pattern_keeps_the_place_that_is_filled(language: str) -> None:
    found = messages(language)
    places = {"first_published": "{date}", "made_with": "{program}", "set_in": "{faces}"}
    for name, text in found.patterns.items():
        assert text.count(places.get(name, "{n}")) == 1, name
    assert all(text.count("{n}") == 1 for text in found.labels.values())


@pytest.mark.parametrize(
    ("language", "kind", "number", "label"),
    [
        ("en", "chapter", "6", "Chapter 6"),
        ("ar", "chapter", "6", "الفصل ٦"),
        ("ar-MA", "chapter", "6", "الفصل 6"),
        ("fa", "part", "14", "بخش ۱۴"),
        ("ja", "chapter", "6", "第6章"),
        ("zh-TW", "section", "3", "第3節"),
        ("hu", "part", "2", "2. rész"),
        ("pt-BR", "section", "2", "Seção 2"),
        ("en", "part", "5-8", "Part 5–8"),
        ("de", "part", "last", "Letzter Teil"),
        ("en", "issue", "12", "12"),
        ("en", "chapter", None, ""),
        ("fr", "episode", "2014-05-03", "3 mai 2014"),
    ],
)
def test_labels_are_as_the_language_prints_them(language: str, kind: str, number: str | None, label: str) -> None:
    assert messages(language).label(kind, number) == label


@pytest.mark.parametrize(
    ("language", "iso", "date"),
    [
        ("en", "2014-05-03", "May 3, 2014"),
        ("en-GB", "2014-05-03T10:00:00Z", "3 May 2014"),
        ("de", "2014-05", "Mai 2014"),
        ("ar", "2014-05-03", "٣ مايو ٢٠١٤"),
        ("ja", "2014-05-03", "2014年5月3日"),
        ("en", "2014", "2014"),
        ("en", "2014-02-31", "2014-02-31"),
        ("en", "some day", "some day"),
        ("tlh", "2014-05-03", "2014-05-03"),
    ],
)
def test_dates_are_as_the_language_writes_them(language: str, iso: str, date: str) -> None:
    assert messages(language).date(iso) == date


def test_a_language_without_a_file_gets_numbers_and_no_words() -> None:
    neutral = messages("tlh")
    assert not neutral.known
    assert neutral.contents == neutral.notes == neutral.colophon == ""
    assert neutral.label("chapter", "6") == "6"
    assert neutral.first_published("2014-05-03") == "2014-05-03"
    assert neutral.listing(["A", "B"]) == "A, B"


def test_names_are_joined_as_the_language_joins_them() -> None:
    assert messages("en").listing(["A", "B", "C"]) == "A, B, and C"
    assert messages("de").listing(["A", "B"]) == "A und B"
    assert messages("ja").listing(["A", "B"]) == "A、B"
    assert messages("en").listing([]) == ""


@pytest.mark.parametrize(
    ("tag", "contents"),
    [("zh", "目录"), ("zh-HK", "目錄"), ("no", "Innhold"), ("pt-AO", "Índice"), ("sr-Latn-RS", "Sadržaj")],
)
def test_a_tag_finds_its_nearest_relative(tag: str, contents: str) -> None:
    assert messages(tag).contents == contents


@given(st.integers(min_value=0, max_value=99999), st.sampled_from(languages()))
def test_a_number_in_any_digits_is_the_same_number(number: int, language: str) -> None:
    assert int(messages(language).number(number)) == number


def test_cldr_is_not_read_before_a_date_or_list_is_written() -> None:
    """`book plan` prints labels; it must not wait for Babel."""
    code = "import sys; from book.messages import messages; messages('ar').label('part', '3')"
    code += "; print('babel' in sys.modules)"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
