"""Real series through every reader and validator there is: none complains, and every page can be reached."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import pytest

import book
from book.check import validators
from book.check.epub import own
from book.check.opened import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

SERIES = {
    "federalist": "federalist/se",
    "db_tutorial": "blogs/db_tutorial",
    "rust": "blogs/rust-blog/content",
    "castaways": "novels/castaways",
    "kalila": "novels/kalila-ar/html",
    "ginga": "novels/ginga-ja/gingatetsudo_extract.utf8.html",
    "wordpress": "exports/wordpress/themeunittestdata.wordpress.xml",
    "pressbooks": "exports/pressbooks",
}
# What calibre says of a book it had to mend or could not follow.
_COMPLAINT = re.compile(
    r"\b(?:warning|error|failed|traceback|could not|couldn't|invalid|not found|missing)\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def books(corpus: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The series, the plain-text copies, the manual, the golden books and a vertical one, as EPUBs."""
    folder = tmp_path_factory.mktemp("corpus")
    copies = folder / "copies"
    copies.mkdir()
    for file in (corpus / "dumps").glob("made_??.dump.txt"):
        shutil.copy(file, copies)
    sources = {name: corpus / place for name, place in SERIES.items()}
    sources |= {"copies": copies, "manual": root / "chapters"}
    sources |= {path.parent.name: path for path in (root / "tests" / "books").glob("*/articles")}
    made = {}
    for name, source in sources.items():
        (made[name],) = book.build([source], outputs=[folder / f"{name}.epub"], folder=folder).paths
    vertical = folder / "vertical"
    vertical.mkdir()
    (vertical / "book.toml").write_text(
        f'[series]\nsources = ["{corpus / SERIES["ginga"]}"]\n'
        '[editions.ebook]\nformat = "epub"\nwriting = "vertical"\nfile = "vertical.epub"\n',
        "utf-8",
    )
    (made["vertical"],) = book.build(folder=vertical).paths
    return made


def test_epubcheck_and_our_own_rules_find_nothing(
    books: dict[str, Path], epubcheck: Callable[..., dict[str, list[Any]]]
) -> None:
    assert epubcheck([*books.values()]) == {path.name: [] for path in books.values()}
    for name, path in books.items():
        found = own(opened(path.read_bytes()))
        # Blogs do say things twice: that is for a person to judge.
        assert [str(problem) for problem in found if problem.code != "text-repeated"] == [], name


def test_the_file_is_hardly_larger_than_its_content_deflated(books: dict[str, Path]) -> None:
    """By 5 %. What a zip writes of each file, its name twice and 76 bytes, is more where most posts are a sentence."""
    for name, path in books.items():
        with zipfile.ZipFile(path) as archive:
            raw = [archive.read(entry) for entry in archive.namelist()]
            lower = [entry.lower() for entry in archive.namelist()]
        content = sum(min(len(data), len(zlib.compress(data, 9))) for data in raw)
        most = 1.05 if content > 3_000 * len(raw) else 1.07
        assert path.stat().st_size <= most * content, name
        assert len({*lower}) == len(lower)
        assert all(entry.isascii() for entry in lower)


def test_five_thousand_chapters_are_packed_in_little_memory(root: Path) -> None:
    """Less than 100 MB above the text itself."""
    command = [sys.executable, str(root / "benchmarks" / "packing.py"), "--row", "5000"]
    row = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert row["chapters"] == 5000
    assert row["above MB"] < 100


def test_ace_finds_no_violation(books: dict[str, Path]) -> None:
    for name, path in books.items():
        outcome = validators.ace(path, lambda place, _line: place)
        if outcome.absent:
            pytest.skip(f"ace: {outcome.absent.why}; run tools/validators.sh")
        assert [str(problem) for problem in outcome.problems] == [], name


def test_reading_systems_resolve_every_entry_and_reach_every_document(books: dict[str, Path], root: Path) -> None:
    script = root / "tools" / "node" / "readers.mjs"
    if shutil.which("node") is None or not (script.parent / "node_modules" / "foliate-js").is_dir():
        pytest.skip("no Node with the reading systems; run tools/validators.sh")
    command = ["node", str(script), *map(str, books.values())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(books)
    for line in lines:
        found = json.loads(line)
        assert found["errors"] == [], found["file"]
        for reader in ("foliate", "epubjs"):
            assert found[reader]["dead"] == [], found["file"]
            assert found[reader]["reached"] == found[reader]["sections"], found["file"]


def test_calibre_makes_a_kindle_book_of_each_without_a_complaint(books: dict[str, Path], tmp_path: Path) -> None:
    program = shutil.which("ebook-convert")
    if program is None:
        pytest.skip("calibre is not installed; run tools/validators.sh --slow")
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox", "HOME": str(tmp_path)}
    for name, path in books.items():
        out = tmp_path / f"{name}.azw3"
        done = subprocess.run(
            [program, str(path), str(out)], capture_output=True, text=True, check=False, env={**os.environ, **quiet}
        )
        said = [line for line in (done.stdout + done.stderr).splitlines() if not line.strip().startswith("Detected")]
        assert done.returncode == 0, name
        assert out.stat().st_size > 10_000
        assert [line for line in said if _COMPLAINT.search(line)] == [], name
