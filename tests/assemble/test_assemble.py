"""A chapter made of several instalments reads as one chapter, and nothing of theirs is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from book.assemble import assemble
from book.assemble.phrases import lead, recapitulates
from book.language import words
from book.model import Article, Book, Instalment, Metadata, Plan, PlannedChapter, PlannedPart
from book.xhtml import parse, plain

META = Metadata("Winds", "en", "urn:x-test:1")


def article(source: str, body: str, title: str = "", **more: object) -> Article:
    known: dict[str, object] = {"language": "en", "words": 10, **more}
    return Article(source, title or source, body, **known)  # type: ignore[arg-type]  # keywords - mypy cannot check them unpacked


def book(*chapters: list[Article], metadata: Metadata = META, title: str = "On Winds", text: str = "") -> Book:
    planned = tuple(
        PlannedChapter(title, str(number), tuple(Instalment(a.source, a.title, text) for a in items))
        for number, items in enumerate(chapters, 1)
    )
    plan = Plan("Winds", (PlannedPart(None, None, planned),))
    return assemble(plan, {a.source: a for items in chapters for a in items}, metadata)


def test_headings_of_joined_instalments_run_on() -> None:
    """1, 2 | 3: printed numbers that run on are kept, whatever levels the two pages began at."""
    made = book([article("a", "<h3>1. Air</h3><h4>Dry</h4><h3>2. Sea</h3>"), article("b", "<h1>3. Land</h1>")])
    assert [(e.tag, e.text) for e in parse(made.chapters[0].body).iter("h2", "h3")] == [
        ("h2", "1. Air"),
        ("h3", "Dry"),
        ("h2", "2. Sea"),
        ("h2", "3. Land"),
    ]
    assert not [p for p in made.problems if p.code == "headings-renumbered"]


@pytest.mark.parametrize(
    ("first", "second", "printed"),
    [
        ("<h2>1. Air</h2><h2>2. Sea</h2>", "<h2>1. Land</h2>", "3. Land"),
        ("<h2>I. Air</h2>", "<h2>I. Land</h2>", "II. Land"),
        ("<h2>١. هواء</h2>", "<h2>١. أرض</h2>", "٢. أرض"),
        ("<h2>1 Air</h2>", "<h2><b>1</b> Land</h2>", "1 Land"),  # a mark-up that hides the number is left alone
    ],
)
def test_numbers_that_begin_again_are_shifted_and_that_is_said(first: str, second: str, printed: str) -> None:
    made = book([article("a", first), article("b", second)])
    assert printed in [" ".join("".join(e.itertext()).split()) for e in parse(made.chapters[0].body).iter("h2")]
    if "<b>" not in second:
        assert [p.where for p in made.problems if p.code == "headings-renumbered"] == ["b"]
        assert any(r.reason == "heading-renumbered" for r in made.removals)


def test_an_instalments_own_title_becomes_a_heading_and_its_headings_go_below() -> None:
    items = [article("a", "<h2>One</h2>"), article("b", "<h2>Two</h2>")]
    made = book(items, text="The Trades")
    levels = [(e.tag, e.text) for e in parse(made.chapters[0].body).iter("h2", "h3")]
    assert levels == [("h2", "The Trades"), ("h3", "One"), ("h2", "The Trades"), ("h3", "Two")]


@pytest.mark.parametrize(
    "furniture",
    [
        "To be continued in Part Four.",
        "(To be continued…)",
        "This is Part Two of a series. Read Part One here.",
        "Fortsetzung folgt",
        "À suivre",
        "Continuará...",
        "Продолжение следует.",
        "يتبع",
        "ادامه دارد",
        "未完待续",
        "つづく",
        "To be continued next week",
    ],
)
def test_what_only_led_from_page_to_page_is_removed_and_recorded(furniture: str) -> None:
    made = book([article("a", f"<p>Winds blow.</p><p>{furniture}</p>"), article("b", "<p>And calm.</p>")])
    assert plain(made.chapters[0].body) == "Winds blow.And calm."
    assert [r.text for r in made.removals] == [furniture]


@pytest.mark.parametrize(
    "prose",
    [
        "The war was continued in the spring of that year.",
        "Read the first chapter of the law twice.",
        "In the next part of the valley the road turns north.",
        "He continued.",
        "This is the part I like least about sailing.",
    ],
)
def test_prose_that_sounds_like_furniture_stays(prose: str) -> None:
    made = book([article("a", f"<p>{prose}</p><p>Middle.</p><p>{prose}</p>"), article("b", "<p>x</p>")])
    assert plain(made.chapters[0].body).count(prose) == 2


def test_the_last_promise_of_an_unfinished_series_stays() -> None:
    made = book([article("a", "<p>Text.</p><p>To be continued.</p>")])
    assert "To be continued." in made.chapters[0].body


def test_a_repeated_title_goes_but_a_heading_that_is_only_part_of_it_stays() -> None:
    items = [
        article("a", "<h2>On Winds</h2><p>x</p>", "Section One: On Winds (Part One)"),
        article("b", "<h2>Section One (Part Two)</h2><h2>Winds</h2><p>y</p>", "Section One: On Winds (Part Two)"),
    ]
    made = book(items)
    assert [e.text for e in parse(made.chapters[0].body).iter("h2")] == ["Winds"]


def test_a_note_to_a_number_that_repeats_the_title_is_called_from_the_line_below() -> None:
    call = '<a href="#n" epub:type="noteref">1</a>'
    body = f"<header><hgroup><h2>VII{call}</h2> <p>Calms</p></hgroup><p>At sea, in May.</p></header><p>No wind.</p>"
    made = book([article("a", body, "VII: Calms")], title="Calms")
    assert "VII" not in made.chapters[0].body
    assert plain(made.chapters[0].body) == "At sea, in May.1No wind."


def test_previously_is_furniture_with_the_little_under_it() -> None:
    body = "<h2>Previously</h2><p>We sailed.</p><h2>Now</h2><p>We land.</p>"
    made = book([article("a", "<p>x</p>"), article("b", body)])
    assert "We sailed" not in made.chapters[0].body
    assert "We land" in made.chapters[0].body
    assert lead("Previously") == ""
    assert recapitulates("Previously on Winds")


def test_navigation_to_neighbours_goes_and_a_sentence_with_a_link_stays() -> None:
    nav = '<p><a href="b.md">The Second Wind</a> | <a href="c.md">The Third Wind</a></p>'
    prose = '<p>How storms form is told with pictures in <a href="b.md">the second</a> of these.</p>'
    made = book(
        [article("a.md", prose + nav)],
        [article("b.md", "<p>b</p>", "The Second Wind")],
        [article("c.md", "<p>c</p>", "The Third Wind")],
    )
    assert "Second Wind" not in made.chapters[0].body
    assert 'href="#ch-02"' in made.chapters[0].body


def test_a_link_that_does_not_name_the_instalment_it_leads_to_is_no_navigation() -> None:
    body = '<p>Text.</p><p><a href="b.md">Buy a kite</a></p>'
    made = book([article("a.md", body)], [article("b.md", "<p>b</p>", "Of Gales")])
    assert "Buy a kite" in made.chapters[0].body


@pytest.mark.parametrize("label", ["Next →", "Of Gales", "Weiter: Teil 2", "次回", "الجزء الثاني"])
def test_a_link_to_the_neighbour_in_any_language_is_navigation(label: str) -> None:
    body = f'<p>Text.</p><p><a href="b.md">{label}</a></p>'
    made = book([article("a.md", body)], [article("b.md", "<p>b</p>", "Of Gales")])
    assert plain(made.chapters[0].body) == "Text."


def test_ids_are_unique_and_every_reference_follows() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><g id="g"/><use href="#g" fill="url(#g)"/></svg>'
        '<table><tr><th id="h">x</th><td headers="h">1</td></tr></table>'
    )
    links = '<p id="x">a <a href="#x">self</a> <a href="b.md#x">other</a></p>'
    one = f'{links}{svg}<a name="fn:1">n</a><a href="#fn:1">m</a>'
    made = book([article("a.md", one), article("b.md", '<p id="x">b</p><p id="x">again</p>')])
    body = parse(made.chapters[0].body)
    ids = [e.get("id") for e in body.iter("*") if e.get("id")]
    assert len(ids) == len(set(ids))
    assert [a.get("href", "")[1:] in ids for a in body.iter("a") if a.get("href")] == [True] * 3
    assert 'fill="url(#ch-01-g)"' in made.chapters[0].body
    assert 'headers="ch-01-h"' in made.chapters[0].body


def test_a_page_saved_with_whole_addresses_keeps_its_links_to_itself() -> None:
    at = "https://example.org/winds"
    links = "".join(f'<a href="{at}#p{n}">{n}</a>' for n in range(3))
    places = "".join(f'<p id="p{n}">x</p>' for n in range(3))
    made = book([article("a.html", f'<p>{links}<a href="https://example.org/other#p1">o</a></p>{places}')])
    hrefs = [a.get("href") for a in parse(made.chapters[0].body).iter("a")]
    assert hrefs == ["#ch-01-p0", "#ch-01-p1", "#ch-01-p2", "https://example.org/other#p1"]


def test_a_chapter_in_another_language_says_so_and_one_in_another_region_does_not() -> None:
    made = book(
        [article("a", "<p>x</p>", language="en-GB")],
        [article("b", "<p>y</p>", language="ar")],
        metadata=Metadata("W", "en-US", "urn:x"),
    )
    assert [(c.language, c.direction) for c in made.chapters] == [("", ""), ("ar", "rtl")]


def test_labels_and_digits_speak_the_books_language() -> None:
    made = book([article("a", "<p>x</p>", language="fa")], metadata=Metadata("W", "fa", "urn:x", "rtl"))
    assert "۱" in made.chapters[0].label
    assert "Chapter" not in made.chapters[0].label


@pytest.mark.parametrize(("body", "title"), [("<h3>Of Gales</h3>", "Of Gales"), ("<p>x</p>", "north wind")])
def test_a_chapter_without_a_title_is_called_something_and_that_is_said(body: str, title: str) -> None:
    plan = Plan(
        "W", (PlannedPart(None, None, (PlannedChapter(None, None, (Instalment("a/north-wind.md", ""),), ""),)),)
    )
    made = assemble(plan, {"a/north-wind.md": Article("a/north-wind.md", "", body)}, META)
    assert made.chapters[0].title == title
    assert [p.code for p in made.problems if p.code == "title-unknown"] == ["title-unknown"]


@pytest.mark.parametrize(
    ("kind", "number", "printed"),
    [
        ("part", "1", "chapter"),
        ("section", "1", "chapter"),
        ("appendix", "B", "appendix"),
        ("interlude", None, "interlude"),
    ],
)
def test_levels_of_a_series_are_chapters_of_the_book(kind: str, number: str | None, printed: str) -> None:
    chapter = PlannedChapter("T", number, (Instalment("a", "T"),), kind)
    made = assemble(Plan("W", (PlannedPart(None, None, (chapter,)),)), {"a": article("a", "<p>x</p>")}, META)
    assert made.chapters[0].kind == printed


def test_an_article_that_the_plan_names_and_nobody_has_is_an_error() -> None:
    plan = Plan("W", (PlannedPart(None, None, (PlannedChapter("T", "1", (Instalment("gone.md", "T"),)),)),))
    made = assemble(plan, {}, META)
    assert [(p.code, p.where) for p in made.problems if p.severity == "error"] == [("article-missing", "gone.md")]
    assert len(made.chapters) == 1


_TEXT = st.sampled_from(["wind", "sea", "north 4", "to be continued", "Read Part One here", "1. Air", "Previously"])
_BLOCK = st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from(["p", "h1", "h2", "h4", "li"]), _TEXT)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_BLOCK, max_size=6), min_size=1, max_size=4))
def test_every_word_is_in_the_chapter_or_in_the_removals(pages: list[list[str]]) -> None:
    items = [article(f"{n}.md", "".join(blocks), f"Winds (Part {n})") for n, blocks in enumerate(pages)]
    made = book(items)
    before = Counter(word for item in items for word in words(plain(item.body.replace("<", " <"))))
    after = Counter(words(plain(made.chapters[0].body.replace("<", " <").replace(" <?", "<?"))))
    removed = Counter(word for removal in made.removals for word in words(removal.text))
    assert not before - after - removed
