"""plan.toml keeps what a person has decided."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.errors import Misused
from book.model import Article, Evidence, Origin, Plan
from book.series import arrange, planfile

_WORDS = ["oar", "tide", "quay", "mast", "rope", "sail", "knot", "deck", "hull", "keel", "buoy", "reef", "gull", "fog"]


def _article(source: str, title: str) -> Article:
    rng = random.Random(source)  # noqa: S311 - texts, not secrets
    body = "".join(f"<p>{' '.join(rng.choices(_WORDS, k=14))}.</p>" for _ in range(6))
    return Article(source, title, body, language="en", words=84)


def _series(count: int = 4) -> list[Article]:
    return [_article(f"p{n}.md", f"Part {n}: Bay {n}") for n in range(1, count + 1)]


def _order(plan: Plan) -> list[str]:
    return [i.source for part in plan.parts for c in part.chapters for i in c.instalments]


def _swap(text: str, one: str, two: str) -> str:
    lines = text.splitlines(keepends=True)
    at, to = (next(n for n, line in enumerate(lines) if f'["{name}"]' in line) for name in (one, two))
    lines[at], lines[to] = lines[to], lines[at]
    return "".join(lines)


def test_the_reason_stands_behind_each_line() -> None:
    text = planfile.write(arrange(_series(2)))
    assert '{ kind = "part", number = "1", title = "Bay 1", articles = ["p1.md"] },  # title: part 1' in text


def test_an_order_by_hand_is_kept_when_new_instalments_come() -> None:
    edited = planfile.parse(_swap(planfile.write(arrange(_series())), "p1.md", "p3.md"))
    plan = arrange(_series(5), planfile=edited)
    assert _order(plan) == ["p3.md", "p2.md", "p1.md", "p4.md", "p5.md"]
    assert [p.where for p in plan.problems if p.code == "plan-new"] == ["p5.md"]
    again = planfile.parse(planfile.write(plan, edited))
    assert _order(arrange(_series(5), planfile=again)) == _order(plan)


def test_a_line_taken_out_stays_out() -> None:
    text = planfile.write(arrange(_series()))
    without = "".join(line for line in text.splitlines(keepends=True) if '["p2.md"]' not in line)
    edited = planfile.parse(without)
    plan = arrange(_series(), planfile=edited)
    assert _order(plan) == ["p1.md", "p3.md", "p4.md"]
    assert [(left.source, left.reason) for left in plan.left_out] == [("p2.md", "dropped in plan.toml")]
    assert _order(arrange(_series(), planfile=planfile.parse(planfile.write(plan, edited)))) == _order(plan)


def test_titles_groups_and_comments_by_hand_are_kept() -> None:
    text = """
title = "My Bays"
[[part]]
title = "West"
chapters = [
    # the best one
    { title = "Two bays", articles = [
        "p2.md",  # ask Ann
        "p1.md",
    ] },
]
"""
    edited = planfile.parse(text)
    plan = arrange(_series(2), planfile=edited)
    assert plan.title == "My Bays"
    assert [(p.title, [(c.title, len(c.instalments)) for c in p.chapters]) for p in plan.parts] == [
        ("West", [("Two bays", 2)])
    ]
    written = planfile.write(plan, edited)
    assert "# the best one\n" in written
    assert '"p2.md",  # ask Ann\n' in written
    assert planfile.write(arrange(_series(2), planfile=planfile.parse(written)), planfile.parse(written)) == written


def test_vanished_entries_are_named() -> None:
    edited = planfile.parse(planfile.write(arrange(_series())))
    plan = arrange(_series(3), planfile=edited)
    assert [p.message for p in plan.problems if p.code == "plan-vanished"] == ["names 'p4.md', which is not there"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = 1", "title must be a text"),
        ("tilte = 'x'", "did you mean 'title'?"),
        ("[[part]]\nchapters = [ { articles = ['a', 'a'] } ]", "'a' stands twice"),
        ("[[part\ntitle = 1", "plan.toml:1: is no TOML"),
    ],
)
def test_mistakes_are_named_with_the_way_out(text: str, said: str) -> None:
    with pytest.raises(Misused) as caught:
        planfile.parse(text)
    assert said in str(caught.value)


_NAMES = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="#"), min_size=1, max_size=12)


@given(
    st.dictionaries(
        _NAMES, st.sampled_from(["Part {}", "Section {}: The Quay (Part 1)", "Fog", "Epilogue"]), min_size=1, max_size=9
    )
)
def test_writing_the_plan_changes_nothing(titles: dict[str, str]) -> None:
    articles = [_article(source, title.format(at)) for at, (source, title) in enumerate(sorted(titles.items()))]
    plan = arrange(articles)
    text = planfile.write(plan)
    file = planfile.parse(text)
    again = arrange(articles, planfile=file)
    assert again == plan
    assert planfile.write(again, file) == text


def test_a_line_whose_article_is_away_is_kept_where_it_was_until_a_person_deletes_it() -> None:
    articles = _series(5)
    file = planfile.parse(planfile.write(arrange(articles)))
    away = arrange([a for a in articles if a.source != articles[2].source], planfile=file)
    again = planfile.parse(planfile.write(away, file))
    assert [s for part in again.parts for c in part.chapters for s in c.articles] == [a.source for a in articles]
    back = arrange(articles, planfile=again)
    assert _order(back) == [a.source for a in articles]


def test_chapters_grouped_by_hand_keep_their_titles_as_headings() -> None:
    text = '[[part]]\nchapters = [{ title = "Both", articles = ["p1.md", "p2.md"] }, { articles = ["p3.md"] }]\n'
    plan = arrange(_series(3), planfile=planfile.parse(text))
    both, alone = plan.parts[0].chapters
    assert [instalment.text for instalment in both.instalments] == ["Bay 1", "Bay 2"]
    assert [instalment.text for instalment in alone.instalments] == [""]


@given(st.sampled_from(get_args(Origin)), st.text(max_size=120))
def test_a_reason_of_ours_is_no_comment_of_a_person_whatever_it_is_drawn_from(origin: Origin, says: str) -> None:
    """A later plan writes its own reason behind the line, not the one that was true before."""
    plan = arrange(_series(2))
    first = plan.parts[0].chapters[0].instalments[0]
    marked = replace(first, evidence=(Evidence(origin, says),))
    chapter = replace(plan.parts[0].chapters[0], instalments=(marked,))
    text = planfile.write(replace(plan, parts=(replace(plan.parts[0], chapters=(chapter,)),)))
    assert not planfile.parse(text).behind
