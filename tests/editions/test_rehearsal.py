"""Workers start when they are wanted and practise while they wait, and no page is other for it."""

from __future__ import annotations

import operator
import time
from typing import TYPE_CHECKING

import pytest

from book.editions.hand import Hand
from book.editions.pdf import rehearsal, workers
from book.editions.pdf.laid import Task, unpack
from tests.editions.test_executors import build

if TYPE_CHECKING:
    from concurrent.futures import Future

WORDS = "The incomprehensibilities of the tide tables were understood by nobody &amp; by nobody else. "
STYLE = "@page { size: 60mm 90mm; margin: 8mm } body { hyphens: auto; text-align: justify }"


def task(words: str, name: str = "ch-01") -> Task:
    xhtml = (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>Tides</title></head>'
        f'<body class="chapter"><section><h1>Tides</h1><p>{words}</p></section></body></html>'
    )
    return Task(name, "Tides", xhtml, (("theme.css", STYLE),))


def test_what_was_practised_changes_no_page() -> None:
    with workers.Workshop(1) as fresh, workers.Workshop(1) as practised:
        practised.warm(rehearsal.small(task(WORDS * 90)))
        assert build(workshop=practised).data == build(workshop=fresh).data


def test_the_begin_of_a_chapter_is_kept_in_its_style() -> None:
    cache: dict[str, bytes] = {}
    rehearsal.keep(cache, task(WORDS * 90))
    kept = rehearsal.kept(cache)
    assert kept == rehearsal.small(task(WORDS * 90))
    assert kept is not None
    assert kept.styles == task("").styles
    assert 'lang="en"' in kept.xhtml
    assert len(kept.xhtml) < 2000
    assert unpack(workers.lay(kept)).pages


def test_a_damaged_rehearsal_is_none() -> None:
    for data in (b"", b"[]", b"[1]", b'["x", [1]]', b"\xff", b'{"a": 1}'):
        assert rehearsal.kept({"rehearsal": data}) is None
    assert rehearsal.kept(None) is None


def test_more_workers_start_when_more_sheets_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    begin = workers._Group.__init__

    def counted(group: workers._Group, count: int, memory: int) -> None:
        started.append(count)
        begin(group, count, memory)

    monkeypatch.setattr(workers._Group, "__init__", counted)
    with Hand() as hand, workers.Workshop(3, hand=hand) as shop:
        shop.submit(sum, [1]).result()
        assert started == []
        futures: list[Future[bytes]] = [shop.submit(workers.lay, task(WORDS, f"ch-{n}")) for n in range(6)]
        assert started == [2]
        assert all(unpack(future.result()).pages for future in futures)


def test_what_a_dead_hand_leaves_is_done_by_other_workers() -> None:
    with Hand(deadline=2) as hand, workers.Workshop(2, hand=hand) as shop:
        hanging = shop.submit(time.sleep, 60)
        others = [shop.submit(operator.mul, 2, number) for number in range(6)]
        assert [future.result(timeout=60) for future in others] == [0, 2, 4, 6, 8, 10]
        with pytest.raises(TimeoutError):
            hanging.result(timeout=60)
        assert shop.submit(operator.mul, 2, 9).result(timeout=60) == 18


def test_an_interrupted_build_ends_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    with Hand() as hand:
        shop = workers.Workshop(2, hand=hand)
        for _ in range(12):
            shop.submit(time.sleep, 30)
        time.sleep(1)
        start = time.monotonic()
        shop.shutdown(cancel_futures=True)
    assert time.monotonic() - start < 20
    assert caplog.text == ""
