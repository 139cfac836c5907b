"""What a file is. In: its name and its bytes. Out: a kind, the name of a reader, "" for none.

By content first and by name second: a saved page may be called `.txt`, an export `.xml`, a picture `.jpg` that is
a PNG. WHATWG MIME Sniffing for the signatures.
"""

from __future__ import annotations

import re

# The ending decides between kinds whose bytes look alike.
MARKDOWN = frozenset([".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".mdwn"])
TEXT = frozenset([".txt", ".text", ".asc"])
HTML = frozenset([".html", ".htm", ".shtml", ".php", ".asp", ".aspx"])
XHTML = frozenset([".xhtml", ".xht"])
DATA = frozenset([".xml", ".rss", ".atom", ".rdf", ".json", ".wxr", ".csv", ".tsv"])
TABLES = frozenset([".csv", ".tsv"])
MIME = frozenset([".mhtml", ".mht", ".eml"])
PACKED = frozenset([".zip", ".tar", ".tgz", ".tbz2", ".txz", ".gz", ".bz2", ".xz"])
SAFARI = ".webarchive"
OFFICE = frozenset([".epub", ".docx", ".odt"])
READABLE = MARKDOWN | TEXT | HTML | XHTML | DATA | MIME | PACKED | OFFICE | {SAFARI}

# Files that a person may take for articles, and what they are.
UNREADABLE = {
    ".pdf": "a PDF",
    ".doc": "an old Word document",
    ".rtf": "a rich-text document",
    ".rst": "reStructuredText",
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".org": "Org",
    ".tex": "LaTeX",
    ".textile": "Textile",
    ".pages": "a Pages document",
    ".mobi": "a Kindle book",
    ".azw3": "a Kindle book",
}

_HEAD = 4096  # bytes looked at
_BINARY = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Office document"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"bplist00", "a property list"),
    (b"{\\rtf", "a rich-text document"),
    (b"SQLite format 3", "a database"),
)
_PACKERS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "tar"),
    (b"BZh", "tar"),
    (b"\xfd7zXZ\x00", "tar"),
)
_MIME_VERSION = b"\nmime-version:"  # RFC 2045, section 4; at the beginning of a line, in any case
_SNAPSHOT = re.compile(rb"(?:^|\n)(?:snapshot-content-location:|content-type:\s*multipart/)", re.IGNORECASE)
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_MARKUP = re.compile(rb"</(?:p|div|h[1-6]|ul|ol|table|article|section|blockquote)\s*>", re.IGNORECASE)
_WXR = re.compile(rb"xmlns:wp\s*=|wordpress\.org/export/")
_ROOT = re.compile(rb"<(?:[A-Za-z0-9]+:)?(rss|feed|rdf|html|ncx|package|opml|urlset|sitemapindex)[\s>]", re.IGNORECASE)
# The first line of a table names its columns; one of articles has titles and texts.
_COLUMN = rb"""\A[^\n]*?(?:^|[,;\t"\xbf])(?:%s)(?=["',;\t\r\n])"""
_TITLED_COLUMN = re.compile(_COLUMN % rb"(?:(?:web|post)_)?title|subject|headline|name", re.IGNORECASE)
_TEXT_COLUMN = re.compile(
    _COLUMN % rb"content(?:_html|_text)?|html|body(?:_html)?|text|article|post_content|plain[ _]content", re.IGNORECASE
)
_NOTATION = re.compile("［＃[^］]{1,60}］|《[ぁ-ゖァ-ヺー・]{1,30}》".encode())
_NOTATION_SJIS = re.compile("［＃".encode("cp932"))


def suffix(name: str) -> str:
    """The ending of a path or address in lower case: ".md"."""
    last = name.rstrip("/").rpartition("/")[2]
    at = last.rfind(".")
    return last[at:].lower() if 0 < at < len(last) - 1 else ""


def binary(data: bytes) -> str:
    """What it is, as a phrase with its article, where it is something no reader reads; "" otherwise."""
    return next((phrase for mark, phrase in _BINARY if data.startswith(mark)), "")


def kind(name: str, data: bytes, media_type: str = "") -> str:
    """The reader's name for a file: "markdown", "html", "text", "wordpress", "feed", "zip", ...; "" for none."""
    if suffix(name) == SAFARI or (data.startswith(b"bplist00") and b"WebMainResource" in data):
        return "webarchive"
    if binary(data):
        return ""
    found = packed(name, data)
    if found:
        return found
    ending = suffix(name)
    head = data[:_HEAD]
    if ending in MIME or (_MIME_VERSION in b"\n" + head.lower() and _SNAPSHOT.search(head)):
        return "mhtml"
    if ending in MARKDOWN or media_type in ("text/markdown", "text/x-markdown"):
        return "markdown"
    return _plain(ending, head, media_type)


def _plain(ending: str, head: bytes, media_type: str) -> str:
    if ending in TABLES or media_type == "text/csv":
        return "csv" if _TITLED_COLUMN.search(head) and _TEXT_COLUMN.search(head) else ""
    if ending in TEXT or (media_type == "text/plain" and ending not in READABLE):
        return _text(head)
    return _marked_up(ending, head, media_type)


def packed(name: str, data: bytes) -> str:
    """What it is packed as: "zip", "tar", "epub", "odt", "docx"; "" where it is not."""
    packer = next((kind for mark, kind in _PACKERS if data.startswith(mark)), "")
    if packer == "zip":
        head = data[:200]
        if b"mimetypeapplication/epub+zip" in head:
            return "epub"
        if b"mimetypeapplication/vnd.oasis.opendocument.text" in head:
            return "odt"
        return suffix(name)[1:] if suffix(name) in OFFICE else "zip"
    return packer or ("tar" if data[257:262] == b"ustar" else "")


def _text(head: bytes) -> str:
    if _PAGE.search(head[:1024]) and _MARKUP.search(head):
        return "html"
    return "aozora" if _NOTATION.search(head) or _NOTATION_SJIS.search(head) else "text"


def _marked_up(ending: str, head: bytes, media_type: str) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<" and ending not in HTML:
        root = _ROOT.search(head)
        name = root[1].lower().decode() if root else ""
        if name == "rss" and _WXR.search(head):
            return "wordpress"
        if name in ("rss", "feed", "rdf"):
            return "feed"
        if name in ("ncx", "package", "opml", "urlset", "sitemapindex"):
            return ""
    if start in (b"{", b"[") and (ending == ".json" or "json" in media_type):
        return "json"
    if ending in HTML or ending in XHTML or "html" in media_type or _PAGE.search(head):
        return "html"
    return "html" if ending == "" and _MARKUP.search(head) else ""
