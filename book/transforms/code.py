"""Code with its parts marked. In: a passage. Out: the same, code of a named language in spans with Pygments' classes.

The text of code is never changed: where the marked tokens are not the same text, it stays unmarked. The language is
the one the source names (`language-c`, `lang-c`, `brush: c`, `highlight-source-c`), never a guess.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from book.transforms.passage import Passage

_LANGUAGE = re.compile(
    r"(?:^|\s)(?:language-|lang-|highlight-source-|sourceCode\s+|brush:\s*)([\w+#.-]+)|(?:^|\s)highlight\s+([\w+#-]+)$"
)
_MARKS = frozenset(["span", "b", "i", "font"])  # what highlighters wrap tokens in
_MOST = 200_000  # characters; code beyond is data, and a lexer's time is not bounded by us
_PLAIN = frozenset(["", "n", "w", "p", "x"])  # names, white space, punctuation, other: not worth a span


def code(passage: Passage) -> None:
    """Mark the tokens of code blocks whose language is named."""
    for block in passage.tree.iter("pre"):
        children = [child for child in block if isinstance(child.tag, str)]
        inner = children[0] if len(children) == 1 and children[0].tag == "code" else block
        language = _language(block, inner)
        if inner is not block and (block.text or (inner.tail or "").strip()):
            continue
        if any(child.tag not in _MARKS for child in inner.iter("*") if child is not inner):
            continue
        text = "".join(str(piece) for piece in inner.itertext())
        if language and len(text) <= _MOST:
            _fill(inner, text, language)


def _language(block: etree._Element, inner: etree._Element) -> str:
    """The language a code block, or what holds it, names."""
    holder = block.getparent()
    for element in (inner, block, holder):
        if element is None or (element is holder and len(element) != 1):
            continue
        if named := element.get("data-lang") or element.get("data-language"):
            return named.lower()
        if found := _LANGUAGE.search(element.get("class") or ""):
            return (found[1] or found[2]).lower()
    return ""


def _fill(element: etree._Element, text: str, language: str) -> None:
    lexer = _lexer(language)
    if lexer is None:
        return
    tokens = list(_tokens(lexer, text))
    if "".join(value for _, value in tokens) != text:
        return
    for child in list(element):
        element.remove(child)
    element.text = ""
    last: etree._Element | None = None
    for kind, value in tokens:
        if kind in _PLAIN:
            if last is None:
                element.text += value
            else:
                last.tail = (last.tail or "") + value
            continue
        last = etree.SubElement(element, "span")
        last.set("class", kind)
        last.text = value


def _tokens(lexer: Any, text: str) -> Iterable[tuple[str, str]]:  # noqa: ANN401 - Pygments is imported where it is used
    """(class, text) with neighbours of one class joined."""
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415 - only books with code pay for Pygments

    held_kind, held = "", ""
    for token, value in lexer.get_tokens(text):
        while token not in STANDARD_TYPES:
            token = token.parent  # noqa: PLW2901 - a finer token has the class of its family
        kind = STANDARD_TYPES[token]
        kind = "" if kind in _PLAIN else kind
        if kind == held_kind:
            held += value
        else:
            if held:
                yield held_kind, held
            held_kind, held = kind, value
    if held:
        yield held_kind, held


@cache
def _lexer(language: str) -> Any:  # noqa: ANN401 - the same
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - the same
    from pygments.util import ClassNotFound  # noqa: PLC0415 - the same

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
