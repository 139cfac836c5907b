"""What is wrong with a PDF is said with its page; what is right passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

import book
from book.check import pdf as checking
from book.cli import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checked")
    for number in (1, 2):
        text = f"# Clouds, Part {number}\n\nSome {number} words.\n\n## High\n\nSee [the other]({3 - number}.md).\n"
        (folder / f"{number}.md").write_text(text)
    (path,) = book.build([folder], outputs=[folder / "clouds.pdf"], folder=folder, jobs=1).paths
    return path


def _codes(path: Path) -> set[str]:
    return {problem.code for problem in checking.check(path).problems if problem.severity != "note"}


def test_an_edition_of_ours_passes(made: Path) -> None:
    assert _codes(made) == set()
    assert run(["check", str(made)]) == 0


def test_a_validator_that_did_not_run_is_named_and_never_passed(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checking.shutil, "which", lambda _: None)
    assert run(["check", str(made)]) == 0
    assert "verapdf did not run: Java is missing" in capsys.readouterr().out
    assert run(["check", str(made), "--require", "verapdf"]) == 4


@pytest.mark.parametrize("what", ["title", "language", "tags", "font", "link", "outline", "labels"])
def test_what_is_broken_is_found(made: Path, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking.shutil, "which", lambda _: None)
    path = tmp_path / "broken.pdf"
    with pikepdf.open(made) as pdf:
        if what == "title":
            del pdf.docinfo["/Title"]
        elif what == "language":
            del pdf.Root["/Lang"]
        elif what == "tags":
            del pdf.Root["/StructTreeRoot"]
        elif what == "font":
            font = next(iter(pdf.pages[0].Resources.Font.values()))
            del font.DescendantFonts[0].FontDescriptor["/FontFile2"]
        elif what == "link":
            link = next(link for page in pdf.pages for link in page.get("/Annots", []))
            link["/Dest"] = pikepdf.String("nowhere")
        elif what == "outline":
            first = pdf.Root.Outlines.First
            first["/Dest"] = pikepdf.String("nowhere")
            if "/A" in first:
                del first["/A"]
        else:
            del pdf.Root["/PageLabels"]
        pdf.save(path)
    expected = {
        "title": "pdf-title", "language": "pdf-language", "tags": "pdf-untagged", "font": "font-not-embedded",
        "link": "link-dead", "outline": "outline-dead", "labels": "no-page-labels",
    }  # fmt: skip
    assert expected[what] in _codes(path)


def test_what_is_no_pdf_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"no pdf")
    assert run(["check", str(path)]) == 1
    assert "is no PDF that opens" in capsys.readouterr().out
