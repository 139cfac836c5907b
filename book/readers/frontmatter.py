"""Front matter of Markdown: YAML between `---`, TOML between `+++`, JSON in braces. In: text. Out: facts and the rest.

YAML by PyYAML's safe loader, with its aliases counted: a few lines of them can stand for a billion values. TOML by
tomli. What is no sound YAML (`title: Part 1: The start`) is still read line by line.
"""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Any

import tomli

from book.frozen import frozen
from book.readers.dates import iso
from book.readers.source import of_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_YAML = re.compile(r"\s*---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\s*\+\+\+[ \t]*\n(.*?)(?:^|\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_JSON = re.compile(r"\s*(\{\n.*?\n\})[ \t]*\n", re.DOTALL)
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*[\w.-]+", re.MULTILINE)
_PAIR = re.compile(r"([A-Za-z][\w .-]{0,40}?)\s*:\s+(.*)")
_ALIASES = 20  # more than a person writes, fewer than a bomb needs
_SIZE = 100_000  # characters of front matter
_DEPTH = 4  # levels of tables that become facts
_VALUE = 2_000  # characters of one fact


@frozen
class FrontMatter:
    """What stood before the article."""

    facts: Mapping[str, str] = field(default_factory=dict)  # keys lower case, "table.key" for what lies deeper
    body: str = ""
    lines: int = 0  # lines the front matter took
    problem: str = ""  # why it could not be read as its format, as a phrase


def split(text: str) -> FrontMatter:
    """The facts and the article. Text without front matter is all article."""
    for pattern, load in ((_YAML, _yaml), (_TOML, _toml), (_JSON, _json)):
        match = pattern.match(text)
        if match is None or len(match[1]) > _SIZE:
            continue
        raw, problem = load(match[1])
        if raw is None:
            continue
        lines = text.count("\n", 0, match.end())
        return FrontMatter(dict(_flat(raw)), text[match.end() :], lines, problem)
    return FrontMatter(body=text)


def _yaml(text: str) -> tuple[dict[str, Any] | None, str]:
    import yaml  # noqa: PLC0415 - only where there is YAML

    if len(_ALIAS.findall(text)) > _ALIASES:
        return _pairs(text), f"has more than {_ALIASES} aliases"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        pairs = _pairs(text)
        return (pairs, f"is no YAML: {_first_line(error)}") if pairs else (None, "")
    if raw is None:
        return {}, ""
    # Two rules around a sentence are a thematic break and text, not front matter.
    return (raw, "") if isinstance(raw, dict) else (None, "")


def _toml(text: str) -> tuple[dict[str, Any] | None, str]:
    try:
        return tomli.loads(text), ""
    except (tomli.TOMLDecodeError, RecursionError) as error:
        pairs = {key: value.strip(" \"'") for key, value in re.findall(r"^(\w[\w-]*)\s*=\s*(.+)$", text, re.MULTILINE)}
        return (pairs, f"is no TOML: {_first_line(error)}") if pairs else (None, "")


def _json(text: str) -> tuple[dict[str, Any] | None, str]:
    try:
        raw = of_json(text)
    except (ValueError, RecursionError):
        return None, ""
    return (raw, "") if isinstance(raw, dict) else (None, "")


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


def _pairs(text: str) -> dict[str, Any]:
    """`key: value`, a line each, for YAML that is not."""
    found = (_PAIR.match(line) for line in text.splitlines())
    return {match[1]: match[2].strip(" \"'") for match in found if match}


def _flat(raw: Mapping[Any, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    for key, value in raw.items():
        name = f"{prefix}{key}".strip().lower()
        if isinstance(value, dict) and depth < _DEPTH:
            yield from _flat(value, f"{name}.", depth + 1)
        else:
            text = _as_text(value)
            if text:
                yield name, text


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return iso(value.isoformat())
    if isinstance(value, list):
        return ", ".join(text for item in value[:100] if (text := _item(item)))[:_VALUE]
    return "" if value is None or isinstance(value, dict) else " ".join(str(value).split())[:_VALUE]


def _item(value: object) -> str:
    """One of a list: a name, or a table that has one."""
    if isinstance(value, dict):
        return next((_as_text(value[key]) for key in ("name", "title", "id") if key in value), "")
    return "" if isinstance(value, list) else _as_text(value)
