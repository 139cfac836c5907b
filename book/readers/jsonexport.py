"""JSON Feed, and exports as JSON: Ghost, WordPress' REST, Blogger's API. In: a `Snapshot`. Out: its articles.

Oldest first.

JSON Feed 1.1. The others share a shape: somewhere a list of things with a title and a text. One table says what each
calls them; a list that has neither is no export.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from book.charset import NotText
from book.model import Problem
from book.readers.entries import SUMMARY, Entry, as_html, plain, reading
from book.readers.facts import unpublished
from book.readers.source import of_json, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from book.model import Reading, Snapshot

Thing = dict[str, Any]

_TITLE = ("title", "subject", "headline")
_TEXT = ("html", "content_html", "content", "body", "content_text", "plaintext", "text")
_DATE = ("published_at", "date_published", "publish_date", "published", "date", "created_at", "creation_date")
_ADDRESS = ("canonical_url", "url", "link", "absolute_url")
_AUTHOR = ("authors", "author", "primary_author")
_SUMMARIES = ("summary", "excerpt", "description")  # of a feed that holds no more
# What each calls the drawers an article lies in; by these a reader chooses.
_CATEGORIES = ("categories", "category", "section")
_TAGS = ("tags", "tag", "labels", "keywords", "content_tags")
_DEPTH = 6
_TYPES = {"attachment": "a picture or file", "comment": "a comment", "blogger#comment": "a comment"}


def read(snapshot: Snapshot) -> Reading:
    """The documents."""
    text, problems = text_of(snapshot)
    try:
        data = of_json(text)
    except (ValueError, RecursionError) as error:
        raise NotText(f"it is no JSON: {error}") from error
    feed = _is_feed(data)
    things = _rows(data, "items") if feed else list(_things(data))
    if not things and not feed:
        raise NotText("it is JSON without articles")
    people, filed = _people(data), _filed(data)
    entries = [_entry(thing, number, people, filed) for number, thing in enumerate(things)]
    short = sum(1 for entry in entries if entry.meta.get(SUMMARY) and entry.html)
    if short:
        what = f"{short} of its {len(entries)} entries hold a summary only"
        hint = "`book collect` follows them to their pages"
        problems += (Problem("feed-summary", "warning", snapshot.name, what, hint),)
    return reading(snapshot, entries, problems, site=plain(_word(data.get("title"))) if feed else "", feed=feed)


def following(snapshot: Snapshot) -> str:
    """Where older entries of a JSON feed are; "" for none. Raises `NotText` for what is no JSON."""
    try:
        data = of_json(text_of(snapshot)[0])
    except (ValueError, RecursionError) as error:
        raise NotText(f"it is no JSON: {error}") from error
    return urljoin(snapshot.address, _word(data.get("next_url"))) if _is_feed(data) and data.get("next_url") else ""


def _is_feed(data: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(data, dict) and "jsonfeed.org" in str(data.get("version", ""))


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


def _filed(data: Any) -> Mapping[str, str]:  # noqa: ANN401 - JSON
    """Ghost: the tags of each post, by the post's id."""
    for node in _tables(data):
        names = {_word(tag.get("id")): _word(tag.get("name")) for tag in _rows(node, "tags")}
        found: dict[str, list[str]] = {}
        for row in _rows(node, "posts_tags"):
            found.setdefault(_word(row.get("post_id")), []).append(names.get(_word(row.get("tag_id")), ""))
        return {post: ", ".join(filter(None, tags)) for post, tags in found.items()}
    return {}


def _terms(thing: Thing, keys: tuple[str, ...]) -> str:
    """The names of the drawers a thing lies in; numbers are ids of a table that is not here."""
    found: dict[str, None] = {}
    for key in keys:
        value = thing.get(key)
        for term in value if isinstance(value, list) else [value]:
            name = plain(_word(term))
            if name and not name.isdecimal():
                found[name] = None
    return ", ".join(found)


def _embedded(thing: Thing, taxonomy: str) -> str:
    """WordPress' REST: terms travel in `_embedded`."""
    embedded = thing.get("_embedded")
    groups = embedded.get("wp:term") if isinstance(embedded, dict) else None
    rows = [row for group in groups or [] if isinstance(group, list) for row in group if isinstance(row, dict)]
    return ", ".join(plain(_word(row)) for row in rows if row.get("taxonomy") == taxonomy)


def _tables(data: Any, depth: int = 0) -> Iterator[Thing]:  # noqa: ANN401 - JSON
    if isinstance(data, dict) and depth < _DEPTH:
        if isinstance(data.get("posts"), list) and isinstance(data.get("users"), list):
            yield data
        for value in (data.get("db"), data.get("data")):
            yield from _tables(value[0] if isinstance(value, list) and value else value, depth + 1)


def _entry(outer: Thing, number: int, people: Mapping[str, str], filed: Mapping[str, str]) -> Entry:
    inner = outer.get("data")
    thing = {**outer, **inner} if isinstance(inner, dict) else outer
    identity = _first(thing, ("id", "slug", "uuid", "url")) or str(number + 1)
    facts = {
        key.lower(): word
        for key, value in thing.items()
        if key not in _TEXT and (word := _word(value)) and len(word) < 1000
    }
    text = as_html(_first(thing, _TEXT))
    facts["categories"] = _terms(thing, _CATEGORIES) or _embedded(thing, "category")
    facts["tags"] = _terms(thing, _TAGS) or _embedded(thing, "post_tag") or filed.get(_word(thing.get("id")), "")
    if not text.strip():
        text = as_html(_first(thing, _SUMMARIES))
        facts[SUMMARY] = "true" if text else ""
    held = unpublished("", {key: value for key, value in facts.items() if key in ("status", "draft")})
    kind = _word(thing.get("kind")) or _word(thing.get("type"))
    return Entry(
        key=identity,
        title=plain(_first(thing, _TITLE)),
        html=text,
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
