"""`book.toml` and the command line's options, read. In: a text, or values. Out: tables of `book.config`, or `Misused`.

Every key is judged; all mistakes of a file are reported together, each with its line and what may stand there, and
for a key that is not known the nearest that is. TOML 1.0. msgspec makes of a value what its table declares: a date or
a number may stand in quotes.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
import tomli

from book.config import NAME, Settings
from book.errors import Misused
from book.frozen import frozen
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

Table = TypeVar("Table")

# What a person is told to write, by the type that a table declares.
_WRITE: dict[object, str] = {
    str: "write text in quotes",
    int: "write a whole number",
    bool: "write true or false",
    date: "write a date such as 2026-01-31",
    tuple: "write text in quotes, or several in brackets",
    dict: "write a table of names with text or numbers",
}


@frozen
class _Key:
    """A key that a table may have."""

    field: str  # of the table
    kind: Any  # the type declared there, without the functions it carries
    checks: tuple[Callable[[Any], None], ...]  # those functions
    required: bool


@frozen
class _Mistake:
    """What is wrong with one key."""

    code: str
    path: tuple[str, ...]  # the keys that lead to it
    message: str
    hint: str = ""

    @property
    def name(self) -> str:
        """The key with the tables it stands in: "editions.print.trim"."""
        return ".".join(self.path)


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
        data = tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{where}:{line[1]}" if line else where
        problem = Problem("config-syntax", "error", place, f"is not TOML: {error}", "see https://toml.io")
        raise Misused(problem) from error
    mistakes: list[_Mistake] = []
    settings = _table(Settings, data, (), mistakes)
    if settings is None:
        raise Misused.of(_problems(mistakes, text, where))
    return settings


def overridden(table: Table, values: Mapping[str, object]) -> Table:
    """The table with fields from the command line's options. Raises `Misused`, naming each option that is wrong."""
    keys = {key.field: key for key in _keys(type(table)).values()}  # type: ignore[arg-type]  # safe - a class is hashable
    mistakes: list[_Mistake] = []
    made = {name: _value(keys[name], value, (name,), mistakes) for name, value in values.items()}
    if mistakes:
        raise Misused.of(Problem("option", "error", f"--{m.path[0]}", m.message, m.hint) for m in mistakes)
    return replace(table, **made)  # type: ignore[type-var]  # safe - a table is a dataclass


def _problems(mistakes: Iterable[_Mistake], text: str, where: str) -> Iterator[Problem]:
    """The mistakes of a file in the order of its lines."""
    placed = [(line_of(text, wrong.path), wrong) for wrong in mistakes]
    for line, wrong in sorted(placed, key=lambda pair: pair[0]):
        message = f"'{wrong.name}': {wrong.message}" if wrong.code == "config-value" else wrong.message
        yield Problem(wrong.code, "error", f"{where}:{line}", message, wrong.hint)


@cache
def _keys(table: type) -> Mapping[str, _Key]:
    """The keys a table may have, by the names the file uses."""
    kinds = get_type_hints(table, include_extras=True)
    found = {}
    for field in fields(table):
        kind = kinds[field.name]
        checks = getattr(kind, "__metadata__", ())
        required = field.default is MISSING and field.default_factory is MISSING
        bare = kind.__origin__ if checks else kind
        found[field.metadata.get("key", field.name)] = _Key(field.name, bare, checks, required)
    return found


def _table(kind: type[Table], data: object, path: tuple[str, ...], mistakes: list[_Mistake]) -> Table | None:
    """The table that `data` is; None where anything is wrong with it, which is added to the mistakes."""
    if not isinstance(data, dict):
        hint = f"write [{'.'.join(path)}] above its keys"
        mistakes.append(_Mistake("config-value", path, _misplaced(data), hint))
        return None
    before = len(mistakes)
    keys = _keys(kind)  # type: ignore[arg-type]  # safe - a class is hashable
    mistakes += _misnamed(keys, data, path)
    values = {key.field: _value(key, data[name], (*path, name), mistakes) for name, key in keys.items() if name in data}
    return kind(**values) if len(mistakes) == before else None


def _misnamed(keys: Mapping[str, _Key], data: Mapping[str, object], path: tuple[str, ...]) -> Iterator[_Mistake]:
    """Keys that are not known, and those that are missing."""
    for name in data:
        if name not in keys:
            close = get_close_matches(name, keys, n=1, cutoff=0.5)
            hint = f"did you mean '{close[0]}'?" if close else f"known here: {', '.join(keys)}"
            yield _Mistake("config-unknown-key", (*path, name), f"unknown key '{name}'", hint)
    for name, key in keys.items():
        if key.required and name not in data:
            hint = f"add it, one of {', '.join(get_args(key.kind))}"
            yield _Mistake("config-missing", (*path, name), f"'{'.'.join((*path, name))}' is missing", hint)


def _value(key: _Key, given: object, path: tuple[str, ...], mistakes: list[_Mistake]) -> Any:  # noqa: ANN401 - what the key declares
    """What the key declares; None where what is given is none, which is added to the mistakes."""
    if is_dataclass(key.kind):
        return _table(key.kind, given, path, mistakes)  # type: ignore[arg-type]  # safe - a kind is a class
    inner = get_args(key.kind)[-1:]
    if inner and is_dataclass(inner[0]):  # tables with names of their own
        tables = given if isinstance(given, dict) else {"NAME": given}
        return {name: _table(inner[0], one, (*path, name), mistakes) for name, one in tables.items()}  # type: ignore[arg-type]  # safe - the same
    try:
        made = msgspec.convert(_as_meant(key.kind, given), key.kind, strict=False)
    except msgspec.ValidationError:
        mistakes.append(_Mistake("config-value", path, _misplaced(given), _wanted(key.kind)))
        return None
    for check in key.checks:
        try:
            check(made)
        except ValueError as error:
            mistakes.append(_Mistake("config-value", path, str(error)))
    return made


def _as_meant(kind: object, given: object) -> object:
    """A text where several may stand is one of them; among names with text a number is text."""
    if get_origin(kind) is tuple and isinstance(given, str):
        return (given,)
    if get_origin(kind) is dict and isinstance(given, dict):
        return {name: str(value) if type(value) in (int, float) else value for name, value in given.items()}
    return given


def _misplaced(given: object) -> str:
    """That a value is none of those that may stand there."""
    if isinstance(given, dict | list):
        shown = "a table" if isinstance(given, dict) else "this list"
    elif isinstance(given, str):
        shown = f'"{given}"'
    else:
        shown = str(given).lower() if isinstance(given, bool) else str(given)
    return f"{shown} cannot stand here"


def _wanted(kind: Any) -> str:  # noqa: ANN401 - any type that a table declares
    """What to write where a type is declared."""
    if get_origin(kind) is Literal:
        return f"write one of {', '.join(word for word in get_args(kind) if word)}"
    candidates = (kind, get_origin(kind), *get_args(kind))  # "date or nothing" is asked for as a date
    return next(_WRITE[each] for each in candidates if each in _WRITE)


def line_of(text: str, path: Sequence[str]) -> int:
    """The line, from 1, on which the key at `path` stands; that of its table, else 1, where it cannot be told."""
    path, table = list(path), list[str]()
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
