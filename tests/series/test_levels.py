"""Three levels give parts of chapters of instalments, two give chapters of instalments, one gives chapters."""

from __future__ import annotations

import pytest

from book.model import Article, Plan
from book.series import arrange, parse_title


def _plan(*titles: str, language: str = "en", **fields: object) -> Plan:
    articles = [
        Article(f"{at}", title, f"<p>The {at} of them all.</p>", words=99, language=language, **fields)  # type: ignore[arg-type]  # keywords - mypy cannot check them unpacked
        for at, title in enumerate(titles)
    ]
    return arrange(articles[::-1])


def _chapters(plan: Plan) -> list[tuple[str | None, str | None, int]]:
    return [(c.number, c.title, len(c.instalments)) for part in plan.parts for c in part.chapters]


def test_the_name_in_all_titles_is_the_books_and_each_instalment_a_chapter() -> None:
    plan = _plan("Bread, Part 1: The Dough", "Bread, Part 2: The Oven", "Bread, Part 3: Keeping")
    assert plan.title == "Bread"
    assert _chapters(plan) == [("1", "The Dough", 1), ("2", "The Oven", 1), ("3", "Keeping", 1)]


@pytest.mark.parametrize("form", ["Bread, Part {}", "Bread #{}", "Bread – Chapter {}", "Bread ({})"])
def test_instalments_without_a_title_of_their_own_are_called_by_their_number(form: str) -> None:
    plan = _plan(*(form.format(n) for n in (1, 2, 3)))
    assert plan.title == "Bread"
    assert _chapters(plan) == [("1", None, 1), ("2", None, 1), ("3", None, 1)]


def test_a_first_part_without_a_number_and_an_epilogue_are_chapters_too() -> None:
    plan = _plan("Bread", "Bread, Part 2: The Oven", "Bread, Part 3", "Bread: Epilogue")
    assert plan.title == "Bread"
    assert [(number, count) for number, _, count in _chapters(plan)] == [("1", 1), ("2", 1), ("3", 1), (None, 1)]


@pytest.mark.parametrize("form", ["{}, part {}", "{} #{}", "{}, Part {}: Its Taste"])
def test_several_names_in_one_folder_are_chapters(form: str) -> None:
    plan = _plan(*(form.format(name, n) for name, last in (("Bread", 2), ("Soup", 3)) for n in range(1, last + 1)))
    assert _chapters(plan) == [(None, "Bread", 2), (None, "Soup", 3)]
    assert plan.title == ""


@pytest.mark.parametrize("form", ["{} - Chapter {}: {}", "{} - Chapter {}"])
def test_chapters_of_several_names_are_not_interleaved(form: str) -> None:
    texts = {"Bread": ["Dough", "Oven"], "Soup": ["Water", "Salt", "Bowl"]}
    plan = _plan(*(form.format(name, n, text) for name, own in texts.items() for n, text in enumerate(own, 1)))
    assert [(part.title, [c.number for c in part.chapters]) for part in plan.parts] == [
        ("Bread", ["1", "2"]),
        ("Soup", ["1", "2", "3"]),
    ]
    assert not plan.problems


def test_the_only_section_is_a_chapter_of_instalments() -> None:
    plan = _plan("Section One: Bread (Part One)", "Section One: Bread (Part Two)")
    assert _chapters(plan) == [("1", "Bread", 2)]


def test_one_word_for_both_levels_gives_chapters_of_instalments() -> None:
    plan = _plan(
        "القسم الأول: الحديقة (الجزء الأول)",
        "القسم الأول: الحديقة (الجزء الثاني)",
        "القسم الثاني: البيت (الجزء الأول)",
        "القسم الثاني: البيت (الجزء الثاني)",
        language="ar",
    )
    assert _chapters(plan) == [("1", "الحديقة", 2), ("2", "البيت", 2)]
    assert [part.number for part in plan.parts] == [None]
    assert [chapter.kind for part in plan.parts for chapter in part.chapters] == ["section", "section"]
    assert not plan.problems


@pytest.mark.parametrize(
    ("raw", "text", "kinds"),
    [
        ("Section One: The First Book (Part One)", "The First Book", ["section", "part"]),
        ("Section One: The First Book", "The First Book", ["section"]),
        ("Chapter Two: The Last Chapter, Part 3", "The Last Chapter", ["chapter", "part"]),
        ("Volume 1: Chapter 2 (Part 3)", "", ["volume", "chapter", "part"]),
        ("The First Book, Chapter 2: Fog", "Fog", ["book", "chapter"]),
    ],
)
def test_a_number_and_a_level_in_a_name_are_the_name(raw: str, text: str, kinds: list[str]) -> None:
    title = parse_title(raw)
    assert (title.text, [ordinal.kind for ordinal in title.ordinals]) == (text, kinds)
