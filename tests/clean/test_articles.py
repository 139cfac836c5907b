from __future__ import annotations

import pickle

from book import xhtml
from book.clean import Recurring, clean, clean_one, recurring
from book.model import COPY_TITLE, Article, Document

LONG = (
    "The ferry left before dawn, and the people on the quay, who had come to see it off, "
    "went home one by one without a word. "
)
SITE = """<html><head><title>{title} | The Quay</title></head><body>
<nav><a href="/">Home</a> <a href="/b">About us</a></nav>
<div class="breadcrumbs"><a href="/">Home</a> / {title}</div>
<article><h1>{title}</h1><p>{text}</p><p><a href="/1">Read the other tale</a></p><p>{text}</p>
<div class="share"><a href="#">Share</a></div></article>
<aside><h3>Related</h3><ul><li><a href="/2">Another</a></li></ul></aside>
<footer>All rights reserved</footer></body></html>"""


def one(markup: str, form: str = "content", title: str = "", *, xml: bool = False) -> Article:
    return clean_one(Document("a", form, markup, title=title, xml=xml), Recurring())  # type: ignore[arg-type]  # a parameter - one of the forms


def test_the_title_does_not_stand_again_in_the_body() -> None:
    article = one("<h1>The Ferry</h1><p>It left.</p>", title="The Ferry")
    assert article.body == "<p>It left.</p>"
    assert [removal.reason for removal in article.removals] == ["repeated-title"]


def test_an_anchor_on_the_title_is_kept() -> None:
    assert 'id="top"' in one('<h1 id="top">The Ferry</h1><p>It left.</p>', title="The Ferry").body


def test_headings_and_links_are_listed() -> None:
    article = one(
        '<p>It left.</p><h2 id="q">On the Quay</h2><p><a href="part2.html" rel="next">Part two</a></p>',
        title="The Ferry",
    )
    assert [(h.level, h.text, h.id) for h in article.headings] == [(2, "On the Quay", "q")]
    assert [(link.href, link.rel) for link in article.links] == [("part2.html", "next")]


def test_a_page_gives_its_article_and_records_its_furniture() -> None:
    article = one(SITE.format(title="The Ferry", text=LONG * 3), "page", "The Ferry")
    text = xhtml.plain(article.body)
    assert text.count("The ferry left") == 6
    assert not any(word in text for word in ("About us", "Share", "Related", "rights reserved"))
    assert "rights reserved" in " ".join(removal.text for removal in article.removals)


def test_a_link_that_recurs_in_the_series_goes_and_a_refrain_stays() -> None:
    pages = [
        Document(
            f"{n}.html",
            "page",
            SITE.format(title=f"Tale {n}", text=f"{LONG}Number {n}.").replace(
                "<div class", "<p>So it goes.</p><div class"
            ),
            title=f"Tale {n}",
        )
        for n in range(4)
    ]
    for article in clean(pages).articles:
        assert "Read the other tale" not in article.body
        assert "So it goes." in article.body


def test_a_chapter_of_a_book_is_kept_whole() -> None:
    markup = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        '<body epub:type="bodymatter">'
        '<section epub:type="chapter"><h2>I</h2><p>Short.</p>'
        '<aside epub:type="footnote"><p>A note.</p></aside></section></body></html>'
    )
    assert xhtml.plain(one(markup, "page", xml=True).body) in {
        "I Short. A note.",
        "Short. A note.",
        "IShort.A note.",
        "Short.A note.",
    }


def test_a_lazy_picture_gets_its_largest_address() -> None:
    body = one('<p>x</p><img src="data:image/gif;base64,R0" data-src="s.jpg" srcset="s.jpg 300w, l.jpg 1200w">').body
    assert 'src="l.jpg"' in body
    assert 'src="real.png"' in one('<p>x</p><img src="blank.gif"><noscript><img src="real.png"></noscript>').body


def test_embedded_media_become_a_link() -> None:
    assert (
        'href="https://www.youtube.com/watch?v=abc"'
        in one('<p>x</p><iframe src="https://www.youtube.com/embed/abc"></iframe>').body
    )


def test_double_breaks_part_paragraphs() -> None:
    assert one("<div>First line.<br><br>Second <i>line</i>.</div>", title="T").body.count("<p>") == 2


def test_bold_that_stands_for_a_heading_is_one() -> None:
    article = one(f"<p><b>On the Quay</b></p><p>{LONG}</p>", title="T")
    assert [heading.text for heading in article.headings] == ["On the Quay"]


def test_a_layout_table_gives_its_content_and_a_table_of_data_stays() -> None:
    assert "<table" not in one("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>", title="T").body
    assert "<table" in one("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>", title="T").body


def test_one_text_in_two_forms_is_one_article() -> None:
    text = " ".join(f"On day {n} the ferry carried {n} crates of {n} oranges to the far shore." for n in range(40))
    cleaning = clean(
        [
            Document("a.html", "content", f"<p>{text}</p><h2>Later</h2><p>End.</p>"),
            Document("a.txt", "lines", f"{text}\n\nLater\n\nEnd."),
        ]
    )
    assert [article.source for article in cleaning.articles] == ["a.html"]
    assert [left.source for left in cleaning.left_out] == ["a.txt"]


def test_what_only_the_lesser_form_declares_goes_to_the_better_one() -> None:
    text = " ".join(f"On day {n} the ferry carried {n} crates of {n} oranges to the far shore." for n in range(40))
    cleaning = clean(
        [
            Document("a.html", "content", f"<p>{text}</p><h2>Later</h2><p>End.</p>", title="Oranges"),
            Document("a.txt", "lines", f"{text}\n\nLater\n\nEnd.", title="Ferries, Part 2", date="2024-05-01"),
        ]
    )
    (article,) = cleaning.articles
    assert (article.source, article.title, article.date) == ("a.html", "Oranges", "2024-05-01")
    assert article.meta[COPY_TITLE] == "Ferries, Part 2"


def test_of_a_page_and_a_text_alike_in_structure_the_page_is_kept() -> None:
    text = " ".join(f"On day {n} the ferry carried {n} crates of {n} oranges to the far shore." for n in range(40))
    cleaning = clean([Document("a.txt", "lines", f"Ferries\n\n{text}"), Document("b.md", "content", f"<p>{text}</p>")])
    assert [article.source for article in cleaning.articles] == ["b.md"]


def test_what_recurs_can_be_kept_and_sent() -> None:
    common = recurring([Document("a", "lines", "Home\nx"), Document("b", "lines", "Home\ny")])
    assert pickle.loads(pickle.dumps(common)).fingerprint == common.fingerprint  # noqa: S301 - its own bytes
    assert common.fingerprint != Recurring().fingerprint


def test_buttons_that_an_editor_puts_into_a_post_are_no_text_and_the_authors_own_are() -> None:
    article = one(
        '<p>It left. </p><p class="button-wrapper"><a class="button" href="/subscribe">Sign up now</a></p>'
        '<div class="subscription-widget-wrap"><p>Thanks for reading!</p></div>'
        '<p><a class="button" href="/tide.epub">Take the book</a></p>',
        title="The Ferry",
    )
    assert " ".join(xhtml.plain(article.body).split()) == "It left. Take the book"
    assert [(r.reason, r.text) for r in article.removals] == [
        ("widget", "Sign up now"),
        ("widget", "Thanks for reading!"),
    ]


def test_a_title_and_a_standfirst_that_an_export_prints_twice_stand_once() -> None:
    article = one(
        "<header><h1>The Ferry</h1></header><section>A tale of the sea </section>"
        "<section><h3>The Ferry</h3><h4>A tale of the sea</h4><p>It left.</p></section>",
        title="The Ferry",
    )
    assert " ".join(xhtml.plain(article.body).split()) == "A tale of the sea It left."
    assert [r.reason for r in article.removals] == ["repeated-title", "repeated-title", "repeated-standfirst"]


def test_a_heading_with_the_words_of_the_title_after_the_beginning_is_text() -> None:
    article = one("<h1>The Ferry</h1><p>It left at dawn.</p><h2>The Ferry</h2><p>It came.</p>", title="The Ferry")
    assert [heading.text for heading in article.headings] == ["The Ferry"]
