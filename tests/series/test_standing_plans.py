"""A plan that was kept is the one that would be drawn anew, whatever was edited; most edits leave it standing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from book.model import Article, Link
from book.series import arrange, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBERS = ("One", "Two", "Three", "Four", "Five")
PROSE = [
    f"<p>In the {name} the keeper counted {count} lamps and wrote each of them down before the tide turned.</p>"
    for name, count in zip(
        ("north tower", "old harbour", "salt store", "long gallery", "rope walk", "chart room", "bell house", "cellar"),
        ("nine", "forty", "sixty", "eleven", "thirty", "seven", "eighty", "three"),
        strict=True,
    )
]
SAYINGS = [
    "<p>This is the second part of a series on lamps.</p>",
    "<p>This is part four of our series.</p>",
    '<p>Part Five is <a href="lamp-e.html">here</a>.</p>',
    '<p>It continues in <a href="lamp-b.html">the next letter</a>.</p>',
    '<p>See <a href="https://elsewhere.example/x">another place</a>, part nine.</p>',
]
FILLER = "".join(
    f"<p>Line {n} of the log says what the weather was on that day, and nothing more.</p>" for n in range(30)
)


def article(at: int, body: str, title: str = "") -> Article:
    links = (Link("lamp-b.html", "Next"),) if at == 0 else ()
    words = len(body.split())
    return Article(f"lamp-{'abcde'[at]}.html", title or f"Lamps {at}", body, language="en", links=links, words=words)


bodies = st.lists(st.sampled_from([*PROSE, *SAYINGS, FILLER]), max_size=8).map("".join)
articles = st.lists(bodies, min_size=3, max_size=5).map(
    lambda found: [article(n, body) for n, body in enumerate(found)]
)


def again(kept: standing.Standing) -> standing.Standing:
    """As it comes back from a cache."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(kept), type=standing.Standing)


def titled(found: Sequence[Article], *, numbered: bool) -> list[Article]:
    return [replace(one, title=f"Lamps, Part {NUMBERS[at]}") if numbered else one for at, one in enumerate(found)]


@settings(max_examples=300, deadline=None)
@given(articles, st.integers(0, 2), bodies, st.booleans())
def test_a_plan_that_stands_is_the_plan_that_would_be_drawn(
    before: list[Article], at: int, body: str, numbered: bool
) -> None:
    before = titled(before, numbered=numbered)
    kept = again(standing.draw(before))
    assert kept.plan == arrange(before)
    assert standing.stands(kept, before)
    after = [replace(one, body=body, words=len(body.split())) if n == at else one for n, one in enumerate(before)]
    if standing.seen(after) == standing.seen(before) and standing.stands(kept, after):
        assert kept.plan == arrange(after)


def test_a_paragraph_rewritten_anywhere_leaves_the_plan_standing() -> None:
    before = [article(at, PROSE[at] + FILLER.replace("Line", NUMBERS[at]) + PROSE[at + 1]) for at in range(5)]
    kept = standing.draw(before)
    for old, new in ((PROSE[1], PROSE[7]), (PROSE[2], PROSE[6]), ("the weather", "the wind")):
        after = [replace(one, body=one.body.replace(old, new)) if at == 1 else one for at, one in enumerate(before)]
        assert after != before
        assert standing.seen(after) == standing.seen(before)
        assert standing.stands(kept, after)


def test_a_text_that_says_which_part_it_is_or_where_another_is_or_is_a_copy_is_heard() -> None:
    before = [article(at, PROSE[at] + FILLER.replace("Line", NUMBERS[at]) + PROSE[at + 1]) for at in range(5)]
    kept = standing.draw(before)
    for body in (SAYINGS[0] + before[2].body, before[2].body + SAYINGS[2], before[1].body):
        after = [replace(one, body=body) if at == 2 else one for at, one in enumerate(before)]
        assert not standing.stands(kept, after)


def test_a_title_or_a_link_or_an_article_more_or_a_page_become_a_text_is_another_plan() -> None:
    before = [article(at, PROSE[at]) for at in range(4)]
    seen = standing.seen(before)
    assert standing.seen([*before, article(4, PROSE[4])]) != seen
    assert standing.seen([replace(before[0], title="Lamps, the last"), *before[1:]]) != seen
    assert standing.seen([replace(before[0], links=()), *before[1:]]) != seen
    assert standing.seen([replace(before[0], words=2_000), *before[1:]]) != seen
    assert standing.seen([replace(before[0], words=before[0].words + 1), *before[1:]]) == seen
