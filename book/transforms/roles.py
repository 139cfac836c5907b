"""Roles that a book has. In: a passage. Out: the same, without the roles that its articles had as pages of a site.

`role="article"`, `role="button"` speak of a page's parts and controls, which are gone; the roles of publishing stay
on the elements that may bear them. DPUB-ARIA 1.1; ARIA in HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from book.xhtml import elements

if TYPE_CHECKING:
    from book.transforms.passage import Passage

_MARKED = etree.XPath("descendant::*[@role]")
_LINKS = frozenset(["doc-noteref", "doc-backlink", "doc-biblioref", "doc-glossref"])
_ASIDES = frozenset(["doc-dedication", "doc-example", "doc-footnote", "doc-glossary", "doc-pullquote", "doc-tip"])
_SECTIONS = frozenset(
    [
        *("doc-abstract", "doc-acknowledgments", "doc-afterword", "doc-appendix", "doc-bibliography", "doc-chapter"),
        *(
            "doc-colophon",
            "doc-conclusion",
            "doc-credit",
            "doc-credits",
            "doc-dedication",
            "doc-endnotes",
            "doc-epigraph",
        ),
        *("doc-epilogue", "doc-errata", "doc-example", "doc-foreword", "doc-glossary", "doc-index", "doc-introduction"),
        *("doc-notice", "doc-part", "doc-preface", "doc-prologue", "doc-pullquote", "doc-qna"),
    ]
)
# Where each role may stand; an element not named here may bear none.
_ALLOWED = {
    "a": _LINKS,
    "aside": _ASIDES,
    "section": _SECTIONS,
    "div": _SECTIONS | _ASIDES | {"doc-pagebreak", "doc-subtitle"},
    "p": frozenset(["doc-subtitle"]),
    "span": frozenset(["doc-pagebreak"]),
    "hr": frozenset(["doc-pagebreak"]),
    "table": frozenset(["presentation", "none"]),
}


def roles(passage: Passage) -> None:
    """Keep only roles that belong in a book, on elements that may bear them."""
    for element in elements(_MARKED, passage.tree):
        if str(element.tag).startswith("{"):
            continue
        kept = next(
            (role for role in element.get("role", "").split() if role in _ALLOWED.get(str(element.tag), ())), ""
        )
        if kept:
            element.set("role", kept)
        else:
            del element.attrib["role"]
