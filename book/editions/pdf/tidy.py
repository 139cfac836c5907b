"""A lighter structure tree that says the same. In: the pydyf objects of one sheet. Out: the same, changed in place.

WeasyPrint gives every line of text a structure element of its own. An element that has no meaning (`NonStruct`,
or a `Span` that says nothing) and no attributes can go, its content standing in its parent's place: a third of the
objects of a book. ISO 32000-1, 14.7.4 (content items), 14.8.4.2 (`NonStruct`).
"""

from __future__ import annotations

from typing import Any

import pydyf

_EMPTY = (b"/NonStruct", "/NonStruct", "/Span")
_OF_ITEMS = ("/Lbl", "/LBody")
_PLAIN = {"Type", "S", "K", "Pg", "P"}


def tidy(pdf: Any, sheet: str) -> None:  # noqa: ANN401 - pydyf ships no types
    """Take the structure elements without meaning out of a tagged PDF; make ids the sheet's own."""
    _close(pdf)
    for element in pdf.objects:
        # WeasyPrint numbers table headers by object: another sheet has the same numbers.
        if isinstance(element, pydyf.Dictionary) and element.get("Type") == "/StructElem" and "ID" in element:
            element["ID"].string = f"{sheet}-{element['ID'].string}"
        if isinstance(element, pydyf.Stream) and "Interpolate" in element.extra:
            del element.extra["Interpolate"]  # a viewer's affair: ISO 19005-3, 6.2.8
        if isinstance(element, pydyf.Dictionary) and element.get("S") == "/Figure" and "Alt" not in element:
            # An ornament, or a picture that nobody described: said to stand for no words. ISO 14289-1, 7.3.
            element["ActualText"] = pydyf.String("")
    root = _get(pdf, pdf.catalog.get("StructTreeRoot"))
    if root is None:  # an untagged sheet
        return
    tree = _get(pdf, root["ParentTree"])["Nums"]
    for kid in root["K"]:
        _one_link_each(pdf, _get(pdf, kid), tree)
    _bodies(pdf)
    parents: dict[bytes, bytes] = {}
    for kid in root["K"]:
        _flatten(pdf, _get(pdf, kid), parents)
    for entry in tree[1::2]:
        if isinstance(entry, list):
            entry[:] = [_settled(reference, parents) for reference in entry]


def _close(pdf: Any) -> None:  # noqa: ANN401 - pydyf ships no types
    """Leave each page's graphics state as it was found, so that binding can draw after it."""
    for page in pdf.objects:
        if isinstance(page, pydyf.Dictionary) and page.get("Type") == "/Page":
            content = _get(pdf, page["Contents"])
            content.stream.insert(0, b"q")
            content.stream.append(b"Q")


def _bodies(pdf: Any) -> None:  # noqa: ANN401 - pydyf ships no types
    """Give an item whose content is paragraphs its `LBody`: an `LI` holds nothing else. ISO 32000-1, 14.8.4.3.3."""
    for item in list(pdf.objects):
        if not (isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem" and item.get("S") == "/LI"):
            continue
        loose = [kid for kid in item["K"] if isinstance(kid, bytes) and _get(pdf, kid).get("S") not in _OF_ITEMS]
        if not loose:
            continue
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "P": item.reference, "K": pydyf.Array(loose)})
        pdf.add_object(body)
        for kid in loose:
            _get(pdf, kid)["P"] = body.reference
        at = next(at for at, kid in enumerate(item["K"]) if kid in loose)
        kept = [kid for kid in item["K"] if kid not in loose]
        item["K"] = pydyf.Array([*kept[:at], body.reference, *kept[at:]])


def _one_link_each(pdf: Any, top: Any, tree: list[Any]) -> None:  # noqa: ANN401 - pydyf ships no types
    """Leave each link one annotation a line: WeasyPrint gives every box inside a link another, under its own tag.

    ISO 14289-1, 7.18.5: a link annotation stands in a `Link`.
    """
    gone: set[bytes] = set()
    waiting = [(top, False)]
    while waiting:
        element, linked = waiting.pop()
        objects = [kid for kid in element["K"] if isinstance(kid, bytes) and _get(pdf, kid).get("Type") == "/OBJR"]
        if objects and linked:
            element["K"] = pydyf.Array(kid for kid in element["K"] if kid not in objects)
            gone.update(_get(pdf, kid)["Obj"] for kid in objects)
        elif objects and element["S"] != "/Form":
            element["S"] = "/Link"
        inside = linked or element["S"] == "/Link"
        waiting.extend((kid, inside) for kid in _elements(pdf, element))
    if gone:
        _forget(pdf, gone, tree)


def _forget(pdf: Any, gone: set[bytes], tree: list[Any]) -> None:  # noqa: ANN401 - pydyf ships no types
    """Take annotations off their pages and out of the parent tree."""
    numbers = {_get(pdf, annotation)["StructParent"] for annotation in gone}
    for page in pdf.objects:
        if isinstance(page, pydyf.Dictionary) and page.get("Type") == "/Page" and "Annots" in page:
            page["Annots"] = pydyf.Array(link for link in page["Annots"] if link not in gone)
    pairs = list(zip(tree[::2], tree[1::2], strict=True))
    tree[:] = [item for pair in pairs if pair[0] not in numbers for item in pair]


def _settled(reference: bytes, parents: dict[bytes, bytes]) -> bytes:
    """The element that owns the content now."""
    while reference in parents:
        reference = parents[reference]
    return reference


def _get(pdf: Any, reference: bytes | None) -> Any:  # noqa: ANN401 - pydyf ships no types
    """The object behind a reference."""
    return None if reference is None else pdf.objects[int(reference.split()[0])]


def _flatten(pdf: Any, top: Any, parents: dict[bytes, bytes]) -> None:  # noqa: ANN401 - pydyf ships no types
    """Replace every kid without meaning by its own kids, from the leaves up, without recursion: sheets nest deep."""
    order, waiting = [], [top]
    while waiting:
        element = waiting.pop()
        order.append(element)
        waiting.extend(_elements(pdf, element))
    for element in reversed(order):
        kids = pydyf.Array()
        for kid in element["K"]:
            child = _get(pdf, kid) if isinstance(kid, bytes) else None
            if child is None or not _void(child) or not _movable(element, child):
                kids.append(kid)
                continue
            kids.extend(_moved(pdf, element, child))
            parents[kid] = element.reference
            # pydyf counts a freed object among the compressed ones, unless its generation says otherwise.
            child.free, child.generation, child.number = "f", 65535, 0
        element["K"] = kids


def _elements(pdf: Any, element: Any) -> list[Any]:  # noqa: ANN401 - pydyf ships no types
    found = (_get(pdf, kid) for kid in element.get("K", ()) if isinstance(kid, bytes))
    return [kid for kid in found if kid.get("Type") == "/StructElem"]


def _void(element: Any) -> bool:  # noqa: ANN401 - pydyf ships no types
    """An element that says nothing."""
    return element.get("S") in _EMPTY and set(element) <= _PLAIN


def _movable(parent: Any, child: Any) -> bool:  # noqa: ANN401 - pydyf ships no types
    """Whether the parent may hold the child's content itself: grouping elements hold no content of their own."""
    content = any(isinstance(kid, int) for kid in child["K"])
    return not content or (parent.get("S") in _HOLDS_CONTENT and parent.get("Pg") == child.get("Pg"))


def _moved(pdf: Any, parent: Any, child: Any) -> list[Any]:  # noqa: ANN401 - pydyf ships no types
    """The child's kids, now the parent's."""
    for element in _elements(pdf, child):
        element["P"] = parent.reference
    return list(child["K"])


# Block-level and inline elements that hold marked content directly. ISO 32000-1, tables 333 to 338.
_HOLDS_CONTENT = frozenset(
    ["/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Lbl", "/LBody", "/TH", "/TD", "/Span", "/Caption", "/NonStruct"]
)
