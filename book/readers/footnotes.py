"""Notes of Markdown as linked notes. In: the tokens of mdit-py-plugins' footnotes. Out: noterefs and asides.

EPUB 3.3 section 5.2 and the DPUB-ARIA roles. A note that no reference names, or whose label stands twice, is kept:
the plugin alone would drop its words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererProtocol
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict


def plugin(parser: MarkdownIt) -> None:
    """Read `[^1]`, `[^1]: ...` and `^[...]`."""
    parser.use(footnote_plugin)
    parser.core.ruler.before("footnote_tail", "footnote_orphans", _keep_orphans)
    parser.add_render_rule("footnote_ref", _reference)
    parser.add_render_rule("footnote_block_open", lambda *_: '<section epub:type="footnotes" role="doc-endnotes">\n')
    parser.add_render_rule("footnote_block_close", lambda *_: "</section>\n")
    parser.add_render_rule("footnote_open", _open)
    parser.add_render_rule("footnote_close", lambda *_: "</aside>\n")
    parser.add_render_rule("footnote_anchor", lambda *_: "")


def _keep_orphans(state: StateCore) -> None:
    """Give each definition without a reference, and the second of one label, a place in the list of notes."""
    footnotes: dict[str, Any] = state.env.get("footnotes", {})
    if not footnotes:
        return
    refs: dict[str, int] = footnotes.setdefault("refs", {})
    listed: dict[int, dict[str, Any]] = footnotes.setdefault("list", {})
    seen: set[str] = set()
    for token in state.tokens:
        if token.type != "footnote_reference_open":
            continue
        label = str(token.meta["label"])
        while label in seen:
            label += "-again"
        seen.add(label)
        token.meta["label"] = label
        if refs.get(f":{label}", -1) < 0:
            number = max(listed, default=-1) + 1
            refs[f":{label}"] = number
            listed[number] = {"label": label, "count": 0}


def _anchor(token: Token) -> str:
    label = token.meta.get("label")
    return re.sub(r"[^\w-]+", "-", str(label)) if label else f"n{int(token.meta['id']) + 1}"


def _reference(_: RendererProtocol, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    token = tokens[index]
    again = int(token.meta.get("subId", 0))
    ref = f"fnref-{_anchor(token)}" + (f"-{again + 1}" if again else "")
    number = int(token.meta["id"]) + 1
    return f'<a epub:type="noteref" role="doc-noteref" href="#fn-{_anchor(token)}" id="{ref}">{number}</a>'


def _open(_: RendererProtocol, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    return f'<aside epub:type="footnote" role="doc-footnote" id="fn-{_anchor(tokens[index])}">\n'
