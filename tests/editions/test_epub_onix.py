"""The trade's record says what the book is and only what is true of it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import epub_samples as samples
import pytest
from lxml import etree
from onixcheck import schema

import book
from book.cli import run
from book.config import EditionSettings
from book.editions.epub import make
from book.errors import Misused

if TYPE_CHECKING:
    from pathlib import Path

NS = "{http://ns.editeur.org/onix/3.0/reference}"


def message(**facts: Any) -> bytes:
    """The record that the EPUB edition makes beside itself."""
    said = samples.metadata(**facts)
    sheets = samples.sheets(said)[1:]
    edition = EditionSettings(format="epub", onix=True)
    return make(
        samples.book(said, samples.picture()), samples.contents(), sheets, samples.theme(), edition=edition
    ).record


def record(**facts: Any) -> etree._Element:
    return etree.fromstring(message(**facts))


def texts(root: etree._Element, name: str) -> list[str]:
    return [element.text or "" for element in root.iter(f"{NS}{name}")]


def test_the_record_names_product_people_language_and_series() -> None:
    root = record(subtitle="A Study", series="Seas", series_position="2", publisher="Brook Press", date="2024-05-06")
    assert texts(root, "TitleText") == ["Seas", "The Tides"]
    assert texts(root, "PartNumber") == ["2"]
    assert texts(root, "PersonNameInverted") == ["Brook, Ada"]
    assert texts(root, "LanguageCode") == ["eng"]
    assert texts(root, "Date") == ["20240506"]
    assert texts(root, "SentDateTime") == ["19800101T000000Z"]


@pytest.mark.parametrize(
    ("identifier", "kind", "value"),
    [
        ("urn:isbn:9780306406157", "15", "9780306406157"),
        ("urn:uuid:0f5d5b1e-96cd-5bb3-8d2f-6d3f5dd0a001", "01", "urn:uuid:0f5d5b1e-96cd-5bb3-8d2f-6d3f5dd0a001"),
    ],
)
def test_an_isbn_is_an_isbn_and_an_urn_is_the_publishers_own(identifier: str, kind: str, value: str) -> None:
    root = record(identifier=identifier)
    assert (texts(root, "ProductIDType"), texts(root, "IDValue")) == ([kind], [value])


def test_accessibility_codes_are_those_of_what_was_found() -> None:
    codes = texts(record(), "ProductFormFeatureValue")
    assert codes == ["00", "10", "11", "13", "14", "17", "22", "29", "30", "32", "36", "52", "00", "101F"]


def test_conformance_is_claimed_only_where_the_publisher_does() -> None:
    claimed = record(conforms_to="EPUB Accessibility 1.1 - WCAG 2.2 Level AA", certified_by="Brook Press")
    codes = set(texts(claimed, "ProductFormFeatureValue")) - set(texts(record(), "ProductFormFeatureValue"))
    assert codes == {"04", "82", "85", "90"}


def test_a_book_without_author_says_so() -> None:
    assert len(texts(record(authors=()), "NoContributor")) == 1


def test_a_team_is_no_person() -> None:
    root = record(authors=("Ada Brook", "The Harbour Team"))
    assert texts(root, "PersonName") == ["Ada Brook"]
    assert texts(root, "CorporateName") == ["The Harbour Team"]


def test_an_isbn_of_ten_digits_is_told_in_thirteen() -> None:
    assert texts(record(identifier="urn:isbn:0306406152"), "IDValue") == ["9780306406157"]


FULL = {
    "subtitle": "A <Study> & more", "series": "Seas", "series_position": "2", "publisher": "Brook Press",
    "date": "2024-05-06", "description": "What the moon does.", "identifier": "urn:isbn:9780306406157",
    "conforms_to": "EPUB Accessibility 1.1 - WCAG 2.2 Level AA", "certified_by": "Brook Press",
    "authors": ("Ada Brook", "The Harbour Team"),
}  # fmt: skip


def test_the_record_is_valid_by_the_trades_own_schema() -> None:
    """EDItEUR's schema of ONIX 3.0 with all its code lists; a code that no list has is seen."""
    trade = etree.XMLSchema(file=schema.O30_XSD_REFERENCE)
    for facts in ({}, {"authors": ()}, {"date": "2024-05"}, {"date": "2024"}, {"language": "ja"}, FULL):
        assert trade.validate(record(**facts)), (facts, trade.error_log)
    assert not trade.validate(etree.fromstring(message().replace(b">E101<", b">E999<")))


def test_the_command_writes_a_record_beside_each_epub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.md").write_text("# The Tides\n\nThey come and go.\n", "utf-8")
    assert run(["build", "-q", "--onix", str(tmp_path / "one.md"), "-o", str(tmp_path / "t.epub")]) == 0
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / "t.epub"), str(tmp_path / "t.onix.xml")]
    assert texts(etree.parse(str(tmp_path / "t.onix.xml")).getroot(), "TitleText") == ["The Tides"]


def test_a_record_of_nothing_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# The Tides\n\nThey come and go.\n", "utf-8")
    with pytest.raises(Misused, match="describes an EPUB"):
        book.build([tmp_path / "one.md"], outputs=[tmp_path / "t.html"], onix=True)


def test_each_edition_has_its_own_isbn(tmp_path: Path) -> None:
    """The EPUB names itself by its own, and by the other the printed edition whose pages it carries."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "one.md").write_text("# The Tides\n\nThey come and go.\n", "utf-8")
    (tmp_path / "book.toml").write_text(
        '[book]\nlanguage = "en"\n[editions.ebook]\nformat = "epub"\nisbn = "978-0-306-40615-7"\n'
        'onix = true\nfile = "t.epub"\n'
        '[editions.print]\nformat = "pdf"\nisbn = "978-3-16-148410-1"\n',
        "utf-8",
    )
    built = book.build(folder=tmp_path)
    assert [problem.code for problem in built.problems if problem.severity == "warning"] == ["isbn-check-digit"]
    with zipfile.ZipFile(tmp_path / "build" / "t.epub") as archive:
        opf = archive.read("EPUB/content.opf").decode()
    assert ">urn:isbn:9780306406157</dc:identifier>" in opf
    assert '<meta property="pageBreakSource">urn:isbn:9783161484101</meta>' in opf
    assert texts(etree.parse(str(tmp_path / "build" / "t.onix.xml")).getroot(), "IDValue") == ["9780306406157"]
