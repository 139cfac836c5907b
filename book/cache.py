"""What was made before: a content-addressed store on disk. In and out: `MutableMapping[str, bytes]`.

An entry is its payload behind a magic word and the SHA-256 of key and payload, written to a temporary file and
renamed, so that processes may share a folder and a damaged entry is a missing one. The store is bounded: the
entries read longest ago leave first.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from book.frozen import frozen

MAGIC = b"bookcache1\n"
LIMIT = 512 * 1024 * 1024  # bytes a store may hold before the least used entries leave
_DIGEST = 32  # bytes of a SHA-256


@frozen
class Size:
    """What a store holds."""

    entries: int
    bytes: int


class Cache(MutableMapping[str, bytes]):
    """A folder of entries. A failing disk is a miss, never an error: a cache may be absent at any time."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        """Use `folder`, made at the first write; keep at most about `limit` bytes."""
        self.folder = folder
        self.limit = limit
        self._written = 0  # bytes since the last look at the whole

    def _path(self, key: str) -> Path:
        name = sha256(key.encode()).hexdigest()
        return self.folder / name[:2] / name[2:]

    def __getitem__(self, key: str) -> bytes:
        """The payload. Raises KeyError where there is none or it is damaged."""
        path = self._path(key)
        try:
            entry = path.read_bytes()
        except OSError:
            raise KeyError(key) from None
        digest, payload = entry[len(MAGIC) : len(MAGIC) + _DIGEST], entry[len(MAGIC) + _DIGEST :]
        if not entry.startswith(MAGIC) or digest != _digest(key, payload):
            with suppress(OSError):
                path.unlink()
            raise KeyError(key)
        with suppress(OSError):  # the time of the last use, for `_prune`
            os.utime(path)
        return payload

    def __setitem__(self, key: str, payload: bytes) -> None:
        """Keep a payload, whole or not at all."""
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
                try:
                    file.write(MAGIC + _digest(key, payload) + payload)
                    file.close()
                    Path(file.name).replace(path)
                except OSError:
                    Path(file.name).unlink(missing_ok=True)
                    raise
            self._written += len(payload)
        if self._written > self.limit // 8:
            self._prune()

    def __delitem__(self, key: str) -> None:
        """Forget an entry. Raises KeyError where there is none."""
        try:
            self._path(key).unlink()
        except OSError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        """The names of the entries. They are digests: the keys themselves are not kept."""
        return (path.parent.name + path.name for path in self._entries())

    def __len__(self) -> int:
        """How many entries there are."""
        return sum(1 for _ in self._entries())

    def __contains__(self, key: object) -> bool:
        """Whether there is a sound entry."""
        try:
            self[str(key)]
        except KeyError:
            return False
        return True

    def clear(self) -> None:
        """Forget everything."""
        for path in list(self._entries()):
            with suppress(OSError):
                path.unlink()

    def size(self) -> Size:
        """What the store holds now."""
        sizes = [found.st_size for path in self._entries() if (found := _stat(path))]
        return Size(len(sizes), sum(sizes))

    def _entries(self) -> Iterator[Path]:
        return (path for path in sorted(self.folder.glob("??/*")) if not path.name.startswith("."))

    def _prune(self) -> None:
        """Let the entries used longest ago go until three quarters of the limit are left."""
        self._written = 0
        found = sorted((stat.st_mtime_ns, stat.st_size, path) for path in self._entries() if (stat := _stat(path)))
        total = sum(size for _, size, _ in found)
        for _, size, path in found if total > self.limit else ():
            if total <= self.limit * 3 // 4:
                break
            with suppress(OSError):
                path.unlink()
                total -= size


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _digest(key: str, payload: bytes) -> bytes:
    """Over the key too: an entry copied to another's name is damaged."""
    return sha256(key.encode() + b"\0" + payload).digest()
