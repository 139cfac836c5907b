"""The whole way, from folders of real articles to finished editions, as a user goes it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest

import book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Real series whose EPUB every run checks; the longer ones are swept by `make test-slow`.
SERIES = (
    "federalist/se",
    "blogs/db_tutorial",
    "novels/kalila-ar/html",
    "novels/ginga-ja/gingatetsudo_extract.utf8.html",
)
SWEPT = ("federalist/reader/src/content/papers", "blogs/rust-blog/content", "novels/castaways", "novels/bleak-house",
         "exports/wordpress/themeunittestdata.wordpress.xml", "exports/pressbooks")  # fmt: skip


def _text(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")}


def _built(sources: list[Path], folder: Path, *names: str, **options: Any) -> list[Path]:
    return list(book.build(sources, outputs=[folder / name for name in names], folder=folder, **options).paths)


@pytest.mark.parametrize("names", [SERIES, pytest.param(SWEPT, marks=pytest.mark.slow)], ids=["some", "many"])
def test_real_series_become_valid_epubs_without_configuration(
    names: tuple[str, ...], corpus: Path, root: Path, tmp_path: Path, epubcheck: Callable[..., dict[str, list[Any]]]
) -> None:
    made = []
    for number, name in enumerate(names):
        made += _built([corpus / name], tmp_path, f"{number}.epub")
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    for file in (corpus / "dumps").glob("made_??.dump.txt"):
        shutil.copy(file, dumps)
    made += _built([dumps], tmp_path, "dumps.epub")
    made += _built([root / "chapters"], tmp_path, "manual.epub", title="The Manual")
    assert epubcheck(made) == {path.name: [] for path in made}


def test_the_federalist_is_whole_in_order_and_linked(corpus: Path, tmp_path: Path) -> None:
    """85 essays with unpadded file names and 77 notes in a file of their own."""
    (path,) = _built([corpus / "federalist/se"], tmp_path, "f.epub")
    pages = _text(path)
    titles = [
        line.split("\t")[3] for line in (corpus / "federalist/true_order.tsv").read_text("utf-8").splitlines()[1:]
    ]
    chapters = [text for name, text in sorted(pages.items()) if "/ch-" in name]
    found = [
        re.sub(r"<[^>]+>", "", match[1]).strip()
        for text in chapters
        if (match := re.search(r"<h1[^>]*>(.*?)</h1>", text))
    ]
    numbered = [title for title in found if re.match(r"(?:Chapter )?\d+ ", title)]
    assert [re.sub(r"^(?:Chapter )?\d+ ", "", title) for title in numbered] == titles
    calls = sum(text.count('epub:type="noteref"') for text in pages.values())
    asides = sum(text.count("<aside id=") for text in pages.values())
    back = sum(text.count('role="doc-backlink"') for text in pages.values())
    assert (calls, asides, back) == (77, 77, 77)


def test_the_pages_of_a_real_series_have_what_a_printed_book_has(corpus: Path, tmp_path: Path) -> None:
    (path,) = _built([corpus / "blogs/db_tutorial"], tmp_path, "db.pdf", jobs=2)
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.docinfo["/Title"] == "Let’s Build a Simple Database"
        assert "/XML" in str(pdf.Root.Metadata.get("/Subtype"))
        assert len(pdf.pages) % 2 == 0
    document = pypdfium2.PdfDocument(path)
    chapters = [item for item in document.get_toc() if item.level == 0 and "." in item.get_title()]
    assert len(chapters) == 15
    opened = [(item.get_title(), item.get_dest().get_index()) for item in chapters]
    assert [page % 2 for _, page in opened] == [0] * 15  # rectos
    labels = [document.get_page_label(number) for number in range(len(document))]
    listed = " ".join(
        document[number].get_textpage().get_text_bounded() for number in range(2, 8) if labels[number].islower()
    )
    for _, page in opened:
        assert re.search(rf"\b{labels[page]}\b", listed), labels[page]


def test_building_again_anywhere_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """Other folder, other time zone, other hash seed, other number of workers, cold and warm."""
    made = []
    for number, (zone, seed, jobs) in enumerate([("UTC", "0", "1"), ("Asia/Tokyo", "7", "2")]):
        folder = tmp_path / str(number)
        shutil.copytree(root / "chapters", folder / "chapters")
        shutil.copy(root / "book.toml", folder)
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed}
        for _ in ("cold", "warm"):
            command = [sys.executable, "-m", "book.cli", "build", "-q", "-j", jobs]
            subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
            made.append({path.name: path.read_bytes() for path in (folder / "build").iterdir()})
    assert all(other == made[0] for other in made)
    assert len(made[0]) == 3


def test_an_image_shown_twice_is_packed_once_and_links_lead_across(corpus: Path, tmp_path: Path) -> None:
    (path,) = _built([corpus / "blogs/db_tutorial"], tmp_path, "db.epub")
    with zipfile.ZipFile(path) as archive:
        pictures = [name for name in archive.namelist() if re.search(r"\.(png|gif|jpe?g)$", name)]
        text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))
    assert len(pictures) == 17  # 16 of the articles, each once, and the cover
    assert re.search(r'href="ch-0\d-[a-z0-9-]+\.xhtml(#[^"]*)?"', text)
