"""What a book designer would see on a finished page is said, with the page and the article; and nothing else is."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

import book
from book.check import numbers, pages, scan
from book.check import pdf as checking
from book.check.contact import contact
from book.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    from book.check.scan import Page

TEXT = "The keeper writes down the name of every boat that the lock lifts, and nobody reads it. " * 12


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for number in (1, 2, 3):
        text = f"# Lock {number}\n\n{TEXT}\n\n{TEXT}\n\n## Water\n\n{TEXT}\n\n{TEXT}\n\n{TEXT}"
        (folder / f"{number}.md").write_text(text)
    (path,) = book.build([folder], outputs=[folder / "locks.pdf"], folder=folder, jobs=1).paths
    return path


@pytest.fixture(scope="module")
def seen(made: Path) -> list[Page]:
    with pikepdf.open(made) as pdf:
        return scan.scan(made, pdf)


def codes(shown: list[Page]) -> set[str]:
    return {problem.code for problem in pages.check(shown, "x")}


def test_a_page_says_what_it_is(seen: list[Page]) -> None:
    assert [page.kind for page in seen][:3] == ["titlepage", "imprint", "contents"]
    chapter = next(page for page in seen if page.kind == "chapter")
    assert chapter.source == "1.md"
    assert chapter.label == "1"
    assert any(item.block == "H1" for item in chapter.items)


def test_a_book_of_ours_has_no_findings(seen: list[Page]) -> None:
    assert codes(seen) == set()


def _with(seen: list[Page], at: int, **change: object) -> list[Page]:
    return [replace(page, **change) if number == at else page for number, page in enumerate(seen)]  # type: ignore[arg-type]  # the fields of a page - as each test has them


def _chapter(seen: list[Page], goes_on: bool) -> int:
    """A page of a chapter, after which it goes on or not."""
    return next(
        at
        for at, (page, after) in enumerate(pairwise(seen))
        if page.kind == "chapter" and (page.title == after.title and after.kind == "chapter") == goes_on
    )


def test_a_text_outside_its_margins_is_named_with_its_article(seen: list[Page]) -> None:
    at = _chapter(seen, goes_on=True)
    page = seen[at]
    assert page.area is not None
    narrow = (*page.area[:2], page.area[2] - 20, page.area[3])
    found = list(pages.check(_with(seen, at, area=narrow), "x.pdf"))
    assert {problem.code for problem in found} == {"text-overfull"}
    assert found[0].where == f"x.pdf, page {page.label} (sheet {page.number}), 1.md"
    short = (*page.trim[:2], page.area[2] - 20, page.trim[3])
    assert "text-cut-off" in codes(_with(seen, at, trim=short))


def test_a_heading_at_the_foot_of_a_page_is_found(seen: list[Page]) -> None:
    at = _chapter(seen, goes_on=True)
    lowest = min(seen[at].texts, key=lambda item: item.box[1])
    items = tuple(replace(item, block="H2") if item is lowest else item for item in seen[at].items)
    assert "heading-stranded" in codes(_with(seen, at, items=items))


def test_a_line_alone_is_found(seen: list[Page]) -> None:
    at = _chapter(seen, goes_on=True)
    line = min((item for item in seen[at].texts if item.block == "P"), key=lambda item: item.box[1])
    alone = replace(line, owner=(99999, 0))
    first = next(item for item in seen[at + 1].texts if item.block == "P")
    items = tuple(alone if item is line else item for item in seen[at].items)
    after = (replace(first, owner=(99999, 0)), *seen[at + 1].items)
    found = codes(_with(_with(seen, at, items=items), at + 1, items=after))
    assert found == {"line-alone"}
    assert "page-of-one-line" in codes(_with(seen, at, items=(line,)))


def test_a_coarse_picture_a_missing_glyph_and_a_narrow_gutter_are_found(seen: list[Page]) -> None:
    at = _chapter(seen, goes_on=True)
    picture = scan.Item("picture", (100, 300, 200, 400), artifact=False, pixels=(200, 200))
    assert "image-coarse" in codes(_with(seen, at, items=(picture, *seen[at].items)))
    assert "glyph-missing" in codes(_with(seen, at, missing=2))
    tight = [replace(page, area=page.area and (20, *page.area[1:])) for page in seen]
    assert "gutter-narrow" in {problem.code for problem in pages.check(tight, "x")}


def test_an_odd_number_of_pages_a_chapter_on_a_verso_and_a_printed_blank_are_found(seen: list[Page]) -> None:
    assert "pages-odd" in codes(seen[:-1])
    moved = [replace(page, number=page.number + 1) for page in seen]
    assert "opens-on-verso" in codes(moved)
    at = _chapter(seen, goes_on=True)
    assert "blank-printed" in codes(_with(seen, at, kind="blank"))


def test_a_gap_in_the_folios_is_found(seen: list[Page]) -> None:
    at = _chapter(seen, goes_on=True)
    assert "folio-gap" in codes(_with(seen, at, label="77"))


def test_every_number_in_the_contents_is_read_and_a_wrong_one_named(made: Path, seen: list[Page]) -> None:
    with pikepdf.open(made) as pdf:
        read = [number for _, _, number in numbers.printed(made, pdf, seen)]
        assert len([number for number in read if number]) == 6
        leads = checking._leader(pdf)
        assert not list(numbers.check(made, pdf, seen, leads, "x"))
        shifted = [replace(page, label=str(page.number)) for page in seen]
        wrong = list(numbers.check(made, pdf, shifted, leads, "x"))
    assert len(wrong) == 6
    assert "the contents say page 1 for 'Chapter 1', which is on page" in wrong[0].message


def test_a_character_without_a_glyph_is_found_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking.shutil, "which", lambda _: None)
    (tmp_path / "1.md").write_text("# Signs, Part 1\n\nA sign no face has: \U000e0fff\U0001faff.\n" + TEXT)
    (path,) = book.build([tmp_path], outputs=[tmp_path / "x.pdf"], folder=tmp_path, jobs=1).paths
    assert "glyph-missing" in {problem.code for problem in checking.check(path).problems}


def test_findings_are_json(made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(checking.shutil, "which", lambda _: None)
    assert run(["check", "--json", str(made)]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert report["problems"] == []
    assert report["absent"][0]["name"] == "verapdf"


def test_a_contact_sheet_shows_every_spread_and_a_long_book_has_several(
    made: Path, tmp_path: Path, seen: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking.shutil, "which", lambda _: None)
    assert run(["check", str(made), "--contact-sheet", str(tmp_path / "sheet.png")]) == 0
    with Image.open(tmp_path / "sheet.png") as shown:
        assert shown.width < 6000
        assert shown.height < 4000
    long = tmp_path / "long.pdf"
    with pikepdf.open(made) as pdf:
        for _ in range(100):
            pdf.pages.append(pdf.pages[len(seen) - 1])
        pdf.save(long)
    assert [path.name for path in contact(long, tmp_path / "l.png")] == ["l-1.png", "l-2.png"]
