"""What flows through the compiler: frozen values, each made by one stage and read by the next.

    sources -collect-> snapshots -read-> documents -clean-> articles -arrange-> plan -assemble-> book
            -transform-> book -contents-> contents -typeset-> sheets -edition-> bytes

A change is a new value (`dataclasses.replace`). Nothing here does any work, knows a library or touches a file.

**Markup.** Every `body` from `Article` on is a *fragment*: well-formed XML without a wrapping element, HTML
elements without a namespace, `epub:type` the only prefixed attribute besides `xml:lang`, embedded `svg` and
`math` with their own `xmlns`. `book.xhtml` parses and writes fragments; nothing else does.

The file is long because it is the one place where everything that flows can be read in the order of its making.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the cache reads the annotations
from dataclasses import field
from hashlib import sha256
from pathlib import Path  # noqa: TC003 - the cache reads the annotations
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from book.frozen import frozen
from book.problem import Problem as Problem  # noqa: PLC0414, TC001 - it flows with the rest, and is taken from here
from book.problem import Severity as Severity  # noqa: PLC0414 - the same

if TYPE_CHECKING:
    from collections.abc import Callable

Direction = Literal["ltr", "rtl"]


# ---------------------------------------------------------------- collecting


@frozen
class Snapshot:
    """The bytes of one source as they were collected, with where they came from."""

    name: str  # unique in a build, POSIX: the path below the folder given, "export.zip/post.html", or an URL
    data: bytes
    media_type: str = ""  # as declared by the server or the container; empty: the name and the bytes decide
    charset: str = ""  # as declared from outside (HTTP); empty: byte-order mark, markup, detection
    address: str = ""  # the URL it was fetched from, if any
    collected: str = ""  # ISO 8601 instant of collecting, UTC; empty for a local file
    path: Path | None = None  # where it lies, if it is a file
    root: Path | None = None  # the folder it may refer into, and not beyond
    position: int | None = None  # its place in a list a person or an index page gave, from 0; None: no order meant
    # Declared beside it, as in a row of an export's table; keys lower case.
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Hex digest of the bytes."""
        return sha256(self.data).hexdigest()


@frozen
class Resource:
    """A file that travels inside a snapshot: a part of an MHTML page, an image of an EPUB or DOCX."""

    href: str  # how the document's markup refers to it
    media_type: str
    data: bytes


class Finder(Protocol):
    """Finds what an article refers to: beside it, in its snapshot, or in what was collected. No network."""

    def __call__(self, source: str, href: str) -> bytes:
        """The bytes `href` means when the article named `source` says it.

        Raises `FileNotFoundError` where there is none, `PermissionError` where it lies outside the root.
        """


Value = TypeVar("Value")


class Keep(Protocol):
    """Gives what was made of the same before, or makes it and keeps it."""

    def __call__(self, what: str, given: object, kind: type[Value], make: Callable[[], Value]) -> Value:
        """`make()`, or what it gave before for the same `what` (which function it is) and `given` (all it looks at)."""


# ---------------------------------------------------------------- reading

Form = Literal["page", "content", "lines"]


@frozen
class Document:
    """One instalment as read, its markup not yet judged.

    `form` says what `markup` is: a whole web `page` around an article (HTML), the `content` alone (HTML from
    Markdown, a feed, an export), or plain-text `lines`.
    """

    source: str  # the snapshot's name, with "#key" where a snapshot holds many
    form: Form
    markup: str  # HTML or XHTML as a str; for `lines` the text itself, line ends "\n"
    xml: bool = False  # markup is well-formed XML and must be parsed as such
    title: str = ""  # as front matter or the feed names it; plain text
    byline: str = ""
    date: str = ""  # ISO 8601 date or instant; empty: none known
    language: str = ""  # BCP 47
    direction: str = ""  # "ltr", "rtl" or unknown
    address: str = ""  # canonical URL
    site: str = ""  # the name of the site or feed
    series: str = ""  # the name of the series, where it is declared
    meta: Mapping[str, str] = field(default_factory=dict)  # other declared facts, keys lower case: part, weight, ...
    resources: tuple[Resource, ...] = ()
    position: int | None = None  # place in an index, feed or list, oldest first; None: no order meant
    removals: tuple[Removal, ...] = ()  # words of the source that the reader took out: a legend, a tag's arguments


@frozen
class Reading:
    """What one snapshot gave."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


# ---------------------------------------------------------------- cleaning


@frozen
class Removal:
    """Words that were in a source and are not in the book, recorded where they were taken out."""

    source: str
    reason: str  # kebab-case: "navigation", "share-row", "recurs", "repeated-title"
    text: str  # the words themselves


@frozen
class LeftOut:
    """A whole file or entry that is no article of the series."""

    source: str
    reason: str  # a phrase for a person: "a template of the site", "a draft"


@frozen
class Heading:
    """A heading inside an article."""

    level: int  # 1 to 6
    text: str
    id: str = ""


@frozen
class Link:
    """A link out of an article, as evidence for its place and for joining instalments."""

    href: str  # as written
    text: str
    rel: str = ""  # "next", "prev", "" ...


COPY_TITLE = "copy-title"  # key of `meta`: the title of another form of the same text, where it is another one


@frozen
class Article:
    """One cleaned instalment. `body` is a safe fragment in which the title does not stand again."""

    source: str
    title: str  # raw, as published: "Section Six: X (Part Four)"
    body: str
    byline: str = ""
    date: str = ""  # ISO 8601; empty: none known
    language: str = ""  # BCP 47, declared or detected; empty: too little text
    direction: str = ""
    address: str = ""
    site: str = ""
    series: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()  # in document order, those of removed navigation included
    words: int = 0  # words of the body (characters in scripts without spaces)
    position: int | None = None
    removals: tuple[Removal, ...] = ()


@frozen
class Cleaning:
    """What all documents together gave."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


# ---------------------------------------------------------------- the series


@frozen
class Ordinal:
    """One number mark of a title."""

    kind: str  # "section", "part", "chapter", "volume", "episode", "epilogue", ...
    number: str | None  # "4", "1.5", "5-8", "2a", "B", "last", an ISO date
    total: str | None = None  # of `N`
    title: str | None = None  # what that level is called


@frozen
class Title:
    """A raw title taken apart. Without serial marks, `text` is the raw title."""

    text: str  # what is left to print
    ordinals: tuple[Ordinal, ...] = ()  # outermost first
    series: str = ""  # the name of the series that stands in the title beside its mark, if any


# What a reason is drawn from; "text": what an article says of itself or of another, "this is the second part".
Origin = Literal["title", "front matter", "file name", "date", "link", "index", "heading", "text", "plan.toml"]


@frozen
class Evidence:
    """One reason for a place."""

    origin: Origin
    says: str


@frozen
class Instalment:
    """An article in its place."""

    source: str
    title: str  # raw
    text: str = ""  # what is left of the title to print as a heading inside its chapter; may be empty
    ordinals: tuple[Ordinal, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@frozen
class PlannedChapter:
    """A chapter and its instalments in order."""

    title: str | None
    number: str | None
    instalments: tuple[Instalment, ...]
    kind: str = "chapter"  # an ordinal's kind: "chapter", "section", "preface", "epilogue", "endnotes", ...


@frozen
class PlannedPart:
    """A division of the book. Chapters outside any part stand in one with neither title nor number."""

    title: str | None
    number: str | None
    chapters: tuple[PlannedChapter, ...]
    kind: str = "part"


@frozen
class Plan:
    """The whole book in order: front matter first, back matter last, told apart by the chapters' kind."""

    title: str
    parts: tuple[PlannedPart, ...]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


# ---------------------------------------------------------------- the book

FRONT_KINDS = ("dedication", "epigraph", "foreword", "preface", "introduction", "prologue")
BACK_KINDS = ("epilogue", "afterword", "conclusion", "appendix", "glossary", "endnotes", "index", "summary")


@frozen
class Metadata:
    """What is said about the book, every field settled. ISO 8601 dates, BCP 47 language."""

    title: str
    language: str
    identifier: str  # an URN
    direction: Direction = "ltr"
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    rights: str = ""
    date: str = ""  # publication date
    modified: str = "1980-01-01T00:00:00Z"  # never the clock
    description: str = ""
    series: str = ""
    series_position: str = ""
    cover: str = ""  # asset name of the user's cover; empty: typographic
    accessibility_summary: str = ""  # this and the next two only as the publisher's settings say them
    conforms_to: str = ""  # "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    certified_by: str = ""


@frozen
class Asset:
    """A file packed once: media type by content, name by content."""

    name: str  # ASCII, unique: "images/arch1-3fa29c.png"
    media_type: str
    data: bytes
    width: int = 0  # px; 0: unknown or no image
    height: int = 0
    source: str = ""  # where it came from, for messages


@frozen
class Note:
    """A footnote. In the chapter's body stands `<a epub:type="noteref" role="doc-noteref" href="#ID" id="REF">`."""

    id: str  # unique in the book
    ref: str  # the id of its (first) reference
    number: str  # as printed, in the digits of the language
    body: str  # fragment, block content, without the back-link


@frozen
class Credit:
    """Where and when an instalment was first published."""

    source: str
    title: str
    byline: str = ""
    date: str = ""
    address: str = ""
    site: str = ""


@frozen
class Chapter:
    """A chapter. Its title stands in no body: templates print it. Headings in `body` begin at h2.

    Ids in bodies are unique in the book and internal links are `#id` in every chapter; typesetting makes
    them `file.xhtml#id` where files matter.
    """

    id: str  # "ch-06"; unique in the book
    title: str
    number: str | None
    kind: str
    body: str
    label: str = ""  # as printed in the book's language: "Chapter 6", "الفصل ٦"; empty: none
    notes: tuple[Note, ...] = ()
    credits: tuple[Credit, ...] = ()
    language: str = ""  # where it differs from the book's
    direction: str = ""


@frozen
class Part:
    """A division with a title page of its own; with neither title nor number it prints nothing."""

    id: str
    title: str
    number: str | None
    chapters: tuple[Chapter, ...]
    label: str = ""


@frozen
class Book:
    """The book before any edition."""

    metadata: Metadata
    parts: tuple[Part, ...]
    assets: tuple[Asset, ...] = ()
    removals: tuple[Removal, ...] = ()  # those of the articles, and what joining and transforming took out
    problems: tuple[Problem, ...] = ()

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters in reading order."""
        return tuple(chapter for part in self.parts for chapter in part.chapters)


@frozen
class Entry:
    """A line of the contents."""

    title: str  # plain text
    target: str  # an id in the book
    level: int  # 1 outermost
    label: str = ""  # "Chapter 6", or empty
    kind: str = "chapter"  # "part", "chapter", "heading", or a chapter's kind
    children: tuple[Entry, ...] = ()


@frozen
class Contents:
    """The tree every edition shows."""

    entries: tuple[Entry, ...]


# ---------------------------------------------------------------- setting

MENTION = "page-of."  # ids that begin so are boxes for page numbers in the text, drawn when the book is bound
Matter = Literal["cover", "front", "body", "back"]
Medium = Literal["epub", "print", "screen", "html"]


@frozen
class Theme:
    """A folder of `styles/`, read."""

    name: str
    variables: Mapping[str, str]  # faces, sizes, colours, trim, margins: strings as CSS takes them
    base: str  # CSS shared by all editions
    print: str  # CSS for pages on paper
    screen: str  # CSS for reading systems and screens
    cover: str = ""  # CSS of the cover set in type
    faces: Mapping[str, str] = field(default_factory=dict)  # family -> the Debian package that has it
    web: str = ""  # CSS for the one HTML file, after that for screens
    style: tuple[str, str] = ("", "")  # name and CSS of the user's own style sheet for pages, after the theme's


@frozen
class Sheet:
    """One typeset XHTML document, bound for an edition."""

    name: str  # stem: "ch-06-the-title"; ASCII, unique without regard to case
    kind: str  # "cover", "titlepage", "imprint", "contents", "part", "chapter", a chapter's kind, "colophon"
    matter: Matter
    title: str
    xhtml: str  # a complete XHTML document
    styles: tuple[str, ...] = ()  # names of style sheets, in cascade order
    assets: tuple[str, ...] = ()  # names of the assets it shows
    ids: tuple[str, ...] = ()  # the ids in it that others may link to
    chapter: str = ""  # the chapter's id, if it is one
    problems: tuple[Problem, ...] = ()  # what had to be set otherwise than asked
