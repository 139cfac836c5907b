"""A series from the web into a folder. In: addresses, filters, a client. Out: files, `collected.json`, problems.

What was collected before is asked for conditionally; what has disappeared keeps its copy and is named; a collecting
that was interrupted does not ask again for what it had. An article in several pages keeps each as a file of its own.

Over 300 lines because one object remembers what was asked for, kept and left out, whatever the way to a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from zipfile import is_zipfile

from book import charset, media
from book.collect import provenance
from book.collect.provenance import Record
from book.collect.web.client import Client, Fetched, Unfetched
from book.collect.web.discover import ARTICLE, Explorer, is_page, leads_of
from book.collect.web.naming import name_of
from book.collect.web.spelling import key
from book.collect.web.wanted import Found, Wanted
from book.errors import Lacking
from book.frozen import frozen
from book.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from book.collect.web.wanted import Feed

__all__ = ["Found", "Gatherer", "Wanted"]

_REFRESH = re.compile(
    rb"""<meta\s[^>]{0,200}http-equiv\s*=\s*["']?refresh[^>]{0,200}?content\s*=\s*["']?\s*\d+\s*;\s*url\s*=\s*['"]?([^"'\s>]+)""",
    re.IGNORECASE,
)
_SMALL = 4_000  # bytes of a page that does nothing but send one on
_FEW = 40  # words of a page under which it is doubted
_TRIED = 3  # times in a row that a host cannot be reached, after which it is asked for no more

Watch = Callable[[int, int, str], None]


@frozen
class Gathered:
    """What a collecting did."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


def _no_feed(fetched: Fetched) -> Feed | None:
    del fetched
    return None


class Gatherer:
    """Collects into one folder, with one client. Pages seen while looking for others are not fetched twice."""

    def __init__(
        self,
        folder: Path,
        client: Client,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        read_feed: Callable[[Fetched], Feed | None] = _no_feed,
    ) -> None:
        """Read what the folder holds already. `read_feed`: the entries of a feed, None for what is none."""
        self.folder = folder
        self.client = client
        self._now = now
        self._records = provenance.load(folder)
        self._resumed = provenance.unfinished(folder)
        self._going = False
        self._seen: dict[str, Fetched] = {}
        self._silent: dict[str, int] = {}  # host -> how often in a row it could not be reached
        self._kept: set[str] = set()  # keys of the addresses this run has kept
        self.problems: list[Problem] = []
        self._explorer = Explorer(self._fetch, read_feed, self.problems)

    def find(self, address: str, wanted: Wanted) -> tuple[Found, ...]:
        """The instalments an address leads to, in order, filtered. Raises `Unfetched` for the address itself."""
        found = self._explorer.find(address)
        self._name_missing(address, found)
        return wanted.chosen(found)

    def collect(self, found: Sequence[Found], watch: Watch, wanted: Wanted | None = None) -> Gathered:
        """Fetch each instalment, unless it is as it was; keep its bytes and its record."""
        self._going = True
        for number, entry in enumerate(found):
            watch(number, len(found), entry.title or entry.address)
            try:
                self._keep(entry, wanted or Wanted())
            except Unfetched as error:
                self._lost(entry, error)
        self._going = self._resumed = False
        self._save()
        watch(len(found), len(found), "")
        kept = tuple(record for record in self._records.values() if record.role == "article")
        return Gathered(kept, tuple(self.problems))

    def pictures(self, addresses: Sequence[str], watch: Watch) -> None:
        """Fetch pictures that are not there yet. One that cannot be had is a problem, and no more."""
        passed: dict[str, int] = {}
        for number, address in enumerate(addresses):
            watch(number, len(addresses), address)
            old = self._records.get(address)
            host = urlsplit(address).netloc
            if old is not None and (self.folder / old.file).is_file():
                continue
            if self._silent.get(host, 0) >= _TRIED:
                passed[host] = passed.get(host, 0) + 1
                continue
            try:
                fetched = self._get(address)
                _must_be_picture(fetched)
                record = self._write(Found(address), fetched, None)
            except Unfetched as error:
                self.problems.append(Problem("unfetched", "warning", address, f"a picture: {error}", error.hint))
                continue
            self._records[address] = replace(record, role="image")
            self._save()
        for host, count in passed.items():
            what = f"{count} more pictures were not asked for"
            self.problems.append(Problem("unfetched", "warning", host, what, "collect again when the host answers"))
        watch(len(addresses), len(addresses), "")

    def _fetch(self, address: str) -> Fetched:
        """A page, from this run, from an interrupted one, or from the web: conditionally where there is a copy."""
        if address not in self._seen:
            self._seen[address] = self._known(address) or self._sent_on(address)
            if self._going and is_page(self._seen[address]):
                self._save()
        return self._seen[address]

    def _known(self, address: str) -> Fetched | None:
        """A copy that the interrupted run has made, or that the server says is still good."""
        old = self._records.get(address)
        if old is None or old.role == "image" or not (self.folder / old.file).is_file():
            return None
        if not self._resumed:
            if not (old.etag or old.modified):
                return None
            fetched = self._get(address, etag=old.etag, modified=old.modified)
            if fetched.status != 304:
                return fetched
        data = (self.folder / old.file).read_bytes()
        return Fetched(old.address, 304, data, old.media_type, old.charset, old.etag, old.modified)

    def _sent_on(self, address: str) -> Fetched:
        """A page, or the one that it only sends its reader on to."""
        fetched = self._get(address)
        for _ in range(3):
            sends = _REFRESH.search(fetched.data) if len(fetched.data) < _SMALL and is_page(fetched) else None
            target = urljoin(fetched.address, sends[1].decode("utf-8", "replace")) if sends else ""
            if not target.startswith(("http://", "https://")) or key(target) == key(fetched.address):
                break
            fetched = self._get(target)
        return fetched

    def _get(self, address: str, *, etag: str = "", modified: str = "") -> Fetched:
        """A page from the web; a host that has not answered a few times is not waited for again and again."""
        host = urlsplit(address).netloc
        if self._silent.get(host, 0) >= _TRIED:
            raise Unfetched("is on a host that does not answer", "collect again when it does")
        try:
            fetched = self.client.get(address, etag=etag, modified=modified)
        except Unfetched as error:
            self._silent[host] = self._silent.get(host, 0) + 1 if error.silent else 0
            raise
        self._silent[host] = 0
        return fetched

    def _keep(self, entry: Found, wanted: Wanted) -> None:
        old = self._records.get(entry.address)
        known = old is not None and (self.folder / old.file).is_file()
        fetched, entry = self._held(entry, known=known) if entry.content is not None else (self._asked(entry), entry)
        if not self._is_new(entry.address, fetched.address):
            return
        lead = leads_of(fetched) if entry.content is None and is_page(fetched) else None
        if lead is not None and wanted.too_old(lead.date):
            return
        if fetched.status == 304 and old is not None:
            title = entry.title or old.title
            record = replace(old, gone=False, position=entry.position, title=title, listed=entry.listed or old.listed)
        else:
            record = self._write(entry, fetched, old if known else None)
        self._records[entry.address] = record
        self._save()
        if lead is not None:
            if lead.words < _FEW and b"<img" not in fetched.data:
                what = f"has only {lead.words} words; it may be a wall that asks for consent or a login"
                hint = "`book collect` takes what your browser sends, with --cookies; or save the page by hand"
                self.problems.append(Problem("thin", "warning", entry.address, what, hint))
            self._more_pages(lead.continued, lead.title, record)

    def _asked(self, entry: Found) -> Fetched:
        fetched = self._fetch(entry.address)
        self._seen.pop(entry.address, None)
        _must_be_article(fetched)
        return fetched

    def _held(self, entry: Found, *, known: bool) -> tuple[Fetched, Found]:
        """What a feed or export holds of an entry; the page of one that it only sums up, where that can be had."""
        content = Fetched(entry.address, 200, entry.content or b"", "text/html", "utf-8")
        if not entry.summary:
            return content, entry
        try:
            return self._asked(entry), replace(entry, content=None, facts={})
        except Unfetched as error:
            if known:
                raise
            hint = error.hint or "collect the page itself"
            self.problems.append(
                Problem("feed-summary", "warning", entry.address, f"{error}; only its summary is kept", hint)
            )
            return content, entry

    def _more_pages(self, address: str, title: str, first: Record) -> None:
        """The further pages of an article, each as a file of its own that says what it continues."""
        digests = {first.sha256}
        for number in range(1, ARTICLE):
            if not address or not self._is_new(address, address):
                return
            try:
                fetched = self._fetch(address)
            except Unfetched as error:
                what = f"a page of the article {error}"
                self.problems.append(Problem("unfetched", "error", address, what, error.hint))
                return
            lead = leads_of(fetched, first=first.address)
            digest = sha256(fetched.data).hexdigest()
            # Some sites answer every number with the same page.
            if digest in digests or not is_page(fetched) or not _same(title, lead.title):
                return
            digests.add(digest)
            old = self._records.get(address)
            record = self._write(Found(address, first.title), fetched, old)
            self._records[address] = replace(record, role="page", continues=first.file, position=number)
            self._save()
            address = lead.continued

    def _is_new(self, *addresses: str) -> bool:
        """Whether a page has not been kept in this run under another spelling or by a redirect."""
        keys = {key(address) for address in addresses if "://" in address}
        if keys and keys <= self._kept:
            return False
        # What redirects to a page that is kept already is that page.
        last = key(addresses[-1]) if "://" in addresses[-1] else ""
        if last and last in self._kept:
            return False
        self._kept |= keys
        return True

    def _write(self, entry: Found, fetched: Fetched, old: Record | None) -> Record:
        digest = sha256(fetched.data).hexdigest()
        file = old.file if old else name_of(fetched, entry, (record.file for record in self._records.values()))
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
            listed=entry.listed,
            facts=dict(entry.facts),
        )

    def add(self, records: Mapping[str, Record]) -> None:
        """Keep records of files that were copied."""
        self._records |= records
        self._save()

    def _save(self) -> None:
        provenance.save(self.folder, self._records, unfinished=self._going)

    def _name_missing(self, address: str, found: Sequence[Found]) -> None:
        """Name what this list led to before and does not any more; its copies stay. A feed always forgets."""
        listed = {key(entry.address) for entry in found}
        if any(entry.facts for entry in found):
            return
        for asked, record in self._records.items():
            if record.listed == address and record.role == "article" and not record.facts and key(asked) not in listed:
                hint = f"the copy of {record.collected[:10]} is kept ({record.file})"
                self.problems.append(Problem("unlisted", "warning", asked, "is not in the list any more", hint))

    def _lost(self, entry: Found, error: Unfetched) -> None:
        old = self._records.get(entry.address)
        if old is None or not (self.folder / old.file).is_file():
            self.problems.append(Problem("unfetched", "error", entry.address, str(error), error.hint))
            return
        self._records[entry.address] = replace(old, gone=str(error).endswith(("404", "410")))
        self._save()
        hint = f"the copy of {old.collected[:10]} is kept ({old.file})"
        self.problems.append(Problem("gone", "warning", entry.address, str(error), hint))


def _same(title: str, other: str) -> bool:
    """Whether a further page's title is that of the article, perhaps with "page 2" behind it."""
    one, two = " ".join(title.casefold().split()), " ".join(other.casefold().split())
    return not one or not two or one in two or two in one or one[:20] == two[:20]


def _must_be_article(fetched: Fetched) -> None:
    """Raise `Unfetched` for what can be no article, whatever its server calls it."""
    if phrase := media.binary(fetched.data):
        raise Unfetched(f"is {phrase}, which cannot be read as an article", "leave it out with --exclude")
    if not fetched.data.strip():
        raise Unfetched("is empty", "open it in a browser, and save the page by hand")
    if fetched.data.startswith(b"PK") and not is_zipfile(BytesIO(fetched.data)):
        raise Unfetched("is a broken archive", "download it again")
    if is_page(fetched) and b"\0" in fetched.data[:_SMALL]:
        try:
            charset.decode(fetched.data[:_SMALL], fetched.charset, markup=True)
        except charset.NotText as error:
            raise Unfetched(f"is no page: {error}", "leave it out with --exclude") from error


def _must_be_picture(fetched: Fetched) -> None:
    """Raise `Unfetched` for a page in a picture's place: many sites answer so where a picture is gone."""
    start = fetched.data[:200].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or not start:
        raise Unfetched("the server sends a page in its place", "it is gone; leave it out, or find it elsewhere")
