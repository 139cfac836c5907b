"""A series is put in order by evidence, in the structure its titles say."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.errors import Misused
from book.model import Article, Plan
from book.series import arrange


def article(source: str, title: str, **fields: object) -> Article:
    rng = random.Random(source)  # noqa: S311 - texts, not secrets
    body = "".join(f"<p>{' '.join(rng.choices(_WORDS, k=14))}.</p>" for _ in range(6))
    return Article(source, title, str(fields.pop("body", body)), words=84, **{"language": "en", **fields})  # type: ignore[arg-type]  # keywords - mypy cannot check them unpacked


_WORDS = ["oar", "tide", "quay", "mast", "rope", "sail", "knot", "deck", "hull", "keel", "buoy", "reef", "gull", "fog"]


def order(plan: Plan) -> list[str]:
    return [i.source for part in plan.parts for c in part.chapters for i in c.instalments]


def tree(plan: Plan) -> list[tuple[str | None, str | None, list[tuple[str | None, str | None, int]]]]:
    return [(p.number, p.title, [(c.number, c.title, len(c.instalments)) for c in p.chapters]) for p in plan.parts]


def test_one_level_gives_chapters() -> None:
    plan = arrange([article("b", "Part 10 - Nets"), article("a", "Part 2 - Ropes"), article("c", "Part 1 - Oars")])
    assert order(plan) == ["c", "a", "b"]
    assert tree(plan) == [(None, None, [("1", "Oars", 1), ("2", "Ropes", 1), ("10", "Nets", 1)])]


def test_two_levels_give_chapters_of_instalments_whatever_shape_the_titles_have() -> None:
    plan = arrange([
        article("a", "Section Two: The Reef (Part Two)"),
        article("b", "The Reef, Part I: First Soundings"),
        article("c", "SECTION ONE: THE QUAY (PART ONE)"),
        article("d", "Section One: The Quay (Part Two)"),
        article("e", "A Lamp at Night (The Quay #3)"),
    ])  # fmt: skip
    assert tree(plan) == [(None, None, [("1", "The Quay", 3), ("2", "The Reef", 2)])]
    assert order(plan) == ["c", "d", "e", "b", "a"]
    assert [i.text for c in plan.parts[0].chapters for i in c.instalments] == [
        "",
        "",
        "A Lamp at Night",
        "First Soundings",
        "",
    ]


def test_books_of_chapters_are_parts_and_their_numbers_may_restart() -> None:
    plan = arrange([article(f"{b}{c}", f"Book {b}, Chapter {c}: Bay {b}{c}") for b in (2, 1) for c in (2, 1)])
    assert [(p.number, [c.number for c in p.chapters]) for p in plan.parts] == [("1", ["1", "2"]), ("2", ["1", "2"])]


def test_front_and_back_matter_find_their_places() -> None:
    titles = ["Epilogue", "Chapter 2: Fog", "Preface", "Appendix A: Charts", "Prologue", "Chapter 1: Wind", "Endnotes"]
    plan = arrange([article(f"{n}", title) for n, title in enumerate(titles)])
    kinds = [chapter.kind for chapter in plan.parts[0].chapters]
    assert kinds == ["preface", "prologue", "chapter", "chapter", "epilogue", "appendix", "endnotes"]


def test_matter_around_titled_parts_stands_in_parts_without_title() -> None:
    plan = arrange([
        article("e", "Epilogue"), article("p", "Preface"),
        article("b", "Book Two, Chapter 1: Fog"), article("a", "Book One, Chapter 1: Wind"),
    ])  # fmt: skip
    assert [part.number for part in plan.parts] == [None, "1", "2", None]
    assert order(plan) == ["p", "a", "b", "e"]


def test_a_first_part_without_a_number_stands_first() -> None:
    plan = arrange([article("z", "Low Tide"), article("a", "Low Tide, part 2"), article("b", "Low Tide, part 3")])
    assert order(plan) == ["z", "a", "b"]
    assert not [p for p in plan.problems if p.code == "gap"]


def test_an_addendum_follows_its_part() -> None:
    plan = arrange(
        [
            article("a", "Addendum to Part Two"),
            article("b", "Part Three"),
            article("c", "Part Two"),
            article("d", "Part One"),
        ]
    )
    assert order(plan) == ["d", "c", "a", "b"]


def test_versions_and_months_are_sort_keys() -> None:
    versions = arrange([article(v, f"Announcing Keel 1.{v}") for v in ("10", "9", "2")])
    assert order(versions) == ["2", "9", "10"]
    months = arrange([
        article("o", "Harbour news - October 2025", date="2025-11-19"),
        article("s", "Harbour news - September 2025", date="2025-11-19"),
        article("d", "December harbour news", date="2025-01-23"),
    ])  # fmt: skip
    assert order(months) == ["d", "s", "o"]


def test_front_matter_outranks_titles_only_where_it_tells_articles_apart() -> None:
    weights = arrange([article("a", "Zinc", meta={"weight": "20"}), article("b", "Iron", meta={"weight": "10"})])
    assert order(weights) == ["b", "a"]
    zeros = arrange(
        [article("a", "Part 2", meta={"menu_order": "0"}), article("b", "Part 1", meta={"menu_order": "0"})]
    )
    assert order(zeros) == ["b", "a"]


def test_every_instalment_can_be_a_chapter() -> None:
    plan = arrange([article(str(n), f"Section One: The Quay (Part {n})") for n in (1, 2)], instalments="keep")
    assert tree(plan) == [(None, None, [("1", "The Quay", 1), ("2", "The Quay", 1)])]


def test_another_series_is_left_aside_and_can_be_picked() -> None:
    main = [article(f"m{n}", f"Part {n}", series="Sails") for n in (1, 2, 3)]
    plan = arrange([*main, article("o", "Part 7", series="Ropes")])
    assert order(plan) == ["m1", "m2", "m3"]
    assert [left.source for left in plan.left_out] == ["o"]
    assert [p.hint for p in plan.problems if p.code == "other-series"] == ["--series 'Ropes' makes its book"]
    assert order(arrange([*main, article("o", "Part 7", series="Ropes")], series="ropes")) == ["o"]
    with pytest.raises(Misused, match="'Sails'"):
        arrange([*main, article("o", "Part 7", series="Ropes")], series="Anchors")


def test_series_of_like_size_stand_side_by_side() -> None:
    both = [article(f"{s}{n}", f"Part {n}", series=s) for s in ("Sails", "Ropes") for n in (1, 2)]
    plan = arrange(both)
    assert [(p.title, len(p.chapters)) for p in plan.parts] == [("Ropes", 2), ("Sails", 2)]
    assert [p.code for p in plan.problems] == ["several-series"]


def test_pages_of_another_edition_are_left_out() -> None:
    plan = arrange(
        [
            article("colophon.xhtml", "Colophon"),
            article("c", "I: Fog"),
            article("t", "Title", meta={"epub:type": "titlepage"}),
        ]
    )
    assert order(plan) == ["c"]
    assert {left.source for left in plan.left_out} == {"colophon.xhtml", "t"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["Part {}", "Section {}: The Quay (Part 1)", "Chapter {}: Fog", "Fog", "Epilogue", "Fog, part {}", "{}"]
            ),
            st.integers(0, 40),
            st.sampled_from(["", "2024-01-01", "2023-05-06", "2022-05"]),
            st.sampled_from(["", "Sails", "Ropes"]),
        ),
        min_size=1,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_the_plan_does_not_depend_on_the_order_and_loses_no_article(
    rows: list[tuple[str, int, str, str]], rng: random.Random
) -> None:
    articles = [article(f"f{at}.md", t.format(n), date=d, series=s) for at, (t, n, d, s) in enumerate(rows)]
    plan = arrange(articles)
    shuffled = list(articles)
    rng.shuffle(shuffled)
    assert arrange(shuffled) == plan
    assert sorted([*order(plan), *(left.source for left in plan.left_out)]) == sorted(a.source for a in articles)


@pytest.mark.parametrize("form", ["volume-{p}/chapter-{c}.md", "chapter-{p}-{c}.xhtml"])
def test_chapters_that_restart_in_every_volume_are_not_interleaved(form: str) -> None:
    plan = arrange([article(form.format(p=p, c=c), f"Chapter {c}: Bay {p}{c}") for c in (1, 2, 3) for p in (2, 1)])
    assert [(p.number, [c.number for c in p.chapters]) for p in plan.parts] == [
        ("1", ["1", "2", "3"]),
        ("2", ["1", "2", "3"]),
    ]
    assert not plan.problems


def test_a_feed_that_restarts_its_numbers_has_parts() -> None:
    rows = [(p, c) for p in (1, 2) for c in (1, 2, 3)]
    plan = arrange([article(f"{7 * n % 13}", f"Chapter {c}", date=f"202{p}-0{c}-01") for n, (p, c) in enumerate(rows)])
    assert [[c.number for c in p.chapters] for p in plan.parts] == [["1", "2", "3"], ["1", "2", "3"]]


def test_the_title_page_of_a_part_names_it_and_is_left_out() -> None:
    kind = {"epub:type": "part bodymatter"}
    names = ((1, "West"), (2, "East"))
    pages = [
        Article(f"part-{p}.xhtml", f"Part {p}: {n}", "<h2>x</h2>", words=3, language="en", meta=kind) for p, n in names
    ]
    chapters = [article(f"chapter-{p}-{c}.xhtml", r) for p in (1, 2) for c, r in ((1, "I"), (2, "II"), (3, "III"))]
    plan = arrange([*pages, *chapters])
    assert [(p.number, p.title, len(p.chapters)) for p in plan.parts] == [("1", "West", 3), ("2", "East", 3)]
    assert [left.source for left in plan.left_out] == ["part-1.xhtml", "part-2.xhtml"]


def test_chapters_without_titles_in_parts_miss_nothing() -> None:
    plan = arrange([article(f"{p}{c}", f"第{p}篇 第{c}章", language="ja") for p in "一二" for c in "一二"])
    assert [(p.number, len(p.chapters)) for p in plan.parts] == [("1", 2), ("2", 2)]
    assert not plan.problems


def test_a_lone_instalment_of_a_section_still_misses_the_others() -> None:
    plan = arrange([article("a", "Section Six (Part Two)"), article("b", "Section Five (Part One)")])
    assert "Section 6: part 1 is missing" in [problem.message for problem in plan.problems]
