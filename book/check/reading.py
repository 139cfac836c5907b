"""A second reader of words. In: the bytes of a source or of a finished EPUB. Out: words in reading order.

It shares no parser with the readers and the gate: markup is taken apart here by one regular expression for tags and
one for character references, Markdown by stripping its signs. So a word that a parser swallowed is seen to be missing.
"""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zipfile import ZipFile

from book.language import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)|<[!?][^>]*>"
    r"|<(?P<end>/)?(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>(?:=\s*(?:\"[^\"]*\"|'[^']*')|[^>])*+)>",
    re.DOTALL,
)
# Not text: what browsers do not show, drawings and formulas (set as pictures), and form fields.
_HIDDEN = (
    "script style head template noscript iframe svg math select textarea object video audio datalist noframes canvas "
    "title"
)
_UNSEEN = frozenset(_HIDDEN.split())
# Elements that do not part words; links and raised text do, since the numbers of notes hang on words.
_PHRASES = (
    "abbr b bdi bdo big cite code data dfn del em font i ins kbd mark q rb rp rt rtc ruby s samp small span strike "
    "strong sub time tt u var wbr nobr acronym label"
)
_INLINE = frozenset(_PHRASES.split())
_TAGS = r"(?:<(?!/?a\b)[^>]*>\s*)*"
_NOTE_LINK = re.compile(
    rf"<a\b[^>]*href\s*=\s*[\"'][^\"'>]*#[^>]*>\s*{_TAGS}[^\w<]*(?:\d{{1,4}}|[a-z]{{1,2}}|)[^\w<]*{_TAGS}</a>",
    re.IGNORECASE,
)
# In a finished book a reference says what it is; any other link of a letter or two is a word of the text.
_REFERENCE = re.compile(r"<a\b[^>]*\brole=\"doc-(?:noteref|backlink)\"[^>]*>.*?</a>", re.DOTALL)
_TOC = re.compile(r"epub:type=\"[^\"]*\btoc\b")
_NOTE_AREA = re.compile(
    r"epub:type=\"[^\"]*\b(?:footnotes?|endnotes?|rearnotes?|notes)\b|role=\"doc-(?:footnote|endnotes?)\""
)

_YAML = r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
_TOML = r"\+\+\+[ \t]*\n.*?\n\+\+\+[ \t]*(?:\n|\Z)"
_FRONT_MATTER = re.compile(rf"\A\ufeff?\s*(?:{_YAML}|{_TOML})", re.DOTALL)
_MARKDOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL), " "),
    (re.compile(r"^[ >]*\[[^\]^\n]+\]:[ \t]*\S+.*$", re.MULTILINE), " "),  # a definition of a link
    (re.compile(r"^[ \t>]*(?:```+|~~~+)[^\n]*$", re.MULTILINE), " "),  # a fence, with the name of a language
    (
        re.compile(
            r"!\[((?:[^\[\]]|\[[^\]]*\])*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])(?:\{[^}\n]*\})?"
        ),
        " ",
    ),
    (re.compile(r"\[\^[^\]\s]+\]:?"), " "),
    (
        re.compile(
            r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?\s*\)(?:\{[^}\n]*\})?"
        ),
        " ",
    ),
    (re.compile(r"\]\[[^\]\n]*\]"), " "),
    (re.compile(r"\{(?:[#.:][\w-]|[\w-]+=)[^}\n]*\}"), " "),
    (re.compile(r"<(?:https?|mailto):([^>\s]+)>"), r" \1 "),
    (re.compile(r"^([ \t>]*)\d{1,9}[.)](?=\s)", re.MULTILINE), r"\1"),  # an ordered list prints its own numbers
    (re.compile(r"\$\$.*?\$\$|\$(?=[^\s$])[^$\n]*[\\^_={}][^$\n]*\$", re.DOTALL), " "),
    (re.compile(r"\\(?=[!-/:-@\[-`{-~])"), ""),
)


def of_markup(text: str) -> list[str]:
    """The words of HTML or XHTML."""
    return words(_plain(text))


def of_page(text: str) -> list[str]:
    """The words of a file of HTML or XHTML, without front matter of a site generator."""
    return of_markup(_FRONT_MATTER.sub("", text, count=1))


def of_markdown(text: str) -> list[str]:
    """The words of Markdown, without its front matter, addresses and marks of notes."""
    plain = _FRONT_MATTER.sub("", text, count=1)
    for pattern, put in _MARKDOWN:
        plain = pattern.sub(put, plain)
    return words(_plain(plain))


def documents_of(epub: bytes) -> list[tuple[str, str]]:
    """The XHTML documents of an EPUB in the order of its spine, each with its name in the archive."""
    with ZipFile(BytesIO(epub)) as archive:
        return [(name, archive.read(name).decode("utf-8")) for name in _spine(archive)]


def of_documents(documents: Iterable[str]) -> tuple[list[str], list[bool]]:
    """The words of a book's XHTML documents, and for each whether it stands in a note. Contents are no text."""
    found: list[str] = []
    noted: list[bool] = []
    for text in documents:
        if _TOC.search(text):
            continue
        for piece, note in _notes_apart(text):
            listed = words(_plain(piece, _REFERENCE))
            found += listed
            noted += [note] * len(listed)
    return found, noted


def _plain(markup: str, references: re.Pattern[str] = _NOTE_LINK) -> str:
    """The text of markup: tags and `references` to notes taken out, blocks parted."""
    # Between two pieces of text what a tag says: CDATA, its stroke, its name, its attributes.
    pieces = _TOKEN.split(references.sub(" ", markup))
    out = [pieces[0]]
    hidden = ""  # the element not shown that is open
    depth = 0  # how often it is open
    for cdata, end, tag, attributes, text in zip(*(iter(pieces[1:]),) * 5, strict=True):
        name = tag.lower().rpartition(":")[2] if tag else ""
        if hidden:
            depth += 0 if name != hidden or attributes.endswith("/") else -1 if end else 1
            hidden = hidden if depth else ""
        else:
            if cdata:
                out.append(cdata)
            if name in _UNSEEN and not end and not attributes.endswith("/"):
                hidden, depth = name, 1
            if name and name not in _INLINE:
                out.append(" ")
        if not hidden:
            out.append(text)
    return unescape("".join(out))


def _notes_apart(text: str) -> list[tuple[str, bool]]:
    """An XHTML document cut into what is text and what are notes."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for opening in re.finditer(r"<(aside|section|li|div|ol)\b[^>]*>", text):
        if opening.start() < at or not _NOTE_AREA.search(opening[0]):
            continue
        stop = _end_of(text, opening)
        pieces += [(text[at : opening.start()], False), (text[opening.start() : stop], True)]
        at = stop
    pieces.append((text[at:], False))
    return pieces


def _end_of(text: str, opening: re.Match[str]) -> int:
    depth = 0
    for tag in re.compile(rf"<(/?){opening[1]}\b[^>]*?(/?)>").finditer(text, opening.start()):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if depth == 0:
            return tag.end()
    return len(text)


def _spine(archive: ZipFile) -> list[str]:
    container = archive.read("META-INF/container.xml").decode("utf-8")
    found = re.search(r"full-path=\"([^\"]+)\"", container)
    if found is None:
        raise ValueError("META-INF/container.xml names no package")
    package_name = unescape(found[1])
    package = archive.read(package_name).decode("utf-8")
    items = {}
    for item in re.findall(r"<(?:\w+:)?item\b[^>]*>", package):
        attributes = dict(re.findall(r"([\w:-]+)=\"([^\"]*)\"", item))
        items[attributes["id"]] = unquote(unescape(attributes["href"]))
    order = re.findall(r"<(?:\w+:)?itemref\b[^>]*\bidref=\"([^\"]+)\"", package)
    return [normpath(join(dirname(package_name), items[name])) for name in order]
