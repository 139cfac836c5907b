"""Spellings of one address. In: an address as a page writes it. Out: what to fetch, and a key that copies share.

What follows a reader through the web (`utm_source`, session ids) is no part of an address; a slash at the end, `www.`,
`index.html`, the scheme and the AMP form of a page make no other page. RFC 3986 section 6.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urldefrag, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"utm_\w+|_?hs\w{2,4}|mc_[ce]id|mkt_tok|(?:fb|g|dc|ms|y|tw|ttc|igsh|wb|gb)(?:clid|clkid|raid)|igshid|_g[al]|"
    r"ref_(?:src|url)|replytocom|share|nb|phpsessid|jsessionid|cmpid|ncid|ocid|trk|spm|s?source=.*-{5,}.*",
    re.IGNORECASE,
)
_SESSION = re.compile(r"[0-9a-z]{16,}", re.IGNORECASE)
_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?]*", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_AMP = re.compile(r"/amp$|\.amp(?=\.html?$)|\.amp$", re.IGNORECASE)
_AMP_QUERY = re.compile(r"amp|outputtype=amp", re.IGNORECASE)
_FORMS = re.compile(r"^(?:www\d?|m|mobile|amp)\.", re.IGNORECASE)


def absolute(here: str, href: str) -> str:
    """The address that `href` means on the page `here`, without what tracks a reader; "" where it is no web address."""
    try:
        address = plain(urljoin(here, href.strip()))
        return address if urlsplit(address).scheme in {"http", "https"} and urlsplit(address).hostname else ""
    except ValueError:
        return ""


def plain(address: str) -> str:
    """An address without its fragment, and without what tracks a reader or names a session."""
    parts = urlsplit(urldefrag(address)[0])
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _tracks(pair))
    return urlunsplit(parts._replace(path=_IN_PATH.sub("", parts.path), query=query))


def _tracks(pair: str) -> bool:
    name, _, value = pair.partition("=")
    if name.lower() in {"sid", "s"} and _SESSION.fullmatch(value):
        return True
    return bool(_TRACKING.fullmatch(name) or _TRACKING.fullmatch(pair))


def key(address: str) -> str:
    """What all spellings of an address have in common; of no use for fetching."""
    parts = urlsplit(plain(address))
    path = quote(unquote(parts.path), safe="/")
    path = _AMP.sub("", _INDEX.sub("", path.rstrip("/"))).rstrip("/")
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True))
    query = "&".join(f"{name}={value}" for name, value in pairs if not _AMP_QUERY.match(f"{name}={value}"))
    return f"{host(parts)}{path}?{query}" if query else f"{host(parts)}{path}"


def host(parts: SplitResult) -> str:
    """The host and port of an address, the same for a site's forms for desks and for pockets."""
    try:
        port = parts.port
    except ValueError:
        port = None
    name = _FORMS.sub("", (parts.hostname or "").rstrip("."))
    return f"{name}:{port}" if port not in (None, 80, 443) else name


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site."""
    try:
        return host(urlsplit(one)) == host(urlsplit(other))
    except ValueError:
        return False
