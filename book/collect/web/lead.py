"""What a page leads to. In: nothing. Out: the types that finding passes on."""

from __future__ import annotations

from book.frozen import frozen


@frozen
class Lead:
    """A link to a page that may be an instalment."""

    address: str
    text: str
    date: str = ""  # ISO 8601, as the list says it; "" where it does not


@frozen
class Leads:
    """Where a page leads, and what it says of itself."""

    entries: tuple[Lead, ...]  # of a list, in its order; of an instalment's box, oldest first; else empty
    more: str = ""  # the next page of the list
    next: str = ""  # the next instalment, from an article
    previous: str = ""
    continued: str = ""  # the next page of this same article
    dated: bool = False  # a list in order of dates, newest first
    own: bool = False  # the entries are an instalment's box, and this page is among them
    title: str = ""  # as the page's heading says it
    date: str = ""  # ISO 8601 day of publication, as the page declares it
    canonical: str = ""  # the address the page declares for itself, on this site
    amp: bool = False  # the page is the AMP form of another
    words: int = 0  # of the visible text; characters of scripts without spaces count half
