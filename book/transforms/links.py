"""No link of the book is dead. In: a passage. Out: the same; what leads nowhere is text, and a problem.

A link inside the book leads to an id that exists; one to the web stays, its address written as RFC 3986 asks;
a relative one that assembly could not resolve leads to a file that is no article, or to an instalment not here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from book.milestones import walk
from book.model import Problem
from book.transforms.passage import Finding
from book.xhtml import text_of, unwrap

if TYPE_CHECKING:
    from lxml import etree

    from book.transforms.passage import Passage

_WEB = frozenset(["http", "https", "mailto", "tel", "ftp"])
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)$", re.IGNORECASE)
# Characters that may stand in an URL; "%" among them, so that what is escaped already stays as it is.
_SAFE = "%/:?#[]@!$&'()*+,;=-._~"


def links(passage: Passage) -> None:
    """Unlink what leads nowhere, and name it with its line."""
    for link, origin in list(walk(passage.tree, passage.source, "a")):
        href = link.get("href")
        if href is None:
            if not link.get("id"):
                unwrap(link)
        elif not text_of(link) and next(link.iter("img", "math", "{*}svg"), None) is None:
            _unlink(link)  # nobody can follow a link of which nothing is seen
        elif not _alive(link, href.strip(), passage):
            passage.report.findings.extend(_dead(link, href.strip(), origin))
            _unlink(link)
    for element in passage.tree.iter("blockquote", "q", "ins", "del"):
        if "cite" in element.attrib:
            _cite(element)


def _cite(element: etree._Element) -> None:
    """The `cite` of a quotation or an edit is an address, and shown to nobody: what is none goes."""
    address = _written(element.get("cite", ""))
    if address:
        element.set("cite", address)
    else:
        del element.attrib["cite"]


def _alive(link: etree._Element, href: str, passage: Passage) -> bool:
    """Whether a link leads somewhere; an address of the web is put in order on the way."""
    if href.startswith("#"):
        return href[1:] in passage.ids or href[1:] in passage.setting.linked
    written = _written(href)
    if written:
        link.set("href", written)
    return bool(written)


def _written(href: str) -> str:
    """An address of the web as RFC 3986 asks; "" where it is none."""
    try:
        parts = urlsplit(f"https:{href}" if href.startswith("//") else href)
        whole = bool(parts.netloc and parts.hostname) or parts.scheme in ("mailto", "tel")
    except ValueError:
        return ""
    if parts.scheme not in _WEB or not whole:
        return ""
    written = quote(parts.geturl(), safe=_SAFE)
    # A second "#", a "%" that escapes nothing and square brackets past the host are no part of an URL.
    written = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", written)
    head, mark, fragment = written.partition("#")
    host = head.find("/", head.find("//") + 2)
    if host > 0:
        head = head[:host] + head[host:].replace("[", "%5B").replace("]", "%5D")
    return head + mark + fragment.replace("#", "%23").replace("[", "%5B").replace("]", "%5D")


def _dead(link: etree._Element, href: str, source: str) -> list[Finding]:
    """What to say of a dead link; nothing where it only showed a picture of the page once more."""
    if link.find(".//img") is not None and (_PICTURE.search(urlsplit_path(href)) or not text_of(link)):
        return []
    words = text_of(link)[:60]
    if href.startswith("#"):
        message = f"the link '{words}' leads to '{href}', which is no place in the book"
        hint = "give its target that id, or take the link out"
    else:
        message = f"the link '{words}' leads to '{unquote(href)}', which is not in the book"
        hint = "add that instalment, or write its address on the web"
    return [Finding(Problem("broken-link", "warning", source, message, hint), sought=href)]


def urlsplit_path(href: str) -> str:
    """The path of an address, "" where it is none."""
    try:
        return urlsplit(href).path
    except ValueError:
        return ""


def _unlink(link: etree._Element) -> None:
    """Leave the text of a link, and its id if something leads to it."""
    if link.get("id"):
        link.tag = "span"
        for name in [name for name in link.attrib if name not in ("id", "class", "lang", "dir", "title")]:
            if not str(name).endswith("}lang"):
                del link.attrib[name]
    else:
        unwrap(link)
