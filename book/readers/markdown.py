"""Markdown to HTML. In: a `Snapshot`. Out: one document of content.

CommonMark 0.31 by markdown-it-py, with tables, strikethrough, attributes, definition lists, notes and TeX math.
Notes come out as linked notes (EPUB 3.3 section 5.2: `noteref`, `footnote`), code with the class `language-x`,
math as `<span class="math inline">` and `<div class="math display">` holding TeX.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from book.model import Document, Problem, Reading
from book.readers import facts, footnotes, frontmatter, headings, nesting
from book.readers.prepare import prepare
from book.readers.source import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererProtocol
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from book.model import Snapshot

_LANGUAGE = re.compile(r"\{?\.?([\w+#.-]+)")


def read(snapshot: Snapshot) -> Reading:
    """One document, or none for a draft."""
    text, problems = text_of(snapshot)
    matter = frontmatter.split(text)
    if matter.problem:
        hint = "put the value in quotes"
        problems += (Problem("front-matter", "warning", snapshot.name, f"its front matter {matter.problem}", hint),)
    left_out = facts.unpublished(snapshot.name, {**snapshot.facts, **matter.facts})
    if left_out is not None:
        return Reading((), problems, (left_out,))
    html, found = render(matter.body, snapshot.name)
    declared = facts.settle(matter.facts, snapshot)
    document = Document(
        source=snapshot.name,
        form="content",
        markup=html,
        title=declared.title or headings.first(html),
        byline=declared.byline,
        date=declared.date,
        language=declared.language,
        direction=declared.direction,
        address=declared.address,
        series=declared.series,
        meta=declared.meta,
        position=snapshot.position,
    )
    return Reading((document,), problems + found)


def render(text: str, where: str = "") -> tuple[str, tuple[Problem, ...]]:
    """HTML of Markdown without front matter, and what was doubtful about it. `where` names it in problems."""
    plain, problems = prepare(text, where)
    env: dict[str, object] = {}
    return _parser().render(nesting.bound(plain), env), problems


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Quotations and lists are bounded to 24 levels each before parsing; what lies below `maxNesting` is dropped.
    parser = MarkdownIt("commonmark", {"maxNesting": 120, "html": True, "xhtmlOut": False})
    parser.enable(["table", "strikethrough"])
    parser.use(deflist_plugin)
    parser.use(footnotes.plugin)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.use(attrs_plugin, spans=True)
    parser.use(attrs_block_plugin)
    parser.use(headings.plugin)
    for name, rule in (
        ("fence", _fence),
        ("math_inline", _math_inline),
        ("math_inline_double", _math_block),
        ("math_block", _math_block),
        ("math_block_label", _math_block),
    ):
        parser.add_render_rule(name, rule)
    return parser


def _fence(_: RendererProtocol, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    token = tokens[index]
    info = unescapeAll(token.info).strip() if token.info else ""
    named = _LANGUAGE.match(info)
    language = f' class="language-{escape(named[1].lower())}"' if named else ""
    return f"<pre><code{language}>{escape(token.content, quote=False)}</code></pre>\n"


def _math_inline(_: RendererProtocol, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    return f'<span class="math inline">{escape(tokens[index].content.strip(), quote=False)}</span>'


def _math_block(_: RendererProtocol, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    token = tokens[index]
    tag = "span" if token.type == "math_inline_double" else "div"
    anchor = f' id="{escape(token.info)}"' if token.type == "math_block_label" else ""
    return f'<{tag} class="math display"{anchor}>{escape(token.content.strip(), quote=False)}</{tag}>\n'
