"""What is promised about the process that has the page engine in hand: it takes tasks, and none is lost with it."""

from __future__ import annotations

import operator
import os
import signal
import time
from concurrent.futures import BrokenExecutor

import pytest

from book.editions.hand import Died, Hand


def test_tasks_are_done_in_turn_and_failures_come_back() -> None:
    with Hand() as hand:
        futures = [hand.submit(operator.mul, 2, number) for number in range(20)]
        failing = hand.submit(operator.truediv, 1, 0)
        large = hand.submit(operator.mul, b"x", 10_000_000)
        assert [future.result() for future in futures] == [2 * number for number in range(20)]
        with pytest.raises(ZeroDivisionError):
            failing.result()
        assert large.result() == b"x" * 10_000_000
    assert not hand.alive


def test_a_task_that_hangs_is_ended_and_what_waits_is_given_back() -> None:
    with Hand(deadline=2) as hand:
        assert hand.submit(operator.add, 1, 1).result() == 2
        hanging, waiting = hand.submit(time.sleep, 60), hand.submit(operator.add, 1, 1)
        with pytest.raises(TimeoutError):
            hanging.result(timeout=30)
        with pytest.raises(BrokenExecutor):
            waiting.result(timeout=30)
        assert not hand.alive
        with pytest.raises(BrokenExecutor):
            hand.submit(operator.add, 1, 1)


def test_a_task_that_ends_its_process_fails_alone() -> None:
    with Hand() as hand:
        with pytest.raises(Died):
            hand.submit(os.kill, _pid(hand), signal.SIGKILL).result(timeout=30)
        assert not hand.alive


def test_memory_is_bounded() -> None:
    with Hand(memory=1024**3) as hand, pytest.raises(MemoryError):
        hand.submit(operator.mul, b"x", 2 * 1024**3).result(timeout=60)


def test_an_exception_that_cannot_travel_says_what_it_was() -> None:
    with Hand() as hand, pytest.raises(RuntimeError, match="Stubborn: with two"):
        hand.submit(stubborn).result(timeout=30)


class Stubborn(Exception):
    """Pickles, and cannot be unpickled."""

    def __init__(self, one: str, two: str) -> None:
        """Take two words, where unpickling gives one."""
        super().__init__(f"with {two} {one}")


def stubborn() -> None:
    """Fail in a way that does not travel."""
    raise Stubborn("arguments", "two")


def test_what_a_task_prints_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    with Hand() as hand:
        assert hand.submit(print, "hello").result() is None
        assert hand.submit(operator.add, 1, 1).result() == 2
    assert capfd.readouterr().out == ""


def test_a_hand_that_is_not_wanted_ends_at_once() -> None:
    start = time.monotonic()
    Hand().shutdown(cancel_futures=True)
    assert time.monotonic() - start < 5


def test_what_waits_is_done_before_an_orderly_end() -> None:
    hand = Hand()
    futures = [hand.submit(operator.add, number, 1) for number in range(5)]
    hand.shutdown()
    assert [future.result(timeout=1) for future in futures] == [1, 2, 3, 4, 5]


def _pid(hand: Hand) -> int:
    return hand.submit(os.getpid).result()
