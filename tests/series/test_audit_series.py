"""What is missing, doubled or contradictory in a series is named, exactly."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from book.model import Article, Evidence, Heading, Link
from book.series import arrange

if TYPE_CHECKING:
    from book.model import Plan

_WORDS = "oar tide quay mast rope sail knot deck hull keel buoy reef gull fog lamp net crab salt sand wind wave".split()  # noqa: SIM905 - a line of words reads better


def _text(seed: str, sentences: int = 12) -> str:
    rng = random.Random(seed)  # noqa: S311 - texts, not secrets
    return "".join(f"<p>{' '.join(rng.choices(_WORDS, k=14))}.</p>" for _ in range(sentences))


def _series(count: int = 6) -> list[Article]:
    return [
        Article(f"p{n}.md", f"Low Tide, part {n}", _text(f"p{n}"), date=f"2024-0{n}-01", language="en", words=168)
        for n in range(1, count + 1)
    ]


def _order(plan: Plan) -> list[str]:
    return [i.source for part in plan.parts for c in part.chapters for i in c.instalments]


def _found(plan: Plan, code: str) -> list[tuple[str, str]]:
    return [(p.where, p.message) for p in plan.problems if p.code == code]


def test_a_whole_series_has_nothing_to_report() -> None:
    assert arrange(_series()).problems == ()


@pytest.mark.parametrize("gone", [1, 2, 3, 4, 5])
def test_the_missing_part_is_named(gone: int) -> None:
    articles = _series()
    del articles[gone - 1]
    plan = arrange(articles)
    assert _found(plan, "gap") == [(f"p{gone + 1}.md", f"Part {gone} is missing")]
    assert {p.code for p in plan.problems} == {"gap"}


def test_a_total_says_that_the_end_is_missing() -> None:
    titles = ["Low Tide (1/4)", "Low Tide (2/4)"]
    plan = arrange([Article(f"{n}", t, _text(t), language="en", words=168) for n, t in enumerate(titles)])
    assert _found(plan, "gap") == [("1", "Parts 3 and 4 are missing")]


def test_missing_parts_of_a_section_are_named_with_it() -> None:
    titles = ["Section Six: The Quay (Part Four)", "Section Six: The Quay (Part Five)", "Section Five: Fog"]
    plan = arrange([Article(t, t, _text(t), language="en", words=168) for t in titles])
    messages = [message for _, message in _found(plan, "gap")]
    assert "Section 6 (The Quay): parts 1 to 3 are missing" in messages


def test_headings_that_begin_at_three_say_that_a_beginning_is_missing() -> None:
    headings = (Heading(2, "3. Soundings"), Heading(2, "4. Charts"))
    plan = arrange([Article("a", "The Reef", _text("a"), headings=headings, language="en", words=168)])
    assert _found(plan, "gap") == [("a", "The Reef: its headings begin at 3: what held 1 and 2 is missing")]


def test_headings_that_run_on_order_what_nothing_else_orders() -> None:
    spans = {"c.md": (1, 3), "a.md": (4, 6), "d.md": (7, 7), "b.md": (8, 11)}
    articles = [
        Article(
            source, f"Water of {source[0]}", _text(source), language="en", words=168,
            headings=tuple(Heading(2, f"{n}. Sounding") for n in range(first, last + 1)),
        )
        for source, (first, last) in spans.items()
    ]  # fmt: skip
    plan = arrange(articles)
    assert _order(plan) == list(spans)
    assert plan.parts[0].chapters[1].instalments[0].evidence[0] == Evidence("heading", "numbers 4 to 6")
    assert plan.problems == ()


def test_headings_that_begin_again_in_each_order_nothing() -> None:
    headings = (Heading(2, "1. Soundings"), Heading(2, "2. Charts"))
    articles = [
        Article(f"{n}.md", f"{n} waters", _text(n), headings=headings, language="en", words=168)
        for n in ("Far", "Near", "Low")
    ]
    assert _order(arrange(articles)) == ["Far.md", "Low.md", "Near.md"]


def test_the_same_article_twice_is_named_and_printed_once() -> None:
    articles = _series()
    plan = arrange([*articles, replace(articles[2], source="copy of p3.md")])
    assert _order(plan) == [a.source for a in articles]
    assert [where for where, _ in _found(plan, "duplicate")] == ["copy of p3.md"]
    assert "p3.md" in _found(plan, "duplicate")[0][1]
    assert len(plan.problems) == 1


def test_a_copy_whose_title_lost_its_number_has_that_of_the_other_and_no_gap_is_named() -> None:
    articles = _series()
    bare = replace(articles[0], source="book.epub#one.xhtml", title="Bay 1", date="2024-09-09")
    plan = arrange([bare, *articles])
    assert _order(plan)[0] == "book.epub#one.xhtml"
    assert _found(plan, "gap") == []
    assert [where for where, _ in _found(plan, "duplicate")] == ["p1.md"]
    first = plan.parts[0].chapters[0].instalments[0]
    assert "part 1, in the title of a copy" in [evidence.says for evidence in first.evidence]


def test_a_copy_with_other_line_ends_is_a_copy_and_no_version() -> None:
    articles = _series()
    wrapped = articles[2].body.replace("<p>", "<p>\n").replace(" ", "\n")
    plan = arrange([*articles, replace(articles[2], source="copy of p3.md", body=wrapped)])
    assert [where for where, _ in _found(plan, "duplicate")] == ["copy of p3.md"]
    assert _found(plan, "versions") == []


def test_different_texts_under_one_title_are_no_duplicates() -> None:
    plan = arrange(
        [
            Article(f"{n}.md", f"{n}: The Same Subject Continued", _text(str(n)), language="en", words=168)
            for n in range(1, 7)
        ]
    )
    assert len(_order(plan)) == 6
    assert plan.problems == ()


def test_of_two_versions_the_newer_is_kept_and_the_other_named() -> None:
    articles = _series(3)
    old = replace(articles[1], source="old.md", date="2020-01-01", body=_text("p2", 8) + _text("other", 6))
    plan = arrange([*articles, old])
    assert _order(plan) == ["p1.md", "p2.md", "p3.md"]
    assert [where for where, _ in _found(plan, "versions")] == ["old.md"]


def test_two_that_lead_to_one_as_the_next_contradict_each_other() -> None:
    articles = [replace(a, links=(Link(f"p{n + 1}.md", "Next"),)) if n < 6 else a for n, a in enumerate(_series(), 1)]
    assert _found(arrange(articles), "order-conflict") == []
    articles[1] = replace(articles[1], links=(Link("p5.md", "Next"),))
    plan = arrange(articles)
    assert _order(plan) == [f"p{n}.md" for n in range(1, 7)]
    assert _found(plan, "order-conflict") == [("p2.md", "leads to p5.md as the next, and so does p4.md")]


def test_two_swapped_dates_are_named_and_the_numbers_win() -> None:
    articles = _series()
    dates = [a.date for a in articles]
    articles[2], articles[3] = replace(articles[2], date=dates[3]), replace(articles[3], date=dates[2])
    plan = arrange(articles)
    assert _order(plan) == [f"p{n}.md" for n in range(1, 7)]
    found = _found(plan, "date-conflict")
    assert len(found) == 1
    assert {"p3.md", "p4.md"} <= set(" ".join(found[0]).split())


def test_a_link_to_a_part_that_was_not_collected_is_named_once() -> None:
    articles = _series(2)
    onward = (Link("p3.md", "Next", "next"), Link("p1.md", "Read Part One here"), Link("p9.jpg", "Part 9"))
    plan = arrange([articles[0], replace(articles[1], links=onward)])
    assert _found(plan, "link-missing") == [("p2.md", "links to 'Next' (p3.md), which was not collected")]


def test_next_links_order_what_has_nothing_else() -> None:
    names = ["zinc", "iron", "lead", "gold"]
    articles = [
        Article(f"{name}.html", name.title(), _text(name), language="en", words=168,
                links=(Link(f"{after}.html", "Next"),) if after else ())
        for name, after in zip(names, [*names[1:], ""], strict=True)
    ]  # fmt: skip
    assert _order(arrange(articles)) == [f"{name}.html" for name in names]


def test_another_language_is_another_series() -> None:
    others = [Article(f"ar{n}", f"الجزء {n}", f"<p>{'بحر ' * 50}</p>", language="ar", words=50) for n in (1, 2)]
    plan = arrange([*_series(), *others])
    assert [left.source for left in plan.left_out] == ["ar1", "ar2"]
    assert _found(plan, "other-series")[0][0] == "ar1"


def test_names_that_are_digests_are_no_numbers_and_order_nothing() -> None:
    names = ["1b766791", "3ff1e5c4", "3b1d4444", "03b6f92a", "b3f88e88", "5d36ba7b", "f5e1827f", "cc6e5721"]
    bays = ["North", "South", "East", "West", "Long", "Low", "High", "Far"]
    plan = arrange(
        [
            Article(f"{name}.html", f"{bay} water", _text(name), language="en", words=168)
            for name, bay in zip(names, bays, strict=True)
        ]
    )
    (found,) = _found(plan, "unplaced")
    assert found[1].startswith("nothing says in what order 8 articles belong")
