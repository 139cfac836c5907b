"""The words of an entry of a feed, an export or a web archive, by a second reading. In: bytes, a document. Out: words.

Entries are taken out of XML (WXR, RSS, Atom) by expressions for their elements, out of JSON as its string literals, out
of MHTML part by part; no reader's parser has a share in it. Which of them a document was made from is told by a few of
its runs of words (the smallest by their checksum, as Broder's sketches choose them), so that an entry that lost a
paragraph on its way is still found, and the paragraph missed. Shortcodes with their arguments, which name sizes and
pictures, are no words of an author, and neither are comments of HTML: here as in `reading` they are outside what is
conserved.
"""

from __future__ import annotations

import re
from binascii import Error as NotBase64
from binascii import a2b_base64, a2b_qp
from collections import Counter, defaultdict
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING
from zlib import crc32

from book.charset import decode
from book.check import reading
from book.frozen import frozen
from book.language import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from book.model import Document, Snapshot

_RUN = 4  # words
_SKETCH = 24  # runs kept of each text
_LIKELY = 6  # texts compared word by word
_SAME = 0.6  # share of a document's words that its entry has
_LEAST = 8  # words of a text that can be told from others
_ENTRY = re.compile(r"<(?:\w+:)?(item|entry)\b[^>]*>(.*?)</(?:\w+:)?\1>", re.DOTALL)
_FIELD = re.compile(
    r"<((?:content|excerpt):encoded|(?:\w+:)?(?:content|description|summary|encoded|body))\b([^>]*)>(.*?)</\1\s*>",
    re.DOTALL,
)
_TITLE = re.compile(r"<(?:\w+:)?title\b[^>]*>(.*?)</(?:\w+:)?title>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Shortcodes with arguments, closing ones, and the bare names of media.
_SHORTCODE = re.compile(
    r"\[[a-z][\w-]*(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))+\s*/?\]|\[/[a-z][\w-]*\]"
    r"|\[(?:gallery|audio|video|embed|playlist|caption|more)\b[^\]]*\]"
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL
)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " "}
_PART = re.compile(rb"\r?\n--[^\r\n]+\r?\n")
_CHARSET = re.compile(r"charset=\"?([\w-]+)", re.IGNORECASE)


@frozen
class _Entries:
    """The texts in a file, and which of them hold a run of words."""

    texts: tuple[list[str], ...]
    titles: tuple[list[str], ...]  # the words of the title beside each text; empty where none is known
    holding: Mapping[int, list[int]]  # checksum of a run -> numbers of texts


def words_of(snapshot: Snapshot, document: Document) -> list[str] | None:
    """The words of the entry that a document was made from; None where none is like it."""
    own = words(document.markup) if document.form == "lines" else reading.of_markup(document.markup)
    if len(own) < _LEAST:
        return None
    found = _entries(snapshot.data, snapshot.charset)
    votes = Counter(number for run in _sketch(own) for number in found.holding.get(run, ()))
    have = Counter(own)
    titled = words(document.title)
    likely = sorted(votes, key=lambda number: (found.titles[number] != titled, -votes[number], number))[:_LIKELY]
    best, most = None, _SAME
    for number in likely:
        listed = found.texts[number]
        shared = sum((Counter(listed) & have).values())
        alike = shared / (len(own) + len(listed) - shared) + (found.titles[number] == titled)
        if shared >= _SAME * len(own) and alike > most:
            best, most = listed, alike
    return best


@lru_cache(maxsize=2)
def _entries(data: bytes, charset: str) -> _Entries:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in {b"{", b"["}:
        pieces = _of_json(decode(data, charset).text)
    elif start[:1] == b"<":
        pieces = _of_xml(decode(data, charset, markup=True).text)
    else:
        pieces = _of_mail(data)
    read = [(words(title), reading.of_page(_SHORTCODE.sub(" ", piece))) for title, piece in pieces]
    read = [(title, listed) for title, listed in read if len(listed) >= _LEAST]
    texts = tuple(listed for _, listed in read)
    holding: dict[int, list[int]] = defaultdict(list)
    for number, listed in enumerate(texts):
        for run in _sketch(listed):
            holding[run].append(number)
    return _Entries(texts, tuple(title for title, _ in read), holding)


def _sketch(listed: list[str]) -> list[int]:
    runs = zip(*(listed[start:] for start in range(_RUN)), strict=False)
    return sorted({crc32(" ".join(run).encode()) for run in runs})[:_SKETCH]


def _of_xml(text: str) -> Iterator[tuple[str, str]]:
    for entry in _ENTRY.finditer(text):
        title = _TITLE.search(entry[2])
        named = _TAG.sub(" ", _text(title[1])) if title else ""
        for _, attributes, inner in _FIELD.findall(entry[2]):
            yield named, inner if "xhtml" in attributes else _text(inner)


def _text(inner: str) -> str:
    """The text in an element that holds no others: in sections of characters, or with its signs escaped."""
    sections = _CDATA.findall(inner)
    return "".join(sections) if sections else inner if "<" in inner else unescape(inner)


def _of_json(text: str) -> Iterator[tuple[str, str]]:
    for literal in _STRING.findall(text):
        if literal.count(" ") >= _LEAST:
            yield "", _ESCAPE.sub(_sign, literal)


def _sign(escape: re.Match[str]) -> str:
    high, low, code, sign = escape.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
    return chr(int(code, 16)) if code else _SIGNS.get(sign, sign)


def _of_mail(data: bytes) -> Iterator[tuple[str, str]]:
    """The HTML in a web archive (RFC 2557)."""
    for part in _PART.split(data):
        head, _, body = part.partition(b"\r\n\r\n") if b"\r\n\r\n" in part else part.partition(b"\n\n")
        said = head.decode("ascii", "replace").lower()
        if "text/html" not in said:
            continue
        try:
            plain = a2b_base64(body) if "base64" in said else a2b_qp(body) if "quoted-printable" in said else body
        except NotBase64:
            continue
        charset = _CHARSET.search(said)
        yield "", decode(plain, charset[1] if charset else "", markup=True).text
