"""Every word a book says of its own accord, in its language. In: a BCP 47 tag. Out: `Messages`.

One file a language in `data/`, read when it is wanted: words for contents, notes, colophon, ...; labels with the
place of the number ("Chapter {n}", "第{n}章"); names of chapters that need no number ("Epilogue"). Dates and lists
come from CLDR through Babel, imported only when a date or list is written. A language without a file gets neutral
messages: no words, only numbers. Never English instead. BCP 47 (RFC 4647, section 3.4: lookup); CLDR 44 and later.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DATA = Path(__file__).parent / "data"
_WESTERN = "0123456789"

# Tags whose file bears another name. Chinese is told apart by script, and by region where no script is given.
_FILES = {
    "zh": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "yue": "zh-Hant", "cmn": "zh-Hans",
    "no": "nb", "bs": "hr", "sr-latn": "hr", "iw": "he", "in": "id", "prs": "fa", "tl": "", "arz": "ar", "ary": "ar",
}  # fmt: skip
# Where Arabic is written, but with the digits of Europe (CLDR: ar-DZ, ar-EH, ar-LY, ar-MA, ar-MR, ar-TN).
_WESTERN_ARABIC = frozenset(["ar-dz", "ar-eh", "ar-ly", "ar-ma", "ar-tn", "ary"])
_RANGE = re.compile(r"(?<=\d)-(?=\d)")
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?")


@frozen
class Messages:
    """The words of one language; every one is empty where the language is not known."""

    language: str  # the tag asked for
    known: bool  # whether the words are those of the language
    contents: str
    cover: str
    titlepage: str
    imprint: str
    dedication: str
    notes: str
    backlink: str  # of a note: back to the place in the text
    sources: str
    index: str
    figures: str  # the list of figures
    tables: str  # the list of tables
    colophon: str
    pages: str  # the title of a list of page numbers
    begin: str  # the landmark where the text begins
    sources_at: str  # a sentence: where the list of sources is found
    failed: str  # a sentence in the place of a chapter that could not be set
    digits: str  # ten characters
    patterns: Mapping[str, str]  # sentences with a place to fill
    labels: Mapping[str, str]  # kind -> label with {n}
    names: Mapping[str, str]  # kind -> what such a chapter is called without a number

    def number(self, text: str | int) -> str:
        """A number in the digits of the language; a range gets its dash: "5-8" -> "5–8"."""
        return _RANGE.sub("–", str(text)).translate(str.maketrans(_WESTERN, self.digits))

    def label(self, kind: str, number: str | None) -> str:
        """What is printed above a title: "Chapter 6", "الفصل ٦", "第6章"; "" without a number.

        A kind that has no label of its own gets the number alone; the number "last" gets its word; an ISO date
        is written out.
        """
        if number is None or not number.strip():
            return ""
        if number == "last":
            return self.names.get("last", "")
        if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", number):
            return self.date(number)
        return self.labels.get(kind, "{n}").replace("{n}", self.number(number))

    def name(self, kind: str) -> str:
        """What a chapter of this kind is called when it has no title: "Epilogue"; "" when there is no such word."""
        return self.names.get(kind, "") or (self.dedication if kind == "dedication" else "")

    def note(self, number: str) -> str:
        """A note's name for those who cannot see it: "Note 3". `number` is in the digits of the language already."""
        return self.patterns.get("note", "{n}").replace("{n}", number)

    def page_reference(self, number: str | int) -> str:
        """As in "page 12"."""
        return self.patterns.get("page", "{n}").replace("{n}", self.number(number))

    def figure(self, number: str | int) -> str:
        """As in "Figure 3"."""
        return self.patterns.get("figure", "{n}").replace("{n}", self.number(number))

    def table(self, number: str | int) -> str:
        """As in "Table 3"."""
        return self.patterns.get("table", "{n}").replace("{n}", self.number(number))

    def first_published(self, iso: str) -> str:
        """As in "First published 3 May 2014"."""
        return self.patterns.get("first_published", "{date}").replace("{date}", self.date(iso))

    def made_with(self, program: str) -> str:
        """As in "Compiled with book."."""
        return self.patterns.get("made_with", "{program}").replace("{program}", program)

    def set_in(self, faces: Sequence[str]) -> str:
        """As in "Set in Vollkorn and DejaVu Sans Mono."."""
        return self.patterns.get("set_in", "{faces}").replace("{faces}", self.listing(faces))

    def date(self, iso: str) -> str:
        """An ISO 8601 date (or the date of an instant) as the language writes it; what is no date stays as it is.

        A year alone, or a year and month, are written as such.
        """
        match = _ISO_DATE.fullmatch(iso.strip())
        if match is None:
            return iso
        year, month, day = match.groups()
        if month is None:
            return self.number(year)
        if not self.known:
            return "-".join(part for part in match.groups() if part)
        written = _long_date(_locale_name(self.language), int(year), int(month), int(day) if day else None)
        return self.number(written) if written else iso

    def listing(self, items: Sequence[str]) -> str:
        """Names joined as the language joins them: "A, B, and C"."""
        if len(items) < 2:
            return "".join(items)
        if not self.known:
            return ", ".join(items)
        from babel.lists import format_list  # noqa: PLC0415 - CLDR is read only when a list is written

        return format_list(list(items), locale=_locale_name(self.language))


@cache
def messages(language: str) -> Messages:
    """The messages of a language, its nearest known relative's by lookup, or neutral ones. `language` is BCP 47."""
    path = _file_of(language)
    data = tomli.loads(path.read_text("utf-8")) if path else {}
    words = data.get("words", {})
    fields = {name: words.get(name, "") for name in _WORDS}
    digits = data.get("digits", _WESTERN)
    if language.lower() in _WESTERN_ARABIC:
        digits = _WESTERN
    return Messages(
        language=language,
        known=path is not None,
        digits=digits,
        patterns={key: text for key, text in words.items() if key not in _WORDS},
        labels=data.get("labels", {}),
        names=data.get("names", {}),
        **fields,
    )


_WORDS = tuple(
    name for name, kind in Messages.__annotations__.items() if kind == "str" and name not in ("language", "digits")
)


def languages() -> tuple[str, ...]:
    """The tags that have a file, in order."""
    return tuple(sorted(path.stem for path in _DATA.glob("*.toml")))


def _file_of(language: str) -> Path | None:
    """The file for a tag: the tag itself, then with its last subtags taken off one by one (RFC 4647, 3.4)."""
    known = {name.lower(): name for name in languages()}
    tag = language.lower().replace("_", "-")
    while tag:
        name = _FILES.get(tag, known.get(tag, ""))
        if name:
            return _DATA / f"{name}.toml"
        tag = tag.rpartition("-")[0]
    return None


def _long_date(locale: str, year: int, month: int, day: int | None) -> str:
    """The date written out; "" for one that the calendar does not have."""
    from datetime import date  # noqa: PLC0415 - with Babel: only when a date is written

    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 - see the module's docstring

    try:
        moment = date(year, month, day or 1)
    except ValueError:
        return ""
    if day is None:
        return format_skeleton("yMMMM", moment, locale=locale)
    return format_date(moment, "long", locale=locale)


def _locale_name(language: str) -> str:
    """The CLDR locale nearest to a tag."""
    from babel import localedata  # noqa: PLC0415 - see the module's docstring

    parts = language.replace("_", "-").split("-")
    for count in range(len(parts), 0, -1):
        name = "_".join(
            [parts[0].lower(), *(part.title() if len(part) == 4 else part.upper() for part in parts[1:count])]
        )
        if localedata.exists(name):
            return name
    path = _file_of(language)
    return path.stem.replace("-", "_") if path else "root"
