"""Markup put right before the gate. In: a `body` tree as authored. Out: the same tree, in the elements a book uses.

Lazy images get their address, embedded media become links, `<font>` and its kin go, runs of `<br>` become
paragraphs, layout tables become their content, bold lines that stand for headings become headings.

Over 300 lines because the mends follow one another over one tree, and their order is the point.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from book import xhtml
from book.clean.tree import INLINE

if TYPE_CHECKING:
    from collections.abc import Callable

_RENAME = {
    "strike": "s", "tt": "code", "acronym": "abbr", "center": "div", "dir": "ul", "menu": "ul", "details": "div",
    "summary": "p", "article": "section", "listing": "pre", "xmp": "pre", "plaintext": "pre",
}  # fmt: skip
_UNWRAP = frozenset(
    ["font", "big", "nobr", "blink", "marquee", "basefont", "label", "fieldset", "form", "object", "main"]
)
_MEDIA = frozenset(["iframe", "embed", "video", "audio"])
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-orig-file", "data-url", "data-full-src")
_LAZY_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_PLACEHOLDER = re.compile(
    r"^$|^data:|(?:blank|spacer|placeholder|pixel|loading|lazy|1x1|transparent)[\w.-]*\.(?:gif|png|svg)"
)
_IMAGE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)
_CANDIDATE = re.compile(r"(\S+?)(?:\s+([\d.]+)[wx])?\s*(?:,\s+|,?$)")
_END_OF_SENTENCE = re.compile(r"[.!?;,:…。！？，、؟؛،।]['\"”’»)\]]*$")
_TRACKER = re.compile(r"(?:^|[/.])(?:pixel|beacon|track|stats?)\b|doubleclick|feedburner\.com/~", re.IGNORECASE)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_PLAYERS = re.compile(r"(?:youtube(?:-nocookie)?\.com/embed/|player\.vimeo\.com/video/)([\w-]+)")


def shape(body: etree._Element, *, authored: bool = False) -> None:
    """Put a tree right in place. `authored`: the markup is a book's own, and only what HTML forbids is touched."""
    _each(body, "noscript", _noscript)
    _each(body, "picture", _picture)
    _each(body, "img", _image)
    for tag in sorted(_MEDIA):
        _each(body, tag, _media)
    _renamed(body)
    if authored:
        return
    _each(body, "table", _layout_table)
    _break_paragraphs(body)
    _headings(body)
    _bare_text(body)


def _each(body: etree._Element, tag: str, rule: Callable[[etree._Element], None]) -> None:
    for element in list(body.iter(tag)):
        if element.getparent() is not None:
            rule(element)


# ---------------------------------------------------------------- images and media


def _noscript(element: etree._Element) -> None:
    """The fallback replaces the lazy image before it; a fallback without one goes."""
    images = list(element.iter("img"))
    if not images:
        # A parser without scripting may also find the fallback as text.
        if element.text and "<img" in element.text:
            images = list(etree.HTML(element.text).iter("img"))
        if not images:
            xhtml.remove(element)
            return
    before = element.getprevious()
    lazy = before if before is not None and before.tag == "img" else None
    if lazy is None and before is not None and not xhtml.text_of(before):
        lazy = next(before.iter("img"), None)
    if lazy is not None:
        for key, value in images[0].attrib.items():
            if key != "class":
                lazy.set(key, value)
        xhtml.remove(element)
        return
    element.text = None
    for child in list(element):
        element.remove(child)
    element.extend(images)
    xhtml.unwrap(element)


def _picture(element: etree._Element) -> None:
    """A picture is its image; without a usable one, its largest source."""
    image = next(element.iter("img"), None)
    if image is None:
        image = etree.SubElement(element, "img")
    if _PLACEHOLDER.search(image.get("src") or ""):
        sets = [source.get(key) or "" for source in element.iter("source") for key in _LAZY_SETS]
        largest = _largest(", ".join(filter(None, sets)))
        if largest:
            image.set("src", largest)
    for source in list(element.iter("source")):
        xhtml.remove(source)
    xhtml.unwrap(element)


def _image(image: etree._Element) -> None:
    """Give an image the address it will be loaded from: the largest offered, then the lazy one, then its own."""
    source = image.get("src") or ""
    offered = next((image.get(key) for key in _LAZY if image.get(key)), "") or ""
    largest = _largest(", ".join(filter(None, (image.get(key) for key in _LAZY_SETS))))
    if not offered and _PLACEHOLDER.search(source):
        offered = next((str(v) for v in image.attrib.values() if _IMAGE_NAME.search(str(v)) and " " not in str(v)), "")
    best = largest or offered or source
    tiny = image.get("width") in {"0", "1"} or image.get("height") in {"0", "1"}
    if not best or tiny or (_TRACKER.search(best) and not image.get("alt")):
        xhtml.remove(image)
        return
    image.set("src", best.strip())
    for key in list(image.attrib):
        if str(key).startswith("data-") or key in {"srcset", "sizes", "loading"}:
            del image.attrib[key]


def _largest(srcset: str) -> str:
    """The candidate with the greatest width or density."""
    found = [(float(size or 1), address) for address, size in _CANDIDATE.findall(srcset) if address.strip(",")]
    best = max(found, key=lambda pair: pair[0], default=(0.0, ""))[1].rstrip(",")
    return "" if best.startswith("data:") else best


def _media(element: etree._Element) -> None:
    """Embedded media as a link to it."""
    source = (
        element.get("src") or next((s.get("src") or "" for s in element.iter("source")), "") or element.get("data-src")
    )
    if not source or source.startswith(("about:", "data:", "javascript:")) or element.get("width") in {"0", "1"}:
        xhtml.remove(element)
        return
    player = _PLAYERS.search(source)
    if player:
        host = "https://www.youtube.com/watch?v=" if "youtube" in source else "https://vimeo.com/"
        source = host + player[1]
    title = " ".join((element.get("title") or "").split())
    for child in list(element):
        element.remove(child)
    link = etree.Element("a", href=source)
    link.text = title or re.sub(r"^(?:https?:)?//", "", source).partition("?")[0][:80]
    element.attrib.clear()
    element.set("class", "embedded-media")
    element.text = None
    element.append(link)
    parent = element.getparent()
    inside = parent is not None and (parent.tag in INLINE or parent.tag in {"p", *_HEADINGS})
    element.tag = "span" if inside else "p"


# ---------------------------------------------------------------- elements


def _renamed(body: etree._Element) -> None:
    for element in list(body.iter(etree.Element)):
        if element is body or element.getparent() is None:
            continue
        if element.tag in _UNWRAP:
            if element.tag == "main" and element.get("id"):
                element.tag = "div"
            else:
                xhtml.unwrap(element)
        elif element.tag in _RENAME:
            element.tag = _RENAME[str(element.tag)]


def _layout_table(table: etree._Element) -> None:
    """A table that only places things gives its content; a table of data stays."""
    if _is_data(table):
        return
    for element in list(table.iter("thead", "tbody", "tfoot", "tr", "colgroup", "col", "caption")):
        xhtml.unwrap(element)
    for cell in list(table.iter("td", "th")):
        cell.tag = "div"
        cell.attrib.pop("colspan", "")
        cell.attrib.pop("rowspan", "")
    table.tag = "div"
    for key in ("border", "cellpadding", "cellspacing", "width"):
        table.attrib.pop(key, "")


def _is_data(table: etree._Element) -> bool:
    if table.get("role") in {"presentation", "none"}:
        return False
    if next(table.iter("th", "caption", "thead"), None) is not None or table.get("summary"):
        return True
    rows = list(table.iter("tr"))
    cells = list(table.iter("td"))
    if len(rows) < 2 or len(cells) <= len(rows):  # one row or one column places, it does not tabulate
        return False
    blocks = sum(1 for cell in cells if len(cell.findall(".//p")) > 1 or cell.find(".//table") is not None)
    return not blocks


def _break_paragraphs(body: etree._Element) -> None:
    """Two `<br>` in a row end a paragraph, in whatever holds the running text."""
    for holder in list(body.iter("div", "section", "p", "td", "blockquote", "li", "body")):
        if sum(1 for child in holder if child.tag == "br") > 1 and any(_doubled(child) for child in holder):
            _split(holder)


def _doubled(br: etree._Element) -> bool:
    after = br.getnext()
    return br.tag == "br" and not (br.tail or "").strip() and after is not None and after.tag == "br"


def _split(holder: etree._Element) -> None:
    """Gather the inline runs between double breaks into paragraphs."""
    paragraph = holder.tag == "p"
    children, text = list(holder), holder.text
    for child in children:
        holder.remove(child)
    holder.text = None
    run = etree.SubElement(holder, "p")
    run.text = text
    at = 0
    while at < len(children):
        child = children[at]
        tail, child.tail = child.tail, None
        if child.tag == "br" and not (tail or "").strip() and at + 1 < len(children) and children[at + 1].tag == "br":
            while at + 1 < len(children) and children[at + 1].tag == "br" and not (tail or "").strip():
                at += 1
                tail = children[at].tail
            run = etree.SubElement(holder, "p")
            run.text = tail
        elif child.tag in INLINE:
            run.append(child)
            child.tail = tail
        else:
            holder.append(child)
            run = etree.SubElement(holder, "p")
            run.text = tail
        at += 1
    for made in list(holder.iterchildren("p")):
        if len(made) == 0 and not (made.text or "").strip() and not made.attrib:
            xhtml.remove(made)
    if paragraph:
        holder.tag = "div"
        if not holder.attrib and holder.getparent() is not None:
            xhtml.unwrap(holder)


def _headings(body: etree._Element) -> None:
    """A paragraph that is one short bold phrase, without an end of sentence and before running text, is a heading."""
    level = 2
    for element in list(body.iter("p", "div", *sorted(_HEADINGS))):
        if element.tag in _HEADINGS:
            level = min(6, int(str(element.tag)[1]) + 1) if not element.get("data-faked") else level
        elif _is_faked(element):
            bold = element[0]
            bold.tail = None
            xhtml.unwrap(bold)
            element.tag = f"h{max(2, level)}"
            element.set("data-faked", "")
    for element in body.iter(*sorted(_HEADINGS)):
        element.attrib.pop("data-faked", "")


def _is_faked(element: etree._Element) -> bool:
    if len(element) != 1 or element[0].tag not in {"b", "strong"} or (element.text or "").strip():
        return False
    if (element[0].tail or "").strip() or any(
        above.tag in {"li", "td", "th", "blockquote", "figure", "dd", "figcaption"} for above in element.iterancestors()
    ):
        return False
    text = xhtml.text_of(element)
    after = element.getnext()
    if not 2 < len(text) <= 90 or _END_OF_SENTENCE.search(text) or element.find(".//img") is not None:
        return False
    if after is None or after.tag not in {"p", "div", "ul", "ol", "blockquote"}:
        return False
    return len(xhtml.text_of(after)) > 90 and not (len(after) == 1 and after[0].tag in {"b", "strong"})


def _bare_text(body: etree._Element) -> None:
    """Text that lies beside blocks, in no block of its own, gets a paragraph."""
    for holder in [body, *body.iter("div", "section", "blockquote")]:
        if any(child.tag not in INLINE for child in holder.iterchildren(etree.Element)):
            _wrap_runs(holder)


def _wrap_runs(holder: etree._Element) -> None:
    run: etree._Element | None = None
    if (holder.text or "").strip():
        run = etree.Element("p")
        run.text, holder.text = holder.text, None
        holder.insert(0, run)
    for child in list(holder):
        if child is run:
            continue
        if child.tag in INLINE and (run is not None or xhtml.text_of(child) or child.tag == "img"):
            if run is None:
                run = etree.Element("p")
                holder.insert(holder.index(child), run)
            run.append(child)  # moves the tail with it
        elif child.tag not in INLINE:
            run = None
            if (child.tail or "").strip():
                run = etree.Element("p")
                run.text, child.tail = child.tail, None
                holder.insert(holder.index(child) + 1, run)
