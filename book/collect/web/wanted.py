"""What is found, and which of it is wanted. In: the user's filters. Out: `Wanted`, a test of each `Found`."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 - a field of a dataclass
from dataclasses import field
from datetime import date
from urllib.parse import unquote

from book.errors import Misused
from book.frozen import frozen
from book.model import Problem


@frozen
class Found:
    """An instalment that was found and may be collected."""

    address: str  # where it is; for an entry of a file on disk, the file's name and the entry's key
    title: str = ""  # as the list calls it
    position: int | None = None  # from 0, oldest first; None: no order meant
    date: str = ""  # ISO 8601, as the list says it
    listed: str = ""  # the list, chain or feed that led here
    content: bytes | None = None  # its text, HTML in UTF-8, where a feed or export holds it; None: to be fetched
    facts: Mapping[str, str] = field(default_factory=dict)  # what the feed or export says of it, keys lower case
    summary: bool = False  # the content is but a summary: its page is fetched, and this kept where it cannot be


@frozen
class Feed:
    """A page of a feed."""

    entries: tuple[Found, ...]  # oldest first
    next: str = ""  # the address of the page with older entries
    summaries: int = 0  # entries that have neither a text nor an address to follow
    guess: str = ""  # where older entries may be, though nothing says so: they are asked for once


@frozen
class Wanted:
    """Which instalments of a list are wanted. Patterns are searched in address and title."""

    include: tuple[str, ...] = ()  # regular expressions; none: all
    exclude: tuple[str, ...] = ()
    limit: int = 0  # at most so many, 0: all
    since: date | None = None  # those that are known to be older are not wanted
    categories: tuple[str, ...] = ()  # of an export or feed: only entries in one of them
    tags: tuple[str, ...] = ()  # the same

    def __post_init__(self) -> None:
        """Raise `Misused` for a pattern that is none."""
        for option, patterns in (("--include", self.include), ("--exclude", self.exclude)):
            for pattern in patterns:
                try:
                    re.compile(pattern)
                except re.error as error:
                    hint = "put a backslash before a sign that is meant as it stands"
                    problem = Problem("pattern", "error", option, f"'{pattern}' is no pattern: {error}", hint)
                    raise Misused(problem) from error

    def __call__(self, found: Found) -> bool:
        """Whether one is wanted."""
        text = f"{unquote(found.address)} {found.title}"
        if self.include and not any(re.search(pattern, text, re.IGNORECASE) for pattern in self.include):
            return False
        if any(re.search(pattern, text, re.IGNORECASE) for pattern in self.exclude):
            return False
        return not self.too_old(found.date[:10] or _day(found.address))

    def too_old(self, day: str) -> bool:
        """Whether a day, ISO 8601 or "" for unknown, is before the first that is wanted."""
        return self.since is not None and bool(day) and day < self.since.isoformat()

    def chosen(self, found: list[Found]) -> tuple[Found, ...]:
        """Those that are wanted, no more than the limit."""
        kept = [entry for entry in found if self(entry)]
        return tuple(kept[: self.limit] if self.limit else kept)


def _day(address: str) -> str:
    """The day in an address such as /2024/03/09/title; a month without a day lasts to its end, "" for none."""
    match = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?:[/-]|$)", address)
    if match is None:
        return ""
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1)).isoformat() if match[3] else _month(match)
    except ValueError:
        return ""


def _month(match: re.Match[str]) -> str:
    return f"{match[1]}-{int(match[2]):02d}-31" if 1 <= int(match[2]) <= 12 else ""
