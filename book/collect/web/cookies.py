"""Cookies that a browser has kept. In: a `cookies.txt`. Out: a jar, and the header that goes with an address.

Netscape's format, as browsers' extensions write it. The standard library's policy judges each cookie by what the file
says of it: its host alone or the whole domain, the path, whether only over TLS, until when.
"""

from __future__ import annotations

from http.cookiejar import DefaultCookiePolicy, LoadError, MozillaCookieJar
from typing import TYPE_CHECKING
from urllib.request import Request

from book.errors import Misused
from book.model import Problem

if TYPE_CHECKING:
    from http.cookiejar import CookieJar
    from pathlib import Path


# A cookie without a domain of its own goes to the host that set it and to none below (RFC 6265, section 5.4).
_POLICY = DefaultCookiePolicy(strict_ns_domain=DefaultCookiePolicy.DomainStrictNonDomain)


def load(file: Path) -> CookieJar:
    """The cookies of a file. Raises `Misused` for a file that is no `cookies.txt`."""
    jar = MozillaCookieJar(file, policy=_POLICY)
    try:
        # Those that have expired are judged when they would be sent, not here: see below.
        jar.load(ignore_discard=True, ignore_expires=True)
    except (LoadError, OSError, ValueError) as error:
        hint = "export it from your browser in Netscape format"
        raise Misused(Problem("cookies", "error", str(file), "is no cookies.txt", hint)) from error
    for cookie in jar:
        if cookie.expires == 0:  # how browsers write one that lasts as long as the session
            cookie.expires, cookie.discard = None, True
    return jar


def header(jar: CookieJar, address: str) -> str:
    """What `Cookie` is to say to an address; "" for nothing."""
    request = Request(address)  # noqa: S310 - never opened: what the policy looks at
    jar.add_cookie_header(request)
    return str(request.get_header("Cookie") or "")
