"""What of a machine decides how a book turns out, and how soon. In: nothing. Out: fingerprints, at few imports' cost.

Fonts that come and go, libraries that the system's package manager replaces, Python and its packages, and the variables
of the environment that any of these read.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "/opt/homebrew/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "~/Library/Fonts",
    "/etc/fonts",
)
# Each changes when the system's packages do: Pango, HarfBuzz and fontconfig are among them.
_PACKAGE_LISTS = (
    "/var/lib/dpkg/status",
    "/var/lib/rpm",
    "/usr/lib/sysimage/rpm",
    "/lib/apk/db/installed",
    "/var/lib/pacman/local",
    "/nix/var/nix/profiles",
    "/opt/homebrew/Cellar",
    "/usr/local/Cellar",
)
_VARIABLES = (
    "BOOK_", "DYLD_", "FC_", "FONTCONFIG_", "G_", "HARFBUZZ_", "HB_", "HOME", "LANG", "LC_", "LD_", "PANGO", "PYTHON",
    "SOURCE_DATE_EPOCH", "WEASYPRINT", "XDG_CONFIG", "XDG_DATA",
)  # fmt: skip


def fingerprint() -> str:
    """Everything below, as one SHA-256, hex."""
    lists = [f"{path} {_changed(path)}" for path in _PACKAGE_LISTS]
    variables = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith(_VARIABLES)]
    parts = (sys.version, sys.platform, sys.flags, packages(), fonts(), lists, variables)
    return sha256(repr(parts).encode(errors="surrogateescape")).hexdigest()


def packages() -> tuple[str, ...]:
    """The Python packages installed, each with its version: the names of the folders that describe them."""
    found = []
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - names are wanted, and nothing imported
        except OSError:
            continue
        found += [name for name in names if name.endswith((".dist-info", ".egg-info", ".egg-link"))]
    return tuple(sorted(found))


def releases(*names: str) -> str:
    """These packages with their versions, "pillow-12.0.0, weasyprint-70.0"; names in lower case.

    `importlib.metadata` says the same, and takes ten milliseconds to be imported.
    """
    return ", ".join(each.rpartition(".")[0] for each in packages() if each.partition("-")[0].lower() in names)


def fonts() -> str:
    """A fingerprint of the installed fonts: the name, size and time of each file."""
    return stamps(*(os.path.expanduser(folder) for folder in FONT_FOLDERS))  # noqa: PTH111 - no path object is wanted


def stamps(*folders: str) -> str:
    """A fingerprint of all files below folders, by name, size and time; one that is not there counts as empty."""
    total = sha256()
    waiting = list(folders)
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in sorted(entries, key=lambda found: found.name):
                    if entry.is_dir():
                        if entry.name != "__pycache__":
                            waiting.append(entry.path)
                    else:
                        size, changed = _stamp(entry)
                        total.update(f"{entry.path}\0{size}\0{changed}\0".encode(errors="surrogateescape"))
        except OSError:
            continue
    return total.hexdigest()


def _stamp(entry: os.DirEntry[str]) -> tuple[int, int]:
    try:
        status = entry.stat()
    except OSError:  # a link to nothing
        return -1, -1
    return status.st_size, status.st_mtime_ns


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116 - no path object is wanted
    except OSError:
        return -1


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
