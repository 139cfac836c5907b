"""Find what an article refers to. In: the name of the article and a reference. Out: bytes. No network.

In this order: what travelled inside the snapshot, beside the article, below the root of its site (`/assets/x.png`,
`static/`, `public/`), and where the article's address would put it (a page `/posts/x/` that says `../y.svg`). RFC
3986 section 5 for references, RFC 2397 for `data:`. No file outside the root is read.
"""

from __future__ import annotations

import base64
import binascii
import os
import posixpath
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from book.collect.files import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from book.collect.collection import Collection
    from book.model import Document, Snapshot

# Folders whose content generators copy to the root of the site.
_STATIC = ("static", "public", "assets", "source", "src", "docs", "content", "themes/static")
_BASE = re.compile(r"\{\{-?\s*site\.(?:base_?url|url)[^}]*\}\}", re.IGNORECASE)
_TOP = re.compile(r"^(?:@|~@?)/")  # how Zola and bundlers write the root of the site


class LocalFinder:
    """Finds files for a collection read from disk, and what travels inside its snapshots."""

    def __init__(self, collection: Collection, documents: Sequence[Document]) -> None:
        """`documents` are those of the collection's snapshots."""
        self._snapshots: dict[str, Snapshot] = {snapshot.name: snapshot for snapshot in collection.snapshots}
        self._files: Mapping[str, Mapping[str, bytes]] = collection.files
        self._resources: dict[str, dict[str, bytes]] = {}
        self._addresses: dict[str, str] = {}
        for document in documents:
            self._addresses[document.source] = document.meta.get("base", "") or document.address
            if document.resources:
                self._resources[document.source] = {item.href: item.data for item in document.resources}

    def __call__(self, source: str, href: str) -> bytes:
        """The bytes.

        Raises `FileNotFoundError` where there is none, `PermissionError` where it lies outside the root.
        """
        href = href.strip()
        if href[:5].lower() == "data:":
            return _data(href)
        travelling = self._travelling(source, href)
        if travelling is not None:
            return travelling
        name = source.partition("#")[0] if source not in self._snapshots else source
        snapshot = self._snapshots.get(name)
        if snapshot is None:
            raise FileNotFoundError(f"{source}: no such article")
        path = _path_of(_TOP.sub("/", _BASE.sub("", href)), self._addresses.get(source, ""))
        if not path:
            raise FileNotFoundError(f"{href}: not collected")
        found = self._packed(snapshot, path) if snapshot.path is None else _on_disk(snapshot, path)
        if found is None:
            raise FileNotFoundError(f"{href}: no such file beside {source}")
        return found

    def _travelling(self, source: str, href: str) -> bytes | None:
        resources = self._resources.get(source)
        if not resources:
            return None
        plain = href.partition("#")[0]
        return next((resources[key] for key in (href, plain, unquote(plain)) if key in resources), None)

    def _packed(self, snapshot: Snapshot, path: str) -> bytes | None:
        """A file of the archive the article came in."""
        archive = max((name for name in self._files if snapshot.name.startswith(f"{name}/")), key=len, default="")
        if not archive:
            return None
        files = self._files[archive]
        article = PurePosixPath(snapshot.name[len(archive) + 1 :])
        return next((files[name] for name in _candidates(article, path) if name in files), None)


def _data(href: str) -> bytes:
    head, comma, body = href.partition(",")
    if not comma or len(body) > LARGEST:
        raise FileNotFoundError("a data: address without data")
    try:
        raw = unquote_to_bytes(body)
        return base64.b64decode(re.sub(rb"\s", b"", raw)) if ";base64" in head.lower() else raw
    except binascii.Error as error:
        raise FileNotFoundError("a data: address that is no base64") from error


def _path_of(href: str, address: str) -> str:
    """The path a reference names, percent-decoded, without query; "" where it is on another host."""
    try:
        parts = urlsplit(href)
        host = parts.netloc
        own = urlsplit(address).netloc
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https") or (host and host.lower() != own.lower()):
        # A drive letter is no scheme, and no path of ours either.
        return ""
    return unquote(parts.path)


def _candidates(article: PurePosixPath, path: str) -> Iterator[str]:
    """Where below the root a reference may lie, likeliest first, as normalised paths; ".." where it climbs out."""
    folder = article.parent
    places = [*[*folder.parents][::-1], folder] if folder.parts else [folder]
    if path.startswith("/"):
        bare = path.lstrip("/")
        for place in places:
            yield _join(place, bare)
            yield from (_join(place, static, bare) for static in _STATIC)
        # Hosted below a folder ("/blog/assets/x.png"), whose name is not on disk.
        if "/" in bare:
            yield from (_join(place, bare.partition("/")[2]) for place in places)
        return
    yield _join(folder, path)
    # As the page's own address would resolve it: /posts/x/ for posts/x.md.
    yield _join(folder, article.stem, path)
    climbing = path
    while climbing.startswith(("./", "../")):
        climbing = climbing.partition("/")[2]
    for place in reversed(places):
        yield _join(place, climbing)
        yield from (_join(place, static, climbing) for static in _STATIC)


def _join(place: PurePosixPath, *parts: str) -> str:
    return posixpath.normpath(posixpath.join(str(place), *parts))


def _on_disk(snapshot: Snapshot, path: str) -> bytes | None:
    """A file below the root. Raises `PermissionError` where the reference itself, or a link, leads outside."""
    root = (snapshot.root or Path(snapshot.path or ".").parent).resolve()
    article = Path(snapshot.path or "").resolve()
    if not article.is_relative_to(root) or "\x00" in path:
        return None
    outside = False
    for number, name in enumerate(_candidates(PurePosixPath(article.relative_to(root).as_posix()), path)):
        place = root / name
        if not os.path.exists(place):  # noqa: PTH110 - most places are none, and a path takes five times as long to say so
            continue
        try:
            real = place.resolve()
            if not real.is_relative_to(root):
                outside = outside or (number == 0 and real.exists())
            elif real.is_file() and real.stat().st_size <= LARGEST:
                return real.read_bytes()
        except (OSError, RuntimeError, ValueError):
            continue
    if outside:
        raise PermissionError(f"{path}: lies outside {root.name}")
    return None
