"""What is missing is told whether numbers run on from part to part or begin anew in each."""

from __future__ import annotations

import pytest

from book.model import Article
from book.series import arrange


def missing(titles: list[str]) -> list[str]:
    articles = [Article(f"{n:02}.html", title, f"<p>The river at mile {title}.</p>") for n, title in enumerate(titles)]
    return [problem.message for problem in arrange(articles).problems if problem.code == "gap"]


def chapters(*numbers: tuple[int, int]) -> list[str]:
    return [f"Part {part}, Chapter {chapter}: The Name of {part}-{chapter}" for part, chapter in numbers]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (chapters((1, 1), (1, 2), (2, 3), (2, 4)), []),
        (chapters((1, 1), (1, 2), (2, 4), (2, 5)), ["Chapter 3 is missing"]),
        (chapters((1, 1), (1, 2), (2, 1), (2, 2)), []),
        (chapters((1, 1), (1, 2), (1, 3), (2, 2), (2, 3)), ["Part 2: chapter 1 is missing"]),
    ],
)
def test_chapters_that_run_on_across_parts_lack_nothing_at_their_borders(
    titles: list[str], expected: list[str]
) -> None:
    assert missing(titles) == expected
