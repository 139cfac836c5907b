"""Which files of a folder are no articles, by what is in them. In: the bytes. Out: a phrase, "" for none.

A template prints other pages (`{{ content }}`, `{% for ... %}`); a listing is mostly links to its neighbours. Code
in an article is not looked at, so that an article about templates stays one.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from book import media
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

_CODE = re.compile(
    r"^[ \t>]*(`{3,}|~{3,}).*?^[ \t>]*\1|\{%-?\s*raw.*?endraw\s*-?%\}|\{%-?\s*highlight.*?endhighlight\s*-?%\}"
    r"|`[^`\n]*`"
    r"|<(pre|code|script|style)\b.*?</\2\s*>|<!--.*?-->|^(?: {4}|\t).*?$",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_FRAME = re.compile(
    r"\{%-?\s*(?:extends|block|macro|layout)\s[^%]*%\}|\{\{-?\s*(?:content|yield|page\.content|\.Content|"
    r"block\.super)\b[^}]*\}\}|\{\{-?\s*(?:define|block|template|partial)\s",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{%-?\s*(?:for|paginate|render)\s[^%]*%\}|\{\{-?\s*range\s|<%[-=]?\s|<\?php\s", re.IGNORECASE)
_TITLED = re.compile(r"\A\ufeff?(---|\+\+\+)\r?\n(?:(?!\1).*\n)*?title\s*[:=]\s*\S")
_MARKS = ((b"{", b"{%"), (b"{", b"{{"), (b"%", b"<%"), (b"<?", b"<?php"))  # each behind what is sooner looked for
_PAGES = media.HTML | media.XHTML | media.MARKDOWN
_WORDS = 150  # fewer make no article of a page that prints a list
_LINK = re.compile(
    r"<a\s[^>]*?href\s*=\s*[\"']?([^\"'\s>]+)[^>]*>(.*?)</a\s*>|\[([^\]\n]*)\]\(\s*<?([^)\s>]+)[^)]*\)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_CLASS = rb"""\bclass\s*=\s*["']?(?:[^"'<>]*\s)?(?:%s)(?=["'\s>])"""
_ENTRY = re.compile(_CLASS % rb"h-entry|hentry")
_OTHER = re.compile(_CLASS % rb"h-card|h-feed|h-cite")
_HEAD = re.compile(r"<head[\s>].*?</head\s*>", re.DOTALL | re.IGNORECASE)
_SIZE = 400_000  # bytes; a longer page is no listing
_NEAR = 200  # characters beside a link in which its date stands
_FEW = 3  # links to neighbours from which a page may be a listing


def template(name: str, data: bytes) -> bool:
    """Whether a page is a template that other pages are printed with."""
    if media.suffix(name) not in _PAGES or not any(sign in data and mark in data for sign, mark in _MARKS):
        return False
    text = _CODE.sub("", data[:_SIZE].decode("utf-8", "replace"))
    # A layout has no title of its own; an article may carry a tag that nothing fills in.
    if _FRAME.search(text) and not _TITLED.match(text):
        return True
    # A page of its own words that also prints a list is an article.
    words = len(_TAG.sub(" ", re.sub(r"\{[{%].*?[}%]\}", " ", text)).split())
    return _TEMPLATE.search(text) is not None and words < _WORDS


def marks_entry(data: bytes) -> bool:
    """Whether a page marks its article as one (microformats2 h-entry), as exports of Medium and IndieWeb sites do."""
    return _ENTRY.search(data[:_SIZE]) is not None


def marks_other(data: bytes) -> bool:
    """Whether all that a page marks is a person, a feed or citations: a profile, bookmarks, claps."""
    return _OTHER.search(data[:_SIZE]) is not None and b"<article" not in data and not marks_entry(data)


@frozen
class Entry:
    """A link of a listing."""

    path: str  # below the folder
    text: str
    around: str  # what stands between it and the next link, or before it


def entries(name: str, data: bytes, is_neighbour: Callable[[str], bool]) -> tuple[Entry, ...]:
    """The articles that a listing lists, in its order; none where the page is an article of its own.

    `is_neighbour` says of a path whether an article lies there.
    """
    if len(data) > _SIZE or media.suffix(name) not in _PAGES:
        return ()
    text = _HEAD.sub("", data.decode("utf-8", "replace"))
    found: dict[str, Entry] = {}
    linked = 0
    links = list(_LINK.finditer(text))
    for at, match in enumerate(links):
        target = resolve(name, match[1] or match[4])
        called = _TAG.sub("", match[2] or match[3] or "")
        linked += len(called.split())
        if target and target != name and target not in found and is_neighbour(target):
            before = text[links[at - 1].end() if at else 0 : match.start()]
            behind = text[match.end() : links[at + 1].start() if at + 1 < len(links) else len(text)]
            found[target] = Entry(target, called, f"{before[-_NEAR:]} {behind[:_NEAR]}")
    words = len(_TAG.sub(" ", _LINK.sub(" ", text)).split())
    # More words around the links than a blurb for each: an article that points to its neighbours.
    return tuple(found.values()) if len(found) >= _FEW and words <= max(linked, 12 * len(found)) else ()


def neighbours(name: str, data: bytes, is_neighbour: Callable[[str], bool]) -> tuple[str, ...]:
    """The articles, as paths, that a listing lists, in its order; none where the page is an article of its own."""
    return tuple(entry.path for entry in entries(name, data, is_neighbour))


def resolve(name: str, href: str) -> str:
    """The path below the folder that a link of the page `name` means; "" for one that leads out of it."""
    path = unquote(re.split(r"[?#]", href, maxsplit=1)[0])
    if not path or "://" in path or path.startswith(("mailto:", "javascript:", "data:")):
        return ""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path[0] != "/" else path.strip("/")
    return "" if joined.startswith("..") else joined
