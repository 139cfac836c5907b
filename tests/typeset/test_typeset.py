"""A book becomes sheets: each a whole document, each thing in its place, links that arrive."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

import pytest
from lxml import etree

from book.contents import contents
from book.language import words
from book.model import Medium, Note
from book.theme import load
from book.typeset import Options, typeset
from book.xhtml import EPUB_TYPE, XHTML_NS, XML_LANG

if TYPE_CHECKING:
    from book.model import Book, Contents, Sheet

MEDIA = get_args(Medium)
H = f"{{{XHTML_NS}}}"


def tree(sheet: Sheet) -> etree._Element:
    return etree.fromstring(sheet.xhtml.encode())


def text(sheet: Sheet) -> str:
    return " ".join("".join(str(part) for part in tree(sheet).itertext()).split())


def only(sheets: tuple[Sheet, ...], kind: str) -> Sheet:
    found = [sheet for sheet in sheets if sheet.kind == kind]
    assert len(found) == 1, kind
    return found[0]


def test_the_sheets_stand_in_the_order_of_a_book(book: Book, listed: Contents) -> None:
    kinds = [sheet.kind for sheet in typeset(book, listed, load("classic"), "epub", options=Options(figures=True))]
    assert kinds == [
        "cover", "titlepage", "imprint", "contents", "figures", "preface", "part", "chapter", "part", "chapter",
        "chapter", "appendix", "sources", "index", "colophon",
    ]  # fmt: skip


def test_matter_tells_front_from_text_from_back(book: Book, listed: Contents) -> None:
    matters = [(sheet.kind, sheet.matter) for sheet in typeset(book, listed, load("classic"), "print")]
    assert matters[0] == ("titlepage", "front")  # a cover is not of the paper
    assert ("preface", "front") in matters
    assert ("appendix", "back") in matters
    ranks = [["cover", "front", "body", "back"].index(matter) for _, matter in matters]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("theme", ["classic", "modern", "reader"])
def test_every_sheet_is_a_whole_document(book: Book, listed: Contents, medium: Medium, theme: str) -> None:
    sheets = typeset(book, listed, load(theme), medium)
    assert len({sheet.name.casefold() for sheet in sheets}) == len(sheets)
    for sheet in sheets:
        root = tree(sheet)
        assert sheet.name.isascii()
        assert root.get("lang") == root.get(XML_LANG) != ""
        assert root.get("dir") in ("ltr", "rtl")
        assert root.findtext(f"{H}head/{H}title") == sheet.title != ""
        assert root.find(f"{H}body").get(EPUB_TYPE)  # type: ignore[union-attr] - there is a body
        assert len(list(root.iter(f"{H}h1"))) == (0 if sheet.kind == "cover" else 1), sheet.name
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), sheet.name
        assert not [element for element in root.iter() if element.get("class") == ""], sheet.name


def test_headings_skip_no_level(book: Book, listed: Contents) -> None:
    for sheet in typeset(book, listed, load("classic"), "epub"):
        levels = [int(str(e.tag)[-1]) for e in tree(sheet).iter() if str(e.tag).removeprefix(H) in ("h1", "h2", "h3")]
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), sheet.name


@pytest.mark.parametrize(
    ("kind", "type_", "role"),
    [
        ("preface", "preface", "doc-preface"),
        ("part", "part", "doc-part"),
        ("chapter", "chapter", "doc-chapter"),
        ("appendix", "appendix", "doc-appendix"),
        ("contents", "toc", "doc-toc"),
        ("index", "index", "doc-index"),
        ("colophon", "colophon", "doc-colophon"),
    ],
)
def test_each_sheet_says_what_it_is(book: Book, listed: Contents, kind: str, type_: str, role: str) -> None:
    for sheet in typeset(book, listed, load("classic"), "epub"):
        if sheet.kind == kind:
            section = tree(sheet).find(f"{H}body")[0]  # type: ignore[index] - there is a body
            assert (section.get(EPUB_TYPE), section.get("role")) == (type_, role)


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("notes", ["foot", "chapter", "book"])
def test_every_link_inside_the_book_arrives(book: Book, listed: Contents, medium: Medium, notes: str) -> None:
    options = Options(notes=notes, figures=True, credits="sources")  # type: ignore[arg-type] - one of the three
    sheets = typeset(book, listed, load("classic"), medium, options=options)
    homes = {f"{s.name}.xhtml": {e.get("id") for e in tree(s).iter() if e.get("id")} for s in sheets}
    everywhere = set().union(*homes.values())
    count = 0
    for sheet in sheets:
        for link in tree(sheet).iter(f"{H}a"):
            href = link.get("href", "")
            if href.startswith("https:"):
                continue
            name, _, target = href.partition("#")
            count += 1
            if medium == "epub":
                assert target in homes[name or f"{sheet.name}.xhtml"], href
            else:
                assert name == ""
                assert target in everywhere, href
    assert count > 10


def test_ids_named_for_a_sheet_are_in_it(book: Book, listed: Contents) -> None:
    for sheet in typeset(book, listed, load("classic"), "epub"):
        there = {element.get("id") for element in tree(sheet).iter()}
        assert set(sheet.ids) <= there, sheet.name


# ---------------------------------------------------------------- notes


def test_notes_of_an_ebook_stand_after_their_chapter_and_lead_back(book: Book, listed: Contents) -> None:
    sheet = next(s for s in typeset(book, listed, load("classic"), "epub") if s.chapter == "ch-01")
    asides = list(tree(sheet).iter(f"{H}aside"))
    assert [(a.get("id"), a.get(EPUB_TYPE), a.get("role")) for a in asides] == [
        ("ch-01-fn1", "footnote", "doc-footnote"),
        ("ch-01-fn2", "footnote", "doc-footnote"),
    ]
    back = [next(a.iter(f"{H}a")) for a in asides]
    assert [(a.get("href"), a.get("role"), a.text) for a in back] == [
        ("#ch-01-ref1", "doc-backlink", "1"),
        ("#ch-01-ref2", "doc-backlink", "2"),
    ]


def test_notes_of_a_page_stand_at_their_reference_to_be_floated_to_the_foot(book: Book, listed: Contents) -> None:
    sheet = next(s for s in typeset(book, listed, load("classic"), "print") if s.chapter == "ch-01")
    for foot in tree(sheet).iter(f"{H}span"):
        if foot.get("class") == "footnote":
            assert foot.getprevious().get("role") == "doc-noteref"  # type: ignore[union-attr] - it follows its reference
    assert text(sheet).count("Two clocks, in fact.") == 1
    assert not list(tree(sheet).iter(f"{H}aside"))


def test_notes_after_the_book_are_grouped_by_chapter(book: Book, listed: Contents) -> None:
    for medium in MEDIA:
        sheets = typeset(book, listed, load("classic"), medium, options=Options(notes="book"))
        assert "Two clocks" in text(only(sheets, "notes"))
        assert "The Keeper of the Light" in text(only(sheets, "notes"))
        assert "Two clocks" not in text(next(s for s in sheets if s.chapter == "ch-01"))


def test_a_note_longer_than_a_page_moves_to_the_end_of_its_chapter_and_says_so(book: Book) -> None:
    chapter = book.parts[1].chapters[0]
    long = replace(chapter.notes[0], body="<p>Very long indeed. </p>" * 200)
    changed = replace(
        book, parts=(replace(book.parts[1], chapters=(replace(chapter, notes=(long, chapter.notes[1])),)),)
    )
    sheet = next(s for s in typeset(changed, contents(changed), load("classic"), "print") if s.chapter == "ch-01")
    assert [aside.get("id") for aside in tree(sheet).iter(f"{H}aside")] == ["ch-01-fn1"]
    assert [problem.code for problem in sheet.problems] == ["note-moved"]
    assert sheet.problems[0].where == "1.md"


def test_a_note_of_several_blocks_begins_with_its_number(book: Book) -> None:
    chapter = book.parts[1].chapters[0]
    note = Note("ch-01-fn1", "ch-01-ref1", "1", "<blockquote><p>Quoted.</p></blockquote><p>Said.</p>")
    changed = replace(
        book, parts=(replace(book.parts[1], chapters=(replace(chapter, notes=(note, chapter.notes[1])),)),)
    )
    for medium in ("epub", "print"):
        sheet = next(s for s in typeset(changed, contents(changed), load("classic"), medium) if s.chapter == "ch-01")
        assert "1Quoted.Said." in "".join(text(sheet).split())


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("notes", ["foot", "chapter", "book"])
def test_no_word_of_the_book_is_lost_or_doubled(book: Book, listed: Contents, medium: Medium, notes: str) -> None:
    options = Options(notes=notes)  # type: ignore[arg-type] - one of the three
    sheets = typeset(book, listed, load("classic"), medium, options=options)
    shown = words(
        " ".join(" ".join(tree(sheet).itertext()) for sheet in sheets if sheet.chapter or sheet.kind == "notes")
    )
    for chapter in book.chapters:
        body = etree.fromstring(f'<b xmlns:epub="http://www.idpf.org/2007/ops">{chapter.body}</b>')
        notes_text = [etree.fromstring(f"<b>{note.body}</b>").itertext() for note in chapter.notes]
        for part in (body.itertext(), *notes_text):
            for word in words(" ".join(part)):
                # An initial that drops stands by itself: "T" and "he".
                assert word in shown or word[1:] in shown, word


def test_markup_in_a_title_is_shown_and_not_obeyed(book: Book, listed: Contents) -> None:
    bold = replace(book, metadata=replace(book.metadata, title='<b>&amp; "Sons"</b>', rights="<script>1</script>"))
    for sheet in typeset(bold, listed, load("classic"), "epub"):
        assert not list(tree(sheet).iter(f"{H}script", f"{H}b"))
    assert '<b>&amp; "Sons"</b>' in text(only(typeset(bold, listed, load("classic"), "epub"), "titlepage"))


@pytest.mark.parametrize(
    ("language", "word"), [("de", "Inhalt"), ("ar", "المحتويات"), ("ja", "目次"), ("ru", "Содержание")]
)
def test_generated_words_speak_the_books_language(book: Book, listed: Contents, language: str, word: str) -> None:
    other = replace(book, metadata=replace(book.metadata, language=language))
    sheets = typeset(other, listed, load("classic"), "print")
    assert word in text(only(sheets, "contents"))
    generated = " ".join(text(sheet) for sheet in sheets if not sheet.chapter)
    for english in ("Contents", "Colophon", "First published", "Compiled with", "Set in"):
        assert english not in generated


def test_a_language_nobody_wrote_words_for_gets_a_book_without_english(book: Book, listed: Contents) -> None:
    sheets = typeset(replace(book, metadata=replace(book.metadata, language="tlh")), listed, load("classic"), "epub")
    generated = " ".join(text(sheet) for sheet in sheets if not sheet.chapter)
    for english in ("Contents", "Colophon", "Sources", "Index", "Imprint"):
        assert english not in generated


def test_a_chapter_in_another_language_says_so(book: Book, listed: Contents) -> None:
    root = tree(next(s for s in typeset(book, listed, load("classic"), "print") if s.chapter == "ch-03"))
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    label = next(root.iter(f"{H}h1"))[0]
    assert (label.get("lang"), label.get("dir")) == ("en", "ltr")


# ---------------------------------------------------------------- contents, index, sources


def test_page_numbers_are_asked_for_where_there_are_pages_only(book: Book, listed: Contents) -> None:
    for medium in MEDIA:
        sheets = typeset(book, listed, load("classic"), medium)
        wanted = [e.get("data-target") for e in tree(only(sheets, "contents")).iter() if e.get("data-target")]
        assert wanted == ([] if medium in ("epub", "html") else
                          ["pr", "pt-1", "ch-01", "lamp", "pt-2", "ch-02", "tides", "ch-03", "ap"])  # fmt: skip


def test_a_chapter_that_was_a_part_of_its_series_is_a_chapter(book: Book, listed: Contents) -> None:
    sheets = typeset(book, listed, load("classic"), "print")
    assert next(s.kind for s in sheets if s.chapter == "ch-02") == "chapter"
    line = next(e for e in tree(only(sheets, "contents")).iter(f"{H}a") if e.get("href") == "#ch-02")
    assert "chapter" in line.getparent().get("class").split()  # type: ignore[union-attr] - it stands in a list


def test_terms_are_indexed_in_order_under_one_form(book: Book, listed: Contents) -> None:
    entries = [e.text for e in tree(only(typeset(book, listed, load("classic"), "epub"), "index")).iter(f"{H}span")
               if e.get("class") == "term"]  # fmt: skip
    assert entries == ["brass", "neap tides"]


def test_sources_say_where_and_when_each_was_published(book: Book, listed: Contents) -> None:
    said = text(only(typeset(book, listed, load("classic"), "epub"), "sources"))
    assert "The Keeper. Ada Merle. Coastal Letters. First published May 3, 2014. example.org/1" in said


@pytest.mark.parametrize("where", ["chapter", "none"])
def test_credits_go_where_they_are_wanted(book: Book, listed: Contents, where: str) -> None:
    sheets = typeset(book, listed, load("classic"), "epub", options=Options(credits=where))  # type: ignore[arg-type] - one of three
    assert not [sheet for sheet in sheets if sheet.kind == "sources"]
    said = text(next(s for s in sheets if s.chapter == "ch-01"))
    assert ("First published May 3, 2014" in said) is (where == "chapter")
    assert "listed at the end" not in text(only(sheets, "imprint"))


def test_the_imprint_has_rights_publisher_date_and_isbn(book: Book, listed: Contents) -> None:
    said = text(only(typeset(book, listed, load("classic"), "epub"), "imprint"))
    assert "© 2014 Ada Merle" in said
    assert "Harbour Press, March 1, 2015" in said
    assert "ISBN 9780000000002" in said


def test_a_dedication_is_set_on_a_page_of_its_own(book: Book, listed: Contents) -> None:
    sheets = typeset(
        book, listed, load("classic"), "print", options=Options(dedication="For those\nwho keep the light")
    )
    assert "who keep the light" in text(only(sheets, "dedication"))
    assert [s.kind for s in sheets].index("dedication") < [s.kind for s in sheets].index("contents")


def test_the_users_cover_is_shown_where_there_is_one(book: Book, listed: Contents) -> None:
    pictured = replace(book, metadata=replace(book.metadata, cover="images/lamp.png"))
    cover = only(typeset(pictured, listed, load("classic"), "screen"), "cover")
    assert cover.assets == ("images/lamp.png",)
    assert next(tree(cover).iter(f"{H}img")).get("src") == "images/lamp.png"
    assert not list(tree(only(typeset(book, listed, load("classic"), "screen"), "cover")).iter(f"{H}img"))


def test_the_same_book_gives_the_same_sheets(book: Book, listed: Contents) -> None:
    for medium in MEDIA:
        assert typeset(book, listed, load("modern"), medium) == typeset(book, listed, load("modern"), medium)
