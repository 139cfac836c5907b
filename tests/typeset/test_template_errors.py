"""A template that is wrong is one line: file, line, what, and the way out."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from book.contents import contents
from book.errors import Lacking
from book.model import Book, Chapter, Metadata, Part
from book.theme import load
from book.typeset import environment as rooms
from book.typeset import typeset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    module = sys.modules["book.typeset.environment"]  # its name in the package is that of a function
    folder = tmp_path / "templates"
    shutil.copytree(module.TEMPLATES, folder)
    monkeypatch.setattr(module, "TEMPLATES", folder)
    rooms.cache_clear()
    yield folder
    rooms.cache_clear()


@pytest.mark.parametrize(
    ("wrong", "line"),
    [("{% if %}", "titlepage.xhtml.j2:1: Expected an expression"), ("{{ nothing.at_all }}", "titlepage.xhtml.j2:1: ")],
)
def test_it_is_named_with_its_line(templates: Path, wrong: str, line: str) -> None:
    file = templates / "titlepage.xhtml.j2"
    file.write_text(wrong + file.read_text())
    chapter = Chapter("ch-01", "A", "1", "chapter", "<p>Text.</p>")
    made = Book(Metadata("T", "en", "urn:x:1"), (Part("p", "", None, (chapter,)),))
    with pytest.raises(Lacking) as caught:
        typeset(made, contents(made), load("classic"), "epub")
    assert str(caught.value).startswith(line)
    assert str(caught.value).endswith("mend it, or install the program again")
