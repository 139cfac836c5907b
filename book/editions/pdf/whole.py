"""The same sheets in one run of WeasyPrint: the reference for time, size and pages. In: tasks. Out: `Made`.

Sheets become sections of one document, in their order, each on the page where the bound book has it; WeasyPrint
counts the pages, numbers the contents and draws plain folios and running heads. What only binding gives is absent:
roman numbers of the front matter, the theme's own folios, page labels, a last page that makes the number even.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from book.editions import Made
from book.editions.pdf.impose import VERSO
from book.editions.pdf.laid import Task
from book.editions.pdf.workers import engine
from book.xhtml import XHTML_NS, XML_LANG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.model import Metadata, Sheet

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
# Before the theme's own rules, which may overrule any of it.
_STYLE = """
@page { @bottom-center { content: counter(page) } }
@page :left { @top-center { content: string(book) } }
@page :right { @top-center { content: string(sheet) } }
.whole { string-set: sheet attr(data-title), book attr(data-book) }
[data-page]::after { content: target-counter(attr(data-page url), page) }
"""


def one_run(tasks: Sequence[Task], sheets: Sequence[Sheet], metadata: Metadata, *, paper: bool) -> Made:
    """All sheets in one run; no page breaks are given, for no other edition should follow these."""
    styles = dict.fromkeys(style for task in tasks for style in task.styles)
    assets = {name: data for task in tasks for name, data in task.assets.items()}
    text = _joined(sheets, metadata, paper=paper)
    task = Task("whole", metadata.title, text, (("", _STYLE), *styles), assets, margins=True)
    pdf, _, problems = engine().lay_whole(task)
    return Made(pdf, tuple(dict.fromkeys(problems)))


def _joined(sheets: Sequence[Sheet], metadata: Metadata, *, paper: bool) -> str:
    """One XHTML document."""
    root = etree.Element(f"{{{XHTML_NS}}}html", nsmap={None: XHTML_NS})  # type: ignore[dict-item]  # lxml-stubs know no default namespace - lxml does
    root.set("lang", metadata.language)
    root.set("dir", metadata.direction)
    head = etree.SubElement(root, f"{{{XHTML_NS}}}head")
    etree.SubElement(head, f"{{{XHTML_NS}}}title").text = metadata.title
    body = etree.SubElement(root, f"{{{XHTML_NS}}}body")
    for number, sheet in enumerate(sheets):
        one = etree.fromstring(sheet.xhtml.encode(), _PARSER)
        inner = one.find(f"{{{XHTML_NS}}}body")
        if inner is None:
            continue
        inner.tag = f"{{{XHTML_NS}}}div"
        inner.set("class", f"whole {inner.get('class', '')}")
        inner.set("lang", one.get("lang") or one.get(XML_LANG) or metadata.language)
        inner.set("data-title", sheet.title)
        inner.set("data-book", metadata.title)
        if number:
            side = ("verso" if sheet.kind in VERSO else "recto") if paper else "page"
            inner.set("style", f"break-before: {side}")
        for place in inner.iterfind(".//*[@data-target]"):
            place.text = None
            place.set("data-page", f"#{place.get('data-target')}")
        body.append(inner)
    return etree.tostring(root, encoding="unicode")
