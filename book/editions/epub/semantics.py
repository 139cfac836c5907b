"""Semantics of finished sheets: what an article marked, said to reading systems and to assistive technology alike.

In: an element with `epub:type`. Out: the element, changed or not. EPUB Structural Semantics Vocabulary 1.1, with the
role of each term as EPUB Accessibility Techniques 1.1, 4.2 and DPub-ARIA 1.1 pair them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.xhtml import EPUB_TYPE, XHTML_NS

if TYPE_CHECKING:
    from lxml import etree

# Vocabularies beside the default one; EPUB 3.3, D.2.2: a prefix is declared or it is an error.
PREFIXES = {
    "z3998": "http://www.daisy.org/z3998/2012/vocab/structure/#",
    "se": "https://standardebooks.org/vocab/1.0",
}
_H = f"{{{XHTML_NS}}}"
# Divisions of a book. One inside another of its kind is the article's own shell, not a second chapter.
_DIVISION_WORDS = """
abstract acknowledgments afterword appendix bibliography chapter colophon conclusion credits dedication endnotes
epilogue errata foreword glossary index introduction part preface prologue
"""
_DIVISIONS = frozenset(_DIVISION_WORDS.split())
_REMARKS = frozenset(["credit", "epigraph", "example", "footnote", "notice", "pullquote", "qna", "tip"])
_LINKS = frozenset(["noteref", "glossref", "biblioref"])
# The host elements that may bear these roles: ARIA in HTML.
_HOSTS = {
    **dict.fromkeys(_DIVISIONS, frozenset([f"{_H}section", f"{_H}div"])),
    **dict.fromkeys(_REMARKS, frozenset([f"{_H}section", f"{_H}div", f"{_H}aside"])),
    **dict.fromkeys(_LINKS, frozenset([f"{_H}a"])),
}


def settle(element: etree._Element) -> bool:
    """Take out words of unknown vocabularies and doubled divisions, add the matching role; whether anything changed."""
    words = (element.get(EPUB_TYPE) or "").split()
    kept = [word for word in words if _known(word) and not (word in _DIVISIONS and _inside(element, word))]
    changed = kept != words
    if not kept:
        del element.attrib[EPUB_TYPE]
    elif changed:
        element.set(EPUB_TYPE, " ".join(kept))
    if element.get("role") is None:
        role = next((word for word in kept if element.tag in _HOSTS.get(word, ())), "")
        if role:
            element.set("role", f"doc-{role}")
            changed = True
    return changed


def prefixes(element: etree._Element) -> set[str]:
    """The vocabularies beside the default one that an element uses."""
    return {word.partition(":")[0] for word in (element.get(EPUB_TYPE) or "").split() if ":" in word}


def _known(word: str) -> bool:
    return ":" not in word or word.partition(":")[0] in PREFIXES


def _inside(element: etree._Element, word: str) -> bool:
    return any(
        word in (above.get(EPUB_TYPE) or "").split() for above in element.iterancestors(f"{_H}section", f"{_H}div")
    )
