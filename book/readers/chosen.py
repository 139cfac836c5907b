"""Only the articles of some categories or tags. In: a `Reading` and names. Out: the reading, the others left out.

Names compare as addresses write them: "The Long Tide", "the-long-tide" and "THE LONG TIDE" are one. What is filed
nowhere because its format knows no categories (a saved page, a text) is not judged; an entry of an export and a file
with front matter could have been filed, and are left out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from book import media
from book.model import LeftOut, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from book.model import Document, Reading

_CATEGORIES = ("categories", "category", "series", "section")
_TAGS = ("tags", "tag", "keywords", "labels")
_SHOWN = 12  # names shown where none fits


def choose(reading: Reading, categories: Sequence[str], tags: Sequence[str]) -> Reading:
    """The documents in one of the categories or with one of the tags; all of them where neither is named."""
    if not categories and not tags:
        return reading
    kept = [document for document in reading.documents if not _is_filed(document) or is_in(document, categories, tags)]
    reason = f"not in the {_named('category', categories)}" if categories else f"without the {_named('tag', tags)}"
    out = [
        LeftOut(document.source, f"{reason}: {document.title}" if document.title else reason)
        for document in reading.documents
        if document not in kept
    ]
    return replace(reading, documents=tuple(kept), left_out=(*reading.left_out, *out))


def unknown(documents: Iterable[Document], categories: Sequence[str], tags: Sequence[str]) -> tuple[Problem, ...]:
    """A line for each name under which nothing is filed, with the names there are."""
    listed = list(documents)
    problems = []
    for option, keys, wanted in (("--category", _CATEGORIES, categories), ("--tag", _TAGS, tags)):
        known = dict.fromkeys(name for document in listed for name in _names(document, keys))
        for name in wanted:
            if not any(is_in(document, (name,), ()) or is_in(document, (), (name,)) for document in listed):
                names = ", ".join([*known][:_SHOWN])
                hint = f"there are: {names}" if names else "the sources file nothing so"
                problems.append(Problem("filed-nowhere", "warning", f"{option} '{name}'", "no article has it", hint))
    return tuple(problems)


def is_in(document: Document, categories: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether a document is in one of the categories or has one of the tags."""
    filed, tagged = _slugs(document, _CATEGORIES), _slugs(document, _TAGS)
    # Feeds and some exports know but one kind of drawer: there a tag is what they have.
    return bool(
        {slug(name) for name in categories} & (filed or tagged) or {slug(name) for name in tags} & (tagged or filed)
    )


def slug(name: str) -> str:
    """A name as an address writes it."""
    return "-".join(re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold()))


def _names(document: Document, keys: tuple[str, ...]) -> list[str]:
    return [name.strip() for key in keys for name in re.split("[,;]", document.meta.get(key, "")) if name.strip()]


def _slugs(document: Document, keys: tuple[str, ...]) -> set[str]:
    whole = [document.meta.get(key, "") for key in keys]  # a name may have a comma in it
    return {slug(name) for name in [*_names(document, keys), *whole] if name}


def _is_filed(document: Document) -> bool:
    fronted = media.suffix(document.source) in media.MARKDOWN and bool(document.meta)
    return "#" in document.source or fronted or any(document.meta.get(key) for key in (*_CATEGORIES, *_TAGS))


def _named(noun: str, names: Sequence[str]) -> str:
    quoted = " or ".join(f"'{name}'" for name in names)
    return f"{noun} {quoted}"
