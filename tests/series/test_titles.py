"""What a title says about its place, from outside: `parse_title`."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from book.model import Ordinal
from book.series import parse_title
from book.series.grammar import grammar, languages
from book.series.titles import sort_key

if TYPE_CHECKING:
    from pathlib import Path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def right(row: dict[str, str]) -> bool:
    """Kind, number, outer number and bare title are as labelled, and there is no ordinal too many."""
    title = parse_title(row["raw"])
    outer = [] if row["section_number"] == "-" else [row["section_number"]]
    inner = [] if row["kind"] == "none" else [(row["kind"], None if row["number"] == "-" else row["number"])]
    found = list(title.ordinals)
    if len(found) != len(outer) + len(inner) or title.text != ("" if row["bare_title"] == "-" else row["bare_title"]):
        return False
    return [o.number for o in found[: len(outer)]] == outer and [
        (o.kind, o.number) for o in found[len(outer) :]
    ] == inner


@pytest.mark.parametrize(
    "name",
    ["titles_shown.tsv", "titles_held_out.tsv", "titles_reviewed.tsv", "titles_second.tsv", "titles_third.tsv",
     "titles_fifth.tsv"],
)  # fmt: skip
def test_every_title_of_our_own_lists_is_read_as_labelled(root: Path, name: str) -> None:
    table = rows(root / "tests" / "series" / name)
    assert len(table) >= 110
    assert [row["raw"] for row in table if not right(row)] == []


def test_a_list_shaped_like_the_real_one_is_read_as_labelled_in_98_of_100_without_a_false_mark(root: Path) -> None:
    table = rows(root / "tests" / "series" / "titles_fourth.tsv")
    wrong = [row for row in table if not right(row)]
    assert len(wrong) <= 0.02 * len(table), [row["raw"] for row in wrong]
    assert [row["raw"] for row in wrong if row["kind"] == "none"] == []


def test_real_titles_are_read_as_labelled_in_98_of_100_and_none_gets_a_false_mark(corpus: Path) -> None:
    table = rows(corpus / "titles" / "titles.tsv")
    wrong = [row for row in table if not right(row)]
    assert len(wrong) <= 0.02 * len(table), [row["raw"] for row in wrong]
    assert [row["raw"] for row in wrong if row["kind"] == "none"] == []


def test_the_documented_example() -> None:
    title = parse_title("Section Six: X (Part Four)")
    assert title.text == "X"
    assert title.ordinals == (Ordinal("section", "6", None, "X"), Ordinal("part", "4"))


@pytest.mark.parametrize(
    ("raw", "total"),
    [
        ("X (part 2 of 3)", "3"), ("X [2/4]", "4"), ("X – Teil 2 von 5", "5"), ("X, partie 2 sur 4", "4"),
        ("بخش ۲ از ۵", "5"), ("X (часть 2 из 4)", "4"), ("X – parte 2 di 3", "3"), ("X, del 2 av 3", "3"),
    ],
)  # fmt: skip
def test_the_total_is_read_in_the_language_of_the_title(raw: str, total: str) -> None:
    assert parse_title(raw).ordinals[-1].total == total


def test_three_levels_stand_outermost_first() -> None:
    title = parse_title("Volume Two, Chapter 5: The Weir (Part 3)")
    assert [(o.kind, o.number) for o in title.ordinals] == [("volume", "2"), ("chapter", "5"), ("part", "3")]
    assert title.text == "The Weir"


def test_the_name_of_the_series_beside_the_mark_is_kept_apart() -> None:
    assert parse_title("The Mill, Part III: The Weir").series == "The Mill"
    assert parse_title("Weekly Sync #12").series == "Weekly Sync"


def test_a_title_without_marks_is_returned_with_its_white_space_collapsed() -> None:
    assert parse_title("  A quiet \n  day ").text == "A quiet day"
    assert parse_title("").text == ""


def test_numbers_sort_as_a_reader_counts() -> None:
    order = ["0", "1", "1.5", "2", "2a", "2b", "5-8", "9", "10", "B", "B1", "last"]
    shuffled = order[5:] + order[:5]
    assert sorted(shuffled, key=sort_key) == order
    assert sort_key("1.9.1") < sort_key("1.10.0")
    assert sort_key("2023-12") < sort_key("2024-01-05")


def test_the_table_has_more_than_forty_languages_and_the_ones_promised() -> None:
    promised = {"en", "fr", "de", "es", "pt", "it", "nl", "pl", "ru", "uk", "tr"}
    promised |= {"fa", "ar", "he", "hi", "zh", "ja", "ko", "vi", "id", "sv"}
    assert promised <= set(languages())
    assert len(list(languages())) > 40
    assert grammar() is grammar()
