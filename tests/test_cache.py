"""Promises of the cache: what was put comes back, what was damaged does not, and it stays within its bounds."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.cache import Cache
from book.model import Document, Problem, Reading
from book.remember import digest, remember

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_a_mapping(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache["a"] = b"1"
    cache["b"] = b""
    assert (cache["a"], cache["b"], len(cache), "a" in cache, "c" in cache) == (b"1", b"", 2, True, False)
    assert cache.size().entries == 2
    del cache["a"]
    with pytest.raises(KeyError):
        cache["a"]
    with pytest.raises(KeyError):
        del cache["a"]
    cache.clear()
    assert list(cache) == []


@given(damage=st.integers(min_value=0), data=st.binary(min_size=1, max_size=50))
def test_an_entry_with_any_byte_changed_is_a_missing_one(
    tmp_path_factory: pytest.TempPathFactory, damage: int, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    cache = Cache(folder)
    cache["key"] = data
    (path,) = folder.glob("??/*")
    raw = bytearray(path.read_bytes())
    raw[damage % len(raw)] ^= 1
    path.write_bytes(raw)
    assert "key" not in cache


def test_an_entry_moved_to_another_key_is_a_missing_one(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache["mine"], cache["yours"] = b"1", b"2"
    one, other = sorted(tmp_path.glob("??/*"))
    one.write_bytes(other.read_bytes())
    assert sum(key in cache for key in ("mine", "yours")) == 1


def test_it_stays_within_its_bound_and_the_least_used_leave_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=100_000)
    cache["kept"] = b"k" * 1000
    for number in range(200):
        cache[str(number)] = bytes(2000)
        _age(tmp_path, number)
        assert cache["kept"]
    assert cache.size().bytes <= 130_000
    assert "0" not in cache
    assert "199" in cache


def _age(folder: Path, number: int) -> None:
    """Give all but the newest entries an older time, in order: file systems may count in whole seconds."""
    for path in folder.glob("??/*"):
        stat = path.stat()
        os.utime(path, ns=(stat.st_mtime_ns - 10**9, stat.st_mtime_ns - 10**9)) if number else None


def _write(folder: Path, letter: str) -> None:
    cache = Cache(folder)
    for number in range(50):
        cache[f"{number}"] = letter.encode() * 5000


def test_processes_may_share_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_write, args=(tmp_path, letter)) for letter in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    cache = Cache(tmp_path)
    assert all(cache[f"{number}"] in {b"a" * 5000, b"b" * 5000} for number in range(50))


def test_a_folder_that_cannot_be_written_is_only_slow(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file")
    cache["a"] = b"1"
    assert "a" not in cache


def test_a_value_is_made_once(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    made: list[int] = []

    def make() -> Reading:
        made.append(1)
        return Reading((Document("a.md", "content", "<p>é</p>", meta={"part": "1"}),), (Problem("x", "note", "", ""),))

    first, again = (remember(cache, digest("a", b"b"), Reading, make) for _ in range(2))
    assert first == again
    assert made == [1]
    remember(None, "a", Reading, make)
    assert made == [1, 1]


def test_a_value_of_another_shape_is_made_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    remember(cache, "k", int, lambda: 3)
    assert remember(cache, "k", str, lambda: "made") == "made"


def test_where_one_part_of_a_key_ends_is_part_of_it() -> None:
    assert digest("ab", "c") != digest("a", "bc")
