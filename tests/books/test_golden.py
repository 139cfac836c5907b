"""Each folder here is a small series and the book it becomes: `articles/`, perhaps `book.toml`, and `expected/`.

Of the EPUB the XHTML, the OPF and the lists of contents are compared, of the PDF its text by page, outline, page
labels and links. `pytest tests/books --update-golden` writes `expected/` anew; read the difference before keeping it.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

import book

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/articles"))


@pytest.mark.parametrize("case", CASES)
def test_a_series_becomes_the_book_it_became_before(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    shutil.copytree(HERE / case / "articles", tmp_path / "articles")
    built = book.build(
        [tmp_path / "articles"], outputs=[tmp_path / "out.epub", tmp_path / "out.pdf"], folder=tmp_path, jobs=1
    )
    found = _epub((tmp_path / "out.epub").read_bytes()) | {
        "pdf.json": _json(_pdf((tmp_path / "out.pdf").read_bytes())),
        "problems.txt": "".join(f"{problem.severity}: {problem}\n" for problem in built.problems),
    }
    expected = HERE / case / "expected"
    if request.config.getoption("--update-golden"):
        shutil.rmtree(expected, ignore_errors=True)
        for name, text in found.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_text(text, "utf-8")
    kept = {
        path.relative_to(expected).as_posix(): path.read_text("utf-8") for path in expected.rglob("*") if path.is_file()
    }
    assert sorted(found) == sorted(kept)
    for name, text in kept.items():
        assert found[name] == text, name


def _epub(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            f"epub/{name}": archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.endswith((".xhtml", ".opf", ".ncx"))
        }


def _pdf(data: bytes) -> dict[str, Any]:
    """What of a PDF a reader meets: text, outline, page labels, links."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        document = pypdfium2.PdfDocument(data)
        labels = [document.get_page_label(number) for number in range(len(document))]
        text = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
        outline = ["  " * item.level + f"{item.get_title()} -> {_page(item)}" for item in document.get_toc()]
        return {
            "title": str(pdf.docinfo.get("/Title", "")),
            "language": str(pdf.Root.get("/Lang", "")),
            "pages": [f"[{label}] {words}" for label, words in zip(labels, text, strict=True)],
            "outline": outline,
            "links": [_links(page, pages) for page in pdf.pages],
        }


def _page(item: Any) -> Any:
    target = item.get_dest()
    return target.get_index() if target else None


def _links(page: pikepdf.Page, pages: dict[tuple[int, int], int]) -> list[str]:
    found = []
    for annotation in page.get("/Annots", []):
        action = annotation.get("/A", {})
        if "/URI" in action:
            found.append(str(action.URI))
        else:
            destination = annotation.get("/Dest", action.get("/D"))
            is_place = isinstance(destination, pikepdf.Array)
            found.append(f"page {pages[destination[0].objgen]}" if is_place else f"name {destination}")
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
