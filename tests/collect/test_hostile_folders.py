"""Promises about folders and archives made to harm: one line each, in bounded time and memory, the others unharmed."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from book.collect import collect
from book.readers import read

if TYPE_CHECKING:
    from pathlib import Path

    from book.collect import Collection

GOOD = "# Part 1: The Ferry\n\nIt left before dawn.\n"
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">\n<!ENTITY y "lol">]>'


def _collected(folder: Path) -> tuple[Collection, list[str]]:
    """What a folder gives, the good article beside the bad file included; and the lines said."""
    (folder / "good.md").write_text(GOOD)
    collection = collect([folder], base=folder)
    assert "good.md" in [snapshot.name for snapshot in collection.snapshots]
    return collection, [str(problem) for problem in collection.problems]


def test_pipes_devices_and_links_out_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    (tmp_path / "etc").symlink_to("/etc")
    (tmp_path / "again").symlink_to(".")
    lines = _collected(tmp_path)[1]
    assert len(lines) == 2
    assert lines[0].startswith("pipe.md: is no file")
    assert lines[1].startswith("zero.md: is a link to a file outside the folder")


def test_a_file_without_end_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.html").open("wb") as file:
        file.truncate(6_000_000_000)
    assert [line.partition(";")[0] for line in _collected(tmp_path)[1]] == ["big.html: has 6,000,000,000 bytes"]


@pytest.mark.parametrize("name", [b"a\nb.md", b"\xff\xfe.md", b"\x1b[2J.md"])
def test_a_name_that_stands_on_no_line_is_named_and_its_file_left(name: bytes, tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/" + name, "w") as file:  # noqa: PTH123 - a name that is no text
        file.write(GOOD)
    collection, lines = _collected(tmp_path)
    assert len(collection.snapshots) == len(lines) == 1
    assert lines[0].isprintable()
    assert "rename it" in lines[0]


def _nested(depth: int) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("n.zip", _nested(depth - 1)) if depth else archive.writestr("a.md", GOOD)
    return data.getvalue()


def test_archives_in_archives_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "n.zip").write_bytes(_nested(6))
    assert _collected(tmp_path)[1] == ["n.zip/n.zip/n.zip/n.zip: is an archive in too many archives; unpack it"]


def test_more_files_than_a_series_has_are_one_line(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        for number in range(20_001):
            archive.writestr(f"{number}.md", "")
    assert [line.partition(";")[0] for line in _collected(tmp_path)[1]] == ["m.zip: holds 20,001 files"]


@pytest.mark.parametrize(
    ("name", "mark", "inner"),
    [
        ("b.docx", "", "word/document.xml"),
        ("b.odt", "application/vnd.oasis.opendocument.text", "content.xml"),
        ("b.epub", "application/epub+zip", "META-INF/container.xml"),
    ],
)
def test_a_document_that_unpacks_to_more_than_any_is_one_line(name: str, mark: str, inner: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        if mark:
            archive.writestr(zipfile.ZipInfo("mimetype"), mark)
        with archive.open(inner, "w") as stream:
            for _ in range(70):
                stream.write(b" " * 1_000_000)
    problems = [
        problem
        for snapshot in collect([tmp_path / name], base=tmp_path).snapshots
        for problem in read(snapshot).problems
    ]
    assert [(problem.severity, problem.message) for problem in problems] == [
        ("error", f"cannot be read: {inner} in it is too large")
    ]


@pytest.mark.parametrize("entity", ["&x;", "&y;"])
def test_entities_that_a_page_declares_stand_for_nothing(entity: str, tmp_path: Path) -> None:
    page = f'{DOCTYPE}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Words {entity} end</p></body></html>'
    (tmp_path / "p.xhtml").write_text(page)
    markup = read(collect([tmp_path], base=tmp_path).snapshots[0]).documents[0].markup
    assert "root:" not in markup
    assert "lol" not in markup
    assert "]>" not in markup.partition("<html")[0]
