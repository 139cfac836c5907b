"""An SVG file as a file of a book. In: its bytes. Out: the same drawing, with nothing that runs, loads or moves.

Read as XML without DTD, network or entities; elements and attributes pass by a list; a reference leads only inside
the drawing, or to a picture that the drawing itself contains. SVG 2; EPUB 3.3 section 6.2.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from book.transforms.pictures import LONGEST, Picture, Unfit
from book.xhtml import SVG_NS

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 20_000_000  # bytes unpacked
_SVG = f"{{{SVG_NS}}}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_ELEMENTS = frozenset(
    [
        *(
            "svg",
            "g",
            "defs",
            "symbol",
            "use",
            "title",
            "desc",
            "path",
            "rect",
            "circle",
            "ellipse",
            "line",
            "polyline",
        ),
        *("polygon", "text", "tspan", "textPath", "image", "clipPath", "mask", "pattern", "marker", "linearGradient"),
        *("radialGradient", "stop", "filter", "style", "switch", "view"),
        *("feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting"),
        *("feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR"),
        *("feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting"),
        *("feSpotLight", "feTile", "feTurbulence"),
    ]
)
_UNWRAPPED = frozenset(["a"])
_OUTSIDE = re.compile(
    r"url\(\s*['\"]?\s*(?!#|['\"]?\s*#)[^)]*\)|@import[^;]*;?|expression\s*\(|javascript:", re.IGNORECASE
)
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g|gif);base64,", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|ex)?\s*", re.IGNORECASE)
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
    "ex": 8.0,
}


def is_drawing(data: bytes) -> bool:
    """Whether bytes look like an SVG file, packed or not."""
    if data[:2] == b"\x1f\x8b":
        return True
    return b"<svg" in data[:4096] and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def drawing(data: bytes) -> Picture:
    """The drawing in `data`, made safe. Raises `Unfit` where it is none."""
    root = _parsed(_unpacked(data))
    if root.tag not in (f"{_SVG}svg", "svg"):
        raise Unfit("it is no drawing")
    if root.tag == "svg":
        root = _in_namespace(root)
    _clean(root)
    width, height = _size(root)
    etree.cleanup_namespaces(root)
    return Picture(etree.tostring(root, encoding="utf-8", xml_declaration=True), "image/svg+xml", width, height)


def _unpacked(data: bytes) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            plain = packed.read(_MOST + 1)
    except (OSError, EOFError, zlib.error):
        raise Unfit("it is packed and broken") from None
    if len(plain) > _MOST:
        raise Unfit(f"it unpacks to more than {_MOST:,} bytes")
    return plain


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unfit(f"it is not well-formed ({error})") from None


def _in_namespace(root: etree._Element) -> etree._Element:
    """A drawing written without its namespace, as in an HTML page, with it."""
    for element in root.iter("*"):
        if not str(element.tag).startswith("{"):
            element.tag = f"{_SVG}{element.tag}"
    return root


def _clean(root: etree._Element) -> None:
    for element in list(root.iter()):
        if element is not root and element.getparent() is None:
            continue  # went with what held it
        tag = element.tag
        name = tag.removeprefix(_SVG) if isinstance(tag, str) and tag.startswith(_SVG) else ""
        if element is root or name in _ELEMENTS:
            _clean_attributes(element, name)
            if name == "style":
                # A backslash can hide any word from the search for what leads outside.
                element.text = "" if "\\" in (element.text or "") else _OUTSIDE.sub("", element.text or "")
        elif name in _UNWRAPPED:
            element.tag = f"{_SVG}g"
            _clean_attributes(element, "g")
        else:
            _drop(element)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        for descendant in list(element):
            element.remove(descendant)
        before = element.getprevious()
        if element.tail and before is not None:
            before.tail = (before.tail or "") + element.tail
        elif element.tail:
            parent.text = (parent.text or "") + element.tail
        parent.remove(element)


def _clean_attributes(element: etree._Element, name: str) -> None:
    for key, held in list(element.items()):
        attribute, value = str(key), str(held)
        if attribute in ("href", f"{_XLINK}href"):
            inside = value.startswith("#") or (name == "image" and _EMBEDDED.match(value))
            if not inside:
                del element.attrib[attribute]
        elif attribute.startswith(_XLINK) or attribute.lower().startswith("on"):
            del element.attrib[attribute]
        elif attribute.startswith("{") and not attribute.endswith(("}lang", "}space")):
            del element.attrib[attribute]  # what a drawing program notes for itself
        elif "(" in value or ":" in value:
            element.set(attribute, _OUTSIDE.sub("", value))


def _size(root: etree._Element) -> tuple[int, int]:
    """Width and height in px; a drawing without a viewBox gets one, so that it can be scaled."""
    box = [float(part) for part in _numbers(root.get("viewBox") or "")]
    width, height = (_length(root.get(side)) for side in ("width", "height"))
    if len(box) != 4 and width and height:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    elif len(box) == 4:
        width = width or (height * box[2] / box[3] if height and box[3] else box[2])
        height = height or (width * box[3] / box[2] if box[2] else box[3])
    scale = min(1.0, LONGEST / max(width, height, 1))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _numbers(text: str) -> Iterator[str]:
    return (match[0] for match in re.finditer(r"-?\d*\.?\d+(?:e[+-]?\d+)?", text, re.IGNORECASE))


def _length(text: str | None) -> float:
    match = _LENGTH.fullmatch(text or "")
    try:
        return float(match[1]) * _UNITS[(match[2] or "").lower()] if match else 0.0
    except ValueError:
        return 0.0
