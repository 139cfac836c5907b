"""`book.toml` and the command line's options as settings. In: the file's text. Out: `Settings`, or `Misused`.

Every key is validated; all mistakes of a file are reported together, each with its line and the nearest known
key. TOML 1.0; BCP 47 for languages; ISO 8601 for dates.

Over 300 lines because every key is documented where it is declared.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from datetime import date as Date  # noqa: TC003, N812 - pydantic reads the annotation; `date` is a key of book.toml
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from book.errors import Misused
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

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
_ISBN = re.compile(r"(?:97[89]\d{10}|\d{9}[\dXx])")
# BCP 47, 2.1: language, script, region, variants, extensions, private use; a tag with more is none.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
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


def _is_trim(text: str) -> str:
    trim_size(text)
    return text


def _is_language(text: str) -> str:
    if text and not _LANGUAGE.fullmatch(text):
        raise ValueError(f"'{text}' is no language tag; write one such as en, pt-BR or ar (BCP 47)")
    return text


def _is_charset(text: str) -> str:
    try:
        codecs.lookup(text or "utf-8")
    except LookupError:
        raise ValueError(f"'{text}' is no encoding; write one such as windows-1256 or shift_jis") from None
    return text


def _is_isbn(text: str) -> str:
    if text and not _ISBN.fullmatch(re.sub(r"[- ]", "", text)):
        raise ValueError(f"'{text}' is no ISBN; write one such as 978-0-306-40615-7")
    return text


def points(text: str) -> float:
    """A length in pt: "3mm", "0.125in"; 0 for an empty one. Raises `ValueError` for what is none."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None and text.strip():
        raise ValueError(f"'{text}' is no length; write 3mm or 0.125in")
    return float(match[1]) * _MM[match[2].lower()] * 72 / 25.4 if match else 0.0


def _is_bleed(text: str) -> str:
    if points(text) > _WIDEST_BLEED:
        raise ValueError(f"'{text}' is no bleed; printers ask for 3 to 5 mm, and half an inch is the most")
    return text


def _is_gutter(text: str) -> str:
    if text != "auto" and not 0 < points(text) <= _WIDEST_GUTTER:
        raise ValueError(f"'{text}' is no inside margin; write auto, or a length up to 4in")
    return text


def _as_list(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
Trim = Annotated[str, AfterValidator(_is_trim)]
Language = Annotated[str, AfterValidator(_is_language)]
Charset = Annotated[str, AfterValidator(_is_charset)]
Isbn = Annotated[str, AfterValidator(_is_isbn)]
Depth = Annotated[int, Field(ge=1, le=6)]
Text = Annotated[str, BeforeValidator(_as_text)]
Bleed = Annotated[str, AfterValidator(_is_bleed)]
Gutter = Annotated[str, AfterValidator(_is_gutter)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


Table = TypeVar("Table", bound=_Table)


class AccessibilitySettings(_Table):
    """What the publisher vouches for; nothing of it is ever assumed. EPUB Accessibility 1.1, section 4."""

    summary: str = ""
    conforms_to: str = ""  # "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    certified_by: str = ""


class BookSettings(_Table):
    """The table `[book]`."""

    title: str = ""
    subtitle: str = ""
    authors: Texts = ()
    language: Language = ""  # BCP 47; default: what the articles declare, else detected
    publisher: str = ""
    rights: str = ""
    identifier: str = ""  # an URN or ISBN; default: a stable urn:uuid
    date: Date | None = None  # publication date
    description: str = ""
    cover: str = ""  # an image, relative to book.toml; default: a typographic cover
    dedication: str = ""
    accessibility: AccessibilitySettings = AccessibilitySettings()


class SeriesSettings(_Table):
    """The table `[series]`."""

    sources: Texts = ("chapters/",)
    instalments: Literal["merge", "keep"] = "merge"
    charset: Charset = ""  # of sources that declare none; default: detected
    name: str = ""  # which series, where the sources hold several
    categories: Texts = ()  # of exports and feeds: only what is in one of them
    tags: Texts = ()  # the same for tags


Format = Literal["epub", "pdf", "html"]


class EditionSettings(_Table):
    """A table `[editions.NAME]`."""

    format: Format
    purpose: Literal["print", "screen"] = Field(default="print", alias="for")
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
    variables: dict[str, Text] = Field(default_factory=dict)  # of the theme


class Settings(_Table):
    """A whole `book.toml`."""

    book: BookSettings = BookSettings()
    series: SeriesSettings = SeriesSettings()
    editions: dict[str, EditionSettings] = Field(default_factory=dict)


DEFAULT_EDITIONS = {
    "ebook": EditionSettings(format="epub"),
    "print": EditionSettings(format="pdf"),
}


def load(path: Path) -> Settings:
    """The settings of a `book.toml`. Raises `Misused` with every mistake in it."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misused(Problem("config-unreadable", "error", str(path), f"cannot be read: {error}")) from error
    return parse(text, str(path))


def parse(text: str, where: str = NAME) -> Settings:
    """The settings in a text. `where` names it in messages. Raises `Misused` with every mistake in it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{where}:{line[1]}" if line else where
        problem = Problem("config-syntax", "error", place, f"is not TOML: {error}", "see https://toml.io")
        raise Misused(problem) from error
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        raise Misused.of(_problems(error, text, where)) from error


def from_options(table: type[Table], values: Mapping[str, object]) -> Table:
    """A table made of the command line's options. Raises `Misused`, naming each option that is wrong."""
    try:
        return table.model_validate(values)
    except ValidationError as error:
        raise Misused.of(
            Problem("option", "error", f"--{item['loc'][0]}", item["msg"].removeprefix("Value error, "))
            for item in error.errors(include_url=False)
        ) from error


def _problems(error: ValidationError, text: str, where: str) -> Iterator[Problem]:
    for item in error.errors(include_url=False):
        path = [str(step) for step in item["loc"]]
        place = f"{where}:{line_of(text, path)}"
        if item["type"] == "extra_forbidden":
            yield _unknown(path, place)
        elif item["type"] == "missing":
            yield Problem("config-missing", "error", place, f"'{'.'.join(path)}' is missing", _allowed(path))
        else:
            message = item["msg"].removeprefix("Value error, ")
            yield Problem("config-value", "error", place, f"'{'.'.join(path)}': {message}", "")


def _unknown(path: list[str], place: str) -> Problem:
    known = list(_keys(path[:-1]))
    close = get_close_matches(path[-1], known, n=1, cutoff=0.5)
    hint = f"did you mean '{close[0]}'?" if close else f"known here: {', '.join(known)}"
    return Problem("config-unknown-key", "error", place, f"unknown key '{path[-1]}'", hint)


def _allowed(path: list[str]) -> str:
    return f"add it, one of {', '.join(get_args(Format))}" if path[-1] == "format" else "add it"


def _keys(path: list[str]) -> Iterator[str]:
    """The keys a table may have, by the names the file uses."""
    table: Any = Settings
    for step in path:
        if table is Settings and step == "editions":
            table = {"*": EditionSettings}
        elif isinstance(table, dict):
            table = table["*"]
        else:
            table = table.model_fields[step].annotation
    fields: Mapping[str, Any] = table.model_fields
    for name, field in fields.items():
        yield field.alias or name


def line_of(text: str, path: list[str]) -> int:
    """The line, from 1, on which the key at `path` stands; that of its table, else 1, where it cannot be told."""
    table: list[str] = []
    best = 1
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            table = [part.strip(" \"'") for part in header[1].split(".")]
            if table and table == path[: len(table)]:
                best = number
            continue
        key = re.match(r"\s*([\w.\"'-]+)\s*=", line)
        if key:
            full = table + [part.strip(" \"'") for part in key[1].split(".")]
            if full == path[: len(full)]:
                return number
    return best
