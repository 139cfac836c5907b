"""A book without a title of its own is called what its folder is called, where that says anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from book.collect.called import called, written_by

if TYPE_CHECKING:
    from pathlib import Path

OPF = """<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>The Long Tide</dc:title>
<dc:creator>Ada Marsh</dc:creator><dc:creator>Ben Reed</dc:creator></metadata></package>"""


@pytest.mark.parametrize(("name", "title"), [("the-long-tide", "The long tide"), ("المد_الطويل", "المد الطويل")])
def test_the_name_of_a_folder_is_a_title(tmp_path: Path, name: str, title: str) -> None:
    (tmp_path / name).mkdir()
    assert called([name], tmp_path) == title


def test_a_folder_with_a_common_name_is_called_as_the_one_around_it(tmp_path: Path) -> None:
    (tmp_path / "winter-birds" / "articles").mkdir(parents=True)
    assert called([tmp_path / "winter-birds" / "articles"], tmp_path) == "Winter birds"


def test_the_package_of_an_e_book_says_it(tmp_path: Path) -> None:
    (tmp_path / "x" / "src" / "epub" / "text").mkdir(parents=True)
    (tmp_path / "x" / "src" / "epub" / "content.opf").write_text(OPF)
    assert called(["x"], tmp_path) == "The Long Tide"
    assert called(["x/src/epub/text"], tmp_path) == "The Long Tide"


def test_the_package_of_an_e_book_says_who_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "x" / "text").mkdir(parents=True)
    (tmp_path / "x" / "content.opf").write_text(OPF)
    assert written_by(["x"], tmp_path) == written_by(["x/text"], tmp_path) == ("Ada Marsh", "Ben Reed")
    assert written_by(["y"], tmp_path) == ()


@pytest.mark.parametrize(
    ("file", "text"),
    [("_config.yml", "theme: plain\ntitle: Let's Row\n"), ("hugo.toml", 'title = "Let\'s Row"\n'),
     ("mkdocs.yml", "site_name: \"Let's Row\"\n")],
)  # fmt: skip
def test_the_configuration_of_a_site_says_it(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / "s" / "_posts").mkdir(parents=True)
    (tmp_path / "s" / file).write_text(text)
    assert called(["s/_posts"], tmp_path) == "Let's Row"


def test_a_broken_package_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "tides").mkdir()
    (tmp_path / "tides" / "content.opf").write_text("<package>")
    assert called(["tides"], tmp_path) == "Tides"


def test_a_single_file_is_not_called_after_its_folder(tmp_path: Path) -> None:
    (tmp_path / "tides").mkdir()
    (tmp_path / "tides" / "a.md").write_text("x")
    assert called(["tides/a.md"], tmp_path) == ""
