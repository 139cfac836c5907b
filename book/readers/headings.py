"""Headings of Markdown: their `{#id}`, or the id that sites give them. In: tokens, HTML. Out: ids, the first heading.

The ids are those of GitHub (lower case, hyphens for spaces, punctuation away), which Jekyll, Hugo and Zola
nearly share, since links between articles name them.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_ATTRIBUTES = re.compile(r"\s*\{:?\s*((?:[#.][\w:.-]+\s*|[\w-]+=(?:\"[^\"]*\"|[^\s}]+)\s*)+)\}\s*$")
_ID = re.compile(r"#([\w:.-]+)")
_FIRST = re.compile(r"<h1(?:\s[^>]*)?>(.*?)</h1>", re.DOTALL | re.IGNORECASE)
_ANY_HEADING = re.compile(r"<h[1-6][\s>]", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]+")


def plugin(parser: MarkdownIt) -> None:
    """Give every heading an id."""
    parser.core.ruler.push("heading_ids", _identify)


def first(html: str) -> str:
    """The text of the first h1 if no other heading stands before it, plain; "" otherwise."""
    match = _FIRST.search(html)
    if match is None or _ANY_HEADING.search(html, 0, match.start()):
        return ""
    return " ".join(unescape(_TAGS.sub("", match[1])).split())


def _identify(state: StateCore) -> None:
    taken: dict[str, int] = {}
    for index, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        inline = state.tokens[index + 1]
        declared = _take_attributes(inline)
        if declared:
            token.attrSet("id", declared)
        elif "id" not in token.attrs:
            slug = _slug(inline)
            count = taken.get(slug, 0)
            taken[slug] = count + 1
            if slug:
                token.attrSet("id", f"{slug}-{count}" if count else slug)


def _take_attributes(inline: Token) -> str:
    """The id in `## Title {#id}`; the braces leave the text."""
    children = inline.children or []
    if not children or children[-1].type != "text":
        return ""
    match = _ATTRIBUTES.search(children[-1].content)
    if match is None:
        return ""
    children[-1].content = children[-1].content[: match.start()]
    found = _ID.search(match[1])
    return found[1] if found else ""


def _slug(inline: Token) -> str:
    text = "".join(child.content for child in inline.children or [] if child.type in ("text", "code_inline"))
    return _NOT_IN_SLUG.sub("", text.strip().lower()).replace(" ", "-")
