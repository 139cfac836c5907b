"""What a folder of articles is called, and by whom it is. In: the sources a person named. Out: a title, or ""; names.

The package of an e-book or the configuration of a site says the title; else the name of the folder does, unless it is
one that any folder of articles might have. Used where neither a setting nor the series itself says it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from book.collect.roots import MARKERS, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_DC = "{http://purl.org/dc/elements/1.1/}"
_LARGEST = 1_000_000  # bytes of a configuration that are looked at
# YAML, TOML, JSON, Python and JavaScript alike: a line that says title or site_name.
_SAID = re.compile(
    r"""^\s*["']?(?:title|site_?name)["']?\s*[:=]\s*(["']?)(.+?)\1\s*,?\s*$""", re.IGNORECASE | re.MULTILINE
)
# Names that say what is in a folder and not what it is about.
_COMMON = frozenset(
    [
        "articles", "article", "chapters", "chapter", "posts", "_posts", "post", "content", "contents", "src", "text",
        "texts", "txt", "html", "xhtml", "md", "markdown", "pages", "docs", "doc", "documents", "files", "data", "book",
        "series", "site", "blog", "www", "public", "source", "sources", "export", "exports", "download", "downloads",
        "collected", "epub", "oebps", "build", "out", "output", "input", "tmp", "temp", "new folder", "parts", "_parts",
    ]
)  # fmt: skip


def called(sources: Sequence[str | Path], base: Path) -> str:
    """The title that the first source's folder has or says, "" where it says none."""
    for source in sources:
        path = (base / source).resolve()
        folder = path if path.is_dir() else path.parent
        if title := _package(path) or _configured(root_of(folder)):
            return title
        # A single file says nothing about the folder it happens to lie in.
        return _name(folder) if path.is_dir() else ""
    return ""


def written_by(sources: Sequence[str | Path], base: Path) -> tuple[str, ...]:
    """The names of dc:creator in the package of the first source's folder, in its order. EPUB 3.3, 5.5.3.2.1."""
    for source in sources:
        path = (base / source).resolve()
        return tuple(dict.fromkeys(name for name in _said(path, "creator") if name))
    return ()


def _package(path: Path) -> str:
    """dc:title of an EPUB's package. EPUB 3.3, 5.5.3.1.2."""
    return next(_said(path, "title"), "")


def _said(path: Path, element: str) -> Iterator[str]:
    """The texts of a Dublin Core element of the package that a source belongs to."""
    file = next(_packages(path), None)
    if file is None:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        with file.open("rb") as stream:
            root = etree.fromstring(stream.read(_LARGEST), parser)
    except (OSError, ValueError, etree.XMLSyntaxError):
        return
    for item in root.iter(_DC + element):
        yield " ".join((item.text or "").split())


def _packages(path: Path) -> Iterator[Path]:
    """Packages in a folder, at most three folders down, or in the one that is its root.

    A file belongs to the package of its root alone: what else lies in folders beside it is none of its own.
    """
    if path.is_dir():
        for pattern in ("*.opf", "*/*.opf", "*/*/*.opf", "*/*/*/*.opf"):
            yield from sorted(path.glob(pattern))
    root = root_of(path if path.is_dir() else path.parent)
    yield from (file for marker in MARKERS if marker.endswith(".opf") and (file := root / marker).is_file())


def _configured(root: Path) -> str:
    for marker in MARKERS:
        file = root / marker
        if file.suffix not in {".opf", ""} and file.name != "book.toml" and file.is_file():
            try:
                with file.open("rb") as stream:
                    said = _SAID.search(stream.read(_LARGEST).decode("utf-8", "replace"))
            except OSError:
                continue
            if said:
                return " ".join(said[2].split())
    return ""


def _name(folder: Path) -> str:
    for place in (folder, *folder.parents[:2]):
        words = re.sub(r"[-_.]+", " ", place.name).strip()
        if words.lower() not in _COMMON and place.name.lower() not in _COMMON and re.search(r"[^\W\d_]{3}", words):
            return words[:1].upper() + words[1:]
    return ""
