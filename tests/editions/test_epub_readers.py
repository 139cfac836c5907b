"""Books open, resolve and turn to their end in real reading systems: foliate-js and epub.js in a Chromium."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import epub_samples as samples
import pytest

from book.editions import PageBreak
from book.editions.epub import make

if TYPE_CHECKING:
    from pathlib import Path


def read(root: Path, *books: Path) -> list[dict[str, Any]]:
    """What the readers say of each book."""
    script = root / "tools" / "node" / "readers.mjs"
    if shutil.which("node") is None or not (script.parent / "node_modules" / "foliate-js").is_dir():
        pytest.skip("no Node with the reading systems; run tools/validators.sh")
    done = subprocess.run(["node", str(script), *map(str, books)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


def written(folder: Path, name: str, **facts: Any) -> Path:
    said = samples.metadata(**facts)
    breaks = [PageBreak("ch-01-the-moon", 0, "1"), PageBreak("ch-02-the-shore", 9, "2")]
    sheets = samples.sheets(said)
    book = samples.book(said, samples.picture())
    path = folder / f"{name}.epub"
    path.write_bytes(make(book, samples.contents(), sheets, samples.theme(), breaks=breaks, pages_of="Print").data)
    return path


def test_books_open_resolve_and_turn_to_the_end_in_two_reading_systems(root: Path, tmp_path: Path) -> None:
    books = [
        written(tmp_path, "tides"),
        written(tmp_path, "rtl", language="ar", direction="rtl", title="المد والجزر"),
    ]
    for found, direction in zip(read(root, *books), ("ltr", "rtl"), strict=True):
        assert found["errors"] == []
        assert found["foliate"]["dir"] == direction
        assert found["foliate"]["entries"] == 3
        assert found["foliate"]["pageList"] == 2
        assert found["foliate"]["landmarks"] >= 4
        for reader in ("foliate", "epubjs"):
            assert found[reader]["dead"] == []
            assert found[reader]["reached"] == found[reader]["sections"] == 6
