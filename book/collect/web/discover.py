"""From one address to the instalments it leads to. In: a way to fetch pages. Out: `Found`s in order, oldest first.

The address may be a feed, a list in several pages, an article with a box of its series, one link of a chain, or an
article alone. Walking ends: no page is looked at twice under any spelling, a page of a list that brings nothing new is
the last (calendars go on for ever), and there are most pages for each.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from book.charset import NotText, decode
from book.collect.web.client import Fetched, Unfetched
from book.collect.web.listing import leads
from book.collect.web.spelling import key
from book.collect.web.wanted import Found
from book.collect.web.wording import number
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from book.collect.web.lead import Lead, Leads
    from book.collect.web.wanted import Feed

PAGES = 200  # pages of one list or feed followed
CHAIN = 2000  # instalments of one chain followed
ARTICLE = 100  # pages of one article followed
HTML = frozenset(["", "text/html", "application/xhtml+xml"])


def is_page(fetched: Fetched) -> bool:
    """Whether an answer is a page, by what its server says and what it holds."""
    return fetched.media_type in HTML and not fetched.data.startswith((b"%PDF-", b"PK\x03\x04"))


def leads_of(fetched: Fetched, *, fewest: int = 3, first: str = "") -> Leads:
    """Where a page leads; `first` as for `leads`."""
    return leads(text_of(fetched), fetched.address, fewest=fewest, first=first)


def text_of(fetched: Fetched) -> str:
    """A page's markup, well enough decoded to find links in."""
    try:
        return decode(fetched.data, fetched.charset, markup=True).text
    except NotText:
        return fetched.data.decode("utf-8", "replace")


@dataclass(slots=True)
class Explorer:
    """Finds the instalments of one series."""

    fetch: Callable[[str], Fetched]  # raises `Unfetched`
    read_feed: Callable[[Fetched], Feed | None]
    problems: list[Problem] = field(default_factory=list)

    def find(self, address: str, *, amp: bool = True) -> list[Found]:
        """The instalments an address leads to. Raises `Unfetched` for the address itself."""
        fetched = self.fetch(address)
        feed = self.read_feed(fetched)
        if feed is not None:
            return self._feed(feed, address)
        return self._page(fetched, address, amp=amp) if is_page(fetched) else [Found(address, listed=address)]

    def _page(self, fetched: Fetched, address: str, *, amp: bool) -> list[Found]:
        lead = leads_of(fetched)
        if amp and lead.amp and lead.canonical not in {"", fetched.address}:
            return self.find(lead.canonical, amp=False)  # the whole page, not its form for pockets
        if lead.entries and not lead.own:
            return self._list(fetched.address, lead, address)
        if lead.own:
            return _numbered([_found(entry) for entry in lead.entries], address)
        if lead.next or lead.previous or lead.continued:
            return self._chain(fetched, address, lead)
        return [Found(address, lead.title, date=lead.date, listed=address)]

    def _feed(self, feed: Feed, address: str) -> list[Found]:
        """All pages of a feed, oldest first."""
        pages = [feed]
        seen = {key(address)}
        known = {entry.address for entry in feed.entries}
        wordless = feed.summaries
        while (more := pages[-1].next or pages[-1].guess) and key(more) not in seen and len(pages) < PAGES:
            seen.add(key(more))
            try:
                older = self.read_feed(self.fetch(more))
            except Unfetched as error:
                if pages[-1].next:  # what was only guessed need not be there
                    self._problem(more, error, "this page of the feed")
                break
            fresh = tuple(entry for entry in older.entries if entry.address not in known) if older else ()
            if older is None or not fresh:
                break
            known.update(entry.address for entry in fresh)
            wordless += older.summaries
            pages.append(replace(older, entries=fresh))
        if wordless:
            what = f"{wordless} of its entries are summaries without an address to follow, and were kept as they are"
            self.problems.append(Problem("feed-summary", "warning", address, what, "collect the pages themselves"))
        return _numbered([entry for page in reversed(pages) for entry in page.entries], address)

    def _list(self, here: str, lead: Leads, address: str) -> list[Found]:
        entries = {key(entry.address): entry for entry in lead.entries}
        pages = {key(here), key(address)}
        dated = lead.dated
        more = lead.more
        while more and key(more) not in pages and len(pages) < PAGES:
            pages.add(key(more))
            try:
                fetched = self.fetch(more)
            except Unfetched as error:
                self._problem(more, error, "this page of the list")
                break
            lead = leads_of(fetched, fewest=1)  # the last page of a list may hold one
            fresh = {key(entry.address): entry for entry in lead.entries if key(entry.address) not in entries}
            if not fresh:
                break
            entries |= fresh
            more = lead.more
        else:
            if more and len(pages) >= PAGES:
                what = f"has more than {PAGES} pages; the rest was not looked at"
                self.problems.append(Problem("list-long", "warning", address, what, "collect a narrower list"))
        kept = [entry for spelt, entry in entries.items() if spelt not in pages]
        return _numbered([_found(entry) for entry in _oldest_first(kept, dated=dated)], address)

    def _chain(self, fetched: Fetched, address: str, lead: Leads) -> list[Found]:
        seen = {key(address), key(fetched.address)}
        own = Found(address, lead.title, date=lead.date)
        before = list(self._walk(lead.previous, seen, forward=False))
        after = list(self._walk(self._onward(lead, fetched.address, seen), seen, forward=True))
        return _numbered([*reversed(before), own, *after], address)

    def _walk(self, address: str, seen: set[str], *, forward: bool) -> Iterator[Found]:
        for _ in range(CHAIN):
            if not address or key(address) in seen:
                return
            seen.add(key(address))
            try:
                fetched = self.fetch(address)
            except Unfetched as error:
                self._problem(address, error, "this instalment")
                return
            if not is_page(fetched):
                return
            lead = leads_of(fetched)
            # The chain has led back to its list, or under another address to where it has been.
            if (lead.entries and not lead.own) or (
                key(fetched.address) in seen and key(fetched.address) != key(address)
            ):
                return
            seen.add(key(fetched.address))
            yield Found(address, lead.title, date=lead.date)
            address = self._onward(lead, fetched.address, seen) if forward else lead.previous

    def _onward(self, lead: Leads, first: str, seen: set[str]) -> str:
        """The next instalment: an article in several pages may name it on the last of them only."""
        for _ in range(ARTICLE):
            if lead.next or not lead.continued or key(lead.continued) in seen:
                break
            seen.add(key(lead.continued))
            try:
                lead = leads_of(self.fetch(lead.continued), first=first)
            except Unfetched:
                return ""  # collecting the article will say so
        return lead.next

    def _problem(self, address: str, error: Unfetched, what: str) -> None:
        self.problems.append(Problem("unfetched", "error", address, f"{what} {error}", error.hint))


def _found(entry: Lead) -> Found:
    return Found(entry.address, entry.text, date=entry.date)


def _numbered(found: Sequence[Found], listed: str) -> list[Found]:
    return [replace(entry, position=place, listed=listed) for place, entry in enumerate(found)]


def _oldest_first(entries: Sequence[Lead], *, dated: bool) -> Sequence[Lead]:
    """A list turned round where it shows the newest first: by its numbers, its dates, or its kind."""
    numbers = [f"{count:06}" if (count := number(entry.text)) is not None else "" for entry in entries]
    for values in (numbers, [entry.date for entry in entries]):
        known = [value for value in values if value]
        if 2 * len(known) > len(entries) and len(set(known)) > 1:
            falling = sum(1 for one, other in pairwise(known) if one > other)
            rising = sum(1 for one, other in pairwise(known) if one < other)
            if falling != rising:
                return entries[::-1] if falling > rising else entries
    return entries[::-1] if dated else entries
