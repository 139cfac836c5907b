"""The contents list parts, chapters and headings, each leading to a place that exists."""

from __future__ import annotations

from book.contents import contents
from book.model import Book, Chapter, Entry, Metadata, Part


def chapter(number: int, body: str = "", title: str = "T", label: str = "") -> Chapter:
    return Chapter(f"ch-{number:02}", title, str(number), "chapter", body, label)


def book(*parts: Part) -> Book:
    return Book(Metadata("B", "en", "urn:x"), parts)


def shape(entries: tuple[Entry, ...]) -> list[object]:
    return [[entry.title, entry.level, *shape(entry.children)] for entry in entries]


BODY = '<h2 id="a">A</h2><h3 id="b">B</h3><h4 id="c">C</h4><h2 id="d">D <a epub:type="noteref" href="#n">1</a></h2>'


def test_a_part_that_prints_nothing_leaves_its_chapters_at_the_top() -> None:
    listed = contents(book(Part("part-1", "", None, (chapter(1, BODY),))), depth=3)
    assert shape(listed.entries) == [["T", 1, ["A", 2, ["B", 3]], ["D", 2]]]


def test_parts_own_their_chapters_and_depth_counts_from_the_top() -> None:
    made = book(Part("part-1", "Air", "1", (chapter(1, BODY),)))
    assert shape(contents(made, 3).entries) == [["Air", 1, ["T", 2, ["A", 3], ["D", 3]]]]
    assert shape(contents(made, 1).entries) == [["Air", 1]]
    assert shape(contents(made, 2).entries) == [["Air", 1, ["T", 2]]]


def test_every_entry_has_words_even_where_a_chapter_has_only_a_number() -> None:
    made = book(Part("part-1", "", None, (chapter(1, "", "", "Chapter 1"), chapter(2, "", "", ""))))
    assert [entry.title for entry in contents(made).entries] == ["Chapter 1", "ch-02"]


def test_headings_in_quotations_and_tables_are_not_of_the_text() -> None:
    made = book(Part("p", "", None, (chapter(1, '<blockquote><h2 id="x">Q</h2></blockquote>'),)))
    assert contents(made).entries[0].children == ()


def test_two_chapters_with_one_title_are_two_entries() -> None:
    made = book(Part("p", "", None, (chapter(1), chapter(2))))
    assert [entry.target for entry in contents(made).entries] == ["ch-01", "ch-02"]
