"""Every picture the text shows is in the book, once. In: a `Book`, a `Finder`. Out: the `Book`, with its assets.

A picture is named by its content; the same picture under two names is one file. What cannot be had or shown leaves
its alternative text in the place, and a problem with the article's line. Nothing is fetched: a picture on the web
becomes a link to it.
"""

from __future__ import annotations

import posixpath
import re
from base64 import b64decode
from binascii import Error as BinasciiError
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from book.milestones import walk
from book.model import Asset, Problem
from book.remember import afresh
from book.transforms.drawings import drawing, is_drawing
from book.transforms.headings import slug
from book.transforms.passage import first_source
from book.transforms.pictures import Picture, Unfit, picture
from book.transforms.places import Places
from book.xhtml import parse, remove, text_of, write

if TYPE_CHECKING:
    from lxml import etree

    from book.model import Book, Chapter, Finder, Keep

_IMAGE = "<img"
_DATA = re.compile(r"data:([^;,]*)((?:;[^;,]*)*),(.*)", re.DOTALL)
_SUFFIX = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/svg+xml": "svg"}
_SIZE = re.compile(r"\d{1,4}")
_DROPPED = ("srcset", "sizes", "loading", "decoding", "fetchpriority", "crossorigin", "usemap", "align", "border")


def images(book: Book, finder: Finder, keep: Keep = afresh) -> Book:
    """Pack what `img` shows, and say what is missing, on the web, broken or without an alternative."""
    packing = _Packing(finder, keep, {asset.name: asset for asset in book.assets})
    return replace(
        book,
        parts=tuple(replace(part, chapters=tuple(packing.chapter(c) for c in part.chapters)) for part in book.parts),
        assets=tuple(packing.assets[name] for name in sorted(packing.assets)),
        problems=(*book.problems, *packing.problems),
    )


class _Packing:
    """The pictures of one book: found, made fit, and each kept once."""

    def __init__(self, finder: Finder, keep: Keep, assets: dict[str, Asset]) -> None:
        self.assets = assets
        self.problems: list[Problem] = []
        self._finder, self._keep = finder, keep
        self._places = Places(finder)
        self._kept: dict[str, Asset] = {}  # by digest of the bytes packed
        self._made: dict[bytes, Asset | Unfit] = {}  # by digest of the bytes found

    def chapter(self, chapter: Chapter) -> Chapter:
        """The chapter with its pictures packed."""
        body = self._text(chapter.body, first_source(chapter))
        notes = tuple(replace(note, body=self._text(note.body, first_source(chapter))) for note in chapter.notes)
        return replace(chapter, body=body, notes=notes)

    def _text(self, fragment: str, source: str) -> str:
        if _IMAGE not in fragment:
            return fragment
        tree = parse(fragment)
        self._show(tree, source)
        return write(tree)

    def _show(self, body: etree._Element, source: str) -> None:
        """Point every picture of a tree at its asset."""
        for element, origin in list(walk(body, source, "img")):
            href = (element.get("src") or "").strip()
            try:
                asset = self._asset(origin, href)
            except (OSError, Unfit, ValueError) as error:
                self._fail(element, origin, href, error)
            else:
                self._set(element, origin, href, asset)

    def _asset(self, source: str, href: str) -> Asset:
        data = _unpack(href) if href.startswith("data:") else self._finder(source, href)
        digest = sha256(data).digest()
        made = self._made.get(digest)
        if made is None:
            try:
                make = partial(drawing if is_drawing(data) else picture, data)
                made = self._named(source, href, self._keep("picture", data, Picture, make))
            except Unfit as error:
                made = error
            self._made[digest] = made
        if isinstance(made, Unfit):
            raise made
        return made

    def _named(self, source: str, href: str, shown: Picture) -> Asset:
        """The asset of a picture; the same content under another name is the same asset."""
        digest = sha256(shown.data).hexdigest()
        if digest in self._kept:
            return self._kept[digest]
        stem = "picture" if href.startswith("data:") else posixpath.basename(unquote(_path(href))).partition(".")[0]
        name = f"images/{slug(stem) or 'picture'}-{digest[:8]}.{_SUFFIX[shown.media_type]}"
        asset = Asset(name, shown.media_type, shown.data, shown.width, shown.height, _origin(source, href))
        self.assets[name] = self._kept[digest] = asset
        return asset

    def _set(self, element: etree._Element, source: str, href: str, asset: Asset) -> None:
        element.set("src", asset.name)
        for name in _DROPPED:
            element.attrib.pop(name, "")
        for side in ("width", "height"):
            # HTML asks for whole pixels here; "50%" and "auto" are a style's business.
            if not _SIZE.fullmatch(element.get(side, "0")):
                del element.attrib[side]
        if element.get("alt") is None:
            element.set("alt", "")
            decorative = element.get("role") in ("presentation", "none") or element.get("aria-hidden") == "true"
            if not decorative:
                hint = "describe it in its alternative text; empty is right only for an ornament"
                self._report(Problem("image-alt-missing", "note", "", "has no alternative text", hint), source, href)

    def _fail(self, element: etree._Element, source: str, href: str, error: Exception) -> None:
        """Leave the alternative text where a picture cannot stand."""
        address = f"https:{href}" if href.startswith("//") else href
        if address.startswith(("http://", "https://")) and not isinstance(error, Unfit):
            hint = "collect it with the series, or save it beside the article"
            self._report(
                Problem("image-remote", "warning", "", "is on the web and was not fetched", hint), source, href
            )
            _replace(element, address)
            return
        if isinstance(error, PermissionError):
            message, hint = "lies outside the folder of the series", "put it inside"
        elif isinstance(error, Unfit):
            message, hint = f"cannot be shown: {error}", "save it as PNG, JPEG or SVG"
        else:
            message, hint = "is missing", "add the file, or correct its name"
        code = "image-broken" if isinstance(error, Unfit) else "image-missing"
        self._report(Problem(code, "warning", "", message, hint), source, href)
        _replace(element, "")

    def _report(self, problem: Problem, source: str, href: str) -> None:
        """Record a problem of a picture with its name and place."""
        written = href.startswith("data:") or not href
        name = "a picture written into the text" if written else f"the picture '{href}'"
        place = self._places(source, "" if written else href)
        self.problems.append(replace(problem, where=place, message=f"{name} {problem.message}"))


def _path(href: str) -> str:
    try:
        return urlsplit(href).path
    except ValueError:
        return href


def _origin(source: str, href: str) -> str:
    return source if href.startswith("data:") else f"{source}: {href}"


def _unpack(href: str) -> bytes:
    """The bytes of a `data:` URL. RFC 2397."""
    match = _DATA.fullmatch(href)
    if match is None:
        raise Unfit("its data: address is broken")
    if ";base64" not in match[2].lower():
        return unquote_to_bytes(match[3])
    try:
        return b64decode(re.sub(r"\s", "", unquote(match[3])) + "==", validate=False)
    except (BinasciiError, ValueError):
        raise Unfit("its data: address is broken") from None


def _replace(element: etree._Element, address: str) -> None:
    """Put the alternative text, linked to the picture's address if it has one, in a picture's place."""
    text = (element.get("alt") or "").strip()
    link = next(element.iterancestors("a"), None)
    if not text and (not address or (link is not None and text_of(link))):
        remove(element)
        return
    tail, name = element.tail, element.get("id")
    element.clear()
    element.tail = tail
    element.text = text or posixpath.basename(_path(address)) or address
    element.tag = "a" if address and link is None else "span"
    element.set("class", "picture-absent")
    if element.tag == "a":
        element.set("href", address)
    if name:
        element.set("id", name)
