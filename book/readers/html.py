"""A saved page, or an XHTML chapter. In: a `Snapshot`. Out: one document, the whole page with its declared facts.

Site generators put front matter before HTML too: it is read as before Markdown, and what follows is the content alone.

WHATWG HTML for pages; XML 1.0 for XHTML, whose document type is cut off before parsing: no DTD is loaded and no
entity resolved but the characters that HTML names. What is not well-formed is HTML, whatever it calls itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from book.model import Document, LeftOut, Reading
from book.readers import facts, frontmatter, pagefacts, xhtml
from book.readers.attributes import bounded
from book.readers.source import text_of

if TYPE_CHECKING:
    from book.model import Problem, Resource, Snapshot

_XML = re.compile(
    r"""\s*(?:<\?xml\s|<!DOCTYPE\s+html\s+PUBLIC\s+["'][^"']*XHTML|<html[^>]{0,400}http://www\.w3\.org/1999/xhtml)""",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\s*(?:(?:<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)\s*)*", re.DOTALL | re.IGNORECASE
)
_FRONT_MATTER = re.compile(r"\s*(?:---|\+\+\+)[ \t]*\n")
# A document type with declarations of its own, which HTML does not know and would print the end of.
_SUBSET = re.compile(r"(\s*(?:<\?xml[^>]*\?>\s*)?<!DOCTYPE[^>\[]*)\[.*?\]\s*>", re.DOTALL | re.IGNORECASE)
# The body of a post as an export keeps it has no page around it.
_PAGE = re.compile(r"<!doctype\s|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)


def _without_subset(text: str) -> str:
    found = _SUBSET.match(text)
    return f"{found[1]}>" + "\n" * text.count("\n", found.end(1), found.end()) + text[found.end() :] if found else text


def _draft(name: str) -> LeftOut | None:
    """Medium's exports call the files of drafts so."""
    return LeftOut(name, "a draft") if PurePosixPath(name).name.startswith("draft_") else None


def read(snapshot: Snapshot) -> Reading:
    """One document."""
    text, problems = text_of(snapshot, markup=True)
    text = bounded(text)
    if not _FRONT_MATTER.match(text):
        return page(snapshot, text, problems)
    matter = frontmatter.split(text)
    if left_out := facts.unpublished(snapshot.name, matter.facts):
        return Reading((), problems, (left_out,))
    told = replace(snapshot, facts={**snapshot.facts, **matter.facts})
    return page(told, "\n" * matter.lines + matter.body, problems)


def page(
    snapshot: Snapshot, text: str, problems: tuple[Problem, ...] = (), resources: tuple[Resource, ...] = ()
) -> Reading:
    """The document of a page's text, with the files that came along with it."""
    leading = _LEADING.match(text)
    tree = xhtml.parse(text) if _XML.match(text) or (leading and _XML.match(text, leading.end())) else None
    if tree is None:
        text = _without_subset(text)
        declared = pagefacts.of_html(text)
        markup = text
    else:
        declared = pagefacts.of_xml(tree)
        markup = xhtml.serialise(tree)
    settled = facts.settle(declared, snapshot)
    left_out = facts.unpublished(snapshot.name, snapshot.facts) or _draft(snapshot.name)
    if left_out is not None:
        return Reading((), problems, (left_out,))
    fragment = tree is None and bool(snapshot.facts or not _PAGE.search(text))
    document = Document(
        source=snapshot.name,
        form="content" if fragment else "page",
        markup=markup,
        xml=tree is not None,
        title=settled.title,
        byline=settled.byline,
        date=settled.date,
        language=settled.language,
        direction=settled.direction,
        address=settled.address,
        site=settled.meta.get("site", ""),
        series=settled.series,
        meta=settled.meta,
        resources=resources,
        position=snapshot.position,
    )
    return Reading((document,), problems)
