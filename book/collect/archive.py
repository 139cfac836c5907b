r"""A zip or tar, as a shelf. In: its bytes. Out: names and bytes, nothing written to disk.

Names that climb out (`../x`, `/x`, `C:\x`) are left where they are, names that clash without regard to case keep the
first, and no more is unpacked than a series can have. APPNOTE.TXT 6.3 section 4.4.17; POSIX pax.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from dataclasses import field
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from book.collect.names import UNSEEN, UNWRITABLE
from book.frozen import frozen
from book.model import LeftOut, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILES = 20_000
ENTRY = 64_000_000  # bytes of one file, unpacked
WHOLE = 512_000_000  # bytes of all files, unpacked
RATIO = 200  # of unpacked to packed bytes past which more than `SMALL` bytes are a bomb
SMALL = 4_000_000
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)


class Bomb(Exception):
    """An archive unpacks to more than it may."""


@frozen
class Archive:
    """An unpacked archive."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()
    root: Path | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Of its files, without a folder that holds them all."""
        return tuple(self.files)

    def read(self, name: str) -> bytes | Problem:
        """The bytes of a file."""
        return self.files[name]

    def path(self, name: str) -> Path | None:  # noqa: ARG002 - a shelf on disk needs the name
        """None: it lies in the archive."""
        return None


def unpack(data: bytes, where: str) -> Archive:
    """The files of an archive. `where` names it in problems; what is refused is one of them."""
    try:
        members = _zipped(data) if data.startswith(b"PK") else _tarred(data)
        return _sort(members, where)
    except Bomb as error:
        return Archive(problems=(Problem("archive-bomb", "error", where, str(error), "unpack it by hand and look"),))
    except _BROKEN as error:
        what = f"cannot be unpacked: {error or type(error).__name__}"
        return Archive(problems=(Problem("archive-broken", "error", where, what, "download it again"),))


def _sort(members: Iterator[tuple[str, bytes | str]], where: str) -> Archive:
    files: dict[str, bytes] = {}
    taken: dict[str, str] = {}
    problems: list[Problem] = []
    for raw, content in members:
        name = _safe(raw)
        place = f"{where}/{UNWRITABLE.sub('�', raw)}"
        if not name:
            problems.append(
                Problem(
                    "archive-slip", "warning", place, "its name leads out of the archive, or is none; it was left out"
                )
            )
        elif isinstance(content, str):
            problems.append(Problem("archive-entry", "warning", place, content))
        elif any(part.startswith(".") or part in UNSEEN for part in PurePosixPath(name).parts):
            continue
        elif name.casefold() in taken:
            what = f"clashes with '{taken[name.casefold()]}'; the first was kept"
            problems.append(Problem("archive-clash", "warning", place, what, "rename one"))
        else:
            taken[name.casefold()] = name
            files[name] = content
    return Archive(_without_wrapper(files), (), tuple(problems))


def _safe(raw: str) -> str:
    """A name that stays inside; "" for one that does not."""
    name = raw.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0] or UNWRITABLE.search(name):
        return ""
    return path.as_posix() if path.parts else ""


def _without_wrapper(files: dict[str, bytes]) -> dict[str, bytes]:
    """Many archives hold one folder that holds the rest: its name says nothing."""
    firsts = {name.partition("/")[0] for name in files}
    if len(firsts) != 1 or any("/" not in name for name in files):
        return files
    return {name.partition("/")[2]: content for name, content in files.items()}


def _zipped(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > FILES:
            raise Bomb(f"holds {len(entries):,} files; at most {FILES:,} are unpacked")
        total = 0
        for entry in entries:
            # What the directory says of sizes may be a lie: no more than allowed is ever read.
            if entry.flag_bits & 1:
                yield entry.filename, "is encrypted; it was left out"
                continue
            if (entry.external_attr >> 16) & 0o170000 == 0o120000:
                yield entry.filename, "is a link; it was left out"
                continue
            with archive.open(entry) as stream:
                content = _bounded(stream, max(len(data), 1), total)
            total += len(content)
            yield _zip_name(entry), content


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag are often UTF-8 all the same; zipfile reads them as cp437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _tarred(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    total = count = 0
    plain = _decompressed(data)
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
        for entry in archive:
            if entry.isdir():
                continue
            count += 1
            if count > FILES:
                raise Bomb(f"holds more than {FILES:,} files")
            stream = archive.extractfile(entry) if entry.isfile() else None
            if stream is None:
                yield entry.name, "is a link or a device; it was left out"
                continue
            content = _bounded(stream, len(plain), total)
            total += len(content)
            yield entry.name, content


def _decompressed(data: bytes) -> bytes:
    for mark, opener in ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open)):
        if data.startswith(mark):
            with opener(io.BytesIO(data), "rb") as stream:
                return _bounded(stream, len(data), 0, WHOLE)
    return data


def _bounded(
    stream: IO[bytes] | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile, packed: int, already: int, most: int = ENTRY
) -> bytes:
    """All of a stream, or `Bomb`."""
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(1 << 20):
        chunks.append(chunk)
        size += len(chunk)
        if size > most:
            raise Bomb(f"a file in it has more than {most:,} bytes")
        if already + size > max(SMALL, min(WHOLE, RATIO * packed)):
            raise Bomb(f"unpacks to more than {already + size:,} bytes, {RATIO} times its size")
    return b"".join(chunks)
