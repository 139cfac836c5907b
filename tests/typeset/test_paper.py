"""On paper nobody can follow a link: the page says where it leads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.messages import messages
from book.model import MENTION
from book.theme import load
from book.typeset import Options, typeset
from book.typeset.paper import Printed, breakable, shown
from book.xhtml import parse, text_of, write

if TYPE_CHECKING:
    from lxml import etree

    from book.model import Book, Contents
    from book.typeset.options import Urls

ADDRESS = "https://www.example.org/lamps/"


def told(body: str, *, urls: Urls = "references", language: str = "en") -> tuple[etree._Element, Printed]:
    tree = parse(body)
    printed = Printed(messages(language), urls, pages=True)
    printed.chapter(tree)
    return tree, printed


def test_a_link_inside_the_book_gets_a_box_for_its_page_and_no_other_text() -> None:
    tree, _ = told('<p>See <a href="#tides">the tides</a>, twice: <a href="#tides">there</a>.</p>')
    (mention,) = tree.findall(".//span[@class='page-of']")
    assert (mention.get("data-before"), mention.get("data-after")) == ("(page\u00a0", ")")
    assert mention[1].get("id") == f"{MENTION}start.1.tides"
    assert text_of(tree) == "See the tides, twice: there."


@pytest.mark.parametrize(("language", "before"), [("de", "(Seite\u00a0"), ("ar", "(صفحة\u00a0"), ("xx", "(")])
def test_the_word_for_page_is_the_books(language: str, before: str) -> None:
    tree, _ = told('<p><a href="#a">x</a></p>', language=language)
    assert tree.find(".//span[@class='page-of']").get("data-before") == before  # type: ignore[union-attr]  # it is there - the test fails where it is not


@pytest.mark.parametrize(
    "body",
    [
        '<p>See <a href="#a">page 12</a>.</p>',
        '<p>See <a href="#a">p. 12</a>.</p>',
        '<h2><a href="#a">A heading</a></h2>',
        '<p>Note<a role="doc-noteref" href="#n">1</a></p>',
    ],
)
def test_no_page_is_told_twice_nor_in_a_heading_nor_for_a_note(body: str) -> None:
    assert MENTION not in write(told(body)[0])


def test_an_address_has_one_number_in_a_chapter_and_a_line_in_its_list() -> None:
    body = f'<p><a href="{ADDRESS}">a</a> <a href="https://b.example/">b</a> <a href="{ADDRESS}">again</a></p>'
    tree, printed = told(body)
    assert [call.get("data-mark") for call in tree.iter("span")] == ["[1]", "[2]", "[1]"]
    listed = [(one.number, one.address.replace("\u200b", "")) for one in printed.references]
    assert listed == [("1", "www.example.org/lamps"), ("2", "b.example")]


def test_an_address_may_stand_at_the_foot_called_by_a_letter() -> None:
    tree, printed = told(f'<p><a href="{ADDRESS}">a lamp</a>.</p>', urls="notes")
    call, foot = tree[0][1], tree[0][2]
    assert (call.get("data-mark"), foot.get("class")) == ("a", "footnote address")
    assert text_of(foot).replace("\u200b", "") == "a www.example.org/lamps"
    assert not printed.references


@pytest.mark.parametrize("words", [ADDRESS, "www.example.org/lamps", "example.org/lamps"])
def test_an_address_that_is_read_already_is_not_told(words: str) -> None:
    tree, printed = told(f'<p><a href="{ADDRESS}">{words}</a></p>')
    assert len(tree[0]) == 1
    assert not printed.references


def test_an_address_in_a_note_follows_its_link() -> None:
    from book.model import Note  # noqa: PLC0415 - for this test only

    printed = Printed(messages("en"), "notes", pages=False)
    (note,) = printed.notes([Note("n", "r", "1", f'<p><a href="{ADDRESS}">There</a>.</p>')])
    assert "address-after" in note.body
    assert "footnote" not in note.body


@given(st.from_regex(r"https://[a-z]{1,40}\.example(/[a-zA-Z0-9._%~-]{0,60}){0,5}(\?[a-z=&]{0,40})?", fullmatch=True))
def test_breaking_an_address_changes_no_character(address: str) -> None:
    pieces = breakable(shown(address)).split("\u200b")
    assert "".join(pieces) == shown(address)
    assert all(len(piece) <= 24 for piece in pieces)


@pytest.mark.parametrize(("medium", "wanted"), [("print", True), ("screen", False), ("epub", False), ("html", False)])
def test_only_paper_tells_where_links_lead(book: Book, listed: Contents, medium: str, wanted: bool) -> None:
    sheets = typeset(book, listed, load("classic"), medium)  # type: ignore[arg-type]  # a medium - as the table has it
    text = "".join(sheet.xhtml for sheet in sheets)
    assert (MENTION in text) is wanted
    assert ("address-call" in text) is wanted


def test_a_chapter_says_nothing_that_another_chapter_decides(book: Book, listed: Contents) -> None:
    """Numbers come when the book is bound: a longer chapter 2 leaves the sheet of chapter 1 as it was."""
    part = book.parts[2]
    longer = replace(part.chapters[0], body=part.chapters[0].body + "<p>More of it.</p>" * 9)
    other = replace(book, parts=(*book.parts[:2], replace(part, chapters=(longer, *part.chapters[1:])), book.parts[3]))
    first, second = (
        next(s.xhtml for s in typeset(made, listed, load("classic"), "print") if s.chapter == "ch-01")
        for made in (book, other)
    )
    assert first == second


def test_settings_leave_it_all_out(book: Book, listed: Contents) -> None:
    options = Options(urls="none", page_references=False)
    text = "".join(sheet.xhtml for sheet in typeset(book, listed, load("classic"), "print", options=options))
    assert MENTION not in text
    assert "address-call" not in text


@pytest.mark.parametrize("notes", ["chapter", "book"])
def test_a_listed_note_fits_its_page_as_the_text_does(book: Book, listed: Contents, notes: str) -> None:
    part = book.parts[1]
    first = part.chapters[0]
    long = replace(first.notes[0], body=f"<p>See {'x' * 200}.</p>")
    chapter = replace(first, notes=(long, *first.notes[1:]))
    other = replace(book, parts=(book.parts[0], replace(part, chapters=(chapter,)), *book.parts[2:]))
    sheets = typeset(other, listed, load("classic"), "print", options=Options(notes=notes))  # type: ignore[arg-type]  # one of three - as the table has it
    text = next(sheet.xhtml for sheet in sheets if "See x" in sheet.xhtml)
    assert "x" * 60 not in text
    assert 'class="ragged"' in text
