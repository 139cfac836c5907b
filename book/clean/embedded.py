"""Drawings and formulas inside an article. In: an `svg` or `math` element as it came. Out: the same, made safe.

Only what the lists name passes: no script, no style, no event, no animation, no reference out of the element.
SVG 1.1 and MathML 3 (the presentation part, and `annotation` for the source of a formula), as EPUB 3.3 takes them.
"""

from __future__ import annotations

import re

from lxml import etree

from book.xhtml import MATHML_NS, SVG_NS, XML_LANG, remove, unwrap

_SVG_TAGS = frozenset(
    [
        "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
        "polygon", "text", "tspan", "textPath", "linearGradient", "radialGradient", "stop", "clipPath", "mask",
        "pattern", "marker", "image",
    ]
)  # fmt: skip
_MATH_TAGS = frozenset(
    [
        "math", "semantics", "annotation", "mrow", "mfrac", "msqrt", "mroot", "mstyle", "merror", "mpadded",
        "mphantom", "mfenced", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover",
        "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd", "mlabeledtr", "mi", "mn", "mo", "mtext",
        "mspace", "ms",
    ]
)  # fmt: skip
_SVG_ATTRIBUTES = frozenset(
    [
        "id", "class", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry",
        "fx", "fy", "dx", "dy", "d", "points", "transform", "fill", "fill-opacity", "fill-rule", "stroke",
        "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-dasharray",
        "stroke-dashoffset", "stroke-miterlimit", "opacity", "color", "offset", "stop-color", "stop-opacity",
        "gradientUnits", "gradientTransform", "spreadMethod", "patternUnits", "patternTransform", "clip-path",
        "clip-rule", "clipPathUnits", "mask", "maskUnits", "marker-start", "marker-mid", "marker-end", "markerWidth",
        "markerHeight", "refX", "refY", "orient", "preserveAspectRatio", "font-size", "font-weight", "font-style",
        "font-family", "text-anchor", "dominant-baseline", "baseline-shift", "letter-spacing", "startOffset",
        "lengthAdjust", "textLength", "rotate", "role", "aria-label", "version", "lang", XML_LANG,
    ]
)  # fmt: skip
_MATH_ATTRIBUTES = frozenset(
    [
        "id", "class", "display", "alttext", "mathvariant", "mathsize", "mathcolor", "dir", "stretchy", "symmetric",
        "fence", "separator", "separators", "open", "close", "form", "lspace", "rspace", "minsize", "maxsize",
        "largeop", "movablelimits", "accent", "accentunder", "linethickness", "bevelled", "numalign", "denomalign",
        "columnalign", "rowalign", "columnspacing", "rowspacing", "columnlines", "rowlines", "frame", "columnspan",
        "rowspan", "width", "height", "depth", "voffset", "notation", "scriptlevel", "displaystyle", "encoding",
        "lang", XML_LANG,
    ]
)  # fmt: skip
_INNER_URL = re.compile(r"\s*url\(\s*['\"]?#[\w.-]+['\"]?\s*\)\s*\Z")
_INNER_HREF = re.compile(r"#[\w.-]+\Z")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+\Z")
# Their text is not the article's: it is another rendering, or not text at all.
_SILENT = frozenset(["script", "style", "foreignObject", "annotation-xml", "metadata", "animate", "set"])

_OUTERMOST = frozenset([f"{{{SVG_NS}}}svg", f"{{{MATHML_NS}}}math"])


def is_embedded(element: etree._Element) -> bool:
    """Whether an element is the outermost of a drawing or a formula."""
    return element.tag in _OUTERMOST


def safe(element: etree._Element) -> etree._Element:
    """The element itself, reduced in place to what the lists name."""
    math = element.tag == f"{{{MATHML_NS}}}math"
    space, tags = (MATHML_NS, _MATH_TAGS) if math else (SVG_NS, _SVG_TAGS)
    for comment in list(element.iter(etree.Comment, etree.ProcessingInstruction)):
        remove(comment)
    for node in list(element.iter(etree.Element)):
        name = str(node.tag).rpartition("}")[2]
        if node is not element and (
            name in _SILENT or name not in tags or not str(node.tag).startswith(f"{{{space}}}")
        ):
            _take_out(node, name)
            continue
        _reduce(node, _MATH_ATTRIBUTES if math else _SVG_ATTRIBUTES)
    etree.cleanup_namespaces(element)
    return element


def _take_out(node: etree._Element, name: str) -> None:
    if node.getparent() is None:
        return
    if name in _SILENT:
        remove(node)
    else:
        unwrap(node)


def _reduce(node: etree._Element, allowed: frozenset[str]) -> None:
    name = str(node.tag).rpartition("}")[2]
    for key, value in list(node.attrib.items()):
        if key == "href":
            fits = _INNER_HREF.match(str(value)) or (name == "image" and _PICTURE.match(str(value)))
            if not fits:
                del node.attrib[key]
        elif key not in allowed or ("url(" in str(value).lower() and not _INNER_URL.match(str(value))):
            del node.attrib[key]
