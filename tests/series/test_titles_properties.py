"""What holds for any title at all."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from book.series import parse_title
from book.series.titles import sort_key

WORDS = ["Part", "Chapter", "Teil", "Глава", "الفصل", "第", "章", "話", "Two", "IV", "12", "(", ")", "[", "/", "of",
         "-", ":", "|", ",", "#", "No.", "Prologue", "the", "Last", "S01E02", "Rust", "1.2", "May", "2024", "一", "  ",
         "\n", "ב'", "é"]  # fmt: skip
TITLES = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
                   st.lists(st.sampled_from(WORDS), max_size=12).map("".join))  # fmt: skip
NUMBER = re.compile(r"\d+(?:\.\d+)*[a-z]?(?:-\d+)?|[A-Z]\d*|\w|last|\d{4}(?:-(?:\d\d|[QH]\d)){0,2}|\d\d(?:-\d\d)?")
NAMES = st.sampled_from(["The Weir", "Bees in winter", "Der Brunnen", "Мост", "المحجر", "橋の上", "다리"])
MARKS = st.sampled_from([("Part 3: {}", "part", "3"), ("{} (Part 3)", "part", "3"), ("{} [3/4]", "part", "3"),
                         ("Chapter 12. {}", "chapter", "12"), ("Глава 7. {}", "chapter", "7"),
                         ("{}（三）", "part", "3")])  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(TITLES)
def test_no_title_raises_and_numbers_are_well_formed(raw: str) -> None:
    title = parse_title(raw)
    for ordinal in title.ordinals:
        assert ordinal.kind
        assert ordinal.number is None or NUMBER.fullmatch(ordinal.number)
        assert ordinal.total is None or ordinal.total.isdecimal()
        sort_key(ordinal.number)


@settings(max_examples=200, deadline=None)
@given(TITLES)
def test_without_marks_every_word_is_kept(raw: str) -> None:
    title = parse_title(raw)
    if not title.ordinals:
        assert "".join(title.text.split()) == "".join(raw.split())


@given(NAMES, MARKS)
def test_what_is_left_to_print_holds_no_further_mark(name: str, mark: tuple[str, str, str]) -> None:
    form, kind, number = mark
    title = parse_title(form.format(name))
    assert (title.text, [(o.kind, o.number) for o in title.ordinals]) == (name, [(kind, number)])
    assert parse_title(title.text).ordinals == ()


@given(NAMES, MARKS, st.sampled_from([" ", "  ", "\n", "\t "]))
def test_white_space_and_capitals_of_a_label_do_not_matter(name: str, mark: tuple[str, str, str], space: str) -> None:
    form, kind, number = mark
    spaced = space + form.format(name).replace(" ", space)
    assert [(o.kind, o.number) for o in parse_title(spaced).ordinals] == [(kind, number)]
    assert [(o.kind, o.number) for o in parse_title(form.format(name).upper()).ordinals] == [(kind, number)]
