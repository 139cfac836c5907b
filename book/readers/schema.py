"""schema.org facts in JSON-LD. In: the text of a script. Out: facts under `headline`, `ld-author`, `ld-date`, ...

schema.org Article, CreativeWork and isPartOf; JSON-LD 1.1 section 3.1 for lists and graphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from book.readers.source import of_json

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIZE = 500_000  # characters of one script
_ARTICLES = ("article", "posting", "creativework", "report", "chapter", "webpage", "story", "review")
_SERIES = ("series", "season", "book", "periodical", "blog")


def facts(text: str) -> Iterator[tuple[str, str]]:
    """The facts of the articles described; of the first first. Broken JSON says nothing."""
    if len(text) > _SIZE:
        return
    try:
        data = of_json(text.strip().removeprefix("<![CDATA[").removesuffix("]]>"))
    except (ValueError, RecursionError):
        return
    things = list(_things(data))
    # An Article says more of the article than the WebPage that holds it.
    for thing in sorted(things, key=lambda thing: "page" in _kind(thing)):
        yield from _article(thing)
    for thing in things:
        if "website" in _kind(thing) or "organization" in _kind(thing):
            yield "ld-site", _name(thing)


def _things(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    if depth > 3:
        return
    if isinstance(data, list):
        for item in data[:50]:
            yield from _things(item, depth + 1)
    elif isinstance(data, dict):
        if "@type" in data:
            yield data
        yield from _things(data.get("@graph"), depth + 1)


def _kind(thing: dict[str, Any]) -> str:
    kind = thing.get("@type")
    return " ".join(str(item) for item in kind).lower() if isinstance(kind, list) else str(kind or "").lower()


def _article(thing: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if not any(word in _kind(thing) for word in _ARTICLES):
        return
    if "page" not in _kind(thing):
        yield "headline", _name({"name": thing.get("headline") or thing.get("name")})
        people = thing.get("author")
        names = [_name(person) for person in (people if isinstance(people, list) else [people])[:20]]
        yield "ld-author", ", ".join(dict.fromkeys(name for name in names if name))
        whole = thing.get("isPartOf")
        for part in whole if isinstance(whole, list) else [whole]:
            if isinstance(part, dict) and any(word in _kind(part) for word in _SERIES):
                yield "ld-series", _name(part)
        yield "ld-position", _name({"name": thing.get("position")})
    yield "ld-date", _name({"name": thing.get("datePublished")})
    yield "ld-language", _name({"name": thing.get("inLanguage")})


def _name(thing: Any) -> str:  # noqa: ANN401 - JSON
    value = thing.get("name") if isinstance(thing, dict) else thing
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value) if isinstance(value, str | int | float) else ""
