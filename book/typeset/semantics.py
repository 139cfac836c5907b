"""What each kind of sheet is to a reading system. In: a kind. Out: `epub:type`, ARIA role and matter.

EPUB Structural Semantics Vocabulary 1.1; DPub-ARIA 1.1; EPUB Accessibility Techniques 1.1, 4.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.model import BACK_KINDS, FRONT_KINDS

if TYPE_CHECKING:
    from book.model import Chapter, Matter

# Kinds of chapters that the vocabularies know; every other is a chapter.
_TYPES = frozenset(
    ["dedication", "epigraph", "foreword", "preface", "introduction", "prologue", "epilogue", "afterword", "conclusion",
     "appendix", "glossary", "endnotes", "index"]
)  # fmt: skip
MATTER_TYPES = {"cover": "cover", "front": "frontmatter", "body": "bodymatter", "back": "backmatter"}
# Kinds whose place is in the front or back matter, but which are numbered with the text and read as part of it.
_OF_THE_TEXT = frozenset(["introduction", "prologue", "epilogue", "conclusion", "afterword", "summary"])


def sheet_kind(kind: str) -> str:
    """What a chapter's sheet is called: its kind where that has a look of its own, else "chapter".

    A chapter may come of a series' "part", "section" or "book"; a sheet of these names is another thing.
    """
    return kind if kind in FRONT_KINDS or kind in BACK_KINDS else "chapter"


def chapter_type(kind: str) -> tuple[str, str]:
    """`epub:type` and role of a chapter's section."""
    found = kind if kind in _TYPES else "chapter"
    return found, f"doc-{found}"


def matter_of(chapter: Chapter) -> Matter:
    """Where a chapter stands: front matter has folios of its own, back matter goes on with those of the text."""
    if chapter.kind in _OF_THE_TEXT:
        return "body"
    if chapter.kind in FRONT_KINDS:
        return "front"
    return "back" if chapter.kind in BACK_KINDS else "body"
