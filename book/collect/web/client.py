"""One page over HTTP. In: an address and what is known of it. Out: `Fetched`, or `Unfetched` with the reason.

Polite: robots.txt first, one request a host at a time with a pause between, retries with back-off that honour
Retry-After. Bounded: a deadline for each page, a cap on the decoded bytes, redirects counted and each judged like the
first address. RFC 9110 (HTTP), RFC 9309 (robots.txt), RFC 9111 4.3 (conditional requests).
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable  # noqa: TC003 - a field of a dataclass
from dataclasses import field
from http.client import HTTPException
from socket import gaierror
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from protego import Protego
from urllib3 import HTTPResponse
from urllib3.exceptions import DecodeError, HTTPError, IncompleteRead
from urllib3.exceptions import TimeoutError as Timeout
from urllib3.util import Retry

from book.collect.web import cookies
from book.collect.web.addresses import Forbidden
from book.collect.web.connection import Watchdog, manager
from book.collect.web.gunzip import Gunzip
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.cookiejar import CookieJar

AGENT = "book-compiler (makes a book of a series for its reader)"
ROBOT = "book-compiler"
REDIRECTS = 10
RETRIES = 3
MOVED = frozenset([301, 302, 303, 307, 308])
RETRIED = frozenset([408, 425, 429, 500, 502, 503, 504])
LONGEST_PAUSE = 30.0  # seconds a server may ask us to wait
ROBOTS_SIZE = 512 * 1024  # bytes; RFC 9309, 2.5
_CHUNK = 64 * 1024


class Unfetched(Exception):
    """A page that was not fetched.

    The message is what was the case, `hint` the way out, `silent` whether the host said nothing at all.
    """

    def __init__(self, message: str, hint: str = "", *, silent: bool = False) -> None:
        """Keep them."""
        super().__init__(message)
        self.hint = hint
        self.silent = silent


@frozen
class Fetched:
    """An answer."""

    address: str  # where it was found in the end
    status: int  # 200, or 304 for "as you have it"
    data: bytes
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""  # Last-Modified, as sent
    location: str = ""  # where a redirect leads, as sent


@frozen
class Manners:
    """How requests are made."""

    private: bool = False  # whether addresses that are not public may be reached
    pause: float = 1.0  # seconds between two requests to one host
    deadline: float = 60.0  # seconds for one page, retries apart
    largest: int = 32 * 1024 * 1024  # bytes of one page, decoded
    headers: Mapping[str, str] = field(default_factory=dict)  # sent to `origin` alone
    cookies: CookieJar | None = None  # sent where they are for
    origin: str = ""  # scheme://host[:port] that `headers` are for
    robots: bool = True
    sleep: Callable[[float], None] = time.sleep


class Client:
    """Fetches pages, one at a time."""

    def __init__(self, manners: Manners | None = None) -> None:
        """Open nothing yet."""
        self.manners = manners or Manners()
        self._watchdog = Watchdog()
        self._pools = manager(self._watchdog, private=self.manners.private)
        self._next: dict[str, float] = {}  # host -> when it may be asked again, on the monotonic clock
        self._robots: dict[str, Protego | None] = {}

    def get(self, address: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Fetch a page, unless it is as it was (`etag`, `modified`: then status 304). Raises `Unfetched`."""
        for step in range(REDIRECTS + 1):
            _judge(address, first=step == 0)
            if self.manners.robots and not self._allowed(address):
                raise Unfetched("robots.txt does not allow it", "ask the site, or save the page by hand")
            answer = self._persist(address, {"If-None-Match": etag, "If-Modified-Since": modified})
            if answer.status not in MOVED:
                return answer
            address = urljoin(address, answer.location)
        raise Unfetched(f"redirects {REDIRECTS} times and more", "open it in a browser and take the address it ends at")

    def _persist(self, address: str, conditions: Mapping[str, str]) -> Fetched:
        """Ask again where asking again may help."""
        for attempt in range(RETRIES + 1):
            last = attempt == RETRIES
            try:
                answer, wait = self._ask(address, conditions, self.manners.largest)
            except Unfetched as error:
                if last or error.hint != _AGAIN:
                    raise
                wait = None
            else:
                if answer.status in MOVED | {200, 203, 304}:
                    return answer
                if last or answer.status not in RETRIED:
                    raise Unfetched(
                        f"the server answers {answer.status}",
                        _HINTS.get(answer.status, _AGAIN if answer.status >= 500 else ""),
                    )
            self.manners.sleep(min(LONGEST_PAUSE, 2.0**attempt if wait is None else wait))
        raise AssertionError("the last attempt returns or raises")

    def _ask(self, address: str, conditions: Mapping[str, str], largest: int) -> tuple[Fetched, float | None]:
        """One request. The second value is Retry-After in seconds, if the server names it."""
        self._wait(address)
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip, deflate", "Connection": "close"}
        headers |= {name: value for name, value in conditions.items() if value}
        headers |= self._credentials(address)
        try:
            with self._watchdog.limit(self.manners.deadline):
                response = self._pools.request(
                    "GET", address, headers=headers, redirect=False, preload_content=False,
                    timeout=self.manners.deadline, retries=False,
                )  # fmt: skip
                try:
                    data = b"" if response.status in MOVED | {304} else _body(response, largest)
                finally:
                    response.close()
        except (HTTPError, OSError, ValueError, zlib.error) as error:
            if not self._watchdog.expired:
                raise _unfetched(error) from error
        if self._watchdog.expired:  # a shut socket may look like the end of a body
            message = f"took longer than {self.manners.deadline:g} seconds"
            raise Unfetched(message, "try again later, or save the page by hand", silent=True)
        return _fetched(response, address, data), Retry().get_retry_after(response)

    def _credentials(self, address: str) -> dict[str, str]:
        """Headers and cookies a user gave, for the origin and host they are for and no other."""
        parts = urlsplit(address)
        headers = dict(self.manners.headers) if f"{parts.scheme}://{parts.netloc}" == self.manners.origin else {}
        sent = cookies.header(self.manners.cookies, address) if self.manners.cookies is not None else ""
        return headers | ({"Cookie": sent} if sent else {})

    def _wait(self, address: str) -> None:
        host = urlsplit(address).netloc
        now = time.monotonic()
        due = self._next.get(host, now)
        if due > now:
            self.manners.sleep(due - now)
        self._next[host] = max(now, due) + max(self.manners.pause, self._delay(address))

    def _delay(self, address: str) -> float:
        robots = self._robots.get(_origin(address))
        return min(LONGEST_PAUSE, float(robots.crawl_delay(ROBOT) or 0)) if robots else 0.0

    def _allowed(self, address: str) -> bool:
        """Whether robots.txt lets us. RFC 9309, 2.3.1: absent allows all, unreachable allows nothing."""
        origin = _origin(address)
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin)
        robots = self._robots[origin]
        return robots is None or bool(robots.can_fetch(address, ROBOT))

    def _read_robots(self, origin: str) -> Protego | None:
        address = f"{origin}/robots.txt"
        for _ in range(REDIRECTS // 2 + 1):
            _judge(address, first=False)
            answer, _wait = self._ask(address, {}, ROBOTS_SIZE)
            if answer.status in MOVED:
                address = urljoin(address, answer.location)
                continue
            if answer.status >= 500:
                return Protego.parse("User-agent: *\nDisallow: /")
            return Protego.parse(answer.data.decode("utf-8", "replace")) if answer.status == 200 else None
        return None


_AGAIN = "try again later"
_HINTS = {
    401: "it wants a login: `book collect` takes what your browser sends, with --cookies or --header",
    402: "it wants a payment; save the page by hand if you may read it",
    403: "it refuses us: `book collect` takes what your browser sends, with --cookies; or save the page by hand",
    404: "check the address; the page is gone",
    410: "the page is gone for good",
    429: _AGAIN,
}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _judge(address: str, *, first: bool) -> None:
    """Raise `Unfetched` where an address is not the web's."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        what = f"'{address}' is no web address" if first else f"redirects to '{address[:100]}', which is no web address"
        raise Unfetched(what, "addresses begin with http:// or https://")
    if parts.username or parts.password:
        raise Unfetched("has a name or password in it", "pass it with --header instead")


def _body(response: object, largest: int) -> bytes:
    """The decoded body, no longer than `largest`: what is more was not meant to be read."""
    assert isinstance(response, HTTPResponse)  # noqa: S101 - narrows urllib3's base class
    # urllib3 takes a gzip that breaks off for a whole one.
    packed = response.headers.get("Content-Encoding", "").strip().lower() in {"gzip", "x-gzip"}
    gzip = Gunzip() if packed else None
    parts: list[bytes] = []
    size = 0
    while part := response.read1(_CHUNK, decode_content=not packed):
        for piece in gzip.pieces(part) if gzip else (part,):
            size += len(piece)
            if size > largest:
                raise Unfetched(f"is larger than {largest / 1e6:.0f} MB", "save the page by hand")
            parts.append(piece)
    if gzip and not gzip.whole:
        raise Unfetched(f"ended after {size} bytes, in the middle", _AGAIN)
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and not response.headers.get("Content-Encoding") and size < int(length):
        raise Unfetched(f"ended after {size} of {length} bytes", _AGAIN)
    return b"".join(parts)


def _fetched(response: object, address: str, data: bytes) -> Fetched:
    assert isinstance(response, HTTPResponse)  # noqa: S101 - narrows urllib3's base class
    media_type, _, parameters = response.headers.get("Content-Type", "").partition(";")
    charset = parameters.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return Fetched(
        address=address,
        status=response.status,
        data=data,
        media_type=media_type.strip().lower(),
        charset=charset,
        etag=response.headers.get("ETag", ""),
        modified=response.headers.get("Last-Modified", ""),
        location=response.headers.get("Location", ""),
    )


def _unfetched(error: BaseException) -> Unfetched:
    """What a transport error means to a person. urllib3 wraps what happened in what it was doing."""
    inner = next((found for found in error.args if isinstance(found, Exception)), error.__cause__)
    if isinstance(error, Forbidden):
        return Unfetched(str(error), "`book collect --allow-private` reaches it")
    if isinstance(error, IncompleteRead):
        return Unfetched(f"ended after {error.partial} bytes, {error.expected} too early", _AGAIN)
    if isinstance(error, DecodeError | zlib.error):
        return Unfetched("sends a body that cannot be unpacked", _AGAIN)
    if isinstance(inner, HTTPException) and not isinstance(inner, OSError | IncompleteRead):
        return Unfetched("answers with something that is no HTTP", _AGAIN)
    if isinstance(inner, HTTPError | OSError) and inner is not error:
        return _unfetched(inner)
    return _silent(error)


def _silent(error: BaseException) -> Unfetched:
    if isinstance(error, gaierror):
        hint = "check the address, and that this machine is on the network"
        return Unfetched("there is no such host", hint, silent=True)
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error).rpartition(": ")[2]
    what = f"cannot be fetched: {text[:120].lower() or type(error).__name__}"
    return Unfetched(what, _AGAIN, silent=isinstance(error, OSError | Timeout))
