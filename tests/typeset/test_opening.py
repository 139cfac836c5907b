"""How chapters open, what is made to fit, what is indexed, how sheets are named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.language import words
from book.typeset.bounds import fit
from book.typeset.environment import label
from book.typeset.marks import index_of, terms_of
from book.typeset.names import Names, slug
from book.typeset.opening import balanced, open_chapter, places_of
from book.xhtml import parse, text_of, write

LONG = "The harbour lies open to the north, and every ship that enters it must wait for the tide. " * 4


def opened(fragment: str, language: str = "en", *, paged: bool = True) -> str:
    body = parse(fragment)
    open_chapter(body, language, paged=paged)
    return write(body)


def test_a_long_first_paragraph_drops_its_capital_and_leads_in_small_capitals() -> None:
    found = opened(f"<p>{LONG}</p>")
    assert found.startswith(
        '<p class="first drop"><span class="cap">T</span><span class="lead">he harbour lies open to</span>'
    )


@pytest.mark.parametrize(
    "fragment",
    [
        "<p>Short.</p>",
        f"<p>“Wait,” said the pilot. {LONG}</p>",
        f"<p>… {LONG}</p>",
        f"<h2>First</h2><p>{LONG}</p>",
        f"<blockquote><p>{LONG}</p></blockquote>",
        f'<p><img src="x.png" alt=""/>{LONG}</p>',
        f"<p>{'Short. ' * 6}</p><ul><li>x</li></ul><p>{LONG}</p>",
    ],
)
def test_nothing_drops_where_it_would_not_suit(fragment: str) -> None:
    assert 'class="cap"' not in opened(fragment)


def test_a_dateline_may_stand_before_the_paragraph_that_opens_the_text() -> None:
    found = opened(f"<section><p>Harbour, 3 May.</p><p>To the pilots:</p><p>{LONG}</p></section>")
    assert found.count('class="cap"') == 1
    assert '<p class="first">Harbour' in found


@pytest.mark.parametrize("language", ["ar", "he", "ja", "zh-Hant", "hi", "ko", "th"])
def test_scripts_without_capitals_have_none_dropped(language: str) -> None:
    assert 'class="cap"' not in opened(f"<p>{LONG}</p>", language)


def test_an_ebook_leaves_the_first_letter_where_it_is() -> None:
    assert opened(f"<p>{LONG}</p>", paged=False) == f'<p class="first">{LONG}</p>'


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=400))
def test_opening_a_chapter_changes_no_text(text: str) -> None:
    body = parse("<p></p>")
    body[0].text = f"A{text} {LONG}"
    before = text_of(body)
    open_chapter(body, "en", paged=True)
    assert text_of(body) == " ".join(before.split())


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=14), min_size=1, max_size=40), st.integers(8, 40))
def test_a_title_is_broken_evenly_and_keeps_its_words(title: list[str], places: int) -> None:
    lines = balanced(" ".join(title), places)
    assert " ".join(lines) == " ".join(title)
    assert all(places_of(line) <= places or " " not in line for line in lines)


def test_no_word_of_a_title_is_left_alone_on_its_last_line() -> None:
    assert balanced("The Keeper of the Light", 20) == ["The Keeper", "of the Light"]


def test_a_title_without_spaces_is_left_to_the_engine() -> None:
    assert balanced("灯りを守る人", 4) == ["灯りを守る人"]


@pytest.mark.parametrize(
    ("text", "number", "markup"),
    [
        ("Chapter 6", "6", '<span class="word">Chapter </span><span class="number">6</span>'),
        ("第6章", "6", '<span class="word">第</span><span class="number">6</span><span class="word">章</span>'),
        ("6", "6", '<span class="number alone">6</span>'),
        ("A & B", "", "A &amp; B"),
    ],
)
def test_the_number_of_a_label_can_be_told_from_its_words(text: str, number: str, markup: str) -> None:
    assert label(text, number) == markup


# ---------------------------------------------------------------- what fits


@given(st.integers(46, 3000))
def test_a_word_longer_than_a_line_can_be_broken_and_is_the_same_word(length: int) -> None:
    body = parse(f"<p>{'x' * length} short</p>")
    fit(body)
    pieces = (body[0].text or "").split("\u200b")
    assert max(map(len, pieces)) <= 46
    assert words(text_of(body)) == words("x" * length + " short")


def test_an_address_is_broken_after_its_punctuation() -> None:
    body = parse("<p>https://example.org/a-long-road/to/the/lighthouse</p>")
    fit(body)
    assert "org/\u200ba-\u200blong" in (body[0].text or "")
    assert parse("<p>well-known short-lived words</p>")[0].text == "well-known short-lived words"


def test_coloured_code_without_spaces_can_break_between_its_tokens() -> None:
    tokens = "".join(f"<span>name{number}</span>+" for number in range(40))
    body = parse(f"<pre><code>{tokens}</code></pre>")
    fit(body)
    assert max(map(len, text_of(body).split("\u200b"))) < 60
    assert text_of(body).replace("\u200b", "") == text_of(parse(tokens))


def table(columns: int, rows: int = 3) -> str:
    row = "".join(f"<td>c{number}</td>" for number in range(columns))
    return f'<table id="t"><caption>Tides</caption><tbody>{f"<tr>{row}</tr>" * rows}</tbody></table>'


@pytest.mark.parametrize(("columns", "tables"), [(4, 1), (9, 1), (14, 1), (15, 2), (40, 4)])
def test_a_table_of_very_many_columns_is_parted_and_keeps_its_cells(columns: int, tables: int) -> None:
    body = parse(f"<p>Before.</p>{table(columns)}<p>After.</p>")
    done = fit(body)
    parts = list(body.iter("table"))
    assert len(parts) == tables
    assert bool(done) is (tables > 1)
    first_rows = [next(part.iter("tr")) for part in parts]
    assert [cell.text for row in first_rows for cell in row] == [f"c{number}" for number in range(columns)]
    assert [element.get("id") for element in body.iter() if element.get("id")] == ["t"]
    assert len(list(body.iter("caption"))) == 1


def test_a_wide_table_with_joined_cells_is_set_small_instead() -> None:
    body = parse('<table><tr><td colspan="20">x</td></tr><tr><td>y</td></tr></table>')
    assert fit(body) == []
    assert body[0].get("class") == "wide widest"


# ---------------------------------------------------------------- index and names


def test_terms_come_from_marks_of_every_kind_and_get_ids() -> None:
    body = parse(
        '<p><dfn id="own">Neap</dfn> <span data-index="Tide, spring">one</span> <em class="index">neap</em></p>'
    )
    found = terms_of(body, "ch-01", "Tides")
    assert [(text, place.target) for text, place in found] == [
        ("Neap", "own"), ("Tide, spring", "ch-01-ix2"), ("neap", "ch-01-ix3"),
    ]  # fmt: skip
    assert [(term.text, len(term.places)) for term in index_of(found)] == [("Neap", 2), ("Tide, spring", 1)]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Title", "the-title"),
        ("Éléphants à l’Œuvre", "elephants-a-loeuvre"),
        ("Straße", "strasse"),
        ("حارس المنارة", ""),
        ("../../etc/passwd", "etc-passwd"),
        ("A very long title that goes on and on without an end in sight", "a-very-long-title-that-goes-on-and-on"),
    ],
)
def test_names_are_short_ascii_and_readable(title: str, name: str) -> None:
    assert slug(title) == name


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=60)), max_size=30))
def test_no_two_sheets_share_a_name_on_any_file_system(pairs: list[tuple[str, str]]) -> None:
    names = Names()
    given_names = [names.name(stem, title) for stem, title in pairs]
    assert len({name.casefold() for name in given_names}) == len(pairs)
    assert all(name.isascii() and name.replace("-", "").isalnum() for name in given_names)
