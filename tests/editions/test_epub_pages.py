"""One page number can be cited from both editions: the EPUB's markers stand where the printed pages begin."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from lxml import etree

import book

if TYPE_CHECKING:
    from pathlib import Path

H = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture(scope="module")
def editions(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The manual, as EPUB and as pages, made in one run."""
    folder = tmp_path_factory.mktemp("pages")
    outputs = [folder / "manual.epub", folder / "manual.pdf"]
    built = book.build([root / "chapters"], outputs=outputs, folder=folder, jobs=1, title="The Manual")
    return built.paths[0], built.paths[1]


def listed(epub: Path) -> dict[str, str]:
    """What follows each marker in the text, without white space, by page number, as the page-list has them."""
    with zipfile.ZipFile(epub) as archive:
        nav = etree.fromstring(archive.read("EPUB/contents.xhtml"))
        [pages] = [element for element in nav.iter(f"{H}nav") if element.get(EPUB_TYPE) == "page-list"]
        found = {}
        for link in pages.iter(f"{H}a"):
            name, _, given = link.get("href", "").partition("#")
            tree = etree.fromstring(archive.read(f"EPUB/{name}"))
            [marker] = tree.xpath("//*[@id = $given]", given=given)
            assert marker.get("role") == "doc-pagebreak"
            assert marker.get("aria-label") == "".join(link.itertext())
            found["".join(link.itertext())] = _after(marker)
        return found


def _after(marker: etree._Element) -> str:
    texts = marker.xpath("following::text()[not(ancestor::*[@role = 'doc-footnote' or @role = 'doc-noteref'])]")
    return re.sub(r"\s+", "", "".join(map(str, texts)))[:200]


def printed(pdf: Path) -> dict[str, str]:
    """The text of each page, without white space and hyphens at line ends, by its label."""
    document = pypdfium2.PdfDocument(pdf)
    return {
        document.get_page_label(number): re.sub(r"\s+", "", document[number].get_textpage().get_text_bounded())
        for number in range(len(document))
    }


def test_every_printed_page_of_the_text_is_in_the_page_list(editions: tuple[Path, Path]) -> None:
    marks, pages = listed(editions[0]), printed(editions[1])
    assert len(marks) >= 15
    numbers = [label for label in pages if label.isdecimal() and len(pages[label]) > 30]
    assert [label for label in numbers if label not in marks] == []


def test_what_follows_a_marker_stands_on_that_page(editions: tuple[Path, Path]) -> None:
    marks, pages = listed(editions[0]), printed(editions[1])
    for label, text in marks.items():
        words = text[:12].replace("\u00ad", "").casefold()  # small capitals are capitals in a PDF's text
        assert words in pages[label].casefold(), (label, words, pages[label][:80])


def test_the_source_of_the_page_numbers_is_named(editions: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(editions[0]) as archive:
        opf = archive.read("EPUB/content.opf").decode()
    assert '<meta property="pageBreakSource">The Manual (PDF)</meta>' in opf
    assert '<dc:source id="print-edition">The Manual (PDF)</dc:source>' in opf
