"""Take out of an instalment what only made sense on its own page. In: its tree. Out: the tree, and what was removed.

At its beginning: its title once more, "Previously", "Read Part One here". At its end: "To be continued", links
to the neighbours. Only whole blocks at the two ends are looked at, and only when nothing else stands in them:
every other word stays.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from book.assemble.phrases import LONGEST, lead, points, recapitulates
from book.language import words
from book.model import Removal
from book.xhtml import EPUB_TYPE, remove, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml import etree

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_WRAPPERS = frozenset(["section", "div", "article", "main", "header"])
_DEPTH = 6  # wrappers looked into, one inside the other
_FIRST, _LAST = 4, 5  # blocks looked at, from either end
_LINKED = 0.6  # share of the words of a block of links that are in links to instalments
_FEW = 25  # words of such a block
_RECAP = 3  # paragraphs that may follow the heading "Previously"


def strip(
    tree: etree._Element,
    source: str,
    names: Sequence[str],
    starts: Mapping[str, Sequence[str]],
    *,
    last: bool = False,
) -> list[Removal]:
    """Remove the furniture of one instalment.

    `names` are what it and its chapter are called, the raw title last; `starts` the ids of whole
    instalments, which links of navigation lead to, with the words of their titles. In the `last` instalment of a
    book "To be continued" is true, and stays.
    """
    removed = [Removal(source, "repeated-title", text) for text in _repeated_titles(tree, names)]
    removed += [Removal(source, "recapitulation", text) for text in _recapitulation(tree)]
    blocks = _blocks(tree)
    for block in dict.fromkeys([*blocks[:_FIRST], *blocks[-_LAST:]]):
        reason = "" if _longer(block, LONGEST) else _leads(block)
        if not reason and starts and _leads_elsewhere(block, starts):
            reason = "series-navigation"
        if reason and not (last and reason == "to-be-continued") and _bare(block):
            removed.append(Removal(source, reason, text_of(block)))
            remove(block)
    return removed


def _blocks(tree: etree._Element) -> list[etree._Element]:
    """The blocks of an instalment, out of wrappers that hold all of it."""
    for _ in range(_DEPTH):
        children = [child for child in tree if isinstance(child.tag, str)]
        if len(children) != 1 or children[0].tag not in _WRAPPERS or (tree.text or "").strip():
            return children
        tree = children[0]
    return [child for child in tree if isinstance(child.tag, str)]


def _leads(block: etree._Element) -> str:
    """Why the text of a block only leads to another instalment; "" where it does not."""
    return lead(text_of(block)) if block.tag in ("p", "div") or block.tag in _HEADINGS else ""


def _longer(block: etree._Element, characters: int) -> bool:
    """Whether a block begins with so much text that it need not be looked at: for most, all of their text is long."""
    text = block.text or ""
    return len(text) > characters and len(" ".join(text[: 2 * characters].split())) > characters


def _bare(block: etree._Element) -> bool:
    """Whether a block holds nothing but text: a picture is never furniture here."""
    return next(block.iter("img", "table", "pre", "math", "{*}svg"), None) is None


def _repeated_titles(tree: etree._Element, names: Sequence[str]) -> Iterator[str]:
    """Leading headings and paragraphs that say the title again, or only its ordinals."""
    spoken = [words(name) for name in names if name]
    raw = words(names[-1]) if names else []
    rest = _without(raw, spoken[:-1])
    most = LONGEST + 4 * max(map(len, names), default=0)  # characters in which a title can be said, marks and all
    for _ in range(_FIRST):
        block = _leading(tree)
        if block is None or _longer(block, most):
            return
        calls = [link for link in block.iter("a") if "noteref" in (link.get(EPUB_TYPE) or "")]
        text = _without_calls(block) if calls else text_of(block)
        own = words(text)
        heading = block.tag in _HEADINGS or block.tag == "hgroup"
        same = own in spoken if heading else own == raw and len(own) > 1
        if not (own and (same or (heading and own == rest)) and _bare(block)):
            return
        if calls:
            # A note to a title is called from the line below it.
            below = next((p for p in tree.iter("p") if block not in p.iterancestors() and text_of(p)), None)
            if below is None:
                return
            for call in calls:
                call.tail = None
                below.append(call)
        yield text
        _remove_with_empty(block, tree)


def _without_calls(block: etree._Element) -> str:
    """The words of a block, without the numbers of its notes."""
    bare = deepcopy(block)
    for link in list(bare.iter("a")):
        if "noteref" in (link.get(EPUB_TYPE) or ""):
            remove(link)
    return text_of(bare)


def _leading(tree: etree._Element) -> etree._Element | None:
    """The first block that is no wrapper; None where text stands before it."""
    element = tree
    for _ in range(_DEPTH):
        if (element.text or "").strip():
            return None
        first = next((child for child in element if isinstance(child.tag, str)), None)
        if first is None or first.tag not in _WRAPPERS:
            return first
        element = first
    return None


def _remove_with_empty(block: etree._Element, tree: etree._Element) -> None:
    """Take a block away, and the `header` or `div` that it leaves empty."""
    parent = block.getparent()
    remove(block)
    while (
        parent is not None and parent is not tree and not text_of(parent) and not len(parent) and not parent.get("id")
    ):
        outer = parent.getparent()
        remove(parent)
        parent = outer


def _without(raw: list[str], others: list[list[str]]) -> list[str]:
    """The words of a raw title that are in neither of the bare titles: its ordinals."""
    rest = list(raw)
    for name in others:
        for word in name:
            if word in rest:
                rest.remove(word)
    return rest


def _recapitulation(tree: etree._Element) -> Iterator[str]:
    """A leading "Previously": a paragraph that begins with it, or its heading with the few paragraphs under it."""
    for block in _blocks(tree)[:2]:
        text = text_of(block)
        if block.tag == "p":
            head, colon, _ = text.partition(":")
            if (recapitulates(text) or (colon and recapitulates(head))) and _bare(block):
                yield text
                remove(block)
            continue
        if block.tag in _HEADINGS and recapitulates(text):
            under = _under(block)
            if under is not None:
                for element in [block, *under]:
                    yield text_of(element)
                    remove(element)
            return


def _under(heading: etree._Element) -> list[etree._Element] | None:
    """What stands under a heading until the next one or a rule; None where that is more than a recapitulation."""
    found: list[etree._Element] = []
    for sibling in heading.itersiblings():
        if sibling.tag in _HEADINGS or sibling.tag == "hr":
            return found
        if sibling.tag != "p" or len(found) == _RECAP or not _bare(sibling):
            return None
        found.append(sibling)
    return None


def _leads_elsewhere(block: etree._Element, starts: Mapping[str, Sequence[str]]) -> bool:
    """Whether a block is little more than links to other instalments."""
    links = [link for link in block.iter("a") if (link.get("href") or "").startswith("#")]
    links = [link for link in links if _names(text_of(link), starts.get(link.get("href", "")[1:]))]
    if not links or block.tag not in ("p", "div", "ul", "ol", "nav"):
        return False
    total = len(words(text_of(block)))
    linked = sum(len(words(text_of(link))) for link in links)
    short = total <= _FEW if block.tag in ("p", "div") else len(links) > 1
    return short and linked >= total * _LINKED


def _names(text: str, title: Sequence[str] | None) -> bool:
    """Whether a link names the instalment it leads to: by its title, its number, or its place before or after."""
    if title is None:
        return False
    own = words(text)
    known = sum(word in title for word in own)
    return not own or known * 2 > len(own) or points(text)
