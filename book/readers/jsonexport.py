"""JSON Feed, and exports as JSON: Ghost, WordPress' REST, Blogger's API. In: a `Snapshot`. Out: its articles.

Oldest first.

JSON Feed 1.1. The others share a shape: somewhere a list of things with a title and a text. One table says what each
calls them; a list that has neither is no export.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from book.charset import NotText
from book.readers.entries import Entry, as_html, plain, reading
from book.readers.facts import unpublished
from book.readers.source import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from book.model import Reading, Snapshot

Thing = dict[str, Any]

_TITLE = ("title", "subject", "headline")
_TEXT = ("html", "content_html", "content", "body", "content_text", "plaintext", "text")
_DATE = ("published_at", "date_published", "publish_date", "published", "date", "created_at", "creation_date")
_ADDRESS = ("canonical_url", "url", "link", "absolute_url")
_AUTHOR = ("authors", "author", "primary_author")
_DEPTH = 6
_TYPES = {"attachment": "a picture or file", "comment": "a comment", "blogger#comment": "a comment"}


def read(snapshot: Snapshot) -> Reading:
    """The documents."""
    text, problems = text_of(snapshot)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotText(f"it is no JSON: {error}") from error
    things = list(_things(data))
    if not things:
        raise NotText("it is JSON without articles")
    people = _people(data)
    entries = [_entry(thing, number, people) for number, thing in enumerate(things)]
    feed = isinstance(data, dict) and "jsonfeed.org" in str(data.get("version", ""))
    return reading(snapshot, entries, problems, site=plain(_word(data.get("title"))) if feed else "", feed=feed)


def _things(data: Any, depth: int = 0) -> Iterator[Thing]:  # noqa: ANN401 - JSON
    if depth > _DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from _things(item, depth + 1)
    elif isinstance(data, dict):
        if _is_article(data):
            yield data
            return
        for key, value in data.items():
            if key not in ("users", "tags", "settings", "roles", "comments", "author", "authors", "_links", "replies"):
                yield from _things(value, depth + 1)


def _is_article(thing: Thing) -> bool:
    if isinstance(thing.get("data"), dict) and _is_article(thing["data"]):
        return True
    title = any(key in thing for key in _TITLE) or "content_html" in thing or "content_text" in thing
    return title and any(isinstance(thing.get(key), str) or _rendered(thing.get(key)) for key in _TEXT)


def _rendered(value: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(value, dict) and isinstance(value.get("rendered"), str)


def _word(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        value = next(
            (value[key] for key in ("rendered", "name", "displayName", "display_name", "email") if value.get(key)), ""
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""


def _first(thing: Thing, keys: tuple[str, ...]) -> str:
    return next((word for key in keys if (word := _word(thing.get(key)).strip())), "")


def _people(data: Any) -> Mapping[str, str]:  # noqa: ANN401 - JSON
    """Ghost: which user wrote which post, by the post's id."""
    for node in _tables(data):
        names = {_word(user.get("id")): _word(user.get("name")) for user in _rows(node, "users")}
        pairs: dict[str, list[str]] = {}
        for row in _rows(node, "posts_authors"):
            pairs.setdefault(_word(row.get("post_id")), []).append(names.get(_word(row.get("author_id")), ""))
        for post in _rows(node, "posts"):
            pairs.setdefault(_word(post.get("id")), [names.get(_word(post.get("author_id")), "")])
        return {post: ", ".join(name for name in found if name) for post, found in pairs.items()}
    return {}


def _rows(node: Thing, key: str) -> list[Thing]:
    rows = node.get(key)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _tables(data: Any, depth: int = 0) -> Iterator[Thing]:  # noqa: ANN401 - JSON
    if isinstance(data, dict) and depth < _DEPTH:
        if isinstance(data.get("posts"), list) and isinstance(data.get("users"), list):
            yield data
        for value in (data.get("db"), data.get("data")):
            yield from _tables(value[0] if isinstance(value, list) and value else value, depth + 1)


def _entry(outer: Thing, number: int, people: Mapping[str, str]) -> Entry:
    inner = outer.get("data")
    thing = {**outer, **inner} if isinstance(inner, dict) else outer
    identity = _first(thing, ("id", "slug", "uuid", "url")) or str(number + 1)
    facts = {
        key.lower(): word
        for key, value in thing.items()
        if key not in _TEXT and (word := _word(value)) and len(word) < 1000
    }
    held = unpublished("", {key: value for key, value in facts.items() if key in ("status", "draft")})
    kind = _word(thing.get("kind")) or _word(thing.get("type"))
    return Entry(
        key=identity,
        title=plain(_first(thing, _TITLE)),
        html=as_html(_first(thing, _TEXT)),
        byline=_names(thing) or people.get(_word(thing.get("id")), ""),
        date=_first(thing, _DATE),
        address=_first(thing, _ADDRESS),
        language=_first(thing, ("language", "lang", "locale")),
        reason=_TYPES.get(kind, "") or (held.reason if held else ""),
        meta=facts,
    )


def _names(thing: Thing) -> str:
    for key in _AUTHOR:
        value = thing.get(key)
        people = value if isinstance(value, list) else [value]
        found = []
        for person in people[:20]:
            inner = person.get("data") if isinstance(person, dict) and isinstance(person.get("data"), dict) else person
            name = _word(inner)
            # A number is an id of a table that is not here.
            if name and not name.isdecimal() and "@" not in name:
                found.append(plain(name))
        if found:
            return ", ".join(dict.fromkeys(found))
    embedded = thing.get("_embedded")
    if isinstance(embedded, dict) and isinstance(embedded.get("author"), list):
        return ", ".join(name for person in embedded["author"][:20] if (name := _word(person)))
    return ""
