"""Linked notes, however a generator wrote them, become the notes of their chapter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from book.transforms import transform
from book.transforms.links import links
from book.transforms.notes import clusters, notes
from book.transforms.polish import polish
from book.xhtml import parse, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from book.model import Book, Chapter

GITHUB = (
    '<p>Winds<sup><a href="#fn-1" id="ref-1" data-footnote-ref="">1</a></sup> blow.</p>'
    '<section class="footnotes"><h2 id="l">Footnotes</h2><ol>'
    '<li id="fn-1"><p>From the north. <a href="#ref-1">↩</a></p></li></ol></section>'
)
PANDOC = (
    '<p>Winds<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> blow.</p>'
    '<section id="footnotes" class="footnotes" role="doc-endnotes"><hr/><ol><li id="fn1"><p>From the north.'
    '<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>'
)
WORD = (
    '<p>Winds<a href="#_ftn1" id="_ftnref1">[1]</a> blow.</p><hr/>'
    '<div id="ftn1"><p><a href="#_ftnref1" id="_ftn1">[1]</a> From the north.</p></div>'
)
DOCUTILS = (
    '<p>Winds <a class="footnote-reference brackets" href="#f1" id="r1">1</a> blow.</p><dl class="footnote brackets">'
    '<dt class="label" id="f1"><span class="brackets"><a class="fn-backref" href="#r1">1</a></span></dt>'
    "<dd><p>From the north.</p></dd></dl>"
)
BLOG = (
    '<p>Winds<sup id="back1"><a href="#note1">1</a></sup> blow.</p><p>Notes:</p>'
    '<p id="note1">1. From the north. <a href="#back1">Back to text</a></p>'
)
MARKED = (
    '<p>Winds<a epub:type="noteref" href="#n">*</a> blow.</p>'
    '<aside epub:type="footnote" id="n"><p>* From the north.</p></aside>'
)


def only(book: Book) -> Chapter:
    (chapter,) = book.chapters
    return chapter


@pytest.mark.parametrize(
    "body", [GITHUB, PANDOC, WORD, DOCUTILS, BLOG, MARKED], ids=["github", "pandoc", "word", "docutils", "blog", "epub"]
)
def test_a_note_of_any_generator_is_taken_out_of_the_text(body: str, make: Callable[..., Book], shelf: Any) -> None:
    chapter = only(notes(make(body), shelf()))
    (note,) = chapter.notes
    assert plain(note.body) == "From the north."
    assert note.number == "1"
    assert re.sub(" ", "", plain(chapter.body)) == "Winds1blow."
    (ref,) = parse(chapter.body).iter("a")
    assert (ref.get("href"), ref.get("id"), ref.get("role")) == (f"#{note.id}", note.ref, "doc-noteref")


def test_notes_in_one_file_go_to_their_chapters_and_the_emptied_chapter_vanishes(
    make: Callable[..., Book], shelf: Any
) -> None:
    shared = (
        '<section epub:type="endnotes"><ol><li id="n1"><p>One. <a href="#r1" epub:type="backlink">↩</a></p></li>'
        '<li id="n2"><p>Two. <a href="#r2" epub:type="backlink">↩</a></p></li></ol></section>'
    )
    made = notes(
        make(
            '<p>a<a id="r1" href="#n1" epub:type="noteref">7</a></p>',
            '<p>b<a id="r2" href="#n2" epub:type="noteref">8</a> see <a href="#ch-03">the notes</a></p>',
            ("endnotes", shared),
        ),
        shelf(),
    )
    assert [[(n.number, plain(n.body)) for n in c.notes] for c in made.chapters] == [[("1", "One.")], [("1", "Two.")]]
    assert {"7", "8", "↩", "Title 3"} <= {r.text for r in made.removals}
    assert "#ch-03" not in made.chapters[1].body


def test_a_shared_file_keeps_what_no_reference_names(make: Callable[..., Book], shelf: Any) -> None:
    shared = '<ol><li id="n1"><p>One.</p></li><li id="n9"><p>Nobody asks.</p></li></ol>'
    made = notes(make('<p>a<a href="#n1">1</a></p>', ("endnotes", shared)), shelf())
    assert plain(made.chapters[1].body) == "Nobody asks."


def test_several_references_to_one_note_share_its_number(make: Callable[..., Book], shelf: Any) -> None:
    body = GITHUB.replace("blow.", 'blow<sup><a href="#fn-1">1</a></sup>.')
    chapter = only(notes(make(body), shelf()))
    refs = list(parse(chapter.body).iter("a"))
    assert len(chapter.notes) == 1
    assert [a.text for a in refs] == ["1", "1"]
    assert len({a.get("id") for a in refs}) == 2


def test_a_note_inside_a_note_follows_it(make: Callable[..., Book], shelf: Any) -> None:
    body = (
        '<p>a<a epub:type="noteref" href="#n1" id="r1">1</a> b<a epub:type="noteref" href="#n3" id="r3">2</a></p>'
        '<section epub:type="footnotes">'
        '<aside id="n1"><p>One<a epub:type="noteref" href="#n2" id="r2">x</a></p></aside>'
        '<aside id="n2"><p>Inner</p></aside><aside id="n3"><p>Three</p></aside></section>'
    )
    chapter = only(notes(make(body), shelf()))
    assert [(n.number, plain(n.body)) for n in chapter.notes] == [("1", "One2"), ("2", "Inner"), ("3", "Three")]
    assert plain(chapter.body) == "a1 b3"


def test_numbers_are_in_the_digits_of_the_book(make: Callable[..., Book], shelf: Any) -> None:
    assert only(notes(make(GITHUB, language="fa"), shelf())).notes[0].number == "۱"


@pytest.mark.parametrize(
    "body",
    [
        '<p>See section <a href="#s2">2</a>.</p><h2 id="s2">2. Sea</h2><p>Text.</p>',
        '<ul><li><a href="#a">A</a></li></ul><h2 id="a">A</h2><p>x</p>',
        '<p><a href="#p">1</a></p><p id="p">A paragraph that is no note, since nothing leads back from it.</p>',
        '<p>x<a href="#gone">1</a></p>',
    ],
)
def test_a_link_that_only_looks_like_a_reference_is_left_alone(
    body: str, make: Callable[..., Book], shelf: Any
) -> None:
    made = notes(make(body), shelf())
    assert not only(made).notes
    assert plain(only(made).body) == plain(body)


def test_a_note_of_several_paragraphs_stays_whole(make: Callable[..., Book], shelf: Any) -> None:
    body = (
        '<p>a<a id="r1" href="#n1">[1]</a> b<a id="r2" href="#n2">[2]</a></p><p>Body.</p>'
        '<p><a id="n1" href="#r1">[1]</a> One.</p><p>More of one.</p><p><a id="n2" href="#r2">[2]</a> Two.</p>'
    )
    chapter = only(notes(make(body), shelf()))
    assert [plain(n.body) for n in chapter.notes] == ["One.More of one.", "Two."]
    assert plain(chapter.body).endswith("Body.")


def test_three_thousand_notes_are_no_trouble(make: Callable[..., Book], shelf: Any) -> None:
    refs = "".join(f'<p>w<a id="r{n}" href="#n{n}" epub:type="noteref">{n}</a></p>' for n in range(3000))
    items = "".join(f'<li id="n{n}"><p>Note {n}. <a href="#r{n}">↩</a></p></li>' for n in range(3000))
    chapter = only(notes(make(f'{refs}<ol class="footnotes">{items}</ol>'), shelf()))
    assert len(chapter.notes) == 3000
    assert chapter.notes[-1].number == "3000"


def test_links_to_a_note_still_lead_to_it(make: Callable[..., Book], shelf: Any) -> None:
    body = GITHUB + '<p>As <a href="#fn-1">said in the first note</a>.</p>'
    made = polish(notes(make(body), shelf()), shelf(), [links])
    assert f'href="#{only(made).notes[0].id}">said' in only(made).body
    assert not made.problems


def test_an_id_that_went_with_its_note_is_not_given_out_again(make: Callable[..., Book], shelf: Any) -> None:
    shared = '<ol><li id="n1">One <b id="ch-02-tides">ebb</b>. <a href="#r1">↩</a></li></ol><h2>Tides</h2><p>More.</p>'
    body = '<p>a<a href="#n1" id="r1">1</a></p>'
    made = transform(make(body, ("endnotes", shared)), shelf())
    assert 'id="ch-02-tides"' in made.chapters[0].notes[0].body
    assert '<h2 id="ch-02-tides-2">' in made.chapters[1].body


def test_the_notes_of_chapters_that_have_nothing_to_do_with_one_another_are_sorted_out_apart(
    make: Callable[..., Book],
) -> None:
    linked = ['<p id="a">x</p>', '<p><a href="#a">x</a></p>', '<p id="b"><a href="#b">y</a></p>', "<p>z</p>"]
    loose = '<pre> id="c"</pre><p><a href="#ch-01">to a whole chapter</a> <a href="#c">nowhere</a></p>'
    assert clusters(make(*linked, loose).chapters) == [[0, 1], [2]]
