"""The trade's record says what the book is and only what is true of it."""

from __future__ import annotations

import epub_samples as samples
import pytest
from lxml import etree

from book.editions.onix import onix

NS = "{http://ns.editeur.org/onix/3.0/reference}"


def record(**facts: object) -> etree._Element:
    said = samples.metadata(**facts)
    return etree.fromstring(onix(samples.book(said, samples.picture()), samples.sheets(said)))


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
    assert codes == ["00", "10", "11", "13", "14", "17", "29", "30", "52"]


def test_conformance_is_claimed_only_where_the_publisher_does() -> None:
    claimed = record(conforms_to="EPUB Accessibility 1.1 - WCAG 2.2 Level AA", certified_by="Brook Press")
    codes = set(texts(claimed, "ProductFormFeatureValue")) - set(texts(record(), "ProductFormFeatureValue"))
    assert codes == {"04", "82", "85", "90"}


def test_a_book_without_author_says_so() -> None:
    assert len(texts(record(authors=()), "NoContributor")) == 1
