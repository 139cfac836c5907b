"""A series from the web into a folder. In: addresses, filters, a client. Out: files, `collected.json`, problems.

An address may be an article, a list of instalments (with further pages), or one link of a chain of instalments. What
was collected before is asked for conditionally; what has disappeared keeps its copy and is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from book.collect import provenance
from book.collect.provenance import Record
from book.collect.web.client import Client, Fetched, Unfetched
from book.collect.web.listing import Leads, leads
from book.errors import Lacking
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

PAGES = 200  # pages of one list followed
CHAIN = 2000  # instalments of one chain followed

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/epub+zip": ".epub",
    "application/zip": ".zip",
    "multipart/related": ".mhtml",
}
_PAGES = frozenset(["", "text/html", "application/xhtml+xml"])
_PICTURES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/svg+xml": ".svg",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which instalments of a list are wanted. Patterns are searched in address and title."""

    include: tuple[str, ...] = ()  # regular expressions; none: all
    exclude: tuple[str, ...] = ()
    limit: int = 0  # at most so many, 0: all
    since: date | None = None  # those whose address or Last-Modified names an older day are not wanted

    def __call__(self, found: Found) -> bool:
        """Whether one is wanted."""
        text = f"{unquote(found.address)} {found.title}"
        if self.include and not any(re.search(pattern, text, re.IGNORECASE) for pattern in self.include):
            return False
        if any(re.search(pattern, text, re.IGNORECASE) for pattern in self.exclude):
            return False
        day = _day(found.address)
        return self.since is None or day is None or day >= self.since


@dataclass(frozen=True, slots=True)
class Found:
    """An instalment that was found and may be collected."""

    address: str
    title: str = ""  # as the list calls it
    position: int | None = None  # from 0, oldest first; None: no order meant


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a collecting did."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


class Gatherer:
    """Collects into one folder, with one client. Pages seen while looking for others are not fetched twice."""

    def __init__(self, folder: Path, client: Client, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Read what the folder holds already."""
        self.folder = folder
        self.client = client
        self._now = now
        self._records = provenance.load(folder)
        self._seen: dict[str, Fetched] = {}
        self.problems: list[Problem] = []

    def find(self, address: str, wanted: Wanted) -> tuple[Found, ...]:
        """The instalments an address leads to, in order, filtered. Raises `Unfetched` for the address itself."""
        fetched = self._fetch(address)
        lead = leads(_text(fetched), fetched.address) if fetched.media_type in _PAGES else Leads(())
        if lead.entries:
            found = self._list(fetched.address, lead)
        elif lead.next or lead.previous:
            found = self._chain(fetched, address, lead)
        else:
            found = [Found(address)]
        chosen = [entry for entry in found if wanted(entry)]
        return tuple(chosen[: wanted.limit] if wanted.limit else chosen)

    def collect(self, found: Sequence[Found], watch: Callable[[int, int, str], None]) -> Gathered:
        """Fetch each instalment, unless it is as it was; keep its bytes and its record."""
        for number, entry in enumerate(found):
            watch(number, len(found), entry.title or entry.address)
            try:
                self._keep(entry)
            except Unfetched as error:
                self._lost(entry, error)
        watch(len(found), len(found), "")
        kept = tuple(record for record in self._records.values() if record.role == "article")
        return Gathered(kept, tuple(self.problems))

    def pictures(self, addresses: Sequence[str], watch: Callable[[int, int, str], None]) -> None:
        """Fetch pictures that are not there yet. One that cannot be had is a problem, and no more."""
        for number, address in enumerate(addresses):
            watch(number, len(addresses), address)
            old = self._records.get(address)
            if old is not None and (self.folder / old.file).is_file():
                continue
            try:
                fetched = self.client.get(address)
                record = self._write(Found(address), fetched, None)
            except Unfetched as error:
                self.problems.append(Problem("unfetched", "warning", address, f"a picture: {error}", error.hint))
                continue
            self._records[address] = replace(record, role="image")
            provenance.save(self.folder, self._records)
        watch(len(addresses), len(addresses), "")

    def _fetch(self, address: str) -> Fetched:
        if address not in self._seen:
            self._seen[address] = self.client.get(address)
        return self._seen[address]

    def _list(self, address: str, lead: Leads) -> list[Found]:
        entries = {entry.address: entry.text for entry in lead.entries}
        pages = {address}
        dated = lead.dated
        while lead.more and lead.more not in pages and len(pages) < PAGES:
            pages.add(lead.more)
            try:
                fetched = self._fetch(lead.more)
            except Unfetched as error:
                self._problem(lead.more, error, "this page of the list")
                break
            lead = leads(_text(fetched), fetched.address, fewest=1)  # the last page of a list may hold one
            for entry in lead.entries:
                entries.setdefault(entry.address, entry.text)
        ordered = list(entries.items())
        if dated:  # listings by date show the newest first; a book begins with the oldest
            ordered.reverse()
        return [Found(target, text, number) for number, (target, text) in enumerate(ordered)]

    def _chain(self, fetched: Fetched, address: str, lead: Leads) -> list[Found]:
        before = list(self._walk(lead.previous, {address, fetched.address}, forward=False))
        seen = {address, fetched.address, *before}
        after = list(self._walk(lead.next, seen, forward=True))
        return [Found(target, "", number) for number, target in enumerate([*reversed(before), address, *after])]

    def _walk(self, address: str, seen: set[str], *, forward: bool) -> Iterator[str]:
        for _ in range(CHAIN):
            if not address or address in seen:
                return
            seen.add(address)
            try:
                fetched = self._fetch(address)
            except Unfetched as error:
                self._problem(address, error, "this instalment")
                return
            lead = leads(_text(fetched), fetched.address)
            if lead.entries:  # the chain has led back to its list
                return
            yield address
            address = lead.next if forward else lead.previous

    def _keep(self, entry: Found) -> None:
        old = self._records.get(entry.address)
        known = old is not None and (self.folder / old.file).is_file()
        if entry.address in self._seen:
            fetched = self._seen.pop(entry.address)
        elif known and old is not None:
            fetched = self.client.get(entry.address, etag=old.etag, modified=old.modified)
        else:
            fetched = self.client.get(entry.address)
        if fetched.status == 304 and old is not None:
            record = replace(old, gone=False, position=entry.position, title=entry.title or old.title)
        else:
            record = self._write(entry, fetched, old if known else None)
        self._records[entry.address] = record
        provenance.save(self.folder, self._records)

    def _write(self, entry: Found, fetched: Fetched, old: Record | None) -> Record:
        digest = sha256(fetched.data).hexdigest()
        file = old.file if old else self._name(fetched)
        unchanged = old is not None and old.sha256 == digest
        if not unchanged:
            part = self.folder / f".{file}.part"
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                part.write_bytes(fetched.data)
                part.replace(self.folder / file)
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                where = str(self.folder / file)
                raise Lacking(Problem("cannot-write", "error", where, f"cannot be written: {reason}")) from error
        return Record(
            file=file,
            address=fetched.address,
            asked=entry.address if entry.address != fetched.address else "",
            collected=old.collected if old and unchanged else self._now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            media_type=fetched.media_type,
            charset=fetched.charset,
            sha256=digest,
            etag=fetched.etag,
            modified=fetched.modified,
            title=entry.title,
            position=entry.position,
        )

    def _name(self, fetched: Fetched) -> str:
        """A readable file name of its own: the last step of the address, ASCII."""
        path = unquote(urlsplit(fetched.address).path).rstrip("/")
        stem, _, ending = path.rpartition("/")[2].rpartition(".")
        stem = re.sub(r"[^\w-]+", "-", stem or ending, flags=re.ASCII).strip("-_").lower()[:60]
        known = (_ENDINGS | _PICTURES).get(fetched.media_type, "")
        suffix = known or (
            ".html" if fetched.media_type in _PAGES or not ending.isalnum() else f".{ending.lower()[:5]}"
        )
        taken = {record.file.lower() for record in self._records.values()}
        stem = stem or sha256(fetched.address.encode()).hexdigest()[:8]
        name, number = f"{stem}{suffix}", 2
        while name in taken:
            name, number = f"{stem}-{number}{suffix}", number + 1
        return name

    def _lost(self, entry: Found, error: Unfetched) -> None:
        old = self._records.get(entry.address)
        if old is None or not (self.folder / old.file).is_file():
            self._problem(entry.address, error, "nothing")
            return
        self._records[entry.address] = replace(old, gone=True)
        provenance.save(self.folder, self._records)
        hint = f"the copy of {old.collected[:10]} is kept ({old.file})"
        self.problems.append(Problem("gone", "warning", entry.address, str(error), hint))

    def _problem(self, address: str, error: Unfetched, what: str) -> None:
        message = str(error) if what == "nothing" else f"{what} {error}"
        self.problems.append(Problem("unfetched", "error", address, message, error.hint))


def _text(fetched: Fetched) -> str:
    """A page's markup, well enough decoded to find links in."""
    try:
        return fetched.data.decode(fetched.charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return fetched.data.decode("utf-8", "replace")


def _day(address: str) -> date | None:
    """The day in an address such as /2024/03/09/title."""
    match = re.search(r"/(\d{4})/(\d{1,2})(?:/(\d{1,2}))?(?:/|$)", address)
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1)) if match else None
    except ValueError:
        return None
