"""A real web server on the loopback interface: a small news site in the manner of a theme, and pages that misbehave."""

from __future__ import annotations

import gzip
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMES = ("One", "Two", "Three", "Four", "Five")


def page(title: str, body: str, *, head: str = "") -> str:
    """A page of the site, with everything a theme puts around an article."""
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} - The Tidal Post</title>
{head}</head><body><header><a href="/">The Tidal Post</a>
<nav><a href="/">Home</a> <a href="/news/">News</a> <a href="/about/">About</a></nav></header>
<div class="breadcrumbs"><a href="/">Home</a>/<a href="/category/sea/">Sea</a></div>
<main>{body}</main>
<aside class="sidebar"><h3>Popular</h3><a href="/2020/01/tea/">How tea came to the islands</a></aside>
<footer><a href="/privacy/">Privacy</a> <a href="#top">Back to top</a></footer></body></html>"""


def instalment(number: int) -> str:
    """One article of the series, linked to its neighbours."""
    links = ""
    if number > 1:
        links += f'<a rel="prev" href="/2024/0{number - 1}/tides-{NAMES[number - 2].lower()}/">Previous</a> '
    if number < len(NAMES):
        links += f'<a rel="next" href="/2024/0{number + 1}/tides-{NAMES[number].lower()}/">Next part</a>'
    title = f"The Long Tide (Part {NAMES[number - 1]})"
    figure = '<figure><img src="/img/wave.png" alt="A wave"></figure>'
    text = (
        figure
        + f"<p>This is instalment {number} about the tides, and it has a sentence of its own that runs on.</p>" * 4
    )
    return page(title, f"<article><h1>{title}</h1><p>2 days ago · 1,204 views</p>{text}<p>{links}</p></article>")


def listing(numbers: range, more: str = "") -> str:
    """A category page: newest first, with teasers."""
    items = "".join(
        f'<article><h2><a href="/2024/0{n}/tides-{NAMES[n - 1].lower()}/">The Long Tide (Part {NAMES[n - 1]})</a></h2>'
        f'<time datetime="2024-0{n}-01">2024</time><p>A teaser of a few words.</p></article>'
        for n in numbers
    )
    return page("Sea", items + (f'<a class="older" href="{more}">Older posts</a>' if more else ""))


class Site(ThreadingHTTPServer):
    """The server, with what was asked of it."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a port of the loopback interface that is free."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.extra: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.gone: set[str] = set()
        self.failures: dict[str, int] = {}  # path -> how often it still fails

    @property
    def url(self) -> str:
        """The address of the site, without a slash."""
        return f"http://127.0.0.1:{self.server_port}"


def _pages() -> dict[str, str]:
    pages = {f"/2024/0{n}/tides-{NAMES[n - 1].lower()}/": instalment(n) for n in range(1, 6)}
    links = "".join(
        f'<li><a href="/2024/0{n}/tides-{NAMES[n - 1].lower()}/">Part {NAMES[n - 1]}</a></li>' for n in range(1, 6)
    )
    return pages | {
        "/series/tides/": page("The Long Tide", f"<h1>The Long Tide</h1><ol>{links}</ol>"),
        "/category/sea/": listing(range(5, 2, -1), "/category/sea/page/2/"),
        "/category/sea/page/2/": listing(range(2, 0, -1)),
        "/2020/01/tea/": page(
            "Tea", "<article><h1>Tea</h1>" + "<p>Tea came by sea, and stayed.</p>" * 9 + "</article>"
        ),
    }


PAGES = _pages()


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature of the standard library
        del format, args

    def answer(self, status: int, data: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(data)

    def do_GET(self) -> None:  # noqa: C901, PLR0912 - one table of a server's ways to behave
        path = self.path
        self.server.asked.append(path)
        self.server.headers.append(dict(self.headers.items()))
        if self.server.failures.get(path, 0) > 0:
            self.server.failures[path] -= 1
            self.answer(503, Retry_After="1")
        elif path in self.server.gone:
            self.answer(410)
        elif path in self.server.extra:
            self.server.extra[path](self)
        elif path == "/robots.txt":
            self.answer(200, b"User-agent: *\nDisallow: /private/\n")
        elif path in PAGES:
            data = PAGES[path].encode()
            tag = f'"{len(data)}"'
            if self.headers.get("If-None-Match") == tag:
                self.answer(304)
            else:
                self.answer(200, data, Content_Type="text/html; charset=utf-8", ETag=tag)
        elif path == "/moved":
            self.answer(301, Location="/2020/01/tea/")
        elif path == "/loop":
            self.answer(302, Location="/loop")
        elif path == "/to-file":
            self.answer(302, Location="file:///etc/passwd")
        elif path == "/drip":
            self.send_response(200)
            self.end_headers()
            self._drip(b"x" * 1000)
        elif path == "/drip-head":
            self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 1000)
        elif path == "/bomb":
            self.answer(200, gzip.compress(bytes(80_000_000)), Content_Encoding="gzip")
        elif path == "/moved-bomb":
            self.answer(302, gzip.compress(bytes(80_000_000)), Content_Encoding="gzip", Location="/2020/01/tea/")
        elif path == "/short":
            self.answer(200, b"abc", Content_Length="1000")
        elif path == "/error":
            self.answer(500)
        else:
            self.answer(404)

    def _drip(self, data: bytes) -> None:
        for byte in data:
            try:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)


@pytest.fixture
def site() -> Iterator[Site]:
    """The site, running."""
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
