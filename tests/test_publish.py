"""Promises of publishing: all editions or none, and the previous ones are kept."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from book.errors import Busy, Lacking
from book.publish import alone, publish

if TYPE_CHECKING:
    from pathlib import Path


def test_folders_are_made_and_files_written(tmp_path: Path) -> None:
    publish({tmp_path / "build" / "a.epub": b"1", tmp_path / "b.pdf": b"2"})
    assert (tmp_path / "build" / "a.epub").read_bytes() == b"1"
    assert (tmp_path / "b.pdf").stat().st_mode & 0o444


def test_when_one_cannot_be_written_none_is_and_the_previous_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(b"old")
    (tmp_path / "b.pdf").mkdir()
    with pytest.raises(Lacking, match=r"b\.pdf: cannot be written: is a folder; name a file, with -o"):
        publish({tmp_path / "a.epub": b"new", tmp_path / "b.pdf": b"2"})
    assert (tmp_path / "a.epub").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.epub", "b.pdf"]


def test_a_full_disk_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Lacking, match="no space left on device; free some space"):
        publish({tmp_path / "a.epub": b"1"})
    assert list(tmp_path.iterdir()) == []


def test_two_builds_of_one_book_do_not_run_at_once(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(Busy, match="another build of this book is running"), alone(tmp_path):
        pass
    with alone(tmp_path):
        pass
