"""Promises of book.toml: every mistake is named with its line and the nearest known key, all at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book import bookfile, config
from book.cli.init import TEMPLATE
from book.errors import Misused

if TYPE_CHECKING:
    from pathlib import Path

    from book.model import Problem


def _lines(text: str) -> list[str]:
    with pytest.raises(Misused) as caught:
        bookfile.parse(text)
    return [str(problem) for problem in caught.value.problems]


def test_an_unknown_key_is_answered_with_its_line_and_the_nearest_known_one() -> None:
    lines = _lines('[book]\ntitle = "A"\n\n[editions.print]\nformat = "pdf"\ntheem = "classic"\n')
    assert lines == ["book.toml:6: unknown key 'theem'; did you mean 'theme'?"]


def test_a_key_like_no_other_is_answered_with_all_that_are_known_there() -> None:
    (line,) = _lines("[series]\nzzz = 1\n")
    assert line == "book.toml:2: unknown key 'zzz'; known here: sources, instalments, charset, name, categories, tags"


def test_an_unknown_table_is_named() -> None:
    (line,) = _lines("[boook]\n")
    assert line == "book.toml:1: unknown key 'boook'; did you mean 'book'?"


def test_all_mistakes_of_a_file_are_reported_together() -> None:
    lines = _lines(
        '[book]\ntitel = "A"\nlanguage = "en_GB!"\n[editions.a]\nformat = "doc"\ntrim = "big"\n[editions.b]\n'
    )
    assert [line.split(":")[1] for line in lines] == ["2", "3", "5", "6", "7"]
    assert any("'big' is no trim size" in line for line in lines)
    assert any("'editions.b.format' is missing" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[book]\ndate = "soon"', """2: 'book.date': "soon" cannot stand here; write a date such as 2026-01-31"""),
        ("[book]\ntitle = 1984", "2: 'book.title': 1984 cannot stand here; write text in quotes"),
        ("[book]\ntitle = ['A']", "2: 'book.title': this list cannot stand here; write text in quotes"),
        ("book = true", "1: 'book': true cannot stand here; write [book] above its keys"),
        (
            "[book.accessibility]\nsummary = {}",
            "2: 'book.accessibility.summary': a table cannot stand here; write text",
        ),
        ("editions = 3", "1: 'editions.NAME': 3 cannot stand here; write [editions.NAME] above its keys"),
        (
            '[series]\ninstalments = "mix"',
            "2: 'series.instalments': \"mix\" cannot stand here; write one of merge, keep",
        ),
        (
            '[editions.a]\nformat = "epub"\nonix = "perhaps"',
            "3: 'editions.a.onix': \"perhaps\" cannot stand here; write true",
        ),
        (
            '[editions.a]\nformat = "epub"\ncontents = 9',
            "3: 'editions.a.contents': 9 is no number of levels; write 1 to 6",
        ),
        (
            '[editions.a]\nformat = "epub"\nfor = "desk"',
            "3: 'editions.a.for': \"desk\" cannot stand here; write one of print",
        ),
        (
            '[editions.a]\nformat = "epub"\nvariables = {a = [1]}',
            "3: 'editions.a.variables': a table cannot stand here; ",
        ),
    ],
)
def test_a_value_that_cannot_be_is_answered_with_what_can(text: str, line: str) -> None:
    (said,) = _lines(text)
    assert said.startswith(f"book.toml:{line}")


def test_a_date_or_a_number_in_quotes_is_one_and_a_variable_may_be_a_number() -> None:
    settings = bookfile.parse(
        '[book]\ndate = "2026-01-31"\n[editions.a]\nformat = "pdf"\ncontents = "2"\nvariables = { "line-height" = 1.4 }'
    )
    assert settings.book.date == date(2026, 1, 31)
    assert settings.editions["a"].contents == 2
    assert settings.editions["a"].variables == {"line-height": "1.4"}


def test_what_is_not_toml_is_named_with_its_line() -> None:
    (line,) = _lines('[book]\ntitle = "open\n')
    assert line.startswith("book.toml:2: is not TOML")


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    file.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(Misused, match=r"book\.toml: cannot be read"):
        bookfile.load(file)


def test_the_file_that_init_writes_is_valid() -> None:
    settings = bookfile.parse(TEMPLATE.format(title="A Title"))
    assert settings.book.title == "A Title"
    assert {edition.format for edition in settings.editions.values()} == {"epub", "pdf"}


def test_one_author_may_be_written_without_brackets() -> None:
    assert bookfile.parse('[book]\nauthors = "Ada"\n').book.authors == ("Ada",)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("A5", (148.0, 210.0)),
        ("6x9in", (152.4, 228.6)),
        ("6x9", (152.4, 228.6)),
        ("5.5x8.5in", (139.7, 215.9)),
        ("148x210mm", (148.0, 210.0)),
        ("148 x 210", (148.0, 210.0)),
        ("14.8x21cm", (148.0, 210.0)),
    ],
)
def test_trim_sizes_are_read_as_printers_write_them(text: str, size: tuple[float, float]) -> None:
    assert config.trim_size(text) == size


@pytest.mark.parametrize("text", ["", "big", "6x", "0x0", "6x9km", "1x1mm", "9999x9999mm"])
def test_what_is_no_page_is_no_trim_size(text: str) -> None:
    with pytest.raises(ValueError, match=r"trim size|mm"):
        config.trim_size(text)


@given(st.text(max_size=200))
def test_any_text_is_settings_or_a_named_mistake(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        bookfile.parse(text)
    except Misused as error:
        problems = error.problems
    assert all(str(problem).startswith("book.toml") for problem in problems)


TAGS = ["en", "pt-BR", "zh-Hant-TW", "sr-Latn", "de-1996", "es-419", "en-x-private", "de-DE-u-co-phonebk"]


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_tag_is_taken(tag: str) -> None:
    assert bookfile.parse(f'[book]\nlanguage = "{tag}"').book.language == tag


@pytest.mark.parametrize("tag", ["english language", "xx-nonsense-1", "e", "en_", "en--US"])
def test_what_is_no_language_tag_is_not_passed_over(tag: str) -> None:
    """Or the book would be in whatever language its words seem to be."""
    with pytest.raises(Misused, match="no language tag"):
        bookfile.parse(f'[book]\nlanguage = "{tag}"')


def test_tables_nested_beyond_reason_are_a_mistake_of_the_file() -> None:
    (line,) = _lines("a = " + "[" * 100_000)
    assert line.startswith("book.toml: is not TOML")
