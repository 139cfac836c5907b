"""Faces travel with a book where that is wanted and allowed: cut to its letters, their owners named."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import epub_samples as samples
import pytest
from fontTools.ttLib import TTFont

from book.config import EditionSettings
from book.editions.epub import make
from book.editions.epub.faces import cuts, may_embed, packed
from book.editions.epub.fonts import fonts, wanted
from book.model import Problem, Sheet, Theme
from book.theme import load

if TYPE_CHECKING:
    from pathlib import Path


def faced() -> Theme:
    """A theme whose face every set-up has."""
    face = '"DejaVu Sans Mono", monospace'
    return replace(samples.theme(), variables={"text-face": face, "heading-face": face, "mono-face": face})


@pytest.fixture(autouse=True)
def installed() -> None:
    if not list(cuts("DejaVu Sans Mono")):
        pytest.skip("the face DejaVu Sans Mono is not installed; run tools/setup.sh")


def built(**facts: object) -> dict[str, bytes]:
    said = samples.metadata()
    edition = EditionSettings(format="epub", fonts=True)
    sheets = samples.sheets(said)[1:]
    made = make(samples.book(said, samples.picture()), samples.contents(), sheets, faced(), edition=edition, **facts)  # type: ignore[arg-type]  # keywords - mypy cannot check them unpacked
    assert not made.problems
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_letters_of_the_text_are_in_the_face_and_few_others() -> None:
    files = built()
    face = TTFont(io.BytesIO(files["EPUB/fonts/dejavu-sans-mono-400.ttf"]))
    letters = set(face.getBestCmap())
    assert set(map(ord, "The Moon Water follows")) <= letters
    assert ord("Ж") not in letters
    assert len(files["EPUB/fonts/dejavu-sans-mono-400.ttf"]) < 40_000


def test_each_document_finds_its_faces_and_the_manifest_lists_them() -> None:
    files = built()
    assert b'href="styles/fonts.css"' in files["EPUB/ch-01-the-moon.xhtml"]
    assert b'src: url("../fonts/dejavu-sans-mono-700.ttf")' in files["EPUB/styles/fonts.css"]
    assert files["EPUB/content.opf"].count(b'media-type="font/ttf"') == 4


def test_the_owner_and_the_licence_are_named_in_face_and_style() -> None:
    files = built()
    face = TTFont(io.BytesIO(files["EPUB/fonts/dejavu-sans-mono-400.ttf"]))
    assert "Bitstream" in face["name"].getDebugName(0)
    assert face["name"].getDebugName(13)
    assert b"/* DejaVu Sans Mono: Copyright" in files["EPUB/styles/fonts.css"]


def test_the_same_book_has_the_same_faces_with_and_without_a_cache() -> None:
    cache: dict[str, bytes] = {}
    assert built() == built(cache=cache) == built(cache=cache)
    assert len([key for key in cache if key.startswith("face ")]) == 4


def test_no_face_travels_unless_it_is_wanted() -> None:
    assert not wanted(None, load("classic"))
    assert not wanted(EditionSettings(format="epub"), load("classic"))
    assert wanted(EditionSettings(format="epub"), load("classic", variables={"embed-faces": "yes"}))
    assert not wanted(EditionSettings(format="epub", fonts=False), load("classic", variables={"embed-faces": "yes"}))


@pytest.mark.parametrize(
    ("bits", "licence", "allowed"),
    [
        (0x0000, "", True),
        (0x0008, "", True),
        (0x0002, "All rights reserved", False),
        (0x0004, "All rights reserved", False),
        (0x0004, "SIL Open Font License, Version 1.1", True),
        (0x0200, "SIL Open Font License, Version 1.1", False),
    ],
)
def test_a_face_travels_only_where_its_licence_lets_it(bits: int, licence: str, allowed: bool) -> None:
    assert may_embed(bits, licence) is allowed


def test_a_face_that_may_not_travel_stays_at_home_and_is_named(tmp_path: Path) -> None:
    _, _, cut = next(iter(cuts("DejaVu Sans Mono")))
    face = TTFont(cut.path)
    face["OS/2"].fsType = 0x0002
    for number in (0, 13, 14):
        face["name"].removeNames(nameID=number)
    face.save(tmp_path / "locked.ttf")
    found = packed(replace(cut, path=str(tmp_path / "locked.ttf")), "Locked", frozenset("ab"), None)
    assert isinstance(found, Problem)
    assert found.code == "font-licence"


def test_a_face_that_is_not_installed_is_named_with_its_package() -> None:
    theme = Theme("t", {"text-face": '"No Such Face", serif'}, "", "", "", faces={"No Such Face": "fonts-none"})
    sheet = Sheet("c", "chapter", "body", "T", "<html><head></head><body>Text</body></html>")
    found = fonts([sheet], theme, "en")
    assert not found.assets
    assert [str(problem) for problem in found.problems] == [
        "theme t: the face 'No Such Face' is not installed; install fonts-none, or set fonts = false"
    ]


def test_the_face_of_the_books_own_script_comes_first() -> None:
    theme = load("classic")
    if not list(cuts("Amiri")) or not list(cuts("Vollkorn")):
        pytest.skip("the faces of the theme classic are not installed; run tools/setup.sh")
    sheet = Sheet("c", "chapter", "body", "T", "<html><head></head><body>Text كتاب</body></html>")
    for language, first in (("ar", "Amiri"), ("en", "Vollkorn")):
        css = fonts([sheet], theme, language).css
        assert f'body {{ font-family: "{first}", ' in css
        assert '"Amiri"' in css
