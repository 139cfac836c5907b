"""What sites write into Markdown that is no Markdown. In: the article. Out: Markdown, and problems.

Code is set aside first, so that an article about Liquid keeps its examples. Kramdown's attribute lines, `<!-- more
-->`, tables of contents that a generator would fill in, GitHub's and Docusaurus' admonitions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.readers.shortcodes import Shortcodes, fences

if TYPE_CHECKING:
    from book.model import Problem

_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_FENCE = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<ticks>`{3,}|~{3,})[^\n`]*\n.*?(?:^[ \t>]*(?P=ticks)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)((?:[^`\n]|\n(?!\s*\n)|(?!(?<!`)\1(?!`))`)*?)(?<!`)\1(?!`)")
_HELD = re.compile("\x02(\\d+)\x03")
_GENERATED = re.compile(
    r"^[ \t]*(?:<!--\s*(?:more|toc|/?toc\s*stop|end\s*toc|tocstop|excerpt|readmore|truncate)\s*-->|"
    r"\[\[?toc\]\]?|\[\[?_toc_\]\]?|\$\{toc\}|@\[toc\].*)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_KRAMDOWN_TOC = re.compile(
    r"^[ \t]*(?:[*+-]|\d+\.)[ \t]+[^\n]*\n[ \t]*\{:[ \t]*\.?toc[^}\n]*\}[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_KRAMDOWN = re.compile(r"^[ \t]*\{::?[ \t]*([^}\n]*)\}[ \t]*$", re.MULTILINE)
_KRAMDOWN_SPAN = re.compile(r"(?<=[)\]*_`])\{:[ \t]*([^}\n]*)\}")
_ALERT = re.compile(r"^([ \t]*>[ \t]*)\[!(\w+)\][+-]?[ \t]*(.*)$", re.MULTILINE)
_CONTAINER = re.compile(r"^[ \t]*(:{3,})[ \t]*(?:\{?\.?([\w-]+)\}?)?[ \t]*(.*)$", re.MULTILINE)
# An editor's mark before the first line: with it, the line would be raw HTML (CommonMark 0.31, section 4.6).
_MARK = re.compile(r"\A\s*<!--(?:(?!-->|\n).){0,200}-->(?=[^\s<])")
_MODULE = re.compile(
    r"^(?:import\s[^\n]*\sfrom\s+['\"][^'\"\n]+['\"];?|export\s+(?:const|default)\s[^\n]*)$", re.MULTILINE
)


def prepare(text: str, where: str) -> tuple[str, tuple[Problem, ...]]:
    """Markdown without what only a site generator understands. `where` names the article in problems."""
    held: list[str] = []

    def hold(content: str) -> str:
        held.append(content)
        return f"\x02{len(held) - 1}\x03"

    text = _MARK.sub("", text.replace("\x02", "").replace("\x03", ""))
    text = _RAW.sub(lambda found: hold(found[1]), text)
    text = _FENCE.sub(lambda found: hold(found[0]), fences(text))
    if "{" in text:
        text = _SPAN.sub(lambda found: hold(found[0]), text)
    shortcodes = Shortcodes(where)
    text = shortcodes.replace(text)
    text = _GENERATED.sub("", _KRAMDOWN_TOC.sub("", text))
    text = _KRAMDOWN.sub(_attributes, text)
    text = _KRAMDOWN_SPAN.sub(lambda found: f"{{{found[1]}}}", text)
    text = _ALERT.sub(_alert, text)
    if ":::" in text:
        text = _CONTAINER.sub(_container, text)
    if where.endswith(".mdx"):
        text = _MODULE.sub("", text)
    while _HELD.search(text):
        text = _HELD.sub(lambda found: held[int(found[1])], text)
    return text, shortcodes.problems


def _attributes(found: re.Match[str]) -> str:
    """Kramdown's line of attributes stands after its block, where our parser wants it before: only the line goes."""
    return (
        ""
        if re.fullmatch(r"(?:[#.][\w:-]+\s*|[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|\S+)\s*|/?\w+\s*)*", found[1])
        else found[0]
    )


def _alert(found: re.Match[str]) -> str:
    label = found[3] or found[2].capitalize()
    return f"{found[1]}**{label}**\n{found[1].rstrip()}"


def _container(found: re.Match[str]) -> str:
    label = found[3].strip()
    return f"\n**{label}**\n" if label else ""
