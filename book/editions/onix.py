"""A product record for the book trade. In: a `Book` and what its EPUB says of itself. Out: an ONIX 3.0 message.

ONIX for Books 3.0, reference names, blocks 1 (description), 2 (marketing) and 4 (publishing); code lists issue 60 or
later. The accessibility codes (list 196) and hazards (list 143) are those of the EPUB's own metadata, which is what was
found in its content; conformance is claimed only where the publisher's settings do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from book.editions.epub.metadata import is_body, sort_name
from book.metadata import check_digit
from book.xhtml import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.model import Book, Metadata

_NS = "http://ns.editeur.org/onix/3.0/reference"

# List 196, by the property and value of the EPUB's metadata that says the same (W3C crosswalk of 2024).
_CODES = {
    ("schema:accessibilityFeature", "unlocked"): "10",
    ("schema:accessibilityFeature", "tableOfContents"): "11",
    ("schema:accessibilityFeature", "index"): "12",
    ("schema:accessibilityFeature", "readingOrder"): "13",
    ("schema:accessibilityFeature", "alternativeText"): "14",
    ("schema:accessibilityFeature", "displayTransformability"): "36",
    ("schema:accessibilityFeature", "MathML"): "17",
    ("schema:accessibilityFeature", "pageNavigation"): "19",
    ("schema:accessibilityFeature", "structuralNavigation"): "29",
    ("schema:accessibilityFeature", "ARIA"): "30",
    ("schema:accessModeSufficient", "textual"): "52",
}
# What every EPUB made here has: language tags (22), landmarks (32).
_ALWAYS = ("22", "32")
# List 143: what has no sound and no motion has no hazard; of anything else nothing is known.
_HAZARDS = {"none": ("00",), "unknown": ("24", "25", "26")}
_VERSIONS = {"EPUB Accessibility 1.1": "04", "WCAG 2.0": "80", "WCAG 2.1": "81", "WCAG 2.2": "82"}
_LEVELS = {"A": "84", "AA": "85", "AAA": "86"}
# ISO 639-2/B (ONIX list 74) for ISO 639-1.
_ISO = """
af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:cze cy:wel da:dan de:ger el:gre en:eng
eo:epo es:spa et:est eu:baq fa:per fi:fin fr:fre ga:gle gl:glg gu:guj he:heb hi:hin hr:hrv hu:hun hy:arm
id:ind is:ice it:ita ja:jpn ka:geo kk:kaz km:khm kn:kan ko:kor ku:kur la:lat lt:lit lv:lav mk:mac ml:mal
mn:mon mr:mar ms:may my:bur nb:nob ne:nep nl:dut nn:nno no:nor pa:pan pl:pol ps:pus pt:por ro:rum ru:rus
sa:san si:sin sk:slo sl:slv sq:alb sr:srp sv:swe sw:swa ta:tam te:tel th:tha tl:tgl tr:tur uk:ukr ur:urd
uz:uzb vi:vie yi:yid zh:chi zu:zul
"""
_UNSPACED = frozenset(["zh", "ja", "yue", "th", "lo", "km", "my"])  # their length is told in characters
_LANGUAGES = dict(pair.split(":") for pair in _ISO.split())


def onix(book: Book, said: Sequence[tuple[str, str]], *, size: int = 0) -> bytes:
    """The record of the book's EPUB, which has `size` bytes and says `said` of its accessibility (property, value).

    Same input, same bytes.
    """
    metadata = book.metadata
    namespaces: dict[str | None, str] = {None: _NS}
    root = etree.Element(f"{{{_NS}}}ONIXMessage", {"release": "3.0"}, nsmap=namespaces)  # type: ignore[arg-type]  # stubs - they know no default
    header = _add(root, "Header")
    _add(_add(header, "Sender"), "SenderName", _publisher(metadata))
    _add(header, "SentDateTime", re.sub(r"[-:]", "", metadata.modified))
    product = _add(root, "Product")
    _add(product, "RecordReference", metadata.identifier)
    _add(product, "NotificationType", "03")  # confirmed on publication
    _identify(product, metadata)
    detail = _add(product, "DescriptiveDetail")
    _form(detail, metadata, said)
    _names(detail, metadata)
    _extent(detail, book, size)
    _marketing(product, metadata)
    _publishing(product, metadata)
    return etree.tostring(root, pretty_print=True, encoding="UTF-8", xml_declaration=True)


def _publisher(metadata: Metadata) -> str:
    """A publisher is required (3.0, group P.19): whoever publishes without one is their own."""
    return metadata.publisher or ", ".join(metadata.authors) or metadata.title


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_NS}}}{name}", attributes)
    element.text = text
    return element


def _identify(product: etree._Element, metadata: Metadata) -> None:
    identifier = _add(product, "ProductIdentifier")
    if metadata.identifier.startswith("urn:isbn:"):
        _add(identifier, "ProductIDType", "15")  # ISBN-13
        _add(identifier, "IDValue", _isbn_13(metadata.identifier.removeprefix("urn:isbn:")))
    else:
        _add(identifier, "ProductIDType", "01")  # proprietary
        _add(identifier, "IDTypeName", "URN")
        _add(identifier, "IDValue", metadata.identifier)


def _isbn_13(isbn: str) -> str:
    """Thirteen digits; those of ten are the old form of 978. ISO 2108, 2005."""
    digits = re.sub(r"[^0-9X]", "", isbn)
    return digits if len(digits) != 10 else f"978{digits[:9]}{check_digit(f'978{digits}')}"


def _form(detail: etree._Element, metadata: Metadata, said: Sequence[tuple[str, str]]) -> None:
    """An EPUB to download, without a lock, and what it offers to those who cannot see or hold a book."""
    _add(detail, "ProductComposition", "00")
    _add(detail, "ProductForm", "ED")
    _add(detail, "ProductFormDetail", "E101")
    for code, text in sorted({*_features(said), *_claims(metadata)}):
        _feature(detail, "09", code, text)
    for name, value in said:
        for code in _HAZARDS.get(value, ()) if name == "schema:accessibilityHazard" else ():
            _feature(detail, "12", code)
    _feature(detail, "15", "101F")  # EPUB 3.3
    _add(detail, "PrimaryContentType", "10")  # text, list 81
    _add(detail, "EpubTechnicalProtection", "00")


def _feature(detail: etree._Element, kind: str, value: str, text: str = "") -> None:
    feature = _add(detail, "ProductFormFeature")
    _add(feature, "ProductFormFeatureType", kind)
    _add(feature, "ProductFormFeatureValue", value)
    if text:
        _add(feature, "ProductFormFeatureDescription", text)


def _features(said: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    yield from ((code, "") for code in _ALWAYS)
    for name, value in said:
        if (name, value) in _CODES:
            yield _CODES[name, value], ""
        elif name == "schema:accessibilitySummary":
            yield "00", value


def _claims(metadata: Metadata) -> Iterator[tuple[str, str]]:
    for words, code in _VERSIONS.items():
        if words in metadata.conforms_to:
            yield code, ""
    if level := re.search(r"Level (A{1,3})\b", metadata.conforms_to):
        yield _LEVELS[level[1]], ""
    if metadata.certified_by:
        yield "90", metadata.certified_by


def _names(detail: etree._Element, metadata: Metadata) -> None:
    if metadata.series:
        collection = _add(detail, "Collection")
        _add(collection, "CollectionType", "10")
        element = _title(collection, "02")
        if metadata.series_position:
            _add(element, "PartNumber", metadata.series_position)
        _add(element, "TitleText", metadata.series)
    element = _title(detail, "01")
    _add(element, "TitleText", metadata.title)
    if metadata.subtitle:
        _add(element, "Subtitle", metadata.subtitle)
    for number, name in enumerate(metadata.authors, 1):
        contributor = _add(detail, "Contributor")
        _add(contributor, "SequenceNumber", str(number))
        _add(contributor, "ContributorRole", "A01")
        if is_body(name):
            _add(contributor, "CorporateName", name)
        else:
            _add(contributor, "PersonName", name)
            _add(contributor, "PersonNameInverted", sort_name(name, metadata.language))
    if not metadata.authors:
        _add(detail, "NoContributor")


def _title(parent: etree._Element, level: str) -> etree._Element:
    detail = _add(parent, "TitleDetail")
    _add(detail, "TitleType", "01")
    element = _add(detail, "TitleElement")
    _add(element, "TitleElementLevel", level)
    return element


def _extent(detail: etree._Element, book: Book, size: int) -> None:
    language = _add(detail, "Language")
    _add(language, "LanguageRole", "01")
    _add(language, "LanguageCode", _LANGUAGES.get(book.metadata.language.lower().partition("-")[0], "und"))
    words = [word for chapter in book.chapters for word in plain(chapter.body).split()]
    spaced = book.metadata.language.lower().partition("-")[0] not in _UNSPACED
    text = ("02", len(words), "02") if spaced else ("02", sum(map(len, words)), "01")
    for kind, value, unit in (text, ("22", size, "17")):  # length in words or characters, size in bytes
        if value:
            extent = _add(detail, "Extent")
            _add(extent, "ExtentType", kind)
            _add(extent, "ExtentValue", str(value))
            _add(extent, "ExtentUnit", unit)


def _marketing(product: etree._Element, metadata: Metadata) -> None:
    if metadata.description:
        content = _add(_add(product, "CollateralDetail"), "TextContent")
        _add(content, "TextType", "03")
        _add(content, "ContentAudience", "00")
        _add(content, "Text", metadata.description)


def _publishing(product: etree._Element, metadata: Metadata) -> None:
    detail = _add(product, "PublishingDetail")
    publisher = _add(detail, "Publisher")
    _add(publisher, "PublishingRole", "01")
    _add(publisher, "PublisherName", _publisher(metadata))
    _add(detail, "PublishingStatus", "04")
    digits = re.sub(r"\D", "", metadata.date)
    if digits:
        date = _add(detail, "PublishingDate")
        _add(date, "PublishingDateRole", "01")
        # List 55: a day, a month, a year.
        _add(date, "Date", digits, dateformat={8: "00", 6: "01", 4: "05"}.get(len(digits), "00"))
