"""Books made by hand for the tests of the EPUB edition and of its checks: a short work on tides, in any language."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from book.model import Asset, Book, Chapter, Contents, Credit, Entry, Metadata, Note, Part, Sheet, Theme

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" \
xml:lang="{language}" dir="{direction}">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="styles/base.css"/></head>
<body epub:type="{matter}">{body}</body>
</html>
"""
NOTE = """<section id="ch-01" epub:type="chapter" role="doc-chapter" aria-labelledby="t1"><h1 id="t1">The Moon</h1>
<p>Water follows the moon<a epub:type="noteref" role="doc-noteref" id="r1" href="ch-01-the-moon.xhtml#n1">1</a>, and
returns. See <a href="ch-02-the-shore.xhtml#sand">the sand</a>.</p>
<h2 id="spring">Spring tides</h2><p>Twice in a month they are high.</p>
<table><caption>Heights</caption><thead><tr><th scope="col">Day</th><th scope="col">m</th></tr></thead>
<tbody><tr><td>1</td><td>4.2</td></tr></tbody></table>
<aside epub:type="footnote" role="doc-footnote" id="n1"><p><a href="ch-01-the-moon.xhtml#r1" role="doc-backlink">1</a>
As Pytheas saw.</p></aside></section>"""
SHORE = """<section id="ch-02" epub:type="chapter" role="doc-chapter" aria-labelledby="t2"><h1 id="t2">The Shore</h1>
<p id="sand">Sand is carried, and <i lang="fr" xml:lang="fr">la plage</i> moves.</p>
<figure><img src="images/shore.png" alt="A flat shore at low water"/><figcaption>Low water</figcaption></figure>
<p><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="h = 2"><mi>h</mi><mo>=</mo><mn>2</mn></math></p>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img" aria-label="A wave"><path d="M0 5h9"/></svg>
</section>"""
COVER = """<section epub:type="cover" class="cover">
<h1 class="title">The Tides</h1><p class="author">Ada Brook</p></section>"""
STYLE = "html { font-family: serif } .cover { padding: 20% 10% } table { border-collapse: collapse }"


def theme(base: str = STYLE) -> Theme:
    """A theme of one style sheet."""
    return Theme("plain", {}, base, "", "")


def metadata(**facts: object) -> Metadata:
    """What is said about the sample book."""
    settled = Metadata("The Tides", "en", "urn:uuid:0f5d5b1e-96cd-5bb3-8d2f-6d3f5dd0a001", authors=("Ada Brook",))
    return replace(settled, **facts)  # type: ignore[arg-type]  # keywords - mypy cannot check them unpacked


def sheet(  # noqa: PLR0917 - the fields of a sheet in their order
    name: str, kind: str, matter: str, title: str, body: str, said: Metadata, **facts: object
) -> Sheet:
    """A typeset document as the shared templates would write it."""
    semantics = {"front": "frontmatter", "back": "backmatter", "body": "bodymatter", "cover": "cover"}[matter]
    xhtml = PAGE.format(
        language=said.language, direction=said.direction, title=escape(title), matter=semantics, body=body
    )
    return Sheet(name, kind, matter, title, xhtml, styles=("styles/base.css",), **facts)  # type: ignore[arg-type]  # keywords - mypy cannot check them unpacked


def sheets(said: Metadata) -> list[Sheet]:
    """Cover, title page, contents, two chapters, colophon."""
    title, authors = escape(said.title), escape(", ".join(said.authors))
    title_page = f'<section epub:type="titlepage"><h1>{title}</h1><p>{authors}</p></section>'
    colophon = '<section epub:type="colophon" role="doc-colophon"><h1>Colophon</h1><p>Set by hand.</p></section>'
    return [
        sheet("cover", "cover", "cover", "Cover", COVER, said),
        sheet("titlepage", "titlepage", "front", said.title, title_page, said),
        sheet("contents", "contents", "front", "Contents", "<nav><ol><li>x</li></ol></nav>", said),
        sheet("ch-01-the-moon", "chapter", "body", "The Moon", NOTE, said, chapter="ch-01", ids=("ch-01", "spring")),
        sheet("ch-02-the-shore", "chapter", "body", "The Shore", SHORE, said, chapter="ch-02", ids=("ch-02", "sand")),
        sheet("colophon", "colophon", "back", "Colophon", colophon, said),
    ]


def contents() -> Contents:
    """Two chapters, the first with a heading."""
    heading = Entry("Spring tides", "spring", 2, kind="heading")
    first = Entry("The Moon", "ch-01", 1, "Chapter 1", children=(heading,))
    return Contents((first, Entry("The Shore", "ch-02", 1, "Chapter 2")))


def book(said: Metadata, *assets: Asset) -> Book:
    """The book behind the sheets."""
    chapters = (
        Chapter("ch-01", "The Moon", "1", "chapter", "", credits=(Credit("part-1.md", "The Moon (Part 1)"),)),
        Chapter("ch-02", "The Shore", "2", "chapter", "", credits=(Credit("part-2.md", "The Shore (Part 2)"),)),
    )
    return Book(said, (Part("body", "", None, chapters),), assets)


def picture(name: str = "images/shore.png", size: tuple[int, int] = (40, 30), kind: str = "PNG") -> Asset:
    """A small picture."""
    from io import BytesIO  # noqa: PLC0415 - not every test draws

    from PIL import Image  # noqa: PLC0415

    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return Asset(name, f"image/{kind.lower()}", out.getvalue(), *size, source=name)


# ---------------------------------------------------------------- a book for the shared templates

RICH = """<p>Water follows the moon<a epub:type="noteref" role="doc-noteref" id="r{n}" href="#n{n}">1</a>, and
<em>returns</em>. See <a href="#sand-{other}">the sand</a> and <a href="https://example.org/tides">a table</a>.</p>
<h2 id="spring-{n}">Spring tides</h2>
<blockquote epub:type="z3998:verse other:thing"><p><span>The sea is calm,</span><br/><span>the tide is full.</span></p>
</blockquote>
<blockquote><p>They say it turns.</p><p>They are right.</p></blockquote>
<h3 id="heights-{n}">Heights</h3>
<table><caption>Heights in metres</caption><thead><tr><th scope="col">Day</th><th scope="col">Height</th></tr></thead>
<tbody><tr><td>1</td><td>4.2</td></tr><tr><td>2</td><td>4.4</td></tr></tbody></table>
<figure><img src="images/shore.png" alt="A flat shore at low water"/><figcaption>Low water</figcaption></figure>
<p id="sand-{n}">Sand is carried, and <i lang="fr" xml:lang="fr">la plage</i> moves:
<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="h = 2 m"><mi>h</mi><mo>=</mo><mn>2</mn></math>.</p>
<pre><code class="language-python"><span class="k">def</span> tide(day):
    return 4.2 + day / 5  # a line that is long enough to be wrapped on the page of a small reading device, one hopes
</code></pre>
<p><ruby>潮<rp>(</rp><rt>しお</rt><rp>)</rp></ruby></p>
<dl><dt>Neap</dt><dd>A low high tide.</dd></dl><hr/>
<ul><li>Ebb</li><li>Flow<ul><li>Slack</li></ul></li></ul>"""


def rich_book(language: str = "en", direction: str = "ltr", **facts: object) -> Book:
    """Two parts of two chapters each, with everything an article may hold, before typesetting."""
    from book.messages import messages  # noqa: PLC0415 - only these tests set type

    words = messages(language)
    said = metadata(language=language, direction=direction, **facts)
    chapters = []
    for number in range(1, 5):
        other = number % 4 + 1
        note = Note(f"n{number}", f"r{number}", "1", "<p>As Pytheas saw.</p>")
        credit = Credit(f"part-{number}.md", f"Tides (Part {number})", "Ada Brook", f"2020-0{number}-01")
        chapters.append(
            Chapter(
                f"ch-{number:02}",
                f"Of tides, {number}",
                str(number),
                "chapter",
                RICH.format(n=number, other=other),
                words.label("chapter", str(number)),
                (note,),
                (credit,),
            )
        )
    parts = (
        Part("part-1", "Sea", "1", tuple(chapters[:2]), words.label("part", "1")),
        Part("part-2", "Land", "2", tuple(chapters[2:]), words.label("part", "2")),
    )
    return Book(said, parts, (picture(),))
