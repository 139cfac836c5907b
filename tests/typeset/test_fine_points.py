"""What a book designer would mark in a proof: leaders, credits, columns, crowds of notes, what was made to fit."""

from __future__ import annotations

from book.clean import gate, tree
from book.contents import contents
from book.model import Asset, Book, Chapter, Credit, Metadata, Note, Part
from book.theme import load
from book.transforms.typography import titles
from book.typeset import typeset
from book.typeset.bounds import fit
from book.typeset.environment import held
from book.xhtml import parse

PROSE = "The harbour lies open to the north, and every ship that enters it must wait for the tide. "


def book_of(*chapters: Chapter, title: str = "T", assets: tuple[Asset, ...] = ()) -> Book:
    return Book(Metadata(title, "en", "urn:x:1"), (Part("p", "", None, chapters),), assets)


def chapter(
    body: str, *, title: str = "A Title", notes: tuple[Note, ...] = (), credits_: tuple[Credit, ...] = ()
) -> Chapter:
    return Chapter("ch-01", title, "1", "chapter", body, "Chapter 1", notes=notes, credits=credits_)


def sheets(made: Book) -> dict[str, str]:
    return {sheet.kind: sheet.xhtml for sheet in typeset(made, contents(made), load("classic"), "print")}


def said(made: Book) -> list[str]:
    return [p.message for sheet in typeset(made, contents(made), load("classic"), "print") for p in sheet.problems]


def test_the_dots_of_the_contents_stand_with_the_last_word_of_an_entry() -> None:
    assert held("Setting up the REPL") == 'Setting up the <span class="last">REPL</span>'
    assert held("One") == '<span class="last">One</span>'
    assert held("銀河鉄道" * 8).endswith('<span class="last">鉄道</span>')
    assert held("x" * 400).endswith('<span class="last"></span>')
    assert held("a <b>").count("&lt;b&gt;") == 1


def test_a_chapter_with_one_credit_is_named_once_in_the_list_of_sources() -> None:
    one = Credit("a.md", "A title!", date="2020-01-02", address="https://example.org/a")
    two = (Credit("b.md", "B, Part One", date="2020-01-02"), Credit("c.md", "B, Part Two", date="2020-01-03"))
    assert sheets(book_of(chapter("<p>x</p>", credits_=(one,))))["sources"].casefold().count("a title") == 1
    listed = sheets(book_of(chapter("<p>x</p>", credits_=two)))["sources"]
    assert "B, Part One" in listed
    assert "B, Part Two" in listed


def test_a_cell_is_set_as_its_source_says() -> None:
    table = (
        '<table><tr><td style="color: red; text-align:right">1</td><td align="CENTER" class="x">2</td>'
        '<td style="text-align: url(x)">3</td></tr></table>'
    )
    classes = [cell.get("class") for cell in gate.safe(tree.body_of(tree.parse(table))).iter("td")]
    assert classes == ["align-right", "x align-center", None]


def test_the_book_and_its_parts_have_printed_apostrophes_as_its_chapters_do() -> None:
    made = Book(Metadata("Let's Build", "en", "urn:x:1", subtitle='The "Way"'), (Part("p", "Don't", "1", ()),))
    better = titles(made, None)  # type: ignore[arg-type]  # the rule reads no file - it needs no finder
    assert better.metadata.title == "Let’s Build"
    assert better.metadata.subtitle == "The “Way”"
    assert better.parts[0].title == "Don’t"


def called(count: int) -> tuple[str, tuple[Note, ...]]:
    """A paragraph that calls so many short notes."""
    calls = " ".join(f'w<a epub:type="noteref" role="doc-noteref" href="#n{n}" id="r{n}">{n}</a>' for n in range(count))
    return f"<p>{calls}</p>", tuple(Note(f"n{n}", f"r{n}", str(n), "<p>Short.</p>") for n in range(count))


def test_sixty_notes_of_one_paragraph_stand_at_the_end_of_the_chapter_and_one_line_says_so() -> None:
    body, notes = called(60)
    assert said(book_of(chapter(body, notes=notes))) == [
        "60 notes are too many for the foot of the page that calls them"
    ]
    assert sheets(book_of(chapter(body, notes=notes)))["chapter"].count('role="doc-footnote"') == 60


def test_many_notes_stay_at_the_foot_where_the_text_spreads_them_over_pages() -> None:
    body, notes = called(10)
    assert said(book_of(chapter(body, notes=notes))) == []
    spread = "".join(
        f'<p>{PROSE * 4}<a epub:type="noteref" role="doc-noteref" href="#n{n}" id="r{n}">{n}</a></p>' for n in range(60)
    )
    assert said(book_of(chapter(spread, notes=called(60)[1]))) == []


def test_what_was_done_with_words_titles_and_pictures_no_page_holds_is_said() -> None:
    thread = Asset("images/t.png", "image/png", b"", 1, 20_000)
    body = f'<p>{"x" * 100_000}</p><figure><img src="images/t.png" alt="t"/></figure>'
    found = said(book_of(chapter(body, title="Long words " * 40), assets=(thread,)))
    assert found == [
        "a word of 100,000 characters is broken over lines",
        "a picture 20,000 times as high as wide is drawn as a thread",
        "a title of 440 characters is set small, on many lines",
    ]


def test_words_in_a_table_are_whole_where_the_page_is_wide_enough_for_them() -> None:
    def classes(cells: list[str]) -> str:
        body = parse(f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>")
        fit(body, 60)
        return str(next(body.iter("table")).get("class", ""))

    assert classes(["harvested", "g_made.py", "not harvested"]) == "whole"
    assert classes(["internationalisation" * 2] * 3) == ""
