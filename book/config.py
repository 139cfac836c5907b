"""What a `book.toml` may say, and what holds where it says nothing. In: nothing. Out: the tables of `Settings`.

The tables are plain values; `book.bookfile` reads and judges what a person wrote. A type here that carries a function
(`Trim`) has it called with each value: it raises `ValueError`, saying what is wrong and what to write. BCP 47 for
languages; ISO 8601 for dates.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: TC003, N812 - the reader resolves the annotation; `date` is a key of book.toml
from typing import Annotated, Literal

NAME = "book.toml"

# Trim sizes by name, width x height in mm. ISO 216; the American sizes as printers on demand list them.
TRIMS = {
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "b5": (176.0, 250.0),
    "letter": (215.9, 279.4),
}
_TRIM = re.compile(r"(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*(mm|cm|in)?", re.IGNORECASE)
_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(mm|cm|in|pt)", re.IGNORECASE)
_WIDEST_BLEED = 36.0  # pt
_WIDEST_GUTTER = 288.0  # pt
_DEEPEST = 6  # levels of headings
_ISBN = re.compile(r"(?:97[89]\d{10}|\d{9}[\dXx])")
# BCP 47, 2.1: language, script, region, variants, extensions, private use; a tag with more is none.
_LANGUAGE = (
    r"(?i:[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?)"
)


def trim_size(text: str) -> tuple[float, float]:
    """Width and height in mm of a trim size: "A5", "6x9in", "6x9", "148x210mm". Raises ValueError.

    A bare pair of numbers is inches below 30 and millimetres from there on.
    """
    if text.strip().lower() in TRIMS:
        return TRIMS[text.strip().lower()]
    match = _TRIM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"'{text}' is no trim size; write A4, A5, 6x9in or 148x210mm")
    width, height = float(match[1]), float(match[2])
    unit = _MM[(match[3] or ("in" if max(width, height) < 30 else "mm")).lower()]
    width, height = round(width * unit, 2), round(height * unit, 2)
    if not (50 <= width <= 1000 and 50 <= height <= 1500):
        raise ValueError(f"'{text}' is {width:g} x {height:g} mm; a page is 50 to 1000 mm wide and 50 to 1500 mm high")
    return width, height


def _is_trim(text: str) -> None:
    trim_size(text)


def _is_language(text: str) -> None:
    if text and not re.fullmatch(_LANGUAGE, text):
        raise ValueError(f"'{text}' is no language tag; write one such as en, pt-BR or ar (BCP 47)")


def _is_charset(text: str) -> None:
    try:
        codecs.lookup(text or "utf-8")
    except LookupError:
        raise ValueError(f"'{text}' is no encoding; write one such as windows-1256 or shift_jis") from None


def _is_isbn(text: str) -> None:
    if text and not _ISBN.fullmatch(re.sub(r"[- ]", "", text)):
        raise ValueError(f"'{text}' is no ISBN; write one such as 978-0-306-40615-7")


def points(text: str) -> float:
    """A length in pt: "3mm", "0.125in"; 0 for an empty one. Raises `ValueError` for what is none."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None and text.strip():
        raise ValueError(f"'{text}' is no length; write 3mm or 0.125in")
    return float(match[1]) * _MM[match[2].lower()] * 72 / 25.4 if match else 0.0


def _is_bleed(text: str) -> None:
    if points(text) > _WIDEST_BLEED:
        raise ValueError(f"'{text}' is no bleed; printers ask for 3 to 5 mm, and half an inch is the most")


def _is_gutter(text: str) -> None:
    if text != "auto" and not 0 < points(text) <= _WIDEST_GUTTER:
        raise ValueError(f"'{text}' is no inside margin; write auto, or a length up to 4in")


def _is_depth(levels: int) -> None:
    if not 1 <= levels <= _DEEPEST:
        raise ValueError(f"{levels} is no number of levels; write 1 to {_DEEPEST}")


Trim = Annotated[str, _is_trim]
Language = Annotated[str, _is_language]
Charset = Annotated[str, _is_charset]
Isbn = Annotated[str, _is_isbn]
Depth = Annotated[int, _is_depth]
Bleed = Annotated[str, _is_bleed]
Gutter = Annotated[str, _is_gutter]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilitySettings:
    """What the publisher vouches for; nothing of it is ever assumed. EPUB Accessibility 1.1, section 4."""

    summary: str = ""
    conforms_to: str = ""  # "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    certified_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSettings:
    """The table `[book]`."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    language: Language = ""  # BCP 47; default: what the articles declare, else detected
    publisher: str = ""
    rights: str = ""
    identifier: str = ""  # an URN or ISBN; default: a stable urn:uuid
    date: Date | None = None  # publication date
    description: str = ""
    cover: str = ""  # an image, relative to book.toml; default: a typographic cover
    dedication: str = ""
    accessibility: AccessibilitySettings = AccessibilitySettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSettings:
    """The table `[series]`."""

    sources: tuple[str, ...] = ("chapters/",)
    instalments: Literal["merge", "keep"] = "merge"
    charset: Charset = ""  # of sources that declare none; default: detected
    name: str = ""  # which series, where the sources hold several
    categories: tuple[str, ...] = ()  # of exports and feeds: only what is in one of them
    tags: tuple[str, ...] = ()  # the same for tags


Format = Literal["epub", "pdf", "html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionSettings:
    """A table `[editions.NAME]`."""

    format: Format
    purpose: Literal["print", "screen"] = field(default="print", metadata={"key": "for"})
    theme: str = "classic"
    trim: Trim = "6x9in"
    writing: Literal["horizontal", "vertical"] = "horizontal"  # of an EPUB; vertical for Japanese and Chinese
    contents: Depth = 3  # levels of the table of contents
    notes: Literal["foot", "chapter", "book"] = "foot"  # where notes stand in pages
    credits: Literal["chapter", "sources", "none"] = "sources"  # where it says where articles were published first
    urls: Literal["notes", "references", "none"] = "references"  # where paper tells the addresses of links
    page_references: bool = True  # paper says "(page 123)" after a link inside the book
    figures: bool = False  # a list of figures after the contents
    tables: bool = False  # a list of tables after the contents
    file: str = ""  # the name in build/; default: the book's title
    isbn: Isbn = ""  # of this edition, since each has its own; default: the book's identifier
    fonts: bool | None = None  # of an EPUB: whether it carries the theme's faces; default: what the theme wants
    onix: bool = False  # of an EPUB: an ONIX record beside it
    bleed: Bleed = ""  # of pages on paper, at their outer edges: 3mm, 0.125in
    crop_marks: bool = False  # of pages on paper
    gutter: Gutter = "auto"  # the inside margin of pages on paper; auto: what their number needs
    colour: Literal["", "rgb", "black", "grey", "cmyk"] = ""  # of pages on paper; empty: the profile's, else rgb
    profile: str = ""  # the ICC profile of the press, relative to book.toml: with it the PDF is PDF/X-4
    attach: bool = False  # the articles' sources go with a PDF for a screen
    style: str = ""  # a style sheet of the user's, after the theme's
    variables: dict[str, str] = field(default_factory=dict)  # of the theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A whole `book.toml`."""

    book: BookSettings = BookSettings()
    series: SeriesSettings = SeriesSettings()
    editions: dict[str, EditionSettings] = field(default_factory=dict)


DEFAULT_EDITIONS = {
    "ebook": EditionSettings(format="epub"),
    "print": EditionSettings(format="pdf"),
}
