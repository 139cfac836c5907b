"""Work shared out among processes: everything is done once, in order, and nothing is lost with a process."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

import book
from book import crew
from book.crew import Crew
from book.remember import remember_each

if TYPE_CHECKING:
    from pathlib import Path

HERE = os.getpid()


def doubled(number: int) -> list[int]:
    """Twice the number, and who says so."""
    return [2 * number, os.getpid()]


def mortal(number: int, here: int) -> int:
    """The number; ends every process but one."""
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    return number


def refused(number: int) -> int:
    """No number is good enough."""
    raise ValueError(f"not {number}")


def test_everything_is_done_once_and_by_several() -> None:
    with Crew(3, worth=0) as many:
        found = list(many.each(slow, list[int], range(40), [200_000] * 40))
    assert sorted(number for number, _ in found) == list(range(40))
    assert all(value[0] == 2 * number for number, value in found)
    assert len({value[1] for _, value in found}) > 1


def slow(number: int) -> list[int]:
    """As above, in a while."""
    time.sleep(0.05)
    return doubled(number)


def test_little_is_done_here() -> None:
    with Crew(3) as many:
        found = dict(many.each(doubled, list[int], range(40), [10] * 40))
    assert {value[1] for value in found.values()} == {HERE}


def test_one_job_is_this_process() -> None:
    with Crew(1, worth=0) as many:
        found = dict(many.each(doubled, list[int], range(4), [10] * 4))
    assert {value[1] for value in found.values()} == {HERE}


def test_what_a_dead_process_leaves_is_done_here() -> None:
    with Crew(3, worth=0) as many:
        found = dict(many.each(partial(mortal, here=HERE), int, range(30), [200_000] * 30))
    assert found == {number: number for number in range(30)}


def test_what_goes_wrong_there_goes_wrong_here() -> None:
    with Crew(2, worth=0) as many, pytest.raises(ValueError, match="not"):
        list(many.each(refused, int, range(10), [600_000] * 10))


def test_only_what_is_not_known_is_made() -> None:
    cache: dict[str, bytes] = {}
    asked: list[list[int]] = []

    def make(numbers: object) -> list[tuple[int, str]]:
        asked.append(list(numbers))  # type: ignore[call-overload]  # numbers - as the cache asks for them
        return [(number, f"made {number}") for number in reversed(asked[-1])]

    assert remember_each(cache, ["a", "b"], str, make) == ["made 0", "made 1"]
    assert remember_each(cache, ["b", "c", "a"], str, make) == ["made 1", "made 1", "made 0"]
    assert asked == [[0, 1], [1]]
    assert remember_each(None, ["a"], str, make) == ["made 0"]


def test_a_large_series_is_the_same_book_however_many_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "WORTH", 200_000)
    monkeypatch.setattr(crew, "_SLICE", 20_000)
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(1, 31):
        said = [f"<p>Boat {number}-{line} came through the lock, laden with slate.</p>" for line in range(200)]
        page = f"<title>The Canal (Part {number})</title><body><article>{''.join(said)}</article></body>"
        (folder / f"{number}.html").write_text(f"<html lang='en'>{page}</html>", "utf-8")
    made = []
    for jobs in (1, 3):
        out = tmp_path / f"{jobs}.epub"
        built = book.build([folder], outputs=[out], folder=tmp_path, jobs=jobs, cached=False)
        made.append((out.read_bytes(), [str(problem) for problem in built.problems]))
    assert made[0] == made[1]
