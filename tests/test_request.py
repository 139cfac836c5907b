"""Promises of requests: what is asked for is settled before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.errors import Misused
from book.request import paths, request, slug

TOML = '[book]\ntitle = "A"\n[editions.ebook]\nformat = "epub"\n[editions.big]\nformat = "pdf"\ntheme = "reader"\n'


def test_without_a_project_both_editions_stand_beside_each_other(tmp_path: Path) -> None:
    wanted = request(["articles"], folder=tmp_path)
    assert [path.name for _, path in paths(wanted, "The Long Tide")] == ["the-long-tide.epub", "the-long-tide.pdf"]


def test_in_a_project_the_file_says_what_is_built(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(TOML)
    wanted = request(folder=tmp_path)
    assert [(target.name, path.relative_to(tmp_path)) for target, path in paths(wanted, "A B")] == [
        ("ebook", Path("build/a-b.epub")),
        ("big", Path("build/a-b.pdf")),
    ]
    assert wanted.sources == (str(tmp_path / "chapters/"),)


def test_two_editions_of_one_format_are_told_apart_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(TOML + '[editions.small]\nformat = "pdf"\ntrim = "A5"\n')
    wanted = request(folder=tmp_path)
    assert [path.name for _, path in paths(wanted, "A")] == ["a.epub", "a-big.pdf", "a-small.pdf"]


def test_an_output_takes_the_settings_of_the_edition_of_its_format(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(TOML)
    (target,) = request(folder=tmp_path, outputs=["x.pdf"]).targets
    assert (target.name, target.edition.theme) == ("big", "reader")


def test_a_theme_on_the_command_line_rules(tmp_path: Path) -> None:
    (target,) = request(["a"], folder=tmp_path, outputs=["x.pdf"], theme="modern", trim="A5").targets
    assert (target.edition.theme, target.edition.trim) == ("modern", "A5")


def test_fields_of_the_book_on_the_command_line_rule(tmp_path: Path) -> None:
    wanted = request(["a"], folder=tmp_path, overrides={"title": "T", "authors": ("X",), "language": ""})
    assert (wanted.settings.book.title, wanted.settings.book.authors) == ("T", ("X",))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"outputs": ["book.mobi"]}, "book.mobi: no edition has this ending; end it in .epub, .pdf or .html"),
        ({"editions": ["prnt"]}, "there is no edition 'prnt'; known: ebook, print"),
    ],
)
def test_what_cannot_be_made_is_named(tmp_path: Path, options: dict[str, list[str]], message: str) -> None:
    with pytest.raises(Misused) as caught:
        request(["a"], folder=tmp_path, **options)  # type: ignore[arg-type] - lists of strings both
    assert message in str(caught.value)


def test_nowhere_to_begin_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(Misused, match=r"there is no book\.toml here; name a folder, or `book init`"):
        request(folder=tmp_path)


def test_two_editions_in_one_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Misused, match="two editions would be this one file"):
        paths(request(["a"], folder=tmp_path, outputs=["x.pdf", "x.pdf"]), "A")


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("The Long Tide: A Story", "the-long-tide-a-story"),
        ("كليلة ودمنة", "كليلة-ودمنة"),
        ("हिन्दी की कहानी", "हिन्दी-की-कहानी"),
        ("???", "book"),
        ("Ä/Ö", "ä-ö"),
    ],
)
def test_files_are_named_after_the_book(title: str, stem: str) -> None:
    assert slug(title) == stem


@given(st.text())
def test_a_file_name_never_leaves_its_folder(title: str) -> None:
    stem = slug(title)
    assert stem
    assert Path(stem).name == stem
    assert len(stem) <= 60
